/** What the core says about files that are imported, for tests. */

import type { Data, ImportReport, Inspection } from "../src/api";

export const columns = ["InvoiceNo", "Quantity", "InvoiceDate", "UnitPrice"];

export const revenue: Inspection = {
  summary: "orders.csv · comma · UTF-8",
  facts: [{ name: "encoding", label: "Encoding", value: "UTF-8" }],
  encoding: "UTF-8",
  headerRow: "1",
  kind: "revenue",
  columns: columns.map((name) => ({
    name,
    samples: ["1"],
    looksLike: "text",
    dates: "",
    from: [],
    tellsRows: false,
  })),
  rows: [["536365", "6", "12/1/2010 8:26", "2.55"]],
  fields: ["at", "amount", "stream", "currency"].map((name) => ({
    name,
    help: `What ${name} holds.`,
    required: true,
  })),
  profile: "",
  named: "",
  mapping: {
    fields: [["at", "InvoiceDate"]],
    decimal: "point",
    dateFormat: "",
    zone: "UTC",
    delimiter: "",
    encoding: "",
    headerRow: "",
    round: false,
    onFold: "reject",
    shares: "",
    amounts: "",
    missing: [],
    preset: "",
    serviceSeparator: "",
    treatments: [],
    severities: [],
    carriers: [],
    spread: "",
    repeats: "",
    fixes: [],
  },
  preset: null,
  presets: [{ name: "retail-items", title: "Retail line items" }],
  questions: [],
};

/** The same file with columns that are beyond doubt. */
export const mapped: Inspection = {
  ...revenue,
  mapping: {
    ...revenue.mapping,
    fields: [
      ["at", "InvoiceDate"],
      ["amount", "Quantity*UnitPrice"],
      ["stream", "=shop"],
      ["currency", "=GBP"],
    ],
  },
};

export const labor: Inspection = {
  ...revenue,
  kind: "labor",
  fields: ["incident", "role", "minutes", "hours", "start", "end", "rate", "currency"].map(
    (name) => ({ name, help: "", required: name === "incident" || name === "role" }),
  ),
  mapping: { ...revenue.mapping, fields: [] },
};

export const report: ImportReport = {
  headline: { sentence: "4 rows are ready. 1 is set aside.", lead: "", missing: null },
  read: 5,
  accepted: 4,
  rejected: 1,
  skipped: 0,
  records: "minutes",
  new: 4,
  updated: 0,
  unchanged: 0,
  money: ["£15.30"],
  groups: [
    {
      code: "time",
      field: "at",
      fixable: true,
      title: "Unreadable time",
      repair: "Write the time as 2026-10-11T20:14:00Z, or state the date format.",
      count: 1,
    },
  ],
  fixed: [],
  problems: [
    {
      code: "time",
      field: "at",
      file: "orders.csv",
      row: 3,
      column: "InvoiceDate",
      found: "32/1/2010",
      expected: "a date",
      repair: "Write the time as 2026-10-11T20:14:00Z, or state the date format.",
      cells: "4711 · Checkout",
    },
  ],
  notes: ["1 amount below zero, −£2.55"],
  judgements: [],
  severities: [],
  carriers: [],
  repeated: 0,
  daily: [],
  hourly: [],
  left: [],
  changes: [],
  blocked: "",
  choices: [],
  preferred: "",
  batch: "",
  lacks: null,
};

export const data: Data = {
  headline: { sentence: "One stream of revenue is there.", lead: "", missing: null },
  sources: [
    { kind: "Revenue", what: "1 stream", covers: "1 – 31 Dec 2010", quality: "", state: "ok" },
    { kind: "Incidents", what: "", covers: "", quality: "", state: "unknown" },
  ],
  batches: [
    {
      id: "b1",
      kind: "revenue",
      files: "orders.csv",
      when: "14 Oct 2026, 09:12",
      rows: "5 read = 4 came in + 1 set aside + 0 skipped",
      total: "£15.30",
      live: true,
      notes: ["1 amount below zero, −£2.55"],
    },
  ],
};

export const noData: Data = {
  headline: {
    sentence: "Nothing is imported yet.",
    lead: "",
    missing: "Revenue, incidents and labor come from files, or by hand.",
  },
  sources: [],
  batches: [],
};
