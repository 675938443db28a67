/** What a minute costs and what incidents cost, with how each figure comes about. */

import { type Cost, useRpc, useStatus } from "../api";
import { useGo } from "../features/address";
import { Demand, QuickCost, ServiceCosts } from "../features/cost";
import styles from "../features/cost/cost.module.css";
import { CostLines } from "../features/incidents";
import { useWindowParam } from "../features/window";
import { m } from "../messages";
import {
  Button,
  Chart,
  EmptyState,
  ErrorNote,
  Headline,
  Section,
  TileStrip,
  useExplain,
  useMask,
} from "../shared";

/** As high as its rows need: a row for every service. */
const NATURAL = 0;

export function CostView() {
  const window = useWindowParam();
  const currency = useStatus()?.currency ?? "";
  const go = useGo();
  const { data, error, refetch } = useRpc("cost", { window });

  if (error) return <ErrorNote error={error} onRetry={() => void refetch()} />;
  if (!data) return <p className="quiet">{m.common.loading}</p>;
  const quick = <QuickCost currency={currency} />;
  if (data.headline.missing !== null) {
    return (
      <>
        <EmptyState
          headline={data.headline}
          actions={
            <Button variant="filled" onPress={() => go("/data", { import: "file" })}>
              {m.cost.import}
            </Button>
          }
        />
        <div className={styles.empty}>{quick}</div>
      </>
    );
  }
  return (
    <>
      <Headline headline={data.headline} />
      <TileStrip tiles={data.tiles} label={m.cost.figures} />
      <div className={styles.columns}>
        <div className={styles.column}>
          <Demand window={window} />
          <Lines cost={data} />
        </div>
        <Chart chart="costPerMinute" window={window} height={NATURAL} />
      </div>
      <div className={styles.column}>
        <ServiceCosts services={data.services} />
        {quick}
      </div>
    </>
  );
}

function Lines({ cost }: { cost: Cost }) {
  const explain = useExplain();
  const mask = useMask();
  return (
    <Section title={m.cost.lines} aside={m.cost.linesNote}>
      <CostLines
        lines={cost.lines}
        total={cost.total}
        selected=""
        onSelect={(line) => explain(line.explain)}
      />
      {cost.notes.length > 0 && (
        <ul className={styles.notes}>
          {cost.notes.map((note) => (
            <li key={note}>{mask(note)}</li>
          ))}
        </ul>
      )}
    </Section>
  );
}
