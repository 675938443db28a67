/** What a minute costs and what incidents cost, with how each figure comes about. */

import { Link } from "@tanstack/react-router";
import { type Cost, useRpc, useStatus } from "../api";
import { useChoice, useGo } from "../features/address";
import {
  Demand,
  FaultLines,
  Methods,
  QuickCost,
  Reconciliation,
  ServiceCosts,
  useExportCost,
} from "../features/cost";
import styles from "../features/cost/cost.module.css";
import { CostLines } from "../features/incidents";
import { useWindowParam } from "../features/window";
import { m } from "../messages";
import { modifier } from "../platform";
import {
  Alerts,
  Button,
  Chart,
  EmptyState,
  ErrorNote,
  Headline,
  Section,
  SegmentedControl,
  TileStrip,
  useExplain,
  useMask,
} from "../shared";

/** As high as its rows need: a row for every service. */
const NATURAL = 0;

const PARTS = ["lines", "reconciliation", "faults"] as const;

export function CostView() {
  const window = useWindowParam();
  const currency = useStatus()?.currency ?? "";
  const go = useGo();
  const [part, setPart] = useChoice("part", PARTS);
  const write = useExportCost(window);
  const { data, error, refetch } = useRpc("cost", { window });

  if (error) return <ErrorNote error={error} onRetry={() => void refetch()} />;
  if (!data) return <p className="quiet">{m.common.loading}</p>;
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
        <div className={styles.empty}>
          <QuickCost currency={currency} />
        </div>
      </>
    );
  }
  return (
    <>
      <Headline
        headline={data.headline}
        action={
          <Button
            variant="filled"
            shortcut={`${modifier}+E`}
            onPress={write.start}
            isPending={write.isPending}
          >
            {m.cost.export.button}
          </Button>
        }
      />
      <Alerts title={m.common.notCounted} alerts={data.alerts} />
      <TileStrip tiles={data.tiles} label={m.cost.figures} />
      <div className={styles.parts}>
        <SegmentedControl
          label={m.cost.part}
          value={part ?? ""}
          onChange={setPart}
          options={PARTS.map((id) => ({ id, label: m.cost.parts[id] }))}
        />
      </div>
      {part === "lines" && <WhatItCosts cost={data} window={window} currency={currency} />}
      {part === "reconciliation" && <Reconciliation window={window} />}
      {part === "faults" && <FaultLines window={window} />}
    </>
  );
}

interface WhatItCostsProps {
  cost: Cost;
  window: string;
  currency: string;
}

function WhatItCosts({ cost, window, currency }: WhatItCostsProps) {
  return (
    <>
      <div className={styles.columns}>
        <div className={styles.column}>
          <Demand window={window} />
          <Lines cost={cost} />
        </div>
        <div className={styles.column}>
          <Chart chart="costPerMinute" window={window} height={NATURAL} />
          <Methods
            methods={cost.methods}
            change={<Link to="/settings">{m.cost.methods.change}</Link>}
          />
        </div>
      </div>
      <div className={styles.column}>
        <ServiceCosts services={cost.services} />
        <QuickCost currency={currency} />
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
