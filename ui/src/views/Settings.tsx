/** What is chosen for the workspace, and what is known about the company. */

import { type ReactNode, useRef } from "react";
import { type Settings, useRpc, useStatus } from "../api";
import {
  Appearance,
  Backlog,
  Backup,
  CHOICES,
  Choices,
  type ChoicesPart,
  Contracts,
  Mappings,
  Rates,
  Roles,
  Services,
  SpecialDays,
  Streams,
  Thresholds,
  Tiers,
} from "../features/settings";
import styles from "../features/settings/settings.module.css";
import { m } from "../messages";
import { ErrorNote, Headline, LinkButton } from "../shared";

/** What is known about the company: lists of records, each with its own drawer. */
const RECORDS = [
  "thresholds",
  "tiers",
  "services",
  "streams",
  "roles",
  "rates",
  "contracts",
  "specialDays",
  "backlog",
  "mappings",
] as const;

/** What is of this computer, or of the file. */
const WINDOW = ["appearance", "backup"] as const;

const CHAPTERS = { choices: CHOICES, records: RECORDS, window: WINDOW } as const;

type Part = (typeof RECORDS)[number] | (typeof WINDOW)[number];

export function SettingsView() {
  const { data: settings, error, refetch } = useRpc("settings", {});
  const status = useStatus();
  const places = useRef(new Map<string, HTMLElement>());
  const words = m.settings;

  if (error) return <ErrorNote error={error} onRetry={() => void refetch()} />;
  if (!settings || !status) return <p className="quiet">{m.common.loading}</p>;

  const placeOf = (part: Part | ChoicesPart) => (element: HTMLElement | null) => {
    if (element) places.current.set(part, element);
  };
  const show = (part: Part | ChoicesPart) => {
    const place = places.current.get(part);
    place?.scrollIntoView?.();
    place?.focus();
  };
  const content = { ...records(settings), ...window(status.path, status.name) };
  return (
    <>
      <Headline
        headline={{
          sentence: words.title(settings.edit.currency, settings.edit.zone),
          lead: words.lead,
          missing: null,
        }}
      />
      <div className={styles.layout}>
        <nav className={styles.contents} aria-label={words.sections}>
          {(["choices", "records", "window"] as const).map((chapter) => (
            <div key={chapter}>
              <p className={styles.chapter}>{words.chapters[chapter]}</p>
              <ul>
                {CHAPTERS[chapter].map((part) => (
                  <li key={part}>
                    <LinkButton onPress={() => show(part)}>{words.names[part]}</LinkButton>
                  </li>
                ))}
              </ul>
            </div>
          ))}
        </nav>
        <div className={styles.sections}>
          <Choices settings={settings} placeOf={placeOf} />
          {([...RECORDS, ...WINDOW] as const).map((part) => (
            <div key={part} tabIndex={-1} ref={placeOf(part)}>
              {content[part]}
            </div>
          ))}
        </div>
      </div>
    </>
  );
}

function records(settings: Settings): Record<(typeof RECORDS)[number], ReactNode> {
  const { services, tiers, zones } = settings;
  const { currency } = settings.edit;
  return {
    thresholds: <Thresholds thresholds={settings.thresholds} />,
    tiers: <Tiers tiers={tiers} />,
    services: <Services services={services} tiers={tiers} zones={zones} />,
    streams: <Streams streams={settings.streams} services={services} />,
    roles: <Roles roles={settings.roles} currency={currency} />,
    rates: (
      <Rates
        rates={settings.rates}
        spans={settings.rateSpans}
        currency={currency}
        currencies={settings.currencies}
      />
    ),
    contracts: <Contracts contracts={settings.contracts} services={services} currency={currency} />,
    specialDays: <SpecialDays days={settings.specialDays} />,
    backlog: <Backlog backlog={settings.backlog} />,
    mappings: <Mappings mappings={settings.mappings} />,
  };
}

function window(path: string, name: string): Record<(typeof WINDOW)[number], ReactNode> {
  return { appearance: <Appearance />, backup: <Backup path={path} name={name} /> };
}
