/** Where the words of a timeline's marks go, so that none lies over another. */

import type { TimelineMark } from "../../api";

export interface PlacedMark {
  mark: TimelineMark;
  /** px of the mark itself. */
  at: number;
  /** px of the left edge of its words. */
  left: number;
  /** Rows away from the bar: −1 and −2 above, 1 and 2 below. */
  row: number;
}

/** The rows in the order they are tried for a mark: above first, or below first. */
const ABOVE_FIRST = [-1, 1, -2, 2] as const;
const BELOW_FIRST = [1, -1, 2, -2] as const;

/** px between the words of two marks. */
const GAP = 12;

/**
 * Places marks along a bar of a width, given how wide the words of each are. Marks alternate
 * above and below; where the words would touch those before, they go into the next free row, and
 * where no row is free, they are pushed along the emptiest one.
 */
export function placeMarks(
  marks: readonly TimelineMark[],
  width: number,
  wordsWidth: (mark: TimelineMark) => number,
): PlacedMark[] {
  // Right edge of what already stands in each row.
  const taken = new Map<number, number>();
  return marks.map((mark, index) => {
    const at = Math.min(Math.max(mark.position, 0), 1) * width;
    const words = wordsWidth(mark);
    const wanted = Math.min(at, Math.max(width - words, 0));
    const rows = index % 2 === 0 ? ABOVE_FIRST : BELOW_FIRST;
    const free = (row: number) => (taken.get(row) ?? Number.NEGATIVE_INFINITY) + GAP;
    const row =
      rows.find((one) => free(one) <= wanted) ??
      rows.reduce((best, one) => (free(one) < free(best) ? one : best));
    const left = Math.max(wanted, free(row));
    taken.set(row, left + words);
    return { mark, at, left, row };
  });
}
