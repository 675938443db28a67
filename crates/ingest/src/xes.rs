//! XES process logs as a table: one row for each trace, which is an incident, made from its
//! events. Started = the first event; resolved = the last event that says so, else the last that
//! completed it, and one that also closed it only where there is no other; hand-offs =
//! changes of the group that has it.
//!
//! The table also has the last value of every attribute of the events, and the attributes of the
//! trace, so that a service or a severity can be mapped from whichever holds it.

use crate::error::Error;
use crate::made::Made;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::HashMap;

/// How deep elements may lie in one another; attributes of attributes go a level down each.
const DEEPEST: usize = 64;
/// Most columns that a table may have.
const MOST_COLUMNS: usize = 1_024;

/// What stands in every row, before the attributes.
const OWN: [&str; 5] = ["incident", "started", "resolved", "hand-offs", "events"];

/// Whether a text begins as an XES log does.
pub(crate) fn begins(text: &[u8]) -> bool {
    let text = text
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(text)
        .trim_ascii_start();
    let has = |wanted: &[u8]| text.windows(wanted.len()).any(|window| window == wanted);
    text.starts_with(b"<log") || (text.starts_with(b"<?xml") && (has(b"<log ") || has(b"<log>")))
}

/// Reads a log.
///
/// # Errors
/// [`Error::Xes`] where the text is no XML, or holds no trace.
pub(crate) fn table(text: &[u8], name: &str) -> Result<Made, Error> {
    let mut reader = Reader::from_reader(text);
    let located = |at: u64, detail: String| Error::Xes {
        file: name.to_owned(),
        line: 1 + text[..usize::try_from(at).unwrap_or(text.len()).min(text.len())]
            .iter()
            .filter(|byte| **byte == b'\n')
            .count() as u64,
        detail,
    };
    let mut log = Log::default();
    let mut depth = 0_usize;
    loop {
        let event = reader
            .read_event()
            .map_err(|error| located(reader.error_position(), error.to_string()))?;
        let read = match event {
            Event::Start(element) => {
                depth += 1;
                if depth > DEEPEST {
                    Err("elements that lie in one another more than 64 deep".to_owned())
                } else {
                    log.open(&element, depth)
                }
            }
            Event::Empty(element) => {
                let read = log.open(&element, depth + 1);
                log.close(element.local_name().as_ref(), depth + 1);
                read
            }
            Event::End(element) => {
                log.close(element.local_name().as_ref(), depth);
                depth = depth.saturating_sub(1);
                Ok(())
            }
            Event::Eof if depth > 0 => Err("the end of the file inside an element".to_owned()),
            Event::Eof => break,
            // Declarations, comments and text between elements say nothing. Entities of the
            // file's own are not expanded anywhere, so none can grow.
            _ => Ok(()),
        };
        read.map_err(|detail| located(reader.buffer_position(), detail))?;
    }
    if log.rows.is_empty() {
        return Err(located(0, "no trace; expected log/trace/event".to_owned()));
    }
    Ok(log.made(name))
}

/// One event, as far as it was read.
#[derive(Default)]
struct Happened {
    at: String,
    name: String,
    transition: String,
    group: String,
}

/// One trace.
#[derive(Default)]
struct Trace {
    incident: String,
    started: String,
    resolved: String,
    completed: String,
    /// Completed by being closed, which tools do days later of themselves.
    closed: String,
    group: String,
    hand_offs: u32,
    events: u32,
    attributes: HashMap<usize, String>,
}

#[derive(Default)]
struct Log {
    columns: Vec<String>,
    index: HashMap<String, usize>,
    rows: Vec<Trace>,
    trace: Option<(Trace, usize)>,
    event: Option<(Happened, usize)>,
}

impl Log {
    fn open(&mut self, element: &BytesStart<'_>, depth: usize) -> Result<(), String> {
        match element.local_name().as_ref() {
            "trace" if self.trace.is_none() => self.trace = Some((Trace::default(), depth)),
            "event" if self.trace.is_some() && self.event.is_none() => {
                self.event = Some((Happened::default(), depth));
            }
            "string" | "date" | "int" | "float" | "boolean" | "id" => {
                return self.attribute(element, depth);
            }
            _ => {}
        }
        Ok(())
    }

    fn attribute(&mut self, element: &BytesStart<'_>, depth: usize) -> Result<(), String> {
        let Some((trace, trace_depth)) = &mut self.trace else {
            return Ok(());
        };
        let text = |name: &str| -> Result<String, String> {
            let found = element.try_get_attribute(name).map_err(|e| e.to_string())?;
            let Some(found) = found else {
                return Ok(String::new());
            };
            let value = quick_xml::escape::unescape(&found.value).map_err(|e| e.to_string())?;
            Ok(value.trim().to_owned())
        };
        let (key, value) = (text("key")?, text("value")?);
        if key.is_empty() || value.is_empty() {
            return Ok(());
        }
        match &mut self.event {
            Some((event, event_depth)) if depth == *event_depth + 1 => match key.as_str() {
                "time:timestamp" => event.at = value,
                other => {
                    match other {
                        "concept:name" => event.name.clone_from(&value),
                        "lifecycle:transition" => event.transition.clone_from(&value),
                        "org:group" => event.group.clone_from(&value),
                        _ => {}
                    }
                    let column = column(&mut self.columns, &mut self.index, other)?;
                    trace.attributes.insert(column, value);
                }
            },
            None if depth == *trace_depth + 1 => {
                if key == "concept:name" {
                    trace.incident = value;
                } else {
                    let name = format!("trace {key}");
                    let column = column(&mut self.columns, &mut self.index, &name)?;
                    trace.attributes.insert(column, value);
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn close(&mut self, element: &str, depth: usize) {
        if element == "event"
            && let Some((_, opened)) = &self.event
            && *opened == depth
            && let (Some((event, _)), Some((trace, _))) = (self.event.take(), &mut self.trace)
        {
            trace.take(event);
        }
        if element == "trace"
            && let Some((_, opened)) = &self.trace
            && *opened == depth
            && let Some((trace, _)) = self.trace.take()
        {
            self.rows.push(trace);
        }
    }

    fn made(self, name: &str) -> Made {
        let mut made = Made {
            first: 0,
            ..Made::default()
        };
        made.row(
            OWN.iter()
                .copied()
                .chain(self.columns.iter().map(String::as_str)),
        );
        let count = self.rows.len();
        for trace in self.rows {
            let resolved = [trace.resolved, trace.completed, trace.closed]
                .into_iter()
                .find(|at| !at.is_empty())
                .unwrap_or_default();
            let own = [
                trace.incident,
                trace.started,
                resolved,
                trace.hand_offs.to_string(),
                trace.events.to_string(),
            ];
            let attributes = (0..self.columns.len())
                .map(|at| trace.attributes.get(&at).map_or("", String::as_str));
            made.row(own.iter().map(String::as_str).chain(attributes));
        }
        made.notes.push(format!(
            "{name}: the rows are its {count} traces, each made from its events."
        ));
        made
    }
}

fn column(
    columns: &mut Vec<String>,
    index: &mut HashMap<String, usize>,
    name: &str,
) -> Result<usize, String> {
    if let Some(known) = index.get(name) {
        return Ok(*known);
    }
    if columns.len() >= MOST_COLUMNS {
        return Err("more than 1,024 different attributes; expected events that are alike".into());
    }
    columns.push(name.to_owned());
    index.insert(name.to_owned(), columns.len() - 1);
    Ok(columns.len() - 1)
}

impl Trace {
    /// Takes the next event; their order in the log is the order in which they happened.
    fn take(&mut self, event: Happened) {
        self.events += 1;
        if self.started.is_empty() {
            self.started.clone_from(&event.at);
        }
        let says = |word: &str| {
            event.name.eq_ignore_ascii_case(word) || event.transition.eq_ignore_ascii_case(word)
        };
        if says("resolved") {
            self.resolved.clone_from(&event.at);
        } else if event.name.eq_ignore_ascii_case("completed") {
            let slot = match says("closed") {
                true => &mut self.closed,
                false => &mut self.completed,
            };
            slot.clone_from(&event.at);
        }
        if !event.group.is_empty() {
            if !self.group.is_empty() && self.group != event.group {
                self.hand_offs += 1;
            }
            self.group = event.group;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Result<String, Error> {
        let made = table(text.as_bytes(), "log.xes")?;
        Ok(String::from_utf8(made.text).unwrap())
    }

    fn event(at: &str, name: &str, transition: &str, group: &str) -> String {
        format!(
            r#"<event><date key="time:timestamp" value="{at}"/><string key="concept:name" value="{name}"/>
            <string key="lifecycle:transition" value="{transition}"><string key="inner" value="no"/></string>
            <string key="org:group" value="{group}"/></event>"#
        )
    }

    #[test]
    fn a_trace_is_an_incident_from_its_first_event_to_its_last_resolution() {
        let log = format!(
            r#"<?xml version="1.0"?><log xes.version="1.0"><string key="concept:name" value="all"/>
            <global scope="event"><string key="org:group" value="none"/></global>
            <trace><string key="concept:name" value="1-36"/><string key="product" value="P&amp;L, x"/>{}{}{}{}</trace>
            <trace><string key="concept:name" value="1-37"/>{}</trace></log>"#,
            event("2012-01-01T10:00:00+01:00", "Accepted", "In Progress", "G1"),
            event("2012-01-01T10:30:00+01:00", "Accepted", "Assigned", "G2"),
            event("2012-01-01T11:00:00+01:00", "Completed", "Resolved", "G2"),
            event("2012-01-06T11:00:00+01:00", "Completed", "Closed", "G1"),
            event(
                "2012-01-02T10:00:00+01:00",
                "Queued",
                "Awaiting Assignment",
                "G1"
            ),
        );
        assert!(begins(log.as_bytes()));
        assert_eq!(
            read(&log).unwrap(),
            "incident,started,resolved,hand-offs,events,trace product,concept:name,lifecycle:transition,org:group\n\
             1-36,2012-01-01T10:00:00+01:00,2012-01-01T11:00:00+01:00,2,4,\"P&L, x\",Completed,Closed,G1\n\
             1-37,2012-01-02T10:00:00+01:00,,0,1,,Queued,Awaiting Assignment,G1\n"
        );
    }

    #[test]
    fn a_trace_that_is_only_closed_ends_when_it_was() {
        let closed = event("2012-01-06T11:00:00+01:00", "Completed", "Closed", "G1");
        let called = event("2012-01-03T11:00:00+01:00", "Completed", "In Call", "G1");
        let begun = event("2012-01-01T10:00:00+01:00", "Accepted", "In Progress", "G1");
        let log = format!(
            "<log><trace>{begun}{closed}</trace><trace>{begun}{called}{closed}</trace>\
             <trace>{begun}</trace></log>"
        );
        let table = read(&log).unwrap();
        let ends: Vec<&str> = table
            .lines()
            .skip(1)
            .map(|line| line.split(',').nth(2).unwrap())
            .collect();
        let (called, closed) = ("2012-01-03T11:00:00+01:00", "2012-01-06T11:00:00+01:00");
        assert_eq!(ends, [closed, called, ""]);
    }

    #[test]
    fn what_is_no_log_says_where_and_what() {
        for (text, word) in [
            ("<log><trace></log>", "trace"),
            ("<log><trace>", "end of the file"),
            ("<log></log>", "no trace"),
        ] {
            let error = read(text).expect_err(text).to_string();
            assert!(error.contains("log.xes") && error.contains(word), "{error}");
        }
        // Entities of the file's own stand for nothing, however they are nested.
        let bomb = r#"<!DOCTYPE log [<!ENTITY a "x"><!ENTITY b "&a;&a;">]><log><trace>
            <string key="concept:name" value="&b;"/><event><date key="time:timestamp" value="2012-01-01"/></event></trace></log>"#;
        assert!(read(bomb).is_err());
        let deep = format!("<log><trace>{}", "<list>".repeat(100));
        assert!(read(&deep).unwrap_err().to_string().contains("deep"));
        assert!(!begins(b"<html><body>log</body></html>"));
    }

    fn escaped(text: &str) -> String {
        quick_xml::escape::escape(text).into_owned()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        /// Traces are rows in their order, events and hand-overs are counted, and what an
        /// attribute says comes back as it was, whatever characters it has.
        #[test]
        fn every_trace_is_a_row_with_what_its_events_say(
            traces in prop::collection::vec(
                (
                    "[a-zA-Z0-9<>&\"',;é-]{1,8}",
                    prop::collection::vec((0_u32..60, 0_usize..4), 1..6),
                ),
                1..6,
            ),
        ) {
            let groups = ["", "Net & Web", "<DB>", "\"Desk\", 2nd"];
            let mut log = String::from("<?xml version=\"1.0\"?><log>");
            for (name, events) in &traces {
                log.push_str(&format!(
                    "<trace><string key=\"concept:name\" value=\"{}\"/>",
                    escaped(name)
                ));
                for (minute, group) in events {
                    let at = format!("2026-03-01T10:{minute:02}:00Z");
                    log.push_str(&event(&at, "Accepted", "start", &escaped(groups[*group])));
                }
                log.push_str("</trace>");
            }
            log.push_str("</log>");
            let made = table(log.as_bytes(), "log.xes").unwrap();
            let mut reader = csv::Reader::from_reader(made.text.as_slice());
            let head: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
            let group_at = head.iter().position(|name| name == "org:group");
            let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
            prop_assert_eq!(rows.len(), traces.len());
            for (row, (name, events)) in rows.iter().zip(&traces) {
                let held: Vec<&str> = events
                    .iter()
                    .map(|(_, group)| groups[*group])
                    .filter(|group| !group.is_empty())
                    .collect();
                let changes = held.windows(2).filter(|pair| pair[0] != pair[1]).count();
                prop_assert_eq!(&row[0], name.as_str());
                prop_assert_eq!(&row[1], format!("2026-03-01T10:{:02}:00Z", events[0].0));
                prop_assert_eq!(&row[3], changes.to_string());
                prop_assert_eq!(&row[4], events.len().to_string());
                let last = group_at.map_or("", |at| &row[at]);
                prop_assert_eq!(last, held.last().copied().unwrap_or(""));
            }
        }

        /// A log that is cut anywhere is refused with its name, or holds whole traces only.
        #[test]
        fn a_log_that_is_cut_is_refused(share in 0.0_f64..1.0) {
            let trace = event("2026-03-01T10:00:00Z", "Accepted", "start", "G1");
            let log = format!("<log><trace>{trace}</trace><trace>{trace}{trace}</trace></log>");
            let cut = &log[..(log.len() as f64 * share) as usize];
            let error = read(cut).expect_err(cut).to_string();
            prop_assert!(error.contains("log.xes"), "{}", error);
            prop_assert_eq!(read(&log).unwrap().lines().count(), 3);
        }
    }
}
