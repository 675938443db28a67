/** Risks that past incidents suggest: looked at, then taken into the register by a person. */

import { useState } from "react";
import { useCommand, useRpc } from "../../api";
import { count, m } from "../../messages";
import { Button, Checkbox, ErrorNote, FigureStack, LinkButton, Section } from "../../shared";
import { useUndoToast } from "../history";
import { bare } from "./bare";
import styles from "./risks.module.css";

/** As many as are looked through at one go. */
const FIRST = 10;

export function Suggestions() {
  const words = m.risks;
  const { columns } = words;
  const { data, error, refetch } = useRpc("risks.suggest", {});
  const accept = useCommand("risks.accept");
  const said = useUndoToast();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [isAll, setAll] = useState(false);
  if (error) return <ErrorNote error={error} onRetry={() => void refetch()} />;
  if (!data) return <p className="quiet">{m.common.loading}</p>;

  const rows = isAll ? data.rows : data.rows.slice(0, FIRST);
  const keys = rows.map(({ key }) => key);
  // What was taken is no suggestion any more.
  const taken = keys.filter((key) => chosen.has(key));
  const choose = (some: readonly string[], on: boolean) =>
    setChosen((now) => {
      const next = new Set(now);
      for (const key of some) on ? next.add(key) : next.delete(key);
      return next;
    });
  return (
    <Section
      title={words.suggestions}
      aside={keys.length > 0 && words.suggestionsOpen(data.rows.length, count(data.rows.length))}
    >
      {accept.error && <ErrorNote error={accept.error} />}
      {keys.length === 0 ? (
        <p className="muted">{words.noSuggestions}</p>
      ) : (
        <>
          <div className={styles.scroll}>
            <table className={styles.register} aria-label={words.suggestions}>
              <thead>
                <tr>
                  <th scope="col">
                    <Checkbox
                      isSelected={taken.length === keys.length}
                      onChange={(on) => choose(keys, on)}
                    >
                      <span className="visually-hidden">{words.chooseAll}</span>
                    </Checkbox>
                  </th>
                  <th scope="col">{words.suggestionColumns.cause}</th>
                  <th scope="col">{words.suggestionColumns.evidence}</th>
                  <th scope="col" className="num">
                    {columns.frequency}
                  </th>
                  <th scope="col" className="num">
                    {columns.duration}
                  </th>
                  <th scope="col" className="num">
                    {columns.users}
                  </th>
                  <th scope="col" className="num">
                    {columns.minutes}
                  </th>
                  <th scope="col" className="num">
                    {words.suggestionColumns.withIt}
                  </th>
                </tr>
              </thead>
              <tbody>
                {rows.map((row) => (
                  <tr key={row.key}>
                    <td>
                      <Checkbox
                        isSelected={chosen.has(row.key)}
                        onChange={(on) => choose([row.key], on)}
                      >
                        <span className="visually-hidden">{words.choose(row.name)}</span>
                      </Checkbox>
                    </td>
                    <th scope="row" className={styles.name}>
                      {row.name}
                      <span className={styles.under}>
                        {[row.service, row.cause].filter(Boolean).join(" · ")}
                      </span>
                    </th>
                    <td className="muted">
                      {row.evidence}
                      {row.sameAs && (
                        <span className={styles.under}>{words.poolsWith(row.sameAs)}</span>
                      )}
                    </td>
                    <td className="num">
                      <FigureStack
                        figure={bare(row.frequency)}
                        label={`${row.name}, ${columns.frequency}`}
                      />
                    </td>
                    <td className="num">
                      <FigureStack
                        figure={bare(row.duration)}
                        label={`${row.name}, ${columns.duration}`}
                      />
                    </td>
                    <td className="num">
                      <FigureStack
                        figure={bare(row.users)}
                        label={`${row.name}, ${columns.users}`}
                      />
                    </td>
                    <td className="num strong">
                      <FigureStack
                        figure={bare(row.minutes)}
                        label={`${row.name}, ${columns.minutes}`}
                      />
                    </td>
                    <td className="num">
                      <FigureStack
                        figure={bare(row.withIt)}
                        label={`${row.name}, ${words.suggestionColumns.withIt}`}
                      />
                      <span className={row.twice ? styles.twice : styles.under}>{row.reads}</span>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <div className={styles.accept}>
            <Button
              isDisabled={taken.length === 0}
              isPending={accept.isPending}
              onPress={() => accept.mutate({ args: { keys: taken } }, { onSuccess: said })}
            >
              {words.accept(taken.length, count(taken.length))}
            </Button>
            {rows.length < data.rows.length && (
              <LinkButton onPress={() => setAll(true)}>
                {words.allSuggestions(count(data.rows.length))}
              </LinkButton>
            )}
          </div>
        </>
      )}
      {keys.length > 0 && data.notes.length > 0 && (
        <ul className={styles.notes}>
          {data.notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
    </Section>
  );
}
