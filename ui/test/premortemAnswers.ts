/** Answers of a core for tests: a pre-mortem, as each person may see it. */

import type {
  CardView,
  ClusterView,
  EstimateEdit,
  PersonView,
  Premortem,
  PremortemOutlook,
  Premortems,
  StepView,
} from "../src/api";
import { figure } from "./fixtures";

const STEPS = [
  "frame",
  "write",
  "lenses",
  "capture",
  "cluster",
  "estimate",
  "vote",
  "rank",
  "mitigate",
  "requirements",
];

const labelOf = (key: string) => `${key[0]?.toUpperCase()}${key.slice(1)}`;

function stepsAt(open: string): StepView[] {
  return STEPS.map((key, index) => ({
    key,
    label: labelOf(key),
    minutes: 5,
    detail: `What ${key} is for`,
    open: key === open,
    visited: index <= STEPS.indexOf(open),
  }));
}

export function person(id: string, more: Partial<PersonView> = {}): PersonView {
  return {
    id,
    name: labelOf(id),
    role: "support",
    roleLabel: "Support",
    present: true,
    passed: false,
    written: 0,
    left: 0,
    cards: 0,
    estimated: 0,
    voted: false,
    ...more,
  };
}

export function card(id: string, text: string, more: Partial<CardView> = {}): CardView {
  return {
    id,
    text,
    author: "Ada",
    authorId: "ada",
    prompt: "",
    cluster: "",
    aside: false,
    ...more,
  };
}

export function cluster(id: string, title: string, more: Partial<ClusterView> = {}): ClusterView {
  return {
    id,
    title,
    category: "capacity",
    categoryLabel: "Capacity",
    service: "checkout",
    serviceName: "Checkout",
    risk: "",
    riskName: "",
    named: "",
    requirements: [],
    twins: [],
    history: "",
    notes: "",
    cards: [],
    merged: [],
    estimated: "0 of 2",
    yetToEstimate: ["Ada", "Ben"],
    own: null,
    shown: false,
    given: [],
    pooled: null,
    ownDots: 0,
    dots: null,
    mitigations: [],
    techniques: [{ key: "zones", label: "Several zones" }],
    remarks: [],
    ...more,
  };
}

/** A session at a step, seen by someone. */
export function premortem(step: string, seat: string, more: Partial<Premortem> = {}): Premortem {
  return {
    id: "s1",
    name: "Checkout 2026-10-14",
    service: "checkout",
    serviceName: "Checkout",
    date: "14 Oct 2026",
    closed: false,
    frame: "It is October 2027. Checkout has failed. What happened?",
    target: "99.9 %",
    budget: "526 min a year",
    targetFrom: "target of Checkout",
    step,
    steps: stepsAt(step),
    timer: {
      planned: 480_000,
      spent: 220_000,
      lensPlanned: 0,
      lensSpent: 0,
      wholePlanned: 3_420_000,
      wholeSpent: 400_000,
      running: true,
      goesOn: 1_800_000,
      now: "2026-10-14T09:00:00Z",
    },
    prompt: "network",
    prompts: [
      { key: "network", title: "The network fails", question: "What was left undone?" },
      { key: "latency", title: "Distance takes time", question: "Who was still waiting?" },
    ],
    people: [person("ada"), person("ben")],
    person: seat,
    draft: "",
    jots: [],
    turn: null,
    cards: [],
    loose: [],
    clusters: [],
    baseRates: [],
    vote: { dots: 5, spent: 0, yetToVote: ["Ada", "Ben"], shown: false },
    remarks: [],
    services: [{ key: "checkout", label: "Checkout" }],
    roles: [{ key: "support", label: "Support" }],
    categories: [{ key: "capacity", label: "Capacity" }],
    risks: [],
    edit: {
      id: "s1",
      name: "Checkout 2026-10-14",
      date: "2026-10-14",
      target: "",
      frame: "It is October 2027. Checkout has failed. What happened?",
      minutes: STEPS.map(() => "5"),
      dots: "5",
    },
    ...more,
  };
}

export const range = (low: string, high: string): EstimateEdit => ({
  kind: "interval",
  low,
  likely: "",
  high,
  means: "",
});

const both = (text: string, was = text) => ({ with: figure(text), without: figure(was) });

/** `on`: whether the one mitigation there is counts. */
export function outlook(on: boolean): PremortemOutlook {
  return {
    headline: { sentence: "Checkout should stay inside its budget.", lead: "", missing: null },
    target: "99.9 %",
    budget: "526 min a year",
    minutes: {
      with: { ...figure(on ? "380" : "702"), unit: "min a year" },
      without: { ...figure("702"), unit: "min a year" },
    },
    ofBudget: both(on ? "72 %" : "134 %", "134 %"),
    met: both(on ? "86 %" : "25 %", "25 %"),
    loss: both(on ? "€20k" : "€40k", "€40k"),
    availability: "99.93 % · 3.1 nines · 32 min/month",
    oneOff: figure("€12k"),
    yearly: figure("€3k"),
    gauge: { with: on ? 0.5 : 0.9, without: 0.9, budget: 0.7, range: [0.2, 0.95] },
    tooBigAt: 0.6,
    rows: [
      {
        cluster: "c1",
        rank: "1",
        title: "Payment provider fails",
        minutes: figure(on ? "42" : "210"),
        without: figure("210"),
        share: on ? "8 %" : "40 %",
        shareWithout: "40 %",
        tooBig: !on,
        tooBigWithout: true,
        breaksAlone: false,
        accepted: on,
        dots: 4,
        bar: on ? 0.2 : 1,
        barWithout: 1,
        loss: figure("€9k"),
        mitigations: [
          {
            technique: "second",
            name: "Second provider",
            on,
            change: figure("−168"),
            oneOff: figure("€12k"),
            yearly: figure("€3k"),
          },
        ],
        problem: "",
      },
    ],
    others: [],
    notes: [],
  };
}

export const premortems: Premortems = {
  headline: {
    sentence: "What will have failed a year from now?",
    lead: "",
    missing: "No pre-mortem yet.",
  },
  rows: [],
  services: [{ key: "checkout", label: "Checkout" }],
  roles: [{ key: "support", label: "Support" }],
  plan: STEPS.map((key) => ({
    key,
    label: labelOf(key),
    minutes: 5,
    detail: `What ${key} is for`,
  })),
  total: "55 min",
  today: "2026-10-14",
};
