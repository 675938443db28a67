/** What something cost, line by line, each bar starting where the one before ends. */

import type { CostLine } from "../../api";
import { m } from "../../messages";
import { Amount, BasisMark, classes, useMask } from "../../shared";
import styles from "./CostLines.module.css";

/** Width and height of a bar's drawing. */
const WIDTH = 132;
const HEIGHT = 26;

export interface CostLinesProps {
  lines: readonly CostLine[];
  total: CostLine;
  /** Key of the line that is explained beside it. */
  selected: string;
  onSelect: (line: CostLine) => void;
}

export function CostLines({ lines, total, selected, onSelect }: CostLinesProps) {
  return (
    <div className={styles.frame}>
      <table className={styles.lines} aria-label={m.incidents.whatItCost}>
        <thead>
          <tr>
            <th scope="col">{m.incidents.line}</th>
            <th scope="col" className={styles.bar}>
              <span className="visually-hidden">{m.incidents.bar}</span>
            </th>
            <th scope="col" className="num">
              {m.incidents.amount}
            </th>
            <th scope="col" className="num">
              {m.incidents.range}
            </th>
            <th scope="col">{m.incidents.basis}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line, index) => (
            <Line
              key={line.key}
              line={line}
              joins={[index > 0, index < lines.length - 1]}
              isSelected={line.key === selected}
              onSelect={onSelect}
            />
          ))}
          <Line line={total} isTotal isSelected={total.key === selected} onSelect={onSelect} />
        </tbody>
      </table>
    </div>
  );
}

interface LineProps {
  line: CostLine;
  /** Whether a joint leads from the line before, and to the one after. */
  joins?: readonly [boolean, boolean];
  isTotal?: boolean;
  isSelected: boolean;
  onSelect: (line: CostLine) => void;
}

function Line({ line, joins, isTotal = false, isSelected, onSelect }: LineProps) {
  const mask = useMask();
  const opens = line.explain !== "";
  return (
    // The whole row takes the pointer; the button in it takes the keyboard.
    <tr
      className={isTotal ? styles.total : undefined}
      data-selected={isSelected || undefined}
      onClick={() => opens && onSelect(line)}
    >
      <td>
        {opens ? (
          <button type="button" aria-pressed={isSelected} className={styles.name}>
            {line.label}
          </button>
        ) : (
          <span className={styles.name}>{line.label}</span>
        )}
        {line.detail && <span className={styles.how}>{mask(line.detail)}</span>}
      </td>
      <td className={styles.bar}>
        {joins?.[0] && <Joint at={line.from} half="upper" />}
        {joins?.[1] && <Joint at={line.to} half="lower" />}
        <Bar line={line} isTotal={isTotal} />
      </td>
      <td className="num">
        <Amount>{line.amount}</Amount>
      </td>
      <td className="num muted small">
        <Range range={line.range} />
      </td>
      <td>
        <BasisMark basis={line.basis} />
      </td>
    </tr>
  );
}

/** A range is an amount where it has digits; `exact` is a word. */
function Range({ range }: { range: string }) {
  return /\d/.test(range) ? <Amount>{range}</Amount> : range;
}

/** From the edge of the row to its bar: rows may be of any height. */
function Joint({ at, half }: { at: number; half: "upper" | "lower" }) {
  return (
    <span
      className={classes(styles.joint, styles[half])}
      style={{ marginLeft: at * WIDTH }}
      aria-hidden="true"
    />
  );
}

function Bar({ line, isTotal }: Pick<LineProps, "line" | "isTotal">) {
  const [left, right] = line.from <= line.to ? [line.from, line.to] : [line.to, line.from];
  const x = (position: number) => position * WIDTH;
  const width = Math.max(x(right - left), 1);
  // What lowers the cost is an outline.
  const lowers = line.to < line.from;
  const colour = isTotal ? "var(--chart-4)" : "var(--chart-1)";
  return (
    <svg width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
      <rect
        x={x(left)}
        y="7"
        width={width}
        height="12"
        fill={lowers ? "var(--surface)" : colour}
        stroke={lowers ? colour : "none"}
        strokeWidth="1.5"
      />
      {line.whisker && <Whisker whisker={line.whisker} bar={lowers ? null : [left, right]} />}
    </svg>
  );
}

/** From low to high; in the surface's colour where it lies on the bar. */
function Whisker({ whisker, bar }: { whisker: [number, number]; bar: [number, number] | null }) {
  const [low, high] = whisker.map((position) => position * WIDTH) as [number, number];
  const [start, end] = bar ? (bar.map((position) => position * WIDTH) as [number, number]) : [0, 0];
  const on = (position: number) => bar !== null && position > start && position < end;
  const stroke = (position: number) => (on(position) ? "var(--surface)" : "var(--ink)");
  const cuts = [low, ...[start, end].filter((cut) => bar && cut > low && cut < high), high];
  return (
    <g fill="none">
      {cuts.slice(1).map((to, index) => {
        const from = cuts[index] ?? low;
        return <path key={to} d={`M${from} 13H${to}`} stroke={stroke((from + to) / 2)} />;
      })}
      <path d={`M${low} 9V17`} stroke={stroke(low)} />
      <path d={`M${high} 9V17`} stroke={stroke(high)} />
    </g>
  );
}
