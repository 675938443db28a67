/** Adds or changes a tier option: what it changes, and what it costs. */

import type { Choice, OptionEdit } from "../../api";
import { m } from "../../messages";
import { Select, TextField } from "../../shared";
import { EstimateField, NO_ESTIMATE } from "../risks";
import { EditDrawer, useRecord, useRemoval } from "../settings";
import { Chosen } from "./Chosen";
import styles from "./tiers.module.css";

const BLANK: OptionEdit = {
  id: "",
  name: "",
  change: "target",
  target: "",
  lever: "duration",
  techniques: [],
  oneOff: { ...NO_ESTIMATE, low: "0" },
  yearly: "ladder",
  yearlyCost: NO_ESTIMATE,
};

const choices = (labels: Readonly<Record<string, string>>) =>
  Object.entries(labels).map(([id, label]) => ({ id, label }));

export interface OptionDrawerProps {
  /** As it was typed; null: a new one. */
  start: OptionEdit | null;
  techniques: readonly Choice[];
  onClose: () => void;
}

export function OptionDrawer({ start, techniques, onClose }: OptionDrawerProps) {
  const words = m.tiers.options;
  const record = useRecord("option.save", start ?? BLANK, onClose);
  const removal = useRemoval("option.delete", start?.id ?? "", onClose);
  const { value, set, wrong } = record;
  return (
    <EditDrawer
      title={start ? start.name : words.new}
      onClose={onClose}
      record={record}
      removal={start ? removal : undefined}
      deleteLabel={words.delete}
      width="wide"
    >
      <div className={styles.pair}>
        <TextField
          label={words.name}
          name="name"
          value={value.name}
          onChange={(name) => set({ name })}
          error={wrong("name")}
          autoFocus
        />
        <Select
          label={words.change}
          name="change"
          value={value.change}
          onChange={(change) => set({ change })}
          options={choices(words.changes)}
          error={wrong("change")}
        />
      </div>
      {value.change === "target" ? (
        <div className={styles.pair}>
          <TextField
            label={words.target}
            name="target"
            placeholder="99.99 %"
            value={value.target}
            onChange={(target) => set({ target })}
            error={wrong("target")}
          />
          <Select
            label={words.lever}
            name="lever"
            value={value.lever}
            onChange={(lever) => set({ lever })}
            options={choices(words.levers)}
            error={wrong("lever")}
          />
        </div>
      ) : (
        <Chosen
          label={words.techniques}
          name="techniques"
          choices={techniques}
          value={value.techniques}
          onChange={(chosen) => set({ techniques: chosen })}
          error={wrong("techniques")}
        />
      )}
      <EstimateField
        label={words.oneOff}
        name="oneOff"
        value={value.oneOff}
        onChange={(oneOff) => set({ oneOff })}
        wrong={wrong}
      />
      <Select
        label={words.yearly}
        name="yearly"
        value={value.yearly}
        onChange={(yearly) => set({ yearly })}
        options={choices(words.yearlies)}
        error={wrong("yearly")}
      />
      {value.yearly === "estimated" && (
        <EstimateField
          label={words.yearlyCost}
          name="yearlyCost"
          value={value.yearlyCost}
          onChange={(yearlyCost) => set({ yearlyCost })}
          wrong={wrong}
        />
      )}
    </EditDrawer>
  );
}
