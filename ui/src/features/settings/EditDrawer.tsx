/** The drawer in which one record is edited: its form, what is wrong with it, save and delete. */

import { type ReactNode, useRef } from "react";
import type { RpcError } from "../../api";
import { m } from "../../messages";
import { Button, Drawer, ErrorNote, useFocusOnError } from "../../shared";
import styles from "./settings.module.css";

export interface EditDrawerProps {
  title: string;
  onClose: () => void;
  onSave: () => void;
  isPending: boolean;
  /** What the core said about saving or deleting. */
  error: RpcError | null;
  /** Fields that show their own errors, also as the heads of dotted names: `channels`. */
  fields: readonly string[];
  /** Missing for a record that cannot be deleted, or is not there yet. */
  onDelete?: (() => void) | undefined;
  deleteLabel?: string;
  /** Why it cannot be deleted; empty where it can. */
  pinned?: string;
  width?: "narrow" | "wide";
  children: ReactNode;
}

export function EditDrawer({
  title,
  onClose,
  onSave,
  isPending,
  error,
  fields,
  onDelete,
  deleteLabel,
  pinned = "",
  width = "narrow",
  children,
}: EditDrawerProps) {
  const form = useRef<HTMLFormElement>(null);
  useFocusOnError(form, error);
  const head = error?.field.split(".")[0] ?? "";
  const elsewhere = error !== null && !fields.includes(head);
  return (
    <Drawer
      title={title}
      isOpen
      onClose={onClose}
      width={width}
      keepOpen
      footer={
        <>
          {onDelete && (
            <Button
              variant="quiet"
              isDisabled={pinned !== "" || isPending}
              onPress={onDelete}
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
          onSave();
        }}
      >
        {elsewhere && <ErrorNote error={error} />}
        {children}
        {onDelete && pinned && <p className={styles.pinned}>{pinned}</p>}
        {/* Enter in a field saves; the buttons stand in the drawer's foot, outside the form. */}
        <button type="submit" hidden tabIndex={-1} aria-hidden="true" />
      </form>
    </Drawer>
  );
}
