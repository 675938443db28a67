/** What was promised, on what evidence, and whether it holds; the open one at the right. */

import { useCallback, useEffect, useRef, useState } from "react";
import { type Requirements, useRpc } from "../api";
import { useAddress, useGo, useSetAddress } from "../features/address";
import {
  DraftDrawer,
  FirstService,
  RequirementForm,
  RequirementList,
  RequirementPane,
  useFiles,
} from "../features/requirements";
import styles from "../features/requirements/requirements.module.css";
import { m } from "../messages";
import { Button, EmptyState, ErrorNote, Headline, MenuButton } from "../shared";
import split from "./Incidents.module.css";

type Open = "draft" | "new" | "edit" | null;

export function RequirementsView() {
  const { requirement, service = "", status = "" } = useAddress();
  const setAddress = useSetAddress();
  const { data, error, refetch } = useRpc("requirements", { status, service });
  const [open, setOpen] = useState<Open>(null);
  const head = useRef<HTMLHeadingElement>(null);
  const headRef = useCallback((heading: HTMLHeadingElement | null) => {
    head.current = heading;
    heading?.focus();
  }, []);
  const id = requirement ?? null;
  const { data: detail, error: gone } = useRpc(
    "requirement.get",
    { id: id ?? "" },
    { enabled: id !== null },
  );
  // The address may have its label; the answer before may be of another.
  const shown = [detail?.row.id, detail?.row.label].includes(id ?? "") ? detail : undefined;
  const isGone = gone?.code === "not-found";
  useEffect(() => {
    if (isGone) setAddress({ requirement: undefined });
  }, [isGone, setAddress]);
  if (error) return <ErrorNote error={error} onRetry={() => void refetch()} />;
  if (!data) return <p className="quiet">{m.common.loading}</p>;
  const isEmpty = data.headline.missing !== null && data.rows.length === 0;
  const select = (next: string | undefined) => setAddress({ requirement: next });
  return (
    <div data-bleed className={id === null ? split.alone : split.split}>
      <div className={styles.page}>
        {isEmpty ? (
          <Nothing requirements={data} onOpen={setOpen} />
        ) : (
          <>
            <Headline
              headline={data.headline}
              action={<Actions isAlone={id === null} onOpen={setOpen} />}
            />
            <RequirementList
              requirements={data}
              status={status}
              service={service}
              selected={id === null ? null : (shown?.row.id ?? id)}
              onStatus={(key) => setAddress({ status: key || undefined })}
              onService={(key) => setAddress({ service: key || undefined })}
              onOpen={select}
            />
          </>
        )}
      </div>
      {id !== null && (
        <RequirementPane
          key={id}
          id={id}
          headRef={headRef}
          onEdit={() => setOpen("edit")}
          onClose={() => select(undefined)}
        />
      )}
      {open === "draft" && (
        <DraftDrawer requirements={data} onClose={() => setOpen(null)} onDrafted={select} />
      )}
      {open === "new" && data.services.length === 0 && (
        <FirstService onClose={() => setOpen(null)} />
      )}
      {open === "new" && data.services.length > 0 && (
        <RequirementForm
          requirements={data}
          start={null}
          onClose={() => setOpen(null)}
          onSaved={(saved) => {
            setOpen(null);
            select(saved);
          }}
        />
      )}
      {open === "edit" && shown && (
        <RequirementForm
          requirements={data}
          start={shown.edit}
          onClose={() => setOpen(null)}
          onSaved={() => setOpen(null)}
        />
      )}
    </div>
  );
}

interface ActionsProps {
  /** Nothing is open beside it: then the one filled button stands here. */
  isAlone: boolean;
  onOpen: (open: Open) => void;
}

function Actions({ isAlone, onOpen }: ActionsProps) {
  const words = m.requirements;
  const files = useFiles();
  const formats = Object.entries(words.formats).map(([id, label]) => ({ id, label }));
  return (
    <>
      <MenuButton
        label={words.export}
        value=""
        sections={[
          { items: formats },
          {
            items: [
              { id: "journal", label: words.journal },
              { id: "journal-by-hand", label: words.journalByHand },
              { id: "import", label: words.import },
            ],
          },
        ]}
        onAction={(what) => {
          if (what === "journal") void files.readJournal(false);
          else if (what === "journal-by-hand") void files.readJournal(true);
          else if (what === "import") void files.readBack();
          else void files.write(what as keyof typeof words.formats);
        }}
      />
      <Button onPress={() => onOpen("new")}>{words.write}</Button>
      <Button variant={isAlone ? "filled" : undefined} onPress={() => onOpen("draft")}>
        {words.draft}
      </Button>
    </>
  );
}

/** Where requirements come from: the way to the first one, before it to the first service. */
function Nothing({
  requirements,
  onOpen,
}: {
  requirements: Requirements;
  onOpen: (open: Open) => void;
}) {
  const words = m.requirements;
  const go = useGo();
  const files = useFiles();
  const { headline, services, allRisks } = requirements;
  if (services.length === 0) {
    return (
      <EmptyState
        headline={headline}
        actions={
          <>
            <Button variant="filled" onPress={() => go("/data", { import: "1" })}>
              {m.risks.import}
            </Button>
            <Button onPress={() => onOpen("new")}>{words.write}</Button>
            <Button variant="quiet" onPress={() => go("/settings")}>
              {m.risks.addService}
            </Button>
          </>
        }
      />
    );
  }
  return (
    <EmptyState
      headline={headline}
      actions={
        <>
          {allRisks.length > 0 ? (
            <Button variant="filled" onPress={() => onOpen("draft")}>
              {words.draft}
            </Button>
          ) : (
            <Button variant="filled" onPress={() => go("/tiers", { part: "risks", risk: "new" })}>
              {m.risks.add}
            </Button>
          )}
          <Button onPress={() => onOpen("new")}>{words.write}</Button>
          <Button variant="quiet" onPress={() => void files.readBack()}>
            {words.import}
          </Button>
        </>
      }
    />
  );
}
