/** The incidents at the left, the one that is open at the right. */

import { useCallback, useRef, useState } from "react";
import { useCommand, useRpc } from "../api";
import { useAddress, useSetAddress } from "../features/address";
import { useUndoToast } from "../features/history";
import { IncidentForm, IncidentList, IncidentPane } from "../features/incidents";
import { type GridHandle, useToast } from "../shared";
import styles from "./Incidents.module.css";

/** In place of an id in the address: one is being added. */
const NEW = "new";

export function IncidentsView() {
  const { incident, filter = "" } = useAddress();
  const setAddress = useSetAddress();
  const [editing, setEditing] = useState(false);
  const grid = useRef<GridHandle>(null);
  const head = useRef<HTMLHeadingElement>(null);
  // An incident that is opened from the grid gets the focus as soon as it is there.
  const opening = useRef(false);
  const headRef = useCallback((heading: HTMLHeadingElement | null) => {
    head.current = heading;
    if (!heading || !opening.current) return;
    opening.current = false;
    heading.focus();
  }, []);
  const adding = incident === NEW;
  const id = incident === undefined || adding ? null : incident;
  const { data: open } = useRpc("incident.get", { id: id ?? "" }, { enabled: id !== null });
  const remove = useDelete((deleted) => {
    if (deleted === id) setAddress({ incident: undefined });
  });

  return (
    <div data-bleed className={id === null ? styles.alone : styles.split}>
      <IncidentList
        filter={filter}
        onFilter={(next) => setAddress({ filter: next || undefined })}
        selected={id}
        onSelect={(next) => setAddress({ incident: next })}
        onOpen={() => {
          opening.current = head.current === null;
          head.current?.focus();
        }}
        onAdd={() => setAddress({ incident: NEW })}
        onDelete={remove}
        gridRef={grid}
      />
      {id !== null && (
        <IncidentPane
          id={id}
          headRef={headRef}
          onEdit={() => setEditing(true)}
          onDelete={remove}
          onClose={() => {
            setAddress({ incident: undefined });
            grid.current?.focus();
          }}
        />
      )}
      {adding && (
        <IncidentForm
          incident={null}
          onClose={() => setAddress({ incident: undefined })}
          onSaved={(saved) => setAddress({ incident: saved })}
        />
      )}
      {editing && open && open.id === id && (
        <IncidentForm
          incident={open.edit}
          onClose={() => setEditing(false)}
          onSaved={() => setEditing(false)}
        />
      )}
    </div>
  );
}

/** Deletes an incident at once: the way back stands in the toast. */
function useDelete(onDeleted: (id: string) => void) {
  const toast = useToast();
  const said = useUndoToast();
  const { mutate } = useCommand("incident.delete");
  return ({ id }: { id: string }) =>
    mutate(
      { args: { id } },
      {
        onSuccess: (done) => {
          said(done);
          onDeleted(id);
        },
        onError: (error) => toast({ text: error.message }),
      },
    );
}
