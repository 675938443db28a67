/**
 * What the screen on tiers shows: a preview at once, the full count as soon as it is there.
 * Whatever changes the workspace starts both again; the preview shows in between.
 */

import { CancelledError, type QueryClient, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import {
  type Args,
  type ChartName,
  type Command,
  type Progress,
  type RpcError,
  rpc,
  type Tiers,
  useRpc,
} from "../../api";
import { useAddress } from "../address";

/** Drawn from the full count where there is one. */
const DRAWN: ReadonlySet<ChartName> = new Set([
  "tierCurves",
  "payback",
  "tornado",
  "frontier",
  "exceedance",
]);

const TIERS: Command = "tiers";

const argsOf = (scenario: string, service: string, preview: boolean): Args<"tiers"> => ({
  scenario,
  service,
  preview,
  again: false,
});

/** The scenario and the service that the address names. */
export function useScope(): { scenario: string; service: string } {
  const { scenario = "", service = "" } = useAddress();
  return { scenario, service };
}

/** The preview alone: enough for what does not change with the count. */
export function useTiersPreview() {
  const { scenario, service } = useScope();
  return useRpc("tiers", argsOf(scenario, service, true));
}

/** How far the full count is. */
export interface FullCount {
  isRunning: boolean;
  progress: Progress | null;
  error: RpcError | null;
  /** Stopped by a person; the preview shows. */
  isStopped: boolean;
  stop: () => void;
  start: () => void;
}

/**
 * The preview as it is read elsewhere. Where that reading is given up for another (the workspace
 * was replaced), the other is waited for: a query that fails with the cancellation of another
 * stays in the middle of its fetch for ever.
 */
async function previewOf(
  client: QueryClient,
  args: Args<"tiers">,
  signal: AbortSignal,
): Promise<Tiers> {
  for (;;) {
    try {
      return await client.fetchQuery({
        queryKey: [TIERS, args],
        queryFn: () => rpc("tiers", args),
        staleTime: Number.POSITIVE_INFINITY,
      });
    } catch (error) {
      if (!(error instanceof CancelledError) || signal.aborted) throw error;
    }
  }
}

export interface TiersState {
  /** What shows. */
  data: Tiers | undefined;
  /** What shows is from before a change, or of another scope. */
  isOld: boolean;
  error: RpcError | null;
  retry: () => void;
  full: FullCount;
}

export function useTiers(): TiersState {
  const { scenario, service } = useScope();
  const client = useQueryClient();
  const preview = useTiersPreview();
  const [progress, setProgress] = useState<Progress | null>(null);
  const previewArgs = argsOf(scenario, service, true);
  const fullArgs = argsOf(scenario, service, false);
  const fullKey = [TIERS, fullArgs];

  const full = useQuery<Tiers, RpcError>({
    queryKey: fullKey,
    queryFn: async ({ signal }) => {
      setProgress(null);
      // The preview first: both begin when the workspace changes, and a person waits for this one.
      const quick = await previewOf(client, previewArgs, signal);
      if (!quick.preview) return quick;
      // Left meanwhile: a call that begins with an aborted signal would not hear of it.
      signal.throwIfAborted();
      const counted = await rpc("tiers", fullArgs, { signal, onProgress: setProgress });
      void client.invalidateQueries({
        predicate: ({ queryKey: [command, args] }) =>
          command === "explain" ||
          (command === "chart" && DRAWN.has((args as Args<"chart">).chart)),
      });
      return counted;
    },
    enabled: preview.data !== undefined && preview.data.headline.missing === null,
  });

  const isCounted = full.data !== undefined && !full.isFetching && !full.isStale;
  return {
    data: isCounted ? full.data : preview.data,
    isOld: !isCounted && (preview.isPlaceholderData || preview.isFetching),
    error: preview.error,
    retry: () => void preview.refetch(),
    full: {
      isRunning: full.isFetching && preview.data?.preview === true && !preview.isFetching,
      progress,
      error: full.error?.code === "cancelled" ? null : full.error,
      isStopped: !full.isFetching && !isCounted && preview.data?.preview === true,
      stop: () => void client.cancelQueries({ queryKey: fullKey }),
      start: () => void full.refetch(),
    },
  };
}

/** The scope of a chart: `scenario/service/option`. */
export function chartScope(scenario: string, service: string, option?: string): string {
  return [scenario, service, ...(option === undefined ? [] : [option])].join("/");
}
