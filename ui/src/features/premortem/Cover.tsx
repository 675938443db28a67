/** Says that what one gives is covered, and how whoever gives it sees it. */

import { m } from "../../messages";
import { LinkButton } from "../../shared";
import { useAppearance } from "../appearance";
import styles from "./premortem.module.css";
import { useSitting } from "./sitting";

/** `note`: what is covered, as a sentence. */
export function Cover({ note }: { note: string }) {
  const { covered, uncover } = useSitting();
  const { meeting } = useAppearance();
  const words = m.premortems.cover;
  if (!meeting) return null;
  return (
    <p id="premortem-cover" className={styles.coverNote}>
      <span>{covered ? note : words.shown}</span>{" "}
      <LinkButton onPress={uncover}>{covered ? words.show : words.hide}</LinkButton>{" "}
      <kbd>Alt+V</kbd>
    </p>
  );
}
