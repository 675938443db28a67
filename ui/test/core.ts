/** A core for tests: answers commands with what a test says, over the same bridge as a browser. */

import { vi } from "vitest";
import type { Args, Command, Result, Error as WireError } from "../src/api";

/** An answer, or a function that makes it of the arguments. */
type Answers = {
  [K in Command]?: Result<K> | ((args: Args<K>) => Result<K> | Refusal | Promise<Result<K>>);
};

/** What the core says instead of an answer. */
export class Refusal {
  readonly error: WireError;
  constructor(error: Partial<WireError>) {
    this.error = { code: "invalid", message: "", hints: [], field: "", ...error };
  }
}

export interface TestCore {
  /** Commands called so far, with their arguments. */
  calls: { command: string; args: unknown }[];
  /** Adds or exchanges answers. */
  answer: (answers: Answers) => void;
  /** Makes a command fail from now on. */
  refuse: (command: Command, error: Partial<WireError>) => void;
}

/** Puts a core behind `fetch`. A command without an answer fails the test that calls it. */
export function installCore(answers: Answers): TestCore {
  const known = new Map<string, unknown>(Object.entries(answers));
  const calls: TestCore["calls"] = [];
  vi.stubGlobal("fetch", async (url: string, init?: RequestInit) => {
    const command = url.replace(/^\/rpc\//, "");
    if (!url.startsWith("/rpc/")) return Response.json(null);
    const { args } = JSON.parse(String(init?.body));
    calls.push({ command, args });
    const answer = known.get(command);
    if (answer === undefined) {
      return Response.json(
        {
          code: "unknown-command",
          message: `the test answers no “${command}”`,
          hints: [],
          field: "",
        },
        { status: 422 },
      );
    }
    const result = typeof answer === "function" ? await answer(args) : answer;
    if (result instanceof Refusal) return Response.json(result.error, { status: 422 });
    return Response.json(result);
  });
  return {
    calls,
    answer: (more) => {
      for (const [command, answer] of Object.entries(more)) known.set(command, answer);
    },
    refuse: (command, error) => known.set(command, new Refusal(error)),
  };
}
