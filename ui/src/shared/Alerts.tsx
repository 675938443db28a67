/** What the figures beside it lack, in sentences that say what to do. */

import { useMask } from "./amounts";
import styles from "./Section.module.css";
import { StateChip } from "./StateChip";

export interface AlertsProps {
  /** What is said of each: `Not counted`. */
  title: string;
  alerts: readonly string[];
}

export function Alerts({ title, alerts }: AlertsProps) {
  const mask = useMask();
  if (alerts.length === 0) return null;
  return (
    <ul className={styles.alerts}>
      {alerts.map((alert) => (
        <li key={alert}>
          <StateChip state="warn">{title}</StateChip>
          <span>{mask(alert)}</span>
        </li>
      ))}
    </ul>
  );
}
