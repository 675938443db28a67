/** Sets a target in place: of one service, or of the whole tier it is in. */

import { useId, useRef, useState } from "react";
import { type ServiceEdit, type TierEdit, useCommand, useRpc } from "../../api";
import { m } from "../../messages";
import {
  Button,
  Dialog,
  ErrorNote,
  fieldErrors,
  SegmentedControl,
  TextField,
  useFocusOnError,
} from "../../shared";
import { useUndoToast } from "../history";
import styles from "./availability.module.css";

export interface TargetDialogProps {
  /** Id of the service. */
  service: string;
  onClose: () => void;
}

/** Opens once the service and its tier are known as they were typed. */
export function TargetDialog({ service, onClose }: TargetDialogProps) {
  const settings = useRpc("settings", {}).data;
  const edit = settings?.services.find((row) => row.edit.id === service)?.edit;
  if (!settings || !edit) return null;
  const tier = settings.tiers.find(({ number }) => number === edit.tier);
  const followers = settings.services.filter(
    (row) => row.edit.tier === edit.tier && row.edit.target === "",
  ).length;
  return (
    <TargetForm
      key={service}
      service={edit}
      tier={tier}
      followers={followers}
      fallback={settings.edit.defaultTarget}
      onClose={onClose}
    />
  );
}

interface TargetFormProps {
  service: ServiceEdit;
  tier: TierEdit | undefined;
  /** Services that take the target of the tier: those in it without one of their own. */
  followers: number;
  /** The workspace's target, where neither service nor tier has one. */
  fallback: string;
  onClose: () => void;
}

function TargetForm({ service, tier, followers, fallback, onClose }: TargetFormProps) {
  const words = m.availability;
  const saveService = useCommand("service.save");
  const saveTier = useCommand("tier.save");
  const saved = useUndoToast();
  const id = useId();
  const form = useRef<HTMLFormElement>(null);
  const [scope, setScope] = useState<"own" | "tier">("own");
  const [texts, setTexts] = useState({ own: service.target, tier: tier?.target ?? "" });
  const error = scope === "own" ? saveService.error : saveTier.error;
  const wrong = fieldErrors(error);
  useFocusOnError(form, error);

  // What holds now and what will: an empty target is the next wider one.
  const inForce = {
    own: (target: string) => target.trim() || tier?.target || fallback,
    tier: (target: string) => target.trim() || fallback,
  }[scope];
  const before = inForce(scope === "own" ? service.target : (tier?.target ?? ""));
  const whose = scope === "own" || !tier ? service.name : words.tierName(tierName(tier));

  const save = () => {
    const count = scope === "own" ? 1 : followers;
    const label = words.targetChanged(whose, before, inForce(texts[scope]), count);
    const onSuccess = (done: Parameters<typeof saved>[0]) => {
      saved({ ...done, label });
      onClose();
    };
    if (scope === "own") {
      saveService.mutate({ args: { ...service, target: texts.own } }, { onSuccess });
    } else if (tier) {
      saveTier.mutate({ args: { ...tier, target: texts.tier } }, { onSuccess });
    }
  };

  return (
    <Dialog
      title={words.targetTitle(service.name)}
      isOpen
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{m.common.cancel}</Button>
          <Button
            variant="filled"
            isPending={saveService.isPending || saveTier.isPending}
            onPress={() => form.current?.requestSubmit()}
          >
            {m.common.save}
          </Button>
        </>
      }
    >
      <form
        ref={form}
        id={id}
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        {error && !wrong("target") && <ErrorNote error={error} />}
        {tier ? (
          <div className={styles.scope}>
            <span className={styles.scopeLabel}>{words.targetFor}</span>
            <SegmentedControl
              label={words.targetFor}
              value={scope}
              onChange={(next) => setScope(next === "own" ? "own" : "tier")}
              options={[
                { id: "own", label: words.own },
                {
                  id: "tier",
                  label: words.tier(tierName(tier), followers),
                },
              ]}
            />
          </div>
        ) : (
          <p className="muted">{words.noTier}</p>
        )}
        <TextField
          key={scope}
          label={words.target}
          name="target"
          value={texts[scope]}
          onChange={(text) => setTexts((now) => ({ ...now, [scope]: text }))}
          description={
            scope === "own"
              ? words.targetOwnHelp
              : words.targetTierHelp(service.target === "" ? "" : service.name)
          }
          error={wrong("target")}
          autoFocus
        />
      </form>
    </Dialog>
  );
}

function tierName(tier: TierEdit): string {
  return `${tier.number} ${tier.name}`.trim();
}
