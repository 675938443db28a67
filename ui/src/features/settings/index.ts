/** What is chosen for a workspace, and what is known about the company. */

export { Choices } from "./Choices";
export { Roles } from "./Roles";
export { Services } from "./Services";
export { Streams } from "./Streams";
export { Tiers } from "./Tiers";
export { Appearance, Backup } from "./Window";
