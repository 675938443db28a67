/** Every service against its target: the triple, the budget, its burn, and the verdict. */

import { Fragment } from "react";
import type { ByRequests, ServiceAgainstTarget } from "../../api";
import { count, m } from "../../messages";
import { BasisMark, FigureText, LinkButton, Section, StateChip } from "../../shared";
import styles from "./availability.module.css";

export interface ServicesTableProps {
  services: readonly ServiceAgainstTarget[];
  /** Id of the service whose charts show, and more about it under its row. */
  selected: string;
  onSelect: (id: string) => void;
  onSetTarget: (service: ServiceAgainstTarget) => void;
}

export function ServicesTable({ services, selected, onSelect, onSetTarget }: ServicesTableProps) {
  const words = m.availability;
  const { columns } = words;
  return (
    <Section title={words.services} aside={words.servicesNote}>
      <div className={styles.scroll}>
        <table className={styles.services}>
          <thead>
            <tr>
              <th scope="col">{columns.service}</th>
              <th scope="col" className="num">
                {columns.target}
              </th>
              <th scope="col" className="num">
                {columns.availability}
              </th>
              <th scope="col" className="num">
                {columns.used}
              </th>
              <th scope="col" className="num">
                {columns.allowed}
              </th>
              <th scope="col" className="num">
                {columns.burn}
              </th>
              <th scope="col" className="num">
                {columns.weighted}
              </th>
              <th scope="col" className="num">
                {columns.incidents}
              </th>
              <th scope="col">{columns.verdict}</th>
              <th scope="col">{m.common.explain.basis}</th>
            </tr>
          </thead>
          <tbody>
            {services.map((service) => (
              <Fragment key={service.id}>
                <tr aria-current={service.id === selected || undefined}>
                  <th scope="row">
                    <LinkButton
                      className={styles.name}
                      onPress={() => onSelect(service.id)}
                      aria-label={words.look(service.name)}
                    >
                      {service.name}
                    </LinkButton>
                    <span className={styles.under}>
                      {service.tier} · {service.owner || words.orphan}
                    </span>
                  </th>
                  <td className="num">
                    <LinkButton
                      className={styles.target}
                      onPress={() => onSetTarget(service)}
                      aria-label={`${words.setTargetOf(service.name)}, ${service.target}`}
                    >
                      {service.target || "—"}
                    </LinkButton>
                    <span className={styles.under}>{service.targetFrom}</span>
                  </td>
                  <td className="num">
                    <span className="strong">
                      <FigureText
                        figure={service.availability}
                        label={`${service.name}, ${columns.availability}`}
                      />
                    </span>
                    <span className={styles.under}>
                      {[service.nines, service.perMonth].filter(Boolean).join(" · ")}
                    </span>
                  </td>
                  <td className="num">
                    <FigureText figure={service.used} label={`${service.name}, ${columns.used}`} />
                    <span className={styles.under}>{service.consumed}</span>
                  </td>
                  <td className="num">
                    <FigureText
                      figure={{ ...service.allowed, unit: "" }}
                      label={`${service.name}, ${columns.allowed}`}
                    />
                    {service.remaining && (
                      <span className={styles.under}>{words.left(service.remaining)}</span>
                    )}
                  </td>
                  <td className="num">
                    <FigureText
                      figure={{ ...service.burn, reason: "" }}
                      label={`${service.name}, ${columns.burn}`}
                    />
                    <span className={styles.under}>{service.runsOut}</span>
                  </td>
                  <td className="num">
                    <FigureText
                      figure={{ ...service.revenueWeighted, reason: "" }}
                      label={`${service.name}, ${columns.weighted}`}
                    />
                    {service.revenueWeighted.value === null && (
                      <span className={styles.why}>{service.revenueWeighted.reason}</span>
                    )}
                  </td>
                  <td className="num">
                    {count(service.incidents)}
                    <span className={styles.under}>{service.rate}</span>
                  </td>
                  <td className={styles.verdict}>
                    <StateChip state={service.state}>{service.verdict}</StateChip>
                    {service.caveat && <span className={styles.caveat}>{service.caveat}</span>}
                  </td>
                  <td>
                    <BasisMark basis={service.availability.basis} />
                  </td>
                </tr>
                {service.byRequests && <Requests service={service} by={service.byRequests} />}
                {service.id === selected && <Details service={service} />}
              </Fragment>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
}

/** The same service by its requests, under its row. */
function Requests({ service, by }: { service: ServiceAgainstTarget; by: ByRequests }) {
  const words = m.availability.requests;
  const { columns } = m.availability;
  return (
    <tr className={styles.requests}>
      <th scope="row">
        <span className={styles.under}>{words.name}</span>
      </th>
      <td className="num">{service.target}</td>
      <td className="num">
        <FigureText
          figure={by.availability}
          label={`${service.name}, ${words.name}, ${columns.availability}`}
        />
        <span className={styles.under}>{by.nines}</span>
      </td>
      <td className="num" colSpan={2}>
        {by.failed}
        <span className={styles.under}>{words.used(by.consumed)}</span>
      </td>
      <td colSpan={3} className={styles.difference}>
        {by.difference}
      </td>
      <td className={styles.verdict}>
        <StateChip state={by.state}>{by.verdict}</StateChip>
      </td>
      <td>
        <BasisMark basis={by.availability.basis} />
      </td>
    </tr>
  );
}

const COLUMNS = 10;

/** What bounds the availability of the service that is looked at. */
function Details({ service }: { service: ServiceAgainstTarget }) {
  const words = m.availability;
  const { interval, ceiling, hours, perceived } = service;
  const facts = [
    interval.value !== null && {
      name: words.interval,
      value: <FigureText figure={interval} label={`${service.name}, ${words.interval}`} />,
    },
    (ceiling.value !== null || ceiling.reason) && {
      name: words.ceiling,
      value: <FigureText figure={ceiling} label={`${service.name}, ${words.ceiling}`} />,
    },
    hours && { name: words.hours, value: hours },
    perceived && { name: words.perceived, value: perceived },
  ].filter((fact) => typeof fact === "object");
  if (facts.length === 0) return null;
  return (
    <tr aria-current className={styles.more}>
      <td colSpan={COLUMNS}>
        <dl aria-label={words.details(service.name)}>
          {facts.map(({ name, value }) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </td>
    </tr>
  );
}
