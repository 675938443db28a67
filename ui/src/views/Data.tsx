/** What is there, where it came from, and the way to bring in more. */

import { useEffect, useRef } from "react";
import { useRpc } from "../api";
import { useAddress, useGo, useSetAddress } from "../features/address";
import {
  Batches,
  chooseFiles,
  filesOf,
  focusHeading,
  ImportWizard,
  Sources,
  Templates,
  useImport,
} from "../features/data";
import styles from "../features/data/data.module.css";
import { Conflicts } from "../features/merge";
import { m } from "../messages";
import { modifier } from "../platform";
import { Button, EmptyState, ErrorNote, FileDrop, Headline, LinkButton } from "../shared";

export function DataScreen() {
  const { import: importing } = useAddress();
  const setAddress = useSetAddress();
  const go = useGo();
  const wasImporting = useRef(false);
  useEffect(() => {
    wasImporting.current = Boolean(importing);
  }, [importing]);
  if (importing) {
    return (
      <ImportWizard onClose={() => setAddress({ import: undefined })} onOverview={() => go("/")} />
    );
  }
  return <DataList comesBack={wasImporting.current} onImport={() => setAddress({ import: "1" })} />;
}

interface DataListProps {
  /** From an import: the focus goes on at the heading. */
  comesBack: boolean;
  onImport: () => void;
}

function DataList({ comesBack, onImport }: DataListProps) {
  const { data, error, refetch } = useRpc("data", {});
  const isThere = data !== undefined;
  const toHeading = useRef(comesBack);
  useEffect(() => {
    if (!isThere || !toHeading.current) return;
    toHeading.current = false;
    focusHeading(document.querySelector("main"));
  }, [isThere]);
  const { session, state } = useImport();
  const waiting = state.paths.length > 0 && state.step !== "done";

  const begin = async () => {
    if (await chooseFiles(session)) onImport();
  };
  const take = (paths: string[]) => {
    void session.choose(paths);
    onImport();
  };

  if (error) return <ErrorNote error={error} onRetry={() => void refetch()} />;
  if (!data) return <p className="quiet">{m.common.loading}</p>;

  const unfinished = waiting && (
    <div className={styles.waiting}>
      {m.data.waiting(filesOf(state.paths))}
      <LinkButton onPress={onImport}>{m.data.continueImport}</LinkButton>
      <LinkButton
        onPress={() => {
          session.reset();
          focusHeading(document.querySelector("main"));
        }}
      >
        {m.data.discard}
      </LinkButton>
    </div>
  );

  if (data.batches.length === 0) {
    return (
      <>
        <EmptyState headline={data.headline} />
        {unfinished}
        <div className={styles.sections}>
          <FileDrop onFiles={take} framed>
            <div className={styles.dropZone}>
              <p>
                <strong>{m.data.drop.title}</strong>
                {m.data.drop.lead}
              </p>
              <Button variant="filled" onPress={() => void begin()} shortcut={`${modifier}+I`}>
                {m.data.drop.choose}
              </Button>
            </div>
          </FileDrop>
          <Conflicts />
          {data.sources.some(({ what }) => what !== "") && <Sources sources={data.sources} />}
          <Templates />
        </div>
      </>
    );
  }
  return (
    <FileDrop onFiles={take}>
      <Headline
        headline={data.headline}
        action={
          <Button variant="filled" onPress={() => void begin()} shortcut={`${modifier}+I`}>
            {m.data.import}
          </Button>
        }
      />
      {unfinished}
      <div className={styles.sections}>
        <Conflicts />
        <Sources sources={data.sources} />
        <Batches batches={data.batches} />
      </div>
    </FileDrop>
  );
}
