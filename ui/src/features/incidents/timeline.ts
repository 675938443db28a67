/** Where the words of a timeline's marks go, so that none lies over another. */

import type { TimelineMark } from "../../api";

export interface PlacedMark {
  mark: TimelineMark;
  /** px of the mark itself. */
  at: number;
  /** px of the left edge of its words. */
  left: number;
  /** px of the right edge of its words. */
  right: number;
  /** Rows away from the bar: −1, −2, … above, 1, 2, … below. */
  row: number;
}

/** px between the words of two marks. */
const GAP = 12;

/**
 * Places marks, in the order of time, along a bar of a width, given how wide the words of each
 * are. Words stand beside their mark and alternate above and below; where they would touch
 * others, or the line to them would run through others, they go a row further out.
 */
export function placeMarks(
  marks: readonly TimelineMark[],
  width: number,
  wordsWidth: (mark: TimelineMark) => number,
): PlacedMark[] {
  const choices = (mark: TimelineMark, index: number, depth: number): PlacedMark[] => {
    const at = Math.min(Math.max(mark.position, 0), 1) * width;
    const words = wordsWidth(mark);
    // To the right of the mark, or to the left where that would leave the bar.
    const lefts = [at, at - words].filter((left) => left >= 0 && left + words <= width);
    // Words wider than both sides of their mark stand as near to it as they fit.
    if (lefts.length === 0) lefts.push(Math.max(width - words, 0));
    const side = index % 2 === 0 ? -1 : 1;
    const rows = Array.from({ length: depth }, (_, n) => [side * (n + 1), -side * (n + 1)]).flat();
    return rows.flatMap((row) =>
      lefts.map((left) => ({ mark, at, left, right: left + words, row })),
    );
  };

  const place = (placed: PlacedMark[], depth: number): PlacedMark[] | null => {
    const mark = marks[placed.length];
    if (!mark) return placed;
    for (const choice of choices(mark, placed.length, depth)) {
      const whole = isFree(choice, placed) ? place([...placed, choice], depth) : null;
      if (whole) return whole;
    }
    return null;
  };

  // As few rows as possible; with as many as marks there is a place for each.
  for (let depth = 1; depth <= marks.length; depth++) {
    const placed = place([], depth);
    if (placed) return placed;
  }
  return marks.flatMap((mark, index) => {
    const choice = choices(mark, index, 1)[0];
    return choice ? [{ ...choice, row: index + 1 }] : [];
  });
}

/** Whether words touch no others, and no line runs through any. */
function isFree(one: PlacedMark, placed: readonly PlacedMark[]): boolean {
  return placed.every((other) => {
    if (Math.sign(other.row) !== Math.sign(one.row)) return true;
    if (other.row === one.row)
      return one.right + GAP <= other.left || other.right + GAP <= one.left;
    const [far, near] = Math.abs(one.row) > Math.abs(other.row) ? [one, other] : [other, one];
    return far.at <= near.left || far.at >= near.right;
  });
}
