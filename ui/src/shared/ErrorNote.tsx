/** What went wrong, in the core's words, and what to do next. */

import type { RpcError } from "../api";
import { m } from "../messages";
import { LinkButton } from "./LinkButton";
import styles from "./Section.module.css";

export function ErrorNote({ error, onRetry }: { error: RpcError; onRetry?: () => void }) {
  return (
    <div role="alert" className={styles.error}>
      <p>{error.message}</p>
      {error.hints.length > 0 && (
        <ul>
          {error.hints.map((hint) => (
            <li key={hint}>{hint}</li>
          ))}
        </ul>
      )}
      {onRetry && (
        <LinkButton className={styles.retry} onPress={onRetry}>
          {m.common.tryAgain}
        </LinkButton>
      )}
    </div>
  );
}
