/** Pre-mortems: the list of them, or the one that is held. */

import { useRpc } from "../api";
import { useAddress } from "../features/address";
import { Session, SessionList } from "../features/premortem";
import { m } from "../messages";
import { ErrorNote } from "../shared";

export function PremortemsView() {
  const { session } = useAddress();
  return session === undefined ? <Sessions /> : <Session key={session} id={session} />;
}

function Sessions() {
  const { data, error, refetch } = useRpc("premortems", {});
  if (error) return <ErrorNote error={error} onRetry={() => void refetch()} />;
  if (!data) return <p className="quiet">{m.common.loading}</p>;
  return <SessionList list={data} />;
}
