// Requirements on the sample: each opens to its money, its risk, its incidents and its test, and
// back; drafted, judged while typed, accepted, signed, exported, verified.
import assert from "node:assert/strict";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, beforeEach, test } from "node:test";
import { axe, eventually, openApp } from "./app.mjs";

let app;
before(async () => {
  app = await openApp();
  await app.openSample();
});
after(() => app.close());
beforeEach(() => app.clear());

async function open(address) {
  const { page } = app;
  await page.evaluate((hash) => {
    location.hash = hash;
  }, address);
  await page.getByRole("heading", { level: 1 }).first().waitFor();
  await app.settled();
}

const pane = (label) => app.page.getByRole("article", { name: `Requirement ${label}` });

for (const theme of ["light", "dark"]) {
  test(`the list and one of it, ${theme}: a sentence, nothing serious for axe`, async () => {
    const { page } = app;
    await page.emulateMedia({ colorScheme: theme });
    for (const address of ["/requirements", "/requirements?requirement=REQ-3"]) {
      await open(address);
      assert.equal(await page.getByRole("heading", { level: 1 }).count(), 1);
      assert.equal(await page.getByRole("alert").count(), 0);
      await app.picture(`requirements${address.includes("=") ? "-one" : ""}-${theme}`);
      assert.deepEqual(await axe(page), [], address);
    }
    await page.emulateMedia({ colorScheme: "light" });
  });
}

test("one in every state, by the keyboard to its page", async () => {
  const { page } = app;
  await page.keyboard.press("Control+8");
  const table = page.getByRole("table", { name: "Requirements" });
  await table.waitFor();
  const text = await table.innerText();
  for (const state of ["Draft", "Accepted", "Verified", "Stale", "Failed"]) {
    assert.ok(text.includes(state), state);
  }
  assert.match(text, /cost per minute was .+, is now /i);
  await table.getByRole("button", { name: /^Open REQ-1,/ }).press("Enter");
  await pane("REQ-1").waitFor();
  const heading = pane("REQ-1").getByRole("heading", { level: 2 }).first();
  assert.ok(await heading.evaluate((one) => one === document.activeElement));
});

test("each opens to its money, its risk, its incidents and its test, and back", async () => {
  const { page } = app;
  for (const label of ["REQ-1", "REQ-2", "REQ-3", "REQ-4", "REQ-5", "REQ-6"]) {
    await open(`/requirements?requirement=${label}`);
    const one = pane(label);
    const evidence = one.getByRole("table", { name: "What speaks for it" });
    for (const figure of await evidence.getByRole("button").all()) {
      await figure.click();
      const drawer = page.getByRole("dialog");
      await drawer.getByText(/comes about/).waitFor();
      await page.keyboard.press("Escape");
      await drawer.waitFor({ state: "detached" });
    }
    assert.match(await one.innerText(), /Feature: REQ-\d/);
    const trace = one.getByRole("region", { name: "Where it leads" });
    const links = (kind) => trace.getByRole("list", { name: kind, exact: true });
    // Its money beside it, and its test.
    assert.match(await trace.innerText(), /€[\d.,]+/, `${label} has its money`);
    assert.match(await links("Tests").innerText(), /\S/, `${label} has its test`);
    // To its first incident, to its first risk, and back to it from each.
    const ways = [
      ["Incidents", /#\/incidents\?incident=/],
      ["Risks", /#\/tiers\?/],
    ];
    for (const [kind, address] of ways) {
      await links(kind).getByRole("button").first().click();
      await page.waitForURL(address);
      const back = page.getByRole("region", { name: "Requirements and tests" });
      await back.getByRole("button", { name: label, exact: true }).click();
      await page.waitForURL(/#\/requirements\?requirement=/);
      await pane(label).waitFor();
      await app.settled();
    }
  }
});

test("a sentence is judged while it is typed, and accepted once it can be checked", async () => {
  const { page } = app;
  await open("/requirements?requirement=REQ-7");
  assert.equal(await pane("REQ-7").getByRole("button", { name: "Accept" }).count(), 0);
  await pane("REQ-7").getByRole("button", { name: "Edit" }).click();
  const form = page.getByRole("dialog");
  const sentence = form.getByRole("textbox", { name: "The sentence" });
  await form.getByRole("status").getByText("Vague").waitFor();
  await sentence.fill("When a query is sent, the Product search shall answer within 2 s.");
  await form.getByText("Event: When …, the … shall …").waitFor();
  await form.getByText("Vague").waitFor({ state: "detached" });
  await form.getByRole("textbox", { name: /^Who answers for it/ }).fill("Search");
  await form.getByRole("button", { name: "Save" }).click();
  await form.waitFor({ state: "detached" });
  await pane("REQ-7").getByRole("button", { name: "Accept" }).click();
  await pane("REQ-7").getByText("Accepted", { exact: true }).waitFor();
  const history = pane("REQ-7").getByRole("region", { name: "What was done to it" });
  await history.getByText("Accepted REQ-7").waitFor();
});

test("somebody signs, and takes it back with undo", async () => {
  const { page } = app;
  await open("/requirements?requirement=REQ-5");
  await pane("REQ-5").getByRole("button", { name: /^More/ }).click();
  await page.getByRole("menuitem", { name: "Sign for the product…" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("Ada");
  await page.keyboard.press("Enter");
  await pane("REQ-5")
    .getByText(/^Ada, /)
    .waitFor();
  await page.keyboard.press("Control+z");
  await pane("REQ-5")
    .getByText(/^Ada, /)
    .waitFor({ state: "detached" });
});

test("risks become drafts in one step that is one step back", async () => {
  const { page } = app;
  await open("/requirements");
  const table = page.getByRole("table", { name: "Requirements" });
  const before = await table.getByRole("row").count();
  await page.getByRole("button", { name: "Draft…" }).click();
  const drawer = page.getByRole("dialog", { name: "Draft requirements" });
  const boxes = drawer.getByRole("checkbox");
  await boxes.nth(0).press("Space");
  await boxes.nth(1).press("Space");
  await drawer.getByRole("button", { name: "Draft 2 requirements" }).click();
  await drawer.waitFor({ state: "detached" });
  await eventually(
    () => table.getByRole("row").count(),
    (rows) => rows === before + 2,
    "two more are listed",
  );
  await page.keyboard.press("Control+z");
  await eventually(
    () => table.getByRole("row").count(),
    (rows) => rows === before,
    "both drafts are gone",
  );
});

test("all formats are written, and a journal is read", async () => {
  const { page, home } = app;
  const dir = join(home, "exports");
  await mkdir(dir, { recursive: true });
  await page.evaluate((folder) => {
    window.__ninefoldSave = folder;
  }, dir);
  await open("/requirements");
  for (const item of [
    "Document (Markdown)",
    "Table (CSV)",
    "Everything (JSON)",
    "Objectives (OpenSLO)",
    "Experiments (Chaos Toolkit)",
    "Services (Backstage)",
    "Tests (Gherkin)",
    "Issues (Jira CSV)",
  ]) {
    await page.getByRole("button", { name: /^Export/ }).click();
    await page.getByRole("menuitem", { name: item }).click();
    await page
      .getByText(/^Wrote /)
      .first()
      .waitFor();
  }
  const names = await readdir(dir);
  for (const name of ["requirements.md", "requirements.csv", "openslo.yaml", "catalog-info.yaml"]) {
    assert.ok(names.includes(name), name);
  }
  const experiment = names.find((name) => name.startsWith("req-2-") && name.endsWith(".json"));
  const journal = join(dir, "journal.json");
  await writeFile(
    journal,
    JSON.stringify({
      status: "completed",
      deviated: false,
      end: "2026-10-01T10:00:00.123456",
      steady_states: {
        before: { steady_state_met: true },
        during: [],
        after: { steady_state_met: true },
      },
      run: [{ activity: { type: "probe", name: "By hand" }, status: "succeeded" }],
      experiment: JSON.parse(await readFile(join(dir, experiment), "utf8")),
    }),
  );
  await page.evaluate((file) => {
    window.__ninefoldFiles = [file];
  }, journal);
  await open("/requirements?requirement=REQ-2");
  await page.getByRole("button", { name: /^Export/ }).click();
  await page.getByRole("menuitem", { name: "Read a journal…" }).click();
  await page
    .getByText(/nothing in it brings a fault about/)
    .first()
    .waitFor();
  await page.getByRole("button", { name: /^Export/ }).click();
  await page.getByRole("menuitem", { name: "Read a journal, fault set by hand…" }).click();
  await page.getByText(/REQ-2 is verified now/).waitFor();
  await pane("REQ-2").getByText("Verified", { exact: true }).waitFor();
});
