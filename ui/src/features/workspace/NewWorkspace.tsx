/** Makes an empty workspace file, then opens the import. */

import { useMemo, useRef, useState } from "react";
import { useCommand } from "../../api";
import { m } from "../../messages";
import { pickSavePath } from "../../platform";
import {
  Button,
  Combo,
  Dialog,
  ErrorNote,
  fieldErrors,
  type Option,
  useFocusOnError,
} from "../../shared";
import { useGo } from "../address";
import { workspaceFiles } from "./open";
import styles from "./workspace.module.css";

export function NewWorkspace({ onClose }: { onClose: () => void }) {
  const go = useGo();
  const create = useCommand("workspace.create");
  const [currency, setCurrency] = useState("");
  const [zone, setZone] = useState(() => Intl.DateTimeFormat().resolvedOptions().timeZone);
  const [asked, setAsked] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const currencies = useMemo(currencyOptions, []);
  const zones = useMemo(zoneOptions, []);
  useFocusOnError(form, create.error);
  const errorOf = fieldErrors(create.error);
  const missing = asked && currency === "" ? m.workspace.chooseCurrency : undefined;

  const submit = async () => {
    setAsked(true);
    if (currency === "") return;
    const path = await pickSavePath({
      title: m.workspace.saveTitle,
      name: m.workspace.fileName,
      filters: workspaceFiles(),
    });
    if (path === null) return;
    create.mutate(
      { args: { path, currency, zone } },
      {
        onSuccess: () => {
          onClose();
          go("/data", { import: "file" });
        },
      },
    );
  };

  return (
    <Dialog
      title={m.workspace.newTitle}
      isOpen
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{m.common.cancel}</Button>
          <Button
            variant="filled"
            isPending={create.isPending}
            onPress={() => form.current?.requestSubmit()}
          >
            {m.workspace.create}
          </Button>
        </>
      }
    >
      <form
        ref={form}
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <p className="muted">{m.workspace.newAbout}</p>
        <Combo
          label={m.workspace.currency}
          description={m.workspace.currencyAbout}
          name="currency"
          value={currency}
          onChange={setCurrency}
          options={currencies}
          error={errorOf("currency") ?? missing}
        />
        <Combo
          label={m.workspace.zone}
          description={m.workspace.zoneAbout}
          name="zone"
          value={zone}
          onChange={setZone}
          options={zones}
          error={errorOf("zone")}
        />
        {create.error && <ErrorNote error={create.error} />}
      </form>
    </Dialog>
  );
}

/** Currencies as this computer knows them; the core judges the choice. */
function currencyOptions(): Option[] {
  const names = new Intl.DisplayNames(undefined, { type: "currency" });
  return Intl.supportedValuesOf("currency").map((code) => ({
    id: code,
    label: code,
    detail: names.of(code) ?? "",
  }));
}

function zoneOptions(): Option[] {
  return ["UTC", ...Intl.supportedValuesOf("timeZone")].map((zone) => ({ id: zone, label: zone }));
}
