// Incidents by hand on the sample: filtered, added, edited, deleted, and each taken back.
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { axe, eventually, openApp, SCREENS } from "./app.mjs";

const TITLE = "Cache ran cold after a restart";

let app;
let grid;
before(async () => {
  app = await openApp();
  await app.openSample();
  await app.go(SCREENS.find(({ name }) => name === "Incidents"));
  grid = app.page.getByRole("grid");
  await grid.getByRole("row").nth(1).waitFor();
});
after(() => app.close());
beforeEach(() => app.clear());

/** Rows with the head. */
const rowCount = async () => Number(await grid.getAttribute("aria-rowcount"));
const untilRows = (satisfies) => eventually(rowCount, satisfies, "rows");

async function filter(words) {
  await app.page.getByRole("searchbox", { name: "Filter incidents" }).fill(words);
}

test("the grid holds every incident in few rows, and End reaches the last", async () => {
  const { page } = app;
  const all = await rowCount();
  assert.ok(all > 100, `${all} rows`);
  assert.ok((await grid.getByRole("row").count()) < 100, "only rows in view exist");
  await grid.focus();
  await page.keyboard.press("End");
  await grid.locator(`[aria-rowindex="${all}"]`).waitFor();
});

test("a filter narrows the grid, and one that is not understood says so", async () => {
  const { page } = app;
  const all = await rowCount();
  await filter("severity:SEV1");
  await untilRows((some) => some > 1 && some < all);
  await filter(">abc");
  await page.getByRole("main").getByText("abc").last().waitFor();
  await filter("");
  await untilRows((some) => some === all);
});

test("a new incident is refused with the reason at its field, then saved", async () => {
  const { page } = app;
  const before = await rowCount();
  await page.getByRole("button", { name: "Add incident" }).first().click();
  const form = page.getByRole("dialog");
  await form.getByRole("textbox", { name: "Title", exact: true }).fill(TITLE);
  await form.getByRole("textbox", { name: "Started" }).fill("2026-02-30 10:00");
  await form.getByRole("button", { name: "Save incident" }).click();
  const started = form.getByRole("textbox", { name: "Started" });
  await form.locator('[aria-invalid="true"]').first().waitFor();
  assert.equal(await started.getAttribute("aria-invalid"), "true");
  assert.deepEqual(await axe(page), []);
  await app.picture("incident-form-light");

  await started.fill("2026-02-03 10:00");
  await form.getByRole("textbox", { name: "Resolved" }).fill("2026-02-03 10:45");
  await form.getByRole("button", { name: "Save incident" }).click();
  await form.waitFor({ state: "detached" });
  await filter("Cache cold");
  await grid.getByText(TITLE).waitFor();
  await filter("");
  await untilRows((some) => some === before + 1);
});

test("an edit is kept, and Ctrl+Z takes it back", async () => {
  const { page } = app;
  await filter("Cache cold");
  await grid.getByText(TITLE).click();
  await page.getByRole("button", { name: "Edit", exact: true }).click();
  const form = page.getByRole("dialog");
  await form.getByRole("textbox", { name: "Title", exact: true }).fill(`${TITLE} of a node`);
  await form.getByRole("button", { name: "Save incident" }).click();
  await grid.getByText(`${TITLE} of a node`).waitFor();
  await grid.focus();
  await page.keyboard.press("Control+Z");
  await grid.getByText(TITLE, { exact: true }).waitFor();
  await page.keyboard.press("Control+Shift+Z");
  await grid.getByText(`${TITLE} of a node`).waitFor();
});

test("a deleted incident is gone, and the toast brings it back", async () => {
  const { page } = app;
  await grid.getByText(TITLE).click();
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  await page.getByText("No incident matches").waitFor();
  await page.getByRole("status").getByRole("button", { name: "Undo" }).click();
  await grid.getByText(TITLE).waitFor();
});

test("what an incident cost adds up, and a line opens its rows", async () => {
  const { page } = app;
  await filter("");
  await untilRows((all) => all > 100);
  await grid.focus();
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowDown");
  const heading = page.getByRole("heading", { name: "What it cost" });
  const rows = page.locator("section").filter({ has: heading }).locator("tbody tr, tfoot tr");
  await rows.filter({ hasText: "Total" }).waitFor();
  await app.settled();
  const cents = (await rows.allInnerTexts()).map((text) => {
    // What stands under a line may name an amount too; the line's own comes after it.
    const amount = text.match(/−?€[\d,]+\.\d\d/g)?.at(-1);
    assert.ok(amount, `an exact amount in: ${text}`);
    return Number(amount.replace(/[€,.]/g, "").replace("−", "-"));
  });
  const total = cents.pop();
  assert.equal(
    cents.reduce((sum, line) => sum + line, 0),
    total,
  );

  await rows.first().getByRole("button").first().click();
  await page.getByRole("heading", { name: "Rows behind this figure" }).waitFor();
  await app.settled();
  assert.deepEqual(await axe(page), []);
  await app.picture("incident-light");
});
