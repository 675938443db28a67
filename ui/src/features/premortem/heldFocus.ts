/**
 * The focus of a list whose lines come and go. Where the line that has it is taken away, the focus
 * would fall to the page and the next key to nobody: the line goes where it stands now, else its
 * neighbour takes the focus.
 */

import { type RefObject, useEffect, useRef } from "react";

export interface HeldFocus {
  /** What can have the focus, as a selector. */
  stops: string;
  /** Who takes it where nothing is left. */
  otherwise?: () => HTMLElement | null | undefined;
}

export function useHeldFocus(
  list: RefObject<HTMLElement | null>,
  { stops, otherwise }: HeldFocus,
): void {
  const last = useRef(otherwise);
  last.current = otherwise;
  useEffect(() => {
    const root = list.current;
    if (!root) return;
    const all = () => [...root.querySelectorAll<HTMLElement>(stops)];
    let held: HTMLElement | null = null;
    let place = 0;
    const onFocusIn = ({ target }: FocusEvent) => {
      const stop = target instanceof HTMLElement ? target.closest<HTMLElement>(stops) : null;
      held = stop;
      place = stop ? all().indexOf(stop) : 0;
    };
    const onFocusOut = ({ relatedTarget }: FocusEvent) => {
      const to = relatedTarget instanceof HTMLElement ? relatedTarget : null;
      // A dialog gives the focus back when it closes.
      if (to && !root.contains(to) && !to.closest('[role="dialog"]')) held = null;
    };
    const onChange = () => {
      if (!held || held.isConnected || document.querySelector('[role="dialog"]')) return;
      const focused = document.activeElement;
      if (focused && focused !== document.body) return;
      const { item } = held.dataset;
      const same = item
        ? root.querySelector<HTMLElement>(`[data-item="${CSS.escape(item)}"]`)
        : null;
      const left = all();
      const next = same ?? left[Math.min(place, left.length - 1)] ?? last.current?.();
      held = null;
      next?.focus();
    };
    root.addEventListener("focusin", onFocusIn);
    root.addEventListener("focusout", onFocusOut);
    // The dialogs stand beside the list, at the end of the page.
    const watch = new MutationObserver(onChange);
    watch.observe(document.body, { childList: true, subtree: true });
    return () => {
      root.removeEventListener("focusin", onFocusIn);
      root.removeEventListener("focusout", onFocusOut);
      watch.disconnect();
    };
  }, [list, stops]);
}
