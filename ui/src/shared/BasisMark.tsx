/** How a figure came about: a word with a disc that reads in greyscale. */

import type { Basis } from "../api";
import { m } from "../messages";
import styles from "./Figure.module.css";

export function BasisMark({ basis }: { basis: Basis }) {
  return (
    <span className={styles.basis}>
      <svg viewBox="0 0 10 10" aria-hidden="true">
        {basis === "measured" && <circle cx="5" cy="5" r="4.5" fill="currentColor" />}
        {basis === "estimated" && (
          <>
            <circle cx="5" cy="5" r="4" fill="none" stroke="currentColor" />
            <path d="M5 1a4 4 0 0 0 0 8z" fill="currentColor" />
          </>
        )}
        {basis === "assumed" && (
          <circle cx="5" cy="5" r="4" fill="none" stroke="currentColor" strokeDasharray="2 1.2" />
        )}
        {basis === "missing" && <path d="M1 5h8" stroke="currentColor" />}
      </svg>
      {m.common.basis[basis]}
    </span>
  );
}
