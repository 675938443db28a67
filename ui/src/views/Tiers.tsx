/** What a nine costs and what it saves: tiers compared, risks, techniques, scenarios. */

import { type ReactNode, useEffect, useMemo, useState } from "react";
import {
  type Choice,
  type Headline as HeadlineData,
  type OptionRow,
  type RpcError,
  type Tiers,
  useRpc,
} from "../api";
import { useAddress, useChoice, useGo, useSetAddress } from "../features/address";
import {
  DRAWN,
  HeldAgainst,
  OnRecord,
  RecordWarning,
  Register,
  RiskDrawer,
  Suggestions,
} from "../features/risks";
import { Scores } from "../features/score";
import {
  Ceilings,
  Counted,
  chartScope,
  Frontier,
  NextNine,
  OptionsTable,
  PlanDrawer,
  RateOrRepair,
  ScenarioDrawer,
  Scenarios,
  Stale,
  Techniques,
  type TiersState,
  Tornado,
  useScope,
  useSwitches,
  useTiers,
  WhenItPays,
} from "../features/tiers";
import styles from "../features/tiers/tiers.module.css";
import { m } from "../messages";
import {
  Button,
  Chart,
  classes,
  EmptyState,
  ErrorNote,
  Headline,
  Notes,
  SegmentedControl,
  TileStrip,
} from "../shared";

const PARTS = ["compare", "risks", "techniques", "scenarios"] as const;

export function TiersView() {
  const [part = "compare", setPart] = useChoice("part", PARTS);
  const parts = (
    <SegmentedControl
      label={m.tiers.part}
      value={part}
      onChange={setPart}
      options={PARTS.map((id) => ({ id, label: m.tiers.parts[id] }))}
    />
  );
  return part === "risks" ? <RiskRegister parts={parts} /> : <Decision part={part} parts={parts} />;
}

/** The control that changes the part stands in each of them, under its sentence. */
interface PartProps {
  parts: ReactNode;
}

/** Everything that is counted: it shares the preview and the full count. */
function Decision({ part, parts }: PartProps & { part: Exclude<(typeof PARTS)[number], "risks"> }) {
  const state = useTiers();
  const { data, error, retry, isOld } = state;
  const [open, setOpen] = useState<"assumptions" | "scenario" | null>(null);
  const setAddress = useSetAddress();
  const words = m.tiers;
  useLeaveWhatIsGone(error);
  if (error) return <ErrorNote error={error} onRetry={retry} />;
  if (!data) return <p className="quiet">{m.common.loading}</p>;
  if (data.headline.missing !== null) return <NoRisks tiers={data} parts={parts} />;
  const name = data.scenarios.find(({ id }) => id === data.scenario && id !== "")?.name ?? "";
  return (
    <>
      <Headline
        headline={data.headline}
        action={
          <>
            <Button onPress={() => setOpen("assumptions")}>{words.assumptions}</Button>
            <Button variant="filled" onPress={() => setOpen("scenario")}>
              {words.saveScenario}
            </Button>
          </>
        }
      />
      <Stale key={data.scenario} tiers={data} />
      <RecordWarning warning={data.recordWarning} onOpen={() => setAddress({ part: "risks" })} />
      <div className={classes(isOld && styles.old)}>
        <TileStrip tiles={data.tiles} label={words.figures} />
      </div>
      <div className={styles.parts}>
        {parts}
        <Counted state={state} />
      </div>
      <div className={classes(styles.stack, isOld && styles.old)}>
        {part === "compare" && <Compare tiers={data} />}
        {part === "techniques" && <WhatIf state={state} tiers={data} />}
        {part === "scenarios" && <Scenarios tiers={data} service={data.service} />}
      </div>
      {open === "assumptions" && (
        <PlanDrawer plan={data.plan} scenario={name} onClose={() => setOpen(null)} />
      )}
      {open === "scenario" && (
        <ScenarioDrawer
          start={{ id: "", from: data.scenario, name: "", notes: "", decidedBy: "" }}
          onClose={() => setOpen(null)}
          onSaved={(id) => setAddress({ scenario: id || undefined })}
        />
      )}
    </>
  );
}

/** A scenario or service of the address may have been deleted: then all of the base scenario. */
function useLeaveWhatIsGone(error: RpcError | null) {
  const setAddress = useSetAddress();
  const isGone = error?.code === "not-found";
  useEffect(() => {
    if (isGone) setAddress({ scenario: undefined, service: undefined });
  }, [isGone, setAddress]);
}

function Compare({ tiers }: { tiers: Tiers }) {
  const { scenario, service } = useScope();
  const scope = chartScope(scenario, service);
  const [asked, setAsked] = useState("");
  const options = tiers.options.filter(({ nothing, problem }) => !nothing && problem === "");
  const selected = options.find(({ id }) => id === asked) ?? best(options);
  return (
    <>
      <div className={styles.upper}>
        <Chart chart="tierCurves" scope={scope} height={400} />
        <NextNine tiers={tiers} />
      </div>
      <OptionsTable options={tiers.options} techniques={tiers.techniques} />
      {selected && (
        <div className={styles.paying}>
          <Chart chart="payback" scope={chartScope(scenario, service, selected.id)} height={200} />
          <WhenItPays options={tiers.options} selected={selected.id} onSelect={setAsked} />
        </div>
      )}
      <Tornado tiers={tiers} scope={chartScope(scenario, service, selected?.id)}>
        <Chart chart="exceedance" scope={scope} height={260} />
        <Ceilings ceilings={tiers.ceilings} />
      </Tornado>
      <Notes notes={tiers.notes} />
    </>
  );
}

/** The option that is worth most is looked at until another is chosen. */
function best(options: readonly OptionRow[]): OptionRow | undefined {
  const worth = ({ value: { value } }: OptionRow) => value ?? Number.NEGATIVE_INFINITY;
  return options.reduce<OptionRow | undefined>(
    (most, one) => (most === undefined || worth(one) > worth(most) ? one : most),
    undefined,
  );
}

function WhatIf({ tiers, state }: { tiers: Tiers; state: TiersState }) {
  const { scenario, service } = useScope();
  const switches = useSwitches(tiers, state.isOld);
  return (
    <>
      <Techniques tiers={tiers} switches={switches} />
      {tiers.techniques.length > 0 && (
        <div className={styles.halves}>
          <Chart
            chart="frontier"
            scope={chartScope(scenario, service)}
            height={320}
            // The figures first: the drawing is of the same count.
            isPaused={switches.isMoving || state.isOld}
          />
          <Frontier tiers={tiers} switches={switches} />
        </div>
      )}
      <RateOrRepair tiers={tiers} />
    </>
  );
}

/** The id in the address while a risk is added. */
const NEW = "new";

function RiskRegister({ parts }: PartProps) {
  const { service = "", target = "", risk } = useAddress();
  const setAddress = useSetAddress();
  const [by = "minutes", setBy] = useChoice("by", ["minutes", "loss"] as const);
  const of = useMemo(() => ({ service, target, by, limit: DRAWN }), [service, target, by]);
  const { data, error, refetch } = useRpc("risks", of);
  const words = m.risks;
  useLeaveWhatIsGone(error);
  const open = (id: string) => setAddress({ risk: id });
  const wrongTarget = error?.field === "target" ? error.message : undefined;
  if (error && !wrongTarget) return <ErrorNote error={error} onRetry={() => void refetch()} />;
  if (!data && !error) return <p className="quiet">{m.common.loading}</p>;
  const against = (
    <HeldAgainst
      target={target}
      onChange={(next) => setAddress({ target: next || undefined })}
      error={wrongTarget}
    />
  );
  if (!data) return against;
  const isEmpty = data.headline.missing !== null;
  const add = (
    <Button variant="filled" onPress={() => open(NEW)}>
      {words.add}
    </Button>
  );
  return (
    <>
      {isEmpty ? (
        <FirstRisk headline={data.headline} services={data.services} />
      ) : (
        <>
          <Headline headline={data.headline} action={add} />
          <RecordWarning warning={data.recordWarning} />
          <TileStrip tiles={data.tiles} label={words.figures} />
        </>
      )}
      <div className={styles.parts}>
        {parts}
        {!isEmpty && (
          <div className={styles.ways}>
            <SegmentedControl
              label={words.by}
              value={by}
              onChange={setBy}
              options={(["minutes", "loss"] as const).map((id) => ({
                id,
                label: words.byChoices[id],
              }))}
            />
            {against}
          </div>
        )}
      </div>
      <div className={styles.stack}>
        {!isEmpty && <Register register={data} of={of} onOpen={open} />}
        {!isEmpty && <OnRecord register={data} />}
        <Suggestions />
        <Scores />
      </div>
      {risk && (
        <RiskDrawer
          id={risk === NEW ? "" : risk}
          services={data.services}
          categories={data.categories}
          groups={data.groups}
          onClose={() => setAddress({ risk: undefined })}
        />
      )}
    </>
  );
}

interface FirstRiskProps {
  headline: HeadlineData;
  services: readonly Choice[];
  /** Beside adding one: risks that are known from incidents. */
  other?: ReactNode;
}

/** The way to the first risk; before it, to the first service. */
function FirstRisk({ headline, services, other }: FirstRiskProps) {
  const go = useGo();
  const setAddress = useSetAddress();
  const words = m.risks;
  if (services.every(({ key }) => key === "")) {
    return (
      <EmptyState
        headline={{ ...headline, missing: words.noService }}
        actions={
          <>
            <Button variant="filled" onPress={() => go("/data", { import: "1" })}>
              {words.import}
            </Button>
            <Button onPress={() => go("/settings")}>{words.addService}</Button>
          </>
        }
      />
    );
  }
  return (
    <EmptyState
      headline={headline}
      actions={
        <>
          <Button variant="filled" onPress={() => setAddress({ part: "risks", risk: NEW })}>
            {words.add}
          </Button>
          {other}
        </>
      }
    />
  );
}

/** Without risks there is nothing to count: people know them, or incidents show them. */
function NoRisks({ tiers, parts }: PartProps & { tiers: Tiers }) {
  const setAddress = useSetAddress();
  return (
    <>
      <FirstRisk
        headline={tiers.headline}
        services={tiers.services}
        other={<Button onPress={() => setAddress({ part: "risks" })}>{m.tiers.fromHistory}</Button>}
      />
      <div className={styles.parts}>{parts}</div>
    </>
  );
}
