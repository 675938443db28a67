/** A state as words on a tint, with its threshold in the words. */

import type { State } from "../api";
import { classes } from "./classes";
import styles from "./Section.module.css";

export function StateChip({ state, children }: { state: State; children: string }) {
  return <span className={classes(styles.state, styles[state])}>{children}</span>;
}
