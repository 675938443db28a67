/** How long the step and the session have taken, of the minutes planned for them. */

import { useEffect, useState } from "react";
import type { Timer } from "../../api";
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

/** Whether a timer that was told at `toldAt` still runs: one that was left on stands by itself. */
export function runs(timer: Timer, toldAt: number, now: number): boolean {
  return timer.running && now - toldAt < timer.goesOn;
}

/** Milliseconds of the step, of its lens and of the session, as they run. */
function useTime() {
  const { premortem, toldAt } = useSitting();
  const { timer } = premortem;
  const [now, setNow] = useState(toldAt);
  const since = timer.running ? Math.min(Math.max(now - toldAt, 0), timer.goesOn) : 0;
  const running = runs(timer, toldAt, now);
  useEffect(() => {
    setNow(Date.now());
    if (!running) return;
    const tick = setInterval(() => setNow(Date.now()), SECOND / 4);
    return () => clearInterval(tick);
  }, [running]);
  return {
    ...timer,
    running,
    spent: timer.spent + since,
    lensSpent: timer.lensSpent + since,
    wholeSpent: timer.wholeSpent + since,
  };
}

export function Clock() {
  const { premortem, kept, act } = useSitting();
  const { planned, spent, running } = useTime();
  const words = m.premortems.clock;
  const announce = useAnnounce();
  const isOver = planned > 0 && spent >= planned;
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
        title={words.withKey(running ? words.stop : words.go)}
        aria-label={running ? words.stop : words.go}
        disabled={premortem.closed}
        onClick={() => void act("premortem.timer", { session: premortem.id, running: !running })}
      >
        {running ? "❚❚" : "▶"}
      </button>
      <span role="timer" aria-live="off" className={classes(isOver && styles.clockOver)}>
        <b>{clockText(spent)}</b> {words.of(clockText(planned))}
        {!running && ` · ${words.stopped}`}
        {isOver && running && ` · ${words.over}`}
      </span>
    </div>
  );
}

/** How long the lens on the screen has been there, of the minutes that one has. */
export function LensClock() {
  const { lensPlanned, lensSpent, running } = useTime();
  const words = m.premortems.clock;
  const announce = useAnnounce();
  const isOver = lensSpent >= lensPlanned;
  useEffect(() => {
    if (isOver && running) announce(words.lensUp);
  }, [isOver, running, announce, words.lensUp]);
  return (
    <span className={classes(styles.whole, isOver && styles.clockOver)}>
      <b>{clockText(lensSpent)}</b> {words.of(clockText(lensPlanned))}
    </span>
  );
}

/** How long the session has taken, of the minutes that are planned for all of it. */
export function WholeClock() {
  const { wholePlanned, wholeSpent } = useTime();
  const words = m.premortems.clock;
  return (
    <span className={classes(styles.whole, wholeSpent > wholePlanned && styles.clockOver)}>
      {words.whole} <b>{clockText(wholeSpent)}</b> {words.of(clockText(wholePlanned))}
    </span>
  );
}
