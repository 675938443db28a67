/** Three nines against four: what one more costs and saves, and where the total is least. */

import type { Basis, TextTable, Tiers } from "../../api";
import { m } from "../../messages";
import { BasisMark, classes, Section, useMask } from "../../shared";
import styles from "./tiers.module.css";

const BASES: readonly string[] = ["measured", "estimated", "assumed"] satisfies Basis[];

/** The cheapest nines of the curve have the column after the first target. */
const CHEAPEST = 2;

/** What the core writes where something is missing. */
const NONE = "—";

export function NextNine({ tiers }: { tiers: Tiers }) {
  const words = m.tiers;
  const mask = useMask();
  const { nextNine, nextNineSentence, optimum } = tiers;
  return (
    <Section title={words.nextNine} aside={words.nextNineAbout}>
      {nextNine.rows.length > 0 ? (
        <>
          <Steps table={nextNine} />
          {nextNine.rows.some((cells) => cells[CHEAPEST] === NONE) && (
            <p className={classes(styles.under, styles.note)}>{words.cheapestAbout}</p>
          )}
        </>
      ) : (
        <p className="muted">{words.noNextNine}</p>
      )}
      {nextNineSentence && <p className={styles.said}>{mask(nextNineSentence)}</p>}
      <Least optimum={optimum} />
    </Section>
  );
}

function Steps({ table: { columns, rows } }: { table: TextTable }) {
  const mask = useMask();
  const difference = columns.length - 2;
  const look = (at: number) =>
    classes(
      at <= difference && "num",
      at === CHEAPEST && styles.best,
      at === difference && "strong",
    );
  return (
    <div className={styles.scroll}>
      <table className={styles.next} aria-label={m.tiers.nextNine}>
        <thead>
          <tr>
            <td />
            {columns.slice(1).map((head, index) => (
              <th key={head} scope="col" className={look(index + 1)}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([name = "", ...cells]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {cells.map((cell, index) => (
                <td
                  // biome-ignore lint/suspicious/noArrayIndexKey: columns never change places
                  key={index}
                  className={look(index + 1)}
                >
                  {BASES.includes(cell) ? (
                    <BasisMark basis={cell as Basis} />
                  ) : (
                    <Cell text={mask(cell)} />
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A figure with its range under it. */
function Cell({ text }: { text: string }) {
  const [, figure, range] = /^(.+?) \((.+)\)$/.exec(text) ?? [];
  if (figure === undefined) return text;
  return (
    <>
      {figure}
      <span className={styles.under}>{range}</span>
    </>
  );
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
