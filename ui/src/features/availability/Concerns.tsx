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
          <li key={concern.key}>
            <StateChip state={concern.state}>{words.concern[concern.state]}</StateChip>
            <div className={styles.concern}>
              {concern.text}
              <p className={styles.todo}>{concern.todo}</p>
            </div>
            <Ways concern={concern} onSetTarget={onSetTarget} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** A target is set in place; a tier, a dependency or a channel in Settings. */
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
      {concern.key.startsWith("target") && concern.service !== "" ? (
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
