/** The bar of an incident from start to end with its marks. */

import { useEffect, useRef, useState } from "react";
import type { TimelineMark } from "../../api";
import { m } from "../../messages";
import styles from "./IncidentPane.module.css";
import { placeMarks } from "./timeline";

/** px of a letter at 11 px, on the wide side: better a little space than words that touch. */
const LETTER = 6.1;
const ROW = 16;
const BAR = 10;
/** px between the bar and the nearest words. */
const CLEAR = 8;

export function Timeline({ marks }: { marks: readonly TimelineMark[] }) {
  const frame = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(592);
  useEffect(() => {
    const measured = frame.current;
    if (!measured || typeof ResizeObserver === "undefined") return;
    const observer = new ResizeObserver(() => setWidth(measured.clientWidth || 592));
    observer.observe(measured);
    return () => observer.disconnect();
  }, []);

  const placed = placeMarks(
    marks,
    width,
    (mark) => (mark.at.length + 1 + mark.label.length) * LETTER,
  );
  const above = Math.max(0, ...placed.map(({ row }) => -row));
  const below = Math.max(0, ...placed.map(({ row }) => row));
  const bar = above * ROW + CLEAR;
  const height = bar + BAR + CLEAR + below * ROW;
  const baseline = (row: number) =>
    row < 0 ? bar - CLEAR - (-row - 1) * ROW - 3 : bar + BAR + CLEAR + (row - 1) * ROW + 10;
  const said = marks.map(({ at, label }) => `${at} ${label}`).join(", ");

  return (
    <div ref={frame} className={styles.timeline}>
      <svg width={width} height={height} role="img" aria-label={`${m.incidents.timeline}. ${said}`}>
        <rect x="0" y={bar} width={width} height={BAR} fill="var(--chart-1)" />
        {placed.map(({ mark, at, left, row }) => {
          const x = Math.min(Math.max(at, 0.5), width - 0.5);
          const tip = row < 0 ? baseline(row) + 4 : baseline(row) - 10;
          return (
            <g key={`${mark.label} ${mark.at}`}>
              <path
                d={`M${x} ${Math.min(tip, bar - 5)}V${Math.max(tip, bar + BAR + 5)}`}
                stroke="var(--ink-muted)"
              />
              <text x={left} y={baseline(row)}>
                <tspan>{mark.at}</tspan> {mark.label}
              </text>
            </g>
          );
        })}
      </svg>
    </div>
  );
}
