/** How long it takes to detect, acknowledge, mitigate and resolve, and whether that changed. */

import type { GroupRow, TimeMetric } from "../../api";
import { count, m } from "../../messages";
import { Chart, FigureStack, FigureText, Section, SegmentedControl, StateChip } from "../../shared";
import { useChoice } from "../address";
import styles from "./signs.module.css";

/** The stretch that the figures above the chart are about. */
const WINDOW = "rolling-90";

const METRICS = ["ttr", "ttd", "tta", "ttm"] as const;
/** As an incident goes through them. */
const IN_ORDER = ["ttd", "tta", "ttm", "ttr"] as const;

export interface TimelinesProps {
  times: readonly TimeMetric[];
  recoveries: readonly GroupRow[];
}

export function Timelines({ times, recoveries }: TimelinesProps) {
  const words = m.signs.times;
  const [metric, setMetric] = useChoice("metric", METRICS);
  return (
    <div className={styles.stack}>
      <Times times={times} />
      <div className={styles.columns}>
        <Chart
          key={metric}
          chart="times"
          window={WINDOW}
          scope={metric ?? ""}
          height={280}
          aside={
            <SegmentedControl
              label={words.metric}
              value={metric ?? ""}
              onChange={setMetric}
              options={IN_ORDER.map((id) => ({ id, label: words.metrics[id] }))}
            />
          }
        />
        <Recoveries recoveries={recoveries} />
      </div>
    </div>
  );
}

function Times({ times }: { times: readonly TimeMetric[] }) {
  const words = m.signs.times;
  const { columns } = words;
  const figures = ["median", "p90", "geometric"] as const;
  return (
    <Section title={words.title} aside={words.note}>
      {times.length === 0 ? (
        <p className="quiet">{words.none}</p>
      ) : (
        <div className={styles.scroll}>
          <table className={styles.table}>
            <thead>
              <tr>
                <th scope="col">{columns.metric}</th>
                {figures.map((name) => (
                  <th key={name} scope="col" className="num">
                    {columns[name]}
                  </th>
                ))}
                <th scope="col" className="num">
                  {columns.before}
                </th>
                <th scope="col">{columns.change}</th>
              </tr>
            </thead>
            <tbody>
              {times.map((time) => (
                <tr key={time.key}>
                  <th scope="row">
                    {time.label}
                    <span className={styles.under}>{known(time)}</span>
                  </th>
                  {figures.map((name) => (
                    <td key={name} className={name === "median" ? "num strong" : "num"}>
                      <FigureStack figure={time[name]} label={`${time.label}, ${columns[name]}`} />
                    </td>
                  ))}
                  <td className="num">{time.before || "—"}</td>
                  <td className={styles.change}>
                    <StateChip state={time.state}>{time.verdict}</StateChip>
                    {time.needed && <p>{time.needed}</p>}
                    {time.changePoint && <p>{time.changePoint}</p>}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Section>
  );
}

function known({ known, missing }: TimeMetric): string {
  const words = m.signs.times;
  return missing > 0 ? words.known(count(known), count(missing)) : words.all(count(known));
}

function Recoveries({ recoveries }: { recoveries: readonly GroupRow[] }) {
  const words = m.signs.times;
  const columns = words.recovery;
  return (
    <Section title={words.recoveries}>
      {recoveries.length === 0 ? (
        <p className="quiet">{words.noRecoveries}</p>
      ) : (
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{columns.kind}</th>
              <th scope="col" className="num">
                {columns.count}
              </th>
              <th scope="col" className="num">
                {columns.share}
              </th>
              <th scope="col" className="num">
                {columns.median}
              </th>
              <th scope="col" className="num">
                {columns.p90}
              </th>
            </tr>
          </thead>
          <tbody>
            {recoveries.map((group) => (
              <tr key={group.label}>
                <th scope="row">{group.label}</th>
                <td className="num">{count(group.count)}</td>
                <td className="num">{group.share || "—"}</td>
                {(["median", "p90"] as const).map((name) => (
                  <td key={name} className="num">
                    <FigureText
                      figure={{ ...group[name], reason: "" }}
                      label={`${group.label}, ${columns[name]}`}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Section>
  );
}
