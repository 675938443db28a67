/** The third step: every row is read, and what cannot come in is listed with its repair. */

import { useState } from "react";
import type { ImportReport, ProblemGroup } from "../../api";
import { count, m } from "../../messages";
import {
  Button,
  ErrorNote,
  Headline,
  LinkButton,
  Section,
  Select,
  StateChip,
  useMask,
} from "../../shared";
import { Carriers } from "./Carriers";
import { FixesInForce, FixForm } from "./Fixes";
import { focusTarget } from "./focus";
import { groupKey, type Option, repairOf } from "./mapping";
import { Progress } from "./Progress";
import { SaveRejects } from "./Rejects";
import type { ImportSession } from "./session";
import { freshReport, isText, mappingOf, skipsMap, target, type Wizard } from "./wizard";
import styles from "./wizard.module.css";

interface CheckStepProps {
  session: ImportSession;
  state: Wizard;
}

export function CheckStep({ session, state }: CheckStepProps) {
  const words = m.data.check;
  const running = state.running?.what === "check" ? state.running : null;
  // While an answer is tried, what it is about stays in place, and so do the hands.
  const report = running ? state.checked?.report : freshReport(state);
  const progress = running && (
    <Progress
      label={words.titleRunning}
      progress={running.progress}
      onCancel={() => session.cancel()}
    />
  );
  if (running && !report) {
    return (
      <>
        <Headline headline={{ sentence: words.titleRunning, lead: "", missing: null }} />
        {progress}
      </>
    );
  }
  if (state.error) {
    return (
      <>
        <Headline headline={{ sentence: words.titleFailed, lead: "", missing: null }} />
        <ErrorNote error={state.error} onRetry={() => void session.check()} />
      </>
    );
  }
  if (!report) {
    return (
      <>
        <Headline
          headline={{ sentence: words.titleStopped, lead: words.leadStopped, missing: null }}
        />
        <div id={target.problems} className={styles.again}>
          <Button onPress={() => void session.check()}>{words.again}</Button>
        </div>
      </>
    );
  }
  return (
    <>
      <Headline
        headline={
          running
            ? { sentence: words.titleRunning, lead: report.headline.lead, missing: null }
            : report.headline
        }
      />
      <MappedBefore session={session} state={state} />
      {progress || <Proportions report={report} />}
      <Problems session={session} state={state} report={report} />
      {report.fixed.length > 0 && <FixesInForce session={session} fixed={report.fixed} />}
      {report.severities.length > 0 && <Severities session={session} report={report} />}
      {report.carriers.length > 0 && <Carriers session={session} report={report} />}
      {report.repeated > 0 && <Repeated session={session} state={state} report={report} />}
      <Sums {...{ session, state }} of="day" streams={report.daily} />
      <Sums {...{ session, state }} of="hour" streams={report.hourly} />
      {report.judgements.length > 0 && <Judgements session={session} report={report} />}
      {report.notes.length > 0 && <ReportNotes notes={report.notes} />}
      {report.left.length > 0 && <LeftOut state={state} report={report} />}
    </>
  );
}

/** The Map step was passed over, because the header is known: by what, and the way there. */
function MappedBefore({ session, state }: CheckStepProps) {
  const of = state.inspection?.profile;
  if (!of || !skipsMap(state)) return null;
  return (
    <p className={styles.mappedBefore}>
      {m.data.check.mappedBefore(of)}{" "}
      <LinkButton onPress={() => void session.go("map")}>{m.data.check.toMap}</LinkButton>
    </p>
  );
}

/** How many of the rows come in, as one bar. */
export function Proportions({ report }: { report: ImportReport }) {
  const { read, accepted, rejected, skipped } = report;
  const words = m.data.check;
  if (read === 0) return null;
  const parts = [
    { rows: accepted, style: styles.accepted },
    { rows: rejected, style: styles.rejected },
    { rows: skipped, style: styles.skippedPart },
  ].filter(({ rows }) => rows > 0);
  const equation = words.equation(count(read), count(accepted), count(rejected), count(skipped));
  return (
    <figure className={styles.proportions}>
      <div className={styles.bar} role="img" aria-label={equation}>
        {parts.map(({ rows, style }) => (
          <span key={style} className={style} style={{ flexGrow: rows }} />
        ))}
      </div>
      <figcaption>
        <span>{words.ready(accepted, count(accepted))}</span>
        <span>
          {[
            rejected > 0 && words.aside(count(rejected)),
            skipped > 0 && words.skipped(count(skipped)),
          ]
            .filter(Boolean)
            .join(", ")}
        </span>
      </figcaption>
    </figure>
  );
}

function Problems({ session, state, report }: CheckStepProps & { report: ImportReport }) {
  const words = m.data.check;
  const [chosen, setChosen] = useState("");
  const { groups, problems } = report;
  const group = groups.find((each) => groupKey(each) === chosen) ?? groups[0];
  if (!group) {
    return (
      <div id={target.problems} tabIndex={-1}>
        <Section title={words.none} className={styles.problems}>
          <p className="muted">{words.noneText}</p>
        </Section>
      </div>
    );
  }
  const shown = problems.filter((problem) => groupKey(problem) === groupKey(group));
  const files = new Set(shown.map(({ file }) => file)).size;
  const hasCells = shown.some(({ cells }) => cells !== "");
  return (
    <div className={styles.split}>
      <div id={target.problems}>
        <Section title={words.problems(report.rejected, count(report.rejected))}>
          <ul className={styles.groups}>
            {groups.map((each) => (
              <li key={groupKey(each)} className={each === group ? styles.selected : undefined}>
                <button
                  type="button"
                  aria-pressed={each === group}
                  onClick={() => setChosen(groupKey(each))}
                >
                  <span className={styles.number}>{count(each.count)}</span>
                  <span>
                    <strong>{each.title}</strong>
                    <span className={styles.note}>{each.repair}</span>
                  </span>
                </button>
                <Repair session={session} group={each} />
              </li>
            ))}
          </ul>
          <p className={styles.download}>
            <SaveRejects
              state={state}
              label={words.download(report.rejected, count(report.rejected))}
            />{" "}
            {words.downloadRest}
          </p>
        </Section>
      </div>
      <Section
        title={group.title}
        aside={
          shown.length < group.count
            ? words.shown(count(shown.length), count(group.count))
            : undefined
        }
      >
        <p className={styles.repairText}>{group.repair}</p>
        <FixForm key={groupKey(group)} session={session} group={group} />
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: scrolls, so it must take the focus */}
        <section className={styles.problemRows} tabIndex={0} aria-label={words.rowsOf(group.title)}>
          <table className={styles.rows}>
            <thead>
              <tr>
                {files > 1 && <th scope="col">{words.columns.file}</th>}
                <th scope="col" className="num">
                  {words.columns.row(isText(state))}
                </th>
                <th scope="col">{words.columns.column}</th>
                <th scope="col">{words.columns.found}</th>
                <th scope="col">{words.columns.expected}</th>
                {hasCells && <th scope="col">{words.columns.cells}</th>}
              </tr>
            </thead>
            <tbody>
              {shown.map((problem) => (
                <tr
                  key={`${problem.file} ${problem.row} ${problem.column} ${problem.found}`}
                  title={problem.repair === group.repair ? undefined : problem.repair}
                >
                  {files > 1 && <td>{problem.file}</td>}
                  {/* A problem of many rows stands in no line of its own. */}
                  <td className="num muted">{problem.row > 0 && count(problem.row)}</td>
                  <td className={styles.code}>{problem.column}</td>
                  <td className={styles.code}>
                    {problem.found || <span className="quiet">{words.empty}</span>}
                  </td>
                  <td>{problem.expected}</td>
                  {hasCells && <td className={styles.begins}>{problem.cells}</td>}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      </Section>
    </div>
  );
}

/** Incidents that mean something else than they say, each sort with what becomes of it. */
function Judgements({ session, report }: { session: ImportSession; report: ImportReport }) {
  const words = m.data.check;
  return (
    <Section title={words.judgements} aside={words.judgementsNote} className={styles.notesSection}>
      <ul className={styles.judgements}>
        {report.judgements.map(({ name, title, count: n, treatment, detail, choices }) => (
          <li key={name}>
            <span className={styles.number}>{count(n)}</span>
            <span>
              <strong>{title}</strong>
              {detail && <span className={styles.note}>{detail}</span>}
            </span>
            <Select
              label={words.treatmentOf(title)}
              hideLabel
              value={treatment}
              onChange={(choice) => void session.treat(name, choice)}
              options={choices.map((choice) => ({ id: choice.name, label: choice.title }))}
            />
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** Shares of users to choose from; finer ones are typed under Settings. */
const IMPACTS = [100, 75, 50, 30, 20, 10, 5, 0].map((percent) => `${percent}\u202f%`);

/** Severities that no impact was set for: what each will stand for, and the choice of another. */
function Severities({ session, report }: { session: ImportSession; report: ImportReport }) {
  const words = m.data.check;
  return (
    <Section title={words.severities} aside={words.severitiesNote} className={styles.notesSection}>
      <ul className={styles.judgements}>
        {report.severities.map(({ severity, rows, impact, said }) => (
          <li key={severity}>
            <span className={styles.number}>{count(rows)}</span>
            <span>
              <strong>{severity}</strong>{" "}
              {!said && <span className="muted">{words.severityAssumed}</span>}
            </span>
            <Select
              label={words.severityHits(severity)}
              hideLabel
              value={impact}
              onChange={(share) => void session.rate(severity, share)}
              options={[...new Set([impact, ...IMPACTS])].map((id) => ({
                id,
                label: words.severityShare(id),
              }))}
            />
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** Rows that equal an earlier one cell for cell: two sales, or one that stands there twice. */
function Repeated({ session, state, report }: CheckStepProps & { report: ImportReport }) {
  const words = m.data.check;
  return (
    <Section title={words.repeated} aside={words.repeatedNote} className={styles.notesSection}>
      <ul className={styles.judgements}>
        <li>
          <span className={styles.number}>{count(report.repeated)}</span>
          <strong>{words.repeatedRows(report.repeated)}</strong>
          <Select
            label={words.repeatedOf}
            hideLabel
            value={mappingOf(state)?.repeats || "keep"}
            onChange={(choice) => void session.repeat(choice)}
            options={Object.entries(words.repeats).map(([id, label]) => ({ id, label }))}
          />
        </li>
      </ul>
    </Section>
  );
}

interface SumsProps extends CheckStepProps {
  of: "day" | "hour";
  streams: readonly string[];
}

/** Revenue of which there is one sum a day or an hour: which minutes it counts in. */
function Sums({ session, state, of, streams }: SumsProps) {
  const words = m.data.check.sums[of];
  const none = "none";
  if (streams.length === 0) return null;
  // A file may have sums of hours of one stream and of days of another: each has its answer.
  const said = (mappingOf(state)?.spread ?? "").split(",").filter(Boolean);
  const mine = said.find((part) => part in words.spreads) ?? none;
  const rest = said.filter((part) => !(part in words.spreads));
  return (
    <Section title={words.title} aside={words.note} className={styles.notesSection}>
      <ul className={styles.judgements}>
        <li>
          <span className={styles.number} />
          <strong>{streams.join(", ")}</strong>
          <Select
            label={words.label}
            hideLabel
            value={mine}
            onChange={(choice) =>
              void session.spread([...rest, ...(choice === none ? [] : [choice])].join(","))
            }
            options={Object.entries(words.spreads).map(([id, label]) => ({ id, label }))}
          />
        </li>
      </ul>
    </Section>
  );
}

/** So many rows of them are listed at the most. */
const MOST_LEFT = 100;

/** Rows of a tool's file that are no records: which they are, so that nobody has to guess. */
function LeftOut({ state, report }: { state: Wizard; report: ImportReport }) {
  const words = m.data.check;
  const { left, skipped } = report;
  return (
    <Section
      title={words.leftOut}
      aside={
        left.length >= MOST_LEFT && left.length < skipped
          ? words.leftFirst(count(left.length))
          : undefined
      }
      className={styles.notesSection}
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: scrolls, so it must take the focus */}
      <section className={styles.problemRows} tabIndex={0} aria-label={words.leftOut}>
        <table className={styles.rows}>
          <thead>
            <tr>
              <th scope="col" className="num">
                {words.columns.row(isText(state))}
              </th>
              <th scope="col">{words.columns.found}</th>
              <th scope="col">{words.leftWhy}</th>
            </tr>
          </thead>
          <tbody>
            {left.map(({ file, row, why, cells }) => (
              <tr key={`${file} ${row}`} title={file}>
                <td className="num muted">{count(row)}</td>
                <td className={styles.code}>{cells}</td>
                <td>{words.leftBecause(why)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <p className={styles.download}>
        <SaveRejects state={state} label={words.downloadLeft} /> {words.downloadRest}
      </p>
    </Section>
  );
}

/** Where one choice repairs all rows of a problem, the way there; else what becomes of them. */
function Repair({ session, group }: { session: ImportSession; group: ProblemGroup }) {
  const place: Option | "map" | null = repairOf(group.code);
  if (place === null) return <StateChip state="unknown">{m.data.check.setAside}</StateChip>;
  const open = async () => {
    await session.go(place === "map" ? "map" : "file");
    if (place !== "map") focusTarget(target.option(place));
  };
  return <LinkButton onPress={() => void open()}>{m.data.check.repair[place]}</LinkButton>;
}

export function ReportNotes({ notes }: { notes: readonly string[] }) {
  const mask = useMask();
  return (
    <Section title={m.data.check.notes} className={styles.notesSection}>
      <ul className={styles.notes}>
        {notes.map((note) => (
          <li key={note}>{mask(note)}</li>
        ))}
      </ul>
    </Section>
  );
}
