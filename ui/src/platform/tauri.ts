/** The desktop shell: one `rpc` command, native dialogs, native file drop. */

import { Channel, invoke } from "@tauri-apps/api/core";
import { getCurrentWebview } from "@tauri-apps/api/webview";
import { open, save } from "@tauri-apps/plugin-dialog";
import type { Progress } from "../api/wire";
import type { Host } from "./host";
import { nextJob } from "./job";

export const tauriHost: Host = {
  async call(command, args, options = {}) {
    const job = nextJob();
    const onProgress = new Channel<Progress>();
    onProgress.onmessage = (progress) => options.onProgress?.(progress);
    const cancel = () => void invoke("cancel", { job });
    options.signal?.addEventListener("abort", cancel);
    try {
      return await invoke("rpc", { command, args, job, onProgress });
    } finally {
      options.signal?.removeEventListener("abort", cancel);
    }
  },

  async pickFiles({ title, filters, multiple = false }) {
    const chosen = await open({ title, filters, multiple, directory: false });
    if (chosen === null) return [];
    return Array.isArray(chosen) ? chosen : [chosen];
  },

  async pickSavePath({ title, name, filters }) {
    return await save({ title, defaultPath: name, filters });
  },

  async pickFolder({ title }) {
    return await open({ title, directory: true, multiple: false });
  },

  onFileDrop(listener) {
    // Listening starts asynchronously; whoever stops before that must still stop it.
    let stopped = false;
    let stop: (() => void) | undefined;
    void getCurrentWebview()
      .onDragDropEvent(({ payload }) => {
        if (payload.type === "drop") listener({ phase: "dropped", paths: payload.paths });
        else listener({ phase: payload.type === "leave" ? "left" : "over" });
      })
      .then((unlisten) => {
        if (stopped) unlisten();
        else stop = unlisten;
      });
    return () => {
      stopped = true;
      stop?.();
    };
  },
};
