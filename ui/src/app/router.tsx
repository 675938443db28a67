/** Addresses of the screens. What a screen shows is in its address, so that Back works. */

import {
  createHashHistory,
  createRootRoute,
  createRoute,
  createRouter,
  type RouterHistory,
  retainSearchParams,
} from "@tanstack/react-router";
import { readSearch } from "../features/address";
import { AvailabilityView } from "../views/Availability";
import { CostView } from "../views/Cost";
import { DataScreen as Data } from "../views/Data";
import { IncidentsView } from "../views/Incidents";
import { OverviewView } from "../views/Overview";
import { PremortemsView } from "../views/Premortems";
import { RequirementsView } from "../views/Requirements";
import { SettingsView } from "../views/Settings";
import { TiersView } from "../views/Tiers";
import { Shell } from "./Shell";

const root = createRootRoute({
  component: Shell,
  validateSearch: readSearch,
  search: { middlewares: [retainSearchParams(["window"])] },
});

const screen = (path: string, component: () => React.ReactNode) =>
  createRoute({ getParentRoute: () => root, path, component });

const routeTree = root.addChildren([
  screen("/", OverviewView),
  screen("/data", Data),
  screen("/incidents", IncidentsView),
  screen("/cost", CostView),
  screen("/availability", AvailabilityView),
  screen("/tiers", TiersView),
  screen("/premortems", PremortemsView),
  screen("/requirements", RequirementsView),
  screen("/settings", SettingsView),
]);

export function createAppRouter(history: RouterHistory = createHashHistory()) {
  return createRouter({ routeTree, history, defaultPreload: false });
}
