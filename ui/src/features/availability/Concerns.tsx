/** What is missing or impossible about tiers and targets, with the way to settle it. */

import { Link } from "@tanstack/react-router";
import type { Concern } from "../../api";
import { m } from "../../messages";
import { LinkButton, Section, StateChip, useExplain } from "../../shared";
import styles from "./availability.module.css";

export interface ConcernsProps {
  concerns: readonly Concern[];
  onSetTarget: (service: string) => void;
}

export function Concerns({ concerns, onSetTarget }: ConcernsProps) {
  const words = m.availability;
  if (concerns.length === 0) return null;
  return (
    <Section title={words.concerns}>
      <ul className={styles.concerns}>
        {concerns.map((concern) => (
          // A service may have one of the same kind for each channel.
          <li key={`${concern.key} ${concern.text}`}>
            <StateChip state={concern.state}>{inAWord(concern)}</StateChip>
            <div className={styles.concern}>
              <b>{concern.name}</b> {concern.text}
              <p className={styles.todo}>{concern.todo}</p>
            </div>
            <Ways concern={concern} onSetTarget={onSetTarget} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

type Kind = keyof typeof m.availability.concern;

/** What is wrong: the key says which kind it is of, before the id of the service. */
function kindOf({ key }: Concern): string {
  return key.split(":")[0] ?? "";
}

function inAWord(concern: Concern): string {
  return m.availability.concern[kindOf(concern) as Kind] ?? m.availability.otherConcern;
}

/** A tier is chosen in Settings; everything else can be settled by another target. */
function Ways({ concern, onSetTarget }: { concern: Concern } & Pick<ConcernsProps, "onSetTarget">) {
  const words = m.availability;
  const explain = useExplain();
  return (
    <div className={styles.ways}>
      {concern.explain && (
        <LinkButton
          onPress={() => explain(concern.explain)}
          aria-label={m.common.explain.open(words.aboutConcern(concern.name, concern.text))}
        >
          {words.comesAbout}
        </LinkButton>
      )}
      {kindOf(concern) !== "tier-missing" && concern.service !== "" ? (
        <LinkButton onPress={() => onSetTarget(concern.service)}>
          {words.setTarget(concern.name)}
        </LinkButton>
      ) : (
        <Link to="/settings" className="small">
          {words.toSettings}
        </Link>
      )}
    </div>
  );
}
