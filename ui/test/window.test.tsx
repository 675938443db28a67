import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import type { IncidentEdit } from "../src/api";
import { installCore, type TestCore } from "./core";
import * as fixtures from "./fixtures";
import { expectAccessible, renderWindow } from "./render";

let core: TestCore;
const done = { id: "inc-0412", label: "Incident INC-0412 changed", skipped: [] };

beforeEach(() => {
  core = installCore({
    "workspace.status": fixtures.status,
    overview: fixtures.overview,
    chart: fixtures.chart,
    settings: fixtures.settings,
    explain: fixtures.explanation,
    history: fixtures.history,
    undo: { ...done, label: "Undone: Incident INC-0412 changed" },
    redo: done,
    "incident.get": fixtures.incident,
    "incident.blank": { ...fixtures.edit, id: "", number: "", title: "", labor: [] },
    "incident.save": done,
    "incident.delete": done,
    "incidents.page": ({ offset, limit, filter }) => ({
      total: 412,
      matched: filter === "nothing" ? 0 : 412,
      longestLabel: 8,
      offset,
      rows:
        filter === "nothing"
          ? []
          : Array.from({ length: Math.min(limit, 412 - offset) }, (_, index) =>
              fixtures.incidentRow(offset + index, 412),
            ),
      summary: "412 incidents · 683 weighted minutes · €81k (63k–100k)",
      problem: "",
    }),
  });
});

const press = (key: string, more: KeyboardEventInit = {}) =>
  fireEvent.keyDown(document.activeElement ?? document.body, { key, ...more });
const called = (command: string) => core.calls.filter((call) => call.command === command);

describe("without a workspace", () => {
  it("offers the sample and the import as equals, and a file", async () => {
    core.answer({ "workspace.status": null, "workspace.sample": fixtures.status });
    const { router } = renderWindow("/");
    const sample = await screen.findByRole("button", { name: "Explore the sample workspace" });
    expect(screen.getByRole("button", { name: "Import my data" }).className).toBe(sample.className);
    expect(screen.getByRole("button", { name: "Open a workspace…" })).toBeInTheDocument();
    await expectAccessible(document.body);

    core.answer({ "workspace.status": fixtures.status });
    await userEvent.click(sample);
    expect(await screen.findByRole("heading", { level: 1 })).toHaveTextContent("130 %");
    expect(called("workspace.sample")).toEqual([
      { command: "workspace.sample", args: { path: null, catalogOnly: false } },
    ]);
    expect(router.state.location.pathname).toBe("/");
  });

  it("asks for a currency before it makes a workspace, and shows what the core refuses", async () => {
    core.answer({ "workspace.status": null });
    core.refuse("workspace.create", { message: "the file exists", hints: ["choose another"] });
    window.__ninefoldSave = "/tmp/x.ninefold";
    renderWindow("/");
    await userEvent.click(await screen.findByRole("button", { name: "Import my data" }));
    await userEvent.click(screen.getByRole("button", { name: "Choose where…" }));
    expect(await screen.findByText("Choose a currency")).toBeInTheDocument();
    expect(called("workspace.create")).toEqual([]);

    await userEvent.type(screen.getByRole("combobox", { name: /Currency/ }), "GBP");
    await userEvent.keyboard("{ArrowDown}{Enter}");
    await userEvent.click(screen.getByRole("button", { name: "Choose where…" }));
    expect(await screen.findByRole("alert")).toHaveTextContent("choose another");
    expect(called("workspace.create")[0]?.args).toMatchObject({
      path: "/tmp/x.ninefold",
      currency: "GBP",
    });
  });
});

describe("the frame", () => {
  it("lists the screens with their keys, and goes there by them", async () => {
    const { router } = renderWindow("/");
    await screen.findByRole("heading", { level: 1 });
    const rail = screen.getByRole("navigation", { name: "Screens" });
    const names = [
      "Overview",
      "Data",
      "Incidents",
      "Cost",
      "Availability",
      "Tiers",
      "Pre-mortems",
      "Requirements",
      "Settings",
    ];
    for (const name of names) within(rail).getByRole("link", { name });
    expect(within(rail).getAllByRole("link")).toHaveLength(names.length);
    press("3", { ctrlKey: true });
    await waitFor(() => expect(router.state.location.pathname).toBe("/incidents"));
    expect(await screen.findByRole("grid")).toBeInTheDocument();
    expect(screen.getByRole("link", { name: "Incidents" })).toHaveAttribute("aria-current");
    expect(document.title).toContain("Incidents");
  });

  it("is accessible with its first screen", async () => {
    renderWindow("/");
    await screen.findByRole("application");
    await expectAccessible(document.body);
  });

  it("takes back and does again by keys, but not inside a text", async () => {
    renderWindow("/incidents");
    await screen.findByRole("grid");
    screen.getByRole("searchbox").focus();
    press("z", { ctrlKey: true });
    expect(called("undo")).toEqual([]);
    screen.getByRole("grid").focus();
    press("z", { ctrlKey: true });
    expect(await screen.findByText("Undone: Incident INC-0412 changed")).toBeInTheDocument();
    expect(called("undo")).toHaveLength(1);
    // There is nothing to do again.
    press("Z", { ctrlKey: true, shiftKey: true });
    expect(called("redo")).toEqual([]);
  });

  it("finds an incident and runs a command", async () => {
    const { router } = renderWindow("/");
    await screen.findByRole("heading", { level: 1 });
    press("k", { ctrlKey: true });
    await userEvent.type(await screen.findByRole("searchbox"), "delivery");
    const found = await screen.findAllByRole("menuitem", { name: /INC-/ });
    await userEvent.click(found[0] as HTMLElement);
    await waitFor(() => expect(router.state.location.pathname).toBe("/incidents"));

    press("k", { ctrlKey: true });
    await userEvent.type(await screen.findByRole("searchbox"), "theme dark");
    await userEvent.keyboard("{ArrowDown}");
    await userEvent.click(await screen.findByRole("menuitem", { name: /dark/ }));
    expect(document.documentElement).toHaveAttribute("data-theme", "dark");
  });

  it("finds a screen by what it holds, and Escape leaves with words still typed", async () => {
    renderWindow("/");
    await screen.findByRole("heading", { level: 1 });
    press("k", { ctrlKey: true });
    await userEvent.type(await screen.findByRole("searchbox"), "currency");
    expect(await screen.findByRole("menuitem", { name: /Go to Settings/ })).toBeInTheDocument();
    await userEvent.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
  });

  it("hides every amount", async () => {
    renderWindow("/");
    await screen.findByRole("application");
    expect(document.body).toHaveTextContent("€81k");
    press("H", { ctrlKey: true, shiftKey: true });
    await waitFor(() => expect(document.body).not.toHaveTextContent("€"));
    expect(document.body).toHaveTextContent("99.87 %");
  });

  it("shows the history and undoes an import in it", async () => {
    core.answer({ "import.undo": { ...done, label: "incidents.csv taken back" } });
    renderWindow("/");
    await userEvent.click(await screen.findByRole("button", { name: /History/ }));
    const drawer = await screen.findByRole("dialog", { name: "History" });
    expect(await within(drawer).findByText("50 %")).toBeInTheDocument();
    expect(within(drawer).getByText("taken back")).toBeInTheDocument();
    await expectAccessible(document.body);
    await userEvent.click(within(drawer).getByRole("button", { name: "Undo import" }));
    await waitFor(() => expect(called("import.undo")[0]?.args).toEqual({ id: "b1" }));
  });

  it("keeps the window of the figures from screen to screen", async () => {
    const { router } = renderWindow("/");
    await screen.findByRole("heading", { level: 1 });
    await userEvent.click(screen.getByRole("button", { name: /Window/ }));
    await userEvent.click(await screen.findByRole("menuitemradio", { name: "last 90 days" }));
    await waitFor(() => expect(called("overview").at(-1)?.args).toEqual({ window: "rolling-90" }));
    press("3", { ctrlKey: true });
    await waitFor(() => expect(router.state.location.pathname).toBe("/incidents"));
    expect(router.state.location.search).toEqual({ window: "rolling-90" });
  });

  it("lists the keys", async () => {
    renderWindow("/");
    await screen.findByRole("heading", { level: 1 });
    press("?", { shiftKey: true });
    const list = await screen.findByRole("dialog", { name: "Keys" });
    expect(list).toHaveTextContent("Ctrl+Shift+H");
    await expectAccessible(document.body);
  });
});

describe("the incidents", () => {
  it("open with Enter where none was chosen, the focus going along", async () => {
    const { router } = renderWindow("/incidents");
    const grid = await screen.findByRole("grid");
    await within(grid).findByText(/INC-0412/);
    grid.focus();
    await userEvent.keyboard("{Home}{Enter}");
    const pane = await screen.findByRole("article");
    expect(router.state.location.search).toHaveProperty("incident");
    expect(within(pane).getByRole("heading", { level: 2, name: /Payment/ })).toHaveFocus();
  });

  it("show one beside the list, with lines that its total sums up", async () => {
    renderWindow("/incidents?incident=inc-0412");
    const pane = await screen.findByRole("article");
    expect(pane).toHaveTextContent("Payment provider timeouts");
    const lines = await within(pane).findByRole("table", { name: "What it cost" });
    expect(lines).toHaveTextContent("€11,945");
    const methods = within(pane).getByRole("table", { name: "Lost revenue by each method" });
    expect(methods).toHaveTextContent("Expected − observed");
    expect(called("chart").at(-1)?.args).toMatchObject({ chart: "expected", scope: "inc-0412" });
    expect(await within(pane).findByText(/How €10,617 comes about/)).toBeInTheDocument();
    await userEvent.click(within(pane).getByRole("button", { name: "Engineering" }));
    expect(called("explain").at(-1)?.args).toEqual({
      key: "incident:inc-0412:labor:engineering",
      window: "",
    });
    await expectAccessible(document.body);
  });

  it("draw no expectation and compare no method where no revenue is reached", async () => {
    core.answer({ "incident.get": { ...fixtures.incident, methods: [] } });
    renderWindow("/incidents?incident=inc-0412");
    const pane = await screen.findByRole("article");
    await within(pane).findByText(/How €10,617 comes about/);
    expect(within(pane).queryByRole("table", { name: "Lost revenue by each method" })).toBeNull();
    expect(called("chart")).toEqual([]);
  });

  it("walk by arrow keys", async () => {
    const { router } = renderWindow("/incidents");
    const grid = await screen.findByRole("grid");
    await within(grid).findByText("INC-0412");
    grid.focus();
    await userEvent.keyboard("{ArrowDown}{ArrowUp}");
    await waitFor(() => expect(router.state.location.search).toEqual({ incident: "inc-0412" }));
  });

  it("filter in the core, and lead back from nothing", async () => {
    renderWindow("/incidents");
    await screen.findByRole("grid");
    press("/");
    await userEvent.keyboard("nothing");
    expect(await screen.findByText("No incident matches")).toBeInTheDocument();
    expect(called("incidents.page").at(-1)?.args).toMatchObject({ filter: "nothing" });
    await userEvent.click(
      screen.getAllByRole("button", { name: "Clear the filter" }).at(-1) as HTMLElement,
    );
    expect(await screen.findByText("INC-0412")).toBeInTheDocument();
  });

  it("save what was typed, and show an error at its field", async () => {
    core.refuse("incident.save", {
      message: "“32 Oct” is no day of October",
      hints: ["write 2026-10-31 20:14"],
      field: "resolved",
    });
    renderWindow("/incidents?incident=inc-0412");
    await userEvent.click(await screen.findByRole("button", { name: "Edit" }));
    const resolved = await screen.findByRole("textbox", { name: /Resolved/ });
    await userEvent.clear(resolved);
    await userEvent.type(resolved, "32 Oct");
    await userEvent.click(screen.getByRole("button", { name: "Save incident" }));
    await waitFor(() => expect(resolved).toHaveFocus());
    expect(resolved).toHaveAccessibleDescription(/32 Oct/);
    expect(resolved).toBeInvalid();
    expect(screen.getByRole("alert")).toHaveTextContent("write 2026-10-31 20:14");
    await expectAccessible(document.body);

    core.answer({ "incident.save": done });
    await userEvent.clear(resolved);
    await userEvent.click(screen.getByRole("button", { name: "Save incident" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    const saved = called("incident.save").at(-1)?.args as IncidentEdit;
    expect(saved).toEqual({ ...fixtures.edit, resolved: "" });
    expect(await screen.findByText("Incident INC-0412 changed")).toBeInTheDocument();
  });

  it("add and remove impacts and people without mixing up their fields", async () => {
    renderWindow("/incidents?incident=new");
    await userEvent.type(await screen.findByRole("textbox", { name: "Title" }), "New one");
    await userEvent.click(screen.getByRole("button", { name: "Add people" }));
    await userEvent.click(screen.getByRole("button", { name: "Add people" }));
    const minutes = screen.getAllByRole("textbox", { name: "Minutes each" });
    await userEvent.type(minutes[0] as HTMLElement, "10");
    await userEvent.type(minutes[1] as HTMLElement, "20");
    await userEvent.click(screen.getByRole("button", { name: "Remove entry 1" }));
    expect(screen.getByRole("textbox", { name: "Minutes each" })).toHaveValue("20");
    expect(screen.getByRole("button", { name: "Remove impact 1" })).toBeDisabled();
    await userEvent.click(screen.getByRole("button", { name: "Save incident" }));
    await waitFor(() => expect(called("incident.save")).toHaveLength(1));
    const saved = called("incident.save")[0]?.args as IncidentEdit;
    expect(saved.title).toBe("New one");
    expect(saved.labor.map((entry) => entry.minutes)).toEqual(["20"]);
  });

  it("delete with a way back", async () => {
    renderWindow("/incidents?incident=inc-0412");
    await userEvent.click(await screen.findByRole("button", { name: "Delete" }));
    await waitFor(() => expect(called("incident.delete")[0]?.args).toEqual({ id: "inc-0412" }));
    await userEvent.click(await screen.findByRole("button", { name: "Undo" }));
    await waitFor(() => expect(called("undo")).toHaveLength(1));
  });

  it("stand empty with a sentence and working buttons", async () => {
    core.answer({
      "incidents.page": {
        total: 0,
        matched: 0,
        longestLabel: 0,
        offset: 0,
        rows: [],
        summary: "",
        problem: "",
      },
    });
    renderWindow("/incidents");
    expect(await screen.findByRole("heading", { level: 1 })).toHaveTextContent("No incident yet");
    await userEvent.click(screen.getByRole("button", { name: "Add incident" }));
    expect(await screen.findByRole("dialog", { name: "New incident" })).toBeInTheDocument();
  });
});
