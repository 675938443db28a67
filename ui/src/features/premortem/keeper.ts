/**
 * Keeps what is typed, key by key. One text is on its way at a time; of each field only the newest
 * waits. What could not be sent waits and is sent again, so that nothing typed is lost with it.
 */

import type { RpcError } from "../../api";

/** What stands in a field: what someone writes in silence, or any other field by its slot. */
export type Note =
  | { kind: "draft"; person: string; prompt: string; text: string }
  | { kind: "jot"; person: string; slot: string; text: string };

/** Where the last text is: in the file, on its way, or not to be had off the window. */
export type Kept = "kept" | "keeping" | RpcError;

const keyOf = (note: Note): string =>
  JSON.stringify([note.kind, note.person, note.kind === "draft" ? note.prompt : note.slot]);

export interface KeeperDoors {
  /** Rejects with an {@link RpcError}. */
  send: (note: Note) => Promise<unknown>;
  onChange: (kept: Kept) => void;
  /** How long to wait before what failed is sent again. */
  retryMs?: number;
}

export class Keeper {
  readonly #doors: KeeperDoors;
  readonly #waiting = new Map<string, Note>();
  #sending: Promise<void> | null = null;
  #held = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;

  constructor(doors: KeeperDoors) {
    this.#doors = doors;
  }

  put(note: Note): void {
    const key = keyOf(note);
    this.#waiting.delete(key);
    this.#waiting.set(key, note);
    this.#doors.onChange("keeping");
    this.#start();
  }

  /** Answers when nothing waits any more; rejects where something could not be sent. */
  async flush(): Promise<void> {
    clearTimeout(this.#retry);
    while (this.#sending || this.#waiting.size > 0) {
      this.#start(true);
      await this.#sending;
    }
  }

  /**
   * Runs a command that takes what was typed: everything before it is sent, and what is typed
   * meanwhile waits for it, so that the two never overtake each other.
   */
  async around<T>(command: () => Promise<T>): Promise<T> {
    await this.flush();
    this.#held += 1;
    try {
      return await command();
    } finally {
      this.#held -= 1;
      this.#start();
    }
  }

  /** Nothing is sent again after this; what is on its way arrives. */
  stop(): void {
    clearTimeout(this.#retry);
  }

  #start(evenIfHeld = false): void {
    if (this.#sending || this.#waiting.size === 0 || (this.#held > 0 && !evenIfHeld)) return;
    clearTimeout(this.#retry);
    const sending = this.#run();
    this.#sending = sending;
    // Whoever flushes hears of a failure; without anyone it is shown and sent again.
    sending.catch(() => {});
  }

  async #run(): Promise<void> {
    let key = "";
    try {
      for (;;) {
        const next = this.#waiting.entries().next().value;
        if (!next) break;
        key = next[0];
        const note = next[1];
        await this.#doors.send(note);
        if (this.#waiting.get(key) === note) this.#waiting.delete(key);
        if (this.#held > 0) break;
      }
      if (this.#waiting.size === 0) this.#doors.onChange("kept");
    } catch (error) {
      const refusal = error as RpcError;
      this.#doors.onChange(refusal);
      if (refusal.code === "io" || refusal.code === "busy") {
        this.#retry = setTimeout(() => this.#start(), this.#doors.retryMs ?? 1000);
      } else {
        // The core would say the same again. The words are still in their field.
        this.#waiting.delete(key);
      }
      throw refusal;
    } finally {
      this.#sending = null;
    }
  }
}
