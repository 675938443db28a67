export { CostLines } from "./CostLines";
export { IncidentForm } from "./IncidentForm";
export { IncidentList, type ListHandle } from "./IncidentList";
export { IncidentPane } from "./IncidentPane";
