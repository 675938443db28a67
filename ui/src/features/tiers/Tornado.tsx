/** What the worth of the option chosen hangs on, and what it would be worth to know before choosing. */

import type { ReactNode } from "react";
import type { Tiers } from "../../api";
import { m } from "../../messages";
import { Chart, FigureText, Section } from "../../shared";
import styles from "./tiers.module.css";

/** As high as its rows need. */
const NATURAL = 0;

export interface TornadoProps {
  tiers: Tiers;
  scope: string;
  /** Under what could be found out, beside the drawing. */
  children: ReactNode;
}

export function Tornado({ tiers, scope, children }: TornadoProps) {
  return (
    <div className={styles.halves}>
      <Chart chart="tornado" scope={scope} height={NATURAL} />
      <div className={styles.stack}>
        <WorthKnowing tiers={tiers} />
        {children}
      </div>
    </div>
  );
}

/** What could be found out, and what that is worth; of the rest, once, why it is not there. */
function WorthKnowing({ tiers }: { tiers: Tiers }) {
  const words = m.tiers.tornado;
  const { columns } = words;
  return (
    <Section title={words.title}>
      <p className={styles.foresight}>
        {words.foresight}{" "}
        <FigureText figure={tiers.foresight} label={words.foresight} size="inline" range basis />
      </p>
      {tiers.knowing.length > 0 && (
        <table className={styles.options} aria-label={words.title}>
          <thead>
            <tr>
              <th scope="col">{columns.input}</th>
              <th scope="col" className="num">
                {columns.information}
              </th>
            </tr>
          </thead>
          <tbody>
            {tiers.knowing.map(({ label, range, information }) => (
              <tr key={label}>
                <th scope="row">
                  {label}
                  <span className={styles.under}>{range}</span>
                </th>
                <td className="num strong">
                  <FigureText figure={information} label={`${label}, ${columns.information}`} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {tiers.knowingNote && <p className={styles.said}>{tiers.knowingNote}</p>}
    </Section>
  );
}
