/** Chooses the scenario and the service that the screen is about; stands in the header. */

import { m } from "../../messages";
import { MenuButton } from "../../shared";
import { useSetAddress } from "../address";
import { useScope, useTiersPreview } from "./useTiers";

/** The base scenario and all services have no id; an entry of a menu needs one. */
const NONE = "none";

export function ScopePicker() {
  const words = m.tiers;
  const { scenario, service } = useScope();
  const setAddress = useSetAddress();
  const { data } = useTiersPreview();
  if (!data) return null;
  const scenarios = data.scenarios.map(({ id, name }) => ({ id: id || NONE, label: name }));
  const services = data.services.map(({ key, label }) => ({ id: key || NONE, label }));
  const nameOf = (entries: typeof scenarios, id: string, none: string) =>
    entries.find((entry) => entry.id === (id || NONE))?.label ?? none;
  return (
    <>
      <MenuButton
        label={words.scenario}
        value={nameOf(scenarios, scenario, words.base)}
        selected={scenario || NONE}
        sections={[{ items: scenarios }]}
        onAction={(id) => setAddress({ scenario: id === NONE ? undefined : id })}
      />
      <MenuButton
        label={words.scope}
        value={nameOf(services, service, words.allServices)}
        selected={service || NONE}
        sections={[{ items: services }]}
        onAction={(id) => setAddress({ service: id === NONE ? undefined : id })}
      />
    </>
  );
}
