/** The register: every risk with what is expected of it, ranked against an error budget. */

import type { RiskRow, Risks, State } from "../../api";
import { m } from "../../messages";
import { FigureStack, LinkButton, Section, StateChip, useMask } from "../../shared";
import { bare } from "./bare";
import styles from "./risks.module.css";

export interface RegisterProps {
  register: Risks;
  onOpen: (id: string) => void;
}

export function Register({ register, onOpen }: RegisterProps) {
  const words = m.risks;
  const { columns } = words;
  const mask = useMask();
  const { rows, target, budget, targetFrom } = register;
  return (
    <Section title={words.register} aside={words.heldAgainst(target, budget, targetFrom)}>
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

function Row({ row, onOpen }: { row: RiskRow; onOpen: (id: string) => void }) {
  const { columns, edit } = m.risks;
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
      <td className={`num ${styles.shareText}`}>{row.share}</td>
      <td className={styles.share}>
        {row.shareValue !== null && <ShareBar share={row.shareValue} />}
      </td>
      <td>
        <Verdict row={row} />
      </td>
    </tr>
  );
}

/** From worst to best; each with its word. */
function Verdict({ row }: { row: RiskRow }) {
  const words = m.risks;
  const [state, text]: [State, string] = row.problem
    ? ["unknown", words.notCounted]
    : row.breaksAlone
      ? ["over", words.breaksAlone]
      : row.tooBig
        ? ["warn", words.tooBig]
        : row.accepted
          ? ["ok", words.accepted]
          : ["unknown", words.notAccepted];
  return <StateChip state={state}>{text}</StateChip>;
}

const WIDTH = 100;
/** The bar ends at the whole budget; what goes beyond is marked, not drawn to scale. */
const QUARTER = 0.25;

/** A share of the budget, with the line above which a risk is too big. */
function ShareBar({ share }: { share: number }) {
  const end = Math.min(Math.max(share, 0), 1) * WIDTH;
  const isBig = share > QUARTER;
  return (
    <svg
      width="100%"
      height="12"
      viewBox={`0 0 ${WIDTH} 12`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <path d={`M0 6H${WIDTH}`} stroke="var(--chart-grid)" vectorEffect="non-scaling-stroke" />
      <rect
        x="0"
        y="3"
        width={Math.max(end, 0.5)}
        height="6"
        fill={isBig ? "var(--chart-2)" : "var(--chart-1)"}
      />
      <path
        d={`M${QUARTER * WIDTH} 0V12`}
        stroke="var(--ink)"
        strokeDasharray="2 2"
        vectorEffect="non-scaling-stroke"
      />
      {share > 1 && (
        <path
          d={`M${WIDTH} 0V12`}
          stroke="var(--ink)"
          strokeWidth="3"
          vectorEffect="non-scaling-stroke"
        />
      )}
    </svg>
  );
}
