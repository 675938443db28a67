/** What an incident or a risk led to: requirements and tests, each a way to its page. */

import { type TraceLink, useRpc } from "../../api";
import { m } from "../../messages";
import { FigureText, LinkButton, Section } from "../../shared";
import { useGo } from "../address";
import styles from "./requirements.module.css";

export interface LeadsProps {
  kind: "incident" | "risk";
  id: string;
}

export function Leads({ kind, id }: LeadsProps) {
  const { data, isPlaceholderData } = useRpc("trace", { kind, id }, { enabled: id !== "" });
  if (id === "" || !data || isPlaceholderData) return null;
  const words = m.requirements;
  return (
    <Section title={words.leads}>
      <div className={styles.trace}>
        {kind === "incident" && <Links kind="risks" links={data.risks} />}
        {kind === "risk" && <Links kind="incidents" links={data.incidents} />}
        <Links kind="requirements" links={data.requirements} />
        <Links kind="tests" links={data.tests} />
      </div>
    </Section>
  );
}

export interface LinksProps {
  kind: "incidents" | "risks" | "requirements" | "tests";
  links: readonly TraceLink[];
}

/** Links of one kind that show at once. */
const SHOWN = 8;

/** Each with its money. A test stands on the page of its requirement. */
export function Links({ kind, links }: LinksProps) {
  const words = m.requirements;
  const go = useGo();
  const open = (id: string) => {
    if (kind === "incidents") go("/incidents", { incident: id });
    else if (kind === "risks") go("/tiers", { part: "risks", risk: id });
    else go("/requirements", { requirement: id });
  };
  const more = links.length - SHOWN;
  return (
    <div>
      <h3>{words[kind]}</h3>
      {links.length === 0 ? (
        <p className="quiet">{words.noLinks[kind]}</p>
      ) : (
        <ul aria-label={words[kind]} className={styles.links}>
          {links.slice(0, SHOWN).map((link) => (
            <li key={`${link.id} ${link.label}`}>
              <span className={styles.link}>
                <LinkButton onPress={() => open(link.id)}>{link.label}</LinkButton>
                <span className={styles.under}>{link.detail}</span>
              </span>
              {link.money && <FigureText figure={link.money} label={link.label} />}
            </li>
          ))}
        </ul>
      )}
      {more > 0 && <p className="quiet">{words.moreIncidents(String(more))}</p>}
    </div>
  );
}
