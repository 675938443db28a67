/** A choice from a long list by typing, optionally of words that are not in it. */

import { ChevronDown } from "lucide-react";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import {
  Button,
  ComboBox,
  Group,
  Input,
  ListBox,
  ListLayout,
  Popover,
  Virtualizer,
} from "react-aria-components";
import { m } from "../messages";
import { classes } from "./classes";
import styles from "./Field.module.css";
import { FieldFoot, FieldLabel, type FieldProps } from "./field";
import { type Option, OptionItem } from "./Select";

export interface ComboProps extends FieldProps {
  /** Id of the option chosen; with `allowsOther` also any text. */
  value: string;
  onChange: (value: string) => void;
  options: readonly Option[];
  /** Text that is no option is a value too. */
  allowsOther?: boolean;
  /** Enter takes what is chosen or typed and sends the form that the field stands in. */
  enterSubmits?: boolean;
  placeholder?: string;
}

export function Combo(props: ComboProps) {
  const { value, onChange, options, error, name, isDisabled } = props;
  const { allowsOther = false, enterSubmits = false } = props;
  const chosen = options.find(({ id }) => id === value);
  const shown = chosen?.label ?? (allowsOther ? value : "");
  const [text, setText] = useState(shown);
  useEffect(() => setText(shown), [shown]);
  const [start] = useState(value);

  // Opening shows every option; only typing narrows them.
  const isTyped = allowsOther ? !chosen && text !== start : text !== shown;
  const matches = useMemo(() => {
    const wanted = text.trim().toLocaleLowerCase();
    if (wanted === "" || !isTyped) return options;
    return options.filter(({ label, detail = "" }) =>
      `${label} ${detail}`.toLocaleLowerCase().includes(wanted),
    );
  }, [options, text, isTyped]);

  // A code that was typed in full is a choice, however the field is left, and so is what only one
  // option has. The list hears of the same key or blur after this and would put back what was
  // chosen before.
  const taken = useRef(false);
  const takeTyped = () => {
    const wanted = text.trim().toLocaleLowerCase();
    const whole = options.find(
      ({ id, label }) => id.toLocaleLowerCase() === wanted || label.toLocaleLowerCase() === wanted,
    );
    const only = isTyped && !allowsOther && wanted !== "" && matches.length === 1;
    const typed = whole ?? (only ? matches[0] : undefined);
    if (!typed || typed.id === value) return;
    setText(typed.label);
    onChange(typed.id);
    taken.current = true;
    queueMicrotask(() => {
      taken.current = false;
    });
  };

  // A field that was cleared begins again, with its list closed: it has no other way to be told.
  const [cleared, setCleared] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    if (cleared > 0) input.current?.focus();
  }, [cleared]);

  /** Typed, and neither chosen nor what was chosen before. */
  const isLoose = text !== "" && isTyped;

  return (
    <ComboBox
      key={cleared}
      inputValue={text}
      onInputChange={(typed) => {
        if (taken.current) return;
        setText(typed);
        if (allowsOther) onChange(typed);
      }}
      value={chosen ? value : null}
      onChange={(key) => {
        if (key === null || taken.current) return;
        // Together with the choice: text that changed later would open the list again.
        setText(options.find(({ id }) => id === key)?.label ?? "");
        onChange(String(key));
      }}
      onBlur={() => {
        takeTyped();
        if (!allowsOther && !taken.current) setText(shown);
      }}
      items={matches}
      menuTrigger="input"
      allowsCustomValue={allowsOther}
      allowsEmptyCollection
      data-field={name}
      isDisabled={isDisabled ?? false}
      isInvalid={Boolean(error)}
      validationBehavior="aria"
      className={classes(styles.field, Boolean(error) && styles.invalid)}
    >
      <FieldLabel {...props} />
      <Group className={styles.control ?? ""}>
        <Input
          ref={input}
          placeholder={props.placeholder}
          autoComplete="off"
          spellCheck={false}
          // What is typed takes the place of what was chosen. The focus comes back while one types.
          onFocus={(event) => !isTyped && event.currentTarget.select()}
          onKeyDownCapture={(event) => {
            const isOnOption = event.currentTarget.hasAttribute("aria-activedescendant");
            if ((event.key === "Tab" || event.key === "Enter") && !isOnOption) {
              takeTyped();
              if (event.key === "Enter" && isLoose && !allowsOther && !taken.current) {
                // Nothing is chosen by it: several options have this text, or none. It would put
                // back what was chosen before, as if that had been meant.
                event.preventDefault();
                event.stopPropagation();
                return;
              }
            }
            if (event.key === "Escape" && isLoose) {
              // The text goes first; the next Esc closes what the field stands in.
              event.preventDefault();
              event.stopPropagation();
              setText(allowsOther ? start : shown);
              if (allowsOther) onChange(start);
              setCleared((now) => now + 1);
            }
            const { form } = event.currentTarget;
            if (event.key === "Enter" && enterSubmits && !event.nativeEvent.isComposing && form) {
              // The list takes the key for itself, whether it is open or not. What is chosen by it
              // is drawn by then.
              event.preventDefault();
              setTimeout(() => form.requestSubmit());
            }
          }}
        />
        <Button className={styles.opener ?? ""} aria-label={m.common.showOptions(props.label)}>
          <ChevronDown aria-hidden />
        </Button>
      </Group>
      <FieldFoot {...props} />
      <Popover className={styles.popover ?? ""} offset={4}>
        <Virtualizer layout={ListLayout} layoutOptions={{ rowHeight: 28 }}>
          <ListBox
            className={styles.list ?? ""}
            items={matches}
            renderEmptyState={() => <div className={styles.none}>{m.common.noOptions}</div>}
          >
            {(option: Option) => <OptionItem option={option} />}
          </ListBox>
        </Virtualizer>
      </Popover>
    </ComboBox>
  );
}
