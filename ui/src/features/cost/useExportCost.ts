/** Writes the posted lines of a window to a file of the person's choice. */

import { useCallback } from "react";
import { useCommand } from "../../api";
import { count, m } from "../../messages";
import { pickSavePath } from "../../platform";
import { useToast } from "../../shared";

/** `start` asks where, then writes; the ending of the file decides between CSV and JSON. */
export function useExportCost(window: string): { start: () => void; isPending: boolean } {
  const toast = useToast();
  const { mutate, isPending } = useCommand("cost.export");
  const start = useCallback(async () => {
    const words = m.cost.export;
    const path = await pickSavePath({
      title: words.title,
      name: words.fileName,
      filters: [
        { name: words.csv, extensions: ["csv"] },
        { name: words.json, extensions: ["json"] },
      ],
    });
    if (path === null) return;
    mutate(
      { args: { path, window } },
      {
        onSuccess: (written) =>
          toast({ text: words.written(written.rows, count(written.rows), written.path) }),
        onError: (error) => toast({ text: [error.message, ...error.hints].join(" ") }),
      },
    );
  }, [mutate, toast, window]);
  return { start: () => void start(), isPending };
}
