/** What every field of a form has around its control. */

import type { ReactNode } from "react";
import { Label, Text } from "react-aria-components";
import { m } from "../messages";
import styles from "./Field.module.css";

/** What every field of a form can be told. */
export interface FieldProps {
  label: string;
  /** The label is read out only: where the column head or the place says it. */
  hideLabel?: boolean;
  /** One line under the control. */
  description?: ReactNode;
  /** What is wrong with the value. */
  error?: string | undefined;
  /** Says "optional" beside the label. */
  optional?: boolean;
  /** Name of the field in the wire type; an error about it brings the focus here. */
  name?: string;
  isDisabled?: boolean;
}

/** The name above a control. */
export function FieldLabel({ label, hideLabel, optional }: FieldProps) {
  return (
    <Label className={hideLabel ? "visually-hidden" : styles.label}>
      {label}
      {optional && <span className={styles.optional}>{m.common.optional}</span>}
    </Label>
  );
}

/** What stands under a control: what is wrong with it, else what it is for. */
export function FieldFoot({ description, error }: Pick<FieldProps, "description" | "error">) {
  if (error) {
    return (
      <Text slot="errorMessage" className={styles.error}>
        {error}
      </Text>
    );
  }
  if (description) {
    return (
      <Text slot="description" className={styles.description}>
        {description}
      </Text>
    );
  }
  return null;
}
