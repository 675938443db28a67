/** Answers of the core about requirements. */

import type { Figure, RequirementDetail, RequirementEdit, Requirements } from "../src/api";
import { figure } from "./fixtures";

const money = (text: string): Figure => figure(text);

export const row = {
  id: "req-7",
  label: "REQ-7",
  title: "Provider silent: back within 15 minutes",
  statement: "If the provider is silent, then the Shop service shall serve within 15 minutes.",
  service: "Shop front",
  tier: "Tier 1",
  status: "stale",
  statusText: "Stale today",
  state: "warn" as const,
  reason: "Cost per minute was €110 (74–150), is now €171",
  flags: [{ key: "no-owner", label: "Orphaned", reason: "name a team please", blocks: false }],
  perMinute: money("€171"),
  loss: money("€12k"),
  met: figure("40 %"),
  owner: "",
  product: "Ada, 3 Nov 2026",
  technical: "",
  verification: "Not tried so far",
};

export const requirements: Requirements = {
  headline: { sentence: "0 of 1 requirement are verified; 1 stale.", lead: "", missing: null },
  rows: [row],
  counts: [
    { key: "", label: "Every one", count: 1 },
    { key: "stale", label: "Stale today", count: 1 },
  ],
  services: [{ key: "shop", label: "Shop front" }],
  risks: [{ id: "provider", name: "Provider mute", service: "Shop front", loss: money("€9k") }],
  options: [{ key: "four", label: "Four nines please" }],
  techniques: [{ key: "zone", label: "Second zone" }],
  allRisks: [{ key: "provider", label: "Provider mute" }],
  notes: ["Money is of the register."],
};

export const requirementEdit: RequirementEdit = {
  id: "req-7",
  title: row.title,
  service: "shop",
  statement: row.statement,
  source: "",
  stimulus: "",
  environment: "",
  artifact: "",
  response: "",
  measure: "",
  target: "",
  window: "rolling",
  windowDays: "30",
  windowFrom: "",
  sli: "",
  sliSource: "",
  good: "",
  total: "",
  rto: "15",
  rpo: "",
  risks: ["provider"],
  incidents: ["INC-0412"],
  techniques: [],
  hours: "always",
  regions: "",
  channels: [],
  perceivable: "unsaid",
  wanted: "unsaid",
  expectationNotes: "",
  owner: "",
  testTitle: "",
  given: [],
  when: ["the provider is cut off"],
  outcome: [],
  probe: "",
  fault: "",
  wait: "15",
  notes: "",
};

const link = (id: string, label: string) => ({
  id,
  label,
  detail: `about ${label}`,
  money: money("€5k"),
});

export const requirement: RequirementDetail = {
  row,
  form: "Unwanted kind of sentence",
  scenario: [{ label: "Stimulus part", text: "the provider is silent" }],
  objectives: [{ label: "Recovery part", text: "15 min" }],
  evidenceAsOf: "When it was accepted, data to 1 Nov 2026",
  evidence: [
    {
      label: "Cost of a minute",
      was: money("€110"),
      now: money("€171"),
      moved: true,
    },
  ],
  cost: money("€10k"),
  avoided: money("€30k"),
  horizon: "3 years at 10 % a year",
  moved: [row.reason],
  ceilings: { columns: ["What it is", "Allows so much"], rows: [["Leaning on", "99.95 %"]] },
  expectations: [{ label: "Hours part", text: "around the clock" }],
  techniques: ["Second zone"],
  trace: {
    of: link("req-7", "REQ-7"),
    incidents: [link("inc-0412", "INC-0412")],
    risks: [link("provider", "Provider mute")],
    requirements: [],
    tests: [link("req-7", "Cut the provider off")],
  },
  feature: "Feature: REQ-7 cut it off",
  results: [
    {
      outcome: "Held firm",
      state: "ok",
      said: "completed run",
      when: "3 Nov 2026",
      file: "journal.json",
      hash: "00ff",
      note: "",
    },
  ],
  history: [
    {
      when: "2 Nov 2026",
      label: "Accepted REQ-7",
      changes: [{ field: "status field", before: "drafted", after: "agreed" }],
    },
  ],
  notAcceptable: "",
  edit: requirementEdit,
};
