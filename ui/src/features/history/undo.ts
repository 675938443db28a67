/** Taking changes back, and doing them again. */

import { useCallback } from "react";
import { type Done, RpcError, useCommand } from "../../api";
import { useToast } from "../../shared";

/** Undo and redo of the newest change, each said in a toast. */
export function useUndoRedo(): { undo: () => void; redo: () => void } {
  const toast = useToast();
  const { mutateAsync: takeBack } = useCommand("undo");
  const { mutateAsync: doAgain } = useCommand("redo");

  const undo = useCallback(async () => {
    try {
      const done = await takeBack({ args: {} });
      toast({ text: [done.label, ...done.skipped].join(" · ") });
    } catch (error) {
      if (error instanceof RpcError) toast({ text: error.message });
    }
  }, [takeBack, toast]);

  const redo = useCallback(async () => {
    try {
      const done = await doAgain({ args: {} });
      toast({ text: [done.label, ...done.skipped].join(" · ") });
    } catch (error) {
      if (error instanceof RpcError) toast({ text: error.message });
    }
  }, [doAgain, toast]);

  return { undo: () => void undo(), redo: () => void redo() };
}

/** Says what was done, with the way back beside it. */
export function useUndoToast(): (done: Done) => void {
  const toast = useToast();
  const { undo } = useUndoRedo();
  return (done) => toast({ text: [done.label, ...done.skipped].join(" · "), onUndo: undo });
}
