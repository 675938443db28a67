/** Merging copies of a workspace. */

export { Conflicts } from "./Conflicts";
export { useMerge } from "./useMerge";
