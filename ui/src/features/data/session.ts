/**
 * One import from choosing files to the finished batch. It outlives the screen: who looks at an
 * incident meanwhile finds the import as they left it, and a check or an import that runs goes on.
 */

import {
  type Args,
  asRpcError,
  type CarrierEdit,
  type Command,
  type FixEdit,
  type Result,
  rpc,
} from "../../api";
import type { CallOptions } from "../../platform";
import { type Source, withFix, withoutFix, withPair } from "./mapping";
import {
  ANSWERS,
  blocker,
  EMPTY,
  type Event,
  freshReport,
  importArgs,
  importKey,
  makesColumns,
  mappingOf,
  type OnChange,
  type Options,
  type Overlap,
  type Running,
  reduce,
  STEPS,
  type Step,
  type Wizard,
} from "./wizard";

/** How the core is called; the tests put their own here. */
export type Call = <K extends Command>(
  command: K,
  args: Args<K>,
  options?: CallOptions,
) => Promise<Result<K>>;

/** A single file that is no archive is one table: it need not be looked at twice. */
function mayBeSeveral(paths: readonly string[]): boolean {
  return paths.length > 1 || paths.some((path) => /\.zip$/i.test(path));
}

/** Streams whose names differ in case only are one. */
const isSame = (a: string, b: string) => a.trim().toLowerCase() === b.trim().toLowerCase();

export class ImportSession {
  private state: Wizard = EMPTY;
  private readonly listeners = new Set<() => void>();
  /** The call under way; starting another makes its answer void. */
  private abort: AbortController | null = null;

  constructor(
    private readonly call: Call = rpc,
    /** Called when a batch came in, before the last step shows. */
    private readonly onCommitted: () => Promise<void> = async () => {},
  ) {}

  readonly get = (): Wizard => this.state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Forgets everything, for the next import. */
  reset(): void {
    this.cancel();
    this.apply({ type: "reset" });
  }

  /** Other files: everything is found out anew. */
  async choose(paths: string[]): Promise<void> {
    if (paths.length === 0) return;
    this.apply({ type: "chosen", paths });
    if (mayBeSeveral(paths)) {
      const sorted = await this.run("inspect", "import.sort", { paths });
      if (!sorted) return;
      this.apply({ type: "sorted", sorted });
    }
    await this.inspect();
  }

  /** The next of files of several kinds, whether this one came in, is left out or was undone. */
  async next(isUndone = false): Promise<void> {
    this.cancel();
    this.apply({ type: "next", isUndone });
    if (this.state.paths.length > 0) await this.inspect();
  }

  /** Rows from a spreadsheet: kept in a file, and looked at like one. */
  async paste(text: string): Promise<boolean> {
    const kept = await this.run("inspect", "import.paste", { text });
    if (kept) await this.choose([kept.path]);
    return kept !== null;
  }

  /** Another kind: its own fields, and the mapping that was made for it before. */
  async chooseKind(kind: string): Promise<void> {
    this.apply({ type: "kind", kind });
    await this.inspect();
  }

  /** How values are written. Where that makes other columns, they are read anew. */
  async setOption(patch: Options): Promise<void> {
    this.apply({ type: "option", patch });
    if (makesColumns(patch)) await this.inspect();
  }

  /** What becomes of incidents that call for judgement; what that does is computed at once. */
  async treat(judgement: string, treatment: string): Promise<void> {
    const mapping = mappingOf(this.state);
    if (!mapping) return;
    const treatments = withPair(mapping.treatments, judgement, treatment);
    this.apply({ type: "option", patch: { treatments } });
    await this.check();
  }

  /** What a severity stands for that has no impact yet. */
  async rate(severity: string, share: string): Promise<void> {
    const mapping = mappingOf(this.state);
    if (!mapping) return;
    const severities = withPair(mapping.severities, severity, share);
    this.apply({ type: "option", patch: { severities } });
    await this.check();
  }

  /** The services that carry a stream which is not there yet, each to its share. */
  async carry(
    stream: string,
    services: readonly Pick<CarrierEdit, "service" | "share">[],
  ): Promise<void> {
    const mapping = mappingOf(this.state);
    if (!mapping) return;
    const carriers = [
      ...mapping.carriers.filter((other) => !isSame(other.stream, stream)),
      ...services.map(({ service, share }) => ({ stream, service, share })),
    ];
    this.apply({ type: "option", patch: { carriers } });
    await this.check();
  }

  /** What sums of whole days count in; what that does is computed at once. */
  async spread(spread: string): Promise<void> {
    this.apply({ type: "option", patch: { spread } });
    await this.check();
  }

  /** What becomes of rows that equal an earlier one; what that does is computed at once. */
  async repeat(repeats: string): Promise<void> {
    this.apply({ type: "option", patch: { repeats } });
    await this.check();
  }

  /** What becomes of all rows of a group of problems; the rows are read again at once. */
  async fix(fix: FixEdit): Promise<void> {
    await this.setFixes((fixes) => withFix(fixes, fix));
  }

  /** Takes such a repair back. */
  async unfix(fix: FixEdit): Promise<void> {
    await this.setFixes((fixes) => withoutFix(fixes, fix));
  }

  private async setFixes(change: (fixes: readonly FixEdit[]) => FixEdit[]): Promise<void> {
    const mapping = mappingOf(this.state);
    if (!mapping) return;
    this.apply({ type: "option", patch: { fixes: change(mapping.fixes) } });
    await this.check();
  }

  setSource(field: string, source: Source): void {
    this.apply({ type: "source", field, source });
  }

  /** An answer to revenue that is there already; what it would do is computed at once. */
  async chooseOverlap(onOverlap: Overlap): Promise<void> {
    this.apply({ type: "overlap", onOverlap });
    await this.check();
  }

  /** What is taken of incidents that are there already. */
  async chooseOnChange(onChange: OnChange): Promise<void> {
    this.apply({ type: "onChange", onChange });
    await this.check();
  }

  /** What is typed and does not count yet; it does before anything else happens. */
  private typed: (() => Promise<void>) | null = null;

  /** Something is being typed that counts soon; null: it does by now. */
  later(typed: (() => Promise<void>) | null): void {
    this.typed = typed;
  }

  /** Opens a step. The check reads the files unless it has, with this very mapping. */
  async go(step: Step): Promise<void> {
    const { typed } = this;
    if (typed) {
      this.typed = null;
      await typed();
      // What was typed may stand in the way of what comes after it.
      const isOn = STEPS.indexOf(step) > STEPS.indexOf(this.state.step);
      if (isOn && blocker(this.state)) return;
    }
    this.apply({ type: "go", step });
    if (step === "check" && !freshReport(this.state)) await this.check();
  }

  async check(): Promise<void> {
    const args = importArgs(this.state);
    if (!args) return;
    const report = await this.run("check", "import.check", args);
    if (!report) return;
    this.apply({ type: "checked", of: importKey(args), report });
    const answer = ANSWERS.find((known) => known === report.preferred);
    // Asked once: who takes the answer back is not overruled.
    if (report.blocked && answer && args.onOverlap === "fail") await this.chooseOverlap(answer);
  }

  async commit(): Promise<void> {
    const args = importArgs(this.state);
    if (!args) return;
    const report = await this.run("commit", "import.commit", args);
    if (!report) return;
    await this.onCommitted();
    this.apply({ type: "committed", report });
  }

  /** Stops what runs. Nothing is half done: the core keeps all or nothing. */
  cancel(): void {
    this.abort?.abort();
  }

  private async inspect(): Promise<void> {
    const { paths, kind, options } = this.state;
    const { delimiter = "", encoding = "", headerRow = "", preset = "" } = options;
    // What is chosen here, also "as found", stands over an earlier mapping.
    const anew = makesColumns(options);
    const look = { paths, kind, delimiter, encoding, headerRow, preset, anew };
    const inspection = await this.run("inspect", "import.inspect", look);
    if (inspection) this.apply({ type: "inspected", inspection });
  }

  /** The answer; null where it failed, was cancelled or was overtaken by another call. */
  private async run<K extends Command>(
    what: Running["what"],
    command: K,
    args: Args<K>,
  ): Promise<Result<K> | null> {
    this.abort?.abort();
    const abort = new AbortController();
    this.abort = abort;
    const isCurrent = () => this.abort === abort;
    this.apply({ type: "started", what });
    try {
      const result = await this.call(command, args, {
        signal: abort.signal,
        onProgress: (progress) => isCurrent() && this.apply({ type: "progress", progress }),
      });
      return isCurrent() ? result : null;
    } catch (thrown) {
      const error = asRpcError(thrown);
      if (isCurrent()) {
        this.apply(error.code === "cancelled" ? { type: "stopped" } : { type: "failed", error });
      }
      return null;
    } finally {
      if (isCurrent()) this.abort = null;
    }
  }

  private apply(event: Event): void {
    this.state = reduce(this.state, event);
    for (const listener of this.listeners) listener();
  }
}
