//! Screens: from what was computed to what the wire shows. Nothing is computed here that the
//! domain has not; this is where figures get their words, ranges and keys.

pub(crate) mod availability;
mod backtest;
pub(crate) mod caveats;
pub(crate) mod conflicts;
pub(crate) mod cost;
pub(crate) mod cuts;
pub(crate) mod data;
pub(crate) mod incidents;
pub(crate) mod lines;
pub(crate) mod methods;
pub(crate) mod on_record;
pub(crate) mod overview;
pub(crate) mod premortem;
mod range;
pub(crate) mod rates;
pub(crate) mod requests;
pub(crate) mod requirements;
pub(crate) mod risks;
pub(crate) mod score;
pub(crate) mod settings;
pub(crate) mod signs;
pub(crate) mod since;
pub(crate) mod tiers;

use crate::text;
use crate::wire::{Error, Headline, Status};
use crate::workspace::Workspace;
use ninefold_domain::methods::{Average, Counting, Methods, Profile, Sharing, Window};
use ninefold_domain::time::{CalendarUnit, Instant, Interval, YearBasis};

/// The window that figures are about, clipped to what was observed.
pub(crate) struct Frame {
    /// The window as it was asked for.
    pub(crate) asked: Interval,
    /// The clipped window.
    pub(crate) window: Interval,
    /// Whether clipping cut anything off.
    pub(crate) partial: bool,
    /// `in the last 365 days`, `in October 2026`.
    pub(crate) spoken: String,
}

fn last_days(days: u16) -> String {
    match days {
        1 => "in the last day".into(),
        _ => format!("in the last {days} days"),
    }
}

/// Reads a window's name.
pub(crate) fn frame(w: &Workspace, name: &str) -> Result<Frame, Error> {
    let zone = w.methods.zone;
    let window = parse_window(name, w)?;
    let (clipped, partial) = w.analysis.window(window, &w.methods);
    let spoken = match window {
        Window::Rolling { days } if partial => {
            let observed = (clipped.minutes() / 1440.0).round();
            if observed < f64::from(days) {
                match observed as u32 {
                    0 | 1 => "in the one day on record".into(),
                    days => format!("in the {days} days on record"),
                }
            } else {
                last_days(days)
            }
        }
        Window::Rolling { days } => last_days(days),
        Window::Calendar {
            unit: CalendarUnit::Week,
        } => format!("in the week of {}", text::date(clipped.start, zone)),
        Window::Calendar {
            unit: CalendarUnit::Month,
        } => format!("in {}", text::month(clipped.start, zone)),
        Window::Calendar {
            unit: CalendarUnit::Quarter,
        } => format!("in the quarter from {}", text::month(clipped.start, zone)),
        Window::Calendar {
            unit: CalendarUnit::Year,
        } => {
            use chrono::Datelike;
            format!("in {}", zone.local(clipped.start).year())
        }
        Window::Custom { span } => {
            let last = Instant(span.end.0 - 1);
            let (from, to) = (text::date(span.start, zone), text::date(last, zone));
            if from == to {
                format!("on {from}")
            } else {
                format!("from {from} to {to}")
            }
        }
    };
    Ok(Frame {
        asked: window.resolve(w.analysis.as_of, zone),
        window: clipped,
        partial,
        spoken,
    })
}

fn parse_window(name: &str, w: &Workspace) -> Result<Window, Error> {
    let unknown = || {
        Error::invalid("window", format!("“{name}” is not a window"))
            .hint("use rolling-7, rolling-28, rolling-30, rolling-90, rolling-365, week, month, quarter, year, or 2026-01-01..2026-04-01")
    };
    Ok(match name {
        "" => Window::default(),
        "week" => Window::Calendar {
            unit: CalendarUnit::Week,
        },
        "month" => Window::Calendar {
            unit: CalendarUnit::Month,
        },
        "quarter" => Window::Calendar {
            unit: CalendarUnit::Quarter,
        },
        "year" => Window::Calendar {
            unit: CalendarUnit::Year,
        },
        other => {
            if let Some(days) = other.strip_prefix("rolling-") {
                let days: u16 = days.parse().map_err(|_| unknown())?;
                if days == 0 {
                    return Err(unknown());
                }
                return Ok(Window::Rolling { days });
            }
            let (from, to) = other.split_once("..").ok_or_else(unknown)?;
            let zone = w.methods.zone;
            let start = text::read_time(from, "window", zone)?;
            let end = text::read_time(to, "window", zone)?;
            let span = Interval::new(start, end)
                .filter(|s| !s.is_empty())
                .ok_or_else(|| {
                    Error::invalid("window", format!("the window {name} ends before it starts"))
                })?;
            Window::Custom { span }
        }
    })
}

/// Days and minutes of a year basis, in words.
pub(crate) fn year_text(year: YearBasis) -> &'static str {
    match year {
        YearBasis::Days365 => "year = 365 d",
        YearBasis::Gregorian => "year = 365.2425 d",
        YearBasis::Julian => "year = 365.25 d",
    }
}

/// The counting rule in words.
pub(crate) fn counting_text(counting: Counting) -> String {
    match counting {
        Counting::Weighted => "weighted by impact".into(),
        Counting::Any => "any incident is down".into(),
        Counting::From { impact } => format!("down from {} impact", text::percent_plain(impact)),
    }
}

/// What counted minutes are called under a rule.
pub(crate) fn minutes_noun(counting: Counting) -> &'static str {
    match counting {
        Counting::Weighted => "weighted minutes",
        Counting::Any | Counting::From { .. } => "minutes down",
    }
}

/// The profile in words.
pub(crate) fn profile_text(methods: &Methods) -> String {
    let slots = match methods.profile {
        Profile::Flat => "flat",
        Profile::HourOfWeek => "hour of week",
        Profile::MinuteOfWeek => "minute of week",
    };
    match methods.average {
        Average::Mean => slots.into(),
        Average::Median => format!("{slots}, median of weeks"),
    }
}

/// Header and status bar.
pub(crate) fn status(w: &Workspace) -> Status {
    let zone = w.methods.zone;
    Status {
        name: w
            .path
            .file_stem()
            .map_or_else(|| "Workspace".into(), |s| s.to_string_lossy().into_owned()),
        path: w.path.display().to_string(),
        read_only: if w.store.is_read_only() {
            "opened read-only: the file or its folder cannot be written".into()
        } else {
            String::new()
        },
        sample: w.is_sample(),
        currency: w.methods.currency.code().into(),
        zone: zone.name().into(),
        freshness: match w.data_until() {
            Some(end) => format!("Data to {}", text::date_time(Instant(end.0 - 60_000), zone)),
            None => "Nothing imported yet".into(),
        },
        window: year_text(w.methods.year).into(),
        counting: format!("Counting: {}", counting_text(w.methods.counting)),
        methods: format!(
            "Baseline: {} · overlaps {}",
            profile_text(&w.methods),
            match w.methods.sharing {
                Sharing::Shared => "shared",
                Sharing::Full => "charged in full",
            }
        ),
        incidents: w.incidents.len() as u64,
        services: w.services.len() as u64,
        streams: w.streams.len() as u64,
        labor: w.labor.len() as u64,
        undo: w.undo_label.clone(),
        redo: w.redo_label.clone(),
        conflicts: w.conflicts.len() as u64,
        version: w.version,
    }
}

/// What to say of a window in which nothing was observed, of a workspace that has something on
/// record elsewhere.
pub(crate) fn outside(w: &Workspace, frame: &Frame) -> Option<Headline> {
    let observed = w.analysis.observed;
    (frame.window.is_empty() && !observed.is_empty()).then(|| {
        lacking(
            "Nothing is on record in this window.",
            &format!(
                "Choose another one: {} are on record.",
                text::dates(observed, w.methods.zone)
            ),
        )
    })
}

/// What to know of a window that reaches beyond the record.
pub(crate) fn clipped_note(w: &Workspace, frame: &Frame) -> Option<String> {
    (frame.partial && !frame.window.is_empty()).then(|| {
        format!(
            "The window is partial: of it {} are on record.",
            text::dates(frame.window, w.methods.zone)
        )
    })
}

/// A headline that states a finding.
pub(crate) fn finding(sentence: String, lead: String) -> Headline {
    Headline {
        sentence,
        lead,
        missing: None,
    }
}

/// A headline that says what is missing.
pub(crate) fn lacking(sentence: &str, missing: &str) -> Headline {
    Headline {
        sentence: sentence.into(),
        lead: String::new(),
        missing: Some(missing.into()),
    }
}
