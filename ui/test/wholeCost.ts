/** Answers of a core for tests: the screens of the whole cost of failure. */

import type { Availability, Cost, Cut, CutRow, Cuts, Signs, TimeMetric } from "../src/api";
import * as fixtures from "./fixtures";

const perMinute = { unit: "/min", basis: "estimated", explain: "minute" } as const;

export const cost: Cost = {
  alerts: ["Not in these figures: 1 amount (US$20.00). Enter the rates of USD."],
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
      observed: fixtures.figure("—", { value: null, basis: "missing", reason: "no downtime" }),
      total: fixtures.figure("€54k", { basis: "estimated" }),
    },
  ],
  lines: fixtures.incident.lines,
  total: fixtures.incident.total,
  view: "revenue",
  methods: fixtures.methods,
  notes: ["2 incidents lie outside the revenue."],
};

export const TOTAL = "€81,340.56";

function row(key: string, label: string, total: string, share: number, more?: Partial<CutRow>) {
  return {
    key,
    label,
    detail: "",
    incidents: 21,
    revenue: "€1,000.00",
    labor: "€200.00",
    other: "€30.00",
    total,
    revenuePerMinute: "€12/min",
    perMinute: "€48/min",
    share,
    shareText: `${Math.round(share * 100)} %`,
    explain: `cut:${key}`,
    ...more,
  };
}

function cut(by: string, title: string, rows: CutRow[], note = ""): Cut {
  return { by, title, rows, total: row("total", "All", TOTAL, 1, { incidents: 47 }), note };
}

export const cuts: Cuts = {
  headline: { sentence: "47 incidents cost €81,340.56.", lead: "", missing: null },
  cuts: [
    cut("incident", "By incident", [
      row("inc-0412", "INC-0412", "€13,619.00", 0.17, { detail: "Payment provider timeouts" }),
      row("rest", "46 more", "€67,721.56", 0.83, { explain: "" }),
    ]),
    cut("service", "By service", [
      row("checkout", "Checkout", "€54,001.00", 0.66),
      row("search", "Search", "€28,339.56", 0.35),
      row("email", "Order emails", "−€1,000.00", -0.01),
    ]),
    cut("line", "By line", [row("lostRevenue", "Lost revenue", TOTAL, 1)]),
    cut("role", "By role", [row("engineering", "Engineering", TOTAL, 1)]),
    cut("month", "By month", [row("2026-10", "October 2026", TOTAL, 1)]),
    cut("severity", "By severity", [row("SEV2", "SEV2", TOTAL, 1)]),
    cut("cause", "By cause", [row("config", "configuration", "€44,000.00", 0.54)], "Divided."),
    cut("recovery", "By recovery", []),
  ],
  reconciled: `Eight cuts, one total: ${TOTAL}12.`,
  equal: true,
};

export const availability: Availability = {
  headline: { sentence: "Checkout is 157 minutes over its budget.", lead: "", missing: null },
  window: "1 Nov 2025 – 31 Oct 2026, 365 days",
  services: [
    fixtures.service("Checkout", "99.87 %", { perceived: "mobile 99.77 %" }),
    fixtures.service("Search", "99.93 %", {
      state: "ok",
      verdict: "Met",
      caveat: "90 days at 99.99 % allows 13 min: one 15-minute incident decides it.",
      hours: "Mon–Fri 09:00–17:00",
      ceiling: fixtures.figure("—", { value: null, basis: "missing", reason: "leans on nothing" }),
    }),
  ],
  notes: ["Checkout at 99.99 % is more than its dependencies allow."],
  concerns: [
    {
      key: "above-dependencies:checkout",
      state: "over",
      service: "checkout",
      name: "Checkout",
      text: "Its target of 99.99 % is above the 99.95 % that its dependencies allow.",
      todo: "Lower the target, or make a dependency soft.",
      explain: "ceiling:checkout",
    },
    {
      key: "tier-missing:search",
      state: "warn",
      service: "search",
      name: "Search",
      text: "It has no tier.",
      todo: "Put it into one.",
      explain: "",
    },
  ],
};

function time(key: string, label: string, more: Partial<TimeMetric> = {}): TimeMetric {
  return {
    key,
    label,
    known: 40,
    missing: 6,
    median: fixtures.figure("31", { unit: "min", range: "24–40", explain: `time:${key}` }),
    p90: fixtures.figure("110", { unit: "min" }),
    geometric: fixtures.figure("34", { unit: "min" }),
    before: "28 min",
    verdict: "Could be chance (p = 0.41)",
    needed: "To see a cut of 10 % takes about 1,307 incidents in each window.",
    changePoint: "No change point stands the test.",
    state: "unknown",
    ...more,
  };
}

export const signs: Signs = {
  headline: { sentence: "Three of four recoveries are by hand.", lead: "", missing: null },
  window: "Last 90 days against the 90 before",
  signs: fixtures.signRows,
  times: [
    time("ttd", "Time to detect"),
    time("ttr", "Time to resolve", { missing: 0, before: "" }),
  ],
  recoveries: [
    {
      label: "By hand",
      count: 30,
      share: "77 %",
      median: fixtures.figure("40 min", { explain: "recovery:hand" }),
      p90: fixtures.figure("120 min"),
    },
    {
      label: "By automation",
      count: 9,
      share: "23 %",
      median: fixtures.figure("4 min"),
      p90: fixtures.figure("—", { value: null, basis: "missing" }),
    },
  ],
  growth: [
    {
      label: "Growth of demand",
      figure: fixtures.figure("18 %", { unit: "/year", range: "12–25", explain: "growth:yearly" }),
      caption: "12–25 a year",
      rule: null,
      over: false,
    },
  ],
  growthNotes: ["The forecast is last year's season times the trend."],
  phase: {
    phase: "Hyper growth",
    why: "Revenue doubled, and recovery is by hand.",
    questions: [
      {
        key: "growth",
        question: "How fast do you grow?",
        choices: [
          { key: "slow", label: "Slowly" },
          { key: "fast", label: "Fast" },
        ],
        answer: "fast",
        typed: false,
        fromData: "Fast: revenue grew 100 % in a year",
      },
      {
        key: "recovery",
        question: "How do you recover?",
        choices: [
          { key: "hand", label: "By hand" },
          { key: "auto", label: "By itself" },
        ],
        answer: "auto",
        typed: true,
        fromData: "By hand: 77 % of incidents",
      },
    ],
    next: ["Name an owner for each service."],
  },
};
