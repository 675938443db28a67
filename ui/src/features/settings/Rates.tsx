/** Exchange rates by day: what amounts in other currencies are converted at when they come in. */

import { useState } from "react";
import { type RateEdit, type RateSpan, useRpc } from "../../api";
import { count, m } from "../../messages";
import { Button, ErrorNote, Select, TextField } from "../../shared";
import { EditDrawer } from "./EditDrawer";
import { RecordTable } from "./RecordTable";
import { useRecord, useRemoval } from "./record";
import styles from "./settings.module.css";

/** Days on a page, as the core cuts them. */
const PAGE = 100;

const BLANK: RateEdit = { id: "", currency: "", day: "", rate: "", worth: "" };

export interface RatesProps {
  rates: readonly RateEdit[];
  spans: readonly RateSpan[];
  /** Of the workspace. */
  currency: string;
  /** All there are. */
  currencies: readonly string[];
}

export function Rates({ rates, spans, currency, currencies }: RatesProps) {
  const words = m.settings.rates;
  const known = spans.map((span) => span.currency);
  const [wanted, setWanted] = useState("");
  // A currency whose last rate was deleted is no choice any more.
  const shown = known.includes(wanted) ? wanted : (known[0] ?? "");
  const [offset, setOffset] = useState(0);
  const days = spans.find((span) => span.currency === shown)?.days ?? 0;
  // Days that were deleted meanwhile leave no page behind the last.
  const from = offset < days ? offset : 0;
  const page = useRpc("rates.page", { currency: shown, offset: from }, { enabled: from > 0 });
  const first = rates.filter((rate) => rate.currency === shown);
  const records = from === 0 ? first : (page.data?.rates ?? []);
  return (
    <RecordTable
      title={m.settings.names.rates}
      lead={[
        words.lead(currency),
        ...spans.map((span) => words.span(span.currency, span.covers)),
      ].join(" ")}
      filter={
        known.length > 1 && (
          <Select
            label={words.of}
            value={shown}
            onChange={(code) => {
              setWanted(code);
              setOffset(0);
            }}
            options={known.map((code) => ({ id: code, label: code }))}
          />
        )
      }
      records={records}
      none={from === 0 ? words.none : undefined}
      keyOf={({ id }) => id}
      nameHead={words.day}
      nameOf={({ day }) => day}
      columns={[
        { head: words.currency, cell: (rate) => rate.currency },
        { head: words.rate, numeric: true, cell: (rate) => rate.rate },
        { head: words.worth, numeric: true, cell: (rate) => rate.worth },
      ]}
      foot={
        days > PAGE && (
          <>
            {page.error && <ErrorNote error={page.error} onRetry={() => void page.refetch()} />}
            <Button isDisabled={from === 0} onPress={() => setOffset(Math.max(0, from - PAGE))}>
              {words.newer}
            </Button>
            <Button isDisabled={from + PAGE >= days} onPress={() => setOffset(from + PAGE)}>
              {words.earlier}
            </Button>
            <span className="muted">
              {words.place(count(from + 1), count(Math.min(from + PAGE, days)), count(days))}
            </span>
          </>
        )
      }
      blank={BLANK}
      addLabel={words.add}
      form={(rate, onClose) => (
        <RateForm
          rate={rate}
          home={currency}
          currencies={currencies.filter((code) => code !== currency)}
          onClose={onClose}
        />
      )}
    />
  );
}

interface RateFormProps {
  rate: RateEdit;
  home: string;
  currencies: readonly string[];
  onClose: () => void;
}

function RateForm({ rate, home, currencies, onClose }: RateFormProps) {
  const words = m.settings.rates;
  const record = useRecord("rate.save", rate, onClose);
  const removal = useRemoval("rate.delete", rate.id, onClose);
  const { value, set, wrong } = record;
  return (
    <EditDrawer
      title={rate.id || words.new}
      onClose={onClose}
      record={record}
      removal={rate.id ? removal : undefined}
      deleteLabel={words.delete}
    >
      <div className={styles.pair}>
        <Select
          label={words.currency}
          value={value.currency}
          onChange={(code) => set({ currency: code })}
          options={currencies.map((code) => ({ id: code, label: code }))}
          error={wrong("currency")}
        />
        <TextField
          label={words.day}
          name="day"
          placeholder={words.dayHint}
          value={value.day}
          onChange={(day) => set({ day })}
          error={wrong("day")}
        />
      </div>
      <TextField
        label={words.rate}
        name="rate"
        numeric
        description={words.rateHelp(value.currency || words.one, home)}
        value={value.rate}
        onChange={(next) => set({ rate: next })}
        error={wrong("rate")}
      />
      <p className="muted">{words.effect}</p>
    </EditDrawer>
  );
}
