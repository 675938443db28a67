/** What a screen shows is part of its address: the window of its figures, what is open. */

import { useNavigate, useRouterState } from "@tanstack/react-router";
import { useCallback } from "react";

/** Parts of an address after the `?`; each screen reads those that it knows. */
export interface Search {
  /** What the figures are about, as `WindowArgs`; missing: the last 365 days. */
  window?: string | undefined;
  /** Id of the incident that is open; `new` while one is added. */
  incident?: string | undefined;
  /** Filter of the incidents. */
  filter?: string | undefined;
  /** An import is under way. */
  import?: string | undefined;
  /** Id of the service that is looked at. */
  service?: string | undefined;
  /** Which part of the screen shows; missing: its first. */
  part?: string | undefined;
  /** How the cost is cut. */
  cut?: string | undefined;
  /** Key of the sign that is open. */
  sign?: string | undefined;
  /** Which time-to-X is drawn. */
  metric?: string | undefined;
  /** Id of the scenario that is looked at; missing: the base scenario. */
  scenario?: string | undefined;
  /** Id of the risk that is edited; `new` while one is added. */
  risk?: string | undefined;
  /** Availability that risks are held against; missing: the target of the scope. */
  target?: string | undefined;
  /** What a register is ranked by. */
  by?: string | undefined;
  /** Id of the pre-mortem that is held. */
  session?: string | undefined;
  /** Id of the person who sits at its keyboard; missing: nobody in particular. */
  seat?: string | undefined;
  /** Id of the requirement that is open, or `REQ-7`. */
  requirement?: string | undefined;
  /** Which requirements show. */
  status?: string | undefined;
}

const NAMES = [
  "window",
  "incident",
  "filter",
  "import",
  "service",
  "part",
  "cut",
  "sign",
  "metric",
  "scenario",
  "risk",
  "target",
  "by",
  "session",
  "seat",
  "requirement",
  "status",
] as const;

/** The known parts of a raw address. */
export function readSearch(raw: Record<string, unknown>): Search {
  const search: Search = {};
  for (const name of NAMES) {
    const value = raw[name];
    if (typeof value === "string" && value !== "") search[name] = value;
  }
  return search;
}

export function useAddress(): Search {
  return useRouterState({ select: ({ location }) => readSearch(location.search) });
}

export function usePath(): string {
  return useRouterState({ select: ({ location }) => location.pathname });
}

/** Goes to a screen. The window of the figures stays what it is. */
export function useGo(): (path: string, search?: Search) => void {
  const navigate = useNavigate();
  return useCallback((path, search = {}) => void navigate({ to: path, search }), [navigate]);
}

/** Changes parts of the address in place; `undefined` removes one. Leaves no step for Back. */
export function useSetAddress(): (change: Search) => void {
  const navigate = useNavigate();
  return useCallback(
    (change) =>
      void navigate({
        to: ".",
        search: (now: Search) => ({ ...now, ...change }),
        replace: true,
      }),
    [navigate],
  );
}

/** One of a few choices that the address holds by `name`; the first of them where it holds none. */
export function useChoice<T extends string>(
  name: "part" | "cut" | "metric" | "by",
  choices: readonly T[],
): [T | undefined, (id: string) => void] {
  const asked = useAddress()[name];
  const setAddress = useSetAddress();
  const chosen = choices.find((choice) => choice === asked) ?? choices[0];
  return [chosen, (id) => setAddress({ [name]: id === choices[0] ? undefined : id })];
}
