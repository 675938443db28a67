/** Pre-mortems: the list, and a session held full screen at one keyboard. */

export { SessionList } from "./List";
export { Session } from "./Session";
