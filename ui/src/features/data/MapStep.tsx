/** The second step: which column is which field. */

import { type ColumnRow, type FieldRow, useRpc } from "../../api";
import { m } from "../../messages";
import { Combo, ErrorNote, Headline, Section, Select, TextField } from "../../shared";
import { gaps, NO_SOURCE, type Source, sourceOf, unmappedColumns } from "./mapping";
import { SaveMapping } from "./SaveMapping";
import type { ImportSession } from "./session";
import { columnsOf, mappingOf, target, type Wizard } from "./wizard";
import styles from "./wizard.module.css";

interface MapStepProps {
  session: ImportSession;
  state: Wizard;
}

export function MapStep({ session, state }: MapStepProps) {
  const mapping = mappingOf(state);
  const { inspection } = state;
  const words = m.data.map;
  if (!mapping || !inspection) return null;
  const columns = columnsOf(state);
  const open = gaps(mapping, inspection.fields, state.kind, columns);
  const unmapped = unmappedColumns(mapping, inspection.columns);
  const needed = inspection.fields.filter(({ required }) => required);
  const possible = inspection.fields.filter(({ required }) => !required);
  const line = (field: FieldRow) => (
    <FieldLine
      key={field.name}
      field={field}
      isOpen={open.some(({ fields }) => fields.includes(field.name))}
      columns={inspection.columns}
      source={sourceOf(mapping, field.name, columns)}
      onChange={(source) => session.setSource(field.name, source)}
    />
  );
  return (
    <>
      <Headline
        headline={{
          sentence: open.length > 0 ? words.titleOpen(open.length) : words.title,
          lead: words.lead,
          missing: null,
        }}
      />
      {state.error && <ErrorNote error={state.error} />}
      {open.length === 0 && <SaveMapping state={state} />}
      <div className={styles.mapColumns}>
        <table className={styles.map}>
          <thead>
            <tr>
              <th scope="col">{words.field}</th>
              <th scope="col">{words.from}</th>
              <th scope="col">{words.samples}</th>
            </tr>
          </thead>
          <tbody>{needed.map(line)}</tbody>
          {possible.length > 0 && (
            <tbody>
              <tr>
                <th scope="rowgroup" colSpan={3} className={styles.group}>
                  {words.optional}
                </th>
              </tr>
              {possible.map(line)}
            </tbody>
          )}
        </table>
        <Section title={words.unmapped} className={styles.unmapped}>
          {unmapped.length === 0 ? (
            <p className="quiet">{words.unmappedNone}</p>
          ) : (
            <>
              <ul className={styles.unmappedList}>
                {inspection.columns
                  .filter(({ name }) => unmapped.includes(name))
                  .map((column) => (
                    <li key={column.name}>
                      <code>{column.name}</code>
                      <span className="quiet small">{column.samples.slice(0, 3).join(", ")}</span>
                    </li>
                  ))}
              </ul>
              <p className="quiet small">{words.unmappedNote}</p>
            </>
          )}
        </Section>
      </div>
    </>
  );
}

interface FieldLineProps {
  field: FieldRow;
  /** Whether the import cannot go on without it as things are. */
  isOpen: boolean;
  columns: readonly ColumnRow[];
  source: Source;
  onChange: (source: Source) => void;
}

/** Choices of the picker that are not a column; no column name begins with NUL. */
const NONE = "\0none";
const PRODUCT = "\0product";
const CONSTANT = "\0constant";

function FieldLine({ field, isOpen, columns, source, onChange }: FieldLineProps) {
  const words = m.data.map;
  const choices = columns.map(({ name, samples }) => ({
    id: name,
    label: name,
    detail: samples.slice(0, 2).join(", "),
  }));
  const value = {
    none: field.required ? "" : NONE,
    column: source.from === "column" ? source.name : "",
    product: PRODUCT,
    constant: CONSTANT,
  }[source.from];
  const choose = (id: string) => {
    if (id === NONE) onChange(NO_SOURCE);
    else if (id === PRODUCT) onChange({ from: "product", left: "", right: "" });
    else if (id === CONSTANT) onChange({ from: "constant", value: "" });
    else onChange({ from: "column", name: id });
  };
  return (
    <tr className={isOpen ? styles.open : undefined}>
      <th scope="row" className={styles.field}>
        <span className={styles.fieldName}>{field.name}</span>
        {field.required && <span className={styles.needed}>{words.required}</span>}
        <span className={styles.help}>{field.help}</span>
      </th>
      <td id={target.field(field.name)} className={styles.picker}>
        <Select
          label={words.fromOf(field.name)}
          hideLabel
          value={value}
          onChange={choose}
          placeholder={words.choose}
          options={[
            ...choices,
            { id: PRODUCT, label: words.product },
            { id: CONSTANT, label: words.constant },
            { id: NONE, label: words.none },
          ]}
        />
        {source.from === "product" && (
          <div className={styles.factors}>
            <Select
              label={words.factorOf(field.name, 1)}
              hideLabel
              value={source.left}
              onChange={(left) => onChange({ ...source, left })}
              placeholder={words.choose}
              options={choices}
            />
            <span aria-hidden="true">×</span>
            <Select
              label={words.factorOf(field.name, 2)}
              hideLabel
              value={source.right}
              onChange={(right) => onChange({ ...source, right })}
              placeholder={words.choose}
              options={choices}
            />
          </div>
        )}
        {source.from === "constant" && (
          <div className={styles.below}>
            <ConstantField
              field={field.name}
              value={source.value}
              onChange={(value) => onChange({ from: "constant", value })}
            />
          </div>
        )}
      </td>
      <td className={styles.samples}>{samplesOf(source, columns)}</td>
    </tr>
  );
}

function ConstantField({
  field,
  value,
  onChange,
}: {
  field: string;
  value: string;
  onChange: (value: string) => void;
}) {
  const currencies = useRpc("settings", {}).data?.currencies;
  const label = m.data.map.valueOf(field);
  if (field === "currency" && currencies) {
    return (
      <Combo
        label={label}
        hideLabel
        value={value}
        onChange={onChange}
        placeholder={m.data.map.units.currency}
        options={currencies.map((id) => ({ id, label: id }))}
      />
    );
  }
  return (
    <TextField
      label={label}
      hideLabel
      value={value}
      onChange={onChange}
      placeholder={m.data.map.units[field]}
    />
  );
}

/** What the field would read in the first rows. */
function samplesOf(source: Source, columns: readonly ColumnRow[]): string {
  const of = (name: string) => columns.find((column) => column.name === name)?.samples ?? [];
  switch (source.from) {
    case "none":
      return "";
    case "column":
      return of(source.name).slice(0, 3).join(", ");
    case "constant":
      return source.value;
    case "product": {
      const left = of(source.left)[0];
      const right = of(source.right)[0];
      return left && right ? `${left} × ${right}` : "";
    }
  }
}
