/** What a minute costs, and what the incidents did. */

export { Demand } from "./Demand";
export { FaultLines } from "./FaultLines";
export { Methods } from "./Methods";
export { QuickCost } from "./QuickCost";
export { Reconciliation } from "./Reconciliation";
export { ServiceCosts } from "./ServiceCosts";
export { useExportCost } from "./useExportCost";
