/** What is chosen for a workspace, and what is known about the company. */

export { Backlog } from "./Backlog";
export { CHOICES, Choices, type ChoicesPart } from "./Choices";
export { Contracts } from "./Contracts";
export { EditDrawer } from "./EditDrawer";
export { ListEditor } from "./ListEditor";
export { Mappings } from "./Mappings";
export { Rates } from "./Rates";
export { Roles } from "./Roles";
export { type RecordForm, useRecord, useRemoval } from "./record";
export { BLANK_SERVICE, Services } from "./Services";
export { SpecialDays } from "./SpecialDays";
export { Streams } from "./Streams";
export { Thresholds } from "./Thresholds";
export { Tiers } from "./Tiers";
export { Appearance, Backup } from "./Window";
