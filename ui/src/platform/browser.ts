/**
 * A plain browser, for tests and development: the core answers over the loopback bridge, and
 * the paths that a native dialog would return are set on the window by the test.
 */

import type { Progress } from "../api/wire";
import type { Host } from "./host";
import { nextJob } from "./job";

declare global {
  interface Window {
    /** Paths that the next file dialogs return. */
    __ninefoldFiles?: string[];
    /** Path that the next save and folder dialogs return. */
    __ninefoldSave?: string;
  }
}

/** How often a running call is asked how far it is. */
const POLL_MS = 200;

export const browserHost: Host = {
  async call(command, args, { onProgress, signal } = {}) {
    const job = nextJob();
    const cancel = () => void fetch(`/cancel/${job}`, { method: "POST" });
    signal?.addEventListener("abort", cancel);
    const poll = onProgress && setInterval(() => void readProgress(job, onProgress), POLL_MS);
    try {
      const response = await fetch(`/rpc/${command}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ args, job }),
      });
      if (response.status !== 200 && response.status !== 422) {
        throw new Error(`the bridge answered ${response.status} ${response.statusText}`.trim());
      }
      const body: unknown = await response.json();
      if (response.status === 422) throw body;
      return body;
    } finally {
      clearInterval(poll);
      signal?.removeEventListener("abort", cancel);
    }
  },

  async pickFiles({ multiple = false }) {
    const files = window.__ninefoldFiles ?? [];
    return multiple ? files : files.slice(0, 1);
  },

  async pickSavePath() {
    return window.__ninefoldSave ?? null;
  },

  async pickFolder() {
    return window.__ninefoldSave ?? null;
  },

  onFileDrop(listener) {
    // A browser does not tell the path of a dropped file; tests send the paths they mean.
    const onDrop = (event: Event) => {
      if (event instanceof CustomEvent) listener(event.detail);
    };
    window.addEventListener("ninefold:file-drop", onDrop);
    return () => window.removeEventListener("ninefold:file-drop", onDrop);
  },
};

async function readProgress(job: string, onProgress: (progress: Progress) => void) {
  try {
    const response = await fetch(`/job/${job}`);
    const progress: Progress | null = await response.json();
    if (progress) onProgress(progress);
  } catch {
    // Progress is a courtesy: the call itself reports what is wrong with the bridge.
  }
}
