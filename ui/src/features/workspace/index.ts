export { NewWorkspace } from "./NewWorkspace";
export { useOpenSample, useOpenWorkspace } from "./open";
export { Welcome } from "./Welcome";
