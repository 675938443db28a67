/** Adds or changes a technique: which risks it works on, what it does to them, what it costs. */

import { type Choice, type EffectEdit, type TechniqueEdit, useRpc } from "../../api";
import { count, m } from "../../messages";
import { Select, TextField } from "../../shared";
import { EstimateField, NO_ESTIMATE } from "../risks";
import { EditDrawer, ListEditor, useRecord, useRemoval } from "../settings";
import { Chosen } from "./Chosen";
import styles from "./tiers.module.css";

const EFFECT: EffectEdit = { input: "repair", factor: { ...NO_ESTIMATE, low: "0.5" } };

/** A technique that nothing is known of yet. */
export const BLANK: TechniqueEdit = {
  id: "",
  name: "",
  scope: "every",
  of: [],
  effects: [EFFECT],
  oneOff: { ...NO_ESTIMATE, low: "0" },
  yearly: { ...NO_ESTIMATE, low: "0" },
};

const options = (labels: Readonly<Record<string, string>>) =>
  Object.entries(labels).map(([id, label]) => ({ id, label }));

/** Risks to choose from: of a long register those that cost most. */
const OFFERED = 200;

export interface TechniqueDrawerProps {
  /** As it was typed; null, or without an id: a new one. */
  start: TechniqueEdit | null;
  services: readonly Choice[];
  onClose: () => void;
  /** Hears of the technique once the core has it. */
  onSaved?: (id: string) => void;
}

export function TechniqueDrawer({ start, services, onClose, onSaved }: TechniqueDrawerProps) {
  const words = m.tiers.techniques;
  const record = useRecord("technique.save", start ?? BLANK, (done) => {
    if (done) onSaved?.(done.id);
    onClose();
  });
  const isKnown = Boolean(start?.id);
  const removal = useRemoval("technique.delete", start?.id ?? "", onClose);
  const { value, set, wrong } = record;
  const register = useRpc("risks", { service: "", target: "", by: "loss", limit: OFFERED }).data;
  const risks = register?.rows.map(({ id, name }) => ({ key: id, label: name })) ?? [];
  const change = (at: number, effect: Partial<EffectEdit>) =>
    set({
      effects: value.effects.map((one, index) => (index === at ? { ...one, ...effect } : one)),
    });
  return (
    <EditDrawer
      title={start && isKnown ? start.name : words.new}
      onClose={onClose}
      record={record}
      removal={isKnown ? removal : undefined}
      deleteLabel={words.delete}
      width="wide"
    >
      <TextField
        label={words.name}
        name="name"
        value={value.name}
        onChange={(name) => set({ name })}
        error={wrong("name")}
        autoFocus
      />
      <div className={styles.pair}>
        <Select
          label={words.scope}
          name="scope"
          value={value.scope}
          onChange={(scope) => set({ scope, of: [] })}
          options={options(words.scopes)}
          error={wrong("scope")}
        />
        {value.scope === "service" && (
          <Select
            label={words.service}
            name="of"
            value={value.of[0] ?? ""}
            onChange={(service) => set({ of: [service] })}
            options={services.map(({ key, label }) => ({ id: key, label }))}
            error={wrong("of")}
          />
        )}
      </div>
      {(value.scope === "categories" || value.scope === "risks") && (
        <Chosen
          label={words[value.scope]}
          name="of"
          choices={value.scope === "risks" ? risks : (register?.categories ?? [])}
          value={value.of}
          onChange={(of) => set({ of })}
          error={wrong("of")}
        />
      )}
      {value.scope === "risks" && register && register.total > risks.length && (
        <p className="muted">{words.offered(count(risks.length), count(register.total))}</p>
      )}
      <ListEditor
        title={words.effects}
        help={words.effectsAbout}
        entries={value.effects}
        nameOf={(_, index) => words.effect(count(index + 1))}
        line={(effect, index) => (
          <div className={styles.effect}>
            <Select
              label={words.input}
              name={`effects.${index}.input`}
              value={effect.input}
              onChange={(input) => change(index, { input })}
              options={options(words.inputs)}
              error={wrong(`effects.${index}.input`)}
            />
            <EstimateField
              label={words.factor}
              name={`effects.${index}.factor`}
              value={effect.factor}
              onChange={(factor) => change(index, { factor })}
              wrong={wrong}
            />
          </div>
        )}
        addLabel={words.addEffect}
        onAdd={() => set({ effects: [...value.effects, EFFECT] })}
        onRemove={(index) => set({ effects: value.effects.filter((_, at) => at !== index) })}
        error={wrong("effects")}
      />
      <EstimateField
        label={words.oneOff}
        name="oneOff"
        value={value.oneOff}
        onChange={(oneOff) => set({ oneOff })}
        wrong={wrong}
      />
      <EstimateField
        label={words.yearly}
        name="yearly"
        value={value.yearly}
        onChange={(yearly) => set({ yearly })}
        wrong={wrong}
      />
    </EditDrawer>
  );
}
