/** What a nine costs and what it saves: options, techniques, scenarios. */

export { Counted } from "./Counted";
export { Frontier, RateOrRepair } from "./Frontier";
export { Ceilings, NextNine } from "./NextNine";
export { OptionsTable, WhenItPays } from "./OptionsTable";
export { PlanDrawer } from "./PlanDrawer";
export { ScenarioDrawer } from "./ScenarioDrawer";
export { Scenarios } from "./Scenarios";
export { ScopePicker } from "./ScopePicker";
export { Stale } from "./Stale";
export { Techniques } from "./Techniques";
export { Tornado } from "./Tornado";
export { useSwitches } from "./useSwitches";
export { chartScope, type TiersState, useScope, useTiers } from "./useTiers";
