/** Services against their targets, what is wrong with those, and setting them. */

export { Concerns } from "./Concerns";
export { ServicesTable } from "./ServicesTable";
export { TargetDialog } from "./TargetDialog";
