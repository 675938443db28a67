/**
 * Cards that mean the same failure come together. One tree takes the keys: the table with its
 * loose cards, then the clusters, each with a number that puts cards into it.
 */

import { type ReactNode, useEffect, useRef, useState } from "react";
import type { CardView, ClusterView } from "../../api";
import { m } from "../../messages";
import {
  Button,
  Combo,
  classes,
  Dialog,
  LinkButton,
  StateChip,
  TextField,
  useAnnounce,
} from "../../shared";
import { CardForm } from "./CardForm";
import { ClusterForm } from "./ClusterForm";
import { useHeldFocus } from "./heldFocus";
import styles from "./premortem.module.css";
import { useKeptText, useSending, useSitting } from "./sitting";
import { toTop } from "./toTop";

/** Stands for the loose cards, where an id of a cluster could stand. */
const TABLE = "table";
/** The same for the cards that were set aside. */
const ASIDE = "aside";

type Asked =
  | { what: "title"; cards: string[] }
  | { what: "rename"; cluster: ClusterView }
  | { what: "into"; cards: string[] }
  | { what: "merge"; cluster: ClusterView }
  | { what: "cluster"; cluster: ClusterView }
  | { what: "card"; card: CardView };

export function Cluster() {
  const { premortem, act } = useSitting();
  const words = m.premortems.cluster;
  const announce = useAnnounce();
  const { clusters, loose, cards, closed } = premortem;
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [at, setAt] = useState("");
  const [asked, setAsked] = useState<Asked | null>(null);
  const tree = useRef<HTMLDivElement>(null);
  /** Where the focus goes once the tree shows what was done. */
  const wanted = useRef("");

  useHeldFocus(tree, { stops: '[role="treeitem"]' });

  const card = (id: string) => cards.find((one) => one.id === id);
  const aside = cards.filter((one) => one.aside).map(({ id }) => id);
  const columns = [
    { id: TABLE, cards: loose },
    ...clusters.map((cluster) => ({ id: cluster.id, cards: cluster.cards })),
    ...(aside.length > 0 ? [{ id: ASIDE, cards: aside }] : []),
  ];
  const order = columns.flatMap((column) => [column.id, ...column.cards]);
  const first = loose[0] ?? columns[1]?.id ?? TABLE;
  const here = order.includes(at) ? at : first;
  const column = columns.find((one) => one.id === here || one.cards.includes(here));
  const cluster = clusters.find(({ id }) => id === column?.id);
  const isCard = (id: string) => card(id) !== undefined;
  const meant = (): string[] => {
    const counts = (id: string) => card(id)?.aside === false;
    const still = [...chosen].filter(counts);
    if (still.length > 0) return still;
    return counts(here) ? [here] : [];
  };

  const focusOn = (id: string) => {
    setAt(id);
    tree.current?.querySelector<HTMLElement>(`[data-item="${CSS.escape(id)}"]`)?.focus();
  };
  useEffect(() => {
    tree.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
    toTop(tree.current);
  }, []);
  useEffect(() => {
    if (!wanted.current || asked) return;
    const item = tree.current?.querySelector<HTMLElement>(
      `[data-item="${CSS.escape(wanted.current)}"]`,
    );
    if (!item) return;
    setAt(wanted.current);
    wanted.current = "";
    item.focus();
  });

  const group = async (ids: string[], into: string, title = "") => {
    if (ids.length === 0 || closed) return;
    // The next loose card is where work goes on.
    const rest = loose.filter((id) => !ids.includes(id));
    const done = await act("premortem.group", {
      session: premortem.id,
      cards: ids,
      cluster: into,
      title,
    });
    if (!done) return;
    setChosen(new Set());
    wanted.current = rest[0] ?? ids[0] ?? "";
    announce(done.label);
  };
  const merge = async (from: ClusterView, into: string) => {
    const done = await act("premortem.merge", { session: premortem.id, cluster: from.id, into });
    if (!done) return;
    wanted.current = into || from.id;
    announce(done.label);
  };
  /** Sets a card aside, or brings it back; work goes on with the one that stood beside it. */
  const setAside = async (one: CardView) => {
    const place = order.indexOf(one.id);
    const beside = [order[place + 1], order[place - 1]].find((id) => id && isCard(id));
    const done = await act("premortem.card", {
      session: premortem.id,
      id: one.id,
      text: one.text,
      author: one.authorId,
      aside: !one.aside,
    });
    if (!done) return;
    focusOn(beside ?? one.id);
    announce(done.label);
  };
  /** The cluster is a risk that the register has already: from now on the two count once. */
  const link = async (one: ClusterView, risk: string) => {
    const done = await act("premortem.cluster", {
      session: premortem.id,
      id: one.id,
      title: one.title,
      category: one.category,
      service: one.service,
      risk,
      history: one.history,
      notes: one.notes,
    });
    if (!done) return;
    wanted.current = one.id;
    announce(words.linked(one.title));
  };
  const toggle = (ids: readonly string[]) =>
    setChosen((now) => {
      const next = new Set(now);
      const all = ids.every((id) => next.has(id));
      for (const id of ids) {
        if (all) next.delete(id);
        else next.add(id);
      }
      return next;
    });

  const actions = {
    group: () => {
      const ids = meant();
      if (ids.length > 0) setAsked({ what: "title", cards: ids });
    },
    ungroup: () => void group(meant(), ""),
    into: () => {
      const ids = meant();
      if (ids.length > 0 && clusters.length > 0) setAsked({ what: "into", cards: ids });
    },
    rename: () => {
      if (cluster) setAsked({ what: "rename", cluster });
    },
    merge: () => {
      if (cluster && clusters.length > 1) setAsked({ what: "merge", cluster });
    },
    link: () => {
      const twin = cluster?.twins[0];
      if (cluster && twin) void link(cluster, twin.key);
    },
    open: () => {
      const found = card(here);
      if (found) setAsked({ what: "card", card: found });
      else if (cluster) setAsked({ what: "cluster", cluster });
    },
    remove: () => {
      const found = card(here);
      if (found) void setAside(found);
      else if (cluster && cluster.cards.length === 0)
        void act("premortem.cluster.delete", { session: premortem.id, id: cluster.id });
    },
  };

  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const index = order.indexOf(here);
    const columnAt = column ? columns.indexOf(column) : -1;
    const go = (id: string | undefined) => () => id && focusOn(id);
    const keys: Record<string, (() => void) | undefined> = {
      arrowdown: go(order[index + 1]),
      arrowup: go(order[index - 1]),
      arrowright: go(columns[columnAt + 1]?.id),
      arrowleft: go(columns[columnAt - 1]?.cards[0] ?? columns[columnAt - 1]?.id),
      home: go(order[0]),
      end: go(order.at(-1)),
      enter: actions.open,
      escape: () => setChosen(new Set()),
    };
    const changes: Record<string, (() => void) | undefined> = {
      " ": () => toggle(isCard(here) ? [here] : (column?.cards ?? [])),
      g: actions.group,
      u: actions.ungroup,
      i: actions.into,
      r: actions.rename,
      f2: actions.rename,
      m: actions.merge,
      l: actions.link,
      delete: actions.remove,
    };
    const name = event.key.toLowerCase();
    const number = /^[1-9]$/.test(name) ? clusters[Number(name) - 1] : undefined;
    const run =
      keys[name] ??
      (closed ? undefined : (changes[name] ?? (number && (() => void group(meant(), number.id)))));
    if (!run) return;
    event.preventDefault();
    run();
  };

  const item = (id: string, level: number, label: ReactNode, selected?: boolean) => (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree has the keys
    <div
      role="treeitem"
      aria-level={level}
      aria-selected={selected ?? false}
      aria-expanded={level === 1 ? true : undefined}
      tabIndex={id === here ? 0 : -1}
      data-item={id}
      className={classes(level === 1 ? styles.clusterHead : styles.clusterCard)}
      onClick={(event) => {
        if (isCard(id) && (event.ctrlKey || event.metaKey || event.shiftKey)) toggle([id]);
        focusOn(id);
      }}
      onDoubleClick={() => isCard(id) && toggle([id])}
      onFocus={() => setAt(id)}
    >
      {label}
    </div>
  );
  const cardItem = (id: string) => {
    const one = card(id);
    if (!one) return null;
    const selected = chosen.has(id);
    return (
      <li key={id} role="none">
        {item(
          id,
          2,
          <>
            <span className={styles.tick} aria-hidden="true">
              {selected ? "✓" : ""}
            </span>
            <span className={classes(styles.cardText, one.aside && styles.asideText)}>
              {one.text}
            </span>
            <span className={styles.cardFoot}>{one.author || m.premortems.nobody}</span>
          </>,
          selected,
        )}
      </li>
    );
  };

  const kindLabel = (key: string) =>
    premortem.categories.find((kind) => kind.key === key)?.label ?? "";
  const left = loose.length;
  const named = clusters.filter((one) => one.named !== "");
  const twins = clusters.flatMap((one) => one.twins.map((twin) => ({ one, twin })));
  return (
    <>
      <div className={styles.head}>
        <div>
          <h1>{words.sentence(clusters.length, left)}</h1>
          <p className={styles.lead}>{words.lead}</p>
        </div>
      </div>
      {!closed && (
        <div className={styles.tools} role="toolbar" aria-label={words.tools}>
          <Button onPress={actions.group} shortcut="G">
            {words.group}
          </Button>
          <Button onPress={actions.into} shortcut="I">
            {words.into}
          </Button>
          <Button onPress={actions.ungroup} shortcut="U">
            {words.ungroup}
          </Button>
          <Button onPress={actions.rename} shortcut="R">
            {words.rename}
          </Button>
          <Button onPress={actions.merge} shortcut="M">
            {words.merge}
          </Button>
          <span className="quiet">{words.chosen(chosen.size)}</span>
        </div>
      )}
      {!closed && twins.length + named.length > 0 && (
        <ul className={styles.twins} aria-label={words.twins}>
          {named.map((one) => (
            <li key={one.id}>
              <StateChip state="unknown">{words.named}</StateChip>
              <span>{words.isNamed(one.named)}</span>
            </li>
          ))}
          {twins.map(({ one, twin }) => (
            <li key={`${one.id} ${twin.key}`}>
              <StateChip state="warn">{words.twice}</StateChip>
              <span>{words.twin(one.title, twin.label)}</span>
              <LinkButton
                onPress={() => void link(one, twin.key)}
                aria-label={words.isTwin(one.title, twin.label)}
              >
                {words.link}
              </LinkButton>
              {/* The key links the first of the cluster that has the focus. */}
              {twin === one.twins[0] && <kbd>L</kbd>}
            </li>
          ))}
        </ul>
      )}
      <div
        ref={tree}
        role="tree"
        aria-label={words.tree}
        aria-multiselectable="true"
        className={styles.tree}
        onKeyDown={onKeyDown}
      >
        <div role="none" className={styles.loose}>
          {item(TABLE, 1, <span className="strong">{words.table(left)}</span>)}
          {/* biome-ignore lint/a11y/useSemanticElements: a group of a tree is no fieldset */}
          <ul role="group">{loose.map(cardItem)}</ul>
          {left === 0 && <p className="quiet">{cards.length === 0 ? words.noCards : words.none}</p>}
        </div>
        <div role="none" className={styles.clusters}>
          {clusters.map((one, index) => (
            <div key={one.id} role="none" className={styles.cluster}>
              {item(
                one.id,
                1,
                <>
                  <span className={styles.number}>{index + 1}</span>
                  <span className={classes("strong", styles.cardText)}>{one.title}</span>
                  <span className={styles.kindOf}>{kindLabel(one.category)}</span>
                  <span className={styles.clusterFoot}>
                    {one.riskName === one.title
                      ? words.inRegister
                      : one.riskName && words.isRisk(one.riskName)}
                  </span>
                </>,
              )}
              {/* biome-ignore lint/a11y/useSemanticElements: a group of a tree is no fieldset */}
              <ul role="group">{one.cards.map(cardItem)}</ul>
              {one.cards.length === 0 && <p className={styles.merged}>{words.empty}</p>}
              {one.merged.map((part) => (
                <p key={part.id} className={styles.merged}>
                  {words.holds(part.title)}
                </p>
              ))}
              {one.remarks.map((remark) => (
                <p key={remark} className={styles.remark}>
                  <StateChip state="warn">{words.remark}</StateChip> {remark}
                </p>
              ))}
            </div>
          ))}
          {aside.length > 0 && (
            <div role="none" className={styles.cluster}>
              {item(
                ASIDE,
                1,
                <>
                  <span className={styles.number} />
                  <span className="strong">{words.aside(aside.length)}</span>
                  <span className={styles.kindOf}>{words.asideAbout}</span>
                </>,
              )}
              {/* biome-ignore lint/a11y/useSemanticElements: a group of a tree is no fieldset */}
              <ul role="group">{aside.map(cardItem)}</ul>
            </div>
          )}
        </div>
      </div>
      {asked?.what === "title" && (
        <TitleDialog
          title={words.groupTitle(asked.cards.length)}
          slot="group"
          start={card(asked.cards[0] ?? "")?.text ?? ""}
          onClose={() => {
            wanted.current = here;
            setAsked(null);
          }}
          onTake={async (title) => {
            await group(asked.cards, "new", title);
            setAsked(null);
          }}
        />
      )}
      {asked?.what === "rename" && (
        <TitleDialog
          title={words.renameTitle}
          slot={`rename ${asked.cluster.id}`}
          start={asked.cluster.title}
          onClose={() => {
            wanted.current = here;
            setAsked(null);
          }}
          onTake={async (title) => {
            const { cluster: one } = asked;
            await act("premortem.cluster", {
              session: premortem.id,
              id: one.id,
              title,
              category: one.category,
              service: one.service,
              risk: one.risk,
              history: one.history,
              notes: one.notes,
            });
            wanted.current = one.id;
            setAsked(null);
          }}
        />
      )}
      {(asked?.what === "into" || asked?.what === "merge") && (
        <IntoDialog
          title={
            asked.what === "into"
              ? words.intoTitle(asked.cards.length)
              : words.mergeTitle(asked.cluster.title)
          }
          clusters={clusters.filter(({ id }) => asked.what === "into" || id !== asked.cluster.id)}
          onClose={() => {
            wanted.current = here;
            setAsked(null);
          }}
          onTake={async (id) => {
            if (asked.what === "into") await group(asked.cards, id);
            else await merge(asked.cluster, id);
            setAsked(null);
          }}
        />
      )}
      {asked?.what === "card" && (
        <CardForm
          key={asked.card.id}
          card={asked.card}
          onClose={() => {
            wanted.current = here;
            setAsked(null);
          }}
        />
      )}
      {asked?.what === "cluster" && (
        <ClusterForm
          key={asked.cluster.id}
          cluster={asked.cluster}
          onClose={() => {
            wanted.current = here;
            setAsked(null);
          }}
          onTakeApart={(part) => {
            setAsked(null);
            void act("premortem.merge", { session: premortem.id, cluster: part, into: "" });
          }}
        />
      )}
    </>
  );
}

interface TitleDialogProps {
  title: string;
  slot: string;
  start: string;
  onClose: () => void;
  onTake: (title: string) => Promise<void>;
}

/** One line, and Enter takes it. */
function TitleDialog({ title, slot, start, onClose, onTake }: TitleDialogProps) {
  const { keepJot, wrong } = useSitting();
  const [isSending, once] = useSending();
  const [text, setText] = useKeptText(slot, start);
  const form = useRef<HTMLFormElement>(null);
  const close = () => {
    keepJot(slot, "");
    onClose();
  };
  return (
    <Dialog
      title={title}
      isOpen
      onClose={close}
      footer={
        <>
          <Button onPress={close}>{m.common.cancel}</Button>
          <Button
            variant="filled"
            isPending={isSending}
            onPress={() => form.current?.requestSubmit()}
          >
            {m.common.save}
          </Button>
        </>
      }
    >
      <form
        ref={form}
        onSubmit={(event) => {
          event.preventDefault();
          void once(async () => {
            keepJot(slot, "");
            await onTake(text);
          });
        }}
      >
        <TextField
          label={m.premortems.cluster.title}
          name="title"
          value={text}
          onChange={setText}
          error={wrong("title")}
          autoFocus
        />
      </form>
    </Dialog>
  );
}

interface IntoDialogProps {
  title: string;
  clusters: readonly ClusterView[];
  onClose: () => void;
  onTake: (id: string) => Promise<void>;
}

/** One of the clusters, by typing its name. */
function IntoDialog({ title, clusters, onClose, onTake }: IntoDialogProps) {
  const [chosen, setChosen] = useState(clusters[0]?.id ?? "");
  const [isSending, once] = useSending();
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    const field = form.current?.querySelector("input");
    field?.focus();
    field?.select();
  }, []);
  return (
    <Dialog
      title={title}
      isOpen
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{m.common.cancel}</Button>
          <Button
            variant="filled"
            isPending={isSending}
            onPress={() => form.current?.requestSubmit()}
          >
            {m.premortems.cluster.take}
          </Button>
        </>
      }
    >
      <form
        ref={form}
        onSubmit={(event) => {
          event.preventDefault();
          if (chosen) void once(() => onTake(chosen));
        }}
      >
        <Combo
          label={m.premortems.cluster.which}
          value={chosen}
          onChange={setChosen}
          options={clusters.map((one) => ({ id: one.id, label: one.title }))}
        />
        <button type="submit" hidden tabIndex={-1} aria-hidden="true" />
      </form>
    </Dialog>
  );
}
