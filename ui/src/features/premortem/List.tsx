/** The sessions there were, and what came of them. */

import { useEffect, useRef, useState } from "react";
import { type Premortems, useCommand } from "../../api";
import { m } from "../../messages";
import {
  Button,
  Combo,
  Dialog,
  EmptyState,
  ErrorNote,
  fieldErrors,
  Headline,
  LinkButton,
  Section,
  StateChip,
  TextField,
  useFocusOnError,
} from "../../shared";
import { useGo } from "../address";
import { useUndoToast } from "../history";
import { useHeldFocus } from "./heldFocus";
import styles from "./premortem.module.css";

export function SessionList({ list }: { list: Premortems }) {
  const words = m.premortems;
  const go = useGo();
  const [starting, setStarting] = useState(false);
  const rows = useRef<HTMLDivElement>(null);
  useHeldFocus(rows, { stops: "tbody button" });
  const open = (id: string) => go("/premortems", { session: id });
  const running = list.rows.find(({ closed }) => !closed);
  const start = starting && (
    <StartDialog list={list} onClose={() => setStarting(false)} onStarted={open} />
  );
  if (list.services.length === 0) {
    return (
      <EmptyState
        headline={{ ...list.headline, missing: words.noService }}
        actions={
          <Button variant="filled" onPress={() => go("/data", { import: "file" })}>
            {words.import}
          </Button>
        }
      >
        <Plan list={list} />
      </EmptyState>
    );
  }
  if (list.rows.length === 0) {
    return (
      <EmptyState
        headline={list.headline}
        actions={
          <Button variant="filled" onPress={() => setStarting(true)}>
            {words.start}
          </Button>
        }
      >
        <Plan list={list} />
        {start}
      </EmptyState>
    );
  }
  return (
    <>
      <Headline
        headline={list.headline}
        action={
          <>
            {running && (
              <Button variant="filled" onPress={() => open(running.id)}>
                {words.goOn(running.name)}
              </Button>
            )}
            <Button variant={running ? "outline" : "filled"} onPress={() => setStarting(true)}>
              {words.start}
            </Button>
          </>
        }
      />
      <Section title={words.sessions} className={styles.listSection}>
        <div ref={rows} className={styles.scroll}>
          <table className={styles.figures} aria-label={words.sessions}>
            <thead>
              <tr>
                <th scope="col">{words.columns.name}</th>
                <th scope="col">{words.columns.date}</th>
                <th scope="col">{words.columns.people}</th>
                <th scope="col">{words.columns.cards}</th>
                <th scope="col">{words.columns.risks}</th>
                <th scope="col">{words.columns.step}</th>
                <th scope="col">
                  <span className="visually-hidden">{words.columns.remove}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {list.rows.map((row) => (
                <tr key={row.id}>
                  <th scope="row">
                    <LinkButton
                      className={styles.nameLink}
                      onPress={() => open(row.id)}
                      aria-label={words.open(row.name)}
                    >
                      {row.name}
                    </LinkButton>
                    <span className={styles.under}>{row.service}</span>
                  </th>
                  <td className="nowrap">{row.date}</td>
                  <td className="nowrap">{row.people}</td>
                  <td>{row.cards}</td>
                  <td>{row.risks}</td>
                  <td>
                    <StateChip state={row.closed ? "ok" : "unknown"}>{row.step}</StateChip>
                    {!row.closed && <span className={styles.under}>{row.progress}</span>}
                  </td>
                  <td className="num">
                    <Delete id={row.id} name={row.name} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </Section>
      <Plan list={list} />
      {start}
    </>
  );
}

function Delete({ id, name }: { id: string; name: string }) {
  const { mutate, isPending } = useCommand("premortem.delete");
  const said = useUndoToast();
  return (
    <LinkButton
      isDisabled={isPending}
      aria-label={m.premortems.deleteOf(name)}
      onPress={() => mutate({ args: { id } }, { onSuccess: said })}
    >
      {m.premortems.delete}
    </LinkButton>
  );
}

/** What a session is planned as. */
function Plan({ list }: { list: Premortems }) {
  const words = m.premortems;
  return (
    <Section title={words.plan} aside={list.total} className={styles.listSection}>
      <ol className={styles.plan}>
        {list.plan.map((step) => (
          <li key={step.key}>
            <span className="num">{words.frame.minutes(String(step.minutes))}</span>
            <span className="strong">{step.label}</span>
            <span className="muted">{step.detail}</span>
          </li>
        ))}
      </ol>
    </Section>
  );
}

interface StartDialogProps {
  list: Premortems;
  onClose: () => void;
  onStarted: (id: string) => void;
}

/** What it is about. Who takes part is typed in the session, where all see it. */
function StartDialog({ list, onClose, onStarted }: StartDialogProps) {
  const words = m.premortems.starting;
  const { mutate, error, isPending } = useCommand("premortem.start");
  const wrong = fieldErrors(error);
  const [service, setService] = useState(list.services[0]?.key ?? "");
  const [name, setName] = useState("");
  const [target, setTarget] = useState("");
  const form = useRef<HTMLFormElement>(null);
  useFocusOnError(form, error);
  useEffect(() => {
    form.current?.querySelector("input")?.focus();
  }, []);
  const start = () =>
    mutate(
      { args: { service, name, date: list.today, target, frame: "", people: [] } },
      {
        onSuccess: (done) => {
          onClose();
          onStarted(done.id);
        },
      },
    );
  const named = ["service", "name", "target"].some((field) => wrong(field));
  return (
    <Dialog
      title={words.title}
      isOpen
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{m.common.cancel}</Button>
          <Button
            variant="filled"
            isPending={isPending}
            onPress={() => form.current?.requestSubmit()}
          >
            {m.premortems.start}
          </Button>
        </>
      }
    >
      <form
        ref={form}
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (!isPending) start();
        }}
      >
        {error && !named && <ErrorNote error={error} />}
        <Combo
          label={words.service}
          name="service"
          value={service}
          onChange={setService}
          options={list.services.map(({ key, label }) => ({ id: key, label }))}
          error={wrong("service")}
        />
        <TextField
          label={words.name}
          name="name"
          optional
          description={words.nameAbout}
          value={name}
          onChange={setName}
          error={wrong("name")}
        />
        <TextField
          label={words.target}
          name="target"
          optional
          description={words.targetAbout}
          value={target}
          onChange={setTarget}
          error={wrong("target")}
        />
        <button type="submit" hidden tabIndex={-1} aria-hidden="true" />
      </form>
    </Dialog>
  );
}
