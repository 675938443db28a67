/** Whether the register expects what incidents on record came to. */

import type { Risks } from "../../api";
import { m } from "../../messages";
import { LinkButton, Section, TextTable, useMask } from "../../shared";
import styles from "./risks.module.css";

/** A sentence where the register and the record part; nothing where they are in line. */
export function RecordWarning({ warning, onOpen }: { warning: string; onOpen?: () => void }) {
  const mask = useMask();
  if (warning === "") return null;
  return (
    <div className={styles.warning}>
      <p>{mask(warning)}</p>
      {onOpen && <LinkButton onPress={onOpen}>{m.risks.onRecord.open}</LinkButton>}
    </div>
  );
}

/** Service by service, and the money of all. */
export function OnRecord({ register }: { register: Risks }) {
  const words = m.risks.onRecord;
  if (register.onRecord.rows.length === 0) return null;
  return (
    <Section title={words.title} aside={words.aside}>
      <TextTable table={register.onRecord} label={words.title} />
      <p className={styles.help}>{words.help}</p>
    </Section>
  );
}
