// Generated from crates/app by `cargo run -p ninefold-cli -- typescript`. Do not edit.

/**
 * Suggestions that a person accepts.
 */
export type AcceptArgs = { 
/**
 * Their keys.
 */
keys: Array<string>, };

/**
 * The availability screen.
 */
export type Availability = { 
/**
 * Its sentence.
 */
headline: Headline, 
/**
 * The window in words, with what clipped it: `1 Nov 2025 – 31 Oct 2026, 365 days`.
 */
window: string, 
/**
 * Services against targets, worst first.
 */
services: Array<ServiceAgainstTarget>, 
/**
 * Targets that the dependencies rule out, and the like.
 */
notes: Array<string>, 
/**
 * Tier and target missing or impossible.
 */
concerns: Array<Concern>, };

/**
 * The backlog at the end of a month as typed.
 */
export type BacklogEdit = { 
/**
 * The month that it was opened as; empty for a new one.
 */
id: string, 
/**
 * `2026-10`.
 */
month: string, 
/**
 * Open items.
 */
open: string, 
/**
 * Of these, work on resilience.
 */
openResilience: string, 
/**
 * Incidents that customers reported; empty: not known.
 */
customerIncidents: string, 
/**
 * Share of work on resilience, shown: `23 %` (not written).
 */
share: string, };

/**
 * A history held against what would have been predicted of it.
 */
export type Backtest = { 
/**
 * The sentence.
 */
headline: Headline, 
/**
 * Parts in order of time, all kinds together.
 */
parts: Array<BacktestPart>, 
/**
 * Scores over all parts.
 */
scores: Array<BacktestScore>, 
/**
 * What to know.
 */
notes: Array<string>, };

/**
 * How a history is cut for a back-test.
 */
export type BacktestArgs = { 
/**
 * Share of the observed time that the first forecast learns from: `50 %`; empty: half.
 */
first: string, 
/**
 * Parts that the rest is predicted in; missing: six.
 */
parts: number | null, 
/**
 * Where the random numbers start; missing: the seed of the base scenario.
 */
seed: number | null, };

/**
 * All kinds together in one part: what was predicted before it, and what came.
 */
export type BacktestPart = { 
/**
 * First day.
 */
from: string, 
/**
 * Last day.
 */
to: string, 
/**
 * Incidents that the forecast knew of.
 */
known: number, 
/**
 * Predicted incidents: `15 (7–27)`, the middle and the 90 % range.
 */
events: string, 
/**
 * What came.
 */
eventsActual: string, 
/**
 * Whether that lies in the range.
 */
eventsHeld: boolean, 
/**
 * Predicted minutes of users hit.
 */
minutes: string, 
/**
 * What came.
 */
minutesActual: string, 
/**
 * Whether that lies in the range.
 */
minutesHeld: boolean, };

/**
 * How a set of forecasts did.
 */
export type BacktestScore = { 
/**
 * `Incidents, by service and cause`.
 */
of: string, 
/**
 * Forecasts in it.
 */
forecasts: number, 
/**
 * Share of the 90 % ranges that held what came.
 */
held: number, 
/**
 * The same as text: `97 %`.
 */
heldText: string, 
/**
 * The share that the ranges themselves expected: above 90 % where few values are
 * possible.
 */
expected: number, 
/**
 * The same as text.
 */
expectedText: string, 
/**
 * Mean continuous ranked probability score; 0 is perfect.
 */
score: number, 
/**
 * The same as text.
 */
scoreText: string, 
/**
 * Of the forecasts that have both: the mean score over that of taking earlier stretches
 * of the same length as the forecast. Below 1 is better than that; missing without them.
 */
against: number | null, 
/**
 * The same as text.
 */
againstText: string, };

/**
 * One person's vote.
 */
export type BallotEdit = { 
/**
 * Session.
 */
session: string, 
/**
 * Who.
 */
person: string, 
/**
 * Dots by cluster; those with 0 may be left out.
 */
dots: Array<Dots>, };

/**
 * A band of a contract as typed.
 */
export type BandEdit = { 
/**
 * Owed below this availability: `99.9 %`.
 */
below: string, 
/**
 * Share of the month's fee: `10 %`.
 */
credit: string, };

/**
 * What past incidents say about a kind of failure of a service.
 */
export type BaseRate = { 
/**
 * Key.
 */
key: string, 
/**
 * Id of its service.
 */
service: string, 
/**
 * `database`.
 */
cause: string, 
/**
 * `7 incidents in 1.2 years`.
 */
evidence: string, 
/**
 * Events a year.
 */
frequency: Figure, 
/**
 * Minutes to detect and repair.
 */
duration: Figure, 
/**
 * Share of users.
 */
users: Figure, 
/**
 * The same as a form takes it, to begin from.
 */
edit: BaseRateEdit, };

/**
 * A base rate as a form takes it: ranges of 90 %.
 */
export type BaseRateEdit = { 
/**
 * Events a year.
 */
frequency: EstimateEdit, 
/**
 * Minutes until it is noticed.
 */
detect: EstimateEdit, 
/**
 * Minutes from there.
 */
repair: EstimateEdit, 
/**
 * Share of users.
 */
users: EstimateEdit, };

/**
 * How a figure came about.
 */
export type Basis = "measured" | "estimated" | "assumed" | "missing";

/**
 * An import in the list.
 */
export type BatchRow = { 
/**
 * Batch id.
 */
id: string, 
/**
 * `revenue`, `incidents`, `labor`.
 */
kind: string, 
/**
 * File names.
 */
files: string, 
/**
 * `14 Oct 2026, 09:12`.
 */
when: string, 
/**
 * `412 read = 372 came in + 33 set aside + 7 skipped`.
 */
rows: string, 
/**
 * Money that came in; empty for none.
 */
total: string, 
/**
 * Whether it counts, or was undone.
 */
live: boolean, 
/**
 * What was noted on the way.
 */
notes: Array<string>, };

/**
 * What was done in another copy.
 */
export type BroughtRow = { 
/**
 * The copy, by the name of its file.
 */
copy: string, 
/**
 * `14 Oct 2026, 09:12`.
 */
when: string, 
/**
 * What was done.
 */
label: string, };

/**
 * Availability by requests, where they were counted.
 */
export type ByRequests = { 
/**
 * Share of requests that were answered well, with its 90 % range.
 */
availability: Figure, 
/**
 * `2.9 nines`.
 */
nines: string, 
/**
 * `1,204 of 4.1M failed`.
 */
failed: string, 
/**
 * Share of the failures that the target allows: `130 %`.
 */
consumed: string, 
/**
 * Met, nearly used up, missed.
 */
state: State, 
/**
 * The state in words: `Over by 204 requests`.
 */
verdict: string, 
/**
 * What the difference to the availability by time means.
 */
difference: string, };

/**
 * Cards to put on the table.
 */
export type CaptureArgs = { 
/**
 * Session.
 */
session: string, 
/**
 * Who says it; empty: nobody.
 */
person: string, 
/**
 * Keep to oneself who said it.
 */
anonymous: boolean, 
/**
 * What will have failed: a card a line, bullets and numbers of a list taken off.
 */
text: string, 
/**
 * The line of a draft that is read out; empty: said freely.
 */
line: string, };

/**
 * A card as changed.
 */
export type CardEdit = { 
/**
 * Session.
 */
session: string, 
/**
 * Card.
 */
id: string, 
/**
 * What will have failed.
 */
text: string, 
/**
 * Who said it; empty: nobody says.
 */
author: string, 
/**
 * Set aside: kept, but not counted.
 */
aside: boolean, };

/**
 * A card.
 */
export type CardView = { 
/**
 * Id.
 */
id: string, 
/**
 * What will have failed.
 */
text: string, 
/**
 * Name of who said it; empty where nobody says.
 */
author: string, 
/**
 * Id of who said it; empty where nobody says.
 */
authorId: string, 
/**
 * What it was asked under: `The network fails`; may be empty.
 */
prompt: string, 
/**
 * Cluster; empty for none.
 */
cluster: string, 
/**
 * Whether it is set aside.
 */
aside: boolean, };

/**
 * A service that carries a stream which is not there yet. Mappings that were kept before have
 * (stream, service); both are read.
 */
export type CarrierEdit = { 
/**
 * Name of the stream: `web`.
 */
stream: string, 
/**
 * Name of the service: `Checkout`.
 */
service: string, 
/**
 * What part of the stream is lost while it is down: `70 %`; empty: all of it.
 */
share: string, };

/**
 * A stream that is new with an import, and the services that carry it.
 */
export type CarrierRow = { 
/**
 * Name of the stream.
 */
stream: string, 
/**
 * The services that carry it, at least one.
 */
services: Array<CarryingService>, 
/**
 * Whether somebody said so.
 */
said: boolean, 
/**
 * Services to choose from; one that is not there yet is made.
 */
choices: Array<string>, };

/**
 * A service that carries a stream.
 */
export type CarryingService = { 
/**
 * Its name.
 */
service: string, 
/**
 * Whether the import makes it.
 */
made: boolean, 
/**
 * What part of the stream is lost while it is down: `100 %`; as it was typed where that
 * cannot be read.
 */
share: string, 
/**
 * Why this cannot be; empty where it can.
 */
wrong: string, };

/**
 * What limits the nines, from outside.
 */
export type CeilingRow = { 
/**
 * `Dependencies`, `Mobile`.
 */
name: string, 
/**
 * Id of the service whose dependencies they are; empty for a channel.
 */
of: string, 
/**
 * What it allows: `99.95 %`.
 */
allows: Figure, 
/**
 * In nines, for the chart; missing where it bounds nothing of the scope.
 */
nines: number | null, 
/**
 * What it means.
 */
detail: string, };

/**
 * One line of what changed.
 */
export type ChangeLine = { 
/**
 * `31 Oct`.
 */
when: string, 
/**
 * What.
 */
what: string, };

/**
 * A field of a record that is there and reads differently in a file.
 */
export type ChangeRow = { 
/**
 * Number of the incident.
 */
record: string, 
/**
 * `resolved`.
 */
field: string, 
/**
 * What is here.
 */
was: string, 
/**
 * What the file says.
 */
now: string, 
/**
 * Whether the import takes it.
 */
taken: boolean, 
/**
 * Whether somebody edited it here.
 */
edited: boolean, };

/**
 * A channel as typed.
 */
export type ChannelEdit = { 
/**
 * Name.
 */
name: string, 
/**
 * Share of revenue: `60 %`.
 */
share: string, 
/**
 * Availability of the channel itself: `99.9 %`.
 */
ceiling: string, };

/**
 * A drawn chart.
 */
export type Chart = { 
/**
 * SVG with CSS variables for colours.
 */
svg: string, 
/**
 * Title, for the section head.
 */
title: string, 
/**
 * Width in px.
 */
width: number, 
/**
 * Height in px.
 */
height: number, 
/**
 * Where the data is.
 */
plot: PlotRect, 
/**
 * Names of the series.
 */
series: Array<string>, 
/**
 * Points in reading order.
 */
points: Array<ChartPoint>, 
/**
 * One sentence.
 */
summary: string, 
/**
 * The same numbers.
 */
table: TextTable, 
/**
 * Whether there was anything to draw.
 */
empty: boolean, };

/**
 * Which chart, how large.
 */
export type ChartArgs = { 
/**
 * Which.
 */
chart: ChartName, 
/**
 * See [`WindowArgs`].
 */
window: string, 
/**
 * A service, stream or incident id where the chart takes one; else empty.
 */
scope: string, 
/**
 * Width in px.
 */
width: number, 
/**
 * Height in px; 0: what suits the chart.
 */
height: number, 
/**
 * `light` or `dark` for fixed colours in a file; empty: the page's own.
 */
theme: string, };

/**
 * A chart, drawn by `chart`.
 */
export type ChartName = "budget" | "velocity" | "weekHeat" | "costPerMinute" | "usedAllowed" | "timeline" | "costLines" | "costByMonth" | "expected" | "times" | "demand" | "growthSlope" | "risks" | "tierCurves" | "payback" | "tornado" | "frontier" | "exceedance";

/**
 * A point that hover and arrow keys find.
 */
export type ChartPoint = { 
/**
 * Index into `series`.
 */
series: number, 
/**
 * Where on the axis: `Tue 14:00`.
 */
label: string, 
/**
 * px from the left.
 */
x: number, 
/**
 * px from the top.
 */
y: number, 
/**
 * Value as shown.
 */
formatted: string, 
/**
 * Opens how it comes about; empty where nothing does.
 */
explain: string, };

/**
 * Something to choose.
 */
export type Choice = { 
/**
 * What is sent back.
 */
key: string, 
/**
 * What people read.
 */
label: string, };

/**
 * A cluster as typed.
 */
export type ClusterEdit = { 
/**
 * Session.
 */
session: string, 
/**
 * Cluster.
 */
id: string, 
/**
 * What fails, in a line.
 */
title: string, 
/**
 * Key of its category.
 */
category: string, 
/**
 * Service id.
 */
service: string, 
/**
 * Risk of the register that it is; empty: none yet.
 */
risk: string, 
/**
 * Key of the base rate that is taken as a further voice; empty: none.
 */
history: string, 
/**
 * Free text.
 */
notes: string, };

/**
 * A cluster.
 */
export type ClusterView = { 
/**
 * Id.
 */
id: string, 
/**
 * What fails.
 */
title: string, 
/**
 * Key of its category.
 */
category: string, 
/**
 * `Single point of failure`.
 */
categoryLabel: string, 
/**
 * Service id.
 */
service: string, 
/**
 * Name of the service.
 */
serviceName: string, 
/**
 * Risk of the register; empty: none.
 */
risk: string, 
/**
 * Name of the risk.
 */
riskName: string, 
/**
 * Name of the risk of the register that it is by its name alone; empty: none. That risk
 * takes the estimates when they are brought into the register.
 */
named: string, 
/**
 * Requirements that the risk calls for.
 */
requirements: Array<Choice>, 
/**
 * Risks of the register of the same service that are no cluster of this session and whose
 * names mean much the same: until the cluster is linked to one, both count.
 */
twins: Array<Choice>, 
/**
 * Key of the base rate that is a further voice; empty: none.
 */
history: string, 
/**
 * Free text.
 */
notes: string, 
/**
 * Its cards, those of merged clusters among them.
 */
cards: Array<string>, 
/**
 * Clusters that were merged into it.
 */
merged: Array<MergedView>, 
/**
 * People who estimated it: `3 of 5`.
 */
estimated: string, 
/**
 * Names of those who are there and have not.
 */
yetToEstimate: Array<string>, 
/**
 * What the person at the keyboard estimates; missing where nothing yet.
 */
own: JudgementEdit | null, 
/**
 * Whether the estimates of others are shown by now.
 */
shown: boolean, 
/**
 * Everyone's estimates; empty while they are hidden.
 */
given: Array<JudgementView>, 
/**
 * The same pooled; missing while they are hidden.
 */
pooled: PooledView | null, 
/**
 * Dots of the person at the keyboard.
 */
ownDots: number, 
/**
 * Dots of all; missing until all who are there have voted.
 */
dots: number | null, 
/**
 * What could be done.
 */
mitigations: Array<MitigationView>, 
/**
 * Techniques that are for its kind of failure.
 */
techniques: Array<Choice>, 
/**
 * What no longer fits; nothing was taken away for it.
 */
remarks: Array<string>, };

/**
 * Why a command did not do what it was asked.
 */
export type Code = "no-workspace" | "invalid" | "not-found" | "bad-file" | "io" | "read-only" | "bad-workspace" | "busy" | "conflict" | "cancelled" | "unknown-command";

/**
 * A column of a file.
 */
export type ColumnRow = { 
/**
 * Head.
 */
name: string, 
/**
 * Sample values.
 */
samples: Array<string>, 
/**
 * `time`, `number`, `text`.
 */
looksLike: string, 
/**
 * Where its values are times: how they are read, such as `day first, as “13/1” shows`.
 */
dates: string, 
/**
 * Where it was made: the columns of the file that its text is from.
 */
from: Array<string>, 
/**
 * Whether it says which rows are records of their own.
 */
tellsRows: boolean, };

/**
 * Scenarios side by side.
 */
export type CompareArgs = { 
/**
 * Scenario ids; an empty one is the base scenario.
 */
scenarios: Array<string>, 
/**
 * Service id; empty: all services together.
 */
service: string, };

/**
 * Something about tiers, targets and ceilings that asks for a decision.
 */
export type Concern = { 
/**
 * Stable key: `tier-missing:ID`.
 */
key: string, 
/**
 * How bad.
 */
state: State, 
/**
 * Service id.
 */
service: string, 
/**
 * Its name.
 */
name: string, 
/**
 * States it with its numbers.
 */
text: string, 
/**
 * What to do.
 */
todo: string, 
/**
 * Key for the `explain` command; may be empty.
 */
explain: string, };

/**
 * Two values of one field, neither written in knowledge of the other.
 */
export type ConflictRow = { 
/**
 * Identity.
 */
id: string, 
/**
 * `INC-0412`.
 */
what: string, 
/**
 * `Incident`.
 */
kind: string, 
/**
 * `severity`; empty where it is about the record as a whole.
 */
field: string, 
/**
 * What is to be decided, where the field does not say it.
 */
question: string, 
/**
 * Oldest first.
 */
sides: Array<ConflictSideRow>, };

/**
 * What one side says.
 */
export type ConflictSideRow = { 
/**
 * Its number, for the answer.
 */
side: number, 
/**
 * The copies that say so: `shop-anna`.
 */
copy: string, 
/**
 * `14 Oct 2026, 09:12`; empty where nobody wrote it.
 */
when: string, 
/**
 * The value in words.
 */
text: string, 
/**
 * Whether the workspace shows it at present.
 */
shown: boolean, };

/**
 * What copies disagree about.
 */
export type Conflicts = { 
/**
 * Conflicts that nobody has settled yet.
 */
conflicts: Array<ConflictRow>, };

/**
 * A contract tier as typed.
 */
export type ContractEdit = { 
/**
 * Empty for a new one.
 */
id: string, 
/**
 * Name.
 */
name: string, 
/**
 * Id of the service whose availability is promised.
 */
service: string, 
/**
 * Fees of all its customers for a calendar month, decimal.
 */
fee: string, 
/**
 * At least one, in any order.
 */
bands: Array<BandEdit>, };

/**
 * Which copies become one, and where.
 */
export type CopiesArgs = { 
/**
 * The other copy; it is only read.
 */
path: string, 
/**
 * The copy that it is merged with; the open workspace where empty.
 */
of: string, 
/**
 * A new file for the result, which leaves both copies as they are; the open workspace
 * itself where empty.
 */
out: string, };

/**
 * The cost screen.
 */
export type Cost = { 
/**
 * Its sentence.
 */
headline: Headline, 
/**
 * Full-outage minute, peak, observed, total.
 */
tiles: Array<Tile>, 
/**
 * By service.
 */
services: Array<ServiceCost>, 
/**
 * By line, adding up to the total.
 */
lines: Array<CostLine>, 
/**
 * The total.
 */
total: CostLine, 
/**
 * Which of the money is a loss: `revenue` or `margin`.
 */
view: string, 
/**
 * The methods of lost revenue, side by side.
 */
methods: Array<MethodRow>, 
/**
 * What the total lacks, to be seen with it: costs in currencies without a rate.
 */
alerts: Array<string>, 
/**
 * What to know.
 */
notes: Array<string>, };

/**
 * One line of a cost.
 */
export type CostLine = { 
/**
 * `lostRevenue`, `labor:engineering`, …: key for what is behind it.
 */
key: string, 
/**
 * `Lost revenue`.
 */
label: string, 
/**
 * `77 min × 70 % × €197.31`.
 */
detail: string, 
/**
 * Posted amount, exact, formatted: `€10,617`; these add up.
 */
amount: string, 
/**
 * Decimal text of the posted amount.
 */
decimal: string, 
/**
 * `8.9k–12k`, or `exact`.
 */
range: string, 
/**
 * How it came about.
 */
basis: Basis, 
/**
 * Bar from, 0 to 1 of the waterfall.
 */
from: number, 
/**
 * Bar to.
 */
to: number, 
/**
 * Whisker, 0 to 1, where there is a range.
 */
whisker: [number, number] | null, 
/**
 * Key for the `explain` command.
 */
explain: string, };

/**
 * Where a new workspace goes.
 */
export type CreateArgs = { 
/**
 * Path of the file to make; must not exist.
 */
path: string, 
/**
 * ISO 4217 code.
 */
currency: string, 
/**
 * IANA zone.
 */
zone: string, };

/**
 * The posted cost of a window cut one way.
 */
export type Cut = { 
/**
 * `incident`, `service`, `line`, `role`, `month`, `severity`, `cause`, `recovery`.
 */
by: string, 
/**
 * `By service`.
 */
title: string, 
/**
 * Largest first, months in order; at most 200 rows, then one for the rest.
 */
rows: Array<CutRow>, 
/**
 * The sum of the rows.
 */
total: CutRow, 
/**
 * How amounts are divided in this cut; may be empty.
 */
note: string, };

/**
 * A row of a cut.
 */
export type CutRow = { 
/**
 * Id or key of what it is about; `rest` for all rows that are not shown one by one.
 */
key: string, 
/**
 * Name.
 */
label: string, 
/**
 * A second line, such as the title of an incident; may be empty.
 */
detail: string, 
/**
 * Incidents in it.
 */
incidents: number, 
/**
 * Posted revenue lines (gross, recaptured, unspent), exact.
 */
revenue: string, 
/**
 * Posted labor and review, exact.
 */
labor: string, 
/**
 * All other lines, exact.
 */
other: string, 
/**
 * Their sum, exact.
 */
total: string, 
/**
 * Direct revenue for each minute in which any of the incidents was open, `€23/min`;
 * only by service and by severity, empty otherwise.
 */
revenuePerMinute: string, 
/**
 * All lines for each such minute.
 */
perMinute: string, 
/**
 * Share of the whole, 0 to 1; negative where it is.
 */
share: number, 
/**
 * `12 %`.
 */
shareText: string, 
/**
 * Key for the `explain` command; empty where there is nothing to open.
 */
explain: string, };

/**
 * The cost of a window cut every way, each with the same total.
 */
export type Cuts = { 
/**
 * What it is about, or what is missing.
 */
headline: Headline, 
/**
 * Cuts.
 */
cuts: Array<Cut>, 
/**
 * `Eight cuts, one total: €119,234.5612`.
 */
reconciled: string, 
/**
 * Whether every cut sums to the same total, to the last unit.
 */
equal: boolean, };

/**
 * The data screen.
 */
export type Data = { 
/**
 * Its sentence.
 */
headline: Headline, 
/**
 * What is there.
 */
sources: Array<SourceRow>, 
/**
 * Imports, newest first.
 */
batches: Array<BatchRow>, };

/**
 * A dependency as typed.
 */
export type DependencyEdit = { 
/**
 * Service id.
 */
on: string, 
/**
 * `hard` or `soft`.
 */
kind: string, 
/**
 * `20 %` where soft.
 */
share: string, };

/**
 * What a change did.
 */
export type Done = { 
/**
 * Id of the record made or changed; empty for several.
 */
id: string, 
/**
 * What was done, as history says it.
 */
label: string, 
/**
 * What was left out and why (an older undo).
 */
skipped: Array<string>, };

/**
 * One of equally likely values.
 */
export type Dot = { 
/**
 * Place in the drawing, 0 to 1.
 */
x: number, 
/**
 * How many lie below it in its pile.
 */
y: number, };

/**
 * Dots on a cluster.
 */
export type Dots = { 
/**
 * Cluster.
 */
cluster: string, 
/**
 * How many.
 */
dots: number, };

/**
 * What to draft.
 */
export type DraftArgs = { 
/**
 * `risks` or `targets`.
 */
from: string, 
/**
 * Risk ids; empty with `risks`: every risk that is too big for its budget.
 */
risks: Array<string>, 
/**
 * Option id for `targets`; empty: each service's own target.
 */
option: string, 
/**
 * Service ids for `targets`; empty: each that has a risk.
 */
services: Array<string>, };

/**
 * A risk that a requirement could be drafted from.
 */
export type DraftRisk = { 
/**
 * Id.
 */
id: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Name of its service.
 */
service: string, 
/**
 * Expected loss a year.
 */
loss: Figure, };

/**
 * What was drafted.
 */
export type Drafted = { 
/**
 * What was done.
 */
done: Done, 
/**
 * `REQ-7`, …
 */
labels: Array<string>, 
/**
 * Ids.
 */
ids: Array<string>, 
/**
 * What was not drafted, each with why.
 */
skipped: Array<string>, };

/**
 * What a technique does to one part of a risk, as typed.
 */
export type EffectEdit = { 
/**
 * `rate`, `detect`, `repair`, `users`, `per-minute`, `labor` or `per-event`.
 */
input: string, 
/**
 * What it is multiplied by: `0.5` halves it.
 */
factor: EstimateEdit, };

/**
 * An error for people: what happened, and what to do.
 */
export type Error = { 
/**
 * What the window may match on.
 */
code: Code, 
/**
 * Where, what was found, what was expected.
 */
message: string, 
/**
 * What to do next.
 */
hints: Array<string>, 
/**
 * The field of the form it is about; empty otherwise.
 */
field: string, };

/**
 * A quantity as typed.
 */
export type EstimateEdit = { 
/**
 * `fixed` (one number), `interval` (low and high of a 90 % range, lognormal),
 * `three-point` (minimum, most likely, maximum; PERT), or `kept`: what stands in the
 * record, learned from history or pooled, stays as it is.
 */
kind: string, 
/**
 * The number, or the low end.
 */
low: string, 
/**
 * Most likely, where there are three.
 */
likely: string, 
/**
 * The high end.
 */
high: string, 
/**
 * What it means in words: `4.5 in 1.4 years`, `90 % range 10 to 240`. Not read back.
 */
means: string, };

/**
 * An incident or a service behind a sign.
 */
export type EvidenceRow = { 
/**
 * Id for links.
 */
id: string, 
/**
 * `incident`, `service` or `month`.
 */
kind: string, 
/**
 * `INC-0412` or a name.
 */
label: string, 
/**
 * Title or what is wrong.
 */
text: string, 
/**
 * `14 Oct 2026`; may be empty.
 */
when: string, };

/**
 * A quantity of the evidence, then and now.
 */
export type EvidenceThenNow = { 
/**
 * `Cost of a full-outage minute`.
 */
label: string, 
/**
 * When it was drafted or accepted.
 */
was: Figure, 
/**
 * Today.
 */
now: Figure, 
/**
 * Whether today lies outside the range of then.
 */
moved: boolean, };

/**
 * An explanation by its key.
 */
export type ExplainArgs = { 
/**
 * From a figure or a cost line.
 */
key: string, 
/**
 * See [`WindowArgs`].
 */
window: string, };

/**
 * Everything behind a figure.
 */
export type Explanation = { 
/**
 * What it is about.
 */
title: string, 
/**
 * The figure.
 */
figure: Figure, 
/**
 * In words and symbols: `impact × Σ expected revenue per minute`.
 */
formula: string, 
/**
 * From the inputs to the figure.
 */
steps: Array<Step>, 
/**
 * Inputs.
 */
inputs: Array<Input>, 
/**
 * Rows behind it, at most 200.
 */
rows: TextTable, 
/**
 * `104 rows`, or `200 of 3,104 rows`.
 */
rowsNote: string, 
/**
 * What to know: extrapolated minutes, thin slots, overlaps.
 */
notes: Array<string>, };

/**
 * Where to write what.
 */
export type ExportArgs = { 
/**
 * The file; `.csv` or `.json` decides the format.
 */
path: string, 
/**
 * See [`WindowArgs`](super::WindowArgs)(super::WindowArgs).
 */
window: string, };

/**
 * Something that was found out about a file.
 */
export type Fact = { 
/**
 * `encoding`.
 */
name: string, 
/**
 * `Encoding`.
 */
label: string, 
/**
 * `Windows-1252`.
 */
value: string, };

/**
 * One field that an entry changed.
 */
export type FieldChangeRow = { 
/**
 * `Checkout · target`.
 */
field: string, 
/**
 * Before.
 */
before: string, 
/**
 * After.
 */
after: string, };

/**
 * What is wrong with a field.
 */
export type FieldProblem = { 
/**
 * Its name.
 */
field: string, 
/**
 * What was found and what was expected.
 */
message: string, };

/**
 * Everything that is wrong with a form.
 */
export type FieldProblems = { 
/**
 * By field, in their order; none where it would be taken.
 */
problems: Array<FieldProblem>, };

/**
 * A field that a column can be mapped to.
 */
export type FieldRow = { 
/**
 * `started`.
 */
name: string, 
/**
 * One line.
 */
help: string, 
/**
 * Whether the import needs it.
 */
required: boolean, };

/**
 * One figure: never a bare number.
 */
export type Figure = { 
/**
 * For sorting only; missing where there is no value.
 */
value: number | null, 
/**
 * As shown, two significant figures for estimates: `€110`, `99.87 %`, `—`.
 */
text: string, 
/**
 * Small and quiet beside it: `/min`, `min`; may be empty.
 */
unit: string, 
/**
 * `74–150`, empty where exact.
 */
range: string, 
/**
 * What the range means: `90 % range`, empty where exact.
 */
rangeMeans: string, 
/**
 * In full, for inspection: `€110.37/min`.
 */
exact: string, 
/**
 * How it came about.
 */
basis: Basis, 
/**
 * Why it is missing or weak; empty otherwise.
 */
reason: string, 
/**
 * Key for the `explain` command; empty where there is nothing to open.
 */
explain: string, };

/**
 * What becomes of all rows that are refused for one reason in one field.
 */
export type FixEdit = { 
/**
 * Code of the group: `missing`.
 */
code: string, 
/**
 * Field of the group: `service`; empty where none is to blame.
 */
field: string, 
/**
 * `set`: the field has the value in them; `leave-out`: they stay out, for a reason.
 */
action: string, 
/**
 * The value, or the reason.
 */
value: string, };

/**
 * A cost known as an amount, as typed.
 */
export type FixedEdit = { 
/**
 * `refunds`, `penalties`, `vendors` or another word.
 */
kind: string, 
/**
 * Decimal amount.
 */
amount: string, 
/**
 * ISO 4217 code; empty: the workspace's.
 */
currency: string, };

/**
 * A repair, and how many rows it reached.
 */
export type FixedRow = { 
/**
 * The repair.
 */
fix: FixEdit, 
/**
 * `Required value missing: service`.
 */
title: string, 
/**
 * `“shop” put in`, `left out: test data`.
 */
what: string, 
/**
 * Rows.
 */
count: number, };

/**
 * How one forecast of one person did.
 */
export type ForecastRow = { 
/**
 * The risk it became.
 */
risk: string, 
/**
 * Risk id.
 */
riskId: string, 
/**
 * Who.
 */
name: string, 
/**
 * When.
 */
when: string, 
/**
 * `after 212 days` or `final`.
 */
soFar: string, 
/**
 * Chance of at least one by now: `71 %`.
 */
chance: string, 
/**
 * How many came, with the range that was forecast: `2 (0–5)`.
 */
came: string, 
/**
 * Brier score.
 */
brier: string, 
/**
 * Ranges of lengths that held: `1 of 2`.
 */
lengths: string, };

/**
 * A person’s record.
 */
export type ForecasterRow = { 
/**
 * Name.
 */
name: string, 
/**
 * Forecasts that are scored.
 */
forecasts: number, 
/**
 * Brier score: `0.12`; a dash without a forecast.
 */
brier: string, 
/**
 * `7 of 9`.
 */
held: string, 
/**
 * Mean interval score of lengths, on the logarithmic scale.
 */
interval: string, 
/**
 * How much their word counts in a pool: `1.2`.
 */
weight: string, };

/**
 * A blank form.
 */
export type FormArgs = { 
/**
 * Session; its clusters are asked about too. Empty: of a service, before any session.
 */
session: string, 
/**
 * Service, where there is no session.
 */
service: string, 
/**
 * File to write.
 */
to: string, 
/**
 * `csv`, `xlsx` or `json`; empty: by the ending of the file.
 */
format: string, };

/**
 * Filled forms.
 */
export type FormImportArgs = { 
/**
 * Session they are for.
 */
session: string, 
/**
 * Files.
 */
paths: Array<string>, 
/**
 * Look only: nothing is changed.
 */
check: boolean, };

/**
 * What filled forms bring, or brought.
 */
export type FormReport = { 
/**
 * `24 lines read: 7 filled in, 16 left blank, 1 set aside. …`
 */
sentence: string, 
/**
 * Names on them.
 */
people: Array<string>, 
/**
 * Lines read.
 */
read: number, 
/**
 * Lines filled in that come in.
 */
accepted: number, 
/**
 * Lines left blank.
 */
blank: number, 
/**
 * Lines set aside, each with a problem.
 */
rejected: number, 
/**
 * Cards on them.
 */
cards: number, 
/**
 * Estimates on them.
 */
estimates: number, 
/**
 * Cards and estimates that are new.
 */
new: number, 
/**
 * Cards and estimates that say something else than before.
 */
updated: number, 
/**
 * Cards and estimates that are there already.
 */
unchanged: number, 
/**
 * Problems, at most 500.
 */
problems: Array<Problem>, };

/**
 * A set of techniques that no other beats.
 */
export type FrontierRow = { 
/**
 * Names; `Nothing` for the first.
 */
techniques: Array<string>, 
/**
 * Ids.
 */
ids: Array<string>, 
/**
 * Expected cost over the horizon.
 */
cost: Figure, 
/**
 * Expected loss that it avoids over the horizon, discounted.
 */
avoided: Figure, 
/**
 * Chance of meeting the target, where simulated.
 */
met: Figure, };

/**
 * Positions on the gauge of the budget, 0 to 1.
 */
export type Gauge = { 
/**
 * Expected minutes with what is on.
 */
with: number, 
/**
 * The same without.
 */
without: number, 
/**
 * The budget.
 */
budget: number, 
/**
 * Ends of the 90 % range with what is on.
 */
range: [number, number], };

/**
 * Cards to bring together.
 */
export type GroupArgs = { 
/**
 * Session.
 */
session: string, 
/**
 * Cards.
 */
cards: Array<string>, 
/**
 * Cluster id; `new` for a new one; empty: out of their clusters.
 */
cluster: string, 
/**
 * Title of a new one; empty: the words of its first card.
 */
title: string, };

/**
 * Recoveries of one kind.
 */
export type GroupRow = { 
/**
 * `By hand`, `By automation`, `By the provider`, `Unknown`.
 */
label: string, 
/**
 * How many.
 */
count: number, 
/**
 * `43 %`.
 */
share: string, 
/**
 * Median time to resolve.
 */
median: Figure, 
/**
 * Ninth decile.
 */
p90: Figure, };

/**
 * The sentence a screen exists for.
 */
export type Headline = { 
/**
 * States the finding with its number.
 */
sentence: string, 
/**
 * The line under it; may be empty.
 */
lead: string, 
/**
 * What is missing, where the sentence could not be written: the screen is empty.
 */
missing: string | null, };

/**
 * The log, newest first.
 */
export type History = { 
/**
 * Entries.
 */
entries: Array<HistoryRow>, };

/**
 * How many entries of the log.
 */
export type HistoryArgs = { 
/**
 * At most this many.
 */
limit: number, };

/**
 * An entry of the log.
 */
export type HistoryRow = { 
/**
 * Sequence.
 */
seq: number, 
/**
 * `14 Oct 2026, 09:12`.
 */
when: string, 
/**
 * What was done.
 */
label: string, 
/**
 * Whether it was taken back.
 */
undone: boolean, 
/**
 * Import, whose undo is separate; else empty.
 */
batch: string, 
/**
 * Fields changed, at most 20.
 */
changes: Array<FieldChangeRow>, 
/**
 * More fields than shown.
 */
more: number, 
/**
 * What a merge brought of the other copy, in its order, at most 50.
 */
brought: Array<BroughtRow>, 
/**
 * More entries than shown.
 */
broughtMore: number, };

/**
 * An id.
 */
export type IdArgs = { 
/**
 * 32 hexadecimal digits.
 */
id: string, };

/**
 * What an impact is, for reading and editing.
 */
export type ImpactEdit = { 
/**
 * Service id.
 */
service: string, 
/**
 * Instant, RFC 3339 with offset or local `2026-10-11 20:14` in the workspace zone.
 */
start: string, 
/**
 * Empty: the incident's resolved.
 */
end: string, 
/**
 * `70 %`, `0.7`; empty: the severity's default.
 */
share: string, };

/**
 * An import.
 */
export type ImportArgs = { 
/**
 * Full paths.
 */
paths: Array<string>, 
/**
 * `revenue`, `incidents`, `labor`.
 */
kind: string, 
/**
 * Mapping.
 */
mapping: MappingEdit, 
/**
 * What stands against it: `fail` is the wish to be asked. Revenue over minutes that are
 * there: `keep`, `replace`, `add`; requests: `keep`, `add`; services that lean on each
 * other in a circle: `leave-out`.
 */
onOverlap: string, 
/**
 * Incidents that are there and read differently: `update` (but not what was edited
 * here), `take`, `keep`; empty: `update`.
 */
onChange: string, };

/**
 * What an import would do, or did.
 */
export type ImportReport = { 
/**
 * Its sentence: `372 rows are ready. 33 are set aside.`
 */
headline: Headline, 
/**
 * Rows read.
 */
read: number, 
/**
 * Rows that come in.
 */
accepted: number, 
/**
 * Rows set aside with a reason.
 */
rejected: number, 
/**
 * Rows left out on purpose (unchanged, known).
 */
skipped: number, 
/**
 * What the next three count, for it is not rows: `incidents`, `minutes`.
 */
records: string, 
/**
 * Records new.
 */
new: number, 
/**
 * Records changed.
 */
updated: number, 
/**
 * Records as they were.
 */
unchanged: number, 
/**
 * Money that comes in, exact, a currency each.
 */
money: Array<string>, 
/**
 * Problems by sort.
 */
groups: Array<ProblemGroup>, 
/**
 * Repairs of whole groups that are in force.
 */
fixed: Array<FixedRow>, 
/**
 * Problems, at most 500.
 */
problems: Array<Problem>, 
/**
 * What came in and is worth saying.
 */
notes: Array<string>, 
/**
 * What reads differently in records that are there, at most 500 fields.
 */
changes: Array<ChangeRow>, 
/**
 * Incidents that called for judgement, and what becomes of them.
 */
judgements: Array<JudgementRow>, 
/**
 * Severities that get a default impact with this import.
 */
severities: Array<SeverityRow>, 
/**
 * Streams that are new with this import.
 */
carriers: Array<CarrierRow>, 
/**
 * Rows of revenue that equal an earlier one of their file cell for cell.
 */
repeated: number, 
/**
 * Streams of which there is one sum a day.
 */
daily: Array<string>, 
/**
 * Streams of which there is one sum an hour.
 */
hourly: Array<string>, 
/**
 * Rows that are no records, the first of them; all are counted as skipped.
 */
left: Array<LeftRow>, 
/**
 * What stands against it (an overlap); empty: it can be committed.
 */
blocked: string, 
/**
 * What can be chosen about that, as values of `onOverlap`; also once one is chosen.
 */
choices: Array<string>, 
/**
 * Which of them is meant where nobody says otherwise; empty: it is to be asked.
 */
preferred: string, 
/**
 * Batch id after a commit; empty on a check.
 */
batch: string, 
/**
 * What a cost per minute still lacks after a commit.
 */
lacks: Lacking | null, };

/**
 * An incident opened.
 */
export type IncidentDetail = { 
/**
 * Id.
 */
id: string, 
/**
 * `INC-0412 · Checkout · SEV2 · Sunday 11 Oct 2026`.
 */
overline: string, 
/**
 * Title.
 */
title: string, 
/**
 * Total cost.
 */
cost: Figure, 
/**
 * `54 weighted minutes of 77 · €250 each`.
 */
lead: string, 
/**
 * Marks in order.
 */
timeline: Array<TimelineMark>, 
/**
 * `Detected in 9 min`, `acknowledged in 7`, …
 */
facts: Array<string>, 
/**
 * Lines, then the total; the lines sum to it exactly.
 */
lines: Array<CostLine>, 
/**
 * The total.
 */
total: CostLine, 
/**
 * The methods of lost revenue, side by side; empty where it reaches no stream.
 */
methods: Array<MethodRow>, 
/**
 * Impacts in words: `Checkout, 20:14–21:31, 70 %`.
 */
impacts: Array<string>, 
/**
 * What to know: open, extrapolated, overlap, no stream.
 */
notes: Array<string>, 
/**
 * Where it came from: `imported from incidents.csv, 14 Oct`.
 */
origin: string, 
/**
 * For the form.
 */
edit: IncidentEdit, };

/**
 * An incident as typed; what is wrong comes back as an error with its field.
 */
export type IncidentEdit = { 
/**
 * Empty for a new one.
 */
id: string, 
/**
 * Number at its source; may be empty.
 */
number: string, 
/**
 * Title.
 */
title: string, 
/**
 * `normal`, `test`, `maintenance`.
 */
kind: string, 
/**
 * Severity.
 */
severity: string, 
/**
 * Local time in the workspace zone, or RFC 3339.
 */
started: string, 
/**
 * Same; may be empty.
 */
detected: string, 
/**
 * Same; may be empty.
 */
acknowledged: string, 
/**
 * Same; may be empty.
 */
mitigated: string, 
/**
 * Same; empty: open.
 */
resolved: string, 
/**
 * Tags, comma-separated.
 */
causes: string, 
/**
 * `monitoring`, `customer`, `staff` or empty.
 */
detectedBy: string, 
/**
 * `hand`, `automation`, `provider` or empty.
 */
recoveredBy: string, 
/**
 * How.
 */
recoveryAction: string, 
/**
 * Number or empty.
 */
reassignments: string, 
/**
 * Number or empty.
 */
contacts: string, 
/**
 * Customers lost over it; number or empty.
 */
cancellations: string, 
/**
 * How its lost revenue is computed: `velocity`, `counterfactual`; empty: as the
 * workspace says.
 */
method: string, 
/**
 * Free text.
 */
notes: string, 
/**
 * At least one.
 */
impacts: Array<ImpactEdit>, 
/**
 * Costs known as amounts.
 */
fixed: Array<FixedEdit>, 
/**
 * People on it.
 */
labor: Array<LaborEdit>, };

/**
 * A window of rows.
 */
export type IncidentPage = { 
/**
 * All incidents.
 */
total: number, 
/**
 * Those that match.
 */
matched: number, 
/**
 * Characters of the longest number of those that match.
 */
longestLabel: number, 
/**
 * First row returned.
 */
offset: number, 
/**
 * The rows.
 */
rows: Array<IncidentRow>, 
/**
 * `47 incidents · 683 weighted minutes · €81k (63k–100k)`, of those that match.
 */
summary: string, 
/**
 * A term that was not understood; empty otherwise.
 */
problem: string, };

/**
 * A row of the incident grid.
 */
export type IncidentRow = { 
/**
 * Id.
 */
id: string, 
/**
 * Such as `INC-0412`.
 */
label: string, 
/**
 * `11 Oct 2026, 20:14`, in the workspace zone.
 */
started: string, 
/**
 * `11 Oct 2026`, for where there is little room.
 */
day: string, 
/**
 * Title.
 */
title: string, 
/**
 * Services hit, comma-separated.
 */
services: string, 
/**
 * Severity; may be empty.
 */
severity: string, 
/**
 * Minutes from start to end: `77`.
 */
minutes: string, 
/**
 * Worst impact: `70 %`.
 */
impact: string, 
/**
 * Cost in the workspace currency, shown: `14k`.
 */
cost: string, 
/**
 * Cost exact, for the tooltip.
 */
costExact: string, 
/**
 * Still open at the as-of instant.
 */
open: boolean, 
/**
 * Test or maintenance: counted in nothing; empty otherwise.
 */
note: string, };

/**
 * Which incidents.
 */
export type IncidentsArgs = { 
/**
 * Words that must all occur (title, label, service, severity, cause), and terms
 * `service:checkout`, `severity:SEV1`, `cause:x`, `>30` (minutes), `cost>1000`, `open`,
 * `customer`, `hand`. Empty: all.
 */
filter: string, 
/**
 * Order; newest first where missing.
 */
sort: Sort | null, 
/**
 * First row wanted.
 */
offset: number, 
/**
 * Rows wanted, at most 500.
 */
limit: number, };

/**
 * An input of a figure.
 */
export type Input = { 
/**
 * Such as `Loaded rate, engineering`.
 */
label: string, 
/**
 * Its value.
 */
value: string, 
/**
 * How it came about.
 */
basis: Basis, 
/**
 * Where it is kept or came from: `Settings, rate card`, `labor.csv`.
 */
source: string, };

/**
 * Files to look at.
 */
export type InspectArgs = { 
/**
 * Full paths.
 */
paths: Array<string>, 
/**
 * Kind chosen; empty: guess.
 */
kind: string, 
/**
 * Delimiter chosen; empty: as found.
 */
delimiter: string, 
/**
 * Encoding chosen; empty: as found.
 */
encoding: string, 
/**
 * Line of the header, or `none`; empty: as found.
 */
headerRow: string, 
/**
 * Tool chosen, `none` for none; empty: as found.
 */
preset: string, 
/**
 * Whether mappings of before are passed over; choosing any of these does so too.
 */
anew: boolean, };

/**
 * What was found out about files before they are read.
 */
export type Inspection = { 
/**
 * `orders.csv · 1,024 KB · comma · UTF-8 · gzip`.
 */
summary: string, 
/**
 * What was detected: format, encoding, delimiter, header, decimal mark, tool.
 */
facts: Array<Fact>, 
/**
 * How its text is encoded: `UTF-8`; empty in formats that settle it.
 */
encoding: string, 
/**
 * Line of its header, or its row in a sheet: `1`; `none` where it has none; empty in
 * formats that settle it.
 */
headerRow: string, 
/**
 * Guessed kind: `revenue`, `incidents`, `labor`; empty: choose.
 */
kind: string, 
/**
 * Columns.
 */
columns: Array<ColumnRow>, 
/**
 * First rows.
 */
rows: Array<Array<string>>, 
/**
 * Fields of the kind.
 */
fields: Array<FieldRow>, 
/**
 * Name of the mapping that it is taken from, where that has one.
 */
named: string, 
/**
 * The import or the named mapping that the mapping is taken from, as a file with this header came in before:
 * `the import of orders.csv on 14 October 2026`; empty: it is suggested.
 */
profile: string, 
/**
 * Suggested mapping.
 */
mapping: MappingEdit, 
/**
 * The tool that its header is known by, or that was chosen.
 */
preset: PresetRow | null, 
/**
 * All tools whose files of this kind are known.
 */
presets: Array<PresetRow>, 
/**
 * What the user must decide.
 */
questions: Array<Question>, };

/**
 * What stands in a field that was not sent yet.
 */
export type JotArgs = { 
/**
 * Session.
 */
session: string, 
/**
 * Whose field; empty for what belongs to all.
 */
person: string, 
/**
 * Which field. `capture`, `capture <person id>`, `frame`, `vote` and
 * `estimate <cluster id>` go by themselves when the command of that name is sent; any
 * other word is the window's own.
 */
slot: string, 
/**
 * What stands in it; empty: nothing more.
 */
text: string, };

/**
 * A field that was not sent yet.
 */
export type JotView = { 
/**
 * Whose; empty for what belongs to all.
 */
person: string, 
/**
 * Which field.
 */
slot: string, 
/**
 * What stands in it.
 */
text: string, };

/**
 * One person's estimate of a cluster.
 */
export type JudgementArgs = { 
/**
 * Session.
 */
session: string, 
/**
 * Cluster.
 */
cluster: string, 
/**
 * Who.
 */
person: string, };

/**
 * One person's estimate of a cluster, as typed.
 */
export type JudgementEdit = { 
/**
 * Session.
 */
session: string, 
/**
 * Cluster.
 */
cluster: string, 
/**
 * Who.
 */
person: string, 
/**
 * Events a year.
 */
frequency: EstimateEdit, 
/**
 * Minutes until it is noticed.
 */
detect: EstimateEdit, 
/**
 * Minutes from there until users are well again.
 */
repair: EstimateEdit, 
/**
 * Share of users: `25 %`.
 */
users: EstimateEdit, 
/**
 * Why; may be empty.
 */
comment: string, };

/**
 * Incidents that call for judgement.
 */
export type JudgementRow = { 
/**
 * `closed-unresolved`.
 */
name: string, 
/**
 * `Closed without a resolved time`.
 */
title: string, 
/**
 * Rows.
 */
count: number, 
/**
 * What becomes of them.
 */
treatment: string, 
/**
 * What that means for these, in a sentence or two; empty: nothing more is to say.
 */
detail: string, 
/**
 * What else could.
 */
choices: Array<TreatmentRow>, };

/**
 * One person's estimate, shown.
 */
export type JudgementView = { 
/**
 * Who.
 */
person: string, 
/**
 * Their name.
 */
name: string, 
/**
 * Events a year.
 */
frequency: Figure, 
/**
 * Minutes to detect and repair.
 */
duration: Figure, 
/**
 * Share of users.
 */
users: Figure, 
/**
 * Expected bad minutes a year.
 */
minutes: Figure, 
/**
 * How much it counts in the pool: `1`, `1.4`.
 */
weight: string, 
/**
 * Why; may be empty.
 */
comment: string, };

/**
 * Something that could be found out before choosing.
 */
export type KnowingRow = { 
/**
 * `Bad deploy, events a year`.
 */
label: string, 
/**
 * Its 90 % range: `2 to 9`.
 */
range: string, 
/**
 * What it would be worth to know it.
 */
information: Figure, };

/**
 * A labor entry as typed.
 */
export type LaborEdit = { 
/**
 * Empty for a new one.
 */
id: string, 
/**
 * Role name.
 */
role: string, 
/**
 * Pseudonym; may be empty.
 */
person: string, 
/**
 * Number of people, decimals allowed.
 */
people: string, 
/**
 * Minutes each worked.
 */
minutes: string, 
/**
 * Loaded rate per hour; empty: the rate card's.
 */
rate: string, 
/**
 * When the work began: local time, RFC 3339 or empty.
 */
start: string, 
/**
 * Whether it is review after the incident.
 */
review: boolean, 
/**
 * `4 actions, 10:11 – 10:40` of an entry that came from responder activity; such an
 * entry is kept as it is, whatever its other fields say. Empty otherwise.
 */
activity: string, };

/**
 * What is to come in before there is a cost per minute.
 */
export type Lacking = { 
/**
 * Kind of the next import: `revenue`.
 */
kind: string, 
/**
 * Why, in a sentence.
 */
text: string, };

/**
 * A row that is no record in the file of a tool.
 */
export type LeftRow = { 
/**
 * File name.
 */
file: string, 
/**
 * Line as an editor counts it.
 */
row: number, 
/**
 * `name no incident in their task, notes or tags`.
 */
why: string, 
/**
 * What stands there, a few cells of it.
 */
cells: string, };

/**
 * A thought that was written and is not on the table yet.
 */
export type LineView = { 
/**
 * Id.
 */
id: string, 
/**
 * What it says.
 */
text: string, 
/**
 * Key of the prompt it was written under.
 */
prompt: string, };

/**
 * Field → where it comes from, and how to read it.
 */
export type MappingEdit = { 
/**
 * (field, source): a column's name, `A*B` for a product, `=GBP` for a constant.
 */
fields: Array<[string, string]>, 
/**
 * `point` or `comma`; empty: each column of amounts decides.
 */
decimal: string, 
/**
 * Such as `%d/%m/%Y %H:%M`; empty: ISO 8601 and what the whole column decides.
 */
dateFormat: string, 
/**
 * IANA zone of times without offset.
 */
zone: string, 
/**
 * One character; empty: as detected.
 */
delimiter: string, 
/**
 * Of a text file: `UTF-8`, `windows-1252`; empty: as detected.
 */
encoding: string, 
/**
 * Line of the header in a text file, or its row in a sheet, from 1; `none`: it has none;
 * empty: as detected.
 */
headerRow: string, 
/**
 * Round what is finer than money keeps, and count it.
 */
round: boolean, 
/**
 * A doubled autumn hour: `reject`, `earlier`, `later`, `in-order`.
 */
onFold: string, 
/**
 * What shares without a `%` count in: `share` (0 to 1), `percent`; empty: as the header
 * and the whole column say.
 */
shares: string, 
/**
 * What amounts count in: `major` (10.50), `minor` (1050 cents); empty: as the header of
 * each column says.
 */
amounts: string, 
/**
 * Texts that mean "no value", besides the empty one: `?`, `NULL`.
 */
missing: Array<string>, 
/**
 * The tool whose files these are, such as `servicenow-log`; empty or `none`: any.
 */
preset: string, 
/**
 * What parts several services of one incident in one value, such as `;`; empty: nothing.
 */
serviceSeparator: string, 
/**
 * (judgement, treatment) where it is not the usual one: `cancelled`, `keep`.
 */
treatments: Array<[string, string]>, 
/**
 * (severity, share of users it hits) for severities that have no impact yet:
 * `high`, `100 %`.
 */
severities: Array<[string, string]>, 
/**
 * The services that carry streams which are not there yet, one entry for each service.
 */
carriers: Array<CarrierEdit>, 
/**
 * Over what sums are spread: those of hours over their `hour`, those of whole days over their
 * `day` or the `hours` of it (those agreed for the service that carries the stream); both
 * with a comma between them; empty: each counts in the minute it stands in.
 */
spread: string, 
/**
 * What becomes of rows of revenue that equal an earlier one cell for cell: `leave-out`;
 * empty or `keep`: they count.
 */
repeats: string, 
/**
 * What becomes of whole groups of rows that are refused.
 */
fixes: Array<FixEdit>, };

/**
 * A mapping that has a name.
 */
export type MappingRow = { 
/**
 * Id.
 */
id: string, 
/**
 * Its name.
 */
name: string, 
/**
 * What such files hold.
 */
kind: string, 
/**
 * The columns by which they are known: `id, service, started and 4 more`.
 */
columns: string, 
/**
 * What is read from where: `started ← Opened; service ← “shop”`.
 */
fields: string, };

/**
 * A mapping to keep under a name.
 */
export type MappingSave = { 
/**
 * Empty for a new one; else only its name changes.
 */
id: string, 
/**
 * The name.
 */
name: string, 
/**
 * A file with the header by which it is found again.
 */
path: string, 
/**
 * What such files hold.
 */
kind: string, 
/**
 * The mapping; missing where only the name changes.
 */
mapping: MappingEdit | null, };

/**
 * A verdict on an incident and a risk.
 */
export type MatchEdit = { 
/**
 * The risk.
 */
risk: string, 
/**
 * The incident.
 */
incident: string, 
/**
 * `confirmed`, `rejected`, or empty to take a verdict back.
 */
verdict: string, };

/**
 * An incident beside a risk.
 */
export type MatchRow = { 
/**
 * Incident id.
 */
incident: string, 
/**
 * `INC-0412`.
 */
label: string, 
/**
 * What happened.
 */
title: string, 
/**
 * `14 Oct 2026, 09:12`.
 */
when: string, 
/**
 * `42 min`.
 */
lasted: string, 
/**
 * What speaks for it: `cause certificate-expiry; words: certificate, gateway`.
 */
why: string, };

/**
 * Clusters to merge.
 */
export type MergeArgs = { 
/**
 * Session.
 */
session: string, 
/**
 * The cluster that goes into another.
 */
cluster: string, 
/**
 * The other; empty: it stands for itself again.
 */
into: string, };

/**
 * What a merge did.
 */
export type MergeReport = { 
/**
 * `Merged shop-anna into shop`.
 */
label: string, 
/**
 * The file that holds the result.
 */
path: string, 
/**
 * What came, in sentences.
 */
lines: Array<string>, 
/**
 * Whether the other copy knew anything new.
 */
changed: boolean, 
/**
 * What has to be decided now.
 */
conflicts: Array<ConflictRow>, };

/**
 * A cluster that was merged into another.
 */
export type MergedView = { 
/**
 * Id.
 */
id: string, 
/**
 * Its title.
 */
title: string, };

/**
 * What one method says that was lost.
 */
export type MethodRow = { 
/**
 * `velocity` or `counterfactual`.
 */
key: string, 
/**
 * `Impact × expected revenue`.
 */
label: string, 
/**
 * Lost revenue, gross.
 */
gross: Figure, 
/**
 * What came back.
 */
recaptured: Figure, 
/**
 * What stayed lost.
 */
net: Figure, 
/**
 * Whether the posted lines follow it.
 */
chosen: boolean, 
/**
 * `on 84 incidents`, `2 incidents say otherwise themselves`; may be empty.
 */
note: string, };

/**
 * A technique of a cluster.
 */
export type MitigationEdit = { 
/**
 * Session.
 */
session: string, 
/**
 * Cluster.
 */
cluster: string, 
/**
 * Technique.
 */
technique: string, 
/**
 * `on`, `off`, or `none` to take it away.
 */
state: string, };

/**
 * A mitigation with what it does.
 */
export type MitigationEffect = { 
/**
 * Technique.
 */
technique: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Whether it is on.
 */
on: boolean, 
/**
 * Minutes a year that it takes away beside the others of the risk that are on; what it
 * would take away where it is off.
 */
change: Figure, 
/**
 * One-off cost.
 */
oneOff: Figure, 
/**
 * Cost a year.
 */
yearly: Figure, };

/**
 * A technique of a cluster.
 */
export type MitigationView = { 
/**
 * Technique.
 */
technique: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Whether it is counted.
 */
on: boolean, };

/**
 * From one target to the next.
 */
export type NextNine = { 
/**
 * Heads of the first target, the cheapest nines of the curve, the second target and the
 * difference; lines of a head are apart by a line feed.
 */
columns: Array<string>, 
/**
 * What is told of them.
 */
rows: Array<NextNineRow>, 
/**
 * In words.
 */
sentence: string, };

/**
 * One thing that is told of a step.
 */
export type NextNineRow = { 
/**
 * What it is.
 */
label: string, 
/**
 * A figure for each column; none where it makes no sense.
 */
cells: Array<Figure | null>, 
/**
 * What it rests on.
 */
basis: Basis, };

/**
 * No arguments, or nothing to answer.
 */
export type Nothing = Record<symbol, never>;

/**
 * The nines at which loss and cost together are least.
 */
export type Optimum = { 
/**
 * `3.25 to 3.75 nines`.
 */
figure: Figure, 
/**
 * `cheapest in 62 % of runs`.
 */
chance: string, 
/**
 * `Four nines is cheapest in 62 % of runs.`
 */
sentence: string, };

/**
 * A tier option as typed.
 */
export type OptionEdit = { 
/**
 * Empty for a new one.
 */
id: string, 
/**
 * Name.
 */
name: string, 
/**
 * `target` or `techniques`.
 */
change: string, 
/**
 * `99.99 %`, where it is a target.
 */
target: string, 
/**
 * `duration` or `rate`: what is scaled until the target is met on average.
 */
lever: string, 
/**
 * Technique ids, where it is techniques.
 */
techniques: Array<string>, 
/**
 * One-off cost.
 */
oneOff: EstimateEdit, 
/**
 * `ladder` or `estimated`.
 */
yearly: string, 
/**
 * Cost a year, where it is estimated.
 */
yearlyCost: EstimateEdit, };

/**
 * An option with what it comes to.
 */
export type OptionRow = { 
/**
 * Id; empty for doing nothing.
 */
id: string, 
/**
 * Name.
 */
name: string, 
/**
 * What it changes: `99.99 % by shorter failures`.
 */
change: string, 
/**
 * Availability expected: `99.95 %`, with nines and minutes.
 */
availability: Figure, 
/**
 * Chance of meeting its target in a year; doing nothing: the target of the scope.
 */
met: Figure, 
/**
 * Expected loss of a year.
 */
loss: Figure, 
/**
 * Loss avoided in an average year, as far as customers can tell.
 */
avoided: Figure, 
/**
 * One-off cost.
 */
oneOff: Figure, 
/**
 * Cost a year more than today.
 */
yearly: Figure, 
/**
 * Net present value over the horizon.
 */
value: Figure, 
/**
 * Net present value for each unit of cost.
 */
returnOnCost: Figure, 
/**
 * Years until it has paid back, median.
 */
payback: Figure, 
/**
 * Chance of having paid back within the horizon, without interest.
 */
paysBack: Figure, 
/**
 * Chance of a net present value of at least 0.
 */
pays: Figure, 
/**
 * Chance that it turns out best of all, doing nothing included.
 */
best: Figure, 
/**
 * Cost per minute at which it breaks even.
 */
breakEven: Figure, 
/**
 * Multiplier per nine up to which it breaks even.
 */
multiplier: Figure, 
/**
 * Whether it is doing nothing.
 */
nothing: boolean, 
/**
 * What of dependencies its target is above, in words; empty where it is not.
 */
aboveCeiling: string, 
/**
 * Why it takes no part, where something typed means nothing; else empty.
 */
problem: string, 
/**
 * As typed; missing for doing nothing.
 */
edit: OptionEdit | null, };

/**
 * A risk of the register that is not of this session and fills the same budget.
 */
export type OtherRisk = { 
/**
 * Risk.
 */
id: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Expected minutes a year.
 */
minutes: Figure, 
/**
 * Share of the budget.
 */
share: string, 
/**
 * The cluster that means much the same, which then counts twice; mostly empty.
 */
like: string, };

/**
 * A cluster against the budget.
 */
export type OutlookRow = { 
/**
 * Cluster; empty for the risks of the register that are not of this session.
 */
cluster: string, 
/**
 * `1`, by minutes before any mitigation; empty for the other risks.
 */
rank: string, 
/**
 * What fails.
 */
title: string, 
/**
 * Expected minutes a year with what is on.
 */
minutes: Figure, 
/**
 * The same without.
 */
without: Figure, 
/**
 * Share of the budget with what is on.
 */
share: string, 
/**
 * The same without.
 */
shareWithout: string, 
/**
 * Above a quarter of the budget with what is on.
 */
tooBig: boolean, 
/**
 * Above a quarter of the budget without.
 */
tooBigWithout: boolean, 
/**
 * Above the whole budget alone, without.
 */
breaksAlone: boolean, 
/**
 * Fits into the budget with all that are smaller, with what is on.
 */
accepted: boolean, 
/**
 * Dots; missing until all have voted.
 */
dots: number | null, 
/**
 * Length of the bar with what is on, 0 to 1 of the longest.
 */
bar: number, 
/**
 * Length without.
 */
barWithout: number, 
/**
 * Expected loss of a year with what is on.
 */
loss: Figure, 
/**
 * What could be done.
 */
mitigations: Array<MitigationEffect>, 
/**
 * Why it takes no part; empty where it does.
 */
problem: string, };

/**
 * The first screen.
 */
export type Overview = { 
/**
 * Its sentence.
 */
headline: Headline, 
/**
 * What the figures lack, to be seen with them: costs in currencies without a rate.
 */
alerts: Array<string>, 
/**
 * Cost of a full-outage minute, incident cost, availability, budget left.
 */
tiles: Array<Tile>, 
/**
 * Incidents that used most of the budget.
 */
top: Array<TopIncident>, 
/**
 * `All 47 incidents`.
 */
allIncidents: string, 
/**
 * Each service against its target, worst first.
 */
services: Array<ServiceAgainstTarget>, 
/**
 * Signs of the bottleneck, worst first.
 */
signs: Array<SignRow>, 
/**
 * What changed since the month before: cost, incidents, downtime, signs.
 */
since: Array<SinceRow>, 
/**
 * `October 2026 against September 2026`; empty where there is no month to compare.
 */
sinceTitle: string, 
/**
 * The latest entries of the log.
 */
changes: Array<ChangeLine>, };

/**
 * Rows that were copied from a spreadsheet.
 */
export type PasteArgs = { 
/**
 * As the clipboard has them: tabs between cells.
 */
text: string, };

/**
 * A path.
 */
export type PathArgs = { 
/**
 * Full path.
 */
path: string, };

/**
 * Someone who takes part, as typed.
 */
export type PersonEdit = { 
/**
 * Session; ignored where a session begins.
 */
session: string, 
/**
 * Empty for a new one.
 */
id: string, 
/**
 * Name or pseudonym; unique in the session.
 */
name: string, 
/**
 * A key of the roles, or a word of one's own.
 */
role: string, 
/**
 * Whether they are there.
 */
present: boolean, };

/**
 * Someone who takes part.
 */
export type PersonView = { 
/**
 * Id.
 */
id: string, 
/**
 * Name or pseudonym.
 */
name: string, 
/**
 * Key of the role, or a word of their own.
 */
role: string, 
/**
 * `Support`.
 */
roleLabel: string, 
/**
 * Whether they are there.
 */
present: boolean, 
/**
 * Whether they said that they have nothing more to read out.
 */
passed: boolean, 
/**
 * Thoughts written.
 */
written: number, 
/**
 * Thoughts not read out yet.
 */
left: number, 
/**
 * Cards of theirs, those said anonymously not among them.
 */
cards: number, 
/**
 * Clusters they estimated.
 */
estimated: number, 
/**
 * Whether they voted.
 */
voted: boolean, };

/**
 * An answer about the growth phase.
 */
export type PhaseAnswerEdit = { 
/**
 * Key of the question.
 */
question: string, 
/**
 * Key of the answer; empty: back to what the data says.
 */
answer: string, };

/**
 * One answer that a question takes.
 */
export type PhaseChoice = { 
/**
 * Key.
 */
key: string, 
/**
 * Words.
 */
label: string, };

/**
 * A question about the growth phase.
 */
export type PhaseQuestionRow = { 
/**
 * Key for `phase.answer`.
 */
key: string, 
/**
 * The question.
 */
question: string, 
/**
 * What it takes.
 */
choices: Array<PhaseChoice>, 
/**
 * The chosen key: typed, else read from the data; empty where neither says.
 */
answer: string, 
/**
 * Whether it was typed.
 */
typed: boolean, 
/**
 * What the data says, and why: `Getting traction: revenue grew 20 % in a year`.
 */
fromData: string, };

/**
 * The growth phase, and what comes next.
 */
export type PhaseView = { 
/**
 * `Hyper growth`.
 */
phase: string, 
/**
 * Why.
 */
why: string, 
/**
 * Questions.
 */
questions: Array<PhaseQuestionRow>, 
/**
 * What the phase asks for next.
 */
next: Array<string>, };

/**
 * Files that come in together.
 */
export type PileRow = { 
/**
 * Kind of their rows; empty: to be said.
 */
kind: string, 
/**
 * `Incidents`, `Incidents · PagerDuty`, `Not told by its header`.
 */
title: string, 
/**
 * `incidents.csv`, `orders-1.csv and 2 more`.
 */
files: string, 
/**
 * Full paths; one that goes on into an archive means that member.
 */
paths: Array<string>, };

/**
 * The assumptions of a scenario, as typed.
 */
export type PlanEdit = { 
/**
 * Scenario id; empty: the base scenario.
 */
scenario: string, 
/**
 * Years looked ahead: `3`.
 */
horizon: string, 
/**
 * Discount rate a year: `10 %`.
 */
discount: string, 
/**
 * What `ladderNines` cost a year.
 */
ladderBase: string, 
/**
 * Nines that the base is for: `3`.
 */
ladderNines: string, 
/**
 * What one more nine multiplies the cost by: `10`.
 */
ladderMultiplier: string, 
/**
 * What demand is multiplied by: `1`.
 */
surge: string, 
/**
 * When events strike: `even` (at any moment alike), `demand` (the more often, the more is
 * going on) or `added` (at none: durations are added up, and there may be an exact law).
 */
moments: string, 
/**
 * Where the random numbers start.
 */
seed: string, 
/**
 * Standard error of the mean loss that is enough: `1 %`.
 */
precision: string, 
/**
 * Ids of the techniques that are on.
 */
techniques: Array<string>, };

/**
 * A step as it is planned.
 */
export type PlannedStep = { 
/**
 * `frame`, `write`, `lenses`, `capture`, `cluster`, `estimate`, `vote`, `rank`,
 * `mitigate` or `requirements`.
 */
key: string, 
/**
 * `Frame`.
 */
label: string, 
/**
 * Minutes planned.
 */
minutes: number, 
/**
 * What happens in it.
 */
detail: string, };

/**
 * A rectangle in px.
 */
export type PlotRect = { 
/**
 * Left.
 */
x: number, 
/**
 * Top.
 */
y: number, 
/**
 * Width.
 */
width: number, 
/**
 * Height.
 */
height: number, };

/**
 * The estimates of a cluster, pooled.
 */
export type PooledView = { 
/**
 * `4 people`.
 */
people: string, 
/**
 * Events a year.
 */
frequency: Figure, 
/**
 * Minutes to detect and repair.
 */
duration: Figure, 
/**
 * Share of users.
 */
users: Figure, 
/**
 * Expected bad minutes a year.
 */
minutes: Figure, 
/**
 * The largest factor between two people's medians: `×3.2 in how often`; empty where
 * one person estimated.
 */
disagreement: string, 
/**
 * Whether that is worth talking about: a factor above 3.
 */
apart: boolean, };

/**
 * A session, as far as the person at the keyboard may see it by now.
 */
export type Premortem = { 
/**
 * Id.
 */
id: string, 
/**
 * Name.
 */
name: string, 
/**
 * Service id.
 */
service: string, 
/**
 * Name of the service.
 */
serviceName: string, 
/**
 * `14 Oct 2026`.
 */
date: string, 
/**
 * Whether it is closed: then it is read, not changed.
 */
closed: boolean, 
/**
 * What is said at the beginning.
 */
frame: string, 
/**
 * `99.9 %`.
 */
target: string, 
/**
 * `526 min a year`.
 */
budget: string, 
/**
 * Where the target comes from.
 */
targetFrom: string, 
/**
 * The step that is open.
 */
step: string, 
/**
 * All steps.
 */
steps: Array<StepView>, 
/**
 * Its timer.
 */
timer: Timer, 
/**
 * Key of the prompt on the screen; may be empty.
 */
prompt: string, 
/**
 * Prompts of the step: realities or lenses.
 */
prompts: Array<PromptView>, 
/**
 * Who takes part, in the order they sit.
 */
people: Array<PersonView>, 
/**
 * The person at the keyboard; empty: nobody in particular.
 */
person: string, 
/**
 * What that person wrote under the prompt on the screen.
 */
draft: string, 
/**
 * Fields that were not sent yet, of that person and of all.
 */
jots: Array<JotView>, 
/**
 * Whose turn it is; missing where all thoughts are on the table, and before Capture.
 */
turn: TurnView | null, 
/**
 * Cards; none while people write.
 */
cards: Array<CardView>, 
/**
 * Cards in no cluster.
 */
loose: Array<string>, 
/**
 * Clusters that are merged into no other; none while people write.
 */
clusters: Array<ClusterView>, 
/**
 * What past incidents of the services say; while people estimate.
 */
baseRates: Array<BaseRate>, 
/**
 * The vote.
 */
vote: VoteView, 
/**
 * What no longer fits, beside what clusters say of themselves.
 */
remarks: Array<string>, 
/**
 * Services.
 */
services: Array<Choice>, 
/**
 * Roles.
 */
roles: Array<Choice>, 
/**
 * Categories.
 */
categories: Array<Choice>, 
/**
 * The risks of the services, to link a cluster to one.
 */
risks: Array<Choice>, 
/**
 * What can be changed of it.
 */
edit: PremortemEdit, };

/**
 * A session, seen by someone.
 */
export type PremortemArgs = { 
/**
 * Session.
 */
id: string, 
/**
 * The person at the keyboard; empty: nobody in particular, who sees least.
 */
person: string, };

/**
 * Whether a session is closed.
 */
export type PremortemCloseArgs = { 
/**
 * Session.
 */
session: string, 
/**
 * Whether it is closed.
 */
closed: boolean, };

/**
 * What someone writes in silence, all of it, at every key.
 */
export type PremortemDraftArgs = { 
/**
 * Session.
 */
session: string, 
/**
 * Who writes.
 */
person: string, 
/**
 * Key of the prompt it is written under; may be empty.
 */
prompt: string, 
/**
 * All that stands there: a thought a line.
 */
text: string, };

/**
 * What can be changed of a session.
 */
export type PremortemEdit = { 
/**
 * Id.
 */
id: string, 
/**
 * Name.
 */
name: string, 
/**
 * `2026-10-14`.
 */
date: string, 
/**
 * `99.9 %`; empty: the service's target.
 */
target: string, 
/**
 * What is said at the beginning.
 */
frame: string, 
/**
 * Minutes planned for each of the ten steps.
 */
minutes: Array<string>, 
/**
 * Dots that each person has.
 */
dots: string, };

/**
 * Something of a session: a person, a cluster.
 */
export type PremortemItem = { 
/**
 * Session.
 */
session: string, 
/**
 * Its id.
 */
id: string, };

/**
 * The clusters against the error budget.
 */
export type PremortemOutlook = { 
/**
 * The sentence.
 */
headline: Headline, 
/**
 * `99.9 %`.
 */
target: string, 
/**
 * `526 min a year`.
 */
budget: string, 
/**
 * Expected minutes a year.
 */
minutes: WithAndWithout, 
/**
 * Share of the budget.
 */
ofBudget: WithAndWithout, 
/**
 * Chance of meeting the target in a year.
 */
met: WithAndWithout, 
/**
 * Expected loss of a year.
 */
loss: WithAndWithout, 
/**
 * Expected availability: `99.93 % · 3.1 nines · 32 min/month`.
 */
availability: string, 
/**
 * One-off cost of what is on, each technique once.
 */
oneOff: Figure, 
/**
 * Its cost a year.
 */
yearly: Figure, 
/**
 * The gauge.
 */
gauge: Gauge, 
/**
 * Where `too big` begins on the bars, 0 to 1.
 */
tooBigAt: number, 
/**
 * By minutes without mitigations, largest first; the other risks last.
 */
rows: Array<OutlookRow>, 
/**
 * The risks in the last row, largest first.
 */
others: Array<OtherRisk>, 
/**
 * How it was computed, and what to know.
 */
notes: Array<string>, };

/**
 * A prompt to show.
 */
export type PremortemPromptArgs = { 
/**
 * Session.
 */
session: string, 
/**
 * Key of the prompt; empty: none.
 */
prompt: string, };

/**
 * A session in the list.
 */
export type PremortemRow = { 
/**
 * Id.
 */
id: string, 
/**
 * Name.
 */
name: string, 
/**
 * Name of its service.
 */
service: string, 
/**
 * `14 Oct 2026`.
 */
date: string, 
/**
 * `5 people`.
 */
people: string, 
/**
 * `11 cards in 6 clusters`.
 */
cards: string, 
/**
 * `6 risks in the register`.
 */
risks: string, 
/**
 * The step that is open: `Capture`; `Closed` where it is.
 */
step: string, 
/**
 * Steps that were open so far: `4 of 10`.
 */
progress: string, 
/**
 * Whether it is closed.
 */
closed: boolean, };

/**
 * A session that begins.
 */
export type PremortemStart = { 
/**
 * Service id.
 */
service: string, 
/**
 * Name; empty: the service and the day.
 */
name: string, 
/**
 * `2026-10-14`; empty: today.
 */
date: string, 
/**
 * Availability that the budget is taken from: `99.9 %`; empty: the service's target.
 */
target: string, 
/**
 * What is said at the beginning; empty: the usual words.
 */
frame: string, 
/**
 * Who takes part.
 */
people: Array<PersonEdit>, };

/**
 * A step to open.
 */
export type PremortemStepArgs = { 
/**
 * Session.
 */
session: string, 
/**
 * Key of the step.
 */
step: string, };

/**
 * Whether a timer runs.
 */
export type PremortemTimerArgs = { 
/**
 * Session.
 */
session: string, 
/**
 * Whether it runs.
 */
running: boolean, };

/**
 * The list of sessions.
 */
export type Premortems = { 
/**
 * The sentence; what is missing where there is none yet.
 */
headline: Headline, 
/**
 * Newest first.
 */
rows: Array<PremortemRow>, 
/**
 * Services that one can be held on.
 */
services: Array<Choice>, 
/**
 * Roles that people can speak for.
 */
roles: Array<Choice>, 
/**
 * What a session is planned as.
 */
plan: Array<PlannedStep>, 
/**
 * `57 min`.
 */
total: string, 
/**
 * The day it is today: `2026-10-14`.
 */
today: string, };

/**
 * A tool whose files are known.
 */
export type PresetRow = { 
/**
 * `servicenow-log`.
 */
name: string, 
/**
 * `ServiceNow audit log`.
 */
title: string, };

/**
 * One problem.
 */
export type Problem = { 
/**
 * Group.
 */
code: string, 
/**
 * The field that is to blame; empty where none is.
 */
field: string, 
/**
 * File name.
 */
file: string, 
/**
 * Line where it begins, as an editor counts; in a sheet or a Parquet file its row.
 */
row: number, 
/**
 * Column.
 */
column: string, 
/**
 * What stood there.
 */
found: string, 
/**
 * What was expected.
 */
expected: string, 
/**
 * What to do.
 */
repair: string, 
/**
 * How the row begins, to know it by; empty where it is none or reads well.
 */
cells: string, };

/**
 * Problems of one sort.
 */
export type ProblemGroup = { 
/**
 * Code.
 */
code: string, 
/**
 * The field that is to blame; empty where none is.
 */
field: string, 
/**
 * Whether all of its rows can be repaired in one step: by a value for the field, or by
 * leaving them out.
 */
fixable: boolean, 
/**
 * `End before start`.
 */
title: string, 
/**
 * What to do.
 */
repair: string, 
/**
 * How many rows.
 */
count: number, };

/**
 * How far a job is.
 */
export type Progress = { 
/**
 * What it is doing: `Reading orders.csv`.
 */
label: string, 
/**
 * Bytes or steps done.
 */
done: number, 
/**
 * Of so many; 0 where unknown.
 */
total: number, 
/**
 * What was done so far, in its own unit: `1,204 rows`, `4,096 years`; empty where only
 * steps are counted.
 */
counted: string, 
/**
 * `1.2M rows/s · 4 s left`.
 */
pace: string, };

/**
 * A prompt or lens.
 */
export type PromptView = { 
/**
 * Key.
 */
key: string, 
/**
 * What it is about.
 */
title: string, 
/**
 * The question.
 */
question: string, };

/**
 * Something that a person has to say before a file can be read.
 */
export type Question = { 
/**
 * The member of the mapping that settles it (`dateFormat`, `zone`), or a field's name.
 */
option: string, 
/**
 * One sentence.
 */
text: string, };

/**
 * The answer to three typed numbers.
 */
export type QuickCost = { 
/**
 * Revenue per minute.
 */
revenue: Figure, 
/**
 * Team per minute.
 */
team: Figure, 
/**
 * Both.
 */
total: Figure, 
/**
 * How it comes about.
 */
formula: string, };

/**
 * Three typed numbers.
 */
export type QuickCostArgs = { 
/**
 * Revenue a year, decimal.
 */
revenueAYear: string, 
/**
 * People on a full outage.
 */
people: string, 
/**
 * Their loaded rate per hour.
 */
rate: string, 
/**
 * ISO 4217 code.
 */
currency: string, };

/**
 * A range that is being typed.
 */
export type RangeArgs = { 
/**
 * As it stands in the fields.
 */
edit: EstimateEdit, 
/**
 * `share` for a share of users, `minutes`, `a-year` for events; empty for a plain number.
 */
unit: string, };

/**
 * What a range means, as dots; empty where there is none to draw yet.
 */
export type RangePreview = { 
/**
 * Twenty equally likely values, lowest first.
 */
dots: Array<Dot>, 
/**
 * Dots in the highest pile.
 */
height: number, 
/**
 * What they say, in a sentence.
 */
summary: string, 
/**
 * `half below 49`.
 */
middle: string, };

/**
 * The exchange rate of a day as typed.
 */
export type RateEdit = { 
/**
 * Currency and day that it was opened as, `USD 2026-03-02`; empty for a new one.
 */
id: string, 
/**
 * The other currency.
 */
currency: string, 
/**
 * `2026-03-02`.
 */
day: string, 
/**
 * What one unit is worth, `0.9231`; or how many make one, `1/1.0833`.
 */
rate: string, 
/**
 * What one unit is worth, shown: `€0.9231` (not written).
 */
worth: string, };

/**
 * Fix the rate or fix the repair time: equal expected minutes, different answers.
 */
export type RateOrRepairRow = { 
/**
 * `Today`, `Half the failures`, `Half the repair time`.
 */
label: string, 
/**
 * Expected minutes a year.
 */
minutes: Figure, 
/**
 * Chance of meeting the target.
 */
met: Figure, 
/**
 * Expected loss a year.
 */
loss: Figure, };

/**
 * A hundred rates of a currency at most, the newest first.
 */
export type RatePage = { 
/**
 * Days that have a rate.
 */
total: number, 
/**
 * Rates.
 */
rates: Array<RateEdit>, };

/**
 * What is known of the rates of a currency.
 */
export type RateSpan = { 
/**
 * The other currency.
 */
currency: string, 
/**
 * Days that have a rate.
 */
days: number, 
/**
 * `1,240 days, 4 Jan 2021 – 5 Feb 2026`.
 */
covers: string, };

/**
 * Some of the rates of a currency.
 */
export type RatesArgs = { 
/**
 * The other currency.
 */
currency: string, 
/**
 * Days to pass over, from the newest.
 */
offset: number, };

/**
 * An entry of a record's history.
 */
export type RecordEntry = { 
/**
 * When.
 */
when: string, 
/**
 * What was done.
 */
label: string, 
/**
 * Fields that it changed.
 */
changes: Array<FieldChangeRow>, };

/**
 * Records to write as a file that an import reads back.
 */
export type RecordsArgs = { 
/**
 * `incidents`, `revenue`, `labor`, `backlog`, `requests`, `rates`, `roles`, `services`.
 */
kind: string, 
/**
 * File to write, CSV.
 */
to: string, 
/**
 * Whether a kind without records writes no file.
 */
onlyWithRecords: boolean, };

/**
 * Records were written.
 */
export type RecordsWritten = { 
/**
 * The file.
 */
path: string, 
/**
 * Records in it: incidents, minutes of revenue, entries of labor and so on.
 */
records: number, 
/**
 * Rows they take.
 */
rows: number, 
/**
 * What such a file has no place for, in sentences.
 */
leftOut: Array<string>, };

/**
 * Services that stand in for each other, as typed.
 */
export type RedundancyEdit = { 
/**
 * Service ids, each once.
 */
of: Array<string>, 
/**
 * How many of them are needed: `2`.
 */
needed: string, 
/**
 * Share of a member's failures that take all of them down: `10 %`; empty: none.
 */
commonCause: string, };

/**
 * Where rejected rows go.
 */
export type RejectsArgs = { 
/**
 * The same import.
 */
import: ImportArgs, 
/**
 * File to write.
 */
to: string, };

/**
 * How a typed requirement reads, before it is saved.
 */
export type RequirementCheck = { 
/**
 * `Unwanted: If …, then the … shall …`; what is wrong where it is none of the forms.
 */
form: string, 
/**
 * Whether it is one of the forms.
 */
reads: boolean, 
/**
 * What speaks against it.
 */
flags: Array<RequirementFlag>, 
/**
 * What does not read, as saving would say; else empty.
 */
problem: string, 
/**
 * The field of the problem.
 */
field: string, };

/**
 * One requirement with everything behind it.
 */
export type RequirementDetail = { 
/**
 * As in the list.
 */
row: RequirementRow, 
/**
 * `Unwanted: If …, then the … shall …`.
 */
form: string, 
/**
 * The six parts.
 */
scenario: Array<RequirementLine>, 
/**
 * Objective, window, indicator, recovery times.
 */
objectives: Array<RequirementLine>, 
/**
 * `As of 14 Nov 2026, when it was accepted`.
 */
evidenceAsOf: string, 
/**
 * Then and now.
 */
evidence: Array<EvidenceThenNow>, 
/**
 * What its techniques or its option cost over the horizon.
 */
cost: Figure, 
/**
 * What they avoid.
 */
avoided: Figure, 
/**
 * `3 years at 10 %`.
 */
horizon: string, 
/**
 * What has moved, in sentences.
 */
moved: Array<string>, 
/**
 * What dependencies and channels allow: name, ceiling, and whether the target fits.
 */
ceilings: TextTable, 
/**
 * Hours, regions, channels, whether it would be noticed and is wanted.
 */
expectations: Array<RequirementLine>, 
/**
 * Names of its techniques.
 */
techniques: Array<string>, 
/**
 * Where it leads.
 */
trace: Trace, 
/**
 * The test, as a feature in Gherkin; empty where there is none.
 */
feature: string, 
/**
 * Results, newest first.
 */
results: Array<TestRow>, 
/**
 * What was done to it, newest first.
 */
history: Array<RecordEntry>, 
/**
 * Why it cannot be accepted now; empty where it can.
 */
notAcceptable: string, 
/**
 * As typed.
 */
edit: RequirementEdit, };

/**
 * A requirement as typed.
 */
export type RequirementEdit = { 
/**
 * Empty for a new one.
 */
id: string, 
/**
 * One line.
 */
title: string, 
/**
 * Service id.
 */
service: string, 
/**
 * The sentence.
 */
statement: string, 
/**
 * Scenario: who or what causes it.
 */
source: string, 
/**
 * What happens.
 */
stimulus: string, 
/**
 * Under what conditions.
 */
environment: string, 
/**
 * What it happens to.
 */
artifact: string, 
/**
 * What the artifact does about it.
 */
response: string, 
/**
 * How well.
 */
measure: string, 
/**
 * Target of the objective: `99.95 %`; empty: no objective.
 */
target: string, 
/**
 * `rolling`, `week`, `month`, `quarter` or `year`.
 */
window: string, 
/**
 * Days of a rolling window: `30`.
 */
windowDays: string, 
/**
 * First day of a calendar window: `2026-11-01`.
 */
windowFrom: string, 
/**
 * What is counted, in words.
 */
sli: string, 
/**
 * What answers the queries, such as `prometheus`.
 */
sliSource: string, 
/**
 * Query of good events.
 */
good: string, 
/**
 * Query of all events.
 */
total: string, 
/**
 * Recovery time in minutes; empty: none.
 */
rto: string, 
/**
 * Recovery point in minutes; empty: none.
 */
rpo: string, 
/**
 * Risk ids.
 */
risks: Array<string>, 
/**
 * Incidents by their ids or by what their source calls them.
 */
incidents: Array<string>, 
/**
 * Technique ids.
 */
techniques: Array<string>, 
/**
 * `unsaid`, `always` or `service-hours`.
 */
hours: string, 
/**
 * Regions in words.
 */
regions: string, 
/**
 * Channels, such as `mobile`.
 */
channels: Array<string>, 
/**
 * `unsaid`, `yes` or `no`: can users tell the target from a lower one?
 */
perceivable: string, 
/**
 * `unsaid`, `yes` or `no`: did somebody ask for it?
 */
wanted: string, 
/**
 * Who says so, and why.
 */
expectationNotes: string, 
/**
 * Who answers for it.
 */
owner: string, 
/**
 * Title of the test.
 */
testTitle: string, 
/**
 * Steps: what is so beforehand.
 */
given: Array<string>, 
/**
 * What is done.
 */
when: Array<string>, 
/**
 * What must follow.
 */
outcome: Array<string>, 
/**
 * URL that answers with 200 while the service is well; may be empty.
 */
probe: string, 
/**
 * URL whose call brings the fault about; may be empty.
 */
fault: string, 
/**
 * Minutes until it must be well again.
 */
wait: string, 
/**
 * Free text.
 */
notes: string, };

/**
 * Something that speaks against a requirement.
 */
export type RequirementFlag = { 
/**
 * Its kind: `vague`, `no-measure`, `unaffordable`, ….
 */
key: string, 
/**
 * In a few words: `Vague`.
 */
label: string, 
/**
 * With the reason: `“quickly” is read in two ways: say how soon`.
 */
reason: string, 
/**
 * Whether it cannot be accepted like this.
 */
blocks: boolean, };

/**
 * A part of a scenario, or another line of a requirement.
 */
export type RequirementLine = { 
/**
 * `Stimulus`.
 */
label: string, 
/**
 * Its text; `—` where there is none.
 */
text: string, };

/**
 * One requirement of the list.
 */
export type RequirementRow = { 
/**
 * Id.
 */
id: string, 
/**
 * `REQ-7`.
 */
label: string, 
/**
 * One line.
 */
title: string, 
/**
 * The sentence.
 */
statement: string, 
/**
 * Name of its service.
 */
service: string, 
/**
 * `Tier 1`; may be empty.
 */
tier: string, 
/**
 * Key of the status of today.
 */
status: string, 
/**
 * `Accepted`.
 */
statusText: string, 
/**
 * Whether the status asks for something to be done.
 */
state: State, 
/**
 * Why it is stale or failed; else empty.
 */
reason: string, 
/**
 * What speaks against it, gravest first.
 */
flags: Array<RequirementFlag>, 
/**
 * What a minute costs.
 */
perMinute: Figure, 
/**
 * Expected loss a year.
 */
loss: Figure, 
/**
 * Chance of its target in a year.
 */
met: Figure, 
/**
 * Who answers for it; may be empty.
 */
owner: string, 
/**
 * Who signed for the product; may be empty.
 */
product: string, 
/**
 * Who signed for the engineers; may be empty.
 */
technical: string, 
/**
 * `Held, 3 Nov 2026`, `No test yet`.
 */
verification: string, };

/**
 * The screen on requirements.
 */
export type Requirements = { 
/**
 * The sentence.
 */
headline: Headline, 
/**
 * Those asked for, by number.
 */
rows: Array<RequirementRow>, 
/**
 * All, then by status.
 */
counts: Array<StatusCount>, 
/**
 * Services to choose.
 */
services: Array<Choice>, 
/**
 * Risks without a requirement, largest loss first.
 */
risks: Array<DraftRisk>, 
/**
 * Tier options to choose from for targets.
 */
options: Array<Choice>, 
/**
 * Techniques to choose.
 */
techniques: Array<Choice>, 
/**
 * All risks to choose.
 */
allRisks: Array<Choice>, 
/**
 * What to know.
 */
notes: Array<string>, };

/**
 * Which requirements.
 */
export type RequirementsArgs = { 
/**
 * `draft`, `accepted`, `verified`, `failed`, `stale`, `retired`, or `flagged`; empty:
 * all.
 */
status: string, 
/**
 * Service id; empty: all.
 */
service: string, };

/**
 * Writes requirements to files.
 */
export type RequirementsExportArgs = { 
/**
 * `markdown`, `csv`, `json`, `openslo`, `chaostoolkit`, `backstage`, `gherkin` or
 * `jira`.
 */
format: string, 
/**
 * Folder to write to; it is made where it is missing.
 */
dir: string, 
/**
 * Requirement ids; empty: all that are not retired.
 */
ids: Array<string>, };

/**
 * Files that were written.
 */
export type RequirementsExported = { 
/**
 * Full paths.
 */
files: Array<string>, 
/**
 * Requirements in them.
 */
requirements: number, 
/**
 * What was left out, each with why.
 */
skipped: Array<string>, };

/**
 * What an import of requirements did.
 */
export type RequirementsImported = { 
/**
 * What was done.
 */
done: Done, 
/**
 * New ones.
 */
new: number, 
/**
 * Changed ones.
 */
updated: number, 
/**
 * As they were.
 */
unchanged: number, 
/**
 * What was left out, each with where and why.
 */
skipped: Array<string>, };

/**
 * An answer to a conflict.
 */
export type ResolveArgs = { 
/**
 * The conflict.
 */
id: string, 
/**
 * The side that is right; what stands is kept where missing.
 */
side: number | null, };

/**
 * Retires a requirement, or takes it back as a draft.
 */
export type RetireArgs = { 
/**
 * Requirement id.
 */
id: string, 
/**
 * Whether it is retired; else it becomes a draft.
 */
retired: boolean, };

/**
 * A risk as typed.
 */
export type RiskEdit = { 
/**
 * Empty for a new one.
 */
id: string, 
/**
 * One line.
 */
name: string, 
/**
 * Service id.
 */
service: string, 
/**
 * How it fails.
 */
failureMode: string, 
/**
 * `single-point-of-failure`, `excessive-load`, `excessive-latency`,
 * `misconfiguration-or-bug` or `shared-fate`.
 */
category: string, 
/**
 * Events a year.
 */
frequency: EstimateEdit, 
/**
 * Minutes until it is noticed.
 */
detect: EstimateEdit, 
/**
 * Minutes from there until users are well again.
 */
repair: EstimateEdit, 
/**
 * Whether the two are parts of one length, long and short together; else independent.
 */
oneLength: boolean, 
/**
 * Share of users: `25 %`.
 */
users: EstimateEdit, 
/**
 * People who work on it.
 */
people: EstimateEdit, 
/**
 * What an event costs however long it lasts.
 */
perEvent: EstimateEdit, 
/**
 * Stream ids; all of the service's where empty.
 */
streams: Array<string>, 
/**
 * Variance of the yearly count over its mean: `1` is Poisson; empty: 1.
 */
dispersion: string, 
/**
 * Name of the common-cause group; empty: none.
 */
group: string, 
/**
 * Probability that an event is common to the group: `10 %`.
 */
groupShare: string, 
/**
 * `pre-mortem`, `history` or `both`.
 */
source: string, 
/**
 * Free text.
 */
notes: string, };

/**
 * Incidents of a risk.
 */
export type RiskMatches = { 
/**
 * `3 incidents matched, 1 suggested`.
 */
summary: string, 
/**
 * Since when it is a forecast: `forecast on 14 Oct 2026`, or why it is none.
 */
since: string, 
/**
 * Confirmed by a person.
 */
confirmed: Array<MatchRow>, 
/**
 * Suggested by service, cause and words; nobody decided yet.
 */
suggested: Array<MatchRow>, 
/**
 * Rejected by a person.
 */
rejected: Array<MatchRow>, 
/**
 * Events a year as the register has them.
 */
before: Figure, 
/**
 * Events a year with what was confirmed; missing where nothing can be learned.
 */
after: Figure | null, 
/**
 * What the update does, or why there is none.
 */
learning: string, };

/**
 * One risk of the register.
 */
export type RiskRow = { 
/**
 * Id.
 */
id: string, 
/**
 * One line.
 */
name: string, 
/**
 * Name of its service.
 */
service: string, 
/**
 * How it fails.
 */
failureMode: string, 
/**
 * `Single point of failure`.
 */
category: string, 
/**
 * `People`, `History` or `Both`.
 */
source: string, 
/**
 * Events a year.
 */
frequency: Figure, 
/**
 * Minutes of an event, to detect and to repair.
 */
duration: Figure, 
/**
 * Share of users.
 */
users: Figure, 
/**
 * Expected bad minutes a year.
 */
minutes: Figure, 
/**
 * Expected loss a year.
 */
loss: Figure, 
/**
 * Share of the budget: `34 %`.
 */
share: string, 
/**
 * The same as a number, for a bar; missing against a budget of 0.
 */
shareValue: number | null, 
/**
 * The service whose budget that is, where it is not the risk's own; else empty.
 */
shareOf: string, 
/**
 * Above a quarter of the budget.
 */
tooBig: boolean, 
/**
 * Above the whole budget.
 */
breaksAlone: boolean, 
/**
 * Fits into the budget together with all smaller ones.
 */
accepted: boolean, 
/**
 * Common-cause group with its share: `region, 10 %`; may be empty.
 */
group: string, 
/**
 * Why it takes no part, where a range of it means nothing; else empty.
 */
problem: string, };

/**
 * Some rows, and how many there are.
 */
export type RiskRows = { 
/**
 * In the order that was asked for.
 */
rows: Array<RiskRow>, 
/**
 * Rows of the register.
 */
total: number, };

/**
 * Some rows of a register too long to be sent whole.
 */
export type RiskRowsArgs = { 
/**
 * Which register; its limit is not looked at.
 */
of: RisksArgs, 
/**
 * The first row, from 0.
 */
offset: number, 
/**
 * Rows at most.
 */
limit: number, };

/**
 * A risk that history suggests.
 */
export type RiskSuggestion = { 
/**
 * What is sent back to accept it.
 */
key: string, 
/**
 * Name it would get.
 */
name: string, 
/**
 * Its service.
 */
service: string, 
/**
 * The cause that its incidents share.
 */
cause: string, 
/**
 * `7 incidents in 1.2 years`.
 */
evidence: string, 
/**
 * Events a year, with what the history leaves open.
 */
frequency: Figure, 
/**
 * Minutes of an event.
 */
duration: Figure, 
/**
 * Share of users.
 */
users: Figure, 
/**
 * Expected bad minutes a year.
 */
minutes: Figure, 
/**
 * What the register would expect of the service with it, without techniques.
 */
withIt: Figure, 
/**
 * How that reads against the record: `in line`.
 */
reads: string, 
/**
 * It would then expect more than incidents came to: what is suggested is in it already.
 */
twice: boolean, 
/**
 * The risk of the register that means the same, if any: accepting pools with it.
 */
sameAs: string, };

/**
 * What history suggests.
 */
export type RiskSuggestions = { 
/**
 * Largest first.
 */
rows: Array<RiskSuggestion>, 
/**
 * How they were fitted.
 */
notes: Array<string>, };

/**
 * The register.
 */
export type Risks = { 
/**
 * The sentence.
 */
headline: Headline, 
/**
 * Expected minutes, expected loss, too big, accepted.
 */
tiles: Array<Tile>, 
/**
 * The target they are held against: `99.9 %`.
 */
target: string, 
/**
 * Its budget: `525.6 min a year`.
 */
budget: string, 
/**
 * Where the target comes from.
 */
targetFrom: string, 
/**
 * `minutes` or `loss`.
 */
by: string, 
/**
 * Largest first, as many as were asked for.
 */
rows: Array<RiskRow>, 
/**
 * Rows that there are.
 */
total: number, 
/**
 * Services.
 */
services: Array<Choice>, 
/**
 * Categories.
 */
categories: Array<Choice>, 
/**
 * Names of common-cause groups.
 */
groups: Array<string>, 
/**
 * Kinds of incident that history suggests and the register has not.
 */
suggestions: number, 
/**
 * Expected minutes of each service and the loss of all against what incidents came to;
 * empty where nothing is on record.
 */
onRecord: TextTable, 
/**
 * Where they part: a sentence; empty where they are in line.
 */
recordWarning: string, 
/**
 * What to know.
 */
notes: Array<string>, };

/**
 * Which part of the register, against which budget.
 */
export type RisksArgs = { 
/**
 * Service id; empty: all.
 */
service: string, 
/**
 * Availability whose budget they are held against, of each service: `99.9 %`; empty: the
 * targets that services have.
 */
target: string, 
/**
 * `minutes` or `loss`; empty: minutes.
 */
by: string, 
/**
 * Rows at most; 0: all.
 */
limit: number, };

/**
 * A role of the rate card as typed.
 */
export type RoleEdit = { 
/**
 * Empty for a new one.
 */
id: string, 
/**
 * Name.
 */
name: string, 
/**
 * `support`, `engineering`, `management`, `communications`, `sales`, `other`.
 */
group: string, 
/**
 * Loaded rate per hour, decimal.
 */
rate: string, 
/**
 * Entries that use it (not written).
 */
used: number, };

/**
 * Positions on a line from 0 to 1 for the range rule under a figure.
 */
export type Rule = { 
/**
 * Where the thick part starts.
 */
from: number, 
/**
 * Where it ends.
 */
to: number, 
/**
 * Where the tick stands (the value, or the target for a share).
 */
tick: number, 
/**
 * Where the part beyond the allowed starts, if any: drawn in the over colour up to `to`.
 */
over: number | null, };

/**
 * Where the sample goes.
 */
export type SampleArgs = { 
/**
 * Path of the file; the app's own folder where missing. An existing sample is opened.
 */
path: string | null, 
/**
 * Only services, tiers and rates, so that the data can be imported from files.
 */
catalogOnly: boolean, };

/**
 * Name, notes and decision of a scenario.
 */
export type ScenarioEdit = { 
/**
 * Empty for a new one, which is then computed in full.
 */
id: string, 
/**
 * The scenario that a new one is cloned from; empty: the base scenario.
 */
from: string, 
/**
 * Unique name.
 */
name: string, 
/**
 * Free text.
 */
notes: string, 
/**
 * Who decided for it; empty: nobody yet.
 */
decidedBy: string, };

/**
 * A scenario in the list.
 */
export type ScenarioRow = { 
/**
 * Id; empty for the base scenario.
 */
id: string, 
/**
 * Name.
 */
name: string, 
/**
 * Free text.
 */
notes: string, 
/**
 * Who decided for it; empty: nobody yet.
 */
decidedBy: string, 
/**
 * Name of the scenario it was cloned from; may be empty.
 */
clonedFrom: string, 
/**
 * The moment its facts are taken at.
 */
asOf: string, 
/**
 * Whether the facts have moved on since, and so its digits may not be today's.
 */
stale: boolean, };

/**
 * Scenarios side by side: a column each.
 */
export type ScenarioTable = { 
/**
 * Assumptions and figures by row, scenarios by column.
 */
table: TextTable, 
/**
 * What to know.
 */
notes: Array<string>, };

/**
 * How forecasts did.
 */
export type Scores = { 
/**
 * The sentence.
 */
headline: Headline, 
/**
 * People, best first.
 */
people: Array<ForecasterRow>, 
/**
 * Forecasts, newest first.
 */
forecasts: Array<ForecastRow>, 
/**
 * How it is counted.
 */
notes: Array<string>, };

/**
 * A service against its target.
 */
export type ServiceAgainstTarget = { 
/**
 * Id for links.
 */
id: string, 
/**
 * Name.
 */
name: string, 
/**
 * `1 Critical`, or `no tier`.
 */
tier: string, 
/**
 * Owner team; empty makes it an orphan.
 */
owner: string, 
/**
 * `99.9 %`, with where it came from in `targetFrom`.
 */
target: string, 
/**
 * `tier 1`, `own`, `default`.
 */
targetFrom: string, 
/**
 * Availability.
 */
availability: Figure, 
/**
 * `2.9 nines`.
 */
nines: string, 
/**
 * `57 min/month`.
 */
perMonth: string, 
/**
 * Downtime used, minutes, shown.
 */
used: Figure, 
/**
 * Allowed minutes over the whole window.
 */
allowed: Figure, 
/**
 * Remaining minutes, shown; negative with a true minus.
 */
remaining: string, 
/**
 * `130 %`.
 */
consumed: string, 
/**
 * Burn rate: `1.3`; 1 uses the budget up as the window passes.
 */
burn: Figure, 
/**
 * `14 Aug`, when the budget ran or runs out; empty where it does not.
 */
runsOut: string, 
/**
 * Share of expected revenue outside downtime; empty basis where it owns no stream.
 */
revenueWeighted: Figure, 
/**
 * Incidents in the window.
 */
incidents: number, 
/**
 * 90 % range of incidents a year (exact Poisson), `1.4–9.2 a year`.
 */
rate: string, 
/**
 * Met, burning, missed.
 */
state: State, 
/**
 * The state in words: `Over by 157 min`.
 */
verdict: string, 
/**
 * What the window cannot support; empty otherwise.
 */
caveat: string, 
/**
 * `99.80–99.92 %`: 90 % interval of the long-run availability, with its median as value;
 * missing on screens that do not show it.
 */
interval: Figure, 
/**
 * What its dependencies allow: `99.95 %`; missing where it leans on nothing.
 */
ceiling: Figure, 
/**
 * `Around the clock`, `Mon–Fri 09:00–17:00`.
 */
hours: string, 
/**
 * What its channels let customers perceive: `mobile 99.77 %`; may be empty.
 */
perceived: string, 
/**
 * The same by requests; missing where none were counted in the window.
 */
byRequests: ByRequests | null, };

/**
 * Cost per minute of a service.
 */
export type ServiceCost = { 
/**
 * Id.
 */
id: string, 
/**
 * Name.
 */
name: string, 
/**
 * Expected revenue of a full-outage minute on average.
 */
revenue: Figure, 
/**
 * Team on a full outage, per minute.
 */
team: Figure, 
/**
 * Both, on average.
 */
fullOutage: Figure, 
/**
 * Both, in the dearest hour of the week.
 */
peak: Figure, 
/**
 * When that is: `Sun 20:00`.
 */
peakAt: string, 
/**
 * Observed: total cost over its `any` downtime minutes.
 */
observed: Figure, 
/**
 * Its incidents' total cost in the window.
 */
total: Figure, };

/**
 * A service as typed.
 */
export type ServiceEdit = { 
/**
 * Empty for a new one.
 */
id: string, 
/**
 * Name.
 */
name: string, 
/**
 * `1`; empty: none.
 */
tier: string, 
/**
 * Team; empty: an orphan.
 */
owner: string, 
/**
 * `99.95 %`; empty: the tier's.
 */
target: string, 
/**
 * Channels.
 */
channels: Array<ChannelEdit>, 
/**
 * Dependencies.
 */
dependencies: Array<DependencyEdit>, 
/**
 * Groups of services that it leans on.
 */
redundancies: Array<RedundancyEdit>, 
/**
 * `Mon-Fri 09:00-17:00, Sat 10:00-14:00`; empty: around the clock.
 */
hours: string, 
/**
 * IANA zone of the hours; empty: the workspace's.
 */
hoursZone: string, };

/**
 * A service with what hangs on it.
 */
export type ServiceRow = { 
/**
 * For the form.
 */
edit: ServiceEdit, 
/**
 * Incidents on it.
 */
incidents: number, 
/**
 * `Shop 100 %, Search 40 %`.
 */
streams: string, 
/**
 * Why it cannot be deleted; empty where it can.
 */
pinned: string, };

/**
 * The settings screen.
 */
export type Settings = { 
/**
 * Choices.
 */
edit: SettingsEdit, 
/**
 * Services, by tier and name.
 */
services: Array<ServiceRow>, 
/**
 * Streams.
 */
streams: Array<StreamRow>, 
/**
 * Rate card.
 */
roles: Array<RoleEdit>, 
/**
 * Tiers.
 */
tiers: Array<TierEdit>, 
/**
 * Contract tiers, by name.
 */
contracts: Array<ContractEdit>, 
/**
 * The backlog, newest month first.
 */
backlog: Array<BacklogEdit>, 
/**
 * Exchange rates, newest first, at most 100.
 */
rates: Array<RateEdit>, 
/**
 * What is known of each currency.
 */
rateSpans: Array<RateSpan>, 
/**
 * Mappings of files that have a name.
 */
mappings: Array<MappingRow>, 
/**
 * Days unlike others, newest first.
 */
specialDays: Array<SpecialDaysEdit>, 
/**
 * Every sign with its thresholds.
 */
thresholds: Array<ThresholdRow>, 
/**
 * Every ISO 4217 code.
 */
currencies: Array<string>, 
/**
 * Every IANA zone.
 */
zones: Array<string>, };

/**
 * The choices of a workspace as typed.
 */
export type SettingsEdit = { 
/**
 * ISO 4217 code.
 */
currency: string, 
/**
 * IANA zone.
 */
zone: string, 
/**
 * `365`, `365.2425`, `365.25`.
 */
year: string, 
/**
 * `flat`, `hour-of-week`, `minute-of-week`.
 */
profile: string, 
/**
 * `mean`, `median`.
 */
average: string, 
/**
 * Clean minutes a slot needs.
 */
minObservations: string, 
/**
 * `weighted`, `any`, `from`.
 */
counting: string, 
/**
 * `50 %`, where counting is `from`.
 */
countingFrom: string, 
/**
 * `shared`, `full`.
 */
sharing: string, 
/**
 * Whether planned maintenance counts.
 */
countMaintenance: boolean, 
/**
 * Local time or RFC 3339; empty: the end of the data.
 */
asOf: string, 
/**
 * `99.9 %`.
 */
defaultTarget: string, 
/**
 * People on a full outage.
 */
teamPeople: string, 
/**
 * Their loaded rate per hour.
 */
teamRate: string, 
/**
 * Default impacts.
 */
severities: Array<SeverityEdit>, 
/**
 * `velocity`, `counterfactual`.
 */
loss: string, 
/**
 * Whether `velocity` follows the level of the weeks around.
 */
level: boolean, 
/**
 * `revenue`, `margin`.
 */
view: string, 
/**
 * Margin on revenue: `70 %`.
 */
margin: string, 
/**
 * Whether revenue that came back is taken off.
 */
recapture: boolean, 
/**
 * Minutes after an incident in which it may come back.
 */
recoveryMinutes: string, 
/**
 * Hours that are paid plainly: `Mon-Fri 09:00-17:00`; empty: all of the week.
 */
businessHours: string, 
/**
 * Their IANA zone; empty: the workspace's.
 */
businessZone: string, 
/**
 * Multiplier of the rate outside them: `1.5`; 1 is none.
 */
outOfHours: string, 
/**
 * `none`, `hour`, `delay`.
 */
opportunity: string, 
/**
 * Value of an hour of roadmap work, where opportunity is `hour`.
 */
hourValue: string, 
/**
 * Cost of a week's delay of the roadmap, where it is `delay`.
 */
delayPerWeek: string, 
/**
 * Roadmap hours that the team has in a week, where it is `delay`.
 */
delayHours: string, 
/**
 * Cost of one customer contact; empty: not counted.
 */
contactCost: string, 
/**
 * Margin that a customer brings over its lifetime; empty: not counted.
 */
customerValue: string, 
/**
 * Minutes that one action of a responder is worth.
 */
actionMinutes: string, 
/**
 * Another action within so many minutes makes it continuous work.
 */
actionGapMinutes: string, 
/**
 * Time box for automating a recovery, days of eight hours.
 */
automationDays: string, 
/**
 * Hours of one manual recovery where labor does not tell.
 */
manualHours: string, 
/**
 * How far the rates of the rate card may be off, either way: `10 %`; empty: exact. Those
 * below likewise.
 */
giveRateCard: string, 
/**
 * Of hours that are read from what responders did.
 */
giveActivity: string, 
/**
 * Of the value of an hour of roadmap work, or of the cost of a week's delay.
 */
giveOpportunity: string, 
/**
 * Of the cost of a contact.
 */
giveContact: string, 
/**
 * Of the margin that a customer brings.
 */
giveCustomer: string, };

/**
 * A severity with its default impact as typed.
 */
export type SeverityEdit = { 
/**
 * As sources write it.
 */
severity: string, 
/**
 * `30 %`.
 */
impact: string, };

/**
 * A severity that had no default impact: it gets one as the rows come in.
 */
export type SeverityRow = { 
/**
 * As the rows write it.
 */
severity: string, 
/**
 * Rows that have it and no share of their own.
 */
rows: number, 
/**
 * The share of users it will stand for: `100 %`.
 */
impact: string, 
/**
 * Whether that was said, not told from its name.
 */
said: boolean, };

/**
 * A share of a stream that a service carries.
 */
export type ShareEdit = { 
/**
 * Service id.
 */
service: string, 
/**
 * `100 %`, `0.4`.
 */
share: string, };

/**
 * Signs, or takes a signature back.
 */
export type SignArgs = { 
/**
 * Requirement id.
 */
id: string, 
/**
 * `product` or `technical`.
 */
part: string, 
/**
 * Who signs; empty takes it back.
 */
by: string, };

/**
 * A sign of the bottleneck.
 */
export type SignRow = { 
/**
 * Stable key, such as `detected-by-customers`.
 */
key: string, 
/**
 * `Detected by customers`.
 */
label: string, 
/**
 * Value.
 */
value: Figure, 
/**
 * The value of the window before, as shown; may be empty.
 */
before: string, 
/**
 * `Up from 21 %`, `about as before`; may be empty.
 */
trend: string, 
/**
 * `Warns at 20 %, alarms at 40 %`.
 */
threshold: string, 
/**
 * Warning threshold as typed, for editing.
 */
warn: string, 
/**
 * Alarm threshold as typed.
 */
alarm: string, 
/**
 * Whether the thresholds are the defaults.
 */
isDefault: boolean, 
/**
 * State.
 */
state: State, 
/**
 * `Alarm at 40 %`, `Fine`, `Too little to say`.
 */
verdict: string, 
/**
 * `17 of 40; 6 unknown`.
 */
counted: string, 
/**
 * What to do, one sentence.
 */
todo: string, 
/**
 * Rows behind it, at most 200.
 */
evidence: Array<EvidenceRow>, 
/**
 * `12 of 40 incidents`.
 */
evidenceNote: string, };

/**
 * The signs of the bottleneck, the timelines and the growth behind them.
 */
export type Signs = { 
/**
 * Its sentence.
 */
headline: Headline, 
/**
 * `Last 90 days against the 90 before`.
 */
window: string, 
/**
 * Signs, worst first.
 */
signs: Array<SignRow>, 
/**
 * Times to detect, acknowledge, mitigate, resolve.
 */
times: Array<TimeMetric>, 
/**
 * Recoveries by kind, automatic ones counted and timed.
 */
recoveries: Array<GroupRow>, 
/**
 * Growth of demand, peak to mean, forecast of the peak: each can be opened.
 */
growth: Array<Tile>, 
/**
 * What to know about growth; may be empty.
 */
growthNotes: Array<string>, 
/**
 * The growth phase.
 */
phase: PhaseView, };

/**
 * Simulates the register of the workspace into a file.
 */
export type SimulateArgs = { 
/**
 * CSV file to write.
 */
path: string, 
/**
 * Scenario id; empty: the base scenario.
 */
scenario: string, 
/**
 * Years; missing: as many as the precision takes.
 */
years: number | null, 
/**
 * Where the random numbers start; missing: the scenario's seed.
 */
seed: number | null, 
/**
 * Threads; 0: one a core.
 */
threads: number, 
/**
 * The exact law in place of simulated years.
 */
exact: boolean, };

/**
 * What was simulated and written.
 */
export type Simulation = { 
/**
 * `exact` or `simulated`.
 */
basis: string, 
/**
 * Simulated years; 0 where the law is exact.
 */
years: number, 
/**
 * Where the random numbers started.
 */
seed: number, 
/**
 * Threads; they do not change the digits.
 */
threads: number, 
/**
 * Standard error of the mean loss of all, relative; 0 where it is exact.
 */
meanError: number, 
/**
 * Standard error of the 95 % quantile of the loss of all, relative.
 */
p95Error: number, 
/**
 * Largest standard error of a chance.
 */
chanceError: number, 
/**
 * Years that the precision takes.
 */
yearsNeeded: number, 
/**
 * The rows, all together last.
 */
rows: Array<SimulationRow>, 
/**
 * What to know about them.
 */
notes: Array<string>, 
/**
 * The file written.
 */
path: string, };

/**
 * A row of a simulation: numbers, unrounded.
 */
export type SimulationRow = { 
/**
 * The risk, or `ALL`.
 */
name: string, 
/**
 * Loss of a year: mean, 50, 90, 95 and 99 % quantile.
 */
loss: [number, number, number, number, number], 
/**
 * Downtime of a year in minutes: the same.
 */
down: [number, number, number, number, number], 
/**
 * Chances of 99, 99.9, 99.95 and 99.99 %.
 */
met: [number, number, number, number], };

/**
 * A figure of the last whole month beside the month before.
 */
export type SinceRow = { 
/**
 * `Incident cost`.
 */
label: string, 
/**
 * The last whole month.
 */
now: Figure, 
/**
 * The month before.
 */
before: Figure, 
/**
 * `+ 23 %`, `− 3`, with a true minus; empty where there is nothing to compare.
 */
change: string, 
/**
 * Whether the change can be told from chance, in words; may be empty.
 */
verdict: string, 
/**
 * Better, worse or neither.
 */
state: State, };

/**
 * Sort order of the incident grid.
 */
export type Sort = { 
/**
 * `started`, `label`, `title`, `service`, `severity`, `minutes`, `impact`, `cost`.
 */
column: string, 
/**
 * Largest first.
 */
descending: boolean, };

/**
 * Files that may be of several kinds.
 */
export type SortArgs = { 
/**
 * Full paths.
 */
paths: Array<string>, };

/**
 * Files told apart by what their rows are.
 */
export type Sorted = { 
/**
 * `3 kinds of file: they come in one after the other.`; empty where there is one pile.
 */
sentence: string, 
/**
 * What belongs into one import each, in the order in which they should come in.
 */
piles: Array<PileRow>, 
/**
 * Files that come in with none of them, and why.
 */
notes: Array<string>, };

/**
 * What of one kind is there.
 */
export type SourceRow = { 
/**
 * `Revenue`, `Incidents`, `Labor`.
 */
kind: string, 
/**
 * `4 streams, 3,153,600 minutes`.
 */
what: string, 
/**
 * `1 May 2025 – 31 Oct 2026`.
 */
covers: string, 
/**
 * What is weak: `12 incidents lie outside the revenue`; empty otherwise.
 */
quality: string, 
/**
 * State of it.
 */
state: State, };

/**
 * Days unlike others as typed.
 */
export type SpecialDaysEdit = { 
/**
 * Empty for new ones.
 */
id: string, 
/**
 * Such as `Black Friday`.
 */
name: string, 
/**
 * First day: `2026-11-27`.
 */
from: string, 
/**
 * Last day, included; empty: the first.
 */
until: string, 
/**
 * Whether their minutes are left out of the revenue baseline.
 */
offBaseline: boolean, 
/**
 * Whether they are a holiday: outside service hours and business hours.
 */
holiday: boolean, };

/**
 * State of something against a threshold.
 */
export type State = "ok" | "warn" | "over" | "unknown";

/**
 * The open workspace, for header and status bar.
 */
export type Status = { 
/**
 * File name without folder and ending.
 */
name: string, 
/**
 * Full path.
 */
path: string, 
/**
 * Opened read-only, and why; empty where it can be written.
 */
readOnly: string, 
/**
 * Whether this is the sample.
 */
sample: boolean, 
/**
 * ISO 4217 code.
 */
currency: string, 
/**
 * IANA zone.
 */
zone: string, 
/**
 * `Data to 31 Oct 2026, 23:59`, or `Nothing imported yet`.
 */
freshness: string, 
/**
 * `365 days, year = 365 d`.
 */
window: string, 
/**
 * `Counting: weighted by impact`.
 */
counting: string, 
/**
 * `Baseline: hour of week · overlaps shared`.
 */
methods: string, 
/**
 * Number of incidents.
 */
incidents: number, 
/**
 * Number of services.
 */
services: number, 
/**
 * Number of revenue streams.
 */
streams: number, 
/**
 * Number of labor entries.
 */
labor: number, 
/**
 * What Ctrl+Z would take back; empty for nothing.
 */
undo: string, 
/**
 * What Ctrl+Shift+Z would do again; empty for nothing.
 */
redo: string, 
/**
 * What merged copies disagree about and nobody has decided yet.
 */
conflicts: number, 
/**
 * Grows with every change; the window refetches when it differs.
 */
version: number, };

/**
 * How many of a status.
 */
export type StatusCount = { 
/**
 * Key of the status, or `flagged`; empty: all.
 */
key: string, 
/**
 * `Stale`.
 */
label: string, 
/**
 * How many.
 */
count: number, };

/**
 * A step of a formula: `20:14–21:00, 46 min at €209.70` → `€9,646`.
 */
export type Step = { 
/**
 * What.
 */
label: string, 
/**
 * Its value.
 */
value: string, };

/**
 * A step of a session.
 */
export type StepView = { 
/**
 * Key.
 */
key: string, 
/**
 * `Frame`.
 */
label: string, 
/**
 * Minutes planned.
 */
minutes: number, 
/**
 * What happens in it.
 */
detail: string, 
/**
 * Whether it is open.
 */
open: boolean, 
/**
 * Whether it was open before.
 */
visited: boolean, };

/**
 * A stream as typed.
 */
export type StreamEdit = { 
/**
 * Id; streams are made by importing revenue.
 */
id: string, 
/**
 * Name.
 */
name: string, 
/**
 * Services it leans on.
 */
dependences: Array<ShareEdit>, };

/**
 * A stream with its revenue.
 */
export type StreamRow = { 
/**
 * For the form.
 */
edit: StreamEdit, 
/**
 * ISO 4217 code.
 */
currency: string, 
/**
 * Total, exact.
 */
total: string, 
/**
 * `1 May 2025 – 31 Oct 2026`.
 */
covers: string, 
/**
 * Mean per minute.
 */
perMinute: Figure, };

/**
 * A file to write out as it is read.
 */
export type TableArgs = { 
/**
 * Full path.
 */
path: string, 
/**
 * Delimiter chosen; empty: as found.
 */
delimiter: string, 
/**
 * Encoding chosen; empty: as found.
 */
encoding: string, 
/**
 * Line of the header, or `none`; empty: as found.
 */
headerRow: string, 
/**
 * Tool chosen; empty or `none`: none.
 */
preset: string, 
/**
 * File to write.
 */
to: string, };

/**
 * A technique as typed.
 */
export type TechniqueEdit = { 
/**
 * Empty for a new one.
 */
id: string, 
/**
 * Name.
 */
name: string, 
/**
 * `every`, `categories`, `service` or `risks`.
 */
scope: string, 
/**
 * Categories, the service id or risk ids, by the scope.
 */
of: Array<string>, 
/**
 * What it does.
 */
effects: Array<EffectEdit>, 
/**
 * One-off cost.
 */
oneOff: EstimateEdit, 
/**
 * Cost a year.
 */
yearly: EstimateEdit, };

/**
 * A technique with its switch.
 */
export type TechniqueRow = { 
/**
 * Id.
 */
id: string, 
/**
 * Name.
 */
name: string, 
/**
 * What it does: `Events × 0.1 to 0.5 on shared fate`.
 */
does: string, 
/**
 * How many risks it is for.
 */
risks: number, 
/**
 * Whether it is on.
 */
on: boolean, 
/**
 * Expected cost over the horizon.
 */
cost: Figure, 
/**
 * Loss that it alone avoids in an average year, on top of those that are on.
 */
avoided: Figure, 
/**
 * Minutes that it alone avoids in an average year.
 */
minutes: Figure, 
/**
 * As typed.
 */
edit: TechniqueEdit, 
/**
 * Why it takes no part; else empty.
 */
problem: string, };

/**
 * A result of a test.
 */
export type TestRow = { 
/**
 * `Held`, `Broke` or `Says nothing`.
 */
outcome: string, 
/**
 * State of it.
 */
state: State, 
/**
 * In the tool's words: `completed`.
 */
said: string, 
/**
 * When it ended.
 */
when: string, 
/**
 * Name of the journal.
 */
file: string, 
/**
 * Hash of the journal.
 */
hash: string, 
/**
 * What to know.
 */
note: string, };

/**
 * A table of text.
 */
export type TextTable = { 
/**
 * Heads.
 */
columns: Array<string>, 
/**
 * Rows, as many cells as heads.
 */
rows: Array<Array<string>>, };

/**
 * From where a sign warns and alarms, as typed; both empty: the default.
 */
export type ThresholdEdit = { 
/**
 * The sign: `detected-by-customers`, `recovered-by-hand`, …
 */
sign: string, 
/**
 * `20 %`, `1`, `365`.
 */
warn: string, 
/**
 * Same.
 */
alarm: string, };

/**
 * A sign with its thresholds.
 */
export type ThresholdRow = { 
/**
 * For the form; the default where none was typed.
 */
edit: ThresholdEdit, 
/**
 * `Detected by customers`.
 */
label: string, 
/**
 * What an empty field stands for.
 */
defaultWarn: string, 
/**
 * Same.
 */
defaultAlarm: string, 
/**
 * Whether they were typed.
 */
typed: boolean, 
/**
 * What they are in: `share`, `slope`, `days`, `services`.
 */
unit: string, 
/**
 * Whether lower values are worse.
 */
lowerIsWorse: boolean, };

/**
 * A tier as typed.
 */
export type TierEdit = { 
/**
 * `1` is the most critical.
 */
number: string, 
/**
 * Name.
 */
name: string, 
/**
 * `99.9 %`; empty: none.
 */
target: string, 
/**
 * Services in it (not written).
 */
services: number, };

/**
 * The screen on tiers.
 */
export type Tiers = { 
/**
 * The sentence.
 */
headline: Headline, 
/**
 * Whether it is a preview.
 */
preview: boolean, 
/**
 * `Preview of 2,048 runs; the full count follows.` or `48,000 runs of 3 years, seed 42.`
 */
counted: string, 
/**
 * How today's years came about: `exact` or `simulated`.
 */
basis: string, 
/**
 * Standard errors, and whether they are small enough.
 */
convergence: string, 
/**
 * Whether they are.
 */
converged: State, 
/**
 * The scenario shown; empty: the base scenario.
 */
scenario: string, 
/**
 * All scenarios, the base scenario first.
 */
scenarios: Array<ScenarioRow>, 
/**
 * Where the facts have moved on since a scenario was saved: what to do; else empty.
 */
stale: string, 
/**
 * The service shown; empty: all together.
 */
service: string, 
/**
 * Services to choose, all together first.
 */
services: Array<Choice>, 
/**
 * Net value, chance that it pays, loss today, chance of the target.
 */
tiles: Array<Tile>, 
/**
 * From one target to the next, beside the cheapest nines; empty without two targets.
 */
nextNine: NextNine, 
/**
 * Doing nothing first.
 */
options: Array<OptionRow>, 
/**
 * Where loss and cost are least.
 */
optimum: Optimum | null, 
/**
 * What limits the nines.
 */
ceilings: Array<CeilingRow>, 
/**
 * What each option hangs on, in the order of the options.
 */
tornado: Array<Tornado>, 
/**
 * What it would be worth to know everything before choosing.
 */
foresight: Figure, 
/**
 * What it would be worth to know single things, the most first.
 */
knowing: Array<KnowingRow>, 
/**
 * What is not among them, and why.
 */
knowingNote: string, 
/**
 * Techniques with their switches.
 */
techniques: Array<TechniqueRow>, 
/**
 * Sets of techniques that no other beats, cheapest first.
 */
frontier: Array<FrontierRow>, 
/**
 * What the next amount buys, in one sentence.
 */
nextAmount: string, 
/**
 * How the frontier was found.
 */
frontierNote: string, 
/**
 * Fix the rate or fix the repair time.
 */
rateOrRepair: Array<RateOrRepairRow>, 
/**
 * The assumptions, as typed.
 */
plan: PlanEdit, 
/**
 * Risks in it.
 */
risks: number, 
/**
 * Where the register parts from what incidents on record came to: a sentence; empty
 * where it is in line.
 */
recordWarning: string, 
/**
 * What to know.
 */
notes: Array<string>, };

/**
 * What to compute.
 */
export type TiersArgs = { 
/**
 * Scenario id; empty: the base scenario.
 */
scenario: string, 
/**
 * Service id; empty: all services together.
 */
service: string, 
/**
 * A preview of few years, at once; else the full count, with progress.
 */
preview: boolean, 
/**
 * Compute a saved scenario again from what it was given, in place of its stored digits.
 */
again: boolean, };

/**
 * A headline figure with its caption and its range rule.
 */
export type Tile = { 
/**
 * Such as `Cost of a full-outage minute`.
 */
label: string, 
/**
 * The figure.
 */
figure: Figure, 
/**
 * The line under the rule.
 */
caption: string, 
/**
 * The rule, where there is a range or a share.
 */
rule: Rule | null, 
/**
 * Whether it is beyond its limit.
 */
over: boolean, };

/**
 * One time-to-X of the incidents in a window.
 */
export type TimeMetric = { 
/**
 * `ttd`, `tta`, `ttm`, `ttr`.
 */
key: string, 
/**
 * `Time to detect`.
 */
label: string, 
/**
 * Incidents that have it.
 */
known: number, 
/**
 * Incidents that do not.
 */
missing: number, 
/**
 * Median with its 90 % range.
 */
median: Figure, 
/**
 * Ninth decile.
 */
p90: Figure, 
/**
 * Geometric mean.
 */
geometric: Figure, 
/**
 * Median of the window before, as shown; may be empty.
 */
before: string, 
/**
 * Is the change real: `Could be chance (p = 0.41)`.
 */
verdict: string, 
/**
 * `To see a cut of 10 % takes about 1,300 incidents in each window.`
 */
needed: string, 
/**
 * A change point that stands the test, in words; else why none is claimed.
 */
changePoint: string, 
/**
 * Better, worse or not told.
 */
state: State, };

/**
 * A mark on an incident's timeline.
 */
export type TimelineMark = { 
/**
 * `started`, `detected by a customer`, …
 */
label: string, 
/**
 * `20:14`, with the date where it is another day.
 */
at: string, 
/**
 * 0 to 1 along the bar.
 */
position: number, };

/**
 * The timer of the step that is open, and of the session.
 */
export type Timer = { 
/**
 * Milliseconds planned.
 */
planned: number, 
/**
 * Milliseconds gone by at `now`, those of before it was left and opened again among them.
 */
spent: number, 
/**
 * Milliseconds of the lens on the screen; 0 where none is.
 */
lensPlanned: number, 
/**
 * Milliseconds gone by since it came on the screen.
 */
lensSpent: number, 
/**
 * Milliseconds planned for all steps.
 */
wholePlanned: number, 
/**
 * Milliseconds that all steps took, without those while the timer stood.
 */
wholeSpent: number, 
/**
 * Whether it runs.
 */
running: boolean, 
/**
 * Milliseconds until it stands by itself, because it was left on.
 */
goesOn: number, 
/**
 * The moment that `spent` is told for.
 */
now: string, };

/**
 * A row of "what used most".
 */
export type TopIncident = { 
/**
 * Id for links.
 */
id: string, 
/**
 * Such as `INC-0412`.
 */
label: string, 
/**
 * Title.
 */
title: string, 
/**
 * `78 min`, by the counting rule.
 */
minutes: string, 
/**
 * Cost.
 */
cost: Figure, };

/**
 * What the worth of one option hangs on.
 */
export type Tornado = { 
/**
 * Option id; empty where there is none: then it is the expected loss of a year today.
 */
option: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Its net present value with everything as expected, in closed form.
 */
value: string, 
/**
 * What is held at its ends, and what is not in it.
 */
about: string, 
/**
 * Inputs, those that move it most first.
 */
rows: Array<TornadoRow>, };

/**
 * One input of a tornado.
 */
export type TornadoRow = { 
/**
 * `Bad deploy, events a year`.
 */
label: string, 
/**
 * What the value changes by with the input at its low end.
 */
atLow: string, 
/**
 * And at its high end.
 */
atHigh: string, 
/**
 * The range of the input: `2 to 9`.
 */
range: string, };

/**
 * Where something leads: incidents ↔ risks ↔ requirements ↔ tests ↔ money.
 */
export type Trace = { 
/**
 * What it is about.
 */
of: TraceLink, 
/**
 * Incidents.
 */
incidents: Array<TraceLink>, 
/**
 * Risks.
 */
risks: Array<TraceLink>, 
/**
 * Requirements.
 */
requirements: Array<TraceLink>, 
/**
 * Tests; their ids are those of their requirements.
 */
tests: Array<TraceLink>, };

/**
 * What to trace.
 */
export type TraceArgs = { 
/**
 * `requirement`, `risk` or `incident`.
 */
kind: string, 
/**
 * Its id; `REQ-7` too.
 */
id: string, };

/**
 * Something that a requirement, a risk or an incident leads to.
 */
export type TraceLink = { 
/**
 * Its id; empty for what has no page of its own.
 */
id: string, 
/**
 * `INC-0412`, `REQ-7`, or the name of a risk.
 */
label: string, 
/**
 * What it is about.
 */
detail: string, 
/**
 * What it costs or cost; missing where there is no money in it.
 */
money: Figure | null, };

/**
 * One of several treatments.
 */
export type TreatmentRow = { 
/**
 * `leave-out`.
 */
name: string, 
/**
 * What it does.
 */
title: string, };

/**
 * Whose turn it is.
 */
export type TurnView = { 
/**
 * Who.
 */
person: string, 
/**
 * Their name.
 */
name: string, 
/**
 * Whose turn it is after them; empty where nobody's.
 */
next: string, 
/**
 * What they have left to read out, the next first.
 */
lines: Array<LineView>, };

/**
 * What a journal said.
 */
export type Verified = { 
/**
 * What was done.
 */
done: Done, 
/**
 * `REQ-7`.
 */
label: string, 
/**
 * Key of the status of it now.
 */
status: string, 
/**
 * In a sentence: `REQ-7 is verified: the experiment of 3 Nov 2026 ran through …`.
 */
sentence: string, };

/**
 * Reads a journal of an experiment.
 */
export type VerifyArgs = { 
/**
 * Journal file.
 */
path: string, 
/**
 * Requirement id, where the journal does not name one; empty: as the journal says.
 */
requirement: string, 
/**
 * A person says that the fault was there, set by hand during the run. Without it a
 * journal in which nothing sets one says nothing.
 */
byHand: boolean, };

/**
 * The vote.
 */
export type VoteView = { 
/**
 * Dots that each person has.
 */
dots: number, 
/**
 * Dots that the person at the keyboard has spent.
 */
spent: number, 
/**
 * Names of those who are there and have not voted.
 */
yetToVote: Array<string>, 
/**
 * Whether the totals are shown.
 */
shown: boolean, };

/**
 * The window that figures are about.
 */
export type WindowArgs = { 
/**
 * `rolling-7`, `-28`, `-30`, `-90`, `-365`, `week`, `month`, `quarter`, `year`, or
 * `2026-01-01..2026-04-01` (local dates, end outside). Empty: rolling 365.
 */
window: string, };

/**
 * A figure with what it was before any mitigation.
 */
export type WithAndWithout = { 
/**
 * With what is on.
 */
with: Figure, 
/**
 * Without.
 */
without: Figure, };

/**
 * A file was written.
 */
export type Written = { 
/**
 * Path.
 */
path: string, 
/**
 * Rows in it.
 */
rows: number, };

/** Every command with its arguments and its answer. */
export interface Commands {
  /** The open workspace, or null. */
  "workspace.status": { args: Nothing; result: Status | null };
  /** Makes an empty workspace and opens it. */
  "workspace.create": { args: CreateArgs; result: Status };
  /** Opens a workspace file. */
  "workspace.open": { args: PathArgs; result: Status };
  /** Makes the sample workspace, or opens the one that is there. */
  "workspace.sample": { args: SampleArgs; result: Status };
  /** Closes the workspace. */
  "workspace.close": { args: Nothing; result: Nothing };
  /** Writes a copy of the workspace file. */
  "workspace.backup": { args: PathArgs; result: Written };
  /** Merges another copy into the open workspace, or two copies into a new file. */
  "workspace.merge": { args: CopiesArgs; result: MergeReport };
  /** What merged copies disagree about. */
  "conflicts": { args: Nothing; result: Conflicts };
  /** Settles a conflict: one side, or what stands. */
  "conflict.resolve": { args: ResolveArgs; result: Done };
  /** The first screen. */
  "overview": { args: WindowArgs; result: Overview };
  /** A chart, drawn. */
  "chart": { args: ChartArgs; result: Chart };
  /** Everything behind a figure. */
  "explain": { args: ExplainArgs; result: Explanation };
  /** The data screen. */
  "data": { args: Nothing; result: Data };
  /** Tells files of several kinds apart, each pile an import. */
  "import.sort": { args: SortArgs; result: Sorted };
  /** Looks at files before an import. */
  "import.inspect": { args: InspectArgs; result: Inspection };
  /** Keeps rows that were copied from a spreadsheet in a file, to be imported like any. */
  "import.paste": { args: PasteArgs; result: Written };
  /** Writes a file out as a plain table, exactly as an import reads it. */
  "import.table": { args: TableArgs; result: Written };
  /** Reads files without writing: what an import would do. */
  "import.check": { args: ImportArgs; result: ImportReport };
  /** Imports files as one batch. */
  "import.commit": { args: ImportArgs; result: ImportReport };
  /** Writes the rows that an import sets aside, each with its reason. */
  "import.rejects": { args: RejectsArgs; result: Written };
  /** Takes one import back, also an older one. */
  "import.undo": { args: IdArgs; result: Done };
  /** Writes records as a CSV that an import reads back: nothing in it is new here. */
  "records.export": { args: RecordsArgs; result: RecordsWritten };
  /** Keeps a mapping under a name, or renames one; files with its header are mapped by it. */
  "mapping.save": { args: MappingSave; result: Done };
  /** Deletes a named mapping. */
  "mapping.delete": { args: IdArgs; result: Done };
  /** A window of the incident grid. */
  "incidents.page": { args: IncidentsArgs; result: IncidentPage };
  /** One incident with its cost. */
  "incident.get": { args: IdArgs; result: IncidentDetail };
  /** A blank incident for the form. */
  "incident.blank": { args: Nothing; result: IncidentEdit };
  /** Makes or changes an incident with its labor. */
  "incident.save": { args: IncidentEdit; result: Done };
  /** Deletes an incident with its labor. */
  "incident.delete": { args: IdArgs; result: Done };
  /** The cost screen. */
  "cost": { args: WindowArgs; result: Cost };
  /** The cost of a window cut every way, to the same total. */
  "cost.cuts": { args: WindowArgs; result: Cuts };
  /** Writes every posted line of a window with its range, basis and formula. */
  "cost.export": { args: ExportArgs; result: Written };
  /** Cost per minute from three typed numbers. */
  "cost.quick": { args: QuickCostArgs; result: QuickCost };
  /** The availability screen. */
  "availability": { args: WindowArgs; result: Availability };
  /** The signs of the bottleneck, timelines and growth. */
  "signs": { args: Nothing; result: Signs };
  /** The register of risks against an error budget. */
  "risks": { args: RisksArgs; result: Risks };
  /** Some rows of the register. */
  "risks.rows": { args: RiskRowsArgs; result: RiskRows };
  /** Risks that past incidents suggest. */
  "risks.suggest": { args: Nothing; result: RiskSuggestions };
  /** Takes suggested risks into the register. */
  "risks.accept": { args: AcceptArgs; result: Done };
  /** What would have been predicted of the later incidents from the earlier ones, and what came. */
  "risks.backtest": { args: BacktestArgs; result: Backtest };
  /** A risk for the form; an empty id is a blank one. */
  "risk.get": { args: IdArgs; result: RiskEdit };
  /** Makes or changes a risk. */
  "risk.save": { args: RiskEdit; result: Done };
  /** Incidents beside a risk: confirmed, suggested, rejected. */
  "risk.matches": { args: IdArgs; result: RiskMatches };
  /** Says that an incident was a risk or was not, or takes that back. */
  "match.save": { args: MatchEdit; result: Done };
  /** Takes what the matched incidents say into a risk. */
  "risk.learn": { args: IdArgs; result: Done };
  /** How forecasts did, and how much whose word counts. */
  "scores": { args: Nothing; result: Scores };
  /** Deletes a risk. */
  "risk.delete": { args: IdArgs; result: Done };
  /** The screen on tiers: a preview at once, or the full count with progress. */
  "tiers": { args: TiersArgs; result: Tiers };
  /** Makes or changes a tier option. */
  "option.save": { args: OptionEdit; result: Done };
  /** Deletes a tier option. */
  "option.delete": { args: IdArgs; result: Done };
  /** Makes or changes a technique. */
  "technique.save": { args: TechniqueEdit; result: Done };
  /** Deletes a technique. */
  "technique.delete": { args: IdArgs; result: Done };
  /** Changes the assumptions of a scenario. */
  "plan.save": { args: PlanEdit; result: Done };
  /** Saves a scenario with its digits, or changes its name, notes and decision. */
  "scenario.save": { args: ScenarioEdit; result: Done };
  /** Takes the facts of today into a saved scenario and computes it again. */
  "scenario.renew": { args: IdArgs; result: Done };
  /** Deletes a scenario. */
  "scenario.delete": { args: IdArgs; result: Done };
  /** Scenarios side by side. */
  "scenario.compare": { args: CompareArgs; result: ScenarioTable };
  /** The list of pre-mortems, and what a session is planned as. */
  "premortems": { args: Nothing; result: Premortems };
  /** Begins a session. */
  "premortem.start": { args: PremortemStart; result: Done };
  /** One session, as far as the person at the keyboard may see it by now. */
  "premortem.get": { args: PremortemArgs; result: Premortem };
  /** Changes name, date, target, frame, planned minutes and dots of a session. */
  "premortem.save": { args: PremortemEdit; result: Done };
  /** Opens a step, also an earlier one; nothing is lost by it. */
  "premortem.step": { args: PremortemStepArgs; result: Done };
  /** Puts another prompt or lens on the screen; a lens has a clock of its own. */
  "premortem.prompt": { args: PremortemPromptArgs; result: Done };
  /** Lets the timer of the step run, or stops it. */
  "premortem.timer": { args: PremortemTimerArgs; result: Done };
  /** Closes a session, or opens it again. */
  "premortem.close": { args: PremortemCloseArgs; result: Done };
  /** Deletes a session with all that is in it; risks that came of it stay. */
  "premortem.delete": { args: IdArgs; result: Done };
  /** Adds or changes someone who takes part. */
  "premortem.person": { args: PersonEdit; result: Done };
  /** Takes out someone who has said nothing yet. */
  "premortem.person.delete": { args: PremortemItem; result: Done };
  /** Keeps what someone writes in silence, at every key. */
  "premortem.draft": { args: PremortemDraftArgs; result: Nothing };
  /** Keeps what stands in a field and was not sent yet, at every key; empty: no more. */
  "premortem.jot": { args: JotArgs; result: Nothing };
  /** Puts cards on the table, a line each, and gives the turn on. */
  "premortem.capture": { args: CaptureArgs; result: Done };
  /** Someone has nothing more to read out. */
  "premortem.pass": { args: PremortemItem; result: Done };
  /** Gives the turn to someone. */
  "premortem.turn": { args: PremortemItem; result: Done };
  /** Changes a card, or sets it aside. */
  "premortem.card": { args: CardEdit; result: Done };
  /** Brings cards into a cluster, into a new one, or out of theirs. */
  "premortem.group": { args: GroupArgs; result: Done };
  /** Merges a cluster into another, or takes that back. */
  "premortem.merge": { args: MergeArgs; result: Done };
  /** Changes a cluster. */
  "premortem.cluster": { args: ClusterEdit; result: Done };
  /** Deletes a cluster that nothing is in. */
  "premortem.cluster.delete": { args: PremortemItem; result: Done };
  /** What a range that is being typed means. */
  "estimate.preview": { args: RangeArgs; result: RangePreview };
  /** One person's estimate of a cluster. */
  "premortem.estimate": { args: JudgementEdit; result: Done };
  /** Everything that is wrong with an estimate as typed; changes nothing. */
  "premortem.estimate.check": { args: JudgementEdit; result: FieldProblems };
  /** Takes someone's estimate of a cluster back. */
  "premortem.estimate.delete": { args: JudgementArgs; result: Done };
  /** One person's vote. */
  "premortem.vote": { args: BallotEdit; result: Done };
  /** Takes someone's vote back. */
  "premortem.vote.delete": { args: PremortemItem; result: Done };
  /** Brings a technique to a cluster, on or off, or takes it away. */
  "premortem.mitigation": { args: MitigationEdit; result: Done };
  /** The clusters against the error budget, with and without what is on. */
  "premortem.outlook": { args: IdArgs; result: PremortemOutlook };
  /** Brings the clusters into the register of risks; again, it brings them up to date. */
  "premortem.risks": { args: IdArgs; result: Done };
  /** Drafts requirements from the clusters, which come into the register with it. */
  "premortem.requirements": { args: IdArgs; result: Drafted };
  /** Writes the blank form of a session, or of a service, for people outside. */
  "premortem.form": { args: FormArgs; result: Written };
  /** Takes filled forms into a session, or looks at what they would bring. */
  "premortem.form.import": { args: FormImportArgs; result: FormReport };
  /** Simulates years of the register into a file. */
  "simulate": { args: SimulateArgs; result: Simulation };
  /** The screen on requirements. */
  "requirements": { args: RequirementsArgs; result: Requirements };
  /** One requirement with everything behind it; `REQ-7` will do for an id. */
  "requirement.get": { args: IdArgs; result: RequirementDetail };
  /** A requirement for the form, for the service of the id. */
  "requirement.blank": { args: IdArgs; result: RequirementEdit };
  /** How a typed requirement reads and what speaks against it, without saving it. */
  "requirement.check": { args: RequirementEdit; result: RequirementCheck };
  /** Makes or changes a requirement. */
  "requirement.save": { args: RequirementEdit; result: Done };
  /** Deletes a requirement. */
  "requirement.delete": { args: IdArgs; result: Done };
  /** Takes a requirement as agreed, on the evidence of today. */
  "requirement.accept": { args: IdArgs; result: Done };
  /** Signs a requirement for the product or the engineers, or takes that back. */
  "requirement.sign": { args: SignArgs; result: Done };
  /** Retires a requirement, or takes it back as a draft. */
  "requirement.retire": { args: RetireArgs; result: Done };
  /** Drafts requirements from risks or from targets. */
  "requirements.draft": { args: DraftArgs; result: Drafted };
  /** Writes requirements for people, sheets and other tools. */
  "requirements.export": { args: RequirementsExportArgs; result: RequirementsExported };
  /** Reads the journal of an experiment: its requirement is verified, failed or stale. */
  "requirements.verify": { args: VerifyArgs; result: Verified };
  /** Reads requirements back that were exported. */
  "requirements.import": { args: PathArgs; result: RequirementsImported };
  /** What incidents, risks, requirements and tests lead to each other. */
  "trace": { args: TraceArgs; result: Trace };
  /** The settings screen. */
  "settings": { args: Nothing; result: Settings };
  /** Changes the choices of the workspace. */
  "settings.save": { args: SettingsEdit; result: Done };
  /** Makes or changes a service. */
  "service.save": { args: ServiceEdit; result: Done };
  /** Deletes a service that nothing hangs on. */
  "service.delete": { args: IdArgs; result: Done };
  /** Changes a stream's name and shares. */
  "stream.save": { args: StreamEdit; result: Done };
  /** Makes or changes a role of the rate card. */
  "role.save": { args: RoleEdit; result: Done };
  /** Deletes a role. */
  "role.delete": { args: IdArgs; result: Done };
  /** Makes or changes a tier. */
  "tier.save": { args: TierEdit; result: Done };
  /** Deletes a tier that no service is in; `id` is its number. */
  "tier.delete": { args: IdArgs; result: Done };
  /** Makes or changes a contract tier. */
  "contract.save": { args: ContractEdit; result: Done };
  /** Deletes a contract tier. */
  "contract.delete": { args: IdArgs; result: Done };
  /** Makes or changes the backlog of a month. */
  "backlog.save": { args: BacklogEdit; result: Done };
  /** Deletes the backlog of a month; `id` is the month. */
  "backlog.delete": { args: IdArgs; result: Done };
  /** Makes or changes the exchange rate of a day. Amounts that came in stay as they were converted then. */
  "rate.save": { args: RateEdit; result: Done };
  /** Deletes the exchange rate of a day; `id` is currency and day. */
  "rate.delete": { args: IdArgs; result: Done };
  /** Some of the rates of a currency, from the newest. */
  "rates.page": { args: RatesArgs; result: RatePage };
  /** Makes or changes days unlike others. */
  "special-days.save": { args: SpecialDaysEdit; result: Done };
  /** Deletes days unlike others. */
  "special-days.delete": { args: IdArgs; result: Done };
  /** Sets from where a sign warns and alarms, or takes that back. */
  "threshold.save": { args: ThresholdEdit; result: Done };
  /** Answers a question about the growth phase, or takes the answer back. */
  "phase.answer": { args: PhaseAnswerEdit; result: Done };
  /** The log, newest first. */
  "history": { args: HistoryArgs; result: History };
  /** Takes the newest change back. */
  "undo": { args: Nothing; result: Done };
  /** Does again what was taken back. */
  "redo": { args: Nothing; result: Done };
}
