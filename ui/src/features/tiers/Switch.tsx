/** On or off, in force at once. */

import { Switch as AriaSwitch } from "react-aria-components";
import styles from "./tiers.module.css";

export interface SwitchProps {
  /** Read out; the place says it to the eye. */
  label: string;
  isOn: boolean;
  onChange: (isOn: boolean) => void;
  isDisabled?: boolean;
}

export function Switch({ label, isOn, onChange, isDisabled = false }: SwitchProps) {
  return (
    <AriaSwitch
      aria-label={label}
      isSelected={isOn}
      isDisabled={isDisabled}
      onChange={onChange}
      className={styles.switch ?? ""}
    >
      <span className={styles.track} aria-hidden="true" />
    </AriaSwitch>
  );
}
