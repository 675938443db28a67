/** All requirements: where each stands, what speaks against it, and what it is worth. */

import type { RequirementRow, Requirements } from "../../api";
import { count, m } from "../../messages";
import {
  classes,
  FigureStack,
  LinkButton,
  Section,
  Select,
  StateChip,
  useMask,
} from "../../shared";
import { bare } from "../risks/bare";
import styles from "./requirements.module.css";

export interface RequirementListProps {
  requirements: Requirements;
  status: string;
  service: string;
  /** Id of the one that is open beside it; null: it has the whole width. */
  selected: string | null;
  onStatus: (key: string) => void;
  onService: (id: string) => void;
  onOpen: (id: string) => void;
}

export function RequirementList({
  requirements,
  status,
  service,
  selected,
  onStatus,
  onService,
  onOpen,
}: RequirementListProps) {
  const words = m.requirements;
  const { columns } = words;
  const mask = useMask();
  const isWide = selected === null;
  const { rows, counts, services, notes } = requirements;
  const filters = (
    <div className={styles.filters}>
      <Select
        label={words.show}
        hideLabel
        value={status || "all"}
        onChange={(key) => onStatus(key === "all" ? "" : key)}
        options={counts
          .filter(({ key, count: n }) => key === "" || key === status || n > 0)
          .map(({ key, label, count: n }) => ({
            id: key || "all",
            label: words.status(label, count(n)),
          }))}
      />
      <Select
        label={words.service}
        hideLabel
        value={service || "all"}
        onChange={(id) => onService(id === "all" ? "" : id)}
        options={[
          { id: "all", label: words.allServices },
          ...services.map(({ key, label }) => ({ id: key, label })),
        ]}
      />
    </div>
  );
  return (
    <Section title={words.list} aside={filters}>
      {rows.length === 0 ? (
        <p className="muted">{words.nothing}</p>
      ) : (
        <div className={styles.scroll}>
          <table className={styles.list} aria-label={words.list}>
            <thead>
              <tr>
                <th scope="col">{columns.requirement}</th>
                <th scope="col">{columns.status}</th>
                {isWide && (
                  <>
                    <th scope="col" className="num">
                      {columns.perMinute}
                    </th>
                    <th scope="col" className="num">
                      {columns.met}
                    </th>
                  </>
                )}
                <th scope="col" className="num">
                  {columns.loss}
                </th>
                {isWide && (
                  <>
                    <th scope="col">{columns.signed}</th>
                    <th scope="col">{columns.test}</th>
                  </>
                )}
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <Row
                  key={row.id}
                  row={row}
                  isWide={isWide}
                  isSelected={row.id === selected}
                  onOpen={onOpen}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {isWide &&
        notes.map((note) => (
          <p key={note} className={styles.help}>
            {mask(note)}
          </p>
        ))}
    </Section>
  );
}

interface RowProps {
  row: RequirementRow;
  isWide: boolean;
  isSelected: boolean;
  onOpen: (id: string) => void;
}

function Row({ row, isWide, isSelected, onOpen }: RowProps) {
  const words = m.requirements;
  const { columns } = words;
  const mask = useMask();
  const named = (what: string) => `${row.label}, ${what}`;
  return (
    <tr className={classes(isSelected && styles.selected)} aria-current={isSelected || undefined}>
      <th scope="row" className={styles.name}>
        <LinkButton onPress={() => onOpen(row.id)} aria-label={words.open(row.label, row.title)}>
          <span className={styles.code}>{row.label}</span> {row.title}
        </LinkButton>
        <span className={styles.under}>
          {[row.service, row.tier, row.owner || words.noOwner].filter(Boolean).join(" · ")}
        </span>
        {row.flags.length > 0 && (
          <span className={styles.flags}>
            {row.flags.map(({ key, label, reason, blocks }) => (
              <span key={key} title={mask(reason)}>
                <StateChip state={blocks ? "over" : "warn"}>{label}</StateChip>
              </span>
            ))}
          </span>
        )}
      </th>
      <td className={styles.status}>
        <StateChip state={row.state}>{row.statusText}</StateChip>
        {isWide && row.reason && <span className={styles.why}>{mask(row.reason)}</span>}
      </td>
      {isWide && (
        <>
          <td className="num">
            <FigureStack figure={bare(row.perMinute)} label={named(columns.perMinute)} />
          </td>
          <td className="num">
            <FigureStack figure={bare(row.met)} label={named(columns.met)} under="" />
          </td>
        </>
      )}
      <td className="num">
        <FigureStack figure={bare(row.loss)} label={named(columns.loss)} />
      </td>
      {isWide && (
        <>
          <td className="small">
            <Signed row={row} />
          </td>
          <td className="small muted">{row.verification}</td>
        </>
      )}
    </tr>
  );
}

function Signed({ row }: { row: RequirementRow }) {
  const { signedBy, nobody } = m.requirements;
  return (
    <dl className={styles.signed}>
      {(["product", "technical"] as const).map((part) => (
        <div key={part}>
          <dt>{signedBy[part]}</dt>
          <dd className={row[part] ? undefined : "quiet"}>{row[part] || nobody}</dd>
        </div>
      ))}
    </dl>
  );
}
