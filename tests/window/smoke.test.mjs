// The real window: opens on the sample, shows it, and may do no more than it needs.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { By, until } from "selenium-webdriver";
import { openWindow } from "./driver.mjs";

const PATIENCE_MS = 60_000;

let driver;
let close;
before(async () => {
  ({ driver, close } = await openWindow(["--sample"]));
});
after(() => close?.());

const headline = () => driver.wait(until.elementLocated(By.css("main h1")), PATIENCE_MS);

test("the window opens on the sample with its sentence and figures", async () => {
  await driver.wait(until.elementLocated(By.css('[aria-label="Headline figures"]')), PATIENCE_MS);
  assert.match(await driver.getTitle(), /Ninefold/);
  assert.match(await (await headline()).getText(), /\d/, "the sentence states a number");
  const tiles = await driver.findElement(By.css('[aria-label="Headline figures"]')).getText();
  assert.match(tiles, /\/min/);
});

test("another screen is one click away", async () => {
  // From here on, whatever the page fails at is kept.
  await driver.executeScript(`
    window.__failures = [];
    addEventListener("error", (event) => window.__failures.push(String(event.message)));
    addEventListener("unhandledrejection", (event) => window.__failures.push(String(event.reason)));
    addEventListener("securitypolicyviolation", (event) => window.__failures.push(event.violatedDirective));
    const report = console.error;
    console.error = (...words) => { window.__failures.push(words.join(" ")); report(...words); };
  `);
  await driver.findElement(By.partialLinkText("Incidents")).click();
  await driver.wait(until.elementLocated(By.css('[role="grid"] [role="row"]')), PATIENCE_MS);
  await driver.findElement(By.partialLinkText("Cost")).click();
  await driver.wait(until.titleMatches(/^Cost/), PATIENCE_MS);
  await driver.wait(until.elementLocated(By.css("main svg")), PATIENCE_MS);
  assert.deepEqual(await driver.executeScript("return window.__failures"), []);
});

test("the window may call the core and nothing else", async () => {
  const call = (command, args) =>
    driver.executeAsyncScript(
      `const [command, args, done] = arguments;
       window.__TAURI_INTERNALS__.invoke(command, args).then(
         () => done("allowed"), (error) => done(String(error.message ?? error)));`,
      command,
      args,
    );
  assert.equal(await call("cancel", { job: "none" }), "allowed");
  for (const command of ["plugin:window|set_title", "plugin:event|emit", "plugin:dialog|message"]) {
    assert.match(await call(command, { label: "main", value: "x" }), /not allowed/, command);
  }
  const evaluated = await driver.executeAsyncScript(
    `const done = arguments[0];
     const script = document.createElement("script");
     script.textContent = "window.__inline = true";
     document.body.append(script);
     setTimeout(() => done(window.__inline === true), 100);`,
  );
  assert.equal(evaluated, false, "the policy keeps inline scripts out");
});
