/**
 * Everything the window says in its own words. Text that comes from the core arrives written.
 * A screen reads `m.overview.top` while it renders, so that another catalogue takes effect.
 */

import { en } from "./en";

export type Catalogue = typeof en;

export let m: Catalogue = en;

/** Exchanges the catalogue; the tests do, for the pseudo-locale. */
export function setCatalogue(catalogue: Catalogue): void {
  m = catalogue;
}

/** A count of things, grouped as the person's locale writes it. */
export function count(n: number): string {
  return new Intl.NumberFormat().format(n);
}
