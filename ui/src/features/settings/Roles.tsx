/** The rate card: roles with their loaded rates. */

import { useState } from "react";
import { type RoleEdit, useCommand } from "../../api";
import { count, m } from "../../messages";
import { Amount, fieldErrors, LinkButton, Section, Select, TextField } from "../../shared";
import { useUndoToast } from "../history";
import { EditDrawer } from "./EditDrawer";
import styles from "./settings.module.css";

const BLANK: RoleEdit = { id: "", name: "", group: "engineering", rate: "", used: 0 };

export function Roles({ roles, currency }: { roles: readonly RoleEdit[]; currency: string }) {
  const words = m.settings.role;
  const groups: Record<string, string> = words.groups;
  const [open, setOpen] = useState<RoleEdit | null>(null);
  return (
    <Section
      title={m.settings.names.roles}
      aside={<LinkButton onPress={() => setOpen(BLANK)}>{words.add}</LinkButton>}
    >
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{words.name}</th>
            <th scope="col">{words.group}</th>
            <th scope="col" className="num">
              {words.rate}, {currency}
              {words.perHour}
            </th>
            <th scope="col" className="num">
              {words.used}
            </th>
          </tr>
        </thead>
        <tbody>
          {roles.map((role) => (
            <tr key={role.id}>
              <th scope="row">
                <LinkButton onPress={() => setOpen(role)}>{role.name}</LinkButton>
              </th>
              <td>{groups[role.group] ?? role.group}</td>
              <td className="num">
                <Amount>{role.rate}</Amount>
              </td>
              <td className="num muted">{words.entries(role.used, count(role.used))}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {open && <RoleForm role={open} currency={currency} onClose={() => setOpen(null)} />}
    </Section>
  );
}

interface RoleFormProps {
  role: RoleEdit;
  currency: string;
  onClose: () => void;
}

function RoleForm({ role, currency, onClose }: RoleFormProps) {
  const words = m.settings.role;
  const save = useCommand("role.save");
  const remove = useCommand("role.delete");
  const saved = useUndoToast();
  const [value, setValue] = useState(role);
  const set = (change: Partial<RoleEdit>) => setValue((now) => ({ ...now, ...change }));
  const error = save.error ?? remove.error;
  const wrong = fieldErrors(error);
  const onSuccess = (done: Parameters<typeof saved>[0]) => {
    saved(done);
    onClose();
  };
  return (
    <EditDrawer
      title={role.id ? role.name : words.new}
      onClose={onClose}
      onSave={() => save.mutate({ args: value }, { onSuccess })}
      onDelete={role.id ? () => remove.mutate({ args: { id: role.id } }, { onSuccess }) : undefined}
      deleteLabel={words.delete}
      isPending={save.isPending || remove.isPending}
      error={error}
      fields={["name", "group", "rate"]}
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
        options={Object.entries(words.groups).map(([id, label]) => ({ id, label }))}
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
