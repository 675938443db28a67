/** A session, full screen: its steps and clock above, what is done now, and the way on below. */

import { Link } from "@tanstack/react-router";
import { type ReactNode, useEffect, useRef, useState } from "react";
import type { RpcError, StepView } from "../../api";
import { m } from "../../messages";
import { modifier } from "../../platform";
import {
  Button,
  classes,
  Dialog,
  ErrorNote,
  LinkButton,
  useAmounts,
  useAnnounce,
} from "../../shared";
import { useGo } from "../address";
import { setAppearance, useAppearance } from "../appearance";
import { isTextField } from "../commands/action";
import { Mark } from "../workspace/Welcome";
import { Capture } from "./Capture";
import { Clock, runs, WholeClock } from "./Clock";
import { Cluster } from "./Cluster";
import { Estimate } from "./Estimate";
import { Frame } from "./Frame";
import { Mitigate, Rank } from "./Outlook";
import styles from "./premortem.module.css";
import { Requirements } from "./Requirements";
import { SittingProvider, useSitting } from "./sitting";
import { Vote } from "./Vote";
import { Write } from "./Write";

const STEPS = {
  frame: Frame,
  write: Write,
  lenses: Write,
  capture: Capture,
  cluster: Cluster,
  estimate: Estimate,
  vote: Vote,
  rank: Rank,
  mitigate: Mitigate,
  requirements: Requirements,
} as const;

type StepKey = keyof typeof STEPS;

/** The steps in which one person after the other is at the keyboard. */
const ALONE: ReadonlySet<string> = new Set(["write", "lenses", "estimate", "vote"]);

const SILENT: ReadonlySet<string> = new Set(["write", "lenses"]);

export function Session({ id }: { id: string }) {
  useMeetingView();
  return (
    <SittingProvider id={id} waiting={(error) => <Waiting error={error} />}>
      <Held />
    </SittingProvider>
  );
}

function Waiting({ error }: { error: RpcError | null }) {
  return (
    <div className={styles.session}>
      <header className={styles.header}>
        <Brand>{m.premortems.one}</Brand>
      </header>
      <div className={styles.main} aria-busy={error === null}>
        {error && <ErrorNote error={error} />}
      </div>
    </div>
  );
}

/** Leads back to the list: a session is left as it stands. */
function Brand({ children }: { children: ReactNode }) {
  return (
    <Link to="/premortems" search={{}} className={styles.brand} title={m.premortems.leave}>
      <Mark />
      <span>{children}</span>
    </Link>
  );
}

function Held() {
  const { premortem, toldAt, act, sit, error, seat, kept, uncover } = useSitting();
  const words = m.premortems;
  const go = useGo();
  const announce = useAnnounce();
  const { meeting } = useAppearance();
  const { hidden } = useAmounts();
  const [showsKeys, setShowsKeys] = useState(false);
  // A closed session is read step by step, without opening any of them.
  const [looked, setLooked] = useState("");
  const step = ((premortem.closed && looked) || premortem.step) as StepKey;
  const at = premortem.steps.findIndex(({ key }) => key === step);
  const isRead = ({ key }: StepView) => !(premortem.closed && SILENT.has(key));
  const next = premortem.steps.slice(at + 1).find(isRead);
  const before = premortem.steps.slice(0, at).findLast(isRead);
  const Body = STEPS[step];

  /** The step that is asked for: a second press before it shows asks for nothing more. */
  const asked = useRef("");
  // biome-ignore lint/correctness/useExhaustiveDependencies: whatever step shows now, it is answered
  useEffect(() => {
    asked.current = "";
  }, [premortem.step]);
  const open = async (key: string) => {
    if (premortem.closed) {
      setLooked(key);
      return;
    }
    if (asked.current !== "" && asked.current !== premortem.step) return;
    asked.current = key;
    const done = await act("premortem.step", { session: premortem.id, step: key });
    if (!done) asked.current = "";
    // Whoever was writing gets up; what comes next is for all. After the step, not before it: a
    // view that is being read for the first time would not be read again for what changed.
    else if (seat && !SILENT.has(key)) await sit("");
    const label = premortem.steps.find((one) => one.key === key)?.label;
    if (done && label) announce(words.opened(label));
  };
  const close = async (closed: boolean) => {
    const done = await act("premortem.close", { session: premortem.id, closed });
    if (done && closed) go("/premortems");
  };
  const forward = () => (next ? open(next.key) : close(true));

  useSessionKeys({
    onForward: () => void ((premortem.closed && !next) || forward()),
    onBack: () => void (!before || open(before.key)),
    onSeat: (index) => {
      const person = premortem.people.filter(({ present }) => present)[index];
      if (!person || premortem.closed) return;
      if (ALONE.has(step)) void sit(person.id);
      else if (step === "capture" && person.id !== premortem.turn?.person) {
        void act("premortem.turn", { session: premortem.id, id: person.id });
      }
    },
    onUncover: uncover,
    onTimer: () => {
      if (premortem.closed) return;
      const running = runs(premortem.timer, toldAt, Date.now());
      void act("premortem.timer", { session: premortem.id, running: !running });
      announce(running ? words.clock.paused : words.clock.runs);
    },
    onLeaveSeat: () => {
      if (seat) void sit("");
    },
    onKeys: () => setShowsKeys(true),
  });

  return (
    <div className={styles.session} data-step={step} data-kept={kept === "kept"}>
      <header className={styles.header}>
        <Brand>{premortem.name}</Brand>
        <nav aria-label={words.steps}>
          <ol className={styles.steps}>
            {premortem.steps.map((one) => (
              <li key={one.key}>
                <Step
                  step={one}
                  isOpen={one.key === step}
                  onOpen={() => void open(one.key)}
                  // What was asked in silence is asked no more.
                  isDisabled={premortem.closed && SILENT.has(one.key)}
                />
              </li>
            ))}
          </ol>
        </nav>
        {!premortem.closed && <Clock />}
      </header>
      <div className={styles.main} data-page>
        {error && error.field === "" && <ErrorNote error={error} />}
        {premortem.remarks.length > 0 && (
          <ul className={styles.remarks}>
            {premortem.remarks.map((remark) => (
              <li key={remark}>{remark}</li>
            ))}
          </ul>
        )}
        <Body key={step} />
      </div>
      <footer className={styles.footer}>
        <span className={styles.footKey}>
          <LinkButton onPress={() => setShowsKeys(true)}>{words.keysOfStep}</LinkButton>
          <kbd>{words.keysKey}</kbd>
        </span>
        <span className={styles.footKey}>
          <LinkButton onPress={() => setAppearance({ meeting: !meeting })} aria-pressed={meeting}>
            {words.meeting}
          </LinkButton>
          {!meeting && <kbd>{words.meetingKey(modifier)}</kbd>}
        </span>
        {/* Minutes and budget stay in sight in every step. */}
        <span className={styles.budget}>{words.budget(premortem.target, premortem.budget)}</span>
        {!premortem.closed && <WholeClock />}
        {hidden && (
          <span title={words.amountsKey(`${modifier}+Shift+H`)}>{words.amountsHidden}</span>
        )}
        <span className={styles.spacer} />
        {premortem.closed ? (
          <>
            <span>{words.isClosed}</span>
            <Button onPress={() => void close(false)}>{words.reopen}</Button>
          </>
        ) : (
          <>
            {before && (
              <Button onPress={() => void open(before.key)} aria-label={words.backTo(before.label)}>
                {words.back}
              </Button>
            )}
            <Button
              variant={(step === "estimate" || step === "vote") && seat ? "outline" : "filled"}
              onPress={() => void forward()}
              shortcut={`${modifier}+Enter`}
            >
              {next ? words.nextTo(next.label) : words.close}
            </Button>
          </>
        )}
      </footer>
      {showsKeys && <Keys step={step} onClose={() => setShowsKeys(false)} />}
    </div>
  );
}

interface StepProps {
  step: StepView;
  isOpen: boolean;
  onOpen: () => void;
  isDisabled: boolean;
}

function Step({ step, isOpen, onOpen, isDisabled }: StepProps) {
  return (
    <button
      type="button"
      className={classes(styles.step, step.visited && styles.visited)}
      aria-current={isOpen ? "step" : undefined}
      title={step.detail}
      disabled={isDisabled}
      onClick={onOpen}
    >
      {step.label}
    </button>
  );
}

function Keys({ step, onClose }: { step: StepKey; onClose: () => void }) {
  const words = m.premortems;
  const part = step === "lenses" ? "write" : step === "rank" ? "mitigate" : step;
  const rows = [...words.keys[part], ...words.keys.all];
  return (
    <Dialog title={words.keysTitle(words.stepNames[step])} isOpen onClose={onClose} isText>
      <dl className={styles.keys}>
        {rows.map(([keys, label]) => (
          <div key={keys}>
            <dt>
              <kbd>{keys.replace("Ctrl", modifier)}</kbd>
            </dt>
            <dd>{label}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}

interface SessionKeys {
  onForward: () => void;
  onBack: () => void;
  onSeat: (index: number) => void;
  onLeaveSeat: () => void;
  onUncover: () => void;
  onTimer: () => void;
  onKeys: () => void;
}

/** The keys of every step. A dialog has the window to itself. */
function useSessionKeys(keys: SessionKeys): void {
  const { singleKeys } = useAppearance();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || document.querySelector('[role="dialog"]')) return;
      const isCommand = event.ctrlKey || event.metaKey;
      const seat = /^Digit([0-9])$/.exec(event.code)?.[1];
      let run: (() => void) | undefined;
      if (isCommand && event.key === "Enter") run = event.shiftKey ? keys.onBack : keys.onForward;
      else if (event.altKey && !isCommand && seat === "0") run = keys.onLeaveSeat;
      else if (event.altKey && !isCommand && seat) run = () => keys.onSeat(Number(seat) - 1);
      else if (event.altKey && !isCommand && event.code === "KeyV") run = keys.onUncover;
      else if (event.altKey && !isCommand && event.code === "KeyT") run = keys.onTimer;
      else if (event.key === "F1") run = keys.onKeys;
      else if (event.key === "?" && singleKeys && !isTextField(event.target)) run = keys.onKeys;
      if (!run) return;
      event.preventDefault();
      // The button that has the focus would take the Enter as a press of its own.
      event.stopPropagation();
      run();
    };
    // Before the keys of the window, whose `?` lists what holds everywhere.
    window.addEventListener("keydown", onKeyDown, { capture: true });
    return () => window.removeEventListener("keydown", onKeyDown, { capture: true });
  }, [keys, singleKeys]);
}

/** Large text and rows for a room. Entering it hides the amounts; their key shows them again. */
function useMeetingView(): void {
  const { meeting } = useAppearance();
  const { hide } = useAmounts();
  const announce = useAnnounce();
  useEffect(() => {
    if (!meeting) return;
    document.documentElement.dataset.view = "meeting";
    hide();
    announce(m.premortems.meetingOn);
    return () => {
      delete document.documentElement.dataset.view;
    };
  }, [meeting, hide, announce]);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const isKey = (event.ctrlKey || event.metaKey) && event.shiftKey && event.code === "KeyM";
      if (!isKey || event.altKey) return;
      event.preventDefault();
      setAppearance({ meeting: !meeting });
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [meeting]);
}
