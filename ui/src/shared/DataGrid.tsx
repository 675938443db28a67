/**
 * A grid of any length. Only the rows in view exist; they are read from the core in windows of
 * 200, which are sorted and filtered there.
 *
 * The grid itself holds the focus and names its active cell, since the row that would hold it
 * may scroll out of existence.
 */

import { type QueryKey, useQueries } from "@tanstack/react-query";
import { defaultRangeExtractor, useVirtualizer } from "@tanstack/react-virtual";
import { ArrowDown, ArrowUp } from "lucide-react";
import {
  type KeyboardEvent,
  type ReactNode,
  type Ref,
  useCallback,
  useEffect,
  useId,
  useImperativeHandle,
  useRef,
  useState,
} from "react";
import type { Sort } from "../api";
import { asRpcError, type RpcError } from "../api";
import { m } from "../messages";
import { classes } from "./classes";
import styles from "./DataGrid.module.css";
import { ErrorNote } from "./ErrorNote";

/** Rows of one window. */
export const WINDOW_ROWS = 200;

const ROW_HEIGHT = 31;
/** Rows kept ready above and below what is in view. */
const OVERSCAN = 8;

export interface Column<Row> {
  /** Name of the column, also for sorting. */
  id: string;
  head: string;
  /** Track of a CSS grid: `64px`, `minmax(0, 1fr)`. */
  width: string;
  cell: (row: Row) => ReactNode;
  /** Figures stand on the right edge. */
  align?: "start" | "end";
  sortable?: boolean;
  /** Sorts largest first when it is chosen. */
  descendingFirst?: boolean;
  className?: string | undefined;
}

/** Rows from an offset on, and how many there are in all. */
export interface GridWindow<Row> {
  rows: Row[];
  total: number;
}

export interface DataGridProps<Row> {
  label: string;
  columns: readonly Column<Row>[];
  /** Reads rows. */
  fetchWindow: (offset: number, limit: number) => Promise<GridWindow<Row>>;
  /** What the rows depend on besides their offset: command, filter, sort. */
  windowKey: QueryKey;
  rowId: (row: Row) => string;
  /** Id of the row that is open beside the grid. */
  selected?: string | null;
  /** A row was chosen, by a click, or by walking to it when `selectOnMove`. */
  onSelect?: (row: Row) => void;
  /** Arrow keys choose rows as they go, as in a list with a detail beside it. */
  selectOnMove?: boolean;
  /** Enter or a double click. */
  onOpen?: (row: Row) => void;
  /** Delete. */
  onDelete?: (row: Row) => void;
  sort?: Sort | null;
  onSort?: (sort: Sort) => void;
  /** In place of the rows when there is none. */
  empty?: ReactNode;
  gridRef?: Ref<GridHandle>;
}

/** What a screen may ask of its grid. */
export interface GridHandle {
  focus: () => void;
  /** Brings a row into view and makes it the active one. */
  reveal: (index: number) => void;
}

export function DataGrid<Row>(props: DataGridProps<Row>) {
  const { columns, rowId, selected = null, sort = null } = props;
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState({ row: 0, column: 0 });
  const [total, setTotal] = useState(0);

  const virtual = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: OVERSCAN,
    useFlushSync: false,
    initialRect: { width: 640, height: 640 },
    // The active row is kept, so that what the grid names always exists.
    rangeExtractor: (range) => {
      const rows = new Set(defaultRangeExtractor(range));
      if (active.row < range.count) rows.add(active.row);
      return [...rows].sort((a, b) => a - b);
    },
  });
  const items = virtual.getVirtualItems();

  const windows = useWindows(props, items);
  const rowAt = useCallback(
    (index: number): Row | undefined =>
      windows.byNumber.get(Math.floor(index / WINDOW_ROWS))?.rows[index % WINDOW_ROWS],
    [windows.byNumber],
  );

  useEffect(() => {
    if (windows.total !== undefined) setTotal(windows.total);
  }, [windows.total]);

  // Other rows in another order: start from the top again.
  const key = JSON.stringify(props.windowKey);
  const shownKey = useRef(key);
  useEffect(() => {
    if (shownKey.current === key) return;
    shownKey.current = key;
    setActive((now) => ({ ...now, row: 0 }));
    virtual.scrollToOffset(0);
  }, [key, virtual]);

  // A row walked to before it was read is chosen when it arrives.
  const wanted = useRef<number | null>(null);
  const { onSelect } = props;
  useEffect(() => {
    if (wanted.current === null) return;
    const row = rowAt(wanted.current);
    if (row === undefined) return;
    wanted.current = null;
    onSelect?.(row);
  }, [rowAt, onSelect]);

  const moveTo = (row: number, column = active.column) => {
    if (total === 0) return;
    const target = Math.min(Math.max(row, 0), total - 1);
    setActive({ row: target, column: Math.min(Math.max(column, 0), columns.length - 1) });
    virtual.scrollToIndex(target, { align: "auto" });
    if (props.selectOnMove && target !== active.row) {
      const there = rowAt(target);
      if (there === undefined) wanted.current = target;
      else props.onSelect?.(there);
    }
  };

  useImperativeHandle(props.gridRef, () => ({
    focus: () => scroller.current?.focus(),
    reveal: (index) => {
      setActive((now) => ({ ...now, row: index }));
      virtual.scrollToIndex(index, { align: "center" });
    },
  }));

  /** Does what a key means here; false where it means nothing. */
  const press = (key: string, far: boolean): boolean => {
    const row = rowAt(active.row);
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / ROW_HEIGHT) - 2);
    switch (key) {
      case "ArrowDown":
        moveTo(active.row + 1);
        return true;
      case "ArrowUp":
        moveTo(active.row - 1);
        return true;
      case "ArrowRight":
        moveTo(active.row, active.column + 1);
        return true;
      case "ArrowLeft":
        moveTo(active.row, active.column - 1);
        return true;
      case "PageDown":
        moveTo(active.row + page);
        return true;
      case "PageUp":
        moveTo(active.row - page);
        return true;
      case "Home":
        moveTo(0, far ? 0 : active.column);
        return true;
      case "End":
        moveTo(total - 1, far ? columns.length - 1 : active.column);
        return true;
      case "Enter":
        if (row === undefined) return true;
        // What is opened is also the one chosen: walking to it may not have chosen it.
        if (rowId(row) !== selected || !props.onOpen) props.onSelect?.(row);
        props.onOpen?.(row);
        return true;
      case " ":
        if (row !== undefined) props.onSelect?.(row);
        return true;
      case "Delete":
        if (row !== undefined) props.onDelete?.(row);
        return props.onDelete !== undefined;
      default:
        return false;
    }
  };

  const onKeyDown = (event: KeyboardEvent) => {
    // Keys that come from a button in the head belong to it.
    if (event.target !== event.currentTarget || event.altKey || event.metaKey) return;
    if (press(event.key, event.ctrlKey)) event.preventDefault();
  };

  const template = { gridTemplateColumns: columns.map(({ width }) => width).join(" ") };
  const cellId = (row: number, column: number) => `${id}-${row}-${column}`;

  return (
    <div
      ref={scroller}
      role="grid"
      aria-label={props.label}
      aria-rowcount={total + 1}
      aria-colcount={columns.length}
      aria-busy={windows.isReading}
      aria-activedescendant={total > 0 ? cellId(active.row, active.column) : undefined}
      tabIndex={0}
      className={styles.grid}
      onKeyDown={onKeyDown}
    >
      <div role="row" aria-rowindex={1} className={styles.head} style={template}>
        {columns.map((column) => (
          <Head key={column.id} column={column} sort={sort} onSort={props.onSort} />
        ))}
      </div>
      {windows.error && <ErrorNote error={windows.error} onRetry={windows.retry} />}
      {windows.total === 0 && props.empty}
      <div role="rowgroup" className={styles.body} style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const row = rowAt(item.index);
          const isSelected = row !== undefined && rowId(row) === selected;
          return (
            // The grid hears the keys for all of its rows.
            // biome-ignore lint/a11y/useKeyWithClickEvents: see above
            <div
              key={item.key}
              role="row"
              aria-rowindex={item.index + 2}
              aria-selected={props.onSelect ? isSelected : undefined}
              data-active={item.index === active.row || undefined}
              className={styles.row}
              style={{ ...template, transform: `translateY(${item.start}px)` }}
              onClick={() => {
                setActive((now) => ({ ...now, row: item.index }));
                if (row !== undefined) props.onSelect?.(row);
              }}
              onDoubleClick={() => row !== undefined && props.onOpen?.(row)}
            >
              {columns.map((column, index) => (
                <div
                  key={column.id}
                  id={cellId(item.index, index)}
                  role="gridcell"
                  aria-colindex={index + 1}
                  data-active={(item.index === active.row && index === active.column) || undefined}
                  className={classes(
                    styles.cell,
                    column.align === "end" && "num",
                    column.className,
                  )}
                >
                  {row === undefined
                    ? index === 0
                      ? m.common.grid.unread
                      : null
                    : column.cell(row)}
                </div>
              ))}
            </div>
          );
        })}
      </div>
    </div>
  );
}

interface HeadProps<Row> {
  column: Column<Row>;
  sort: Sort | null;
  onSort: ((sort: Sort) => void) | undefined;
}

function Head<Row>({ column, sort, onSort }: HeadProps<Row>) {
  const isSorted = sort?.column === column.id;
  const direction = sort?.descending ? "descending" : "ascending";
  const className = classes(styles.headCell, column.align === "end" && "num");
  if (!column.sortable || !onSort) {
    return (
      <div role="columnheader" className={className}>
        {column.head}
      </div>
    );
  }
  const Arrow = sort?.descending ? ArrowDown : ArrowUp;
  return (
    <div role="columnheader" aria-sort={isSorted ? direction : "none"} className={className}>
      <button
        type="button"
        onClick={() =>
          onSort({
            column: column.id,
            descending: isSorted ? !sort.descending : (column.descendingFirst ?? false),
          })
        }
      >
        {column.head}
        {isSorted && <Arrow aria-hidden />}
      </button>
    </div>
  );
}

interface Windows<Row> {
  byNumber: Map<number, GridWindow<Row>>;
  /** Known as soon as any window was read. */
  total: number | undefined;
  isReading: boolean;
  error: RpcError | null;
  retry: () => void;
}

/** Reads the windows that the rows in view lie in. */
function useWindows<Row>(
  { windowKey, fetchWindow }: DataGridProps<Row>,
  items: readonly { index: number }[],
): Windows<Row> {
  const numbers = [...new Set([0, ...items.map(({ index }) => Math.floor(index / WINDOW_ROWS))])];
  return useQueries({
    queries: numbers.map((number) => ({
      queryKey: [...windowKey, number],
      queryFn: () => fetchWindow(number * WINDOW_ROWS, WINDOW_ROWS),
      // While the first window is read again the old rows stay, but never those of a window
      // that was asked for by another scroll position.
      placeholderData: (previous: GridWindow<Row> | undefined) =>
        number === 0 ? previous : undefined,
    })),
    combine: (results) => {
      const failed = results.find(({ error }) => error !== null);
      const byNumber = new Map<number, GridWindow<Row>>();
      results.forEach(({ data }, index) => {
        const number = numbers[index];
        if (data !== undefined && number !== undefined) byNumber.set(number, data);
      });
      return {
        byNumber,
        total: results.find(({ data }) => data !== undefined)?.data?.total,
        isReading: results.some(({ isFetching }) => isFetching),
        error: failed?.error ? asRpcError(failed.error) : null,
        retry: () => void failed?.refetch(),
      };
    },
  });
}
