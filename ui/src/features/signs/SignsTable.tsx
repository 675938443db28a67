/** The signs, worst first; each opens to what is behind it and what to do. */

import { Link } from "@tanstack/react-router";
import { ChevronDown, ChevronRight } from "lucide-react";
import { useId, useState } from "react";
import type { EvidenceRow, SignRow } from "../../api";
import { count, m } from "../../messages";
import { FigureStack, LinkButton, Section, StateChip, useMask } from "../../shared";
import { SignThreshold } from "./SignThreshold";
import styles from "./signs.module.css";

/** Rows of evidence shown at once. */
const EVIDENCE = 8;

export interface SignsTableProps {
  signs: readonly SignRow[];
  /** Key of the one that is open; empty: none. */
  open: string;
  onOpen: (key: string) => void;
}

export function SignsTable({ signs, open, onOpen }: SignsTableProps) {
  const words = m.signs;
  const { columns } = words;
  return (
    <Section title={words.title} aside={words.note}>
      {signs.length === 0 ? (
        <p className="quiet">{words.none}</p>
      ) : (
        <div className={styles.scroll}>
          <table className={styles.table}>
            <thead>
              <tr>
                <th scope="col">{columns.sign}</th>
                <th scope="col" className="num">
                  {columns.value}
                </th>
                <th scope="col">{columns.trend}</th>
                <th scope="col">{columns.counted}</th>
                <th scope="col">{columns.state}</th>
              </tr>
            </thead>
            {signs.map((sign) => (
              <Sign
                key={sign.key}
                sign={sign}
                isOpen={sign.key === open}
                onToggle={() => onOpen(sign.key === open ? "" : sign.key)}
              />
            ))}
          </table>
        </div>
      )}
    </Section>
  );
}

interface SignProps {
  sign: SignRow;
  isOpen: boolean;
  onToggle: () => void;
}

function Sign({ sign, isOpen, onToggle }: SignProps) {
  const mask = useMask();
  const id = useId();
  const Chevron = isOpen ? ChevronDown : ChevronRight;
  return (
    <tbody>
      {/* The whole row takes the pointer; the button in it takes the keyboard. */}
      <tr
        className={styles.sign}
        data-open={isOpen || undefined}
        onClick={(event) => {
          const onControl = event.target instanceof Element && event.target.closest("a, button");
          if (!onControl) onToggle();
        }}
      >
        <th scope="row">
          <button
            type="button"
            className={styles.name}
            aria-expanded={isOpen}
            aria-controls={isOpen ? id : undefined}
            onClick={onToggle}
          >
            <Chevron size={14} aria-hidden />
            {sign.label}
          </button>
        </th>
        <td className="num">
          <FigureStack figure={sign.value} label={sign.label} />
        </td>
        <td>
          {mask(sign.trend)}
          {showsBefore(sign) && (
            <span className={styles.under}>{mask(m.signs.was(sign.before))}</span>
          )}
        </td>
        <td className="muted">{mask(sign.counted)}</td>
        <td>
          <StateChip state={sign.state}>{mask(sign.verdict)}</StateChip>
        </td>
      </tr>
      {isOpen && (
        <tr id={id} className={styles.opened}>
          <td colSpan={5}>
            <div className={styles.behind}>
              <div className={styles.todo}>
                <h3>{m.signs.todo}</h3>
                <p>{mask(sign.todo)}</p>
                <SignThreshold key={sign.key} sign={sign} />
              </div>
              <Evidence sign={sign} />
            </div>
          </td>
        </tr>
      )}
    </tbody>
  );
}

/** A trend such as `up from 19 %` says it already. */
function showsBefore({ before, trend }: SignRow): boolean {
  return before !== "" && !trend.includes(before);
}

function Evidence({ sign }: { sign: SignRow }) {
  const words = m.signs;
  const mask = useMask();
  const [all, setAll] = useState(false);
  const rows = all ? sign.evidence : sign.evidence.slice(0, EVIDENCE);
  return (
    <div>
      <h3>
        {words.evidence}
        {sign.evidenceNote && <span className={styles.aside}>{mask(sign.evidenceNote)}</span>}
      </h3>
      {rows.length === 0 ? (
        <p className="quiet">{words.noEvidence}</p>
      ) : (
        <ul className={styles.evidence}>
          {rows.map((row) => (
            <li key={`${row.kind} ${row.id} ${row.text}`}>
              <Place row={row} />
              <span>{mask(row.text)}</span>
              <span className="quiet nowrap">{row.when}</span>
            </li>
          ))}
        </ul>
      )}
      {sign.evidence.length > EVIDENCE && (
        <LinkButton onPress={() => setAll((now) => !now)}>
          {all ? words.fewer : words.all(count(sign.evidence.length))}
        </LinkButton>
      )}
    </div>
  );
}

/** The incident or service itself; a month has no place of its own. */
function Place({ row }: { row: EvidenceRow }) {
  switch (row.kind) {
    case "incident":
      return (
        <Link to="/incidents" search={{ incident: row.id }} className="nowrap ident">
          {row.label}
        </Link>
      );
    case "service":
      return (
        <Link to="/availability" search={{ service: row.id }} className="nowrap">
          {row.label}
        </Link>
      );
    default:
      return <span className="nowrap">{row.label}</span>;
  }
}
