/** Opening a workspace: the sample, or a file of the person's. */

import { useCallback, useState } from "react";
import { type Progress, RpcError, useCommand } from "../../api";
import { m } from "../../messages";
import { type FileFilter, pickFiles } from "../../platform";
import { useGo } from "../address";

export function workspaceFiles(): FileFilter[] {
  return [{ name: m.workspace.fileKind, extensions: ["ninefold"] }];
}

export interface Opening {
  start: () => void;
  isPending: boolean;
  error: RpcError | null;
}

/** Opens the sample workspace; makes it first where it is not there yet. */
export function useOpenSample(): Opening & { progress: Progress | null } {
  const go = useGo();
  const { mutateAsync, isPending, error } = useCommand("workspace.sample");
  const [progress, setProgress] = useState<Progress | null>(null);
  const start = useCallback(async () => {
    try {
      await mutateAsync({
        args: { path: null, catalogOnly: false },
        onProgress: setProgress,
      });
      go("/");
    } catch (failure) {
      if (!(failure instanceof RpcError)) throw failure;
    } finally {
      setProgress(null);
    }
  }, [mutateAsync, go]);
  return { start: () => void start(), isPending, error, progress };
}

/** Asks for a workspace file and opens it. */
export function useOpenWorkspace(): Opening {
  const go = useGo();
  const { mutateAsync, isPending, error } = useCommand("workspace.open");
  const start = useCallback(async () => {
    const [path] = await pickFiles({ title: m.workspace.openTitle, filters: workspaceFiles() });
    if (path === undefined) return;
    try {
      await mutateAsync({ args: { path } });
      go("/");
    } catch (failure) {
      if (!(failure instanceof RpcError)) throw failure;
    }
  }, [mutateAsync, go]);
  return { start: () => void start(), isPending, error };
}
