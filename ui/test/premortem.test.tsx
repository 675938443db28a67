/** Pre-mortems: what each may see, what is kept at every key, and the keys of each step. */

import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import events from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import type { Premortem } from "../src/api";
import { setAppearance } from "../src/features/appearance";
import { installCore, Refusal, type TestCore } from "./core";
import * as fixtures from "./fixtures";
import { figure } from "./fixtures";
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
      slot: "capture ada",
      text: JSON.stringify({ text: "one\ntwo", line: "" }),
    });
  });

  it("begins with what stood there before a crash", async () => {
    session = (seat) =>
      premortem("capture", seat, {
        turn,
        jots: [{ person: "", slot: "capture ada", text: '{"text":"Half a tho","line":"l2"}' }],
      });
    held();
    expect(await screen.findByRole("textbox", { name: "Ada wrote" })).toHaveValue("Half a tho");
  });
});

describe("what is not said yet, in the meeting view", () => {
  const turn = {
    person: "ada",
    name: "Ada",
    next: "Ben",
    lines: [
      { id: "l1", text: "Provider fails", prompt: "network" },
      { id: "l2", text: "Disk is full", prompt: "network" },
    ],
  };
  beforeEach(() => setAppearance({ meeting: true }));

  it("is covered while it is written, until its writer shows it, and again for the next", async () => {
    drafts.set("ada network", "The secret\nAnother");
    held();
    await userEvent.click(await screen.findByRole("button", { name: /^Ada/ }));
    const page = await screen.findByRole("textbox", { name: /^Ada writes/ });
    expect(page).toHaveClass("covered");
    expect(page).toHaveAccessibleDescription(/^2 thoughts, covered/);
    await expectAccessible(document.body);
    key("v", { altKey: true });
    await waitFor(() => expect(page).not.toHaveClass("covered"));
    key("2", { altKey: true });
    expect(await screen.findByRole("textbox", { name: /^Ben writes/ })).toHaveClass("covered");
    key("1", { altKey: true });
    expect(await screen.findByRole("textbox", { name: /^Ada writes/ })).toHaveClass("covered");
  });

  it("is counted in Capture, not listed; what is said as it is typed is no secret", async () => {
    session = (seat) => premortem("capture", seat, { turn });
    held();
    const field = await screen.findByRole("textbox", { name: "Ada wrote" });
    expect(field).toHaveClass("covered");
    expect(screen.getByText("2 thoughts, covered.")).toBeInTheDocument();
    expect(screen.queryByText("Disk is full")).toBeNull();
    key("v", { altKey: true });
    expect(await screen.findByText("Disk is full")).toBeInTheDocument();
    expect(field).not.toHaveClass("covered");
    key("v", { altKey: true });
    await waitFor(() => expect(screen.queryByText("Disk is full")).toBeNull());
    await userEvent.keyboard("{Escape}said aloud");
    expect(field).not.toHaveClass("covered");
    // Unless nobody is to know who says it.
    key("a", { altKey: true });
    await waitFor(() => expect(field).toHaveClass("covered"));
  });

  it("is covered while numbers and dots are given", async () => {
    session = (seat) => premortem("estimate", seat, { clusters: [cluster("c1", "Storage")] });
    held();
    await userEvent.click(await screen.findByRole("button", { name: /^Ada/ }));
    const form = (await screen.findByRole("button", { name: /^Give/ })).closest("form");
    expect(form).toHaveClass("coveredNumbers");
    expect(screen.getByText("Estimates are covered.")).toBeInTheDocument();
    key("v", { altKey: true });
    await waitFor(() => expect(form).not.toHaveClass("coveredNumbers"));
  });

  it("does not count the dots of a ballot aloud", async () => {
    session = (seat) => premortem("vote", seat, { clusters: [cluster("c1", "Storage")] });
    held();
    await userEvent.click(await screen.findByRole("button", { name: /^Ada/ }));
    const storage = await screen.findByRole("spinbutton", { name: "Storage" });
    storage.focus();
    await userEvent.keyboard("2");
    expect(storage).toHaveAttribute("aria-valuenow", "2");
    expect(storage).not.toHaveTextContent("2");
    expect(storage).not.toHaveTextContent("●");
    expect(screen.getByText("Dots are covered.")).toBeInTheDocument();
    key("v", { altKey: true });
    await waitFor(() => expect(storage).toHaveTextContent("●●"));
  });

  it("is covered when the view comes on, whatever was pressed before", async () => {
    setAppearance({ meeting: false });
    session = (seat) => premortem("write", seat);
    held();
    await userEvent.click(await screen.findByRole("button", { name: /^Ada/ }));
    const page = await screen.findByRole("textbox", { name: /^Ada writes/ });
    key("v", { altKey: true });
    act(() => setAppearance({ meeting: true }));
    await waitFor(() => expect(page).toHaveClass("covered"));
    key("v", { altKey: true });
    await waitFor(() => expect(page).not.toHaveClass("covered"));
    act(() => setAppearance({ meeting: false }));
    act(() => setAppearance({ meeting: true }));
    await waitFor(() => expect(page).toHaveClass("covered"));
  });

  it("is not covered outside of it", async () => {
    setAppearance({ meeting: false });
    session = (seat) => premortem("capture", seat, { turn });
    held();
    expect(await screen.findByRole("textbox", { name: "Ada wrote" })).not.toHaveClass("covered");
    expect(screen.getByText("Disk is full")).toBeInTheDocument();
  });
});

describe("the turn", () => {
  const turn = { person: "ada", name: "Ada", next: "Ben", lines: [] };

  it("goes to whoever is called by their number", async () => {
    session = (seat) => premortem("capture", seat, { turn });
    core.answer({ "premortem.turn": done });
    held();
    await screen.findByRole("textbox", { name: "Ada says" });
    key("1", { altKey: true });
    key("2", { altKey: true });
    await waitFor(() => expect(called("premortem.turn")).toEqual([{ session: "s1", id: "ben" }]));
  });

  it("is not passed over what is typed without asking, and what is kept stays one’s own", async () => {
    session = (seat) => premortem("capture", seat, { turn });
    core.answer({ "premortem.pass": done, "premortem.capture": done });
    held();
    const field = await screen.findByRole("textbox", { name: "Ada says" });
    await userEvent.type(field, "Half a thought");
    key("p", { altKey: true });
    const dialog = within(await screen.findByRole("dialog"));
    expect(dialog.getByText("Half a thought")).toBeInTheDocument();
    expect(dialog.getByRole("button", { name: "Put on the table" })).toHaveFocus();
    expect(called("premortem.pass")).toEqual([]);
    await userEvent.click(dialog.getByRole("button", { name: "Keep it and pass" }));
    await waitFor(() => expect(called("premortem.pass")).toEqual([{ session: "s1", id: "ada" }]));
    expect(called("premortem.jot").at(-1)).toMatchObject({ slot: "capture ada" });
    expect(called("premortem.capture")).toEqual([]);
  });

  it("is passed at once where nothing is typed", async () => {
    session = (seat) => premortem("capture", seat, { turn });
    core.answer({ "premortem.pass": done });
    held();
    await screen.findByRole("textbox", { name: "Ada says" });
    key("p", { altKey: true });
    await waitFor(() => expect(called("premortem.pass")).toHaveLength(1));
    expect(screen.queryByRole("dialog")).toBeNull();
  });

  it("says what was written or typed and not said when nobody has it any more", async () => {
    session = (seat) =>
      premortem("capture", seat, {
        people: [person("ada", { left: 2, passed: true }), person("ben", { passed: true })],
        jots: [{ person: "", slot: "capture ben", text: '{"text":"kept","line":""}' }],
      });
    held();
    expect(await screen.findByRole("heading", { level: 1 })).toHaveTextContent(
      "Nobody is asked any more.",
    );
    expect(screen.getByText(/^Not said yet: Ada 2, Ben 1/)).toBeInTheDocument();
    expect(screen.getByText("passed, 2 not said")).toBeInTheDocument();
  });
});

describe("who is there", () => {
  beforeEach(() => {
    session = (seat) => premortem("frame", seat);
  });

  it("is changed where they stand: name and role", async () => {
    core.answer({ "premortem.person": done });
    held();
    await userEvent.click(await screen.findByRole("button", { name: "Change Ada" }));
    const form = within(screen.getByRole("form", { name: "Change Ada" }));
    expect(form.getByRole("textbox", { name: "Name" })).toHaveFocus();
    await expectAccessible(document.body);
    await userEvent.keyboard("Adele{Enter}");
    await waitFor(() =>
      expect(called("premortem.person")).toEqual([
        { session: "s1", id: "ada", name: "Adele", role: "support", present: true },
      ]),
    );
    expect(await screen.findByRole("button", { name: "Change Ada" })).toHaveFocus();
    await userEvent.click(screen.getByRole("button", { name: "Change Ben" }));
    await userEvent.keyboard("x{Escape}");
    expect(screen.queryByRole("form", { name: "Change Ben" })).toBeNull();
    expect(called("premortem.person")).toHaveLength(1);
  });

  it("leaves the focus beside whoever is removed", async () => {
    core.answer({
      "premortem.person.delete": () =>
        becomes((seat) => premortem("frame", seat, { people: [person("ben")] })),
    });
    held();
    const remove = await screen.findByRole("button", { name: "Remove Ada" });
    act(() => remove.focus());
    await userEvent.keyboard("{Enter}");
    await waitFor(() => expect(document.activeElement).toHaveAccessibleName(/Ben/));
  });

  it("is added by Enter on a role of the list", async () => {
    core.answer({ "premortem.person": done });
    held();
    await userEvent.type(await screen.findByRole("textbox", { name: "Name" }), "Cem");
    await userEvent.click(screen.getByRole("combobox", { name: /^Speaks for/ }));
    await userEvent.keyboard("Sup{ArrowDown}{Enter}");
    await waitFor(() =>
      expect(called("premortem.person")).toEqual([
        { session: "s1", id: "", name: "Cem", role: "support", present: true },
      ]),
    );
  });
});

describe("the clock", () => {
  it("is paused and goes on by its key, and tells the session in all", async () => {
    core.answer({ "premortem.timer": done });
    held();
    await screen.findByRole("timer");
    expect(screen.getByText(/^Session/)).toHaveTextContent(/^Session 6:4\d of 57:00$/);
    key("t", { altKey: true });
    await waitFor(() =>
      expect(called("premortem.timer")).toEqual([{ session: "s1", running: false }]),
    );
  });

  it("tells the lens beside the step", async () => {
    session = (seat) =>
      premortem("lenses", seat, {
        timer: { ...premortem("lenses", "").timer, lensPlanned: 120_000, lensSpent: 30_000 },
      });
    held();
    const lead = await screen.findByText(/^1 of 2 · The network fails/);
    await waitFor(() => expect(lead).toHaveTextContent(/0:3\d of 2:00$/));
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

describe("cards that are set aside", () => {
  beforeEach(() => {
    session = (seat) =>
      premortem("cluster", seat, {
        cards: [card("k1", "Provider fails"), card("k2", "Nobody can pay"), card("k3", "Disk")],
        loose: ["k1", "k2", "k3"],
      });
    core.answer({
      "premortem.card": ({ id, aside }) =>
        becomes((seat) =>
          premortem("cluster", seat, {
            cards: [
              card("k1", "Provider fails", { aside: id === "k1" && aside }),
              card("k2", "Nobody can pay"),
              card("k3", "Disk"),
            ],
            loose: id === "k1" && aside ? ["k2", "k3"] : ["k1", "k2", "k3"],
          }),
        ),
    });
  });

  it("are listed and come back, and the focus stays beside them", async () => {
    held();
    await screen.findByRole("tree");
    await waitFor(() => expect(document.activeElement).toHaveTextContent("Provider fails"));
    await userEvent.keyboard("{Delete}");
    await screen.findByRole("treeitem", { name: /^Set aside: 1/ });
    await waitFor(() => expect(document.activeElement).toHaveTextContent("Nobody can pay"));
    await userEvent.keyboard("{End}");
    expect(document.activeElement).toHaveTextContent("Provider fails");
    // It counts for nothing, so it goes into no cluster.
    await userEvent.keyboard("g");
    expect(screen.queryByRole("dialog")).toBeNull();
    await userEvent.keyboard("{Delete}");
    await waitFor(() => expect(screen.queryByText(/^Set aside/)).toBeNull());
    await waitFor(() => expect(document.activeElement).not.toBe(document.body));
  });
});

describe("a cluster that reads like a risk of the register", () => {
  it("is linked to it by L", async () => {
    session = (seat) =>
      premortem("cluster", seat, {
        clusters: [
          cluster("c1", "Payment provider fails", {
            twins: [{ key: "r9", label: "Payment provider outage" }],
          }),
        ],
      });
    core.answer({ "premortem.cluster": done });
    held();
    await screen.findByText(/reads like the risk “Payment provider outage”/);
    await expectAccessible(document.body);
    await userEvent.keyboard("{Home}{ArrowDown}l");
    await waitFor(() =>
      expect(called("premortem.cluster")).toEqual([
        expect.objectContaining({ id: "c1", title: "Payment provider fails", risk: "r9" }),
      ]),
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

describe("an estimate that is not given yet", () => {
  it("stands as it was typed after a look at another", async () => {
    session = (seat) =>
      premortem("estimate", seat, { clusters: [cluster("c1", "Storage"), cluster("c2", "DNS")] });
    held();
    await userEvent.click(await screen.findByRole("button", { name: /^Ada/ }));
    const low = async () =>
      within(await screen.findByRole("group", { name: "How often" })).getByRole("textbox", {
        name: "Low",
      });
    await low();
    await userEvent.keyboard("2{Tab}6");
    key("ArrowDown", { altKey: true });
    await waitFor(async () => expect(await low()).toHaveValue(""));
    key("ArrowUp", { altKey: true });
    await waitFor(async () => expect(await low()).toHaveValue("2"));
  });

  it("tells the room no number that is wrong", async () => {
    setAppearance({ meeting: true });
    session = (seat) => premortem("estimate", seat, { clusters: [cluster("c1", "Storage")] });
    const message = "found 9 to 1; expected the low end first";
    core.answer({
      "premortem.estimate": () => new Refusal({ message, field: "frequency.low" }),
      "premortem.estimate.check": { problems: [{ field: "frequency.low", message }] },
    });
    held();
    await userEvent.click(await screen.findByRole("button", { name: /^Ada/ }));
    await screen.findByRole("group", { name: "How often" });
    await userEvent.keyboard("9{Tab}1{Enter}");
    expect(await screen.findByText(/^This does not read/)).toBeInTheDocument();
    expect(screen.queryByText(message)).toBeNull();
    key("v", { altKey: true });
    expect(await screen.findByText(message)).toBeInTheDocument();
  });
});

describe("an estimate with several mistakes", () => {
  it("says all of them at once", async () => {
    session = (seat) => premortem("estimate", seat, { clusters: [cluster("c1", "Storage")] });
    core.answer({
      "premortem.estimate": () =>
        new Refusal({ message: "is not a number", field: "frequency.low" }),
      "premortem.estimate.check": {
        problems: [
          { field: "frequency.low", message: "is not a number" },
          { field: "repair.high", message: "the unit is not known" },
          { field: "users.low", message: "is not a share" },
        ],
      },
    });
    held();
    await userEvent.click(await screen.findByRole("button", { name: /^Ada/ }));
    await screen.findByRole("group", { name: "How often" });
    await userEvent.keyboard("x{Enter}");
    for (const said of ["is not a number", "the unit is not known", "is not a share"]) {
      expect(await screen.findByText(said)).toBeInTheDocument();
    }
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

describe("a ballot with more dots than there are", () => {
  it("can be put right", async () => {
    // Five dots were given, then the plan was changed to two each.
    session = (seat) =>
      premortem("vote", seat, {
        clusters: [cluster("c1", "Storage", { ownDots: 5 }), cluster("c2", "DNS")],
        vote: { dots: 2, spent: 5, yetToVote: ["Ben"], shown: false },
      });
    held();
    await userEvent.click(await screen.findByRole("button", { name: /^Ada/ }));
    const dns = await screen.findByRole("spinbutton", { name: "DNS" });
    await userEvent.keyboard("{ArrowDown}{ArrowRight}3");
    expect(dns).toHaveAttribute("aria-valuenow", "0");
    expect(screen.getByRole("heading", { name: "Ada: 3 dots too many." })).toBeInTheDocument();
    await userEvent.keyboard("{ArrowUp}1");
    expect(screen.getByRole("heading", { name: "Ada: 1 dot to spend." })).toBeInTheDocument();
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
    await screen.findByText(/^Now: 702 min a year, 134 % of the budget, chance 25 %, loss €40k$/);
    expect(called("premortem.mitigation")).toEqual([
      { session: "s1", cluster: "c1", technique: "second", state: "off" },
    ]);
  });
});

describe("the list of mitigations", () => {
  const two = (on = true) => {
    const shown = outlook(on);
    const [row] = shown.rows;
    const [own] = row?.mitigations ?? [];
    if (!row || !own) throw new Error("the answer has a row with a mitigation");
    const more = (technique: string, name: string) => ({ ...own, technique, name });
    const empty = { ...row, cluster: "c3", title: "DNS", mitigations: [] };
    return {
      ...shown,
      rows: [
        { ...row, mitigations: [own, more("zones", "Zones")] },
        { ...row, cluster: "c2", title: "Disk", mitigations: [more("raid", "Mirrors")] },
        empty,
      ],
      others: [
        { id: "r1", name: "Search slow", minutes: figure("12"), share: "2 %", like: "" },
        { id: "r2", name: "DNS outage", minutes: figure("9"), share: "1.7 %", like: "DNS" },
      ],
    };
  };
  beforeEach(() => {
    session = (seat) =>
      premortem("mitigate", seat, {
        clusters: [cluster("c1", "Provider"), cluster("c2", "Disk"), cluster("c3", "DNS")],
      });
    core.answer({ "premortem.outlook": () => two() });
  });

  it("goes from switch to switch; → leads to Add, which stands in where there is no switch", async () => {
    held();
    const first = await screen.findByRole("switch", { name: "Second provider" });
    expect(first).toHaveFocus();
    const focused = () => document.activeElement?.getAttribute("aria-label");
    const seen: (string | null | undefined)[] = [];
    for (let n = 0; n < 4; n += 1) {
      await userEvent.keyboard("{ArrowDown}");
      seen.push(focused());
    }
    expect(seen).toEqual([
      "Zones",
      "Mirrors",
      "Add a mitigation to DNS",
      "Add a mitigation to DNS",
    ]);
    await userEvent.keyboard("{ArrowUp}{ArrowRight}");
    expect(focused()).toBe("Add a mitigation to Disk");
    await userEvent.keyboard("{ArrowLeft}");
    expect(focused()).toBe("Mirrors");
  });

  it("keeps the focus where a mitigation was taken away", async () => {
    core.answer({
      "premortem.mitigation": () => {
        const shown = two();
        const [row, ...rest] = shown.rows;
        core.answer({
          "premortem.outlook": {
            ...shown,
            rows: row ? [{ ...row, mitigations: row.mitigations.slice(1) }, ...rest] : [],
          },
        });
        return becomes(session);
      },
    });
    held();
    await screen.findByRole("switch", { name: "Second provider" });
    await userEvent.keyboard("{Delete}");
    await waitFor(() => expect(screen.getByRole("switch", { name: "Zones" })).toHaveFocus());
  });

  it("names the other risks that fill the budget, and the one that counts twice", async () => {
    held();
    await screen.findByText("Search slow");
    expect(screen.getByText(/reads like “DNS”/)).toBeInTheDocument();
    await expectAccessible(document.body);
  });

  it("takes text that is no technique away by Escape, then closes, and describes it by Enter", async () => {
    core.answer({
      risks: { total: 0, rows: [], categories: [] } as never,
      "technique.save": { ...done, id: "t9" },
      "premortem.mitigation": done,
    });
    held();
    await screen.findByRole("switch", { name: "Second provider" });
    key("a");
    const field = within(await screen.findByRole("dialog")).getByRole("combobox");
    await userEvent.type(field, "Spare queue");
    await userEvent.keyboard("{Escape}");
    expect(within(screen.getByRole("dialog")).getByRole("combobox")).toHaveValue("");
    expect(within(screen.getByRole("dialog")).getByRole("combobox")).toHaveFocus();
    await userEvent.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    await waitFor(() =>
      expect(screen.getByRole("switch", { name: "Second provider" })).toHaveFocus(),
    );
    key("a");
    await userEvent.type(
      within(await screen.findByRole("dialog")).getByRole("combobox"),
      "Spare queue",
    );
    await userEvent.keyboard("{Enter}{Enter}");
    const drawer = within(await screen.findByRole("dialog", { name: "New technique" }));
    expect(drawer.getByRole("textbox", { name: "Name" })).toHaveValue("Spare queue");
    await userEvent.click(drawer.getByRole("button", { name: "Save" }));
    await waitFor(() =>
      expect(called("premortem.mitigation")).toEqual([
        { session: "s1", cluster: "c1", technique: "t9", state: "on" },
      ]),
    );
    expect(called("technique.save")[0]).toMatchObject({
      name: "Spare queue",
      scope: "service",
      of: ["checkout"],
    });
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
