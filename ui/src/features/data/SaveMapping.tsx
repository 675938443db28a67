/** Keeps the mapping under a name, so that the next file with this header needs no Map step. */

import { useState } from "react";
import { useCommand } from "../../api";
import { m } from "../../messages";
import { Button, LinkButton, TextField, useToast } from "../../shared";
import { importArgs, type Wizard } from "./wizard";
import styles from "./wizard.module.css";

export function SaveMapping({ state }: { state: Wizard }) {
  const words = m.data.map.save;
  const known = state.inspection?.named ?? "";
  const [name, setName] = useState<string | null>(null);
  const save = useCommand("mapping.save");
  const toast = useToast();
  const args = importArgs(state);
  const path = args?.paths[0];
  if (!args || !path) return null;
  if (name === null) {
    return (
      <div className={styles.paste}>
        <LinkButton onPress={() => setName(known)}>{words.open}</LinkButton>
      </div>
    );
  }
  const keep = () =>
    save.mutate(
      { args: { id: "", name, path, kind: args.kind, mapping: args.mapping } },
      {
        onSuccess: ({ label }) => {
          setName(null);
          toast({ text: label });
        },
        onError: ({ message }) => toast({ text: message }),
      },
    );
  return (
    <form
      className={styles.fix}
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim()) keep();
      }}
    >
      <TextField
        label={words.name}
        description={words.help}
        value={name}
        onChange={setName}
        autoFocus
      />
      <div className={styles.fixButtons}>
        <Button type="submit" variant="filled" isDisabled={!name.trim() || save.isPending}>
          {words.keep}
        </Button>
        <LinkButton onPress={() => setName(null)}>{m.data.check.fix.cancel}</LinkButton>
      </div>
    </form>
  );
}
