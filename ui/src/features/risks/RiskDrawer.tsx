/** Adds or changes a risk. Ranges are texts that the core reads and judges. */

import { type Choice, type RiskEdit, useRpc } from "../../api";
import { m } from "../../messages";
import {
  Checkbox,
  Combo,
  Drawer,
  ErrorNote,
  type Option,
  Section,
  Select,
  TextField,
} from "../../shared";
import { Leads } from "../requirements";
import { Matches } from "../score";
import { EditDrawer, useRecord, useRemoval } from "../settings";
import { EstimateField } from "./EstimateField";
import styles from "./risks.module.css";

export interface RiskDrawerProps {
  /** Id of the risk; empty: a new one. */
  id: string;
  services: readonly Choice[];
  categories: readonly Choice[];
  /** Names of common-cause groups that there are. */
  groups: readonly string[];
  onClose: () => void;
}

/** Opens once the risk is known as it was typed. */
export function RiskDrawer({ id, ...form }: RiskDrawerProps) {
  const { data, error, isPlaceholderData } = useRpc("risk.get", { id });
  if (data && !isPlaceholderData) return <RiskForm key={id} start={data} {...form} />;
  return (
    <Drawer title={m.risks.newTitle} isOpen onClose={form.onClose} width="wide">
      {error ? <ErrorNote error={error} /> : <p className="quiet">{m.common.loading}</p>}
    </Drawer>
  );
}

interface RiskFormProps extends Omit<RiskDrawerProps, "id"> {
  start: RiskEdit;
}

const optionOf = ({ key, label }: Choice): Option => ({ id: key, label });

function RiskForm({ start, services, categories, groups, onClose }: RiskFormProps) {
  const words = m.risks;
  const record = useRecord("risk.save", start, onClose);
  const removal = useRemoval("risk.delete", start.id, onClose);
  const { value, set, wrong } = record;
  const estimate = (name: "frequency" | "detect" | "repair" | "users" | "people" | "perEvent") => ({
    name,
    label: words[name],
    value: value[name],
    onChange: (next: RiskEdit[typeof name]) => set({ [name]: next }),
    wrong,
  });
  return (
    <EditDrawer
      title={start.id ? start.name : words.newTitle}
      onClose={onClose}
      record={record}
      removal={start.id ? removal : undefined}
      deleteLabel={words.delete}
      width="wide"
    >
      <TextField
        label={words.name}
        name="name"
        placeholder={words.nameExample}
        value={value.name}
        onChange={(name) => set({ name })}
        error={wrong("name")}
        autoFocus
      />
      <div className={styles.pair}>
        <Select
          label={words.service}
          name="service"
          value={value.service}
          onChange={(service) => set({ service })}
          options={services.filter(({ key }) => key !== "").map(optionOf)}
          error={wrong("service")}
        />
        <Select
          label={words.category}
          name="category"
          value={value.category}
          onChange={(category) => set({ category })}
          options={categories.map(optionOf)}
          error={wrong("category")}
        />
      </div>
      <TextField
        label={words.failureMode}
        name="failureMode"
        optional
        value={value.failureMode}
        onChange={(failureMode) => set({ failureMode })}
        error={wrong("failureMode")}
      />
      <Section title={words.howOften}>
        <div className={styles.fields}>
          <EstimateField {...estimate("frequency")} unit="a-year" />
          <EstimateField {...estimate("detect")} unit="minutes" />
          <EstimateField {...estimate("repair")} unit="minutes" />
          <div>
            <Checkbox isSelected={value.oneLength} onChange={(oneLength) => set({ oneLength })}>
              {words.oneLength}
            </Checkbox>
            <p className={styles.help}>{words.oneLengthAbout}</p>
          </div>
          <EstimateField {...estimate("users")} unit="share" />
        </div>
      </Section>
      <Section title={words.effect}>
        <div className={styles.fields}>
          <EstimateField {...estimate("people")} />
          <EstimateField {...estimate("perEvent")} />
          <Streams value={value.streams} onChange={(streams) => set({ streams })} />
        </div>
      </Section>
      <Section title={words.together}>
        <div className={styles.fields}>
          <div className={styles.pair}>
            <Combo
              label={words.group}
              name="group"
              optional
              allowsOther
              description={words.groupAbout}
              value={value.group}
              onChange={(group) => set({ group })}
              options={groups.map((group) => ({ id: group, label: group }))}
              error={wrong("group")}
            />
            <TextField
              label={words.groupShare}
              name="groupShare"
              optional
              placeholder="10 %"
              value={value.groupShare}
              onChange={(groupShare) => set({ groupShare })}
              error={wrong("groupShare")}
            />
          </div>
          <TextField
            label={words.dispersion}
            name="dispersion"
            optional
            numeric
            description={words.dispersionAbout}
            value={value.dispersion}
            onChange={(dispersion) => set({ dispersion })}
            error={wrong("dispersion")}
          />
          <TextField
            label={words.notesField}
            name="notes"
            optional
            multiline
            value={value.notes}
            onChange={(notes) => set({ notes })}
            error={wrong("notes")}
          />
        </div>
      </Section>
      {start.id && <Matches risk={start.id} />}
      <Leads kind="risk" id={start.id} />
    </EditDrawer>
  );
}

interface StreamsProps {
  value: readonly string[];
  onChange: (streams: string[]) => void;
}

/** The revenue that a risk touches, where it is not all of its service's. */
function Streams({ value, onChange }: StreamsProps) {
  const words = m.risks;
  const { data } = useRpc("settings", {});
  if (!data || data.streams.length === 0) return null;
  return (
    <fieldset className={styles.checks}>
      <legend>{words.streams}</legend>
      {data.streams.map(({ edit: { id, name } }) => (
        <Checkbox
          key={id}
          isSelected={value.includes(id)}
          onChange={(on) => onChange(on ? [...value, id] : value.filter((one) => one !== id))}
        >
          {name}
        </Checkbox>
      ))}
      <p className={styles.help}>{words.allStreams}</p>
    </fieldset>
  );
}
