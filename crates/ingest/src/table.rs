//! From files to a [`Sink`]: checks the mapping against every file, decides how dates are
//! written, then reads row by row, telling the host how far it is.

use crate::desk::Desk;
use crate::duration::clock;
use crate::error::Error;
use crate::fold::Folds;
use crate::mapping::{DecimalMark, Field, Kind, Mapping, OnFold, Source as From};
use crate::number::{MarkEvidence, Sign};
use crate::open::{self, Body, Source};
use crate::parquet::{Batch, Parquet};
use crate::preset;
use crate::records::RawRow;
use crate::repeats::Repeated;
use crate::report::{Code, NoteCode, Report, counted};
use crate::row::{Cell, Cells, Input, Plan, Reject, Row, TIMES, Values};
use crate::source::{Next, Text, decode};
use crate::time::{DateOrder, needs_column};
use crate::units::PercentColumn;
use crate::watch::Watch;
use crate::zoned::Times;
use ninefold_domain::money::{Currency, Money};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// Rows between two looks at whether to stop.
const WATCHED_ROWS: u64 = 1 << 16;

/// Rows that a sink took from plain text by itself.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Sprint {
    pub(crate) bytes: usize,
    pub(crate) rows: u64,
    pub(crate) lines: u64,
}

/// Where rows of one kind go.
pub(crate) trait Sink {
    /// A file begins.
    fn begin(&mut self, _plan: &Plan, _values: &Values) {}

    /// A column of the file just begun that it looks at besides the mapped ones.
    fn also(&self) -> Option<usize> {
        None
    }

    /// Takes as many whole, accepted rows from the beginning of a piece of text, which stands
    /// at a line, as it can without any help. Whatever it leaves comes back through [`Sink::row`].
    fn sprint(&mut self, _text: &[u8], _line: u64, _values: &mut Values) -> Sprint {
        Sprint::default()
    }

    /// Takes one row.
    fn row(&mut self, row: &Row<'_>, values: &mut Values) -> Result<(), Reject>;

    /// The row that was refused last is tried again or left out by a repair: what was counted of it
    /// does not count.
    fn take_back(&mut self) {}

    /// Whether the import cannot go on, looked at every so many rows and at the end.
    fn failed(&self) -> Option<Error> {
        None
    }

    /// All files are read: adds its notes.
    fn close(&mut self, _desk: &mut Desk) {}

    /// The money on a row that was rejected, where it can be read.
    fn money(&mut self, _row: &Row<'_>, _values: &mut Values) -> Option<Money> {
        None
    }
}

fn batch_rows<'a>(plan: &'a Plan, batch: &'a Batch) -> impl Iterator<Item = Row<'a>> {
    (0..batch.rows).map(move |index| Row {
        plan,
        cells: Cells::Batch(batch, index),
        line: batch.first + index as u64,
    })
}

/// Reads files into a sink.
pub(crate) fn read(
    paths: &[PathBuf],
    kind: Kind,
    mapping: &Mapping,
    watch: &dyn Watch,
    sink: &mut dyn Sink,
) -> Result<Report, Error> {
    let mut import = Import {
        mapping,
        watch,
        total: 0,
        done: 0,
        rows: 0,
        looked: 0,
        values: Values::new(mapping),
        repeated: Repeated::new(kind == Kind::Revenue, mapping.options.repeats),
        desk: Desk::new(&mapping.options.fixes),
    };
    let mut sources = Vec::with_capacity(paths.len());
    for path in paths {
        let (tables, notes) = open::sources(path, mapping.options.encoding)?;
        for table in tables {
            sources.push(preset::shaped(table, &mapping.options)?);
        }
        for note in notes {
            import.desk.note(NoteCode::Chosen, 1, note);
        }
    }
    import.total = sources.iter().map(|source| source.size).sum();
    watch.progress(0, import.total, 0);
    import.check_mapping(kind, &sources)?;
    if let Some(preset) = &mapping.options.preset {
        for note in preset::notes(preset, kind) {
            import.desk.note(NoteCode::Preset, 1, *note);
        }
    }
    import.decide_dates(&sources)?;
    import.decide_folds(&sources)?;
    import.decide_decimals(&sources)?;
    import.decide_units(&sources)?;
    import.decide_clocks(&sources)?;
    for (index, source) in sources.iter().enumerate() {
        import.desk.name.clone_from(&source.name);
        match source.body {
            Body::Parquet => import.parquet(source, index as u32, sink)?,
            _ => import.text(source, index as u32, sink)?,
        }
        import.done += source.size;
    }
    import.look(0, true, sink)?;
    import.tell_repeated();
    sink.close(&mut import.desk);
    Ok(import.desk.finish(&import.values, mapping))
}

struct Import<'a> {
    mapping: &'a Mapping,
    watch: &'a dyn Watch,
    total: u64,
    done: u64,
    rows: u64,
    looked: u64,
    values: Values,
    repeated: Repeated,
    desk: Desk,
}

impl Import<'_> {
    /// Every so many rows: tells how far it is, asks whether to stop.
    fn look(&mut self, in_file: u64, always: bool, sink: &dyn Sink) -> Result<(), Error> {
        if always || self.rows >= self.looked + WATCHED_ROWS {
            self.looked = self.rows;
            let done = (self.done + in_file).min(self.total);
            self.watch.progress(done, self.total, self.rows);
            if self.watch.cancelled() {
                return Err(Error::Cancelled);
            }
            if let Some(error) = sink.failed() {
                return Err(error);
            }
        }
        Ok(())
    }

    /// Errors that need no row: fields that are foreign or missing, columns that are not there.
    fn check_mapping(&self, kind: Kind, sources: &[Source]) -> Result<(), Error> {
        let specs = Field::of(kind);
        let has = |field: Field| self.mapping.sources.contains_key(&field);
        for (field, from) in &self.mapping.sources {
            if !specs.iter().any(|spec| spec.field == *field) {
                return Err(Error::ForeignField {
                    kind,
                    field: *field,
                });
            }
            let numeric = matches!(
                field,
                Field::Amount
                    | Field::People
                    | Field::Minutes
                    | Field::Hours
                    | Field::Rate
                    | Field::Impact
            ) || Field::COSTS.contains(field);
            if let From::Product(left, right) = from
                && !numeric
            {
                return Err(Error::Option {
                    name: field.name().to_owned(),
                    found: format!("{left}*{right}"),
                    expected: "one column, as it is not a number".into(),
                });
            }
        }
        if let Some(From::Constant(code)) = self.mapping.sources.get(&Field::Currency)
            && Currency::parse(code).is_err()
        {
            return Err(Error::Option {
                name: "currency".into(),
                found: code.clone(),
                expected: "an ISO 4217 code such as EUR".into(),
            });
        }
        if let Some(format) = &self.mapping.options.date_format {
            use chrono::format::{Item, StrftimeItems};
            let bad = StrftimeItems::new(format).any(|item| item == Item::Error);
            if bad || format.trim().is_empty() {
                return Err(Error::Option {
                    name: "date format".into(),
                    found: format.clone(),
                    expected: "a form such as %d/%m/%Y %H:%M, or epoch-s, epoch-ms, epoch-us, excel-1900, excel-1904"
                        .into(),
                });
            }
        }
        let mut columns = Vec::new();
        for (index, source) in sources.iter().enumerate() {
            let plan = self.plan(source, index as u32)?;
            if index == 0 {
                columns = plan.header;
            }
        }
        let unmapped = |fields: &[Field]| {
            Err(Error::Unmapped {
                kind,
                fields: fields.to_vec(),
                columns: columns.clone(),
            })
        };
        for spec in &specs {
            let dispensable = match spec.field {
                Field::Role => has(Field::Acted),
                Field::Currency => !has(spec.field) && self.amounts_name_currencies(sources)?,
                _ => false,
            };
            if spec.required && !has(spec.field) && !dispensable {
                return unmapped(&[spec.field]);
            }
        }
        let costs = Field::COSTS.into_iter().any(has) && self.mapping.options.home.is_none();
        if costs && !has(Field::Currency) && !self.amounts_name_currencies(sources)? {
            return unmapped(&[Field::Currency]);
        }
        if kind == Kind::Labor {
            let worked = has(Field::Minutes)
                || has(Field::Hours)
                || has(Field::Acted)
                || (has(Field::Start) && has(Field::End));
            if !worked {
                return unmapped(&[Field::Minutes, Field::Hours, Field::Start, Field::Acted]);
            }
            if has(Field::Rate)
                && !has(Field::Currency)
                && !self.amounts_name_currencies(sources)?
            {
                return unmapped(&[Field::Currency]);
            }
        }
        Ok(())
    }

    /// Whether every amount has a currency sign or code of its own, or a header that names one.
    fn amounts_name_currencies(&self, sources: &[Source]) -> Result<bool, Error> {
        let (mut any, mut all) = (false, true);
        for (index, source) in sources.iter().enumerate() {
            let plan = self.plan(source, index as u32)?;
            let mapped = |field: &Field| plan.has(*field);
            let (by_header, by_sign): (Vec<Field>, Vec<Field>) = Field::money()
                .filter(mapped)
                .partition(|field| plan.sign(*field).is_some());
            any |= !by_header.is_empty();
            if by_sign.is_empty() {
                continue;
            }
            self.each_row(source, &plan, &mut |row, values| {
                for field in &by_sign {
                    let named = row.sign(*field).is_some();
                    any |= named;
                    all &= named || !values.has_number(row, *field);
                }
                all
            })?;
        }
        Ok(any && all)
    }

    fn plan(&self, source: &Source, file: u32) -> Result<Plan, Error> {
        let (header, delimiter) = match source.body {
            Body::Parquet => (Parquet::open(&source.path)?.header, None),
            _ => {
                let text = Text::open(source, self.mapping.options.written())?;
                (text.header, Some(text.dialect.delimiter))
            }
        };
        Plan::new(&source.name, file, header, delimiter, self.mapping)
    }

    /// Reads the time columns once beforehand where their dates could be read in two ways.
    fn decide_dates(&mut self, sources: &[Source]) -> Result<(), Error> {
        if self.values.stated.is_some() {
            return Ok(());
        }
        let mut open = BTreeSet::new();
        let mut orders: BTreeMap<Field, DateOrder> = BTreeMap::new();
        // First whether it matters at all: the first value of each column in each file.
        for (index, source) in sources.iter().enumerate() {
            let plan = self.plan(source, index as u32)?;
            let mut fields: BTreeSet<Field> = TIMES
                .iter()
                .copied()
                .filter(|field| matches!(plan.input(*field), Input::Column(_)))
                .collect();
            self.each_row(source, &plan, &mut |row, values| {
                fields.retain(|field| match values.present(row.cell(*field)) {
                    Cell::Missing => true,
                    Cell::Utc(_) | Cell::Local(_) => false,
                    Cell::Text(text) => {
                        if needs_column(text) {
                            open.insert(*field);
                        }
                        false
                    }
                    number => {
                        if needs_column(number.show().as_bytes()) {
                            open.insert(*field);
                        }
                        false
                    }
                });
                !fields.is_empty() && row.line < 10_000
            })?;
        }
        if open.is_empty() {
            return Ok(());
        }
        for (index, source) in sources.iter().enumerate() {
            let plan = self.plan(source, index as u32)?;
            self.each_row(source, &plan, &mut |row, values| {
                for field in &open {
                    let order = orders.entry(*field).or_default();
                    match values.present(row.cell(*field)) {
                        Cell::Missing | Cell::Utc(_) | Cell::Local(_) => {}
                        Cell::Text(text) => order.watch(text),
                        number => order.watch(number.show().as_bytes()),
                    }
                }
                true
            })?;
        }
        for (field, order) in orders {
            let Some((form, words)) = order.settle(field)? else {
                continue;
            };
            self.desk
                .note(NoteCode::DateOrder, 1, format!("{field} was read {words}."));
            self.values.forms.insert(field, form);
        }
        Ok(())
    }

    /// Finds which of two hours the rows of a series mean in autumn, where their order is to say it.
    fn decide_folds(&mut self, sources: &[Source]) -> Result<(), Error> {
        let options = &self.mapping.options;
        if options.on_fold != OnFold::InOrder {
            return Ok(());
        }
        let mut times = Times::new(options);
        for (index, source) in sources.iter().enumerate() {
            let file = index as u32;
            let plan = self.plan(source, file)?;
            if !plan.has(Field::At) {
                continue;
            }
            let parts = [Field::Stream, Field::Service, Field::Currency];
            let parts: Vec<Field> = parts.into_iter().filter(|f| plan.has(*f)).collect();
            let mut folds = Folds::default();
            let mut series = String::new();
            self.each_row(source, &plan, &mut |row, values| {
                if let Ok(Some(written)) = values.written(row, Field::At)
                    && written.offset_ms.is_none()
                {
                    series.clear();
                    for field in &parts {
                        series.push_str(&values.present(row.cell(*field)).show());
                        series.push('\n');
                    }
                    if let Some(sign) = row.sign(Field::Amount) {
                        series.push_str(&sign.to_string());
                    }
                    let clock = written.clock_ms;
                    folds.watch(&series, clock, times.twice(clock), row.line);
                }
                true
            })?;
            let decided = folds.decide().into_iter();
            (self.values.folds).extend(decided.map(|(line, later)| ((file, line), later)));
        }
        Ok(())
    }

    /// Finds the decimal mark of each field of amounts where nobody says it: of a product both
    /// columns say it together. Formats that hold numbers leave it open where they hold text.
    ///
    /// # Errors
    /// A column can be read with either mark, and means another number with each.
    fn decide_decimals(&mut self, sources: &[Source]) -> Result<(), Error> {
        if !self.mapping.options.find_decimal {
            return Ok(());
        }
        let mut found: BTreeMap<Field, MarkEvidence> = BTreeMap::new();
        for (index, source) in sources.iter().enumerate() {
            if matches!(source.body, Body::Parquet) {
                continue;
            }
            let has_numbers = source.has_numbers();
            let plan = self.plan(source, index as u32)?;
            let mut open: Vec<(Field, Vec<usize>)> = Field::money()
                .map(|field| match plan.input(field) {
                    Input::Column(column) => (field, vec![*column]),
                    Input::Product(left, right) => (field, vec![*left, *right]),
                    Input::Constant(_) | Input::Nowhere => (field, Vec::new()),
                })
                .filter(|(_, columns)| !columns.is_empty())
                .collect();
            self.each_row(source, &plan, &mut |row, values| {
                open.retain(|(field, columns)| {
                    let evidence = found.entry(*field).or_default();
                    for column in columns {
                        match values.present(row.cells.get(*column)) {
                            Cell::Text(text) if has_numbers => evidence.watch_beside_numbers(text),
                            Cell::Text(text) => evidence.watch(text),
                            _ => {}
                        }
                    }
                    !evidence.shows_point()
                });
                !open.is_empty()
            })?;
        }
        for (field, evidence) in found {
            if let Some(sample) = evidence.open() {
                let sample = sample.to_owned();
                return Err(Error::AmbiguousDecimals { field, sample });
            }
            if let Some(sample) = evidence.comma() {
                let note = format!("{field} was read with a decimal comma, as “{sample}” shows.");
                self.desk.note(NoteCode::Units, 1, note);
                self.values.marks.insert(field, DecimalMark::Comma);
            }
        }
        Ok(())
    }

    /// Settles what amounts and shares count in, where nobody says: by the header, and for shares
    /// by the whole column. Refused where both leave shares open.
    fn decide_units(&mut self, sources: &[Source]) -> Result<(), Error> {
        let options = &self.mapping.options;
        let mut percent = PercentColumn::default();
        for (index, source) in sources.iter().enumerate() {
            let plan = self.plan(source, index as u32)?;
            if options.amounts.is_none() {
                self.values.units.by_header(&plan);
            }
            for field in Field::money().filter(|_| !plan.has(Field::Currency)) {
                let sign = plan.sign(field);
                let home = |sign: &Sign| options.home.filter(|home| sign.fits(*home));
                if let Some(currency) = sign.and_then(|sign| home(&sign).or(sign.alone())) {
                    let column = plan.column_name(field);
                    let note = format!("{column} was read in {currency}, as its header says.");
                    self.desk.note(NoteCode::Units, 1, note);
                }
            }
            if options.shares.is_some() || percent.watch_header(&plan) {
                continue;
            }
            self.each_row(source, &plan, &mut |row, values| {
                percent.watch(row, values);
                !percent.is_settled()
            })?;
        }
        if options.shares.is_none() {
            self.values.units.percent = percent.settle()?;
        }
        for note in self.values.units.notes(options, &percent) {
            self.desk.note(NoteCode::Units, 1, note);
        }
        Ok(())
    }

    /// Finds the columns of lengths that have hours, minutes and seconds somewhere.
    fn decide_clocks(&mut self, sources: &[Source]) -> Result<(), Error> {
        let mut full = BTreeSet::new();
        for (index, source) in sources.iter().enumerate() {
            let plan = self.plan(source, index as u32)?;
            let mut open: Vec<Field> = Field::LENGTHS
                .into_iter()
                .filter(|field| matches!(plan.input(*field), Input::Column(_)))
                .collect();
            if open.is_empty() {
                continue;
            }
            self.each_row(source, &plan, &mut |row, values| {
                open.retain(|field| {
                    let text = match values.present(row.cell(*field)) {
                        Cell::Text(text) => decode(text),
                        _ => return true,
                    };
                    let is_full = text.matches(':').count() == 2 && clock(&text).is_some();
                    !(is_full && full.insert(*field))
                });
                !open.is_empty()
            })?;
        }
        self.values.full_clocks = full;
        Ok(())
    }

    /// Shows rows to a function until it has seen enough.
    fn each_row(
        &self,
        source: &Source,
        plan: &Plan,
        see: &mut dyn FnMut(&Row<'_>, &Values) -> bool,
    ) -> Result<(), Error> {
        match source.body {
            Body::Text { .. } | Body::Made { .. } => {
                let mut text = Text::open(source, self.mapping.options.written())?;
                let mut raw = RawRow::default();
                let mut count = 0_u64;
                loop {
                    match text.next(&mut raw)? {
                        Next::Row { line } => {
                            let row = Row {
                                plan,
                                cells: Cells::Text(&raw),
                                line,
                            };
                            if !see(&row, &self.values) {
                                return Ok(());
                            }
                        }
                        Next::OpenQuote { .. } => {}
                        Next::End => return Ok(()),
                    }
                    count += 1;
                    if count.is_multiple_of(WATCHED_ROWS) && self.watch.cancelled() {
                        return Err(Error::Cancelled);
                    }
                }
            }
            Body::Parquet => {
                let parquet = Parquet::open(&source.path)?;
                let columns = plan.columns();
                for slice in parquet.slices() {
                    let batch = parquet.read(slice, &columns)?;
                    for row in batch_rows(plan, &batch) {
                        if !see(&row, &self.values) {
                            return Ok(());
                        }
                    }
                    if self.watch.cancelled() {
                        return Err(Error::Cancelled);
                    }
                }
                Ok(())
            }
        }
    }

    /// Says how many rows equal another one, and what became of them.
    fn tell_repeated(&mut self) {
        let repeated = &self.repeated;
        self.desk.repeated(repeated.count);
        let Some((file, line)) = &repeated.first else {
            return;
        };
        let count = repeated.count;
        let verb = if count == 1 {
            "row equals"
        } else {
            "rows equal"
        };
        let more = match repeated.is_partial {
            true => " A file has too many rows for all of them to be compared.",
            false => "",
        };
        let note = match repeated.leaves_out() {
            true => format!(
                "{count} {verb} an earlier one cell for cell and stayed out, by your word; the first is {file}, line {line}.{more}"
            ),
            false => format!(
                "{count} {verb} an earlier one cell for cell; the first is {file}, line {line}. They count, as two sales can look alike: leave them out if the file holds them twice.{more}"
            ),
        };
        self.desk.note(NoteCode::Duplicates, count, note);
    }

    fn parquet(&mut self, source: &Source, file: u32, sink: &mut dyn Sink) -> Result<(), Error> {
        let parquet = Parquet::open(&source.path)?;
        let plan = Plan::new(
            &self.desk.name,
            file,
            parquet.header.clone(),
            None,
            self.mapping,
        )?;
        sink.begin(&plan, &self.values);
        let mut columns = plan.columns();
        columns.extend(sink.also());
        columns.sort_unstable();
        columns.dedup();
        let (bytes, hash) = parquet.fingerprint()?;
        for slice in parquet.slices() {
            let batch = parquet.read(slice, &columns)?;
            for row in batch_rows(&plan, &batch) {
                self.desk.offer(&row, &mut self.values, sink);
                self.rows += 1;
                if self.rows.is_multiple_of(WATCHED_ROWS) {
                    let share = row.line as f64 / parquet.rows() as f64;
                    self.look((bytes as f64 * share) as u64, true, sink)?;
                }
            }
        }
        self.desk.close_file(bytes, hash);
        Ok(())
    }

    fn text(&mut self, source: &Source, file: u32, sink: &mut dyn Sink) -> Result<(), Error> {
        let mut text = Text::open(source, self.mapping.options.written())?;
        let header = std::mem::take(&mut text.header);
        let plan = Plan::new(
            &self.desk.name,
            file,
            header,
            Some(text.dialect.delimiter),
            self.mapping,
        )?;
        if text.byte_order_mark {
            let note = format!("{} begins with a byte order mark.", self.desk.name);
            self.desk.note(NoteCode::ByteOrderMark, 1, note);
        }
        if let Some(encoding) = source.encoding() {
            let note = format!("{} is written in {encoding}.", self.desk.name);
            self.desk.note(NoteCode::Encoding, 1, note);
        }
        if let Body::Made { made, .. } = &source.body {
            for note in &made.notes {
                self.desk.note(NoteCode::Chosen, 1, note.as_str());
            }
            for (rows, why) in &made.left_out {
                self.desk.leave_out(*rows);
                self.desk.note(NoteCode::LeftOut, *rows, why.as_str());
            }
            for (row, why, cells) in &made.left_rows {
                self.desk.left_row(*row, why, cells);
            }
        }
        if !text.preamble.is_empty() {
            let note = format!(
                "{}: {} above the header passed over: {}.",
                self.desk.name,
                counted(text.preamble.len() as u64, "line", "lines"),
                text.preamble.join(" / ")
            );
            self.desk
                .note(NoteCode::Preamble, text.preamble.len() as u64, note);
        }
        if text.headless {
            let note = format!(
                "{} has no header: its columns are called Column 1 and so on.",
                self.desk.name
            );
            self.desk.note(NoteCode::NoHeader, 1, note);
        }
        sink.begin(&plan, &self.values);
        self.repeated.begin();
        let mut raw = RawRow::default();
        loop {
            // Rows that have their own places come one by one, as do those of a rare dialect, and
            // where some may stay out.
            let one_by_one = text.is_settled() || self.repeated.leaves_out();
            let sprint = if one_by_one || !text.dialect.is_usual() {
                Sprint::default()
            } else {
                sink.sprint(text.window(), text.line(), &mut self.values)
            };
            self.repeated.watch_lines(
                &text.window()[..sprint.bytes],
                text.dialect,
                &self.desk.name,
                text.line(),
            );
            text.used(sprint.bytes, sprint.lines);
            self.desk.rows.read += sprint.rows;
            self.desk.rows.accepted += sprint.rows;
            match text.next(&mut raw)? {
                Next::Row { line } => {
                    let row = Row {
                        plan: &plan,
                        cells: Cells::Text(&raw),
                        line,
                    };
                    let known = self.repeated.watch(&raw);
                    if known && self.repeated.leaves_out() {
                        self.repeated.tell(&self.desk.name, line);
                        self.desk.leave_out(1);
                        continue;
                    }
                    let accepted = self.desk.rows.accepted;
                    self.desk.offer(&row, &mut self.values, sink);
                    if known && self.desk.rows.accepted > accepted {
                        self.repeated.tell(&self.desk.name, line);
                    }
                }
                Next::OpenQuote { line } => {
                    self.desk.rows.read += 1;
                    let reject = Reject {
                        code: Code::ColumnCount,
                        field: None,
                        found: "a quote that is opened and never closed".into(),
                        expected: "a closing quote".into(),
                        left_out: false,
                    };
                    self.desk.reject(line, None, reject, None);
                }
                Next::End => break,
            }
            self.rows += sprint.rows + 1;
            self.look(text.disk_bytes(), false, sink)?;
        }
        let (bytes, hash) = text.fingerprint();
        if let Some(most) = self
            .mapping
            .options
            .preset
            .as_deref()
            .and_then(preset::cut_at)
            && self.desk.rows.read == most
        {
            let note = format!(
                "{} has exactly {most} rows, which is where the tool cuts its exports off: more of them are probably missing.",
                self.desk.name
            );
            self.desk.note(NoteCode::Preset, 1, note);
        }
        self.desk.close_file(bytes, hash);
        Ok(())
    }
}
