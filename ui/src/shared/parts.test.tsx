import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, it, vi } from "vitest";
import { installCore } from "../../test/core";
import { explanation, figure, overview } from "../../test/fixtures";
import { expectAccessible, renderPart } from "../../test/render";
import { RpcError } from "../api";
import {
  AmountsProvider,
  Button,
  Checkbox,
  Combo,
  Dialog,
  EmptyState,
  ErrorNote,
  FigureText,
  Headline,
  Section,
  SegmentedControl,
  Select,
  StateChip,
  TextField,
  TextTable,
  TileStrip,
  useAmounts,
} from ".";
import { maskAmounts, saysMoney } from "./amounts";

const OPTIONS = [
  { id: "a", label: "Alpha" },
  { id: "b", label: "Beta", detail: "second" },
  { id: "c", label: "Betamax" },
];

function Zone() {
  const [zone, setZone] = useState("a");
  return (
    <>
      <Combo label="Zone" value={zone} onChange={setZone} options={OPTIONS} />
      <output>{zone}</output>
    </>
  );
}

function Toggle() {
  const { toggle } = useAmounts();
  return <Button onPress={toggle}>hide</Button>;
}

it("is accessible, all parts together", async () => {
  installCore({});
  renderPart(
    <main>
      <Headline headline={overview.headline} action={<Button variant="filled">Go</Button>} />
      <TileStrip tiles={overview.tiles} label="Figures" />
      <Section title="Fields">
        <TextField label="Name" value="x" onChange={() => {}} error="is taken" description="d" />
        <TextField label="Notes" value="" onChange={() => {}} multiline optional />
        <Select label="Kind" value="a" onChange={() => {}} options={OPTIONS} />
        <Combo label="Zone" value="b" onChange={() => {}} options={OPTIONS} />
        <Checkbox isSelected onChange={() => {}}>
          Count it
        </Checkbox>
        <SegmentedControl label="View" value="a" onChange={() => {}} options={OPTIONS} />
      </Section>
      <Section title="Words" aside="quiet">
        <StateChip state="over">Over by 157 min</StateChip>
        <TextTable label="T" table={{ columns: ["A", "B"], rows: [["x", "1"]] }} />
        <ErrorNote
          error={new RpcError({ code: "io", message: "no", hints: ["try"], field: "" })}
          onRetry={() => {}}
        />
        <EmptyState headline={{ sentence: "Nothing", lead: "", missing: "Import" }} />
      </Section>
    </main>,
  );
  await expectAccessible(document.body);
});

it("opens how a figure comes about, with the formula, the inputs and the rows", async () => {
  const core = installCore({ explain: explanation });
  renderPart(<FigureText figure={figure("€10,617", { explain: "key" })} label="Lost revenue" />);
  await userEvent.click(screen.getByRole("button", { name: /Lost revenue €10,617/ }));
  const dialog = await screen.findByRole("dialog", { name: explanation.title });
  expect(dialog).toHaveTextContent(explanation.formula);
  expect(dialog).toHaveTextContent("70 % of €15,167");
  expect(dialog).toHaveTextContent("shop.csv");
  expect(dialog).toHaveTextContent("3 of 104 rows");
  expect(core.calls).toContainEqual({ command: "explain", args: { key: "key", window: "" } });
  await expectAccessible(document.body);
  await userEvent.keyboard("{Escape}");
  expect(screen.queryByRole("dialog")).toBeNull();
});

it("keeps what was typed when a click or Esc goes beside the form", async () => {
  installCore({});
  const onClose = vi.fn();
  renderPart(
    <Dialog title="Form" isOpen onClose={onClose} keepOpen>
      <p>typed</p>
    </Dialog>,
  );
  await userEvent.keyboard("{Escape}");
  expect(onClose).not.toHaveBeenCalled();
  await userEvent.click(screen.getByRole("button", { name: "Close" }));
  expect(onClose).toHaveBeenCalledOnce();
});

it("chooses by typing, and falls back to the last choice when nothing was chosen", async () => {
  installCore({});
  renderPart(<Zone />);
  const field = screen.getByRole("combobox", { name: "Zone" });
  await userEvent.clear(field);
  await userEvent.type(field, "bet");
  await userEvent.keyboard("{ArrowDown}{Enter}");
  expect(screen.getByText("b")).toBeInTheDocument();
  await userEvent.clear(field);
  await userEvent.type(field, "nothing like it");
  await userEvent.tab();
  expect(field).toHaveValue("Beta");
});

it("takes what was typed in full, however the field is left", async () => {
  installCore({});
  renderPart(<Zone />);
  const field = screen.getByRole("combobox", { name: "Zone" });
  for (const [typed, leave] of [
    ["beta", "{Enter}"],
    ["ALPHA", "{Tab}"],
  ] as const) {
    await userEvent.clear(field);
    await userEvent.type(field, typed);
    await userEvent.keyboard(leave);
    expect(field).toHaveValue(typed === "beta" ? "Beta" : "Alpha");
    expect(screen.getByText(typed.charAt(0).toLowerCase())).toBeInTheDocument();
  }
});

it("takes the one option that has what was typed, and never one that nobody meant", async () => {
  installCore({});
  renderPart(<Zone />);
  const field = screen.getByRole("combobox", { name: "Zone" });
  // What is typed takes the place of what was chosen.
  await userEvent.tab();
  expect(field).toHaveFocus();
  await userEvent.keyboard("etam{Enter}");
  expect(field).toHaveValue("Betamax");
  await userEvent.keyboard("{Control>}a{/Control}et{Enter}");
  expect(field).toHaveValue("et");
  expect(screen.getByText("c")).toBeInTheDocument();
});

it("knows an amount of money in a text", () => {
  expect(maskAmounts("Incidents cost about €81k in a year (63k–100k).")).toBe(
    "Incidents cost about ••• in a year (•••).",
  );
  for (const amount of [
    "€110.37",
    "−€1,911",
    "12,50 €",
    "CHF 1’200",
    "1\u202f200,00\u00a0EUR",
    "US$5,600",
  ]) {
    expect(saysMoney(amount), amount).toBe(true);
    expect(maskAmounts(amount), amount).not.toMatch(/\d/);
  }
  for (const text of [
    "99.87 %",
    "683 of 526 min",
    "INC-0412",
    "SEV 2",
    "ROW 12",
    "47 incidents",
    "20:14",
  ]) {
    expect(maskAmounts(text), text).toBe(text);
  }
});

it("takes the range of a hidden amount along", () => {
  for (const [text, shown] of [
    ["€32/min (29–36)", "•••/min (•••)"],
    ["CHF 12k a year (9–15)", "••• a year (•••)"],
    ["A minute costs €32 (29–36), less 10 %", "A minute costs ••• (•••), less 10 %"],
    // A range of anything else stays.
    ["157 min (90–240)", "157 min (90–240)"],
  ] as const) {
    expect(maskAmounts(text), text).toBe(shown);
  }
});

it("takes hidden amounts off the page", async () => {
  installCore({});
  renderPart(
    <AmountsProvider>
      <Toggle />
      <Headline headline={overview.headline} />
      <TileStrip tiles={overview.tiles} label="Figures" />
    </AmountsProvider>,
  );
  await userEvent.click(screen.getByRole("button", { name: "hide" }));
  for (const drawing of document.querySelectorAll("svg")) drawing.remove();
  const page = document.body.innerHTML;
  for (const amount of ["81k", "110", "74–150", "290", "120 per"])
    expect(page).not.toContain(amount);
  expect(page).toContain("99.87");
  expect(page).toContain("683 of 526 min");
});
