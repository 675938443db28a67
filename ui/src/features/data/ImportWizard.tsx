/** File → Map → Check → Review → Done: the frame with its steps, and the way on and back. */

import { Fragment, useEffect, useRef } from "react";
import { count, m } from "../../messages";
import { Button, classes, LinkButton } from "../../shared";
import { CheckStep } from "./CheckStep";
import { FileStep } from "./FileStep";
import { focusHeading, focusTarget } from "./focus";
import { MapStep } from "./MapStep";
import { PileNow } from "./Piles";
import { DoneStep, ReviewStep } from "./ReviewStep";
import type { ImportSession } from "./session";
import { useImport } from "./useImport";
import {
  type Blocker,
  blocker,
  canOpen,
  freshReport,
  nextStep,
  pileAfter,
  pileName,
  STEPS,
  type Wizard,
} from "./wizard";
import styles from "./wizard.module.css";

export interface ImportWizardProps {
  /** Back to the list of imports; what was entered stays. */
  onClose: () => void;
  /** To the first screen, once something came in. */
  onOverview: () => void;
}

export function ImportWizard({ onClose, onOverview }: ImportWizardProps) {
  const { session, state } = useImport();
  const { step } = state;
  // Whoever comes back to what is done begins the next; it may have been undone meanwhile.
  const wasDone = useRef(step === "done" && !pileAfter(state));
  useEffect(() => {
    if (wasDone.current) session.reset();
    wasDone.current = false;
  }, [session]);
  const frame = useRef<HTMLDivElement>(null);

  // A new step, or the step with other files, begins at its heading, for the eye and for whoever
  // listens.
  const shown = useRef("");
  const place = [step, ...state.paths].join("\n");
  useEffect(() => {
    if (shown.current === place) return;
    shown.current = place;
    focusHeading(frame.current);
  }, [place]);

  const body = {
    file: <FileStep session={session} state={state} />,
    map: <MapStep session={session} state={state} />,
    check: <CheckStep session={session} state={state} />,
    review: <ReviewStep session={session} state={state} />,
    done: <DoneStep session={session} state={state} onClose={onClose} onOverview={onOverview} />,
  }[step];

  return (
    <div ref={frame} data-bleed className={styles.wizard}>
      <div className={styles.page}>
        <div className={styles.top}>
          <PileNow state={state} />
          <StepList session={session} state={state} />
          <span className={styles.summary}>{step === "file" ? "" : state.inspection?.summary}</span>
          {step !== "done" && <LinkButton onPress={onClose}>{m.data.wizard.close}</LinkButton>}
        </div>
        {body}
      </div>
      {step !== "done" && <Foot session={session} state={state} />}
    </div>
  );
}

interface StepProps {
  session: ImportSession;
  state: Wizard;
}

function StepList({ session, state }: StepProps) {
  const at = STEPS.indexOf(state.step);
  return (
    <ol className={styles.steps} aria-label={m.data.wizard.name}>
      {STEPS.map((step, index) => {
        const content = (
          <>
            <span className={styles.stepNumber}>{index + 1}</span>
            {m.data.wizard.steps[step]}
          </>
        );
        return (
          <li
            key={step}
            className={classes(index < at && styles.past, index === at && styles.now)}
            aria-current={index === at ? "step" : undefined}
          >
            {canOpen(state, step) ? (
              <LinkButton className={styles.stepLink} onPress={() => void session.go(step)}>
                {content}
              </LinkButton>
            ) : (
              content
            )}
          </li>
        );
      })}
    </ol>
  );
}

/** The way back and on. Where there is none it says why, and leads to what opens it. */
function Foot({ session, state }: StepProps) {
  const { step } = state;
  const at = STEPS.indexOf(step);
  const before = STEPS[at - 1];
  const next = nextStep(state);
  const obstacle = blocker(state);
  const accepted = freshReport(state)?.accepted ?? 0;
  const goOn = async () => {
    await session.go(next);
    // What was typed last may stand in the way.
    const inTheWay = session.get().step === step && blocker(session.get());
    if (inTheWay) focusTarget(inTheWay.target);
  };
  // Of several imports one may have nothing new: the others are still to come.
  const after = pileAfter(state);
  return (
    <div className={styles.foot} data-foot>
      {before && (
        <Button
          isDisabled={state.running?.what === "commit"}
          onPress={() => {
            session.cancel();
            void session.go(before);
          }}
        >
          {m.data.wizard.back(m.data.wizard.steps[before])}
        </Button>
      )}
      <span className={styles.spacer} />
      {obstacle && <Why session={session} obstacle={obstacle} />}
      {after && obstacle && NOTHING.includes(obstacle.why) && (
        <Button onPress={() => void session.next(true)}>
          {m.data.wizard.passOver(pileName(after))}
        </Button>
      )}
      <Button
        variant="filled"
        isDisabled={obstacle !== null}
        aria-describedby={obstacle ? WHY : undefined}
        onPress={() => void (step === "review" ? session.commit() : goOn())}
      >
        {step === "review"
          ? m.data.wizard.doImport(accepted, count(accepted))
          : m.data.wizard.next(m.data.wizard.steps[next])}
      </Button>
    </div>
  );
}

const NOTHING: readonly Blocker["why"][] = ["nothingNew", "nothingRead"];

const WHY = "import-why";

function Why({ session, obstacle }: { session: ImportSession; obstacle: Blocker }) {
  const { link, rest } = words(obstacle);
  const more = obstacle.why === "gap" && obstacle.more > 0 ? m.data.wizard.more(obstacle.more) : "";
  const open = async () => {
    if (obstacle.why === "failed") await session.go(obstacle.step);
    focusTarget(obstacle.target);
  };
  return (
    <span className={styles.why} id={WHY}>
      {link && <LinkButton onPress={() => void open()}>{link}</LinkButton>}
      {[more, rest].filter(Boolean).map((text) => (
        <Fragment key={text}>
          {text.startsWith(":") || text.startsWith(",") ? text : ` ${text}`}
        </Fragment>
      ))}
    </span>
  );
}

function words(obstacle: Blocker): { link: string; rest: string } {
  if (obstacle.why === "questions") return m.data.why.questions(obstacle.count);
  if (obstacle.why !== "gap") return m.data.why[obstacle.why];
  const field = obstacle.gap.fields.join(m.data.why.or);
  return obstacle.gap.started ? m.data.why.gapBegun(field) : m.data.why.gap(field);
}
