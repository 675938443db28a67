/** A record in its drawer: what is typed, saving it and deleting it. */

import { useState } from "react";
import {
  type Args,
  type Command,
  type Done,
  type Result,
  type RpcError,
  useCommand,
} from "../../api";
import { type FieldErrors, fieldErrors } from "../../shared";
import { useUndoToast } from "../history";

/** Commands that say what they did. */
type Change = { [K in Command]: Result<K> extends Done ? K : never }[Command];

/** What a drawer needs to know of the record in it. */
export interface RecordForm<T extends object> {
  value: T;
  set: (change: Partial<T>) => void;
  save: () => void;
  isPending: boolean;
  error: RpcError | null;
  /** What is wrong with a field. */
  wrong: FieldErrors;
}

/** A record that is typed and saved; the drawer closes when the core took it, and hears what was done. */
export function useRecord<K extends Extract<Change, `${string}.save`>>(
  command: K,
  start: Args<K>,
  onClose: (done?: Done) => void,
): RecordForm<Args<K>> {
  const { mutate, error, isPending } = useCommand(command);
  const said = useUndoToast();
  const [value, setValue] = useState(start);
  return {
    value,
    set: (change) => setValue((now) => ({ ...now, ...change })),
    save: () =>
      mutate(
        { args: value },
        {
          onSuccess: (done) => {
            said(done as Done);
            onClose(done as Done);
          },
        },
      ),
    isPending,
    error,
    wrong: fieldErrors(error),
  };
}

/** The deletion of a record. */
export interface Removal {
  remove: () => void;
  isPending: boolean;
  error: RpcError | null;
}

/** Deletes a record; the drawer closes when it is gone. */
export function useRemoval(
  command: Extract<Change, `${string}.delete`>,
  id: string,
  onClose: () => void,
): Removal {
  const { mutate, error, isPending } = useCommand(command);
  const said = useUndoToast();
  return {
    remove: () =>
      mutate(
        { args: { id } },
        {
          onSuccess: (done) => {
            said(done);
            onClose();
          },
        },
      ),
    isPending,
    error,
  };
}
