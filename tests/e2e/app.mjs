// The built UI in headless Chromium, the real core behind it through the development bridge.
import { spawn } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { chromium } from "playwright-core";

const ROOT = join(import.meta.dirname, "..", "..");
const BIN = process.env.NINEFOLD_BIN ?? join(ROOT, "target", "debug");
/** Where pictures of the screens go, if anywhere. */
const PICTURES = process.env.NINEFOLD_SCREENSHOTS;
const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";

/** As they stand in the rail, and their keys. */
export const SCREENS = [
  { name: "Overview", key: "Control+1" },
  { name: "Data", key: "Control+2" },
  { name: "Incidents", key: "Control+3" },
  { name: "Cost", key: "Control+4" },
  { name: "Availability", key: "Control+5" },
  { name: "Tiers", key: "Control+6" },
  { name: "Pre-mortems", key: "Control+7" },
  { name: "Requirements", key: "Control+8" },
  { name: "Settings", key: "Control+," },
];

async function startBridge(home, port = "0", workspace = undefined) {
  const bridge = spawn(
    join(BIN, "ninefold-devserver"),
    [
      ...["--port", port, "--ui", join(ROOT, "ui", "dist"), "--home", home],
      ...(workspace === undefined ? [] : ["--workspace", workspace]),
    ],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const address = await new Promise((resolve, reject) => {
    createInterface({ input: bridge.stdout }).once("line", resolve);
    bridge.once("error", reject);
    bridge.once("exit", (code) => reject(new Error(`the bridge ended with ${code}`)));
  });
  return { bridge, address };
}

/**
 * A fresh home, a fresh browser, nothing open. Whatever the page complains about on its console
 * fails the test when it closes.
 */
export async function openApp() {
  const home = await mkdtemp(join(tmpdir(), "ninefold-e2e-"));
  let { bridge, address } = await startBridge(home);
  let crashes = 0;
  const browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    colorScheme: "light",
    locale: "en-US",
    timezoneId: "UTC",
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(`${error}`));
  page.on("console", (message) => {
    // A command that answers with an error (422) is for the window to show, not a defect.
    const refused = message.text().includes("status of 422");
    // Nor is a core that a test killed.
    const dead = crashes > 0 && message.text().includes("net::ERR_");
    if (message.type() === "error" && !refused && !dead) complaints.push(message.text());
  });
  // Asked of the core and not answered yet. The page's own "network is idle" is of its first load.
  const asked = new Set();
  let lastAsked = 0;
  page.on("request", (request) => {
    if (!request.url().includes("/rpc/")) return;
    asked.add(request);
    lastAsked = Date.now();
  });
  for (const end of ["requestfinished", "requestfailed"]) {
    page.on(end, (request) => asked.delete(request));
  }
  /** How often each command was answered. */
  const answers = new Map();
  page.on("requestfinished", (request) => {
    const command = request.url().split("/rpc/")[1];
    if (command) answers.set(command, (answers.get(command) ?? 0) + 1);
  });
  await page.goto(address);

  const app = {
    page,
    home,
    /** Opens the sample with its one click and waits for the first screen. */
    async openSample() {
      await page.getByRole("button", { name: "Explore the sample workspace" }).click();
      await page.getByRole("region", { name: "Headline figures" }).waitFor({ timeout: 60_000 });
    },
    /** Goes to a screen by its key and waits until it says its sentence. */
    async go({ name, key }) {
      await page.keyboard.press(key);
      const current = page.getByRole("navigation").locator('[aria-current="page"]');
      await current.filter({ hasText: name }).waitFor();
      await page.getByRole("heading", { level: 1 }).first().waitFor();
      await app.settled();
    },
    /** How often the window was answered to this command so far. */
    answered: (command) => answers.get(command) ?? 0,
    /** Asks the core, past the window. */
    async rpc(command, args = {}) {
      const answer = await fetch(new URL(`/rpc/${command}`, address), {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ args, job: "test" }),
      });
      const body = await answer.json();
      if (answer.status !== 200) throw new Error(`${command}: ${body.message}`);
      return body;
    },
    /**
     * Kills the core without a warning and starts it again on the same file; with `window` the
     * window dies with it and opens again at the same address.
     */
    async crash({ window = false } = {}) {
      const { path } = await app.rpc("workspace.status");
      const { href, port } = new URL(page.url());
      crashes += 1;
      if (window) await page.goto("about:blank");
      bridge.removeAllListeners("exit");
      const ended = new Promise((resolve) => bridge.once("exit", resolve));
      bridge.kill("SIGKILL");
      await ended;
      ({ bridge, address } = await startBridge(home, port, path));
      if (window) await page.goto(href);
    },
    /**
     * Waits until nothing is being read any more. Between an answer and what the page asks because
     * of it lies a drawing, and a slow machine draws for longer than any pause chosen here: so the
     * page must be idle too, and have asked nothing when it was.
     */
    async settled() {
      await page.waitForLoadState("networkidle");
      const until = Date.now() + 120_000;
      for (;;) {
        while (asked.size > 0 || Date.now() - lastAsked < 100) {
          if (Date.now() > until) {
            const urls = [...asked].map((request) => request.url());
            throw new Error(`not answered: ${urls.join(", ")}`);
          }
          await sleep(20);
        }
        const since = lastAsked;
        // A page that has nothing to draw may be given no frame and no idle time at all.
        await page.evaluate(
          () =>
            new Promise((idle) => {
              setTimeout(idle, 1_000);
              requestAnimationFrame(() => requestIdleCallback(idle));
            }),
        );
        if (asked.size === 0 && lastAsked === since) break;
      }
      await page.waitForFunction(() => !document.querySelector('[aria-busy="true"]'));
    },
    /** Closes what a test that failed may have left open. */
    async clear() {
      const dialog = page.getByRole("dialog");
      for (let left = 3; left > 0 && (await dialog.count()) > 0; left -= 1) {
        await page.keyboard.press("Escape");
        await dialog
          .first()
          .waitFor({ state: "detached", timeout: 2_000 })
          .catch(() => {});
      }
    },
    async picture(name) {
      if (!PICTURES) return;
      await mkdir(PICTURES, { recursive: true });
      await page.screenshot({ path: join(PICTURES, `${name}.png`) });
    },
    async close() {
      await browser.close();
      bridge.removeAllListeners("exit");
      const ended = new Promise((resolve) => bridge.once("exit", resolve));
      bridge.kill();
      await ended;
      await rm(home, { recursive: true, force: true });
      if (complaints.length > 0) throw new Error(`the page complained:\n${complaints.join("\n")}`);
    },
  };
  return app;
}

/** Asks until the answer satisfies, and returns it; fails with the last answer. */
export async function eventually(ask, satisfies, what) {
  const until = Date.now() + 30_000;
  for (;;) {
    const answer = await ask();
    if (satisfies(answer)) return answer;
    if (Date.now() > until) throw new Error(`${what}: still ${answer}`);
    await sleep(100);
  }
}

/** Serious and critical findings of axe on what is on the page now, a line each. */
export async function axe(page) {
  const source = join(ROOT, "ui", "node_modules", "axe-core", "axe.min.js");
  await page.evaluate(await readFile(source, "utf8"));
  const { violations } = await page.evaluate(() =>
    // The announcer of React Aria speaks through nodes of its own, each for some seconds.
    window.axe.run({ exclude: ["[data-live-announcer]"] }, { resultTypes: ["violations"] }),
  );
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, help, nodes }) => nodes.map(({ target }) => `${id}: ${help}: ${target}`));
}
