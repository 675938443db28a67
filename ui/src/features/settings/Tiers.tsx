/** The tiers with their targets. */

import type { TierEdit } from "../../api";
import { count, m } from "../../messages";
import { TextField } from "../../shared";
import { EditDrawer } from "./EditDrawer";
import { RecordTable } from "./RecordTable";
import { useRecord, useRemoval } from "./record";

const BLANK: TierEdit = { number: "", name: "", target: "", services: 0 };

export function Tiers({ tiers }: { tiers: readonly TierEdit[] }) {
  const words = m.settings.tier;
  return (
    <RecordTable
      title={m.settings.names.tiers}
      records={tiers}
      keyOf={({ number }) => number}
      nameHead={words.number}
      nameOf={({ number }) => words.title(number)}
      columns={[
        { head: words.name, cell: ({ name }) => name },
        { head: words.target, numeric: true, cell: ({ target }) => target || m.settings.none },
        { head: words.services, numeric: true, cell: ({ services }) => count(services) },
      ]}
      blank={BLANK}
      addLabel={words.add}
      form={(tier, onClose) => <TierForm tier={tier} isNew={tier === BLANK} onClose={onClose} />}
    />
  );
}

interface TierFormProps {
  tier: TierEdit;
  isNew: boolean;
  onClose: () => void;
}

function TierForm({ tier, isNew, onClose }: TierFormProps) {
  const words = m.settings.tier;
  const record = useRecord("tier.save", tier, onClose);
  const removal = useRemoval("tier.delete", tier.number, onClose);
  const { value, set, wrong } = record;
  return (
    <EditDrawer
      title={isNew ? words.new : words.title(tier.number)}
      onClose={onClose}
      record={record}
      removal={isNew ? undefined : removal}
      deleteLabel={words.delete}
      pinned={tier.services > 0 ? words.pinned(tier.services) : ""}
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
