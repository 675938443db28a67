//! The forecast of risks held against the record: would it have said what came?

use super::risks::past_events;
use super::{finding, lacking};
use crate::App;
use crate::host::Job;
use crate::plan::assumptions;
use crate::text;
use crate::wire::{Backtest, BacktestArgs, BacktestPart, BacktestScore, Error};
use crate::workspace::Workspace;
use ninefold_domain::risk::backtest::{self, Cut, Dated, Forecast, Predicted, Summary};
use ninefold_domain::time::Instant;

/// Parts that the later history is predicted in, where nobody says.
const PARTS: u32 = 6;
/// Parts at most: a day of two years is predicted no better than a week.
const MOST_PARTS: u32 = 400;
/// Incidents from which on a history can be cut.
const LEAST: usize = 4;

impl App {
    pub(crate) fn risks_backtest(
        &self,
        args: &BacktestArgs,
        _: &Job<'_>,
    ) -> Result<Backtest, Error> {
        self.with(|w| answer(w, args))
    }
}

fn answer(w: &Workspace, args: &BacktestArgs) -> Result<Backtest, Error> {
    let first = match args.first.trim() {
        "" => 0.5,
        typed => text::read_share(typed, "first")?,
    };
    if !(0.01..=0.99).contains(&first) {
        return Err(Error::invalid(
            "first",
            format!(
                "“{}” leaves nothing to learn from or nothing to predict; expected 1 % to 99 %",
                args.first
            ),
        ));
    }
    let parts = args.parts.unwrap_or(PARTS);
    if !(1..=MOST_PARTS).contains(&parts) {
        return Err(Error::invalid(
            "parts",
            format!("{parts} parts; expected 1 to {MOST_PARTS}"),
        ));
    }
    let history: Vec<Dated> = past_events(w).into_iter().map(|(_, dated)| dated).collect();
    let years = w.analysis.observed.minutes() / w.methods.year.minutes();
    if history.len() < LEAST || years <= 0.0 {
        return Ok(Backtest {
            headline: lacking(
                "Would past forecasts have come true?",
                "There are too few incidents to learn from some and predict the others.",
            ),
            parts: vec![],
            scores: vec![],
            notes: vec![],
        });
    }
    let cut = Cut {
        years,
        first,
        parts,
        seed: args.seed.unwrap_or_else(|| assumptions(w).seed),
    };
    let found = backtest::backtest(&history, cut);
    let instant = |at: f64| {
        let ms = at * w.methods.year.minutes() * 60_000.0;
        Instant(w.analysis.observed.start.0 + ms.round() as i64)
    };
    let together = found.predicted.iter().filter(|p| p.kind.is_none());
    let rows = together
        .clone()
        .map(|p| {
            let at = p.part as usize;
            let end = Instant(instant(found.cuts[at + 1]).0 - 1);
            BacktestPart {
                from: text::date(instant(found.cuts[at]), w.methods.zone),
                to: text::date(end, w.methods.zone),
                known: p.known as u32,
                events: ranged(&p.events),
                events_actual: number(p.events.actual),
                events_held: p.events.holds(),
                minutes: ranged(&p.minutes),
                minutes_actual: number(p.minutes.actual),
                minutes_held: p.minutes.holds(),
            }
        })
        .collect();
    let by_kind = || found.predicted.iter().filter(|p| p.kind.is_some());
    let sets: [(&str, Option<Summary>); 4] = [
        (
            "Incidents, by service and cause",
            summary(by_kind(), |p| &p.events),
        ),
        (
            "Minutes, by service and cause",
            summary(by_kind(), |p| &p.minutes),
        ),
        (
            "Incidents, all together",
            summary(together.clone(), |p| &p.events),
        ),
        (
            "Minutes, all together",
            summary(together.clone(), |p| &p.minutes),
        ),
    ];
    let headline = match sets[1].1 {
        Some(minutes) => finding(
            format!(
                "{} of {} forecasts of minutes held what came: {} of the 90 % ranges.",
                text::count(minutes.held as usize),
                text::count(minutes.count as usize),
                text::percent(minutes.held as f64 / minutes.count as f64, 0)
            ),
            format!(
                "Learned from the first {} of the record, then predicted in {}, each from all that went before.",
                text::percent(first, 0),
                text::counted(parts as usize, "part", "parts")
            ),
        ),
        None => lacking(
            "Would past forecasts have come true?",
            "No incident lies in the part to learn from. Let it be longer.",
        ),
    };
    Ok(Backtest {
        headline,
        parts: rows,
        scores: sets
            .into_iter()
            .filter_map(|(of, summary)| Some(score(of, &summary?)))
            .collect(),
        notes: vec![
            format!(
                "{} of the {} predicted incidents were of a service and cause never seen before: nobody’s forecast by kind has them.",
                text::count(found.unseen as usize),
                text::count(found.after as usize)
            ),
            "A forecast sees what had begun, and the lengths of what had ended. An incident belongs to the part in which it begins, with all its minutes × its worst share of users; open ones take no part.".into(),
            "The score is the mean continuous ranked probability score, in incidents or minutes; against the record it is divided by that of taking earlier stretches of the same length as the forecast.".into(),
        ],
    })
}

fn summary<'p>(
    of: impl Iterator<Item = &'p Predicted>,
    what: fn(&Predicted) -> &Forecast,
) -> Option<Summary> {
    Summary::of(of.map(what))
}

fn number(x: f64) -> String {
    text::count(x.round() as usize)
}

fn ranged(of: &Forecast) -> String {
    format!(
        "{} ({}–{})",
        number(of.median),
        number(of.low),
        number(of.high)
    )
}

fn score(of: &str, summary: &Summary) -> BacktestScore {
    let n = summary.count as f64;
    let (held, expected) = (summary.held as f64 / n, summary.expected / n);
    let against = summary
        .again
        .and_then(|(mine, theirs)| (theirs > 0.0).then(|| mine / theirs));
    BacktestScore {
        of: of.into(),
        forecasts: summary.count as u32,
        held,
        held_text: text::percent(held, 1),
        expected,
        expected_text: text::percent(expected, 1),
        score: summary.score,
        score_text: text::short(summary.score),
        against,
        against_text: against
            .map_or_else(|| text::NONE.into(), |x| format!("× {}", text::short(x))),
    }
}
