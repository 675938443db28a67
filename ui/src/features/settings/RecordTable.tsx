/** A table of records: each is opened by its name, and one can be added. */

import { type ReactNode, useState } from "react";
import { classes, LinkButton, Section } from "../../shared";
import styles from "./settings.module.css";

/** A column beside the name. */
export interface RecordColumn<T> {
  head: ReactNode;
  cell: (record: T) => ReactNode;
  numeric?: boolean;
  /** Less than the others. */
  muted?: boolean;
  className?: string | undefined;
}

export interface RecordTableProps<T> {
  title: string;
  /** One sentence on what they are. */
  lead?: string;
  records: readonly T[];
  /** What chooses which of them are shown. */
  filter?: ReactNode;
  /** What stands below the table, such as the way to further ones. */
  foot?: ReactNode;
  /** What is said where there are none. */
  none?: string | undefined;
  keyOf: (record: T) => string;
  nameHead: string;
  nameOf: (record: T) => string;
  columns: readonly RecordColumn<T>[];
  /** What a new one begins as; missing where none can be added. */
  blank?: T;
  addLabel?: string;
  /** The drawer of one that is opened. */
  form: (record: T, onClose: () => void) => ReactNode;
}

export function RecordTable<T>(props: RecordTableProps<T>) {
  const {
    title,
    lead,
    filter,
    foot,
    records,
    none,
    keyOf,
    nameHead,
    nameOf,
    columns,
    blank,
    addLabel,
  } = props;
  const [open, setOpen] = useState<T | null>(null);
  return (
    <Section
      title={title}
      aside={
        blank !== undefined && <LinkButton onPress={() => setOpen(blank)}>{addLabel}</LinkButton>
      }
    >
      {lead && <p className={styles.about}>{lead}</p>}
      {filter && <div className={styles.filter}>{filter}</div>}
      {records.length === 0 && none !== undefined ? (
        <p className="muted">{none}</p>
      ) : (
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{nameHead}</th>
              {columns.map(({ head, numeric }, at) => (
                // Columns have no name of their own and never change places.
                // biome-ignore lint/suspicious/noArrayIndexKey: see above
                <th key={at} scope="col" className={numeric ? "num" : undefined}>
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {records.map((record) => (
              <tr key={keyOf(record)}>
                <th scope="row">
                  <LinkButton onPress={() => setOpen(record)}>{nameOf(record)}</LinkButton>
                </th>
                {columns.map(({ cell, numeric, muted, className }, at) => (
                  <td
                    // biome-ignore lint/suspicious/noArrayIndexKey: see above
                    key={at}
                    className={classes(numeric && "num", muted && "muted", className)}
                  >
                    {cell(record)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {foot && <div className={styles.tableFoot}>{foot}</div>}
      {open !== null && props.form(open, () => setOpen(null))}
    </Section>
  );
}
