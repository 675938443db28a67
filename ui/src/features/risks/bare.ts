/** Figures in tables whose column heads say the unit. */

import type { Figure } from "../../api";

/** The figure without its unit. */
export function bare(figure: Figure): Figure {
  return { ...figure, unit: "" };
}
