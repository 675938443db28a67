/** Availability against targets, the signs of the bottleneck, timelines and growth. */

import { useState } from "react";
import {
  type Availability,
  type Headline as HeadlineData,
  type Signs as SignsData,
  useRpc,
} from "../api";
import { useAddress, useChoice, useGo, useSetAddress } from "../features/address";
import { Concerns, ServicesTable, TargetDialog } from "../features/availability";
import styles from "../features/availability/availability.module.css";
import { Growth, Phase, SignsTable, Timelines } from "../features/signs";
import { useWindowParam } from "../features/window";
import { m } from "../messages";
import {
  Button,
  Chart,
  EmptyState,
  ErrorNote,
  Headline,
  joinUnit,
  Section,
  SegmentedControl,
} from "../shared";

/** As high as its rows need: a row for every service. */
const NATURAL = 0;

const PARTS = ["targets", "signs", "timelines", "growth"] as const;
type Part = (typeof PARTS)[number];

export function AvailabilityView() {
  const [part = "targets", setPart] = useChoice("part", PARTS);
  const parts = (
    <SegmentedControl
      label={m.availability.part}
      value={part}
      onChange={setPart}
      options={PARTS.map((id) => ({ id, label: m.availability.parts[id] }))}
    />
  );
  return part === "targets" ? <Targets parts={parts} /> : <Signs part={part} parts={parts} />;
}

/** The control that changes the part stands in each of them, under its sentence. */
interface PartProps {
  parts: React.ReactNode;
}

function Targets({ parts }: PartProps) {
  const window = useWindowParam();
  const { service: asked } = useAddress();
  const setAddress = useSetAddress();
  const [targetOf, setTargetOf] = useState<string | null>(null);
  const { data, error, refetch } = useRpc("availability", { window });
  const words = m.availability;

  if (error) return <ErrorNote error={error} onRetry={() => void refetch()} />;
  if (!data) return <p className="quiet">{m.common.loading}</p>;
  if (data.headline.missing !== null) return <Nothing headline={data.headline} parts={parts} />;

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
      <div className={styles.parts}>
        {parts}
        <p className={styles.window}>{data.window}</p>
      </div>
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
        <Concerns concerns={data.concerns} onSetTarget={setTargetOf} />
        <ToKnow notes={data.notes} />
        <Chart chart="timeline" window={window} height={NATURAL} />
      </div>
      {targetOf && <TargetDialog service={targetOf} onClose={() => setTargetOf(null)} />}
    </>
  );
}

function ToKnow({ notes }: Pick<Availability, "notes">) {
  if (notes.length === 0) return null;
  return (
    <Section title={m.availability.notes}>
      <ul className={styles.notes}>
        {notes.map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
    </Section>
  );
}

/** Signs, timelines and growth: three parts of one answer, about windows of their own. */
function Signs({ part, parts }: PartProps & { part: Exclude<Part, "targets"> }) {
  const { sign = "" } = useAddress();
  const setAddress = useSetAddress();
  const { data, error, refetch } = useRpc("signs", {});
  if (error) return <ErrorNote error={error} onRetry={() => void refetch()} />;
  if (!data) return <p className="quiet">{m.common.loading}</p>;
  const headline = headlineOf(part, data);
  if (headline.missing !== null) {
    const { none, noneLead } = m.signs.growth;
    const lacking =
      part === "growth" ? { ...headline, sentence: none, missing: noneLead } : headline;
    return (
      <>
        <Nothing headline={lacking} parts={parts} />
        {/* People may know what no record says yet. */}
        {part === "growth" && data.phase.questions.length > 0 && (
          <div className={styles.stack}>
            <Phase phase={data.phase} />
          </div>
        )}
      </>
    );
  }
  return (
    <>
      <Headline headline={headline} />
      <div className={styles.parts}>
        {parts}
        {part !== "growth" && <p className={styles.window}>{data.window}</p>}
      </div>
      {part === "signs" && (
        <SignsTable
          signs={data.signs}
          open={sign}
          onOpen={(key) => setAddress({ sign: key || undefined })}
        />
      )}
      {part === "timelines" && <Timelines times={data.times} recoveries={data.recoveries} />}
      {part === "growth" && <Growth signs={data} />}
    </>
  );
}

/** What a part finds: the time that the others add up to, the growth; else what the signs say. */
function headlineOf(part: Exclude<Part, "targets">, data: SignsData): HeadlineData {
  const of = (sentence: string): HeadlineData => ({ sentence, lead: "", missing: null });
  const resolve = data.times.find(({ key }) => key === "ttr");
  if (part === "timelines" && resolve && resolve.median.value !== null) {
    const { label, median, verdict } = resolve;
    return of(m.signs.times.sentence(label, joinUnit(median.text, median.unit), verdict));
  }
  // Growth is read from revenue: it may be known where no incident is.
  const [demand] = data.growth;
  if (part === "growth" && demand && demand.figure.value !== null) {
    const { label, figure } = demand;
    return of(m.signs.growth.sentence(label, joinUnit(figure.text, figure.unit)));
  }
  return data.headline;
}

function Nothing({ headline, parts }: PartProps & { headline: HeadlineData }) {
  const go = useGo();
  const words = m.availability;
  return (
    <>
      <EmptyState
        headline={headline}
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
      <div className={styles.parts}>{parts}</div>
    </>
  );
}
