/** A choice from a short list. For a long one, or one that takes new words, see `Combo`. */

import { Check, ChevronDown } from "lucide-react";
import {
  Select as AriaSelect,
  Button,
  ListBox,
  ListBoxItem,
  Popover,
  SelectValue,
} from "react-aria-components";
import { classes } from "./classes";
import styles from "./Field.module.css";
import { FieldFoot, FieldLabel, type FieldProps } from "./field";

export interface Option {
  id: string;
  label: string;
  /** Small and quiet after the label. */
  detail?: string;
}

export interface SelectProps extends FieldProps {
  value: string;
  onChange: (id: string) => void;
  options: readonly Option[];
  placeholder?: string;
}

export function Select(props: SelectProps) {
  const { value, onChange, options, error, name, isDisabled, placeholder } = props;
  return (
    <AriaSelect
      value={value}
      onChange={(key) => onChange(String(key))}
      placeholder={placeholder ?? "—"}
      data-field={name}
      isDisabled={isDisabled ?? false}
      isInvalid={Boolean(error)}
      className={classes(styles.field, Boolean(error) && styles.invalid)}
    >
      <FieldLabel {...props} />
      <Button className={classes(styles.control, styles.select)}>
        <SelectValue className={styles.value ?? ""}>
          {({ selectedText, defaultChildren }) => selectedText || defaultChildren}
        </SelectValue>
        <ChevronDown aria-hidden />
      </Button>
      <FieldFoot {...props} />
      <Popover className={styles.popover ?? ""} offset={4}>
        <ListBox className={styles.list ?? ""} items={options}>
          {(option) => <OptionItem option={option} />}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}

/** A line of a list of options. */
export function OptionItem({ option }: { option: Option }) {
  return (
    <ListBoxItem id={option.id} textValue={option.label} className={styles.option ?? ""}>
      {({ isSelected }) => (
        <>
          <span className={styles.words}>{option.label}</span>
          {option.detail && <span className={styles.detail}>{option.detail}</span>}
          {isSelected ? (
            <Check className={styles.tick} aria-hidden />
          ) : (
            <span className={styles.tick} />
          )}
        </>
      )}
    </ListBoxItem>
  );
}
