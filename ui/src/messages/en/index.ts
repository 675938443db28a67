/** The English catalogue, a file for each part of the window. */

import { availability } from "./availability";
import { common } from "./common";
import { cost } from "./cost";
import { data } from "./data";
import { incidents } from "./incidents";
import { merge } from "./merge";
import { overview } from "./overview";
import { premortems } from "./premortems";
import { requirements } from "./requirements";
import { risks } from "./risks";
import { score } from "./score";
import { settings } from "./settings";
import { commands, figuresWindow, history, shell, workspace } from "./shell";
import { signs } from "./signs";
import { tiers } from "./tiers";

export const en = {
  common,
  shell,
  window: figuresWindow,
  history,
  commands,
  workspace,
  overview,
  data,
  incidents,
  cost,
  availability,
  signs,
  tiers,
  risks,
  merge,
  premortems,
  requirements,
  score,
  settings,
};
