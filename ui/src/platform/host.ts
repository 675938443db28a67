/** What the window needs from whatever it runs in: a desktop shell, or a browser in tests. */

import type { Progress } from "../api/wire";

export interface CallOptions {
  /** Called while the command runs, at most a few times a second. */
  onProgress?: ((progress: Progress) => void) | undefined;
  /** Aborting asks the core to stop; the call then rejects with the code `cancelled`. */
  signal?: AbortSignal | undefined;
}

/** A kind of file that a dialog offers. */
export interface FileFilter {
  name: string;
  /** Endings without the dot. */
  extensions: string[];
}

export interface PickOptions {
  title: string;
  filters?: FileFilter[];
  multiple?: boolean;
}

export interface SaveOptions {
  title: string;
  /** File name offered. */
  name: string;
  filters?: FileFilter[];
}

export interface Host {
  /** Runs a command of the core. Rejects with what the core said, unparsed. */
  call(command: string, args: unknown, options?: CallOptions): Promise<unknown>;
  /** Full paths chosen by the person; empty when the dialog was closed. */
  pickFiles(options: PickOptions): Promise<string[]>;
  /** Where to write; null when the dialog was closed. */
  pickSavePath(options: SaveOptions): Promise<string | null>;
  /** Full path of a folder; null when the dialog was closed. */
  pickFolder(options: Pick<PickOptions, "title">): Promise<string | null>;
  /** Files dragged onto the window. Returns how to stop listening. */
  onFileDrop(listener: (drop: FileDropEvent) => void): () => void;
}

/** Files over the window, dropped on it, or gone again. */
export type FileDropEvent =
  | { phase: "over" }
  | { phase: "left" }
  | { phase: "dropped"; paths: string[] };
