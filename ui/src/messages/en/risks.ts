/** Words of the register of risks. */

const countRisks = (n: number, shown: string) => (n === 1 ? "1 risk" : `${shown} risks`);

export const risks = {
  figures: "The register in figures",
  register: "Risks against the budget",
  heldAgainst: (target: string, budget: string, from: string) =>
    [target, budget, from].filter(Boolean).join(" · "),
  by: "Rank by",
  byChoices: { minutes: "Bad minutes", loss: "Expected loss" },
  target: "Held against",
  ownTarget: "Own target",
  otherTarget: "Another target",
  otherExample: "99.97 %",
  show: "Show",
  add: "Add a risk",
  noService: "A risk is of a service, and there is none yet.",
  import: "Import…",
  addService: "Add a service",
  edit: (name: string) => `Edit ${name}`,
  columns: {
    risk: "Risk",
    source: "From",
    frequency: "Events a year",
    duration: "Minutes each",
    users: "Users hit",
    minutes: "Bad minutes a year",
    loss: "Loss a year",
    share: "Share of the budget",
    verdict: "Verdict",
  },
  shareOf: (service: string) => `of ${service}`,
  mark: "The line marks a quarter of the budget: above it a risk is too big.",
  tooBig: "Too big",
  breaksAlone: "Breaks it alone",
  accepted: "Fits",
  notAccepted: "Does not fit",
  notCounted: "Not counted",
  notes: "To know",

  onRecord: {
    title: "The register against the record",
    aside: "Without techniques",
    help: "On record: all incidents that count, over the time observed. The range is what the long run may be: how often from a Gamma law, how much each from a bootstrap.",
    open: "See the register",
  },

  suggestions: "What history suggests",
  suggestionsOpen: (n: number, shown: string) =>
    n === 1
      ? "1 kind of incident is not in the register"
      : `${shown} kinds of incident are not in the register`,
  suggestionColumns: {
    cause: "Kind of incident",
    evidence: "Seen",
    withIt: "Service then, min a year",
  },
  choose: (name: string) => `Take ${name} into the register`,
  chooseAll: "All that show",
  poolsWith: (name: string) => `pools with “${name}”`,
  accept: (n: number, shown: string) =>
    n === 0 ? "Take into the register" : `Take ${countRisks(n, shown)} into the register`,
  allSuggestions: (shown: string) => `Show all ${shown}`,
  noSuggestions:
    "Nothing that is not in the register already. A suggestion takes an incident that counts, has ended and lasted, and at least 28 days on record.",
  fromHistory: "Take risks from history",

  newTitle: "New risk",
  delete: "Delete the risk",
  what: "What fails",
  name: "In one line",
  nameExample: "Payment provider does not answer",
  service: "Service",
  failureMode: "How it fails",
  category: "Category",
  howOften: "How often and how long",
  frequency: "Events a year",
  detect: "Minutes until it is noticed",
  repair: "Minutes from there until users are well",
  oneLength: "The two are parts of one length",
  oneLengthAbout:
    "What takes long to be noticed takes long to be repaired, so bad events are worse than with two independent lengths. Set for risks learned from incidents, which only say how long they were in all.",
  users: "Share of users hit",
  effect: "What it costs",
  people: "People who work on it",
  perEvent: "Cost of an event, however long",
  streams: "Revenue it touches",
  allStreams: "All revenue of the service, unless some is chosen.",
  together: "What fails with it",
  group: "Common-cause group",
  groupAbout: "Risks of one group can strike in one event.",
  groupShare: "Share of its events that strike all",
  dispersion: "Variance over mean of the yearly count",
  dispersionAbout:
    "1 is independent events; more than 1, they come in clusters. It holds for all events of the risk, also those that strike a group.",
  notesField: "Notes",

  estimate: {
    kind: "Given as",
    kinds: {
      fixed: "one number",
      interval: "90 % range (lognormal)",
      "three-point": "low, likely, high (PERT)",
      kept: "as learned",
    },
    value: "Value",
    low: "Low",
    likely: "Likely",
    high: "High",
    about: {
      fixed: "taken as certain",
      interval: "1 in 20 below the low end, 1 in 20 above the high one",
      "three-point": "never below low, never above high, mostly near likely",
      kept: "another kind replaces it",
    },
  },
};
