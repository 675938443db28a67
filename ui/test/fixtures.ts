/** Answers of a core for tests: one worked example that adds up across screens. */

import type {
  Chart,
  CostLine,
  Explanation,
  Figure,
  History,
  IncidentDetail,
  IncidentEdit,
  IncidentRow,
  MethodRow,
  Overview,
  ServiceAgainstTarget,
  Settings,
  SignRow,
  Status,
} from "../src/api";

export const status: Status = {
  name: "shop",
  path: "/home/someone/shop.ninefold",
  readOnly: "",
  sample: true,
  currency: "EUR",
  zone: "Europe/Berlin",
  freshness: "Data to 31 Oct 2026, 23:59",
  window: "365 days, year = 365 d",
  counting: "Counting: weighted by impact",
  methods: "Baseline: hour of week · overlaps shared",
  incidents: 47,
  services: 7,
  streams: 4,
  labor: 310,
  undo: "Incident INC-0412 changed",
  redo: "",
  conflicts: 0,
  version: 12,
};

export function figure(text: string, more: Partial<Figure> = {}): Figure {
  return {
    value: 1,
    text,
    unit: "",
    range: "",
    rangeMeans: "",
    exact: text,
    basis: "measured",
    reason: "",
    explain: "",
    ...more,
  };
}

const estimated = { basis: "estimated", rangeMeans: "90 % range" } as const;

export function service(
  name: string,
  availability: string,
  more: Partial<ServiceAgainstTarget> = {},
): ServiceAgainstTarget {
  return {
    id: name.toLowerCase(),
    name,
    tier: "1 Critical",
    owner: "Payments team",
    target: "99.9 %",
    targetFrom: "tier 1",
    availability: figure(availability, { explain: `availability:${name}` }),
    nines: "2.9 nines",
    perMonth: "57 min/month",
    used: figure("683", { unit: "min" }),
    allowed: figure("526", { unit: "min", explain: `allowed:${name}` }),
    remaining: "−157 min",
    consumed: "130 %",
    burn: figure("1.3", { explain: `burn:${name}` }),
    runsOut: "14 Aug",
    revenueWeighted: figure("99.84 %", estimated),
    incidents: 21,
    rate: "14–30 a year",
    state: "over",
    verdict: "Over by 157 min",
    caveat: "",
    interval: figure("99.80–99.92 %", { explain: `longrun:${name}` }),
    ceiling: figure("99.95 %", { explain: `ceiling:${name}` }),
    hours: "Around the clock",
    perceived: "",
    byRequests: null,
    ...more,
  };
}

export function sign(label: string, value: string, more: Partial<SignRow> = {}): SignRow {
  return {
    key: label.toLowerCase().replaceAll(" ", "-"),
    label,
    value: figure(value, { range: "18–41", explain: `sign:${label}` }),
    before: "19 %",
    trend: "up from 19 %",
    threshold: "Warns at 20 %, alarms at 40 %",
    warn: "20 %",
    alarm: "40 %",
    isDefault: true,
    state: "warn",
    verdict: "Warn at 20 %",
    counted: "12 of 43; 4 unknown",
    todo: "Alert on what customers feel, so that monitoring is first.",
    evidence: [
      {
        id: "inc-0412",
        kind: "incident",
        label: "INC-0412",
        text: "Payment provider timeouts",
        when: "11 Oct 2026",
      },
    ],
    evidenceNote: "1 of 12 incidents",
    ...more,
  };
}

/** Worst first. */
export const signRows: SignRow[] = [
  sign("Recovered by hand", "77 %", { state: "over", verdict: "Alarm at 75 %", trend: "" }),
  sign("Detected by customers", "28 %"),
  sign("Same cause again", "26 %"),
  sign("No owner", "1", { state: "warn", verdict: "Warn at 1" }),
  sign("Handed between teams", "4 %", { state: "ok", verdict: "Fine" }),
];

export const overview: Overview = {
  alerts: ["Not in these figures: 2 amounts (US$26.00). Enter the rates of USD."],
  headline: {
    sentence: "The shop has spent 130 % of its error budget. Incidents cost about €81k in a year.",
    lead: "Checkout alone used 683 of 526 minutes; half of the cost fell on Sundays.",
    missing: null,
  },
  tiles: [
    {
      label: "Cost of a full-outage minute",
      figure: figure("€110", {
        ...estimated,
        unit: "/min",
        range: "74–150",
        exact: "€110.37/min",
        explain: "cost-per-minute",
      }),
      caption: "74–150 on average · €290 on Sundays at 20:00",
      rule: { from: 0.25, to: 0.5, tick: 0.36, over: null },
      over: false,
    },
    {
      label: "Incident cost, last 365 days",
      figure: figure("€81k", { ...estimated, range: "63k–100k", explain: "incident-cost" }),
      caption: "63k–100k · 47 incidents · €120 per bad minute",
      rule: { from: 0.3, to: 0.5, tick: 0.39, over: null },
      over: false,
    },
    {
      label: "Availability, target 99.9 %",
      figure: figure("99.87 %", { explain: "availability" }),
      caption: "2.9 nines · 57 min/month · target 44 min/month",
      rule: { from: 0, to: 0.89, tick: 1, over: null },
      over: false,
    },
    {
      label: "Error budget left",
      figure: figure("−157", { unit: "min", explain: "budget" }),
      caption: "683 of 526 min used · burn 1.3",
      rule: { from: 0, to: 1, tick: 0.77, over: 0.77 },
      over: true,
    },
  ],
  top: [
    ["INC-0386", "Checkout slow after release", "78 min", "€8.3k"],
    ["INC-0412", "Payment provider timeouts", "54 min", "€14k"],
    ["INC-0407", "Retry storm after network loss", "44 min", "€3.6k"],
    ["INC-0371", "Certificate expired on API", "40 min", "€5.0k"],
  ].map(([label = "", title = "", minutes = "", cost = ""]) => ({
    id: label.toLowerCase(),
    label,
    title,
    minutes,
    cost: figure(cost, { ...estimated, explain: `incident:${label}` }),
  })),
  allIncidents: "All 47 incidents",
  services: [
    service("Checkout", "99.87 %"),
    service("Search", "99.93 %", {
      state: "warn",
      verdict: "71 % used",
      used: figure("373", { unit: "min" }),
    }),
    service("Accounts", "99.99 %", {
      state: "ok",
      verdict: "Met",
      used: figure("44", { unit: "min" }),
      owner: "",
    }),
  ],
  signs: signRows,
  since: [
    {
      label: "Incident cost",
      now: figure("€9.1k", { ...estimated, range: "8.0k–10k", explain: "since:cost" }),
      before: figure("€7.4k", { ...estimated, range: "6.5k–8.3k" }),
      change: "+ 23 %",
      verdict: "Could be chance",
      state: "unknown",
    },
  ],
  sinceTitle: "October 2026 against September 2026",
  changes: [
    { when: "31 Oct", what: "Revenue to October imported; cost this year rose €2.1k" },
    { when: "14 Oct", what: "Incident INC-0412 changed" },
  ],
};

export const chart: Chart = {
  svg: `<svg xmlns="http://www.w3.org/2000/svg" width="716" height="300" viewBox="0 0 716 300" role="img" onload="alert(1)">
<title>Downtime</title><desc>Running total</desc><script>alert(1)</script>
<polyline fill="none" stroke="var(--chart-1)" stroke-width="2" points="40,272 200,200 400,120 600,37"/>
<polyline fill="none" stroke="var(--chart-2)" stroke-dasharray="7 4" points="40,91 600,91"/>
<text x="610" y="40">€683</text><text x="40" y="290">Nov 2025</text></svg>`,
  title: "Downtime used against the budget, minutes",
  width: 640,
  height: 300,
  plot: { x: 40, y: 14, width: 560, height: 258 },
  series: ["Used", "Budget"],
  points: [
    { series: 0, label: "Nov 2025", x: 40, y: 272, formatted: "0 min", explain: "left:payments" },
    {
      series: 0,
      label: "Mar 2026",
      x: 200,
      y: 200,
      formatted: "218 min",
      explain: "left:payments",
    },
    { series: 0, label: "Oct 2026", x: 600, y: 37, formatted: "683 min", explain: "left:payments" },
    { series: 1, label: "Nov 2025", x: 40, y: 91, formatted: "526 min", explain: "" },
    { series: 1, label: "Mar 2026", x: 200, y: 91, formatted: "526 min", explain: "" },
    { series: 1, label: "Oct 2026", x: 600, y: 91, formatted: "526 min", explain: "" },
  ],
  summary: "Used 683 of 526 minutes.",
  table: {
    columns: ["When", "Used", "Budget"],
    rows: [
      ["Nov 2025", "0 min", "526 min"],
      ["Mar 2026", "218 min", "526 min"],
      ["Oct 2026", "683 min", "526 min"],
    ],
  },
  empty: false,
};

function line(
  key: string,
  label: string,
  detail: string,
  amount: string,
  range: string,
  basis: CostLine["basis"],
  from: number,
  to: number,
  whisker: [number, number] | null,
): CostLine {
  return {
    key,
    label,
    detail,
    amount,
    decimal: amount.replace(/[€,]/g, "").replace("−", "-"),
    range,
    basis,
    from,
    to,
    whisker,
    explain: `incident:inc-0412:${key}`,
  };
}

export const edit: IncidentEdit = {
  id: "inc-0412",
  number: "INC-0412",
  title: "Payment provider timeouts",
  kind: "normal",
  severity: "SEV2",
  started: "2026-10-11 20:14",
  detected: "2026-10-11 20:23",
  acknowledged: "2026-10-11 20:30",
  mitigated: "2026-10-11 21:12",
  resolved: "2026-10-11 21:31",
  causes: "provider",
  detectedBy: "customer",
  recoveredBy: "hand",
  recoveryAction: "roll back",
  reassignments: "1",
  contacts: "310",
  cancellations: "",
  method: "",
  notes: "",
  impacts: [{ service: "checkout", start: "2026-10-11 20:14", end: "", share: "70 %" }],
  fixed: [],
  labor: [
    {
      id: "l1",
      role: "Engineer",
      person: "",
      people: "12",
      minutes: "77",
      rate: "",
      start: "",
      review: false,
      activity: "",
    },
  ],
};

/** The methods of lost revenue, side by side. */
export const methods: MethodRow[] = [
  {
    key: "velocity",
    label: "Impact × expected revenue",
    gross: figure("€10,617", { ...estimated, range: "8.9k–12k", explain: "velocity" }),
    recaptured: figure("−€1,911", estimated),
    net: figure("€8,706", estimated),
    chosen: true,
    note: "",
  },
  {
    key: "counterfactual",
    label: "Expected − observed",
    gross: figure("€9,480", { ...estimated, range: "7.1k–12k" }),
    recaptured: figure("—", { value: null, basis: "missing", reason: "nothing came back" }),
    net: figure("€9,480", estimated),
    chosen: false,
    note: "on 84 incidents",
  },
];

export const incident: IncidentDetail = {
  id: "inc-0412",
  overline: "INC-0412 · Checkout · SEV2 · Sunday 11 Oct 2026",
  title: "Payment provider timeouts",
  cost: figure("€12k", { ...estimated, range: "10k–14k", exact: "€11,945.00", explain: "x" }),
  lead: "54 weighted minutes of 77 · €220 each, twice the yearly average",
  timeline: [
    { label: "started", at: "20:14", position: 0 },
    { label: "detected by a customer", at: "20:23", position: 0.117 },
    { label: "acknowledged", at: "20:30", position: 0.208 },
    { label: "mitigated", at: "21:12", position: 0.753 },
    { label: "resolved", at: "21:31", position: 1 },
  ],
  facts: ["Detected in 9 min", "acknowledged in 7", "mitigated in 58", "resolved in 77", "by hand"],
  lines: [
    line(
      "lostRevenue",
      "Lost revenue",
      "77 min × 70 % × €197",
      "€10,617",
      "8.9k–12k",
      "estimated",
      0,
      0.85,
      [0.71, 0.97],
    ),
    line(
      "recaptured",
      "Less recaptured",
      "sales above expected until 01:31",
      "−€1,911",
      "−2.7k to −1.1k",
      "estimated",
      0.85,
      0.7,
      [0.63, 0.76],
    ),
    line(
      "labor:engineering",
      "Engineering",
      "12 people, 2 roles",
      "€3,239",
      "exact",
      "measured",
      0.7,
      0.96,
      null,
    ),
  ],
  total: line("total", "Total", "", "€11,945", "10k–14k", "estimated", 0, 0.96, [0.82, 1]),
  methods,
  impacts: ["Checkout, 20:14–21:31, 70 %"],
  notes: [],
  origin: "imported from incidents.csv, 14 Oct",
  edit,
};

export const explanation: Explanation = {
  title: "Lost revenue of INC-0412",
  figure: figure("€10,617", estimated),
  formula: "impact × Σ expected revenue per minute",
  steps: [
    { label: "Impact, SEV2 edited", value: "70 %" },
    { label: "20:14–21:00, 46 min at €209.70", value: "€9,646" },
    { label: "21:00–21:31, 31 min at €178.10", value: "€5,521" },
    { label: "70 % of €15,167", value: "€10,617" },
  ],
  inputs: [
    { label: "Revenue, Sun 20:00", value: "€209.70", basis: "estimated", source: "shop.csv" },
  ],
  rows: {
    columns: ["Hour of week", "€/min"],
    rows: [
      ["Sun 20:00, 27 Sep", "214.30"],
      ["Sun 20:00, 20 Sep", "206.85"],
      ["Sun 20:00, 13 Sep", "211.40"],
    ],
  },
  rowsNote: "3 of 104 rows",
  notes: ["The hours lie inside the revenue data."],
};

const TITLES = ["Manual database failover", "Payment provider timeouts", "Delivery dates missing"];

/** A row of a grid that may hold any number of them. */
export function incidentRow(index: number, total: number): IncidentRow {
  const number = total - index;
  return {
    id: number === 412 ? "inc-0412" : `id-${number}`,
    label: `INC-${String(number).padStart(4, "0")}`,
    started: "11 Oct 2026, 20:14",
    day: "11 Oct 2026",
    title: TITLES[number % TITLES.length] ?? "",
    services: "Checkout",
    severity: `SEV${1 + (number % 3)}`,
    minutes: String(5 + (number % 90)),
    impact: "70 %",
    cost: "14k",
    costExact: "€13,619.00",
    open: false,
    note: "",
  };
}

export const settings: Settings = {
  edit: {
    currency: "EUR",
    zone: "Europe/Berlin",
    year: "365",
    profile: "hour-of-week",
    average: "mean",
    minObservations: "30",
    counting: "weighted",
    countingFrom: "",
    sharing: "shared",
    countMaintenance: false,
    asOf: "",
    defaultTarget: "99.9 %",
    teamPeople: "6",
    teamRate: "95",
    severities: [
      { severity: "SEV1", impact: "100 %" },
      { severity: "SEV2", impact: "70 %" },
    ],
    loss: "velocity",
    level: false,
    view: "revenue",
    margin: "70 %",
    recapture: true,
    recoveryMinutes: "240",
    businessHours: "Mon-Fri 09:00-17:00",
    businessZone: "",
    outOfHours: "1",
    opportunity: "none",
    hourValue: "",
    delayPerWeek: "",
    delayHours: "",
    contactCost: "",
    giveRateCard: "10 %",
    giveActivity: "30 %",
    giveOpportunity: "30 %",
    giveContact: "25 %",
    giveCustomer: "50 %",
    customerValue: "",
    actionMinutes: "10",
    actionGapMinutes: "20",
    automationDays: "2",
    manualHours: "0.75",
  },
  services: [
    {
      edit: {
        id: "checkout",
        name: "Checkout",
        tier: "1",
        owner: "Payments team",
        target: "",
        channels: [],
        dependencies: [],
        redundancies: [],
        hours: "",
        hoursZone: "",
      },
      incidents: 21,
      streams: "Shop 100 %",
      pinned: "21 incidents",
    },
  ],
  streams: [],
  roles: [{ id: "r1", name: "Engineer", group: "engineering", rate: "95.00", used: 12 }],
  tiers: [{ number: "1", name: "Critical", target: "99.9 %", services: 1 }],
  contracts: [
    {
      id: "gold",
      name: "Gold",
      service: "checkout",
      fee: "200000.00",
      bands: [{ below: "99.9 %", credit: "10 %" }],
    },
  ],
  backlog: [
    {
      id: "2026-10",
      month: "2026-10",
      open: "40",
      openResilience: "9",
      customerIncidents: "",
      share: "23 %",
    },
  ],
  mappings: [
    {
      id: "m1",
      name: "Orders of the shop",
      kind: "revenue",
      columns: "at, amount, stream, currency",
      fields: "at ← at; amount ← amount",
    },
  ],
  rates: [
    {
      id: "USD 2026-10-02",
      currency: "USD",
      day: "2026-10-02",
      rate: "1/1.0833",
      worth: "€0.9231",
    },
  ],
  rateSpans: [{ currency: "USD", days: 1, covers: "2026-10-02" }],
  specialDays: [
    {
      id: "2026-11-27 Black Friday",
      name: "Black Friday",
      from: "2026-11-27",
      until: "2026-11-30",
      offBaseline: true,
      holiday: false,
    },
  ],
  thresholds: [
    {
      edit: { sign: "recovered-by-hand", warn: "50 %", alarm: "75 %" },
      label: "Recovered by hand",
      defaultWarn: "50 %",
      defaultAlarm: "75 %",
      typed: false,
      unit: "share",
      lowerIsWorse: false,
    },
    {
      edit: { sign: "manual-recovery", warn: "400", alarm: "180" },
      label: "Payback of automating recovery",
      defaultWarn: "365",
      defaultAlarm: "180",
      typed: true,
      unit: "days",
      lowerIsWorse: true,
    },
  ],
  currencies: ["EUR", "GBP"],
  zones: ["Europe/Berlin", "UTC"],
};

export const history: History = {
  entries: [
    {
      seq: 12,
      when: "14 Oct 2026, 09:12",
      label: "Incident INC-0412 changed",
      undone: false,
      batch: "",
      changes: [{ field: "INC-0412 · impact", before: "50 %", after: "70 %" }],
      more: 0,
      brought: [],
      broughtMore: 0,
    },
    {
      seq: 11,
      when: "13 Oct 2026, 18:00",
      label: "incidents.csv imported",
      undone: false,
      batch: "b1",
      changes: [],
      more: 0,
      brought: [],
      broughtMore: 0,
    },
    {
      seq: 10,
      when: "13 Oct 2026, 17:40",
      label: "Service Checkout changed",
      undone: true,
      batch: "",
      changes: [],
      more: 0,
      brought: [],
      broughtMore: 0,
    },
  ],
};
