/** What a range that is being typed means: twenty equally likely values, to be counted. */

import { type EstimateEdit, useRpc } from "../../api";
import { classes } from "../../shared";
import styles from "./RangeDots.module.css";

/** Width of a dot in the units of the drawing, which is 24 dots wide. */
const DOT = 5;
const WIDE = 24;
/** Piles that are drawn without making the drawing higher. */
const HIGH = 6;

/** What is typed: with its own units where people write them. */
export type RangeUnit = "share" | "minutes" | "a-year" | "";

export interface RangeDotsProps {
  edit: EstimateEdit;
  unit?: RangeUnit;
  className?: string | undefined;
}

export function RangeDots({ edit, unit = "", className }: RangeDotsProps) {
  const isRange = edit.kind === "interval" || edit.kind === "three-point";
  const isWhole =
    isRange && edit.low !== "" && edit.high !== "" && (edit.kind === "interval" || edit.likely);
  const asked = { ...edit, means: "" };
  const { data } = useRpc("estimate.preview", { edit: asked, unit }, { enabled: Boolean(isWhole) });
  if (!isWhole || !data || data.dots.length === 0) {
    // The room is kept, so that nothing jumps under the hands of who types.
    return isRange ? <span className={classes(styles.dots, className)} /> : null;
  }
  const high = Math.max(data.height, HIGH);
  // Where piles grow too high, dots overlap as those of a chart do.
  const step = (HIGH * DOT) / high;
  return (
    <span className={classes(styles.dots, className)}>
      <svg
        viewBox={`0 0 ${(WIDE + 1) * DOT} ${HIGH * DOT + 2}`}
        role="img"
        aria-label={data.summary}
        preserveAspectRatio="xMinYMax meet"
      >
        <path d={`M0 ${HIGH * DOT + 1.5}H${(WIDE + 1) * DOT}`} className={styles.axis} />
        {data.dots.map(({ x, y }) => (
          <circle
            key={`${x} ${y}`}
            cx={(x * WIDE + 0.5) * DOT}
            cy={HIGH * DOT - (y * step + DOT / 2)}
            r={DOT / 2 - 0.4}
          />
        ))}
      </svg>
      <span aria-hidden="true">{data.middle}</span>
    </span>
  );
}
