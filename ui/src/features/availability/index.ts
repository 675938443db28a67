/** Services against their targets, and setting those. */

export { ServicesTable } from "./ServicesTable";
export { TargetDialog } from "./TargetDialog";
