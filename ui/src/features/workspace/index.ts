export { NewWorkspace } from "./NewWorkspace";
export { useOpenSample, useOpenWorkspace, workspaceFiles } from "./open";
export { Welcome } from "./Welcome";
