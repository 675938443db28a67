/** The assumptions of a scenario: horizon, discount, cost ladder, demand, seed. */

import type { PlanEdit } from "../../api";
import { m } from "../../messages";
import { Section, Select, TextField } from "../../shared";
import { EditDrawer, useRecord } from "../settings";
import styles from "./tiers.module.css";

/** When events strike. */
const MOMENTS = ["even", "demand", "added"] as const;

export interface PlanDrawerProps {
  plan: PlanEdit;
  /** Name of the scenario; empty: the base scenario. */
  scenario: string;
  onClose: () => void;
}

export function PlanDrawer({ plan, scenario, onClose }: PlanDrawerProps) {
  const words = m.tiers.plan;
  const record = useRecord("plan.save", plan, onClose);
  const { value, set, wrong } = record;
  const text = (name: Exclude<keyof PlanEdit, "techniques" | "scenario" | "moments">) => ({
    name,
    label: words[name],
    value: value[name],
    onChange: (typed: string) => set({ [name]: typed }),
    error: wrong(name),
  });
  return (
    <EditDrawer
      title={scenario ? words.titleOf(scenario) : words.title}
      onClose={onClose}
      record={record}
    >
      <Section title={words.money}>
        <div className={styles.pair}>
          <TextField {...text("horizon")} numeric autoFocus />
          <TextField {...text("discount")} numeric />
        </div>
      </Section>
      <Section title={words.ladder}>
        <p className={styles.about}>{words.ladderAbout}</p>
        <div className={styles.pair}>
          <TextField {...text("ladderBase")} numeric />
          <TextField {...text("ladderNines")} numeric />
          <TextField {...text("ladderMultiplier")} numeric />
        </div>
      </Section>
      <Section title={words.demand}>
        <div className={styles.stacked}>
          <TextField {...text("surge")} numeric description={words.surgeAbout} />
          <Select
            label={words.moments}
            name="moments"
            options={MOMENTS.map((id) => ({ id, label: words.momentsChoices[id] }))}
            value={value.moments}
            onChange={(moments) => set({ moments })}
            error={wrong("moments")}
            description={words.momentsAbout}
          />
        </div>
      </Section>
      <Section title={words.counting}>
        <div className={styles.pair}>
          <TextField {...text("seed")} numeric description={words.seedAbout} />
          <TextField {...text("precision")} numeric description={words.precisionAbout} />
        </div>
      </Section>
    </EditDrawer>
  );
}
