/** Says that what is written is covered, how much of it there is, and how its writer sees it. */

import { m } from "../../messages";
import { LinkButton } from "../../shared";
import { useAppearance } from "../appearance";
import styles from "./premortem.module.css";
import { useSitting } from "./sitting";

export function Cover({ thoughts }: { thoughts: number }) {
  const { covered, uncover } = useSitting();
  const { meeting } = useAppearance();
  const words = m.premortems.cover;
  if (!meeting) return null;
  return (
    <p id="premortem-cover" className={styles.coverNote}>
      <span>{covered ? words.covered(thoughts) : words.shown}</span>{" "}
      <LinkButton onPress={uncover}>{covered ? words.show : words.hide}</LinkButton>{" "}
      <kbd>Alt+V</kbd>
    </p>
  );
}
