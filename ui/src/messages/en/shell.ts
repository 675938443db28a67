/** Words of the frame around every screen. */

export const shell = {
  product: "Ninefold",
  screens: "Screens",
  overview: "Overview",
  data: "Data",
  incidents: "Incidents",
  cost: "Cost",
  availability: "Availability",
  settings: "Settings",
  history: "History",
};
