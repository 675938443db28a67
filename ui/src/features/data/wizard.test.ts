import { expect, test } from "vitest";
import { columns, mapped as fields, labor, report, revenue } from "../../../test/importFixtures";
import { type Inspection, RpcError } from "../../api";
import { formatSource, gaps, parseSource, unmappedColumns, withSource } from "./mapping";
import { type Call, ImportSession } from "./session";
import {
  blocker,
  canOpen,
  EMPTY,
  freshReport,
  importArgs,
  mappingOf,
  nextStep,
  reduce,
  target,
} from "./wizard";

/** A core that answers these commands, in order of asking, and remembers what it was asked. */
function fakeCore(answers: Record<string, (args: never) => unknown>) {
  const asked: [string, unknown][] = [];
  const call = async (command: string, args: unknown) => {
    asked.push([command, args]);
    const answer = answers[command];
    if (!answer) throw new Error(`unexpected ${command}`);
    return answer(args as never);
  };
  return { asked, call: call as Call };
}

async function mapped(core: { call: Call }): Promise<ImportSession> {
  const session = new ImportSession(core.call);
  await session.choose(["/data/orders.csv"]);
  session.setSource("amount", { from: "product", left: "Quantity", right: "UnitPrice" });
  session.setSource("currency", { from: "constant", value: "GBP" });
  session.setSource("stream", { from: "constant", value: "shop" });
  return session;
}

test.each([
  ["InvoiceDate", { from: "column", name: "InvoiceDate" }],
  ["Quantity*UnitPrice", { from: "product", left: "Quantity", right: "UnitPrice" }],
  ["=GBP", { from: "constant", value: "GBP" }],
  ["", { from: "none" }],
] as const)("a source survives its text: %s", (text, source) => {
  expect(parseSource(text, columns)).toEqual(source);
  expect(formatSource(source)).toBe(text);
});

test("a column whose name holds a star stays one column", () => {
  expect(parseSource("a*b", ["a*b", "a", "b"])).toEqual({ from: "column", name: "a*b" });
});

test("both factors of a product count as mapped", () => {
  const mapping = withSource(revenue.mapping, "amount", parseSource("Quantity*UnitPrice", columns));
  expect(unmappedColumns(mapping, revenue.columns)).toEqual(["InvoiceNo"]);
});

test("what a made column uses is read, and so is what tells rows apart", () => {
  const file = (name: string) => ({ name, from: [] as string[], tellsRows: false });
  const found = [
    file("Date"),
    file("Start time"),
    file("Mood"),
    { ...file("State"), tellsRows: true },
    { ...file("began (made)"), from: ["Date", "Start time"] },
  ];
  const began = withSource(revenue.mapping, "at", { from: "column", name: "began (made)" });
  expect(unmappedColumns(began, found)).toEqual(["Mood"]);
  // Not mapped, it uses nothing.
  const none = withSource(began, "at", { from: "none" });
  expect(unmappedColumns(none, found)).toEqual(["Date", "Start time", "Mood", "began (made)"]);
});

test("taking a source away leaves the other fields as they were", () => {
  const two = withSource(revenue.mapping, "currency", { from: "constant", value: "GBP" });
  expect(withSource(two, "currency", { from: "none" }).fields).toEqual([["at", "InvoiceDate"]]);
});

test("a product with one factor is a gap that was begun", () => {
  const half = withSource(revenue.mapping, "amount", {
    from: "product",
    left: "Quantity",
    right: "",
  });
  const found = gaps(half, revenue.fields, "revenue", columns);
  expect(found).toContainEqual({ fields: ["amount"], started: true });
});

test("labor needs to say how long, and a rate its currency", () => {
  let mapping = labor.mapping;
  for (const name of ["incident", "role", "start", "rate"]) {
    mapping = withSource(mapping, name, { from: "column", name: "InvoiceNo" });
  }
  const found = gaps(mapping, labor.fields, "labor", columns);
  expect(found.map(({ fields }) => fields)).toEqual([["end"], ["currency"]]);
});

test("records of what responders did need neither a role nor a time worked", () => {
  let mapping = labor.mapping;
  mapping = withSource(mapping, "incident", { from: "column", name: "InvoiceNo" });
  expect(gaps(mapping, labor.fields, "labor", columns)).not.toEqual([]);
  mapping = withSource(mapping, "acted", { from: "column", name: "InvoiceDate" });
  expect(gaps(mapping, labor.fields, "labor", columns)).toEqual([]);
});

test("a blocked step names the control that opens the way", async () => {
  expect(blocker(EMPTY)).toEqual({ why: "noFiles", target: target.choose });
  const session = new ImportSession(fakeCore({ "import.inspect": () => revenue }).call);
  await session.choose(["/data/orders.csv"]);
  expect(blocker(session.get())).toBeNull();
  await session.go("map");
  expect(blocker(session.get())).toMatchObject({
    why: "gap",
    more: 2,
    target: target.field("amount"),
  });
});

test("going back loses nothing, and coming again does not read again", async () => {
  const core = fakeCore({ "import.inspect": () => revenue, "import.check": () => report });
  const session = await mapped(core);
  await session.go("check");
  await session.go("map");
  await session.go("file");
  await session.go("map");
  expect(importArgs(session.get())?.mapping.fields).toEqual([
    ["at", "InvoiceDate"],
    ["amount", "Quantity*UnitPrice"],
    ["currency", "=GBP"],
    ["stream", "=shop"],
  ]);
  await session.go("check");
  expect(core.asked.filter(([command]) => command === "import.check")).toHaveLength(1);
});

test("a change of the mapping makes the check stale", async () => {
  const core = fakeCore({ "import.inspect": () => revenue, "import.check": () => report });
  const session = await mapped(core);
  await session.go("check");
  expect(freshReport(session.get())).toBe(report);
  await session.setOption({ dateFormat: "%d/%m/%Y %H:%M" });
  expect(freshReport(session.get())).toBeNull();
  await session.go("check");
  expect(core.asked.at(-1)).toMatchObject([
    "import.check",
    { mapping: { dateFormat: "%d/%m/%Y %H:%M" } },
  ]);
});

test("the mapping of a kind is kept while another kind is tried, and options hold for both", async () => {
  const core = fakeCore({
    "import.inspect": ({ kind }: { kind: string }) => (kind === "labor" ? labor : revenue),
  });
  const session = await mapped(core);
  await session.setOption({ zone: "Europe/London" });
  await session.chooseKind("labor");
  expect(mappingOf(session.get())).toMatchObject({ fields: [], zone: "Europe/London" });
  await session.chooseKind("revenue");
  expect(mappingOf(session.get())?.fields).toHaveLength(4);
});

test("an error leads to the option or the field that it is about", async () => {
  for (const [field, step, id] of [
    ["dateFormat", "file", target.option("dateFormat")],
    ["amount", "map", target.field("amount")],
  ] as const) {
    const error = new RpcError({ code: "invalid", message: "ambiguous", hints: [], field });
    const state = reduce({ ...EMPTY, step: "check" }, { type: "failed", error });
    expect(blocker(state)).toEqual({ why: "failed", step, target: id });
  }
});

test("revenue that is there already needs an answer, and the answer is checked", async () => {
  const core = fakeCore({
    "import.inspect": () => revenue,
    "import.check": ({ onOverlap }: { onOverlap: string }) =>
      onOverlap === "fail" ? { ...report, blocked: "41 minutes are there already" } : report,
  });
  const session = await mapped(core);
  await session.go("check");
  await session.go("review");
  expect(blocker(session.get())).toEqual({ why: "overlap", target: target.overlap });
  await session.chooseOverlap("keep");
  expect(blocker(session.get())).toBeNull();
  expect(session.get().overlap).toBe("41 minutes are there already");
});

test("an import in which nothing is new does not go on", async () => {
  const same = { ...report, accepted: 0, rejected: 0, skipped: 5, new: 0, unchanged: 5 };
  const core = fakeCore({ "import.inspect": () => revenue, "import.check": () => same });
  const session = await mapped(core);
  await session.go("check");
  expect(blocker(session.get())).toBeNull();
  await session.go("review");
  expect(blocker(session.get())).toEqual({ why: "nothingNew", target: target.problems });
});

test("cancelling a check goes back to where it can be started again", async () => {
  const session = await mapped({
    call: (async (command, _args, options) => {
      if (command === "import.inspect") return revenue;
      return new Promise((_resolve, reject) => {
        options?.signal?.addEventListener("abort", () =>
          reject({ code: "cancelled", message: "cancelled", hints: [], field: "" }),
        );
      });
    }) as Call,
  });
  const going = session.go("check");
  expect(session.get().running?.what).toBe("check");
  session.cancel();
  await going;
  expect(session.get()).toMatchObject({ running: null, error: null, step: "check" });
  expect(blocker(session.get())?.why).toBe("unchecked");
});

test("an answer that another call has overtaken is dropped", async () => {
  const waiting: ((inspection: Inspection) => void)[] = [];
  const session = new ImportSession(
    (() => new Promise((resolve) => waiting.push(resolve as never))) as Call,
  );
  const first = session.choose(["/data/old.csv"]);
  const second = session.choose(["/data/new.csv"]);
  waiting[1]?.(labor);
  waiting[0]?.(revenue);
  await Promise.all([first, second]);
  expect(session.get()).toMatchObject({ paths: ["/data/new.csv"], kind: "labor" });
});

test("a finished import cannot be re-opened by going back", async () => {
  const core = fakeCore({
    "import.inspect": () => revenue,
    "import.check": () => report,
    "import.commit": () => ({ ...report, batch: "b1" }),
  });
  const session = await mapped(core);
  await session.go("check");
  await session.go("review");
  expect(canOpen(session.get(), "map")).toBe(true);
  await session.commit();
  expect(session.get()).toMatchObject({ step: "done", done: { batch: "b1" } });
  expect(canOpen(session.get(), "map")).toBe(false);
});

test("a question about the file keeps Next off until it is answered or left as it stands", async () => {
  const asking = {
    ...revenue,
    questions: [
      { option: "zone", text: "Times have no offset: which zone are they in?" },
      { option: "dateFormat", text: "Is “03/04/25” day first or month first?" },
      { option: "currency", text: "Which currency are the amounts in?" },
    ],
  };
  const session = new ImportSession(fakeCore({ "import.inspect": () => asking }).call);
  await session.choose(["/data/orders.csv"]);
  expect(blocker(session.get())).toEqual({ why: "questions", count: 2, target: target.questions });
  await session.setOption({ zone: "UTC" });
  await session.setOption({ dateFormat: "" });
  expect(blocker(session.get())).toBeNull();
});

test("another delimiter reads the columns anew, and voids what was mapped to the old ones", async () => {
  const core = fakeCore({ "import.inspect": () => revenue });
  const session = await mapped(core);
  await session.setOption({ delimiter: ";" });
  expect(core.asked.at(-1)).toMatchObject(["import.inspect", { delimiter: ";", kind: "revenue" }]);
  expect(importArgs(session.get())?.mapping).toMatchObject({
    delimiter: ";",
    fields: revenue.mapping.fields,
  });
});

test("another encoding or header reads the columns anew, and stands over an earlier mapping", async () => {
  const core = fakeCore({ "import.inspect": () => revenue });
  const session = await mapped(core);
  expect(core.asked.at(-1)?.[1]).toMatchObject({ anew: false });
  await session.setOption({ encoding: "windows-1251" });
  await session.setOption({ headerRow: "3" });
  expect(core.asked.at(-1)).toMatchObject([
    "import.inspect",
    { encoding: "windows-1251", headerRow: "3", anew: true },
  ]);
  expect(importArgs(session.get())?.mapping).toMatchObject({
    encoding: "windows-1251",
    headerRow: "3",
    fields: revenue.mapping.fields,
  });
  // As found is said as well: the file is not mapped as it was before.
  await session.setOption({ headerRow: "" });
  await session.setOption({ encoding: "" });
  expect(core.asked.at(-1)?.[1]).toMatchObject({ encoding: "", headerRow: "", anew: true });
});

test("a header where none begins leads to its control, not to another file", async () => {
  const wrong = {
    code: "bad-file",
    message: "header row: found “9”",
    hints: [],
    field: "headerRow",
  };
  const core = fakeCore({
    "import.inspect": (args) => {
      if ((args as { headerRow: string }).headerRow === "9") throw wrong;
      return revenue;
    },
  });
  const session = await mapped(core);
  await session.go("file");
  await session.setOption({ headerRow: "9" });
  expect(blocker(session.get())).toEqual({
    why: "failed",
    step: "file",
    target: target.option("headerRow"),
  });
  await session.setOption({ headerRow: "2" });
  expect(blocker(session.get())).toBeNull();
});

test("another tool makes other columns: the file is looked at again, and old fields are void", async () => {
  const core = fakeCore({ "import.inspect": () => revenue });
  const session = await mapped(core);
  await session.setOption({ preset: "retail-items" });
  expect(core.asked.at(-1)).toEqual([
    "import.inspect",
    {
      paths: ["/data/orders.csv"],
      kind: "revenue",
      delimiter: "",
      encoding: "",
      headerRow: "",
      preset: "retail-items",
      anew: true,
    },
  ]);
  const state = session.get();
  expect(mappingOf(state)?.fields).toEqual(revenue.mapping.fields);
  // A tool is of one kind: another kind asks anew.
  await session.chooseKind("labor");
  expect(core.asked.at(-1)?.[1]).toMatchObject({ kind: "labor", preset: "" });
});

test("a treatment is part of the mapping, and what it does is checked at once", async () => {
  const core = fakeCore({ "import.inspect": () => revenue, "import.check": () => report });
  const session = await mapped(core);
  await session.treat("cancelled", "keep");
  await session.treat("cancelled", "leave-out");
  await session.treat("test", "count");
  expect(core.asked.at(-1)?.[0]).toBe("import.check");
  expect(mappingOf(session.get())?.treatments).toEqual([
    ["cancelled", "leave-out"],
    ["test", "count"],
  ]);
  expect(freshReport(session.get())).toBe(report);
});

test("a repair of a group is part of the mapping, replaced by another, and taken back", async () => {
  const core = fakeCore({ "import.inspect": () => revenue, "import.check": () => report });
  const session = await mapped(core);
  const fix = { code: "missing", field: "stream", action: "set", value: "shop" };
  const other = { code: "time", field: "at", action: "leave-out", value: "no date" };
  await session.fix({ ...fix, value: "first" });
  await session.fix(other);
  await session.fix(fix);
  expect(mappingOf(session.get())?.fixes).toEqual([other, fix]);
  expect(core.asked.at(-1)?.[1]).toMatchObject({ mapping: { fixes: [other, fix] } });
  await session.unfix(other);
  expect(mappingOf(session.get())?.fixes).toEqual([fix]);
  expect(freshReport(session.get())).toBe(report);
});

test("Map is passed over where the header is known and nothing is open, and stays in reach", async () => {
  const known = { ...fields, profile: "the mapping “Orders”" };
  const session = new ImportSession(fakeCore({ "import.inspect": () => known }).call);
  await session.choose(["/data/orders.csv"]);
  expect(nextStep(session.get())).toBe("check");
  await session.go("map");
  expect(nextStep(session.get())).toBe("check");
  // A field that lost its column is asked for.
  session.setSource("amount", { from: "none" });
  await session.go("file");
  expect(nextStep(session.get())).toBe("map");
  // A header that is only suggested for is looked at.
  const fresh = new ImportSession(fakeCore({ "import.inspect": () => fields }).call);
  await fresh.choose(["/data/orders.csv"]);
  expect(nextStep(fresh.get())).toBe("map");
});

test("requests need two of their counts, rates one of two quotes", () => {
  const of = (names: readonly string[]) => ({
    ...revenue.mapping,
    fields: names.map((name): [string, string] => [name, "Quantity"]),
  });
  const open = (kind: string, names: readonly string[]) =>
    gaps(of(names), [], kind, columns).map((gap) => gap.fields);
  expect(open("requests", ["good"])).toEqual([["total", "bad"]]);
  expect(open("requests", ["bad", "total"])).toEqual([]);
  expect(open("rates", [])).toEqual([["worth", "per-one"]]);
  expect(open("rates", ["per-one"])).toEqual([]);
});

test("what is taken of incidents that are there is asked of the core", async () => {
  const core = fakeCore({ "import.inspect": () => revenue, "import.check": () => report });
  const session = await mapped(core);
  await session.chooseOnChange("keep");
  expect(core.asked.at(-1)?.[1]).toMatchObject({ onChange: "keep" });
});

test("pasted rows become a file that is looked at", async () => {
  const core = fakeCore({
    "import.paste": () => ({ path: "/home/pasted.tsv", rows: 1 }),
    "import.inspect": () => revenue,
  });
  const session = new ImportSession(core.call);
  expect(await session.paste("at\tamount\n1\t2\n")).toBe(true);
  expect(session.get().paths).toEqual(["/home/pasted.tsv"]);
});

const pile = (kind: string, files: string) => ({
  kind,
  title: kind,
  files,
  paths: [`/data/${files}`],
});

test("files of several kinds are imported one after the other", async () => {
  const sorted = {
    sentence: "2 kinds of file: they come in one after the other.",
    piles: [pile("incidents", "incidents.csv"), pile("revenue", "orders.csv")],
    notes: [],
  };
  const core = fakeCore({
    "import.sort": () => sorted,
    "import.inspect": ({ paths }: { paths: string[] }) =>
      paths[0] === "/data/orders.csv" ? revenue : labor,
    "import.check": () => report,
    "import.commit": () => ({ ...report, batch: "b1" }),
  });
  const session = new ImportSession(core.call);
  await session.choose(["/data/orders.csv", "/data/incidents.csv"]);
  expect(session.get().paths).toEqual(["/data/incidents.csv"]);
  await session.commit();
  expect(session.get().step).toBe("done");
  await session.next();
  expect(session.get()).toMatchObject({
    step: "file",
    kind: "revenue",
    paths: ["/data/orders.csv"],
    queue: { at: 1, was: ["in"] },
    done: null,
  });
  // After the last there is nothing left to go on with.
  await session.next();
  expect(session.get()).toEqual(EMPTY);
});

test("a pile that is left out is remembered as such", async () => {
  const sorted = { sentence: "", piles: [pile("a", "a.csv"), pile("b", "b.csv")], notes: [] };
  const core = fakeCore({ "import.sort": () => sorted, "import.inspect": () => revenue });
  const session = new ImportSession(core.call);
  await session.choose(["/data/mixed.zip"]);
  await session.next();
  expect(session.get().queue?.was).toEqual(["out"]);
});

test("a single file that is no archive is not sorted", async () => {
  const core = fakeCore({ "import.inspect": () => revenue });
  await new ImportSession(core.call).choose(["/data/orders.csv"]);
  expect(core.asked.map(([command]) => command)).toEqual(["import.inspect"]);
});

test("the very same file is kept as it is unless somebody says otherwise", async () => {
  const blocked = { ...report, blocked: "This very file came in.", preferred: "keep" };
  const core = fakeCore({
    "import.inspect": () => revenue,
    "import.check": ({ onOverlap }: { onOverlap: string }) =>
      onOverlap === "fail" ? { ...blocked, choices: ["keep", "replace", "add"] } : report,
  });
  const session = await mapped(core);
  await session.go("check");
  expect(session.get().onOverlap).toBe("keep");
  expect(session.get().choices).toEqual(["keep", "replace", "add"]);
  expect(freshReport(session.get())).toEqual(report);
});
