/** One requirement: what it says, what speaks for and against it, where it leads, its test. */

import { X } from "lucide-react";
import { type Ref, useState } from "react";
import {
  type RequirementDetail,
  type RequirementLine,
  type RpcError,
  useCommand,
  useRpc,
} from "../../api";
import { m } from "../../messages";
import {
  Button,
  classes,
  ErrorNote,
  FigureStack,
  FigureText,
  MenuButton,
  Section,
  StateChip,
  TextTable,
  useMask,
  useToast,
} from "../../shared";
import { useUndoToast } from "../history";
import { Links } from "./Leads";
import styles from "./requirements.module.css";
import { SignDialog } from "./SignDialog";

export interface RequirementPaneProps {
  id: string;
  onEdit: () => void;
  onClose: () => void;
  headRef: Ref<HTMLHeadingElement>;
}

export function RequirementPane({ id, onEdit, onClose, headRef }: RequirementPaneProps) {
  const { data, error, refetch } = useRpc("requirement.get", { id });
  if (error) {
    return (
      <div className={styles.pane}>
        <ErrorNote error={error} onRetry={() => void refetch()} />
      </div>
    );
  }
  if (!data) return <div className={styles.pane} aria-busy="true" />;
  return (
    <article className={styles.pane} aria-label={m.requirements.pane(data.row.label)}>
      <Head requirement={data} onEdit={onEdit} onClose={onClose} headRef={headRef} />
      <Against requirement={data} />
      <Evidence requirement={data} />
      <Section title={m.requirements.trace}>
        <div className={styles.trace}>
          <Links kind="incidents" links={data.trace.incidents} />
          <Links kind="risks" links={data.trace.risks} />
          <Links kind="tests" links={data.trace.tests} />
        </div>
      </Section>
      <Verification requirement={data} />
      <div className={styles.halves}>
        <Lines title={m.requirements.scenario} lines={data.scenario} />
        <Lines title={m.requirements.objective} lines={data.objectives} />
      </div>
      <div className={styles.halves}>
        <Lines title={m.requirements.expectations} lines={data.expectations} />
        {data.ceilings.rows.length > 0 && (
          <Section title={m.requirements.ceilings}>
            <TextTable table={data.ceilings} label={m.requirements.ceilings} small />
          </Section>
        )}
      </div>
      <History requirement={data} />
    </article>
  );
}

interface PartProps {
  requirement: RequirementDetail;
}

interface HeadProps extends PartProps, Omit<RequirementPaneProps, "id"> {}

function Head({ requirement, onEdit, onClose, headRef }: HeadProps) {
  const words = m.requirements;
  const mask = useMask();
  const { row, notAcceptable } = requirement;
  const [signing, setSigning] = useState<"product" | "technical" | null>(null);
  const actions = useActions(row.id, onClose);
  const canAccept = notAcceptable === "";
  const isRetired = row.status === "retired";
  return (
    <header className={styles.paneHead}>
      <div className={styles.overline}>
        <span className="ident">{row.label}</span>
        <span>{[row.service, row.tier].filter(Boolean).join(" · ")}</span>
        <StateChip state={row.state}>{row.statusText}</StateChip>
        <Button variant="quiet" className={styles.close} aria-label={words.close} onPress={onClose}>
          <X size={16} aria-hidden />
        </Button>
      </div>
      <h2 ref={headRef} tabIndex={-1} className={styles.title}>
        {row.title}
      </h2>
      <blockquote className={styles.statement}>
        <p>{row.statement || "—"}</p>
        <footer>{requirement.form}</footer>
      </blockquote>
      {row.reason && <p className={styles.reason}>{mask(row.reason)}</p>}
      <div className={styles.actions}>
        {canAccept && (
          <Button variant="filled" isPending={actions.isPending} onPress={actions.accept}>
            {row.status === "draft" ? words.accept : words.acceptAnew}
          </Button>
        )}
        <Button onPress={onEdit}>{words.edit}</Button>
        <MenuButton
          label={words.more}
          value=""
          sections={[
            {
              items: [
                { id: "product", label: words.sign.product },
                { id: "technical", label: words.sign.technical },
              ],
            },
            {
              items: [
                { id: "retire", label: isRetired ? words.unretire : words.retire },
                { id: "delete", label: words.delete },
              ],
            },
          ]}
          onAction={(what) => {
            if (what === "product" || what === "technical") setSigning(what);
            else if (what === "retire") actions.retire(!isRetired);
            else actions.remove();
          }}
        />
      </div>
      <dl className={styles.facts}>
        {(["product", "technical"] as const).map((part) => (
          <div key={part}>
            <dt>{words.signedBy[part]}</dt>
            <dd className={row[part] ? undefined : "quiet"}>{row[part] || words.nobody}</dd>
          </div>
        ))}
        <div>
          <dt>{words.form.owner}</dt>
          <dd className={row.owner ? undefined : "quiet"}>{row.owner || words.nobody}</dd>
        </div>
      </dl>
      {signing && (
        <SignDialog
          id={row.id}
          part={signing}
          signed={row[signing] !== ""}
          onClose={() => setSigning(null)}
        />
      )}
    </header>
  );
}

/** What can be done with one; each says what it did, with the way back. */
function useActions(id: string, onGone: () => void) {
  const toast = useToast();
  const said = useUndoToast();
  const { mutate: accept, isPending } = useCommand("requirement.accept");
  const { mutate: retire } = useCommand("requirement.retire");
  const { mutate: remove } = useCommand("requirement.delete");
  const onError = (error: RpcError) => toast({ text: [error.message, ...error.hints].join(" · ") });
  return {
    isPending,
    accept: () => accept({ args: { id } }, { onSuccess: said, onError }),
    retire: (retired: boolean) => retire({ args: { id, retired } }, { onSuccess: said, onError }),
    remove: () =>
      remove(
        { args: { id } },
        {
          onSuccess: (done) => {
            said(done);
            onGone();
          },
          onError,
        },
      ),
  };
}

function Against({ requirement }: PartProps) {
  const words = m.requirements;
  const mask = useMask();
  const { flags } = requirement.row;
  if (flags.length === 0) return null;
  return (
    <Section title={words.against}>
      <ul className={styles.against}>
        {flags.map(({ key, label, reason, blocks }) => (
          <li key={key}>
            <StateChip state={blocks ? "over" : "warn"}>{label}</StateChip>
            <span>
              {mask(reason)}
              {blocks && <span className="muted"> ({words.blocks})</span>}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Evidence({ requirement }: PartProps) {
  const words = m.requirements;
  const { evidence, evidenceAsOf, cost, avoided, horizon, techniques } = requirement;
  return (
    <Section title={words.evidence} aside={evidenceAsOf}>
      <table className={styles.evidence} aria-label={words.evidence}>
        <thead>
          <tr>
            <th scope="col">{words.quantity}</th>
            <th scope="col" className="num">
              {words.was}
            </th>
            <th scope="col" className="num">
              {words.now}
            </th>
            <td />
          </tr>
        </thead>
        <tbody>
          {evidence.map((one) => (
            <tr key={one.label}>
              <th scope="row">{one.label}</th>
              <td className="num">
                <FigureStack figure={one.was} label={`${one.label}, ${words.was}`} />
              </td>
              <td className="num">
                <FigureStack figure={one.now} label={`${one.label}, ${words.now}`} />
              </td>
              <td>{one.moved && <StateChip state="warn">{words.outside}</StateChip>}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {cost.value === null ? (
        <p className={styles.help}>{words.noMoney}</p>
      ) : (
        <dl className={styles.facts}>
          <div>
            <dt>{words.cost}</dt>
            <dd>
              <FigureText figure={cost} label={words.cost} basis />
            </dd>
          </div>
          <div>
            <dt>{words.avoided}</dt>
            <dd>
              <FigureText figure={avoided} label={words.avoided} basis />
            </dd>
          </div>
          <div>
            <dt>{words.by}</dt>
            <dd>
              {techniques.join(", ") || words.itsOption} <span className="quiet">{horizon}</span>
            </dd>
          </div>
        </dl>
      )}
    </Section>
  );
}

function Verification({ requirement }: PartProps) {
  const words = m.requirements;
  const { resultColumns: columns } = words;
  const { feature, results } = requirement;
  return (
    <Section title={words.verification} aside={requirement.row.verification}>
      {feature ? (
        <pre className={styles.feature}>{feature}</pre>
      ) : (
        <p className="muted">{words.noTest}</p>
      )}
      {results.length > 0 ? (
        <table className="small" aria-label={words.results}>
          <thead>
            <tr>
              <th scope="col">{columns.when}</th>
              <th scope="col">{columns.outcome}</th>
              <th scope="col">{columns.said}</th>
              <th scope="col">{columns.file}</th>
            </tr>
          </thead>
          <tbody>
            {results.map((one) => (
              <tr key={one.hash}>
                <td className="nowrap">{one.when}</td>
                <td>
                  <StateChip state={one.state}>{one.outcome}</StateChip>
                </td>
                <td>{[one.said, one.note].filter(Boolean).join("; ")}</td>
                <td className="muted" title={one.hash}>
                  {one.file}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : (
        feature && <p className={styles.help}>{words.noResults}</p>
      )}
    </Section>
  );
}

function Lines({ title, lines }: { title: string; lines: readonly RequirementLine[] }) {
  return (
    <Section title={title}>
      <dl className={styles.lines}>
        {lines.map(({ label, text }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd className={classes(text === "—" && "quiet")}>{text}</dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}

function History({ requirement }: PartProps) {
  const words = m.requirements;
  const mask = useMask();
  const { history } = requirement;
  if (history.length === 0) return null;
  return (
    <Section title={words.history}>
      <ol className={styles.history}>
        {history.map((entry) => (
          <li key={`${entry.when} ${entry.label}`}>
            <span className="quiet nowrap">{entry.when}</span>
            <span>
              {entry.label}
              {entry.changes.map(({ field, before, after }) => (
                <span key={field} className={styles.under}>
                  {mask(words.changed(field, before, after))}
                </span>
              ))}
            </span>
          </li>
        ))}
      </ol>
    </Section>
  );
}
