/** Words of merging copies of a workspace. */

export const merge = {
  title: (n: number) => (n === 1 ? "1 conflict to decide" : `${n} conflicts to decide`),
  aside: "Copies say different things. What stands is used until you decide; undo takes it back.",
  by: (copy: string, when: string) => (when === "" ? copy : `${copy}, ${when}`),
  stands: "stands now",
  take: "Take this",
  keep: "Keep this",
  pick: "Choose the other copy of this workspace",
  button: "Merge a copy…",
  about:
    "Takes in what another copy of this workspace changed since the two were one. The other file stays as it is; what both changed is listed under Data, to be decided. One undo takes it all back.",
  chip: (n: number) => (n === 1 ? "1 conflict" : `${n} conflicts`),
};
