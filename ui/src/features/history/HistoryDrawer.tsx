/** The log of the workspace: what was done, what it changed, and the way back. */

import { type HistoryRow, useCommand, useRpc, useStatus } from "../../api";
import { m } from "../../messages";
import { modifier } from "../../platform";
import { Button, classes, Drawer, ErrorNote, LinkButton, useMask, useToast } from "../../shared";
import styles from "./HistoryDrawer.module.css";
import { useUndoRedo } from "./undo";

/** Entries read; older ones are rarely looked for, and all are in the workspace file. */
const LIMIT = 200;

export function HistoryDrawer({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { data, error } = useRpc("history", { limit: LIMIT }, { enabled: isOpen });
  const status = useStatus();
  const { undo, redo } = useUndoRedo();
  return (
    <Drawer
      title={m.shell.history}
      isOpen={isOpen}
      onClose={onClose}
      isText
      footer={
        <>
          <Button onPress={redo} isDisabled={!status?.redo} shortcut={`${modifier}+Shift+Z`}>
            {m.history.redo}
          </Button>
          <Button onPress={undo} isDisabled={!status?.undo} shortcut={`${modifier}+Z`}>
            {m.history.undo}
          </Button>
        </>
      }
    >
      {error && <ErrorNote error={error} />}
      {!error && !data && <p className="quiet">{m.common.loading}</p>}
      {data?.entries.length === 0 && <p className="muted">{m.history.empty}</p>}
      {data && data.entries.length > 0 && (
        <ol className={styles.entries}>
          {data.entries.map((entry) => (
            <Entry key={entry.seq} entry={entry} />
          ))}
        </ol>
      )}
    </Drawer>
  );
}

function Entry({ entry }: { entry: HistoryRow }) {
  const mask = useMask();
  return (
    <li className={classes(styles.entry, entry.undone && styles.undone)}>
      <div className={styles.when}>{entry.when}</div>
      <div className={styles.what}>
        <div className={styles.label}>{mask(entry.label)}</div>
        {entry.undone && <span className={styles.mark}>{m.history.takenBack}</span>}
        {entry.batch !== "" && !entry.undone && <UndoImport id={entry.batch} />}
      </div>
      {entry.changes.length > 0 && (
        <dl className={styles.changes}>
          {entry.changes.map((change) => (
            <div key={change.field}>
              <dt>{change.field}</dt>
              <dd>
                <del>{mask(change.before) || m.history.nothing}</del>
                <span aria-hidden="true"> → </span>
                <ins>{mask(change.after) || m.history.nothing}</ins>
              </dd>
            </div>
          ))}
          {entry.more > 0 && <div className="quiet">{m.history.more(String(entry.more))}</div>}
        </dl>
      )}
      {entry.brought.length > 0 && (
        <ol className={styles.brought} aria-label={m.history.brought}>
          {entry.brought.map((one, n) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: what came in never changes its place
            <li key={n}>
              <span className="quiet">{m.history.from(one.copy, one.when)}</span> {mask(one.label)}
            </li>
          ))}
          {entry.broughtMore > 0 && (
            <li className="quiet">{m.history.more(String(entry.broughtMore))}</li>
          )}
        </ol>
      )}
    </li>
  );
}

function UndoImport({ id }: { id: string }) {
  const toast = useToast();
  const undo = useCommand("import.undo");
  const press = () =>
    undo.mutate(
      { args: { id } },
      {
        onSuccess: (done) => toast({ text: [done.label, ...done.skipped].join(" · ") }),
        onError: (error) => toast({ text: error.message }),
      },
    );
  return (
    <LinkButton onPress={press} isDisabled={undo.isPending}>
      {m.history.undoImport}
    </LinkButton>
  );
}
