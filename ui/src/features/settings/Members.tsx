/** Members of a group: each can be taken out, and one of the others put in. */

import { m } from "../../messages";
import { CrossButton, type Option, Select } from "../../shared";
import { without } from "./draft";
import styles from "./settings.module.css";

export interface MembersProps {
  /** What the group is called, for who does not see it. */
  group: string;
  name: string;
  members: readonly string[];
  options: readonly Option[];
  onChange: (members: string[]) => void;
  error?: string | undefined;
}

export function Members({ group, name, members, options, onChange, error }: MembersProps) {
  const words = m.settings.service;
  const nameOf = (id: string) => options.find((option) => option.id === id)?.label ?? "";
  return (
    <fieldset className={styles.members}>
      <legend>{words.members}</legend>
      {members.length > 0 && (
        <ul>
          {members.map((id, index) => (
            <li key={id}>
              {nameOf(id)}
              <CrossButton
                size="chip"
                aria-label={words.removeMember(nameOf(id), group)}
                onPress={() => onChange(without(members, index))}
              />
            </li>
          ))}
        </ul>
      )}
      <Select
        label={words.addMember}
        hideLabel
        placeholder={words.addMember}
        name={name}
        value=""
        onChange={(id) => onChange([...members, id])}
        options={options.filter(({ id }) => !members.includes(id))}
        isDisabled={members.length === options.length}
        error={error}
      />
    </fieldset>
  );
}
