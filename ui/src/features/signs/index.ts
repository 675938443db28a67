/** The signs of the bottleneck, the timelines behind them, and growth. */

export { Growth } from "./Growth";
export { SignsTable } from "./SignsTable";
export { Timelines } from "./Timelines";
