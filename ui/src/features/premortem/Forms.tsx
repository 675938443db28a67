/** Contribution forms: blank ones out, filled ones in, looked at before they count. */

import { useState } from "react";
import { asRpcError, type FormReport, type RpcError, rpc } from "../../api";
import { m } from "../../messages";
import { pickFiles, pickSavePath } from "../../platform";
import { Button, Dialog, ErrorNote, Section, useToast } from "../../shared";
import styles from "./premortem.module.css";
import { useSending, useSitting } from "./sitting";

const KINDS = ["xlsx", "csv", "json"] as const;

/** Filled forms that were looked at and are not taken in yet. */
interface Looked {
  paths: string[];
  report: FormReport;
}

export function Forms() {
  const { premortem } = useSitting();
  const words = m.premortems.forms;
  const toast = useToast();
  const [looked, setLooked] = useState<Looked | null>(null);
  const [error, setError] = useState<RpcError | null>(null);
  const attempt = async (work: () => Promise<void>) => {
    setError(null);
    try {
      await work();
    } catch (thrown) {
      setError(asRpcError(thrown));
    }
  };
  const blank = () =>
    attempt(async () => {
      const to = await pickSavePath({
        title: words.saveTitle,
        name: words.fileName(premortem.name),
        filters: KINDS.map((kind) => ({ name: words.kinds[kind], extensions: [kind] })),
      });
      if (to === null) return;
      const args = { session: premortem.id, service: "", to, format: "" };
      const written = await rpc("premortem.form", args);
      toast({ text: words.written(written.path) });
    });
  const look = () =>
    attempt(async () => {
      const paths = await pickFiles({
        title: words.openTitle,
        filters: [{ name: words.filled, extensions: [...KINDS] }],
        multiple: true,
      });
      if (paths.length === 0) return;
      const args = { session: premortem.id, paths, check: true };
      setLooked({ paths, report: await rpc("premortem.form.import", args) });
    });
  return (
    <Section title={words.title} className={styles.pool}>
      <p className="muted">{words.lead}</p>
      {error && <ErrorNote error={error} />}
      <div className={styles.formsFoot}>
        <Button onPress={() => void blank()}>{words.blank}</Button>
        {!premortem.closed && <Button onPress={() => void look()}>{words.take}</Button>}
      </div>
      {looked && <Report looked={looked} onClose={() => setLooked(null)} />}
    </Section>
  );
}

function Report({ looked, onClose }: { looked: Looked; onClose: () => void }) {
  const { premortem, act, error } = useSitting();
  const [isSending, once] = useSending();
  const words = m.premortems.forms;
  const toast = useToast();
  const { report, paths } = looked;
  const isNothing = report.new + report.updated === 0;
  const take = async () => {
    const taken = await act("premortem.form.import", {
      session: premortem.id,
      paths,
      check: false,
    });
    if (!taken) return;
    toast({ text: taken.sentence });
    onClose();
  };
  return (
    <Dialog
      title={words.reportTitle}
      isOpen
      onClose={onClose}
      width="wide"
      footer={
        <>
          <Button onPress={onClose}>{m.common.cancel}</Button>
          {!isNothing && (
            <Button
              variant="filled"
              isPending={isSending}
              onPress={() => void once(take)}
              autoFocus
            >
              {words.takeIn}
            </Button>
          )}
        </>
      }
    >
      {error && <ErrorNote error={error} />}
      <p>{report.sentence}</p>
      {report.people.length > 0 && <p className="muted">{words.from(report.people.join(", "))}</p>}
      {isNothing && <p className="muted">{words.nothing}</p>}
      {report.problems.length > 0 && (
        <Section title={words.problems} className={styles.pool}>
          <div className={styles.scroll}>
            <table className="small">
              <thead>
                <tr>
                  {(["row", "column", "found", "expected", "repair"] as const).map((head) => (
                    <th key={head} scope="col">
                      {words.problem[head]}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {report.problems.map((problem) => (
                  <tr key={`${problem.file} ${problem.row} ${problem.column} ${problem.code}`}>
                    <td className="nowrap">
                      {problem.file} {problem.row}
                    </td>
                    <td>{problem.column}</td>
                    <td>{problem.found}</td>
                    <td>{problem.expected}</td>
                    <td>{problem.repair}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </Section>
      )}
    </Dialog>
  );
}
