// What a nine costs, on the sample: options, the register, switches, scenarios.
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { axe, eventually, openApp } from "./app.mjs";

let app;
before(async () => {
  app = await openApp();
  await app.openSample();
});
after(() => app.close());
beforeEach(() => app.clear());

/** A count in full takes its time, more so in a debug build. */
const FULL = { timeout: 120_000 };

/** Opens an address as a link would, and waits for its sentence and for the full count. */
async function open(address) {
  const { page } = app;
  await page.evaluate((hash) => {
    location.hash = hash;
  }, address);
  await page.getByRole("heading", { level: 1 }).first().waitFor();
  if (!address.includes("risks")) await page.getByText(/seed \d+/).waitFor(FULL);
  await app.settled();
}

const PARTS = ["/tiers", "/tiers?part=risks", "/tiers?part=techniques", "/tiers?part=scenarios"];

for (const theme of ["light", "dark"]) {
  test(`every part, ${theme}: a sentence, no error, nothing serious for axe`, async () => {
    const { page } = app;
    await page.emulateMedia({ colorScheme: theme });
    for (const part of PARTS) {
      await open(part);
      assert.equal(await page.getByRole("heading", { level: 1 }).count(), 1, part);
      assert.equal(await page.getByRole("alert").count(), 0, `${part}: no error is shown`);
      await app.picture(`${part.replaceAll(/[^a-z]+/g, "-").replace(/^-/, "")}-${theme}`);
      assert.deepEqual(await axe(page), [], part);
    }
    await page.emulateMedia({ colorScheme: "light" });
  });
}

test("the preview gives way to a full count that keeps its digits", async () => {
  const { page } = app;
  await open("/tiers");
  const options = page.getByRole("table", { name: "What can be chosen" });
  const before = await options.innerText();
  await page.reload();
  await page.getByText(/seed \d+/).waitFor(FULL);
  assert.equal(await options.innerText(), before);
});

test("the curves say by arrow key what their table says", async () => {
  const { page } = app;
  await open("/tiers");
  await app.settled();
  const section = page.getByRole("region", {
    name: "Loss and cost of the nines, a year",
    exact: true,
  });
  const chart = section.getByRole("application");
  await chart.focus();
  await page.keyboard.press("Home");
  const read = await chart.getByRole("status").innerText();
  const [value, opens] = read.split(", ").slice(-2);
  assert.equal(opens, "Enter opens it");
  await section.getByRole("button", { name: "Show as table" }).click();
  const cells = await page.getByRole("region", { name: /^Table:/ }).innerText();
  assert.match(value, /\d/);
  assert.ok(cells.includes(value), `“${read}” is in the table`);
  await page.keyboard.press("Escape");
});

test("a figure of the step from one target to the next opens to its formula", async () => {
  const { page } = app;
  await open("/tiers");
  await app.settled();
  const step = page.getByRole("table", { name: "One target against the next" });
  const net = step.getByRole("row", { name: /^Net over/ }).getByRole("button");
  await net.focus();
  const shown = await net.innerText();
  await page.keyboard.press("Enter");
  const panel = page.getByRole("complementary").or(page.getByRole("dialog")).last();
  await panel.getByText(/run by run/).waitFor();
  assert.ok((await panel.innerText()).includes(shown), shown);
  await page.keyboard.press("Escape");
});

test("a switch shows its effect, is said, and is taken back by undo", async () => {
  const { page } = app;
  await open("/tiers?part=techniques");
  const tiles = page.getByRole("region", { name: "Tiers in figures" });
  const before = await tiles.innerText();
  const off = page.getByRole("switch", { checked: false }).first();
  const name = await off.getAttribute("aria-label");
  const moved = page.getByRole("switch", { name, exact: true });
  await moved.focus();
  const start = Date.now();
  await page.keyboard.press("Space");
  assert.ok(await moved.isChecked());
  await eventually(
    () => tiles.innerText(),
    (now) => now !== before,
    "the figures follow the switch",
  );
  console.log(`# the figures followed after ${Date.now() - start} ms`);
  const said = page.getByRole("status").filter({ hasText: /^Now: / });
  await said.waitFor({ state: "attached" });
  await page.getByText(/seed \d+/).waitFor(FULL);
  await page.keyboard.press("Control+z");
  await eventually(
    () => moved.isChecked(),
    (isOn) => !isOn,
    "undo moves the switch back",
  );
  await page.getByText(/seed \d+/).waitFor(FULL);
  assert.equal(await tiles.innerText(), before);
});

test("a risk is added by keys, ranked, and taken back", async () => {
  const { page } = app;
  await open("/tiers?part=risks");
  const rows = page.getByRole("table", { name: "Risks against the budget" }).locator("tbody tr");
  const before = await rows.count();
  await page.getByRole("button", { name: "Add a risk" }).focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "New risk" });
  await dialog.getByRole("textbox", { name: "In one line" }).fill("The moon falls down");
  await dialog.getByRole("button", { name: /^Service|Service$/ }).click();
  await page.getByRole("option").first().click();
  for (const [group, value] of [
    ["Events a year", "6"],
    ["Minutes until it is noticed", "10"],
    ["Minutes from there until users are well", "50"],
    ["Share of users hit", "25 %"],
  ]) {
    const ends = dialog.getByRole("group", { name: group }).getByRole("textbox");
    for (const end of await ends.all()) await end.fill(value);
  }
  assert.deepEqual(await axe(page), []);
  await dialog.getByRole("button", { name: "Save" }).click();
  await dialog.waitFor({ state: "detached" });
  const added = rows.filter({ hasText: "The moon falls down" });
  await added.waitFor();
  // 6 × 60 min × 25 %.
  assert.match(await added.innerText(), /\b90\b/);
  await page.keyboard.press("Control+z");
  await added.waitFor({ state: "detached" });
  assert.equal(await rows.count(), before);
});

test("a scenario is saved, shown with the same digits, compared and deleted", async () => {
  const { page } = app;
  await open("/tiers?part=scenarios");
  const tiles = page.getByRole("region", { name: "Tiers in figures" });
  const base = await tiles.innerText();
  await page.getByRole("button", { name: "Save as a scenario…" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("Before the sale");
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").waitFor({ state: "detached", ...FULL });
  await page.getByRole("button", { name: /^Scenario Before the sale/ }).waitFor();
  assert.equal(await tiles.innerText(), base);
  await page.getByRole("button", { name: "Compute it again" }).click();
  await page.getByText("The same digits as stored.").waitFor(FULL);
  const beside = page.getByRole("table", { name: "Side by side" });
  assert.equal(await beside.getByRole("columnheader").count(), 2);
  await page.getByRole("button", { name: "Edit Before the sale" }).click();
  await page.getByRole("button", { name: "Delete the scenario" }).click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
});

test("hidden amounts are in no part", async () => {
  const { page } = app;
  const money = /[€$£]\s?\d/;
  await open("/tiers");
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
