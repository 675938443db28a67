import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import { installCore } from "../../test/core";
import { expectAccessible, renderPart } from "../../test/render";
import type { Sort } from "../api";
import { type Column, DataGrid, type DataGridProps, WINDOW_ROWS } from "./DataGrid";

interface Row {
  id: string;
  name: string;
}

const COLUMNS: Column<Row>[] = [
  { id: "id", head: "Number", width: "80px", cell: (row) => row.id, sortable: true },
  {
    id: "name",
    head: "Name",
    width: "1fr",
    cell: (row) => row.name,
    sortable: true,
    descendingFirst: true,
  },
];

function grid(total: number, more: Partial<DataGridProps<Row>> = {}) {
  installCore({});
  const fetchWindow = vi.fn(async (offset: number, limit: number) => ({
    total,
    rows: Array.from({ length: Math.min(limit, total - offset) }, (_, index) => ({
      id: `row ${offset + index}`,
      name: `name ${offset + index}`,
    })),
  }));
  renderPart(
    <DataGrid<Row>
      label="Rows"
      columns={COLUMNS}
      fetchWindow={fetchWindow}
      windowKey={["rows"]}
      rowId={(row) => row.id}
      {...more}
    />,
  );
  return fetchWindow;
}

const theGrid = () => screen.getByRole("grid", { name: "Rows" });

describe("a grid of 100,000 rows", () => {
  it("shows few of them and tells how many there are", async () => {
    const fetchWindow = grid(100_000);
    await screen.findByText("row 0");
    expect(theGrid()).toHaveAttribute("aria-rowcount", "100001");
    expect(screen.getAllByRole("row").length).toBeLessThan(100);
    expect(fetchWindow.mock.calls).toEqual([[0, WINDOW_ROWS]]);
  });

  it("reaches the last row with End and reads only the window it lies in", async () => {
    const fetchWindow = grid(100_000);
    await screen.findByText("row 0");
    theGrid().focus();
    await userEvent.keyboard("{End}");
    await screen.findByText("row 99999");
    expect(screen.getAllByRole("row").length).toBeLessThan(100);
    expect(fetchWindow).toHaveBeenCalledWith(99_800, WINDOW_ROWS);
    expect(fetchWindow.mock.calls.length).toBeLessThanOrEqual(3);
    const named = theGrid().getAttribute("aria-activedescendant");
    const active = document.getElementById(named ?? "");
    expect(active?.closest('[role="row"]')).toHaveAttribute("aria-rowindex", "100001");
  });

  it("names a cell that exists after every step", async () => {
    grid(100_000);
    await screen.findByText("row 0");
    theGrid().focus();
    for (const key of ["{PageDown}", "{ArrowDown}", "{ArrowRight}", "{ArrowRight}", "{PageUp}"]) {
      await userEvent.keyboard(key);
      const named = theGrid().getAttribute("aria-activedescendant");
      expect(document.getElementById(named ?? "")).toHaveRole("gridcell");
    }
    const active = document.getElementById(theGrid().getAttribute("aria-activedescendant") ?? "");
    // One row down from the top; a step right of the last column stays on it.
    expect(active?.closest('[role="row"]')).toHaveAttribute("aria-rowindex", "3");
    expect(active).toHaveTextContent("name 1");
  });
});

it("chooses rows by walking, also one that was not read yet", async () => {
  const onSelect = vi.fn();
  grid(1_000, { onSelect, selectOnMove: true });
  await screen.findByText("row 0");
  theGrid().focus();
  await userEvent.keyboard("{ArrowDown}");
  expect(onSelect).toHaveBeenLastCalledWith({ id: "row 1", name: "name 1" });
  await userEvent.keyboard("{End}");
  await waitFor(() =>
    expect(onSelect).toHaveBeenLastCalledWith({ id: "row 999", name: "name 999" }),
  );
});

it("asks for another order on its heads, and the other way round on the same", async () => {
  const onSort = vi.fn<(sort: Sort) => void>();
  grid(10, { onSort, sort: { column: "id", descending: false } });
  await screen.findByText("row 0");
  expect(screen.getByRole("columnheader", { name: "Number" })).toHaveAttribute(
    "aria-sort",
    "ascending",
  );
  await userEvent.click(screen.getByRole("button", { name: "Number" }));
  expect(onSort).toHaveBeenLastCalledWith({ column: "id", descending: true });
  await userEvent.click(screen.getByRole("button", { name: "Name" }));
  expect(onSort).toHaveBeenLastCalledWith({ column: "name", descending: true });
});

it("says what failed and reads again when asked", async () => {
  let fails = true;
  installCore({});
  renderPart(
    <DataGrid<Row>
      label="Rows"
      columns={COLUMNS}
      fetchWindow={async () => {
        if (fails) throw new Error("the file is locked");
        return { total: 1, rows: [{ id: "row 0", name: "name 0" }] };
      }}
      windowKey={["rows"]}
      rowId={(row) => row.id}
    />,
  );
  expect(await screen.findByRole("alert")).toHaveTextContent("the file is locked");
  fails = false;
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByText("row 0")).toBeInTheDocument();
});

it("is accessible", async () => {
  grid(50, { onSelect: vi.fn(), selected: "row 1" });
  await screen.findByText("row 0");
  expect(screen.getAllByRole("row", { selected: true })).toHaveLength(1);
  await expectAccessible(document.body);
});
