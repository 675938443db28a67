/** A catalogue of accented, longer text: what stays plain on a screen was not in a catalogue. */

import type { Catalogue } from ".";

const ACCENTED: Record<string, string> = {
  a: "á",
  b: "ƀ",
  c: "ç",
  d: "ð",
  e: "é",
  f: "ƒ",
  g: "ĝ",
  h: "ĥ",
  i: "í",
  j: "ĵ",
  k: "ķ",
  l: "ļ",
  m: "ɱ",
  n: "ñ",
  o: "ó",
  p: "þ",
  q: "ʠ",
  r: "ŕ",
  s: "š",
  t: "ţ",
  u: "ú",
  v: "ṽ",
  w: "ŵ",
  x: "ẋ",
  y: "ý",
  z: "ž",
  A: "Á",
  B: "Ɓ",
  C: "Ç",
  D: "Ð",
  E: "É",
  F: "Ƒ",
  G: "Ĝ",
  H: "Ĥ",
  I: "Í",
  J: "Ĵ",
  K: "Ķ",
  L: "Ļ",
  M: "Ṁ",
  N: "Ñ",
  O: "Ó",
  P: "Þ",
  Q: "Ɋ",
  R: "Ŕ",
  S: "Š",
  T: "Ţ",
  U: "Ú",
  V: "Ṽ",
  W: "Ŵ",
  X: "Ẋ",
  Y: "Ý",
  Z: "Ž",
};

/** Text as the pseudo-locale writes it: accented, a third longer, in brackets. */
export function pseudoText(text: string): string {
  if (text === "") return "";
  const accented = [...text].map((letter) => ACCENTED[letter] ?? letter).join("");
  return `[${accented}${"~".repeat(Math.ceil(text.length / 3))}]`;
}

/** The catalogue with every text, also those with something inserted, in the pseudo-locale. */
export function pseudo(catalogue: Catalogue): Catalogue {
  return transform(catalogue) as Catalogue;
}

function transform(value: unknown): unknown {
  if (typeof value === "string") return pseudoText(value);
  if (typeof value === "function") {
    return (...inserted: unknown[]) => transform(value(...inserted));
  }
  if (Array.isArray(value)) return value.map(transform);
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, transform(part)]));
  }
  return value;
}
