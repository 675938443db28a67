/** The screens of cost, availability and settings. */

import { screen, waitFor, within } from "@testing-library/react";
import events from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import type { Availability, Cost, Settings } from "../src/api";
import { installCore, type TestCore } from "./core";
import * as fixtures from "./fixtures";
import { expectAccessible, renderWindow } from "./render";

const perMinute = { unit: "/min", basis: "estimated", explain: "minute" } as const;

const cost: Cost = {
  headline: { sentence: "A minute of full outage costs about €110.", lead: "", missing: null },
  tiles: fixtures.overview.tiles.slice(0, 2),
  services: [
    {
      id: "checkout",
      name: "Checkout",
      revenue: fixtures.figure("€98", perMinute),
      team: fixtures.figure("€12", { ...perMinute, basis: "assumed" }),
      fullOutage: fixtures.figure("€110", { ...perMinute, range: "74–150" }),
      peak: fixtures.figure("€290", perMinute),
      peakAt: "Sun 20:00",
      observed: fixtures.figure("€120", perMinute),
      total: fixtures.figure("€54k", { basis: "estimated" }),
    },
  ],
  lines: fixtures.incident.lines,
  total: fixtures.incident.total,
  notes: ["2 incidents lie outside the revenue."],
};

const availability: Availability = {
  headline: { sentence: "Checkout is 157 minutes over its budget.", lead: "", missing: null },
  window: "1 Nov 2025 – 31 Oct 2026, 365 days",
  services: [
    fixtures.service("Checkout", "99.87 %"),
    fixtures.service("Search", "99.93 %", {
      state: "ok",
      verdict: "Met",
      caveat: "90 days at 99.99 % allows 13 min: one 15-minute incident decides it.",
    }),
  ],
  notes: ["Checkout at 99.99 % is more than its dependencies allow."],
};

const settings: Settings = {
  ...fixtures.settings,
  currencies: ["EUR", "GBP"],
  zones: ["Europe/Berlin", "UTC"],
};

const missing = (sentence: string) => ({ sentence, lead: "", missing: "Import revenue." });
const done = { id: "checkout", label: "Checkout changed", skipped: [] };

// Walking up every element for `pointer-events` takes longer than the test itself.
const userEvent = events.setup({ pointerEventsCheck: 0, delay: null });

let core: TestCore;

beforeEach(() => {
  window.__ninefoldSave = "/home/someone/copy.ninefold";
  core = installCore({
    "workspace.status": fixtures.status,
    "workspace.backup": { path: "/home/someone/copy.ninefold", rows: 0 },
    chart: ({ chart }) => ({ ...fixtures.chart, title: chart }),
    explain: fixtures.explanation,
    cost,
    availability,
    settings,
    undo: done,
    "settings.save": done,
    "service.save": done,
    "service.delete": done,
    "tier.save": done,
    "role.save": done,
    "stream.save": done,
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
const type = async (name: string, text: string) => {
  await userEvent.clear(field(name));
  await userEvent.type(field(name), text);
};

describe("cost", () => {
  it("shows each figure with how it comes about, and is accessible", async () => {
    renderWindow("/cost");
    await screen.findByRole("heading", { level: 1, name: /€110/ });
    await screen.findAllByRole("application");
    await expectAccessible(document.body);
    await userEvent.click(button(/^Checkout, Full outage €110 \/min/));
    expect(await screen.findByRole("dialog")).toBeInTheDocument();
    expect(called("explain")).toEqual([{ key: "minute", window: "" }]);
  });

  it("explains a line of the total", async () => {
    renderWindow("/cost");
    const line = await screen.findByRole("button", { name: cost.lines[0]?.label ?? "" });
    await userEvent.click(line);
    await waitFor(() =>
      expect(called("explain")).toEqual([{ key: cost.lines[0]?.explain, window: "" }]),
    );
  });

  it("works from three numbers without any data", async () => {
    core.answer({ cost: { ...cost, headline: missing("What a minute costs is not known yet.") } });
    renderWindow("/cost");
    expect(await screen.findByText("Fill in the three numbers.")).toBeInTheDocument();
    await userEvent.type(field("Revenue in a year"), "10,000,000");
    await userEvent.type(field("People on it"), "8");
    expect(called("cost.quick")).toEqual([]);
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
    await userEvent.type(field("Revenue in a year"), "1");
    await userEvent.type(field("Their loaded rate"), "1");
    await userEvent.type(field("People on it"), "many");
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

describe("availability", () => {
  it("shows the worst service's charts until another is chosen", async () => {
    const { router } = renderWindow("/availability");
    await screen.findByRole("heading", { level: 2, name: "Error budget of Checkout" });
    expect(screen.getByText(/one 15-minute incident decides it/)).toBeInTheDocument();
    await screen.findAllByRole("application");
    await expectAccessible(document.body);
    await userEvent.click(button("Show the charts of Search"));
    await screen.findByRole("heading", { level: 2, name: "Error budget of Search" });
    expect(router.state.location.search).toMatchObject({ service: "search" });
    expect(called("chart")).toContainEqual(
      expect.objectContaining({ chart: "budget", scope: "search" }),
    );
  });

  it("sets the target of one service, keeping the rest of it", async () => {
    renderWindow("/availability");
    await userEvent.click(await screen.findByRole("button", { name: "Set target of Checkout…" }));
    await screen.findByRole("dialog");
    expect(screen.getByRole("radio", { name: "this service only" })).toBeChecked();
    await type("Availability target", "99.95 %");
    await userEvent.click(button("Save"));
    await waitFor(() =>
      expect(called("service.save")).toEqual([
        { ...settings.services[0]?.edit, target: "99.95 %" },
      ]),
    );
    expect(called("tier.save")).toEqual([]);
    await screen.findByText(/Target of Checkout: 99\.9 % → 99\.95 %, 1 service/);
    await userEvent.click(await screen.findByRole("button", { name: "Undo" }));
    expect(called("undo")).toHaveLength(1);
  });

  it("sets the target of the tier, and says at the field what does not read", async () => {
    core.refuse("tier.save", { message: "“huh” is not a share", field: "target" });
    renderWindow("/availability");
    await userEvent.click(
      await screen.findByRole("button", { name: /^Set the target of Checkout/ }),
    );
    await screen.findByRole("dialog");
    await userEvent.click(
      screen.getByRole("radio", { name: "tier 1 Critical: changes 1 service" }),
    );
    await type("Availability target", "huh");
    await userEvent.click(button("Save"));
    await waitFor(() =>
      expect(field("Availability target")).toHaveAccessibleDescription("“huh” is not a share"),
    );
    expect(field("Availability target")).toHaveFocus();
    expect(called("tier.save")).toEqual([{ ...settings.tiers[0], target: "huh" }]);
  });

  it("says what is missing, and offers it", async () => {
    core.answer({ availability: { ...availability, headline: missing("Not known yet.") } });
    renderWindow("/availability");
    expect(await screen.findByText("Import revenue.")).toBeInTheDocument();
    expect(button("Import…")).toBeEnabled();
    expect(button("Add an incident")).toBeEnabled();
  });
});

describe("settings", () => {
  it("saves the choices once they differ, with the way back", async () => {
    renderWindow("/settings");
    await screen.findByRole("heading", { level: 1, name: /EUR/ });
    expect(screen.queryByText("Not saved yet")).not.toBeInTheDocument();
    await expectAccessible(document.body);
    await type("Default target", "99.5 %");
    expect(screen.getByText("Not saved yet")).toBeInTheDocument();
    await userEvent.click(button("Save"));
    await waitFor(() =>
      expect(called("settings.save")).toEqual([{ ...settings.edit, defaultTarget: "99.5 %" }]),
    );
    await userEvent.click(await screen.findByRole("button", { name: "Undo" }));
    expect(called("undo")).toHaveLength(1);
  });

  it("discards what was typed", async () => {
    renderWindow("/settings");
    await screen.findByRole("heading", { level: 1, name: /EUR/ });
    await type("Default target", "1 %");
    await userEvent.click(button("Discard"));
    expect(field("Default target")).toHaveValue("99.9 %");
  });

  it("says at a line of a list what is wrong with it", async () => {
    core.refuse("settings.save", { message: "above 100 %", field: "severities.1.impact" });
    renderWindow("/settings");
    await screen.findByRole("heading", { level: 1, name: /EUR/ });
    await type("Impact of SEV2", "700 %");
    await userEvent.click(button("Save"));
    await waitFor(() => expect(field("Impact of SEV2")).toHaveFocus());
    expect(field("Impact of SEV2")).toHaveAccessibleDescription("above 100 %");
  });

  it("does not delete what something hangs on, and says why", async () => {
    renderWindow("/settings");
    await userEvent.click(await screen.findByRole("button", { name: "Checkout" }));
    const drawer = within(await screen.findByRole("dialog"));
    expect(drawer.getByRole("button", { name: "Delete the service" })).toBeDisabled();
    expect(drawer.getByText(settings.services[0]?.pinned ?? "none")).toBeInTheDocument();
    await expectAccessible(screen.getByRole("dialog"));
  });

  it("saves a service with a dependency", async () => {
    const [row] = settings.services;
    if (!row) throw new Error("the fixture has no service");
    const search = { ...row, edit: { ...row.edit, id: "search", name: "Search" }, pinned: "" };
    core.answer({ settings: { ...settings, services: [row, search] } });
    renderWindow("/settings");
    await userEvent.click(await screen.findByRole("button", { name: "Search" }));
    await screen.findByRole("dialog");
    await userEvent.click(button("Add a dependency"));
    await userEvent.click(button(/Service$/));
    await userEvent.click(await screen.findByRole("option", { name: "Checkout" }));
    await userEvent.click(button("Save"));
    await waitFor(() =>
      expect(called("service.save")).toEqual([
        { ...search.edit, dependencies: [{ on: "checkout", kind: "hard", share: "" }] },
      ]),
    );
  });

  it("adds a role to the rate card", async () => {
    renderWindow("/settings");
    await userEvent.click(await screen.findByRole("button", { name: "Add a role" }));
    await screen.findByRole("dialog");
    await userEvent.type(field("Role"), "On-call");
    await userEvent.type(field("Loaded rate"), "110.50{Enter}");
    await waitFor(() =>
      expect(called("role.save")).toEqual([
        { id: "", name: "On-call", group: "engineering", rate: "110.50", used: 0 },
      ]),
    );
  });

  it("writes a copy of the workspace", async () => {
    renderWindow("/settings");
    await userEvent.click(await screen.findByRole("button", { name: "Save a copy…" }));
    expect(
      await screen.findByText("Saved a copy to /home/someone/copy.ninefold"),
    ).toBeInTheDocument();
  });
});
