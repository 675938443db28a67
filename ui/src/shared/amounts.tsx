/**
 * Hiding amounts, for a screen that others see. Minutes, shares and counts stay readable.
 *
 * An amount in an element of its own is wrapped in `Amount` (or carries `data-amount`); text in
 * which an amount may stand goes through `useMask`.
 */

import {
  createContext,
  type ReactNode,
  use,
  useCallback,
  useEffect,
  useMemo,
  useState,
} from "react";
import { m } from "../messages";

interface Amounts {
  hidden: boolean;
  toggle: () => void;
  hide: () => void;
}

const AmountsContext = createContext<Amounts>({
  hidden: false,
  toggle: () => {},
  hide: () => {},
});

/** Remembers, for the window that is open, whether amounts are hidden. */
export function AmountsProvider({ children }: { children: ReactNode }) {
  const [hidden, setHidden] = useState(false);
  useEffect(() => {
    document.documentElement.dataset.amounts = hidden ? "hidden" : "shown";
  }, [hidden]);
  const toggle = useCallback(() => setHidden((now) => !now), []);
  const hide = useCallback(() => setHidden(true), []);
  const value = useMemo(() => ({ hidden, toggle, hide }), [hidden, toggle, hide]);
  return <AmountsContext value={value}>{children}</AmountsContext>;
}

export function useAmounts(): Amounts {
  return use(AmountsContext);
}

/** A currency is a symbol, or a code that stands at a number. */
const SPACE = "[\\s\u00a0\u202f]?";
const NUMBER = "\\d[\\d.,’'\u00a0\u202f]*(?:[kMB]\\b)?";
const CODE = `(?:${Intl.supportedValuesOf("currency").join("|")})`;
const CURRENCY = `(?:[A-Z]{1,3})?\\p{Sc}|\\b${CODE}`;
const MONEY = new RegExp(
  [
    // €110, −€1,911, CHF 12k
    `[−-]?(?:${CURRENCY})${SPACE}[−-]?${NUMBER}`,
    // 110 €, 12,50 EUR
    `[−-]?${NUMBER}${SPACE}(?:\\p{Sc}|${CODE}\\b)`,
    // What a range leaves bare: 63k–100k
    "\\b\\d[\\d.,]*[kMB]\\b",
  ].join("|"),
  "gu",
);

/** An amount, a unit maybe, and in brackets its range, which leaves the currency to it. */
const RANGE_OF_MONEY = new RegExp(
  `((?:${MONEY.source})(?:\\s?/\\s?\\p{L}+| an? \\p{L}+| per \\p{L}+)?) ?\\((?:[−-]?${NUMBER}(?:–| to )[−-]?${NUMBER})\\)`,
  "gu",
);

/** Whether a text says an amount of money. */
export function saysMoney(text: string): boolean {
  return text.search(MONEY) >= 0;
}

/** From one bare number to another: an amount only where the figure beside it is one. */
const BARE_RANGE = new RegExp(`[−-]?${NUMBER}(?:–| to )[−-]?${NUMBER}`, "gu");

/**
 * The text with its amounts struck out; with `ofMoney` also the ranges that leave their currency
 * to the figure they belong to.
 */
export function maskAmounts(text: string, ofMoney = false): string {
  const hidden = m.common.hiddenAmount;
  // €32/min (29–36): the range in brackets is of the amount before it.
  const bare = text.replace(RANGE_OF_MONEY, `$1 (${hidden})`);
  const without = ofMoney ? bare.replace(BARE_RANGE, hidden) : bare;
  return without.replace(MONEY, hidden).replaceAll(`${hidden}–${hidden}`, hidden);
}

/** Strikes amounts out of a text while they are hidden. */
export function useMask(): (text: string) => string {
  const { hidden } = useAmounts();
  return useCallback((text: string) => (hidden ? maskAmounts(text) : text), [hidden]);
}

/** An amount: gone from the page, not only from sight, while amounts are hidden. */
export function Amount({ children }: { children: ReactNode }) {
  const { hidden } = useAmounts();
  if (!hidden) return <>{children}</>;
  return (
    <span>
      <span aria-hidden="true">{m.common.hiddenAmount}</span>
      <span className="visually-hidden">{m.common.amountsHidden}</span>
    </span>
  );
}
