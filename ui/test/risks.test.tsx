/** The register of risks: ranked against a budget, typed as ranges, suggested by history. */

import { screen, waitFor, within } from "@testing-library/react";
import events from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { installCore, type TestCore } from "./core";
import * as fixtures from "./fixtures";
import { expectAccessible, renderWindow } from "./render";
import { preview, riskEdit, risks, suggestions } from "./tiersAnswers";

const done = { id: "new-id", label: "Done", skipped: [] };

// Walking up every element for `pointer-events` takes longer than the test itself.
const userEvent = events.setup({ pointerEventsCheck: 0, delay: null });

let core: TestCore;

beforeEach(() => {
  core = installCore({
    "workspace.status": fixtures.status,
    chart: fixtures.chart,
    settings: fixtures.settings,
    tiers: preview,
    risks: ({ by }) => ({ ...risks, by }),
    "risks.suggest": suggestions,
    "risks.accept": done,
    "risk.get": ({ id }) => ({ ...riskEdit, id, name: id && riskEdit.name }),
    "risk.save": done,
    "risk.delete": done,
  });
});

const called = (command: string) =>
  core.calls.filter((call) => call.command === command).map(({ args }) => args);
const button = (name: string | RegExp) => screen.getByRole("button", { name });
const register = () => screen.findByRole("table", { name: "Risks against the budget" });

async function openRisk() {
  renderWindow("/tiers?part=risks&risk=provider");
  const dialog = await screen.findByRole("dialog", { name: "Provider silent" });
  await within(dialog).findByRole("textbox", { name: "In one line" });
  return within(dialog);
}

describe("the register", () => {
  it("says of each risk in a word how it stands to the budget, and is accessible", async () => {
    renderWindow("/tiers?part=risks");
    const table = await register();
    await screen.findByText("Provider outage");
    const verdicts = within(table)
      .getAllByRole("row")
      .slice(1)
      .map((row) => row.querySelector("td:last-child")?.textContent);
    expect(verdicts).toEqual(["Breaks it alone", "Too big", "Does not fit", "Fits", "Not counted"]);
    expect(within(table).getByText("low end above high end")).toBeInTheDocument();
    expect(screen.getByText("99.9 % · 525.6 min a year · target of Checkout")).toBeInTheDocument();
    await expectAccessible(document.body);
  });

  it("is ranked by loss, for a service, against any target, all in its address", async () => {
    const { router } = renderWindow("/tiers?part=risks&service=checkout");
    await register();
    await userEvent.click(screen.getByRole("radio", { name: "Expected loss" }));
    await userEvent.click(screen.getByRole("radio", { name: "99.99 %" }));
    expect(router.state.location.search).toMatchObject({ by: "loss", target: "99.99 %" });
    await waitFor(() =>
      expect(called("risks").at(-1)).toEqual({
        service: "checkout",
        target: "99.99 %",
        by: "loss",
        limit: 200,
      }),
    );
    await userEvent.type(screen.getByRole("textbox", { name: "Another target" }), "99.97{Enter}");
    await waitFor(() => expect(called("risks").at(-1)).toMatchObject({ target: "99.97" }));
    await userEvent.click(screen.getByRole("radio", { name: "Own target" }));
    expect(router.state.location.search).toEqual({
      part: "risks",
      service: "checkout",
      by: "loss",
    });
  });

  it("draws a few rows of ten thousand, and reads the others in windows", async () => {
    const [first] = risks.rows;
    if (!first) throw new Error("the fixture has a risk");
    const many = (offset: number, limit: number) =>
      Array.from({ length: limit }, (_, n) => ({
        ...first,
        id: `risk-${offset + n}`,
        name: `Risk ${offset + n}`,
      }));
    core.answer({
      risks: { ...risks, rows: many(0, 200), total: 10_000 },
      "risks.rows": ({ offset, limit }) => ({ rows: many(offset, limit), total: 10_000 }),
    });
    const { router } = renderWindow("/tiers?part=risks");
    const grid = await screen.findByRole("grid", { name: "Risks against the budget" });
    await within(grid).findByText("Risk 0");
    expect(grid).toHaveAttribute("aria-rowcount", "10001");
    expect(within(grid).getAllByRole("row").length).toBeLessThan(100);
    expect(screen.queryByRole("table", { name: "Risks against the budget" })).toBeNull();
    grid.focus();
    await userEvent.keyboard("{End}{Enter}");
    await within(grid).findByText("Risk 9999");
    await userEvent.keyboard("{Enter}");
    await waitFor(() => expect(router.state.location.search).toMatchObject({ risk: "risk-9999" }));
    expect(called("risks.rows").at(-1)).toMatchObject({ offset: 9_800, limit: 200 });
  });

  it("says at the target what is wrong with it", async () => {
    renderWindow("/tiers?part=risks");
    await register();
    core.refuse("risks", { message: "“much” is not an availability", field: "target" });
    const other = screen.getByRole("textbox", { name: "Another target" });
    await userEvent.type(other, "much{Enter}");
    await waitFor(() =>
      expect(screen.getByRole("textbox", { name: "Another target" })).toHaveAccessibleDescription(
        "“much” is not an availability",
      ),
    );
  });

  it("has a sentence and a working button while it is empty", async () => {
    core.answer({
      risks: {
        ...risks,
        rows: [],
        headline: { sentence: "The register is empty.", lead: "", missing: "Add what can fail." },
      },
    });
    renderWindow("/tiers?part=risks");
    await screen.findByText("The register is empty.");
    await userEvent.click(button("Add a risk"));
    expect(await screen.findByRole("dialog", { name: "New risk" })).toBeInTheDocument();
  });
});

describe("a workspace without services", () => {
  it("leads to the first of them, not to a form that cannot be filled in", async () => {
    core.answer({
      risks: {
        ...risks,
        rows: [],
        services: risks.services.slice(0, 1),
        headline: { sentence: "The register is empty.", lead: "", missing: "Add what can fail." },
      },
      "risks.suggest": { rows: [], notes: ["How."] },
    });
    const { router } = renderWindow("/tiers?part=risks");
    await screen.findByText(/there is none yet/);
    expect(
      await screen.findByText(/A suggestion takes an incident that counts/),
    ).toBeInTheDocument();
    expect(screen.queryByText("How.")).toBeNull();
    await userEvent.click(button("Add a service"));
    await waitFor(() => expect(router.state.location.pathname).toBe("/settings"));
  });
});

describe("a risk", () => {
  it("keeps what was learned until a range replaces it", async () => {
    const drawer = await openRisk();
    await expectAccessible(screen.getByRole("dialog"));
    const frequency = drawer.getByRole("group", { name: "Events a year" });
    expect(frequency).toHaveAccessibleDescription(/learned from 4.5 events in 1.4 years/);
    await userEvent.click(drawer.getByRole("button", { name: "Save" }));
    await waitFor(() => expect(called("risk.save")).toEqual([riskEdit]));
  });

  it("takes a range with its distribution named, without turning it into another", async () => {
    const drawer = await openRisk();
    const frequency = within(drawer.getByRole("group", { name: "Events a year" }));
    await userEvent.click(frequency.getByRole("button"));
    await userEvent.click(await screen.findByRole("option", { name: "low, likely, high (PERT)" }));
    for (const [end, text] of [
      ["Low", "1"],
      ["Likely", "2"],
      ["High", "6"],
    ]) {
      await userEvent.type(frequency.getByRole("textbox", { name: end ?? "" }), text ?? "");
    }
    await userEvent.click(drawer.getByRole("button", { name: "Save" }));
    await waitFor(() =>
      expect(called("risk.save")).toMatchObject([
        { frequency: { kind: "three-point", low: "1", likely: "2", high: "6" } },
      ]),
    );
  });

  it("says at an end of a range what is wrong with it", async () => {
    core.refuse("risk.save", { message: "found 300; expected at most 240", field: "repair.low" });
    const drawer = await openRisk();
    await userEvent.click(drawer.getByRole("button", { name: "Save" }));
    const repair = drawer.getByRole("group", { name: "Minutes from there until users are well" });
    const low = within(repair).getByRole("textbox", { name: "Low" });
    await waitFor(() => expect(low).toHaveAccessibleDescription("found 300; expected at most 240"));
    expect(low).toHaveFocus();
  });

  it("is deleted, and the address forgets it", async () => {
    const drawer = await openRisk();
    await userEvent.click(drawer.getByRole("button", { name: "Delete the risk" }));
    await waitFor(() => expect(called("risk.delete")).toEqual([{ id: "provider" }]));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  });
});

describe("what history suggests", () => {
  it("is taken into the register only when chosen", async () => {
    renderWindow("/tiers?part=risks");
    await screen.findByText("7 incidents in 1.2 years");
    expect(button("Take into the register")).toBeDisabled();
    expect(screen.getByText("pools with “Provider silent”")).toBeInTheDocument();
    await userEvent.click(
      screen.getByRole("checkbox", { name: "Take Provider outage into the register" }),
    );
    await userEvent.click(button("Take 1 risk into the register"));
    await waitFor(() => expect(called("risks.accept")).toEqual([{ keys: ["checkout/provider"] }]));
  });
});
