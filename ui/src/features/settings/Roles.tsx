/** The rate card: roles with their loaded rates. */

import type { RoleEdit } from "../../api";
import { count, m } from "../../messages";
import { Amount, Select, TextField } from "../../shared";
import { optionsOf } from "./draft";
import { EditDrawer } from "./EditDrawer";
import { RecordTable } from "./RecordTable";
import { useRecord, useRemoval } from "./record";

const BLANK: RoleEdit = { id: "", name: "", group: "engineering", rate: "", used: 0 };

export function Roles({ roles, currency }: { roles: readonly RoleEdit[]; currency: string }) {
  const words = m.settings.role;
  const groups: Record<string, string> = words.groups;
  return (
    <RecordTable
      title={m.settings.names.roles}
      records={roles}
      keyOf={({ id }) => id}
      nameHead={words.name}
      nameOf={({ name }) => name}
      columns={[
        { head: words.group, cell: ({ group }) => groups[group] ?? group },
        {
          head: `${words.rate}, ${currency}${words.perHour}`,
          numeric: true,
          cell: ({ rate }) => <Amount>{rate}</Amount>,
        },
        {
          head: words.used,
          numeric: true,
          muted: true,
          cell: ({ used }) => words.entries(used, count(used)),
        },
      ]}
      blank={BLANK}
      addLabel={words.add}
      form={(role, onClose) => <RoleForm role={role} currency={currency} onClose={onClose} />}
    />
  );
}

interface RoleFormProps {
  role: RoleEdit;
  currency: string;
  onClose: () => void;
}

function RoleForm({ role, currency, onClose }: RoleFormProps) {
  const words = m.settings.role;
  const record = useRecord("role.save", role, onClose);
  const removal = useRemoval("role.delete", role.id, onClose);
  const { value, set, wrong } = record;
  return (
    <EditDrawer
      title={role.id ? role.name : words.new}
      onClose={onClose}
      record={record}
      removal={role.id ? removal : undefined}
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
      <Select
        label={words.group}
        name="group"
        value={value.group}
        onChange={(group) => set({ group })}
        options={optionsOf(words.groups)}
        error={wrong("group")}
      />
      <TextField
        label={words.rate}
        name="rate"
        numeric
        unit={`${currency}${words.perHour}`}
        description={words.rateHelp}
        value={value.rate}
        onChange={(rate) => set({ rate })}
        error={wrong("rate")}
      />
    </EditDrawer>
  );
}
