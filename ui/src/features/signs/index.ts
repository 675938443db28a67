/** The signs of the bottleneck, the timelines behind them, and growth. */

export { Growth } from "./Growth";
export { Phase } from "./Phase";
export { SignsTable } from "./SignsTable";
export { Timelines } from "./Timelines";
