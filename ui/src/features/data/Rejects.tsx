/** The rows that did not come in, to be saved with their reasons. */

import { type ImportReport, useCommand } from "../../api";
import { count, m } from "../../messages";
import { pickSavePath } from "../../platform";
import { LinkButton, Section, useToast } from "../../shared";
import { groupKey } from "./mapping";
import { importArgs, type Wizard } from "./wizard";
import styles from "./wizard.module.css";

export function SaveRejects({ state, label }: { state: Wizard; label: string }) {
  const write = useCommand("import.rejects");
  const toast = useToast();
  const words = m.data.check;
  const save = async () => {
    const args = importArgs(state);
    const to = await pickSavePath({
      title: words.saveTitle,
      name: "rejected-rows.csv",
      filters: [{ name: "CSV", extensions: ["csv"] }],
    });
    if (!args || !to) return;
    write.mutate(
      { args: { import: args, to } },
      {
        onSuccess: ({ rows, path }) => toast({ text: words.saved(rows, count(rows), path) }),
        onError: (error) => toast({ text: error.message }),
      },
    );
  };
  return (
    // Not disabled while it writes: it would let go of the focus.
    <LinkButton onPress={() => void (write.isPending || save())}>{label}</LinkButton>
  );
}

/** After an import: what stayed out and why, while the files are still at hand. */
export function StayedOut({ state, report }: { state: Wizard; report: ImportReport }) {
  const words = m.data.done;
  const byWord = report.fixed.filter((row) => row.fix.action === "leave-out" && row.count > 0);
  const causes = [
    ...report.groups.map((group) => ({
      key: groupKey(group),
      rows: group.count,
      why: group.title,
    })),
    ...byWord.map((row) => ({
      key: `left ${groupKey(row.fix)}`,
      rows: row.count,
      why: `${row.title}; ${row.what}`,
    })),
  ];
  if (causes.length === 0 && report.left.length === 0) return null;
  return (
    <Section title={words.stayedOut} className={styles.notesSection}>
      <ul className={styles.notes}>
        {causes.map(({ key, rows, why }) => (
          <li key={key}>{words.cause(rows, count(rows), why)}</li>
        ))}
        {report.left.length > 0 && <li>{words.noRecords}</li>}
      </ul>
      <p className={styles.download}>
        <SaveRejects state={state} label={words.saveRejects} /> {words.saveRejectsRest}
      </p>
    </Section>
  );
}
