/** The drawer in which one record is edited: its form, what is wrong with it, save and delete. */

import { type ReactNode, useRef } from "react";
import { m } from "../../messages";
import { Button, Drawer, ErrorNote, useFocusOnError } from "../../shared";
import type { RecordForm, Removal } from "./record";
import styles from "./settings.module.css";

export interface EditDrawerProps<T extends object> {
  title: string;
  onClose: () => void;
  record: RecordForm<T>;
  /** Missing for a record that cannot be deleted, or is not there yet. */
  removal?: Removal | undefined;
  deleteLabel?: string;
  /** Why it cannot be deleted; empty where it can. */
  pinned?: string;
  width?: "narrow" | "wide";
  children: ReactNode;
}

export function EditDrawer<T extends object>({
  title,
  onClose,
  record,
  removal,
  deleteLabel,
  pinned = "",
  width = "narrow",
  children,
}: EditDrawerProps<T>) {
  const form = useRef<HTMLFormElement>(null);
  const error = record.error ?? removal?.error ?? null;
  const isPending = record.isPending || Boolean(removal?.isPending);
  useFocusOnError(form, error);
  // A field of the record says itself what is wrong with it, also for what is in it: `bands.0`.
  const head = error?.field.split(".")[0] ?? "";
  const elsewhere = error !== null && !(head !== "id" && head in record.value);
  return (
    <Drawer
      title={title}
      isOpen
      onClose={onClose}
      width={width}
      keepOpen
      footer={
        <>
          {removal && (
            <Button
              variant="quiet"
              isDisabled={pinned !== "" || isPending}
              onPress={removal.remove}
              className={styles.delete}
            >
              {deleteLabel}
            </Button>
          )}
          <Button onPress={onClose}>{m.common.cancel}</Button>
          <Button
            variant="filled"
            isPending={isPending}
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
          record.save();
        }}
      >
        {elsewhere && <ErrorNote error={error} />}
        {children}
        {removal && pinned && <p className={styles.pinned}>{pinned}</p>}
        {/* Enter in a field saves; the buttons stand in the drawer's foot, outside the form. */}
        <button type="submit" hidden tabIndex={-1} aria-hidden="true" />
      </form>
    </Drawer>
  );
}
