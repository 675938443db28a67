/** Techniques with their switches: what each does, costs and avoids on top of those that are on. */

import { useState } from "react";
import type { TechniqueEdit, TechniqueRow, Tiers } from "../../api";
import { count, m } from "../../messages";
import { ErrorNote, FigureStack, LinkButton, Section } from "../../shared";
import { bare } from "../risks";
import { Switch } from "./Switch";
import { TechniqueDrawer } from "./TechniqueDrawer";
import styles from "./tiers.module.css";
import type { Switches } from "./useSwitches";

export interface TechniquesProps {
  tiers: Tiers;
  switches: Switches;
}

export function Techniques({ tiers, switches }: TechniquesProps) {
  const words = m.tiers.techniques;
  const { columns } = words;
  // Of several services they are added up: a minute of two is two.
  const minutes = tiers.service === "" ? columns.serviceMinutes : columns.minutes;
  const [open, setOpen] = useState<TechniqueEdit | "new" | null>(null);
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
      {switches.error && <ErrorNote error={switches.error} />}
      {tiers.techniques.length === 0 ? (
        <p className="muted">{words.none}</p>
      ) : (
        <div className={styles.scroll}>
          <table className={styles.options} aria-label={words.title}>
            <thead>
              <tr>
                <th scope="col">{columns.on}</th>
                <th scope="col">{columns.technique}</th>
                <th scope="col" className="num">
                  {columns.risks}
                </th>
                <th scope="col" className="num">
                  {columns.cost}
                </th>
                <th scope="col" className="num">
                  {columns.avoided}
                </th>
                <th scope="col" className="num">
                  {minutes}
                </th>
              </tr>
            </thead>
            <tbody>
              {tiers.techniques.map((row) => (
                <Technique
                  key={row.id}
                  row={row}
                  minutes={minutes}
                  switches={switches}
                  onOpen={setOpen}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {open !== null && (
        <TechniqueDrawer
          start={open === "new" ? null : open}
          services={tiers.services.filter(({ key }) => key !== "")}
          onClose={() => setOpen(null)}
        />
      )}
    </Section>
  );
}

interface TechniqueProps {
  row: TechniqueRow;
  /** Heading of the minutes. */
  minutes: string;
  switches: Switches;
  onOpen: (edit: TechniqueEdit) => void;
}

function Technique({ row, minutes, switches, onOpen }: TechniqueProps) {
  const { columns } = m.tiers.techniques;
  return (
    <tr>
      <td className={styles.switchCell}>
        <Switch
          label={row.name}
          isOn={switches.isOn(row.id)}
          onChange={(on) => switches.toggle(row.id, on)}
        />
      </td>
      <th scope="row" className={styles.name}>
        <LinkButton onPress={() => onOpen(row.edit)}>{row.name}</LinkButton>
        <span className={styles.under}>{row.does}</span>
        {row.problem && <span className={styles.problem}>{row.problem}</span>}
      </th>
      <td className="num">{count(row.risks)}</td>
      <td className="num">
        <FigureStack figure={bare(row.cost)} label={`${row.name}, ${columns.cost}`} />
      </td>
      <td className="num strong">
        <FigureStack figure={bare(row.avoided)} label={`${row.name}, ${columns.avoided}`} />
      </td>
      <td className="num">
        <FigureStack figure={bare(row.minutes)} label={`${row.name}, ${minutes}`} />
      </td>
    </tr>
  );
}
