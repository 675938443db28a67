/** The beginning: what is said, what is promised, and who is there. */

import { useEffect, useRef, useState } from "react";
import type { PersonView, PremortemEdit } from "../../api";
import { m } from "../../messages";
import { Button, Combo, Drawer, LinkButton, Section, TextField } from "../../shared";
import { Forms } from "./Forms";
import { useHeldFocus } from "./heldFocus";
import styles from "./premortem.module.css";
import { useKeptText, useSending, useSitting } from "./sitting";

export function Frame() {
  const { premortem } = useSitting();
  const words = m.premortems.frame;
  const [editing, setEditing] = useState(false);
  return (
    <>
      <div className={styles.head}>
        <div>
          <h1>{premortem.frame}</h1>
          <p className={styles.lead}>
            {words.promise(premortem.serviceName, premortem.target, premortem.budget)}
            {premortem.targetFrom && <span className="quiet"> ({premortem.targetFrom})</span>}
          </p>
        </div>
        {!premortem.closed && <Button onPress={() => setEditing(true)}>{words.change}</Button>}
      </div>
      <div className={styles.halves}>
        <div>
          <People />
          <Forms />
        </div>
        <Section title={words.plan}>
          <ol className={styles.plan}>
            {premortem.steps.map((step) => (
              <li key={step.key}>
                <span className="num">{words.minutes(String(step.minutes))}</span>
                <span className="strong">{step.label}</span>
                <span className="muted">{step.detail}</span>
              </li>
            ))}
          </ol>
        </Section>
      </div>
      {editing && <PlanForm onClose={() => setEditing(false)} />}
    </>
  );
}

/** Who takes part. Enter in the name adds the person and is ready for the next. */
function People() {
  const { premortem, act } = useSitting();
  const [, once] = useSending();
  const words = m.premortems.people;
  const [name, setName] = useKeptText("person", "");
  const [role, setRole] = useState("");
  const field = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const [edited, setEdited] = useState("");
  const [isTouched, setTouched] = useState(false);
  /** Whose name was sent last, to tell where a refusal belongs; empty: that of a new person. */
  const [asked, setAsked] = useState("");
  useHeldFocus(list, { stops: "[data-person] button", otherwise: () => field.current });
  useEffect(() => {
    field.current?.focus();
  }, []);
  const leaveEdited = () => {
    const row = list.current?.querySelector(`[data-person="${CSS.escape(edited)}"]`);
    setEdited("");
    // Its name is a button again once the row is drawn.
    requestAnimationFrame(() => row?.querySelector("button")?.focus());
  };
  const add = async () => {
    if (name.trim() === "") return;
    setAsked("");
    const done = await act("premortem.person", {
      session: premortem.id,
      id: "",
      name,
      role,
      present: true,
    });
    field.current?.focus();
    if (!done) return;
    setTouched(false);
    setName("");
    setRole("");
  };
  return (
    <Section title={words.title}>
      <div ref={list}>
        {premortem.people.length === 0 ? (
          <p className="muted">{words.none}</p>
        ) : (
          <table className={styles.people}>
            <thead className="visually-hidden">
              <tr>
                <th scope="col">{words.name}</th>
                <th scope="col">{words.role}</th>
                <th scope="col">{words.present}</th>
              </tr>
            </thead>
            <tbody>
              {premortem.people.map((person) => (
                <tr key={person.id} data-person={person.id}>
                  {person.id === edited ? (
                    <PersonForm
                      person={person}
                      hasAsked={asked === person.id}
                      onAsk={() => setAsked(person.id)}
                      onClose={leaveEdited}
                    />
                  ) : (
                    <Person person={person} onEdit={() => setEdited(person.id)} />
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
      {!premortem.closed && (
        <form
          className={styles.addPerson}
          data-typing={name !== "" || undefined}
          data-fresh={!isTouched || undefined}
          onInput={() => setTouched(true)}
          onSubmit={(event) => {
            event.preventDefault();
            void once(add);
          }}
        >
          <PersonFields {...{ name, setName, role, setRole, field }} hasAsked={asked === ""} />
          <Button type="submit" className={styles.besideField}>
            {words.add}
          </Button>
        </form>
      )}
    </Section>
  );
}

interface PersonFieldsProps {
  name: string;
  setName: (name: string) => void;
  role: string;
  setRole: (role: string) => void;
  field: React.Ref<HTMLInputElement>;
  /** Whether a refusal is of these fields. */
  hasAsked: boolean;
}

/** Name and role of someone, with what is wrong with them. */
function PersonFields({ name, setName, role, setRole, field, hasAsked }: PersonFieldsProps) {
  const { premortem, wrong: refused } = useSitting();
  const wrong = (name: string) => (hasAsked ? refused(name) : undefined);
  const words = m.premortems.people;
  return (
    <>
      <TextField
        label={words.name}
        name="name"
        value={name}
        onChange={setName}
        error={wrong("name")}
        inputRef={field}
      />
      <Combo
        label={words.role}
        name="role"
        allowsOther
        enterSubmits
        optional
        value={role}
        onChange={setRole}
        options={premortem.roles.map(({ key, label }) => ({ id: key, label }))}
        error={wrong("role")}
      />
    </>
  );
}

interface PersonFormProps {
  person: PersonView;
  hasAsked: boolean;
  onAsk: () => void;
  onClose: () => void;
}

/** Name and role of someone, where they stand: Enter saves, Esc leaves them as they were. */
function PersonForm({ person, hasAsked, onAsk, onClose }: PersonFormProps) {
  const { premortem, act, clearError } = useSitting();
  const [, once] = useSending();
  const words = m.premortems.people;
  const [name, setName] = useState(person.name);
  const [role, setRole] = useState(person.role);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, []);
  const leave = () => {
    clearError();
    onClose();
  };
  const save = async () => {
    onAsk();
    const done = await act("premortem.person", {
      session: premortem.id,
      id: person.id,
      name,
      role,
      present: person.present,
    });
    if (done) leave();
  };
  return (
    <td colSpan={3}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: Esc leaves the form from any field of it */}
      <form
        className={styles.addPerson}
        aria-label={words.change(person.name)}
        data-typing
        onKeyDown={(event) => {
          if (event.key !== "Escape" || event.defaultPrevented) return;
          event.preventDefault();
          leave();
        }}
        onSubmit={(event) => {
          event.preventDefault();
          void once(save);
        }}
      >
        <PersonFields {...{ name, setName, role, setRole, field, hasAsked }} />
        <Button type="submit" className={styles.besideField}>
          {m.common.save}
        </Button>
      </form>
    </td>
  );
}

function Person({ person, onEdit }: { person: PersonView; onEdit: () => void }) {
  const { premortem, act } = useSitting();
  const words = m.premortems.people;
  const change = (present: boolean) =>
    void act("premortem.person", {
      session: premortem.id,
      id: person.id,
      name: person.name,
      role: person.role,
      present,
    });
  const hasSaid = person.written + person.cards + person.estimated > 0 || person.voted;
  return (
    <>
      <th scope="row">{person.name}</th>
      <td className="muted">{person.roleLabel}</td>
      <td className="num">
        {!premortem.closed && (
          <>
            <LinkButton onPress={onEdit} aria-label={words.change(person.name)}>
              {words.changes}
            </LinkButton>{" "}
            <LinkButton
              onPress={() => change(!person.present)}
              aria-label={person.present ? words.left(person.name) : words.back(person.name)}
            >
              {person.present ? words.leaves : words.comesBack}
            </LinkButton>{" "}
            {!hasSaid && (
              <LinkButton
                onPress={() =>
                  void act("premortem.person.delete", { session: premortem.id, id: person.id })
                }
                aria-label={words.remove(person.name)}
              >
                {words.removes}
              </LinkButton>
            )}
          </>
        )}
      </td>
    </>
  );
}

/** The words at the beginning, the target, and the minutes of each step. */
function PlanForm({ onClose }: { onClose: () => void }) {
  const { premortem, act, wrong, keepJot } = useSitting();
  const [isSending, once] = useSending();
  const words = m.premortems.frame;
  const [start] = useState<PremortemEdit>(premortem.edit);
  const [value, setValue] = useState(start);
  const [frame, setFrame] = useKeptText("frame", premortem.edit.frame);
  const set = (change: Partial<PremortemEdit>) => setValue((now) => ({ ...now, ...change }));
  const form = useRef<HTMLFormElement>(null);
  const save = async () => {
    const done = await act("premortem.save", { ...value, frame });
    if (done) onClose();
  };
  const cancel = () => {
    keepJot("frame", "");
    onClose();
  };
  return (
    <Drawer
      title={words.changeTitle}
      isOpen
      keepOpen={frame !== start.frame || value !== start}
      onClose={cancel}
      width="wide"
      footer={
        <>
          <Button onPress={cancel}>{m.common.cancel}</Button>
          <Button
            variant="filled"
            isPending={isSending}
            onPress={() => form.current?.requestSubmit()}
          >
            {m.common.save}
          </Button>
        </>
      }
    >
      <form
        ref={form}
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void once(save);
        }}
      >
        <TextField
          label={words.said}
          name="frame"
          multiline
          value={frame}
          onChange={setFrame}
          error={wrong("frame")}
          autoFocus
        />
        <TextField
          label={words.name}
          name="name"
          value={value.name}
          onChange={(name) => set({ name })}
          error={wrong("name")}
        />
        <div className={styles.pair}>
          <TextField
            label={words.date}
            name="date"
            value={value.date}
            onChange={(date) => set({ date })}
            error={wrong("date")}
          />
          <TextField
            label={words.target}
            name="target"
            optional
            description={words.targetAbout}
            value={value.target}
            onChange={(target) => set({ target })}
            error={wrong("target")}
          />
        </div>
        <Section title={words.planned}>
          <div className={styles.minutes}>
            {premortem.steps.map((step, index) => (
              <TextField
                key={step.key}
                label={step.label}
                name={`minutes.${index}`}
                numeric
                unit={words.unit}
                value={value.minutes[index] ?? ""}
                onChange={(text) =>
                  set({ minutes: value.minutes.map((was, i) => (i === index ? text : was)) })
                }
                error={wrong(`minutes.${index}`)}
              />
            ))}
          </div>
          {wrong("minutes") && <p className="over-text">{wrong("minutes")}</p>}
        </Section>
        <TextField
          label={words.dots}
          name="dots"
          numeric
          value={value.dots}
          onChange={(dots) => set({ dots })}
          error={wrong("dots")}
        />
        <button type="submit" hidden tabIndex={-1} aria-hidden="true" />
      </form>
    </Drawer>
  );
}
