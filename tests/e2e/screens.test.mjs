// Every screen on the sample: reached by keyboard, readable, in light and dark.
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { axe, openApp, SCREENS } from "./app.mjs";

let app;
before(async () => {
  app = await openApp();
});
after(() => app.close());
beforeEach(() => app.clear());

test("nothing open: two equal ways in, and nothing that stands in the way of anyone", async () => {
  const { page } = app;
  const ways = ["Explore the sample workspace", "Import my data"];
  const boxes = await Promise.all(
    ways.map((name) => page.getByRole("button", { name }).boundingBox()),
  );
  assert.equal(boxes[0].y, boxes[1].y, "they stand side by side");
  assert.equal(boxes[0].height, boxes[1].height, "neither is larger");
  assert.deepEqual(await axe(page), []);
  await app.picture("first-run-light");
});

test("one click opens the sample: a cost per minute with its range and basis", async () => {
  const { page } = app;
  await app.openSample();
  const tiles = page.getByRole("region", { name: "Headline figures" });
  const perMinute = tiles.locator("> *").filter({ hasText: "full-outage minute" });
  const text = (await perMinute.innerText()).replaceAll("\u202f", " ");
  assert.match(text, /[€$£]\s?[\d.,]+[kM]?\s*\/min/, "an amount per minute");
  assert.match(text, /[\d.,]+[kM]?–[\d.,]+[kM]?/, "its range");
  assert.match(text, /measured|estimated|assumed/, "its basis");
  const sentence = await page.getByRole("heading", { level: 1 }).innerText();
  assert.match(sentence, /\d/, "the screen's sentence states a number");
});

test("a figure opens what is behind it, and Escape returns to it", async () => {
  const { page } = app;
  const figure = page
    .getByRole("region", { name: "Headline figures" })
    .getByRole("button", { name: /how it comes about/ })
    .first();
  await figure.focus();
  await page.keyboard.press("Enter");
  const drawer = page.getByRole("dialog");
  await drawer.getByText("What goes in").waitFor();
  assert.deepEqual(await axe(page), []);
  await app.picture("explain-light");
  await page.keyboard.press("Escape");
  await drawer.waitFor({ state: "detached" });
  assert.ok(await figure.evaluate((button) => button === document.activeElement));
});

for (const theme of ["light", "dark"]) {
  for (const screen of SCREENS) {
    test(`${screen.name}, ${theme}: reached by ${screen.key}, nothing serious for axe`, async () => {
      const { page } = app;
      await page.emulateMedia({ colorScheme: theme });
      await app.go(screen);
      const sentences = await page.getByRole("heading", { level: 1 }).allInnerTexts();
      assert.equal(sentences.length, 1, "one sentence");
      assert.ok(sentences[0].length > 3);
      assert.equal(await page.getByRole("alert").count(), 0, "no error is shown");
      await app.picture(`${screen.name.toLowerCase()}-${theme}`);
      assert.deepEqual(await axe(page), []);
    });
  }
}

test("nothing is cut off at 200% of a small screen", async () => {
  const { page } = app;
  await page.setViewportSize({ width: 640, height: 360 });
  for (const screen of SCREENS) {
    await app.go(screen);
    const wider = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    assert.ok(wider <= 0, `${screen.name} is ${wider} px wider than the window`);
    await app.picture(`${screen.name.toLowerCase()}-zoomed`);
  }
  await page.setViewportSize({ width: 1440, height: 900 });
});

test("hidden amounts are on no screen", async () => {
  const { page } = app;
  await app.go(SCREENS[0]);
  const amount = /[€$£]\s?\d/;
  assert.match(await page.getByRole("main").innerText(), amount);
  await page.keyboard.press("Control+Shift+H");
  for (const screen of SCREENS.slice(0, 5)) {
    await app.go(screen);
    assert.doesNotMatch(await page.getByRole("main").innerText(), amount, screen.name);
  }
  await page.keyboard.press("Control+Shift+H");
  await app.go(SCREENS[0]);
  assert.match(await page.getByRole("main").innerText(), amount);
});
