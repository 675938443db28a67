/** Three nines against four: what one more costs and saves, and where the total is least. */

import type { NextNine as Step, Tiers } from "../../api";
import { m } from "../../messages";
import { BasisMark, classes, FigureText, Section, useMask } from "../../shared";
import { Brief } from "./Brief";
import styles from "./tiers.module.css";

/** The cheapest nines of the curve have the column after the first target. */
const CHEAPEST = 1;
/** The difference has the last one. */
const DIFFERENCE = 3;

const look = (at: number) =>
  classes("num", at === CHEAPEST && styles.best, at === DIFFERENCE && "strong");

export function NextNine({ tiers }: { tiers: Tiers }) {
  const words = m.tiers;
  const mask = useMask();
  const { nextNine, optimum } = tiers;
  return (
    <Section title={words.nextNine} aside={words.nextNineAbout}>
      {nextNine.rows.length > 0 ? (
        <>
          <Steps step={nextNine} />
          {nextNine.rows.some(({ cells }) => cells[CHEAPEST]?.value === null) && (
            <p className={classes(styles.under, styles.note)}>{words.cheapestAbout}</p>
          )}
        </>
      ) : (
        <p className="muted">{words.noNextNine}</p>
      )}
      {nextNine.sentence && <p className={styles.said}>{mask(nextNine.sentence)}</p>}
      <Least optimum={optimum} />
    </Section>
  );
}

function Steps({ step: { columns, rows } }: { step: Step }) {
  const mask = useMask();
  return (
    <div className={styles.scroll}>
      <table className={styles.next} aria-label={m.tiers.nextNine}>
        <thead>
          <tr>
            <td />
            {columns.map((head, index) => (
              <th key={head} scope="col" className={look(index)}>
                {head}
              </th>
            ))}
            <th scope="col">{m.tiers.options.columns.basis}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ label, cells, basis }) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              {cells.map((figure, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: columns never change places
                <td key={index} className={look(index)}>
                  {figure && (
                    <>
                      <Brief
                        figure={{ ...figure, unit: "" }}
                        label={`${label}, ${columns[index] ?? ""}`}
                      />
                      {figure.range && <span className={styles.under}>{mask(figure.range)}</span>}
                    </>
                  )}
                </td>
              ))}
              <td>
                <BasisMark basis={basis} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
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
          <span className={styles.verdict}>
            <FigureText figure={optimum.figure} label={m.tiers.optimum} />
          </span>
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
              <td className="num strong">
                <FigureText figure={{ ...allows, unit: "" }} label={name} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}
