/** Files of several kinds: what they are told to be, and which of them is at hand. */

import { m } from "../../messages";
import { classes, LinkButton } from "../../shared";
import type { ImportSession } from "./session";
import { pileAfter, type Wizard } from "./wizard";
import styles from "./wizard.module.css";

export function Piles({ session, state }: { session: ImportSession; state: Wizard }) {
  const { queue } = state;
  if (!queue) return null;
  const { sentence, piles, notes } = queue.sorted;
  const words = m.data.piles;
  return (
    <section className={styles.piles} aria-label={words.name}>
      {piles.length > 1 && (
        <>
          <p>
            <strong>{sentence}</strong>
          </p>
          <ol>
            {piles.map(({ title, files, paths }, index) => {
              const now = index === queue.at;
              const is = now ? "now" : (queue.was[index] ?? "later");
              return (
                <li
                  key={paths.join("\n")}
                  className={classes(now && styles.now)}
                  aria-current={now ? "step" : undefined}
                  title={paths.join("\n")}
                >
                  <span className={styles.stepNumber}>{index + 1}</span>
                  <span className={styles.pile}>
                    {title}
                    <span className="muted">{files}</span>
                  </span>
                  <span className="muted">{words.states[is]}</span>
                  {now && pileAfter(state) && (
                    <LinkButton onPress={() => void session.next()}>{words.leaveOut}</LinkButton>
                  )}
                </li>
              );
            })}
          </ol>
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

/** Which of several imports this is, over the steps. */
export function PileNow({ state: { queue, step } }: { state: Wizard }) {
  const pile = queue?.sorted.piles[queue.at];
  if (!queue || !pile || queue.sorted.piles.length < 2 || step === "file") return null;
  return (
    <strong className={styles.pileNow}>
      {m.data.piles.now(queue.at + 1, queue.sorted.piles.length, pile.title)}
    </strong>
  );
}
