/**
 * A chart that the core draws, brought to life: the nearest point under the pointer, arrow keys
 * along and between series, the same numbers as a table, the drawing on the clipboard.
 */

import {
  type KeyboardEvent,
  type MouseEvent,
  type PointerEvent,
  type ReactNode,
  useEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import {
  type ChartArgs,
  type Chart as ChartData,
  type ChartName,
  type ChartPoint,
  useRpc,
} from "../api";
import { m } from "../messages";
import { maskAmounts, useAmounts, useMask } from "./amounts";
import styles from "./Chart.module.css";
import { classes } from "./classes";
import { ErrorNote } from "./ErrorNote";
import { useExplain } from "./explain";
import { LinkButton } from "./LinkButton";
import { Section } from "./Section";
import { TextTable } from "./TextTable";
import { useToast } from "./toast";

/** Charts whose bare figures are amounts. */
const MONEY: ReadonlySet<ChartName> = new Set([
  "velocity",
  "weekHeat",
  "costPerMinute",
  "costLines",
  "costByMonth",
  "expected",
  "demand",
  "tierCurves",
  "tornado",
  "frontier",
  "exceedance",
]);

/** A click opens the point at most so many px above or below it. */
const NEAR = 32;

/** Widths asked for are multiples of this, so that dragging the window's edge redraws rarely. */
const WIDTH_STEP = 8;

export interface ChartProps {
  chart: ChartName;
  /** The window its figures are about; empty: 365 days. */
  window?: string;
  /** A service, stream or incident id where the chart takes one. */
  scope?: string;
  /** The least height in px; rows may need more. */
  height?: number;
  /** Stands in place of the title that the core gives. */
  title?: string;
  /** What it is drawn from is being computed: the last drawing stays until that is there. */
  isPaused?: boolean;
  /** Before the chart's own tools: a switch to another drawing. */
  aside?: ReactNode;
  className?: string | undefined;
}

export function Chart({
  chart,
  window = "",
  scope = "",
  height = 300,
  title,
  isPaused = false,
  aside,
  className,
}: ChartProps) {
  const frame = useRef<HTMLDivElement>(null);
  const width = useWidth(frame);
  const args: ChartArgs = { chart, window, scope, width, height, theme: "" };
  const { data, error, refetch } = useRpc("chart", args, {
    enabled: width > 0 && !isPaused,
  });
  const [asTable, setAsTable] = useState(false);
  const money = MONEY.has(chart);

  const tools = data && !data.empty && (
    <>
      <LinkButton onPress={() => setAsTable((on) => !on)} aria-pressed={asTable}>
        {asTable ? m.common.chart.asChart : m.common.chart.asTable}
      </LinkButton>
      <CopySvg chart={data} />
    </>
  );

  return (
    <Section
      title={title ?? data?.title ?? ""}
      aside={
        (aside || tools) && (
          <>
            {aside}
            {tools}
          </>
        )
      }
      className={className}
    >
      <div
        ref={frame}
        className={styles.frame}
        style={{ minHeight: asTable || data?.empty ? undefined : height }}
      >
        {error && <ErrorNote error={error} onRetry={() => void refetch()} />}
        {!error && !data && (
          <div
            className={styles.skeleton}
            style={{ height }}
            role="img"
            aria-label={m.common.loading}
          />
        )}
        {!error && data && asTable && (
          <section
            className={styles.table}
            // biome-ignore lint/a11y/noNoninteractiveTabindex: a long table is scrolled by the keyboard
            tabIndex={0}
            aria-label={m.common.chart.table(data.title)}
          >
            <TextTable table={data.table} label={data.title} amounts={money} />
          </section>
        )}
        {!error && data && !asTable && <LiveChart chart={data} money={money} />}
      </div>
    </Section>
  );
}

/** The drawing with its points. */
export function LiveChart({ chart, money = false }: { chart: ChartData; money?: boolean }) {
  const [active, setActive] = useState<number | null>(null);
  const [frame, setFrame] = useState<HTMLDivElement | null>(null);
  const { hidden } = useAmounts();
  const mask = useMask();
  const explain = useExplain();

  // Other points: an index into the old ones means nothing.
  useEffect(
    () => setActive((now) => (now !== null && now < chart.points.length ? now : null)),
    [chart],
  );

  // The drawing is stretched while the width changes, until it is drawn anew.
  const scale = (frame?.clientWidth || chart.width) / chart.width;
  const point = active === null ? undefined : chart.points[active];
  const shown = (text: string) => (hidden && money ? maskFigure(text) : mask(text));

  const onPointerMove = (event: PointerEvent) => {
    const box = event.currentTarget.getBoundingClientRect();
    setActive(
      nearest(chart.points, (event.clientX - box.left) / scale, (event.clientY - box.top) / scale),
    );
  };

  // A row opens along its length; an axis or a legend is no value.
  const onClick = (event: MouseEvent) => {
    const box = event.currentTarget.getBoundingClientRect();
    const away = point ? Math.abs(event.clientY - box.top - point.y * scale) : Infinity;
    if (point?.explain && away <= NEAR) explain(point.explain);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") return setActive(null);
    if (event.key === "Enter" && point?.explain) {
      event.preventDefault();
      return explain(point.explain);
    }
    const next = step(chart.points, active, event.key);
    if (next === undefined) return;
    event.preventDefault();
    setActive(next);
  };

  if (chart.empty) return <p className="quiet">{chart.summary}</p>;
  return (
    // Only an application gets the arrow keys from a screen reader.
    <div
      ref={setFrame}
      role="application"
      aria-roledescription={m.common.chart.role}
      aria-label={`${chart.title}. ${mask(chart.summary)} ${
        chart.points.some(({ explain: key }) => key) ? m.common.chart.keysOpen : m.common.chart.keys
      }`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: an application is read by its keys
      tabIndex={0}
      className={classes(styles.drawing, point?.explain && styles.opens)}
      onClick={onClick}
      onPointerMove={onPointerMove}
      onPointerLeave={() => setActive(null)}
      onKeyDown={onKeyDown}
      onBlur={() => setActive(null)}
    >
      <Drawing svg={chart.svg} money={money} />
      {point && (
        <>
          <span className={styles.dot} style={{ left: point.x * scale, top: point.y * scale }} />
          <span
            className={classes(styles.tip, point.x > chart.width / 2 && styles.tipLeft)}
            style={{ left: point.x * scale, top: point.y * scale }}
            aria-hidden="true"
          >
            <b>{shown(point.formatted)}</b>
            <span>{seriesName(chart, point)}</span>
            <span>{point.label}</span>
            {point.explain && <span className={styles.hint}>{m.common.chart.opens}</span>}
          </span>
        </>
      )}
      <span role="status" className="visually-hidden">
        {point &&
          m.common.chart.readOut(
            seriesName(chart, point),
            point.label,
            shown(point.formatted),
            point.explain !== "",
          )}
      </span>
    </div>
  );
}

/** The name of a point's series, where there is more than one to tell apart. */
function seriesName(chart: ChartData, point: ChartPoint): string {
  return chart.series.length > 1 ? (chart.series[point.series] ?? "") : "";
}

function Drawing({ svg, money }: { svg: string; money: boolean }) {
  const { hidden } = useAmounts();
  const place = useRef<HTMLDivElement>(null);
  const drawing = useMemo(() => parseDrawing(svg), [svg]);
  useEffect(() => {
    if (!drawing) return;
    const copy = drawing.cloneNode(true) as SVGSVGElement;
    // The frame around it is named; the drawing would say the same twice.
    copy.setAttribute("aria-hidden", "true");
    for (const said of copy.querySelectorAll("title, desc")) said.remove();
    if (hidden) {
      for (const text of copy.querySelectorAll("text, tspan")) {
        if (text.children.length > 0) continue;
        const words = text.textContent ?? "";
        text.textContent = money ? maskFigure(words) : maskAmounts(words);
      }
    }
    place.current?.replaceChildren(copy);
  }, [drawing, hidden, money]);
  return <div ref={place} className={styles.svg} />;
}

/** In a chart of money a bare number is an amount; an hour, a day or a name is not. */
export function maskFigure(text: string): string {
  const bare =
    /^\s*[−-]?\d[\d.,]*\s*(?:[kMB])?(?:\s*[–-]\s*\d[\d.,]*\s*(?:[kMB])?)?(?:\/min|\/h)?\s*$/u;
  return bare.test(text) ? m.common.hiddenAmount : maskAmounts(text);
}

/** The drawing as elements, without anything that could run or load. */
export function parseDrawing(svg: string): SVGSVGElement | null {
  const root = new DOMParser().parseFromString(svg, "image/svg+xml").documentElement;
  if (root.localName !== "svg") return null;
  for (const element of [...root.querySelectorAll("*"), root]) {
    if (["script", "foreignObject", "style", "image", "iframe"].includes(element.localName)) {
      element.remove();
      continue;
    }
    for (const { name, value } of [...element.attributes]) {
      const outward = /href$/i.test(name) && !value.startsWith("#");
      if (/^on/i.test(name) || outward) element.removeAttribute(name);
    }
  }
  return document.importNode(root, true) as unknown as SVGSVGElement;
}

function CopySvg({ chart }: { chart: ChartData }) {
  const toast = useToast();
  const { hidden } = useAmounts();
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(standalone(chart.svg));
      toast({ text: m.common.chart.copied });
    } catch {
      toast({ text: m.common.chart.notCopied });
    }
  };
  // What is copied is drawn with its amounts.
  return (
    <LinkButton onPress={() => void copy()} isDisabled={hidden}>
      {m.common.chart.copySvg}
    </LinkButton>
  );
}

/** The drawing with the colours it has on screen now, so that it stands on its own. */
function standalone(svg: string): string {
  const style = getComputedStyle(document.documentElement);
  const probe = document.createElement("span");
  document.body.append(probe);
  const out = svg.replace(/var\((--[\w-]+)\)/g, (whole, property: string) => {
    if (style.getPropertyValue(property).trim() === "") return whole;
    probe.style.color = `var(${property})`;
    return getComputedStyle(probe).color;
  });
  probe.remove();
  return out;
}

/** The point nearest to a place. */
export function nearest(points: readonly ChartPoint[], x: number, y: number): number | null {
  let best: number | null = null;
  let least = Number.POSITIVE_INFINITY;
  points.forEach((point, index) => {
    const distance = (point.x - x) ** 2 + (point.y - y) ** 2;
    if (distance < least) {
      least = distance;
      best = index;
    }
  });
  return best;
}

/** Where a key leads from a point: along its series, or to the nearest of the next one. */
export function step(
  points: readonly ChartPoint[],
  from: number | null,
  key: string,
): number | undefined {
  if (!["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End"].includes(key)) return;
  if (points.length === 0) return;
  const here = from === null ? undefined : points[from];
  if (from === null || here === undefined) return key === "End" ? points.length - 1 : 0;
  const own = indices(points, here.series);
  const place = own.indexOf(from);
  switch (key) {
    case "Home":
      return own[0];
    case "End":
      return own.at(-1);
    case "ArrowLeft":
      return own[Math.max(place - 1, 0)];
    case "ArrowRight":
      return own[Math.min(place + 1, own.length - 1)];
    default: {
      const other = nextSeries(points, here.series, key === "ArrowDown" ? 1 : -1);
      if (other === undefined) return from;
      const there = indices(points, other);
      const closest = nearest(
        there.map((index) => points[index] as ChartPoint),
        here.x,
        here.y,
      );
      return closest === null ? from : there[closest];
    }
  }
}

function indices(points: readonly ChartPoint[], series: number): number[] {
  return points.flatMap((point, index) => (point.series === series ? [index] : []));
}

/** The series before or after one that has points, if any. */
function nextSeries(points: readonly ChartPoint[], from: number, by: 1 | -1): number | undefined {
  const used = [...new Set(points.map(({ series }) => series))].sort((a, b) => a - b);
  return used[used.indexOf(from) + by];
}

/** Width of an element in px, in steps, following it as it changes. */
function useWidth(element: React.RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const measured = element.current;
    if (!measured) return;
    const measure = () => {
      const now = measured.clientWidth || 640;
      setWidth(Math.max(240, Math.floor(now / WIDTH_STEP) * WIDTH_STEP));
    };
    measure();
    if (typeof ResizeObserver === "undefined") return;
    let waiting: ReturnType<typeof setTimeout> | undefined;
    const observer = new ResizeObserver(() => {
      clearTimeout(waiting);
      waiting = setTimeout(measure, 80);
    });
    observer.observe(measured);
    return () => {
      clearTimeout(waiting);
      observer.disconnect();
    };
  }, [element]);
  return width;
}
