/** A form of texts that the core reads: what it could not read comes back by field. */

import { type RefObject, useEffect } from "react";
import type { RpcError } from "../api";

/** What is wrong with a field, by its name in the wire type. */
export type FieldErrors = (field: string) => string | undefined;

export function fieldErrors(error: RpcError | null): FieldErrors {
  return (field) =>
    error !== null && error.field !== "" && error.field === field ? error.message : undefined;
}

/** Brings the focus to the field that an error is about. */
export function useFocusOnError(form: RefObject<HTMLElement | null>, error: RpcError | null): void {
  useEffect(() => {
    if (!error?.field) return;
    const field = form.current?.querySelector(`[data-field="${CSS.escape(error.field)}"]`);
    const control = field?.querySelector<HTMLElement>("input, textarea, button") ?? null;
    control?.focus();
  }, [form, error]);
}
