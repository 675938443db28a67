/** What a minute costs, and what the incidents did. */

export { Demand } from "./Demand";
export { QuickCost } from "./QuickCost";
export { ServiceCosts } from "./ServiceCosts";
