/** Drafts requirements from risks of the register, or from targets. */

import { useState } from "react";
import { type Requirements, useCommand } from "../../api";
import { count, m } from "../../messages";
import {
  Button,
  Checkbox,
  Drawer,
  ErrorNote,
  FigureText,
  SegmentedControl,
  Select,
} from "../../shared";
import { useUndoToast } from "../history";
import styles from "./requirements.module.css";

export interface DraftDrawerProps {
  requirements: Requirements;
  onClose: () => void;
  /** Id of the first that was drafted. */
  onDrafted: (id: string) => void;
}

const SOURCES = ["risks", "targets"] as const;
/** In place of an option: what every service has itself. */
const OWN = "own";

export function DraftDrawer({ requirements, onClose, onDrafted }: DraftDrawerProps) {
  const words = m.requirements;
  const { risks, options, services } = requirements;
  const [from, setFrom] = useState<string>(risks.length > 0 ? "risks" : "targets");
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [option, setOption] = useState(OWN);
  const { mutate, error, isPending } = useCommand("requirements.draft");
  const said = useUndoToast();
  const isRisks = from === "risks";
  const toggle = (id: string, on: boolean) =>
    setChosen((now) => (on ? [...now, id] : now.filter((one) => one !== id)));
  const draft = () =>
    mutate(
      {
        args: {
          from,
          risks: isRisks ? [...chosen] : [],
          option: isRisks || option === OWN ? "" : option,
          services: isRisks ? [] : [...chosen],
        },
      },
      {
        onSuccess: ({ done, ids, skipped }) => {
          said({ ...done, skipped });
          onClose();
          if (ids[0]) onDrafted(ids[0]);
        },
      },
    );
  const nothing = isRisks && chosen.length === 0;
  return (
    <Drawer
      title={words.draftTitle}
      isOpen
      onClose={onClose}
      width="wide"
      footer={
        <>
          {nothing && <span className={styles.why}>{words.chooseRisk}</span>}
          <Button onPress={onClose}>{m.common.cancel}</Button>
          <Button variant="filled" isPending={isPending} isDisabled={nothing} onPress={draft}>
            {words.draftCount(chosen.length, count(chosen.length))}
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        {error && <ErrorNote error={error} />}
        <p className="muted">{words.draftAbout}</p>
        <SegmentedControl
          label={words.draftFrom}
          value={from}
          onChange={(next) => {
            setFrom(next);
            setChosen([]);
          }}
          options={SOURCES.map((id) => ({ id, label: words.draftSources[id] }))}
        />
        {isRisks ? (
          <fieldset className={styles.choices}>
            <legend>{words.draftRisks}</legend>
            {risks.length === 0 && <p className="quiet">{words.noRisks}</p>}
            {risks.map(({ id, name, service, loss }) => (
              <div key={id} className={styles.choice}>
                <Checkbox isSelected={chosen.includes(id)} onChange={(on) => toggle(id, on)}>
                  {name}
                </Checkbox>
                <span className="quiet">{service}</span>
                <FigureText figure={loss} label={name} />
              </div>
            ))}
          </fieldset>
        ) : (
          <>
            <Select
              label={words.draftOption}
              value={option}
              onChange={setOption}
              options={[
                { id: OWN, label: words.ownTargets },
                ...options.map(({ key, label }) => ({ id: key, label })),
              ]}
            />
            <fieldset className={styles.choices}>
              <legend>{words.draftServices}</legend>
              {services.map(({ key, label }) => (
                <Checkbox
                  key={key}
                  isSelected={chosen.includes(key)}
                  onChange={(on) => toggle(key, on)}
                >
                  {label}
                </Checkbox>
              ))}
              <p className={styles.help}>{words.draftAllServices}</p>
            </fieldset>
          </>
        )}
      </div>
    </Drawer>
  );
}
