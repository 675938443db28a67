/** One line of text, or several. Also takes numbers: the core reads them, in any locale. */

import type { ReactNode } from "react";
import { TextField as AriaTextField, Group, Input, TextArea } from "react-aria-components";
import { classes } from "./classes";
import styles from "./Field.module.css";
import { FieldFoot, FieldLabel, type FieldProps } from "./field";

export interface TextFieldProps extends FieldProps {
  value: string;
  onChange: (value: string) => void;
  placeholder?: string;
  /** Several lines. */
  multiline?: boolean;
  /** Figures stand on the right. */
  numeric?: boolean;
  /** Small and quiet at the end of the control: `/h`, `min`. */
  unit?: ReactNode;
  type?: "text" | "search" | "date";
  isRequired?: boolean;
  autoFocus?: boolean;
  onKeyDown?: (event: React.KeyboardEvent) => void;
  /** The field is left. */
  onBlur?: () => void;
  inputRef?: React.Ref<HTMLInputElement>;
}

export function TextField(props: TextFieldProps) {
  const { value, onChange, error, name, isDisabled, isRequired, autoFocus, type = "text" } = props;
  return (
    <AriaTextField
      value={value}
      onChange={onChange}
      type={type}
      data-field={name}
      isDisabled={isDisabled ?? false}
      isRequired={isRequired ?? false}
      isInvalid={Boolean(error)}
      validationBehavior="aria"
      // Only where a person just asked for this field, as in a drawer that opened.
      autoFocus={autoFocus ?? false}
      className={classes(
        styles.field,
        Boolean(error) && styles.invalid,
        props.numeric && styles.number,
      )}
    >
      <FieldLabel {...props} />
      {props.multiline ? (
        <TextArea className={styles.area} placeholder={props.placeholder} rows={3} />
      ) : (
        <Group className={styles.control ?? ""}>
          <Input
            ref={props.inputRef}
            placeholder={props.placeholder}
            inputMode={props.numeric ? "decimal" : undefined}
            autoComplete="off"
            spellCheck={false}
            onKeyDown={props.onKeyDown}
            onBlur={props.onBlur}
          />
          {props.unit && <span className={styles.unit}>{props.unit}</span>}
        </Group>
      )}
      <FieldFoot {...props} />
    </AriaTextField>
  );
}
