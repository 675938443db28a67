/** The first screen: what a minute costs, what was lost, and how the services stand. */

import { Link } from "@tanstack/react-router";
import {
  type Overview,
  type ServiceAgainstTarget,
  type SignRow,
  type TopIncident,
  useRpc,
} from "../api";
import { useGo } from "../features/address";
import { useWindowParam } from "../features/window";
import { useOpenSample } from "../features/workspace";
import { m } from "../messages";
import { modifier } from "../platform";
import {
  Alerts,
  Button,
  Chart,
  classes,
  EmptyState,
  ErrorNote,
  FigureStack,
  FigureText,
  Headline,
  Section,
  StateChip,
  TileStrip,
  useMask,
} from "../shared";
import styles from "./Overview.module.css";

/** Signs shown here: the worst. */
const SIGNS = 4;

export function OverviewView() {
  const window = useWindowParam();
  const { data, error, refetch } = useRpc("overview", { window });
  const go = useGo();
  const sample = useOpenSample();
  if (error) return <ErrorNote error={error} onRetry={() => void refetch()} />;
  if (!data) return <p className="quiet">{m.common.loading}</p>;

  const importData = (
    <Button
      variant="filled"
      shortcut={`${modifier}+I`}
      onPress={() => go("/data", { import: "file" })}
    >
      {m.overview.import}
    </Button>
  );
  if (data.headline.missing !== null) {
    return (
      <EmptyState
        headline={data.headline}
        actions={
          <>
            {importData}
            <Button onPress={sample.start} isPending={sample.isPending}>
              {m.workspace.sample}
            </Button>
          </>
        }
      />
    );
  }
  return (
    <>
      <Headline headline={data.headline} action={importData} />
      <Alerts title={m.common.notCounted} alerts={data.alerts} />
      <TileStrip tiles={data.tiles} label={m.overview.figures} />
      <div className={styles.columns}>
        <div className={styles.column}>
          <Chart chart="budget" window={window} height={280} />
          <Since since={data.since} title={data.sinceTitle} />
          <TopIncidents top={data.top} all={data.allIncidents} />
        </div>
        <div className={styles.column}>
          <Signs signs={data.signs} />
          <Services services={data.services} />
          <Changes changes={data.changes} />
        </div>
      </div>
    </>
  );
}

function Signs({ signs }: { signs: readonly SignRow[] }) {
  const mask = useMask();
  return (
    <Section
      title={m.overview.signs}
      aside={
        signs.length > 0 && (
          <Link to="/availability" search={{ part: "signs" }}>
            {m.overview.allSigns}
          </Link>
        )
      }
    >
      {signs.length === 0 ? (
        <p className="quiet">{m.overview.noSigns}</p>
      ) : (
        <ul className={styles.signs}>
          {signs.slice(0, SIGNS).map((sign) => (
            <li key={sign.key}>
              <div>
                <Link
                  to="/availability"
                  search={{ part: "signs", sign: sign.key }}
                  className={styles.service}
                  aria-label={m.overview.openSign(sign.label, mask(sign.verdict))}
                >
                  {sign.label}
                </Link>
                {sign.trend && <div className={styles.under}>{mask(sign.trend)}</div>}
              </div>
              <span className="num strong">
                <FigureText figure={{ ...sign.value, reason: "" }} label={sign.label} />
              </span>
              <StateChip state={sign.state}>{mask(sign.verdict)}</StateChip>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

/** The last whole month beside the one before. */
function Since({ since, title }: { since: Overview["since"]; title: string }) {
  const mask = useMask();
  return (
    <Section title={m.overview.since} aside={title}>
      {since.length === 0 ? (
        <p className="quiet">{m.overview.noSince}</p>
      ) : (
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{m.overview.what}</th>
              <th scope="col" className="num">
                {m.overview.now}
              </th>
              <th scope="col" className="num">
                {m.overview.before}
              </th>
              <th scope="col" className="num">
                {m.overview.change}
              </th>
              <th scope="col" className="num">
                {m.overview.verdict}
              </th>
            </tr>
          </thead>
          <tbody>
            {since.map((row) => (
              <tr key={row.label}>
                <td>{row.label}</td>
                <td className="num strong">
                  <FigureStack figure={row.now} label={`${row.label}, ${m.overview.now}`} />
                </td>
                <td className="num">
                  <FigureStack figure={row.before} label={`${row.label}, ${m.overview.before}`} />
                </td>
                <td className="num">{mask(row.change)}</td>
                <td className="num">
                  {row.state === "unknown" ? (
                    <span className={styles.untold}>{mask(row.verdict)}</span>
                  ) : (
                    <StateChip state={row.state}>{mask(row.verdict)}</StateChip>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Section>
  );
}

function TopIncidents({ top, all }: { top: readonly TopIncident[]; all: string }) {
  return (
    <Section title={m.overview.top} aside={top.length > 0 && <Link to="/incidents">{all}</Link>}>
      {top.length === 0 ? (
        <p className="quiet">{m.overview.noTop}</p>
      ) : (
        <table className={classes(styles.table, styles.headless)}>
          <thead className="visually-hidden">
            <tr>
              <th scope="col">{m.overview.incident}</th>
              <th scope="col">{m.overview.title}</th>
              <th scope="col">{m.overview.minutes}</th>
              <th scope="col">{m.overview.cost}</th>
            </tr>
          </thead>
          <tbody>
            {top.map((incident) => (
              <tr key={incident.id}>
                <td className="nowrap ident">
                  <Link to="/incidents" search={{ incident: incident.id }}>
                    {incident.label}
                  </Link>
                </td>
                <td className={styles.title}>{incident.title}</td>
                <td className="num">{incident.minutes}</td>
                <td className="num">
                  <FigureText figure={incident.cost} label={m.overview.cost} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Section>
  );
}

function Services({ services }: { services: readonly ServiceAgainstTarget[] }) {
  return (
    <Section
      title={m.overview.services}
      aside={<Link to="/availability">{m.overview.allServices}</Link>}
    >
      {services.length === 0 ? (
        <p className="quiet">{m.overview.noServices}</p>
      ) : (
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{m.overview.service}</th>
              <th scope="col" className="num">
                {m.overview.availability}
              </th>
              <th scope="col" className="num">
                {m.overview.used}
              </th>
              <th scope="col" className="num">
                {m.overview.state}
              </th>
            </tr>
          </thead>
          <tbody>
            {services.map((service) => (
              <tr key={service.id}>
                <td>
                  <Link
                    to="/availability"
                    search={{ service: service.id }}
                    className={styles.service}
                  >
                    {service.name}
                  </Link>
                  <div className={styles.under}>
                    {service.owner ? service.tier : `${service.tier} · ${m.overview.orphan}`}
                  </div>
                </td>
                <td className="num">
                  <FigureText figure={service.availability} label={m.overview.availability} />
                  <div className={styles.under}>{service.target}</div>
                </td>
                <td className="num">
                  <FigureText figure={service.used} label={m.overview.used} />
                  <div className={styles.under}>{service.allowed.text}</div>
                </td>
                <td className="num">
                  <StateChip state={service.state}>{service.verdict}</StateChip>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Section>
  );
}

function Changes({ changes }: Pick<Overview, "changes">) {
  const mask = useMask();
  return (
    <Section title={m.overview.changed}>
      {changes.length === 0 ? (
        <p className="quiet">{m.overview.noChanges}</p>
      ) : (
        <ul className={styles.changes}>
          {changes.map((change) => (
            <li key={`${change.when} ${change.what}`}>
              <span className="quiet">{change.when}</span>
              {mask(change.what)}
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
