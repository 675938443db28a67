/** The posted cost cut one way: amounts that add up to the total at the foot. */

import { Link } from "@tanstack/react-router";
import type { Cut, CutRow, Figure } from "../../api";
import { count, m } from "../../messages";
import { Amount, classes, FigureText, useExplain, useMask } from "../../shared";
import styles from "./cost.module.css";

/** Key of the last row of a long cut: what is left, taken together. */
const REST = "rest";

const AMOUNTS = ["revenue", "labor", "other"] as const;

export interface CutTableProps {
  cut: Cut;
  /** Only the totals, without what they are made of. */
  brief?: boolean;
}

export function CutTable({ cut, brief = false }: CutTableProps) {
  const { columns } = m.cost.cut;
  const mask = useMask();
  // What is left is no thing to compare others with: its bar would make all of theirs dots.
  const shares = cut.rows.filter(({ key }) => key !== REST).map(({ share }) => share);
  const scale: Scale = [Math.min(0, ...shares), Math.max(0, ...shares)];
  return (
    <>
      <div className={styles.ledger}>
        <table className={styles.cut} aria-label={cut.title}>
          <thead>
            <tr>
              <th scope="col">{m.cost.cut.names[cut.by as CutName] ?? cut.title}</th>
              <th scope="col" className="num">
                {columns.incidents}
              </th>
              {!brief &&
                AMOUNTS.map((name) => (
                  <th key={name} scope="col" className="num">
                    {columns[name]}
                  </th>
                ))}
              <th scope="col" className="num">
                {columns.total}
              </th>
              <th scope="col" colSpan={2} className={styles.shareHead}>
                {columns.share}
              </th>
            </tr>
          </thead>
          <tbody>
            {cut.rows.map((row) => (
              <Row
                key={row.key}
                by={cut.by}
                row={row}
                brief={brief}
                scale={row.key === REST ? null : scale}
              />
            ))}
          </tbody>
          <tfoot>
            <Row by="" row={cut.total} brief={brief} scale={null} />
          </tfoot>
        </table>
      </div>
      {cut.note && <p className={styles.note}>{mask(cut.note)}</p>}
    </>
  );
}

/** The cuts that have a word of their own. */
export type CutName = keyof typeof m.cost.cut.names;

/** Least and largest share that the bars show. */
type Scale = readonly [number, number];

interface RowProps {
  by: string;
  row: CutRow;
  brief: boolean;
  /** Missing for the total and for what is left, whose bars would say nothing. */
  scale: Scale | null;
}

function Row({ by, row, brief, scale }: RowProps) {
  const explain = useExplain();
  const mask = useMask();
  const opens = row.explain !== "";
  return (
    // The whole row takes the pointer; the button in it takes the keyboard.
    <tr
      className={opens ? styles.opens : undefined}
      onClick={(event) => {
        const onControl = event.target instanceof Element && event.target.closest("a, button");
        if (opens && !onControl) explain(row.explain);
      }}
    >
      <th scope="row">
        <Name by={by} row={row} />
        {row.detail && <span className={styles.under}>{mask(row.detail)}</span>}
      </th>
      <td className="num">{count(row.incidents)}</td>
      {!brief &&
        AMOUNTS.map((name) => (
          <td key={name} className="num">
            <Amount>{row[name]}</Amount>
            {name === "revenue" && <Each>{row.revenuePerMinute}</Each>}
          </td>
        ))}
      <td className="num strong">
        <FigureText figure={posted(row)} label={`${row.label}, ${m.cost.cut.columns.total}`} />
        {!brief && <Each>{row.perMinute}</Each>}
      </td>
      <td className="num">{row.shareText}</td>
      <td className={styles.share}>{scale && <ShareBar share={row.share} scale={scale} />}</td>
    </tr>
  );
}

/** What it comes to for each minute in which any incident was open, where the cut says so. */
function Each({ children }: { children: string }) {
  if (children === "") return null;
  return (
    <span className={styles.under}>
      <Amount>{children}</Amount>
    </span>
  );
}

/** Of an incident or a service: a way to it. */
function Name({ by, row }: { by: string; row: CutRow }) {
  if (by === "incident" && row.key !== REST) {
    return (
      <Link to="/incidents" search={{ incident: row.key }} className="ident">
        {row.label}
      </Link>
    );
  }
  return <span className={classes(by === "incident" && "ident")}>{row.label}</span>;
}

/** A posted amount is exact: it has no range, and its basis is of its lines. */
function posted({ total, explain }: CutRow): Figure {
  return {
    value: 0,
    text: total,
    unit: "",
    range: "",
    rangeMeans: "",
    exact: total,
    basis: "measured",
    reason: "",
    explain,
  };
}

const WIDTH = 100;

/** From zero to the share; what lowers the total runs leftwards and is an outline. */
function ShareBar({ share, scale: [least, largest] }: { share: number; scale: Scale }) {
  const x = (value: number) => ((value - least) / (largest - least || 1)) * WIDTH;
  const [left, right] = share < 0 ? [x(share), x(0)] : [x(0), x(share)];
  return (
    <svg
      width="100%"
      height="8"
      viewBox={`0 0 ${WIDTH} 8`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <rect
        x={left}
        y="1"
        width={Math.max(right - left, 0.5)}
        height="6"
        fill={share < 0 ? "var(--surface)" : "var(--chart-1)"}
        stroke={share < 0 ? "var(--chart-1)" : "none"}
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
}
