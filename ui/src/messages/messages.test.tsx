import { screen, waitFor } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { installCore } from "../../test/core";
import * as fixtures from "../../test/fixtures";
import * as premortems from "../../test/premortemAnswers";
import { renderWindow } from "../../test/render";
import * as promised from "../../test/requirementsAnswers";
import * as nines from "../../test/tiersAnswers";
import * as wholeCost from "../../test/wholeCost";
import { m, setCatalogue } from ".";
import { en } from "./en";
import { pseudo, pseudoText } from "./pseudo";

afterEach(() => setCatalogue(en));

/** Every text of a catalogue, those with something inserted with a sample. */
function texts(value: unknown, path = ""): [string, string][] {
  // An empty one stands where a sentence of several parts has nothing to say.
  if (typeof value === "string") return value === "" ? [] : [[path, value]];
  if (typeof value === "function") return texts(value(...Array(value.length).fill("1")), path);
  if (typeof value === "object" && value !== null) {
    return Object.entries(value).flatMap(([key, part]) => texts(part, `${path}.${key}`));
  }
  return [];
}

it("has words for everything, and the pseudo-locale changes each of them", () => {
  const plain = texts(en);
  const accented = new Map(texts(pseudo(en)));
  expect(plain.length).toBeGreaterThan(200);
  for (const [path, text] of plain) {
    expect(accented.get(path), path).not.toBe(text);
  }
});

it("keeps what is inserted", () => {
  expect(pseudo(en).commands.go("X")).toContain(pseudoText("X").slice(1, 2));
  expect(pseudoText("")).toBe("");
});

const whole = { frequency: fixtures.figure("4"), duration: fixtures.figure("70") };
const given = { ...whole, users: fixtures.figure("30 %"), minutes: fixtures.figure("84") };

/** A session with something of everything in it, at a step. */
function session(step: string, seat = "") {
  const { card, cluster, person, premortem, range } = premortems;
  const silent = ["write", "lenses"].includes(step);
  const cards = [card("k1", "The provider drops us"), card("k2", "A cable is cut")];
  const own = {
    session: "s1",
    cluster: "c1",
    person: "ada",
    frequency: range("1", "4"),
    detect: range("2", "9"),
    repair: range("20", "90"),
    users: range("20 %", "60 %"),
    comment: "It happened in May",
  };
  const one = { person: "ada", name: "Ada", weight: "1", comment: "It happened in May" };
  const pooled = { ...given, people: "2 people", disagreement: "3×", apart: true };
  return premortem(step, seat, {
    people: [person("ada", { passed: true, cards: 1, written: 2, estimated: 1 }), person("ben")],
    cards: silent ? [] : cards,
    loose: silent ? [] : ["k2"],
    clusters: silent
      ? []
      : [
          cluster("c1", "Payment provider fails", {
            cards: ["k1"],
            own,
            shown: true,
            given: [{ ...given, ...one }],
            pooled,
            dots: 3,
          }),
        ],
    turn:
      step === "capture"
        ? {
            person: "ada",
            name: "Ada",
            next: "Ben",
            lines: [{ id: "l1", text: "Half of it is lost", prompt: "network" }],
          }
        : null,
    vote: { dots: 5, spent: 0, yetToVote: [], shown: true },
    closed: false,
  });
}
const SESSIONS = Object.fromEntries(
  [
    session("frame"),
    session("write", "ada"),
    session("lenses", "ada"),
    session("capture"),
    session("cluster"),
    session("estimate"),
    session("estimate", "ada"),
    session("vote"),
    session("vote", "ada"),
    session("rank"),
    session("mitigate"),
    session("requirements"),
  ].map((one) => [`${one.step}${one.person}`, one]),
);

/** Texts of the core's answers: everything that is not the window's own. */
function ofCore(): string[] {
  const all: string[] = [];
  const walk = (value: unknown): void => {
    if (typeof value === "string") all.push(value);
    else if (typeof value === "object" && value !== null) Object.values(value).forEach(walk);
  };
  walk(fixtures);
  walk(wholeCost);
  walk(nines);
  walk(promised);
  walk(premortems.premortems);
  walk(premortems.outlook(true));
  walk(SESSIONS);
  walk(Array.from({ length: 20 }, (_, index) => fixtures.incidentRow(index, 20)));
  // Longest first: what is left of a long text must not be what a short one leaves of it.
  return all.filter((text) => text.trim() !== "").sort((a, b) => b.length - a.length);
}

it.each([
  "/",
  "/incidents?incident=inc-0412",
  "/cost",
  "/cost?part=reconciliation",
  "/cost?part=faults",
  "/availability",
  "/availability?part=signs&sign=detected-by-customers",
  "/availability?part=timelines",
  "/availability?part=growth",
  "/tiers",
  "/tiers?part=risks&risk=provider",
  "/tiers?part=techniques",
  "/tiers?part=scenarios",
  "/requirements",
  "/requirements?requirement=req-7",
  "/premortems",
  ...Object.keys(SESSIONS).map((key) => {
    const seat = key.endsWith("ada") ? "&seat=ada" : "";
    return `/premortems?session=s1${seat}#${key}`;
  }),
])("shows no text of its own at %s that is not in the catalogue", async (address) => {
  installCore({
    "workspace.status": fixtures.status,
    overview: fixtures.overview,
    cost: wholeCost.cost,
    "cost.cuts": wholeCost.cuts,
    availability: wholeCost.availability,
    signs: wholeCost.signs,
    tiers: nines.tiers,
    risks: nines.risks,
    "risks.suggest": nines.suggestions,
    "risk.get": nines.riskEdit,
    "risk.matches": nines.matches,
    scores: nines.scores,
    "scenario.compare": nines.compared,
    premortems: premortems.premortems,
    "premortem.get": () => SESSIONS[address.split("#")[1] ?? ""] ?? session("frame"),
    "premortem.outlook": premortems.outlook(true),
    "premortem.jot": {},
    "estimate.preview": { dots: [], height: 0, summary: "", middle: "" },
    requirements: promised.requirements,
    "requirement.get": promised.requirement,
    chart: fixtures.chart,
    settings: fixtures.settings,
    explain: fixtures.explanation,
    "incident.get": fixtures.incident,
    "incidents.page": ({ offset, limit }) => ({
      total: 20,
      matched: 20,
      longestLabel: 8,
      offset,
      rows: Array.from({ length: Math.min(limit, 20 - offset) }, (_, index) =>
        fixtures.incidentRow(offset + index, 20),
      ),
      summary: fixtures.status.counting,
      problem: "",
    }),
  });
  setCatalogue(pseudo(en));
  renderWindow(address.split("#")[0] ?? "");
  // A session has the window to itself.
  const isSession = address.includes("session=");
  await (isSession
    ? screen.findByRole("heading", { level: 1 })
    : screen.findByText(m.shell.settings));
  await waitFor(() => expect(document.querySelector("[aria-busy=true]")).toBeNull());
  await waitFor(() => expect(document.body.textContent).not.toContain(m.common.loading));

  const core = ofCore();
  const foreign: string[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.parentElement?.closest("kbd, script, style, svg")) continue;
    let rest = node.textContent ?? "";
    for (const text of core) rest = rest.replaceAll(text, "");
    // What is left of a sentence in the pseudo-locale is accented letters and tildes.
    rest = rest.replace(/\[[^\]]*\]/g, "");
    if (/[A-Za-z]{2,}/.test(rest)) foreign.push(rest);
  }
  expect(foreign).toEqual([]);
});
