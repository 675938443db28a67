/**
 * A requirement is always of a service: where there is none yet, this asks for its name on the way
 * to writing the requirement. What else is known of it can wait.
 */

import { useRef, useState } from "react";
import { useCommand } from "../../api";
import { m } from "../../messages";
import { Button, Dialog, ErrorNote, fieldErrors, TextField, useFocusOnError } from "../../shared";
import { BLANK_SERVICE } from "../settings";

/** It closes by itself: the requirement takes its place as soon as the service is there. */
export function FirstService({ onClose }: { onClose: () => void }) {
  const words = m.requirements.firstService;
  const [name, setName] = useState("");
  const { mutate, error, isPending } = useCommand("service.save");
  const form = useRef<HTMLFormElement>(null);
  useFocusOnError(form, error);
  const errorOf = fieldErrors(error);
  return (
    <Dialog
      title={words.title}
      isOpen
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{m.common.cancel}</Button>
          <Button
            variant="filled"
            isPending={isPending}
            isDisabled={name.trim() === ""}
            onPress={() => form.current?.requestSubmit()}
          >
            {words.go}
          </Button>
        </>
      }
    >
      <form
        ref={form}
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() !== "") {
            // Nothing is said of it: a toast would lie over the form that comes next.
            mutate({ args: { ...BLANK_SERVICE.edit, name } });
          }
        }}
      >
        {error && <ErrorNote error={error} />}
        <TextField
          label={words.name}
          description={words.about}
          name="name"
          value={name}
          onChange={setName}
          error={errorOf("name")}
          autoFocus
        />
        <button type="submit" hidden tabIndex={-1} aria-hidden="true" />
      </form>
    </Dialog>
  );
}
