/** One incident: what it cost, line by line, and what each line comes from. */

import { X } from "lucide-react";
import { type Ref, useState } from "react";
import { type IncidentDetail, useRpc } from "../../api";
import { m } from "../../messages";
import {
  Button,
  Chart,
  classes,
  ErrorNote,
  FigureText,
  Inputs,
  LinkButton,
  Notes,
  Rows,
  Section,
  Steps,
  useExplain,
  useMask,
} from "../../shared";
import { Methods } from "../cost";
import { Leads } from "../requirements";
import { CostLines } from "./CostLines";
import styles from "./IncidentPane.module.css";
import { Timeline } from "./Timeline";

/** Rows behind a figure shown at once; all of them are in its explanation. */
const ROWS = 8;

export interface IncidentPaneProps {
  id: string;
  onEdit: () => void;
  onDelete: (incident: IncidentDetail) => void;
  /** Back to the list alone. */
  onClose: () => void;
  headRef: Ref<HTMLHeadingElement>;
}

export function IncidentPane({ id, onEdit, onDelete, onClose, headRef }: IncidentPaneProps) {
  const { data, error, refetch } = useRpc("incident.get", { id });
  if (error) {
    return (
      <div className={styles.pane}>
        <ErrorNote error={error} onRetry={() => void refetch()} />
      </div>
    );
  }
  if (!data) return <div className={styles.pane} aria-busy="true" />;
  return (
    <article
      className={styles.pane}
      aria-label={m.incidents.detail(data.edit.number || data.title)}
    >
      <Head
        incident={data}
        onEdit={onEdit}
        onDelete={onDelete}
        onClose={onClose}
        headRef={headRef}
      />
      <Timeline marks={data.timeline} />
      <Facts facts={data.facts} />
      {data.methods.length > 0 && (
        <Chart
          key={data.id}
          chart="expected"
          scope={data.id}
          height={200}
          className={styles.expected}
        />
      )}
      <WhatItCost incident={data} onEdit={onEdit} />
      <Leads kind="incident" id={data.id} />
      <Aftermath incident={data} />
    </article>
  );
}

interface HeadProps extends Omit<IncidentPaneProps, "id"> {
  incident: IncidentDetail;
}

function Head({ incident, onEdit, onDelete, onClose, headRef }: HeadProps) {
  const mask = useMask();
  return (
    <header>
      <div className={styles.head}>
        <div>
          <div className={classes(styles.overline, "ident")}>{incident.overline}</div>
          <h2 ref={headRef} tabIndex={-1} className={styles.title}>
            {incident.title}
          </h2>
        </div>
        <div className={styles.actions}>
          <Button variant="quiet" onPress={() => onDelete(incident)}>
            {m.incidents.delete}
          </Button>
          <Button onPress={onEdit}>{m.incidents.edit}</Button>
          <Button
            variant="quiet"
            className={styles.close}
            aria-label={m.incidents.close}
            onPress={onClose}
          >
            <X size={16} aria-hidden />
          </Button>
        </div>
      </div>
      <div className={styles.answer}>
        <FigureText
          figure={incident.cost}
          label={m.incidents.whatItCost}
          size="headline"
          range
          basis
        />
        <p className={styles.lead}>{mask(incident.lead)}</p>
      </div>
    </header>
  );
}

function Facts({ facts }: { facts: readonly string[] }) {
  if (facts.length === 0) return null;
  return (
    <ul className={styles.facts}>
      {facts.map((fact) => (
        <li key={fact}>{fact}</li>
      ))}
    </ul>
  );
}

function WhatItCost({ incident, onEdit }: Pick<HeadProps, "incident" | "onEdit">) {
  // The key of a line survives the step to another incident; lines that it lacks do not.
  const [chosen, setChosen] = useState("");
  const all = [...incident.lines, incident.total].filter(({ explain }) => explain !== "");
  const line =
    all.find(({ key }) => key === chosen) ?? all.find(({ from, to }) => from !== to) ?? all[0];
  return (
    <>
      <Section title={m.incidents.whatItCost}>
        <CostLines
          lines={incident.lines}
          total={incident.total}
          selected={line?.key ?? ""}
          onSelect={({ key }) => setChosen(key)}
        />
      </Section>
      {line && <Why explainKey={line.explain} />}
      <Methods
        methods={incident.methods}
        change={<LinkButton onPress={onEdit}>{m.cost.methods.change}</LinkButton>}
      />
    </>
  );
}

/** How the chosen line comes about, and the rows behind it. */
function Why({ explainKey }: { explainKey: string }) {
  const { data, error } = useRpc("explain", { key: explainKey, window: "" });
  const open = useExplain();
  if (error) return <ErrorNote error={error} />;
  if (!data) return <div className={styles.why} aria-busy="true" />;
  return (
    <>
      <div className={styles.why}>
        <Steps explanation={data} />
        <Inputs explanation={data} />
        <Rows explanation={data} limit={ROWS} onMore={() => open(explainKey)} />
      </div>
      <Notes notes={data.notes} />
    </>
  );
}

function Aftermath({ incident }: { incident: IncidentDetail }) {
  const words = [...incident.impacts, incident.edit.notes].filter(Boolean);
  return (
    <div className={styles.after}>
      <Notes notes={incident.notes} />
      <Section title={m.incidents.impacts} aside={incident.origin}>
        <ul className={styles.impacts}>
          {words.map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      </Section>
    </div>
  );
}
