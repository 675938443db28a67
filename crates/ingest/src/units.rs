//! What numbers count in: shares of 1 or of 100, amounts in a currency's unit or in its cents.
//! The header says it, or the whole column, or a person; never a single value.

use crate::error::Error;
use crate::mapping::{Amounts, DecimalMark, Field, Options, Shares};
use crate::number::Decimal;
use crate::row::{Cell, Input, Plan, Row, Values};
use ninefold_domain::money::Currency;

/// What the numbers of an import count in.
#[derive(Debug, Default)]
pub(crate) struct Units {
    /// A share without a `%` is a percentage.
    pub(crate) percent: bool,
    /// All amounts are in minor units.
    all_minor: bool,
    /// Fields whose columns say that they are, with the columns.
    minor: Vec<(Field, String)>,
}

impl Units {
    pub(crate) fn stated(options: &Options) -> Self {
        Self {
            percent: options.shares == Some(Shares::Percent),
            all_minor: options.amounts == Some(Amounts::Minor),
            minor: Vec::new(),
        }
    }

    /// Decimals that an amount has below the unit that it is written in.
    pub(crate) fn scale(&self, field: Field, currency: Currency) -> u32 {
        if self.is_minor(field) {
            currency.scale() - currency.exponent()
        } else {
            currency.scale()
        }
    }

    pub(crate) fn is_minor(&self, field: Field) -> bool {
        self.all_minor || self.minor.iter().any(|(known, _)| *known == field)
    }

    /// Takes the word of the headers of a file.
    pub(crate) fn by_header(&mut self, plan: &Plan) {
        for field in Field::money() {
            let minor = match plan.input(field) {
                Input::Column(column) => says_minor(&plan.header[*column]),
                // A number of things times the cents of one.
                Input::Product(left, right) => {
                    says_minor(&plan.header[*left]) || says_minor(&plan.header[*right])
                }
                Input::Constant(_) | Input::Nowhere => false,
            };
            if minor && !self.is_minor(field) {
                self.minor.push((field, plan.column_name(field)));
            }
        }
    }

    /// What was decided, in sentences.
    pub(crate) fn notes(&self, options: &Options, percent: &PercentColumn) -> Vec<String> {
        let mut notes: Vec<String> = self
            .minor
            .iter()
            .map(|(_, column)| {
                format!("{column} was read in minor units, as its header says: 1050 is 10.50.")
            })
            .collect();
        if options.shares.is_none() && percent.is_percent() {
            notes.push(match &percent.header {
                Some(header) => {
                    format!("{header} was read as percentages, as its header says: 30 is 30 %.")
                }
                None => "impact was read as percentages, because its values go beyond 1: 30 is 30 %, and 1 is 1 %.".to_owned(),
            });
        }
        notes
    }
}

/// What a column of shares says about itself.
#[derive(Debug, Default)]
pub(crate) struct PercentColumn {
    /// A header that says percent.
    header: Option<String>,
    /// Values that a percentage can be and a share cannot.
    beyond: u64,
    /// Values between 0 and 1, as shares are.
    within: u64,
    /// Values of exactly 1: all users, or one percent.
    ones: u64,
    /// Whether a value goes beyond 1.
    above: bool,
    /// The first value above 0.
    first: Option<f64>,
}

impl PercentColumn {
    /// Whether nothing needs to be read: there is no such column, or all is said.
    pub(crate) fn watch_header(&mut self, plan: &Plan) -> bool {
        match plan.input(Field::Impact) {
            Input::Column(column) => {
                let header = &plan.header[*column];
                if says_percent(header) {
                    self.header = Some(header.clone());
                }
                self.is_settled()
            }
            _ => true,
        }
    }

    pub(crate) fn watch(&mut self, row: &Row<'_>, values: &Values) {
        match values.present(row.cell(Field::Impact)) {
            Cell::Text(text) => {
                if let Some(number) = plain_number(text, values.mark()) {
                    self.count(number);
                }
            }
            Cell::Int(value) => self.count(value as f64),
            Cell::Float(value) => self.count(value),
            Cell::Single(value) => self.count(f64::from(value)),
            _ => {}
        }
    }

    fn count(&mut self, number: f64) {
        // 1.5 is more likely a share that went wrong than one and a half percent.
        self.beyond += u64::from((2.0..=100.0).contains(&number));
        self.within += u64::from(number > 0.0 && number < 1.0);
        self.ones += u64::from(number == 1.0);
        self.above |= number > 1.0;
        if number > 0.0 {
            self.first.get_or_insert(number);
        }
    }

    /// Whether the header says it and a value agrees, so that no other has to.
    pub(crate) fn is_settled(&self) -> bool {
        self.header.is_some() && self.above
    }

    /// A single 1.01 among shares is a slip of the hand and makes no column of percentages; nor
    /// does a single 30 make one percent of every 1.
    fn is_percent(&self) -> bool {
        self.header.is_some() || (self.beyond > self.within && self.beyond > self.ones)
    }

    /// Whether shares without a `%` are percentages.
    ///
    /// # Errors
    /// The header says so and no value goes beyond 1: a spreadsheet shows 30 % and writes 0.3.
    pub(crate) fn settle(&self) -> Result<bool, Error> {
        match (&self.header, self.first) {
            (Some(header), Some(first)) if !self.above => Err(Error::Option {
                name: "shares".into(),
                found: format!("{first} under {header}"),
                expected:
                    "percent, where 1 is 1 %, or share, where 1 is all users: no value goes beyond 1"
                        .into(),
            }),
            _ => Ok(self.is_percent()),
        }
    }
}

/// A number without a `%`.
fn plain_number(text: &[u8], mark: DecimalMark) -> Option<f64> {
    let number = Decimal::parse(text.trim_ascii(), mark, None).ok()?;
    Some(number.to_f64())
}

/// What to ask where a column of shares can be read two ways: the header says percent and no value
/// goes beyond 1, as a spreadsheet writes a percentage too; or it says nothing, and some values
/// can only be percentages while others look like shares, or are 1 and can be either.
pub(crate) fn ask_share<'a>(header: &str, values: impl Iterator<Item = &'a str>) -> Option<String> {
    let mut found = PercentColumn::default();
    let (mut share, mut beyond) = (None, None);
    for value in values {
        // What has a sign of its own, or is no number, leaves the others as open as they were.
        let number = [DecimalMark::Point, DecimalMark::Comma]
            .into_iter()
            .find_map(|mark| plain_number(value.as_bytes(), mark));
        if let Some(number) = number.filter(|number| *number > 0.0) {
            found.count(number);
            let sample = match number > 1.0 {
                true => &mut beyond,
                false => &mut share,
            };
            sample.get_or_insert(value);
        }
    }
    let open = found.within > 0 || (found.ones > 0 && found.beyond > 0);
    match (says_percent(header), share, beyond) {
        (true, Some(share), None) => Some(format!(
            "{header}: is “{share}” {share} percent, or is 1 all users? No value goes beyond 1."
        )),
        (false, Some(share), Some(beyond)) if open => Some(format!(
            "{header}: are these percent, or is 1 all users? There is “{beyond}” as well as “{share}”."
        )),
        _ => None,
    }
}

/// A header as names of fields are compared: lower case, letters and digits, parted by `_`.
pub(crate) fn plain_header(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.chars() {
        if c.is_alphanumeric() {
            out.extend(c.to_lowercase());
        } else if !out.is_empty() && !out.ends_with('_') {
            out.push('_');
        }
    }
    out.truncate(out.trim_end_matches('_').len());
    out
}

/// Whether a header says that its numbers are percentages.
fn says_percent(header: &str) -> bool {
    let plain = plain_header(header);
    let words = ["percent", "percentage", "pct"];
    header.contains('%')
        || plain.split('_').any(|word| words.contains(&word))
        || words.iter().any(|word| plain.ends_with(word))
}

/// The unit of time that a header says its numbers count, in milliseconds, and the header without
/// it, both in plain words: `Downtime (min)` → 60,000 and `downtime`.
pub(crate) fn length_unit(header: &str) -> Option<(i64, String)> {
    const UNITS: [(&[&str], i64); 3] = [
        (&["s", "sec", "secs", "second", "seconds"], 1_000),
        (&["min", "mins", "minute", "minutes"], 60_000),
        (&["h", "hr", "hrs", "hour", "hours"], 3_600_000),
    ];
    let unit_of = |word: &str| UNITS.iter().find(|(names, _)| names.contains(&word));
    let plain = plain_header(header);
    let (_, ms) = plain.split('_').find_map(unit_of)?;
    let rest: Vec<&str> = plain
        .split('_')
        .filter(|word| *word != "in" && unit_of(word).is_none())
        .collect();
    Some((*ms, rest.join("_")))
}

/// Whether a header says that its amounts are in minor units.
fn says_minor(header: &str) -> bool {
    let plain = plain_header(header);
    let words = ["cent", "cents", "pence", "minor"];
    plain.split('_').any(|word| words.contains(&word))
        // amountCents, totalPence
        || (plain.ends_with("cents") && !plain.ends_with("percents"))
        || plain.ends_with("pence")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_say_what_their_numbers_count_in() {
        for header in [
            "%",
            "Impact %",
            "impact (percent)",
            "Impact_Pct",
            "impactPercent",
        ] {
            assert!(says_percent(header), "{header}");
        }
        for header in ["impact", "recent", "share"] {
            assert!(!says_percent(header), "{header}");
        }
        for header in [
            "amount_cents",
            "Amount in cents",
            "amountCents",
            "Total (pence)",
        ] {
            assert!(says_minor(header), "{header}");
        }
        for header in ["amount", "percent", "scents of roses", "centre", "percents"] {
            assert!(!says_minor(header), "{header}");
        }
        assert_eq!(plain_header(" Impact (%) "), "impact");
        assert_eq!(plain_header("Start-Time"), "start_time");
    }

    #[test]
    fn headers_say_the_unit_of_lengths() {
        for (header, found) in [
            ("Downtime (min)", Some((60_000, "downtime"))),
            ("duration_in_hours", Some((3_600_000, "duration"))),
            ("seconds_to_resolve", Some((1_000, "to_resolve"))),
            ("duration", None),
            ("resolved", None),
        ] {
            let expected = found.map(|(ms, rest)| (ms, rest.to_owned()));
            assert_eq!(length_unit(header), expected, "{header}");
        }
    }

    #[test]
    fn a_percent_column_below_one_is_asked_about() {
        let ask = |header, values: &[&'static str]| ask_share(header, values.iter().copied());
        assert!(ask("Impact %", &["0.5", "1"]).is_some());
        assert!(ask("Impact %", &["0.5", "30"]).is_none());
        assert!(ask("Impact", &["0.5", "1"]).is_none());
        assert!(ask("Impact", &["0.5", "30"]).is_some());
        assert!(ask("Impact", &["1", "30"]).is_some());
        assert!(
            ask("Impact", &["1", "1.01"]).is_none(),
            "a slip of the hand"
        );
        assert!(ask("Impact", &["100", "30"]).is_none());
        assert!(ask("Impact %", &["0.3"]).is_some());
        assert!(ask("Impact %", &["50%", "0"]).is_none(), "nothing is open");
    }

    /// What a column under a header says about itself.
    fn column(header: Option<&str>, numbers: &[f64]) -> PercentColumn {
        let mut found = PercentColumn {
            header: header.map(str::to_owned),
            ..PercentColumn::default()
        };
        for number in numbers {
            found.count(*number);
        }
        found
    }

    #[test]
    fn no_single_value_makes_percentages_of_the_others() {
        let cases: [(&[f64], bool); 7] = [
            (&[1.0, 1.0, 1.0, 1.0, 1.0, 30.0], false),
            (&[1.0, 30.0], false),
            (&[1.0, 30.0, 40.0], true),
            (&[0.5, 1.01], false),
            (&[0.5, 30.0, 100.0], true),
            (&[0.0, 30.0], true),
            (&[1.0, 0.5], false),
        ];
        for (numbers, percent) in cases {
            let found = column(None, numbers).settle();
            assert!(
                matches!(found, Ok(settled) if settled == percent),
                "{numbers:?}"
            );
        }
    }

    #[test]
    fn a_header_that_says_percent_needs_a_value_that_agrees() {
        for numbers in [&[0.3, 1.0][..], &[0.3], &[1.0, 0.0]] {
            let refused = column(Some("Impact %"), numbers).settle().unwrap_err();
            let said = refused.to_string();
            assert!(
                said.contains("shares") && said.contains("Impact %"),
                "{said}"
            );
        }
        for numbers in [&[0.3, 1.0, 5.0][..], &[0.0], &[]] {
            let found = column(Some("Impact %"), numbers).settle();
            assert!(matches!(found, Ok(true)), "{numbers:?}");
        }
        assert!(!column(Some("Impact %"), &[0.3]).is_settled());
        assert!(column(Some("Impact %"), &[0.3, 5.0]).is_settled());
    }
}
