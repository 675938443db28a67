/** How demand grows, how incidents grow with it, and the phase that this amounts to. */

import type { Signs } from "../../api";
import { m } from "../../messages";
import { Chart, Section, TileStrip, useMask } from "../../shared";
import { Phase } from "./Phase";
import styles from "./signs.module.css";

export function Growth({ signs }: { signs: Signs }) {
  const words = m.signs.growth;
  const mask = useMask();
  return (
    <>
      {signs.growth.length > 0 && <TileStrip tiles={signs.growth} label={words.figures} />}
      <div className={styles.stack}>
        <div className={styles.halves}>
          <Chart chart="demand" height={280} />
          <Chart chart="growthSlope" height={280} />
        </div>
        {signs.growthNotes.length > 0 && (
          <Section title={words.notes}>
            <ul className={styles.notes}>
              {signs.growthNotes.map((note) => (
                <li key={note}>{mask(note)}</li>
              ))}
            </ul>
          </Section>
        )}
        {signs.phase.questions.length > 0 && <Phase phase={signs.phase} />}
      </div>
    </>
  );
}
