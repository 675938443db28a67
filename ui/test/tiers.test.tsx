/** The screen on tiers: options compared, techniques switched, scenarios saved and reopened. */

import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import events from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import type { Args, Status } from "../src/api";
import { installCore, Refusal, type TestCore } from "./core";
import * as fixtures from "./fixtures";
import { expectAccessible, renderWindow } from "./render";
import { compared, preview, risks, suggestions, tiers } from "./tiersAnswers";

const done = { id: "new-id", label: "Done", skipped: [] };

// Walking up every element for `pointer-events` takes longer than the test itself.
const userEvent = events.setup({ pointerEventsCheck: 0, delay: null });

let core: TestCore;
let status: Status;

/** What the core holds, of which its answers are made. */
let on: string[];

const answer = ({ preview: quick, scenario, again }: Args<"tiers">) => ({
  ...(quick ? preview : tiers),
  scenario,
  stale: scenario === "two" && !again ? "Facts have moved on since 30 Sep 2026." : "",
  techniques: tiers.techniques.map((row) => ({ ...row, on: on.includes(row.id) })),
  tiles: tiers.tiles.map((tile) =>
    tile.label === "Meets 99.9 %"
      ? { ...tile, figure: fixtures.figure(on.includes("zones") ? "52 %" : "31 %") }
      : tile,
  ),
  plan: { ...tiers.plan, scenario, techniques: on },
});

beforeEach(() => {
  on = ["rollback"];
  status = fixtures.status;
  core = installCore({
    "workspace.status": () => status,
    chart: ({ chart }) => ({ ...fixtures.chart, title: chart }),
    explain: fixtures.explanation,
    settings: fixtures.settings,
    tiers: answer,
    risks,
    "risks.suggest": suggestions,
    "option.save": done,
    "option.delete": done,
    "technique.save": done,
    "scenario.save": done,
    "scenario.renew": done,
    "scenario.delete": done,
    "scenario.compare": compared,
    "plan.save": ({ techniques }) => {
      on = techniques;
      status = { ...status, version: status.version + 1 };
      return done;
    },
  });
});

const called = (command: string) =>
  core.calls.filter((call) => call.command === command).map(({ args }) => args);
const button = (name: string | RegExp) => screen.getByRole("button", { name });
const counted = () => screen.findByText(tiers.counted);

describe("compare", () => {
  it("shows the preview at once and labels it, then the full count", async () => {
    renderWindow("/tiers");
    expect(await screen.findByText(preview.counted)).toBeInTheDocument();
    expect(screen.getByText("Preview")).toBeInTheDocument();
    await counted();
    expect(screen.queryByText("Preview")).toBeNull();
    const args = called("tiers");
    expect(args).toEqual([
      { scenario: "", service: "", preview: true, again: false },
      { scenario: "", service: "", preview: false, again: false },
    ]);
  });

  it("draws again from the full count what was drawn from the preview", async () => {
    let finish = () => {};
    const count = new Promise<void>((resolve) => {
      finish = resolve;
    });
    core.answer({ tiers: (args) => (args.preview ? preview : count.then(() => tiers)) });
    const curves = () =>
      called("chart").filter((args) => (args as Args<"chart">).chart === "tierCurves");
    renderWindow("/tiers");
    await screen.findAllByRole("application");
    expect(await screen.findByRole("progressbar")).toHaveAccessibleName("Counting in full…");
    expect(curves()).toMatchObject([{ scope: "/" }]);
    finish();
    await counted();
    await waitFor(() => expect(curves()).toHaveLength(2));
    expect(screen.queryByRole("progressbar")).toBeNull();
  });

  it("can be stopped while it counts in full; the preview stays", async () => {
    core.answer({ tiers: (args) => (args.preview ? preview : new Promise(() => {})) });
    renderWindow("/tiers");
    await userEvent.click(await screen.findByRole("button", { name: "Stop" }));
    expect(await screen.findByText("The full count was stopped.")).toBeInTheDocument();
    expect(screen.getByText(preview.counted)).toBeInTheDocument();
    core.answer({ tiers: answer });
    await userEvent.click(button("Count in full"));
    await counted();
  });

  it("holds three against four with the basis of each row, and is accessible", async () => {
    renderWindow("/tiers");
    await counted();
    await screen.findAllByRole("application");
    const table = screen.getByRole("table", { name: "One target against the next" });
    expect(within(table).getByRole("row", { name: /^Tier, each year/ })).toHaveTextContent(
      "€3.2k€10k€32k+€29kassumed",
    );
    expect(within(table).getByRole("row", { name: /^Net over/ })).toHaveTextContent(
      "€14k−52k to 100kestimated",
    );
    const options = screen.getByRole("table", { name: "What can be chosen" });
    expect(within(options).getByRole("row", { name: /Four nines/ })).toHaveTextContent("+€14k");
    expect(within(options).getByText("Above its ceiling")).toBeInTheDocument();
    expect(screen.getByText("3.4 to 3.6 nines")).toBeInTheDocument();
    await expectAccessible(document.body);
  });

  it("says what is missing where there is one target only", async () => {
    core.answer({ tiers: { ...tiers, nextNine: { columns: [], rows: [], sentence: "" } } });
    renderWindow("/tiers");
    expect(await screen.findByText(/^Two options with targets/)).toBeInTheDocument();
  });

  it("asks for the scenario and the service of the header", async () => {
    const { router } = renderWindow("/tiers");
    await counted();
    await userEvent.click(button(/^Scope/));
    await userEvent.click(await screen.findByRole("menuitemradio", { name: "Checkout" }));
    await userEvent.click(button(/^Scenario/));
    await userEvent.click(await screen.findByRole("menuitemradio", { name: "Two regions" }));
    expect(router.state.location.search).toEqual({ service: "checkout", scenario: "two" });
    await waitFor(() =>
      expect(called("tiers")).toContainEqual({
        scenario: "two",
        service: "checkout",
        preview: false,
        again: false,
      }),
    );
    await waitFor(() => expect(called("chart").at(-1)).toMatchObject({ scope: "two/checkout" }));
  });

  it("changes an option, and says at its field what is wrong", async () => {
    renderWindow("/tiers");
    await counted();
    core.refuse("option.save", { message: "“many” is not an availability", field: "target" });
    await userEvent.click(button("Four nines"));
    const drawer = within(await screen.findByRole("dialog"));
    await expectAccessible(screen.getByRole("dialog"));
    const target = drawer.getByRole("textbox", { name: "Target" });
    await userEvent.clear(target);
    await userEvent.type(target, "many");
    await userEvent.click(drawer.getByRole("button", { name: "Save" }));
    await waitFor(() =>
      expect(target).toHaveAccessibleDescription("“many” is not an availability"),
    );
    expect(target).toHaveFocus();
    core.answer({ "option.save": done });
    await userEvent.clear(target);
    await userEvent.type(target, "99.95 %{Enter}");
    await waitFor(() =>
      expect(called("option.save").at(-1)).toEqual({
        ...tiers.options[1]?.edit,
        target: "99.95 %",
      }),
    );
  });

  it("takes hidden amounts off the page", async () => {
    renderWindow("/tiers");
    await counted();
    await screen.findAllByRole("application");
    expect(document.body.innerHTML).toMatch(/€\d/);
    fireEvent.keyDown(document.body, { key: "H", ctrlKey: true, shiftKey: true });
    await waitFor(() => expect(document.body.innerHTML).not.toMatch(/€\d/));
    expect(document.body).toHaveTextContent("99.99 %");
  });

  it("leaves a scenario or service that is not there any more", async () => {
    core.answer({
      tiers: (args) =>
        args.scenario === "" ? answer(args) : new Refusal({ code: "not-found", message: "gone" }),
    });
    const { router } = renderWindow("/tiers?scenario=gone&service=checkout");
    await counted();
    expect(router.state.location.search).toEqual({});
  });

  it("has a sentence and working buttons where there is no risk", async () => {
    core.answer({
      tiers: {
        ...preview,
        headline: { sentence: "No risk yet.", lead: "", missing: "Add a risk." },
      },
    });
    const { router } = renderWindow("/tiers");
    await screen.findByText("No risk yet.");
    expect(screen.getAllByRole("heading", { level: 1 })).toHaveLength(1);
    expect(called("tiers")).toHaveLength(1);
    await userEvent.click(button("Take risks from history"));
    expect(router.state.location.search).toEqual({ part: "risks" });
    await screen.findByRole("table", { name: "What history suggests" });
  });

  it("changes the assumptions of the scenario that shows", async () => {
    renderWindow("/tiers?scenario=two");
    await counted();
    await userEvent.click(button("Assumptions…"));
    const drawer = within(await screen.findByRole("dialog", { name: /Two regions/ }));
    await expectAccessible(screen.getByRole("dialog"));
    const surge = drawer.getByRole("textbox", { name: "Times today's demand" });
    await userEvent.clear(surge);
    await userEvent.type(surge, "2{Enter}");
    await waitFor(() =>
      expect(called("plan.save")).toEqual([
        { ...tiers.plan, scenario: "two", surge: "2", techniques: ["rollback"] },
      ]),
    );
  });
});

describe("techniques", () => {
  it("are switched by key; the figures follow and are announced", async () => {
    renderWindow("/tiers?part=techniques");
    await counted();
    const zones = screen.getByRole("switch", { name: "Two zones" });
    expect(zones).not.toBeChecked();
    expect(screen.getByRole("switch", { name: "Automated rollback" })).toBeChecked();
    await expectAccessible(document.body);
    zones.focus();
    await userEvent.keyboard(" ");
    expect(zones).toBeChecked();
    await waitFor(() =>
      expect(called("plan.save")).toEqual([{ ...tiers.plan, techniques: ["rollback", "zones"] }]),
    );
    await waitFor(() => {
      const said = screen.getAllByRole("status").map((node) => node.textContent);
      expect(said).toContain("Now: Net value +€14k, Meets 99.9 % 52 %");
    });
    await counted();
    expect(zones).toBeChecked();
  });

  it("go back where the core refuses", async () => {
    core.refuse("plan.save", { message: "the file is read-only" });
    renderWindow("/tiers?part=techniques");
    await counted();
    await userEvent.click(screen.getByRole("switch", { name: "Two zones" }));
    expect(await screen.findByText("the file is read-only")).toBeInTheDocument();
    expect(screen.getByRole("switch", { name: "Two zones" })).not.toBeChecked();
  });

  it("saves only where switches came to rest", async () => {
    renderWindow("/tiers?part=techniques");
    await counted();
    const zones = screen.getByRole("switch", { name: "Two zones" });
    const rollback = screen.getByRole("switch", { name: "Automated rollback" });
    fireEvent.click(zones);
    fireEvent.click(rollback);
    fireEvent.click(rollback);
    await waitFor(() => expect(on).toEqual(["zones", "rollback"]));
    await waitFor(() => expect(rollback).toBeChecked());
    expect(zones).toBeChecked();
  });

  it("takes a set of the frontier as it is", async () => {
    renderWindow("/tiers?part=techniques");
    await counted();
    await userEvent.click(button("Use this set: Two zones, Automated rollback"));
    await waitFor(() => expect(on).toEqual(["zones", "rollback"]));
    expect(await screen.findByText("on now")).toBeInTheDocument();
  });

  it("are made with what they do", async () => {
    renderWindow("/tiers?part=techniques");
    await counted();
    await userEvent.click(button("Add a technique"));
    const drawer = within(await screen.findByRole("dialog"));
    await userEvent.type(drawer.getByRole("textbox", { name: "Name" }), "Caching");
    await userEvent.click(drawer.getByRole("button", { name: /It works on/ }));
    await userEvent.click(await screen.findByRole("option", { name: "chosen risks" }));
    await userEvent.click(drawer.getByRole("checkbox", { name: "Bad deploy" }));
    await expectAccessible(screen.getByRole("dialog"));
    await userEvent.click(drawer.getByRole("button", { name: "Save" }));
    await waitFor(() =>
      expect(called("technique.save")).toMatchObject([
        {
          name: "Caching",
          scope: "risks",
          of: ["deploy"],
          effects: [{ input: "repair", factor: { kind: "fixed", low: "0.5" } }],
        },
      ]),
    );
  });
});

describe("scenarios", () => {
  it("stand side by side, and one of them is shown", async () => {
    const { router } = renderWindow("/tiers?part=scenarios");
    await counted();
    expect(await screen.findByRole("table", { name: "Side by side" })).toHaveTextContent("€52k");
    expect(called("scenario.compare")).toEqual([{ scenarios: ["", "two"], service: "" }]);
    expect(screen.getByText("Facts have moved on")).toBeInTheDocument();
    await expectAccessible(document.body);
    await userEvent.click(button("Show Two regions"));
    expect(router.state.location.search).toEqual({ part: "scenarios", scenario: "two" });
    await userEvent.click(screen.getByRole("checkbox", { name: "Compare Base" }));
    expect(await screen.findByText(/Choose scenarios above/)).toBeInTheDocument();
  });

  it("are cloned with a name, a note and who decided", async () => {
    const { router } = renderWindow("/tiers?part=scenarios");
    await counted();
    await userEvent.click(button("Clone Two regions"));
    const drawer = within(await screen.findByRole("dialog"));
    await userEvent.type(drawer.getByRole("textbox", { name: "Name" }), "Three regions");
    await userEvent.type(drawer.getByRole("textbox", { name: /^Who decided/ }), "Ada{Enter}");
    await waitFor(() =>
      expect(called("scenario.save")).toEqual([
        { id: "", from: "two", name: "Three regions", notes: "", decidedBy: "Ada" },
      ]),
    );
    await waitFor(() =>
      expect(router.state.location.search).toEqual({ part: "scenarios", scenario: "new-id" }),
    );
  });

  it("offer to be computed again where the facts moved on, and say whether digits are the same", async () => {
    renderWindow("/tiers?scenario=two");
    await screen.findByText("Facts have moved on since 30 Sep 2026.");
    await counted();
    await userEvent.click(button("Compute it again"));
    expect(await screen.findByText("The same digits as stored.")).toBeInTheDocument();
    expect(called("tiers")).toContainEqual({
      scenario: "two",
      service: "",
      preview: false,
      again: true,
    });
    await userEvent.click(button("Take today's facts"));
    await waitFor(() => expect(called("scenario.renew")).toEqual([{ id: "two" }]));
  });
});
