/** The availability screen: targets, signs, timelines, growth. And the signs of the overview. */

import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import events from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import type { EvidenceRow } from "../src/api";
import { installCore, type TestCore } from "./core";
import * as fixtures from "./fixtures";
import { expectAccessible, renderWindow } from "./render";
import { availability, signs } from "./wholeCost";

const missing = (sentence: string) => ({ sentence, lead: "", missing: "Import incidents." });
const done = { id: "checkout", label: "Checkout changed", skipped: [] };

// Walking up every element for `pointer-events` takes longer than the test itself.
const userEvent = events.setup({ pointerEventsCheck: 0, delay: null });

let core: TestCore;

beforeEach(() => {
  core = installCore({
    "workspace.status": fixtures.status,
    chart: ({ chart }) => ({ ...fixtures.chart, title: chart }),
    explain: fixtures.explanation,
    settings: fixtures.settings,
    overview: fixtures.overview,
    availability,
    signs,
    undo: done,
    "service.save": done,
    "tier.save": done,
    "threshold.save": { ...done, label: "Threshold changed" },
    "phase.answer": { ...done, label: "Answer changed" },
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

describe("targets", () => {
  it("show the worst service's charts until another is chosen", async () => {
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
    expect(called("signs")).toEqual([]);
  });

  it("say what bounds the service that is looked at", async () => {
    renderWindow("/availability");
    await screen.findByRole("heading", { level: 1 });
    const row = () => screen.getByText("Its dependencies allow").closest("tr");
    expect(row()).toHaveTextContent(/99\.80–99\.92 %.*99\.95 %.*Around the clock.*mobile 99\.77 %/);
    await userEvent.click(button("Show the charts of Search"));
    expect(row()).toHaveTextContent(/leans on nothing.*Mon–Fri 09:00–17:00/);
    expect(row()).not.toHaveTextContent("can perceive");
  });

  it("call out what asks for a decision, with the way to settle it", async () => {
    renderWindow("/availability");
    const concerns = within(
      await screen.findByRole("region", { name: "What asks for a decision" }),
    ).getAllByRole("listitem");
    const [impossible, tier] = concerns.map((item) => within(item));
    expect(impossible?.getByText("Out of reach")).toBeInTheDocument();
    expect(tier?.getByRole("link", { name: "Open Settings" })).toBeInTheDocument();
    expect(tier?.queryByRole("button")).toBeNull();
    await userEvent.click(
      impossible?.getByRole("button", { name: /how it comes about/ }) as HTMLElement,
    );
    await screen.findByRole("dialog");
    expect(called("explain")).toEqual([{ key: "ceiling:checkout", window: "" }]);
    await userEvent.keyboard("{Escape}");
    await userEvent.click(
      impossible?.getByRole("button", { name: "Set target of Checkout…" }) as HTMLElement,
    );
    expect(await screen.findByRole("dialog", { name: "Target of Checkout" })).toBeInTheDocument();
  });

  it("set the target of one service, keeping the rest of it", async () => {
    renderWindow("/availability");
    const [set] = await screen.findAllByRole("button", { name: "Set target of Checkout…" });
    await userEvent.click(set as HTMLElement);
    await screen.findByRole("dialog");
    expect(screen.getByRole("radio", { name: "this service only" })).toBeChecked();
    await type("Availability target", "99.95 %");
    await userEvent.click(button("Save"));
    await waitFor(() =>
      expect(called("service.save")).toEqual([
        { ...fixtures.settings.services[0]?.edit, target: "99.95 %" },
      ]),
    );
    expect(called("tier.save")).toEqual([]);
    await screen.findByText(/Target of Checkout: 99\.9 % → 99\.95 %, 1 service/);
    await userEvent.click(await screen.findByRole("button", { name: "Undo" }));
    expect(called("undo")).toHaveLength(1);
  });

  it("set the target of the tier, and say at the field what does not read", async () => {
    core.refuse("tier.save", { message: "“huh” is not a share", field: "target" });
    renderWindow("/availability");
    await userEvent.click(
      await screen.findByRole("button", { name: "Set the target of Checkout, 99.9 %" }),
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
    expect(called("tier.save")).toEqual([{ ...fixtures.settings.tiers[0], target: "huh" }]);
  });

  it("say what is missing, and offer it", async () => {
    core.answer({ availability: { ...availability, headline: missing("Not known yet.") } });
    renderWindow("/availability");
    expect(await screen.findByText("Import incidents.")).toBeInTheDocument();
    expect(button("Import…")).toBeEnabled();
    expect(button("Add an incident")).toBeEnabled();
  });
});

describe("signs", () => {
  it("stand worst first and open by key to evidence, what to do and their threshold", async () => {
    const { router } = renderWindow("/availability");
    await userEvent.click(await screen.findByRole("radio", { name: "Signs" }));
    expect(await screen.findByRole("heading", { level: 1 })).toHaveTextContent("by hand");
    expect(screen.getByText(signs.window)).toBeInTheDocument();
    const names = screen.getAllByRole("rowheader").map((head) => head.textContent);
    expect(names).toEqual(signs.signs.map(({ label }) => label));
    const sign = button("Detected by customers");
    expect(sign).toHaveAttribute("aria-expanded", "false");
    sign.focus();
    await userEvent.keyboard("{Enter}");
    expect(button("Detected by customers")).toHaveAttribute("aria-expanded", "true");
    expect(router.state.location.search).toEqual({
      part: "signs",
      sign: "detected-by-customers",
    });
    expect(screen.getByText(/so that monitoring is first/)).toBeInTheDocument();
    expect(screen.getByText("1 of 12 incidents")).toBeInTheDocument();
    expect(screen.getByRole("link", { name: "INC-0412" })).toHaveAttribute(
      "href",
      expect.stringContaining("/incidents?incident=inc-0412"),
    );
    await expectAccessible(document.body);
    await userEvent.keyboard("{Enter}");
    expect(screen.queryByText(/so that monitoring is first/)).toBeNull();
    expect(router.state.location.search).toEqual({ part: "signs" });
  });

  it("show the first rows of much evidence, and all of it when asked", async () => {
    const evidence = Array.from(
      { length: 30 },
      (_, index): EvidenceRow => ({
        id: `s${index}`,
        kind: index === 0 ? "month" : "service",
        label: `Service ${index}`,
        text: "has no owner",
        when: "",
      }),
    );
    core.answer({ signs: { ...signs, signs: [fixtures.sign("No owner", "30", { evidence })] } });
    renderWindow("/availability?part=signs&sign=no-owner");
    expect(await screen.findByText("Service 0")).toBeInTheDocument();
    expect(screen.queryByRole("link", { name: "Service 0" })).toBeNull();
    expect(screen.getByRole("link", { name: "Service 7" })).toHaveAttribute(
      "href",
      expect.stringContaining("service=s7"),
    );
    expect(screen.queryByText("Service 8")).toBeNull();
    await userEvent.click(button("Show all 30"));
    expect(screen.getByText("Service 29")).toBeInTheDocument();
    await userEvent.click(button("Show fewer"));
    expect(screen.queryByText("Service 8")).toBeNull();
  });

  it("take a threshold, say at its field what is wrong, and go back to the default", async () => {
    const own = fixtures.sign("Detected by customers", "28 %", { isDefault: false });
    core.answer({ signs: { ...signs, signs: [own] } });
    core.refuse("threshold.save", { message: "must be above the warning", field: "alarm" });
    renderWindow("/availability?part=signs&sign=detected-by-customers");
    await userEvent.click(await screen.findByRole("button", { name: "Edit the threshold" }));
    expect(field("Warns at")).toHaveFocus();
    await type("Warns at", "30 %");
    await type("Alarms at", "10 %{Enter}");
    await waitFor(() =>
      expect(field("Alarms at")).toHaveAccessibleDescription("must be above the warning"),
    );
    core.answer({ "threshold.save": { ...done, label: "Threshold changed" } });
    await userEvent.click(button("Back to the default"));
    await screen.findByText("Threshold changed");
    expect(called("threshold.save")).toEqual([
      { sign: own.key, warn: "30 %", alarm: "10 %" },
      { sign: own.key, warn: "", alarm: "" },
    ]);
    await waitFor(() => expect(screen.queryByRole("textbox", { name: "Alarms at" })).toBeNull());
  });

  it("hide amounts", async () => {
    const money = fixtures.sign("Manual recovery", "€2.4k", {
      value: fixtures.figure("€2.4k", { range: "1.1k–3.9k", exact: "€2,430.00" }),
      trend: "up from €1.9k",
      before: "€1.9k",
      counted: "36 recoveries, €2,430 a year",
      todo: "Automating costs €1,440.",
    });
    core.answer({ signs: { ...signs, signs: [money] } });
    renderWindow("/availability?part=signs&sign=manual-recovery");
    await screen.findByText("Automating costs €1,440.");
    fireEvent.keyDown(document.body, { key: "H", ctrlKey: true, shiftKey: true });
    await waitFor(() => expect(document.body.innerHTML).not.toMatch(/€\d|1\.1k/));
    expect(document.body).toHaveTextContent("36 recoveries");
  });

  it("say what is missing, and offer it", async () => {
    core.answer({ signs: { ...signs, headline: missing("No incident to read signs from.") } });
    renderWindow("/availability?part=signs");
    expect(await screen.findByText("Import incidents.")).toBeInTheDocument();
    expect(button("Import…")).toBeEnabled();
    // The other parts are still there.
    await userEvent.click(screen.getByRole("radio", { name: "Targets" }));
    expect(await screen.findByText(availability.window)).toBeInTheDocument();
  });
});

describe("timelines", () => {
  it("show medians with what can be told of their change, and draw the one chosen", async () => {
    const { router } = renderWindow("/availability?part=timelines");
    expect(await screen.findByRole("heading", { level: 1 })).toHaveTextContent(
      "Time to resolve: 31 min in the median. Could be chance (p = 0.41).",
    );
    const detect = (await screen.findByRole("rowheader", { name: /Time to detect/ })).closest("tr");
    expect(detect).toHaveTextContent("40 incidents, 6 without");
    expect(detect).toHaveTextContent("31 min");
    expect(detect).toHaveTextContent("24–40");
    expect(detect).toHaveTextContent("Could be chance (p = 0.41)");
    expect(detect).toHaveTextContent("1,307 incidents in each window");
    expect(detect).toHaveTextContent("No change point stands the test.");
    const resolve = screen.getByRole("rowheader", { name: /Time to resolve/ }).closest("tr");
    expect(resolve).toHaveTextContent("40 incidents31");
    expect(within(resolve as HTMLElement).getByText("—")).toBeInTheDocument();
    expect(
      screen.getByRole("rowheader", { name: "By automation" }).closest("tr"),
    ).toHaveTextContent("923 %4 min—");
    await screen.findAllByRole("application");
    expect(called("chart")).toEqual([
      expect.objectContaining({ chart: "times", scope: "ttr", window: "rolling-90" }),
    ]);
    await expectAccessible(document.body);
    await userEvent.click(screen.getByRole("radio", { name: "Detect" }));
    await waitFor(() =>
      expect(called("chart").at(-1)).toMatchObject({ chart: "times", scope: "ttd" }),
    );
    expect(router.state.location.search).toMatchObject({ metric: "ttd" });
  });
});

describe("growth", () => {
  it("draws demand and slope, and asks about the phase what the data answers already", async () => {
    renderWindow("/availability?part=growth");
    await screen.findByRole("heading", { level: 2, name: "Growth phase: Hyper growth" });
    await screen.findAllByRole("application");
    expect(called("chart").map((args) => (args as { chart: string }).chart)).toEqual([
      "demand",
      "growthSlope",
    ]);
    const grow = screen.getByRole("radiogroup", { name: /How fast do you grow\?.*from the data/ });
    expect(grow).toHaveAccessibleDescription("Fast: revenue grew 100 % in a year");
    expect(within(grow).getByRole("radio", { name: "Fast" })).toBeChecked();
    expect(screen.getByText("Name an owner for each service.")).toBeInTheDocument();
    await expectAccessible(document.body);
    await userEvent.click(within(grow).getByRole("radio", { name: "Slowly" }));
    await waitFor(() =>
      expect(called("phase.answer")).toEqual([{ question: "growth", answer: "slow" }]),
    );
    await screen.findByText("Answer changed");
  });

  it("is read from revenue alone, where no incident is known", async () => {
    core.answer({ signs: { ...signs, headline: missing("No signs yet."), times: [] } });
    const { router } = renderWindow("/availability?part=growth");
    expect(await screen.findByRole("heading", { level: 1 })).toHaveTextContent(
      "Growth of demand: 18 %/year.",
    );
    await userEvent.click(screen.getByRole("radio", { name: "Timelines" }));
    expect(await screen.findByRole("heading", { level: 1 })).toHaveTextContent("No signs yet.");
    expect(router.state.location.search).toEqual({ part: "timelines" });
  });

  it("goes back from a typed answer to the data", async () => {
    renderWindow("/availability?part=growth");
    const recover = await screen.findByRole("radiogroup", { name: /How do you recover\?.*typed/ });
    expect(within(recover).getByRole("radio", { name: "By itself" })).toBeChecked();
    await userEvent.click(button("How do you recover? Back to the data"));
    await waitFor(() =>
      expect(called("phase.answer")).toEqual([{ question: "recovery", answer: "" }]),
    );
  });
});

describe("the overview", () => {
  it("shows the four worst signs and what changed since last month, and leads on", async () => {
    const { router } = renderWindow("/");
    const region = await screen.findByRole("region", { name: "Signs of the bottleneck" });
    const links = within(region).getAllByRole("listitem");
    expect(links).toHaveLength(4);
    expect(region).not.toHaveTextContent("Handed between teams");
    expect(screen.getByText(/^Not in these figures: 2 amounts/)).toBeInTheDocument();
    const since = screen.getByRole("region", { name: "What changed since last month" });
    expect(since).toHaveTextContent("October 2026 against September 2026");
    expect(since).toHaveTextContent(/Incident cost€9\.1k8\.0k–10k€7\.4k6\.5k–8\.3k\+ 23 %/);
    expect(within(region).getByRole("link", { name: "All signs" })).toHaveAttribute(
      "href",
      expect.stringContaining("part=signs"),
    );
    await userEvent.click(
      within(region).getByRole("link", { name: /Recovered by hand, Alarm at 75 %/ }),
    );
    await waitFor(() => expect(router.state.location.pathname).toBe("/availability"));
    expect(await screen.findByRole("button", { name: "Recovered by hand" })).toHaveAttribute(
      "aria-expanded",
      "true",
    );
  });

  it("says why there is nothing to compare", async () => {
    core.answer({ overview: { ...fixtures.overview, since: [], sinceTitle: "", signs: [] } });
    renderWindow("/");
    expect(
      await screen.findByText("Two whole months of data are needed to compare them"),
    ).toBeInTheDocument();
    expect(screen.getByText("No sign can be read yet")).toBeInTheDocument();
  });
});
