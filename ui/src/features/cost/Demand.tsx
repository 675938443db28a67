/** When a minute is dear: over the week as a map of hours, or as a line for each stream. */

import { useState } from "react";
import { m } from "../../messages";
import { Chart, SegmentedControl } from "../../shared";

const VIEWS = ["weekHeat", "velocity"] as const;
type View = (typeof VIEWS)[number];

export function Demand({ window }: { window: string }) {
  const [view, setView] = useState<View>("weekHeat");
  return (
    <Chart
      key={view}
      chart={view}
      window={window}
      height={280}
      aside={
        <SegmentedControl
          label={m.cost.demand}
          value={view}
          onChange={(id) => setView(VIEWS.find((each) => each === id) ?? "weekHeat")}
          options={VIEWS.map((id) => ({ id, label: m.cost.views[id] }))}
        />
      }
    />
  );
}
