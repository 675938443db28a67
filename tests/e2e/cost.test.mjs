// The whole cost of failure on the sample: every cut to one total, signs, timelines, growth.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, beforeEach, test } from "node:test";
import { axe, openApp } from "./app.mjs";

let app;
before(async () => {
  app = await openApp();
  await app.openSample();
});
after(() => app.close());
beforeEach(() => app.clear());

/** Opens an address as a link would, and waits for its sentence. */
async function open(address) {
  const { page } = app;
  await page.evaluate((hash) => {
    location.hash = hash;
  }, address);
  await page.getByRole("heading", { level: 1 }).first().waitFor();
  await app.settled();
}

const PARTS = [
  "/cost",
  "/cost?part=reconciliation",
  "/cost?part=reconciliation&cut=incident",
  "/cost?part=faults",
  "/availability",
  "/availability?part=signs",
  "/availability?part=timelines",
  "/availability?part=growth",
];

/** `−€1,234.50` as a number. */
function amount(text) {
  const digits = text.replaceAll(/[^\d.−-]/g, "").replace("−", "-");
  assert.match(digits, /^-?\d+(\.\d+)?$/, `“${text}” is an amount`);
  return Number(digits);
}

for (const theme of ["light", "dark"]) {
  test(`every part, ${theme}: a sentence, no error, nothing serious for axe`, async () => {
    const { page } = app;
    await page.emulateMedia({ colorScheme: theme });
    for (const part of PARTS) {
      await open(part);
      assert.equal(await page.getByRole("heading", { level: 1 }).count(), 1, part);
      assert.equal(await page.getByRole("alert").count(), 0, `${part}: no error is shown`);
      const name = part.replaceAll(/[^a-z]+/g, "-").replace(/^-/, "");
      await app.picture(`${name}-${theme}`);
      assert.deepEqual(await axe(page), [], part);
    }
    await page.emulateMedia({ colorScheme: "light" });
  });
}

test("the cost cut six ways comes to one total, and its rows add up to it", async () => {
  const { page } = app;
  await open("/cost?part=reconciliation");
  const totals = new Set();
  const cuts = page.getByRole("radiogroup", { name: "Cut by" }).getByRole("radio");
  const names = await cuts.evaluateAll((radios) =>
    radios.map((radio) => radio.closest("label").innerText),
  );
  assert.equal(names.length, 6);
  for (const name of names) {
    await page.getByText(name, { exact: true }).and(page.locator("label, label *")).first().click();
    const table = page.getByRole("table", { name: `By ${name.toLowerCase()}` });
    await table.waitFor();
    const column = async (rows) =>
      await rows.evaluateAll((all) =>
        // Under an amount stands what it comes to a minute.
        all.map((row) => [...row.querySelectorAll("td")].at(-3).innerText.split("\n")[0]),
      );
    const rows = await column(table.locator("tbody tr"));
    const [total] = await column(table.locator("tfoot tr"));
    totals.add(total);
    const sum = rows.map(amount).reduce((one, other) => one + other, 0);
    // Each amount is shown to the cent.
    const tolerance = 0.005 * (rows.length + 1);
    assert.ok(
      Math.abs(sum - amount(total)) <= tolerance,
      `${name}: ${rows.length} rows come to ${sum}, the total is ${total}`,
    );
  }
  assert.equal(totals.size, 1, [...totals].join(" ≠ "));
  await page.getByText("Adds up").waitFor();
});

test("the cost lines are written to a file with the same total", async () => {
  const { page, home } = app;
  await open("/cost?part=reconciliation");
  const file = join(home, "costs.csv");
  await page.evaluate((path) => {
    window.__ninefoldSave = path;
  }, file);
  await page.keyboard.press("Control+e");
  await page.getByText(/ lines written to /).waitFor();
  const [head, ...rows] = (await readFile(file, "utf8")).trim().split("\n");
  assert.match(head, /,amount,currency,.*,basis,/);
  assert.ok(rows.length > 100, `${rows.length} lines`);
  const millionths = rows.reduce((sum, row) => {
    const [, posted] = /,(-?\d+\.\d+),[A-Z]{3},/.exec(row) ?? assert.fail(row);
    return sum + Math.round(Number(posted) * 1e6);
  }, 0);
  const table = page.getByRole("table", { name: "By service" });
  const total = await table.locator("tfoot td").nth(4).innerText();
  assert.equal((millionths / 1e6).toFixed(2), amount(total).toFixed(2));
});

test("a sign opens by key to incidents behind it, and its threshold changes and comes back", async () => {
  const { page } = app;
  await open("/availability?part=signs");
  const table = page.getByRole("table").first();
  const before = await table.innerText();
  const sign = page.getByRole("button", { name: "Detected by customers", exact: true });
  await sign.focus();
  await page.keyboard.press("Enter");
  assert.equal(await sign.getAttribute("aria-expanded"), "true");
  await page.getByRole("button", { name: "Edit the threshold" }).click();
  await page.getByRole("textbox", { name: "Warns at" }).fill("1 %");
  await page.getByRole("textbox", { name: "Alarms at" }).fill("2 %");
  await page.keyboard.press("Enter");
  const alarm = table.getByText(/Alarms? at 2/);
  await alarm.first().waitFor();
  assert.deepEqual(await axe(page), []);
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await alarm.first().waitFor({ state: "detached" });
  await sign.focus();
  await page.keyboard.press("Enter");
  assert.equal(await table.innerText(), before);
  await page.keyboard.press("Enter");
  const evidence = table.getByRole("link").first();
  const label = await evidence.innerText();
  await evidence.click();
  await page.getByRole("article").getByText(label).first().waitFor();
});

test("an answer about the growth phase is typed, and goes back to the data", async () => {
  const { page } = app;
  await open("/availability?part=growth");
  const groups = page.getByRole("main").getByRole("radiogroup");
  const question = groups.filter({ hasText: "from the data" }).first();
  const ask = await question.getAttribute("aria-labelledby");
  const same = page.locator(`[role="radiogroup"][aria-labelledby="${ask}"]`);
  const other = same.getByRole("radio", { checked: false }).first();
  await other.focus();
  await page.keyboard.press("Space");
  await same.getByText("typed", { exact: true }).waitFor();
  await page
    .getByRole("button", { name: /Back to the data/ })
    .first()
    .click();
  await same.getByText("from the data", { exact: true }).waitFor();
});

test("hidden amounts are in no part", async () => {
  const { page } = app;
  const money = /[€$£]\s?\d/;
  await open("/cost?part=reconciliation");
  assert.match(await page.getByRole("main").innerText(), money);
  await page.keyboard.press("Control+Shift+H");
  for (const part of PARTS) {
    await open(part);
    assert.doesNotMatch(await page.getByRole("main").innerText(), money, part);
  }
  await page.keyboard.press("Control+Shift+H");
});

test("no part is wider than a small window", async () => {
  const { page } = app;
  for (const [width, height] of [
    [640, 360],
    [1280, 720],
  ]) {
    await page.setViewportSize({ width, height });
    for (const part of PARTS) {
      await open(part);
      const wider = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      assert.ok(wider <= 0, `${part} is ${wider} px wider than ${width}`);
    }
  }
  await page.setViewportSize({ width: 1440, height: 900 });
});
