/**
 * A quantity that is known as a range: one number, a 90 % range, or low, likely and high. Which of
 * them it is stands beside the numbers, with the name of its distribution; numbers stay where they
 * are when another is chosen, so nothing turns into something else unseen.
 */

import { useId, useState } from "react";
import type { EstimateEdit } from "../../api";
import { m } from "../../messages";
import { type FieldErrors, Select, TextField } from "../../shared";
import { RangeDots, type RangeUnit } from "../estimate";
import styles from "./risks.module.css";

type Kind = keyof typeof m.risks.estimate.kinds;
type End = "low" | "likely" | "high";

const ENDS: Readonly<Record<Kind, readonly End[]>> = {
  fixed: ["low"],
  interval: ["low", "high"],
  "three-point": ["low", "likely", "high"],
  kept: [],
};

const TYPED: readonly Kind[] = ["fixed", "interval", "three-point"];

/** A quantity that nothing is known of yet. */
export const NO_ESTIMATE: EstimateEdit = {
  kind: "fixed",
  low: "",
  likely: "",
  high: "",
  means: "",
};

export interface EstimateFieldProps {
  label: string;
  /** Name of the field in the wire type. */
  name: string;
  value: EstimateEdit;
  onChange: (value: EstimateEdit) => void;
  wrong: FieldErrors;
  /** A share of users is typed as a percentage, minutes and events a year also in other units. */
  unit?: RangeUnit;
}

export function EstimateField(props: EstimateFieldProps) {
  const { label, name, value, onChange, wrong, unit = "" } = props;
  const words = m.risks.estimate;
  // What it meant when it was opened: a range that is typed anew says it by itself.
  const [start] = useState(value);
  const id = useId();
  const kind = (value.kind in ENDS ? value.kind : "fixed") as Kind;
  const kinds = start.kind === "kept" ? [...TYPED, "kept" as const] : TYPED;
  const ends = ENDS[kind];
  const set = (change: Partial<EstimateEdit>) => onChange({ ...value, ...change, means: "" });
  const whole = wrong(name);
  const isAsStored = value === start || JSON.stringify(value) === JSON.stringify(start);
  const means = isAsStored && start.means ? start.means : kind !== "kept" && words.about[kind];
  return (
    <fieldset className={styles.estimate} data-field={name} aria-describedby={id}>
      <legend>{label}</legend>
      <div className={styles.ends} data-ends={ends.length}>
        <Select
          label={words.kind}
          value={kind}
          onChange={(next) => set({ kind: next })}
          options={kinds.map((one) => ({ id: one, label: words.kinds[one] }))}
        />
        {ends.map((end) => (
          <TextField
            key={end}
            label={kind === "fixed" ? words.value : words[end]}
            name={`${name}.${end}`}
            numeric
            value={value[end]}
            onChange={(text) => set({ [end]: text })}
            error={wrong(`${name}.${end}`)}
          />
        ))}
      </div>
      <RangeDots edit={value} unit={unit} />
      <p id={id} className={whole ? styles.wrong : styles.help}>
        {whole ?? [means, kind === "kept" && words.about.kept].filter(Boolean).join(" · ")}
      </p>
    </fieldset>
  );
}
