/** The cost screen: what it costs, the reconciliation, the fault lines, the export. */

import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import events from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { installCore, type TestCore } from "./core";
import * as fixtures from "./fixtures";
import { expectAccessible, renderWindow } from "./render";
import { cost, cuts, TOTAL } from "./wholeCost";

const perMinute = { unit: "/min", basis: "estimated", explain: "minute" } as const;

const missing = (sentence: string) => ({ sentence, lead: "", missing: "Import revenue." });

// Walking up every element for `pointer-events` takes longer than the test itself.
const userEvent = events.setup({ pointerEventsCheck: 0, delay: null });

let core: TestCore;

beforeEach(() => {
  window.__ninefoldSave = "/home/someone/costs.json";
  core = installCore({
    "workspace.status": fixtures.status,
    chart: ({ chart }) => ({ ...fixtures.chart, title: chart }),
    explain: fixtures.explanation,
    cost,
    "cost.cuts": cuts,
    "cost.export": ({ path }) => ({ path, rows: 1204 }),
    "cost.quick": ({ people }) => ({
      revenue: fixtures.figure("€19.03", perMinute),
      team: fixtures.figure("€12.00", perMinute),
      total: fixtures.figure("€31.03", { ...perMinute, explain: "" }),
      formula: `10,000,000 ÷ 525,600 min + ${people} × 90 ÷ 60`,
    }),
  });
});

const called = (command: string) =>
  core.calls.filter((call) => call.command === command).map(({ args }) => args);
const button = (name: string | RegExp) => screen.getByRole("button", { name });
const field = (name: string) => screen.getByRole("textbox", { name });

describe("what it costs", () => {
  it("says with the total what it lacks, and hides its amounts with the others", async () => {
    renderWindow("/cost");
    const alert = await screen.findByText(/^Not in these figures: 1 amount \(US\$20\.00\)/);
    expect(alert.closest("li")).toHaveTextContent(/^Not counted/);
    fireEvent.keyDown(document.body, { key: "h", ctrlKey: true, shiftKey: true });
    await waitFor(() => expect(alert).not.toHaveTextContent("20.00"));
  });

  it("shows each figure with how it comes about, and is accessible", async () => {
    renderWindow("/cost");
    await screen.findByRole("heading", { level: 1, name: /€110/ });
    await screen.findAllByRole("application");
    expect(screen.getByText("no downtime")).toBeInTheDocument();
    await expectAccessible(document.body);
    await userEvent.click(button(/^Checkout, Full outage €110 \/min/));
    expect(await screen.findByRole("dialog")).toBeInTheDocument();
    expect(called("explain")).toEqual([{ key: "minute", window: "" }]);
    expect(called("cost.cuts")).toEqual([]);
  });

  it("explains a line of the total", async () => {
    renderWindow("/cost");
    const line = await screen.findByRole("button", { name: cost.lines[0]?.label ?? "" });
    await userEvent.click(line);
    await waitFor(() =>
      expect(called("explain")).toEqual([{ key: cost.lines[0]?.explain, window: "" }]),
    );
  });

  it("draws what lowers the cost leftwards, as an outline", async () => {
    renderWindow("/cost");
    const name = await screen.findByRole("button", { name: "Less recaptured" });
    const bars = (text: HTMLElement) => text.closest("tr")?.querySelectorAll("rect") ?? [];
    const [lowering] = bars(name);
    const [raising] = bars(button("Lost revenue"));
    const [next] = bars(button("Engineering"));
    const edges = (bar: Element | undefined) => {
      const left = Number(bar?.getAttribute("x"));
      return [left, left + Number(bar?.getAttribute("width"))];
    };
    expect(lowering).toHaveAttribute("fill", "var(--surface)");
    expect(raising).toHaveAttribute("fill", "var(--chart-1)");
    expect(edges(lowering)[1]).toBeCloseTo(edges(raising)[1] ?? 0);
    expect(edges(lowering)[0]).toBeCloseTo(edges(next)[0] ?? 0);
  });

  it("puts the methods side by side and marks the one that the lines follow", async () => {
    renderWindow("/cost");
    const rows = (await screen.findAllByRole("row")).filter((one) =>
      /Impact × expected|Expected − observed/.test(one.textContent ?? ""),
    );
    expect(rows.map((one) => one.textContent?.includes("in the lines"))).toEqual([true, false]);
    expect(rows[1]).toHaveTextContent("nothing came back");
    expect(screen.getByRole("link", { name: "Change the method" })).toHaveAttribute(
      "href",
      expect.stringContaining("/settings"),
    );
  });

  it("works from three numbers without any data", async () => {
    core.answer({ cost: { ...cost, headline: missing("What a minute costs is not known yet.") } });
    renderWindow("/cost");
    expect(await screen.findByText("Fill in the three numbers.")).toBeInTheDocument();
    await userEvent.type(field("Revenue in a year"), "10,000,000");
    await userEvent.type(field("People on it"), "8");
    expect(screen.queryByText("€31.03")).not.toBeInTheDocument();
    await userEvent.type(field("Their loaded rate"), "90");
    expect(await screen.findByText("€31.03")).toBeInTheDocument();
    expect(screen.getByText(/\+ 8 × 90 ÷ 60/)).toBeInTheDocument();
    expect(called("cost.quick").at(-1)).toEqual({
      revenueAYear: "10,000,000",
      people: "8",
      rate: "90",
      currency: "EUR",
    });
  });

  it("says at a number what is wrong with it, and shows no answer", async () => {
    core.refuse("cost.quick", { message: "“many” is not a number", field: "people" });
    renderWindow("/cost");
    await screen.findByText("Fill in the three numbers.");
    // What was typed before is still there; a number that is being typed is not wrong yet.
    expect(field("Revenue in a year")).toHaveValue("10,000,000");
    await userEvent.clear(field("Revenue in a year"));
    await userEvent.clear(field("Their loaded rate"));
    await userEvent.clear(field("People on it"));
    await userEvent.type(field("People on it"), "many");
    expect(field("People on it")).not.toHaveAccessibleDescription("“many” is not a number");
    await userEvent.tab();
    await waitFor(() =>
      expect(field("People on it")).toHaveAccessibleDescription("“many” is not a number"),
    );
    expect(screen.queryByText("€31.03")).not.toBeInTheDocument();
  });

  it("asks for the window of the address", async () => {
    renderWindow("/cost?window=rolling-90");
    await screen.findByRole("heading", { level: 1, name: /€110/ });
    expect(called("cost")).toEqual([{ window: "rolling-90" }]);
  });
});

describe("the reconciliation", () => {
  it("says that every cut adds up to one total, and shows one of them with its total", async () => {
    const { router } = renderWindow("/cost");
    await userEvent.click(await screen.findByRole("radio", { name: "Reconciliation" }));
    expect(router.state.location.search).toEqual({ part: "reconciliation" });
    expect(await screen.findByText(cuts.reconciled)).toBeInTheDocument();
    expect(screen.getByText("Adds up")).toBeInTheDocument();
    const table = screen.getByRole("table", { name: "By service" });
    const totals = within(table).getAllByRole("row");
    expect(totals.at(-1)).toHaveTextContent(TOTAL);
    await screen.findAllByRole("application");
    expect(called("chart").at(-1)).toMatchObject({ chart: "costByMonth", window: "" });
    await expectAccessible(document.body);
  });

  it("cuts by what is chosen, and opens a row by pointer or key", async () => {
    const { router } = renderWindow("/cost?part=reconciliation&window=rolling-90");
    await userEvent.click(await screen.findByRole("radio", { name: "Incident" }));
    expect(router.state.location.search).toMatchObject({ cut: "incident" });
    const table = await screen.findByRole("table", { name: "By incident" });
    expect(within(table).getByRole("link", { name: "INC-0412" })).toHaveAttribute(
      "href",
      expect.stringContaining("incident=inc-0412"),
    );
    // What stands for many is no incident to go to.
    expect(within(table).queryByRole("link", { name: "46 more" })).toBeNull();
    expect(table.querySelectorAll("rect")).toHaveLength(1);
    within(table)
      .getByRole("button", { name: /INC-0412, Total €13,619.00/ })
      .focus();
    await userEvent.keyboard("{Enter}");
    await screen.findByRole("dialog");
    expect(called("explain")).toEqual([{ key: "cut:inc-0412", window: "rolling-90" }]);
    await userEvent.keyboard("{Escape}");
    await userEvent.click(within(table).getByText("Payment provider timeouts"));
    await screen.findByRole("dialog");
    await userEvent.keyboard("{Escape}");
    await userEvent.click(within(table).getByText("46 more"));
    expect(called("explain")).toHaveLength(1);
    expect(screen.queryByRole("dialog")).toBeNull();
  });

  it("draws a share below zero as an outline left of it", async () => {
    renderWindow("/cost?part=reconciliation");
    const table = await screen.findByRole("table", { name: "By service" });
    const bars = [...table.querySelectorAll("rect")];
    expect(bars.map((bar) => bar.getAttribute("fill"))).toEqual([
      "var(--chart-1)",
      "var(--chart-1)",
      "var(--surface)",
    ]);
    const [left, width] = ["x", "width"].map((name) => Number(bars[2]?.getAttribute(name)));
    expect((left ?? 0) + (width ?? 0)).toBeCloseTo(Number(bars[0]?.getAttribute("x")));
  });

  it("does not hide that it fails to add up", async () => {
    core.answer({ "cost.cuts": { ...cuts, equal: false } });
    renderWindow("/cost?part=reconciliation");
    expect(await screen.findByText("Does not add up")).toBeInTheDocument();
  });

  it("has a sentence and a working button where there is nothing to divide", async () => {
    core.answer({ "cost.cuts": { ...cuts, headline: missing("No incident in this window.") } });
    const { router } = renderWindow("/cost?part=faults");
    expect(await screen.findByText("No incident in this window.")).toBeInTheDocument();
    expect(screen.getAllByRole("heading", { level: 1 })).toHaveLength(1);
    core.refuse("incidents.page", { message: "not here" });
    await userEvent.click(button("Add an incident"));
    await waitFor(() => expect(router.state.location.pathname).toBe("/incidents"));
  });

  it("takes hidden amounts off the page", async () => {
    renderWindow("/cost?part=reconciliation");
    await screen.findByText(cuts.reconciled);
    await screen.findAllByRole("application");
    expect(document.body).toHaveTextContent(TOTAL);
    fireEvent.keyDown(document.body, { key: "H", ctrlKey: true, shiftKey: true });
    await waitFor(() => expect(document.body.innerHTML).not.toMatch(/€\d/));
    expect(document.body).toHaveTextContent("66 %");
  });
});

describe("the fault lines", () => {
  it("count and cost by cause and by recovery, side by side", async () => {
    renderWindow("/cost?part=faults");
    const causes = await screen.findByRole("table", { name: "By cause" });
    expect(
      within(causes)
        .getAllByRole("columnheader")
        .map((head) => head.textContent),
    ).toEqual(["Cause", "Incidents", "Total", "Share"]);
    expect(causes).toHaveTextContent("configuration21€44,000.0054 %");
    expect(screen.getByText("Divided.")).toBeInTheDocument();
    expect(screen.getByRole("heading", { level: 2, name: "By recovery" })).toBeInTheDocument();
    expect(screen.getByText("Nothing to divide in this window.")).toBeInTheDocument();
    await expectAccessible(document.body);
  });
});

describe("the export", () => {
  it("writes the window's lines where the person says, by button and by key", async () => {
    renderWindow("/cost?window=month");
    await userEvent.click(await screen.findByRole("button", { name: /^Export…/ }));
    expect(
      await screen.findByText("1,204 lines written to /home/someone/costs.json"),
    ).toBeInTheDocument();
    fireEvent.keyDown(document.body, { key: "e", ctrlKey: true });
    await waitFor(() => expect(called("cost.export")).toHaveLength(2));
    const args = { path: "/home/someone/costs.json", window: "month" };
    expect(called("cost.export")).toEqual([args, args]);
  });

  it("writes nothing when the dialog is closed, and says what went wrong", async () => {
    delete window.__ninefoldSave;
    renderWindow("/cost");
    await userEvent.click(await screen.findByRole("button", { name: /^Export…/ }));
    expect(called("cost.export")).toEqual([]);
    window.__ninefoldSave = "/nowhere/x.csv";
    core.refuse("cost.export", { message: "there is no /nowhere", hints: ["Choose another."] });
    await userEvent.click(button(/^Export…/));
    expect(await screen.findByText("there is no /nowhere Choose another.")).toBeInTheDocument();
  });
});
