/**
 * A saved scenario keeps its digits. Where the facts have moved on it can take those of today; at
 * any time it can be computed again from what it was given, which leads to the same digits.
 */

import { useState } from "react";
import { type Progress, type Tiers, useCommand } from "../../api";
import { m } from "../../messages";
import { ErrorNote, LinkButton } from "../../shared";
import { useUndoToast } from "../history";
import { CountProgress } from "./CountProgress";
import styles from "./tiers.module.css";

/** A count of the core with how far it is, and the way to stop it. */
function useJob() {
  const [progress, setProgress] = useState<Progress | null>(null);
  const [controller, setController] = useState<AbortController | null>(null);
  return {
    progress,
    stop: () => controller?.abort(),
    begin: () => {
      const next = new AbortController();
      setProgress(null);
      setController(next);
      return { onProgress: setProgress, signal: next.signal };
    },
  };
}

/** Says that the facts have moved on, and takes them in. */
export function Stale({ tiers }: { tiers: Tiers }) {
  const renew = useCommand("scenario.renew");
  const said = useUndoToast();
  const job = useJob();
  if (tiers.stale === "") return null;
  return (
    <div className={styles.stale}>
      <p>{tiers.stale}</p>
      {renew.isPending ? (
        <CountProgress label={m.tiers.counted.running} progress={job.progress} onStop={job.stop} />
      ) : (
        <LinkButton
          onPress={() =>
            renew.mutate({ args: { id: tiers.scenario }, ...job.begin() }, { onSuccess: said })
          }
        >
          {m.tiers.stale.renew}
        </LinkButton>
      )}
      {renew.error && renew.error.code !== "cancelled" && <ErrorNote error={renew.error} />}
    </div>
  );
}

/** Computes a saved scenario again, and says whether the digits are those that were stored. */
export function Again({ tiers }: { tiers: Tiers }) {
  const words = m.tiers.stale;
  const again = useCommand("tiers");
  const job = useJob();
  const { scenario, service } = tiers;
  if (scenario === "") return null;
  if (again.isPending) {
    return (
      <CountProgress label={m.tiers.counted.running} progress={job.progress} onStop={job.stop} />
    );
  }
  return (
    <>
      <LinkButton
        onPress={() =>
          again.mutate({
            args: { scenario, service, preview: false, again: true },
            ...job.begin(),
          })
        }
      >
        {words.again}
      </LinkButton>
      {again.data && (
        <span role="status">{sameDigits(again.data, tiers) ? words.same : words.differs}</span>
      )}
      {again.error && again.error.code !== "cancelled" && <ErrorNote error={again.error} />}
    </>
  );
}

/** Whether two counts say the same, digit for digit, in everything that is computed. */
function sameDigits(one: Tiers, other: Tiers): boolean {
  const digits = ({ options, tornado, frontier, rateOrRepair, foresight, optimum }: Tiers) =>
    JSON.stringify([options, tornado, frontier, rateOrRepair, foresight, optimum]);
  return digits(one) === digits(other);
}
