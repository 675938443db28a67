/** Adds or changes an incident. Everything is text that the core reads and judges. */

import { useRef, useState } from "react";
import { type IncidentEdit, useCommand, useRpc, useStatus } from "../../api";
import { m } from "../../messages";
import {
  Button,
  Combo,
  Drawer,
  ErrorNote,
  type FieldErrors,
  fieldErrors,
  type Option,
  Section,
  Select,
  TextField,
  useFocusOnError,
} from "../../shared";
import { useUndoToast } from "../history";
import styles from "./IncidentForm.module.css";
import { Fixed, Impacts, Labor } from "./IncidentLists";

export interface IncidentFormProps {
  /** What to change; null: a new one. */
  incident: IncidentEdit | null;
  onClose: () => void;
  onSaved: (id: string) => void;
}

export function IncidentForm({ incident, onClose, onSaved }: IncidentFormProps) {
  const { data: blank, error } = useRpc("incident.blank", {}, { enabled: incident === null });
  const start = incident ?? blank;
  if (start) return <Form start={start} onClose={onClose} onSaved={onSaved} />;
  return (
    <Drawer title={m.incidents.newTitle} isOpen onClose={onClose} width="wide">
      {error ? <ErrorNote error={error} /> : <p className="quiet">{m.common.loading}</p>}
    </Drawer>
  );
}

interface FormProps extends Omit<IncidentFormProps, "incident"> {
  start: IncidentEdit;
}

function Form({ start, onClose, onSaved }: FormProps) {
  const [edit, setEdit] = useState(start);
  const save = useCommand("incident.save");
  const said = useUndoToast();
  const form = useRef<HTMLFormElement>(null);
  useFocusOnError(form, save.error);
  const set = (change: Partial<IncidentEdit>) => setEdit((now) => ({ ...now, ...change }));
  const errorOf = fieldErrors(save.error);

  const submit = () =>
    save.mutate(
      { args: edit },
      {
        onSuccess: (done) => {
          said(done);
          onSaved(done.id);
        },
      },
    );

  return (
    <Drawer
      title={
        start.id === "" ? m.incidents.newTitle : m.incidents.editTitle(start.number || start.title)
      }
      isOpen
      onClose={onClose}
      keepOpen={edit !== start}
      width="wide"
      footer={
        <>
          <Button onPress={onClose}>{m.common.cancel}</Button>
          <Button
            variant="filled"
            isPending={save.isPending}
            onPress={() => form.current?.requestSubmit()}
          >
            {m.incidents.save}
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
        <What edit={edit} set={set} errorOf={errorOf} />
        <When edit={edit} set={set} errorOf={errorOf} />
        <Impacts
          impacts={edit.impacts}
          onChange={(impacts) => set({ impacts })}
          errorOf={errorOf}
        />
        <Labor labor={edit.labor} onChange={(labor) => set({ labor })} errorOf={errorOf} />
        <How edit={edit} set={set} errorOf={errorOf} />
        <Cost edit={edit} set={set} errorOf={errorOf} />
        {save.error && <ErrorNote error={save.error} />}
      </form>
    </Drawer>
  );
}

interface PartProps {
  edit: IncidentEdit;
  set: (change: Partial<IncidentEdit>) => void;
  errorOf: FieldErrors;
}

/** Fields of the edit that are one text each. */
type TextName = Exclude<keyof IncidentEdit, "impacts" | "fixed" | "labor">;

/** What a text field of the edit needs. */
function text({ edit, set, errorOf }: PartProps, name: TextName) {
  return {
    name,
    value: edit[name],
    onChange: (value: string) => set({ [name]: value }),
    error: errorOf(name),
  };
}

function options(words: Readonly<Record<string, string>>): Option[] {
  return Object.entries(words).map(([id, label]) => ({ id, label }));
}

function What(part: PartProps) {
  const { data: settings } = useRpc("settings", {});
  const severities = (settings?.edit.severities ?? []).map(({ severity, impact }) => ({
    id: severity,
    label: severity,
    detail: impact,
  }));
  return (
    <Section title={m.incidents.what}>
      <div className={styles.fields}>
        <div className={styles.full}>
          <TextField label={m.incidents.name} {...text(part, "title")} autoFocus />
        </div>
        <TextField label={m.incidents.number} optional {...text(part, "number")} />
        <Combo
          label={m.incidents.severity}
          optional
          allowsOther
          options={severities}
          {...text(part, "severity")}
        />
        <Select
          label={m.incidents.kind}
          options={options(m.incidents.kinds)}
          {...text(part, "kind")}
        />
        <TextField
          label={m.incidents.causes}
          optional
          description={m.incidents.causesAbout}
          {...text(part, "causes")}
        />
      </div>
    </Section>
  );
}

const TIME = "2026-10-11 20:14";

function When(part: PartProps) {
  const zone = useStatus()?.zone ?? "";
  return (
    <Section title={m.incidents.when} aside={m.incidents.whenAbout(zone)}>
      <div className={styles.fields}>
        <TextField label={m.incidents.started} placeholder={TIME} {...text(part, "started")} />
        <TextField
          label={m.incidents.resolved}
          description={m.incidents.resolvedAbout}
          {...text(part, "resolved")}
        />
        <TextField label={m.incidents.detected} optional {...text(part, "detected")} />
        <TextField label={m.incidents.acknowledged} optional {...text(part, "acknowledged")} />
        <TextField label={m.incidents.mitigated} optional {...text(part, "mitigated")} />
      </div>
    </Section>
  );
}

function How(part: PartProps) {
  return (
    <Section title={m.incidents.how}>
      <div className={styles.fields}>
        <Select
          label={m.incidents.detectedBy}
          options={options(m.incidents.detectors)}
          {...text(part, "detectedBy")}
        />
        <Select
          label={m.incidents.recoveredBy}
          options={options(m.incidents.recoverers)}
          {...text(part, "recoveredBy")}
        />
        <TextField label={m.incidents.recoveryAction} optional {...text(part, "recoveryAction")} />
        <TextField
          label={m.incidents.reassignments}
          optional
          numeric
          {...text(part, "reassignments")}
        />
        <div className={styles.full}>
          <TextField label={m.incidents.notesField} optional multiline {...text(part, "notes")} />
        </div>
      </div>
    </Section>
  );
}

/** What it cost beside revenue and work, and how its lost revenue is computed. */
function Cost(part: PartProps) {
  const { edit, set, errorOf } = part;
  return (
    <Section title={m.incidents.costs}>
      <div className={styles.fields}>
        <TextField label={m.incidents.contacts} optional numeric {...text(part, "contacts")} />
        <TextField
          label={m.incidents.cancellations}
          optional
          numeric
          {...text(part, "cancellations")}
        />
        <div className={styles.full}>
          <Select
            label={m.incidents.method}
            options={options(m.incidents.methods)}
            description={m.incidents.methodAbout}
            {...text(part, "method")}
          />
        </div>
      </div>
      <Fixed fixed={edit.fixed} onChange={(fixed) => set({ fixed })} errorOf={errorOf} />
    </Section>
  );
}
