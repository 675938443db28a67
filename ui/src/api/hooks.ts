/** The core's answers as queries, and its commands as mutations. */

import {
  keepPreviousData,
  QueryClient,
  type QueryClientConfig,
  type QueryFilters,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { useCallback, useEffect, useRef } from "react";
import type { CallOptions } from "../platform";
import { type Args, type Command, type Result, type RpcError, rpc } from "./rpc";
import type { Status } from "./wire";

/** Answers stay good until the workspace changes: its version says when. */
const config: QueryClientConfig = {
  defaultOptions: {
    queries: {
      staleTime: Number.POSITIVE_INFINITY,
      retry: false,
      networkMode: "always",
      refetchOnWindowFocus: false,
    },
    mutations: { retry: false, networkMode: "always" },
  },
};

export function createQueryClient(): QueryClient {
  return new QueryClient(config);
}

const STATUS: Command = "workspace.status";

/** Questions whose answers follow from what is asked alone: no change of the workspace moves them. */
const OF_NO_WORKSPACE: ReadonlySet<unknown> = new Set<Command>(["estimate.preview"]);

/** The answer to a command that changes nothing. Shows the last one while a new one is read. */
export function useRpc<K extends Command>(
  command: K,
  args: Args<K>,
  { enabled = true }: { enabled?: boolean } = {},
) {
  return useQuery<Result<K>, RpcError>({
    queryKey: [command, args],
    queryFn: () => rpc(command, args),
    placeholderData: keepPreviousData,
    enabled,
  });
}

/** The open workspace; null where none is open, undefined until that is known. */
export function useStatus(): Status | null | undefined {
  return useStatusQuery().data;
}

export function useStatusQuery() {
  return useQuery<Status | null, RpcError>({
    queryKey: [STATUS],
    queryFn: () => rpc("workspace.status", {}),
    // Another program may have written to the file meanwhile.
    refetchOnWindowFocus: "always",
  });
}

/**
 * A command that may change something. The status is read again afterwards; its version tells
 * {@link useFollowWorkspace} whether anything did.
 */
export function useCommand<K extends Command>(command: K) {
  const client = useQueryClient();
  return useMutation<Result<K>, RpcError, { args: Args<K> } & CallOptions>({
    mutationKey: [command],
    mutationFn: ({ args, ...options }) => rpc(command, args, options),
    onSettled: () => client.refetchQueries({ queryKey: [STATUS] }),
  });
}

/**
 * Sends commands of any name, for a screen that has many of them. Answers when the status was
 * read again.
 */
export function useSend(): <K extends Command>(command: K, args: Args<K>) => Promise<Result<K>> {
  const client = useQueryClient();
  return useCallback(
    async (command, args) => {
      try {
        return await rpc(command, args);
      } finally {
        await client.refetchQueries({ queryKey: [STATUS] });
      }
    },
    [client],
  );
}

/**
 * Reads answers again. A first answer that is still on its way may be one from before the change,
 * and would be taken for the new one: it is asked for anew.
 */
async function readAgain(client: QueryClient, filters: QueryFilters): Promise<void> {
  await client.cancelQueries({
    predicate: (query) =>
      filters.predicate?.(query) !== false &&
      query.state.data === undefined &&
      query.state.fetchStatus === "fetching",
  });
  await client.invalidateQueries(filters);
}

/**
 * Keeps every answer as new as the workspace: reads all of them again when its version grew, by
 * this window or another program, and forgets them when another workspace is opened. Used once,
 * by the shell. Returns the version, which grows with every recalculation.
 */
export function useFollowWorkspace(): number | undefined {
  const client = useQueryClient();
  const status = useStatus();
  const before = useRef(status);
  useEffect(() => {
    const was = before.current;
    before.current = status;
    // The first status is no change: what the screen asked for meanwhile is of this workspace.
    if (was === undefined) return;
    const others: QueryFilters = { predicate: ({ queryKey }) => queryKey[0] !== STATUS };
    if (was?.path !== status?.path) {
      // Nothing of one workspace may show while another is open.
      void client.resetQueries(others);
    } else if (was?.version !== status?.version) {
      void readAgain(client, {
        predicate: ({ queryKey }) => queryKey[0] !== STATUS && !OF_NO_WORKSPACE.has(queryKey[0]),
      });
    }
  }, [client, status]);
  return status?.version;
}
