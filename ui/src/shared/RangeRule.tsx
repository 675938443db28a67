/** The line from low to high with a tick at the value: an error bar without its chart. */

import type { Rule } from "../api";
import styles from "./Figure.module.css";

/** Width of the drawing's own coordinates; it is stretched to its column. */
const WIDTH = 220;

export function RangeRule({ rule }: { rule: Rule }) {
  const at = (position: number) => Math.min(Math.max(position, 0), 1) * WIDTH;
  const end = at(rule.over ?? rule.to);
  // A tick on the very edge would be cut in half.
  const tick = Math.min(Math.max(at(rule.tick), 1), WIDTH - 1);
  return (
    <svg
      className={styles.rule}
      height="14"
      viewBox={`0 0 ${WIDTH} 14`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <path d={`M0 7H${WIDTH}`} stroke="var(--chart-grid)" />
      <path d={`M${at(rule.from)} 7H${end}`} stroke="var(--ink-muted)" strokeWidth="3" />
      {rule.over !== null && (
        <path d={`M${end} 7H${at(rule.to)}`} stroke="var(--state-over)" strokeWidth="3" />
      )}
      <path d={`M${tick} 1V13`} stroke="var(--ink)" strokeWidth="2" />
    </svg>
  );
}
