/** The register: every risk with what is expected of it, ranked against an error budget. */

import type { RiskRow, Risks, RisksArgs } from "../../api";
import { m } from "../../messages";
import { FigureStack, LinkButton, Section, useMask } from "../../shared";
import { bare } from "./bare";
import { RegisterGrid } from "./RegisterGrid";
import styles from "./risks.module.css";
import { ShareBar } from "./ShareBar";
import { Verdict } from "./Verdict";

/** Risks up to which all of them are drawn, each with its ranges. */
export const DRAWN = 200;

export interface RegisterProps {
  register: Risks;
  /** Which register it is. */
  of: RisksArgs;
  onOpen: (id: string) => void;
}

export function Register({ register, of, onOpen }: RegisterProps) {
  const words = m.risks;
  const mask = useMask();
  const { rows, total, target, budget, targetFrom } = register;
  return (
    <Section title={words.register} aside={words.heldAgainst(target, budget, targetFrom)}>
      {total > rows.length ? (
        <RegisterGrid of={of} onOpen={onOpen} />
      ) : (
        <Table rows={rows} onOpen={onOpen} />
      )}
      <p className={styles.help}>{words.mark}</p>
      {register.notes.length > 0 && (
        <ul className={styles.notes}>
          {register.notes.map((note) => (
            <li key={note}>{mask(note)}</li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function Table({ rows, onOpen }: { rows: readonly RiskRow[]; onOpen: (id: string) => void }) {
  const words = m.risks;
  const { columns } = words;
  return (
    <div className={styles.scroll}>
      <table className={styles.register} aria-label={words.register}>
        <thead>
          <tr>
            <th scope="col">{columns.risk}</th>
            <th scope="col">{columns.source}</th>
            <th scope="col" className="num">
              {columns.frequency}
            </th>
            <th scope="col" className="num">
              {columns.duration}
            </th>
            <th scope="col" className="num">
              {columns.users}
            </th>
            <th scope="col" className="num">
              {columns.minutes}
            </th>
            <th scope="col" className="num">
              {columns.loss}
            </th>
            <th scope="col" colSpan={2} className={styles.shareHead}>
              {columns.share}
            </th>
            <th scope="col">{columns.verdict}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.id} row={row} onOpen={onOpen} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ row, onOpen }: { row: RiskRow; onOpen: (id: string) => void }) {
  const words = m.risks;
  const { columns, edit } = words;
  const named = (what: string) => `${row.name}, ${what}`;
  return (
    <tr>
      <th scope="row" className={styles.name}>
        <LinkButton onPress={() => onOpen(row.id)} aria-label={edit(row.name)}>
          {row.name}
        </LinkButton>
        <span className={styles.under}>
          {[row.service, row.category, row.group].filter(Boolean).join(" · ")}
        </span>
        {row.problem && <span className={styles.problem}>{row.problem}</span>}
      </th>
      <td className="muted">{row.source}</td>
      <td className="num">
        <FigureStack figure={bare(row.frequency)} label={named(columns.frequency)} />
      </td>
      <td className="num">
        <FigureStack figure={bare(row.duration)} label={named(columns.duration)} />
      </td>
      <td className="num">
        <FigureStack figure={bare(row.users)} label={named(columns.users)} />
      </td>
      <td className="num strong">
        <FigureStack figure={bare(row.minutes)} label={named(columns.minutes)} />
      </td>
      <td className="num">
        <FigureStack figure={bare(row.loss)} label={named(columns.loss)} />
      </td>
      <td className={`num ${styles.shareText}`}>
        {row.share}
        {row.shareOf && <span className={styles.under}>{words.shareOf(row.shareOf)}</span>}
      </td>
      <td className={styles.share}>
        {row.shareValue !== null && <ShareBar share={row.shareValue} />}
      </td>
      <td>
        <Verdict row={row} />
      </td>
    </tr>
  );
}
