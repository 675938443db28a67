// A pre-mortem held by keyboard alone, on the sample: killed at twenty points, and nothing lost.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { axe, eventually, openApp } from "./app.mjs";
import { keyboard } from "./keyboard.mjs";

let app;
before(async () => {
  app = await openApp();
  await app.openSample();
});
after(() => app.close());

const KILLS = 20;
const SEED = 5;

/** mulberry32: the same twenty points in every run. */
function random(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const PEOPLE = [
  ["Ada", "Engineering"],
  ["Ben", "Support"],
  ["Chandra", "Operations"],
];

/** What each writes, in silence; the second line of Ada under the next question. */
const WRITTEN = {
  Ada: ["Payment provider does not answer", "Failover waits for a person"],
  Ben: ["Customers pay twice", "Nobody reads the alert"],
};

const CLUSTERS = ["Payment provider fails", "Failover is by hand", "Alerts go unread"];

/** Events a year, minutes until noticed, minutes until well, share of users: low and high each. */
const RANGES = [
  ["2", "6", "1", "10", "20", "90", "20 %", "60 %"],
  ["1", "3", "2", "15", "30", "120", "50 %", "100 %"],
  ["6", "18", "1", "5", "5", "45", "5 %", "30 %"],
];

const { press, type, heading, pressOn, addMitigation, sessionId } = keyboard(() => app.page);
const step = (key) => app.page.locator(`[data-step="${key}"]`).waitFor();
/** Everything that was typed is in the file, and the window shows what the file says. */
const kept = () => app.page.locator('[data-kept="true"]').waitFor();

/** What stands in the fields of the screen, with its step and its sentence. */
function onScreen() {
  return app.page.evaluate(() => ({
    step: document.querySelector("[data-step]")?.getAttribute("data-step"),
    sentence: document.querySelector("h1")?.innerText,
    fields: [...document.querySelectorAll("input[type=text], textarea")].map(({ value }) => value),
    dots: [...document.querySelectorAll('[role="spinbutton"]')].map((one) => one.ariaValueNow),
    cards: [...document.querySelectorAll('[role="treeitem"]')].map((one) => one.innerText),
  }));
}

/** Everything that the core knows of the session, but for its clock. */
async function onRecord(id) {
  const seen = [];
  const { people } = await app.rpc("premortem.get", { id });
  for (const person of ["", ...people.map((one) => one.id)]) {
    const { timer, ...rest } = await app.rpc("premortem.get", { id, person });
    assert.ok(timer.planned > 0);
    seen.push(rest);
  }
  return seen;
}

/**
 * The session as moments in a row, each ending where it may be cut off. `again` brings back what
 * an open dialog or a place in a form was, by the keyboard, after the window itself died.
 */
function moments() {
  const all = [];
  const moment = (name, run, again) => all.push({ name, run, again });
  /** A text in three parts: it may be cut off inside a word. */
  const typed = (name, text, again) => {
    const third = Math.ceil(text.length / 3);
    for (let at = 0; at < text.length; at += third) {
      moment(
        `${name}: “${text.slice(0, at + third)}”`,
        () => type(text.slice(at, at + third)),
        again,
      );
    }
  };

  for (const [name, role] of PEOPLE) {
    typed(`the name ${name}`, name);
    moment(`${name} is there`, async () => {
      await press("Tab");
      await type(role);
      await press("Tab");
      await press("Enter");
      await app.page.getByRole("rowheader", { name }).waitFor();
      await eventually(
        () => app.page.getByRole("textbox", { name: "Name" }).inputValue(),
        (value) => value === "",
        "the name is ready for the next",
      );
    });
  }
  moment("writing", async () => {
    await press("Control+Enter");
    await step("write");
  });
  moment("Ada at the keyboard", async () => {
    await press("Enter");
    await app.page.getByRole("textbox", { name: /^Ada writes/ }).waitFor();
  });
  typed("Ada writes", WRITTEN.Ada[0]);
  moment("the next question", () => pressOn("Alt+ArrowDown"));
  typed("Ada writes on", WRITTEN.Ada[1]);
  moment("Ben at the keyboard", async () => {
    await press("Alt+2");
    await app.page.getByRole("textbox", { name: /^Ben writes/ }).waitFor();
    // Nobody sees what others write, nor how much.
    const shown = await app.page.locator("body").innerText();
    for (const text of WRITTEN.Ada) assert.ok(!shown.includes(text));
    assert.deepEqual((await onScreen()).fields, [""]);
    const seen = await app.rpc("premortem.get", { id: sessionId() });
    assert.deepEqual([seen.cards, seen.clusters, seen.draft], [[], [], ""]);
  });
  typed("Ben writes", `${WRITTEN.Ben[0]}\n${WRITTEN.Ben[1]}`);
  moment("lenses", async () => {
    await press("Control+Enter");
    await step("lenses");
  });
  moment("the next lens", () => pressOn("Alt+ArrowDown"));
  moment("capture", async () => {
    await press("Control+Enter");
    await step("capture");
    await eventually(heading, (now) => now === "Ada, one thought.", "Ada begins");
  });
  moment("a card of Ada", () => pressOn("Enter"));
  moment("a card of Ben", () => pressOn("Enter"));
  typed("Chandra says", "A certificate runs out");
  moment("a card of Chandra", () => pressOn("Enter"));
  moment("the other card of Ada", () => pressOn("Enter"));
  moment("the other card of Ben", () => pressOn("Enter"));
  moment("Chandra passes", async () => {
    await press("Alt+p");
    await eventually(heading, (now) => !now.startsWith("Chandra"), "the turn goes on");
  });
  moment("clusters", async () => {
    await press("Control+Enter");
    await step("cluster");
    await app.page.getByRole("tree").waitFor();
  });
  CLUSTERS.forEach((title, index) => {
    const ask = async () => {
      await press("g");
      await app.page.getByRole("dialog").waitFor();
    };
    moment(
      `a cluster is asked for, ${index}`,
      async () => {
        await ask();
        await press("Control+a");
        await press("Delete");
        await kept();
      },
      ask,
    );
    typed("its title", title, ask);
    moment(`a cluster, ${index}`, async () => {
      await press("Enter");
      await app.page.getByRole("dialog").waitFor({ state: "detached" });
      await app.page.getByRole("treeitem", { name: new RegExp(title) }).waitFor();
    });
  });
  // What is left goes into the second by its number.
  for (const left of [1, 0]) {
    moment(`${left} left`, async () => {
      await press("2");
      await app.page.getByRole("treeitem", { name: `On the table: ${left}` }).waitFor();
    });
  }
  moment("estimates", async () => {
    await press("Control+Enter");
    await step("estimate");
  });
  PEOPLE.forEach(([name], person) => {
    moment(`${name} estimates`, async () => {
      await press("Enter");
      await app.page.getByRole("button", { name: "Give the estimate" }).waitFor();
    });
    CLUSTERS.forEach((_, cluster) => {
      const row = RANGES[(person + cluster) % RANGES.length];
      const half = row.length / 2;
      const fill = async (numbers) => {
        for (const [index, number] of numbers.entries()) {
          await type(number);
          if (index + 1 < numbers.length) await press("Tab");
        }
      };
      moment(
        `half an estimate of ${name}`,
        () => fill(row.slice(0, half)),
        async () => {
          for (let tab = 1; tab < half; tab += 1) await press("Tab");
        },
      );
      moment(`an estimate of ${name}`, async () => {
        await press("Tab");
        await fill(row.slice(half));
        await pressOn("Enter");
      });
    });
  });
  moment("votes", async () => {
    assert.equal(await heading(), "Everyone has given their ranges.");
    await press("Control+Enter");
    await step("vote");
  });
  PEOPLE.forEach(([name], person) => {
    moment(`${name} has dots`, async () => {
      await press("Enter");
      await app.page.getByRole("spinbutton").first().waitFor();
      await press("2");
    });
    moment(`${name} votes`, async () => {
      await press("ArrowDown");
      await press("ArrowRight");
      await pressOn("Enter");
      const { clusters } = await app.rpc("premortem.get", { id: sessionId() });
      const isLast = person === PEOPLE.length - 1;
      assert.deepEqual(
        clusters.map(({ dots }) => dots),
        isLast ? [6, 3, 0] : [null, null, null],
        "totals are hidden until all have voted",
      );
    });
  });
  moment("rank", async () => {
    await press("Control+Enter");
    await step("rank");
  });
  moment("mitigate", async () => {
    await press("Control+Enter");
    await step("mitigate");
  });
  return all;
}

test("a session by keyboard, killed at twenty points, loses nothing", async () => {
  const { page } = app;
  await press("Control+7");
  await page.getByRole("button", { name: "Start session" }).waitFor();
  await page.getByRole("button", { name: "Start session" }).focus();
  await press("Enter");
  await page.getByRole("dialog").waitFor();
  await press("Enter");
  await step("frame");
  await page.getByRole("textbox", { name: "Name" }).waitFor();

  const all = moments();
  const next = random(SEED);
  const killed = new Set();
  while (killed.size < KILLS) killed.add(Math.floor(next() * all.length));
  for (const [index, { name, run, again }] of all.entries()) {
    await run();
    if (!killed.has(index)) continue;
    if (next() < 0.5) {
      // The core dies while the last keys may be on their way; the window sends them again.
      const before = await onScreen();
      await app.crash();
      await kept();
      assert.deepEqual(await onScreen(), before, `${name}: the window stays`);
    }
    await kept();
    await app.settled();
    const before = await onScreen();
    const record = await onRecord(sessionId());
    await app.crash({ window: true });
    await step(before.step);
    await app.settled();
    await again?.();
    await eventually(
      async () => JSON.stringify(await onScreen()),
      (now) => now === JSON.stringify(before),
      `${name}: the screen comes back as ${JSON.stringify(before)}`,
    );
    assert.deepEqual(await onRecord(sessionId()), record, `${name}: the record`);
  }
});

const STEPS = [
  "Frame",
  "Write",
  "Lenses",
  "Capture",
  "Cluster",
  "Estimate",
  "Vote",
  "Rank",
  "Mitigate",
  "Requirements",
];

/** Opens a step from the row of steps, by keyboard. */
async function open(label) {
  const button = app.page.getByRole("navigation", { name: "Steps" }).getByRole("button", {
    name: label,
    exact: true,
  });
  // A step that is still being read takes the focus when it is there.
  await app.settled();
  await button.focus();
  await press("Enter");
  await step(label.toLowerCase());
  await app.settled();
}

test("a step that is opened again deletes nothing of what came later", async () => {
  const id = sessionId();
  const before = await app.rpc("premortem.get", { id });
  for (const label of ["Capture", "Cluster", "Vote"]) await open(label);
  await open("Mitigate");
  const after = await app.rpc("premortem.get", { id });
  for (const part of ["cards", "clusters", "vote", "people"]) {
    assert.deepEqual(after[part], before[part], part);
  }
});

test("a mitigation moves minutes, budget and money, and is said", async () => {
  const { page } = app;
  await open("Mitigate");
  await page
    .getByText(/expected/)
    .first()
    .waitFor();
  await page
    .getByRole("button", { name: /^Add a mitigation/ })
    .first()
    .focus();
  await addMitigation();
  const toggle = page.getByRole("switch").first();
  await toggle.waitFor();
  const figures = () =>
    page
      .locator("h1 + p, dl")
      .allInnerTexts()
      .then((all) => all.join(" "));
  await eventually(
    () => toggle.isChecked(),
    (isOn) => isOn,
    "what is added is on",
  );
  const on = await figures();
  await toggle.focus();
  const start = Date.now();
  await press("Space");
  assert.ok(!(await toggle.isChecked()), "the switch itself moves at once");
  await eventually(figures, (now) => now !== on, "the figures follow the switch");
  console.log(`# the figures followed after ${Date.now() - start} ms`);
  await page
    .getByRole("status")
    .filter({ hasText: /^Now: .* of the budget, chance .*, loss / })
    .waitFor({ state: "attached" });
  await press("Space");
  await eventually(figures, (now) => now === on, "and follow it back, digit for digit");
});

test("what was clustered becomes risks and requirements", async () => {
  const { page } = app;
  await open("Requirements");
  await press("Enter");
  await page.getByRole("link", { name: /^REQ-/ }).first().waitFor();
  assert.equal(await heading(), "All 3 clusters are risks of the register.");
  const { rows } = await app.rpc("premortems");
  assert.match(rows.find((row) => row.id === sessionId()).risks, /^3 risks/);
});

for (const theme of ["light", "dark"]) {
  test(`every step, ${theme}: nothing serious for axe`, async () => {
    const { page } = app;
    await page.emulateMedia({ colorScheme: theme });
    for (const label of STEPS) {
      await open(label);
      assert.equal(await page.getByRole("heading", { level: 1 }).count(), 1, label);
      assert.equal(await page.getByRole("alert").count(), 0, `${label}: no error is shown`);
      await app.picture(`premortem-${label.toLowerCase()}-${theme}`);
      assert.deepEqual(await axe(page), [], label);
    }
    await page.emulateMedia({ colorScheme: "light" });
  });
}

test("in the meeting view nothing is small, wide or tells an amount", async () => {
  const { page } = app;
  await press("Control+Shift+M");
  for (const [width, height] of [
    [1280, 720],
    [640, 360],
  ]) {
    await page.setViewportSize({ width, height });
    for (const label of STEPS) {
      await open(label);
      const found = await page.evaluate(() => {
        const small = [];
        for (const element of document.querySelectorAll("[data-step] *")) {
          const own = [...element.childNodes].some(
            (node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim() !== "",
          );
          const box = element.getBoundingClientRect();
          if (!own || box.width < 2 || element.closest('[aria-hidden="true"]')) continue;
          const size = Number.parseFloat(getComputedStyle(element).fontSize);
          if (size < 18) small.push(`${size}: ${element.textContent}`);
        }
        const { scrollWidth, clientWidth } = document.documentElement;
        return { small, wider: scrollWidth - clientWidth };
      });
      assert.deepEqual(found.small, [], label);
      assert.ok(found.wider <= 0, `${label} is ${found.wider} px wider than ${width}`);
      const text = await page.locator("[data-step]").innerText();
      assert.doesNotMatch(text, /[€$£]\s?\d/, label);
      assert.match(text, /\d min a year/, `${label}: the budget is in sight`);
    }
  }
  await page.setViewportSize({ width: 1440, height: 900 });
  await press("Control+Shift+M");
  await press("Control+Shift+H");
});

test("a session that is closed is read, and opens again", async () => {
  const { page } = app;
  await open("Requirements");
  await press("Control+Enter");
  await page.getByRole("table", { name: "Sessions" }).getByText("Closed").first().waitFor();
  await page
    .getByRole("button", { name: /^Open Checkout/ })
    .first()
    .focus();
  await press("Enter");
  const again = page.getByRole("button", { name: "Open it again" });
  await again.waitFor();
  assert.equal(await page.getByRole("button", { name: "Draft the requirements" }).count(), 0);
  await open("Vote");
  await page.getByText("Everyone has voted.").waitFor();
  assert.equal(await page.getByRole("button", { name: /^Ada/ }).count(), 0);
  await again.focus();
  await press("Enter");
  await page.getByRole("button", { name: "Draft the requirements" }).waitFor();
});
