/** The first figure without any data: a minute's cost from three typed numbers. */

import { useDeferredValue, useState } from "react";
import { type QuickCostArgs, useRpc } from "../../api";
import { m } from "../../messages";
import { ErrorNote, FigureText, fieldErrors, Section, TextField, useMask } from "../../shared";
import styles from "./cost.module.css";

const FIELDS: readonly string[] = ["revenueAYear", "people", "rate"];

export function QuickCost({ currency }: { currency: string }) {
  const words = m.cost.quick;
  const mask = useMask();
  const [typed, setTyped] = useState({ revenueAYear: "", people: "", rate: "" });
  // Typing stays quick: the answer may come a moment later.
  const args: QuickCostArgs = useDeferredValue({ ...typed, currency });
  const isFull = FIELDS.every((name) => args[name as keyof QuickCostArgs].trim() !== "");
  const { data, error } = useRpc("cost.quick", args, { enabled: isFull });
  const answer = isFull && !error ? data : undefined;
  const wrong = fieldErrors(isFull ? error : null);
  const set = (name: keyof typeof typed) => (text: string) =>
    setTyped((now) => ({ ...now, [name]: text }));
  return (
    <Section title={words.title}>
      <p className="muted">{words.lead}</p>
      <div className={styles.quick}>
        <div className={styles.inputs}>
          <TextField
            label={words.revenue}
            name="revenueAYear"
            numeric
            unit={currency}
            description={words.suchAs("10,000,000")}
            value={typed.revenueAYear}
            onChange={set("revenueAYear")}
            error={wrong("revenueAYear")}
          />
          <TextField
            label={words.people}
            name="people"
            numeric
            description={words.suchAs("8")}
            value={typed.people}
            onChange={set("people")}
            error={wrong("people")}
          />
          <TextField
            label={words.rate}
            name="rate"
            numeric
            unit={`${currency}${words.perHour}`}
            description={words.suchAs("90")}
            value={typed.rate}
            onChange={set("rate")}
            error={wrong("rate")}
          />
        </div>
        <div className={styles.answer} aria-live="polite">
          <span className={styles.answerLabel}>{words.result}</span>
          {answer ? (
            <>
              <FigureText figure={answer.total} label={words.result} size="headline" basis />
              <dl>
                <div>
                  <dt>{words.revenuePart}</dt>
                  <dd>
                    <FigureText figure={answer.revenue} label={words.revenuePart} />
                  </dd>
                </div>
                <div>
                  <dt>{words.teamPart}</dt>
                  <dd>
                    <FigureText figure={answer.team} label={words.teamPart} />
                  </dd>
                </div>
              </dl>
              <p className={styles.formula}>{mask(answer.formula)}</p>
            </>
          ) : (
            <p className="quiet">{words.fill}</p>
          )}
          {isFull && error && !FIELDS.includes(error.field) && <ErrorNote error={error} />}
        </div>
      </div>
    </Section>
  );
}
