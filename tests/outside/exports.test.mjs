// What other tools say about our exports of the sample's requirements: the Chaos Toolkit about
// the experiments, Backstage about the catalog, a YAML parser about both kinds of documents.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import {
  componentEntityV1alpha1Validator,
  DefaultNamespaceEntityPolicy,
  EntityPolicies,
  FieldFormatEntityPolicy,
  NoForeignRootFieldsEntityPolicy,
  SchemaValidEntityPolicy,
} from "@backstage/catalog-model";
import { parseAllDocuments } from "yaml";

const run = promisify(execFile);
const { NINEFOLD_BIN, CHAOS } = process.env;
const ninefold = join(NINEFOLD_BIN ?? "", "ninefold");

let home;
let workspace;

before(async () => {
  assert.ok(NINEFOLD_BIN, "NINEFOLD_BIN names the folder of the built programs");
  assert.ok(CHAOS, "CHAOS names the `chaos` program");
  home = await mkdtemp(join(tmpdir(), "ninefold-outside-"));
  workspace = join(home, "sample.ninefold");
  await run(ninefold, ["sample", "--workspace", workspace]);
});

after(() => rm(home, { recursive: true, force: true }));

async function exported(format, ...more) {
  const dir = join(home, [format, ...more].join("-"));
  const args = ["requirements", "export", "-w", workspace, "--format", format, "--out", dir];
  await run(ninefold, [...args, ...more]);
  const names = (await readdir(dir)).sort();
  assert.ok(!names.some((name) => name.endsWith(".part")), "nothing is left half written");
  return names.map((name) => join(dir, name));
}

async function documents(path) {
  const text = await readFile(path, "utf8");
  const read = (version) =>
    parseAllDocuments(text, { version, uniqueKeys: true }).map((document) => {
      assert.deepEqual(document.errors, []);
      assert.deepEqual(document.warnings, []);
      return document.toJS();
    });
  const found = read("1.2");
  // No text of ours depends on how a reader guesses types: both versions read the same.
  assert.deepEqual(read("1.1"), found);
  return found;
}

test("the Chaos Toolkit accepts every experiment", async () => {
  const files = await exported("chaostoolkit");
  assert.ok(files.length >= 5, `${files.length} experiments`);
  // Each by itself: its exit code is the verdict.
  await Promise.all(
    files.map((file) => run(CHAOS, ["--no-version-check", "validate", file], { cwd: home })),
  );
});

test("the Chaos Toolkit refuses an experiment without a title", async () => {
  const [file] = await exported("chaostoolkit");
  const { title, ...rest } = JSON.parse(await readFile(file, "utf8"));
  const broken = join(home, "broken.json");
  await writeFile(broken, JSON.stringify(rest));
  await assert.rejects(run(CHAOS, ["--no-version-check", "validate", broken], { cwd: home }));
  assert.ok(title);
});

test("Backstage accepts every component of the catalog", async () => {
  const [file] = await exported("backstage");
  const found = await documents(file);
  assert.equal(found.length, 8, "every service of the sample");
  const policy = EntityPolicies.allOf([
    new SchemaValidEntityPolicy(),
    new DefaultNamespaceEntityPolicy(),
    new NoForeignRootFieldsEntityPolicy(),
    new FieldFormatEntityPolicy(),
  ]);
  for (const entity of found) {
    const enforced = await policy.enforce(structuredClone(entity));
    assert.ok(enforced, entity.metadata.name);
    assert.equal(await componentEntityV1alpha1Validator.check(entity), true);
  }
  const names = new Set(found.map(({ metadata }) => `component:${metadata.name}`));
  for (const { spec } of found) {
    for (const on of spec.dependsOn ?? []) assert.ok(names.has(on), `${on} is in the catalog`);
  }
  const unowned = structuredClone(found[0]);
  delete unowned.spec.owner;
  await assert.rejects(componentEntityV1alpha1Validator.check(unowned));
});

test("a YAML parser reads the objectives as they were meant", async () => {
  const [file] = await exported("openslo");
  const found = await documents(file);
  const kinds = found.map(({ kind }) => kind);
  assert.deepEqual([...new Set(kinds)].sort(), ["SLI", "SLO", "Service"]);
  for (const { apiVersion, kind, metadata, spec } of found) {
    assert.equal(apiVersion, "openslo/v1");
    assert.match(metadata.name, /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/);
    if (kind !== "SLO") continue;
    assert.equal(typeof spec.objectives[0].target, "number");
    assert.equal(spec.timeWindow[0].isRolling, true);
    assert.match(spec.indicator.spec.ratioMetric.good.metricSource.spec.query, /^sum\(rate\(/);
  }
});

test("what was exported reads back as nothing new", async () => {
  for (const format of ["json", "csv"]) {
    const [file] = await exported(format);
    const { stdout } = await run(ninefold, [
      ...["requirements", "import", "-w", workspace, file, "--json"],
    ]);
    const { new: fresh, updated, unchanged, skipped } = JSON.parse(stdout);
    assert.deepEqual({ fresh, updated, skipped }, { fresh: 0, updated: 0, skipped: [] }, format);
    assert.ok(unchanged >= 6);
  }
});

/** A service that can be broken by a call. */
async function shop() {
  let isWell = true;
  const server = createServer((request, response) => {
    if (request.url === "/fault") isWell = false;
    response.statusCode = isWell || request.url === "/fault" ? 200 : 500;
    response.end();
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  return {
    url: `http://127.0.0.1:${port}`,
    heal: () => {
      isWell = true;
    },
    close: () => server.close(),
  };
}

async function journalOf(experiment, name, ...how) {
  const path = join(home, `${name}.json`);
  const file = join(home, `${name}-experiment.json`);
  await writeFile(file, JSON.stringify(experiment));
  const args = ["--no-version-check", "run", "--journal-path", path, ...how, file];
  // A deviation is an exit code, not an error of this test.
  await run(CHAOS, args, { cwd: home }).catch(() => {});
  return path;
}

async function verdictOf(journal, ...how) {
  const args = ["requirements", "verify", "-w", workspace, journal, "--json", ...how];
  const { stdout } = await run(ninefold, args);
  const { label, status, sentence } = JSON.parse(stdout);
  return { label, status, sentence };
}

test("journals of real runs verify, fail and leave open", async () => {
  const one = await shop();
  try {
    const [file] = await exported("chaostoolkit", "--id", "REQ-2");
    const experiment = JSON.parse(
      (await readFile(file, "utf8")).replaceAll(/\$\{probe_url\}/g, `${one.url}/health`),
    );
    experiment.configuration = {};
    experiment.method[0].pauses = { after: 0 };

    // A dry run says that the steady state was met and asked nobody; one that was told not to look
    // afterwards, or whose fault could not be set, is completed all the same.
    const waiting = structuredClone(experiment);
    waiting.method[0].pauses = { after: 60 };
    const acting = structuredClone(experiment);
    acting.method[0].type = "action";
    for (const [how, of] of [
      ["probes", experiment],
      ["activities", experiment],
      ["actions", acting],
      ["pause", waiting],
    ]) {
      const dry = await verdictOf(await journalOf(of, `dry-${how}`, "--dry", how));
      assert.match(dry.sentence, /says nothing: it was a dry run/, how);
    }
    const only = ["--hypothesis-strategy", "before-method-only"];
    const blind = await verdictOf(await journalOf(experiment, "blind", ...only));
    assert.match(blind.sentence, /says nothing: it did not look at the steady state after/);
    const unset = structuredClone(acting);
    unset.method[0].provider.url = "http://127.0.0.1:9/fault";
    const harmless = await verdictOf(await journalOf(unset, "unset"));
    assert.match(harmless.sentence, /says nothing: .* failed, so that the fault/);

    // All stays well where nothing goes wrong; that a fault was set by hand only a person knows.
    const calm = await journalOf(experiment, "calm");
    const nothing = await verdictOf(calm);
    assert.match(nothing.sentence, /says nothing: nothing in it brings a fault about/);
    const byHand = await verdictOf(calm, "--by-hand");
    assert.deepEqual([byHand.label, byHand.status], ["REQ-2", "verified"], byHand.sentence);

    const held = await verdictOf(await journalOf(acting, "held"));
    assert.deepEqual([held.label, held.status], ["REQ-2", "verified"], held.sentence);

    const breaking = structuredClone(experiment);
    breaking.method[0].provider.url = `${one.url}/fault`;
    const broke = await verdictOf(await journalOf(breaking, "broke"));
    assert.equal(broke.status, "failed", broke.sentence);

    // The shop is still down: the steady state is not there to begin with.
    const before = await verdictOf(await journalOf(experiment, "before"));
    assert.equal(before.status, "failed", before.sentence);

    one.heal();
    const other = structuredClone(experiment);
    other.extensions[0].rtoMinutes = 1;
    const earlier = await verdictOf(await journalOf(other, "earlier"));
    assert.equal(earlier.status, "stale", earlier.sentence);
  } finally {
    one.close();
  }
});
