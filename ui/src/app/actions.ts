/** The actions of the window, and the keys that start them. */

import { useEffect } from "react";
import { useStatus } from "../api";
import { useGo } from "../features/address";
import { setAppearance, useAppearance } from "../features/appearance";
import type { Action } from "../features/commands";
import { isTextField, matches } from "../features/commands/action";
import { useExportCost } from "../features/cost";
import { useUndoRedo } from "../features/history";
import { useMerge } from "../features/merge";
import { useWindowParam } from "../features/window";
import { useOpenSample, useOpenWorkspace } from "../features/workspace";
import { m } from "../messages";
import { useAmounts, useAnnounce } from "../shared";
import { SCREENS, SETTINGS } from "./screens";

/** What only the shell can open. */
export interface ShellDoors {
  palette: () => void;
  shortcuts: () => void;
  history: () => void;
  newWorkspace: () => void;
  closeWorkspace: () => void;
}

export function useActions(doors: ShellDoors): Action[] {
  const go = useGo();
  const status = useStatus();
  const { undo, redo } = useUndoRedo();
  const { hidden, toggle } = useAmounts();
  const announce = useAnnounce();
  const sample = useOpenSample();
  const open = useOpenWorkspace();
  const merge = useMerge();
  const write = useExportCost(useWindowParam());
  return [
    ...[...SCREENS, SETTINGS].map((screen) => ({
      id: `go ${screen.path}`,
      label: m.commands.go(screen.label()),
      keys: `Ctrl+${screen.key}`,
      words: m.commands.leadsTo[screen.path],
      run: () => go(screen.path),
    })),
    {
      id: "import",
      label: m.commands.import,
      keys: "Ctrl+I",
      run: () => go("/data", { import: "file" }),
    },
    {
      id: "export",
      label: m.commands.export,
      keys: "Ctrl+E",
      run: write.start,
      isDisabled: write.isPending,
    },
    {
      id: "add incident",
      label: m.commands.addIncident,
      keys: "",
      run: () => go("/incidents", { incident: "new" }),
    },
    {
      id: "undo",
      label: m.commands.undo,
      keys: "Ctrl+Z",
      run: undo,
      isDisabled: !status?.undo,
      notInText: true,
    },
    {
      id: "redo",
      label: m.commands.redo,
      keys: "Ctrl+Shift+Z",
      also: "Ctrl+Y",
      run: redo,
      isDisabled: !status?.redo,
      notInText: true,
    },
    { id: "history", label: m.commands.history, keys: "", run: doors.history },
    {
      id: "hide amounts",
      label: m.commands.hideAmounts,
      keys: "Ctrl+Shift+H",
      run: () => {
        toggle();
        announce(hidden ? m.shell.amountsShown : m.shell.amountsHidden);
      },
    },
    {
      id: "theme system",
      label: m.commands.themeSystem,
      keys: "",
      run: () => setAppearance({ theme: "system" }),
    },
    {
      id: "theme light",
      label: m.commands.themeLight,
      keys: "",
      run: () => setAppearance({ theme: "light" }),
    },
    {
      id: "theme dark",
      label: m.commands.themeDark,
      keys: "",
      run: () => setAppearance({ theme: "dark" }),
    },
    { id: "new workspace", label: m.commands.newWorkspace, keys: "", run: doors.newWorkspace },
    { id: "open workspace", label: m.commands.openWorkspace, keys: "", run: open.start },
    { id: "merge", label: m.merge.button, keys: "", run: merge.start, isDisabled: merge.isPending },
    { id: "sample", label: m.commands.sample, keys: "", run: sample.start },
    { id: "close workspace", label: m.commands.close, keys: "", run: doors.closeWorkspace },
    {
      id: "palette",
      label: m.commands.palette,
      keys: "Ctrl+K",
      run: doors.palette,
      isHidden: true,
    },
    {
      id: "filter",
      label: m.commands.filter,
      keys: "/",
      run: () => document.querySelector<HTMLElement>("[data-filter] input")?.focus(),
      notInText: true,
      isHidden: true,
    },
    {
      id: "shortcuts",
      label: m.commands.shortcuts,
      keys: "?",
      run: doors.shortcuts,
      notInText: true,
    },
  ];
}

/** The text field with unsent text that a key struck beside it is about. */
function typedBeside(target: EventTarget | null): HTMLElement | null {
  const around = target instanceof HTMLElement ? target.closest("[data-typing]") : null;
  return around?.querySelector<HTMLElement>("textarea, input:not([type=checkbox])") ?? null;
}

/** Whether nothing was typed in the field since it was emptied: there is nothing of its own to undo. */
function isFresh(action: Action, target: EventTarget | null): boolean {
  const isUndo = action.id === "undo" || action.id === "redo";
  return isUndo && target instanceof HTMLElement && target.closest("[data-fresh]") !== null;
}

/** Runs actions by their keys, except under a dialog: it has the window to itself. */
export function useKeys(actions: readonly Action[]): void {
  const { singleKeys } = useAppearance();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || document.querySelector('[role="dialog"]')) return;
      const action = actions.find((one) => matches(one, event));
      if (!action) return;
      if (action.notInText && isTextField(event.target) && !isFresh(action, event.target)) return;
      const typed = action.notInText ? typedBeside(event.target) : null;
      if (typed) {
        // What was typed there goes before what was done elsewhere.
        event.preventDefault();
        typed.focus();
        document.execCommand?.(action.id);
        return;
      }
      if (action.keys.length === 1 && !singleKeys) return;
      event.preventDefault();
      if (!action.isDisabled) action.run();
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [actions, singleKeys]);
}
