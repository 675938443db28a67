/** Where it breaks and how it is mended: count and cost by cause tag and by recovery action. */

import { useRpc } from "../../api";
import { m } from "../../messages";
import { ErrorNote, Section } from "../../shared";
import { CutTable } from "./CutTable";
import styles from "./cost.module.css";
import { NoIncidents } from "./NoIncidents";

export function FaultLines({ window }: { window: string }) {
  const { data, error, refetch } = useRpc("cost.cuts", { window });
  if (error) return <ErrorNote error={error} onRetry={() => void refetch()} />;
  if (!data) return <p className="quiet">{m.common.loading}</p>;
  if (data.headline.missing !== null) return <NoIncidents headline={data.headline} />;
  return (
    <div className={styles.halves}>
      {["cause", "recovery"].map((by) => {
        const cut = data.cuts.find((one) => one.by === by);
        return (
          cut && (
            <Section key={by} title={cut.title}>
              {cut.rows.length === 0 ? (
                <p className="quiet">{m.cost.cut.none}</p>
              ) : (
                <CutTable cut={cut} brief />
              )}
            </Section>
          )
        );
      })}
    </div>
  );
}
