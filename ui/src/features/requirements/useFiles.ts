/** Requirements to files and from files: exports, journals, and our own exports read back. */

import { RpcError, useCommand } from "../../api";
import { count, m } from "../../messages";
import { pickFiles, pickFolder } from "../../platform";
import { useToast } from "../../shared";
import { useUndoToast } from "../history";

export type ExportFormat = keyof typeof m.requirements.formats;

export interface Files {
  /** Asks for a folder and writes all requirements, or those of these ids, to it. */
  write: (format: ExportFormat, ids?: string[]) => Promise<void>;
  /** Asks for a journal and notes what it says; of a run whose fault was set by hand, or not. */
  readJournal: (byHand: boolean) => Promise<void>;
  /** Asks for a file that was exported from here and takes it in. */
  readBack: () => Promise<void>;
}

export function useFiles(): Files {
  const toast = useToast();
  const undoable = useUndoToast();
  const { mutateAsync: write } = useCommand("requirements.export");
  const { mutateAsync: verify } = useCommand("requirements.verify");
  const { mutateAsync: take } = useCommand("requirements.import");
  const words = m.requirements;
  const said = async (work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof RpcError)) throw error;
      toast({ text: [error.message, ...error.hints].join(" · ") });
    }
  };
  return {
    write: (format, ids = []) =>
      said(async () => {
        const dir = await pickFolder({ title: words.exportTo });
        if (dir === null) return;
        const { files, skipped } = await write({ args: { format, dir, ids } });
        const [first = ""] = files;
        const shown = files.length === 1 ? first.slice(dir.length + 1) : count(files.length);
        toast({ text: [words.exported(files.length, shown, dir), ...skipped].join(" · ") });
      }),
    readJournal: (byHand) =>
      said(async () => {
        const [path] = await pickFiles({
          title: words.journalDialog,
          filters: [{ name: words.journalFilter, extensions: ["json"] }],
        });
        if (path === undefined) return;
        const { done, sentence } = await verify({ args: { path, requirement: "", byHand } });
        undoable({ ...done, label: sentence });
      }),
    readBack: () =>
      said(async () => {
        const [path] = await pickFiles({
          title: words.importDialog,
          filters: [{ name: words.importFilter, extensions: ["json", "csv"] }],
        });
        if (path === undefined) return;
        const { done, skipped, updated, unchanged, ...rest } = await take({ args: { path } });
        const label = words.imported(count(rest.new), count(updated), count(unchanged));
        undoable({ ...done, label, skipped });
      }),
  };
}
