/** Every option against doing nothing, and what would have to hold for it to pay. */

import { useState } from "react";
import type { Choice, Figure, OptionEdit, OptionRow, TechniqueRow } from "../../api";
import { m } from "../../messages";
import { BasisMark, FigureStack, LinkButton, Section, StateChip } from "../../shared";
import { bare } from "../risks";
import { Brief } from "./Brief";
import { OptionDrawer } from "./OptionDrawer";
import styles from "./tiers.module.css";

export interface OptionsTableProps {
  options: readonly OptionRow[];
  techniques: readonly TechniqueRow[];
}

export function OptionsTable({ options, techniques }: OptionsTableProps) {
  const words = m.tiers.options;
  const { columns } = words;
  const [open, setOpen] = useState<OptionEdit | "new" | null>(null);
  const choices: Choice[] = techniques.map(({ id, name }) => ({ key: id, label: name }));
  return (
    <Section
      title={words.title}
      aside={
        <>
          <span>{words.about}</span>
          <LinkButton onPress={() => setOpen("new")}>{words.add}</LinkButton>
        </>
      }
    >
      <div className={styles.scroll}>
        <table className={styles.options} aria-label={words.title}>
          <thead>
            <tr>
              <th scope="col">{columns.option}</th>
              {(
                [
                  "availability",
                  "met",
                  "loss",
                  "avoided",
                  "oneOff",
                  "yearly",
                  "value",
                  "pays",
                  "best",
                ] as const
              ).map((name) => (
                <th key={name} scope="col" className="num">
                  {columns[name]}
                </th>
              ))}
              <th scope="col">{columns.basis}</th>
            </tr>
          </thead>
          <tbody>
            {options.map((row) => (
              <Option key={row.id} row={row} onOpen={setOpen} />
            ))}
          </tbody>
        </table>
      </div>
      {open !== null && (
        <OptionDrawer
          start={open === "new" ? null : open}
          techniques={choices}
          onClose={() => setOpen(null)}
        />
      )}
    </Section>
  );
}

function Option({ row, onOpen }: { row: OptionRow; onOpen: (edit: OptionEdit) => void }) {
  const { columns } = m.tiers.options;
  const { edit } = row;
  // Of doing nothing the same reason would stand in every cell.
  const shown = (figure: Figure, label: string, brief = row.nothing && figure.value === null) => {
    const Shown = brief ? Brief : FigureStack;
    return <Shown figure={bare(figure)} label={`${row.name}, ${label}`} />;
  };
  const cell = (name: "avoided" | "oneOff" | "yearly") => (
    <td className="num">{shown(row[name], columns[name])}</td>
  );
  const chance = (name: "met" | "pays" | "best") => (
    <td className="num">{shown(row[name], columns[name], name !== "met")}</td>
  );
  return (
    <tr>
      <th scope="row" className={styles.name}>
        {edit ? <LinkButton onPress={() => onOpen(edit)}>{row.name}</LinkButton> : row.name}
        <span className={styles.under}>{row.change}</span>
        {row.aboveCeiling && <StateChip state="warn">{row.aboveCeiling}</StateChip>}
        {row.problem && <span className={styles.problem}>{row.problem}</span>}
      </th>
      <td className="num">
        <FigureStack
          figure={bare(row.availability)}
          label={`${row.name}, ${columns.availability}`}
          under={row.availability.unit}
        />
      </td>
      {chance("met")}
      <td className="num">
        <FigureStack figure={bare(row.loss)} label={`${row.name}, ${columns.loss}`} />
      </td>
      {cell("avoided")}
      {cell("oneOff")}
      {cell("yearly")}
      <td className="num strong">{shown(row.value, columns.value)}</td>
      {chance("pays")}
      {chance("best")}
      <td>
        <BasisMark basis={row.nothing ? row.loss.basis : row.value.basis} />
      </td>
    </tr>
  );
}

export interface WhenItPaysProps {
  options: readonly OptionRow[];
  /** Id of the option whose payback is drawn. */
  selected: string;
  onSelect: (id: string) => void;
}

/** For each option but doing nothing: when it has paid back, and what that takes. */
export function WhenItPays({ options, selected, onSelect }: WhenItPaysProps) {
  const words = m.tiers.pays;
  const chosen = options.filter(({ nothing }) => !nothing);
  if (chosen.length === 0) return null;
  const names = ["paysBack", "payback", "breakEven", "multiplier", "returnOnCost"] as const;
  return (
    <Section title={words.title} aside={words.about}>
      <div className={styles.scroll}>
        <table className={styles.options} aria-label={words.title}>
          <thead>
            <tr>
              <th scope="col">{m.tiers.options.columns.option}</th>
              {names.map((name) => (
                <th key={name} scope="col" className="num">
                  {words.columns[name]}
                </th>
              ))}
              <th scope="col">{m.tiers.options.columns.basis}</th>
            </tr>
          </thead>
          <tbody>
            {chosen.map((row) => (
              <tr key={row.id} aria-current={row.id === selected || undefined}>
                <th scope="row">
                  <LinkButton onPress={() => onSelect(row.id)} aria-label={words.look(row.name)}>
                    {row.name}
                  </LinkButton>
                </th>
                {names.map((name) => (
                  <td key={name} className="num">
                    <FigureStack figure={row[name]} label={`${row.name}, ${words.columns[name]}`} />
                  </td>
                ))}
                <td>
                  <BasisMark basis={row.breakEven.basis} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
}
