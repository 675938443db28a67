/**
 * Each person's ranges for each cluster, given without a look at those of others; then all of
 * them, pooled, with how far they are apart.
 */

import { useEffect, useRef, useState } from "react";
import {
  type BaseRate,
  type ClusterView,
  type EstimateEdit,
  type FieldProblem,
  type JudgementEdit,
  type PooledView,
  rpc,
} from "../../api";
import { m } from "../../messages";
import {
  Button,
  Checkbox,
  classes,
  EmptyState,
  FigureStack,
  LinkButton,
  Section,
  SegmentedControl,
  StateChip,
  TextField,
} from "../../shared";
import { useAppearance } from "../appearance";
import { RangeDots, type RangeUnit } from "../estimate";
import { Cover } from "./Cover";
import styles from "./premortem.module.css";
import { Seats } from "./Seats";
import { useSending, useSitting } from "./sitting";
import { toTop } from "./toTop";

const QUANTITIES = ["frequency", "detect", "repair", "users"] as const;
type Quantity = (typeof QUANTITIES)[number];

/** What each may be typed in. */
const UNITS: Readonly<Record<Quantity, RangeUnit>> = {
  frequency: "a-year",
  detect: "minutes",
  repair: "minutes",
  users: "share",
};
type Ranges = Record<Quantity, EstimateEdit> & { comment: string };

const KINDS = ["fixed", "interval", "three-point"] as const;
type Kind = (typeof KINDS)[number];
const ENDS: Readonly<Record<Kind, readonly ("low" | "likely" | "high")[]>> = {
  fixed: ["low"],
  interval: ["low", "high"],
  "three-point": ["low", "likely", "high"],
};

export function Estimate() {
  const { premortem, seat } = useSitting();
  const words = m.premortems.estimate;
  const { clusters, people } = premortem;
  const here = people.filter(({ present }) => present);
  if (clusters.length === 0) {
    return (
      <EmptyState
        headline={{ sentence: words.noClusters, lead: words.noClustersLead, missing: null }}
      />
    );
  }
  if (seat) return <Ballot key={seat.id} />;
  const isDone = here.every(({ estimated }) => estimated >= clusters.length);
  const seats = (
    <Seats
      sentence={isDone ? words.allGave : words.who}
      lead={isDone ? words.allGaveLead : words.whoLead}
      about={(person) => words.given(person.estimated, clusters.length)}
      isDone={(person) => person.estimated >= clusters.length}
      between={isDone ? <Pool clusters={clusters} /> : undefined}
    />
  );
  return (
    <>
      {seats}
      {!isDone && clusters.some(({ pooled }) => pooled !== null) && <Pool clusters={clusters} />}
    </>
  );
}

/** All clusters whose estimates may be seen, pooled. */
function Pool({ clusters }: { clusters: readonly ClusterView[] }) {
  const words = m.premortems.estimate;
  const weights = new Set(clusters.flatMap(({ given }) => given.map(({ weight }) => weight)));
  const aside = weights.size > 1 ? words.pooledByRecord : words.pooledAlike;
  // Whose ranges are apart is asked of the one that is talked about.
  const [open, setOpen] = useState("");
  const talkedAbout = clusters.find(({ id }) => id === open);
  return (
    <>
      {talkedAbout && <Given cluster={talkedAbout} isNamed />}
      <Section title={words.pooled} aside={aside} className={styles.pool}>
        <div className={styles.scroll}>
          <table className={styles.figures}>
            <thead>
              <tr>
                <th scope="col">{words.cluster}</th>
                <QuantityHeads />
                <th scope="col">{words.disagreement}</th>
              </tr>
            </thead>
            <tbody>
              {clusters.map(({ id, title, pooled, estimated, given }) => (
                <tr key={id}>
                  <th scope="row">
                    {given.length > 0 ? (
                      <LinkButton
                        onPress={() => setOpen((now) => (now === id ? "" : id))}
                        aria-expanded={id === open}
                        aria-label={words.whoGave(title)}
                      >
                        {title}
                      </LinkButton>
                    ) : (
                      title
                    )}
                    <span className={styles.under}>{pooled?.people ?? estimated}</span>
                  </th>
                  {pooled ? (
                    <>
                      <QuantityCells of={pooled} isStrong />
                      <td>
                        {pooled.apart ? (
                          <StateChip state="warn">{words.apart(pooled.disagreement)}</StateChip>
                        ) : (
                          <span className="muted">{pooled.disagreement}</span>
                        )}
                      </td>
                    </>
                  ) : (
                    <td colSpan={5} className="quiet">
                      {words.hidden}
                    </td>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </Section>
    </>
  );
}

/** The heads of the columns of [`QuantityCells`]. */
function QuantityHeads() {
  const words = m.premortems.estimate;
  const heads = [words.frequency, words.duration, words.users, words.minutes];
  return heads.map((head) => (
    <th key={head} scope="col" className="num">
      {head}
    </th>
  ));
}

interface QuantityCellsProps {
  of: Pick<PooledView, "frequency" | "duration" | "users" | "minutes">;
  /** Minutes are what the row is about. */
  isStrong?: boolean;
}

/** What somebody expects of a cluster, or all together: how often, how long, whom, minutes a year. */
function QuantityCells({ of, isStrong = false }: QuantityCellsProps) {
  const words = m.premortems.estimate;
  return (
    <>
      {(["frequency", "duration", "users", "minutes"] as const).map((name) => (
        <td key={name} className={classes("num", isStrong && name === "minutes" && "strong")}>
          <FigureStack figure={of[name]} label={words[name]} />
        </td>
      ))}
    </>
  );
}

/** The clusters of one person at the keyboard, the first without an estimate open. */
function Ballot() {
  const { premortem, seat, sit } = useSitting();
  const { meeting } = useAppearance();
  const words = m.premortems.estimate;
  const { clusters } = premortem;
  const missing = clusters.findIndex(({ own }) => own === null);
  const [at, setAt] = useState(Math.max(missing, 0));
  const cluster = clusters[at] ?? clusters[0];
  const go = (index: number) => setAt(Math.min(Math.max(index, 0), clusters.length - 1));

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!by || !event.altKey || document.querySelector('[role="dialog"]')) return;
      event.preventDefault();
      go(at + by);
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  });

  if (!seat || !cluster) return null;
  return (
    <div className={styles.estimate}>
      <nav aria-label={words.clusters}>
        <p className={styles.lead}>{words.of(seat.name)}</p>
        <ol className={styles.ballotList}>
          {clusters.map((one, index) => (
            <li key={one.id}>
              <button
                type="button"
                aria-current={index === at ? "true" : undefined}
                className={styles.ballotItem}
                onClick={() => go(index)}
              >
                <span className={styles.cardText}>{one.title}</span>
                <span className="quiet">{one.own ? words.isGiven : words.isOpen}</span>
              </button>
            </li>
          ))}
        </ol>
        <Button onPress={() => void sit("")} shortcut="Alt+0">
          {words.handOn}
        </Button>
      </nav>
      <div>
        {/* What there is to talk about comes first; one's own numbers can still be changed below.
            In a room that reads along it would tell those who have not given theirs yet. */}
        {cluster.shown && !meeting && <Given cluster={cluster} />}
        <Form
          key={cluster.id}
          cluster={cluster}
          onGiven={() => {
            const rest = clusters.findIndex(
              ({ own, id }, index) => index > at && own === null && id !== cluster.id,
            );
            const any = clusters.findIndex(({ own, id }) => own === null && id !== cluster.id);
            if (rest >= 0) go(rest);
            else if (any >= 0) go(any);
            else void sit("");
          }}
        />
      </div>
    </div>
  );
}

const blank = (kind: Kind): EstimateEdit => ({ kind, low: "", likely: "", high: "", means: "" });

function startOf(cluster: ClusterView, jot: string | undefined): Ranges {
  const empty: Ranges = {
    frequency: blank("interval"),
    detect: blank("interval"),
    repair: blank("interval"),
    users: blank("interval"),
    comment: "",
  };
  if (jot) {
    try {
      return { ...empty, ...JSON.parse(jot) };
    } catch {
      // What cannot be read again is as if nothing had been typed.
    }
  }
  if (!cluster.own) return empty;
  const { frequency, detect, repair, users, comment } = cluster.own;
  return { frequency, detect, repair, users, comment };
}

const kindOf = ({ kind }: EstimateEdit): Kind => KINDS.find((one) => one === kind) ?? "interval";

function Form({ cluster, onGiven }: { cluster: ClusterView; onGiven: () => void }) {
  const { premortem, seat, act, wrong: refused, error, jot, keepJot, covered } = useSitting();
  const { meeting } = useAppearance();
  const [, once] = useSending();
  const words = m.premortems.estimate;
  const [problems, setProblems] = useState<readonly FieldProblem[]>([]);
  const person = seat?.id ?? "";
  const slot = `estimate ${cluster.id}`;
  const [value, setValue] = useState(() => startOf(cluster, jot(slot, person)));
  const form = useRef<HTMLFormElement>(null);
  const set = (change: Partial<Ranges>) => {
    const next = { ...value, ...change };
    setValue(next);
    keepJot(slot, JSON.stringify(next), person);
  };
  useEffect(() => {
    form.current?.querySelector<HTMLInputElement>("input[inputmode]")?.focus();
    toTop(form.current);
  }, []);
  useEffect(() => {
    if (!error?.field) return;
    const field = form.current?.querySelector(`[data-field^="${CSS.escape(error.field)}"] input`);
    if (field instanceof HTMLElement) field.focus();
  }, [error]);
  // Leaving the step counts only what was given.
  const isTyped = JSON.stringify(value) !== JSON.stringify(startOf(cluster, ""));
  const kinds = new Set(QUANTITIES.map((name) => kindOf(value[name])));
  const kind = kinds.size === 1 ? [...kinds][0] : undefined;
  const setKind = (next: Kind) =>
    set(
      Object.fromEntries(
        QUANTITIES.map((name) => [name, { ...value[name], kind: next, means: "" }]),
      ),
    );
  const give = async () => {
    const edit: JudgementEdit = { session: premortem.id, cluster: cluster.id, person, ...value };
    const done = await act("premortem.estimate", edit);
    if (done) {
      onGiven();
      return;
    }
    // A refusal is about one field. Whoever types eight numbers wants to hear of all of them.
    const found = await rpc("premortem.estimate.check", edit).catch(() => null);
    setProblems(found?.problems ?? []);
  };
  const wrong = (field: string) => {
    const message = problems.find((one) => one.field === field)?.message ?? refused(field);
    // What is wrong with a number says the number.
    return message && covered ? words.wrongCovered : message;
  };
  const rates = premortem.baseRates.filter(({ service }) => service === cluster.service);
  return (
    <form
      ref={form}
      className={classes(styles.ranges, covered && styles.coveredNumbers)}
      data-typing={isTyped || undefined}
      onSubmit={(event) => {
        event.preventDefault();
        void once(give);
      }}
    >
      <h1>{cluster.title}</h1>
      <p className={styles.lead}>
        {premortem.cards
          .filter(({ id, text }) => cluster.cards.includes(id) && text !== cluster.title)
          .map(({ text }) => text)
          .join(" · ")}
      </p>
      <Cover note={m.premortems.cover.numbers} />
      <div className={styles.kinds}>
        <SegmentedControl
          label={words.kind}
          value={kind ?? ""}
          onChange={(id) => setKind(id as Kind)}
          options={KINDS.map((id) => ({ id, label: words.kinds[id] }))}
        />
        <span className="quiet">{kind ? words.about[kind] : words.mixed}</span>
      </div>
      {QUANTITIES.map((name) => (
        <fieldset
          key={name}
          className={styles.quantity}
          data-field={name}
          data-kind={kindOf(value[name])}
          // The heads of the columns stand once, over the first row.
          data-headed={kind === undefined || name === QUANTITIES[0] || undefined}
        >
          <legend>{words.quantities[name]}</legend>
          {ENDS[kindOf(value[name])].map((end) => (
            <TextField
              key={end}
              label={kindOf(value[name]) === "fixed" ? words.value : words.ends[end]}
              hideLabel={kind !== undefined && name !== QUANTITIES[0]}
              name={`${name}.${end}`}
              numeric
              // Whoever types another unit sees only theirs.
              unit={/^[\d\s.,]+$/.test(value[name][end]) ? words.units[name] : undefined}
              placeholder={words.examples[name]}
              value={value[name][end]}
              onChange={(text) => set({ [name]: { ...value[name], [end]: text, means: "" } })}
              error={wrong(`${name}.${end}`)}
            />
          ))}
          <RangeDots edit={value[name]} unit={UNITS[name]} className={styles.preview} />
          {wrong(name) && <p className="over-text">{wrong(name)}</p>}
        </fieldset>
      ))}
      <TextField
        label={words.why}
        optional
        name="comment"
        value={value.comment}
        onChange={(comment) => set({ comment })}
        error={wrong("comment")}
      />
      <div className={styles.saidFoot}>
        <Button variant="filled" type="submit" shortcut="Enter">
          {words.give}
        </Button>
        {isTyped ? (
          <StateChip state="warn">{words.notGiven}</StateChip>
        ) : (
          <span className="quiet">
            {!cluster.shown ? words.isHidden : meeting ? words.isShownToAll : words.isShown}
          </span>
        )}
      </div>
      {rates.length > 0 && (
        <Rates cluster={cluster} rates={rates} onTake={({ edit }) => set({ ...edit })} />
      )}
    </form>
  );
}

interface RatesProps {
  cluster: ClusterView;
  rates: readonly BaseRate[];
  onTake: (rate: BaseRate) => void;
}

/** What past incidents say: to begin from, or as a voice of its own. */
function Rates({ cluster, rates, onTake }: RatesProps) {
  const { premortem, act } = useSitting();
  const words = m.premortems.estimate;
  const listen = (key: string) =>
    void act("premortem.cluster", {
      session: premortem.id,
      id: cluster.id,
      title: cluster.title,
      category: cluster.category,
      service: cluster.service,
      risk: cluster.risk,
      notes: cluster.notes,
      history: key,
    });
  return (
    <Section title={words.history} aside={words.historyAside}>
      <ul className={styles.rates}>
        {rates.map((rate) => (
          <li key={rate.key}>
            <span className="strong">{rate.cause}</span>
            <span className="muted">{rate.evidence}</span>
            <span className="muted">
              {words.rate(rate.frequency.text, rate.duration.text, rate.users.text)}
            </span>
            <LinkButton onPress={() => onTake(rate)} aria-label={words.beginFrom(rate.cause)}>
              {words.begin}
            </LinkButton>
            <Checkbox
              isSelected={cluster.history === rate.key}
              onChange={(on) => listen(on ? rate.key : "")}
            >
              {words.asVoice}
            </Checkbox>
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** What everyone gave for a cluster, and the same pooled. */
function Given({ cluster, isNamed = false }: { cluster: ClusterView; isNamed?: boolean }) {
  const words = m.premortems.estimate;
  const { given, pooled } = cluster;
  if (given.length === 0) return null;
  return (
    <Section
      title={isNamed ? words.othersOf(cluster.title) : words.others}
      className={styles.given}
      aside={
        pooled?.apart ? (
          <StateChip state="warn">{words.apart(pooled.disagreement)}</StateChip>
        ) : (
          pooled?.disagreement
        )
      }
    >
      <div className={styles.scroll}>
        <table className={styles.figures}>
          <thead>
            <tr>
              <th scope="col">{words.person}</th>
              <QuantityHeads />
              <th scope="col" className="num">
                {words.weight}
              </th>
            </tr>
          </thead>
          <tbody>
            {given.map((one) => (
              <tr key={one.person}>
                <th scope="row">
                  {one.name}
                  {one.comment && <span className={styles.under}>{one.comment}</span>}
                </th>
                <QuantityCells of={one} />
                <td className="num muted">{one.weight}</td>
              </tr>
            ))}
            {pooled && (
              <tr className={classes("strong", styles.sum)}>
                <th scope="row">{words.pooledOf(pooled.people)}</th>
                <QuantityCells of={pooled} />
                <td />
              </tr>
            )}
          </tbody>
        </table>
      </div>
    </Section>
  );
}
