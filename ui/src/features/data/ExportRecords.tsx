/** The way out: the records of a kind as a file that an import reads back. */

import { useCommand } from "../../api";
import { count, m } from "../../messages";
import { pickSavePath } from "../../platform";
import { ErrorNote, MenuButton, useToast } from "../../shared";

/** In the order in which another workspace would take them in. */
const KINDS = [
  "services",
  "roles",
  "rates",
  "incidents",
  "labor",
  "revenue",
  "requests",
  "backlog",
] as const;

export function ExportRecords() {
  const write = useCommand("records.export");
  const toast = useToast();
  const words = m.data.exportRecords;
  const save = async (kind: string) => {
    const to = await pickSavePath({
      title: words.title,
      name: `${kind}.csv`,
      filters: [{ name: "CSV", extensions: ["csv"] }],
    });
    if (!to) return;
    write.mutate(
      { args: { kind, to, onlyWithRecords: false } },
      {
        onSuccess: ({ path, records, leftOut }) =>
          toast({ text: [words.done(records, count(records), path), ...leftOut].join(" ") }),
      },
    );
  };
  return (
    <>
      <MenuButton
        label={words.label}
        value={words.value}
        sections={[{ items: KINDS.map((id) => ({ id, label: m.data.kinds[id] ?? id })) }]}
        onAction={(kind) => void save(kind)}
      />
      {write.error && <ErrorNote error={write.error} />}
    </>
  );
}
