/** What the loss depends on most, and what it would be worth to know it before choosing. */

import type { Tiers } from "../../api";
import { m } from "../../messages";
import { Chart, FigureStack, FigureText, Section, useMask } from "../../shared";
import styles from "./tiers.module.css";

/** As high as its rows need. */
const NATURAL = 0;

export function Tornado({ tiers, scope }: { tiers: Tiers; scope: string }) {
  const words = m.tiers.tornado;
  const { columns } = words;
  const mask = useMask();
  if (tiers.tornado.length === 0) return null;
  return (
    <div className={styles.halves}>
      <Chart chart="tornado" scope={scope} height={NATURAL} />
      <Section title={words.title} aside={words.about}>
        <div className={styles.scroll}>
          <table className={styles.options} aria-label={words.title}>
            <thead>
              <tr>
                <th scope="col">{columns.input}</th>
                <th scope="col" className="num">
                  {columns.atLow}
                </th>
                <th scope="col" className="num">
                  {columns.atHigh}
                </th>
                <th scope="col" className="num">
                  {columns.information}
                </th>
              </tr>
            </thead>
            <tbody>
              {tiers.tornado.map((row) => (
                <tr key={row.label}>
                  <th scope="row">
                    {row.label}
                    <span className={styles.under}>{mask(row.range)}</span>
                  </th>
                  <td className="num">{mask(row.atLow)}</td>
                  <td className="num">{mask(row.atHigh)}</td>
                  <td className="num">
                    <FigureStack
                      figure={row.information}
                      label={`${row.label}, ${columns.information}`}
                    />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        <p className={styles.said}>
          {words.foresight}{" "}
          <FigureText figure={tiers.foresight} label={words.foresight} size="inline" range basis />
        </p>
      </Section>
    </div>
  );
}
