/** Which set of techniques for each budget, and whether to mend the rate or the repair time. */

import type { FrontierRow, Tiers } from "../../api";
import { m } from "../../messages";
import { LinkButton, Section, useMask } from "../../shared";
import { bare } from "../risks";
import { Brief } from "./Brief";
import styles from "./tiers.module.css";
import type { Switches } from "./useSwitches";

export interface FrontierProps {
  tiers: Tiers;
  switches: Switches;
}

export function Frontier({ tiers, switches }: FrontierProps) {
  const words = m.tiers.frontier;
  const { columns } = words;
  const mask = useMask();
  if (tiers.frontier.length === 0) return null;
  return (
    <Section title={words.title} aside={mask(tiers.nextAmount)}>
      <div className={styles.ledger}>
        <table className={styles.options} aria-label={words.title}>
          <thead>
            <tr>
              <th scope="col">{columns.set}</th>
              {(["cost", "avoided", "met"] as const).map((name) => (
                <th key={name} scope="col" className="num">
                  {columns[name]}
                </th>
              ))}
              <th scope="col">
                <span className="visually-hidden">{words.use}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {tiers.frontier.map((row) => (
              <Member key={row.ids.join()} row={row} tiers={tiers} switches={switches} />
            ))}
          </tbody>
        </table>
      </div>
      {tiers.frontierNote && <p className={styles.said}>{mask(tiers.frontierNote)}</p>}
    </Section>
  );
}

function Member({ row, tiers, switches }: FrontierProps & { row: FrontierRow }) {
  const words = m.tiers.frontier;
  const name = row.techniques.join(", ");
  const isInForce = tiers.techniques.every(({ id }) => switches.isOn(id) === row.ids.includes(id));
  return (
    <tr aria-current={isInForce || undefined}>
      <th scope="row" className={styles.set}>
        {name}
      </th>
      {(["cost", "avoided", "met"] as const).map((column) => (
        <td key={column} className="num">
          <Brief figure={row[column]} label={`${name}, ${words.columns[column]}`} />
        </td>
      ))}
      <td className={styles.use}>
        {isInForce ? (
          <span className="quiet small">{words.inForce}</span>
        ) : (
          <LinkButton onPress={() => switches.setAll(row.ids)} aria-label={words.ofSet(name)}>
            {words.use}
          </LinkButton>
        )}
      </td>
    </tr>
  );
}

export function RateOrRepair({ tiers }: { tiers: Tiers }) {
  const words = m.tiers.rateOrRepair;
  const { serviceMinutes, ...named } = words.columns;
  const columns = tiers.service === "" ? { ...named, minutes: serviceMinutes } : named;
  if (tiers.rateOrRepair.length === 0) return null;
  return (
    <Section title={words.title}>
      <table className={styles.options} aria-label={words.title}>
        <thead>
          <tr>
            <td />
            {(["minutes", "met", "loss"] as const).map((name) => (
              <th key={name} scope="col" className="num">
                {columns[name]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {tiers.rateOrRepair.map((row) => (
            <tr key={row.label}>
              <th scope="row">{row.label}</th>
              {(["minutes", "met", "loss"] as const).map((name) => (
                <td key={name} className="num">
                  <Brief figure={bare(row[name])} label={`${row.label}, ${columns[name]}`} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}
