/** The import of this window, for React. */

import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import { type Command, rpc } from "../../api";
import { ImportSession } from "./session";
import type { Wizard } from "./wizard";

/** One import for a window, which has one query client. */
const sessions = new WeakMap<QueryClient, ImportSession>();

/** Its version tells the window that there is something new. */
const STATUS: Command = "workspace.status";

export function useImport(): { session: ImportSession; state: Wizard } {
  const client = useQueryClient();
  let session = sessions.get(client);
  if (!session) {
    session = new ImportSession(rpc, () => client.refetchQueries({ queryKey: [STATUS] }));
    sessions.set(client, session);
  }
  return { session, state: useSyncExternalStore(session.subscribe, session.get) };
}
