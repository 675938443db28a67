/** The lists of an incident's form: what it hit, what it cost, who worked on it. */

import { Plus } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { type FixedEdit, type ImpactEdit, type LaborEdit, useRpc, useStatus } from "../../api";
import { m } from "../../messages";
import {
  Button,
  Checkbox,
  Combo,
  CrossButton,
  type FieldErrors,
  LinkButton,
  Section,
  TextField,
} from "../../shared";
import { useGo } from "../address";
import styles from "./IncidentForm.module.css";

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

export function Impacts({
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
            <CrossButton
              className={styles.remove}
              aria-label={m.incidents.removeImpact(String(index + 1))}
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

/** Costs known as amounts. */
export function Fixed({
  fixed,
  onChange,
  errorOf,
}: ListProps<FixedEdit> & { fixed: readonly FixedEdit[] }) {
  const { keyAt, forget } = useRows(fixed);
  const currency = useStatus()?.currency ?? "";
  const kinds = Object.entries(m.incidents.fixedKinds).map(([id, label]) => ({ id, label }));
  return (
    <fieldset className={styles.fixedList}>
      <legend>{m.incidents.fixed}</legend>
      {fixed.map((cost, index) => {
        const field = (name: keyof FixedEdit, label: string) => ({
          label,
          hideLabel: index > 0,
          name: `fixed.${index}.${name}`,
          value: cost[name],
          onChange: (value: string) => onChange(replaced(fixed, index, { [name]: value })),
          error: errorOf(`fixed.${index}.${name}`),
        });
        return (
          <div key={keyAt(index)} className={styles.fixed}>
            <Combo allowsOther options={kinds} {...field("kind", m.incidents.fixedKind)} />
            <TextField
              numeric
              unit={cost.currency || currency}
              {...field("amount", m.incidents.amount)}
            />
            <CrossButton
              className={styles.remove}
              aria-label={m.incidents.removeFixed(String(index + 1))}
              onPress={() => {
                forget(index);
                onChange(fixed.filter((_, place) => place !== index));
              }}
            />
          </div>
        );
      })}
      <AddRow onPress={() => onChange([...fixed, { kind: "", amount: "", currency: "" }])}>
        {m.incidents.addFixed}
      </AddRow>
    </fieldset>
  );
}

const NOBODY: LaborEdit = {
  id: "",
  role: "",
  person: "",
  people: "1",
  minutes: "",
  rate: "",
  start: "",
  review: false,
  activity: "",
};

export function Labor({
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
  const first = labor.findIndex(({ activity }) => activity === "");
  return (
    <Section title={m.incidents.labor}>
      {labor.length === 0 && <p className="quiet small">{m.incidents.noLabor}</p>}
      {labor.map((entry, index) => {
        // What responders did came with an import; it is read here, not typed.
        if (entry.activity !== "") {
          return (
            <p key={keyAt(index)} className={styles.activity}>
              <span>{m.incidents.activityOf(entry.person, entry.role)}</span>
              <span className="muted">{entry.activity}</span>
            </p>
          );
        }
        const field = (name: Exclude<keyof LaborEdit, "review">, label: string) => ({
          label,
          hideLabel: index > first,
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
            <CrossButton
              className={styles.remove}
              aria-label={m.incidents.removeLabor(String(index + 1))}
              onPress={() => {
                forget(index);
                onChange(labor.filter((_, place) => place !== index));
              }}
            />
            <TextField
              placeholder={m.incidents.startHint}
              {...field("start", m.incidents.workStart)}
            />
            <TextField
              numeric
              placeholder={m.incidents.rateHint}
              {...field("rate", m.incidents.rate)}
            />
            <div className={styles.review}>
              <Checkbox
                name={`labor.${index}.review`}
                isSelected={entry.review}
                onChange={(review) => onChange(replaced(labor, index, { review }))}
              >
                {m.incidents.review}
              </Checkbox>
            </div>
          </div>
        );
      })}
      <AddRow onPress={() => onChange([...labor, NOBODY])}>{m.incidents.addLabor}</AddRow>
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
