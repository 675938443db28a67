//! One spec of each kind, like those the screens draw. The figures are made up
//! and repeat: nothing here is random.

use ninefold_report::{
    Band, Bar, Bars, BudgetUse, Bullet, Bullets, Chart, ChartSpec, Cost, CostKind, Dots, EndLabel,
    HeatCell, HeatMap, Interval, Lane, Limit, Line, LinePoint, Lines, Mark, Note, NumberFormat,
    NumberStyle, Points, Quantity, Region, Span, Step, Swing, Tick, TickLabels, TimeTick, Timeline,
    Tornado, Waterfall,
};

const DAY: i64 = 86_400_000;
/// 1 November 2025, 00:00 UTC.
const START: i64 = 1_761_955_200_000;
const MONTHS: [&str; 12] = [
    "Nov 2025", "Dec", "Jan 2026", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct",
];
const LENGTHS: [i64; 12] = [30, 31, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31];
const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// Every kind with the name of its file.
pub fn all() -> Vec<(&'static str, ChartSpec)> {
    vec![
        ("budget", budget()),
        ("lines", lines()),
        ("tiers", tiers()),
        ("points", points()),
        ("dots", dots()),
        ("tornado", tornado()),
        ("heat", heat()),
        ("bars", bars()),
        ("bullets", bullets()),
        ("timeline", timeline(40)),
        ("timeline-100k", timeline(12_500)),
        ("waterfall", waterfall()),
        ("empty", empty()),
    ]
}

pub fn spec(title: &str, description: &str, chart: Chart) -> ChartSpec {
    ChartSpec {
        title: title.to_owned(),
        description: description.to_owned(),
        empty: "No incidents yet. Import or add them, and this chart shows what they used."
            .to_owned(),
        chart,
    }
}

pub fn quantity(value: f64, formatted: &str) -> Quantity {
    Quantity {
        value,
        formatted: formatted.to_owned(),
    }
}

fn end(text: &str, note: &str) -> EndLabel {
    EndLabel {
        text: text.to_owned(),
        note: note.to_owned(),
    }
}

fn months() -> Vec<TimeTick> {
    let mut at_ms = START;
    MONTHS
        .iter()
        .zip(LENGTHS)
        .map(|(label, days)| {
            let tick = TimeTick {
                at_ms,
                label: (*label).to_owned(),
            };
            at_ms += days * DAY;
            tick
        })
        .collect()
}

/// A repeating value between 0 and 1 that looks unordered.
fn scatter(i: u64) -> f64 {
    let mixed = (i + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    ((mixed ^ (mixed >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9) >> 40) as f64 / 16_777_216.0
}

pub fn budget() -> ChartSpec {
    let mut total = 0.0;
    let steps = (0..47u64)
        .map(|i| {
            let minutes = match i {
                22 => 78.0,
                36 => 44.0,
                42 => 54.0,
                4 => 40.0,
                _ => 2.0 + 16.0 * scatter(i),
            };
            total += minutes;
            let day = i64::try_from(i).unwrap_or(0) * 365 / 47 + 3;
            Step {
                at_ms: START + day * DAY,
                total,
                label: format!("day {day}"),
                formatted: format!("{total:.0} min"),
            }
        })
        .collect::<Vec<_>>();
    let crossed = steps
        .iter()
        .find(|s| s.total > 526.0)
        .map(|s| s.at_ms as f64);
    let note = |i: usize, title: &str, note: &str| Note {
        at: steps[i].at_ms as f64,
        title: title.to_owned(),
        note: note.to_owned(),
    };
    let notes = vec![
        note(22, "INC-0386", "78 weighted minutes"),
        note(42, "INC-0412", "54 weighted minutes"),
        note(36, "INC-0407", "44 weighted minutes"),
    ];
    spec(
        "Downtime used against the error budget",
        &format!("Weighted downtime passes the budget of 526 minutes and ends at {total:.0}"),
        Chart::BudgetUse(BudgetUse {
            start_ms: START,
            end_ms: START + 365 * DAY,
            known_until_ms: START + 365 * DAY,
            ticks: months(),
            format: NumberFormat::default(),
            name: "Used".to_owned(),
            time_name: "Date".to_owned(),
            end: end(&format!("Used {total:.0} min"), "of 526 min allowed"),
            limit: Some(Limit {
                value: 526.0,
                label: end("Budget 526 min", "99.9\u{202f}% over 365 d"),
            }),
            pace: Some("even pace".to_owned()),
            spent: crossed.map(|at| Note {
                at,
                title: "Budget spent 14 Aug".to_owned(),
                note: "Checkout slow after release".to_owned(),
            }),
            notes,
            steps,
        }),
    )
}

fn hourly(hour: usize, peak: f64) -> f64 {
    let of_day = (hour % 24) as f64;
    let evening = (-((of_day - 20.0) / 3.5).powi(2)).exp();
    let noon = 0.6 * (-((of_day - 12.5) / 3.0).powi(2)).exp();
    let weekend = if hour / 24 >= 5 { 1.35 } else { 1.0 };
    peak * weekend * (0.08 + evening + noon)
}

pub fn lines() -> ChartSpec {
    let streams = [
        ("Web shop", 140.0),
        ("Mobile app", 95.0),
        ("Marketplace", 60.0),
        ("Partners", 22.0),
        ("Other", 9.0),
    ];
    let series = streams
        .iter()
        .enumerate()
        .map(|(s, (name, peak))| {
            let points: Vec<LinePoint> = (0..168)
                .map(|hour| {
                    let y = hourly(hour, *peak)
                        * (1.0 + 0.08 * (scatter((hour + s * 200) as u64) - 0.5));
                    LinePoint {
                        x: hour as f64,
                        y,
                        label: format!("{} {:02}:00", DAYS[hour / 24], hour % 24),
                        formatted: format!("€{y:.0}/min"),
                    }
                })
                .collect();
            let band = if s == 0 {
                let edge = |p: &LinePoint| Band {
                    x: p.x,
                    low: p.y * 0.8,
                    high: p.y * 1.25,
                };
                points.iter().map(edge).collect()
            } else {
                Vec::new()
            };
            Line {
                name: (*name).to_owned(),
                note: if s == 0 { "90\u{202f}% band" } else { "" }.to_owned(),
                points,
                band,
            }
        })
        .collect();
    spec(
        "Velocity by hour of week",
        "Expected revenue peaks on Sundays at 20:00",
        Chart::Lines(Lines {
            from: 0.0,
            to: 168.0,
            ticks: (0..7)
                .map(|d| Tick {
                    at: d as f64 * 24.0,
                    label: DAYS[d].to_owned(),
                })
                .collect(),
            tick_labels: TickLabels::Between,
            format: NumberFormat {
                style: NumberStyle::Compact,
                prefix: "€".to_owned(),
                ..NumberFormat::default()
            },
            x_name: "Hour".to_owned(),
            series,
            notes: vec![Note {
                at: 164.0,
                title: "€200/min".to_owned(),
                note: "Sunday 20:00".to_owned(),
            }],
            regions: vec![],
            marks: vec![],
            limit: None,
            total: None,
            most: None,
        }),
    )
}

/// Cost a year by nines: what Tiers shows.
pub fn tiers() -> ChartSpec {
    let line = |name: &str, note: &str, y: &dyn Fn(f64) -> f64, band: bool| {
        let points: Vec<LinePoint> = (0..=60)
            .map(|i| {
                let x = 2.6 + f64::from(i) * 0.03;
                LinePoint {
                    x,
                    y: y(x),
                    label: format!("{x:.2} nines"),
                    formatted: format!("€{:.0}k", y(x) / 1000.0),
                }
            })
            .collect();
        let edge = |p: &LinePoint| Band {
            x: p.x,
            low: p.y * 0.45,
            high: p.y * 1.9,
        };
        Line {
            name: name.to_owned(),
            note: note.to_owned(),
            band: if band {
                points.iter().map(edge).collect()
            } else {
                vec![]
            },
            points,
        }
    };
    let outage = |x: f64| 63_000.0 * 10f64.powf(3.0 - x);
    let tier = |x: f64| 3_200.0 * 10f64.powf(x - 3.0);
    spec(
        "Cost a year by availability",
        "The least total lies at 3.6 nines",
        Chart::Lines(Lines {
            from: 2.6,
            to: 4.4,
            ticks: [3.0, 3.5, 4.0]
                .map(|at| Tick {
                    at,
                    label: format!("{at} nines\n99.9…\nmin/month"),
                })
                .to_vec(),
            tick_labels: TickLabels::AtTick,
            format: NumberFormat {
                style: NumberStyle::Compact,
                prefix: "€".to_owned(),
                ..NumberFormat::default()
            },
            x_name: "Nines".to_owned(),
            series: vec![
                line("Outage cost", "a year, mean", &outage, true),
                line("Tier cost", "a year", &tier, false),
                line("Total", "", &|x| outage(x) + tier(x), false),
            ],
            notes: vec![Note {
                at: 3.65,
                title: "Least total €28k".to_owned(),
                note: "at 3.6 nines".to_owned(),
            }],
            regions: vec![Region {
                from: 3.45,
                to: 3.8,
                label: EndLabel {
                    text: "3.5–3.8 nines".to_owned(),
                    note: "Optimum in 90\u{202f}% of runs".to_owned(),
                },
            }],
            marks: vec![Mark {
                at: 2.9,
                label: EndLabel {
                    text: "Today".to_owned(),
                    note: "2.9 nines".to_owned(),
                },
            }],
            limit: None,
            total: Some(2),
            most: Some(180_000.0),
        }),
    )
}

pub fn points() -> ChartSpec {
    let at = |i: u64| LinePoint {
        x: 10.0 + scatter(i) * 2.0,
        y: 3.0 + scatter(i) * 2.4 + scatter(i + 900) * 1.5,
        label: format!("Week {i}"),
        formatted: format!("{:.0} min", (scatter(i) * 100.0).exp2().min(900.0)),
    };
    let tick = |at: f64, label: &str| Tick {
        at,
        label: label.to_owned(),
    };
    let fit = |x: f64| LinePoint {
        x,
        y: 3.75 + (x - 10.0) * 1.2,
        label: String::new(),
        formatted: String::new(),
    };
    let edge = |x: f64| Band {
        x,
        low: fit(x).y - 0.4,
        high: fit(x).y + 0.4,
    };
    spec(
        "Incident minutes against demand",
        "Incident minutes grow faster than demand",
        Chart::Points(Points {
            across: (9.8, 12.2),
            up: (2.5, 7.5),
            across_ticks: vec![tick(10.0, "€22k"), tick(11.0, "€60k"), tick(12.0, "€163k")],
            up_ticks: vec![tick(3.0, "20"), tick(5.0, "148"), tick(7.0, "1,097")],
            label_name: "Week".to_owned(),
            name: "Incident minutes".to_owned(),
            points: (0..70).map(at).collect(),
            fit: Line {
                name: "Slope 1.2".to_owned(),
                note: "0.8 to 1.6".to_owned(),
                points: [9.8, 12.2].map(fit).to_vec(),
                band: [9.8, 11.0, 12.2].map(edge).to_vec(),
            },
            notes: vec![],
            joined: false,
        }),
    )
}

pub fn dots() -> ChartSpec {
    spec(
        "When it pays back",
        "It pays back within three years in 33 of 50 runs",
        Chart::Dots(Dots {
            from: 0.0,
            to: 3.0,
            ticks: (0..4)
                .map(|year| Tick {
                    at: f64::from(year),
                    label: if year == 1 {
                        "1 year".to_owned()
                    } else {
                        year.to_string()
                    },
                })
                .collect(),
            name: "Pays back after".to_owned(),
            dots: (0..50u64)
                .map(|i| {
                    let value = 0.5 + scatter(i) * 4.0;
                    quantity(value, &format!("{value:.1} years"))
                })
                .collect(),
            filled_to: 3.0,
            mark: Some(Mark {
                at: 2.1,
                label: EndLabel {
                    text: "median 2.1 years".to_owned(),
                    note: String::new(),
                },
            }),
            beyond: "later, or never".to_owned(),
        }),
    )
}

pub fn tornado() -> ChartSpec {
    let swing = |label: &str, note: &str, low: f64, high: f64| Swing {
        label: label.to_owned(),
        note: note.to_owned(),
        low: quantity(low, &format!("€{low:.0}k")),
        high: quantity(high, &format!("€{high:.0}k")),
    };
    spec(
        "What the net value depends on",
        "Most depends on the cost of a minute",
        Chart::Tornado(Tornado {
            row_name: "Input".to_owned(),
            low_name: "At its low end".to_owned(),
            high_name: "At its high end".to_owned(),
            centre: quantity(14.0, "€14k"),
            rows: vec![
                swing("Cost per minute", "84–160 a minute", -30.0, 66.0),
                swing("Incidents a year", "20–31", -11.0, 41.0),
                swing("Yearly cost", "20k–41k", 38.0, -13.0),
                swing("Discount rate", "6–14\u{202f}%", 18.0, 10.0),
            ],
            limit: Some(Limit {
                value: 0.0,
                label: EndLabel {
                    text: "pays from here".to_owned(),
                    note: String::new(),
                },
            }),
        }),
    )
}

pub fn heat() -> ChartSpec {
    let cells = (0..168u32)
        .map(|hour| {
            let value = hourly(hour as usize, 290.0);
            HeatCell {
                row: hour / 24,
                column: hour % 24,
                value,
                formatted: format!("€{value:.0}/min"),
            }
        })
        .collect();
    spec(
        "Cost of a full-outage minute by hour of week",
        "A minute costs most in the evening, above all on weekends",
        Chart::HeatMap(HeatMap {
            rows: DAYS.iter().map(|d| (*d).to_owned()).collect(),
            columns: (0..24).map(|h| format!("{h:02}:00")).collect(),
            column_name: "Hour".to_owned(),
            value_name: "Cost per minute".to_owned(),
            cells,
        }),
    )
}

const SERVICES: [&str; 8] = [
    "Checkout",
    "Payments",
    "Search",
    "Product pages",
    "Accounts",
    "Order e-mails",
    "Partner API",
    "Back office",
];

pub fn bars() -> ChartSpec {
    let rows = SERVICES
        .iter()
        .enumerate()
        .map(|(i, name)| {
            let value = 110.0 / (1.0 + i as f64 * 0.8);
            Bar {
                label: (*name).to_owned(),
                note: String::new(),
                value: quantity(value, &format!("€{value:.0}/min")),
                range: Some(Interval {
                    low: value * 0.67,
                    high: value * 1.36,
                    formatted: format!("{:.0}–{:.0}", value * 0.67, value * 1.36),
                }),
                mark: Some(quantity(value * 2.6, &format!("€{:.0}/min", value * 2.6))),
            }
        })
        .collect();
    spec(
        "Cost per minute by service",
        "A minute of Checkout costs €110 on average and €286 at its peak",
        Chart::Bars(Bars {
            row_name: "Service".to_owned(),
            value_name: "Average".to_owned(),
            mark_name: "Peak hour".to_owned(),
            range_name: "90\u{202f}% range".to_owned(),
            rows,
            limit: Some(Limit {
                value: 150.0,
                label: end("Assumed €150/min", "in the contract"),
            }),
        }),
    )
}

pub fn bullets() -> ChartSpec {
    let used = [683.0, 120.0, 0.0, 44.0, 3_900.0, 61.0, 210.0, 30.0];
    let allowed = [526.0, 526.0, 526.0, 263.0, 53.0, 5_256.0, 526.0, f64::NAN];
    let rows = (0..8)
        .map(|i| Bullet {
            label: SERVICES[i].to_owned(),
            note: if allowed[i].is_nan() {
                "no target set".to_owned()
            } else {
                format!("target {}", ["99.9", "99.95", "99.99", "99"][i % 4])
            },
            used: quantity(used[i], &format!("{} min", used[i])),
            allowed: (!allowed[i].is_nan())
                .then(|| quantity(allowed[i], &format!("{} min", allowed[i]))),
        })
        .collect();
    spec(
        "Downtime used against allowed",
        "Checkout and Accounts used more than they are allowed",
        Chart::Bullets(Bullets {
            row_name: "Service".to_owned(),
            used_name: "Used".to_owned(),
            over_name: "Used, over".to_owned(),
            allowed_name: "Allowed".to_owned(),
            rows,
        }),
    )
}

/// Eight lanes of `each` incidents.
pub fn timeline(each: u64) -> ChartSpec {
    let lanes = SERVICES
        .iter()
        .enumerate()
        .map(|(s, name)| {
            let spans = (0..each / (1 + s as u64 / 3))
                .map(|i| {
                    let seed = i * 8 + s as u64;
                    let day = 365.0 * scatter(seed);
                    let minutes = 5.0 + 400.0 * scatter(seed + 77_777).powi(3);
                    let impact = [0.1, 0.3, 0.5, 0.7, 1.0][(seed % 5) as usize];
                    let start_ms = START + (day * DAY as f64) as i64;
                    Span {
                        of: None,
                        start_ms,
                        end_ms: start_ms + (minutes * 60_000.0) as i64,
                        impact,
                        label: format!("day {day:.0}"),
                        formatted: format!("{minutes:.0} min at {:.0}\u{202f}%", impact * 100.0),
                    }
                })
                .collect::<Vec<_>>();
            Lane {
                label: (*name).to_owned(),
                figure: format!("{} incidents", spans.len()),
                spans,
            }
        })
        .collect();
    spec(
        "Incidents over the year",
        "Checkout was hit most often",
        Chart::Timeline(Timeline {
            start_ms: START,
            end_ms: START + 365 * DAY,
            ticks: months(),
            lane_name: "Service".to_owned(),
            time_name: "Started".to_owned(),
            value_name: "Length and impact".to_owned(),
            lanes,
        }),
    )
}

pub fn waterfall() -> ChartSpec {
    let line =
        |label: &str, note: &str, value: f64, text: &str, range: (f64, f64, &str), kind| Cost {
            label: label.to_owned(),
            note: note.to_owned(),
            amount: quantity(value, text),
            range: Some(Interval {
                low: range.0,
                high: range.1,
                formatted: range.2.to_owned(),
            }),
            kind,
        };
    let part = CostKind::Part;
    let lines = vec![
        line(
            "Lost revenue",
            "77 min × 70\u{202f}% × €197",
            10_617.0,
            "€10,617",
            (8_900.0, 12_000.0, "8.9k–12k"),
            part,
        ),
        line(
            "Less recaptured",
            "sales above expected until 01:31",
            -1_911.0,
            "−€1,911",
            (-2_700.0, -1_100.0, "−2.7k to −1.1k"),
            part,
        ),
        line(
            "Responders",
            "12 people, 4 roles",
            1_328.0,
            "€1,328",
            (1_328.0, 1_328.0, "exact"),
            part,
        ),
        line(
            "Contacts",
            "310 × €4.10",
            1_271.0,
            "€1,271",
            (1_271.0, 1_271.0, "exact"),
            part,
        ),
        line(
            "SLA credits",
            "2 partner contracts",
            640.0,
            "€640",
            (640.0, 640.0, "exact"),
            part,
        ),
        line(
            "Churn",
            "27 customers × €62",
            1_674.0,
            "€1,674",
            (0.0, 4_100.0, "0–4.1k"),
            part,
        ),
        line(
            "Total",
            "",
            13_619.0,
            "€13,619",
            (11_000.0, 16_000.0, "11k–16k"),
            CostKind::Total,
        ),
    ];
    spec(
        "What it cost",
        "Lost revenue is most of the €13,619",
        Chart::Waterfall(Waterfall {
            row_name: "Line".to_owned(),
            value_name: "Amount".to_owned(),
            range_name: "90\u{202f}% range".to_owned(),
            lines,
        }),
    )
}

pub fn empty() -> ChartSpec {
    spec(
        "Incidents over the year",
        "",
        Chart::HeatMap(HeatMap {
            rows: Vec::new(),
            columns: Vec::new(),
            column_name: "Hour".to_owned(),
            value_name: "Cost per minute".to_owned(),
            cells: Vec::new(),
        }),
    )
}
