/** Some of a few things, each with its own box. */

import type { Choice } from "../../api";
import { Checkbox } from "../../shared";
import styles from "./tiers.module.css";

export interface ChosenProps {
  label: string;
  /** Name of the field in the wire type. */
  name: string;
  choices: readonly Choice[];
  value: readonly string[];
  onChange: (value: string[]) => void;
  error?: string | undefined;
}

export function Chosen({ label, name, choices, value, onChange, error }: ChosenProps) {
  return (
    <fieldset className={styles.chosen} data-field={name}>
      <legend>{label}</legend>
      {choices.map(({ key, label: words }) => (
        <Checkbox
          key={key}
          isSelected={value.includes(key)}
          onChange={(on) => onChange(on ? [...value, key] : value.filter((one) => one !== key))}
        >
          {words}
        </Checkbox>
      ))}
      {error && <p className={styles.problem}>{error}</p>}
    </fieldset>
  );
}
