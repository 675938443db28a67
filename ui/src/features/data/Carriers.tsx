/** Streams that are not there yet: which services each is carried by, and to what part. */

import { X } from "lucide-react";
import { useState } from "react";
import { Button as AriaButton } from "react-aria-components";
import type { CarrierRow, CarryingService, ImportReport } from "../../api";
import { m } from "../../messages";
import { LinkButton, Section, Select, TextField } from "../../shared";
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
  // The rows are read anew with each answer; the hands stay where they were.
  const say = (next: readonly Carrying[], place: string) =>
    void session.carry(stream, next).then(() => focusTarget(place));
  const change = (index: number, part: Partial<Carrying>, place: string) =>
    say(
      services.map((s, i) => (i === index ? { ...s, ...part } : s)),
      place,
    );
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
          <span key={service} id={line(index)} className={styles.carrier}>
            <Select
              label={words.carrierOf(stream)}
              hideLabel
              value={service}
              onChange={(choice) => change(index, { service: choice }, line(index))}
              options={choices.map((id) => ({ id, label: id }))}
            />
            <span id={`${line(index)}-share`}>
              <Share
                label={words.carriedShare(stream, service)}
                share={share}
                wrong={wrong}
                onEnter={(typed) => change(index, { share: typed }, `${line(index)}-share`)}
                // Whoever goes on by Tab is at what comes next.
                onLeave={(typed) =>
                  change(
                    index,
                    { share: typed },
                    services.length > 1 ? `${line(index)}-remove` : also,
                  )
                }
              />
            </span>
            {services.length > 1 && (
              <AriaButton
                id={`${line(index)}-remove`}
                className={styles.removeCarrier ?? ""}
                aria-label={words.notCarried(stream, service)}
                onPress={() =>
                  say(
                    services.filter((_, i) => i !== index),
                    line(Math.max(0, index - 1)),
                  )
                }
              >
                <X aria-hidden />
              </AriaButton>
            )}
          </span>
        ))}
        {rest.length > 0 && (
          <span id={also}>
            <LinkButton
              aria-label={words.alsoCarriedOf(stream)}
              onPress={() =>
                say([...services, { service: rest[0] ?? "", share: "" }], line(services.length))
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
  label: string;
  share: string;
  wrong: string;
  onEnter: (typed: string) => void;
  onLeave: (typed: string) => void;
}

/** Counts when it is left or with Enter: each answer reads the rows anew. */
function Share({ label, share, wrong, onEnter, onLeave }: ShareProps) {
  const [typed, setTyped] = useState(share);
  const said = (tell: (typed: string) => void) => {
    if (typed.trim() !== share) tell(typed.trim());
  };
  return (
    <TextField
      label={label}
      hideLabel
      numeric
      value={typed}
      onChange={setTyped}
      onBlur={() => said(onLeave)}
      onKeyDown={(event) => {
        if (event.key === "Enter") said(onEnter);
      }}
      error={wrong || undefined}
    />
  );
}
