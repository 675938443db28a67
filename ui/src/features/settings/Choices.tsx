/** The choices of the workspace, and the impact that each severity stands for. */

import { useRef } from "react";
import { type Settings, useCommand } from "../../api";
import { m } from "../../messages";
import {
  Button,
  Checkbox,
  Combo,
  ErrorNote,
  fieldErrors,
  type Option,
  Section,
  Select,
  TextField,
  useFocusOnError,
} from "../../shared";
import { useUndoToast } from "../history";
import { useDraft, withEntry, without } from "./draft";
import { ListEditor } from "./ListEditor";
import styles from "./settings.module.css";

const FIELDS: readonly string[] = [
  "currency",
  "zone",
  "year",
  "asOf",
  "counting",
  "countingFrom",
  "defaultTarget",
  "profile",
  "minObservations",
  "sharing",
  "teamPeople",
  "teamRate",
  "severities",
];

function options(labels: Record<string, string>): Option[] {
  return Object.entries(labels).map(([id, label]) => ({ id, label }));
}

const named = (id: string): Option => ({ id, label: id });

export function Choices({ settings }: { settings: Settings }) {
  const words = m.settings;
  const save = useCommand("settings.save");
  const saved = useUndoToast();
  const form = useRef<HTMLFormElement>(null);
  const { value, set, isDirty, discard } = useDraft(settings.edit);
  const wrong = fieldErrors(save.error);
  useFocusOnError(form, save.error);
  const elsewhere = save.error && !FIELDS.includes(save.error.field.split(".")[0] ?? "");

  return (
    <form
      ref={form}
      className={styles.choices}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ args: value }, { onSuccess: saved });
      }}
    >
      <Section title={words.names.workspace}>
        {elsewhere && save.error && <ErrorNote error={save.error} />}
        <div className={styles.groups}>
          <fieldset>
            <legend>{words.groups.units}</legend>
            <Combo
              label={words.currency}
              name="currency"
              description={words.currencyHelp}
              value={value.currency}
              onChange={(currency) => set({ currency })}
              options={settings.currencies.map(named)}
              error={wrong("currency")}
            />
            <Combo
              label={words.zone}
              name="zone"
              description={words.zoneHelp}
              value={value.zone}
              onChange={(zone) => set({ zone })}
              options={settings.zones.map(named)}
              error={wrong("zone")}
            />
            <Select
              label={words.year}
              name="year"
              value={value.year}
              onChange={(year) => set({ year })}
              options={options(words.years)}
              error={wrong("year")}
            />
            <TextField
              label={words.asOf}
              name="asOf"
              description={words.asOfHelp}
              placeholder="2026-10-31 23:59"
              value={value.asOf}
              onChange={(asOf) => set({ asOf })}
              error={wrong("asOf")}
            />
          </fieldset>
          <fieldset>
            <legend>{words.groups.availability}</legend>
            <Select
              label={words.counting}
              name="counting"
              value={value.counting}
              onChange={(counting) => set({ counting })}
              options={options(words.countings)}
              error={wrong("counting")}
            />
            {value.counting === "from" && (
              <TextField
                label={words.countingFrom}
                name="countingFrom"
                value={value.countingFrom}
                onChange={(countingFrom) => set({ countingFrom })}
                placeholder="50 %"
                error={wrong("countingFrom")}
              />
            )}
            <TextField
              label={words.target}
              name="defaultTarget"
              description={words.targetHelp}
              placeholder="99.9 %"
              value={value.defaultTarget}
              onChange={(defaultTarget) => set({ defaultTarget })}
              error={wrong("defaultTarget")}
            />
            <Checkbox
              name="countMaintenance"
              isSelected={value.countMaintenance}
              onChange={(countMaintenance) => set({ countMaintenance })}
            >
              {words.maintenance}
            </Checkbox>
          </fieldset>
          <fieldset>
            <legend>{words.groups.cost}</legend>
            <Select
              label={words.profile}
              name="profile"
              value={value.profile}
              onChange={(profile) => set({ profile })}
              options={options(words.profiles)}
              error={wrong("profile")}
            />
            <TextField
              label={words.minObservations}
              name="minObservations"
              description={words.minObservationsHelp}
              numeric
              value={value.minObservations}
              onChange={(minObservations) => set({ minObservations })}
              error={wrong("minObservations")}
            />
            <Select
              label={words.sharing}
              name="sharing"
              value={value.sharing}
              onChange={(sharing) => set({ sharing })}
              options={options(words.sharings)}
              error={wrong("sharing")}
            />
            <div className={styles.pair}>
              <TextField
                label={words.teamPeople}
                name="teamPeople"
                numeric
                value={value.teamPeople}
                onChange={(teamPeople) => set({ teamPeople })}
                error={wrong("teamPeople")}
              />
              <TextField
                label={words.teamRate}
                name="teamRate"
                numeric
                unit={`${value.currency}${words.role.perHour}`}
                value={value.teamRate}
                onChange={(teamRate) => set({ teamRate })}
                error={wrong("teamRate")}
              />
            </div>
          </fieldset>
        </div>
      </Section>

      <Section title={words.names.severities} aside={words.severity.lead}>
        <ListEditor
          title={words.names.severities}
          entries={value.severities}
          error={wrong("severities")}
          nameOf={({ severity }, index) => severity || words.severity.nth(index + 1)}
          addLabel={words.severity.add}
          onAdd={() => set({ severities: [...value.severities, { severity: "", impact: "" }] })}
          onRemove={(index) => set({ severities: without(value.severities, index) })}
          line={({ severity, impact }, index) => (
            <>
              <TextField
                label={words.severity.nth(index + 1)}
                hideLabel
                name={`severities.${index}.severity`}
                placeholder="SEV2"
                value={severity}
                onChange={(text) =>
                  set({ severities: withEntry(value.severities, index, { severity: text }) })
                }
                error={wrong(`severities.${index}.severity`)}
              />
              <TextField
                label={words.severity.impactOf(severity || words.severity.nth(index + 1))}
                hideLabel
                numeric
                name={`severities.${index}.impact`}
                placeholder="30 %"
                value={impact}
                onChange={(text) =>
                  set({ severities: withEntry(value.severities, index, { impact: text }) })
                }
                error={wrong(`severities.${index}.impact`)}
              />
            </>
          )}
        />
      </Section>

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
