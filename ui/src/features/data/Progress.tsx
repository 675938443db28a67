/** How far a running import or check is, and the way to stop it. */

import type { Progress as ProgressData } from "../../api";
import { m } from "../../messages";
import { Button } from "../../shared";
import styles from "./wizard.module.css";

export interface ProgressProps {
  label: string;
  progress: ProgressData | null;
  onCancel: () => void;
}

export function Progress({ label, progress, onCancel }: ProgressProps) {
  const known = progress !== null && progress.total > 0;
  return (
    <div className={styles.progress}>
      <div className={styles.progressHead}>
        <span>{progress?.label || label}</span>
        <span className="muted">
          {[progress?.counted, progress?.pace].filter(Boolean).join(" · ")}
        </span>
      </div>
      <progress
        aria-label={progress?.label || label}
        max={known ? progress.total : undefined}
        value={known ? progress.done : undefined}
      />
      <Button onPress={onCancel}>{m.data.wizard.cancel}</Button>
    </div>
  );
}
