export { DraftDrawer } from "./DraftDrawer";
export { FirstService } from "./FirstService";
export { Leads } from "./Leads";
export { RequirementForm } from "./RequirementForm";
export { RequirementList } from "./RequirementList";
export { RequirementPane } from "./RequirementPane";
export { useFiles } from "./useFiles";
