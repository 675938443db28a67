/** Words of the shared parts. */

import type { Basis } from "../../api/wire";

const basis: Record<Basis, string> = {
  measured: "measured",
  estimated: "estimated",
  assumed: "assumed",
  missing: "missing",
};

export const common = {
  basis,
  cancel: "Cancel",
  close: "Close",
  save: "Save",
  delete: "Delete",
  edit: "Edit",
  undo: "Undo",
  redo: "Redo",
  dismiss: "Dismiss",
  loading: "Reading…",
  notCounted: "Not counted",
  recalculated: "Recalculated",
  optional: "optional",
  required: "required",
  tryAgain: "Try again",
  somethingFailed: "That did not work",
  noOptions: "Nothing matches",
  showOptions: (label: string) => `Show ${label}`,

  chart: {
    role: "chart",
    asTable: "Show as table",
    table: (title: string) => `Table: ${title}`,
    asChart: "Show as chart",
    copySvg: "Copy SVG",
    copied: "SVG copied",
    notCopied: "The clipboard refused the SVG",
    keys: "Arrow keys read the values",
    keysOpen: "Arrow keys read the values, Enter opens how one comes about",
    opens: "click or Enter: how it comes about",
    readOut: (series: string, label: string, value: string, opens: boolean) =>
      [series, label, value, opens && "Enter opens it"].filter(Boolean).join(", "),
  },

  explain: {
    open: (what: string) => `${what}: how it comes about`,
    title: "How this figure comes about",
    comesAbout: (figure: string) => `How ${figure} comes about`,
    formula: "Formula",
    inputs: "What goes in",
    input: "Input",
    value: "Value",
    source: "From",
    basis: "Basis",
    rows: "Rows behind this figure",
    more: "More rows",
    notes: "To know",
    exact: "exact",
  },

  grid: {
    rows: (n: string) => `${n} rows`,
    unread: "…",
    failed: "These rows could not be read",
  },

  figure: {
    missing: "not known",
  },

  drop: {
    here: "Drop the files here",
  },

  hiddenAmount: "•••",
  amountsHidden: "hidden amount",
};
