/** What a minute of each service costs: of a full outage on average and at the peak, and seen. */

import type { ServiceCost } from "../../api";
import { m } from "../../messages";
import { BasisMark, FigureStack, Section } from "../../shared";
import styles from "./cost.module.css";

export function ServiceCosts({ services }: { services: readonly ServiceCost[] }) {
  const { columns } = m.cost;
  const figures = ["revenue", "team", "fullOutage", "peak", "observed", "total"] as const;
  return (
    <Section title={m.cost.services} aside={m.cost.servicesNote}>
      {services.length === 0 ? (
        <p className="muted">{m.cost.noServices}</p>
      ) : (
        <div className={styles.scroll}>
          <table className={styles.services}>
            <thead>
              <tr>
                <th scope="col">{columns.service}</th>
                {figures.map((name) => (
                  <th key={name} scope="col" className="num">
                    {columns[name]}
                  </th>
                ))}
                <th scope="col">{columns.basis}</th>
              </tr>
            </thead>
            <tbody>
              {services.map((service) => (
                <tr key={service.id}>
                  <th scope="row">{service.name}</th>
                  {figures.map((name) => (
                    <td key={name} className={name === "fullOutage" ? "num strong" : "num"}>
                      <FigureStack
                        figure={service[name]}
                        label={`${service.name}, ${columns[name]}`}
                        {...(name === "peak" && { under: service.peakAt })}
                      />
                    </td>
                  ))}
                  <td>
                    <BasisMark basis={service.fullOutage.basis} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Section>
  );
}
