/** Keeping score: which incidents were which risks, and how forecasts did. */

export { Matches } from "./Matches";
export { Scores } from "./Scores";
