/** The techniques that are on: switched at once on the screen, saved in order, said when counted. */

import { useEffect, useRef, useState } from "react";
import { type RpcError, type Tiers, useCommand } from "../../api";
import { m } from "../../messages";
import { joinUnit, useAnnounce, useMask } from "../../shared";
import { useUndoToast } from "../history";

export interface Switches {
  isOn: (id: string) => boolean;
  toggle: (id: string, on: boolean) => void;
  /** Exactly these on. */
  setAll: (ids: readonly string[]) => void;
  /** Something was switched that the figures do not follow yet. */
  isMoving: boolean;
  error: RpcError | null;
}

/** `isOld`: the figures of `tiers` are from before the change. */
export function useSwitches(tiers: Tiers, isOld: boolean): Switches {
  const { mutateAsync, error } = useCommand("plan.save");
  const said = useUndoToast();
  const announce = useAnnounce();
  const mask = useMask();
  /** Where the switches stand, until the figures follow; null: as the figures have it. */
  const [wanted, setWanted] = useState<readonly string[] | null>(null);
  const queue = useRef(Promise.resolve());
  const newest = useRef(0);
  const [isSaving, setSaving] = useState(false);
  const stored = tiers.plan.techniques;
  const now = wanted ?? stored;

  const setAll = (ids: readonly string[]) => {
    setWanted(ids);
    setSaving(true);
    newest.current += 1;
    const own = newest.current;
    const save = async () => {
      // A switch that was moved again meanwhile needs no saving of its own.
      if (own !== newest.current) return;
      try {
        said(await mutateAsync({ args: { ...tiers.plan, techniques: [...ids] } }));
      } catch {
        // The core refused: the switches go back, and the screen shows why.
        setWanted(null);
      }
      if (own === newest.current) setSaving(false);
    };
    queue.current = queue.current.then(save);
  };

  // The figures have followed: say them, and leave the switches to the workspace, whose undo
  // moves them too.
  const spoken = tiers.tiles
    .map(({ label, figure }) => `${label} ${joinUnit(figure.text, figure.unit)}`)
    .join(", ");
  const inForce = stored.join();
  useEffect(() => {
    if (wanted === null || isOld || isSaving) return;
    if ([...wanted].sort().join() !== inForce.split(",").filter(Boolean).sort().join()) return;
    setWanted(null);
    announce(m.tiers.announce(mask(spoken)));
  }, [wanted, isOld, isSaving, inForce, spoken, announce, mask]);

  return {
    isOn: (id) => now.includes(id),
    toggle: (id, on) => setAll(on ? [...now, id] : now.filter((one) => one !== id)),
    setAll,
    isMoving: wanted !== null,
    error,
  };
}
