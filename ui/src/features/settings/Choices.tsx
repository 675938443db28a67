/**
 * The choices of the workspace, part by part, each with a sentence on what it does. They are one
 * form: a figure rests on all of them, and they are saved together.
 */

import { type ReactNode, useRef } from "react";
import { type Settings, type SettingsEdit, useCommand } from "../../api";
import { m } from "../../messages";
import {
  Button,
  Checkbox,
  Combo,
  ErrorNote,
  type FieldErrors,
  fieldErrors,
  Section,
  Select,
  TextField,
  useFocusOnError,
} from "../../shared";
import { useUndoToast } from "../history";
import { optionsOf, useDraft, withEntry, without } from "./draft";
import { ListEditor } from "./ListEditor";
import styles from "./settings.module.css";

/** Parts of the choices, in their order. */
export const CHOICES = ["units", "revenue", "labor", "other", "availability", "signs"] as const;

export type ChoicesPart = (typeof CHOICES)[number];

/** What every field of the form needs. */
interface FormProps {
  value: SettingsEdit;
  set: (change: Partial<SettingsEdit>) => void;
  wrong: FieldErrors;
}

type OfKind<T> = {
  [K in keyof SettingsEdit]: SettingsEdit[K] extends T ? K : never;
}[keyof SettingsEdit];

type TextName = Extract<OfKind<string>, keyof typeof m.settings.fields>;
type YesName = Extract<OfKind<boolean>, keyof typeof m.settings.fields>;

/** A text of the choices, as any control that takes one wants it. */
function text({ value, set, wrong }: FormProps, name: TextName) {
  const [label, description] = m.settings.fields[name];
  return {
    name,
    label,
    description,
    value: value[name],
    onChange: (next: string) => set({ [name]: next }),
    error: wrong(name),
  };
}

function YesNo({ name, value, set }: FormProps & { name: YesName }) {
  const [label, description] = m.settings.fields[name];
  return (
    <div>
      <Checkbox name={name} isSelected={value[name]} onChange={(next) => set({ [name]: next })}>
        {label}
      </Checkbox>
      {description && <p className={styles.help}>{description}</p>}
    </div>
  );
}

export interface ChoicesProps {
  settings: Settings;
  /** Where a part can be found from outside. */
  placeOf: (part: ChoicesPart) => (element: HTMLElement | null) => void;
}

export function Choices({ settings, placeOf }: ChoicesProps) {
  const words = m.settings;
  const save = useCommand("settings.save");
  const saved = useUndoToast();
  const form = useRef<HTMLFormElement>(null);
  const { value, set, isDirty, discard } = useDraft("choices", settings.edit);
  const wrong = fieldErrors(save.error);
  useFocusOnError(form, save.error);
  const elsewhere = save.error && !((save.error.field.split(".")[0] ?? "") in value);
  const props = { value, set, wrong };
  const content: Record<ChoicesPart, ReactNode> = {
    units: <Units {...props} settings={settings} />,
    revenue: <Revenue {...props} />,
    labor: <Labor {...props} zones={settings.zones} />,
    other: <Other {...props} />,
    availability: <Availability {...props} />,
    signs: <Signs {...props} />,
  };

  return (
    <form
      ref={form}
      className={styles.choices}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ args: value }, { onSuccess: saved });
      }}
    >
      {elsewhere && save.error && <ErrorNote error={save.error} />}
      {CHOICES.map((part) => (
        <div key={part} tabIndex={-1} ref={placeOf(part)}>
          <Section title={words.names[part]}>
            <p className={styles.about}>{words.about[part]}</p>
            {content[part]}
          </Section>
        </div>
      ))}
      {isDirty && (
        <div className={styles.saveBar} role="status">
          <span>{words.unsaved}</span>
          <Button
            onPress={() => {
              save.reset();
              discard();
            }}
          >
            {words.discard}
          </Button>
          <Button variant="filled" type="submit" isPending={save.isPending}>
            {m.common.save}
          </Button>
        </div>
      )}
    </form>
  );
}

const named = (id: string) => ({ id, label: id });

function Units({ settings, ...form }: FormProps & { settings: Settings }) {
  const words = m.settings;
  return (
    <div className={styles.fields}>
      <Combo {...text(form, "currency")} options={settings.currencies.map(named)} />
      <Combo {...text(form, "zone")} options={settings.zones.map(named)} />
      <Select {...text(form, "year")} options={optionsOf(words.years)} />
      <TextField {...text(form, "asOf")} placeholder="2026-10-31 23:59" />
    </div>
  );
}

function Revenue(form: FormProps) {
  const words = m.settings;
  return (
    <div className={styles.fields}>
      <Select {...text(form, "loss")} options={optionsOf(words.losses)} />
      <Select {...text(form, "view")} options={optionsOf(words.views)} />
      <TextField {...text(form, "margin")} numeric />
      <Select {...text(form, "profile")} options={optionsOf(words.profiles)} />
      <Select {...text(form, "average")} options={optionsOf(words.averages)} />
      <TextField {...text(form, "minObservations")} numeric />
      <Select {...text(form, "sharing")} options={optionsOf(words.sharings)} />
      <YesNo {...form} name="level" />
      <YesNo {...form} name="recapture" />
      <TextField
        {...text(form, "recoveryMinutes")}
        numeric
        unit={words.minutes}
        isDisabled={!form.value.recapture}
      />
    </div>
  );
}

function Labor({ zones, ...form }: FormProps & { zones: readonly string[] }) {
  const words = m.settings;
  return (
    <div className={styles.rows}>
      <div className={styles.fields}>
        <TextField {...text(form, "businessHours")} />
        <Combo {...text(form, "businessZone")} allowsOther options={zones.map(named)} />
        <TextField {...text(form, "outOfHours")} numeric unit={words.times} />
      </div>
      <div className={styles.fields}>
        <TextField {...text(form, "teamPeople")} numeric />
        <TextField
          {...text(form, "teamRate")}
          numeric
          unit={`${form.value.currency}${words.role.perHour}`}
        />
      </div>
      <div className={styles.fields}>
        <TextField {...text(form, "actionMinutes")} numeric unit={words.minutes} />
        <TextField {...text(form, "actionGapMinutes")} numeric unit={words.minutes} />
      </div>
      <div className={styles.fields}>
        <TextField {...text(form, "giveRateCard")} numeric placeholder="0 %" />
        <TextField {...text(form, "giveActivity")} numeric placeholder="0 %" />
      </div>
    </div>
  );
}

function Other(form: FormProps) {
  const words = m.settings;
  const { currency, opportunity } = form.value;
  return (
    <div className={styles.rows}>
      <div className={styles.fields}>
        <Select {...text(form, "opportunity")} options={optionsOf(words.opportunities)} />
        {opportunity === "hour" && (
          <TextField
            {...text(form, "hourValue")}
            numeric
            unit={`${currency}${words.role.perHour}`}
          />
        )}
        {opportunity === "delay" && (
          <>
            <TextField {...text(form, "delayPerWeek")} numeric unit={currency} />
            <TextField {...text(form, "delayHours")} numeric unit={words.hours} />
          </>
        )}
        {opportunity !== "none" && (
          <TextField {...text(form, "giveOpportunity")} numeric placeholder="0 %" />
        )}
      </div>
      <div className={styles.fields}>
        <TextField {...text(form, "contactCost")} numeric unit={currency} />
        <TextField {...text(form, "giveContact")} numeric placeholder="0 %" />
      </div>
      <div className={styles.fields}>
        <TextField {...text(form, "customerValue")} numeric unit={currency} />
        <TextField {...text(form, "giveCustomer")} numeric placeholder="0 %" />
      </div>
    </div>
  );
}

function Availability(form: FormProps) {
  const words = m.settings;
  return (
    <>
      <div className={styles.fields}>
        <Select {...text(form, "counting")} options={optionsOf(words.countings)} />
        {form.value.counting === "from" && (
          <TextField {...text(form, "countingFrom")} numeric placeholder="50 %" />
        )}
        <TextField {...text(form, "defaultTarget")} numeric placeholder="99.9 %" />
        <YesNo {...form} name="countMaintenance" />
      </div>
      <Severities {...form} />
    </>
  );
}

function Severities({ value, set, wrong }: FormProps) {
  const words = m.settings.severity;
  const { severities } = value;
  return (
    <ListEditor
      title={m.settings.names.severities}
      help={m.settings.about.severities}
      entries={severities}
      error={wrong("severities")}
      nameOf={({ severity }, index) => severity || words.nth(index + 1)}
      addLabel={words.add}
      onAdd={() => set({ severities: [...severities, { severity: "", impact: "" }] })}
      onRemove={(index) => set({ severities: without(severities, index) })}
      line={({ severity, impact }, index) => (
        <>
          <TextField
            label={words.nth(index + 1)}
            hideLabel
            name={`severities.${index}.severity`}
            placeholder="SEV2"
            value={severity}
            onChange={(next) =>
              set({ severities: withEntry(severities, index, { severity: next }) })
            }
            error={wrong(`severities.${index}.severity`)}
          />
          <TextField
            label={words.impactOf(severity || words.nth(index + 1))}
            hideLabel
            numeric
            name={`severities.${index}.impact`}
            placeholder="30 %"
            value={impact}
            onChange={(next) => set({ severities: withEntry(severities, index, { impact: next }) })}
            error={wrong(`severities.${index}.impact`)}
          />
        </>
      )}
    />
  );
}

function Signs(form: FormProps) {
  const words = m.settings;
  return (
    <div className={styles.fields}>
      <TextField {...text(form, "automationDays")} numeric unit={words.days} />
      <TextField {...text(form, "manualHours")} numeric unit={words.hours} />
    </div>
  );
}
