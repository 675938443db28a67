/** Contracts: what is owed for a month below what was promised. */

import type { ContractEdit, ServiceRow } from "../../api";
import { m } from "../../messages";
import { Amount, Select, TextField } from "../../shared";
import { namesOf, serviceOptions, withEntry, without } from "./draft";
import { EditDrawer } from "./EditDrawer";
import { ListEditor } from "./ListEditor";
import { RecordTable } from "./RecordTable";
import { useRecord, useRemoval } from "./record";
import styles from "./settings.module.css";

const BLANK: ContractEdit = {
  id: "",
  name: "",
  service: "",
  fee: "",
  bands: [{ below: "", credit: "" }],
};

export interface ContractsProps {
  contracts: readonly ContractEdit[];
  services: readonly ServiceRow[];
  currency: string;
}

export function Contracts({ contracts, services, currency }: ContractsProps) {
  const words = m.settings.contract;
  const nameOf = namesOf(services);
  return (
    <RecordTable
      title={m.settings.names.contracts}
      lead={words.lead}
      records={contracts}
      none={words.none}
      keyOf={({ id }) => id}
      nameHead={words.name}
      nameOf={({ name }) => name}
      columns={[
        { head: words.service, cell: ({ service }) => nameOf(service) },
        {
          head: `${words.fee}, ${currency}`,
          numeric: true,
          cell: ({ fee }) => <Amount>{fee}</Amount>,
        },
        {
          head: words.credits,
          muted: true,
          cell: ({ bands }) =>
            bands.map(({ below, credit }) => words.band(credit, below)).join(", "),
        },
      ]}
      blank={BLANK}
      addLabel={words.add}
      form={(contract, onClose) => (
        <ContractForm
          contract={contract}
          services={services}
          currency={currency}
          onClose={onClose}
        />
      )}
    />
  );
}

interface ContractFormProps extends Omit<ContractsProps, "contracts"> {
  contract: ContractEdit;
  onClose: () => void;
}

function ContractForm({ contract, services, currency, onClose }: ContractFormProps) {
  const words = m.settings.contract;
  const record = useRecord("contract.save", contract, onClose);
  const removal = useRemoval("contract.delete", contract.id, onClose);
  const { value, set, wrong } = record;
  const { bands } = value;
  return (
    <EditDrawer
      title={contract.id ? contract.name : words.new}
      onClose={onClose}
      record={record}
      removal={contract.id ? removal : undefined}
      deleteLabel={words.delete}
      width="wide"
    >
      <TextField
        label={words.name}
        name="name"
        placeholder={words.nameHint}
        value={value.name}
        onChange={(name) => set({ name })}
        error={wrong("name")}
        autoFocus
      />
      <div className={styles.pair}>
        <Select
          label={words.service}
          name="service"
          value={value.service}
          onChange={(service) => set({ service })}
          options={serviceOptions(services)}
          error={wrong("service")}
        />
        <TextField
          label={words.fee}
          name="fee"
          numeric
          unit={currency}
          description={words.feeHelp}
          value={value.fee}
          onChange={(fee) => set({ fee })}
          error={wrong("fee")}
        />
      </div>
      <ListEditor
        title={words.bands}
        help={words.bandsHelp}
        entries={bands}
        error={wrong("bands")}
        nameOf={(_, index) => words.nthBand(index + 1)}
        addLabel={words.addBand}
        onAdd={() => set({ bands: [...bands, { below: "", credit: "" }] })}
        onRemove={(index) => set({ bands: without(bands, index) })}
        line={({ below, credit }, index) => (
          <>
            <TextField
              label={words.below}
              name={`bands.${index}.below`}
              numeric
              placeholder="99.9 %"
              value={below}
              onChange={(next) => set({ bands: withEntry(bands, index, { below: next }) })}
              error={wrong(`bands.${index}.below`)}
            />
            <TextField
              label={words.credit}
              name={`bands.${index}.credit`}
              numeric
              placeholder="10 %"
              value={credit}
              onChange={(next) => set({ bands: withEntry(bands, index, { credit: next }) })}
              error={wrong(`bands.${index}.credit`)}
            />
          </>
        )}
      />
    </EditDrawer>
  );
}
