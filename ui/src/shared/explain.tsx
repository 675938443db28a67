/**
 * How a figure comes about. Any figure can open it: the drawer lies over whatever screen is
 * there, and the parts of it are used by screens that show it beside the figure.
 */

import { createContext, type ReactNode, use, useCallback, useState } from "react";
import { type Explanation, useRpc } from "../api";
import { m } from "../messages";
import { saysMoney, useMask } from "./amounts";
import { BasisMark } from "./BasisMark";
import { Drawer } from "./Dialog";
import { ErrorNote } from "./ErrorNote";
import styles from "./explain.module.css";
import { FigureText, joinUnit } from "./FigureText";
import { LinkButton } from "./LinkButton";
import { Section } from "./Section";
import { TextTable } from "./TextTable";

const ExplainContext = createContext<(key: string) => void>(() => {});

/** Opens the explanation of a figure by its key. */
export function useExplain(): (key: string) => void {
  return use(ExplainContext);
}

/** `window` as the screens' figures are about. */
export function ExplainProvider({ window, children }: { window: string; children: ReactNode }) {
  const [key, setKey] = useState<string | null>(null);
  const open = useCallback((next: string) => setKey(next), []);
  return (
    <ExplainContext value={open}>
      {children}
      <ExplainDrawer explainKey={key} window={window} onClose={() => setKey(null)} />
    </ExplainContext>
  );
}

interface ExplainDrawerProps {
  explainKey: string | null;
  window: string;
  onClose: () => void;
}

function ExplainDrawer({ explainKey, window, onClose }: ExplainDrawerProps) {
  const { data, error, isPlaceholderData } = useRpc(
    "explain",
    { key: explainKey ?? "", window },
    { enabled: explainKey !== null },
  );
  const explanation = isPlaceholderData ? undefined : data;
  return (
    <Drawer
      title={explanation?.title ?? m.common.explain.title}
      isOpen={explainKey !== null}
      onClose={onClose}
      width="wide"
      isText
    >
      {error && <ErrorNote error={error} />}
      {!error && !explanation && <p className="quiet">{m.common.loading}</p>}
      {!error && explanation && <ExplanationBody explanation={explanation} />}
    </Drawer>
  );
}

function ExplanationBody({ explanation }: { explanation: Explanation }) {
  return (
    <div className={styles.body}>
      <FigureText
        figure={{ ...explanation.figure, explain: "" }}
        label={explanation.title}
        size="headline"
        range
        basis
      />
      <Steps explanation={explanation} />
      <Inputs explanation={explanation} />
      <Rows explanation={explanation} />
      <Notes notes={explanation.notes} />
    </div>
  );
}

/** The formula and its steps, which end in the figure. */
export function Steps({ explanation }: { explanation: Explanation }) {
  const mask = useMask();
  const { formula, steps, figure } = explanation;
  // An amount is exact where it is inspected, so that it equals the end of its steps.
  const shown = saysMoney(figure.exact) ? figure.exact : joinUnit(figure.text, figure.unit);
  return (
    <Section title={m.common.explain.comesAbout(mask(shown))}>
      <p className={styles.formula}>{mask(formula)}</p>
      <dl className={styles.steps}>
        {steps.map((step, index) => (
          // Two steps may read alike; they never change places.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          <div key={index}>
            <dt>{mask(step.label)}</dt>
            <dd>{mask(step.value)}</dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}

/** What goes in, with where it is kept. */
export function Inputs({ explanation }: { explanation: Explanation }) {
  const mask = useMask();
  if (explanation.inputs.length === 0) return null;
  return (
    <Section title={m.common.explain.inputs}>
      <table className="small">
        <thead>
          <tr>
            <th scope="col">{m.common.explain.input}</th>
            <th scope="col" className="num">
              {m.common.explain.value}
            </th>
            <th scope="col">{m.common.explain.source}</th>
            <th scope="col">{m.common.explain.basis}</th>
          </tr>
        </thead>
        <tbody>
          {explanation.inputs.map((input) => (
            <tr key={`${input.label} ${input.source} ${input.value}`}>
              <td>{input.label}</td>
              <td className={styles.value}>{mask(input.value)}</td>
              <td className="muted nowrap">{input.source}</td>
              <td>
                <BasisMark basis={input.basis} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}

export interface RowsProps {
  explanation: Explanation;
  /** The first so many. */
  limit?: number;
  /** Shows all of them. */
  onMore?: () => void;
}

/** The rows behind the figure, as far as they are sent. */
export function Rows({ explanation, limit, onMore }: RowsProps) {
  const { rows, rowsNote } = explanation;
  if (rows.rows.length === 0) return null;
  const isCut = limit !== undefined && rows.rows.length > limit;
  const table = isCut ? { ...rows, rows: rows.rows.slice(0, limit) } : rows;
  return (
    <Section title={m.common.explain.rows} aside={rowsNote}>
      <TextTable table={table} label={m.common.explain.rows} amounts small />
      {isCut && onMore && <LinkButton onPress={onMore}>{m.common.explain.more}</LinkButton>}
    </Section>
  );
}

/** What to know about it. */
export function Notes({ notes }: { notes: readonly string[] }) {
  const mask = useMask();
  if (notes.length === 0) return null;
  return (
    <Section title={m.common.explain.notes}>
      <ul className={styles.notes}>
        {notes.map((note) => (
          <li key={note}>{mask(note)}</li>
        ))}
      </ul>
    </Section>
  );
}
