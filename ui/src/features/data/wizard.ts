/**
 * The import wizard without its screen: what is known at each step, what stands in the way of the
 * next, and what going back keeps (everything).
 */

import type {
  ImportArgs,
  ImportReport,
  Inspection,
  MappingEdit,
  PileRow,
  Progress,
  RpcError,
  Sorted,
} from "../../api";
import { type Gap, gaps, isOption, type Option, type Source, withSource } from "./mapping";

export const STEPS = ["file", "map", "check", "review", "done"] as const;
export type Step = (typeof STEPS)[number];

/**
 * What happens to what stands against an import: revenue and requests over minutes that are there
 * already, services in a circle. `fail` is the wish to be asked.
 */
export type Overlap = "fail" | Answer;

/** What can be answered; the core says which of them work. */
export const ANSWERS = ["keep", "replace", "add", "leave-out"] as const;
export type Answer = (typeof ANSWERS)[number];

/** What is taken of incidents that are there already and read differently in the files. */
export type OnChange = "update" | "take" | "keep";

/** A call of the core that is under way. */
export interface Running {
  what: "inspect" | "check" | "commit";
  progress: Progress | null;
}

/** The part of a mapping that says how values are written. */
export type Options = Partial<Omit<MappingEdit, "fields">>;

/** Files of several kinds: which imports they make, and how far those are. */
export interface Queue {
  sorted: Sorted;
  /** The pile that is being imported. */
  at: number;
  /** By pile: whether it came in or was left out; nothing where it is still to come. */
  was: ("in" | "out")[];
}

export interface Wizard {
  step: Step;
  /** Null where the files are one import. */
  queue: Queue | null;
  paths: string[];
  /** `revenue`, `incidents`, `labor`; empty until the file or the person says so. */
  kind: string;
  inspection: Inspection | null;
  /** How values are written, where the person said so: the same for every kind. */
  options: Options;
  /** By kind: the fields as the person mapped them, kept while another kind is tried. */
  fields: Record<string, MappingEdit["fields"]>;
  onOverlap: Overlap;
  onChange: OnChange;
  /** What stood against the import when it was first checked; kept while an answer is tried. */
  overlap: string;
  /** What could be answered to that. */
  choices: string[];
  /** The last check, with the import that it was of. */
  checked: { of: string; report: ImportReport } | null;
  /** What the import did. */
  done: ImportReport | null;
  running: Running | null;
  /** What went wrong at this step. */
  error: RpcError | null;
  /** What the last check was refused for, until that is changed: marks its control. */
  refused: RpcError | null;
}

export const EMPTY: Wizard = {
  step: "file",
  queue: null,
  paths: [],
  kind: "",
  inspection: null,
  options: {},
  fields: {},
  onOverlap: "fail",
  onChange: "update",
  overlap: "",
  choices: [],
  checked: null,
  done: null,
  running: null,
  error: null,
  refused: null,
};

export type Event =
  | { type: "reset" }
  | { type: "chosen"; paths: string[] }
  | { type: "sorted"; sorted: Sorted }
  | { type: "next"; isUndone?: boolean }
  | { type: "kind"; kind: string }
  | { type: "started"; what: Running["what"] }
  | { type: "progress"; progress: Progress }
  | { type: "stopped" }
  | { type: "failed"; error: RpcError }
  | { type: "inspected"; inspection: Inspection }
  | { type: "option"; patch: Options }
  | { type: "source"; field: string; source: Source }
  | { type: "overlap"; onOverlap: Overlap }
  | { type: "onChange"; onChange: OnChange }
  | { type: "checked"; of: string; report: ImportReport }
  | { type: "committed"; report: ImportReport }
  | { type: "go"; step: Step };

export function reduce(state: Wizard, event: Event): Wizard {
  switch (event.type) {
    case "reset":
      return EMPTY;
    case "chosen":
      return { ...EMPTY, paths: event.paths };
    case "sorted": {
      const { sorted } = event;
      const paths = sorted.piles[0]?.paths ?? state.paths;
      return { ...EMPTY, paths, queue: { sorted, at: 0, was: [] } };
    }
    case "next": {
      const { queue } = state;
      const pile = pileAfter(state);
      if (!queue || !pile) return EMPTY;
      const was = [
        ...queue.was,
        state.done && !event.isUndone ? ("in" as const) : ("out" as const),
      ];
      return { ...EMPTY, paths: pile.paths, queue: { ...queue, at: queue.at + 1, was } };
    }
    case "kind":
      // Each kind has its own tools, and its own rows to decide about.
      return {
        ...unsettled(state),
        kind: event.kind,
        options: ofAnyKind(state.options),
        checked: null,
      };
    case "started":
      return { ...state, running: { what: event.what, progress: null }, error: null };
    case "progress":
      return state.running
        ? { ...state, running: { ...state.running, progress: event.progress } }
        : state;
    case "stopped":
      return { ...state, running: null };
    case "failed":
      return { ...state, running: null, error: event.error };
    case "inspected":
      return {
        ...state,
        running: null,
        error: null,
        inspection: event.inspection,
        kind: event.inspection.kind,
      };
    case "option": {
      // Other columns: what was mapped to the old ones is void.
      const fields = makesColumns(event.patch) ? {} : state.fields;
      return unsettled({ ...state, fields, options: { ...state.options, ...event.patch } });
    }
    case "source": {
      const mapping = mappingOf(state);
      if (!mapping) return state;
      const { fields } = withSource(mapping, event.field, event.source);
      return unsettled({ ...state, fields: { ...state.fields, [state.kind]: fields } });
    }
    case "overlap":
      return { ...state, onOverlap: event.onOverlap, error: null };
    case "onChange":
      return { ...state, onChange: event.onChange, error: null };
    case "checked":
      return {
        ...state,
        running: null,
        error: null,
        refused: null,
        overlap: event.report.blocked || state.overlap,
        choices: event.report.blocked ? event.report.choices : state.choices,
        checked: { of: event.of, report: event.report },
      };
    case "committed":
      return { ...state, running: null, error: null, done: event.report, step: "done" };
    case "go":
      return {
        ...state,
        step: event.step,
        // What was found with another mapping is not shown while the rows are read anew.
        checked: event.step === "check" && !freshReport(state) ? null : state.checked,
        error: null,
        refused: state.step === "check" ? state.error : state.refused,
      };
  }
}

/** Whether the files are several imports, one after the other. */
export function isSeveral({ queue }: Wizard): boolean {
  return (queue?.sorted.piles.length ?? 0) > 1;
}

/** What a pile is called: by its files where their header does not tell what they are. */
export function pileName({ kind, title, files }: PileRow): string {
  return kind === "" ? files : `${title} (${files})`;
}

/** What is imported after this; null where nothing is. */
export function pileAfter({ queue }: Wizard): PileRow | null {
  return queue?.sorted.piles[queue.at + 1] ?? null;
}

/** Options under another value of which a file has other columns. */
const MAKE_COLUMNS = ["delimiter", "encoding", "headerRow", "preset"] as const;

/** Whether these options say anything of which columns a file has. */
export function makesColumns(options: Options): boolean {
  return MAKE_COLUMNS.some((option) => options[option] !== undefined);
}

/** The options that mean the same whatever the rows are: how values are written. */
function ofAnyKind(options: Options): Options {
  const { preset, treatments, severities, carriers, spread, repeats, fixes, ...rest } = options;
  return rest;
}

/** The mapping has changed: what was found and answered with the old one no longer holds. */
function unsettled(state: Wizard): Wizard {
  return { ...state, error: null, refused: null, overlap: "", choices: [], onOverlap: "fail" };
}

/** The suggestion, with what the person made of it; null before the file was looked at. */
export function mappingOf({ inspection, options, fields, kind }: Wizard): MappingEdit | null {
  if (!inspection) return null;
  const suggested = inspection.mapping;
  return { ...suggested, ...options, fields: fields[kind] ?? suggested.fields };
}

/** A question about how values are written. What a field is taken from is asked under Map. */
export interface OpenQuestion {
  option: Option;
  text: string;
}

/** What the person has to say, or to leave as it stands, before the file is read. */
export function openQuestions({ inspection, options }: Wizard): OpenQuestion[] {
  return (inspection?.questions ?? []).flatMap(({ option, text }) =>
    isOption(option) && options[option] === undefined ? [{ option, text }] : [],
  );
}

export function columnsOf(state: Wizard): string[] {
  return state.inspection?.columns.map(({ name }) => name) ?? [];
}

/** The import as it would be asked for now; null while files, kind or mapping are missing. */
export function importArgs(state: Wizard): ImportArgs | null {
  const mapping = mappingOf(state);
  if (state.paths.length === 0 || state.kind === "" || !mapping) return null;
  const { paths, kind, onOverlap, onChange } = state;
  return { paths, kind, mapping, onOverlap, onChange };
}

/** Two imports with the same text are the same. */
export function importKey(args: ImportArgs): string {
  return JSON.stringify(args);
}

/** The check, if it is of the import as it stands now. */
export function freshReport(state: Wizard): ImportReport | null {
  const args = importArgs(state);
  if (!args || state.checked?.of !== importKey(args)) return null;
  return state.checked.report;
}

/** Why there is no way on, and which control settles it. */
export type Blocker =
  | {
      why: "noFiles" | "reading" | "unreadable" | "noKind" | "checking" | "unchecked";
      target: string;
    }
  | { why: "questions"; count: number; target: string }
  | { why: "gap"; gap: Gap; more: number; target: string }
  | { why: "failed"; target: string; step: Step }
  | { why: "nothingRead" | "nothingNew" | "overlap" | "importing" | "carrier"; target: string };

/** Ids of the controls that a blocker leads to. */
export const target = {
  choose: "import-choose",
  kind: "import-kind",
  questions: "import-questions",
  option: (name: string) => `import-option-${name}`,
  field: (name: string) => `import-field-${name}`,
  overlap: "import-overlap",
  problems: "import-problems",
  carrier: (stream: string, index: number) => `import-carrier-${index}-${stream}`,
};

/** Questions that nobody has answered yet. */
function unanswered(state: Wizard): Blocker | null {
  const open = openQuestions(state);
  if (open.length === 0) return null;
  return { why: "questions", count: open.length, target: target.questions };
}

/** What stands between this step and the next; null where the way is open. */
export function blocker(state: Wizard): Blocker | null {
  const { step, running, error, inspection } = state;
  switch (step) {
    case "file":
      if (state.paths.length === 0) return { why: "noFiles", target: target.choose };
      if (running?.what === "inspect") return { why: "reading", target: target.choose };
      if (error && isOption(error.field)) return { why: "failed", ...placeOf(error) };
      if (error || !inspection) return { why: "unreadable", target: target.choose };
      if (state.kind === "") return { why: "noKind", target: target.kind };
      return unanswered(state);
    case "map": {
      const mapping = mappingOf(state);
      if (!mapping || !inspection) return { why: "unreadable", target: target.choose };
      const missing = gaps(mapping, inspection.fields, state.kind, columnsOf(state));
      const [gap] = missing;
      if (!gap) return null;
      return {
        why: "gap",
        gap,
        more: missing.length - 1,
        target: target.field(gap.fields[0] ?? ""),
      };
    }
    case "check": {
      if (running?.what === "check") return { why: "checking", target: target.problems };
      if (error) return { why: "failed", ...placeOf(error) };
      const report = freshReport(state);
      if (!report) return { why: "unchecked", target: target.problems };
      if (report.accepted === 0 && report.skipped === 0) {
        return { why: "nothingRead", target: target.problems };
      }
      for (const { stream, services } of report.carriers) {
        const index = services.findIndex(({ wrong }) => wrong !== "");
        if (index >= 0) return { why: "carrier", target: target.carrier(stream, index) };
      }
      return null;
    }
    case "review": {
      if (running?.what === "commit") return { why: "importing", target: target.problems };
      if (running?.what === "check") return { why: "checking", target: target.overlap };
      const report = freshReport(state);
      if (!report) return { why: "unchecked", target: target.overlap };
      if (report.blocked) return { why: "overlap", target: target.overlap };
      if (report.accepted === 0) {
        return { why: "nothingNew", target: target.problems };
      }
      return null;
    }
    case "done":
      return null;
  }
}

/** The step and the control that an error is about. */
export function placeOf(error: RpcError): { step: Step; target: string } {
  const { field } = error;
  if (field === "kind") return { step: "file", target: target.kind };
  if (isOption(field)) return { step: "file", target: target.option(field) };
  if (field) return { step: "map", target: target.field(field) };
  return { step: "file", target: target.option("dateFormat") };
}

/**
 * Whether Map has nothing to ask: a file with this very header was mapped before, and every field
 * that the import needs has its column. The step stays open to whoever wants to look.
 */
export function skipsMap(state: Wizard): boolean {
  const mapping = mappingOf(state);
  const { inspection, kind } = state;
  if (!mapping || !inspection?.profile) return false;
  return gaps(mapping, inspection.fields, kind, columnsOf(state)).length === 0;
}

/** The step after this one. */
export function nextStep(state: Wizard): Step {
  if (state.step === "file" && skipsMap(state)) return "check";
  return STEPS[STEPS.indexOf(state.step) + 1] ?? "done";
}

/** Whether a step can be opened from the list of steps: those behind, until it is done. */
export function canOpen(state: Wizard, step: Step): boolean {
  if (state.step === "done" || state.running?.what === "commit") return false;
  return STEPS.indexOf(step) < STEPS.indexOf(state.step);
}

/** Whether its rows are known by the lines of a text, not by those of a sheet or a table. */
export function isText(state: Wizard): boolean {
  return (state.inspection?.encoding ?? "") !== "";
}
