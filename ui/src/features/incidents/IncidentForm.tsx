/** Adds or changes an incident. Everything is text that the core reads and judges. */

import { Plus, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import {
  type ImpactEdit,
  type IncidentEdit,
  type LaborEdit,
  useCommand,
  useRpc,
  useStatus,
} from "../../api";
import { m } from "../../messages";
import {
  Button,
  Combo,
  Drawer,
  ErrorNote,
  type FieldErrors,
  fieldErrors,
  LinkButton,
  type Option,
  Section,
  Select,
  TextField,
  useFocusOnError,
} from "../../shared";
import { useGo } from "../address";
import { useUndoToast } from "../history";
import styles from "./IncidentForm.module.css";

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
        <div className={styles.full}>
          <TextField
            label={m.incidents.recoveryAction}
            optional
            {...text(part, "recoveryAction")}
          />
        </div>
        <TextField
          label={m.incidents.reassignments}
          optional
          numeric
          {...text(part, "reassignments")}
        />
        <TextField label={m.incidents.contacts} optional numeric {...text(part, "contacts")} />
        <div className={styles.full}>
          <TextField label={m.incidents.notesField} optional multiline {...text(part, "notes")} />
        </div>
      </div>
    </Section>
  );
}

interface ListProps<Row> {
  onChange: (rows: Row[]) => void;
  errorOf: FieldErrors;
}

/** Rows with an identity for as long as the form is open, so that removing one keeps the others'
 * fields in place. */
function useRows<Row>(rows: readonly Row[]) {
  const next = useRef(0);
  const [keys, setKeys] = useState<number[]>(() => rows.map(() => next.current++));
  useEffect(() => {
    setKeys((now) => rows.map((_, index) => now[index] ?? next.current++));
  }, [rows]);
  return {
    keyAt: (index: number) => keys[index] ?? -1 - index,
    forget: (index: number) => setKeys((now) => now.filter((_, place) => place !== index)),
  };
}

function replaced<Row>(rows: readonly Row[], index: number, change: Partial<Row>): Row[] {
  return rows.map((row, place) => (place === index ? { ...row, ...change } : row));
}

function Impacts({
  impacts,
  onChange,
  errorOf,
}: ListProps<ImpactEdit> & { impacts: readonly ImpactEdit[] }) {
  const { data: settings } = useRpc("settings", {});
  const { keyAt, forget } = useRows(impacts);
  const go = useGo();
  const services = (settings?.services ?? []).map(({ edit }) => ({
    id: edit.id,
    label: edit.name,
  }));
  return (
    <Section title={m.incidents.impacts}>
      {settings && services.length === 0 && (
        <p className={styles.hint}>
          {m.incidents.noService}{" "}
          <LinkButton onPress={() => go("/settings")}>{m.incidents.toSettings}</LinkButton>
        </p>
      )}
      {impacts.map((impact, index) => {
        const field = (name: keyof ImpactEdit, label: string) => ({
          label,
          hideLabel: index > 0,
          name: `impacts.${index}.${name}`,
          value: impact[name],
          onChange: (value: string) => onChange(replaced(impacts, index, { [name]: value })),
          error: errorOf(`impacts.${index}.${name}`),
        });
        return (
          <div key={keyAt(index)} className={styles.impact}>
            <Combo options={services} {...field("service", m.incidents.service)} />
            <TextField placeholder={m.incidents.fromHint} {...field("start", m.incidents.from)} />
            <TextField placeholder={m.incidents.untilHint} {...field("end", m.incidents.until)} />
            <TextField
              numeric
              placeholder={m.incidents.shareHint}
              {...field("share", m.incidents.share)}
            />
            <RemoveRow
              label={m.incidents.removeImpact(String(index + 1))}
              // At least one stays: without an impact there is no incident.
              isDisabled={impacts.length < 2}
              onPress={() => {
                forget(index);
                onChange(impacts.filter((_, place) => place !== index));
              }}
            />
          </div>
        );
      })}
      <AddRow
        onPress={() =>
          onChange([
            ...impacts,
            { service: "", start: impacts.at(-1)?.start ?? "", end: "", share: "" },
          ])
        }
      >
        {m.incidents.addImpact}
      </AddRow>
    </Section>
  );
}

function Labor({
  labor,
  onChange,
  errorOf,
}: ListProps<LaborEdit> & { labor: readonly LaborEdit[] }) {
  const { data: settings } = useRpc("settings", {});
  const { keyAt, forget } = useRows(labor);
  const roles = (settings?.roles ?? []).map(({ name, rate }) => ({
    id: name,
    label: name,
    detail: rate,
  }));
  return (
    <Section title={m.incidents.labor}>
      {labor.length === 0 && <p className="quiet small">{m.incidents.noLabor}</p>}
      {labor.map((entry, index) => {
        const field = (name: Exclude<keyof LaborEdit, "review">, label: string) => ({
          label,
          hideLabel: index > 0,
          name: `labor.${index}.${name}`,
          value: entry[name],
          onChange: (value: string) => onChange(replaced(labor, index, { [name]: value })),
          error: errorOf(`labor.${index}.${name}`),
        });
        return (
          <div key={keyAt(index)} className={styles.labor}>
            <Combo allowsOther options={roles} {...field("role", m.incidents.role)} />
            <TextField
              placeholder={m.incidents.personHint}
              {...field("person", m.incidents.person)}
            />
            <TextField numeric {...field("people", m.incidents.people)} />
            <TextField numeric {...field("minutes", m.incidents.minutesEach)} />
            <TextField
              numeric
              placeholder={m.incidents.rateHint}
              {...field("rate", m.incidents.rate)}
            />
            <RemoveRow
              label={m.incidents.removeLabor(String(index + 1))}
              onPress={() => {
                forget(index);
                onChange(labor.filter((_, place) => place !== index));
              }}
            />
          </div>
        );
      })}
      <AddRow
        onPress={() =>
          onChange([
            ...labor,
            {
              id: "",
              role: "",
              person: "",
              people: "1",
              minutes: "",
              rate: "",
              start: "",
              review: false,
              activity: "",
            },
          ])
        }
      >
        {m.incidents.addLabor}
      </AddRow>
    </Section>
  );
}

function AddRow({ children, onPress }: { children: string; onPress: () => void }) {
  return (
    <Button variant="quiet" className={styles.add} onPress={onPress}>
      <Plus size={14} aria-hidden />
      {children}
    </Button>
  );
}

interface RemoveRowProps {
  label: string;
  isDisabled?: boolean;
  onPress: () => void;
}

function RemoveRow({ label, isDisabled = false, onPress }: RemoveRowProps) {
  return (
    <Button
      variant="quiet"
      className={styles.remove}
      aria-label={label}
      isDisabled={isDisabled}
      onPress={onPress}
    >
      <X size={14} aria-hidden />
    </Button>
  );
}
