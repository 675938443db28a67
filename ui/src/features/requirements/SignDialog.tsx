/** Somebody's name under a requirement, or off it again. */

import { useRef, useState } from "react";
import { useCommand } from "../../api";
import { m } from "../../messages";
import { Button, Dialog, ErrorNote, TextField, useFocusOnError } from "../../shared";
import { useUndoToast } from "../history";

export interface SignDialogProps {
  id: string;
  part: "product" | "technical";
  /** Somebody signed already. */
  signed: boolean;
  onClose: () => void;
}

export function SignDialog({ id, part, signed, onClose }: SignDialogProps) {
  const words = m.requirements;
  const [name, setName] = useState("");
  const { mutate, error, isPending } = useCommand("requirement.sign");
  const said = useUndoToast();
  const form = useRef<HTMLFormElement>(null);
  useFocusOnError(form, error);
  const sign = (by: string) =>
    mutate(
      { args: { id, part, by } },
      {
        onSuccess: (done) => {
          said(done);
          onClose();
        },
      },
    );
  return (
    <Dialog
      title={words.signTitle[part]}
      isOpen
      onClose={onClose}
      footer={
        <>
          {signed && (
            <Button variant="quiet" isDisabled={isPending} onPress={() => sign("")}>
              {words.takeBack}
            </Button>
          )}
          <Button onPress={onClose}>{m.common.cancel}</Button>
          <Button
            variant="filled"
            isPending={isPending}
            isDisabled={name.trim() === ""}
            onPress={() => form.current?.requestSubmit()}
          >
            {words.signOff}
          </Button>
        </>
      }
    >
      <form
        ref={form}
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() !== "") sign(name);
        }}
      >
        {error && <ErrorNote error={error} />}
        <TextField
          label={words.signName}
          name="by"
          description={words.signAbout}
          value={name}
          onChange={setName}
          autoFocus
        />
        <button type="submit" hidden tabIndex={-1} aria-hidden="true" />
      </form>
    </Dialog>
  );
}
