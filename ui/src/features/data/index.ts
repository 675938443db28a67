/** Sources, imports, and the way from a file to a batch. */

export { Batches } from "./Batches";
export { chooseFiles, filesOf } from "./files";
export { focusHeading } from "./focus";
export { ImportWizard } from "./ImportWizard";
export { Sources } from "./Sources";
export { Templates } from "./Templates";
export { useImport } from "./useImport";
