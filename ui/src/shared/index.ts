/** The parts that screens are made of. */

export { Amount, AmountsProvider, useAmounts, useMask } from "./amounts";
export { BasisMark } from "./BasisMark";
export { Button, type ButtonProps } from "./Button";
export { Chart, type ChartProps, LiveChart } from "./Chart";
export { Checkbox } from "./Checkbox";
export { Combo } from "./Combo";
export { classes } from "./classes";
export { type Column, DataGrid, type GridHandle, type GridWindow } from "./DataGrid";
export { Dialog, Drawer } from "./Dialog";
export { EmptyPart, EmptyState } from "./EmptyState";
export { ErrorNote } from "./ErrorNote";
export { ExplainProvider, Inputs, Notes, Rows, Steps, useExplain } from "./explain";
export { FigureStack } from "./FigureStack";
export { FigureText, joinUnit, useShownFigure } from "./FigureText";
export { FileDrop } from "./FileDrop";
export { type FieldErrors, fieldErrors, useFocusOnError } from "./form";
export { LinkButton } from "./LinkButton";
export { MenuButton, type MenuEntry, type MenuGroup } from "./MenuButton";
export { RangeRule } from "./RangeRule";
export { Headline, Section } from "./Section";
export { SegmentedControl } from "./SegmentedControl";
export { type Option, Select } from "./Select";
export { StateChip } from "./StateChip";
export { TextField } from "./TextField";
export { TextTable } from "./TextTable";
export { TileStrip } from "./Tile";
export { type Toast, ToastProvider, useAnnounce, useToast } from "./toast";
