/** The first step: which files, what their rows are, and how values are written in them. */

import { type ReactNode, useState } from "react";
import { type MappingEdit, useRpc } from "../../api";
import { m } from "../../messages";
import {
  Button,
  Checkbox,
  Combo,
  ErrorNote,
  FileDrop,
  Headline,
  LinkButton,
  Section,
  SegmentedControl,
  Select,
  TextField,
} from "../../shared";
import { chooseFiles, fileName, filesOf } from "./files";
import { focusTarget } from "./focus";
import { Piles } from "./Piles";
import type { ImportSession } from "./session";
import { isSeveral, mappingOf, openQuestions, target, type Wizard } from "./wizard";
import styles from "./wizard.module.css";

interface FileStepProps {
  session: ImportSession;
  state: Wizard;
}

export function FileStep({ session, state }: FileStepProps) {
  const { inspection, paths, error } = state;
  const files = m.data.file;
  const [sentence, lead] = title(state);
  return (
    <FileDrop onFiles={(dropped) => void session.choose(dropped)}>
      <Headline headline={{ sentence, lead, missing: null }} />
      {error && <ErrorNote error={error} />}
      <Piles session={session} state={state}>
        <div className={styles.chooseInline}>
          <Choose session={session} state={state} />
        </div>
      </Piles>
      {isSeveral(state) ? (
        <div className={styles.read}>
          {inspection ? (
            <Options session={session} state={state}>
              <KindAndTool session={session} state={state} />
            </Options>
          ) : (
            <KindAndTool session={session} state={state} />
          )}
        </div>
      ) : (
        <div className={styles.columns}>
          <Section title={files.files}>
            <ul className={styles.files}>
              {paths.map((path) => (
                <li key={path} title={path}>
                  {fileName(path)}
                </li>
              ))}
            </ul>
            <Choose session={session} state={state} />
            <div className={styles.kind}>
              <KindAndTool session={session} state={state} />
            </div>
          </Section>
          <Options session={session} state={state} />
        </div>
      )}
      {inspection && inspection.rows.length > 0 && <Preview state={state} />}
    </FileDrop>
  );
}

function title({ paths, inspection, running, error, kind }: Wizard): [string, string] {
  const words = m.data.file;
  if (paths.length === 0) return [words.titleEmpty, words.leadEmpty];
  if (running?.what === "inspect" && !inspection) return [words.titleReading, ""];
  if (error || !inspection) return [words.titleFailed, ""];
  const name = m.data.kinds[kind]?.toLowerCase();
  return [name ? words.title(name) : words.titleUnknown, inspection.summary];
}

/** The way to other files. */
function Choose({ session, state: { paths } }: FileStepProps) {
  return (
    <>
      <div id={target.choose}>
        <Button
          variant={paths.length === 0 ? "filled" : "outline"}
          onPress={() => void chooseFiles(session)}
        >
          {paths.length === 0 ? m.data.drop.choose : m.data.file.other}
        </Button>
      </div>
      <Paste session={session} />
    </>
  );
}

/** What the rows are, and the tool that wrote them. */
function KindAndTool({ session, state }: FileStepProps) {
  const { inspection, kind, paths } = state;
  const words = m.data.file;
  return (
    <>
      {paths.length > 0 && (
        <div id={target.kind}>
          <Select
            label={words.kind}
            value={kind}
            onChange={(kind) => void session.chooseKind(kind)}
            options={KINDS.map((id) => ({ id, label: m.data.kinds[id] ?? id }))}
          />
        </div>
      )}
      {inspection && inspection.presets.length > 0 && kind !== "" && (
        <Tool session={session} state={state} />
      )}
    </>
  );
}

const KINDS = [
  "revenue",
  "incidents",
  "labor",
  "backlog",
  "requests",
  "rates",
  "roles",
  "services",
];

/** Rows copied from a spreadsheet instead of a file. */
function Paste({ session }: { session: ImportSession }) {
  const words = m.data.file;
  const [text, setText] = useState<string | null>(null);
  if (text === null) {
    return (
      <div className={styles.paste}>
        <LinkButton onPress={() => setText("")}>{words.paste}</LinkButton>
      </div>
    );
  }
  const take = async () => {
    if (await session.paste(text)) setText(null);
  };
  return (
    <div className={styles.paste}>
      <TextField
        label={words.pasteLabel}
        description={words.pasteHelp}
        value={text}
        onChange={setText}
        multiline
        autoFocus
      />
      <Button isDisabled={text.trim() === ""} onPress={() => void take()}>
        {words.pasteTake}
      </Button>
    </div>
  );
}

/** The tool that wrote the files: told by their header, and to be changed. */
function Tool({ session, state }: FileStepProps) {
  const { inspection } = state;
  const words = m.data.file;
  if (!inspection) return null;
  const { preset, presets } = inspection;
  return (
    <div id={target.option("preset")}>
      <Select
        label={words.tool}
        description={
          inspection.profile
            ? words.asBefore(inspection.profile)
            : preset
              ? words.toolFound
              : words.toolNone
        }
        value={preset?.name ?? NO_TOOL}
        onChange={(name) => void session.setOption({ preset: name })}
        options={[
          { id: NO_TOOL, label: words.anyTool },
          ...presets.map(({ name, title }) => ({ id: name, label: title })),
        ]}
      />
    </div>
  );
}

/** How the core is told that no tool is meant. */
const NO_TOOL = "none";

/** A value of the format select that asks for a format of the person's own. */
const OTHER = "other";

interface HeaderRowProps {
  session: ImportSession;
  mapping: MappingEdit;
  /** Where it was found: a line, or `none`. */
  found: string;
  error: string | undefined;
}

/** So many first lines can be chosen for the header without typing. */
const HEADER_LINES = 10;

/** Where the header stands, and that there is none. */
function HeaderRow({ session, mapping, found, error }: HeaderRowProps) {
  const words = m.data.file;
  const { headerRow } = mapping;
  const lines = Array.from({ length: HEADER_LINES }, (_, at) => String(at + 1));
  const isListed = ["", "none", ...lines].includes(headerRow);
  const [other, setOther] = useState(false);
  const isOther = other || !isListed;
  return (
    <div id={target.option("headerRow")} className={styles.stack}>
      <Select
        label={words.headerRow}
        value={isOther ? OTHER : headerRow}
        error={isOther ? undefined : error}
        onChange={(line) => {
          setOther(line === OTHER);
          if (line !== OTHER) void session.setOption({ headerRow: line });
        }}
        options={[
          { id: "", label: words.asFound(words.lineOf(found), headerRow) },
          { id: "none", label: words.noHeader },
          ...lines.map((line) => ({ id: line, label: words.nthLine(line) })),
          { id: OTHER, label: words.otherLine },
        ]}
      />
      {isOther && (
        <TextField
          label={words.headerLine}
          hideLabel
          placeholder={words.headerLine}
          error={error}
          value={headerRow}
          onChange={(line) => void session.setOption({ headerRow: line })}
        />
      )}
    </div>
  );
}

/** Kinds whose rows are a series of times, so that their order can say something. */
const SERIES = ["revenue", "requests"];

function Options({ session, state, children }: FileStepProps & { children?: ReactNode }) {
  const { inspection } = state;
  const mapping = mappingOf(state);
  const zones = useRpc("settings", {}).data?.zones ?? [];
  const words = m.data.file;
  const [missing, setMissing] = useState(mapping?.missing.join(", ") ?? "");
  const [own, setOwn] = useState(false);
  if (!inspection || !mapping) return null;
  const known = Object.keys(words.dateFormats);
  const isOwn = own || !known.includes(mapping.dateFormat);
  const options = (labels: Record<string, string>) =>
    Object.entries(labels).map(([id, label]) => ({ id, label }));
  const refused = state.error ?? state.refused;
  const error = (name: string) => (refused?.field === name ? refused.message : undefined);
  return (
    <Section title={isSeveral(state) ? words.readAs(filesOf(state.paths)) : words.options}>
      <Questions session={session} state={state} mapping={mapping} />
      <div className={styles.options}>
        {children}
        <div id={target.option("dateFormat")} className={styles.stack}>
          <Select
            label={words.dateFormat}
            value={isOwn ? OTHER : mapping.dateFormat}
            error={error("dateFormat")}
            onChange={(dateFormat) => {
              setOwn(dateFormat === OTHER);
              if (dateFormat !== OTHER) void session.setOption({ dateFormat });
            }}
            options={[...options(words.dateFormats), { id: OTHER, label: words.otherFormat }]}
          />
          {isOwn && (
            <TextField
              label={words.formatText}
              hideLabel
              placeholder="%d/%m/%Y %H:%M"
              description={words.formatTextHelp}
              value={mapping.dateFormat}
              onChange={(dateFormat) => void session.setOption({ dateFormat })}
            />
          )}
        </div>
        <div id={target.option("zone")}>
          <Combo
            label={words.zone}
            value={mapping.zone}
            error={error("zone")}
            onChange={(zone) => void session.setOption({ zone })}
            options={zones.map((id) => ({ id, label: id }))}
          />
        </div>
        <div id={target.option("decimal")} className={styles.stack}>
          <span className={styles.label}>{words.decimal}</span>
          <SegmentedControl
            label={words.decimal}
            value={mapping.decimal}
            onChange={(decimal) => void session.setOption({ decimal })}
            options={options(words.decimals)}
          />
        </div>
        <div id={target.option("delimiter")}>
          <Select
            label={words.delimiter}
            value={mapping.delimiter}
            error={error("delimiter")}
            onChange={(delimiter) => void session.setOption({ delimiter })}
            options={options(withOwn(words.delimiters, mapping.delimiter))}
          />
        </div>
        {inspection.encoding !== "" && (
          <div id={target.option("encoding")}>
            <Select
              label={words.encoding}
              value={mapping.encoding}
              error={error("encoding")}
              onChange={(encoding) => void session.setOption({ encoding })}
              options={options({
                ...withOwn(words.encodings, mapping.encoding),
                "": words.asFound(inspection.encoding, mapping.encoding),
              })}
            />
          </div>
        )}
        {inspection.headerRow !== "" && (
          <HeaderRow
            session={session}
            mapping={mapping}
            found={inspection.headerRow}
            error={error("headerRow")}
          />
        )}
        <div id={target.option("onFold")}>
          <Select
            label={words.onFold}
            value={mapping.onFold}
            onChange={(onFold) => void session.setOption({ onFold })}
            options={options(words.onFolds).filter(
              ({ id }) => id !== "in-order" || SERIES.includes(state.kind) || mapping.onFold === id,
            )}
          />
        </div>
        <div id={target.option("missing")}>
          <TextField
            label={words.missing}
            description={words.missingHelp}
            placeholder="?, NULL"
            value={missing}
            onChange={(text) => {
              setMissing(text);
              void session.setOption({ missing: listOf(text) });
            }}
          />
        </div>
        {["revenue", "incidents", "labor"].includes(state.kind) && (
          <div id={target.option("amounts")}>
            <Select
              label={words.amounts}
              value={mapping.amounts}
              error={error("amounts")}
              onChange={(amounts) => void session.setOption({ amounts })}
              options={options(words.amountUnits)}
            />
          </div>
        )}
        {state.kind === "incidents" && (
          <div id={target.option("shares")}>
            <Select
              label={words.shares}
              value={mapping.shares}
              error={error("shares")}
              onChange={(shares) => void session.setOption({ shares })}
              options={options(words.shareUnits)}
            />
          </div>
        )}
        {state.kind === "incidents" && (
          <div id={target.option("serviceSeparator")}>
            <Select
              label={words.separator}
              value={mapping.serviceSeparator}
              onChange={(serviceSeparator) => void session.setOption({ serviceSeparator })}
              options={options(withOwn(words.separators, mapping.serviceSeparator))}
            />
          </div>
        )}
        <div id={target.option("round")} className={styles.low}>
          <Checkbox
            isSelected={mapping.round}
            onChange={(round) => void session.setOption({ round })}
          >
            {words.round}
          </Checkbox>
        </div>
      </div>
    </Section>
  );
}

function listOf(text: string): string[] {
  return text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

/** What is open, each with the way to its control and the way to leave it as it stands. */
function Questions({ session, state, mapping }: FileStepProps & { mapping: MappingEdit }) {
  const words = m.data.file;
  const open = openQuestions(state);
  if (open.length === 0) return null;
  const named: Partial<Record<string, Record<string, string>>> = {
    dateFormat: words.dateFormats,
    shares: words.sharesKept,
  };
  return (
    <div id={target.questions} className={styles.warn}>
      <strong>{words.questions}</strong>
      <ul>
        {open.map(({ option, text }) => {
          const value = String(mapping[option]);
          const keep = words.keep(named[option]?.[value] ?? value);
          return (
            <li key={text}>
              <span>{text}</span>
              <LinkButton
                onPress={() => focusTarget(target.option(option))}
                aria-label={`${words.choose}: ${text}`}
              >
                {words.choose}
              </LinkButton>
              {/* A decimal mark that no amount shows cannot be left to the amounts. */}
              {option !== "decimal" && (
                <LinkButton
                  onPress={() => {
                    void session.setOption({ [option]: mapping[option] });
                    // The question is gone with its answer; what is left to do has the focus.
                    focusTarget(open.length > 1 ? target.questions : target.option(option));
                  }}
                  aria-label={`${keep}: ${text}`}
                >
                  {keep}
                </LinkButton>
              )}
            </li>
          );
        })}
      </ul>
    </div>
  );
}

/** The labels, with a value of the file's own that none of them is. */
function withOwn(labels: Record<string, string>, value: string): Record<string, string> {
  return value in labels ? labels : { ...labels, [value]: value };
}

/** So many rows show how a file is built. */
const PREVIEW_ROWS = 8;

function Preview({ state }: { state: Wizard }) {
  const { inspection } = state;
  if (!inspection) return null;
  return (
    <Section
      title={inspection.preset ? m.data.file.previewMade : m.data.file.preview}
      aside={m.data.file.previewNote(inspection.columns.length)}
      className={styles.preview}
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: scrolls, so it must take the focus */}
      <section className={styles.scroll} tabIndex={0} aria-label={m.data.file.previewRows}>
        <table className={styles.raw}>
          <thead>
            <tr>
              {inspection.columns.map(({ name }) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {inspection.rows.slice(0, PREVIEW_ROWS).map((row, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows of a file have no other name
              <tr key={index}>
                {row.map((cell, column) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: nor have its cells
                  <td key={column}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </Section>
  );
}
