/** How forecasts did, and how much whose word counts in a pool. */

import { useRpc } from "../../api";
import { m } from "../../messages";
import { ErrorNote, Section, TextTable } from "../../shared";
import styles from "./score.module.css";

/** Nothing where no forecast can be scored yet. */
export function Scores() {
  const words = m.score;
  const { data, error } = useRpc("scores", {});
  if (error) return <ErrorNote error={error} />;
  if (!data || data.forecasts.length === 0) return null;
  const people = {
    columns: [...words.people],
    rows: data.people.map((one) => [
      one.name,
      String(one.forecasts),
      one.brier,
      one.held,
      one.interval,
      one.weight,
    ]),
  };
  const forecasts = {
    columns: [...words.forecasts],
    rows: data.forecasts.map((one) => [
      one.risk,
      one.name,
      one.when,
      one.soFar,
      one.chance,
      one.came,
      one.brier,
      one.lengths,
    ]),
  };
  return (
    <Section title={words.title} aside={data.headline.lead}>
      <p className={styles.since}>{data.headline.sentence}</p>
      <div className={styles.tables}>
        <TextTable table={people} label={words.byPerson} />
        <TextTable table={forecasts} label={words.byForecast} />
      </div>
      <details className={styles.rejected}>
        <summary>{words.how}</summary>
        <ul className={styles.notes}>
          {data.notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      </details>
    </Section>
  );
}
