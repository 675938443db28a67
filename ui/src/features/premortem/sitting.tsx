/** A session as its steps use it: what may be seen, what can be done, what is typed. */

import { useQueryClient } from "@tanstack/react-query";
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
import {
  type Args,
  asRpcError,
  type Command,
  type PersonView,
  type Premortem,
  type Result,
  type RpcError,
  rpc,
  useRpc,
  useSend,
} from "../../api";
import { type FieldErrors, fieldErrors } from "../../shared";
import { useAddress, useSetAddress } from "../address";
import { useAppearance } from "../appearance";
import { Keeper, type Kept } from "./keeper";

const GET: Command = "premortem.get";

export interface Sitting {
  premortem: Premortem;
  /** When its timer was told, on the clock of `Date.now`. */
  toldAt: number;
  /** Who sits at the keyboard; undefined where nobody in particular does. */
  seat: PersonView | undefined;
  /** Who sat there last in this step: whoever comes after them is next. Empty before anybody did. */
  last: string;
  /** Takes a seat; empty: leaves the keyboard to nobody. */
  sit: (person: string) => Promise<void>;
  /** Changes something. Null where the core refused: `error` says why. */
  act: <K extends Command>(command: K, args: Args<K>) => Promise<Result<K> | null>;
  error: RpcError | null;
  wrong: FieldErrors;
  clearError: () => void;
  /** Keeps what someone writes in silence. */
  keepDraft: (person: string, prompt: string, text: string) => void;
  /** Keeps a field that was not sent yet; empty text forgets it. */
  keepJot: (slot: string, text: string, person?: string) => void;
  /** What stood in a field when it was left. */
  jot: (slot: string, person?: string) => string | undefined;
  kept: Kept;
  /**
   * What is written and not said yet is covered: in the meeting view a room reads along. Whose
   * machine it is may show theirs, until somebody else has the keyboard or the turn.
   */
  covered: boolean;
  /** Shows what is covered, or covers it again. */
  uncover: () => void;
}

const SittingContext = createContext<Sitting | null>(null);

export function useSitting(): Sitting {
  const sitting = use(SittingContext);
  if (!sitting) throw new Error("a step stands in a session");
  return sitting;
}

export interface SittingProviderProps {
  id: string;
  children: ReactNode;
  /** While nothing is known of it, or what is known is another person's. */
  waiting: (error: RpcError | null) => ReactNode;
}

export function SittingProvider({ id, children, waiting }: SittingProviderProps) {
  const { seat: person = "" } = useAddress();
  const setAddress = useSetAddress();
  const client = useQueryClient();
  const send = useSend();
  const { data, error: unread, dataUpdatedAt } = useRpc("premortem.get", { id, person });
  const [error, setError] = useState<RpcError | null>(null);
  const [left, setLeft] = useState({ step: "", person: "" });
  const { keeper, kept } = useKeeper(id);
  const step = data?.step ?? "";
  const { meeting } = useAppearance();
  const [uncovered, setUncovered] = useState("");
  const page = `${step} ${person} ${data?.turn?.person ?? ""}`;
  const covered = meeting && uncovered !== page;
  // Whoever comes back to the keyboard, or to the wall, asks again.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page or view is what covers it
  useEffect(() => setUncovered(""), [page, meeting]);
  /** What was typed since the session was read, by writer and slot. */
  const typed = useRef(new Map<string, string>());
  const queue = useRef<Promise<unknown>>(Promise.resolve());

  const act = useCallback<Sitting["act"]>(
    (command, args) => {
      const run = async () => {
        try {
          const before = [...typed.current];
          const done = await keeper.around(() => send(command, args));
          // A view that is being read for the first time may be of before the change, and would
          // not be read again for it.
          await client.cancelQueries({ queryKey: [GET] });
          await client.refetchQueries({ queryKey: [GET], type: "active" });
          // What was read has these, or says that they are done with.
          for (const [field, text] of before) {
            if (typed.current.get(field) === text) typed.current.delete(field);
          }
          setError(null);
          return done;
        } catch (thrown) {
          setError(asRpcError(thrown));
          return null;
        }
      };
      const result = queue.current.then(run);
      queue.current = result;
      return result;
    },
    [keeper, send, client],
  );

  const sit = useCallback(
    async (next: string) => {
      try {
        await keeper.flush();
      } catch {
        // It is shown beside the timer and sent again; the words stay in the window meanwhile.
      }
      // What is typed does not make the workspace newer, so an answer from before would be old.
      const args = { id, person: next };
      client.removeQueries({ queryKey: [GET, args] });
      // What nobody in particular sees may stand beside what someone saw, so that the screen
      // stays while it is read; what someone sees hides it at once.
      if (next === "") {
        await client.prefetchQuery({
          queryKey: [GET, args],
          queryFn: () => rpc("premortem.get", args),
        });
      }
      setError(null);
      if (person !== "") setLeft({ step, person });
      setAddress({ seat: next || undefined });
    },
    [keeper, client, id, step, person, setAddress],
  );

  // Someone who is no longer of the session, as after an undo, sits nowhere.
  const isGone = unread?.field === "person";
  useEffect(() => {
    if (isGone) setAddress({ seat: undefined });
  }, [isGone, setAddress]);

  // Undoing its beginning takes a session away: what was read of it is nothing to work on.
  const isThere = unread?.code !== "not-found" || isGone;
  const premortem = isThere && data?.id === id && data.person === person ? data : undefined;
  const sitting = useMemo<Sitting | null>(
    () =>
      premortem
        ? {
            premortem,
            toldAt: dataUpdatedAt,
            seat: premortem.people.find((one) => one.id === person),
            last: left.step === step ? left.person : "",
            sit,
            act,
            error,
            wrong: fieldErrors(error),
            clearError: () => setError(null),
            keepDraft: (writer, prompt, text) =>
              keeper.put({ kind: "draft", person: writer, prompt, text }),
            keepJot: (slot, text, writer = "") => {
              typed.current.set(`${writer} ${slot}`, text);
              keeper.put({ kind: "jot", person: writer, slot, text });
            },
            // What is kept makes nothing newer, so the session that was read may not have it yet.
            jot: (slot, writer = "") =>
              typed.current.get(`${writer} ${slot}`) ??
              premortem.jots.find((one) => one.slot === slot && one.person === writer)?.text,
            kept,
            covered,
            uncover: () => setUncovered((now) => (!meeting || now === page ? "" : page)),
          }
        : null,
    [
      premortem,
      dataUpdatedAt,
      person,
      step,
      left,
      sit,
      act,
      error,
      keeper,
      kept,
      covered,
      page,
      meeting,
    ],
  );
  if (!sitting) return waiting(isGone ? null : unread);
  return <SittingContext value={sitting}>{children}</SittingContext>;
}

/** One keeper for a session; what it still has when the screen is left is sent. */
function useKeeper(session: string): { keeper: Keeper; kept: Kept } {
  const [kept, setKept] = useState<Kept>("kept");
  const keeper = useMemo(
    () =>
      new Keeper({
        send: (note) =>
          note.kind === "draft"
            ? rpc("premortem.draft", {
                session,
                person: note.person,
                prompt: note.prompt,
                text: note.text,
              })
            : rpc("premortem.jot", {
                session,
                person: note.person,
                slot: note.slot,
                text: note.text,
              }),
        onChange: setKept,
      }),
    [session],
  );
  useEffect(() => {
    const flush = () => void keeper.flush().catch(() => {});
    window.addEventListener("blur", flush);
    return () => {
      window.removeEventListener("blur", flush);
      flush();
    };
  }, [keeper]);
  return { keeper, kept };
}

/**
 * Runs what a form sends, once at a time: a second press while it is on its way asks for nothing
 * more. Of the form alone, so that what another change is still busy with takes no key away.
 */
export function useSending(): [boolean, (send: () => Promise<unknown>) => Promise<void>] {
  const [isSending, setSending] = useState(false);
  const sending = useRef(false);
  const once = useCallback(async (send: () => Promise<unknown>) => {
    if (sending.current) return;
    sending.current = true;
    setSending(true);
    try {
      await send();
    } finally {
      sending.current = false;
      setSending(false);
    }
  }, []);
  return [isSending, once];
}

/**
 * The text of a field that is kept at every key. It begins with what was kept; give the component
 * a key of its own for each thing that the field can be about.
 */
export function useKeptText(slot: string, start: string, person = "") {
  const { jot, keepJot } = useSitting();
  const [text, setText] = useState(() => jot(slot, person) ?? start);
  const set = useCallback(
    (next: string) => {
      setText(next);
      keepJot(slot, next, person);
    },
    [keepJot, slot, person],
  );
  return [text, set, setText] as const;
}
