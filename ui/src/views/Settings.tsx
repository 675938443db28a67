/** What is chosen for the workspace, and what is known about the company. */

import { useRef } from "react";
import { useRpc, useStatus } from "../api";
import { Appearance, Backup, Choices, Roles, Services, Streams, Tiers } from "../features/settings";
import styles from "../features/settings/settings.module.css";
import { m } from "../messages";
import { ErrorNote, Headline, LinkButton } from "../shared";

/** Severities are saved with the workspace's choices, so they stand in the first part. */
const PARTS = [
  "workspace",
  "tiers",
  "services",
  "streams",
  "roles",
  "appearance",
  "backup",
] as const;

export function SettingsView() {
  const { data: settings, error, refetch } = useRpc("settings", {});
  const status = useStatus();
  const parts = useRef(new Map<string, HTMLElement>());
  const words = m.settings;

  if (error) return <ErrorNote error={error} onRetry={() => void refetch()} />;
  if (!settings || !status) return <p className="quiet">{m.common.loading}</p>;

  const { currency } = settings.edit;
  const show = (name: string) => {
    const part = parts.current.get(name);
    part?.scrollIntoView?.();
    part?.focus();
  };
  const content = {
    workspace: <Choices settings={settings} />,
    tiers: <Tiers tiers={settings.tiers} />,
    services: <Services services={settings.services} tiers={settings.tiers} />,
    streams: <Streams streams={settings.streams} services={settings.services} />,
    roles: <Roles roles={settings.roles} currency={currency} />,
    appearance: <Appearance />,
    backup: <Backup path={status.path} name={status.name} />,
  };
  return (
    <>
      <Headline
        headline={{
          sentence: words.title(currency, settings.edit.zone),
          lead: words.lead,
          missing: null,
        }}
      />
      <div className={styles.layout}>
        <nav className={styles.contents} aria-label={words.sections}>
          <ul>
            {PARTS.map((name) => (
              <li key={name}>
                <LinkButton onPress={() => show(name)}>{words.names[name]}</LinkButton>
              </li>
            ))}
          </ul>
        </nav>
        <div className={styles.sections}>
          {PARTS.map((name) => (
            <div
              key={name}
              tabIndex={-1}
              ref={(part) => {
                if (part) parts.current.set(name, part);
              }}
            >
              {content[name]}
            </div>
          ))}
        </div>
      </div>
    </>
  );
}
