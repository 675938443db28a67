/** The files of an import: asking for them, and naming them in a line of text. */

import { m } from "../../messages";
import { pickFiles } from "../../platform";
import type { ImportSession } from "./session";

/** What is read; also what the dialog offers. */
const ENDINGS = [
  ...["csv", "tsv", "txt", "json", "ndjson", "jsonl", "xes"],
  ...["xlsx", "xlsm", "xlsb", "xls", "ods", "parquet", "gz", "zip"],
];

/** Asks for files and hands them to the import. False where the dialog was closed. */
export async function chooseFiles(session: ImportSession): Promise<boolean> {
  const paths = await pickFiles({
    title: m.data.file.dialog,
    filters: [{ name: m.data.file.filter, extensions: ENDINGS }],
    multiple: true,
  });
  if (paths.length === 0) return false;
  void session.choose(paths);
  return true;
}

/** A path without its folder. */
export function fileName(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path;
}

/** The files of an import in a few words. */
export function filesOf(paths: readonly string[]): string {
  return m.data.wizard.files(fileName(paths[0] ?? ""), paths.length - 1);
}
