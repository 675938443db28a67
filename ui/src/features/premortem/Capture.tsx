/**
 * Round the table, one thought after the other. Enter puts the thought that stands in the field on
 * the table and gives the turn on; a pasted list becomes cards, one a line.
 */

import { useEffect, useRef, useState } from "react";
import type { CardView, PersonView, Premortem, TurnView } from "../../api";
import { m } from "../../messages";
import { Button, Checkbox, classes, Dialog, LinkButton, Section } from "../../shared";
import { CardForm } from "./CardForm";
import { Cover } from "./Cover";
import { Forms } from "./Forms";
import styles from "./premortem.module.css";
import { useSending, useSitting } from "./sitting";

export function Capture() {
  const { premortem } = useSitting();
  const words = m.premortems.capture;
  const { turn, cards } = premortem;
  const [edited, setEdited] = useState<string | null>(null);
  const card = cards.find(({ id }) => id === edited);
  const kept = unsaid(premortem);
  return (
    <div className={styles.capture}>
      <div>
        <h1>
          {turn ? words.turn(turn.name) : kept.length > 0 ? words.nobodyAsked : words.allRead}
        </h1>
        <p className={styles.lead}>
          {turn
            ? turn.next
              ? words.after(turn.next)
              : words.last
            : kept.length > 0
              ? words.unsaid(kept.map(({ name, n }) => words.unsaidOf(name, n)).join(", "))
              : words.allReadLead}
        </p>
        {!premortem.closed && (
          <Field key={`${turn?.person ?? ""} ${turn?.lines[0]?.id ?? ""}`} turn={turn} />
        )}
        <Round />
        <Forms />
      </div>
      <Section
        title={words.table}
        aside={words.cards(cards.filter(({ aside }) => !aside).length)}
        className={styles.table}
      >
        {cards.length === 0 && <p className="muted">{words.noCards}</p>}
        <ul className={styles.cards} aria-label={words.table}>
          {[...cards].reverse().map((one) => (
            <li key={one.id}>
              <CardButton card={one} onOpen={() => setEdited(one.id)} />
            </li>
          ))}
        </ul>
      </Section>
      {card && <CardForm key={card.id} card={card} onClose={() => setEdited(null)} />}
    </div>
  );
}

function CardButton({ card, onOpen }: { card: CardView; onOpen: () => void }) {
  return (
    <button
      type="button"
      className={classes(styles.card, card.aside && styles.aside)}
      onClick={onOpen}
    >
      <span className={styles.cardText}>{card.text}</span>
      <span className={styles.cardFoot}>
        {[card.author || m.premortems.nobody, card.aside && m.premortems.isAside]
          .filter(Boolean)
          .join(" · ")}
      </span>
    </button>
  );
}

/** The field of whoever has the turn: what one has typed is not put into the mouth of the next. */
const slotOf = (person: string) => (person ? `capture ${person}` : "capture");

/** Who has written or typed what is not on the table, and how many thoughts that are. */
function unsaid({ people, jots }: Premortem): { name: string; n: number }[] {
  return people
    .map(({ id, name, left }) => {
      const jot = jots.find(({ slot }) => slot === slotOf(id));
      const typed = jot ? readSaid(jot.text, null) : null;
      // A line of the page that stands in the field is counted with the page.
      const isMore = typed !== null && typed.text.trim() !== "" && typed.line === "";
      return { name, n: left + (isMore ? 1 : 0) };
    })
    .filter(({ n }) => n > 0);
}

/** What stands in the field: a line of the draft, or something else. */
interface Said {
  text: string;
  line: string;
}

function readSaid(jot: string | undefined, turn: TurnView | null): Said {
  const first = turn?.lines[0];
  const fresh = { text: first?.text ?? "", line: first?.id ?? "" };
  if (!jot) return fresh;
  try {
    const said: Partial<Said> = JSON.parse(jot);
    const line = turn ? turn.lines.find(({ id }) => id === said.line)?.id : said.line;
    return { text: said.text ?? "", line: line ?? "" };
  } catch {
    return { text: jot, line: "" };
  }
}

function Field({ turn }: { turn: TurnView | null }) {
  const { premortem, act, jot, keepJot, wrong, covered } = useSitting();
  const [, once] = useSending();
  const words = m.premortems.capture;
  const person = turn?.person ?? "";
  const slot = slotOf(person);
  const [said, setSaid] = useState(() => readSaid(jot(slot), turn));
  /** Whether somebody typed since the field began: then Ctrl+Z is of the text. */
  const [isTouched, setTouched] = useState(false);
  const [anonymous, setAnonymous] = useState(false);
  const [asksBefore, setAsksBefore] = useState(false);
  const area = useRef<HTMLTextAreaElement>(null);
  const lines = turn?.lines ?? [];
  useEffect(() => {
    const field = area.current;
    field?.focus();
    field?.setSelectionRange(field.value.length, field.value.length);
  }, []);

  const change = (next: Said) => {
    setTouched(true);
    setSaid(next);
    keepJot(slot, next.text === "" && next.line === "" ? "" : JSON.stringify(next));
  };
  const put = async () => {
    const { text, line } = said;
    if (text.trim() === "") return;
    const isList = text.trim().includes("\n");
    const done = await act("premortem.capture", {
      session: premortem.id,
      person,
      anonymous,
      text,
      // A pasted list is more than the line that stood there.
      line: isList ? "" : line,
    });
    // The field is another's or has its next line by then, or it is emptied for the next free card.
    if (!done) return;
    setTouched(false);
    setSaid((now) => (now.text === text ? { text: "", line: "" } : now));
  };
  const pass = () => void once(() => act("premortem.pass", { session: premortem.id, id: person }));
  // What was typed is neither said nor written: whoever passes over it says what becomes of it.
  const isTyped =
    said.text.trim() !== "" && said.text !== lines.find(({ id }) => id === said.line)?.text;
  const askedToPass = () => {
    if (!person) return;
    if (isTyped) setAsksBefore(true);
    else pass();
  };
  const choose = (by: number) => {
    const at = lines.findIndex(({ id }) => id === said.line);
    const line = lines[at + by];
    if (line) change({ text: line.text, line: line.id });
  };

  const onKeyDown = (event: React.KeyboardEvent) => {
    const { key, altKey, shiftKey, ctrlKey, metaKey, nativeEvent } = event;
    if (nativeEvent.isComposing || ctrlKey || metaKey) return;
    const run =
      key === "Enter" && !shiftKey && !altKey
        ? () => void once(put)
        : altKey && key === "ArrowDown"
          ? () => choose(1)
          : altKey && key === "ArrowUp"
            ? () => choose(-1)
            : altKey && event.code === "KeyA"
              ? () => setAnonymous((now) => !now)
              : altKey && event.code === "KeyP"
                ? askedToPass
                : key === "Escape"
                  ? () => change({ text: "", line: "" })
                  : undefined;
    if (!run) return;
    event.preventDefault();
    run();
  };
  const others = lines.filter(({ id }) => id !== said.line);
  // What is said aloud while it is typed is no secret; what was written, or nobody signs, is.
  const isSecret = said.line !== "" || anonymous;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys of the field also hold for its check box
    <div
      className={styles.said}
      onKeyDown={onKeyDown}
      data-typing={isTyped || undefined}
      data-fresh={!isTouched || undefined}
    >
      <label htmlFor="premortem-said">
        {turn ? (said.line ? words.reads(turn.name) : words.says(turn.name)) : words.anyone}
      </label>
      <textarea
        ref={area}
        id="premortem-said"
        rows={2}
        value={said.text}
        spellCheck={false}
        placeholder={words.example}
        className={classes(covered && isSecret && styles.covered)}
        aria-describedby="premortem-said-about"
        onChange={(event) => change({ ...said, text: event.target.value })}
      />
      <p id="premortem-said-about" className={wrong("text") ? "over-text" : "quiet"}>
        {wrong("text") ?? words.about}
      </p>
      <div className={styles.saidFoot}>
        <Button onPress={() => void once(put)} shortcut="Enter">
          {words.put}
        </Button>
        {turn && (
          <Button onPress={askedToPass} shortcut="Alt+P">
            {words.pass}
          </Button>
        )}
        <Checkbox isSelected={anonymous} onChange={setAnonymous}>
          {words.anonymous} <kbd>Alt+A</kbd>
        </Checkbox>
      </div>
      {turn && (isSecret || others.length > 0) && (
        <Cover note={m.premortems.cover.thoughts(others.length + (said.line === "" ? 0 : 1))} />
      )}
      {turn && asksBefore && (
        <PassDialog
          name={turn.name}
          text={covered && isSecret ? "" : said.text}
          onClose={() => setAsksBefore(false)}
          onPut={() => {
            setAsksBefore(false);
            void once(put);
          }}
          onKeep={() => {
            setAsksBefore(false);
            pass();
          }}
        />
      )}
      {turn && others.length > 0 && !covered && (
        <div className={styles.lines}>
          <p className="quiet">{words.others(turn.name)}</p>
          <ul>
            {others.map((line) => (
              <li key={line.id}>{line.text}</li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}

interface PassDialogProps {
  name: string;
  /** Empty where the room must not read it. */
  text: string;
  onClose: () => void;
  onPut: () => void;
  onKeep: () => void;
}

/** Something is typed and not said, and its writer passes. */
function PassDialog({ name, text, onClose, onPut, onKeep }: PassDialogProps) {
  const words = m.premortems.capture;
  const buttons = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    buttons.current?.querySelector("button")?.focus();
  }, []);
  return (
    <Dialog
      title={words.typedTitle(name)}
      isOpen
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{m.common.cancel}</Button>
          <Button onPress={onKeep}>{words.keepAndPass}</Button>
          <span ref={buttons}>
            <Button variant="filled" onPress={onPut}>
              {words.put}
            </Button>
          </span>
        </>
      }
    >
      {text && <p className="strong">{text}</p>}
      <p className="muted">{words.typedAbout(name)}</p>
    </Dialog>
  );
}

/** Everyone around the table, whose turn it is, who has nothing more. */
function Round() {
  const { premortem, act } = useSitting();
  const words = m.premortems.capture;
  const state = (person: PersonView) =>
    person.id === premortem.turn?.person
      ? words.isTurn
      : person.passed
        ? person.left > 0
          ? words.hasKept(person.left)
          : words.hasPassed
        : words.waits;
  return (
    <Section title={words.round}>
      <table className={styles.people}>
        <tbody>
          {premortem.people
            .filter(({ present }) => present)
            .map((person, index) => (
              <tr key={person.id}>
                <th scope="row">{person.name}</th>
                <td className="muted">{state(person)}</td>
                <td className="num muted">{words.ofPerson(person.cards)}</td>
                <td className="num">
                  {person.id !== premortem.turn?.person && !premortem.closed && (
                    <LinkButton
                      onPress={() =>
                        void act("premortem.turn", { session: premortem.id, id: person.id })
                      }
                      aria-label={words.giveTurnTo(person.name)}
                    >
                      {words.giveTurn}
                    </LinkButton>
                  )}
                </td>
                <td className={styles.keyOf} aria-hidden="true">
                  {index < 9 && !premortem.closed && (
                    <kbd>{m.premortems.keyOfSeat(String(index + 1))}</kbd>
                  )}
                </td>
              </tr>
            ))}
        </tbody>
      </table>
    </Section>
  );
}
