/** Days unlike others: sales that are no baseline, holidays without service hours. */

import type { SpecialDaysEdit } from "../../api";
import { m } from "../../messages";
import { Checkbox, TextField } from "../../shared";
import { EditDrawer } from "./EditDrawer";
import { RecordTable } from "./RecordTable";
import { useRecord, useRemoval } from "./record";
import styles from "./settings.module.css";

const BLANK: SpecialDaysEdit = {
  id: "",
  name: "",
  from: "",
  until: "",
  offBaseline: true,
  holiday: false,
};

export function SpecialDays({ days }: { days: readonly SpecialDaysEdit[] }) {
  const words = m.settings.specialDays;
  return (
    <RecordTable
      title={m.settings.names.specialDays}
      lead={words.lead}
      records={days}
      none={words.none}
      keyOf={({ id }) => id}
      nameHead={m.settings.tier.name}
      nameOf={({ name }) => name}
      columns={[
        { head: words.from, className: styles.covers, cell: ({ from }) => from },
        { head: words.until, className: styles.covers, cell: ({ until }) => until },
        {
          head: words.what,
          cell: ({ offBaseline, holiday }) =>
            [offBaseline && words.off, holiday && words.holiday].filter(Boolean).join(", "),
        },
      ]}
      blank={BLANK}
      addLabel={words.add}
      form={(each, onClose) => <SpecialDaysForm days={each} onClose={onClose} />}
    />
  );
}

function SpecialDaysForm({ days, onClose }: { days: SpecialDaysEdit; onClose: () => void }) {
  const words = m.settings.specialDays;
  const record = useRecord("special-days.save", days, onClose);
  const removal = useRemoval("special-days.delete", days.id, onClose);
  const { value, set, wrong } = record;
  const nothing = wrong("offBaseline");
  return (
    <EditDrawer
      title={days.id ? days.name : words.new}
      onClose={onClose}
      record={record}
      removal={days.id ? removal : undefined}
      deleteLabel={words.delete}
    >
      <TextField
        label={m.settings.tier.name}
        name="name"
        placeholder={words.nameHint}
        value={value.name}
        onChange={(name) => set({ name })}
        error={wrong("name")}
        autoFocus
      />
      <div className={styles.pair}>
        <TextField
          label={words.from}
          name="from"
          placeholder="2026-11-27"
          value={value.from}
          onChange={(from) => set({ from })}
          error={wrong("from")}
        />
        <TextField
          label={words.until}
          name="until"
          placeholder="2026-11-30"
          description={words.untilHelp}
          value={value.until}
          onChange={(until) => set({ until })}
          error={wrong("until")}
        />
      </div>
      <div>
        <Checkbox
          name="offBaseline"
          isSelected={value.offBaseline}
          onChange={(offBaseline) => set({ offBaseline })}
        >
          {words.offBaseline}
        </Checkbox>
        <p className={styles.help}>{words.offHelp}</p>
      </div>
      <div>
        <Checkbox
          name="holiday"
          isSelected={value.holiday}
          onChange={(holiday) => set({ holiday })}
        >
          {words.isHoliday}
        </Checkbox>
        <p className={styles.help}>{words.holidayHelp}</p>
      </div>
      {nothing && (
        <p role="alert" className={styles.wrong}>
          {nothing}
        </p>
      )}
    </EditDrawer>
  );
}
