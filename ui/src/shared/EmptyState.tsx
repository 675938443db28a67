/** A screen without data keeps its head: what is missing, and a button that gets it. */

import type { ReactNode } from "react";
import type { Headline as HeadlineData } from "../api";
import { Headline } from "./Section";
import styles from "./Section.module.css";

export interface EmptyStateProps {
  headline: HeadlineData;
  /** Buttons. */
  actions?: ReactNode;
  children?: ReactNode;
}

export function EmptyState({ headline, actions, children }: EmptyStateProps) {
  return (
    <div className={styles.empty}>
      <Headline headline={headline} />
      {actions && <div className={styles.emptyActions}>{actions}</div>}
      {children}
    </div>
  );
}

/** A part of a screen without data: the screen has its head already. */
export function EmptyPart({ headline, actions }: Omit<EmptyStateProps, "children">) {
  return (
    <div className={styles.empty}>
      <p className="strong">{headline.sentence}</p>
      <p className="muted">{headline.missing ?? headline.lead}</p>
      {actions && <div className={styles.emptyActions}>{actions}</div>}
    </div>
  );
}
