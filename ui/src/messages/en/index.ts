/** The English catalogue, a file for each part of the window. */

import { common } from "./common";
import { incidents } from "./incidents";
import { overview } from "./overview";
import { shell } from "./shell";

export const en = { common, shell, overview, incidents };
