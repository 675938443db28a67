/** The revenue streams and the services that carry them. */

import type { ServiceRow, StreamRow } from "../../api";
import { m } from "../../messages";
import { Amount, FigureText, Select, StateChip, TextField } from "../../shared";
import { namesOf, serviceOptions, withEntry, without } from "./draft";
import { EditDrawer } from "./EditDrawer";
import { ListEditor } from "./ListEditor";
import { RecordTable } from "./RecordTable";
import { useRecord } from "./record";
import styles from "./settings.module.css";

export interface StreamsProps {
  streams: readonly StreamRow[];
  services: readonly ServiceRow[];
}

export function Streams({ streams, services }: StreamsProps) {
  const words = m.settings.stream;
  const nameOf = namesOf(services);
  return (
    <RecordTable
      title={m.settings.names.streams}
      records={streams}
      none={words.none}
      keyOf={({ edit }) => edit.id}
      nameHead={words.name}
      nameOf={({ edit }) => edit.name}
      columns={[
        {
          head: words.carriedBy,
          cell: ({ edit }) =>
            edit.dependences.length > 0 ? (
              edit.dependences.map(({ service, share }) => `${nameOf(service)} ${share}`).join(", ")
            ) : (
              <StateChip state="warn">{words.unowned}</StateChip>
            ),
        },
        { head: words.covers, className: styles.covers, cell: ({ covers }) => covers },
        { head: words.total, numeric: true, cell: ({ total }) => <Amount>{total}</Amount> },
        {
          head: words.perMinute,
          numeric: true,
          cell: ({ edit, perMinute }) => (
            <FigureText figure={perMinute} label={`${edit.name}, ${words.perMinute}`} />
          ),
        },
      ]}
      form={(stream, onClose) => (
        <StreamForm stream={stream} services={services} onClose={onClose} />
      )}
    />
  );
}

interface StreamFormProps {
  stream: StreamRow;
  services: readonly ServiceRow[];
  onClose: () => void;
}

function StreamForm({ stream, services, onClose }: StreamFormProps) {
  const words = m.settings.stream;
  const record = useRecord("stream.save", stream.edit, onClose);
  const { value, set, wrong } = record;
  const { dependences } = value;
  return (
    <EditDrawer title={stream.edit.name} onClose={onClose} record={record} width="wide">
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
                options={serviceOptions(services)}
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
