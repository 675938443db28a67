/** Every key there is. */

import { m } from "../../messages";
import { Dialog, Section } from "../../shared";
import { useAppearance } from "../appearance";
import { type Action, shownKeys } from "./action";
import styles from "./ShortcutList.module.css";

export interface ShortcutListProps {
  actions: readonly Action[];
  onClose: () => void;
}

export function ShortcutList({ actions, onClose }: ShortcutListProps) {
  const { singleKeys } = useAppearance();
  const keyed = actions.filter(({ keys }) => keys !== "");
  return (
    <Dialog title={m.commands.shortcutsTitle} isOpen onClose={onClose} isText>
      <div className={styles.lists}>
        <Section title={m.commands.always}>
          <Keys rows={keyed.map(({ keys, label }) => [shownKeys(keys), label] as const)} />
          {!singleKeys && <p className="quiet small">{m.commands.singleKeysOff}</p>}
        </Section>
        <Section title={m.commands.inGrid}>
          <Keys rows={m.commands.gridKeys} />
        </Section>
        <Section title={m.commands.inChart}>
          <Keys rows={m.commands.chartKeys} />
        </Section>
      </div>
    </Dialog>
  );
}

function Keys({ rows }: { rows: readonly (readonly [string, string])[] }) {
  return (
    <dl className={styles.keys}>
      {rows.map(([keys, label]) => (
        <div key={keys}>
          <dt>
            <kbd>{keys}</kbd>
          </dt>
          <dd>{label}</dd>
        </div>
      ))}
    </dl>
  );
}
