/** A figure with its unit, range and basis, which opens how it comes about. */

import { Button } from "react-aria-components";
import type { Figure } from "../api";
import { m } from "../messages";
import { maskAmounts, saysMoney, useAmounts } from "./amounts";
import { BasisMark } from "./BasisMark";
import { classes } from "./classes";
import { useExplain } from "./explain";
import styles from "./Figure.module.css";

export interface FigureTextProps {
  figure: Figure;
  /** What it is, for whoever cannot see the head of its column. */
  label: string;
  /** `headline` large, `cell` in a table (the default), `inline` in a sentence. */
  size?: "headline" | "cell" | "inline";
  /** Which of its parts stand beside it. */
  range?: boolean;
  basis?: boolean;
  over?: boolean;
}

export function FigureText({
  figure,
  label,
  size = "cell",
  range = false,
  basis = false,
  over = false,
}: FigureTextProps) {
  const openExplanation = useExplain();
  const shown = useShownFigure(figure);
  const value = (
    <>
      <span className={classes(styles.value, over && "over-text")}>{shown.text}</span>
      {figure.unit && <span className={styles.unit}>{joinUnit("", figure.unit)}</span>}
    </>
  );
  return (
    <span className={classes(styles.figure, styles[size])} title={shown.title}>
      {figure.explain ? (
        <Button
          className={styles.open ?? ""}
          onPress={() => openExplanation(figure.explain)}
          aria-label={m.common.explain.open(`${label} ${shown.text} ${figure.unit}`.trim())}
        >
          {value}
        </Button>
      ) : (
        value
      )}
      {range && shown.range && (
        <span className={styles.range}>
          {shown.range}
          {size === "headline" && figure.rangeMeans && `, ${figure.rangeMeans}`}
        </span>
      )}
      {basis && <BasisMark basis={figure.basis} />}
      {figure.value === null && figure.reason && (
        <span className={styles.reason}>{figure.reason}</span>
      )}
    </span>
  );
}

/** A rate's unit touches its figure (`€110/min`), another keeps a space (`157 min`). */
export function joinUnit(figure: string, unit: string): string {
  return unit === "" || unit.startsWith("/") ? figure + unit : `${figure}\u00a0${unit}`;
}

/** The texts of a figure as they may be shown now. */
export function useShownFigure(figure: Figure) {
  const { hidden } = useAmounts();
  const money = hidden && saysMoney(`${figure.text} ${figure.exact}`);
  return {
    text: money ? maskAmounts(figure.text) : figure.text,
    // The range of an amount has no currency of its own to be known by.
    range: money && figure.range ? m.common.hiddenAmount : figure.range,
    title: money
      ? undefined
      : [figure.exact, figure.reason].filter(Boolean).join(" · ") || undefined,
  };
}
