//! Growth of demand, its peaks, and the growth phase.

use super::words;
use crate::text;
use crate::wire::{Basis, Figure, PhaseChoice, PhaseQuestionRow, PhaseView, Tile};
use crate::workspace::Workspace;
use ninefold_domain::growth::{Forecast, ForecastMethod, Growth, Missing, RateMethod};
use ninefold_domain::phase::{Answered, FEWEST_ANSWERS, Grounds, GrowthPhase, Phase};
use ninefold_domain::signs::{Counted, Signs};

/// How fast demand grows a year.
fn yearly(growth: &Growth) -> Tile {
    let (figure, caption) = match &growth.yearly {
        Ok(rate) => {
            let text = signed_percent(rate.rate);
            (
                ranged(
                    text::figure(
                        rate.rate,
                        text,
                        "a year",
                        format!("{:.6} a year", rate.rate),
                        Basis::Estimated,
                    ),
                    &signed_percent(rate.interval.0),
                    &signed_percent(rate.interval.1),
                ),
                format!(
                    "{} · {} weeks, {}",
                    text::range_of(
                        &signed_percent(rate.interval.0),
                        &signed_percent(rate.interval.1)
                    ),
                    text::count(rate.weeks),
                    match rate.method {
                        RateMethod::YearOnYear => "each against the one a year before",
                        RateMethod::LogLinear => "a line through their logarithms",
                    }
                ),
            )
        }
        Err(why) => absent(*why),
    };
    tile("Growth of demand", "yearly", figure, caption)
}

/// `+23 %`, `−4 %`.
fn signed_percent(share: f64) -> String {
    let sign = if share < 0.0 { "\u{2212}" } else { "+" };
    format!("{sign}{}", text::percent(share.abs(), 0))
}

fn ranged(figure: Figure, low: &str, high: &str) -> Figure {
    Figure {
        range: text::range_of(low, high),
        range_means: "90 % range".into(),
        ..figure
    }
}

fn absent(why: Missing) -> (Figure, String) {
    let reason = words::missing(why);
    (text::missing(&reason), reason)
}

fn tile(label: &str, of: &str, figure: Figure, caption: String) -> Tile {
    Tile {
        label: label.into(),
        figure: figure.explained(format!("growth:{of}")),
        caption,
        rule: None,
        over: false,
    }
}

/// How far the busiest hour of a week stands above its mean.
fn peaks(w: &Workspace, growth: &Growth) -> Tile {
    let (figure, caption) = match &growth.peak_to_mean {
        Ok(peak) => (
            ranged(
                text::figure(
                    peak.ratio,
                    format!("{:.1}", peak.ratio),
                    "times the mean",
                    format!("{:.4}", peak.ratio),
                    Basis::Measured,
                ),
                &format!("{:.1}", peak.range.0),
                &format!("{:.1}", peak.range.1),
            ),
            format!(
                "busiest hour of a week, median of {} · highest {:.1} in the week of {}",
                text::counted(peak.weeks, "week", "weeks"),
                peak.highest,
                text::date(peak.highest_week, w.methods.zone)
            ),
        ),
        Err(why) => absent(*why),
    };
    tile("Peak of demand", "peak", figure, caption)
}

/// The highest weekly peak to expect.
fn forecast(w: &Workspace, growth: &Growth) -> Tile {
    let currency = growth.currency.unwrap_or(w.methods.currency);
    let found = growth.forecast.as_ref().map_err(|why| *why);
    let highest = found.map(|f| (f, highest(f)));
    let (figure, caption) = match highest {
        Ok((forecast, Some((at, peak, low, high)))) => (
            ranged(
                text::figure(
                    peak,
                    text::money_short(peak, currency),
                    "an hour",
                    text::money_estimate(peak, currency),
                    Basis::Estimated,
                ),
                &text::short(low),
                &text::short(high),
            ),
            format!(
                "{} an hour · week of {} · {}",
                text::short_range(low, high),
                text::date(at, w.methods.zone),
                method(forecast.method)
            ),
        ),
        Ok((_, None)) => absent(Missing::NoDemand),
        Err(why) => absent(why),
    };
    tile("Highest peak to expect", "forecast", figure, caption)
}

fn highest(forecast: &Forecast) -> Option<(ninefold_domain::time::Instant, f64, f64, f64)> {
    forecast
        .weeks
        .iter()
        .max_by(|a, b| a.peak.total_cmp(&b.peak))
        .map(|week| (week.start, week.peak, week.low, week.high))
}

/// The name of a forecast.
pub(crate) fn method(method: ForecastMethod) -> &'static str {
    match method {
        ForecastMethod::SeasonalNaive => {
            "seasonal naive × trend: the same week a year before, grown"
        }
        ForecastMethod::Trend => "the last weeks, grown by the trend: less than a year on record",
    }
}

/// How incident minutes grow with demand.
fn slope(growth: &Growth) -> Tile {
    let (figure, caption) = match &growth.slope {
        Ok(slope) => (
            ranged(
                text::figure(
                    slope.fit.slope,
                    number(slope.fit.slope),
                    "",
                    text::grouped(&format!("{:.6}", slope.fit.slope)),
                    Basis::Estimated,
                ),
                &number(slope.interval.0),
                &number(slope.interval.1),
            ),
            format!(
                "{} to {} · above 1 incidents grow faster than demand · {} weeks",
                number(slope.interval.0),
                number(slope.interval.1),
                text::count(growth.slope_weeks.len())
            ),
        ),
        Err(why) => absent(*why),
    };
    tile("Incident minutes against demand", "slope", figure, caption)
}

/// One decimal, with a true minus.
pub(crate) fn number(value: f64) -> String {
    let text = format!("{:.1}", value.abs());
    if value < 0.0 && text != "0.0" {
        format!("\u{2212}{text}")
    } else {
        text
    }
}

/// Growth, peaks, forecast, slope.
pub(crate) fn tiles(w: &Workspace, growth: &Growth) -> Vec<Tile> {
    if growth.weeks.is_empty() {
        return Vec::new();
    }
    vec![
        yearly(growth),
        peaks(w, growth),
        forecast(w, growth),
        slope(growth),
    ]
}

/// What to know about growth.
pub(crate) fn notes(w: &Workspace, growth: &Growth) -> Vec<String> {
    let mut notes = Vec::new();
    if !growth.left_out.is_empty() {
        let names: Vec<&str> = growth
            .left_out
            .iter()
            .map(|s| w.streams[*s].name.as_str())
            .collect();
        notes.push(format!(
            "In other currencies and left out: {}.",
            names.join(", ")
        ));
    }
    let filled = growth.weeks.iter().filter(|week| !week.measured).count();
    if filled > 0 {
        notes.push(format!(
            "{} of {} weeks had less than half of their hours clean; their demand lies between their neighbours’.",
            text::count(filled),
            text::count(growth.weeks.len())
        ));
    }
    if let Ok(forecast) = &growth.forecast {
        notes.push(format!(
            "The band of the forecast comes from {} with what came, from {}.",
            text::counted(forecast.comparisons, "comparison", "comparisons"),
            text::counted(forecast.origins, "past week", "past weeks")
        ));
    }
    notes
}

/// The growth phase, its questions with what the data say, and what comes next.
pub(crate) fn phase(w: &Workspace, signs: &Signs, growth: &Growth) -> PhaseView {
    let phase = Phase::of(&w.facts(), &w.analysis, signs, growth);
    let votes: Vec<String> = GrowthPhase::ALL
        .iter()
        .zip(phase.votes)
        .filter(|(_, votes)| *votes > 0)
        .map(|(phase, votes)| format!("{} {votes}", phase.name().to_lowercase()))
        .collect();
    let why = match phase.phase {
        Some(_) => format!(
            "The median of the answers: {}.{}",
            votes.join(", "),
            if phase.strained {
                " Demand is of a later phase than the way failure is handled: that is the bottleneck."
            } else {
                ""
            }
        ),
        None => format!(
            "It takes {FEWEST_ANSWERS} answers; the data give {}. Answer the others.",
            phase
                .answers
                .iter()
                .filter(|a| a.answer().is_some())
                .count()
        ),
    };
    PhaseView {
        phase: phase
            .phase
            .map_or_else(|| "Not told yet".into(), |p| p.name().to_owned()),
        why,
        questions: phase.answers.iter().map(question).collect(),
        next: phase.next.iter().map(|ask| ask.text.to_owned()).collect(),
    }
}

fn question(answered: &Answered) -> PhaseQuestionRow {
    let grounds = answered.grounds.map(grounds).unwrap_or_default();
    let from_data = match (answered.from_data, grounds.is_empty()) {
        (Some(choice), false) => format!(
            "The data say “{}”: {grounds}.",
            choice.text.trim_end_matches('.')
        ),
        (Some(choice), true) => format!("The data say “{}”.", choice.text.trim_end_matches('.')),
        (None, false) => format!("The data do not decide: {grounds}."),
        (None, true) => "The data cannot say.".into(),
    };
    PhaseQuestionRow {
        key: answered.question.key.into(),
        question: answered.question.text.into(),
        choices: answered
            .question
            .answers
            .iter()
            .map(|choice| PhaseChoice {
                key: choice.key.into(),
                label: choice.text.into(),
            })
            .collect(),
        answer: answered
            .answer()
            .map_or_else(String::new, |choice| choice.key.to_owned()),
        typed: answered.typed.is_some(),
        from_data,
    }
}

/// What the data know about a question.
fn grounds(grounds: Grounds) -> String {
    let of = |counted: Counted, what: &str| {
        format!(
            "{} of {} {what}",
            text::count(counted.hits),
            text::count(counted.of)
        )
    };
    match grounds {
        Grounds::Demand(rate) => {
            format!("demand changes by {} a year", signed_percent(rate.rate))
        }
        Grounds::ByHand(counted) => of(counted, "incidents were recovered by hand"),
        Grounds::ByCustomers(counted) => of(counted, "incidents were noticed by customers"),
        Grounds::Backlog(counted) => of(counted, "open items are resilience work"),
        Grounds::Promises {
            both,
            services,
            drills,
        } => format!(
            "{both} of {services} services have a tier and a target, {} in the last year",
            text::counted(drills, "drill", "drills")
        ),
        Grounds::Owners { owned, services } => {
            format!("{owned} of {services} services have an owner")
        }
    }
}
