/** Choices of this computer, and a copy of the workspace. */

import { useCommand } from "../../api";
import { m } from "../../messages";
import { pickSavePath } from "../../platform";
import { Button, Checkbox, ErrorNote, Section, SegmentedControl, useToast } from "../../shared";
import { setAppearance, type Theme, useAppearance } from "../appearance";
import { useMerge } from "../merge";
import styles from "./settings.module.css";

const THEMES: readonly Theme[] = ["system", "light", "dark"];

export function Appearance() {
  const words = m.settings.appearance;
  const { theme, singleKeys } = useAppearance();
  return (
    <Section title={m.settings.names.appearance}>
      <div className={styles.appearance}>
        <SegmentedControl
          label={words.theme}
          value={theme}
          onChange={(id) =>
            setAppearance({ theme: THEMES.find((each) => each === id) ?? "system" })
          }
          options={THEMES.map((id) => ({ id, label: words.themes[id] }))}
        />
        <div>
          <Checkbox isSelected={singleKeys} onChange={(on) => setAppearance({ singleKeys: on })}>
            {words.singleKeys}
          </Checkbox>
          <p className={styles.help}>{words.singleKeysHelp}</p>
        </div>
      </div>
    </Section>
  );
}

export interface BackupProps {
  /** Where the workspace is. */
  path: string;
  /** What it is called. */
  name: string;
}

export function Backup({ path, name }: BackupProps) {
  const words = m.settings.backup;
  const backup = useCommand("workspace.backup");
  const toast = useToast();
  const merge = useMerge();
  const save = async () => {
    const to = await pickSavePath({
      title: words.title,
      name: `${name}-copy.ninefold`,
      filters: [{ name: words.filter, extensions: ["ninefold"] }],
    });
    if (!to) return;
    backup.mutate(
      { args: { path: to } },
      { onSuccess: (written) => toast({ text: words.done(written.path) }) },
    );
  };
  return (
    <Section title={m.settings.names.backup}>
      <p>{words.text}</p>
      <p className={styles.help}>
        {words.where} <code className={styles.path}>{path}</code>
      </p>
      {backup.error && <ErrorNote error={backup.error} />}
      <div className={styles.copies}>
        <Button isPending={backup.isPending} onPress={() => void save()}>
          {words.button}
        </Button>
        <Button isPending={merge.isPending} onPress={merge.start}>
          {m.merge.button}
        </Button>
      </div>
      <p className={styles.help}>{m.merge.about}</p>
    </Section>
  );
}
