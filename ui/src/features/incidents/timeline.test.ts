import { expect, it } from "vitest";
import type { TimelineMark } from "../../api";
import { placeMarks } from "./timeline";

const WIDTH = 592;
const words = (mark: TimelineMark) => (mark.at.length + mark.label.length + 1) * 6;

function mark(label: string, position: number): TimelineMark {
  return { label, at: "20:14", position };
}

/** Pairs of marks whose words overlap, or of which one's line runs through the other's words. */
function collisions(marks: TimelineMark[], width = WIDTH): string[] {
  const placed = placeMarks(marks, width, words);
  return placed.flatMap((one) =>
    placed
      .filter((other) => other !== one && Math.sign(other.row) === Math.sign(one.row))
      .filter((other) =>
        other.row === one.row
          ? other.left < one.right && one.left < other.right
          : Math.abs(one.row) > Math.abs(other.row) && one.at > other.left && one.at < other.right,
      )
      .map((other) => `${one.mark.label} / ${other.mark.label}`),
  );
}

it("alternates above and below where the marks are apart", () => {
  const placed = placeMarks([mark("a", 0), mark("b", 0.4), mark("c", 0.8)], WIDTH, words);
  expect(placed.map(({ row }) => row)).toEqual([-1, 1, -1]);
  expect(placed.map(({ mark: { label } }) => label)).toEqual(["a", "b", "c"]);
});

it("lets no words lie over others, however close the marks are", () => {
  const labels = ["started", "detected by a customer", "acknowledged", "mitigated", "resolved"];
  const layouts = [
    [0, 0.01, 0.02, 0.03, 1],
    [0, 0, 0, 0, 0],
    [0, 0.97, 0.98, 0.99, 1],
    [0, 0.1, 0.2, 0.75, 1],
    [0, 0.02, 0.06, 0.83, 1],
  ];
  for (const positions of layouts) {
    const marks = positions.map((position, index) => mark(labels[index] ?? "", position));
    expect(collisions(marks), positions.join()).toEqual([]);
    expect(collisions(marks, 360), `${positions.join()} narrow`).toEqual([]);
  }
});

it("finds room for marks that say their date", () => {
  const dated = [
    ["started", "3 Jul 18:30", 0],
    ["detected by a customer", "4 Jul 09:00", 0.23],
    ["acknowledged", "4 Jul 09:35", 0.24],
    ["mitigated", "6 Jul 03:10", 0.9],
    ["resolved", "6 Jul 09:10", 1],
  ] as const;
  const marks = dated.map(([label, at, position]) => ({ ...mark(label, position), at }));
  expect(collisions(marks, 480)).toEqual([]);
  for (const { left, right } of placeMarks(marks, 480, words)) {
    expect(left).toBeGreaterThanOrEqual(0);
    expect(right).toBeLessThanOrEqual(480);
  }
});

it("keeps the words of the last mark inside", () => {
  const [, last] = placeMarks([mark("started", 0), mark("resolved", 1)], WIDTH, words);
  expect(last?.right).toBeLessThanOrEqual(WIDTH);
  expect(last?.at).toBe(WIDTH);
});
