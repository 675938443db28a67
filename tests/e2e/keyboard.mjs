// What a person does who has a keyboard only, and what they can tell of the screen meanwhile.
import { eventually } from "./app.mjs";

/**
 * The keyboard of a window; `pageOf` says which, because a window may die and another one come.
 * `onKeys` hears how many keys were struck.
 */
export function keyboard(pageOf, onKeys = () => {}) {
  const press = (key) => {
    onKeys(1);
    return pageOf().keyboard.press(key);
  };
  const type = (text) => {
    onKeys(text.length);
    return pageOf().keyboard.type(text);
  };
  const heading = () => pageOf().getByRole("heading", { level: 1 }).first().innerText();
  /** Presses a key and waits until the sentence of the screen is another. */
  const pressOn = async (key) => {
    const before = await heading();
    await press(key);
    await eventually(heading, (now) => now !== before, `${key} leads on from “${before}”`);
  };
  /** Presses a button as a keyboard does: by Enter, with the focus on it. */
  const pressButton = async (name) => {
    await pageOf().getByRole("button", { name }).focus();
    await press("Enter");
  };
  /** The role and name of what the next key goes to. */
  const inFocus = () =>
    pageOf().evaluate(() => {
      const element = document.activeElement;
      if (!element || element === document.body) return "nothing";
      const name =
        element.getAttribute("aria-label") ??
        element.closest("[data-field]")?.getAttribute("data-field") ??
        element.textContent?.slice(0, 40) ??
        "";
      return `${element.getAttribute("role") ?? element.tagName.toLowerCase()} ${name}`;
    });
  /** The next key has to have somewhere to go. */
  const held = (where) =>
    eventually(inFocus, (now) => now !== "nothing", `the focus is held: ${where}`);
  /** Adds the first mitigation that is offered for what has the focus. */
  const addMitigation = async () => {
    const page = pageOf();
    await press("a");
    await page.getByRole("dialog").waitFor();
    await press("ArrowDown");
    await page.getByRole("option").first().waitFor();
    await press("Enter");
    await press("Enter");
    await page.getByRole("dialog").waitFor({ state: "detached" });
  };
  /** The session that the address names. */
  const sessionId = () => new URLSearchParams(pageOf().url().split("?")[1]).get("session");
  return { press, type, heading, pressOn, pressButton, inFocus, held, addMitigation, sessionId };
}
