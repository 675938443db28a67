/** Everyone spends their dots, one after the other; totals show when all have voted. */

import { useEffect, useRef, useState } from "react";
import type { Premortem } from "../../api";
import { m } from "../../messages";
import { Button, classes, EmptyState, ErrorNote, LinkButton, Section } from "../../shared";
import { Cover } from "./Cover";
import styles from "./premortem.module.css";
import { Seats } from "./Seats";
import { useSending, useSitting } from "./sitting";

export function Vote() {
  const { premortem, seat } = useSitting();
  const words = m.premortems.vote;
  const { clusters, vote } = premortem;
  if (clusters.length === 0) {
    return (
      <EmptyState
        headline={{ sentence: words.noClusters, lead: words.noClustersLead, missing: null }}
      />
    );
  }
  if (seat) return <Ballot key={seat.id} />;
  return (
    <>
      <Seats
        sentence={vote.shown ? words.all : words.who(String(vote.dots))}
        lead={vote.shown ? words.allLead : words.waitingFor(vote.yetToVote.join(", "))}
        about={(person) => (person.voted ? words.voted : words.yet)}
        isDone={({ voted }) => voted}
      />
      {vote.shown && <Totals premortem={premortem} />}
    </>
  );
}

/** Dots as dots, and as a number: a row of them says how many without being counted. */
function DotRow({ dots }: { dots: number }) {
  return (
    <span className={styles.dots} aria-hidden="true">
      {"●".repeat(Math.min(Math.max(dots, 0), 40))}
    </span>
  );
}

function Totals({ premortem }: { premortem: Premortem }) {
  const words = m.premortems.vote;
  const rows = [...premortem.clusters].sort((a, b) => (b.dots ?? 0) - (a.dots ?? 0));
  return (
    <Section title={words.totals} className={classes(styles.pool, styles.voteTotals)}>
      <table className={styles.figures}>
        <tbody>
          {rows.map(({ id, title, dots }) => (
            <tr key={id}>
              <th scope="row">{title}</th>
              <td className="num strong">{dots ?? 0}</td>
              <td>
                <DotRow dots={dots ?? 0} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}

const SLOT = "vote";

function Ballot() {
  const { premortem, seat, act, error, jot, keepJot, sit, covered } = useSitting();
  const [, once] = useSending();
  const words = m.premortems.vote;
  const { clusters, vote } = premortem;
  const person = seat?.id ?? "";
  const [spent, setSpent] = useState<Record<string, number>>(() => {
    const own = Object.fromEntries(clusters.map(({ id, ownDots }) => [id, ownDots]));
    try {
      return { ...own, ...JSON.parse(jot(SLOT, person) ?? "{}") };
    } catch {
      return own;
    }
  });
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    list.current?.querySelector<HTMLElement>('[role="spinbutton"]')?.focus();
  }, []);
  if (!seat) return null;

  const total = clusters.reduce((sum, { id }) => sum + (spent[id] ?? 0), 0);
  const left = vote.dots - total;
  const set = (id: string, wanted: number) => {
    const own = spent[id] ?? 0;
    const dots = Math.max(Math.min(wanted, own + left), 0);
    const next = { ...spent, [id]: dots };
    setSpent(next);
    keepJot(SLOT, JSON.stringify(next), person);
  };
  const give = async () => {
    const done = await act("premortem.vote", {
      session: premortem.id,
      person,
      dots: clusters.map(({ id }) => ({ cluster: id, dots: spent[id] ?? 0 })),
    });
    if (done) await sit("");
  };
  const take = async () => {
    const done = await act("premortem.vote.delete", { session: premortem.id, id: person });
    if (done) setSpent({});
  };

  const onKeyDown = (id: string) => (event: React.KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const own = spent[id] ?? 0;
    const spins = [...(list.current?.querySelectorAll<HTMLElement>('[role="spinbutton"]') ?? [])];
    const at = spins.indexOf(event.currentTarget as HTMLElement);
    const digit = /^[0-9]$/.test(event.key) ? Number(event.key) : undefined;
    const keys: Record<string, (() => void) | undefined> = {
      arrowdown: () => spins[at + 1]?.focus(),
      arrowup: () => spins[at - 1]?.focus(),
      arrowright: () => set(id, own + 1),
      arrowleft: () => set(id, own - 1),
      "+": () => set(id, own + 1),
      " ": () => set(id, own + 1),
      "-": () => set(id, own - 1),
      backspace: () => set(id, own - 1),
      enter: () => void once(give),
    };
    const run = digit === undefined ? keys[event.key.toLowerCase()] : () => set(id, digit);
    if (!run) return;
    event.preventDefault();
    run();
  };
  return (
    <>
      <h1>{words.of(seat.name, left)}</h1>
      <p className={styles.lead}>{words.lead}</p>
      <Cover note={m.premortems.cover.dots} />
      {error?.field && <ErrorNote error={error} />}
      <ul ref={list} className={styles.votes}>
        {clusters.map(({ id, title, pooled }) => {
          const own = spent[id] ?? 0;
          return (
            <li key={id}>
              <div
                role="spinbutton"
                tabIndex={0}
                aria-label={title}
                aria-valuenow={own}
                aria-valuemin={0}
                aria-valuemax={Math.max(own + left, 0)}
                aria-valuetext={words.dotsOf(own)}
                className={styles.vote}
                onKeyDown={onKeyDown(id)}
              >
                <span className="strong">{title}</span>
                <span className="muted">
                  {pooled ? `${pooled.minutes.text} ${pooled.minutes.unit}` : ""}
                </span>
                <DotRow dots={covered ? 0 : own} />
                <span className="num">{covered ? "•" : own}</span>
              </div>
              <Button
                onPress={() => set(id, own - 1)}
                // Which of them can be pressed would tell.
                isDisabled={own === 0 && !covered}
                aria-label={words.less(title)}
              >
                −
              </Button>
              <Button
                onPress={() => set(id, own + 1)}
                isDisabled={left <= 0}
                aria-label={words.more(title)}
              >
                +
              </Button>
            </li>
          );
        })}
      </ul>
      <div className={styles.saidFoot}>
        <Button variant="filled" onPress={() => void once(give)} shortcut="Enter">
          {words.give}
        </Button>
        <Button onPress={() => void sit("")} shortcut="Alt+0">
          {words.getUp}
        </Button>
        {seat.voted && <LinkButton onPress={() => void take()}>{words.take}</LinkButton>}
      </div>
    </>
  );
}
