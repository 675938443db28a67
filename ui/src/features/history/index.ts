export { HistoryDrawer } from "./HistoryDrawer";
export { useUndoRedo, useUndoToast } from "./undo";
