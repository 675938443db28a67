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
}

const AmountsContext = createContext<Amounts>({ hidden: false, toggle: () => {} });

/** Remembers, for the window that is open, whether amounts are hidden. */
export function AmountsProvider({ children }: { children: ReactNode }) {
  const [hidden, setHidden] = useState(false);
  useEffect(() => {
    document.documentElement.dataset.amounts = hidden ? "hidden" : "shown";
  }, [hidden]);
  const toggle = useCallback(() => setHidden((now) => !now), []);
  const value = useMemo(() => ({ hidden, toggle }), [hidden, toggle]);
  return <AmountsContext value={value}>{children}</AmountsContext>;
}

export function useAmounts(): Amounts {
  return use(AmountsContext);
}

/** A currency as a symbol or as a code that stands at a number. */
const NUMBER = String.raw`\d[\d.,’'\u00a0\u202f]*(?:[kMB]\b)?`;
const CURRENCY = String.raw`(?:[A-Z]{1,3})?\p{Sc}|\b[A-Z]{3}(?=[\s\u00a0\u202f]?[−-]?\d)`;
const AFTER = String.raw`[\s\u00a0\u202f]?\p{Sc}|[\s\u00a0\u202f][A-Z]{3}\b`;
const MONEY = new RegExp(
  // €110, −€1,911, CHF 12k · 110 €, 12,50 EUR · what a range leaves bare: 63k–100k
  String.raw`[−-]?(?:${CURRENCY})[\s\u00a0\u202f]?[−-]?${NUMBER}|[−-]?${NUMBER}(?:${AFTER})|\b\d[\d.,]*[kMB]\b`,
  "gu",
);

/** Whether a text says an amount of money. */
export function saysMoney(text: string): boolean {
  return text.search(MONEY) >= 0;
}

/** The text with its amounts struck out. */
export function maskAmounts(text: string): string {
  return text.replace(MONEY, m.common.hiddenAmount);
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
