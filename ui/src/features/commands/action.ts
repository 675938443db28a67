/** What can be done from anywhere: one list for the keys, the palette and the list of keys. */

import { modifier } from "../../platform";

export interface Action {
  id: string;
  label: string;
  /** `Ctrl+Shift+Z`, `/`; empty: only by the palette. `Ctrl` stands for ⌘ on a Mac. */
  keys: string;
  /** Other words that find it in the palette: what it leads to. */
  words?: string;
  /** Other keys for the same. */
  also?: string;
  run: () => void;
  /** Nothing to do now. */
  isDisabled?: boolean;
  /** Text fields have their own meaning for its keys. */
  notInText?: boolean;
  /** Not in the palette, which it would open or which knows nothing of its place. */
  isHidden?: boolean;
}

/** The keys as people of this system read them. */
export function shownKeys(keys: string): string {
  return keys.replace("Ctrl", modifier);
}

/** Whether a key press is one of an action's. */
export function matches(action: Action, event: KeyboardEvent): boolean {
  return [action.keys, action.also ?? ""].some((keys) => keys !== "" && isPress(keys, event));
}

function isPress(keys: string, event: KeyboardEvent): boolean {
  const parts = keys.split("+");
  const key = parts.at(-1) ?? "";
  const wantsModifier = parts.includes("Ctrl");
  const hasModifier = event.ctrlKey || event.metaKey;
  if (wantsModifier !== hasModifier || event.altKey) return false;
  // A sign such as `?` may need Shift or not, by the keyboard.
  const isLetter = /^[a-z]$/i.test(key);
  if (isLetter && parts.includes("Shift") !== event.shiftKey) return false;
  return event.key.toLowerCase() === key.toLowerCase();
}

/** Whether a key belongs to what has the focus: a field that takes text. */
export function isTextField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement) return true;
  const typed = ["button", "checkbox", "radio", "submit", "reset"];
  return target instanceof HTMLInputElement && !typed.includes(target.type);
}
