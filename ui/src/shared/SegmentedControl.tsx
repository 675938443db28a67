/** A choice of two to four, all in view. */

import { Radio, RadioGroup } from "react-aria-components";
import styles from "./Field.module.css";
import type { Option } from "./Select";

export interface SegmentedControlProps {
  /** Read out; the place says it to the eye. */
  label: string;
  value: string;
  onChange: (id: string) => void;
  options: readonly Option[];
}

export function SegmentedControl({ label, value, onChange, options }: SegmentedControlProps) {
  return (
    <RadioGroup
      aria-label={label}
      value={value}
      onChange={onChange}
      orientation="horizontal"
      className={styles.segments ?? ""}
    >
      {options.map((option) => (
        <Radio key={option.id} value={option.id} className={styles.segment ?? ""}>
          {option.label}
        </Radio>
      ))}
    </RadioGroup>
  );
}
