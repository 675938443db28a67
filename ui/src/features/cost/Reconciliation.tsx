/** One total, cut every way: by incident, service, line, role, month, severity. */

import { type Cut, useRpc } from "../../api";
import { m } from "../../messages";
import { Chart, ErrorNote, Section, SegmentedControl, StateChip, useMask } from "../../shared";
import { useChoice } from "../address";
import { type CutName, CutTable } from "./CutTable";
import styles from "./cost.module.css";
import { NoIncidents } from "./NoIncidents";

/** The cuts of this part, in the order of their control. */
const CUTS: readonly CutName[] = ["service", "role", "month", "severity", "line", "incident"];

/** As high as its rows need: a row for every month. */
const NATURAL = 0;

export function Reconciliation({ window }: { window: string }) {
  const words = m.cost.cut;
  const mask = useMask();
  const { data, error, refetch } = useRpc("cost.cuts", { window });
  const [by, setBy] = useChoice("cut", CUTS);
  if (error) return <ErrorNote error={error} onRetry={() => void refetch()} />;
  if (!data) return <p className="quiet">{m.common.loading}</p>;
  if (data.headline.missing !== null) return <NoIncidents headline={data.headline} />;
  const cut = data.cuts.find((one) => one.by === by);
  return (
    <div className={styles.column}>
      <p className={styles.reconciled}>
        <StateChip state={data.equal ? "ok" : "over"}>
          {data.equal ? words.equal : words.unequal}
        </StateChip>
        {mask(data.reconciled)}
      </p>
      <div className={styles.cuts} data-wide={by === "incident" || undefined}>
        <Section
          title={cut?.title ?? words.title}
          aside={
            <SegmentedControl
              label={words.by}
              value={by ?? ""}
              onChange={setBy}
              options={CUTS.filter((id) => has(data.cuts, id)).map((id) => ({
                id,
                label: words.names[id],
              }))}
            />
          }
        >
          {cut && <CutTable key={cut.by} cut={cut} />}
        </Section>
        <Chart chart="costByMonth" window={window} height={NATURAL} />
      </div>
    </div>
  );
}

function has(cuts: readonly Cut[], by: string): boolean {
  return cuts.some((cut) => cut.by === by);
}
