// Incidents matched to a risk of the sample, by keyboard, and what that does to the record of forecasts.
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { axe, openApp } from "./app.mjs";

let app;
before(async () => {
  app = await openApp();
  await app.openSample();
});
after(() => app.close());
beforeEach(() => app.clear());

async function rpc(command, args) {
  return app.page.evaluate(
    async ([name, sent]) => {
      const response = await fetch(`/rpc/${name}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ args: sent, job: `score-${Math.random()}` }),
      });
      return response.json();
    },
    [command, args],
  );
}

test("a suggested incident is confirmed, the risk learns from it, and undo takes both back", async () => {
  const { page } = app;
  const { forecasts } = await rpc("scores", {});
  let risk;
  for (const { riskId } of forecasts) {
    const { suggested, confirmed } = await rpc("risk.matches", { id: riskId });
    if (suggested.length > 0 && confirmed.length > 0) risk = riskId;
  }
  assert.ok(risk, "a risk of the sample with an incident to decide on");
  await page.evaluate((hash) => {
    location.hash = hash;
  }, "/tiers?part=risks");
  const record = page.getByRole("region", { name: "How forecasts did" });
  await record.waitFor();
  await record.scrollIntoViewIfNeeded();
  await app.settled();
  assert.deepEqual(await axe(page), []);
  await app.picture("score-light");
  await page.emulateMedia({ colorScheme: "dark" });
  await app.picture("score-dark");
  await page.emulateMedia({ colorScheme: "light" });

  await page.evaluate((hash) => {
    location.hash = hash;
  }, `/tiers?part=risks&risk=${risk}`);
  const matches = page.getByRole("region", { name: "Incidents that were this" });
  await matches.waitFor();
  await matches.scrollIntoViewIfNeeded();
  await app.settled();
  await app.picture("score-drawer");
  assert.deepEqual(await axe(page), []);
  const before = await rpc("risk.matches", { id: risk });
  await matches
    .getByRole("button", { name: /^It was:/ })
    .first()
    .focus();
  await page.keyboard.press("Enter");
  const { confirmed } = before;
  await page.getByText(new RegExp(`^${confirmed.length + 1} incidents? matched`)).waitFor();
  await matches.getByRole("button", { name: "Update the risk" }).focus();
  await page.keyboard.press("Enter");
  await page.getByText(/^Updated .* from its incidents/).waitFor();
  await rpc("undo", {});
  await rpc("undo", {});
  assert.deepEqual(await rpc("risk.matches", { id: risk }), before);
});
