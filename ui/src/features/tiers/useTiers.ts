/**
 * What the screen on tiers shows: a preview at once, the full count as soon as it is there.
 * Whatever changes the workspace starts both again; the preview shows in between.
 */

import { useQuery, useQueryClient } from "@tanstack/react-query";
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
      const quick = await client.fetchQuery({
        queryKey: [TIERS, previewArgs],
        queryFn: () => rpc("tiers", previewArgs),
        staleTime: Number.POSITIVE_INFINITY,
      });
      if (!quick.preview) return quick;
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
