/** What merged copies disagree about: each side as it stands, and the way to settle it. */

import { type ConflictRow, useCommand, useRpc } from "../../api";
import { m } from "../../messages";
import { Button, ErrorNote, Section, useMask, useToast } from "../../shared";
import { useUndoRedo } from "../history";
import styles from "./merge.module.css";

export function Conflicts() {
  const words = m.merge;
  const { data, error } = useRpc("conflicts", {});
  if (error) return <ErrorNote error={error} />;
  if (!data || data.conflicts.length === 0) return null;
  return (
    <Section title={words.title(data.conflicts.length)} aside={words.aside}>
      <ul className={styles.conflicts}>
        {data.conflicts.map((conflict) => (
          <li key={conflict.id}>
            <Conflict conflict={conflict} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Conflict({ conflict }: { conflict: ConflictRow }) {
  const words = m.merge;
  const mask = useMask();
  const toast = useToast();
  const { undo } = useUndoRedo();
  const resolve = useCommand("conflict.resolve");
  const about = [conflict.kind, mask(conflict.what), conflict.field].filter(Boolean).join(" · ");
  const settle = (side: number | null) =>
    resolve.mutate(
      { args: { id: conflict.id, side } },
      { onSuccess: (done) => toast({ text: mask(done.label), onUndo: undo }) },
    );
  return (
    <fieldset className={styles.conflict}>
      <legend>{about}</legend>
      {conflict.question && <p className={styles.question}>{conflict.question}</p>}
      {resolve.error && <ErrorNote error={resolve.error} />}
      <ul className={styles.sides}>
        {conflict.sides.map((side) => (
          <li key={side.side} className={side.shown ? styles.shown : undefined}>
            <p className={styles.who}>
              {words.by(side.copy, side.when)}
              {side.shown && <span className={styles.mark}>{words.stands}</span>}
            </p>
            <p className={styles.value}>{mask(side.text)}</p>
            <Button
              onPress={() => settle(side.shown ? null : side.side)}
              isDisabled={resolve.isPending}
              aria-label={`${side.shown ? words.keep : words.take}: ${side.text}, ${about}`}
            >
              {side.shown ? words.keep : words.take}
            </Button>
          </li>
        ))}
      </ul>
    </fieldset>
  );
}
