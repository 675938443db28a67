import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { installCore } from "../../test/core";
import { chart } from "../../test/fixtures";
import { expectAccessible, renderPart } from "../../test/render";
import { Chart, maskFigure, nearest, parseDrawing, step } from "./Chart";

it("reads out by arrow keys exactly what its table says", async () => {
  const core = installCore({ chart });
  renderPart(<Chart chart="budget" />);
  const drawing = await screen.findByRole("application");
  drawing.focus();

  const readOut: string[] = [];
  const read = () => within(drawing).getByRole("status").textContent ?? "";
  for (const key of ["{ArrowRight}", "{ArrowRight}", "{ArrowRight}"]) {
    await userEvent.keyboard(key);
    readOut.push(read());
  }
  await userEvent.keyboard("{ArrowDown}");
  readOut.push(read());

  await userEvent.click(screen.getByRole("button", { name: "Show as table" }));
  const cells = screen
    .getAllByRole("row")
    .slice(1)
    .map((row) =>
      within(row)
        .getAllByRole("cell")
        .map(({ textContent }) => textContent),
    );
  expect(cells.map(([when, used]) => `Used, ${when}, ${used}, Enter opens it`)).toEqual(
    readOut.slice(0, 3),
  );
  expect(readOut[3]).toBe(`Budget, ${cells[2]?.[0]}, ${cells[2]?.[2]}`);
  expect(core.calls[0]).toEqual({
    command: "chart",
    args: { chart: "budget", window: "", scope: "", width: 640, height: 300, theme: "" },
  });
});

it("copies the drawing", async () => {
  installCore({ chart });
  const user = userEvent.setup();
  renderPart(<Chart chart="budget" />);
  await user.click(await screen.findByRole("button", { name: "Copy SVG" }));
  expect(await navigator.clipboard.readText()).toContain('points="40,272');
  expect(await screen.findByText("SVG copied")).toBeInTheDocument();
});

it("puts nothing on the page that could run or load", () => {
  const hostile = parseDrawing(
    `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" onload="x()">
     <script>x()</script><foreignObject/><a xlink:href="http://elsewhere"><text onclick="x()">1</text></a>
     <use href="#here"/></svg>`,
  );
  const left = hostile?.outerHTML ?? "";
  expect(left).not.toMatch(/script|foreignObject|onload|onclick|elsewhere/);
  expect(left).toContain("#here");
  expect(parseDrawing("<p>no drawing</p>")).toBeNull();
  expect(parseDrawing("<svg")).toBeNull();
});

it("finds the nearest point and the next one of each series", () => {
  expect(nearest(chart.points, 190, 190)).toBe(1);
  expect(nearest([], 0, 0)).toBeNull();
  expect(step(chart.points, null, "ArrowRight")).toBe(0);
  expect(step(chart.points, 0, "ArrowLeft")).toBe(0);
  expect(step(chart.points, 2, "ArrowDown")).toBe(5);
  expect(step(chart.points, 5, "ArrowUp")).toBe(2);
  expect(step(chart.points, 5, "ArrowDown")).toBe(5);
  expect(step(chart.points, 1, "End")).toBe(2);
  expect(step(chart.points, 1, "a")).toBeUndefined();
});

it("masks amounts in a chart of money, and leaves its hours and names", () => {
  for (const amount of ["€110/min", "1.2k", "74–150", "250", "−3.5k"]) {
    expect(maskFigure(amount), amount).toMatch(/^•••(\/min)?$/);
  }
  for (const word of ["Sun 20:00", "Checkout", "20:00", "Nov 2025"]) {
    expect(maskFigure(word)).toBe(word);
  }
});

it("shows why there is no chart", async () => {
  const core = installCore({});
  core.refuse("chart", { message: "there is no revenue", hints: ["import some"] });
  renderPart(<Chart chart="velocity" />);
  const alert = await screen.findByRole("alert");
  expect(alert).toHaveTextContent("there is no revenue");
  expect(alert).toHaveTextContent("import some");
});

it("is accessible", async () => {
  installCore({ chart });
  vi.stubGlobal("alert", () => {
    throw new Error("the drawing ran a script");
  });
  renderPart(<Chart chart="budget" />);
  await screen.findByRole("application");
  await expectAccessible(document.body);
});
