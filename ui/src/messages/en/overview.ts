/** Words of the overview. */

export const overview = {
  figures: "Headline figures",
  import: "Import…",
  top: "Incidents with most downtime",
  incident: "Incident",
  title: "Title",
  minutes: "Minutes",
  cost: "Cost",
  noTop: "No incident in this window",
  services: "Services against their targets",
  service: "Service",
  availability: "Availability",
  used: "Used of allowed",
  usedOf: (used: string, allowed: string) => `${used} of ${allowed}`,
  state: "State",
  noServices: "No service yet",
  orphan: "no owner",
  allServices: "All services",
  changed: "What changed",
  noChanges: "Nothing yet",
};
