/** The incidents of a risk: suggested, confirmed and rejected by people, and what it learns. */

import { type MatchRow, useCommand, useRpc } from "../../api";
import { m } from "../../messages";
import { Button, ErrorNote, FigureText, LinkButton, Section, useMask } from "../../shared";
import { useUndoToast } from "../history";
import styles from "./score.module.css";

type Verdict = "confirmed" | "rejected" | "";

export function Matches({ risk }: { risk: string }) {
  const words = m.score;
  const { data, error } = useRpc("risk.matches", { id: risk });
  const done = useUndoToast();
  const save = useCommand("match.save");
  const learn = useCommand("risk.learn");
  const mutate = (incident: string, verdict: Verdict) =>
    save.mutate({ args: { risk, incident, verdict } }, { onSuccess: done });
  const failed = error ?? save.error ?? learn.error;
  if (!data) return failed ? <ErrorNote error={failed} /> : null;
  return (
    <Section title={words.matches} aside={data.summary}>
      {failed && <ErrorNote error={failed} />}
      <p className={styles.since}>{data.since}</p>
      <List
        title={words.suggested}
        rows={data.suggested}
        actions={[
          { label: words.confirm, run: (row) => mutate(row.incident, "confirmed") },
          { label: words.reject, run: (row) => mutate(row.incident, "rejected") },
        ]}
      />
      <List
        title={words.confirmed}
        rows={data.confirmed}
        actions={[{ label: words.takeBack, run: (row) => mutate(row.incident, "") }]}
      />
      {data.rejected.length > 0 && (
        <details className={styles.rejected}>
          <summary>{words.rejected(data.rejected.length)}</summary>
          <List
            title={words.rejectedTitle}
            rows={data.rejected}
            actions={[{ label: words.takeBack, run: (row) => mutate(row.incident, "") }]}
          />
        </details>
      )}
      <p className={styles.since}>{data.learning}</p>
      {data.after && (
        <div className={styles.learn}>
          <dl>
            <div>
              <dt>{words.before}</dt>
              <dd>
                <FigureText figure={data.before} />
              </dd>
            </div>
            <div>
              <dt>{words.after}</dt>
              <dd>
                <FigureText figure={data.after} />
              </dd>
            </div>
          </dl>
          <Button
            isPending={learn.isPending}
            onPress={() => learn.mutate({ args: { id: risk } }, { onSuccess: done })}
          >
            {words.learn}
          </Button>
        </div>
      )}
    </Section>
  );
}

interface ListProps {
  title: string;
  rows: readonly MatchRow[];
  actions: readonly { label: string; run: (row: MatchRow) => void }[];
}

function List({ title, rows, actions }: ListProps) {
  const mask = useMask();
  if (rows.length === 0) return null;
  return (
    <div className={styles.list}>
      <h3>{title}</h3>
      <ul>
        {rows.map((row) => (
          <li key={row.incident}>
            <div>
              <p>
                <strong>{row.label}</strong> {mask(row.title)}
              </p>
              <p className={styles.why}>
                {[row.when, row.lasted, row.why].filter(Boolean).join(" · ")}
              </p>
            </div>
            <div className={styles.actions}>
              {actions.map(({ label, run }) => (
                <LinkButton
                  key={label}
                  onPress={() => run(row)}
                  aria-label={`${label}: ${row.label}`}
                >
                  {label}
                </LinkButton>
              ))}
            </div>
          </li>
        ))}
      </ul>
    </div>
  );
}
