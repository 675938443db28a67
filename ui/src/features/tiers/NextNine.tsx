/** Today, the best option and the highest one side by side; then where the total is least. */

import type { OptionRow, Tiers } from "../../api";
import { m } from "../../messages";
import { BasisMark, classes, FigureStack, Section, useMask } from "../../shared";
import { bare } from "../risks";
import { Brief } from "./Brief";
import styles from "./tiers.module.css";

/** From what is had to what it costs to what comes of it. */
const ROWS = [
  "availability",
  "met",
  "oneOff",
  "yearly",
  "loss",
  "avoided",
  "value",
  "pays",
] as const satisfies readonly (keyof OptionRow)[];

/** A range beside these is the simulation's own error. */
const CHANCES: readonly string[] = ["met", "pays"];

/** The figures that the decision is taken by. */
const DECIDE: readonly string[] = ["value", "pays"];

export function NextNine({ tiers }: { tiers: Tiers }) {
  const words = m.tiers;
  const mask = useMask();
  const { columns } = words.options;
  const { shown, best } = chosen(tiers.options);
  return (
    <Section title={words.nextNine} aside={words.nextNineAbout}>
      <div className={styles.scroll}>
        <table className={styles.next} aria-label={words.nextNine}>
          <thead>
            <tr>
              <td />
              {shown.map((option) => (
                <th
                  key={option.id}
                  scope="col"
                  className={classes("num", option === best && styles.best)}
                >
                  {option.name}
                </th>
              ))}
              <th scope="col">{columns.basis}</th>
            </tr>
          </thead>
          <tbody>
            {ROWS.map((row) => (
              <tr key={row} className={classes(DECIDE.includes(row) && "strong")}>
                <th scope="row">{columns[row]}</th>
                {shown.map((option) => {
                  const isBrief = option[row].value === null || CHANCES.includes(row);
                  const Shown = isBrief ? Brief : FigureStack;
                  return (
                    <td key={option.id} className={classes("num", option === best && styles.best)}>
                      <Shown
                        figure={bare(option[row])}
                        label={`${option.name}, ${columns[row]}`}
                        {...(row === "availability" && { under: option[row].unit })}
                      />
                    </td>
                  );
                })}
                <td>
                  <BasisMark basis={(best ?? shown[0])?.[row].basis ?? "missing"} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {tiers.nextNineSentence && <p className={styles.said}>{mask(tiers.nextNineSentence)}</p>}
      <Least optimum={tiers.optimum} />
    </Section>
  );
}

/** Doing nothing, the option of the largest net value, and the highest beside it. */
function chosen(options: readonly OptionRow[]): {
  shown: OptionRow[];
  best: OptionRow | undefined;
} {
  const least = Number.NEGATIVE_INFINITY;
  const real = options.filter(({ nothing, problem }) => !nothing && problem === "");
  const by = (name: "value" | "availability") =>
    [...real].sort((a, b) => (b[name].value ?? least) - (a[name].value ?? least));
  const [best] = by("value");
  const highest = by("availability").find((option) => option !== best);
  const shown = [options.find(({ nothing }) => nothing), best, highest];
  return { shown: shown.filter((option) => option !== undefined), best };
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
