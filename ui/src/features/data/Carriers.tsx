/** Streams that are not there yet: which services each is carried by, and to what part. */

import { useEffect, useEffectEvent, useRef, useState } from "react";
import type { CarrierRow, CarryingService, ImportReport } from "../../api";
import { m } from "../../messages";
import { CrossButton, LinkButton, Section, Select, TextField } from "../../shared";
import { focusTarget } from "./focus";
import type { ImportSession } from "./session";
import { target } from "./wizard";
import styles from "./wizard.module.css";

export function Carriers({ session, report }: { session: ImportSession; report: ImportReport }) {
  const words = m.data.check;
  return (
    <Section title={words.carriers} aside={words.carriersNote} className={styles.notesSection}>
      <ul className={styles.judgements}>
        {report.carriers.map((row) => (
          <StreamCarriers key={row.stream} session={session} row={row} />
        ))}
      </ul>
    </Section>
  );
}

type Carrying = Pick<CarryingService, "service" | "share">;

function StreamCarriers({ session, row }: { session: ImportSession; row: CarrierRow }) {
  const words = m.data.check;
  const { stream, services, choices } = row;
  const say = (next: readonly Carrying[], place?: string) =>
    session.carry(stream, next).then(() => {
      // Only where a line came or went; else the hands stay where they are.
      if (place) focusTarget(place);
    });
  const change = (index: number, part: Partial<Carrying>) =>
    say(services.map((s, i) => (i === index ? { ...s, ...part } : s)));
  const line = (index: number) => target.carrier(stream, index);
  const also = `${line(-1)}-also`;
  const rest = choices.filter((name) => services.every(({ service }) => service !== name));
  const isMade = services.every(({ made }) => made);
  return (
    <li className={styles.carried}>
      <span className={styles.number} />
      <span>
        <strong>{stream}</strong> {words.carriedBy}
        {isMade && <span className={styles.note}>{words.carrierMade(services.length)}</span>}
      </span>
      <span className={styles.carriers}>
        {services.map(({ service, share, wrong }, index) => (
          // A line keeps its place, and the focus in it, whatever service it names.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          <span key={index} id={line(index)} className={styles.carrier}>
            <Select
              label={words.carrierOf(stream)}
              hideLabel
              value={service}
              onChange={(choice) => void change(index, { service: choice })}
              options={choices.map((id) => ({ id, label: id }))}
            />
            <Share
              label={words.carriedShare(stream, service)}
              share={share}
              wrong={wrong}
              session={session}
              onTyped={(typed) => change(index, { share: typed })}
            />
            {services.length > 1 && (
              <CrossButton
                id={`${line(index)}-remove`}
                aria-label={words.notCarried(stream, service)}
                onPress={() =>
                  void say(
                    services.filter((_, i) => i !== index),
                    line(Math.max(0, index - 1)),
                  )
                }
              />
            )}
          </span>
        ))}
        {rest.length > 0 && (
          <span id={also}>
            <LinkButton
              aria-label={words.alsoCarriedOf(stream)}
              onPress={() =>
                void say(
                  [...services, { service: rest[0] ?? "", share: "" }],
                  line(services.length),
                )
              }
            >
              {words.alsoCarried}
            </LinkButton>
          </span>
        )}
      </span>
    </li>
  );
}

interface ShareProps {
  session: ImportSession;
  label: string;
  share: string;
  wrong: string;
  onTyped: (typed: string) => Promise<void>;
}

/** How long nothing is typed before a share counts. */
const PAUSE_MS = 700;

/**
 * Counts with Enter, when nothing more is typed, or when another step is opened: whoever reaches
 * for the next button finds it there, not just being read anew.
 */
function Share({ session, label, share, wrong, onTyped }: ShareProps) {
  /** What stands in the field while it is typed in; null: what counts. */
  const [typed, setTyped] = useState<string | null>(null);
  /** Whether what stands there is still being typed. */
  const typing = useRef(false);
  const tell = useEffectEvent(async (text: string) => {
    session.later(null);
    if (text.trim() !== share) await onTyped(text.trim());
  });
  useEffect(() => {
    if (typed === null) return;
    session.later(() => tell(typed));
    const timer = setTimeout(() => void tell(typed), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed, session]);
  // As it reads once it counts: 40 becomes 40 %.
  // biome-ignore lint/correctness/useExhaustiveDependencies: when the share changes
  useEffect(() => {
    if (!typing.current) setTyped(null);
  }, [share]);
  return (
    <TextField
      label={label}
      hideLabel
      numeric
      value={typed ?? share}
      onChange={(text) => {
        typing.current = true;
        setTyped(text);
      }}
      onBlur={() => {
        typing.current = false;
        if (typed !== null && typed.trim() === share) setTyped(null);
      }}
      onKeyDown={(event) => {
        if (event.key !== "Enter" || typed === null) return;
        typing.current = false;
        void tell(typed);
      }}
      error={wrong || undefined}
    />
  );
}
