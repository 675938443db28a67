/** What a file of each kind needs, for whoever has none at hand yet. */

import { m } from "../../messages";
import { Section } from "../../shared";
import styles from "./data.module.css";

export function Templates() {
  const { template, needs, better, example, kinds } = m.data;
  return (
    <Section title={m.data.templates} className={styles.templates}>
      <div className={styles.templateList}>
        {(["incidents", "revenue", "labor"] as const).map((kind) => (
          <div key={kind}>
            <h3>{kinds[kind]}</h3>
            <p>{template[kind].row}</p>
            <dl>
              <dt>{needs}</dt>
              <dd>{template[kind].needs}</dd>
              <dt>{better}</dt>
              <dd>{template[kind].better}</dd>
              <dt>{example}</dt>
              <dd>
                <pre>
                  {template[kind].head}
                  {"\n"}
                  {template[kind].line}
                </pre>
              </dd>
            </dl>
          </div>
        ))}
      </div>
    </Section>
  );
}
