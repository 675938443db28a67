/** Chooses the window: a rolling one, a calendar one, or two dates. */

import { useRef, useState } from "react";
import { m } from "../../messages";
import { Button, Dialog, MenuButton, TextField } from "../../shared";
import { useAddress, useSetAddress } from "../address";
import styles from "./WindowPicker.module.css";

const ROLLING = ["rolling-7", "rolling-28", "rolling-30", "rolling-90", "rolling-365"] as const;
const CALENDAR = ["week", "month", "quarter", "year"] as const;
const CUSTOM = "custom";

type Named = (typeof ROLLING)[number] | (typeof CALENDAR)[number];

function isNamed(window: string): window is Named {
  return window in m.window.names;
}

/** The days of a span as they are read: with the last one, which its name leaves out. */
function spanOf(window: string): string {
  const [from = "", until = ""] = window.split("..");
  const end = new Date(`${until}T00:00:00Z`).getTime();
  if (Number.isNaN(end)) return window;
  const last = new Date(end - 86_400_000).toISOString().slice(0, 10);
  return from === last ? from : `${from} – ${last}`;
}

export function WindowPicker() {
  const { window = "rolling-365" } = useAddress();
  const setAddress = useSetAddress();
  const [custom, setCustom] = useState(false);
  const words = isNamed(window) ? m.window.names[window] : spanOf(window);
  return (
    <>
      <MenuButton
        label={m.window.label}
        value={words}
        selected={isNamed(window) ? window : CUSTOM}
        sections={[
          {
            title: m.window.rolling,
            items: ROLLING.map((id) => ({ id, label: m.window.names[id] })),
          },
          {
            title: m.window.calendar,
            items: CALENDAR.map((id) => ({ id, label: m.window.names[id] })),
          },
          { items: [{ id: CUSTOM, label: m.window.custom }] },
        ]}
        onAction={(id) => {
          if (id === CUSTOM) setCustom(true);
          else setAddress({ window: id === "rolling-365" ? undefined : id });
        }}
      />
      {custom && (
        <CustomWindow
          window={window}
          onChoose={(chosen) => setAddress({ window: chosen })}
          onClose={() => setCustom(false)}
        />
      )}
    </>
  );
}

interface CustomWindowProps {
  window: string;
  onChoose: (window: string) => void;
  onClose: () => void;
}

/** A date as the core reads it; its meaning (is there such a day?) is the core's to judge. */
const DATE = /^\d{4}-\d{2}-\d{2}$/;

function CustomWindow({ window, onChoose, onClose }: CustomWindowProps) {
  const [was = "", wasEnd = ""] = window.includes("..") ? window.split("..") : [];
  const [start, setStart] = useState(was);
  const [end, setEnd] = useState(wasEnd);
  const [checked, setChecked] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const wrong = (date: string) => (checked && !DATE.test(date) ? m.window.notADate : undefined);
  const order = checked && DATE.test(start) && DATE.test(end) && end <= start;
  const choose = () => {
    setChecked(true);
    if (!DATE.test(start) || !DATE.test(end) || end <= start) return;
    onChoose(`${start}..${end}`);
    onClose();
  };
  return (
    <Dialog
      title={m.window.customTitle}
      isOpen
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{m.common.cancel}</Button>
          <Button variant="filled" onPress={() => form.current?.requestSubmit()}>
            {m.window.show}
          </Button>
        </>
      }
    >
      <form
        ref={form}
        className={styles.dates}
        onSubmit={(event) => {
          event.preventDefault();
          choose();
        }}
      >
        <TextField
          label={m.window.from}
          value={start}
          onChange={setStart}
          type="date"
          placeholder="2026-01-01"
          error={wrong(start)}
          autoFocus
        />
        <TextField
          label={m.window.until}
          value={end}
          onChange={setEnd}
          type="date"
          placeholder="2026-04-01"
          description={m.window.untilOutside}
          error={wrong(end) ?? (order ? m.window.endBeforeStart : undefined)}
        />
      </form>
    </Dialog>
  );
}
