// The form of a pre-mortem: written blank, filled in elsewhere, looked at before it counts, taken in.
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { axe, eventually, openApp } from "./app.mjs";
import { keyboard } from "./keyboard.mjs";

let app;
before(async () => {
  app = await openApp();
  await app.openSample();
});
after(() => app.close());

const { press, pressButton } = keyboard(() => app.page);

/** Rows of a CSV file without line breaks in its cells. */
function cells(text) {
  return text
    .trim()
    .split("\n")
    .map((line) =>
      [...line.trimEnd().matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
        ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain,
      ),
    );
}
const written = (rows) =>
  rows
    .map((row) => row.map((cell) => (/[",]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)))
    .map((row) => row.join(","))
    .join("\n");

test("a blank form goes out, a filled one comes back as cards and estimates, once", async () => {
  const { page } = app;
  await press("Control+7");
  await pressButton("Start session");
  await page.getByRole("dialog").waitFor();
  await press("Enter");
  await page.locator('[data-step="frame"]').waitFor();
  const session = new URLSearchParams(page.url().split("?")[1]).get("session");

  const blank = join(app.home, "blank.csv");
  await page.evaluate((path) => {
    window.__ninefoldSave = path;
  }, blank);
  await pressButton("Blank form…");
  await page.getByText(`Blank form written: ${blank}`).waitFor();
  const rows = cells(await readFile(blank, "utf8"));
  const at = (column) => rows[0].indexOf(column);
  assert.ok(at("failure") > 0 && at("events_a_year_low") > 0, rows[0].join());

  // Two colleagues fill it in; one of them mistypes a number.
  const filled = [];
  for (const [name, failure, low] of [
    ["Lea", "The provider, our only one, drops us", "1"],
    ["Milo", "=Retries double the orders", "often"],
  ]) {
    const own = rows.map((row) => [...row]);
    for (const row of own.slice(1)) row[at("name")] = name;
    own[1][at("failure")] = failure;
    Object.entries({
      events_a_year_low: low,
      events_a_year_high: "4",
      detect_minutes_low: "2",
      detect_minutes_high: "10",
      repair_minutes_low: "20",
      repair_minutes_high: "90",
      users_share_low: "20 %",
      users_share_high: "60 %",
    }).forEach(([column, value]) => {
      own[1][at(column)] = value;
    });
    const path = join(app.home, `${name}.csv`);
    await writeFile(path, written(own));
    filled.push(path);
  }
  await page.evaluate((paths) => {
    window.__ninefoldFiles = paths;
  }, filled);
  await pressButton("Take in filled forms…");
  const dialog = page.getByRole("dialog", { name: "What the forms bring" });
  await dialog.waitFor();
  await dialog.getByText("From Lea").waitFor();
  // The line that does not read is set aside, and named with its place.
  await dialog.getByRole("cell", { name: /often/ }).waitFor();
  assert.deepEqual(await axe(page), []);
  await app.picture("forms-report-light");
  await page.emulateMedia({ colorScheme: "dark" });
  await app.picture("forms-report-dark");
  await page.emulateMedia({ colorScheme: "light" });
  const before = await app.rpc("premortem.get", { id: session });
  assert.equal(before.people.length, 0, "looking takes nothing in");
  // The button that takes them in has the focus.
  await press("Enter");
  await dialog.waitFor({ state: "detached" });
  await page.getByRole("rowheader", { name: "Lea" }).waitFor();
  const seen = await eventually(
    () => app.rpc("premortem.get", { id: session }),
    ({ people }) => people.length === 1,
    "whose form reads takes part",
  );
  const cluster = seen.clusters.find(({ title }) => title.startsWith("The provider"));
  assert.equal(cluster?.category, "single-point-of-failure");

  // The same files again bring nothing.
  await pressButton("Take in filled forms…");
  await dialog.waitFor();
  await dialog.getByText("Nothing in them is new.").waitFor();
  assert.equal(await dialog.getByRole("button", { name: "Take them in" }).count(), 0);
  await press("Escape");
  await dialog.waitFor({ state: "detached" });

  // One step back takes the forms out again.
  await app.rpc("undo");
  const undone = await app.rpc("premortem.get", { id: session });
  assert.equal(undone.people.length, 0);
});
