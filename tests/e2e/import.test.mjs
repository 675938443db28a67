// A file with bad rows through the wizard into a new workspace, and out again.
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { axe, openApp } from "./app.mjs";

/** Lines 4 and 6 of the file, as an editor counts them, cannot be read. */
const REVENUE = `at,amount,stream,currency
2026-03-01T10:00:00Z,100.25,shop,EUR
2026-03-01T10:00:30Z,49.75,shop,EUR
2026-03-32T10:01:00Z,10.00,shop,EUR
2026-03-01T10:02:00Z,-20.00,shop,EUR
2026-03-01T10:03:00Z,twelve,shop,EUR
2026-03-01T10:04:00Z,1870.00,shop,EUR
`;
/** What the other four add up to. */
const TOTAL = /2[,.]?000\.00/;

let app;
before(async () => {
  app = await openApp();
});
after(() => app.close());

async function press(name) {
  await app.page.getByRole("button", { name, exact: true }).click();
}

test("a new workspace asks for a currency, then for files", async () => {
  const { page, home } = app;
  await page.evaluate(
    (path) => {
      window.__ninefoldSave = path;
    },
    join(home, "costs.ninefold"),
  );
  await press("Import my data");
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Choose where…" }).click();
  await dialog.getByText("Choose a currency").waitFor();
  await dialog.getByRole("combobox", { name: "Currency" }).fill("EUR");
  await page.getByRole("option", { name: /^EUR/ }).click();
  assert.deepEqual(await axe(page), []);
  await dialog.getByRole("button", { name: "Choose where…" }).click();
  await page.getByRole("heading", { level: 1, name: /Choose files/ }).waitFor();
});

test("the way on is shut until a file is chosen, and says so", async () => {
  const { page } = app;
  assert.ok(await page.getByRole("button", { name: "Next: Map" }).isDisabled());
  await page.getByText("to go on").waitFor();
  assert.deepEqual(await axe(page), []);
});

test("rows that cannot be read are named, and the others can come in", async () => {
  const { page, home } = app;
  const file = join(home, "orders.csv");
  await writeFile(file, REVENUE);
  await page.evaluate((path) => {
    window.__ninefoldFiles = [path];
  }, file);
  await press("Choose files…");
  await page.getByRole("heading", { level: 1, name: /rows look like revenue/ }).waitFor();
  await app.settled();
  await app.picture("import-file-light");
  assert.deepEqual(await axe(page), []);

  await press("Next: Map");
  await page.getByRole("heading", { level: 1, name: /Every field/ }).waitFor();
  await app.picture("import-map-light");
  assert.deepEqual(await axe(page), []);

  await press("Next: Check");
  await page.getByText("6 read = 4 ready + 2 set aside + 0 skipped").waitFor();
  // Problems are grouped by repair: each group shows its rows as they stand in the file.
  for (const [line, found] of [
    ["4", "2026-03-32T10:01:00Z"],
    ["6", "twelve"],
  ]) {
    const groups = page.getByRole("main").locator("button[aria-pressed]");
    const row = page.getByRole("row").filter({ hasText: found });
    for (const group of await groups.all()) {
      await group.click();
      if ((await row.count()) > 0) break;
    }
    assert.ok(
      (await row.getByRole("cell").allInnerTexts()).includes(line),
      `${found}, line ${line}`,
    );
  }
  await app.picture("import-check-light");
  assert.deepEqual(await axe(page), []);

  await press("Next: Review");
  await page.getByRole("heading", { level: 1, name: /4 rows come in/ }).waitFor();
  assert.match(await page.getByRole("main").innerText(), TOTAL);
  await app.picture("import-review-light");
  assert.deepEqual(await axe(page), []);
});

test("what was entered is still there after going back", async () => {
  const { page } = app;
  await press("Back to Check");
  await press("Back to Map");
  await page.getByRole("heading", { level: 1, name: /Every field/ }).waitFor();
  await press("Next: Check");
  await page.getByText("6 read = 4 ready").waitFor();
  await press("Next: Review");
  await page.getByRole("button", { name: "Import 4 rows" }).waitFor();
});

test("the import comes in as one batch, and undo takes all of it out", async () => {
  const { page } = app;
  await press("Import 4 rows");
  const undo = page.getByRole("main").getByRole("button", { name: "Undo import" });
  await undo.waitFor();
  await app.picture("import-done-light");
  assert.deepEqual(await axe(page), []);
  await press("See all imports");
  const batch = page.getByRole("row").filter({ hasText: "orders.csv" });
  await batch.waitFor();
  assert.match(await batch.innerText(), TOTAL);
  assert.match(await batch.innerText(), /6 read = 4 came in \+ 2 set aside/);

  await batch.getByRole("button", { name: /Undo import/ }).click();
  await batch.getByText("Undone").waitFor();
  const sources = page.getByRole("region", { name: "What is there" });
  const revenue = (await sources.count()) > 0 ? await sources.innerText() : "";
  assert.doesNotMatch(revenue, /1 stream/, "no minute of it counts any more");

  await page.keyboard.press("Control+Shift+Z");
  await batch.getByRole("button", { name: /Undo import/ }).waitFor();
  assert.match(await batch.innerText(), TOTAL);
});

/** An audit log of a ticket system: two incidents, five rows. The last update of each counts. */
const LOG = `number,incident_state,sys_mod_count,opened_at,category,priority,resolved_at,closed_at
INC0000412,New,0,13/03/2026 10:00,Shop,2 - High,?,?
INC0000412,Resolved,3,13/03/2026 10:00,Shop,1 - Critical,13/03/2026 10:40,?
INC0000413,New,0,14/03/2026 08:00,Search,3 - Moderate,?,?
INC0000413,Active,1,14/03/2026 08:00,Search,3 - Moderate,?,?
INC0000413,Closed,4,14/03/2026 08:00,Search,3 - Moderate,?,15/03/2026 08:00
`;

async function chooseLog(name, text) {
  const { page, home } = app;
  const file = join(home, name);
  await writeFile(file, text);
  await page.evaluate((path) => {
    window.__ninefoldFiles = [path];
  }, file);
  // Import… asks for the files at once.
  await page.getByRole("button", { name: "Import…" }).first().click();
  await page.getByRole("heading", { level: 1, name: /rows look like incidents/ }).waitFor();
  await app.settled();
}

test("the log of a tool is known by its header, and its judgements can be changed", async () => {
  const { page } = app;
  await chooseLog("log.csv", LOG);
  await page.getByText("ServiceNow audit log").first().waitFor();
  await page.getByRole("button", { name: /^Keep UTC/ }).click();
  await app.picture("import-tool-light");
  assert.deepEqual(await axe(page), []);

  await press("Next: Map");
  await press("Next: Check");
  await page.getByText("5 read = 2 ready + 0 set aside + 3 skipped").waitFor();
  await page.getByText("Closed without a resolved time").first().waitFor();
  await app.picture("import-judgements-light");
  assert.deepEqual(await axe(page), []);

  await page.getByRole("button", { name: /What becomes of: Closed without/ }).click();
  await page.getByRole("option", { name: "Set aside, to be repaired" }).click();
  await page.getByText("5 read = 1 ready + 1 set aside + 3 skipped").waitFor();
  await page.getByRole("button", { name: /What becomes of: Closed without/ }).click();
  await page.getByRole("option", { name: "End when the record was closed" }).click();
  await page.getByText("5 read = 2 ready + 0 set aside + 3 skipped").waitFor();
  await press("Next: Review");
  await press("Import 2 rows");
  await page.getByRole("main").getByRole("button", { name: "Undo import" }).waitFor();
  await press("See all imports");
});

test("the same log a day later is mapped as before and shows what it changes", async () => {
  const { page } = app;
  const later = `${LOG}INC0000412,Closed,5,13/03/2026 10:00,Shop,1 - Critical,13/03/2026 11:10,18/03/2026 10:00\n`;
  await chooseLog("log-later.csv", later);
  await page.getByText(/Mapped as in the import of log\.csv/).waitFor();
  await press("Next: Check");
  await page.getByText("6 read = 1 ready + 0 set aside + 5 skipped").waitFor();
  await press("Next: Review");
  const change = page.getByRole("row").filter({ hasText: "INC0000412" });
  await change.filter({ hasText: "2026-03-13 11:10" }).waitFor();
  assert.match(await change.innerText(), /resolved.*2026-03-13 10:40.*2026-03-13 11:10.*Updated/s);
  await app.picture("import-changes-light");
  assert.deepEqual(await axe(page), []);
  await page.getByRole("radio", { name: /Keep what is here/ }).check({ force: true });
  await page.getByText("Nothing in these files is new").first().waitFor();
  await page.getByRole("radio", { name: /^Update/ }).check({ force: true });
  await press("Import 1 row");
  await page.getByRole("main").getByRole("button", { name: "Undo import" }).waitFor();
});

/** Chooses files by Import…, as the dialog would give them. */
async function choose(files) {
  const { page, home } = app;
  const paths = [];
  for (const [name, text] of Object.entries(files)) {
    const path = join(home, name);
    await writeFile(path, text);
    paths.push(path);
  }
  await page.evaluate((chosen) => {
    window.__ninefoldFiles = chosen;
  }, paths);
  // From the last import, or from the list of imports.
  const list = page.getByRole("button", { name: "See all imports" });
  if ((await list.count()) > 0) await list.click();
  await page.getByRole("button", { name: "Import…" }).first().click();
}

/** To Check: past Map, where the header is not known from before. */
async function toCheck() {
  const { page } = app;
  const next = page.getByRole("button", { name: /^Next: (Map|Check)$/ });
  await next.waitFor();
  if ((await next.innerText()) === "Next: Map") await press("Next: Map");
  await press("Next: Check");
}

/** From the first step to the last, with a look at Check. */
async function through(equation, rows) {
  const { page } = app;
  await toCheck();
  await page.getByText(equation).first().waitFor();
  await press("Next: Review");
  await press(rows === 1 ? "Import 1 row" : `Import ${rows} rows`);
  await page.getByRole("main").getByRole("button", { name: "Undo import" }).waitFor();
}

test("files of several kinds are told apart and come in one after the other", async () => {
  const { page } = app;
  await choose({
    "hours.csv": "incident,role,minutes,rate,currency\nMIX-1,Engineer,30,90,EUR\n",
    "outages.csv":
      "id,service,started,resolved,impact\nMIX-1,Shop,2026-03-01T10:00:00Z,2026-03-01T10:30:00Z,1\n",
    "more-orders.csv":
      "at,amount,stream,currency\n2026-03-05T10:00:00Z,12.00,kiosk,EUR\n2026-03-05T10:01:00Z,13.00,kiosk,EUR\n",
  });
  await page.getByText("3 kinds of file: they come in one after the other.").waitFor();
  await page.getByRole("heading", { level: 1, name: /rows look like incidents/ }).waitFor();
  await app.settled();
  await app.picture("import-kinds-light");
  assert.deepEqual(await axe(page), []);

  await through("1 read = 1 ready", 1);
  await page.getByText("1 of 3: Incidents").waitFor();
  await app.picture("import-kinds-done-light");
  assert.deepEqual(await axe(page), []);
  await page.getByRole("button", { name: /^Next: Revenue/ }).click();
  await page.getByRole("heading", { level: 1, name: /rows look like revenue/ }).waitFor();

  // A stream that is not there yet: who carries it is said before it comes in.
  await toCheck();
  await page.getByText("Streams that are not there yet").waitFor();
  await page.getByRole("button", { name: /Service that carries kiosk/ }).click();
  await page.getByRole("option", { name: /^shop$/i }).click();
  await page.getByText("2 read = 2 ready").waitFor();
  // A second one carries a part of it; what cannot be is told at its field, and leads there.
  await page.getByRole("button", { name: "And another service carries kiosk" }).click();
  const part = page.getByRole("textbox", { name: /^Part of kiosk that is lost while (?!shop)/i });
  await part.waitFor();
  await part.fill("much");
  await part.press("Enter");
  await page.getByText("“much” is not a share", { exact: false }).waitFor();
  await app.picture("import-carriers-light");
  await press("Say who carries a stream");
  await part.fill("30");
  await part.press("Enter");
  await page.getByText("2 read = 2 ready").waitFor();
  await part.waitFor();
  assert.match(await part.inputValue(), /^30\s%$/);
  await app.picture("import-carrier-light");
  assert.deepEqual(await axe(page), []);
  await press("Next: Review");
  await page
    .getByText(/New stream kiosk, carried by service Shop to 100\s% and .* to 30\s%/i)
    .waitFor();
  await press("Import 2 rows");
  await page.getByRole("button", { name: /^Next: Labor/ }).click();
  await page.getByRole("heading", { level: 1, name: /rows look like labor/ }).waitFor();
  await through("1 read = 1 ready", 1);
  await page.getByRole("button", { name: "Go to Overview" }).waitFor();
});

test("a file that came in is kept as it is, and what was voided since can be taken out", async () => {
  const { page } = app;
  const before =
    "at,amount,stream,currency\n2026-03-06T10:00:00Z,1.00,kiosk,EUR\n2026-03-06T10:01:00Z,2.00,kiosk,EUR\n2026-03-06T10:02:00Z,4.00,kiosk,EUR\n";
  await choose({ "day.csv": before });
  await page.getByRole("heading", { level: 1, name: /rows look like revenue/ }).waitFor();
  await through("3 read = 3 ready", 3);

  await choose({ "day.csv": before });
  await page.getByRole("heading", { level: 1, name: /rows look like revenue/ }).waitFor();
  await toCheck();
  await page.getByText("3 read = 0 ready + 0 set aside + 3 skipped").waitFor();
  await press("Next: Review");
  await page
    .getByText(/This very file came in/)
    .first()
    .waitFor();
  assert.ok(await page.getByRole("radio", { name: /^Keep/ }).isChecked());
  await press("Close");
  await press("Discard it");

  await choose({ "day-later.csv": before.replace(/.*10:01.*\n/, "") });
  await page.getByRole("heading", { level: 1, name: /rows look like revenue/ }).waitFor();
  await toCheck();
  await page.getByText("2 read = 2 ready").waitFor();
  await press("Next: Review");
  await page
    .getByText(/1 minute is there, on days of these files/)
    .first()
    .waitFor();
  await page.getByRole("radio", { name: /^Replace/ }).check({ force: true });
  await page.getByText(/1 minute was there on days of these files and is not in them/).waitFor();
  await app.picture("import-replace-light");
  assert.deepEqual(await axe(page), []);
  await press("Import 2 rows");
  await page.getByText("−€2.00").first().waitFor();
});

test("amounts in another currency wait for their rates, and come in by them", async () => {
  const { page } = app;
  const sales =
    "at,amount,stream,currency\n2026-03-07T10:00:00Z,10.00,kiosk,EUR\n2026-03-07T10:01:00Z,10.00,kiosk,USD\n";
  await choose({ "usd.csv": sales });
  await page.getByRole("heading", { level: 1, name: /rows look like revenue/ }).waitFor();
  await toCheck();
  await page.getByText("2 read = 1 ready + 1 set aside").waitFor();
  await page.getByText("No exchange rate").first().waitFor();
  await page.getByText("a rate of USD on 7 Mar 2026 or before").waitFor();
  await app.picture("import-no-rate-light");
  assert.deepEqual(await axe(page), []);
  await press("Close");
  await press("Discard it");

  await choose({ "rates.csv": "day,currency,rate\n2026-03-06,USD,0.9\n" });
  await page.getByRole("heading", { level: 1, name: /exchange rates/ }).waitFor();
  await through("1 read = 1 ready", 1);

  await choose({ "usd.csv": sales });
  await page.getByRole("heading", { level: 1, name: /rows look like revenue/ }).waitFor();
  await toCheck();
  await page.getByText("2 read = 2 ready").waitFor();
  await press("Next: Review");
  await page.getByText(/1 row, 10.00 USD, at 0.9 \(quoted 2026-03-06\)/).waitFor();
  await page.getByText("€19.00").first().waitFor();
  await press("Import 2 rows");
  await page.getByRole("main").getByRole("button", { name: "Undo import" }).waitFor();
});

test("counts of requests come in, and others for the same minutes are a decision", async () => {
  const { page } = app;
  const counts = (good) => `at,service,good,total\n2026-03-01T10:00:00Z,Shop,${good},1000\n`;
  await choose({ "requests.csv": counts(990) });
  await page.getByRole("heading", { level: 1, name: /requests/ }).waitFor();
  await through("1 read = 1 ready", 1);

  await choose({ "requests-later.csv": counts(900) });
  await page.getByRole("heading", { level: 1, name: /requests/ }).waitFor();
  await toCheck();
  await page.getByText("1 read = 1 ready").waitFor();
  await press("Next: Review");
  // Only what can be done is offered, and why the third cannot.
  await page
    .getByText(/so an import cannot take any back/)
    .first()
    .waitFor();
  assert.equal(await page.getByRole("radio").count(), 2);
  await page.getByRole("radio", { name: /^Keep/ }).check({ force: true });
  await page.getByText("Nothing in these files is new").first().waitFor();
  await app.picture("import-requests-light");
  assert.deepEqual(await axe(page), []);
  await press("Close");
  await press("Discard it");
});
