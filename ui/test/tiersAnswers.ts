/** Answers of a core for tests: what nines cost and save, and the register of risks. */

import type {
  EstimateEdit,
  OptionRow,
  RiskEdit,
  RiskMatches,
  RiskRow,
  RiskSuggestions,
  Risks,
  ScenarioTable,
  Scores,
  TechniqueRow,
  Tiers,
} from "../src/api";
import { figure } from "./fixtures";

const estimated = (text: string, range = "") =>
  figure(text, { basis: "estimated", range, rangeMeans: range && "90 % range", explain: text });
const nothing = (reason: string) => figure("—", { value: null, basis: "missing", reason });

export function estimate(more: Partial<EstimateEdit>): EstimateEdit {
  return { kind: "fixed", low: "0", likely: "", high: "", means: "taken as certain", ...more };
}

const doNothing: OptionRow = {
  id: "",
  name: "Do nothing",
  change: "as today",
  availability: estimated("99.87 %", "99.81–99.92 %"),
  met: estimated("31 %"),
  loss: estimated("€81k", "52k–120k"),
  avoided: nothing("it is what others are held against"),
  oneOff: nothing("it costs nothing"),
  yearly: nothing("it costs nothing"),
  value: nothing("it is what others are held against"),
  returnOnCost: nothing("it costs nothing"),
  payback: nothing("it costs nothing"),
  paysBack: nothing("it costs nothing"),
  pays: nothing("it costs nothing"),
  best: estimated("22 %"),
  breakEven: nothing("it costs nothing"),
  multiplier: nothing("it costs nothing"),
  nothing: true,
  aboveCeiling: "",
  problem: "",
  edit: null,
};

const fourNines: OptionRow = {
  ...doNothing,
  id: "four",
  name: "Four nines",
  change: "99.99 % by shorter failures",
  availability: estimated("99.99 %"),
  met: estimated("58 %"),
  loss: estimated("€6.3k", "3.9k–9.8k"),
  avoided: estimated("€56k", "32k–90k"),
  oneOff: figure("€54k", { basis: "assumed" }),
  yearly: figure("€29k", { basis: "assumed" }),
  value: estimated("+€14k", "−52k to 100k"),
  returnOnCost: estimated("0.11"),
  payback: estimated("2.1 years"),
  paysBack: estimated("71 %"),
  pays: estimated("59 %"),
  best: estimated("62 %"),
  breakEven: figure("€107", { unit: "/min", basis: "estimated" }),
  multiplier: estimated("11"),
  nothing: false,
  aboveCeiling: "Above its ceiling",
  edit: {
    id: "four",
    name: "Four nines",
    change: "target",
    target: "99.99 %",
    lever: "duration",
    techniques: [],
    oneOff: estimate({ low: "54000" }),
    yearly: "ladder",
    yearlyCost: estimate({}),
  },
};

function technique(id: string, name: string, on: boolean): TechniqueRow {
  return {
    id,
    name,
    does: "Minutes to repair × 0.3 to 0.7 on every risk",
    risks: 5,
    on,
    cost: figure("€61k", { basis: "assumed" }),
    avoided: estimated("€24k", "11k–40k"),
    minutes: figure("210", { unit: "min", basis: "estimated" }),
    edit: {
      id,
      name,
      scope: "every",
      of: [],
      effects: [
        { input: "repair", factor: estimate({ kind: "interval", low: "0.3", high: "0.7" }) },
      ],
      oneOff: estimate({ low: "20000" }),
      yearly: estimate({ low: "15000" }),
    },
    problem: "",
  };
}

export const tiers: Tiers = {
  headline: {
    sentence: "Aim for 3.5 nines. Four nines beats three.",
    lead: "Three to four saves €56k a year.",
    missing: null,
  },
  preview: false,
  counted: "48,000 runs of 3 years, seed 42.",
  basis: "simulated",
  convergence: "Mean loss to ± 0.9 %",
  converged: "ok",
  scenario: "",
  scenarios: [
    {
      id: "",
      name: "Base",
      notes: "",
      decidedBy: "",
      clonedFrom: "",
      asOf: "31 Oct 2026",
      stale: false,
    },
    {
      id: "two",
      name: "Two regions",
      notes: "By summer",
      decidedBy: "Ada",
      clonedFrom: "Base",
      asOf: "30 Sep 2026",
      stale: true,
    },
  ],
  stale: "",
  service: "",
  services: [
    { key: "", label: "All services together" },
    { key: "checkout", label: "Checkout" },
  ],
  tiles: [
    {
      label: "Net value",
      figure: estimated("+€14k", "−52k to 100k"),
      caption: "over three years at 10 %",
      rule: null,
      over: false,
    },
    {
      label: "Meets 99.9 %",
      figure: estimated("31 %"),
      caption: "in a year",
      rule: null,
      over: true,
    },
  ],
  nextNine: {
    columns: ["3 nines\n99.9 %", "Cheapest\n3.5 nines", "4 nines\n99.99 %", "3→4"],
    rows: [
      {
        label: "Allowed down, min a month",
        cells: ["44", "14", "4.4", "−39"].map((text) => estimated(text)),
        basis: "assumed",
      },
      {
        label: "Tier, each year",
        cells: ["€3.2k", "€10k", "€32k", "+€29k"].map((text) => estimated(text)),
        basis: "assumed",
      },
      {
        label: "Net over 3 years at 10 %",
        cells: [null, null, null, { ...estimated("€14k"), range: "−52k to 100k" }],
        basis: "estimated",
      },
    ],
    sentence: "Three to four costs €29k a year and saves €56k.",
  },
  options: [doNothing, fourNines],
  optimum: {
    figure: estimated("3.4 to 3.6 nines"),
    chance: "cheapest in 62 % of runs",
    sentence: "Four nines is cheapest in 62 % of runs.",
  },
  ceilings: [
    {
      name: "Mobile",
      of: "",
      allows: estimated("99.9 %"),
      nines: 3,
      detail: "Its customers perceive no more.",
    },
  ],
  tornado: [
    {
      option: "four",
      name: "Four nines",
      value: "€14k",
      about: "One input at either end of its range.",
      rows: [
        {
          label: "Bad deploy, events a year",
          atLow: "−€52k",
          atHigh: "+€110k",
          range: "2 to 9",
        },
      ],
    },
  ],
  knowing: [
    { label: "Bad deploy, events a year", range: "2 to 9", information: estimated("€4.7k") },
  ],
  knowingNote: "No other single answer would change the choice.",
  foresight: estimated("€12k"),
  techniques: [
    technique("zones", "Two zones", false),
    technique("rollback", "Automated rollback", true),
  ],
  frontier: [
    {
      techniques: ["Nothing"],
      ids: [],
      cost: figure("€0"),
      avoided: figure("€0"),
      met: estimated("31 %"),
    },
    {
      techniques: ["Two zones", "Automated rollback"],
      ids: ["zones", "rollback"],
      cost: figure("€122k", { basis: "assumed" }),
      avoided: estimated("€90k"),
      met: estimated("71 %"),
    },
  ],
  nextAmount: "The next €10k buys automated rollback.",
  frontierNote: "Found exactly among 4 sets.",
  rateOrRepair: [
    {
      label: "Half the failures",
      minutes: figure("234", { unit: "min", basis: "estimated" }),
      met: estimated("91 %"),
      loss: estimated("€40k"),
    },
  ],
  plan: {
    scenario: "",
    horizon: "3",
    discount: "10 %",
    ladderBase: "3200",
    ladderNines: "3",
    ladderMultiplier: "10",
    surge: "1",
    moments: "even",
    seed: "42",
    precision: "1 %",
    techniques: ["rollback"],
  },
  risks: 5,
  recordWarning: "",
  notes: ["Losses of one minute are counted once."],
};

export const preview: Tiers = {
  ...tiers,
  preview: true,
  counted: "Preview of 2,048 runs; the full count follows.",
};

export const compared: ScenarioTable = {
  table: { columns: ["", "Base", "Two regions"], rows: [["Loss a year", "€81k", "€52k"]] },
  notes: ["The same random numbers in each."],
};

function risk(id: string, name: string, share: number, more: Partial<RiskRow> = {}): RiskRow {
  return {
    id,
    name,
    service: "Checkout",
    failureMode: "times out",
    category: "Single point of failure",
    source: "People",
    frequency: estimated("6", "4.1–8.4"),
    duration: figure("60", { unit: "min", basis: "estimated", range: "10–240" }),
    users: figure("25 %"),
    minutes: figure("91", { unit: "min", basis: "estimated", range: "20–210" }),
    loss: estimated("€10k"),
    share: `${Math.round(share * 100)} %`,
    shareValue: share,
    shareOf: "",
    tooBig: share > 0.25,
    breaksAlone: share > 1,
    accepted: share < 0.1,
    group: "",
    problem: "",
    ...more,
  };
}

export const risks: Risks = {
  headline: { sentence: "Two of four risks are too big for 99.9 %.", lead: "", missing: null },
  tiles: tiers.tiles,
  target: "99.9 %",
  budget: "525.6 min a year",
  targetFrom: "target of Checkout",
  by: "minutes",
  rows: [
    risk("provider", "Provider silent", 1.3),
    risk("deploy", "Bad deploy", 0.34, { source: "Both" }),
    risk("cert", "Certificate expires", 0.17),
    risk("disk", "Disk full", 0.02, { source: "History" }),
    risk("odd", "Upside down", 0, {
      problem: "low end above high end",
      shareValue: null,
      share: "—",
    }),
  ],
  total: 5,
  services: [
    { key: "", label: "All services together" },
    { key: "checkout", label: "Checkout" },
  ],
  categories: [
    { key: "single-point-of-failure", label: "Single point of failure" },
    { key: "shared-fate", label: "Shared fate" },
  ],
  groups: ["region"],
  suggestions: 1,
  onRecord: {
    columns: [
      "",
      "Register, a year",
      "On record, a year",
      "90 % range in the long run",
      "Register reads",
    ],
    rows: [["Checkout", "210 min", "220 min", "120 min–380 min", "in line"]],
  },
  recordWarning: "The register expects €31k a year, but incidents on record cost €120k.",
  notes: ["History covers 1.2 years."],
};

export const suggestions: RiskSuggestions = {
  rows: [
    {
      key: "checkout/provider",
      name: "Provider outage",
      service: "Checkout",
      cause: "provider",
      evidence: "7 incidents in 1.2 years",
      frequency: estimated("5.8", "3.1–9.6"),
      duration: figure("41", { unit: "min", basis: "estimated" }),
      users: estimated("70 %"),
      minutes: figure("167", { unit: "min", basis: "estimated" }),
      withIt: figure("377", { unit: "min", basis: "estimated" }),
      reads: "more than incidents came to",
      twice: true,
      sameAs: "Provider silent",
    },
  ],
  notes: ["Rates with prior Gamma(0.5, 0)."],
};

export const riskEdit: RiskEdit = {
  id: "provider",
  name: "Provider silent",
  service: "checkout",
  failureMode: "times out",
  category: "single-point-of-failure",
  frequency: estimate({
    kind: "kept",
    low: "",
    means: "learned from 4.5 events in 1.4 years; 90 % range 1.5 to 6.1",
  }),
  detect: estimate({ low: "10" }),
  repair: estimate({
    kind: "interval",
    low: "10",
    high: "240",
    means: "90 % range 10 to 240: 1 in 10 falls outside (lognormal)",
  }),
  users: estimate({ low: "25 %" }),
  people: estimate({ low: "4" }),
  perEvent: estimate({}),
  streams: [],
  dispersion: "",
  oneLength: false,
  group: "",
  groupShare: "",
  source: "both",
  notes: "",
};

const match = (incident: string) => ({
  incident,
  label: incident.toUpperCase(),
  title: "Provider timeouts",
  when: "11 Oct 2026",
  lasted: "77 min",
  why: "same service, same cause",
});

export const matches: RiskMatches = {
  summary: "1 incident matched, 1 suggested",
  since: "Since 1 Oct 2026",
  confirmed: [match("inc-1")],
  suggested: [match("inc-2")],
  rejected: [match("inc-3")],
  before: estimated("1.4", "0.5–3.0"),
  after: estimated("1.9", "0.9–3.1"),
  learning: "One event in a month.",
};

export const scores: Scores = {
  headline: { sentence: "Ranges held 8 of 10 times.", lead: "", missing: null },
  people: [
    {
      name: "Ada",
      forecasts: 4,
      brier: "0.12",
      held: "7 of 8",
      interval: "1.4",
      weight: "38 %",
    },
  ],
  forecasts: [
    {
      risk: "Provider silent",
      riskId: "provider",
      name: "Ada",
      when: "1 Oct 2026",
      soFar: "1 month",
      chance: "40 %",
      came: "1",
      brier: "0.36",
      lengths: "1 of 1",
    },
  ],
  notes: ["0 is best."],
};
