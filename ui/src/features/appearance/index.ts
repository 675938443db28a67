/** Choices of this computer, not of the workspace: they are kept in the web view. */

import { useSyncExternalStore } from "react";

export type Theme = "system" | "light" | "dark";

export interface Appearance {
  theme: Theme;
  /** `?` and `/` without a modifier, which can get in the way of speech input. */
  singleKeys: boolean;
  /** A session is shown to a room: large text and rows, amounts hidden. */
  meeting: boolean;
}

const KEY = "ninefold.appearance";
const DEFAULT: Appearance = { theme: "system", singleKeys: true, meeting: false };

let current = load();
const listeners = new Set<() => void>();

function load(): Appearance {
  try {
    const stored: Partial<Appearance> = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    return {
      theme: stored.theme === "light" || stored.theme === "dark" ? stored.theme : "system",
      singleKeys: stored.singleKeys !== false,
      meeting: stored.meeting === true,
    };
  } catch {
    // Storage that is blocked or holds something else is no reason not to start.
    return DEFAULT;
  }
}

/** Puts the theme on the page. */
export function applyTheme(): void {
  const { dataset } = document.documentElement;
  if (current.theme === "system") delete dataset.theme;
  else dataset.theme = current.theme;
}

export function setAppearance(change: Partial<Appearance>): void {
  current = { ...current, ...change };
  try {
    localStorage.setItem(KEY, JSON.stringify(current));
  } catch {
    // The choice holds until the window closes.
  }
  applyTheme();
  for (const listener of listeners) listener();
}

export function useAppearance(): Appearance {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current,
  );
}
