/** The first figure without any data: a minute's cost from three typed numbers. */

import { useDeferredValue, useState } from "react";
import { type QuickCostArgs, useRpc, useStatus } from "../../api";
import { m } from "../../messages";
import { ErrorNote, FigureText, fieldErrors, Section, TextField, useMask } from "../../shared";
import styles from "./cost.module.css";

const FIELDS = ["revenueAYear", "people", "rate"] as const;
type Typed = Record<(typeof FIELDS)[number], string>;

const NOTHING: Typed = { revenueAYear: "", people: "", rate: "" };

/** What was typed about a workspace stays while the window is open: people look elsewhere and come back. */
const kept = new Map<string, Typed>();

const isField = (name: string): name is keyof Typed => name in NOTHING;

export function QuickCost({ currency }: { currency: string }) {
  const words = m.cost.quick;
  const mask = useMask();
  const workspace = useStatus()?.path ?? "";
  const [typed, setTyped] = useState(kept.get(workspace) ?? NOTHING);
  // Typing stays quick: the answer may come a moment later.
  const now = useDeferredValue(typed);
  const isEmpty = (name: keyof Typed) => now[name].trim() === "";
  const isFull = !FIELDS.some(isEmpty);
  // What is not typed yet is nothing, so that the core judges what is.
  const args: QuickCostArgs = {
    revenueAYear: isEmpty("revenueAYear") ? "0" : now.revenueAYear,
    people: isEmpty("people") ? "0" : now.people,
    rate: isEmpty("rate") ? "0" : now.rate,
    currency,
  };
  const { data, error } = useRpc("cost.quick", args, { enabled: !FIELDS.every(isEmpty) });
  const answer = isFull && !error ? data : undefined;
  // A number that is still being typed is not wrong yet.
  const [at, setAt] = useState("");
  const wrong = (name: keyof Typed) => (name === at ? undefined : fieldErrors(error)(name));
  const set = (name: keyof Typed) => (text: string) =>
    setTyped((before) => {
      const after = { ...before, [name]: text };
      kept.set(workspace, after);
      return after;
    });
  return (
    <Section title={words.title}>
      <p className="muted">{words.lead}</p>
      <div className={styles.quick}>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: it watches which field has the focus */}
        <div
          className={styles.inputs}
          onFocus={({ target }) => setAt(target.getAttribute("name") ?? "")}
          onBlur={() => setAt("")}
        >
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
            <p className="quiet">{isFull && error ? words.cannotRead : words.fill}</p>
          )}
          {error && !isField(error.field) && <ErrorNote error={error} />}
        </div>
      </div>
    </Section>
  );
}
