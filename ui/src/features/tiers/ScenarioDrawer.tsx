/** Saves a scenario, which computes it in full; or changes its name, notes and decision. */

import { useEffect, useRef, useState } from "react";
import { type Progress, type ScenarioEdit, useCommand } from "../../api";
import { m } from "../../messages";
import { Button, Drawer, ErrorNote, fieldErrors, TextField, useFocusOnError } from "../../shared";
import { useUndoToast } from "../history";
import { useRemoval } from "../settings";
import { CountProgress } from "./CountProgress";
import styles from "./tiers.module.css";

export interface ScenarioDrawerProps {
  start: ScenarioEdit;
  onClose: () => void;
  onSaved: (id: string) => void;
}

export function ScenarioDrawer({ start, onClose, onSaved }: ScenarioDrawerProps) {
  const words = m.tiers.scenarios;
  const isNew = start.id === "";
  const save = useCommand("scenario.save");
  const removal = useRemoval("scenario.delete", start.id, onClose);
  const said = useUndoToast();
  const form = useRef<HTMLFormElement>(null);
  const [value, setValue] = useState(start);
  const [progress, setProgress] = useState<Progress | null>(null);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);
  const error = save.error ?? removal.error;
  const wrong = fieldErrors(error);
  useFocusOnError(form, error);
  const elsewhere = error && error.code !== "cancelled" && !(error.field in value) ? error : null;

  const submit = () => {
    running.current = new AbortController();
    setProgress(null);
    save.mutate(
      { args: value, onProgress: setProgress, signal: running.current.signal },
      {
        onSuccess: (done) => {
          said(done);
          onSaved(done.id);
          onClose();
        },
      },
    );
  };
  const text = (name: "name" | "notes" | "decidedBy") => ({
    name,
    label: words[name],
    value: value[name],
    onChange: (typed: string) => setValue((now) => ({ ...now, [name]: typed })),
    error: wrong(name),
  });
  return (
    <Drawer
      title={isNew ? words.new : start.name}
      isOpen
      onClose={onClose}
      keepOpen
      footer={
        <>
          {!isNew && (
            <Button
              variant="quiet"
              isDisabled={save.isPending || removal.isPending}
              onPress={removal.remove}
              className={styles.delete}
            >
              {words.delete}
            </Button>
          )}
          <Button onPress={onClose}>{m.common.cancel}</Button>
          <Button
            variant="filled"
            isPending={save.isPending || removal.isPending}
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
          submit();
        }}
      >
        {elsewhere && <ErrorNote error={elsewhere} />}
        {isNew && <p className={styles.about}>{words.newAbout}</p>}
        <TextField {...text("name")} placeholder={words.nameExample} autoFocus />
        <TextField {...text("notes")} optional multiline />
        <TextField {...text("decidedBy")} optional description={words.decidedByAbout} />
        {save.isPending && isNew && (
          <CountProgress
            label={words.computing}
            progress={progress}
            onStop={() => running.current?.abort()}
          />
        )}
        {/* Enter in a field saves; the buttons stand in the drawer's foot, outside the form. */}
        <button type="submit" hidden tabIndex={-1} aria-hidden="true" />
      </form>
    </Drawer>
  );
}
