/** All that is known of a cluster beside its cards: where it belongs, and what it is elsewhere. */

import { useRef, useState } from "react";
import type { ClusterView } from "../../api";
import { m } from "../../messages";
import {
  Button,
  Combo,
  Drawer,
  ErrorNote,
  LinkButton,
  Section,
  Select,
  TextField,
} from "../../shared";
import styles from "./premortem.module.css";
import { useSending, useSitting } from "./sitting";

export interface ClusterFormProps {
  cluster: ClusterView;
  onClose: () => void;
  /** A cluster that was merged into this one stands for itself again. */
  onTakeApart: (id: string) => void;
}

const FIELDS = ["title", "category", "service", "risk", "history", "notes"] as const;

export function ClusterForm({ cluster, onClose, onTakeApart }: ClusterFormProps) {
  const { premortem, act, wrong, error, clearError, jot, keepJot } = useSitting();
  const [isSending, once] = useSending();
  const words = m.premortems.cluster;
  const slot = `form ${cluster.id}`;
  const [start] = useState(() => {
    const { title, category, service, risk, history, notes } = cluster;
    return { title, category, service, risk, history, notes };
  });
  const [value, setValue] = useState(() => {
    try {
      return { ...start, ...JSON.parse(jot(slot) ?? "{}") } as typeof start;
    } catch {
      return start;
    }
  });
  const form = useRef<HTMLFormElement>(null);
  const set = (change: Partial<typeof value>) => {
    const next = { ...value, ...change };
    setValue(next);
    keepJot(slot, JSON.stringify(next));
  };
  const leave = () => {
    keepJot(slot, "");
    clearError();
    onClose();
  };
  const save = async () => {
    const done = await act("premortem.cluster", {
      session: premortem.id,
      id: cluster.id,
      ...value,
    });
    if (done) leave();
  };
  const rates = premortem.baseRates.filter(({ service }) => service === value.service);
  const named = FIELDS.some((field) => wrong(field));
  return (
    <Drawer
      title={cluster.title}
      isOpen
      keepOpen={JSON.stringify(value) !== JSON.stringify(start)}
      onClose={leave}
      footer={
        <>
          <Button onPress={leave}>{m.common.cancel}</Button>
          <Button
            variant="filled"
            isPending={isSending}
            onPress={() => form.current?.requestSubmit()}
          >
            {m.common.save}
          </Button>
        </>
      }
    >
      <form
        ref={form}
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void once(save);
        }}
      >
        {error && !named && <ErrorNote error={error} />}
        <TextField
          label={words.title}
          name="title"
          value={value.title}
          onChange={(title) => set({ title })}
          error={wrong("title")}
          autoFocus
        />
        <Select
          label={words.category}
          name="category"
          value={value.category}
          onChange={(category) => set({ category })}
          options={premortem.categories.map(({ key, label }) => ({ id: key, label }))}
          error={wrong("category")}
        />
        <Combo
          label={words.service}
          name="service"
          value={value.service}
          onChange={(service) => set({ service })}
          options={premortem.services.map(({ key, label }) => ({ id: key, label }))}
          error={wrong("service")}
        />
        <Select
          label={words.risk}
          name="risk"
          description={words.riskAbout}
          value={value.risk}
          onChange={(risk) => set({ risk })}
          options={[
            { id: "", label: cluster.named ? words.riskByName(cluster.named) : words.noRisk },
            ...premortem.risks.map(({ key, label }) => ({ id: key, label })),
          ]}
          error={wrong("risk")}
        />
        <Select
          label={words.history}
          name="history"
          description={words.historyAbout}
          value={value.history}
          onChange={(history) => set({ history })}
          options={[
            { id: "", label: words.noHistory },
            ...rates.map(({ key, cause, evidence }) => ({
              id: key,
              label: cause,
              detail: evidence,
            })),
          ]}
          error={wrong("history")}
        />
        <TextField
          label={words.notes}
          name="notes"
          optional
          multiline
          value={value.notes}
          onChange={(notes) => set({ notes })}
          error={wrong("notes")}
        />
        {cluster.merged.length > 0 && (
          <Section title={words.merged}>
            {cluster.merged.map((part) => (
              <p key={part.id} className={styles.part}>
                <span>{part.title}</span>
                <LinkButton
                  onPress={() => onTakeApart(part.id)}
                  aria-label={words.takeApart(part.title)}
                >
                  {words.apart}
                </LinkButton>
              </p>
            ))}
          </Section>
        )}
        <button type="submit" hidden tabIndex={-1} aria-hidden="true" />
      </form>
    </Drawer>
  );
}
