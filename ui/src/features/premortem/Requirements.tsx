/** What the session leaves behind: risks of the register, with their techniques and tests. */

import { Link } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useRpc } from "../../api";
import { m } from "../../messages";
import { Button, ErrorNote, FigureStack, Section } from "../../shared";
import { useUndoToast } from "../history";
import styles from "./premortem.module.css";
import { useSending, useSitting } from "./sitting";

export function Requirements() {
  const { premortem, act } = useSitting();
  const [isSending, once] = useSending();
  const words = m.premortems.requirements;
  const said = useUndoToast();
  const outlook = useRpc("premortem.outlook", { id: premortem.id });
  const [skipped, setSkipped] = useState<readonly string[]>([]);
  const { clusters } = premortem;
  const inRegister = clusters.filter(({ riskName }) => riskName !== "").length;
  useEffect(() => {
    document.getElementById("premortem-draft")?.focus();
  }, []);
  const take = async () => {
    const done = await act("premortem.risks", { id: premortem.id });
    if (!done) return;
    setSkipped(done.skipped);
    said(done);
  };
  const draft = async () => {
    const result = await act("premortem.requirements", { id: premortem.id });
    if (!result) return;
    setSkipped(result.skipped);
    if (result.ids.length > 0) said({ ...result.done, skipped: [] });
  };
  const rowOf = (id: string) => outlook.data?.rows.find(({ cluster }) => cluster === id);
  return (
    <>
      <div className={styles.head}>
        <div>
          <h1>{words.sentence(inRegister, clusters.length)}</h1>
          <p className={styles.lead}>{words.lead}</p>
        </div>
        {!premortem.closed && (
          <div className={styles.saidFoot}>
            <Button id="premortem-draft" onPress={() => void once(draft)} isPending={isSending}>
              {words.draft}
            </Button>
            <Button onPress={() => void once(take)} isPending={isSending}>
              {inRegister > 0 ? words.again : words.take}
            </Button>
          </div>
        )}
      </div>
      {outlook.error && <ErrorNote error={outlook.error} />}
      {skipped.length > 0 && (
        <ul className={styles.remarks} aria-label={words.skipped}>
          {skipped.map((one) => (
            <li key={one}>{one}</li>
          ))}
        </ul>
      )}
      <Section
        title={words.risks}
        className={styles.pool}
        aside={
          <>
            <Link to="/tiers" search={{ part: "risks" }}>
              {words.openRegister}
            </Link>
            <Link to="/requirements">{words.openRequirements}</Link>
          </>
        }
      >
        <div className={styles.scroll}>
          <table className={styles.figures}>
            <thead>
              <tr>
                <th scope="col">{words.cluster}</th>
                <th scope="col">{words.risk}</th>
                <th scope="col">{words.requirements}</th>
                <th scope="col">{words.techniques}</th>
                <th scope="col" className="num">
                  {words.minutes}
                </th>
              </tr>
            </thead>
            <tbody>
              {clusters.map((cluster) => {
                const row = rowOf(cluster.id);
                return (
                  <tr key={cluster.id}>
                    <th scope="row">
                      {cluster.title}
                      <span className={styles.under}>
                        {[cluster.serviceName, cluster.categoryLabel].filter(Boolean).join(" · ")}
                      </span>
                    </th>
                    <td>
                      {cluster.riskName || (
                        <span className="quiet">
                          {cluster.named ? words.byName(cluster.named) : words.notYet}
                        </span>
                      )}
                    </td>
                    <td>
                      {cluster.requirements.length > 0 ? (
                        <ul>
                          {cluster.requirements.map(({ key, label }) => (
                            <li key={key}>
                              <Link to="/requirements" search={{ requirement: key }}>
                                {label}
                              </Link>
                            </li>
                          ))}
                        </ul>
                      ) : (
                        <span className="quiet">{words.notYet}</span>
                      )}
                    </td>
                    <td>
                      {cluster.mitigations
                        .filter(({ on }) => on)
                        .map(({ name }) => name)
                        .join(", ") || <span className="quiet">{words.none}</span>}
                    </td>
                    <td className="num">
                      {row && <FigureStack figure={row.minutes} label={words.minutes} />}
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      </Section>
    </>
  );
}
