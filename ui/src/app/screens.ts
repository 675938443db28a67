/** The screens, in the order of the rail. */

import { m } from "../messages";

export interface Screen {
  path:
    | "/"
    | "/data"
    | "/incidents"
    | "/cost"
    | "/availability"
    | "/tiers"
    | "/premortems"
    | "/requirements"
    | "/settings";
  label: () => string;
  /** Its key with Ctrl. */
  key: string;
  /** Its figures are about a window that the header lets choose, in all its parts or in one. */
  windowed: boolean | string;
}

export const SCREENS: readonly Screen[] = [
  { path: "/", label: () => m.shell.overview, key: "1", windowed: true },
  { path: "/data", label: () => m.shell.data, key: "2", windowed: false },
  { path: "/incidents", label: () => m.shell.incidents, key: "3", windowed: false },
  { path: "/cost", label: () => m.shell.cost, key: "4", windowed: true },
  { path: "/availability", label: () => m.shell.availability, key: "5", windowed: "targets" },
  { path: "/tiers", label: () => m.shell.tiers, key: "6", windowed: false },
  { path: "/premortems", label: () => m.shell.premortems, key: "7", windowed: false },
  { path: "/requirements", label: () => m.shell.requirements, key: "8", windowed: false },
];

/** At the foot of the rail. */
export const SETTINGS: Screen = {
  path: "/settings",
  label: () => m.shell.settings,
  key: ",",
  windowed: false,
};
