/** A table of texts from the core. A column that holds figures stands on its right edge. */

import type { TextTable as TextTableData } from "../api";
import { m } from "../messages";
import { useAmounts, useMask } from "./amounts";
import { classes } from "./classes";
import styles from "./Section.module.css";

export interface TextTableProps {
  table: TextTableData;
  /** Read out as the table's name. */
  label: string;
  /** All its bare figures are amounts, as in the table of a money chart. */
  amounts?: boolean;
  small?: boolean;
}

/** What begins like a figure: digits after a sign or currency, or the dash of a missing one. */
const FIGURE =
  /^(?:—|[−-]?(?:\p{Sc}|[A-Z]{3}\s)?\s?[−-]?\d[\d.,\s\u00a0\u202f]*(?:[%kMB×]|[\s\u00a0\u202f]?%|[\s\u00a0\u202f]?(?:min|h|d))?)$/u;

export function TextTable({ table, label, amounts = false, small = false }: TextTableProps) {
  const { hidden } = useAmounts();
  const mask = useMask();
  const figures = table.columns.map(
    (_, column) =>
      table.rows.length > 0 && table.rows.every((row) => FIGURE.test(row[column] ?? "")),
  );
  const shown = (text: string, column: number) =>
    hidden && amounts && figures[column] && text !== "" ? m.common.hiddenAmount : mask(text);
  return (
    <table className={styles.table} aria-label={label}>
      <thead>
        <tr>
          {table.columns.map((head, column) =>
            // Over the names of rows there may be nothing to say.
            head === "" ? (
              <td key={head} />
            ) : (
              <th key={head} scope="col" className={figures[column] ? "num" : undefined}>
                {head}
              </th>
            ),
          )}
        </tr>
      </thead>
      <tbody>
        {table.rows.map((row, index) => (
          // Rows have no identity of their own and are never rearranged in place.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          <tr key={index}>
            {table.columns.map((head, column) => (
              <td key={head} className={classes(figures[column] && "num", small && "small")}>
                {shown(row[column] ?? "", column)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
