//! What a range that is being typed means: twenty equally likely values, to be counted.

use crate::App;
use crate::edit::{Unit, no_choice, read_estimate};
use crate::host::Job;
use crate::wire::{Dot, Error, RangeArgs, RangePreview};
use ninefold_domain::distribution::{Distribution, Estimate};

/// How many values are drawn: each stands for 5 %.
const DOTS: usize = 20;
/// Dots that fit beside each other.
const WIDE: f64 = 24.0;
/// Share of the largest value below which a drawing begins at 0.
const FROM_ZERO: f64 = 0.25;

impl App {
    /// Never refuses a number: half a word is on its way to a whole one.
    ///
    /// # Errors
    /// A unit that there is not.
    pub(crate) fn estimate_preview(
        &self,
        args: &RangeArgs,
        _: &Job<'_>,
    ) -> Result<RangePreview, Error> {
        let unit = match args.unit.as_str() {
            "" => Unit::Plain,
            "share" => Unit::Share,
            "minutes" => Unit::Minutes,
            "a-year" => Unit::PerYear,
            other => {
                return Err(no_choice(
                    "unit",
                    other,
                    "share, minutes, a-year, or nothing",
                ));
            }
        };
        Ok(match read_estimate(&args.edit, "range", unit, None) {
            Ok(estimate) => preview(&estimate, unit),
            Err(_) => RangePreview {
                dots: vec![],
                height: 0,
                summary: String::new(),
                middle: String::new(),
            },
        })
    }
}

fn preview(estimate: &Estimate, unit: Unit) -> RangePreview {
    let law = match estimate.distribution("") {
        Ok(Distribution::Fixed(_)) | Err(_) => None,
        Ok(law) => Some(law),
    };
    let Some(law) = law else {
        return RangePreview {
            dots: vec![],
            height: 0,
            summary: String::new(),
            middle: String::new(),
        };
    };
    let at = |share: f64| unit.short(law.quantile(share));
    let dots = placed(&law);
    RangePreview {
        height: dots.iter().map(|dot| dot.y + 1).max().unwrap_or(0),
        dots,
        summary: format!(
            "{DOTS} equally likely values: half of them below {}, 1 in 20 below {}, 1 in 20 above {}",
            at(0.5),
            at(0.05),
            at(0.95)
        ),
        middle: format!("half below {}", at(0.5)),
    }
}

/// Dots in piles, each at the middle of the values in it, the lowest first.
fn placed(law: &Distribution) -> Vec<Dot> {
    let values: Vec<f64> = (0..DOTS)
        .map(|n| law.quantile((n as f64 + 0.5) / DOTS as f64))
        .collect();
    let (first, last) = (values[0], values[DOTS - 1]);
    let start = if first < FROM_ZERO * last { 0.0 } else { first };
    let span = (last - start).max(f64::MIN_POSITIVE);
    let mut dots = Vec::with_capacity(DOTS);
    let mut rest = values.as_slice();
    while let Some(low) = rest.first() {
        let pile = rest
            .partition_point(|value| *value < low + span / WIDE)
            .max(1);
        let x = ((low + rest[pile - 1]) / 2.0 - start) / span;
        dots.extend((0..pile as u32).map(|y| Dot { x, y }));
        rest = &rest[pile..];
    }
    dots
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twenty_dots_stand_where_their_values_are() {
        let seen = preview(&Estimate::interval(10.0, 240.0), Unit::Plain);
        assert_eq!(seen.dots.len(), DOTS);
        // √(10 × 240) = 48.99.
        assert_eq!(
            seen.summary,
            "20 equally likely values: half of them below 49, 1 in 20 below 10, 1 in 20 above 240"
        );
        // It begins at 0, the last is at the edge, and each lies at its value, as near as a pile
        // of dots is wide.
        let law = Estimate::interval(10.0, 240.0).distribution("").unwrap();
        let edge = law.quantile(0.975);
        for (n, dot) in seen.dots.iter().enumerate() {
            let value = law.quantile((n as f64 + 0.5) / 20.0);
            assert!((dot.x * edge - value).abs() <= edge / WIDE / 2.0, "{n}");
        }
        assert!((seen.dots[DOTS - 1].x - 1.0).abs() < 1e-12);
        // No pile reaches into the next one, and none has a gap.
        for pair in seen.dots.windows(2) {
            assert!(pair[1].y == pair[0].y + 1 && pair[1].x == pair[0].x || pair[1].y == 0);
        }
        let piles: Vec<f64> = seen.dots.iter().filter(|d| d.y == 0).map(|d| d.x).collect();
        assert!(piles.is_sorted());
        // A narrow range is drawn over its own width.
        let narrow = preview(&Estimate::interval(90.0, 110.0), Unit::Plain);
        assert!(narrow.dots[0].x < 0.05 && narrow.height < 6);
        let share = preview(&Estimate::three_point(0.2, 0.5, 1.0), Unit::Share);
        assert!(share.middle.starts_with("half below 5") && share.middle.ends_with('%'));
        assert!(preview(&Estimate::fixed(3.0), Unit::Plain).dots.is_empty());
    }
}
