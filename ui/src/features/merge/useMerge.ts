/** Asks for another copy of the open workspace and merges it. */

import { useCallback } from "react";
import { useCommand } from "../../api";
import { m } from "../../messages";
import { pickFiles } from "../../platform";
import { useToast } from "../../shared";
import { useGo } from "../address";
import { useUndoRedo } from "../history";
import { workspaceFiles } from "../workspace";

export function useMerge() {
  const go = useGo();
  const toast = useToast();
  const { undo } = useUndoRedo();
  const merge = useCommand("workspace.merge");
  const { mutate } = merge;
  const start = useCallback(async () => {
    const [path] = await pickFiles({ title: m.merge.pick, filters: workspaceFiles() });
    if (path === undefined) return;
    mutate(
      { args: { path, of: "", out: "" } },
      {
        onSuccess: (report) => {
          const text = report.lines.join(" ");
          toast(report.changed ? { text, onUndo: undo } : { text });
          if (report.conflicts.length > 0) go("/data");
        },
        onError: (error) => toast({ text: [error.message, ...error.hints].join(". ") }),
      },
    );
  }, [mutate, toast, undo, go]);
  return { start: () => void start(), isPending: merge.isPending };
}
