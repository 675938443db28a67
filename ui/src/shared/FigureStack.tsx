/** A figure of a table with its range under it; of a missing one, why it is missing. */

import type { Figure } from "../api";
import styles from "./Figure.module.css";
import { FigureText, useShownFigure } from "./FigureText";

export interface FigureStackProps {
  figure: Figure;
  /** What it is, for whoever cannot see the head of its column. */
  label: string;
  /** Stands under it in place of its range. */
  under?: string;
}

export function FigureStack({ figure, label, under }: FigureStackProps) {
  const { range } = useShownFigure(figure);
  const isMissing = figure.value === null;
  const words = isMissing ? figure.reason : (under ?? range);
  return (
    <>
      <FigureText figure={{ ...figure, reason: "" }} label={label} />
      {words && <span className={isMissing ? styles.why : styles.under}>{words}</span>}
    </>
  );
}
