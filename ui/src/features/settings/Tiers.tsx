/** The tiers with their targets. */

import { useState } from "react";
import { type TierEdit, useCommand } from "../../api";
import { count, m } from "../../messages";
import { fieldErrors, LinkButton, Section, TextField } from "../../shared";
import { useUndoToast } from "../history";
import { EditDrawer } from "./EditDrawer";
import styles from "./settings.module.css";

export function Tiers({ tiers }: { tiers: readonly TierEdit[] }) {
  const words = m.settings.tier;
  const [open, setOpen] = useState<TierEdit | null>(null);
  return (
    <Section
      title={m.settings.names.tiers}
      aside={
        <LinkButton onPress={() => setOpen({ number: "", name: "", target: "", services: 0 })}>
          {words.add}
        </LinkButton>
      }
    >
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{words.number}</th>
            <th scope="col">{words.name}</th>
            <th scope="col" className="num">
              {words.target}
            </th>
            <th scope="col" className="num">
              {words.services}
            </th>
          </tr>
        </thead>
        <tbody>
          {tiers.map((tier) => (
            <tr key={tier.number}>
              <th scope="row">
                <LinkButton onPress={() => setOpen(tier)}>{words.title(tier.number)}</LinkButton>
              </th>
              <td>{tier.name}</td>
              <td className="num">{tier.target || m.settings.none}</td>
              <td className="num">{count(tier.services)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {open && <TierForm tier={open} isNew={!tiers.includes(open)} onClose={() => setOpen(null)} />}
    </Section>
  );
}

interface TierFormProps {
  tier: TierEdit;
  isNew: boolean;
  onClose: () => void;
}

function TierForm({ tier, isNew, onClose }: TierFormProps) {
  const words = m.settings.tier;
  const save = useCommand("tier.save");
  const remove = useCommand("tier.delete");
  const saved = useUndoToast();
  const [value, setValue] = useState(tier);
  const set = (change: Partial<TierEdit>) => setValue((now) => ({ ...now, ...change }));
  const error = save.error ?? remove.error;
  const wrong = fieldErrors(error);
  const onSuccess = (done: Parameters<typeof saved>[0]) => {
    saved(done);
    onClose();
  };
  return (
    <EditDrawer
      title={isNew ? words.new : words.title(tier.number)}
      onClose={onClose}
      onSave={() => save.mutate({ args: value }, { onSuccess })}
      onDelete={
        isNew ? undefined : () => remove.mutate({ args: { id: tier.number } }, { onSuccess })
      }
      deleteLabel={words.delete}
      pinned={tier.services > 0 ? words.pinned(tier.services) : ""}
      isPending={save.isPending || remove.isPending}
      error={error}
      fields={["number", "name", "target"]}
    >
      <TextField
        label={words.number}
        name="number"
        description={words.numberHelp}
        // The number is the tier's id: another number would be another tier.
        isDisabled={!isNew}
        value={value.number}
        onChange={(number) => set({ number })}
        error={wrong("number")}
        autoFocus={isNew}
      />
      <TextField
        label={words.name}
        name="name"
        value={value.name}
        onChange={(name) => set({ name })}
        error={wrong("name")}
        autoFocus={!isNew}
      />
      <TextField
        label={words.target}
        name="target"
        description={words.targetHelp}
        placeholder="99.9 %"
        value={value.target}
        onChange={(target) => set({ target })}
        error={wrong("target")}
      />
    </EditDrawer>
  );
}
