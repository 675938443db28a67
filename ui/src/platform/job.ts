/** Names of running calls, so that one of them can be cancelled. */

let last = 0;

/** A name that no other call of this window has. */
export function nextJob(): string {
  last += 1;
  return `ui-${Date.now().toString(36)}-${last}`;
}
