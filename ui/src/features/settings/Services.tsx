/** The services: what they are called, who owns them, what they lean on. */

import type { ServiceEdit, ServiceRow, TierEdit } from "../../api";
import { count, m } from "../../messages";
import { Combo, Select, StateChip, TextField } from "../../shared";
import { namesOf, optionsOf, serviceOptions, withEntry, without } from "./draft";
import { EditDrawer } from "./EditDrawer";
import { ListEditor } from "./ListEditor";
import { Members } from "./Members";
import { RecordTable } from "./RecordTable";
import { useRecord, useRemoval } from "./record";
import styles from "./settings.module.css";

/** A service of which nothing is known yet. */
export const BLANK_SERVICE: ServiceRow = {
  edit: {
    id: "",
    name: "",
    tier: "",
    owner: "",
    target: "",
    channels: [],
    dependencies: [],
    redundancies: [],
    hours: "",
    hoursZone: "",
  },
  incidents: 0,
  streams: "",
  pinned: "",
};

export interface ServicesProps {
  services: readonly ServiceRow[];
  tiers: readonly TierEdit[];
  zones: readonly string[];
}

/** What a service leans on: `Payments, Search 20 %, 1 of Node A, Node B`. */
function leaning(edit: ServiceEdit, nameOf: (id: string) => string): string {
  const single = edit.dependencies.map(({ on, kind, share }) =>
    kind === "soft" ? `${nameOf(on)} ${share}` : nameOf(on),
  );
  const groups = edit.redundancies.map(({ of, needed }) =>
    m.settings.service.ofGroup(needed, of.map(nameOf).join(", ")),
  );
  return [single.join(", "), ...groups].filter(Boolean).join("; ");
}

export function Services({ services, tiers, zones }: ServicesProps) {
  const words = m.settings.service;
  const nameOf = namesOf(services);
  return (
    <RecordTable
      title={m.settings.names.services}
      records={services}
      keyOf={({ edit }) => edit.id}
      nameHead={words.name}
      nameOf={({ edit }) => edit.name}
      columns={[
        { head: words.tier, cell: ({ edit }) => edit.tier || m.settings.none },
        {
          head: words.owner,
          cell: ({ edit }) => edit.owner || <StateChip state="warn">{words.orphan}</StateChip>,
        },
        {
          head: words.target,
          numeric: true,
          cell: ({ edit }) => (
            <>
              {edit.target || <span className="quiet">{words.fromTier}</span>}
              {edit.hours && <div className={styles.hours}>{edit.hours}</div>}
            </>
          ),
        },
        { head: words.streams, muted: true, cell: ({ streams }) => streams },
        { head: words.dependsOn, muted: true, cell: ({ edit }) => leaning(edit, nameOf) },
        { head: words.incidents, numeric: true, cell: ({ incidents }) => count(incidents) },
      ]}
      blank={BLANK_SERVICE}
      addLabel={words.add}
      form={(service, onClose) => (
        <ServiceForm
          service={service}
          services={services}
          tiers={tiers}
          zones={zones}
          onClose={onClose}
        />
      )}
    />
  );
}

interface ServiceFormProps extends ServicesProps {
  service: ServiceRow;
  onClose: () => void;
}

/** The choice of no tier; the list of the core has tiers only. */
const NO_TIER = "none";

function ServiceForm({ service, services, tiers, zones, onClose }: ServiceFormProps) {
  const words = m.settings.service;
  const { id } = service.edit;
  const record = useRecord("service.save", service.edit, onClose);
  const removal = useRemoval("service.delete", id, onClose);
  const { value, set, wrong } = record;
  const { channels, dependencies, redundancies } = value;
  const others = serviceOptions(services, id);
  return (
    <EditDrawer
      title={id ? service.edit.name : words.new}
      onClose={onClose}
      record={record}
      removal={id ? removal : undefined}
      deleteLabel={words.delete}
      pinned={service.pinned}
      width="wide"
    >
      <TextField
        label={words.name}
        name="name"
        value={value.name}
        onChange={(name) => set({ name })}
        error={wrong("name")}
        autoFocus
      />
      <div className={styles.pair}>
        <Select
          label={words.tier}
          name="tier"
          value={value.tier || NO_TIER}
          onChange={(tier) => set({ tier: tier === NO_TIER ? "" : tier })}
          options={[
            ...tiers.map(({ number, name }) => ({ id: number, label: `${number} ${name}`.trim() })),
            { id: NO_TIER, label: words.noTier },
          ]}
          error={wrong("tier")}
        />
        <TextField
          label={words.target}
          name="target"
          description={words.targetHelp}
          placeholder="99.95 %"
          value={value.target}
          onChange={(target) => set({ target })}
          error={wrong("target")}
        />
      </div>
      <TextField
        label={words.owner}
        name="owner"
        description={words.ownerHelp}
        value={value.owner}
        onChange={(owner) => set({ owner })}
        error={wrong("owner")}
      />
      <div className={styles.pair}>
        <TextField
          label={words.hours}
          name="hours"
          description={words.hoursHelp}
          value={value.hours}
          onChange={(hours) => set({ hours })}
          error={wrong("hours")}
        />
        <Combo
          label={words.zone}
          name="hoursZone"
          description={words.zoneHelp}
          allowsOther
          value={value.hoursZone}
          onChange={(hoursZone) => set({ hoursZone })}
          options={zones.map((zone) => ({ id: zone, label: zone }))}
          error={wrong("hoursZone")}
        />
      </div>
      <ListEditor
        title={words.dependencies}
        help={words.dependenciesHelp}
        entries={dependencies}
        error={wrong("dependencies")}
        nameOf={(_, index) => words.nthDependency(index + 1)}
        addLabel={words.addDependency}
        onAdd={() => set({ dependencies: [...dependencies, { on: "", kind: "hard", share: "" }] })}
        onRemove={(index) => set({ dependencies: without(dependencies, index) })}
        line={({ on, kind, share }, index) => {
          const change = (part: Partial<(typeof dependencies)[number]>) =>
            set({ dependencies: withEntry(dependencies, index, part) });
          return (
            <>
              <Select
                label={words.on}
                name={`dependencies.${index}.on`}
                value={on}
                onChange={(next) => change({ on: next })}
                options={others}
                error={wrong(`dependencies.${index}.on`)}
              />
              <Select
                label={words.kind}
                name={`dependencies.${index}.kind`}
                value={kind}
                onChange={(next) => change({ kind: next, share: next === "hard" ? "" : share })}
                options={optionsOf(words.kinds)}
                error={wrong(`dependencies.${index}.kind`)}
              />
              <TextField
                label={words.share}
                name={`dependencies.${index}.share`}
                numeric
                placeholder={kind === "soft" ? "20 %" : "100 %"}
                isDisabled={kind === "hard"}
                value={share}
                onChange={(next) => change({ share: next })}
                error={wrong(`dependencies.${index}.share`)}
              />
            </>
          );
        }}
      />
      <ListEditor
        title={words.groups}
        help={words.groupsHelp}
        entries={redundancies}
        error={wrong("redundancies")}
        nameOf={(_, index) => words.nthGroup(index + 1)}
        addLabel={words.addGroup}
        onAdd={() =>
          set({ redundancies: [...redundancies, { of: [], needed: "1", commonCause: "" }] })
        }
        onRemove={(index) => set({ redundancies: without(redundancies, index) })}
        line={({ of, needed, commonCause }, index) => {
          const change = (part: Partial<(typeof redundancies)[number]>) =>
            set({ redundancies: withEntry(redundancies, index, part) });
          return (
            <div className={styles.group}>
              <Members
                group={words.nthGroup(index + 1)}
                name={`redundancies.${index}.of`}
                members={of}
                options={others}
                onChange={(members) => change({ of: members })}
                error={wrong(`redundancies.${index}.of`)}
              />
              <TextField
                label={words.needed}
                name={`redundancies.${index}.needed`}
                numeric
                value={needed}
                onChange={(next) => change({ needed: next })}
                error={wrong(`redundancies.${index}.needed`)}
              />
              <TextField
                label={words.commonCause}
                name={`redundancies.${index}.commonCause`}
                numeric
                placeholder={words.commonCauseHint}
                value={commonCause}
                onChange={(next) => change({ commonCause: next })}
                error={wrong(`redundancies.${index}.commonCause`)}
              />
            </div>
          );
        }}
      />
      <ListEditor
        title={words.channels}
        help={words.channelsHelp}
        entries={channels}
        error={wrong("channels")}
        nameOf={({ name }, index) => name || words.nthChannel(index + 1)}
        addLabel={words.addChannel}
        onAdd={() => set({ channels: [...channels, { name: "", share: "", ceiling: "" }] })}
        onRemove={(index) => set({ channels: without(channels, index) })}
        line={({ name, share, ceiling }, index) => {
          const change = (part: Partial<(typeof channels)[number]>) =>
            set({ channels: withEntry(channels, index, part) });
          return (
            <>
              <TextField
                label={words.channel}
                name={`channels.${index}.name`}
                value={name}
                onChange={(next) => change({ name: next })}
                error={wrong(`channels.${index}.name`)}
              />
              <TextField
                label={words.channelShare}
                name={`channels.${index}.share`}
                numeric
                placeholder="60 %"
                value={share}
                onChange={(next) => change({ share: next })}
                error={wrong(`channels.${index}.share`)}
              />
              <TextField
                label={words.channelCeiling}
                name={`channels.${index}.ceiling`}
                numeric
                placeholder="99.9 %"
                value={ceiling}
                onChange={(next) => change({ ceiling: next })}
                error={wrong(`channels.${index}.ceiling`)}
              />
            </>
          );
        }}
      />
    </EditDrawer>
  );
}
