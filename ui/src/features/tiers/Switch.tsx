/** On or off, in force at once. */

import { Switch as AriaSwitch } from "react-aria-components";
import styles from "./tiers.module.css";

export interface SwitchProps {
  /** Read out; the place says it to the eye. */
  label: string;
  isOn: boolean;
  onChange: (isOn: boolean) => void;
}

export function Switch({ label, isOn, onChange }: SwitchProps) {
  return (
    <AriaSwitch
      aria-label={label}
      isSelected={isOn}
      onChange={onChange}
      className={styles.switch ?? ""}
    >
      <span className={styles.track} aria-hidden="true" />
    </AriaSwitch>
  );
}
