/** Chooses the availability whose budget the register is held against. */

import { useEffect, useState } from "react";
import { m } from "../../messages";
import { Button, SegmentedControl, TextField } from "../../shared";
import styles from "./risks.module.css";

const COMMON = ["99.9 %", "99.95 %", "99.99 %"] as const;

/** The target of the service, or the highest of all services. */
const OWN = "own";

export interface HeldAgainstProps {
  /** Empty: the scope's own. */
  target: string;
  onChange: (target: string) => void;
  /** What the core says about a target that does not read. */
  error?: string | undefined;
}

export function HeldAgainst({ target, onChange, error }: HeldAgainstProps) {
  const words = m.risks;
  const isCommon = target === "" || COMMON.some((common) => common === target);
  const [typed, setTyped] = useState(isCommon ? "" : target);
  useEffect(() => setTyped(isCommon ? "" : target), [isCommon, target]);
  return (
    <div className={styles.against}>
      <span className={styles.againstLabel}>{words.target}</span>
      <SegmentedControl
        label={words.target}
        value={target || OWN}
        onChange={(id) => onChange(id === OWN ? "" : id)}
        options={[
          { id: OWN, label: words.ownTarget },
          ...COMMON.map((common) => ({ id: common, label: common })),
        ]}
      />
      <form
        className={styles.other}
        onSubmit={(event) => {
          event.preventDefault();
          if (typed.trim() !== "") onChange(typed.trim());
        }}
      >
        <TextField
          label={words.otherTarget}
          hideLabel
          placeholder={words.otherExample}
          value={typed}
          onChange={setTyped}
          error={isCommon ? undefined : error}
        />
        <Button type="submit" isDisabled={typed.trim() === ""}>
          {words.show}
        </Button>
      </form>
    </div>
  );
}
