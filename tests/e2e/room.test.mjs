// A pre-mortem as a room sees it that reads along on the wall, and what the hands find when lines
// of a list go away under them.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { eventually, openApp } from "./app.mjs";
import { keyboard } from "./keyboard.mjs";

let app;
let address;
let session;
before(async () => {
  app = await openApp();
  address = app.page.url();
  await app.openSample();
  const { services } = await app.rpc("premortems");
  const person = (name) => ({ session: "", id: "", name, role: "support", present: true });
  const done = await app.rpc("premortem.start", {
    service: services.find(({ label }) => /checkout/i.test(label)).key,
    people: ["Ada", "Ben", "Chandra"].map(person),
  });
  session = done.id;
});
after(() => app.close());

const { press, type, heading, pressOn, inFocus, held } = keyboard(() => app.page);
const seen = (person = "") => app.rpc("premortem.get", { id: session, person });
const call = (command, args) => app.rpc(`premortem.${command}`, { session, ...args });
const step = (key) => app.page.locator(`[data-step="${key}"]`).waitFor();
const wall = () => app.page.locator("[data-step]").innerText();
const veil = () =>
  app.page
    .getByRole("textbox")
    .first()
    .evaluate((field) => getComputedStyle(field).webkitTextSecurity);

/** Opens a step as the row of steps does, and waits until it is read. */
async function open(key) {
  await call("step", { step: key });
  await app.page.goto("about:blank");
  await app.page.goto(new URL(`#/premortems?session=${session}`, address).href);
  await step(key);
  await app.settled();
}

test("the room reads nothing of what is written and not said", async () => {
  await open("write");
  await press("Control+Shift+M");
  await press("Alt+1");
  await app.page.getByRole("textbox", { name: /^Ada writes/ }).waitFor();
  assert.equal(await veil(), "disc");
  await type("The provider is gone\nNobody reads the alert");
  assert.match(await wall(), /2 thoughts, covered/);
  await press("Alt+v");
  await eventually(veil, (now) => now === "none", "its writer looks at it");
  await press("Alt+2");
  await app.page.getByRole("textbox", { name: /^Ben writes/ }).waitFor();
  assert.equal(await veil(), "disc", "and the next is covered again");
  await press("Control+Enter");
  await step("lenses");
  await press("Control+Enter");
  await step("capture");
  await eventually(heading, (now) => now === "Ada, one thought.", "Ada begins");
  assert.equal(await veil(), "disc");
  assert.doesNotMatch(await wall(), /provider|alert/i);
  await pressOn("Enter");
  assert.match(await wall(), /The provider is gone/);
  assert.doesNotMatch(await wall(), /alert/i, "only what was said");
});

test("a card that nobody signs leads to nobody", async () => {
  // Ben says two, the second so that nobody knows.
  await eventually(heading, (now) => now.startsWith("Ben"), "Ben has the turn");
  await press("Alt+a");
  await type("We never tested the backup");
  assert.equal(await veil(), "disc");
  await pressOn("Enter");
  const card = app.page.getByRole("button", { name: /backup/ });
  assert.match(await card.innerText(), /nobody says/);
  const { people } = await seen();
  assert.deepEqual(
    people.map(({ cards }) => cards),
    [1, 0, 0],
  );
});

test("a turn is given by a number, and what is typed is not lost by passing", async () => {
  const { page } = app;
  await press("Alt+2");
  await eventually(heading, (now) => now.startsWith("Ben"), "Ben has the turn");
  await type("half a thought of Ben");
  await press("Alt+p");
  await page.getByRole("dialog").waitFor();
  await press("Shift+Tab");
  await press("Enter");
  await eventually(heading, (now) => !now.startsWith("Ben"), "Ben passed");
  await eventually(
    () => page.getByRole("textbox").first().inputValue(),
    (value) => !value.includes("Ben"),
    "and his words stand in nobody else’s field",
  );
  await press("Alt+2");
  await eventually(heading, (now) => now.startsWith("Ben"), "Ben is asked again");
  await eventually(
    () => page.getByRole("textbox").first().inputValue(),
    (value) => value === "half a thought of Ben",
    "with what he typed",
  );
});

test("Ctrl+Z beside a field takes back what was typed in it, not a card", async () => {
  const { page } = app;
  const before = (await seen()).cards.length;
  await type(", and more");
  await page.getByRole("button", { name: /^Put on the table/ }).focus();
  await press("Control+z");
  await eventually(
    () => page.getByRole("textbox").first().inputValue(),
    (value) => !value.includes("more"),
    "what was typed last is gone",
  );
  assert.equal((await seen()).cards.length, before);
  assert.match(await inFocus(), /^textarea/);
  await press("Control+a");
  await type("Certificates run out");
  await pressOn("Enter");
  for (let pass = 0; pass < 6 && (await seen()).turn; pass += 1) await pressOn("Alt+p");
  assert.equal(await heading(), "Nobody is asked any more.");
  assert.match(await wall(), /Not said yet: Ada 1/);
});

test("the focus stays in the list when a card goes and when it comes back", async () => {
  const { page } = app;
  await open("cluster");
  await page.getByRole("tree").waitFor();
  await eventually(inFocus, (now) => now.startsWith("treeitem"), "the tree has the keys");
  const loose = async () => (await seen()).loose.length;
  const all = await loose();
  await press("Delete");
  await eventually(loose, (now) => now === all - 1, "a card is set aside");
  await eventually(inFocus, (now) => now.startsWith("treeitem"), "its neighbour has the focus");
  await page.getByRole("treeitem", { name: /^Set aside: 1/ }).waitFor();
  await press("Control+z");
  await eventually(loose, (now) => now === all, "it is back");
  await held("after the undo");
  assert.match(await inFocus(), /^treeitem/);
  // And the same from the list of those set aside.
  await press("Home");
  await press("ArrowDown");
  await press("Delete");
  await eventually(loose, (now) => now === all - 1, "set aside again");
  await app.settled();
  await press("End");
  await press("Delete");
  await eventually(loose, (now) => now === all, "and brought back from the list");
  await eventually(inFocus, (now) => now.startsWith("treeitem"), "the focus is in the tree");
});

/** Clusters that all have estimated, made past the window. */
async function estimated() {
  const { cards, people } = await seen();
  for (const card of cards) {
    await call("group", { cards: [card.id], cluster: "new", title: card.text });
  }
  await call("step", { step: "estimate" });
  const range = (low, high) => ({ kind: "interval", low, likely: "", high, means: "" });
  for (const { id } of (await seen()).clusters) {
    for (const person of people) {
      await call("estimate", {
        cluster: id,
        person: person.id,
        frequency: range("1", "4"),
        detect: range("2", "10"),
        repair: range("10", "90"),
        users: range("5 %", "30 %"),
        comment: "",
      });
    }
  }
}

test("clock and budget are in sight at any height, and the text grows with the wall", async () => {
  const { page } = app;
  await estimated();
  const sizes = [];
  for (const [width, height] of [
    [1280, 720],
    [1920, 1080],
  ]) {
    await page.setViewportSize({ width, height });
    for (const key of ["frame", "write", "capture", "cluster", "estimate", "rank", "mitigate"]) {
      await open(key);
      const found = await page.evaluate(() => {
        const main = document.querySelector("[data-step] > div");
        main.scrollTop = main.scrollHeight;
        const inSight = (element) => {
          const { top, bottom, width: wide } = element.getBoundingClientRect();
          return wide > 0 && top >= 0 && bottom <= window.innerHeight;
        };
        const budget = [...document.querySelectorAll("footer span")].find((one) =>
          /min a year/.test(one.textContent),
        );
        return {
          taller: document.documentElement.scrollHeight - window.innerHeight,
          clock: inSight(document.querySelector('[role="timer"]')),
          budget: inSight(budget),
          size: Number.parseFloat(getComputedStyle(document.querySelector("footer")).fontSize),
        };
      });
      assert.ok(found.taller <= 1, `${key} is ${found.taller} px taller than ${height}`);
      assert.deepEqual([found.clock, found.budget], [true, true], `${key} at ${width}`);
      sizes.push([width, found.size]);
    }
  }
  assert.ok(sizes.every(([width, size]) => size >= (width === 1280 ? 18 : 26)));
});

test("what everyone gave is in sight when all have given", async () => {
  const { page } = app;
  await page.setViewportSize({ width: 1280, height: 720 });
  await open("estimate");
  assert.equal(await heading(), "Everyone has given their ranges.");
  const table = page.getByRole("table").first();
  const box = await table.boundingBox();
  assert.ok(box.y < 300, `the pooled ranges begin at ${box.y}`);
  await page
    .getByRole("button", { name: /^Who gave what/ })
    .first()
    .focus();
  await press("Enter");
  await page.getByRole("heading", { name: /^What everyone gave: / }).waitFor();
  assert.match(await wall(), /Chandra/);
});

test("a technique of one’s own is described and added without leaving the session", async () => {
  const { page } = app;
  await open("mitigate");
  await page
    .getByRole("button", { name: /^Add a mitigation/ })
    .first()
    .focus();
  await press("a");
  await page.getByRole("dialog").waitFor();
  await type("A second provider, kept warm");
  await press("Escape");
  assert.equal(await page.getByRole("dialog").getByRole("combobox").inputValue(), "");
  await press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await eventually(inFocus, (now) => now.startsWith("button Add"), "the focus is back");
  await press("a");
  await page.getByRole("dialog").waitFor();
  await type("A second provider, kept warm");
  await press("Enter");
  await press("Enter");
  const drawer = page.getByRole("dialog", { name: "New technique" });
  await drawer.waitFor();
  await press("Enter");
  await drawer.waitFor({ state: "detached" });
  const own = page.getByRole("switch", { name: "A second provider, kept warm" });
  await own.waitFor();
  await eventually(
    () => own.isChecked(),
    (isOn) => isOn,
    "it is on",
  );
  await app.settled();
  await own.focus();
  await press("Delete");
  await own.waitFor({ state: "detached" });
  await held("after a mitigation is taken away");
  assert.doesNotMatch(await inFocus(), /^nothing/);
});
