/** Availability against targets: what was used of the budget, by which incidents, and how sure. */

import { useState } from "react";
import { useRpc } from "../api";
import { useAddress, useGo, useSetAddress } from "../features/address";
import { ServicesTable, TargetDialog } from "../features/availability";
import styles from "../features/availability/availability.module.css";
import { useWindowParam } from "../features/window";
import { m } from "../messages";
import { Button, Chart, EmptyState, ErrorNote, Headline, Section } from "../shared";

/** As high as its rows need: a row for every service. */
const NATURAL = 0;

export function AvailabilityView() {
  const window = useWindowParam();
  const { service: asked } = useAddress();
  const setAddress = useSetAddress();
  const go = useGo();
  const [targetOf, setTargetOf] = useState<string | null>(null);
  const { data, error, refetch } = useRpc("availability", { window });
  const words = m.availability;

  if (error) return <ErrorNote error={error} onRetry={() => void refetch()} />;
  if (!data) return <p className="quiet">{m.common.loading}</p>;
  if (data.headline.missing !== null) {
    return (
      <EmptyState
        headline={data.headline}
        actions={
          <>
            <Button variant="filled" onPress={() => go("/data", { import: "1" })}>
              {words.import}
            </Button>
            <Button onPress={() => go("/incidents", { incident: "new" })}>
              {words.addIncident}
            </Button>
          </>
        }
      />
    );
  }

  // Worst first: the one that asks for attention is looked at until another is chosen.
  const selected = data.services.find(({ id }) => id === asked) ?? data.services[0];
  return (
    <>
      <Headline
        headline={data.headline}
        action={
          selected && (
            <Button variant="filled" onPress={() => setTargetOf(selected.id)}>
              {words.setTarget(selected.name)}
            </Button>
          )
        }
      />
      <p className={styles.window}>{data.window}</p>
      <div className={styles.charts}>
        <Chart chart="usedAllowed" window={window} height={NATURAL} />
        {selected && (
          <Chart
            chart="budget"
            window={window}
            scope={selected.id}
            height={280}
            title={words.budgetOf(selected.name)}
          />
        )}
      </div>
      <div className={styles.stack}>
        <ServicesTable
          services={data.services}
          selected={selected?.id ?? ""}
          onSelect={(service) => setAddress({ service })}
          onSetTarget={({ id }) => setTargetOf(id)}
        />
        {data.notes.length > 0 && (
          <Section title={words.notes}>
            <ul className={styles.notes}>
              {data.notes.map((note) => (
                <li key={note}>{note}</li>
              ))}
            </ul>
          </Section>
        )}
        <Chart chart="timeline" window={window} height={NATURAL} />
      </div>
      {targetOf && <TargetDialog service={targetOf} onClose={() => setTargetOf(null)} />}
    </>
  );
}
