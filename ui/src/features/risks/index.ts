/** The register of risks: against a budget, from people, from history. */

export { bare } from "./bare";
export { EstimateField, NO_ESTIMATE } from "./EstimateField";
export { HeldAgainst } from "./HeldAgainst";
export { OnRecord, RecordWarning } from "./OnRecord";
export { DRAWN, Register } from "./Register";
export { RiskDrawer } from "./RiskDrawer";
export { Suggestions } from "./Suggestions";
