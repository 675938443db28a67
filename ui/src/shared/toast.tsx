/** What just happened, said once and politely, with the way back. */

import {
  createContext,
  type ReactNode,
  use,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { m } from "../messages";
import { Button } from "./Button";
import { CrossButton } from "./CrossButton";
import styles from "./toast.module.css";

export interface Toast {
  text: string;
  /** Takes back what the toast is about. */
  onUndo?: (() => void) | undefined;
  /** What that is called where the toast is about an undo itself. */
  undoLabel?: string;
}

interface Live {
  /** Shows a toast until the next one, or for some seconds. */
  show: (toast: Toast) => void;
  /** Says something to those who listen, showing nothing. */
  announce: (text: string) => void;
}

const LiveContext = createContext<Live>({ show: () => {}, announce: () => {} });

/** How long a toast stays. What it offers stays available: undo in the history. */
const STAY_MS = 10_000;

export function ToastProvider({ children }: { children: ReactNode }) {
  const [toast, setToast] = useState<Toast | null>(null);
  const [said, setSaid] = useState("");
  const held = useRef(false);

  useEffect(() => {
    if (!toast) return;
    const timer = setInterval(() => {
      if (!held.current) setToast(null);
    }, STAY_MS);
    return () => clearInterval(timer);
  }, [toast]);

  const show = useCallback((next: Toast) => {
    held.current = false;
    setToast(next);
  }, []);
  const live = useMemo(() => ({ show, announce: setSaid }), [show]);
  const hold = (on: boolean) => () => {
    held.current = on;
  };

  return (
    <LiveContext value={live}>
      {children}
      <div role="status" className="visually-hidden">
        {said}
      </div>
      <div role="status" className={styles.place}>
        {toast && (
          // biome-ignore lint/a11y/noStaticElementInteractions: being looked at keeps it there
          <div
            className={styles.toast}
            onMouseEnter={hold(true)}
            onMouseLeave={hold(false)}
            onFocus={hold(true)}
            onBlur={hold(false)}
          >
            <span>{toast.text}</span>
            {toast.onUndo && (
              <Button
                variant="quiet"
                onPress={() => {
                  toast.onUndo?.();
                  setToast(null);
                }}
              >
                {toast.undoLabel ?? m.common.undo}
              </Button>
            )}
            <CrossButton aria-label={m.common.dismiss} onPress={() => setToast(null)} />
          </div>
        )}
      </div>
    </LiveContext>
  );
}

/** Shows a toast. */
export function useToast(): Live["show"] {
  return use(LiveContext).show;
}

/** Says something to a screen reader only. */
export function useAnnounce(): Live["announce"] {
  return use(LiveContext).announce;
}
