/** From where a sign warns and alarms, and changing that in place. */

import { useRef, useState } from "react";
import { type SignRow, useCommand } from "../../api";
import { m } from "../../messages";
import {
  Button,
  ErrorNote,
  fieldErrors,
  LinkButton,
  TextField,
  useFocusOnError,
} from "../../shared";
import { useUndoToast } from "../history";
import styles from "./signs.module.css";

export function SignThreshold({ sign }: { sign: SignRow }) {
  const words = m.signs;
  const [isEditing, setEditing] = useState(false);
  return (
    <div className={styles.threshold}>
      <h3>{words.threshold}</h3>
      <p>
        {sign.threshold}{" "}
        <span className="quiet small">{sign.isDefault ? words.usual : words.own}</span>
      </p>
      {isEditing ? (
        <ThresholdForm sign={sign} onClose={() => setEditing(false)} />
      ) : (
        <LinkButton onPress={() => setEditing(true)}>{words.edit}</LinkButton>
      )}
    </div>
  );
}

function ThresholdForm({ sign, onClose }: { sign: SignRow; onClose: () => void }) {
  const words = m.signs;
  const save = useCommand("threshold.save");
  const saved = useUndoToast();
  const form = useRef<HTMLFormElement>(null);
  const [typed, setTyped] = useState({ warn: sign.warn, alarm: sign.alarm });
  const wrong = fieldErrors(save.error);
  useFocusOnError(form, save.error);
  const elsewhere = save.error && !wrong("warn") && !wrong("alarm") ? save.error : null;
  const write = (limits: { warn: string; alarm: string }) =>
    save.mutate(
      { args: { sign: sign.key, ...limits } },
      {
        onSuccess: (done) => {
          saved(done);
          onClose();
        },
      },
    );
  return (
    <form
      ref={form}
      onSubmit={(event) => {
        event.preventDefault();
        write(typed);
      }}
    >
      {elsewhere && <ErrorNote error={elsewhere} />}
      <div className={styles.limits}>
        <TextField
          label={words.warn}
          name="warn"
          numeric
          value={typed.warn}
          onChange={(warn) => setTyped((now) => ({ ...now, warn }))}
          error={wrong("warn")}
          autoFocus
        />
        <TextField
          label={words.alarm}
          name="alarm"
          numeric
          value={typed.alarm}
          onChange={(alarm) => setTyped((now) => ({ ...now, alarm }))}
          error={wrong("alarm")}
        />
      </div>
      <div className={styles.buttons}>
        <Button type="submit" isPending={save.isPending}>
          {m.common.save}
        </Button>
        <Button variant="quiet" onPress={onClose}>
          {m.common.cancel}
        </Button>
        {!sign.isDefault && (
          <LinkButton onPress={() => write({ warn: "", alarm: "" })}>{words.reset}</LinkButton>
        )}
      </div>
    </form>
  );
}
