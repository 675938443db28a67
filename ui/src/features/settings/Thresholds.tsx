/** From where each sign of the bottleneck warns and alarms. */

import type { ThresholdRow } from "../../api";
import { m } from "../../messages";
import { LinkButton, TextField } from "../../shared";
import { EditDrawer } from "./EditDrawer";
import { RecordTable } from "./RecordTable";
import { useRecord } from "./record";
import styles from "./settings.module.css";

/** A threshold with its unit. */
function shown({ unit }: ThresholdRow, value: string): string {
  const units: Record<string, (value: string) => string> = m.settings.threshold.units;
  return units[unit]?.(value) ?? value;
}

export function Thresholds({ thresholds }: { thresholds: readonly ThresholdRow[] }) {
  const words = m.settings.threshold;
  return (
    <RecordTable
      title={m.settings.names.thresholds}
      lead={words.lead}
      records={thresholds}
      keyOf={({ edit }) => edit.sign}
      nameHead={words.sign}
      nameOf={({ label }) => label}
      columns={[
        { head: words.warn, numeric: true, cell: (row) => shown(row, row.edit.warn) },
        { head: words.alarm, numeric: true, cell: (row) => shown(row, row.edit.alarm) },
        {
          head: words.where,
          muted: true,
          cell: ({ typed }) => (typed ? words.typed : words.isDefault),
        },
      ]}
      form={(row, onClose) => <ThresholdForm row={row} onClose={onClose} />}
    />
  );
}

function ThresholdForm({ row, onClose }: { row: ThresholdRow; onClose: () => void }) {
  const words = m.settings.threshold;
  const help: Record<string, string> = words.unitHelp;
  const record = useRecord("threshold.save", row.edit, onClose);
  const { value, set, wrong } = record;
  return (
    <EditDrawer title={row.label} onClose={onClose} record={record}>
      <p className={styles.help}>{help[row.unit]}</p>
      <div className={styles.pair}>
        <TextField
          label={row.lowerIsWorse ? words.warnDown : words.warn}
          name="warn"
          numeric
          description={words.usual(row.defaultWarn)}
          placeholder={row.defaultWarn}
          value={value.warn}
          onChange={(warn) => set({ warn })}
          error={wrong("warn")}
          autoFocus
        />
        <TextField
          label={row.lowerIsWorse ? words.alarmDown : words.alarm}
          name="alarm"
          numeric
          description={words.usual(row.defaultAlarm)}
          placeholder={row.defaultAlarm}
          value={value.alarm}
          onChange={(alarm) => set({ alarm })}
          error={wrong("alarm")}
        />
      </div>
      {(value.warn !== "" || value.alarm !== "") && (
        <p>
          <LinkButton onPress={() => set({ warn: "", alarm: "" })}>{words.reset}</LinkButton>
        </p>
      )}
    </EditDrawer>
  );
}
