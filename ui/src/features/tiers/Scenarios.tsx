/** Scenarios: saved with their digits, opened again, cloned, put side by side. */

import { useState } from "react";
import { type ScenarioEdit, type ScenarioRow, type Tiers, useRpc } from "../../api";
import { m } from "../../messages";
import {
  Checkbox,
  ErrorNote,
  LinkButton,
  Notes,
  Section,
  StateChip,
  TextTable,
} from "../../shared";
import { useSetAddress } from "../address";
import { ScenarioDrawer } from "./ScenarioDrawer";
import styles from "./tiers.module.css";

export interface ScenariosProps {
  tiers: Tiers;
  service: string;
}

/** More than these side by side are narrower than their figures. */
const FIRST = 4;

export function Scenarios({ tiers, service }: ScenariosProps) {
  const words = m.tiers.scenarios;
  const { columns } = words;
  const setAddress = useSetAddress();
  const { scenarios } = tiers;
  const [edited, setEdited] = useState<ScenarioEdit | null>(null);
  // Until a person chooses: the first few, which are those that there are in most workspaces.
  const [chosen, setChosen] = useState<readonly string[] | null>(null);
  const all = scenarios.map(({ id }) => id);
  const compared = (chosen ?? all.slice(0, FIRST)).filter((id) => all.includes(id));
  const compare = (id: string, on: boolean) =>
    setChosen(all.filter((one) => (one === id ? on : compared.includes(one))));
  return (
    <>
      <Section title={words.title} aside={words.about}>
        <div className={styles.scroll}>
          <table className={styles.options} aria-label={words.title}>
            <thead>
              <tr>
                <th scope="col">{columns.compare}</th>
                <th scope="col">{columns.name}</th>
                <th scope="col">{columns.asOf}</th>
                <th scope="col">{columns.from}</th>
                <th scope="col">{columns.decided}</th>
                <th scope="col">{columns.notes}</th>
                <td />
              </tr>
            </thead>
            <tbody>
              {scenarios.map((row) => (
                <Scenario
                  key={row.id}
                  row={row}
                  isShown={row.id === tiers.scenario}
                  isCompared={compared.includes(row.id)}
                  onCompare={(on) => compare(row.id, on)}
                  onShow={() => setAddress({ scenario: row.id || undefined })}
                  onEdit={setEdited}
                />
              ))}
            </tbody>
          </table>
        </div>
      </Section>
      <SideBySide
        scenarios={compared}
        service={service}
        none={all.length < 2 ? words.onlyBase : words.chooseMore}
      />
      {edited && (
        <ScenarioDrawer
          start={edited}
          onClose={() => setEdited(null)}
          onSaved={(id) => edited.id === "" && setAddress({ scenario: id || undefined })}
        />
      )}
    </>
  );
}

interface ScenarioProps {
  row: ScenarioRow;
  isShown: boolean;
  isCompared: boolean;
  onCompare: (on: boolean) => void;
  onShow: () => void;
  onEdit: (edit: ScenarioEdit) => void;
}

function Scenario({ row, isShown, isCompared, onCompare, onShow, onEdit }: ScenarioProps) {
  const words = m.tiers.scenarios;
  const { id, name, notes, decidedBy } = row;
  return (
    <tr aria-current={isShown || undefined}>
      <td>
        <Checkbox isSelected={isCompared} onChange={onCompare}>
          <span className="visually-hidden">{words.compareWith(name)}</span>
        </Checkbox>
      </td>
      <th scope="row" className={styles.name}>
        {isShown ? (
          <>
            {name} <span className="quiet small">{words.shown}</span>
          </>
        ) : (
          <LinkButton onPress={onShow} aria-label={words.open(name)}>
            {name}
          </LinkButton>
        )}
        {row.stale && (
          <span className={styles.under}>
            <StateChip state="warn">{words.moved}</StateChip>
          </span>
        )}
      </th>
      <td className="nowrap">{row.asOf}</td>
      <td>{row.clonedFrom || <span className="quiet">—</span>}</td>
      <td>{decidedBy || <span className="quiet">—</span>}</td>
      <td className={styles.words}>{notes || <span className="quiet">—</span>}</td>
      <td className={styles.use}>
        {id !== "" && (
          <LinkButton
            onPress={() => onEdit({ id, from: "", name, notes, decidedBy })}
            aria-label={words.editOf(name)}
          >
            {words.edit}
          </LinkButton>
        )}
        <LinkButton
          onPress={() => onEdit({ id: "", from: id, name: "", notes: "", decidedBy: "" })}
          aria-label={words.cloneOf(name)}
        >
          {words.clone}
        </LinkButton>
      </td>
    </tr>
  );
}

interface SideBySideProps {
  scenarios: readonly string[];
  service: string;
  /** What is said where there are fewer than two. */
  none: string;
}

function SideBySide({ scenarios, service, none }: SideBySideProps) {
  const words = m.tiers.scenarios;
  const enough = scenarios.length > 1;
  const { data, error, refetch } = useRpc(
    "scenario.compare",
    { scenarios: [...scenarios], service },
    { enabled: enough },
  );
  return (
    <Section title={words.sideBySide}>
      {!enough && <p className="muted">{none}</p>}
      {enough && error && <ErrorNote error={error} onRetry={() => void refetch()} />}
      {enough && !error && !data && <p className="quiet">{m.common.loading}</p>}
      {enough && data && (
        <>
          <div className={styles.scroll}>
            <TextTable table={data.table} label={words.sideBySide} />
          </div>
          <Notes notes={data.notes} />
        </>
      )}
    </Section>
  );
}
