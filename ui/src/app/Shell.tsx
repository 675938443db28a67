/** The frame around every screen: rail, header, status bar, and what can lie over them. */

import { Link, Outlet } from "@tanstack/react-router";
import { useEffect, useMemo, useRef, useState } from "react";
import { type Status, useCommand, useFollowWorkspace, useStatusQuery } from "../api";
import { useAddress, usePath } from "../features/address";
import { Palette, ShortcutList } from "../features/commands";
import { HistoryDrawer } from "../features/history";
import { ScopePicker } from "../features/tiers";
import { useWindowParam, WindowPicker } from "../features/window";
import { NewWorkspace, Welcome } from "../features/workspace";
import { Mark } from "../features/workspace/Welcome";
import { m } from "../messages";
import { modifier } from "../platform";
import {
  Button,
  classes,
  ErrorNote,
  ExplainProvider,
  MenuButton,
  StateChip,
  useAnnounce,
  useToast,
} from "../shared";
import { type ShellDoors, useActions, useKeys } from "./actions";
import styles from "./Shell.module.css";
import { SCREENS, type Screen, SETTINGS } from "./screens";

export function Shell() {
  const { data: status, error, refetch } = useStatusQuery();
  useAnnounceRecalculation(useFollowWorkspace());
  if (error) {
    return (
      <main className={styles.alone}>
        <ErrorNote error={error} onRetry={() => void refetch()} />
      </main>
    );
  }
  if (status === undefined) return <main className={styles.alone} aria-busy="true" />;
  if (status === null) return <Welcome />;
  return <Frame status={status} />;
}

type Over = "palette" | "shortcuts" | "history" | "new workspace";

function Frame({ status }: { status: Status }) {
  const [over, setOver] = useState<Over | null>(null);
  const path = usePath();
  const { session, part } = useAddress();
  const window = useWindowParam();
  const toast = useToast();
  const close = useCommand("workspace.close");
  const main = useRef<HTMLElement>(null);
  const doors: ShellDoors = useMemo(
    () => ({
      palette: () => setOver("palette"),
      shortcuts: () => setOver("shortcuts"),
      history: () => setOver("history"),
      newWorkspace: () => setOver("new workspace"),
      closeWorkspace: () =>
        close.mutate({ args: {} }, { onError: (error) => toast({ text: error.message }) }),
    }),
    [close.mutate, toast],
  );
  const actions = useActions(doors);
  useKeys(actions);
  const screen = [...SCREENS, SETTINGS].find((one) => one.path === path);
  // The first part of a screen has no name in the address.
  const isWindowed =
    typeof screen?.windowed === "string"
      ? (part ?? screen.windowed) === screen.windowed
      : screen?.windowed;
  const back = () => setOver(null);
  // A pre-mortem has the window to itself: a room looks at it.
  const isHeld = path === "/premortems" && session !== undefined;
  useScreenChange({ path, isHeld }, status.name, main);

  return (
    <ExplainProvider window={window}>
      {isHeld && (
        <main ref={main} tabIndex={-1} className={styles.whole}>
          <Outlet />
        </main>
      )}
      {!isHeld && (
        <div className={styles.app}>
          <button type="button" className={styles.skip} onClick={() => main.current?.focus()}>
            {m.shell.skip}
          </button>
          <Rail onHistory={doors.history} />
          <header className={styles.header}>
            <MenuButton
              label={m.shell.workspace}
              value={status.name}
              sections={[
                {
                  items: ["new workspace", "open workspace", "sample", "close workspace"].flatMap(
                    (id) => actions.filter((action) => action.id === id),
                  ),
                },
              ]}
              onAction={(id) => actions.find((action) => action.id === id)?.run()}
            />
            {status.sample && <StateChip state="unknown">{m.shell.sample}</StateChip>}
            {status.readOnly && (
              <StateChip state="warn">{m.shell.readOnly(status.readOnly)}</StateChip>
            )}
            {status.conflicts > 0 && (
              <Link to="/data" className={styles.conflicts}>
                <StateChip state="warn">{m.merge.chip(status.conflicts)}</StateChip>
              </Link>
            )}
            {isWindowed && <WindowPicker />}
            {path === "/tiers" && <ScopePicker />}
            <span className={styles.spacer} />
            <Button variant="quiet" onPress={doors.palette} shortcut={`${modifier}+K`}>
              {m.shell.findOrRun}
            </Button>
          </header>
          <main ref={main} tabIndex={-1} className={styles.main}>
            <Outlet />
          </main>
          <StatusBar status={status} />
        </div>
      )}
      {over === "palette" && <Palette actions={actions} onClose={back} />}
      {over === "shortcuts" && <ShortcutList actions={actions} onClose={back} />}
      {over === "new workspace" && <NewWorkspace onClose={back} />}
      <HistoryDrawer isOpen={over === "history"} onClose={back} />
    </ExplainProvider>
  );
}

function Rail({ onHistory }: { onHistory: () => void }) {
  return (
    <nav className={styles.rail} aria-label={m.shell.screens}>
      <div className={styles.brand}>
        <Mark />
        {m.shell.product}
      </div>
      <ol>
        {SCREENS.map((screen) => (
          <li key={screen.path}>
            <RailLink screen={screen} />
          </li>
        ))}
      </ol>
      <ol className={styles.foot}>
        <li>
          <button type="button" className={styles.place} onClick={onHistory}>
            {m.shell.history}
          </button>
        </li>
        <li>
          <RailLink screen={SETTINGS} />
        </li>
      </ol>
    </nav>
  );
}

function RailLink({ screen }: { screen: Screen }) {
  return (
    <Link
      to={screen.path}
      className={styles.place}
      activeOptions={{ exact: screen.path === "/", includeSearch: false }}
      aria-keyshortcuts={`Control+${screen.key}`}
      title={`${modifier}+${screen.key}`}
    >
      {screen.label()}
      <span aria-hidden="true">
        <kbd>{screen === SETTINGS ? `${modifier}+${screen.key}` : screen.key}</kbd>
      </span>
    </Link>
  );
}

function StatusBar({ status }: { status: Status }) {
  return (
    <footer className={styles.status}>
      {[status.freshness, status.window, status.counting, status.methods]
        .filter(Boolean)
        .map((text) => (
          <span key={text}>{text}</span>
        ))}
      <span className={classes(styles.spacer)} />
      <span>{status.currency}</span>
      <span>{status.zone}</span>
    </footer>
  );
}

/**
 * Names the window by its screen, and brings the focus to a screen that was just opened; a
 * pre-mortem that is held is another than their list.
 */
function useScreenChange(
  { path, isHeld }: { path: string; isHeld: boolean },
  name: string,
  main: React.RefObject<HTMLElement | null>,
) {
  const screenNow = isHeld ? `${path} held` : path;
  const before = useRef(screenNow);
  useEffect(() => {
    const screen = [...SCREENS, SETTINGS].find((one) => one.path === path);
    document.title = [screen?.label(), name, m.shell.product].filter(Boolean).join(" · ");
    if (before.current === screenNow) return;
    before.current = screenNow;
    // A screen may have put the focus on something of its own already.
    if (!main.current?.contains(document.activeElement)) {
      main.current?.focus({ preventScroll: true });
    }
    main.current?.scrollTo(0, 0);
  }, [path, screenNow, name, main]);
}

/** Says that figures changed, to those who do not see it. */
function useAnnounceRecalculation(version: number | undefined) {
  const announce = useAnnounce();
  const before = useRef(version);
  useEffect(() => {
    if (before.current !== undefined && version !== undefined && before.current !== version) {
      announce(m.common.recalculated);
    }
    before.current = version;
  }, [version, announce]);
}
