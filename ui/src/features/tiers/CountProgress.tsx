/** How far a count is, on one line, and the way to stop it. */

import type { Progress } from "../../api";
import { m } from "../../messages";
import { LinkButton } from "../../shared";
import styles from "./tiers.module.css";

export interface CountProgressProps {
  /** Until the core says what it is doing. */
  label: string;
  progress: Progress | null;
  onStop: () => void;
}

export function CountProgress({ label, progress, onStop }: CountProgressProps) {
  const known = progress !== null && progress.total > 0;
  const words = progress?.label || label;
  return (
    <span className={styles.progress}>
      <span>{[words, progress?.counted, progress?.pace].filter(Boolean).join(" · ")}</span>
      <progress
        aria-label={words}
        max={known ? progress.total : undefined}
        value={known ? progress.done : undefined}
      />
      <LinkButton onPress={onStop}>{m.tiers.counted.stop}</LinkButton>
    </span>
  );
}
