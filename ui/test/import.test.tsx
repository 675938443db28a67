import { screen, waitFor, within } from "@testing-library/react";
import events from "@testing-library/user-event";
import { beforeEach, expect, test } from "vitest";
import type { CarryingService, ImportArgs, ImportReport } from "../src/api";
import { installCore, type TestCore } from "./core";
import * as fixtures from "./fixtures";
import * as files from "./importFixtures";
import { expectAccessible, renderWindow } from "./render";

// Walking up every element for `pointer-events` takes longer than the test itself.
const userEvent = events.setup({ pointerEventsCheck: 0, delay: null });

let core: TestCore;
const undone = { id: "", label: "Import of orders.csv undone", skipped: [] };

beforeEach(() => {
  window.__ninefoldFiles = ["/home/someone/orders.csv"];
  window.__ninefoldSave = "/home/someone/rejected-rows.csv";
  core = installCore({
    "workspace.status": fixtures.status,
    overview: fixtures.overview,
    chart: fixtures.chart,
    settings: { ...fixtures.settings, currencies: ["EUR", "GBP"], zones: ["Europe/London", "UTC"] },
    data: files.data,
    redo: { ...undone, label: "Import of orders.csv done again" },
    "import.inspect": files.revenue,
    "import.check": files.report,
    "import.commit": { ...files.report, batch: "b2" },
    "import.rejects": { path: "/home/someone/rejected-rows.csv", rows: 1 },
    "import.undo": undone,
    "records.export": {
      path: "/home/someone/labor.csv",
      records: 2,
      rows: 3,
      leftOut: ["Not in the file: what has no column."],
    },
  });
});

const called = (command: string) =>
  core.calls.filter((call) => call.command === command).map(({ args }) => args);
const heading = (name: string | RegExp) => screen.findByRole("heading", { level: 1, name });
const button = (name: string | RegExp) => screen.getByRole("button", { name });
const next = (step: string) => userEvent.click(button(`Next: ${step}`));

async function choose(control: string, option: string) {
  await userEvent.click(button(new RegExp(control)));
  await userEvent.click(await screen.findByRole("option", { name: new RegExp(`^${option}`) }));
}

/** Opens the wizard on a file, as far as the fields. */
async function openFile() {
  await openFileOf("revenue");
}

/** Opens the wizard on a file of another kind, as far as the fields. */
async function openFileOf(kind: string) {
  renderWindow("/data");
  await userEvent.click(await screen.findByRole("button", { name: /Import…/ }));
  await heading(`The rows look like ${kind}.`);
  await next("Map");
}

/** The same with a file whose columns are beyond doubt. */
async function openMappedFile() {
  core.answer({ "import.inspect": files.mapped });
  await openFile();
}

test("a file goes from Map to Done, and what is asked of the core is what was chosen", async () => {
  const { fields, ...options } = files.mapped.mapping;
  const stream = fields.filter(([name]) => name === "at" || name === "stream");
  core.answer({ "import.inspect": { ...files.revenue, mapping: { ...options, fields: stream } } });
  await openFile();
  await choose("amount comes from", "Two columns multiplied");
  await choose("amount, factor 1", "Quantity");
  await choose("amount, factor 2", "UnitPrice");
  await choose("currency comes from", "The same in every row");
  await userEvent.type(screen.getByRole("combobox", { name: "currency in every row" }), "GB");
  await userEvent.click(await screen.findByRole("option", { name: "GBP" }));

  await next("Check");
  await heading("4 rows are ready. 1 is set aside.");
  const [args] = called("import.check") as ImportArgs[];
  expect(args).toMatchObject({
    paths: ["/home/someone/orders.csv"],
    kind: "revenue",
    onOverlap: "fail",
    mapping: {
      fields: [
        ["at", "InvoiceDate"],
        ["stream", "=shop"],
        ["amount", "Quantity*UnitPrice"],
        ["currency", "=GBP"],
      ],
    },
  });

  await next("Review");
  await heading("4 rows come in as one batch.");
  await userEvent.click(button("Import 4 rows"));
  await heading("4 rows are ready. 1 is set aside.");
  expect(called("import.commit")).toEqual([args]);

  await userEvent.click(button("Undo import"));
  expect(await screen.findByText("Import of orders.csv undone")).toBeInTheDocument();
  expect(called("import.undo")).toEqual([{ id: "b2" }]);
  expect(await heading("One stream of revenue is there.")).toBeInTheDocument();
});

test("what stayed out can still be saved when the import is done", async () => {
  const fix = { code: "missing", field: "amount", action: "leave-out", value: "test orders" };
  const left = { fix, title: "Required value missing: amount", what: "left out: test orders" };
  core.answer({
    "import.commit": { ...files.report, batch: "b2", fixed: [{ ...left, count: 2 }] },
  });
  await openMappedFile();
  await next("Check");
  await heading(/rows are ready/);
  await next("Review");
  await userEvent.click(button("Import 4 rows"));
  expect(await screen.findByText("1 row: Unreadable time")).toBeInTheDocument();
  const byWord = "2 rows: Required value missing: amount; left out: test orders";
  expect(screen.getByText(byWord)).toBeInTheDocument();
  await userEvent.click(button("Save them"));
  expect(await screen.findByText(/1 row written to/)).toBeInTheDocument();
  const [args] = called("import.commit");
  expect(called("import.rejects")).toEqual([
    { import: args, to: "/home/someone/rejected-rows.csv" },
  ]);
});

test("rows that equal an earlier one are counted, and can stay out", async () => {
  core.answer({ "import.check": { ...files.report, repeated: 12 } });
  await openMappedFile();
  await next("Check");
  await heading(/rows are ready/);
  const section = screen.getByRole("heading", { name: /Rows that equal an earlier one/ });
  expect(section).toBeInTheDocument();
  expect(button(/What becomes of them/)).toHaveTextContent("count, each as a sale of its own");
  await choose("What becomes of them", "stay out");
  await waitFor(() =>
    expect(called("import.check").at(-1)).toMatchObject({ mapping: { repeats: "leave-out" } }),
  );
  expect(called("import.check")[0]).toMatchObject({ mapping: { repeats: "" } });
});

test("a new stream is carried by several services, each to its share", async () => {
  const carried = (services: CarryingService[]) => ({
    ...files.report,
    carriers: [{ stream: "web", services, said: true, choices: ["Checkout", "Search", "web"] }],
  });
  const one = { service: "Checkout", made: false, share: "100 %", wrong: "" };
  const two = { service: "Search", made: false, share: "100 %", wrong: "" };
  core.answer({ "import.check": carried([one]) });
  await openMappedFile();
  await next("Check");
  await heading(/rows are ready/);
  expect(screen.queryByRole("button", { name: "Checkout does not carry web" })).toBeNull();

  core.answer({ "import.check": carried([one, two]) });
  await userEvent.click(button("And another service carries web"));
  const share = await screen.findByLabelText("Part of web that is lost while Search is down");
  // The focus goes to the new line; who types before it is there is not who is tested here.
  await waitFor(() =>
    expect(document.activeElement?.closest("#import-carrier-1-web")).toBeTruthy(),
  );
  const stream = "web";
  const said = (...services: [string, string][]) => ({
    mapping: { carriers: services.map(([service, share]) => ({ stream, service, share })) },
  });
  expect(called("import.check").at(-1)).toMatchObject(said(["Checkout", "100 %"], ["Search", ""]));

  core.answer({
    "import.check": carried([one, { ...two, share: "much", wrong: "“much” is not a share" }]),
  });
  await userEvent.clear(share);
  await userEvent.type(share, "much{Enter}");
  expect(await screen.findByText("“much” is not a share")).toBeInTheDocument();
  await waitFor(() =>
    expect(screen.getByLabelText("Part of web that is lost while Search is down")).toHaveFocus(),
  );
  expect(called("import.check").at(-1)).toMatchObject(
    said(["Checkout", "100 %"], ["Search", "much"]),
  );
  // The way on is shut, and leads to what is wrong.
  await userEvent.click(button("Say who carries a stream"));
  const wrong = screen.getByLabelText("Part of web that is lost while Search is down");
  await waitFor(() => expect(wrong).toHaveFocus());

  core.answer({ "import.check": carried([one]) });
  await userEvent.click(button("Search does not carry web"));
  await waitFor(() =>
    expect(called("import.check").at(-1)).toMatchObject(said(["Checkout", "100 %"])),
  );
});

test("an import that took every row offers no rows to save", async () => {
  core.answer({ "import.commit": { ...files.report, batch: "b2", rejected: 0, groups: [] } });
  await openMappedFile();
  await next("Check");
  await heading(/rows are ready/);
  await next("Review");
  await userEvent.click(button("Import 4 rows"));
  expect(await screen.findByRole("button", { name: "Undo import" })).toBeInTheDocument();
  expect(screen.queryByRole("button", { name: "Save them" })).toBeNull();
});

test("Review says what it counts and what was decided; Done leads to what is still missing", async () => {
  const choices = [
    { name: "keep", title: "Keep as it stands" },
    { name: "swap", title: "Swap the two times" },
  ];
  const report: ImportReport = {
    ...files.report,
    records: "incidents",
    new: 2,
    accepted: 3,
    judgements: [
      {
        name: "end-before-start",
        title: "End before start",
        count: 1,
        treatment: "swap",
        detail: "",
        choices,
      },
    ],
    severities: [{ severity: "SEV2", rows: 2, impact: "50 %", said: false }],
  };
  const lacks = { kind: "revenue", text: "There is no revenue yet." };
  core.answer({
    "import.check": report,
    "import.commit": { ...report, batch: "b2", lacks },
  });
  await openMappedFile();
  await next("Check");
  await heading(/rows are ready/);
  await next("Review");
  const line = (term: string) => screen.getByText(term).parentElement?.textContent;
  expect(line("New incidents")).toBe("New incidents2");
  expect(line("Unchanged incidents")).toBe("Unchanged incidents0");
  expect(line("Rows taken")).toBe("Rows taken3");
  expect(line("End before start")).toBe("1End before startSwap the two times");
  expect(line("SEV2")).toBe("2SEV2hits 50 % of users, assumed from its name");
  await userEvent.click(button("Import 3 rows"));
  expect(await screen.findByText("There is no revenue yet.")).toBeInTheDocument();
  expect(button("Go to Overview")).toBeInTheDocument();
  await userEvent.click(button("Import revenue"));
  await heading("Choose files with revenue, incidents or labor.");
});

test("encoding and header show what was found, and another one is asked of the core", async () => {
  await openMappedFile();
  await userEvent.click(button("Back to File"));
  await heading("The rows look like revenue.");
  expect(button(/Encoding of the text/)).toHaveTextContent("As found: UTF-8");
  expect(button(/Names of columns stand in/)).toHaveTextContent("As found: line 1");
  await choose("Encoding of the text", "Cyrillic: Windows-1251");
  await choose("Names of columns stand in", "Another line…");
  await userEvent.type(screen.getByRole("textbox", { name: "Number of the line" }), "23");
  await waitFor(() =>
    expect(called("import.inspect").at(-1)).toMatchObject({
      encoding: "windows-1251",
      headerRow: "23",
      anew: true,
    }),
  );
  await choose("Names of columns stand in", "No line: columns are numbered");
  await waitFor(() => expect(called("import.inspect").at(-1)).toMatchObject({ headerRow: "none" }));
  // A workbook settles its encoding.
  core.answer({ "import.inspect": { ...files.mapped, encoding: "" } });
  await choose("Names of columns stand in", "As found");
  await waitFor(() => expect(screen.queryByRole("button", { name: /Encoding/ })).toBeNull());
});

test("a Next that is off says why, and leads there", async () => {
  renderWindow("/data?import=file");
  await heading(/Choose files/);
  expect(button("Next: Map")).toBeDisabled();
  await userEvent.click(button("Choose a file"));
  await waitFor(() => expect(button("Choose files…")).toHaveFocus());

  await userEvent.click(button("Choose files…"));
  await heading("The rows look like revenue.");
  await next("Map");
  await heading("3 fields still need a column.");
  expect(button("Next: Check")).toBeDisabled();
  expect(button("Next: Check")).toHaveAccessibleDescription("Map amount and 2 more to go on");
  await userEvent.click(button("Map amount"));
  await waitFor(() => expect(button(/amount comes from/)).toHaveFocus());
});

test("each step begins at its heading, and is accessible", async () => {
  await openMappedFile();
  await expectAccessible(document.body);
  for (const [step, title] of [
    ["Check", /rows are ready/],
    ["Review", /come in as one batch/],
  ] as const) {
    await next(step);
    const shown = await heading(title);
    await waitFor(() => expect(shown).toHaveFocus());
    await expectAccessible(document.body);
  }
});

test("problems say row, column, what was found and expected, and lead to their repair", async () => {
  await openMappedFile();
  await next("Check");
  await heading(/rows are ready/);
  const rows = within(screen.getByRole("region", { name: "Unreadable time" }));
  for (const text of ["3", "InvoiceDate", "32/1/2010", "a date", "4711 · Checkout"]) {
    expect(rows.getByRole("cell", { name: text })).toBeInTheDocument();
  }
  expect(screen.getByRole("img", { name: /5 read = 4 ready \+ 1 set aside \+ 0 skipped/ }));

  await userEvent.click(button("Save the row set aside"));
  expect(await screen.findByText(/1 row written to/)).toBeInTheDocument();
  expect(called("import.rejects")).toMatchObject([{ to: "/home/someone/rejected-rows.csv" }]);

  await userEvent.click(button("Date format…"));
  await heading("The rows look like revenue.");
  await waitFor(() => expect(button(/Dates/)).toHaveFocus());
});

test("all rows of a problem are repaired in one step, by keyboard, and the repair can be taken back", async () => {
  const fix = { code: "time", field: "at", action: "leave-out", value: "no date is known" };
  await openMappedFile();
  await next("Check");
  await heading(/rows are ready/);
  core.answer({
    "import.check": {
      ...files.report,
      rejected: 0,
      skipped: 1,
      groups: [],
      problems: [],
      fixed: [{ fix, title: "Unreadable time: at", what: "left out: no date is known", count: 1 }],
    },
  });
  button("Repair this row…").focus();
  await userEvent.keyboard("{Enter}");
  await userEvent.click(screen.getByRole("radio", { name: "Leave them out" }));
  // Without a reason nothing is left out.
  expect(button("Leave out 1 row")).toBeDisabled();
  await userEvent.type(
    screen.getByRole("textbox", { name: "Why they stay out" }),
    "no date is known{Enter}",
  );
  expect(await screen.findByText("left out: no date is known")).toBeInTheDocument();
  expect(called("import.check").at(-1)).toMatchObject({ mapping: { fixes: [fix] } });
  await expectAccessible(document.body);

  core.answer({ "import.check": files.report });
  await userEvent.click(button("Take back the repair of: Unreadable time: at"));
  await screen.findByRole("region", { name: "Unreadable time" });
  expect(called("import.check").at(-1)).toMatchObject({ mapping: { fixes: [] } });
});

test("a known header needs no Map step; the mapping is kept under a name there", async () => {
  core.answer({
    "import.inspect": { ...files.mapped, profile: "the mapping “Orders”", named: "Orders" },
    "mapping.save": { id: "m1", label: "Changed the mapping “Orders”", skipped: [] },
  });
  renderWindow("/data");
  await userEvent.click(await screen.findByRole("button", { name: /Import…/ }));
  await heading("The rows look like revenue.");
  await next("Check");
  await heading(/rows are ready/);
  expect(screen.getByText(/Mapped as in the mapping “Orders”/)).toBeInTheDocument();
  await userEvent.click(button("Look at the mapping"));
  await heading("Every field that the import needs has its column.");
  await userEvent.click(button("Keep this mapping under a name…"));
  await userEvent.keyboard("{Enter}");
  expect(await screen.findByText("Changed the mapping “Orders”")).toBeInTheDocument();
  expect(called("mapping.save")).toMatchObject([
    { id: "", name: "Orders", path: "/home/someone/orders.csv", kind: "revenue" },
  ]);
});

test("an error of the check leads to the option that it is about, and nothing is lost", async () => {
  core.refuse("import.check", {
    code: "bad-file",
    message: "at: “12/1/2010” can be day first or month first",
    hints: ["Choose the date format."],
    field: "dateFormat",
  });
  await openMappedFile();
  await next("Check");
  expect(await screen.findByRole("alert")).toHaveTextContent("can be day first or month first");
  expect(button("Next: Review")).toBeDisabled();
  await userEvent.click(button("Change how it is read"));
  await waitFor(() => expect(button(/Dates/)).toHaveFocus());
  // The option says what is wrong with it, until it is another.
  expect(button(/Dates/)).toHaveAccessibleDescription(/can be day first or month first/);
  await choose("Dates", "Month first: 12/31/2025");
  expect(screen.queryByText(/can be day first or month first/)).toBeNull();

  core.answer({ "import.check": files.report });
  await next("Map");
  await next("Check");
  await heading(/rows are ready/);
  expect(called("import.check").at(-1)).toMatchObject({
    mapping: {
      dateFormat: "%m/%d/%Y %H:%M",
      fields: expect.arrayContaining([["amount", "Quantity*UnitPrice"]]),
    },
  });
});

test("revenue that is there already is a decision, taken with its effect in view", async () => {
  core.answer({
    "import.check": ({ onOverlap }) =>
      onOverlap === "fail"
        ? {
            ...files.report,
            blocked: "41 minutes of shop are there already.",
            choices: ["keep", "add"],
          }
        : { ...files.report, accepted: 2, new: 2 },
  });
  await openMappedFile();
  await next("Check");
  await heading(/rows are ready/);
  await next("Review");
  await heading("Revenue for some of these minutes is there already.");
  expect(screen.getByRole("button", { name: /^Import/ })).toBeDisabled();
  // Only what the core can do is offered.
  expect(screen.getAllByRole<HTMLInputElement>("radio").map(({ value }) => value)).toEqual([
    "keep",
    "add",
  ]);
  await userEvent.click(screen.getByRole("radio", { name: /Keep what is there/ }));
  await heading("2 rows come in as one batch.");
  await userEvent.click(button("Import 2 rows"));
  await waitFor(() => expect(called("import.commit")).toMatchObject([{ onOverlap: "keep" }]));
});

test("closing the wizard keeps what was entered", async () => {
  await openMappedFile();
  await userEvent.type(screen.getByRole("textbox", { name: "stream in every row" }), " north");
  await userEvent.click(button("Close"));
  expect(await screen.findByText("The import of orders.csv is not finished.")).toBeInTheDocument();
  await userEvent.click(button("Continue"));
  await heading("Every field that the import needs has its column.");
  expect(screen.getByRole("textbox", { name: "stream in every row" })).toHaveValue("shop north");
});

test("an import is undone from the list, and the undo can be undone", async () => {
  renderWindow("/data");
  await userEvent.click(await screen.findByRole("button", { name: "Undo import of orders.csv" }));
  expect(called("import.undo")).toEqual([{ id: "b1" }]);
  await userEvent.click(await screen.findByRole("button", { name: "Redo" }));
  expect(await screen.findByText("Import of orders.csv done again")).toBeInTheDocument();
  expect(called("redo")).toHaveLength(1);
  expect(called("undo")).toEqual([]);
});

test("what an undo has to leave is listed with its reason", async () => {
  const reason = "incident INC-0105: something that stays still uses it";
  core.answer({ "import.undo": { ...undone, skipped: [reason] } });
  renderWindow("/data");
  await userEvent.click(await screen.findByRole("button", { name: "Undo import of orders.csv" }));
  const dialog = within(await screen.findByRole("dialog", { name: "What had to stay, and why" }));
  expect(dialog.getByText(reason)).toBeInTheDocument();
});

test("without data the screen says what files need, and takes dropped ones", async () => {
  core.answer({ data: files.noData });
  renderWindow("/data");
  await heading("Nothing is imported yet.");
  expect(screen.getByText("service, started")).toBeInTheDocument();
  await expectAccessible(document.body);
  window.dispatchEvent(
    new CustomEvent("ninefold:file-drop", {
      detail: { phase: "dropped", paths: ["/home/someone/dropped.csv"] },
    }),
  );
  await heading("The rows look like revenue.");
  expect(called("import.inspect")).toMatchObject([{ paths: ["/home/someone/dropped.csv"] }]);
});

test("what the file leaves open is asked once, and can be left as it stands", async () => {
  core.answer({
    "import.inspect": {
      ...files.revenue,
      questions: [{ option: "zone", text: "Times have no offset: which zone are they in?" }],
    },
  });
  renderWindow("/data");
  await userEvent.click(await screen.findByRole("button", { name: /Import…/ }));
  await heading("The rows look like revenue.");
  expect(button("Next: Map")).toHaveAccessibleDescription("1 decision left before Map");
  await userEvent.click(button(/^Choose: Times/));
  await waitFor(() =>
    expect(screen.getByRole("combobox", { name: /^Times without/ })).toHaveFocus(),
  );
  await userEvent.click(button(/^Keep UTC/));
  await next("Map");
  await heading(/still need a column/);
});

test("files of several kinds are one list: what each was taken for, and what comes next", async () => {
  window.__ninefoldFiles = ["/data/outages.csv", "/data/orders.csv", "/data/hours.csv"];
  const pile = (kind: string, title: string, file: string) => ({
    kind,
    title,
    files: file,
    paths: [`/data/${file}`],
  });
  core.answer({
    "import.sort": {
      sentence: "3 kinds of file: they come in one after the other.",
      piles: [
        pile("incidents", "Incidents · PagerDuty", "outages.csv"),
        pile("revenue", "Revenue · Shopify orders", "orders.csv"),
        pile("labor", "Labor", "hours.csv"),
      ],
      notes: [],
    },
    "import.inspect": {
      ...files.revenue,
      kind: "incidents",
      questions: [{ option: "zone", text: "Times have no offset: which zone are they in?" }],
    },
  });
  renderWindow("/data");
  await userEvent.click(await screen.findByRole("button", { name: /Import…/ }));
  await heading("The rows look like incidents.");
  const list = screen.getByRole("region", { name: "Files by kind" });
  const lines = within(list)
    .getAllByRole("listitem")
    .map((line) => [...line.children].map((part) => part.textContent).filter(Boolean));
  expect(lines).toEqual([
    ["1", "outages.csv", "Incidents · PagerDuty", "Now, 1 decision", "Leave out"],
    ["2", "orders.csv", "Revenue · Shopify orders", "Then this"],
    ["3", "hours.csv", "Labor", "After that"],
  ]);
  // The files stand there and nowhere else.
  expect(screen.queryByRole("heading", { name: "Files" })).toBeNull();
  screen.getByRole("heading", { name: "How outages.csv is read" });
  expect(button("Choose other files…")).toBeEnabled();
  await expectAccessible(document.body);
});

test("one sum a day can be spread, and the check is asked again with it", async () => {
  core.answer({ "import.check": { ...files.report, daily: ["shop"] } });
  await openMappedFile();
  await next("Check");
  await heading(/rows are ready/);
  await choose("What sums of whole days count in", "evenly in all minutes of their day");
  await waitFor(() =>
    expect(called("import.check").at(-1)).toMatchObject({ mapping: { spread: "day" } }),
  );
});

test("one sum an hour can be spread over its hour", async () => {
  core.answer({ "import.check": { ...files.report, hourly: ["shop"] } });
  await openMappedFile();
  await next("Check");
  await heading(/rows are ready/);
  await choose("What sums of whole hours count in", "evenly in all minutes of their hour");
  await waitFor(() =>
    expect(called("import.check").at(-1)).toMatchObject({ mapping: { spread: "hour" } }),
  );
});

test("records of a kind are written where the person says, and what stays out is told", async () => {
  window.__ninefoldSave = "/home/someone/labor.csv";
  renderWindow("/data");
  await userEvent.click(await screen.findByRole("button", { name: "Export records" }));
  await userEvent.click(await screen.findByRole("menuitem", { name: "Labor" }));
  await waitFor(() =>
    expect(called("records.export")).toEqual([
      { kind: "labor", to: "/home/someone/labor.csv", onlyWithRecords: false },
    ]),
  );
  expect(
    await screen.findByText(
      "2 records were written to /home/someone/labor.csv. Not in the file: what has no column.",
    ),
  ).toBeInTheDocument();
});

test("services in a circle are asked about as what they are", async () => {
  core.answer({
    "import.inspect": { ...files.mapped, kind: "services", fields: [], questions: [] },
    "import.check": ({ onOverlap }) =>
      onOverlap === "fail"
        ? { ...files.report, blocked: "shop → db → shop", choices: ["leave-out"] }
        : files.report,
  });
  await openFileOf("services");
  await next("Check");
  await heading(/rows are ready/);
  await next("Review");
  await heading("These services would lean on each other in a circle.");
  expect(screen.getAllByRole("radio")).toHaveLength(1);
  await userEvent.click(screen.getByRole("radio", { name: /Leave out what closes the circle/ }));
  await heading("4 rows come in as one batch.");
});
