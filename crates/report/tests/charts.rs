//! What every chart promises, whatever it is given.

#[path = "../examples/gallery/specs.rs"]
mod specs;

use ninefold_report::{
    Bar, Bars, Chart, ChartSpec, Drawing, HeatCell, HeatMap, NumberStyle, Span, Step, Theme,
    natural_height, render_chart,
};

const WIDTHS: [u32; 4] = [360, 716, 1024, 1400];

fn draw(spec: &ChartSpec, width: u32) -> Drawing {
    render_chart(spec, Theme::Light, width, natural_height(spec, width))
}

fn nodes(svg: &str) -> usize {
    svg.matches('<').count() - svg.matches("</").count()
}

/// A text on the drawing, in pixels.
#[derive(Debug)]
struct Word {
    left: f64,
    right: f64,
    top: f64,
    baseline: f64,
    text: String,
}

/// All texts. Widths are a little less than they are set, so that texts that
/// overlap here do overlap.
fn words(drawing: &Drawing) -> Vec<Word> {
    let attribute = |tag: &str, name: &str| -> Option<String> {
        let start = tag.find(&format!(" {name}=\""))? + name.len() + 3;
        let end = start + tag[start..].find('"')?;
        Some(tag[start..end].to_owned())
    };
    let pixels = |tag: &str, name: &str| -> f64 {
        let value = attribute(tag, name).expect(name);
        value.parse::<f64>().expect("a number") / 8.0
    };
    drawing
        .svg
        .lines()
        .filter(|line| line.starts_with("<text"))
        .map(|line| {
            let (tag, rest) = line.split_once('>').expect("a whole tag");
            let text = rest.trim_end_matches("</text>").to_owned();
            let (x, baseline) = (pixels(tag, "x"), pixels(tag, "y"));
            let size = pixels(tag, "font-size");
            let width = text.chars().count() as f64 * size * 0.45;
            let left = match attribute(tag, "text-anchor").as_deref() {
                Some("end") => x - width,
                Some(other) => panic!("no text is anchored at its {other}"),
                None => x,
            };
            Word {
                left,
                right: left + width,
                top: baseline - size * 0.7,
                baseline,
                text,
            }
        })
        .collect()
}

/// Every figure of the table, in the points' order, with its label.
fn figures(drawing: &Drawing) -> Vec<(String, String)> {
    let long = drawing.table.columns.len() == 3
        && drawing
            .table
            .rows
            .iter()
            .zip(&drawing.points)
            .all(|(row, point)| row[0] == drawing.series[point.series as usize]);
    if long {
        let figure = |row: &Vec<String>| (row[1].clone(), row[2].clone());
        return drawing.table.rows.iter().map(figure).collect();
    }
    (0..drawing.series.len())
        .flat_map(|series| {
            let figure = move |row: &Vec<String>| (row[0].clone(), row[series + 1].clone());
            drawing.table.rows.iter().map(figure)
        })
        .filter(|(_, figure)| figure != "—")
        .collect()
}

#[test]
fn the_table_says_what_the_points_say() {
    for (name, spec) in specs::all() {
        for width in WIDTHS {
            let drawing = draw(&spec, width);
            let points: Vec<_> = drawing
                .points
                .iter()
                .map(|p| (p.label.clone(), p.formatted.clone()))
                .collect();
            assert_eq!(figures(&drawing), points, "{name} at {width}");
            for row in &drawing.table.rows {
                assert_eq!(row.len(), drawing.table.columns.len(), "{name}: {row:?}");
            }
        }
    }
}

#[test]
fn points_lie_on_the_drawing_in_reading_order() {
    for (name, spec) in specs::all() {
        let drawing = draw(&spec, 716);
        for point in &drawing.points {
            assert!((point.series as usize) < drawing.series.len(), "{name}");
            let plot = drawing.plot_rect;
            assert!(
                (plot.x - 0.5..=plot.x + plot.width + 4.0).contains(&point.x)
                    && (plot.y - 0.5..=plot.y + plot.height + 0.5).contains(&point.y),
                "{name}: {point:?} outside {plot:?}"
            );
        }
        assert!(drawing.points.is_sorted_by_key(|p| p.series), "{name}");
    }
    for spec in [specs::budget(), specs::lines(), specs::heat()] {
        for series in draw(&spec, 716)
            .points
            .chunk_by(|a, b| a.series == b.series)
        {
            assert!(series.is_sorted_by(|a, b| a.x <= b.x), "{}", spec.title);
        }
    }
}

#[test]
fn every_chart_has_title_description_role_and_few_nodes() {
    for (name, spec) in specs::all() {
        for width in WIDTHS {
            for theme in [Theme::App, Theme::Light, Theme::Dark] {
                let drawing = render_chart(&spec, theme, width, natural_height(&spec, width));
                let svg = &drawing.svg;
                assert!(svg.contains("role=\"img\""), "{name}");
                assert!(
                    svg.contains(&format!("<title>{}</title>", spec.title)),
                    "{name}"
                );
                assert!(
                    svg.contains(&format!("<desc>{}</desc>", drawing.summary)),
                    "{name}"
                );
                assert!(nodes(svg) <= 2_000, "{name}: {} nodes", nodes(svg));
                assert!(svg.ends_with("</svg>\n"), "{name}");
                assert_eq!(svg.contains("var(--"), theme == Theme::App, "{name}");
            }
        }
    }
}

#[test]
fn no_two_words_overlap_and_none_leave_the_drawing() {
    for (name, spec) in specs::all() {
        for width in WIDTHS {
            let drawing = draw(&spec, width);
            let words = words(&drawing);
            for (i, a) in words.iter().enumerate() {
                assert!(
                    a.baseline <= f64::from(drawing.height)
                        && a.top >= -0.5
                        && a.left >= -0.5
                        && a.right <= f64::from(width),
                    "{name} at {width}: {a:?} leaves the drawing"
                );
                for b in &words[i + 1..] {
                    let apart = a.right <= b.left
                        || b.right <= a.left
                        || a.baseline <= b.top
                        || b.baseline <= a.top;
                    assert!(apart, "{name} at {width}: {a:?} on {b:?}");
                }
            }
        }
    }
}

#[test]
fn labels_at_equal_ends_are_pushed_apart() {
    let mut spec = specs::lines();
    let Chart::Lines(chart) = &mut spec.chart else {
        panic!("lines draw lines")
    };
    for series in &mut chart.series {
        for point in &mut series.points {
            point.y = 50.0;
        }
    }
    let names: Vec<String> = chart.series.iter().map(|s| s.name.clone()).collect();
    let mut baselines: Vec<f64> = words(&draw(&spec, 716))
        .iter()
        .filter(|w| names.contains(&w.text))
        .map(|w| w.baseline)
        .collect();
    baselines.sort_by(f64::total_cmp);
    assert_eq!(baselines.len(), 5);
    assert!(
        baselines.windows(2).all(|w| w[1] - w[0] >= 14.0),
        "{baselines:?}"
    );
}

#[test]
fn text_is_escaped_and_cannot_break_out() {
    let hostile = "<script>alert(\"1\" & '2')</script>\n\u{0}stroke=\"#010203\"";
    let mut spec = specs::bars();
    spec.title = hostile.to_owned();
    spec.description = hostile.to_owned();
    let Chart::Bars(chart) = &mut spec.chart else {
        panic!("bars draw bars")
    };
    chart.rows[0].label = hostile.to_owned();
    chart.rows[0].value.formatted = hostile.to_owned();
    let drawing = draw(&spec, 1400);
    assert!(!drawing.svg.contains("<script"));
    assert!(!drawing.svg.contains('\u{0}'));
    assert!(
        drawing
            .svg
            .contains("&lt;script&gt;alert(&quot;1&quot; &amp; ")
    );
    let clean = draw(&specs::bars(), 1400);
    assert_eq!(nodes(&drawing.svg), nodes(&clean.svg));
    assert_eq!(drawing.points[0].label, hostile, "read-outs keep the text");
}

#[test]
fn nothing_to_draw_is_a_sentence() {
    let mut specs: Vec<ChartSpec> = specs::all().into_iter().map(|(_, spec)| spec).collect();
    for spec in &mut specs {
        match &mut spec.chart {
            Chart::BudgetUse(c) => c.steps.clear(),
            Chart::Lines(c) => c.series.clear(),
            Chart::HeatMap(c) => c.cells.clear(),
            Chart::Bars(c) => c.rows.clear(),
            Chart::Bullets(c) => c.rows.clear(),
            Chart::Timeline(c) => c.lanes.iter_mut().for_each(|l| l.spans.clear()),
            Chart::Waterfall(c) => c.lines.clear(),
            Chart::Points(c) => c.points.clear(),
            Chart::Dots(c) => c.dots.clear(),
            Chart::Tornado(c) => c.rows.clear(),
        }
        let drawing = draw(spec, 360);
        assert!(drawing.points.is_empty() && drawing.table.rows.is_empty());
        assert!(
            drawing.summary.starts_with(&spec.empty),
            "{}",
            drawing.summary
        );
        let said: Vec<String> = words(&drawing).into_iter().map(|w| w.text).collect();
        assert_eq!(said.join(" "), spec.empty);
    }
}

#[test]
fn values_that_are_no_numbers_are_left_out_and_said_so() {
    let bad = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, f64::MAX];
    let mut lines = specs::lines();
    let Chart::Lines(chart) = &mut lines.chart else {
        panic!("lines draw lines")
    };
    for (point, value) in chart.series[0].points[10..].iter_mut().zip(bad) {
        point.y = value;
    }
    let drawing = draw(&lines, 716);
    assert_eq!(drawing.points.len(), 5 * 168 - 4);
    assert!(
        drawing.summary.contains("4 values are not drawn"),
        "{}",
        drawing.summary
    );

    let mut heat = specs::heat();
    let Chart::HeatMap(chart) = &mut heat.chart else {
        panic!("heat draws a heat map")
    };
    chart.cells[0].value = f64::NAN;
    chart.cells[1].row = 99;
    let drawing = draw(&heat, 716);
    assert_eq!(drawing.points.len(), 166);
    assert!(
        drawing.summary.contains("2 values are not drawn"),
        "{}",
        drawing.summary
    );

    for (name, mut spec) in specs::all() {
        match &mut spec.chart {
            Chart::BudgetUse(c) => {
                c.steps[3].total = f64::NAN;
                c.notes[0].at = f64::NAN;
                c.limit.as_mut().expect("a limit").value = f64::INFINITY;
            }
            Chart::Bars(c) => {
                c.rows[2].value.value = f64::NAN;
                c.rows[3].range.as_mut().expect("a range").high = f64::NAN;
                c.rows[4].mark.as_mut().expect("a mark").value = f64::INFINITY;
            }
            Chart::Bullets(c) => c.rows[1].used.value = f64::NEG_INFINITY,
            Chart::Timeline(c) => c.lanes[0].spans[0].impact = f64::NAN,
            Chart::Waterfall(c) => c.lines[1].amount.value = f64::NAN,
            Chart::Points(c) => c.points[5].y = f64::NAN,
            Chart::Tornado(c) => c.rows[2].high.value = f64::INFINITY,
            // An outcome that never comes stands beside the axis.
            Chart::Dots(_) | Chart::Lines(_) | Chart::HeatMap(_) => continue,
        }
        let drawing = draw(&spec, 716);
        assert!(!drawing.points.is_empty(), "{name}");
        assert!(
            drawing.summary.contains("1 value is not drawn"),
            "{name}: {}",
            drawing.summary
        );
        assert!(
            !drawing.svg.contains("NaN") && !drawing.svg.contains("inf\""),
            "{name}"
        );
    }
}

#[test]
fn outcomes_that_never_come_stand_beside_the_axis() {
    let mut spec = specs::dots();
    let Chart::Dots(chart) = &mut spec.chart else {
        panic!("dots draw dots")
    };
    for dot in &mut chart.dots[..10] {
        dot.value = f64::INFINITY;
    }
    let axis_end = 3.0;
    let late = chart.dots.iter().filter(|d| d.value > axis_end).count();
    let drawing = draw(&spec, 716);
    assert_eq!(drawing.points.len(), 50, "every outcome is a dot");
    let (on, beside) = drawing.points.split_at(50 - late);
    let rightmost = on.iter().map(|p| p.x).fold(0.0, f64::max);
    assert!(beside.iter().all(|p| p.x > rightmost + 10.0));
    assert!(
        drawing.summary.contains(&format!("{late} of 50")),
        "{}",
        drawing.summary
    );
}

#[test]
fn places_on_an_axis_are_named_in_the_summary() {
    let drawing = draw(&specs::tiers(), 716);
    assert!(
        drawing.summary.contains("Today: 2.9 nines") && drawing.summary.contains("3.5–3.8 nines"),
        "{}",
        drawing.summary
    );
    let said: Vec<String> = words(&drawing).into_iter().map(|w| w.text).collect();
    assert!(said.iter().any(|w| w == "Today"), "{said:?}");
}

#[test]
fn one_datum_zeros_and_huge_values_are_drawn() {
    let bar = |value: f64| Bar {
        label: format!("{value:e}"),
        note: String::new(),
        value: specs::quantity(value, "x"),
        range: None,
        mark: None,
    };
    for values in [
        vec![0.0],
        vec![0.0, 0.0, 0.0],
        vec![5e-324, 1e-310],
        vec![1e299, -1e300, 1.0],
        vec![9e15, 9e15 + 2.0],
    ] {
        let bars = specs::spec(
            "Bars",
            "",
            Chart::Bars(Bars {
                row_name: "Row".to_owned(),
                value_name: "Value".to_owned(),
                mark_name: String::new(),
                range_name: String::new(),
                rows: values.iter().map(|v| bar(*v)).collect(),
                limit: None,
            }),
        );
        assert_eq!(draw(&bars, 716).points.len(), values.len(), "{values:?}");

        let mut budget = specs::budget();
        let Chart::BudgetUse(chart) = &mut budget.chart else {
            panic!("budget draws a budget")
        };
        let at = chart.steps[0].at_ms;
        let step = |(i, total): (usize, &f64)| Step {
            at_ms: at + i as i64 * 86_400_000 * 30,
            total: *total,
            label: format!("step {i}"),
            formatted: format!("{total:e}"),
        };
        chart.steps = values.iter().enumerate().map(step).collect();
        assert_eq!(draw(&budget, 716).points.len(), values.len(), "{values:?}");

        let cell = |(i, value): (usize, &f64)| HeatCell {
            row: 0,
            column: i as u32,
            value: *value,
            formatted: format!("{value:e}"),
        };
        let heat = specs::spec(
            "Heat",
            "",
            Chart::HeatMap(HeatMap {
                rows: vec!["row".to_owned()],
                columns: (0..values.len()).map(|i| i.to_string()).collect(),
                column_name: "Column".to_owned(),
                value_name: "Value".to_owned(),
                cells: values.iter().enumerate().map(cell).collect(),
            }),
        );
        let drawing = draw(&heat, 360);
        assert_eq!(drawing.points.len(), values.len(), "{values:?}");
        assert!(!drawing.svg.contains("NaN"), "{values:?}");
    }
}

#[test]
fn a_hundred_thousand_incidents_become_few_bars() {
    let mut spec = specs::timeline(1);
    let Chart::Timeline(chart) = &mut spec.chart else {
        panic!("timelines draw timelines")
    };
    let (start, length) = (chart.start_ms, chart.end_ms - chart.start_ms);
    for (lane, row) in chart.lanes.iter_mut().enumerate() {
        row.spans = (0..12_500i64)
            .map(|i| {
                let start_ms = start + (i * 7_919 % 12_500) * (length / 12_500);
                Span {
                    of: None,
                    start_ms,
                    end_ms: start_ms + 600_000,
                    impact: if i == 6_000 && lane == 3 { 1.0 } else { 0.2 },
                    label: i.to_string(),
                    formatted: if i == 6_000 { "the worst" } else { "minor" }.to_owned(),
                }
            })
            .collect();
    }
    for width in WIDTHS {
        let began = std::time::Instant::now();
        let drawing = draw(&spec, width);
        println!("100,000 incidents at {width} px: {:.1?}", began.elapsed());
        assert!(
            nodes(&drawing.svg) <= 2_000,
            "{} nodes",
            nodes(&drawing.svg)
        );
        assert!(drawing.summary.contains("100000 incidents are drawn as"));
        let counted: usize = drawing
            .points
            .iter()
            .map(|p| match p.formatted.split_once(" incidents") {
                Some((count, _)) => count.parse::<usize>().expect("a count"),
                None => 1,
            })
            .sum();
        assert_eq!(counted, 100_000, "every incident is in some bar");
        let worst =
            |p: &&ninefold_report::Point| p.series == 3 && p.formatted.contains("the worst");
        assert_eq!(drawing.points.iter().filter(worst).count(), 1);
    }
}

#[test]
fn many_rows_lanes_and_points_stay_under_the_cap_and_say_so() {
    let mut bars = specs::bars();
    let mut lanes = specs::timeline(1);
    let mut lines = specs::lines();
    let mut budget = specs::budget();
    let mut waterfall = specs::waterfall();
    let mut bullets = specs::bullets();
    if let Chart::Bars(c) = &mut bars.chart {
        c.rows = c.rows.iter().cycle().take(5_000).cloned().collect();
    }
    if let Chart::Bullets(c) = &mut bullets.chart {
        c.rows = c.rows.iter().cycle().take(5_000).cloned().collect();
    }
    if let Chart::Waterfall(c) = &mut waterfall.chart {
        c.lines = c.lines.iter().cycle().take(5_000).cloned().collect();
    }
    if let Chart::Timeline(c) = &mut lanes.chart {
        c.lanes = c.lanes.iter().cycle().take(5_000).cloned().collect();
    }
    if let Chart::Lines(c) = &mut lines.chart {
        let x = |i: usize| i as f64 * 168.0 / 20_000.0;
        for series in &mut c.series {
            let points = series.points.iter().cycle().take(20_000).enumerate();
            series.points = points
                .map(|(i, p)| {
                    let mut p = p.clone();
                    p.x = x(i);
                    p.y = if i % 3 == 0 { f64::NAN } else { p.y };
                    p
                })
                .collect();
            series.band.clear();
        }
    }
    if let Chart::BudgetUse(c) = &mut budget.chart {
        let (first, length) = (c.steps[0].clone(), c.end_ms - c.start_ms);
        c.steps = (0..50_000i64)
            .map(|i| Step {
                at_ms: c.start_ms + i * length / 50_000,
                total: i as f64 / 50.0,
                ..first.clone()
            })
            .collect();
    }
    for spec in [bars, bullets, waterfall, lanes, lines, budget] {
        for (width, height) in [(360, 8_000), (1400, 8_000), (716, 300)] {
            let began = std::time::Instant::now();
            let drawing = render_chart(&spec, Theme::Light, width, height);
            let title = &spec.title;
            println!("{title} at {width} × {height}: {:.1?}", began.elapsed());
            assert!(
                nodes(&drawing.svg) <= 2_000,
                "{title}: {}",
                nodes(&drawing.svg)
            );
            assert!(drawing.points.len() <= 5 * 2 * 1_400, "{title}");
            let said =
                drawing.summary.contains("do not fit") || drawing.summary.contains("are drawn as");
            assert!(said, "{title}: {}", drawing.summary);
        }
    }
}

#[test]
fn a_band_above_the_axis_is_cut_where_it_crosses() {
    let mut spec = specs::tiers();
    let cut = draw(&spec, 716);
    let Chart::Lines(chart) = &mut spec.chart else {
        panic!("tiers draw lines")
    };
    // The band reaches 300,000, the axis the next round number above 180,000.
    chart.most = None;
    let whole = draw(&spec, 716);
    let top = |drawing: &Drawing| drawing.plot_rect.y;
    assert_eq!(
        top(&cut),
        top(&whole),
        "both plots begin at the same height"
    );
    let first = |drawing: &Drawing| drawing.points[0].y;
    assert!(first(&cut) < first(&whole), "what is left has more room");
    for drawing in [&cut, &whole] {
        for pair in drawing.svg.split("points=\"").skip(1) {
            let path = pair.split('"').next().unwrap_or_default();
            for y in path.split_whitespace().filter_map(|p| p.split(',').nth(1)) {
                let y: f64 = y.parse().expect("a number");
                assert!(
                    y >= top(drawing) - 1.0,
                    "nothing is drawn above the plot: {y}"
                );
            }
        }
    }
    // A tick's label in three rows, and the words at the least total.
    for wanted in ["3.5 nines", "min/month", "Least total €28k"] {
        assert!(
            words(&cut).iter().any(|w| w.text == wanted),
            "{wanted} is written"
        );
    }
}

#[test]
fn hidden_amounts_leave_no_number_on_the_axis() {
    let mut spec = specs::lines();
    let Chart::Lines(chart) = &mut spec.chart else {
        panic!("lines draw lines")
    };
    chart.format.style = NumberStyle::Hidden;
    chart.notes.clear();
    for point in chart.series.iter_mut().flat_map(|s| &mut s.points) {
        point.formatted = "hidden".to_owned();
    }
    chart.series[0].note.clear();
    let drawing = draw(&spec, 716);
    for Word { text, .. } in words(&drawing) {
        assert!(!text.contains(|c: char| c.is_ascii_digit()), "{text}");
    }
}

#[test]
fn specs_and_drawings_travel_as_json() {
    for (name, spec) in specs::all() {
        if name.contains("100k") {
            continue;
        }
        let json = serde_json::to_string(&spec).expect("a spec is JSON");
        let back: ChartSpec = serde_json::from_str(&json).expect("and is read back");
        let drawing = draw(&spec, 716);
        assert_eq!(drawing.svg, draw(&back, 716).svg, "{name}");
        let json = serde_json::to_string(&drawing).expect("a drawing is JSON");
        let back: Drawing = serde_json::from_str(&json).expect("and is read back");
        assert_eq!(drawing.points.len(), back.points.len(), "{name}");
        assert_eq!(drawing.table, back.table, "{name}");
    }
}

#[test]
fn the_same_spec_draws_the_same_bytes() {
    for (name, spec) in specs::all() {
        assert_eq!(draw(&spec, 716).svg, draw(&spec, 716).svg, "{name}");
    }
}

#[test]
fn any_size_and_any_period_draw_something() {
    for (name, mut spec) in specs::all() {
        for (width, height) in [
            (0, 0),
            (160, 72),
            (161, 5_000),
            (4_000, 72),
            (u32::MAX, u32::MAX),
        ] {
            let drawing = render_chart(&spec, Theme::Dark, width, height);
            assert!(
                drawing.svg.ends_with("</svg>\n"),
                "{name} at {width} × {height}"
            );
            assert!(nodes(&drawing.svg) <= 2_000, "{name} at {width} × {height}");
        }
        for (start, end) in [(i64::MIN, i64::MAX), (5, 5), (7, 3), (0, 1)] {
            match &mut spec.chart {
                Chart::BudgetUse(c) => (c.start_ms, c.end_ms) = (start, end),
                Chart::Timeline(c) => (c.start_ms, c.end_ms) = (start, end),
                Chart::Lines(c) => (c.from, c.to) = (start as f64, end as f64),
                _ => continue,
            }
            let drawing = draw(&spec, 716);
            assert!(!drawing.svg.contains("NaN"), "{name} from {start} to {end}");
            assert!(!drawing.summary.is_empty(), "{name} from {start} to {end}");
        }
    }
}
