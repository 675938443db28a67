/** The window of time that the figures of a screen are about. */

import { useAddress } from "../address";

export { WindowPicker } from "./WindowPicker";

/** As the core reads it; empty: the last 365 days. */
export function useWindowParam(): string {
  return useAddress().window ?? "";
}
