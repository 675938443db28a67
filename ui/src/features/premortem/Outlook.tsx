/**
 * The clusters against the error budget: ranked, then with what could be done about each. The
 * figures follow a switch as soon as the core has counted; the switch itself moves at once.
 */

import { Link } from "@tanstack/react-router";
import { type ReactNode, useEffect, useRef, useState } from "react";
import {
  type MitigationEffect,
  type OutlookRow,
  type PremortemOutlook,
  type TechniqueEdit,
  useRpc,
  type WithAndWithout,
} from "../../api";
import { m } from "../../messages";
import {
  BasisMark,
  Button,
  Combo,
  classes,
  Dialog,
  ErrorNote,
  FigureText,
  joinUnit,
  LinkButton,
  Notes,
  Section,
  StateChip,
  useAnnounce,
  useMask,
  useShownFigure,
} from "../../shared";
import { Switch } from "../tiers/Switch";
import { BLANK, TechniqueDrawer } from "../tiers/TechniqueDrawer";
import { useHeldFocus } from "./heldFocus";
import styles from "./premortem.module.css";
import { useSitting } from "./sitting";

/** What the keyboard can stand on. */
const STOPS = '[role="switch"], [data-row], [data-add] button';

/** From switch to switch. Where a risk has none yet, its Add stands for one; else → leads to it. */
function moveBy(list: HTMLElement | null, from: HTMLElement, by: number): void {
  const all = [...(list?.querySelectorAll<HTMLElement>(STOPS) ?? [])];
  const isPassedOver = (stop: HTMLElement) =>
    stop.matches("[data-add] button") &&
    stop.closest("[data-cluster]")?.querySelector('[role="switch"]') != null;
  const ways =
    by > 0 ? all.slice(all.indexOf(from) + 1) : all.slice(0, all.indexOf(from)).reverse();
  ways.find((stop) => !isPassedOver(stop))?.focus();
}

export function Rank() {
  return <Outlook isRanking />;
}

export function Mitigate() {
  return <Outlook isRanking={false} />;
}

function Outlook({ isRanking }: { isRanking: boolean }) {
  const { premortem } = useSitting();
  const { data, error, isFetching } = useRpc("premortem.outlook", { id: premortem.id });
  if (error) return <ErrorNote error={error} />;
  if (!data) return <p className="quiet">{m.common.loading}</p>;
  return <Counted outlook={data} isOld={isFetching} isRanking={isRanking} />;
}

interface CountedProps {
  outlook: PremortemOutlook;
  /** Something was changed that the figures do not follow yet. */
  isOld: boolean;
  isRanking: boolean;
}

function Counted({ outlook, isOld, isRanking }: CountedProps) {
  const { premortem } = useSitting();
  const words = m.premortems.outlook;
  const mask = useMask();
  const { headline, minutes, ofBudget, met, loss, rows } = outlook;
  const switches = useMitigations(outlook, isOld);
  const [adding, setAdding] = useState<OutlookRow | null>(null);
  /** A technique that the catalogue does not have, while it is described. */
  const [own, setOwn] = useState<TechniqueEdit | null>(null);
  const list = useRef<HTMLUListElement>(null);
  useHeldFocus(list, { stops: STOPS });
  useEffect(() => {
    list.current?.querySelector<HTMLElement>(STOPS)?.focus();
  }, []);
  /**
   * The switch of what was added takes the focus as soon as it is there: Space asks what it does.
   * Not where it was refused, nor where the person went elsewhere meanwhile: a switch that comes
   * later by another way must not take the focus from them.
   */
  const wanted = useRef<{ cluster: string; technique: string } | null>(null);
  useEffect(() => {
    if (!wanted.current || adding) return;
    const { cluster, technique } = wanted.current;
    const place = `[data-cluster="${CSS.escape(cluster)}"] [data-technique="${CSS.escape(technique)}"]`;
    const focused = document.activeElement;
    const isElsewhere =
      focused !== null && focused !== document.body && !list.current?.contains(focused);
    const target = list.current?.querySelector<HTMLElement>(`${place} [role="switch"]`);
    if (!target && !isElsewhere) return;
    wanted.current = null;
    if (!isElsewhere) target?.focus();
  });
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    wanted.current = null;
    const target = event.target as HTMLElement;
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const row = rows.find(
      ({ cluster }) =>
        cluster !== "" &&
        cluster === target.closest("[data-cluster]")?.getAttribute("data-cluster"),
    );
    if (by) {
      moveBy(list.current, target, by);
    } else if (event.key === "ArrowRight" || event.key === "ArrowLeft") {
      const place = target.closest("[data-cluster]");
      const to = event.key === "ArrowRight" ? "[data-add] button" : '[role="switch"]';
      place?.querySelector<HTMLElement>(to)?.focus();
    } else if (event.key.toLowerCase() === "a" && row && !isRanking && !premortem.closed) {
      setAdding(row);
    } else if (event.key === "Delete" && row && !isRanking && !premortem.closed) {
      const technique = target.closest("[data-technique]")?.getAttribute("data-technique");
      if (technique) switches.set(row.cluster, technique, "none");
    } else return;
    event.preventDefault();
  };
  const take = (technique: string) => {
    if (!adding) return;
    const asked = { cluster: adding.cluster, technique };
    wanted.current = asked;
    void switches.set(adding.cluster, technique, "on").then((isDone) => {
      if (!isDone && wanted.current === asked) wanted.current = null;
    });
    setAdding(null);
  };
  const serviceOf = (row: OutlookRow) =>
    premortem.clusters.find(({ id }) => id === row.cluster)?.service ?? premortem.service;
  const notes = headline.missing ?? headline.lead;
  const columns = words.columns;
  return (
    <>
      <div className={styles.head}>
        <div>
          <h1>{mask(headline.sentence)}</h1>
          {notes && <p className={styles.lead}>{mask(notes)}</p>}
        </div>
        <dl className={styles.totals}>
          <Total label={words.ofBudget} figure={ofBudget} />
          <Total label={words.chance(outlook.target)} figure={met} />
          <Total label={words.loss} figure={loss} range />
        </dl>
      </div>
      <Gauge outlook={outlook} />
      {switches.error && <ErrorNote error={switches.error} />}
      <div className={classes(styles.outlook, isRanking && styles.ranking)}>
        <div aria-hidden="true" className={classes(styles.row, styles.rowHead)}>
          <span />
          <span>{columns.title}</span>
          <span className={styles.barHead}>
            <i
              style={{
                left: percent(outlook.tooBigAt),
                // The words stay over the bars, wherever the line stands.
                transform: `translateX(-${percent(outlook.tooBigAt)})`,
              }}
            >
              {columns.tooBig}
            </i>
          </span>
          <span className="num">{columns.minutes}</span>
          <span className="num">{columns.share}</span>
          {isRanking ? (
            <>
              <span className="num">{columns.dots}</span>
              <span>{columns.verdict}</span>
            </>
          ) : (
            <span className={styles.mitigationHead}>
              <span>{columns.mitigation}</span>
              <span>{columns.change}</span>
            </span>
          )}
        </div>
        <ul ref={list} aria-label={words.ranked} onKeyDown={onKeyDown}>
          {rows.map((row, index) => (
            <Row
              key={row.cluster || "others"}
              row={row}
              tooBigAt={outlook.tooBigAt}
              isRanking={isRanking}
              isFirst={index === 0}
            >
              {!isRanking && row.cluster !== "" && (
                <div className={styles.mitigations}>
                  <div>
                    {row.mitigations.map((one) => (
                      <Mitigation
                        key={one.technique}
                        one={one}
                        isOn={switches.isOn(row.cluster, one)}
                        isMoving={switches.isMoving}
                        isDisabled={premortem.closed}
                        onChange={(on) =>
                          switches.set(row.cluster, one.technique, on ? "on" : "off")
                        }
                      />
                    ))}
                    {row.mitigations.length === 0 && (
                      <span className="quiet">{words.noMitigation}</span>
                    )}
                  </div>
                  <span className={styles.addMitigation} data-add>
                    {!premortem.closed && (
                      <LinkButton
                        onPress={() => setAdding(row)}
                        aria-label={words.addTo(row.title)}
                      >
                        {words.add}
                      </LinkButton>
                    )}
                  </span>
                </div>
              )}
            </Row>
          ))}
        </ul>
      </div>
      {isRanking && <p className={styles.rule}>{words.rule}</p>}
      <Others others={outlook.others} />
      <p className={styles.cost}>
        {!isRanking && (
          <>
            <span>{words.oneOff}</span>{" "}
            <FigureText figure={outlook.oneOff} label={words.oneOff} range />
            <span>{words.yearly}</span>{" "}
            <FigureText figure={outlook.yearly} label={words.yearly} range />
          </>
        )}
        <BasisMark basis={minutes.with.basis} />
      </p>
      <Notes notes={outlook.notes} />
      {adding && own === null && (
        <AddMitigation
          row={adding}
          onClose={() => setAdding(null)}
          onTake={take}
          onOwn={(name) => setOwn({ ...BLANK, name, scope: "service", of: [serviceOf(adding)] })}
        />
      )}
      {adding && own && (
        <TechniqueDrawer
          start={own}
          services={premortem.services}
          onClose={() => {
            setOwn(null);
            setAdding(null);
          }}
          onSaved={take}
        />
      )}
    </>
  );
}

const percent = (share: number) => `${Math.min(Math.max(share, 0), 1) * 100}%`;

/** Other risks that are named; what comes after them is small. */
const NAMED = 12;

/** The risks of the register that fill the same budget, which no cluster of the session is. */
function Others({ others }: { others: PremortemOutlook["others"] }) {
  const words = m.premortems.outlook;
  if (others.length === 0) return null;
  const left = others.length - NAMED;
  return (
    <Section title={words.others} aside={words.othersAside} className={styles.others}>
      <ul>
        {others.slice(0, NAMED).map((risk) => (
          <li key={risk.id}>
            <span>
              {risk.name}
              {risk.like && (
                <span className={styles.twice}>
                  <StateChip state="warn">{m.premortems.cluster.twice}</StateChip>{" "}
                  {words.like(risk.like)}
                </span>
              )}
            </span>
            <span className="num">
              {risk.minutes.text} {risk.minutes.unit}
            </span>
            <span className="num muted">{words.shareOf(risk.share)}</span>
          </li>
        ))}
      </ul>
      {left > 0 && (
        <p className="quiet">
          {words.andMore(left)}{" "}
          <Link to="/tiers" search={{ part: "risks" }}>
            {m.premortems.requirements.openRegister}
          </Link>
        </p>
      )}
    </Section>
  );
}

interface TotalProps {
  label: string;
  figure: WithAndWithout;
  range?: boolean;
}

/** With what is on; beside it what it was. */
function Total({ label, figure, range = false }: TotalProps) {
  const mask = useMask();
  const shown = useShownFigure(figure.with);
  const was = joinUnit(figure.without.text, figure.without.unit);
  const isMoved = figure.with.text !== figure.without.text;
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        <FigureText figure={figure.with} label={label} size="headline" />
        {isMoved && mask(was) === was && <small>{m.premortems.outlook.was(was)}</small>}
        {range && shown.range && (
          <span className={styles.under}>
            {m.premortems.outlook.range(figure.with.rangeMeans, shown.range)}
          </span>
        )}
      </dd>
    </div>
  );
}

/** Width of the gauge's own coordinates; it is stretched to its place. */
const WIDTH = 1000;

/** A position on the gauge, kept off its very edge, where a line would be cut in half. */
const along = (share: number) => Math.min(Math.max(share, 0), 0.999) * WIDTH;

/** The budget, what is expected of it, and how far that may be off. */
function Gauge({ outlook }: { outlook: PremortemOutlook }) {
  const words = m.premortems.outlook;
  const { gauge, minutes } = outlook;
  const shown = minutes.with;
  const at = gauge.with;
  const [from, to] = gauge.range;
  const isMoved = gauge.without > gauge.with;
  return (
    <figure className={styles.gauge}>
      <p className={styles.gaugeHead}>
        <span
          style={{
            left: percent(gauge.budget),
            // The words stay over the bar, wherever the line stands.
            transform: `translateX(-${percent(gauge.budget)})`,
          }}
        >
          {words.budget(outlook.budget)}
        </span>
      </p>
      <svg
        className={styles.gaugeBar}
        viewBox={`0 0 ${WIDTH} 32`}
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        <rect x="0" y="6" width={along(at)} height="20" fill="var(--chart-1)" />
        {isMoved && (
          <rect
            x={along(at)}
            y="6.75"
            width={along(gauge.without - at)}
            height="18.5"
            fill="none"
            stroke="var(--chart-axis)"
            strokeWidth="1.5"
            strokeDasharray="4 3"
          />
        )}
        <path d={`M${along(from)} 11V21`} stroke={from < at ? "var(--surface)" : "var(--ink)"} />
        <path
          d={`M${along(from)} 16H${along(Math.min(Math.max(at, from), to))}`}
          stroke="var(--surface)"
        />
        <path
          d={`M${along(Math.min(Math.max(at, from), to))} 16H${along(to)}M${along(to)} 11V21`}
          stroke="var(--ink)"
        />
        <path d={`M${along(gauge.budget)} 0V32`} stroke="var(--chart-2)" strokeWidth="3" />
      </svg>
      <figcaption>
        <span>
          <span className="strong">{words.expected(joinUnit(shown.text, shown.unit))}</span>{" "}
          {shown.range && (
            <span className="muted">{words.range(shown.rangeMeans, shown.range)}</span>
          )}
        </span>
        {isMoved && (
          <span className="muted">
            {words.without(joinUnit(minutes.without.text, minutes.without.unit))}
          </span>
        )}
      </figcaption>
    </figure>
  );
}

interface RowProps {
  row: OutlookRow;
  tooBigAt: number;
  isRanking: boolean;
  isFirst: boolean;
  children: ReactNode;
}

function Row({ row, tooBigAt, isRanking, isFirst, children }: RowProps) {
  const words = m.premortems.outlook;
  const { share, tooBig: isBig } = row;
  // Said of the risk before any mitigation: it holds while nothing that is on changes it.
  const breaksAlone = row.breaksAlone && share === row.shareWithout;
  const [state, verdict] = row.problem
    ? (["unknown", words.notCounted] as const)
    : breaksAlone
      ? (["over", words.breaksAlone] as const)
      : isBig
        ? (["warn", words.tooBig] as const)
        : row.accepted
          ? (["ok", words.fits] as const)
          : (["unknown", words.fitsNot] as const);
  return (
    <li className={styles.row} data-cluster={row.cluster}>
      <span className="quiet">{row.rank}</span>
      <span data-row={isRanking || undefined} tabIndex={isRanking ? (isFirst ? 0 : -1) : undefined}>
        <span className={styles.cardText}>{row.title}</span>
        {row.problem && <span className={styles.under}>{row.problem}</span>}
      </span>
      <span className={styles.bar}>
        {row.cluster !== "" && <span className="visually-hidden">{verdict}</span>}
        <span aria-hidden="true" hidden={row.cluster === ""}>
          <i className={styles.barWithout} style={{ width: percent(row.barWithout) }} />
          <i className={styles.barWith} style={{ width: percent(row.bar) }} />
          <i className={styles.barLimit} style={{ left: percent(tooBigAt) }} />
        </span>
      </span>
      <span className="num strong">
        <FigureText
          // Why it is missing stands under its name.
          figure={{ ...row.minutes, unit: "", reason: row.problem ? "" : row.minutes.reason }}
          label={`${row.title}, ${words.columns.minutes}`}
        />
      </span>
      <span className={classes("num", isBig && "over-text")}>
        {share}
        <span className="visually-hidden"> {words.columns.share}</span>
      </span>
      {isRanking ? (
        <>
          <span className="num">
            {row.dots ?? ""}
            <span className="visually-hidden"> {words.columns.dots}</span>
          </span>
          <span>
            {/* What is not of this session is not judged in it. */}
            {row.cluster !== "" && <StateChip state={state}>{verdict}</StateChip>}
          </span>
        </>
      ) : (
        <span className={styles.both}>{children}</span>
      )}
    </li>
  );
}

interface MitigationProps {
  one: MitigationEffect;
  isOn: boolean;
  isMoving: boolean;
  isDisabled: boolean;
  onChange: (on: boolean) => void;
}

function Mitigation({ one, isOn, isMoving, isDisabled, onChange }: MitigationProps) {
  const words = m.premortems.outlook;
  const change = words.minutesAYear(one.change.text);
  return (
    <div className={styles.mitigation} data-technique={one.technique}>
      <Switch label={one.name} isOn={isOn} onChange={onChange} isDisabled={isDisabled} />
      <span>
        <b>{isOn ? words.on : words.off}</b> {one.name}
      </span>
      <span
        className={classes("num", "muted", isMoving && styles.moving)}
        title={one.change.exact || one.change.reason}
      >
        {one.change.value === null ? "" : isOn ? change : words.would(change)}
      </span>
    </div>
  );
}

/** What was switched: moved at once, sent in order, said when the figures have followed. */
function useMitigations(outlook: PremortemOutlook, isOld: boolean) {
  const { premortem, act, error } = useSitting();
  const announce = useAnnounce();
  const mask = useMask();
  const [moved, setMoved] = useState<Readonly<Record<string, boolean>>>({});
  const [sending, setSending] = useState(0);
  const key = (cluster: string, technique: string) => `${cluster} ${technique}`;
  const inForce = new Map(
    outlook.rows.flatMap((row) =>
      row.mitigations.map((one) => [key(row.cluster, one.technique), one.on] as const),
    ),
  );
  const isAsked = Object.keys(moved).length > 0;
  const isFollowed = Object.entries(moved).every(([one, on]) => (inForce.get(one) ?? false) === on);
  const isMoving = isAsked && (sending > 0 || isOld || !isFollowed);
  const said = m.premortems.outlook.said(
    joinUnit(outlook.minutes.with.text, outlook.minutes.with.unit),
    joinUnit(outlook.ofBudget.with.text, outlook.ofBudget.with.unit),
    joinUnit(outlook.met.with.text, outlook.met.with.unit),
    joinUnit(outlook.loss.with.text, outlook.loss.with.unit),
  );
  useEffect(() => {
    if (!isAsked || isMoving) return;
    // The figures have followed: from here on the switches are what the workspace says.
    setMoved({});
    announce(mask(said));
  }, [isAsked, isMoving, said, announce, mask]);
  return {
    isMoving,
    // What is about no field stands at the head of the screen already.
    error: error?.field ? error : null,
    isOn: (cluster: string, one: MitigationEffect) => moved[key(cluster, one.technique)] ?? one.on,
    /** Whether the core took it. */
    set: async (cluster: string, technique: string, state: "on" | "off" | "none") => {
      if (premortem.closed) return false;
      setMoved((now) => ({ ...now, [key(cluster, technique)]: state === "on" }));
      setSending((now) => now + 1);
      const done = await act("premortem.mitigation", {
        session: premortem.id,
        cluster,
        technique,
        state,
      });
      if (!done) setMoved({});
      setSending((now) => now - 1);
      return done !== null;
    },
  };
}

interface AddMitigationProps {
  row: OutlookRow;
  onClose: () => void;
  onTake: (technique: string) => void;
  /** Of one's own, under the name that was typed. */
  onOwn: (name: string) => void;
}

/** A technique of the catalogue for a cluster, by typing; else one of one's own. */
function AddMitigation({ row, onClose, onTake, onOwn }: AddMitigationProps) {
  const { premortem } = useSitting();
  const words = m.premortems.outlook;
  const there = new Set(row.mitigations.map(({ technique }) => technique));
  const cluster = premortem.clusters.find(({ id }) => id === row.cluster);
  const options = (cluster?.techniques ?? [])
    .filter(({ key }) => !there.has(key))
    .map(({ key, label }) => ({ id: key, label }));
  const [technique, setTechnique] = useState("");
  const isKnown = options.some(({ id }) => id === technique);
  const typed = isKnown ? "" : technique.trim();
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    form.current?.querySelector("input")?.focus();
  }, []);
  return (
    <Dialog
      title={words.addTo(row.title)}
      isOpen
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{m.common.cancel}</Button>
          <Button onPress={() => onOwn(typed)}>{words.own}</Button>
          <Button
            variant="filled"
            isDisabled={!isKnown}
            onPress={() => form.current?.requestSubmit()}
          >
            {words.take}
          </Button>
        </>
      }
    >
      <form
        ref={form}
        onSubmit={(event) => {
          event.preventDefault();
          if (isKnown) onTake(technique);
          else if (typed) onOwn(typed);
        }}
      >
        <Combo
          label={words.technique}
          allowsOther
          value={technique}
          onChange={setTechnique}
          options={options}
          description={typed ? words.ownAbout(typed) : words.techniqueAbout}
        />
        <button type="submit" hidden tabIndex={-1} aria-hidden="true" />
      </form>
    </Dialog>
  );
}
