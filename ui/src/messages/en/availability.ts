/** Words of the availability screen. */

const countServices = (services: number) => (services === 1 ? "1 service" : `${services} services`);

export const availability = {
  part: "Part of the screen",
  parts: { targets: "Targets", signs: "Signs", timelines: "Timelines", growth: "Growth" },
  concerns: "What asks for a decision",
  concern: {
    "above-dependencies": "Out of reach",
    "above-measured": "Not yet carried",
    "above-channel": "Not perceived",
    "no-budget": "No budget",
    "one-decides": "Too short to say",
    "tier-missing": "No tier",
    "target-missing": "No target",
  },
  otherConcern: "To settle",
  comesAbout: "How it comes about",
  aboutConcern: (service: string, text: string) => `${service}: ${text}`,
  toSettings: "Open Settings",
  details: (service: string) => `More about ${service}`,
  interval: "Availability in the long run, 90 % range",
  ceiling: "Its dependencies allow",
  hours: "Hours that count",
  perceived: "What its customers can perceive",
  import: "Import…",
  addIncident: "Add an incident",
  setTarget: (service: string) => `Set target of ${service}…`,
  setTargetOf: (service: string) => `Set the target of ${service}`,
  services: "Services against their targets",
  servicesNote:
    "Worst first. A service's charts open with its name. Incidents count with those of what it leans on; nines are rounded down.",
  look: (service: string) => `Show the charts of ${service}`,
  notes: "What the targets run into",
  orphan: "no owner",
  budgetOf: (service: string) => `Error budget of ${service}`,
  left: (minutes: string) => `${minutes} left`,
  requests: {
    name: "By requests",
    used: (share: string) => `${share} of what may fail`,
  },
  columns: {
    service: "Service",
    target: "Target",
    availability: "Availability",
    used: "Used",
    allowed: "Allowed, min",
    burn: "Burn",
    weighted: "Revenue-weighted",
    incidents: "Incidents",
    verdict: "Verdict",
  },
  targetTitle: (service: string) => `Target of ${service}`,
  targetFor: "It holds for",
  own: "this service only",
  tier: (tier: string, services: number) => `tier ${tier}: changes ${countServices(services)}`,
  tierName: (tier: string) => `tier ${tier}`,
  targetChanged: (whose: string, before: string, after: string, services: number) =>
    `Target of ${whose}: ${before || "none"} → ${after || "none"}, ${countServices(services)}`,
  target: "Availability target",
  targetOwnHelp: "Empty: the target of its tier, else the workspace's.",
  targetTierHelp: (keeps: string) =>
    [
      keeps && `${keeps} keeps the target of its own.`,
      "Services with a target of their own keep it. Empty: the workspace's.",
    ]
      .filter(Boolean)
      .join(" "),
  noTier: "This service is in no tier, so the target can only be its own.",
};
