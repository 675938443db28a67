/** A card as it stands: its words, who said it, and whether it still counts. */

import { useRef, useState } from "react";
import type { CardView } from "../../api";
import { m } from "../../messages";
import { Button, Checkbox, Dialog, ErrorNote, Select, TextField } from "../../shared";
import styles from "./premortem.module.css";
import { useKeptText, useSending, useSitting } from "./sitting";

export function CardForm({ card, onClose }: { card: CardView; onClose: () => void }) {
  const { premortem, act, wrong, error, keepJot, clearError } = useSitting();
  const [isSending, once] = useSending();
  const words = m.premortems.card;
  const [text, setText] = useKeptText(`card ${card.id}`, card.text);
  const [author, setAuthor] = useState(card.authorId);
  const [aside, setAside] = useState(card.aside);
  const form = useRef<HTMLFormElement>(null);
  const leave = () => {
    keepJot(`card ${card.id}`, "");
    clearError();
    onClose();
  };
  const save = async () => {
    const done = await act("premortem.card", {
      session: premortem.id,
      id: card.id,
      text,
      author,
      aside,
    });
    if (done) leave();
  };
  return (
    <Dialog
      title={words.title}
      isOpen
      onClose={leave}
      footer={
        <>
          <Button onPress={leave}>{m.common.cancel}</Button>
          <Button
            variant="filled"
            isPending={isSending}
            onPress={() => form.current?.requestSubmit()}
          >
            {m.common.save}
          </Button>
        </>
      }
    >
      <form
        ref={form}
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void once(save);
        }}
      >
        {error && !wrong("text") && <ErrorNote error={error} />}
        <TextField
          label={words.text}
          name="text"
          value={text}
          onChange={setText}
          error={wrong("text")}
          autoFocus
        />
        <Select
          label={words.author}
          value={author}
          onChange={setAuthor}
          options={[
            { id: "", label: m.premortems.nobody },
            ...premortem.people.map(({ id, name }) => ({ id, label: name })),
          ]}
        />
        <Checkbox isSelected={aside} onChange={setAside}>
          {words.aside}
        </Checkbox>
        <button type="submit" hidden tabIndex={-1} aria-hidden="true" />
      </form>
    </Dialog>
  );
}
