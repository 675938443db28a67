/** Repairs of whole groups of problems: a value for all of their rows, or a reason to leave them out. */

import { useState } from "react";
import type { FixedRow, ProblemGroup } from "../../api";
import { count, m } from "../../messages";
import { Button, LinkButton, Section, SegmentedControl, TextField } from "../../shared";
import { focusTarget } from "./focus";
import { groupKey } from "./mapping";
import type { ImportSession } from "./session";
import { target } from "./wizard";
import styles from "./wizard.module.css";

interface FixFormProps {
  session: ImportSession;
  group: ProblemGroup;
}

/** Opens under the rows of a group; Enter applies it to all of them. */
export function FixForm({ session, group }: FixFormProps) {
  const words = m.data.check.fix;
  const [open, setOpen] = useState(false);
  const [action, setAction] = useState(group.field ? "set" : "leave-out");
  const [value, setValue] = useState("");
  const [wasOpen, setWasOpen] = useState(false);
  if (!group.fixable) return null;
  const rows = count(group.count);
  if (!open) {
    return (
      <p className={styles.fixOpen}>
        <Button
          autoFocus={wasOpen}
          onPress={() => {
            setOpen(true);
            setWasOpen(true);
          }}
        >
          {words.open(group.count, rows)}
        </Button>
      </p>
    );
  }
  const needsReason = action === "leave-out" && value.trim() === "";
  const apply = () => {
    if (needsReason) return;
    const { code, field } = group;
    // The group and its form are gone then.
    void session
      .fix({ code, field, action, value: value.trim() })
      .then(() => focusTarget(target.problems));
  };
  return (
    <form
      className={styles.fix}
      aria-label={words.open(group.count, rows)}
      onSubmit={(event) => {
        event.preventDefault();
        apply();
      }}
    >
      {group.field && (
        <SegmentedControl
          label={words.what}
          value={action}
          onChange={setAction}
          options={[
            { id: "set", label: words.set(group.field) },
            { id: "leave-out", label: words.leaveOut },
          ]}
        />
      )}
      <TextField
        label={action === "set" ? words.value(group.field) : words.reason}
        description={action === "set" ? words.valueHelp : words.reasonHelp}
        value={value}
        onChange={setValue}
        autoFocus
      />
      <div className={styles.fixButtons}>
        <Button type="submit" variant="filled" isDisabled={needsReason}>
          {action === "set" ? words.doSet(group.count, rows) : words.doLeaveOut(group.count, rows)}
        </Button>
        <LinkButton onPress={() => setOpen(false)}>{words.cancel}</LinkButton>
      </div>
    </form>
  );
}

/** What was repaired, each with the way back. */
export function FixesInForce({
  session,
  fixed,
}: {
  session: ImportSession;
  fixed: readonly FixedRow[];
}) {
  const words = m.data.check.fix;
  return (
    <Section title={words.inForce} aside={words.inForceNote} className={styles.notesSection}>
      <ul className={styles.judgements}>
        {fixed.map(({ fix, title, what, count: n }) => (
          <li key={groupKey(fix)}>
            <span className={styles.number}>{count(n)}</span>
            <span>
              <strong>{title}</strong> <span className="muted">{what}</span>
            </span>
            <LinkButton
              aria-label={words.takeBackOf(title)}
              onPress={() => void session.unfix(fix).then(() => focusTarget(target.problems))}
            >
              {words.takeBack}
            </LinkButton>
          </li>
        ))}
      </ul>
    </Section>
  );
}
