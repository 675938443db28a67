/** What is being typed, apart from what is stored, and what is chosen from. */

import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { ServiceRow } from "../../api";
import type { Option } from "../../shared";

export interface Draft<T> {
  value: T;
  set: (change: Partial<T>) => void;
  /** Whether it differs from what is stored. */
  isDirty: boolean;
  /** Back to what is stored. */
  discard: () => void;
}

/** What was typed and not saved when its screen was left. */
interface Left<T> {
  /** What was stored then. */
  from: string;
  value: T;
}

/**
 * A draft of a stored record. When the stored one changes (it was saved, or the change was taken
 * back) the draft begins anew from it. Who leaves the screen finds it again as it was, under the
 * `name` of the draft.
 */
export function useDraft<T extends object>(name: string, stored: T): Draft<T> {
  const text = useMemo(() => JSON.stringify(stored), [stored]);
  const client = useQueryClient();
  const key = useMemo(() => ["left", name], [name]);
  const [value, setValue] = useState(() => {
    const left = client.getQueryData<Left<T>>(key);
    return left?.from === text ? left.value : stored;
  });
  const isDirty = JSON.stringify(value) !== text;
  const latest = useRef({ value, text, isDirty });
  latest.current = { value, text, isDirty };
  useEffect(
    () => () => {
      const { value, text, isDirty } = latest.current;
      if (isDirty) client.setQueryData<Left<T>>(key, { from: text, value });
      else client.removeQueries({ queryKey: key });
    },
    [client, key],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text stands for what is stored
  const discard = useCallback(() => setValue(stored), [text]);
  const began = useRef(text);
  useEffect(() => {
    if (began.current === text) return;
    began.current = text;
    discard();
  }, [text, discard]);
  const set = useCallback((change: Partial<T>) => setValue((now) => ({ ...now, ...change })), []);
  return { value, set, isDirty, discard };
}

/** A list with one of its entries changed. */
export function withEntry<T>(list: readonly T[], index: number, change: Partial<T>): T[] {
  return list.map((entry, at) => (at === index ? { ...entry, ...change } : entry));
}

/** A list without one of its entries. */
export function without<T>(list: readonly T[], index: number): T[] {
  return list.filter((_, at) => at !== index);
}

/** Choices with their words, in the order of the words. */
export function optionsOf(labels: Readonly<Record<string, string>>): Option[] {
  return Object.entries(labels).map(([id, label]) => ({ id, label }));
}

/** The services to choose from, all but one where that cannot be. */
export function serviceOptions(services: readonly ServiceRow[], but = ""): Option[] {
  return services
    .filter(({ edit }) => edit.id !== but)
    .map(({ edit }) => ({ id: edit.id, label: edit.name }));
}

/** The name of a service by its id. */
export function namesOf(services: readonly ServiceRow[]): (id: string) => string {
  const names = new Map(services.map(({ edit }) => [edit.id, edit.name]));
  return (id) => names.get(id) ?? "";
}
