/** How long the step has been open, of the minutes planned for it. */

import { useEffect, useState } from "react";
import { m } from "../../messages";
import { classes, useAnnounce } from "../../shared";
import styles from "./premortem.module.css";
import { useSitting } from "./sitting";

const SECOND = 1000;

/** Milliseconds as `3:40`. */
export function clockText(ms: number): string {
  const seconds = Math.floor(ms / SECOND);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

export function Clock() {
  const { premortem, toldAt, kept, act } = useSitting();
  const { planned, spent, running } = premortem.timer;
  const words = m.premortems.clock;
  const announce = useAnnounce();
  const [now, setNow] = useState(toldAt);
  useEffect(() => {
    setNow(Date.now());
    if (!running) return;
    const timer = setInterval(() => setNow(Date.now()), SECOND / 4);
    return () => clearInterval(timer);
  }, [running]);
  const gone = running ? spent + Math.max(now - toldAt, 0) : spent;
  const isOver = planned > 0 && gone >= planned;
  useEffect(() => {
    if (isOver && running) announce(words.up);
  }, [isOver, running, announce, words.up]);
  const isUnsaved = typeof kept !== "string";
  return (
    <div className={styles.clock}>
      {isUnsaved && (
        <span role="alert" className="over-text">
          {words.unsaved(kept.message)}
        </span>
      )}
      <button
        type="button"
        className={styles.clockButton}
        title={running ? words.stop : words.go}
        aria-label={running ? words.stop : words.go}
        disabled={premortem.closed}
        onClick={() => void act("premortem.timer", { session: premortem.id, running: !running })}
      >
        {running ? "❚❚" : "▶"}
      </button>
      <span role="timer" aria-live="off" className={classes(isOver && styles.clockOver)}>
        <b>{clockText(gone)}</b> {words.of(clockText(planned))}
        {!running && ` · ${words.stopped}`}
        {isOver && running && ` · ${words.over}`}
      </span>
    </div>
  );
}
