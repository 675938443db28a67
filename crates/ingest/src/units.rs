//! What numbers count in: shares of 1 or of 100, amounts in a currency's unit or in its cents.
//! The header says it, or the whole column, or a person; never a single value.

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
        for field in [Field::Amount, Field::Rate].into_iter().chain(Field::COSTS) {
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
}

impl PercentColumn {
    /// Whether nothing needs to be read: the header says it, or there is no such column.
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
    }

    /// Whether the header says it, so that no value has to.
    pub(crate) fn is_settled(&self) -> bool {
        self.header.is_some()
    }

    /// A single 1.01 among shares is a slip of the hand and makes no column of percentages.
    pub(crate) fn is_percent(&self) -> bool {
        self.header.is_some() || self.beyond > self.within
    }
}

/// A number without a `%`.
fn plain_number(text: &[u8], mark: DecimalMark) -> Option<f64> {
    let number = Decimal::parse(text.trim_ascii(), mark, None).ok()?;
    Some(number.to_f64())
}

/// What to ask where a column of shares can be read two ways: the header says percent and no value
/// goes beyond 1, as a spreadsheet writes a percentage too; or it says nothing, and some values
/// can only be percentages while others look like shares.
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
    match (says_percent(header), share, beyond) {
        (true, Some(share), None) => Some(format!(
            "{header}: is “{share}” {share} percent, or is 1 all users? No value goes beyond 1."
        )),
        (false, Some(share), Some(beyond)) if found.within > 0 => Some(format!(
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
    fn a_percent_column_below_one_is_asked_about() {
        let ask = |header, values: &[&'static str]| ask_share(header, values.iter().copied());
        assert!(ask("Impact %", &["0.5", "1"]).is_some());
        assert!(ask("Impact %", &["0.5", "30"]).is_none());
        assert!(ask("Impact", &["0.5", "1"]).is_none());
        assert!(ask("Impact", &["0.5", "30"]).is_some());
        assert!(ask("Impact", &["1", "30"]).is_none());
        assert!(ask("Impact %", &["50%", "0"]).is_none(), "nothing is open");
    }
}
