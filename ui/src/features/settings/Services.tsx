/** The services: what they are called, who owns them, what they lean on. */

import { useState } from "react";
import { type ServiceEdit, type ServiceRow, type TierEdit, useCommand } from "../../api";
import { count, m } from "../../messages";
import {
  fieldErrors,
  LinkButton,
  type Option,
  Section,
  Select,
  StateChip,
  TextField,
} from "../../shared";
import { useUndoToast } from "../history";
import { withEntry, without } from "./draft";
import { EditDrawer } from "./EditDrawer";
import { ListEditor } from "./ListEditor";
import styles from "./settings.module.css";

const BLANK: ServiceRow = {
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
}

export function Services({ services, tiers }: ServicesProps) {
  const words = m.settings.service;
  const [open, setOpen] = useState<ServiceRow | null>(null);
  const nameOf = (id: string) => services.find(({ edit }) => edit.id === id)?.edit.name ?? "";
  return (
    <Section
      title={m.settings.names.services}
      aside={<LinkButton onPress={() => setOpen(BLANK)}>{words.add}</LinkButton>}
    >
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{words.name}</th>
            <th scope="col">{words.tier}</th>
            <th scope="col">{words.owner}</th>
            <th scope="col" className="num">
              {words.target}
            </th>
            <th scope="col">{words.streams}</th>
            <th scope="col">{words.dependsOn}</th>
            <th scope="col" className="num">
              {words.incidents}
            </th>
          </tr>
        </thead>
        <tbody>
          {services.map((service) => {
            const { edit } = service;
            return (
              <tr key={edit.id}>
                <th scope="row">
                  <LinkButton onPress={() => setOpen(service)}>{edit.name}</LinkButton>
                </th>
                <td>{edit.tier || m.settings.none}</td>
                <td>{edit.owner || <StateChip state="warn">{words.orphan}</StateChip>}</td>
                <td className="num">
                  {edit.target || <span className="quiet">{words.fromTier}</span>}
                </td>
                <td className="muted">{service.streams}</td>
                <td className="muted">
                  {edit.dependencies
                    .map(({ on, kind, share }) =>
                      kind === "soft" ? `${nameOf(on)} ${share}` : nameOf(on),
                    )
                    .join(", ")}
                </td>
                <td className="num">{count(service.incidents)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {open && (
        <ServiceForm
          service={open}
          services={services}
          tiers={tiers}
          onClose={() => setOpen(null)}
        />
      )}
    </Section>
  );
}

interface ServiceFormProps extends ServicesProps {
  service: ServiceRow;
  onClose: () => void;
}

/** The choice of no tier; the list of the core has tiers only. */
const NO_TIER = "none";

function ServiceForm({ service, services, tiers, onClose }: ServiceFormProps) {
  const words = m.settings.service;
  const save = useCommand("service.save");
  const remove = useCommand("service.delete");
  const saved = useUndoToast();
  const [value, setValue] = useState(service.edit);
  const set = (change: Partial<ServiceEdit>) => setValue((now) => ({ ...now, ...change }));
  const error = save.error ?? remove.error;
  const wrong = fieldErrors(error);
  const onSuccess = (done: Parameters<typeof saved>[0]) => {
    saved(done);
    onClose();
  };
  const { id, channels, dependencies } = value;
  const others: Option[] = services
    .filter(({ edit }) => edit.id !== id)
    .map(({ edit }) => ({ id: edit.id, label: edit.name }));
  return (
    <EditDrawer
      title={id ? service.edit.name : words.new}
      onClose={onClose}
      onSave={() => save.mutate({ args: value }, { onSuccess })}
      onDelete={id ? () => remove.mutate({ args: { id } }, { onSuccess }) : undefined}
      deleteLabel={words.delete}
      pinned={service.pinned}
      isPending={save.isPending || remove.isPending}
      error={error}
      fields={["name", "tier", "owner", "target", "channels", "dependencies"]}
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
                options={Object.entries(words.kinds).map(([each, label]) => ({ id: each, label }))}
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
