//! The surface charts are drawn on: plotters' SVG backend with this product's
//! colours, type and eighth-of-a-pixel positions.
//!
//! plotters places things on whole pixels and knows neither dashes, halos nor
//! CSS variables. So the drawing is made eight times larger and scaled back by
//! the `viewBox`, and every colour handed to plotters is a code: its three
//! bytes name a [`Paint`], a [`Dash`] and flags. [`Sheet::finish`] reads the
//! backend's output line by line and writes the real attributes.

use std::fmt::Write as _;
use std::ops::Range;
use std::sync::Once;

use plotters::chart::{ChartBuilder, ChartContext};
use plotters::coord::Shift;
use plotters::coord::types::RangedCoordf64;
use plotters::prelude::{
    Cartesian2d, Circle, Color, DrawingArea, IntoDrawingArea, LineSeries, PathElement, Polygon,
    RGBColor, Rectangle, SVGBackend, Text,
};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{FontDesc, FontFamily, FontStyle, RGBAColor, ShapeStyle, register_font};

use crate::chart::{Rect, Theme};

/// Drawing units in one pixel.
const FINE: f64 = 8.0;

/// plotters writes the font size it is asked for divided by this.
const PLOTTERS_FONT_RATIO: f64 = 1.24;

/// plotters measures at the font's full line height, which for Inter is this
/// many times its size.
const INTER_LINE_HEIGHT: f64 = 2478.0 / 2048.0;

/// A colour by its role; the theme decides what it looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Paint {
    Surface,
    Ink,
    Muted,
    Grid,
    Axis,
    Series1,
    Series2,
    Series3,
    Series4,
    Series5,
    Band,
    Over,
    OverFill,
}

impl Paint {
    /// Each paint with its custom property and its light and dark colour.
    const ALL: [(Self, &'static str, &'static str, &'static str); 13] = [
        (Self::Surface, "--surface", "#ffffff", "#14171c"),
        (Self::Ink, "--ink", "#1f2328", "#f1f3f5"),
        (Self::Muted, "--ink-muted", "#555d66", "#a9b2bd"),
        (Self::Grid, "--chart-grid", "#e9ebee", "#242a32"),
        (Self::Axis, "--chart-axis", "#848d97", "#6b7683"),
        (Self::Series1, "--chart-1", "#0072b2", "#56b4e9"),
        (Self::Series2, "--chart-2", "#d55e00", "#e69f00"),
        (Self::Series3, "--chart-3", "#cc79a7", "#cc79a7"),
        (Self::Series4, "--chart-4", "#1f2328", "#f5f7fa"),
        (Self::Series5, "--chart-5", "#009e73", "#009e73"),
        (Self::Band, "--chart-band", "#d9e8f3", "#1d3547"),
        (Self::Over, "--state-over", "#a8321a", "#ff9c85"),
        (Self::OverFill, "--state-over-fill", "#fbeae6", "#37201c"),
    ];

    /// The colour of the series at `index`, which is below five.
    pub(crate) fn series(index: usize) -> Self {
        [
            Self::Series1,
            Self::Series2,
            Self::Series3,
            Self::Series4,
            Self::Series5,
        ][index % 5]
    }

    /// The limit is drawn in the second series' vermilion.
    pub(crate) const LIMIT: Self = Self::Series2;

    fn css(code: u8, theme: Theme) -> String {
        let (_, property, light, dark) = Self::ALL[usize::from(code) % Self::ALL.len()];
        match theme {
            Theme::App => format!("var({property})"),
            Theme::Light => light.to_owned(),
            Theme::Dark => dark.to_owned(),
        }
    }
}

/// How a stroke is broken, so that lines differ without colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Dash {
    Solid,
    Long,
    Dots,
    Mixed,
    Wide,
}

impl Dash {
    const PATTERNS: [&'static [u32]; 5] = [&[], &[7, 4], &[2, 3], &[9, 3, 2, 3], &[14, 4]];

    /// The dash of the series at `index`, which is below five.
    pub(crate) fn series(index: usize) -> Self {
        [Self::Solid, Self::Long, Self::Dots, Self::Mixed, Self::Wide][index % 5]
    }
}

/// Which side of its place a text lies on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Anchor {
    Start,
    End,
}

/// The three ways a chart writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Type {
    /// Names and figures.
    Label,
    /// What stands under them.
    Sub,
    /// A sentence in place of a chart.
    Sentence,
}

impl Type {
    /// Size in pixels, weight and paint.
    fn face(self) -> (f64, FontStyle, Paint) {
        match self {
            Self::Label => (12.0, FontStyle::Bold, Paint::Ink),
            Self::Sub => (11.0, FontStyle::Normal, Paint::Muted),
            Self::Sentence => (13.0, FontStyle::Normal, Paint::Muted),
        }
    }

    /// From one baseline to the next.
    pub(crate) fn line(self) -> f64 {
        match self {
            Self::Label | Self::Sub => 14.0,
            Self::Sentence => 19.0,
        }
    }

    /// From the baseline up to the top of a capital.
    pub(crate) fn cap(self) -> f64 {
        self.face().0 * 0.73
    }
}

/// A text without its place.
#[derive(Clone, Copy)]
pub(crate) struct Words<'t> {
    pub text: &'t str,
    pub face: Type,
    pub anchor: Anchor,
    /// Set off from what lies below by a rim in the surface's colour.
    pub halo: bool,
    /// Another paint than the face's own.
    pub paint: Option<Paint>,
}

impl<'t> Words<'t> {
    pub(crate) fn new(text: &'t str, face: Type, anchor: Anchor) -> Self {
        Self {
            text,
            face,
            anchor,
            halo: false,
            paint: None,
        }
    }

    pub(crate) fn with_halo(self) -> Self {
        Self { halo: true, ..self }
    }
}

const HALO: u8 = 1;

fn code(paint: Paint, dash: Dash, flags: u8) -> RGBColor {
    RGBColor(paint as u8, dash as u8, flags)
}

fn stroke(paint: Paint, dash: Dash, width: f64) -> ShapeStyle {
    ShapeStyle::from(code(paint, dash, 0)).stroke_width((width * FINE).round() as u32)
}

fn fill(paint: Paint, opacity: f64) -> ShapeStyle {
    let color: RGBAColor = code(paint, Dash::Solid, 0).mix((opacity * 100.0).round() / 100.0);
    color.filled()
}

fn fine(v: f64) -> i32 {
    (v * FINE).round() as i32
}

/// A sheet of pixels being drawn on.
pub(crate) struct Sheet<'b> {
    root: DrawingArea<SVGBackend<'b>, Shift>,
    /// Width in pixels.
    pub width: f64,
    /// Height in pixels.
    pub height: f64,
}

// Drawing on the SVG backend appends to a string and has no way to fail;
// plotters' results only matter for backends that write to a device. They are
// dropped in this one file.
impl<'b> Sheet<'b> {
    /// Starts a drawing that goes to `raw`.
    pub(crate) fn new(raw: &'b mut String, width: u32, height: u32) -> Self {
        load_fonts();
        let size = (width * FINE as u32, height * FINE as u32);
        Self {
            root: SVGBackend::with_string(raw, size).into_drawing_area(),
            width: f64::from(width),
            height: f64::from(height),
        }
    }

    /// A plot inside the sheet with `x` and `y` as its axes.
    pub(crate) fn plot(&self, place: Rect, x: Range<f64>, y: Range<f64>) -> Plot<'b> {
        let area = self.root.clone().shrink(
            (fine(place.x), fine(place.y)),
            (fine(place.width), fine(place.height)),
        );
        Plot {
            chart: ChartBuilder::on(&area)
                .build_cartesian_2d(x, y)
                .expect("a chart without title and margins has nothing to lay out"),
            place,
        }
    }

    pub(crate) fn line(&self, from: (f64, f64), to: (f64, f64), paint: Paint, width: f64) {
        self.path(&[from, to], paint, Dash::Solid, width);
    }

    pub(crate) fn path(&self, points: &[(f64, f64)], paint: Paint, dash: Dash, width: f64) {
        let points: Vec<_> = points.iter().map(|p| (fine(p.0), fine(p.1))).collect();
        let element = PathElement::new(points, stroke(paint, dash, width));
        self.root.draw(&element).ok();
    }

    pub(crate) fn rect(&self, place: Rect, paint: Paint, opacity: f64) {
        let corners = [
            (fine(place.x), fine(place.y)),
            (fine(place.right()), fine(place.bottom())),
        ];
        self.root
            .draw(&Rectangle::new(corners, fill(paint, opacity)))
            .ok();
    }

    /// The edge of `place`, drawn inside it.
    pub(crate) fn outline(&self, place: Rect, paint: Paint, width: f64) {
        let r = place.inset(width / 2.0);
        let (x0, y0, x1, y1) = (r.x, r.y, r.right(), r.bottom());
        self.path(
            &[(x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0), (x1, y0)],
            paint,
            Dash::Solid,
            width,
        );
    }

    /// A disc in ink with the surface showing through its middle.
    pub(crate) fn ring(&self, at: (f64, f64)) {
        let centre = (fine(at.0), fine(at.1));
        for (radius, paint) in [(4.75, Paint::Series4), (3.25, Paint::Surface)] {
            self.root
                .draw(&Circle::new(centre, fine(radius), fill(paint, 1.0)))
                .ok();
        }
    }

    pub(crate) fn dot(&self, at: (f64, f64), radius: f64, paint: Paint) {
        let centre = (fine(at.0), fine(at.1));
        self.root
            .draw(&Circle::new(centre, fine(radius), fill(paint, 1.0)))
            .ok();
    }

    /// A low–high whisker, in ink beside `bar` and cut out of it within.
    pub(crate) fn whisker(&self, low: f64, high: f64, y: f64, bar: Rect) {
        let cap = 4.0;
        for x in [low, high] {
            let within = bar.x <= x && x <= bar.right();
            let paint = if within { Paint::Surface } else { Paint::Ink };
            self.line((x, y - cap), (x, y + cap), paint, 1.5);
        }
        let (from, to) = (low.max(bar.x), high.min(bar.right()));
        if from < to {
            self.line((from, y), (to, y), Paint::Surface, 1.5);
        }
        for (from, to) in [(low, high.min(bar.x)), (low.max(bar.right()), high)] {
            if from < to {
                self.line((from, y), (to, y), Paint::Ink, 1.5);
            }
        }
    }

    /// Writes on the baseline `at.1`.
    pub(crate) fn text(&self, words: Words<'_>, at: (f64, f64)) {
        let text = one_line(words.text);
        if text.trim().is_empty() {
            return;
        }
        let (size, style, paint) = words.face.face();
        let anchor = match words.anchor {
            Anchor::Start => HPos::Left,
            Anchor::End => HPos::Right,
        };
        let flags = if words.halo { HALO } else { 0 };
        let style = font(size, style)
            .color(&code(words.paint.unwrap_or(paint), Dash::Solid, flags))
            .pos(Pos::new(anchor, VPos::Bottom));
        self.root
            .draw(&Text::new(text, (fine(at.0), fine(at.1)), style))
            .ok();
    }

    /// Finishes a drawing: `raw` is what the sheet wrote.
    pub(crate) fn finish(raw: &str, theme: Theme, size: (u32, u32), words: [&str; 2]) -> String {
        let (width, height) = size;
        let mut out = String::with_capacity(raw.len() + 1024);
        let _ = write!(
            out,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" width=\"{width}\" \
             height=\"{height}\" viewBox=\"0 0 {} {}\" font-variant=\"tabular-nums\" \
             stroke-linejoin=\"round\"",
            f64::from(width) * FINE,
            f64::from(height) * FINE,
        );
        if theme != Theme::App {
            // In the app the page's own font applies.
            out.push_str(" font-family=\"Inter, system-ui, sans-serif\"");
        }
        let _ = write!(
            out,
            ">\n<title>{}</title>\n<desc>{}</desc>\n",
            escape(words[0]),
            escape(words[1])
        );
        if theme != Theme::App {
            let _ = writeln!(
                out,
                "<rect width=\"100%\" height=\"100%\" fill=\"{}\"/>",
                Paint::css(Paint::Surface as u8, theme)
            );
        }
        // The backend writes a tag or the whole of a text per line.
        for line in raw.lines().skip(1) {
            if line.starts_with("<text") {
                out.push_str(&restyle(line, theme));
            } else if line.starts_with("</") {
                out.push_str(line);
                out.push('\n');
            } else if line.starts_with('<') {
                out.push_str(&restyle(line, theme));
                out.push('\n');
            } else {
                out.push_str(line);
            }
        }
        out
    }
}

/// A rectangle of a sheet with axes of its own.
pub(crate) struct Plot<'b> {
    chart: ChartContext<'b, SVGBackend<'b>, Cartesian2d<RangedCoordf64, RangedCoordf64>>,
    /// Where it lies on the sheet.
    pub place: Rect,
}

impl Plot<'_> {
    /// A value's place on the sheet, in pixels.
    pub(crate) fn at(&self, x: f64, y: f64) -> (f64, f64) {
        let (px, py) = self.chart.backend_coord(&(x, y));
        (f64::from(px) / FINE, f64::from(py) / FINE)
    }

    pub(crate) fn x(&self, x: f64) -> f64 {
        self.at(x, 0.0).0
    }

    pub(crate) fn y(&self, y: f64) -> f64 {
        self.at(0.0, y).1
    }

    /// A line through values.
    pub(crate) fn line(&mut self, values: &[(f64, f64)], paint: Paint, dash: Dash, width: f64) {
        let series = LineSeries::new(values.iter().copied(), stroke(paint, dash, width));
        self.chart.draw_series(series).ok();
    }

    /// A filled outline through values.
    pub(crate) fn area(&mut self, values: &[(f64, f64)], paint: Paint, opacity: f64) {
        let polygon = Polygon::new(values.to_vec(), fill(paint, opacity));
        self.chart.draw_series([polygon]).ok();
    }
}

/// Width in pixels of `text`, with digits as wide as the widest, as they are
/// set.
pub(crate) fn measure(text: &str, face: Type) -> f64 {
    load_fonts();
    let (size, style, _) = face.face();
    let digits_even: String = one_line(text)
        .chars()
        .map(|c| if c.is_ascii_digit() { '0' } else { c })
        .collect();
    match font(size, style).box_size(&digits_even) {
        Ok((width, _)) => f64::from(width) / FINE * INTER_LINE_HEIGHT / PLOTTERS_FONT_RATIO,
        // Without the font: a width that few texts exceed.
        Err(_) => digits_even.chars().count() as f64 * size * 0.62,
    }
}

/// `text`, or as much of it as fits into `width` with an ellipsis. What is cut
/// stays whole in the points and the table.
pub(crate) fn fit(text: &str, face: Type, width: f64) -> String {
    if measure(text, face) <= width {
        return text.to_owned();
    }
    let chars: Vec<char> = text.chars().collect();
    let cut = |n: usize| {
        let kept: String = chars[..n].iter().collect();
        format!("{}…", kept.trim_end())
    };
    let (mut low, mut high) = (0, chars.len());
    while low < high {
        let middle = (low + high).div_ceil(2);
        if measure(&cut(middle), face) <= width {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    if low == 0 { String::new() } else { cut(low) }
}

const FAMILY: FontFamily<'static> = FontFamily::Name("Inter");

fn font(size: f64, style: FontStyle) -> FontDesc<'static> {
    // plotters measures and writes at different ratios; the writing decides.
    FontDesc::new(FAMILY, size * FINE * PLOTTERS_FONT_RATIO, style)
}

fn load_fonts() {
    static LOADED: Once = Once::new();
    LOADED.call_once(|| {
        let faces: [(FontStyle, &'static [u8]); 2] = [
            (
                FontStyle::Normal,
                include_bytes!("../assets/Inter-Regular.ttf"),
            ),
            (
                FontStyle::Bold,
                include_bytes!("../assets/Inter-Medium.ttf"),
            ),
        ];
        for (style, bytes) in faces {
            // A font that does not load leaves `measure` with its estimate.
            register_font("Inter", style, bytes).ok();
        }
    });
}

/// Control characters, which XML forbids and which would break the
/// line-by-line reading of `finish`, become spaces.
fn one_line(text: &str) -> String {
    text.chars()
        .map(|c| if forbidden(c) { ' ' } else { c })
        .collect()
}

fn forbidden(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{fffe}' | '\u{ffff}')
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in one_line(text).chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            other => out.push(other),
        }
    }
    out
}

/// One tag of the backend with codes replaced and defaults left out.
fn restyle(tag: &str, theme: Theme) -> String {
    let mut out = String::with_capacity(tag.len() + 32);
    let mut rest = tag;
    let name_end = rest.find([' ', '>']).unwrap_or(rest.len());
    out.push_str(&rest[..name_end]);
    rest = &rest[name_end..];
    while let Some((key, value, after)) = attribute(rest) {
        rest = after;
        match (key, value) {
            ("opacity", "1") | ("dy" | "font-family", _) | ("text-anchor", "start") => {}
            ("stroke", "none") => {}
            ("stroke-width", _) if tag.starts_with("<circle") => {}
            ("font-weight", _) => out.push_str(" font-weight=\"500\""),
            ("font-size", size) => {
                let size: f64 = size.parse().unwrap_or(11.0 * FINE);
                let _ = write!(out, " font-size=\"{}\"", size.round());
            }
            ("fill" | "stroke", color) => recolor(&mut out, key, color, theme),
            _ => {
                let _ = write!(out, " {key}=\"{}\"", value.trim_end());
            }
        }
    }
    out.push_str(rest.trim_start());
    out
}

/// The first ` key="value"` of `text` and what follows. The backend escapes
/// quotes inside values.
fn attribute(text: &str) -> Option<(&str, &str, &str)> {
    let (key, rest) = text.trim_start().split_once("=\"")?;
    let (value, rest) = rest.split_once('"')?;
    Some((key, value, rest))
}

fn recolor(out: &mut String, key: &str, value: &str, theme: Theme) {
    let coded = value
        .strip_prefix('#')
        .and_then(|hex| u32::from_str_radix(hex, 16).ok());
    let Some(coded) = coded else {
        let _ = write!(out, " {key}=\"{value}\"");
        return;
    };
    let [_, paint, dash, flags] = coded.to_be_bytes();
    let _ = write!(out, " {key}=\"{}\"", Paint::css(paint, theme));
    let pattern = Dash::PATTERNS[usize::from(dash) % Dash::PATTERNS.len()];
    if !pattern.is_empty() {
        let lengths: Vec<String> = pattern
            .iter()
            .map(|n| (f64::from(*n) * FINE).to_string())
            .collect();
        let _ = write!(out, " stroke-dasharray=\"{}\"", lengths.join(" "));
    }
    if flags & HALO != 0 {
        let _ = write!(
            out,
            " stroke=\"{}\" stroke-width=\"{}\" paint-order=\"stroke\"",
            Paint::css(Paint::Surface as u8, theme),
            4.0 * FINE
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_paint_stands_at_its_own_code() {
        for (i, (paint, ..)) in Paint::ALL.iter().enumerate() {
            assert_eq!(*paint as usize, i);
        }
    }

    #[test]
    fn the_font_is_loaded_and_measures() {
        // Inter's digits are set at one width, about 0.64 em in this weight.
        let eight = measure("11111111", Type::Label);
        assert_eq!(eight, measure("80808080", Type::Label));
        assert!((58.0..66.0).contains(&eight), "{eight}");
        assert!(measure("Budget", Type::Label) > measure("Budget", Type::Sub));
    }

    #[test]
    fn a_text_too_long_ends_in_an_ellipsis_within_its_width() {
        let long = "Order e-mails delayed in every zone";
        let cut = fit(long, Type::Label, 90.0);
        assert!(cut.ends_with('…') && measure(&cut, Type::Label) <= 90.0);
        assert_eq!(fit(long, Type::Label, 900.0), long);
        assert_eq!(fit(long, Type::Label, 1.0), "");
    }

    #[test]
    fn codes_become_variables_or_colours() {
        let tag = "<polyline fill=\"none\" opacity=\"1\" stroke=\"#060100\" stroke-width=\"12\" points=\"0,0 8,8 \"/>";
        assert_eq!(
            restyle(tag, Theme::App),
            "<polyline fill=\"none\" stroke=\"var(--chart-2)\" stroke-dasharray=\"56 32\" \
             stroke-width=\"12\" points=\"0,0 8,8\"/>"
        );
        assert!(restyle(tag, Theme::Dark).contains("stroke=\"#e69f00\""));
    }
}
