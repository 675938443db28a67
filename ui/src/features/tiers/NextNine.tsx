/** Three against four: the table of what one more nine costs and saves, and where the least is. */

import type { Basis, Tiers } from "../../api";
import { m } from "../../messages";
import { BasisMark, classes, Section, useMask } from "../../shared";
import styles from "./tiers.module.css";

const BASES: readonly string[] = ["measured", "estimated", "assumed"] satisfies Basis[];

export function NextNine({ tiers }: { tiers: Tiers }) {
  const words = m.tiers;
  const mask = useMask();
  const { columns, rows } = tiers.nextNine;
  return (
    <Section title={words.nextNine}>
      {rows.length > 0 && (
        <div className={styles.scroll}>
          <table className={styles.next} aria-label={words.nextNine}>
            <thead>
              <tr>
                {columns[0] ? <th scope="col">{columns[0]}</th> : <td />}
                {columns.slice(1).map((head, at) => (
                  <th key={head} scope="col" className={isBasis(rows, at + 1) ? undefined : "num"}>
                    {head}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map(([name = "", ...cells]) => (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  {cells.map((cell, at) => (
                    <td
                      // biome-ignore lint/suspicious/noArrayIndexKey: columns never change places
                      key={at}
                      className={classes(!BASES.includes(cell) && "num")}
                    >
                      {BASES.includes(cell) ? <BasisMark basis={cell as Basis} /> : mask(cell)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {tiers.nextNineSentence && <p className={styles.said}>{mask(tiers.nextNineSentence)}</p>}
      <Least optimum={tiers.optimum} />
    </Section>
  );
}

/** Whether a column says how its row came about. */
function isBasis(rows: readonly (readonly string[])[], at: number): boolean {
  return rows.some((row) => BASES.includes(row[at] ?? ""));
}

/** Where loss and cost together are least, and how sure that is. */
function Least({ optimum }: Pick<Tiers, "optimum">) {
  const mask = useMask();
  if (!optimum) return null;
  return (
    <dl className={styles.verdicts}>
      <div>
        <dt>{m.tiers.optimum}</dt>
        <dd>
          <span className={styles.verdict}>{optimum.region}</span>
          <span className={styles.under}>{mask(optimum.chance || optimum.sentence)}</span>
        </dd>
      </div>
    </dl>
  );
}

/** What cannot be had, whatever is spent on the service itself. */
export function Ceilings({ ceilings }: Pick<Tiers, "ceilings">) {
  const words = m.tiers.ceilings;
  if (ceilings.length === 0) return null;
  return (
    <Section title={words.title}>
      <table className={styles.options} aria-label={words.title}>
        <thead>
          <tr>
            <th scope="col">{words.limit}</th>
            <th scope="col" className="num">
              {words.allows}
            </th>
          </tr>
        </thead>
        <tbody>
          {ceilings.map(({ name, allows, detail }) => (
            <tr key={name}>
              <th scope="row">
                {name}
                <span className={styles.under}>{detail}</span>
              </th>
              <td className="num strong">{allows}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}
