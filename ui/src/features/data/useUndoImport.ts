/** Taking an import out again, with the way back. */

import { useCommand } from "../../api";
import { m } from "../../messages";
import { useToast } from "../../shared";

/** Calls `then` with what had to stay, and why. */
export function useUndoImport(then: (kept: string[]) => void) {
  const undo = useCommand("import.undo");
  // The core counts this as an undo of that one import, so doing it again is what takes it back:
  // `undo` would go on to the newest change that still counts.
  const { mutate: doAgain } = useCommand("redo");
  const toast = useToast();
  return {
    error: undo.error,
    isPending: undo.isPending,
    undo: (batch: string) =>
      undo.mutate(
        { args: { id: batch } },
        {
          onSuccess: ({ label, skipped }) => {
            const kept = skipped.length > 0 && m.data.keptBack(skipped.length);
            toast({
              text: [label, kept].filter(Boolean).join(" · "),
              undoLabel: m.common.redo,
              onUndo: () =>
                doAgain(
                  { args: {} },
                  {
                    onSuccess: (done) => toast({ text: done.label }),
                    onError: (error) => toast({ text: error.message }),
                  },
                ),
            });
            then(skipped);
          },
        },
      ),
  };
}
