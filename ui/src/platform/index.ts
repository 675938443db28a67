/** The only way out of the window. Nothing else imports `@tauri-apps/*`. */

import { browserHost } from "./browser";
import type { Host } from "./host";
import { tauriHost } from "./tauri";

export type {
  CallOptions,
  FileDropEvent,
  FileFilter,
  Host,
  PickOptions,
  SaveOptions,
} from "./host";

const host: Host = "__TAURI_INTERNALS__" in window ? tauriHost : browserHost;

export const { call, pickFiles, pickSavePath, pickFolder, onFileDrop } = host;

/** The modifier of shortcuts as people of this system read it. */
export const modifier = navigator.userAgent.includes("Mac") ? "⌘" : "Ctrl";
