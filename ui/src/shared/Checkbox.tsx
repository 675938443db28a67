/** A yes or no. */

import { Check } from "lucide-react";
import type { ReactNode } from "react";
import { Checkbox as AriaCheckbox } from "react-aria-components";
import styles from "./Field.module.css";

export interface CheckboxProps {
  children: ReactNode;
  isSelected: boolean;
  onChange: (isSelected: boolean) => void;
  isDisabled?: boolean;
  name?: string;
}

export function Checkbox({ children, name, ...props }: CheckboxProps) {
  return (
    <AriaCheckbox {...props} data-field={name} className={styles.checkbox ?? ""}>
      {({ isSelected }) => (
        <>
          <span className={styles.box}>{isSelected && <Check strokeWidth={3} aria-hidden />}</span>
          <span>{children}</span>
        </>
      )}
    </AriaCheckbox>
  );
}
