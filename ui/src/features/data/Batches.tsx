/** The imports that were made, newest first, each with the way to take it out again. */

import { useState } from "react";
import type { BatchRow } from "../../api";
import { m } from "../../messages";
import { Amount, Dialog, ErrorNote, LinkButton, Section, useMask } from "../../shared";
import styles from "./data.module.css";
import { focusHeading } from "./focus";
import { useUndoImport } from "./useUndoImport";

export function Batches({ batches }: { batches: readonly BatchRow[] }) {
  const { columns } = m.data;
  /** What an undo had to leave, to be read before going on. */
  const [kept, setKept] = useState<string[]>([]);
  const undo = useUndoImport((skipped) => {
    setKept(skipped);
    // The button is gone with what it did.
    focusHeading(document.querySelector("main"));
  });

  return (
    <Section title={m.data.batches} aside={m.data.batchesNote} className={styles.batches}>
      {undo.error && <ErrorNote error={undo.error} />}
      <table>
        <thead>
          <tr>
            <th scope="col">{columns.when}</th>
            <th scope="col">{columns.kind}</th>
            <th scope="col">{columns.files}</th>
            <th scope="col">{columns.rows}</th>
            <th scope="col" className="num">
              {columns.total}
            </th>
            <th scope="col" className="num">
              {columns.state}
            </th>
          </tr>
        </thead>
        <tbody>
          {batches.map((batch) => (
            <tr key={batch.id} className={batch.live ? undefined : styles.undone}>
              <td className="nowrap">{batch.when}</td>
              <td>{m.data.kinds[batch.kind] ?? batch.kind}</td>
              <td className={styles.filesCell}>{batch.files}</td>
              <td>
                {batch.rows}
                <BatchNotes notes={batch.notes} />
              </td>
              <td className="num">{batch.total && <Amount>{batch.total}</Amount>}</td>
              <td className="num">
                {batch.live ? (
                  <LinkButton
                    onPress={() => undo.undo(batch.id)}
                    isDisabled={undo.isPending}
                    aria-label={m.data.undoImportOf(batch.files)}
                  >
                    {m.data.undoImport}
                  </LinkButton>
                ) : (
                  m.data.undone
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Dialog title={m.data.keptBackTitle} isOpen={kept.length > 0} onClose={() => setKept([])}>
        <p>{m.data.keptBack(kept.length)}</p>
        <ul className={styles.kept}>
          {kept.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </Dialog>
    </Section>
  );
}

function BatchNotes({ notes }: { notes: readonly string[] }) {
  const mask = useMask();
  if (notes.length === 0) return null;
  return (
    <details className={styles.batchNotes}>
      <summary>{m.data.notes(notes.length)}</summary>
      <ul>
        {notes.map((note) => (
          <li key={note}>{mask(note)}</li>
        ))}
      </ul>
    </details>
  );
}
