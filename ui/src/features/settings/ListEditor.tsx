/** A short list inside a form: a line for each entry, with its own removal, and one to add. */

import type { ReactNode } from "react";
import { m } from "../../messages";
import { CrossButton, LinkButton } from "../../shared";
import styles from "./settings.module.css";

export interface ListEditorProps<T> {
  title: string;
  help?: string;
  entries: readonly T[];
  /** What an entry is called: `Channel 2`. */
  nameOf: (entry: T, index: number) => string;
  line: (entry: T, index: number) => ReactNode;
  addLabel: string;
  onAdd: () => void;
  onRemove: (index: number) => void;
  /** What is wrong with the list as a whole. */
  error?: string | undefined;
}

export function ListEditor<T>(props: ListEditorProps<T>) {
  const { title, help, entries, nameOf, line, addLabel, onAdd, onRemove, error } = props;
  return (
    <fieldset className={styles.list}>
      <legend>{title}</legend>
      {help && <p className={styles.help}>{help}</p>}
      {error && (
        <p role="alert" className={styles.wrong}>
          {error}
        </p>
      )}
      {entries.map((entry, index) => (
        // An entry has no name of its own while it is typed; lines never change places.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <div key={index} className={styles.line}>
          {line(entry, index)}
          <CrossButton
            className={styles.remove}
            aria-label={m.settings.remove(nameOf(entry, index))}
            onPress={() => onRemove(index)}
          />
        </div>
      ))}
      <LinkButton onPress={onAdd}>{addLabel}</LinkButton>
    </fieldset>
  );
}
