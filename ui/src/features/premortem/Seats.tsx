/** Who sits at the keyboard: chosen between two people, with nobody's words on the screen. */

import { type ReactNode, useEffect, useRef } from "react";
import type { PersonView } from "../../api";
import { m } from "../../messages";
import { classes } from "../../shared";
import styles from "./premortem.module.css";
import { useSitting } from "./sitting";

export interface SeatsProps {
  sentence: string;
  lead: string;
  /** What is known of a person: `3 of 6`, `voted`. */
  about: (person: PersonView) => string;
  /** Has nothing left to do here. */
  isDone: (person: PersonView) => boolean;
  /** What stands between the sentence and the seats: what came of it. */
  between?: ReactNode;
  /** The screen has its sentence already. */
  isPart?: boolean;
}

export function Seats({ sentence, lead, about, isDone, between, isPart = false }: SeatsProps) {
  const { premortem, sit, last } = useSitting();
  const people = premortem.people.filter(({ present }) => present);
  // Around the table: not everybody estimates everything, and who got up is not asked again.
  const after = people.findIndex(({ id }) => id === last) + 1;
  const around = [...people.slice(after), ...people.slice(0, after)];
  const next = around.find((person) => !isDone(person));
  const list = useRef<HTMLUListElement>(null);
  // Where nobody is left, the focus is on what came of it: Enter seats nobody again.
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    const seat = list.current?.querySelector<HTMLElement>("[data-next]");
    (seat ?? head.current)?.focus();
  }, []);
  const onKeyDown = (event: React.KeyboardEvent) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!by) return;
    const buttons = [...(list.current?.querySelectorAll("button") ?? [])];
    const at = buttons.indexOf(event.target as HTMLButtonElement);
    buttons[at + by]?.focus();
    event.preventDefault();
  };
  return (
    <div className={classes(!between && styles.cover)}>
      {isPart ? (
        <h2>{sentence}</h2>
      ) : (
        <h1 ref={head} tabIndex={-1}>
          {sentence}
        </h1>
      )}
      {!premortem.closed && <p className={styles.lead}>{lead}</p>}
      {between}
      <ul ref={list} className={styles.seats} onKeyDown={onKeyDown} hidden={premortem.closed}>
        {people.map((person, index) => (
          <li key={person.id}>
            <button
              type="button"
              className={classes(styles.seat, isDone(person) && styles.seatDone)}
              data-next={person === next || undefined}
              onClick={() => void sit(person.id)}
            >
              <span className="strong">{person.name}</span>
              <span className="muted">{person.roleLabel}</span>
              <span className={styles.seatAbout}>{about(person)}</span>
              {/* Its column stands also where there is no key. */}
              <span aria-hidden="true" style={index < 9 ? undefined : { visibility: "hidden" }}>
                <kbd>{m.premortems.keyOfSeat(String(Math.min(index + 1, 9)))}</kbd>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
