/** Mappings of files that have a name: renamed or deleted here, kept in the import itself. */

import type { MappingRow, MappingSave } from "../../api";
import { m } from "../../messages";
import { TextField } from "../../shared";
import { EditDrawer } from "./EditDrawer";
import { RecordTable } from "./RecordTable";
import { useRecord, useRemoval } from "./record";

export function Mappings({ mappings }: { mappings: readonly MappingRow[] }) {
  const words = m.settings.mappings;
  return (
    <RecordTable
      title={m.settings.names.mappings}
      lead={words.lead}
      records={mappings}
      none={words.none}
      keyOf={({ id }) => id}
      nameHead={words.name}
      nameOf={({ name }) => name}
      columns={[
        { head: words.kind, cell: ({ kind }) => m.data.kinds[kind] ?? kind },
        { head: words.columns, muted: true, cell: ({ columns }) => columns },
      ]}
      form={(mapping, onClose) => <MappingForm mapping={mapping} onClose={onClose} />}
    />
  );
}

function MappingForm({ mapping, onClose }: { mapping: MappingRow; onClose: () => void }) {
  const words = m.settings.mappings;
  const start: MappingSave = {
    id: mapping.id,
    name: mapping.name,
    path: "",
    kind: mapping.kind,
    mapping: null,
  };
  const record = useRecord("mapping.save", start, onClose);
  const removal = useRemoval("mapping.delete", mapping.id, onClose);
  const { value, set, wrong } = record;
  return (
    <EditDrawer
      title={mapping.name}
      onClose={onClose}
      record={record}
      removal={removal}
      deleteLabel={words.delete}
    >
      <TextField
        label={words.name}
        name="name"
        value={value.name}
        onChange={(name) => set({ name })}
        error={wrong("name")}
        autoFocus
      />
      <p className="muted">{mapping.columns}</p>
      <p className="muted">{mapping.fields}</p>
    </EditDrawer>
  );
}
