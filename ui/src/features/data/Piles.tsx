/**
 * Files of several kinds, as one list: what each was taken for, and what comes next. Beside it what
 * stands among them and is no table.
 */

import type { ReactNode } from "react";
import { m } from "../../messages";
import { classes, LinkButton } from "../../shared";
import type { ImportSession } from "./session";
import { isSeveral, openQuestions, pileAfter, type Wizard } from "./wizard";
import styles from "./wizard.module.css";

interface PilesProps {
  session: ImportSession;
  state: Wizard;
  /** Under the list: the way to other files. */
  children: ReactNode;
}

export function Piles({ session, state, children }: PilesProps) {
  const { queue } = state;
  if (!queue) return null;
  const { sentence, piles, notes } = queue.sorted;
  const words = m.data.piles;
  return (
    <section className={styles.piles} aria-label={words.name}>
      {isSeveral(state) && (
        <>
          <p>
            <strong>{sentence}</strong>
          </p>
          <ol>
            {piles.map(({ title, files, paths }, index) => {
              const is = index === queue.at ? "now" : (queue.was[index] ?? later(index, queue.at));
              return (
                <li
                  key={paths.join("\n")}
                  className={classes(is === "now" && styles.now)}
                  aria-current={is === "now" ? "step" : undefined}
                  title={paths.join("\n")}
                >
                  <span className={styles.stepNumber}>{index + 1}</span>
                  <span className={styles.pile}>{files}</span>
                  <span className={styles.pile}>{is === "now" ? titleNow(state) : title}</span>
                  <span className={classes(styles.pileState, is !== "now" && "muted")}>
                    {is === "now" ? words.now(openQuestions(state).length) : words.states[is]}
                  </span>
                  <span className={styles.pileAway}>
                    {is === "now" && pileAfter(state) && (
                      <LinkButton onPress={() => void session.next()}>{words.leaveOut}</LinkButton>
                    )}
                  </span>
                </li>
              );
            })}
          </ol>
          {children}
        </>
      )}
      {notes.length > 0 && (
        <div className={styles.warn}>
          <strong>{words.notes}</strong>
          <ul>
            {notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </div>
      )}
    </section>
  );
}

function later(index: number, at: number): "next" | "later" {
  return index === at + 1 ? "next" : "later";
}

/** What the files at hand were taken for, or were said to be where their header does not tell. */
function titleNow({ queue, kind }: Wizard): string {
  const pile = queue?.sorted.piles[queue.at];
  const said = pile?.kind === "" ? m.data.kinds[kind] : undefined;
  return said ?? pile?.title ?? "";
}

/** Which of several imports this is, over the steps. */
export function PileNow({ state }: { state: Wizard }) {
  const { queue, step } = state;
  const pile = queue?.sorted.piles[queue.at];
  if (!queue || !pile || !isSeveral(state) || step === "file") return null;
  return (
    <strong className={styles.pileNow}>
      {m.data.piles.at(queue.at + 1, queue.sorted.piles.length, titleNow(state))}
    </strong>
  );
}
