/** In place of a part that has nothing to divide: no incident in the window. */

import type { Headline } from "../../api";
import { m } from "../../messages";
import { Button, EmptyPart } from "../../shared";
import { useGo } from "../address";

export function NoIncidents({ headline }: { headline: Headline }) {
  const go = useGo();
  return (
    <EmptyPart
      headline={headline}
      actions={
        <Button onPress={() => go("/incidents", { incident: "new" })}>{m.cost.addIncident}</Button>
      }
    />
  );
}
