/** The last steps: what the import will do, and what it did. */

import { Radio, RadioGroup } from "react-aria-components";
import type { ImportReport } from "../../api";
import { count, m } from "../../messages";
import { Amount, Button, ErrorNote, Headline, Section, useMask } from "../../shared";
import { Proportions, ReportNotes } from "./CheckStep";
import { filesOf } from "./files";
import { Progress } from "./Progress";
import { StayedOut } from "./Rejects";
import type { ImportSession } from "./session";
import { useUndoImport } from "./useUndoImport";
import {
  ANSWERS,
  type OnChange,
  type Overlap,
  pileAfter,
  pileName,
  target,
  type Wizard,
} from "./wizard";
import styles from "./wizard.module.css";

interface ReviewStepProps {
  session: ImportSession;
  state: Wizard;
}

export function ReviewStep({ session, state }: ReviewStepProps) {
  const words = m.data.review;
  const { running } = state;
  // An answer to the overlap is checked here: until it is, the last report stays in view.
  const report = state.checked?.report;
  if (running?.what === "commit") {
    return (
      <>
        <Headline headline={{ sentence: words.titleRunning, lead: words.lead, missing: null }} />
        <Progress
          label={words.titleRunning}
          progress={running.progress}
          onCancel={() => session.cancel()}
        />
      </>
    );
  }
  if (!report) return null;
  const sentence = report.blocked
    ? words.titleBlocked(state.kind)
    : report.accepted === 0
      ? words.titleNothing(report.unchanged > 0)
      : words.title(report.accepted, count(report.accepted));
  const lead = report.blocked || (report.accepted > 0 ? words.lead : "");
  return (
    <>
      <Headline headline={{ sentence, lead, missing: null }} />
      {state.error && <ErrorNote error={state.error} />}
      {state.overlap && <OverlapChoice session={session} state={state} />}
      {running?.what === "check" && (
        <Progress
          label={m.data.check.titleRunning}
          progress={running.progress}
          onCancel={() => session.cancel()}
        />
      )}
      <Summary title={words.summary} state={state} report={report} />
      <Proportions report={report} />
      <Decided report={report} />
      {report.changes.length > 0 && <Changes session={session} state={state} report={report} />}
      {report.notes.length > 0 && <ReportNotes notes={report.notes} />}
    </>
  );
}

/** Kinds whose records are taken field by field; what becomes of minutes is asked as an overlap. */
const BY_FIELD = ["incidents", "roles", "services"];

/** Records that are there and read differently now: field by field, and what is taken. */
function Changes({ session, state, report }: ReviewStepProps & { report: ImportReport }) {
  const words = m.data.review;
  const mask = useMask();
  const { changes, records } = report;
  const title = words.changes(records);
  const isByField = BY_FIELD.includes(state.kind);
  const heads = [isByField ? words.record : words.stream, isByField ? words.field : words.minute];
  return (
    <Section
      title={title}
      aside={isByField ? words.changesNote : undefined}
      className={styles.overlap}
    >
      {isByField && (
        <RadioGroup
          aria-label={title}
          className={styles.choices ?? ""}
          value={state.onChange}
          onChange={(choice) => void session.chooseOnChange(choice as OnChange)}
        >
          {(["update", "take", "keep"] as const).map((id) => (
            <Radio key={id} value={id} className={styles.choice ?? ""}>
              <span className={styles.radio} aria-hidden="true" />
              <span>
                <strong>{words.onChange[id].title}</strong>
                <span className={styles.note}>{words.onChange[id].text}</span>
              </span>
            </Radio>
          ))}
        </RadioGroup>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: scrolls, so it must take the focus */}
      <section className={styles.problemRows} tabIndex={0} aria-label={words.changesRows}>
        <table className={styles.rows}>
          <thead>
            <tr>
              {[...heads, words.was, words.now, words.becomes].map((head) => (
                <th key={head} scope="col">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {changes.map(({ record, field, was, now, taken, edited }) => (
              <tr key={`${record} ${field}`}>
                <td>{record}</td>
                <td>{field}</td>
                <td className={taken ? "muted" : undefined}>
                  {mask(was) || <span className="quiet">{m.data.check.empty}</span>}
                </td>
                <td className={taken ? undefined : "muted"}>
                  {mask(now) || <span className="quiet">{m.data.check.empty}</span>}
                </td>
                <td>{taken ? words.taken : edited ? words.editedHere : words.kept}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </Section>
  );
}

/** What happens to what stands against it: nothing is preselected, for it is a decision. */
function OverlapChoice({ session, state }: ReviewStepProps) {
  const words = m.data.review;
  return (
    <div id={target.overlap}>
      <Section title={words.overlap} className={styles.overlap}>
        {state.onOverlap !== "fail" && <p className="muted">{state.overlap}</p>}
        <RadioGroup
          aria-label={words.overlap}
          className={styles.choices ?? ""}
          value={state.onOverlap === "fail" ? null : state.onOverlap}
          onChange={(choice) => void session.chooseOverlap(choice as Overlap)}
        >
          {ANSWERS.filter((id) => state.choices.includes(id)).map((id) => (
            <Radio key={id} value={id} className={styles.choice ?? ""}>
              <span className={styles.radio} aria-hidden="true" />
              <span>
                <strong>{words.overlaps[id].title}</strong>
                <span className={styles.note}>{words.overlaps[id].text}</span>
              </span>
            </Radio>
          ))}
        </RadioGroup>
      </Section>
    </div>
  );
}

interface SummaryProps {
  title: string;
  state: Wizard;
  report: ImportReport;
}

function Summary({ title, state, report }: SummaryProps) {
  const words = m.data.review;
  const { records } = report;
  // An incident may be several rows, and a minute of revenue many: what is counted is said.
  const lines: [string, number][] = [
    [words.new(records), report.new],
    [words.updated(records), report.updated],
    [words.unchanged(records), report.unchanged],
    [words.rows, report.accepted],
    [words.skipped, report.skipped],
    [words.aside, report.rejected],
  ];
  return (
    <div id={target.problems} tabIndex={-1} className={styles.review}>
      <Section title={title} aside={filesOf(state.paths)}>
        <dl className={styles.summaryList}>
          {lines.map(([label, rows]) => (
            <div key={label} className={rows === 0 ? styles.zero : undefined}>
              <dt>{label}</dt>
              <dd>{count(rows)}</dd>
            </div>
          ))}
          {report.money.length > 0 && (
            <div className={styles.sum}>
              <dt>{words.money}</dt>
              <dd>
                {report.money.map((money) => (
                  <span key={money} className={styles.money}>
                    <Amount>{money}</Amount>
                  </span>
                ))}
              </dd>
            </div>
          )}
        </dl>
      </Section>
    </div>
  );
}

/** What became of rows that were repaired or called for judgement, and what severities stand for. */
function Decided({ report }: { report: ImportReport }) {
  const words = m.data.review;
  const { judgements, severities, fixed } = report;
  const repaired = fixed.filter(({ count: n }) => n > 0);
  const rows = [
    ...repaired.map(({ fix, title, what, count: n }) => ({
      id: `${fix.code} ${fix.field} ${fix.value}`,
      n,
      title,
      what,
    })),
    ...judgements.map(({ name, title, count: n, treatment, choices }) => ({
      id: name,
      n,
      title,
      what: choices.find((choice) => choice.name === treatment)?.title,
    })),
    ...severities.map(({ severity, rows: n, impact, said }) => ({
      id: `severity ${severity}`,
      n,
      title: severity,
      what: [m.data.check.severityShare(impact), !said && m.data.check.severityAssumed]
        .filter(Boolean)
        .join(", "),
    })),
  ];
  if (rows.length === 0) return null;
  return (
    <Section title={words.decided} aside={words.decidedNote} className={styles.notesSection}>
      <ul className={styles.judgements}>
        {rows.map(({ id, n, title, what }) => (
          <li key={id}>
            <span className={styles.number}>{count(n)}</span>
            <strong>{title}</strong>
            <span className="muted">{what}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

export interface DoneStepProps extends ReviewStepProps {
  onClose: () => void;
  onOverview: () => void;
}

export function DoneStep({ session, state, onClose, onOverview }: DoneStepProps) {
  const words = m.data.done;
  const after = pileAfter(state);
  const leave =
    (go: () => void, isUndone = false) =>
    () => {
      // What is still to come in waits where it is.
      if (after) void session.next(isUndone);
      else session.reset();
      go();
    };
  const undo = useUndoImport(leave(onClose, true));
  const report = state.done;
  if (!report) return null;
  const { lacks } = report;
  const more = () => session.reset();
  const action = after
    ? { label: words.next(pileName(after)), go: () => void session.next() }
    : lacks
      ? { label: words.lacks(lacks.kind), go: more }
      : { label: words.overview, go: leave(onOverview) };
  return (
    <>
      <Headline
        headline={report.headline}
        action={
          <Button variant="filled" onPress={action.go}>
            {action.label}
          </Button>
        }
      />
      {!after && lacks && <p className={styles.lacks}>{lacks.text}</p>}
      {undo.error && <ErrorNote error={undo.error} />}
      <div className={styles.doneActions}>
        {!after && lacks && <Button onPress={leave(onOverview)}>{words.overview}</Button>}
        {!after && !lacks && <Button onPress={more}>{words.another}</Button>}
        <Button onPress={leave(onClose)}>{words.list}</Button>
        {report.batch && (
          <Button onPress={() => undo.undo(report.batch)} isPending={undo.isPending}>
            {words.undo}
          </Button>
        )}
      </div>
      <Summary title={words.summary} state={state} report={report} />
      <Decided report={report} />
      <StayedOut state={state} report={report} />
      {report.notes.length > 0 && <ReportNotes notes={report.notes} />}
    </>
  );
}
