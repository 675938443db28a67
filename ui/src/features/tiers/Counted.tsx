/** What was counted, how far the full count is, and whether it is precise enough. */

import { m } from "../../messages";
import { ErrorNote, LinkButton, StateChip } from "../../shared";
import { CountProgress } from "./CountProgress";
import { Again } from "./Stale";
import styles from "./tiers.module.css";
import type { TiersState } from "./useTiers";

export function Counted({ state }: { state: TiersState }) {
  const words = m.tiers.counted;
  const { data, full, isOld } = state;
  if (!data) return null;
  return (
    <div className={styles.counted} aria-busy={isOld || undefined}>
      {isOld && <StateChip state="unknown">{words.stale}</StateChip>}
      {!isOld && data.preview && <StateChip state="unknown">{words.preview}</StateChip>}
      {!isOld && <span>{data.counted}</span>}
      {!isOld && !data.preview && data.convergence && (
        <span className={data.converged === "ok" ? undefined : styles.unsettled}>
          {data.convergence}
        </span>
      )}
      {full.isRunning && (
        <CountProgress label={words.running} progress={full.progress} onStop={full.stop} />
      )}
      {!isOld && full.isStopped && (
        <>
          {!full.error && <span>{words.stopped}</span>}
          <LinkButton onPress={full.start}>{words.start}</LinkButton>
        </>
      )}
      {!isOld && !data.preview && <Again key={data.scenario} tiers={data} />}
      {full.error && <ErrorNote error={full.error} />}
    </div>
  );
}
