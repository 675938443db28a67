/** What each method says that was lost, side by side, and which of them the lines follow. */

import { Check } from "lucide-react";
import type { ReactNode } from "react";
import type { MethodRow } from "../../api";
import { m } from "../../messages";
import { FigureStack, Section, useMask } from "../../shared";
import styles from "./cost.module.css";

export interface MethodsProps {
  methods: readonly MethodRow[];
  /** Where the method is chosen. */
  change: ReactNode;
}

export function Methods({ methods, change }: MethodsProps) {
  const words = m.cost.methods;
  const mask = useMask();
  const figures = ["gross", "recaptured", "net"] as const;
  if (methods.length === 0) return null;
  return (
    <Section title={words.title} aside={change}>
      <div className={styles.scroll}>
        <table className={styles.services} aria-label={words.title}>
          <thead>
            <tr>
              <th scope="col">{words.method}</th>
              {figures.map((name) => (
                <th key={name} scope="col" className="num">
                  {words[name]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {methods.map((method) => (
              <tr key={method.key}>
                <th scope="row" className={styles.method}>
                  {method.label}
                  <span className={styles.under}>
                    {method.chosen && (
                      <span className={styles.chosen}>
                        <Check size={13} aria-hidden />
                        {words.chosen}
                      </span>
                    )}
                    {method.chosen && method.note && " · "}
                    {mask(method.note)}
                  </span>
                </th>
                {figures.map((name) => (
                  <td key={name} className={name === "net" && method.chosen ? "num strong" : "num"}>
                    <FigureStack
                      // Why a method is silent is said once.
                      figure={
                        name !== "net" && method[name].reason === method.net.reason
                          ? { ...method[name], reason: "" }
                          : method[name]
                      }
                      label={`${method.label}, ${words[name]}`}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
}
