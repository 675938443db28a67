/** A place for files: takes those dropped anywhere on the window while it is there. */

import { type ReactNode, useEffect, useRef, useState } from "react";
import { m } from "../messages";
import { onFileDrop } from "../platform";
import { classes } from "./classes";
import styles from "./FileDrop.module.css";

export interface FileDropProps {
  onFiles: (paths: string[]) => void;
  children: ReactNode;
  /** Draws the place itself; without, the whole screen is the place and only lights up. */
  framed?: boolean;
}

export function FileDrop({ onFiles, children, framed = false }: FileDropProps) {
  const [over, setOver] = useState(false);
  const latest = useRef(onFiles);
  useEffect(() => {
    latest.current = onFiles;
  }, [onFiles]);
  useEffect(
    () =>
      onFileDrop((drop) => {
        setOver(drop.phase === "over");
        if (drop.phase === "dropped" && drop.paths.length > 0) latest.current(drop.paths);
      }),
    [],
  );
  return (
    <div className={classes(styles.drop, framed && styles.framed)} data-over={over || undefined}>
      {children}
      {over && <div className={styles.hint}>{m.common.drop.here}</div>}
    </div>
  );
}
