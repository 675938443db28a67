/** Typed calls of the core, by the name of the command. */

import { type CallOptions, call } from "../platform";
import type { Code, Commands, Error as WireError } from "./wire";

export type Command = keyof Commands;
export type Args<K extends Command> = Commands[K]["args"];
export type Result<K extends Command> = Commands[K]["result"];

/** What the core said about a command that it did not carry out. */
export class RpcError extends Error {
  readonly code: Code;
  /** What to do next. */
  readonly hints: readonly string[];
  /** The field of the form it is about; empty where it is about none. */
  readonly field: string;

  constructor(wire: WireError) {
    super(wire.message);
    this.name = "RpcError";
    this.code = wire.code;
    this.hints = wire.hints;
    this.field = wire.field;
  }
}

/** Runs a command. Whatever goes wrong arrives as an {@link RpcError}. */
export async function rpc<K extends Command>(
  command: K,
  args: Args<K>,
  options?: CallOptions,
): Promise<Result<K>> {
  try {
    return (await call(command, args, options)) as Result<K>;
  } catch (thrown) {
    throw asRpcError(thrown);
  }
}

/** Any thrown value as an error that can be shown. */
export function asRpcError(thrown: unknown): RpcError {
  if (thrown instanceof RpcError) return thrown;
  if (isWireError(thrown)) return new RpcError(thrown);
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new RpcError({ code: "io", message, hints: [], field: "" });
}

function isWireError(value: unknown): value is WireError {
  return (
    typeof value === "object" &&
    value !== null &&
    typeof (value as WireError).code === "string" &&
    typeof (value as WireError).message === "string" &&
    Array.isArray((value as WireError).hints)
  );
}
