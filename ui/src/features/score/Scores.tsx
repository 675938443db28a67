/** How forecasts did, and how much whose word counts in a pool. */

import { useState } from "react";
import { useRpc } from "../../api";
import { count, m } from "../../messages";
import { ErrorNote, LinkButton, Section, TextTable } from "../../shared";
import styles from "./score.module.css";

/** Forecasts that are listed before all are asked for. */
const FIRST = 12;

/** Nothing where no forecast can be scored yet. */
export function Scores() {
  const words = m.score;
  const { data, error } = useRpc("scores", {});
  const [isAll, setAll] = useState(false);
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
    rows: data.forecasts
      .slice(0, isAll ? undefined : FIRST)
      .map((one) => [
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
      {forecasts.rows.length < data.forecasts.length && (
        <LinkButton onPress={() => setAll(true)}>
          {words.allForecasts(count(data.forecasts.length))}
        </LinkButton>
      )}
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
