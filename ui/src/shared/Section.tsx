/** The head of a screen and the sections under it. */

import { type ReactNode, useId } from "react";
import type { Headline as HeadlineData } from "../api";
import { useMask } from "./amounts";
import { classes } from "./classes";
import styles from "./Section.module.css";

/** The sentence a screen exists for, with its action on the same line. */
export function Headline({ headline, action }: { headline: HeadlineData; action?: ReactNode }) {
  const mask = useMask();
  const lead = headline.missing ?? headline.lead;
  return (
    <div className={styles.headline}>
      <div>
        <h1>{mask(headline.sentence)}</h1>
        {lead && <p>{mask(lead)}</p>}
      </div>
      {action && <div className={styles.actions}>{action}</div>}
    </div>
  );
}

export interface SectionProps {
  title: string;
  /** Quiet words or links at the right of the heading. */
  aside?: ReactNode;
  className?: string | undefined;
  children: ReactNode;
}

/** Opens with a dark rule and its heading. */
export function Section({ title, aside, className, children }: SectionProps) {
  const heading = useId();
  return (
    <section aria-labelledby={heading} className={classes(styles.section, className)}>
      <div className={styles.head}>
        <h2 id={heading}>{title}</h2>
        {aside && <div className={styles.aside}>{aside}</div>}
      </div>
      {children}
    </section>
  );
}
