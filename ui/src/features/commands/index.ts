export { type Action, matches } from "./action";
export { Palette } from "./Palette";
export { ShortcutList } from "./ShortcutList";
