//! Axis numbers: where ticks stand and how they read.

use serde::{Deserialize, Serialize};

/// How large the number on an axis may get before it is shortened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NumberStyle {
    /// All digits, with separators.
    #[default]
    Plain,
    /// `1.5k`, `20M`, `3bn`.
    Compact,
    /// Nothing: amounts are hidden.
    Hidden,
}

/// How an axis writes its numbers. Ticks are the only numbers this crate
/// writes itself, because it chooses where they stand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NumberFormat {
    /// All digits or shortened.
    pub style: NumberStyle,
    /// Before the digits and after the sign, such as `€`.
    pub prefix: String,
    /// After the digits, with its space.
    pub suffix: String,
    /// The decimal mark.
    pub decimal: String,
    /// Between groups of three digits.
    pub thousands: String,
}

impl Default for NumberFormat {
    fn default() -> Self {
        Self {
            style: NumberStyle::Plain,
            prefix: String::new(),
            suffix: String::new(),
            decimal: ".".to_owned(),
            thousands: ",".to_owned(),
        }
    }
}

impl NumberFormat {
    /// Writes `value`, which is a multiple of `step`, with as many decimals as
    /// the step needs.
    pub(crate) fn write(&self, value: f64, step: f64) -> String {
        if self.style == NumberStyle::Hidden {
            return String::new();
        }
        let largest = value.abs();
        let (divisor, unit) = match self.style {
            NumberStyle::Compact if largest >= 1e12 => (1e12, "T"),
            NumberStyle::Compact if largest >= 1e9 => (1e9, "bn"),
            NumberStyle::Compact if largest >= 1e6 => (1e6, "M"),
            NumberStyle::Compact if largest >= 1e3 => (1e3, "k"),
            _ => (1.0, ""),
        };
        let scaled = largest / divisor;
        let digits = if largest == 0.0 {
            "0".to_owned()
        } else if scaled >= 1e15 {
            // Past the exact integers digits would be invented.
            format!("{scaled:.1e}").replace('.', &self.decimal)
        } else {
            let text = format!("{scaled:.*}", decimals(step / divisor));
            let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
            // 1.50k reads 1.5k: the step may be finer than this value needs.
            let part = if unit.is_empty() {
                part
            } else {
                part.trim_end_matches('0')
            };
            let mut out = grouped(whole, &self.thousands);
            if !part.is_empty() {
                out.push_str(&self.decimal);
                out.push_str(part);
            }
            out
        };
        let sign = if value < 0.0 { "−" } else { "" };
        format!("{sign}{}{digits}{unit}{}", self.prefix, self.suffix)
    }
}

/// Decimals that tell multiples of `step` apart, at most nine.
fn decimals(step: f64) -> usize {
    let mut scaled = step.abs();
    for places in 0..9 {
        if (scaled - scaled.round()).abs() < 1e-6 * scaled.max(1.0) {
            return places;
        }
        scaled *= 10.0;
    }
    9
}

fn grouped(whole: &str, separator: &str) -> String {
    let mut out = String::with_capacity(whole.len() + whole.len() / 3 * separator.len());
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            out.push_str(separator);
        }
        out.push(digit);
    }
    out
}

/// Evenly spaced round values that enclose the data.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Ticks {
    /// The lowest tick, at or below the data.
    pub low: f64,
    /// The highest tick, at or above the data.
    pub high: f64,
    /// Their distance.
    pub step: f64,
}

impl Ticks {
    /// At most `most` intervals of 1, 1.5, 2, 2.5, 3 or 5 times a power of
    /// ten, always with zero among them.
    pub(crate) fn around(low: f64, high: f64, most: usize) -> Self {
        let low = low.min(0.0);
        let high = high.max(0.0);
        let span = high - low;
        if !span.is_finite() || span < 1e-300 {
            return Self {
                low: 0.0,
                high: 1.0,
                step: 1.0,
            };
        }
        let most = most.max(1) as f64;
        let power = 10f64.powf((span / most).log10().floor());
        for factor in [1.0, 1.5, 2.0, 2.5, 3.0, 5.0, 10.0, 15.0, 20.0] {
            let step = factor * power;
            let ticks = Self {
                low: (low / step + 1e-9).floor() * step,
                high: (high / step - 1e-9).ceil() * step,
                step,
            };
            if ((ticks.high - ticks.low) / step).round() <= most {
                return ticks;
            }
        }
        Self {
            low,
            high,
            step: span,
        }
    }

    /// The tick values, lowest first.
    pub(crate) fn values(self) -> impl Iterator<Item = f64> {
        let count = ((self.high - self.low) / self.step).round() as usize;
        (0..=count).map(move |i| {
            let value = self.low + i as f64 * self.step;
            // 0.1 * 3 − 0.3 must be the zero line, not 5e-17.
            if value.abs() < self.step * 1e-6 {
                0.0
            } else {
                value
            }
        })
    }
}

/// The smallest and the largest of finite values.
pub(crate) fn extent(values: impl IntoIterator<Item = f64>) -> Option<(f64, f64)> {
    values.into_iter().fold(None, |seen, value| {
        let (low, high) = seen.unwrap_or((value, value));
        Some((low.min(value), high.max(value)))
    })
}

/// Whether a value can be given a place. Beyond this, differences of two
/// values overflow.
pub(crate) fn drawable(value: f64) -> bool {
    value.is_finite() && value.abs() <= 1e300
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(low: f64, high: f64) -> Vec<String> {
        let ticks = Ticks::around(low, high, 5);
        let format = NumberFormat::default();
        ticks
            .values()
            .map(|v| format.write(v, ticks.step))
            .collect()
    }

    #[test]
    fn ticks_are_round_and_enclose_the_data() {
        assert_eq!(plain(0.0, 683.0), ["0", "150", "300", "450", "600", "750"]);
        assert_eq!(
            plain(0.0, 0.7),
            ["0", "0.15", "0.30", "0.45", "0.60", "0.75"]
        );
        assert_eq!(plain(-30.0, 90.0), ["−30", "0", "30", "60", "90"]);
        assert_eq!(plain(0.0, 0.0), ["0", "1"]);
        assert_eq!(
            plain(0.0, 4_200.0),
            ["0", "1,000", "2,000", "3,000", "4,000", "5,000"]
        );
    }

    #[test]
    fn every_magnitude_gets_few_ticks_that_enclose_it() {
        for exponent in -200..=290 {
            let high = 3.7 * 10f64.powi(exponent);
            let ticks = Ticks::around(0.0, high, 5);
            let count = ticks.values().count();
            assert!((2..=7).contains(&count), "{high:e}: {count} ticks");
            assert!(ticks.high >= high * (1.0 - 1e-9), "{high:e}: {ticks:?}");
        }
    }

    #[test]
    fn compact_numbers_keep_the_decimals_they_need() {
        let euros = NumberFormat {
            style: NumberStyle::Compact,
            prefix: "€".to_owned(),
            ..NumberFormat::default()
        };
        assert_eq!(euros.write(0.0, 500.0), "€0");
        assert_eq!(euros.write(1_500.0, 500.0), "€1.5k");
        assert_eq!(euros.write(2_000.0, 500.0), "€2k");
        assert_eq!(euros.write(-2_500_000.0, 500_000.0), "−€2.5M");
        assert_eq!(euros.write(3e9, 1e9), "€3bn");
        assert_eq!(euros.write(2e30, 1e30), "€2.0e18T");
    }

    #[test]
    fn the_locale_decides_the_marks() {
        let german = NumberFormat {
            decimal: ",".to_owned(),
            thousands: ".".to_owned(),
            suffix: "\u{202f}%".to_owned(),
            ..NumberFormat::default()
        };
        assert_eq!(german.write(1_234_567.5, 0.5), "1.234.567,5\u{202f}%");
    }
}
