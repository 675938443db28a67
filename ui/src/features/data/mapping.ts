/**
 * Which column is which field: reading and changing a mapping, and what it still lacks.
 *
 * On the wire a source is one text: a column's name, `A*B` for the product of two columns, `=GBP`
 * for a constant. Here it is taken apart, because the form edits its parts.
 */

import type { ColumnRow, FieldRow, FixEdit, MappingEdit } from "../../api";

/** Where the value of a field comes from. */
export type Source =
  | { from: "none" }
  | { from: "column"; name: string }
  | { from: "product"; left: string; right: string }
  | { from: "constant"; value: string };

export const NO_SOURCE: Source = { from: "none" };

/** Takes a source apart. A name that is a column of the file is that column, whatever it holds. */
export function parseSource(text: string, columns: readonly string[]): Source {
  if (text === "") return NO_SOURCE;
  if (columns.includes(text)) return { from: "column", name: text };
  if (text.startsWith("=")) return { from: "constant", value: text.slice(1) };
  const star = text.indexOf("*");
  if (star >= 0) {
    return {
      from: "product",
      left: text.slice(0, star).trim(),
      right: text.slice(star + 1).trim(),
    };
  }
  return { from: "column", name: text };
}

/** Puts a source together; empty where nothing is chosen yet. */
export function formatSource(source: Source): string {
  switch (source.from) {
    case "none":
      return "";
    case "column":
      return source.name;
    case "product":
      return `${source.left}*${source.right}`;
    case "constant":
      return `=${source.value}`;
  }
}

/** Whether a value can come from there: a product needs both factors, a constant a value. */
export function isComplete(source: Source): boolean {
  switch (source.from) {
    case "none":
      return false;
    case "column":
      return source.name !== "";
    case "product":
      return source.left !== "" && source.right !== "";
    case "constant":
      return source.value.trim() !== "";
  }
}

export function sourceOf(mapping: MappingEdit, field: string, columns: readonly string[]): Source {
  const found = mapping.fields.find(([name]) => name === field);
  return found ? parseSource(found[1], columns) : NO_SOURCE;
}

/** The mapping with a field taken from elsewhere; the order of the other fields stays. */
export function withSource(mapping: MappingEdit, field: string, source: Source): MappingEdit {
  const entry: [string, string] = [field, formatSource(source)];
  const known = mapping.fields.some(([name]) => name === field);
  const fields =
    source.from === "none"
      ? mapping.fields.filter(([name]) => name !== field)
      : known
        ? mapping.fields.map((old) => (old[0] === field ? entry : old))
        : [...mapping.fields, entry];
  return { ...mapping, fields };
}

/**
 * Columns that nothing is read from, in the order of the file. What a column was made from that a
 * field is taken from is read, and so is what says which rows are records.
 */
export function unmappedColumns(
  mapping: MappingEdit,
  columns: readonly Pick<ColumnRow, "name" | "from" | "tellsRows">[],
): string[] {
  const used = new Set<string>();
  const names = columns.map(({ name }) => name);
  for (const [, text] of mapping.fields) {
    const source = parseSource(text, names);
    if (source.from === "column") used.add(source.name);
    if (source.from === "product") used.add(source.left).add(source.right);
  }
  const made = columns.filter(({ name }) => used.has(name));
  for (const name of made.flatMap(({ from }) => from)) used.add(name);
  return columns.filter(({ name, tellsRows }) => !tellsRows && !used.has(name)).map((c) => c.name);
}

/** Something an import cannot do without: one of these fields must have a source. */
export interface Gap {
  /** Any of them will do. The first is the one to lead to. */
  fields: string[];
  /** Whether it was begun and not finished, as a product with one factor. */
  started: boolean;
}

/**
 * What the mapping lacks. Besides the fields that the core marks as required, labor needs to say
 * how long somebody worked, and a rate is only money together with its currency.
 */
export function gaps(
  mapping: MappingEdit,
  fields: readonly FieldRow[],
  kind: string,
  columns: readonly string[],
): Gap[] {
  const source = (name: string) => sourceOf(mapping, name, columns);
  const has = (name: string) => isComplete(source(name));
  const found: Gap[] = [];
  // Records of what responders did need neither a time worked nor a role.
  const deeds = kind === "labor" && has("acted");
  for (const { name, required } of fields) {
    const begun = source(name).from !== "none";
    const needed = required && !(deeds && name === "role");
    if (!has(name) && (needed || begun)) found.push({ fields: [name], started: begun });
  }
  if (kind === "labor") {
    if (!deeds && !has("minutes") && !has("hours") && !(has("start") && has("end"))) {
      const half = has("start") ? "end" : has("end") ? "start" : "minutes";
      found.push({
        fields: half === "minutes" ? ["minutes", "hours", "start"] : [half],
        started: false,
      });
    }
    if (has("rate") && source("currency").from === "none") {
      found.push({ fields: ["currency"], started: false });
    }
  }
  const named = (names: readonly string[]) => names.filter(has).length;
  if (kind === "requests" && named(["good", "bad", "total"]) < 2) {
    const missing = ["good", "total", "bad"].filter((name) => !has(name));
    found.push({ fields: missing.slice(0, 2), started: false });
  }
  if (kind === "rates" && named(["worth", "per-one"]) === 0) {
    found.push({ fields: ["worth", "per-one"], started: false });
  }
  return found;
}

/** An option of a mapping; the wire names it in errors and questions. */
export type Option = Exclude<
  keyof MappingEdit,
  "fields" | "fixes" | "severities" | "carriers" | "spread" | "repeats"
>;

const OPTIONS: readonly Option[] = [
  "decimal",
  "dateFormat",
  "zone",
  "delimiter",
  "encoding",
  "headerRow",
  "round",
  "onFold",
  "shares",
  "amounts",
  "missing",
  "preset",
  "serviceSeparator",
  "treatments",
];

export function isOption(name: string): name is Option {
  return (OPTIONS as readonly string[]).includes(name);
}

/** Pairs of a name and what was said of it, with that of one changed. */
export function withPair(
  pairs: readonly [string, string][],
  name: string,
  said: string,
): [string, string][] {
  return [...pairs.filter(([other]) => other !== name), [name, said]];
}

/**
 * The option, or the fields' step, where the rows of a problem can be rescued all at once.
 * Null where only the source can help.
 */
export function repairOf(code: string): Option | "map" | null {
  switch (code) {
    case "time":
      return "dateFormat";
    case "time-gap":
      return "zone";
    case "time-fold":
      return "onFold";
    case "number":
    case "too-large":
      return "decimal";
    case "precision":
      return "round";
    case "impact":
      return "shares";
    case "column-count":
      return "delimiter";
    case "missing":
    case "currency":
    case "word":
      return "map";
    default:
      return null;
  }
}

/** One group of problems is one cause in one field. */
export function groupKey({ code, field }: { code: string; field: string }): string {
  return `${code}:${field}`;
}

/** The repairs with one more; a group has one. */
export function withFix(fixes: readonly FixEdit[], fix: FixEdit): FixEdit[] {
  return [...withoutFix(fixes, fix), fix];
}

/** The repairs without that of a group. */
export function withoutFix(fixes: readonly FixEdit[], fix: FixEdit): FixEdit[] {
  return fixes.filter((other) => groupKey(other) !== groupKey(fix));
}
