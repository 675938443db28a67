/** Pre-mortems: what each may see, what is kept at every key, and the keys of each step. */

import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import events from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import type { Premortem } from "../src/api";
import { setAppearance } from "../src/features/appearance";
import { installCore, Refusal, type TestCore } from "./core";
import * as fixtures from "./fixtures";
import { card, cluster, outlook, person, premortem, premortems, range } from "./premortemAnswers";
import { expectAccessible, renderWindow } from "./render";

const done = { id: "new-id", label: "Done", skipped: [] };
const userEvent = events.setup({ pointerEventsCheck: 0, delay: null });

let core: TestCore;
/** The session as the core has it: a person's view is made of it when it is asked for. */
let session: (seat: string) => Premortem;
/** What people wrote, by person and prompt. */
let drafts: Map<string, string>;
let version: number;

/** A change: the core has another session from now on, and the workspace is newer. */
function becomes(next: (seat: string) => Premortem): typeof done {
  session = next;
  version += 1;
  return done;
}

beforeEach(() => {
  version = 1;
  drafts = new Map();
  session = (seat) => premortem("write", seat);
  core = installCore({
    "workspace.status": () => ({ ...fixtures.status, version }),
    premortems,
    "premortem.get": ({ person: seat }) => {
      const seen = session(seat);
      return { ...seen, draft: drafts.get(`${seat} ${seen.prompt}`) ?? "" };
    },
    "premortem.draft": ({ person: writer, prompt, text }) => {
      drafts.set(`${writer} ${prompt}`, text);
      return {};
    },
    "premortem.jot": {},
  });
  setAppearance({ meeting: false });
});

const called = (command: string) =>
  core.calls.filter((call) => call.command === command).map(({ args }) => args);
const button = (name: string | RegExp) => screen.getByRole("button", { name });
const key = (name: string, more: object = {}) =>
  fireEvent.keyDown(document.activeElement ?? document.body, {
    key: name,
    code: /^\d$/.test(name) ? `Digit${name}` : `Key${name.toUpperCase()}`,
    ...more,
  });
const held = () => renderWindow("/premortems?session=s1");

describe("the list", () => {
  it("is empty with a plan and a way to begin, which leads into the session", async () => {
    core.answer({ "premortem.start": { ...done, id: "s1" } });
    session = (seat) => premortem("frame", seat);
    const { router } = renderWindow("/premortems");
    await screen.findByText("No pre-mortem yet.");
    expect(screen.getByText("55 min")).toBeInTheDocument();
    await expectAccessible(document.body);
    await userEvent.click(button("Start session"));
    const dialog = within(await screen.findByRole("dialog"));
    expect(dialog.getByRole("combobox", { name: "About which service" })).toHaveFocus();
    await userEvent.click(dialog.getByRole("button", { name: "Start session" }));
    await screen.findByText("Who is there");
    expect(called("premortem.start")).toEqual([
      { service: "checkout", name: "", date: "2026-10-14", target: "", frame: "", people: [] },
    ]);
    expect(router.state.location.search).toMatchObject({ session: "s1" });
    expect(screen.queryByRole("navigation", { name: "Screens" })).toBeNull();
  });
});

describe("the keys of every step", () => {
  it("go on without pressing the button that has the focus", async () => {
    core.answer({ "premortem.step": done, "premortem.person.delete": done });
    session = (seat) => premortem("frame", seat);
    held();
    const remove = await screen.findByRole("button", { name: /^Remove Ada/ });
    act(() => remove.focus());
    await userEvent.keyboard("{Control>}{Enter}{/Control}");
    await waitFor(() => expect(called("premortem.step")).toHaveLength(1));
    expect(called("premortem.person.delete")).toEqual([]);
    // By itself Enter presses it.
    await userEvent.keyboard("{Enter}");
    await waitFor(() => expect(called("premortem.person.delete")).toHaveLength(1));
  });
});

describe("silent writing", () => {
  it("shows a question and a clock, and keeps the page at every key", async () => {
    held();
    await userEvent.click(await screen.findByRole("button", { name: /^Ada/ }));
    const page = await screen.findByRole("textbox", { name: "Ada writes: a thought a line" });
    expect(page).toHaveFocus();
    await expectAccessible(document.body);
    await userEvent.type(page, "abc");
    await waitFor(() => expect(drafts.get("ada network")).toBe("abc"));
    expect(screen.getByRole("timer")).toHaveTextContent("3:4");
    expect(screen.getByRole("timer")).toHaveTextContent("of 8:00");
    expect(called("premortem.draft").at(-1)).toEqual({
      session: "s1",
      person: "ada",
      prompt: "network",
      text: "abc",
    });
  });

  it("never shows one person's page to the next, not even while it is being read", async () => {
    drafts.set("ada network", "The secret of Ada");
    held();
    await userEvent.click(await screen.findByRole("button", { name: /^Ada/ }));
    await screen.findByDisplayValue("The secret of Ada");
    let answer: (seen: Premortem) => void = () => {};
    core.answer({
      "premortem.get": () =>
        new Promise((resolve) => {
          answer = resolve;
        }),
    });
    key("2", { altKey: true });
    await waitFor(() => expect(screen.queryByDisplayValue("The secret of Ada")).toBeNull());
    await act(async () => answer(premortem("write", "ben")));
    expect(await screen.findByRole("textbox", { name: /^Ben writes/ })).toHaveValue("");
  });

  it("comes back to a person with what they wrote last", async () => {
    held();
    await userEvent.click(await screen.findByRole("button", { name: /^Ada/ }));
    await userEvent.type(await screen.findByRole("textbox", { name: /^Ada writes/ }), "first");
    key("2", { altKey: true });
    await screen.findByRole("textbox", { name: /^Ben writes/ });
    key("1", { altKey: true });
    expect(await screen.findByRole("textbox", { name: /^Ada writes/ })).toHaveValue("first");
  });

  it("says that a key could not be kept, and keeps it when the core is back", async () => {
    core.refuse("premortem.draft", { code: "io", message: "the bridge is gone" });
    held();
    await userEvent.click(await screen.findByRole("button", { name: /^Ada/ }));
    await userEvent.type(await screen.findByRole("textbox", { name: /^Ada writes/ }), "abc");
    expect(await screen.findByRole("alert")).toHaveTextContent("Not saved yet");
    core.answer({ "premortem.draft": {} });
    await waitFor(() => expect(screen.queryByRole("alert")).toBeNull());
    expect(called("premortem.draft").at(-1)).toMatchObject({ text: "abc" });
  });

  it("sends what was typed before it opens the next step", async () => {
    core.answer({ "premortem.step": () => becomes((seat) => premortem("lenses", seat)) });
    held();
    await userEvent.click(await screen.findByRole("button", { name: /^Ada/ }));
    await userEvent.type(await screen.findByRole("textbox", { name: /^Ada writes/ }), "abc");
    key("Enter", { ctrlKey: true });
    await waitFor(() => expect(called("premortem.step")).toHaveLength(1));
    const names = core.calls.map(({ command }) => command);
    expect(names.lastIndexOf("premortem.draft")).toBeLessThan(names.indexOf("premortem.step"));
    expect(called("premortem.draft").at(-1)).toMatchObject({ text: "abc" });
  });
});

describe("round the table", () => {
  const turn = {
    person: "ada",
    name: "Ada",
    next: "Ben",
    lines: [
      { id: "l1", text: "Provider fails", prompt: "network" },
      { id: "l2", text: "Disk is full", prompt: "network" },
    ],
  };

  it("puts the line that stands there on the table with Enter", async () => {
    session = (seat) => premortem("capture", seat, { turn });
    core.answer({
      "premortem.capture": () =>
        becomes((seat) =>
          premortem("capture", seat, {
            turn: { person: "ben", name: "Ben", next: "", lines: [] },
            cards: [card("k1", "Provider fails")],
          }),
        ),
    });
    held();
    const field = await screen.findByRole("textbox", { name: "Ada wrote" });
    expect(field).toHaveFocus();
    await userEvent.keyboard("{Enter}");
    expect(await screen.findByRole("heading", { level: 1 })).toHaveTextContent("Ben, one thought.");
    expect(screen.getByRole("textbox", { name: "Ben says" })).toHaveFocus();
    expect(called("premortem.capture")).toEqual([
      { session: "s1", person: "ada", anonymous: false, text: "Provider fails", line: "l1" },
    ]);
  });

  it("takes something else after Escape, another line by arrow, and a list as it stands", async () => {
    session = (seat) => premortem("capture", seat, { turn });
    core.answer({ "premortem.capture": done });
    held();
    const field = await screen.findByRole("textbox", { name: "Ada wrote" });
    key("ArrowDown", { altKey: true });
    expect(field).toHaveValue("Disk is full");
    await userEvent.keyboard("{Escape}");
    expect(field).toHaveValue("");
    await userEvent.keyboard("one{Shift>}{Enter}{/Shift}two{Enter}");
    await waitFor(() =>
      expect(called("premortem.capture")).toEqual([
        { session: "s1", person: "ada", anonymous: false, text: "one\ntwo", line: "" },
      ]),
    );
    expect(called("premortem.jot").at(-1)).toMatchObject({
      slot: "capture",
      text: JSON.stringify({ text: "one\ntwo", line: "" }),
    });
  });

  it("begins with what stood there before a crash", async () => {
    session = (seat) =>
      premortem("capture", seat, {
        turn,
        jots: [{ person: "", slot: "capture", text: '{"text":"Half a tho","line":"l2"}' }],
      });
    held();
    expect(await screen.findByRole("textbox", { name: "Ada wrote" })).toHaveValue("Half a tho");
  });
});

describe("clusters", () => {
  beforeEach(() => {
    session = (seat) =>
      premortem("cluster", seat, {
        cards: [
          card("k1", "Provider fails"),
          card("k2", "Nobody can pay"),
          card("k3", "Disk is full", { cluster: "c1" }),
        ],
        loose: ["k1", "k2"],
        clusters: [cluster("c1", "Storage", { cards: ["k3"] })],
      });
    core.answer({ "premortem.group": done });
  });

  it("come about by Space and G, with a title", async () => {
    held();
    const tree = await screen.findByRole("tree");
    await waitFor(() => expect(document.activeElement).toHaveTextContent("Provider fails"));
    await expectAccessible(tree);
    await userEvent.keyboard(" {ArrowDown} g");
    const dialog = within(await screen.findByRole("dialog", { name: "A cluster of 2 cards" }));
    expect(dialog.getByRole("textbox")).toHaveFocus();
    await userEvent.keyboard("{Control>}a{/Control}Payment{Enter}");
    await waitFor(() =>
      expect(called("premortem.group")).toEqual([
        { session: "s1", cards: ["k1", "k2"], cluster: "new", title: "Payment" },
      ]),
    );
  });

  it("take a card by their number, and give it back with U", async () => {
    held();
    await screen.findByRole("tree");
    await waitFor(() => expect(document.activeElement).toHaveTextContent("Provider fails"));
    await userEvent.keyboard("1");
    await waitFor(() =>
      expect(called("premortem.group")).toEqual([
        { session: "s1", cards: ["k1"], cluster: "c1", title: "" },
      ]),
    );
    await userEvent.keyboard("{End}u");
    await waitFor(() =>
      expect(called("premortem.group").at(-1)).toEqual({
        session: "s1",
        cards: ["k3"],
        cluster: "",
        title: "",
      }),
    );
  });
});

describe("estimates", () => {
  it("go from number to number, are kept, and say at the field what is wrong", async () => {
    session = (seat) =>
      premortem("estimate", seat, { clusters: [cluster("c1", "Storage"), cluster("c2", "DNS")] });
    core.answer({
      "premortem.estimate": () =>
        new Refusal({ message: "the low end comes first", field: "detect.low" }),
    });
    held();
    await userEvent.click(await screen.findByRole("button", { name: /^Ada/ }));
    const often = within(await screen.findByRole("group", { name: "How often" }));
    expect(often.getByRole("textbox", { name: "Low" })).toHaveFocus();
    await userEvent.keyboard("2{Tab}6{Tab}9{Tab}1{Enter}");
    await waitFor(() => expect(called("premortem.estimate")).toHaveLength(1));
    expect(called("premortem.estimate")[0]).toMatchObject({
      cluster: "c1",
      person: "ada",
      frequency: range("2", "6"),
      detect: range("9", "1"),
    });
    const noticed = within(screen.getByRole("group", { name: "Until it is noticed" }));
    await waitFor(() =>
      expect(noticed.getByRole("textbox", { name: "Low" })).toHaveAccessibleDescription(
        "the low end comes first",
      ),
    );
    expect(noticed.getByRole("textbox", { name: "Low" })).toHaveFocus();
    const jot = called("premortem.jot").at(-1) as { slot: string; person: string; text: string };
    expect([jot.slot, jot.person]).toEqual(["estimate c1", "ada"]);
    expect(JSON.parse(jot.text)).toMatchObject({ frequency: { low: "2", high: "6" } });
    expect(screen.queryByText("What everyone gave")).toBeNull();
  });
});

describe("the vote", () => {
  it("spends no more dots than there are, gives them whole, and leaves the keyboard", async () => {
    session = (seat) =>
      premortem("vote", seat, { clusters: [cluster("c1", "Storage"), cluster("c2", "DNS")] });
    core.answer({
      "premortem.vote": () =>
        becomes((seat) =>
          premortem("vote", seat, {
            clusters: [cluster("c1", "Storage"), cluster("c2", "DNS")],
            people: [person("ada", { voted: true }), person("ben")],
          }),
        ),
    });
    held();
    await userEvent.click(await screen.findByRole("button", { name: /^Ada/ }));
    const storage = await screen.findByRole("spinbutton", { name: "Storage" });
    expect(storage).toHaveFocus();
    await userEvent.keyboard("3{ArrowDown}9");
    expect(storage).toHaveAttribute("aria-valuenow", "3");
    expect(screen.getByRole("spinbutton", { name: "DNS" })).toHaveAttribute("aria-valuenow", "2");
    await expectAccessible(document.body);
    await userEvent.keyboard("{Enter}");
    await waitFor(() =>
      expect(called("premortem.vote")).toEqual([
        {
          session: "s1",
          person: "ada",
          dots: [
            { cluster: "c1", dots: 3 },
            { cluster: "c2", dots: 2 },
          ],
        },
      ]),
    );
    expect(await screen.findByRole("button", { name: /^Ben/ })).toHaveFocus();
    expect(screen.queryByText("Dots")).toBeNull();
  });
});

describe("mitigations", () => {
  it("move at once by Space, and are said when the figures have followed", async () => {
    let on = true;
    session = (seat) => premortem("mitigate", seat, { clusters: [cluster("c1", "Provider")] });
    core.answer({
      "premortem.outlook": () => outlook(on),
      "premortem.mitigation": ({ state }) => {
        on = state === "on";
        return becomes(session);
      },
    });
    held();
    const toggle = await screen.findByRole("switch", { name: "Second provider" });
    expect(toggle).toBeChecked();
    expect(toggle).toHaveFocus();
    await expectAccessible(document.body);
    await userEvent.keyboard(" ");
    expect(toggle).not.toBeChecked();
    await screen.findByText(/^Now: 702 a year, 134 % of the budget, chance 25 %, loss €40k$/);
    expect(called("premortem.mitigation")).toEqual([
      { session: "s1", cluster: "c1", technique: "second", state: "off" },
    ]);
  });
});

describe("a mitigation that was refused", () => {
  it("does not take the focus when it comes by another way later", async () => {
    session = (seat) => premortem("mitigate", seat, { clusters: [cluster("c1", "Provider")] });
    let shown = outlook(true);
    core.answer({ "premortem.outlook": () => shown });
    core.refuse("premortem.mitigation", { code: "conflict", message: "not now" });
    held();
    const own = await screen.findByRole("switch", { name: "Second provider" });
    expect(own).toHaveFocus();
    key("a");
    const dialog = within(await screen.findByRole("dialog"));
    await userEvent.type(dialog.getByRole("combobox"), "Several");
    await userEvent.click(await screen.findByRole("option", { name: "Several zones" }));
    await userEvent.click(dialog.getByRole("button", { name: "Add" }));
    await screen.findByText("not now");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    await waitFor(() => expect(own).toHaveFocus());

    // Another program turns it on: the figures follow, and the keyboard stays where it is.
    const [row] = shown.rows;
    const more = row?.mitigations.map((one) => ({ ...one, technique: "zones", name: "Zones" }));
    const rows = row ? [{ ...row, mitigations: [...row.mitigations, ...(more ?? [])] }] : [];
    shown = { ...shown, rows };
    becomes(session);
    act(() => void window.dispatchEvent(new Event("visibilitychange")));
    await screen.findByRole("switch", { name: "Zones" });
    expect(own).toHaveFocus();
  });
});

describe("every step", () => {
  it("lists its own keys, also from within a field", async () => {
    held();
    await userEvent.click(await screen.findByRole("button", { name: /^Ada/ }));
    const page = await screen.findByRole("textbox", { name: /^Ada writes/ });
    await userEvent.type(page, "why?");
    expect(screen.queryByRole("dialog")).toBeNull();
    fireEvent.keyDown(page, { key: "F1" });
    expect(await screen.findByRole("dialog", { name: "Keys in Write" })).toBeInTheDocument();
  });

  it("has a meeting view, which hides amounts and shows the budget", async () => {
    session = (seat) => premortem("mitigate", seat, { clusters: [cluster("c1", "Provider")] });
    core.answer({ "premortem.outlook": outlook(true) });
    held();
    await screen.findByRole("switch");
    expect(document.body).toHaveTextContent("€20k");
    key("M", { ctrlKey: true, shiftKey: true });
    await waitFor(() => expect(document.documentElement.dataset.view).toBe("meeting"));
    await waitFor(() => expect(document.body.innerHTML).not.toMatch(/€\d/));
    expect(screen.getByText("99.9 % · 526 min a year")).toBeInTheDocument();
    expect(screen.getByText("72 %")).toBeInTheDocument();
    fireEvent.keyDown(document.body, { key: "H", ctrlKey: true, shiftKey: true });
    await waitFor(() => expect(document.body).toHaveTextContent("€20k"));
    key("M", { ctrlKey: true, shiftKey: true });
    await waitFor(() => expect(document.documentElement.dataset.view).toBeUndefined());
  });

  it("says what the core refused, and stays", async () => {
    core.refuse("premortem.step", { code: "conflict", message: "the session is closed" });
    held();
    await screen.findByRole("button", { name: /^Ada/ });
    key("Enter", { ctrlKey: true });
    expect(await screen.findByRole("alert")).toHaveTextContent("the session is closed");
    expect(screen.getByRole("button", { name: "Write" })).toHaveAttribute("aria-current", "step");
    // And a second press asks again.
    key("Enter", { ctrlKey: true });
    await waitFor(() => expect(called("premortem.step")).toHaveLength(2));
  });
});
