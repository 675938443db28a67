//! The data screen and the way of files into the workspace.

use super::{Headline, State};
use serde::{Deserialize, Deserializer, Serialize};
use ts_rs::TS;

/// A service that carries a stream which is not there yet. Mappings that were kept before have
/// (stream, service); both are read.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct CarrierEdit {
    /// Name of the stream: `web`.
    pub stream: String,
    /// Name of the service: `Checkout`.
    pub service: String,
    /// What part of the stream is lost while it is down: `70 %`; empty: all of it.
    pub share: String,
}

impl<'de> Deserialize<'de> for CarrierEdit {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(
            untagged,
            expecting = "expected [stream, service], [stream, service, share] or an object of these"
        )]
        enum Said {
            Pair(String, String),
            Triple(String, String, String),
            Whole {
                stream: String,
                service: String,
                #[serde(default)]
                share: String,
            },
        }
        let (stream, service, share) = match Said::deserialize(deserializer)? {
            Said::Pair(stream, service) => (stream, service, String::new()),
            Said::Triple(stream, service, share)
            | Said::Whole {
                stream,
                service,
                share,
            } => (stream, service, share),
        };
        Ok(Self {
            stream,
            service,
            share,
        })
    }
}

wire! {
    /// An import in the list.
    pub struct BatchRow {
        /// Batch id.
        pub id: String,
        /// `revenue`, `incidents`, `labor`.
        pub kind: String,
        /// File names.
        pub files: String,
        /// `14 Oct 2026, 09:12`.
        pub when: String,
        /// `412 read = 372 came in + 33 set aside + 7 skipped`.
        pub rows: String,
        /// Money that came in; empty for none.
        pub total: String,
        /// Whether it counts, or was undone.
        pub live: bool,
        /// What was noted on the way.
        pub notes: Vec<String>,
    }

    /// What of one kind is there.
    pub struct SourceRow {
        /// `Revenue`, `Incidents`, `Labor`.
        pub kind: String,
        /// `4 streams, 3,153,600 minutes`.
        pub what: String,
        /// `1 May 2025 – 31 Oct 2026`.
        pub covers: String,
        /// What is weak: `12 incidents lie outside the revenue`; empty otherwise.
        pub quality: String,
        /// State of it.
        pub state: State,
    }

    /// The data screen.
    pub struct Data {
        /// Its sentence.
        pub headline: Headline,
        /// What is there.
        pub sources: Vec<SourceRow>,
        /// Imports, newest first.
        pub batches: Vec<BatchRow>,
    }

    /// A field that a column can be mapped to.
    pub struct FieldRow {
        /// `started`.
        pub name: String,
        /// One line.
        pub help: String,
        /// Whether the import needs it.
        pub required: bool,
    }

    /// A column of a file.
    pub struct ColumnRow {
        /// Head.
        pub name: String,
        /// Sample values.
        pub samples: Vec<String>,
        /// `time`, `number`, `text`.
        pub looks_like: String,
        /// Where its values are times: how they are read, such as `day first, as “13/1” shows`.
        pub dates: String,
        /// Where it was made: the columns of the file that its text is from.
        pub from: Vec<String>,
        /// Whether it says which rows are records of their own.
        pub tells_rows: bool,
    }

    /// Something that was found out about a file.
    pub struct Fact {
        /// `encoding`.
        pub name: String,
        /// `Encoding`.
        pub label: String,
        /// `Windows-1252`.
        pub value: String,
    }

    /// Field → where it comes from, and how to read it.
    pub struct MappingEdit {
        /// (field, source): a column's name, `A*B` for a product, `=GBP` for a constant.
        pub fields: Vec<(String, String)>,
        /// `point` or `comma`; empty: each column of amounts decides.
        pub decimal: String,
        /// Such as `%d/%m/%Y %H:%M`; empty: ISO 8601 and what the whole column decides.
        pub date_format: String,
        /// IANA zone of times without offset.
        pub zone: String,
        /// One character; empty: as detected.
        pub delimiter: String,
        /// Of a text file: `UTF-8`, `windows-1252`; empty: as detected.
        #[serde(default)]
        pub encoding: String,
        /// Line of the header in a text file, or its row in a sheet, from 1; `none`: it has none;
        /// empty: as detected.
        #[serde(default)]
        pub header_row: String,
        /// Round what is finer than money keeps, and count it.
        pub round: bool,
        /// A doubled autumn hour: `reject`, `earlier`, `later`, `in-order`.
        pub on_fold: String,
        /// What shares without a `%` count in: `share` (0 to 1), `percent`; empty: as the header
        /// and the whole column say.
        #[serde(default)]
        pub shares: String,
        /// What amounts count in: `major` (10.50), `minor` (1050 cents); empty: as the header of
        /// each column says.
        #[serde(default)]
        pub amounts: String,
        /// Texts that mean "no value", besides the empty one: `?`, `NULL`.
        #[serde(default)]
        pub missing: Vec<String>,
        /// The tool whose files these are, such as `servicenow-log`; empty or `none`: any.
        #[serde(default)]
        pub preset: String,
        /// What parts several services of one incident in one value, such as `;`; empty: nothing.
        #[serde(default)]
        pub service_separator: String,
        /// (judgement, treatment) where it is not the usual one: `cancelled`, `keep`.
        #[serde(default)]
        pub treatments: Vec<(String, String)>,
        /// (severity, share of users it hits) for severities that have no impact yet:
        /// `high`, `100 %`.
        #[serde(default)]
        pub severities: Vec<(String, String)>,
        /// The services that carry streams which are not there yet, one entry for each service.
        #[serde(default)]
        pub carriers: Vec<CarrierEdit>,
        /// Over what sums are spread: those of hours over their `hour`, those of whole days over their
        /// `day` or the `hours` of it (those agreed for the service that carries the stream); both
        /// with a comma between them; empty: each counts in the minute it stands in.
        #[serde(default)]
        pub spread: String,
        /// What becomes of rows of revenue that equal an earlier one cell for cell: `leave-out`;
        /// empty or `keep`: they count.
        #[serde(default)]
        pub repeats: String,
        /// What becomes of whole groups of rows that are refused.
        #[serde(default)]
        pub fixes: Vec<FixEdit>,
    }

    /// What becomes of all rows that are refused for one reason in one field.
    pub struct FixEdit {
        /// Code of the group: `missing`.
        pub code: String,
        /// Field of the group: `service`; empty where none is to blame.
        pub field: String,
        /// `set`: the field has the value in them; `leave-out`: they stay out, for a reason.
        pub action: String,
        /// The value, or the reason.
        pub value: String,
    }

    /// A repair, and how many rows it reached.
    pub struct FixedRow {
        /// The repair.
        pub fix: FixEdit,
        /// `Required value missing: service`.
        pub title: String,
        /// `“shop” put in`, `left out: test data`.
        pub what: String,
        /// Rows.
        pub count: u64,
    }

    /// A tool whose files are known.
    pub struct PresetRow {
        /// `servicenow-log`.
        pub name: String,
        /// `ServiceNow audit log`.
        pub title: String,
    }

    /// One of several treatments.
    pub struct TreatmentRow {
        /// `leave-out`.
        pub name: String,
        /// What it does.
        pub title: String,
    }

    /// A severity that had no default impact: it gets one as the rows come in.
    pub struct SeverityRow {
        /// As the rows write it.
        pub severity: String,
        /// Rows that have it and no share of their own.
        pub rows: u64,
        /// The share of users it will stand for: `100 %`.
        pub impact: String,
        /// Whether that was said, not told from its name.
        pub said: bool,
    }

    /// A stream that is new with an import, and the services that carry it.
    pub struct CarrierRow {
        /// Name of the stream.
        pub stream: String,
        /// The services that carry it, at least one.
        pub services: Vec<CarryingService>,
        /// Whether somebody said so.
        pub said: bool,
        /// Services to choose from; one that is not there yet is made.
        pub choices: Vec<String>,
    }

    /// A service that carries a stream.
    pub struct CarryingService {
        /// Its name.
        pub service: String,
        /// Whether the import makes it.
        pub made: bool,
        /// What part of the stream is lost while it is down: `100 %`; as it was typed where that
        /// cannot be read.
        pub share: String,
        /// Why this cannot be; empty where it can.
        pub wrong: String,
    }

    /// A row that is no record in the file of a tool.
    pub struct LeftRow {
        /// File name.
        pub file: String,
        /// Line as an editor counts it.
        pub row: u64,
        /// `name no incident in their task, notes or tags`.
        pub why: String,
        /// What stands there, a few cells of it.
        pub cells: String,
    }

    /// Incidents that call for judgement.
    pub struct JudgementRow {
        /// `closed-unresolved`.
        pub name: String,
        /// `Closed without a resolved time`.
        pub title: String,
        /// Rows.
        pub count: u64,
        /// What becomes of them.
        pub treatment: String,
        /// What that means for these, in a sentence or two; empty: nothing more is to say.
        pub detail: String,
        /// What else could.
        pub choices: Vec<TreatmentRow>,
    }

    /// Something that a person has to say before a file can be read.
    pub struct Question {
        /// The member of the mapping that settles it (`dateFormat`, `zone`), or a field's name.
        pub option: String,
        /// One sentence.
        pub text: String,
    }

    /// What was found out about files before they are read.
    pub struct Inspection {
        /// `orders.csv · 1,024 KB · comma · UTF-8 · gzip`.
        pub summary: String,
        /// What was detected: format, encoding, delimiter, header, decimal mark, tool.
        pub facts: Vec<Fact>,
        /// How its text is encoded: `UTF-8`; empty in formats that settle it.
        pub encoding: String,
        /// Line of its header, or its row in a sheet: `1`; `none` where it has none; empty in
        /// formats that settle it.
        pub header_row: String,
        /// Guessed kind: `revenue`, `incidents`, `labor`; empty: choose.
        pub kind: String,
        /// Columns.
        pub columns: Vec<ColumnRow>,
        /// First rows.
        pub rows: Vec<Vec<String>>,
        /// Fields of the kind.
        pub fields: Vec<FieldRow>,
        /// Name of the mapping that it is taken from, where that has one.
        pub named: String,
        /// The import or the named mapping that the mapping is taken from, as a file with this header came in before:
        /// `the import of orders.csv on 14 October 2026`; empty: it is suggested.
        pub profile: String,
        /// Suggested mapping.
        pub mapping: MappingEdit,
        /// The tool that its header is known by, or that was chosen.
        pub preset: Option<PresetRow>,
        /// All tools whose files of this kind are known.
        pub presets: Vec<PresetRow>,
        /// What the user must decide.
        pub questions: Vec<Question>,
    }

    /// Files to look at.
    pub struct InspectArgs {
        /// Full paths.
        pub paths: Vec<String>,
        /// Kind chosen; empty: guess.
        #[serde(default)]
        pub kind: String,
        /// Delimiter chosen; empty: as found.
        #[serde(default)]
        pub delimiter: String,
        /// Encoding chosen; empty: as found.
        #[serde(default)]
        pub encoding: String,
        /// Line of the header, or `none`; empty: as found.
        #[serde(default)]
        pub header_row: String,
        /// Tool chosen, `none` for none; empty: as found.
        #[serde(default)]
        pub preset: String,
        /// Whether mappings of before are passed over; choosing any of these does so too.
        #[serde(default)]
        pub anew: bool,
    }

    /// Files that may be of several kinds.
    pub struct SortArgs {
        /// Full paths.
        pub paths: Vec<String>,
    }

    /// Files told apart by what their rows are.
    pub struct Sorted {
        /// `3 kinds of file: they come in one after the other.`; empty where there is one pile.
        pub sentence: String,
        /// What belongs into one import each, in the order in which they should come in.
        pub piles: Vec<PileRow>,
        /// Files that come in with none of them, and why.
        pub notes: Vec<String>,
    }

    /// Files that come in together.
    pub struct PileRow {
        /// Kind of their rows; empty: to be said.
        pub kind: String,
        /// `Incidents`, `Incidents · PagerDuty`, `Not told by its header`.
        pub title: String,
        /// `incidents.csv`, `orders-1.csv and 2 more`.
        pub files: String,
        /// Full paths; one that goes on into an archive means that member.
        pub paths: Vec<String>,
    }

    /// Rows that were copied from a spreadsheet.
    pub struct PasteArgs {
        /// As the clipboard has them: tabs between cells.
        pub text: String,
    }

    /// A file to write out as it is read.
    pub struct TableArgs {
        /// Full path.
        pub path: String,
        /// Delimiter chosen; empty: as found.
        #[serde(default)]
        pub delimiter: String,
        /// Encoding chosen; empty: as found.
        #[serde(default)]
        pub encoding: String,
        /// Line of the header, or `none`; empty: as found.
        #[serde(default)]
        pub header_row: String,
        /// Tool chosen; empty or `none`: none.
        #[serde(default)]
        pub preset: String,
        /// File to write.
        pub to: String,
    }

    /// An import.
    pub struct ImportArgs {
        /// Full paths.
        pub paths: Vec<String>,
        /// `revenue`, `incidents`, `labor`.
        pub kind: String,
        /// Mapping.
        pub mapping: MappingEdit,
        /// What stands against it: `fail` is the wish to be asked. Revenue over minutes that are
        /// there: `keep`, `replace`, `add`; requests: `keep`, `add`; services that lean on each
        /// other in a circle: `leave-out`.
        #[serde(default)]
        pub on_overlap: String,
        /// Incidents that are there and read differently: `update` (but not what was edited
        /// here), `take`, `keep`; empty: `update`.
        #[serde(default)]
        pub on_change: String,
    }

    /// A field of a record that is there and reads differently in a file.
    pub struct ChangeRow {
        /// Number of the incident.
        pub record: String,
        /// `resolved`.
        pub field: String,
        /// What is here.
        pub was: String,
        /// What the file says.
        pub now: String,
        /// Whether the import takes it.
        pub taken: bool,
        /// Whether somebody edited it here.
        pub edited: bool,
    }

    /// Problems of one sort.
    pub struct ProblemGroup {
        /// Code.
        pub code: String,
        /// The field that is to blame; empty where none is.
        pub field: String,
        /// Whether all of its rows can be repaired in one step: by a value for the field, or by
        /// leaving them out.
        pub fixable: bool,
        /// `End before start`.
        pub title: String,
        /// What to do.
        pub repair: String,
        /// How many rows.
        pub count: u64,
    }

    /// One problem.
    pub struct Problem {
        /// Group.
        pub code: String,
        /// The field that is to blame; empty where none is.
        pub field: String,
        /// File name.
        pub file: String,
        /// Line where it begins, as an editor counts; in a sheet or a Parquet file its row.
        pub row: u64,
        /// Column.
        pub column: String,
        /// What stood there.
        pub found: String,
        /// What was expected.
        pub expected: String,
        /// What to do.
        pub repair: String,
        /// How the row begins, to know it by; empty where it is none or reads well.
        pub cells: String,
    }

    /// What an import would do, or did.
    pub struct ImportReport {
        /// Its sentence: `372 rows are ready. 33 are set aside.`
        pub headline: Headline,
        /// Rows read.
        pub read: u64,
        /// Rows that come in.
        pub accepted: u64,
        /// Rows set aside with a reason.
        pub rejected: u64,
        /// Rows left out on purpose (unchanged, known).
        pub skipped: u64,
        /// What the next three count, for it is not rows: `incidents`, `minutes`.
        pub records: String,
        /// Records new.
        pub new: u64,
        /// Records changed.
        pub updated: u64,
        /// Records as they were.
        pub unchanged: u64,
        /// Money that comes in, exact, a currency each.
        pub money: Vec<String>,
        /// Problems by sort.
        pub groups: Vec<ProblemGroup>,
        /// Repairs of whole groups that are in force.
        pub fixed: Vec<FixedRow>,
        /// Problems, at most 500.
        pub problems: Vec<Problem>,
        /// What came in and is worth saying.
        pub notes: Vec<String>,
        /// What reads differently in records that are there, at most 500 fields.
        pub changes: Vec<ChangeRow>,
        /// Incidents that called for judgement, and what becomes of them.
        pub judgements: Vec<JudgementRow>,
        /// Severities that get a default impact with this import.
        pub severities: Vec<SeverityRow>,
        /// Streams that are new with this import.
        pub carriers: Vec<CarrierRow>,
        /// Rows of revenue that equal an earlier one of their file cell for cell.
        pub repeated: u64,
        /// Streams of which there is one sum a day.
        pub daily: Vec<String>,
        /// Streams of which there is one sum an hour.
        pub hourly: Vec<String>,
        /// Rows that are no records, the first of them; all are counted as skipped.
        pub left: Vec<LeftRow>,
        /// What stands against it (an overlap); empty: it can be committed.
        pub blocked: String,
        /// What can be chosen about that, as values of `onOverlap`; also once one is chosen.
        pub choices: Vec<String>,
        /// Which of them is meant where nobody says otherwise; empty: it is to be asked.
        pub preferred: String,
        /// Batch id after a commit; empty on a check.
        pub batch: String,
        /// What a cost per minute still lacks after a commit.
        pub lacks: Option<Lacking>,
    }

    /// What is to come in before there is a cost per minute.
    pub struct Lacking {
        /// Kind of the next import: `revenue`.
        pub kind: String,
        /// Why, in a sentence.
        pub text: String,
    }

    /// A mapping to keep under a name.
    pub struct MappingSave {
        /// Empty for a new one; else only its name changes.
        #[serde(default)]
        pub id: String,
        /// The name.
        pub name: String,
        /// A file with the header by which it is found again.
        #[serde(default)]
        pub path: String,
        /// What such files hold.
        #[serde(default)]
        pub kind: String,
        /// The mapping; missing where only the name changes.
        #[serde(default)]
        pub mapping: Option<MappingEdit>,
    }

    /// A mapping that has a name.
    pub struct MappingRow {
        /// Id.
        pub id: String,
        /// Its name.
        pub name: String,
        /// What such files hold.
        pub kind: String,
        /// The columns by which they are known: `id, service, started and 4 more`.
        pub columns: String,
        /// What is read from where: `started ← Opened; service ← “shop”`.
        pub fields: String,
    }

    /// Records to write as a file that an import reads back.
    pub struct RecordsArgs {
        /// `incidents`, `revenue`, `labor`, `backlog`, `requests`, `rates`, `roles`, `services`.
        pub kind: String,
        /// File to write, CSV.
        pub to: String,
        /// Whether a kind without records writes no file.
        #[serde(default)]
        pub only_with_records: bool,
    }

    /// Records were written.
    pub struct RecordsWritten {
        /// The file.
        pub path: String,
        /// Records in it: incidents, minutes of revenue, entries of labor and so on.
        pub records: u64,
        /// Rows they take.
        pub rows: u64,
        /// What such a file has no place for, in sentences.
        pub left_out: Vec<String>,
    }

    /// Where rejected rows go.
    pub struct RejectsArgs {
        /// The same import.
        pub import: ImportArgs,
        /// File to write.
        pub to: String,
    }
}
