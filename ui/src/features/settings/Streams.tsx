/** The revenue streams and the services that carry them. */

import { useState } from "react";
import { type ServiceRow, type StreamEdit, type StreamRow, useCommand } from "../../api";
import { m } from "../../messages";
import {
  Amount,
  FigureText,
  fieldErrors,
  LinkButton,
  Section,
  Select,
  StateChip,
  TextField,
} from "../../shared";
import { useUndoToast } from "../history";
import { withEntry, without } from "./draft";
import { EditDrawer } from "./EditDrawer";
import { ListEditor } from "./ListEditor";
import styles from "./settings.module.css";

export interface StreamsProps {
  streams: readonly StreamRow[];
  services: readonly ServiceRow[];
}

export function Streams({ streams, services }: StreamsProps) {
  const words = m.settings.stream;
  const [open, setOpen] = useState<StreamEdit | null>(null);
  const nameOf = (id: string) => services.find(({ edit }) => edit.id === id)?.edit.name ?? "";
  return (
    <Section title={m.settings.names.streams}>
      {streams.length === 0 ? (
        <p className="muted">{words.none}</p>
      ) : (
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{words.name}</th>
              <th scope="col">{words.carriedBy}</th>
              <th scope="col">{words.covers}</th>
              <th scope="col" className="num">
                {words.total}
              </th>
              <th scope="col" className="num">
                {words.perMinute}
              </th>
            </tr>
          </thead>
          <tbody>
            {streams.map(({ edit, covers, total, perMinute }) => (
              <tr key={edit.id}>
                <th scope="row">
                  <LinkButton onPress={() => setOpen(edit)}>{edit.name}</LinkButton>
                </th>
                <td>
                  {edit.dependences.length > 0 ? (
                    edit.dependences
                      .map(({ service, share }) => `${nameOf(service)} ${share}`)
                      .join(", ")
                  ) : (
                    <StateChip state="warn">{words.unowned}</StateChip>
                  )}
                </td>
                <td className={styles.covers}>{covers}</td>
                <td className="num">
                  <Amount>{total}</Amount>
                </td>
                <td className="num">
                  <FigureText figure={perMinute} label={`${edit.name}, ${words.perMinute}`} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {open && <StreamForm stream={open} services={services} onClose={() => setOpen(null)} />}
    </Section>
  );
}

interface StreamFormProps {
  stream: StreamEdit;
  services: readonly ServiceRow[];
  onClose: () => void;
}

function StreamForm({ stream, services, onClose }: StreamFormProps) {
  const words = m.settings.stream;
  const save = useCommand("stream.save");
  const saved = useUndoToast();
  const [value, setValue] = useState(stream);
  const set = (change: Partial<StreamEdit>) => setValue((now) => ({ ...now, ...change }));
  const wrong = fieldErrors(save.error);
  const { dependences } = value;
  return (
    <EditDrawer
      title={stream.name}
      onClose={onClose}
      onSave={() =>
        save.mutate(
          { args: value },
          {
            onSuccess: (done) => {
              saved(done);
              onClose();
            },
          },
        )
      }
      isPending={save.isPending}
      error={save.error}
      fields={["name", "dependences"]}
      width="wide"
    >
      <TextField
        label={words.name}
        name="name"
        value={value.name}
        onChange={(name) => set({ name })}
        error={wrong("name")}
        autoFocus
      />
      <ListEditor
        title={words.dependences}
        help={words.dependencesHelp}
        entries={dependences}
        error={wrong("dependences")}
        nameOf={(_, index) => words.nth(index + 1)}
        addLabel={words.add}
        onAdd={() => set({ dependences: [...dependences, { service: "", share: "100 %" }] })}
        onRemove={(index) => set({ dependences: without(dependences, index) })}
        line={({ service, share }, index) => {
          const change = (part: Partial<(typeof dependences)[number]>) =>
            set({ dependences: withEntry(dependences, index, part) });
          return (
            <>
              <Select
                label={words.service}
                name={`dependences.${index}.service`}
                value={service}
                onChange={(next) => change({ service: next })}
                options={services.map(({ edit }) => ({ id: edit.id, label: edit.name }))}
                error={wrong(`dependences.${index}.service`)}
              />
              <TextField
                label={words.share}
                name={`dependences.${index}.share`}
                numeric
                placeholder="100 %"
                value={share}
                onChange={(next) => change({ share: next })}
                error={wrong(`dependences.${index}.share`)}
              />
            </>
          );
        }}
      />
    </EditDrawer>
  );
}
