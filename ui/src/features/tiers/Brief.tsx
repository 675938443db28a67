/**
 * A figure of a table without its range: of a chance that is the error of the simulation, which is
 * said once for all of them. Why it is missing stands in its title, and once under the table.
 */

import type { Figure } from "../../api";
import { FigureText } from "../../shared";

export interface BriefProps {
  figure: Figure;
  /** What it is, for whoever cannot see the head of its column. */
  label: string;
}

export function Brief({ figure, label }: BriefProps) {
  if (figure.value === null) {
    return (
      <span title={figure.reason}>
        {figure.text}
        <span className="visually-hidden">{figure.reason}</span>
      </span>
    );
  }
  return <FigureText figure={figure} label={label} />;
}
