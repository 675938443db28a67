/** What stands there while no workspace is open: two equal ways in, and the third for those who
 * were here before. */

import { useState } from "react";
import { m } from "../../messages";
import { Button, ErrorNote, LinkButton } from "../../shared";
import { NewWorkspace } from "./NewWorkspace";
import { useOpenSample, useOpenWorkspace } from "./open";
import styles from "./workspace.module.css";

export function Welcome() {
  const sample = useOpenSample();
  const open = useOpenWorkspace();
  const [making, setMaking] = useState(false);
  const error = sample.error ?? open.error;
  return (
    <main className={styles.welcome}>
      <div className={styles.brand}>
        <Mark />
        {m.shell.product}
      </div>
      <h1>{m.workspace.sentence}</h1>
      <p className={styles.lead}>{m.workspace.lead}</p>
      {error && <ErrorNote error={error} />}
      <div className={styles.ways}>
        <div>
          <Button className={styles.way} onPress={sample.start} isPending={sample.isPending}>
            {m.workspace.sample}
          </Button>
          <p>{m.workspace.sampleAbout}</p>
        </div>
        <div>
          <Button className={styles.way} onPress={() => setMaking(true)}>
            {m.workspace.import}
          </Button>
          <p>{m.workspace.importAbout}</p>
        </div>
      </div>
      <p role="status" className={styles.progress}>
        {sample.isPending && (sample.progress?.label || m.workspace.making)}
      </p>
      <p className={styles.open}>
        <LinkButton onPress={open.start} isDisabled={open.isPending}>
          {m.workspace.open}
        </LinkButton>{" "}
        <span className="quiet">{m.workspace.openAbout}</span>
      </p>
      {making && <NewWorkspace onClose={() => setMaking(false)} />}
    </main>
  );
}

/** Nine squares, the last one open. */
export function Mark() {
  return (
    <svg viewBox="0 0 16 16" width="16" height="16" fill="currentColor" aria-hidden="true">
      <path d="M0 0h4v4H0zM6 0h4v4H6zM12 0h4v4h-4zM0 6h4v4H0zM6 6h4v4H6zM12 6h4v4h-4zM0 12h4v4H0zM6 12h4v4H6z" />
      <path d="M12.5 12.5h3v3h-3z" fill="none" stroke="currentColor" />
    </svg>
  );
}
