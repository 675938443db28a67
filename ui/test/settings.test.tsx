/** Everything that is typed in beside the figures: assumptions, contracts, days, groups. */

import { screen, waitFor, within } from "@testing-library/react";
import events from "@testing-library/user-event";
import type { ReactNode } from "react";
import { beforeEach, describe, expect, it } from "vitest";
import type { IncidentEdit, Settings } from "../src/api";
import {
  Backlog,
  Choices,
  Contracts,
  Services,
  SpecialDays,
  Thresholds,
} from "../src/features/settings";
import { installCore, type TestCore } from "./core";
import * as fixtures from "./fixtures";
import { expectAccessible, renderPart, renderWindow } from "./render";

const done = { id: "x", label: "Done", skipped: [] };

// Walking up every element for `pointer-events` takes longer than the test itself.
const userEvent = events.setup({ pointerEventsCheck: 0, delay: null });

const [checkout] = fixtures.settings.services;
if (!checkout) throw new Error("the fixture has no service");
const row = (name: string) => ({
  ...checkout,
  edit: { ...checkout.edit, id: name.toLowerCase(), name },
  pinned: "",
});
const settings: Settings = {
  ...fixtures.settings,
  services: [checkout, row("Node A"), row("Node B")],
};

let core: TestCore;

beforeEach(() => {
  core = installCore({
    "workspace.status": fixtures.status,
    settings,
    "settings.save": done,
    "service.save": done,
    "contract.save": done,
    "contract.delete": done,
    "special-days.save": done,
    "backlog.save": done,
    "threshold.save": done,
    "incident.save": done,
    "incident.get": fixtures.incident,
    chart: fixtures.chart,
    "incidents.page": ({ offset }) => ({
      total: 0,
      matched: 0,
      longestLabel: 8,
      offset,
      rows: [],
      summary: "",
      problem: "",
    }),
  });
});

const called = (command: string) =>
  core.calls.filter((call) => call.command === command).map(({ args }) => args);

/**
 * What is done in a part of the page. Buttons are found by their words: asking for roles weighs
 * the style of everything on the page each time, which takes longer than the test itself.
 */
function inside(element: HTMLElement) {
  const { getByLabelText } = within(element);
  const field = (name: string | RegExp) =>
    getByLabelText(name, { selector: "input:not([type=checkbox])" });
  return {
    field,
    press: async (name: string) => {
      const button = [...element.querySelectorAll("button")].find(
        (each) => (each.getAttribute("aria-label") ?? each.textContent) === name,
      );
      if (!button) throw new Error(`there is no button “${name}”`);
      await userEvent.click(button);
    },
    check: (name: string) => userEvent.click(getByLabelText(name)),
    /** Exchanges what stands in a field. */
    fill: async (name: string | RegExp, text: string) => {
      await userEvent.clear(field(name));
      await userEvent.click(field(name));
      await userEvent.paste(text);
    },
    choose: async (label: RegExp, option: string) => {
      await userEvent.click(getByLabelText(label, { selector: "button" }));
      const options = await waitFor(() => {
        const list = document.querySelector<HTMLElement>("[role=listbox]");
        if (!list) throw new Error("the list is not open");
        return list;
      });
      await userEvent.click(within(options).getByText(option));
    },
  };
}

/** Opens a drawer of a part. */
const open = async (part: ReactNode, name: string) => {
  renderPart(part);
  await inside(document.body).press(name);
  return inside(await screen.findByRole("dialog"));
};
const renderChoices = () => {
  renderPart(<Choices settings={settings} placeOf={() => () => {}} />);
  return inside(document.body);
};

describe("the choices", () => {
  it("ask for the values of an opportunity only where they count", async () => {
    const { choose, fill, press } = renderChoices();
    expect(screen.queryByLabelText("A week's delay costs")).toBeNull();
    await choose(/An hour taken from the roadmap/, "delays the roadmap");
    await fill("A week's delay costs", "30,000");
    await fill("Roadmap hours of a week", "120");
    await press("Save");
    await waitFor(() =>
      expect(called("settings.save")).toEqual([
        { ...settings.edit, opportunity: "delay", delayPerWeek: "30,000", delayHours: "120" },
      ]),
    );
  });

  it("save yes and no, and bring the focus to what is wrong", async () => {
    core.refuse("settings.save", { message: "“office” is no hours", field: "businessHours" });
    const { check, field, press } = renderChoices();
    await check("Follow the level of the weeks around");
    await check("Take off what came back afterwards");
    expect(field("It may come back within")).toBeDisabled();
    await press("Save");
    await waitFor(() => expect(field("Hours paid plainly")).toHaveFocus());
    expect(field("Hours paid plainly")).toHaveAccessibleDescription("“office” is no hours");
    expect(called("settings.save")).toEqual([{ ...settings.edit, level: true, recapture: false }]);
  });

  it("are found from the list of parts", async () => {
    renderWindow("/settings");
    const parts = inside(await screen.findByRole("navigation", { name: "Sections" }));
    const regionOf = (name: string) => screen.getByRole("region", { name, hidden: true });
    await parts.press("Other costs");
    expect(document.activeElement).toContainElement(regionOf("Other costs"));
    await parts.press("Backlog");
    expect(document.activeElement).toContainElement(regionOf("Backlog"));
  });
});

const contracts = <Contracts {...settings} currency="EUR" />;

describe("records", () => {
  it("add a contract with its bands", async () => {
    const { choose, fill, press } = await open(contracts, "Add a contract");
    await fill("Name", "Silver");
    await choose(/Service promised/, "Node A");
    await fill("Fee a month", "5,000");
    await fill("Below", "99.5 %");
    await fill("Credit, share of the fee", "10 %");
    await press("Add a band");
    await press("Remove Band 2");
    await expectAccessible(screen.getByRole("dialog"));
    await press("Save");
    await waitFor(() =>
      expect(called("contract.save")).toEqual([
        {
          id: "",
          name: "Silver",
          service: "node a",
          fee: "5,000",
          bands: [{ below: "99.5 %", credit: "10 %" }],
        },
      ]),
    );
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  });

  it("delete a contract", async () => {
    const { press } = await open(contracts, "Gold");
    await press("Delete the contract");
    await waitFor(() => expect(called("contract.delete")).toEqual([{ id: "gold" }]));
  });

  it("say what is wrong with special days at their choices", async () => {
    core.refuse("special-days.save", { message: "what is special?", field: "offBaseline" });
    const { check, press } = await open(
      <SpecialDays days={settings.specialDays} />,
      "Black Friday",
    );
    await check("Leave them out of the revenue baseline");
    await press("Save");
    expect(await screen.findByRole("alert")).toHaveTextContent("what is special?");
    expect(called("special-days.save")).toEqual([
      { ...settings.specialDays[0], offBaseline: false },
    ]);
    await expectAccessible(screen.getByRole("dialog"));
  });

  it("change the backlog of a month", async () => {
    const { fill, press } = await open(<Backlog backlog={settings.backlog} />, "2026-10");
    await fill("Open items", "50");
    await press("Save");
    await waitFor(() =>
      expect(called("backlog.save")).toEqual([{ ...settings.backlog[0], open: "50" }]),
    );
  });

  it("take a threshold back to its default", async () => {
    const { field, press } = await open(
      <Thresholds thresholds={settings.thresholds} />,
      "Payback of automating recovery",
    );
    expect(field("Warns up to")).toHaveValue("400");
    await press("Back to the default");
    await press("Save");
    await waitFor(() =>
      expect(called("threshold.save")).toEqual([{ sign: "manual-recovery", warn: "", alarm: "" }]),
    );
  });

  it("give a service hours and services that stand in for each other", async () => {
    const { choose, fill, press } = await open(<Services {...settings} />, "Checkout");
    await fill("Service hours", "Mon-Fri 9-17");
    await press("Add a group");
    await choose(/Add a member/, "Node A");
    await choose(/Add a member/, "Node B");
    await press("Remove Node A from Group 1");
    await fill("Fail together", "10 %");
    await expectAccessible(screen.getByRole("dialog"));
    await press("Save");
    await waitFor(() =>
      expect(called("service.save")).toEqual([
        {
          ...checkout.edit,
          hours: "Mon-Fri 9-17",
          redundancies: [{ of: ["node b"], needed: "1", commonCause: "10 %" }],
        },
      ]),
    );
  });
});

describe("the incident form", () => {
  const [typed] = fixtures.edit.labor;
  if (!typed) throw new Error("the fixture has no labor");
  const acted = { ...typed, id: "l2", person: "ada", activity: "2 actions, 10:11 – 10:15" };
  const edit: IncidentEdit = { ...fixtures.edit, labor: [acted, typed] };

  const openForm = async () => {
    core.answer({ "incident.get": { ...fixtures.incident, edit } });
    renderWindow("/incidents?incident=inc-0412");
    await userEvent.click(await screen.findByRole("button", { name: "Edit" }));
    return inside(await screen.findByRole("dialog"));
  };

  it("takes what else it cost, and how its lost revenue is computed", async () => {
    const { choose, fill, press } = await openForm();
    await fill(/^Customers lost/, "3");
    await choose(/Its lost revenue is/, "expected − observed revenue");
    await press("Add a cost");
    await fill("What for", "refunds");
    await fill("Amount", "1,250.50");
    await press("Save incident");
    await waitFor(() =>
      expect(called("incident.save")).toEqual([
        {
          ...edit,
          cancellations: "3",
          method: "counterfactual",
          fixed: [{ kind: "refunds", amount: "1,250.50", currency: "" }],
        },
      ]),
    );
  });

  it("takes when people worked, and keeps what responders did", async () => {
    const { check, fill, press } = await openForm();
    expect(screen.getByText("2 actions, 10:11 – 10:15")).toBeInTheDocument();
    expect(screen.getAllByLabelText("Minutes each")).toHaveLength(1);
    await fill("Work began", "2026-10-11 20:20");
    await check("review afterwards");
    await expectAccessible(screen.getByRole("dialog"));
    await press("Save incident");
    await waitFor(() =>
      expect(called("incident.save")).toEqual([
        { ...edit, labor: [acted, { ...typed, start: "2026-10-11 20:20", review: true }] },
      ]),
    );
  });
});
