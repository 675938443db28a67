// Two copies of the sample, edited apart, become one again; what both changed is decided by keyboard.
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, beforeEach, test } from "node:test";
import { axe, eventually, openApp, SCREENS } from "./app.mjs";

let app;
before(async () => {
  app = await openApp();
  await app.openSample();
});
after(() => app.close());
beforeEach(() => app.clear());

/** A command of the table, as another program would send it. */
function rpc(command, args) {
  return app.page.evaluate(
    async ([name, sent]) => {
      const response = await fetch(`/rpc/${name}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ args: sent, job: `other-${Math.random()}` }),
      });
      const answer = await response.json();
      if (response.status !== 200) throw new Error(JSON.stringify(answer));
      return answer;
    },
    [command, args],
  );
}

async function change(id, fields) {
  const { edit } = await rpc("incident.get", { id });
  await rpc("incident.save", { ...edit, ...fields });
}

test("a copy is merged, what both changed is listed with both sides, and undo takes it back", async () => {
  const { page, home } = app;
  const { path } = await rpc("workspace.status", {});
  const copy = join(home, "anna.ninefold");
  await rpc("workspace.backup", { path: copy });
  const { rows } = await rpc("incidents.page", { filter: "", sort: null, offset: 0, limit: 3 });
  const [first, second, third] = rows.map((row) => row.id);
  await change(first, { severity: "SEV1", notes: "The provider says: our certificate." });
  await change(third, { title: "Renamed here" });
  await rpc("workspace.open", { path: copy });
  await change(first, { severity: "SEV3", notes: "Looked like a certificate that had expired." });
  await change(second, { notes: "Only looked at in the copy." });
  await rpc("incident.delete", { id: third });
  await rpc("workspace.open", { path });
  await page.reload();
  await page.getByRole("region", { name: "Headline figures" }).waitFor();

  // By the palette, without the mouse.
  await page.evaluate((file) => {
    window.__ninefoldFiles = [file];
  }, copy);
  await page.keyboard.press("Control+k");
  await page.keyboard.type("Merge a copy");
  await page.keyboard.press("Enter");
  const section = page.getByRole("region", { name: "3 conflicts to decide" });
  await section.waitFor();
  await app.settled();
  assert.equal(await page.getByRole("link", { name: "3 conflicts" }).count(), 1);
  const severity = section.getByRole("group", { name: /severity/ });
  const said = await severity.getByRole("listitem").allInnerTexts();
  assert.ok(
    said.some((text) => text.includes("SEV1") && text.includes("sample")),
    `${said}`,
  );
  assert.ok(
    said.some((text) => text.includes("SEV3") && text.includes("anna")),
    `${said}`,
  );
  assert.deepEqual(await axe(page), []);
  await app.picture("merge-light");
  await page.emulateMedia({ colorScheme: "dark" });
  await app.picture("merge-dark");
  await page.setViewportSize({ width: 1280, height: 720 });
  await app.picture("merge-1280");
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.emulateMedia({ colorScheme: "light" });

  await severity.getByRole("button", { name: /^Take this: SEV1/ }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("region", { name: "2 conflicts to decide" }).waitFor();
  const { edit } = await rpc("incident.get", { id: first });
  assert.equal(edit.severity, "SEV1");

  await page.keyboard.press("Control+z");
  await section.waitFor();
  await page.keyboard.press("Control+z");
  await eventually(
    () => section.count(),
    (n) => n === 0,
    "the list of conflicts",
  );
  const before = await rpc("incident.get", { id: second });
  assert.equal(before.edit.notes.includes("Only looked at in the copy."), false);
  await app.go(SCREENS.at(-1));
  await page.getByRole("button", { name: "Merge a copy…" }).scrollIntoViewIfNeeded();
  await app.picture("merge-settings");
});
