/** The incidents, filtered and sorted in the core, with what those that match add up to. */

import { Search, X } from "lucide-react";
import { type Ref, useCallback, useEffect, useState } from "react";
import { Button as AriaButton, Input, SearchField } from "react-aria-components";
import { type IncidentRow, rpc, type Sort, useRpc, useStatus } from "../../api";
import { m } from "../../messages";
import {
  Amount,
  Button,
  type Column,
  classes,
  DataGrid,
  EmptyState,
  ErrorNote,
  type GridHandle,
  LinkButton,
  useMask,
} from "../../shared";
import { useGo } from "../address";
import styles from "./IncidentList.module.css";

export type ListHandle = GridHandle;

/** Typing pauses this long before the filter is run. */
const PAUSE_MS = 120;

export interface IncidentListProps {
  filter: string;
  onFilter: (filter: string) => void;
  selected: string | null;
  onSelect: (id: string) => void;
  /** Enter: leave the grid for the detail. */
  onOpen: () => void;
  onAdd: () => void;
  onDelete: (row: IncidentRow) => void;
  gridRef: Ref<GridHandle>;
}

export function IncidentList(props: IncidentListProps) {
  const { filter, onFilter, selected } = props;
  const [sort, setSort] = useState<Sort>({ column: "started", descending: true });
  const currency = useStatus()?.currency ?? "";
  const mask = useMask();
  const go = useGo();
  const narrow = useNarrow();

  // The summary comes with any window of rows; the smallest one is read for it.
  const summary = useRpc("incidents.page", { filter, sort, offset: 0, limit: 1 });
  const head = summary.data;
  const fetchWindow = useCallback(
    async (offset: number, limit: number) => {
      const page = await rpc("incidents.page", { filter, sort, offset, limit });
      return { rows: page.rows, total: page.matched };
    },
    [filter, sort],
  );

  if (!head) {
    return (
      <div className={styles.nothing} aria-busy={summary.isFetching}>
        {summary.error && (
          <ErrorNote error={summary.error} onRetry={() => void summary.refetch()} />
        )}
      </div>
    );
  }
  if (head.total === 0) {
    return (
      <div className={styles.nothing}>
        <EmptyState
          headline={{
            sentence: m.incidents.emptySentence,
            lead: m.incidents.emptyLead,
            missing: null,
          }}
          actions={
            <>
              <Button variant="filled" onPress={() => go("/data", { import: "file" })}>
                {m.incidents.import}
              </Button>
              <Button onPress={props.onAdd}>{m.incidents.add}</Button>
            </>
          }
        />
      </div>
    );
  }
  return (
    <div className={styles.list}>
      <div className={styles.head}>
        <h1>{m.incidents.title}</h1>
        <p role="status">{mask(head.summary)}</p>
      </div>
      <div className={styles.tools}>
        <Filter filter={filter} onFilter={onFilter} />
        <Button variant="filled" onPress={props.onAdd}>
          {m.incidents.add}
        </Button>
      </div>
      {head.problem && <p className={styles.problem}>{head.problem}</p>}
      <DataGrid<IncidentRow>
        label={m.incidents.title}
        columns={columns(currency, selected === null, narrow, head.longestLabel)}
        fetchWindow={fetchWindow}
        windowKey={["incidents.page", filter, sort]}
        rowId={(row) => row.id}
        selected={selected}
        selectOnMove
        onSelect={(row) => props.onSelect(row.id)}
        onOpen={props.onOpen}
        onDelete={props.onDelete}
        sort={sort}
        onSort={setSort}
        empty={
          <p className={styles.none}>
            {m.incidents.none}{" "}
            <LinkButton onPress={() => onFilter("")}>{m.incidents.clear}</LinkButton>
          </p>
        }
        gridRef={props.gridRef}
      />
    </div>
  );
}

/** Where list and detail share a window too small for all columns of the list. */
const NARROW = "(max-width: 1360px)";

function useNarrow(): boolean {
  const [narrow, setNarrow] = useState(false);
  useEffect(() => {
    if (typeof window.matchMedia !== "function") return;
    const query = window.matchMedia(NARROW);
    const follow = () => setNarrow(query.matches);
    follow();
    query.addEventListener("change", follow);
    return () => query.removeEventListener("change", follow);
  }, []);
  return narrow;
}

/** `wide`: nothing is open beside the list. `narrow`: the detail says the impact instead. */
function columns(
  currency: string,
  wide: boolean,
  narrow: boolean,
  longest: number,
): Column<IncidentRow>[] {
  const services: Column<IncidentRow> = {
    id: "service",
    head: m.incidents.services,
    width: "minmax(120px, 260px)",
    sortable: true,
    className: "muted",
    cell: (row) => <span title={row.services}>{row.services}</span>,
  };
  const impact: Column<IncidentRow> = {
    id: "impact",
    head: m.incidents.impact,
    width: "46px",
    align: "end",
    sortable: true,
    descendingFirst: true,
    className: "muted",
    cell: (row) => row.impact,
  };
  return [
    {
      id: "label",
      head: m.incidents.number,
      // Rows are laid out one by one: only the core knows the longest number of all of them.
      width: `${Math.min(Math.max(68, longest * 8 + 4), 128)}px`,
      sortable: true,
      className: "ident",
      cell: (row) => <span title={row.label}>{row.label}</span>,
    },
    {
      id: "started",
      head: m.incidents.started,
      width: wide ? "120px" : "86px",
      sortable: true,
      descendingFirst: true,
      className: "muted small",
      cell: (row) => (wide ? row.started : <span title={row.started}>{row.day}</span>),
    },
    {
      id: "title",
      head: m.incidents.name,
      width: "minmax(120px, 1fr)",
      sortable: true,
      cell: (row) => <Title row={row} />,
    },
    ...(wide ? [services] : []),
    {
      id: "severity",
      head: m.incidents.severity,
      width: "52px",
      sortable: true,
      className: "muted",
      cell: (row) => row.severity,
    },
    {
      id: "minutes",
      head: m.incidents.minutes,
      width: "52px",
      align: "end",
      sortable: true,
      descendingFirst: true,
      cell: (row) => (row.open ? m.incidents.open : row.minutes),
    },
    ...(wide || !narrow ? [impact] : []),
    {
      id: "cost",
      head: m.incidents.cost(currency),
      width: "64px",
      align: "end",
      sortable: true,
      descendingFirst: true,
      className: "strong",
      cell: (row) => <Cost row={row} />,
    },
  ];
}

function Title({ row }: { row: IncidentRow }) {
  return (
    <span title={[row.title, row.services].filter(Boolean).join(" · ")}>
      {row.title}
      {row.note && <span className={styles.note}>{row.note}</span>}
    </span>
  );
}

function Cost({ row }: { row: IncidentRow }) {
  return (
    <Amount>
      <span title={row.costExact}>{row.cost}</span>
    </Amount>
  );
}

function Filter({ filter, onFilter }: Pick<IncidentListProps, "filter" | "onFilter">) {
  const [typed, setTyped] = useState(filter);
  useEffect(() => setTyped(filter), [filter]);
  useEffect(() => {
    if (typed === filter) return;
    const timer = setTimeout(() => onFilter(typed), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed, filter, onFilter]);
  return (
    <SearchField
      aria-label={m.incidents.filter}
      value={typed}
      onChange={setTyped}
      className={styles.filter ?? ""}
      data-filter
    >
      <Search aria-hidden />
      <Input placeholder={m.incidents.filterHint} />
      {typed === "" ? (
        <kbd>/</kbd>
      ) : (
        <AriaButton className={classes(styles.clear)} aria-label={m.incidents.clear}>
          <X aria-hidden />
        </AriaButton>
      )}
    </SearchField>
  );
}
