/** The backlog, month by month: how much of it is work on resilience. */

import type { BacklogEdit } from "../../api";
import { m } from "../../messages";
import { TextField } from "../../shared";
import { EditDrawer } from "./EditDrawer";
import { RecordTable } from "./RecordTable";
import { useRecord, useRemoval } from "./record";
import styles from "./settings.module.css";

const BLANK: BacklogEdit = {
  id: "",
  month: "",
  open: "",
  openResilience: "",
  customerIncidents: "",
  share: "",
};

export function Backlog({ backlog }: { backlog: readonly BacklogEdit[] }) {
  const words = m.settings.backlog;
  return (
    <RecordTable
      title={m.settings.names.backlog}
      lead={words.lead}
      records={backlog}
      none={words.none}
      keyOf={({ id }) => id}
      nameHead={words.month}
      nameOf={({ month }) => month}
      columns={[
        { head: words.open, numeric: true, cell: ({ open }) => open },
        { head: words.resilience, numeric: true, cell: ({ openResilience }) => openResilience },
        { head: words.share, numeric: true, cell: ({ share }) => share },
        {
          head: words.customers,
          numeric: true,
          cell: ({ customerIncidents }) => customerIncidents || m.settings.none,
        },
      ]}
      blank={BLANK}
      addLabel={words.add}
      form={(month, onClose) => <BacklogForm month={month} onClose={onClose} />}
    />
  );
}

function BacklogForm({ month, onClose }: { month: BacklogEdit; onClose: () => void }) {
  const words = m.settings.backlog;
  const record = useRecord("backlog.save", month, onClose);
  const removal = useRemoval("backlog.delete", month.id, onClose);
  const { value, set, wrong } = record;
  return (
    <EditDrawer
      title={month.id ? month.month : words.new}
      onClose={onClose}
      record={record}
      removal={month.id ? removal : undefined}
      deleteLabel={words.delete}
    >
      <TextField
        label={words.month}
        name="month"
        placeholder={words.monthHint}
        value={value.month}
        onChange={(next) => set({ month: next })}
        error={wrong("month")}
        autoFocus
      />
      <div className={styles.pair}>
        <TextField
          label={words.open}
          name="open"
          numeric
          value={value.open}
          onChange={(open) => set({ open })}
          error={wrong("open")}
        />
        <TextField
          label={words.resilience}
          name="openResilience"
          numeric
          value={value.openResilience}
          onChange={(openResilience) => set({ openResilience })}
          error={wrong("openResilience")}
        />
      </div>
      <TextField
        label={words.customers}
        name="customerIncidents"
        numeric
        description={words.customersHelp}
        value={value.customerIncidents}
        onChange={(customerIncidents) => set({ customerIncidents })}
        error={wrong("customerIncidents")}
      />
    </EditDrawer>
  );
}
