/** Writes or changes a requirement. The core judges the sentence while it is typed. */

import { useEffect, useRef, useState } from "react";
import {
  type Choice,
  type RequirementEdit,
  type Requirements,
  useCommand,
  useRpc,
} from "../../api";
import { m } from "../../messages";
import {
  Button,
  Checkbox,
  Drawer,
  ErrorNote,
  type FieldErrors,
  fieldErrors,
  type Option,
  Section,
  Select,
  StateChip,
  TextField,
  useFocusOnError,
  useMask,
} from "../../shared";
import { useUndoToast } from "../history";
import styles from "./requirements.module.css";

export interface RequirementFormProps {
  requirements: Requirements;
  /** What to change; null: a new one. */
  start: RequirementEdit | null;
  onClose: () => void;
  onSaved: (id: string) => void;
}

export function RequirementForm(props: RequirementFormProps) {
  const service = props.requirements.services[0]?.key ?? "";
  const isNew = props.start === null;
  const { data, error } = useRpc("requirement.blank", { id: service }, { enabled: isNew });
  const start = props.start ?? data;
  if (start) return <Form {...props} start={start} />;
  return (
    <Drawer title={m.requirements.newTitle} isOpen onClose={props.onClose} width="wide">
      {error ? <ErrorNote error={error} /> : <p className="quiet">{m.common.loading}</p>}
    </Drawer>
  );
}

type FormProps = RequirementFormProps & { start: RequirementEdit };

function Form({ requirements, start, onClose, onSaved }: FormProps) {
  const words = m.requirements;
  const [edit, setEdit] = useState(start);
  const { mutate, error, isPending } = useCommand("requirement.save");
  const said = useUndoToast();
  const form = useRef<HTMLFormElement>(null);
  useFocusOnError(form, error);
  const set = (change: Partial<RequirementEdit>) => setEdit((now) => ({ ...now, ...change }));
  const part: PartProps = { edit, set, errorOf: fieldErrors(error), requirements };
  const save = () =>
    mutate(
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
      title={start.id === "" ? words.newTitle : start.title}
      isOpen
      onClose={onClose}
      keepOpen={edit !== start}
      width="wide"
      footer={
        <>
          <Button onPress={onClose}>{m.common.cancel}</Button>
          <Button
            variant="filled"
            isPending={isPending}
            onPress={() => form.current?.requestSubmit()}
          >
            {start.id === "" ? words.form.save : m.common.save}
          </Button>
        </>
      }
    >
      <form
        ref={form}
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        {error && <ErrorNote error={error} />}
        <Said {...part} />
        <Objective {...part} />
        <Scenario {...part} />
        <About {...part} />
        <Expectations {...part} />
        <Test {...part} />
        <TextField label={words.form.notes} optional multiline {...text(part, "notes")} />
        <button type="submit" hidden tabIndex={-1} aria-hidden="true" />
      </form>
    </Drawer>
  );
}

interface PartProps {
  edit: RequirementEdit;
  set: (change: Partial<RequirementEdit>) => void;
  errorOf: FieldErrors;
  requirements: Requirements;
}

/** Fields that are lists of texts. */
type ListName = "risks" | "incidents" | "techniques" | "channels" | "given" | "when" | "outcome";
type TextName = Exclude<keyof RequirementEdit, ListName>;

function text({ edit, set, errorOf }: PartProps, name: TextName) {
  return {
    name,
    value: edit[name],
    onChange: (value: string) => set({ [name]: value }),
    error: errorOf(name),
  };
}

/** A list as lines of one field. */
function lines({ edit, set, errorOf }: PartProps, name: ListName) {
  return {
    name,
    value: edit[name].join("\n"),
    onChange: (value: string) => set({ [name]: value === "" ? [] : value.split("\n") }),
    error: errorOf(name),
  };
}

const optionOf = ({ key, label }: Choice): Option => ({ id: key, label });

function options(labels: Readonly<Record<string, string>>): Option[] {
  return Object.entries(labels).map(([id, label]) => ({ id, label }));
}

function Said(part: PartProps) {
  const words = m.requirements.form;
  const { services } = part.requirements;
  return (
    <div className={styles.fields}>
      <TextField label={words.name} {...text(part, "title")} autoFocus />
      <TextField
        label={words.statement}
        description={words.statementAbout}
        multiline
        {...text(part, "statement")}
      />
      <Judgement edit={part.edit} />
      <div className={styles.pair}>
        <Select label={words.service} options={services.map(optionOf)} {...text(part, "service")} />
        <TextField label={words.owner} optional {...text(part, "owner")} />
      </div>
    </div>
  );
}

/** Typing pauses this long before the sentence is judged. */
const PAUSE_MS = 250;

/** How it reads and what speaks against it, while it is typed. */
function Judgement({ edit }: { edit: RequirementEdit }) {
  const [settled, setSettled] = useState(edit);
  const mask = useMask();
  useEffect(() => {
    const timer = setTimeout(() => setSettled(edit), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [edit]);
  const { data } = useRpc("requirement.check", settled, { enabled: settled.statement !== "" });
  if (!data) return null;
  return (
    <div className={styles.judgement} role="status">
      <span className={data.reads ? "muted" : styles.bad}>{data.form}</span>
      {data.flags.map(({ key, label, reason, blocks }) => (
        <span key={key} className={styles.flag}>
          <StateChip state={blocks ? "over" : "warn"}>{label}</StateChip> {mask(reason)}
        </span>
      ))}
    </div>
  );
}

function Objective(part: PartProps) {
  const words = m.requirements.form;
  const isRolling = part.edit.window === "rolling";
  return (
    <Section title={words.objective}>
      <div className={styles.fields}>
        <div className={styles.triple}>
          <TextField
            label={words.target}
            optional
            placeholder={words.targetExample}
            {...text(part, "target")}
          />
          <Select label={words.window} options={options(words.windows)} {...text(part, "window")} />
          {isRolling ? (
            <TextField label={words.windowDays} numeric {...text(part, "windowDays")} />
          ) : (
            <TextField label={words.windowFrom} type="date" {...text(part, "windowFrom")} />
          )}
        </div>
        <div className={styles.pair}>
          <TextField
            label={words.rto}
            optional
            numeric
            unit={words.minutes}
            {...text(part, "rto")}
          />
          <TextField
            label={words.rpo}
            optional
            numeric
            unit={words.minutes}
            {...text(part, "rpo")}
          />
        </div>
        <div className={styles.pair}>
          <TextField label={words.sli} optional {...text(part, "sli")} />
          <TextField label={words.sliSource} optional {...text(part, "sliSource")} />
        </div>
        <TextField label={words.good} optional {...text(part, "good")} />
        <TextField label={words.total} optional {...text(part, "total")} />
      </div>
    </Section>
  );
}

function Scenario(part: PartProps) {
  const words = m.requirements.form;
  return (
    <Section title={words.scenario}>
      <div className={styles.pairs}>
        <TextField
          label={words.source}
          description={words.sourceAbout}
          optional
          {...text(part, "source")}
        />
        <TextField
          label={words.stimulus}
          description={words.stimulusAbout}
          optional
          {...text(part, "stimulus")}
        />
        <TextField
          label={words.environment}
          description={words.environmentAbout}
          optional
          {...text(part, "environment")}
        />
        <TextField
          label={words.artifact}
          description={words.artifactAbout}
          optional
          {...text(part, "artifact")}
        />
        <TextField
          label={words.response}
          description={words.responseAbout}
          optional
          {...text(part, "response")}
        />
        <TextField
          label={words.measure}
          description={words.measureAbout}
          optional
          {...text(part, "measure")}
        />
      </div>
    </Section>
  );
}

function About(part: PartProps) {
  const words = m.requirements.form;
  const { allRisks, techniques } = part.requirements;
  return (
    <Section title={words.about}>
      <div className={styles.fields}>
        <Several part={part} name="risks" label={words.risks} choices={allRisks} />
        <Several part={part} name="techniques" label={words.techniques} choices={techniques} />
        <TextField
          label={words.incidents}
          description={words.incidentsAbout}
          optional
          multiline
          {...lines(part, "incidents")}
        />
      </div>
    </Section>
  );
}

interface SeveralProps {
  part: PartProps;
  name: "risks" | "techniques";
  label: string;
  choices: readonly Choice[];
}

function Several({ part: { edit, set }, name, label, choices }: SeveralProps) {
  if (choices.length === 0) return null;
  const chosen = edit[name];
  return (
    <fieldset className={styles.checks} data-field={name}>
      <legend>{label}</legend>
      {choices.map(({ key, label: choice }) => (
        <Checkbox
          key={key}
          isSelected={chosen.includes(key)}
          onChange={(on) =>
            set({ [name]: on ? [...chosen, key] : chosen.filter((one) => one !== key) })
          }
        >
          {choice}
        </Checkbox>
      ))}
    </fieldset>
  );
}

function Expectations(part: PartProps) {
  const words = m.requirements.form;
  return (
    <Section title={words.expectations}>
      <div className={styles.fields}>
        <div className={styles.triple}>
          <Select
            label={words.hours}
            options={options(words.hoursChoices)}
            {...text(part, "hours")}
          />
          <Select
            label={words.perceivable}
            options={options(words.answers)}
            {...text(part, "perceivable")}
          />
          <Select label={words.wanted} options={options(words.answers)} {...text(part, "wanted")} />
        </div>
        <div className={styles.pair}>
          <TextField label={words.regions} optional {...text(part, "regions")} />
          <TextField label={words.says} optional {...text(part, "expectationNotes")} />
        </div>
        <TextField
          label={words.channels}
          description={words.channelsAbout}
          optional
          multiline
          {...lines(part, "channels")}
        />
      </div>
    </Section>
  );
}

function Test(part: PartProps) {
  const words = m.requirements.form;
  return (
    <Section title={words.test} aside={words.steps}>
      <div className={styles.fields}>
        <TextField label={words.testTitle} optional {...text(part, "testTitle")} />
        <TextField label={words.given} optional multiline {...lines(part, "given")} />
        <TextField label={words.when} optional multiline {...lines(part, "when")} />
        <TextField label={words.outcome} optional multiline {...lines(part, "outcome")} />
        <div className={styles.pair}>
          <TextField
            label={words.probe}
            optional
            placeholder={words.probeExample}
            {...text(part, "probe")}
          />
          <TextField label={words.fault} optional {...text(part, "fault")} />
        </div>
        <div className={styles.triple}>
          <TextField
            label={words.wait}
            optional
            numeric
            unit={words.minutes}
            {...text(part, "wait")}
          />
        </div>
      </div>
    </Section>
  );
}
