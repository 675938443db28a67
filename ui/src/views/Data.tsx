/** What is there, where it came from, and the way to bring in more. */

import { useRpc } from "../api";
import { useAddress, useGo, useSetAddress } from "../features/address";
import {
  Batches,
  chooseFiles,
  filesOf,
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
  if (importing) {
    return (
      <ImportWizard onClose={() => setAddress({ import: undefined })} onOverview={() => go("/")} />
    );
  }
  return <DataList onImport={() => setAddress({ import: "1" })} />;
}

function DataList({ onImport }: { onImport: () => void }) {
  const { data, error, refetch } = useRpc("data", {});
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
      <LinkButton onPress={() => session.reset()}>{m.data.discard}</LinkButton>
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
