//! Money that is paid or observed: an exact integer with its currency inside.
//!
//! The unit is 1/10,000 of the currency's minor unit (ISO 4217: JPY 0 decimals, USD 2,
//! KWD 3), so three-decimal prices and quantity × price stay exact. A row or a minute is an
//! `i64` of that unit, a sum an `i128`. There is no constructor from a float: a decimal text
//! is the only way in, and rounding happens once, at the edge, by name.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// Digits that are kept below the minor unit.
pub const SUB_MINOR_DIGITS: u32 = 4;

/// An ISO 4217 currency code with its number of decimals.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Currency {
    code: [u8; 3],
    exponent: u8,
}

/// ISO 4217 codes in use whose minor unit is not 1/100, with their exponents.
const OTHER_EXPONENTS: &[(&str, u8)] = &[
    ("BHD", 3),
    ("BIF", 0),
    ("CLF", 4),
    ("CLP", 0),
    ("DJF", 0),
    ("GNF", 0),
    ("IQD", 3),
    ("ISK", 0),
    ("JOD", 3),
    ("JPY", 0),
    ("KMF", 0),
    ("KRW", 0),
    ("KWD", 3),
    ("LYD", 3),
    ("OMR", 3),
    ("PYG", 0),
    ("RWF", 0),
    ("TND", 3),
    ("UGX", 0),
    ("UYI", 0),
    ("UYW", 4),
    ("VND", 0),
    ("VUV", 0),
    ("XAF", 0),
    ("XOF", 0),
    ("XPF", 0),
];

/// ISO 4217 codes with two decimals.
const TWO_DECIMALS: &str = "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV \
BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB \
EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD \
KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO \
NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP \
STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XCD XCG YER ZAR \
ZMW ZWG";

/// A text that is not money, or arithmetic that leaves its bounds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MoneyError {
    /// Not an ISO 4217 code.
    UnknownCurrency(String),
    /// Not a decimal number: what was found.
    NotANumber(String),
    /// More digits below the minor unit than are kept: what was found, digits allowed.
    TooPrecise(String, u32),
    /// Beyond what one row may carry: what was found.
    TooLarge(String),
}

impl fmt::Display for MoneyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownCurrency(found) => write!(
                f,
                "“{found}” is not an ISO 4217 currency; expected three letters such as EUR"
            ),
            Self::NotANumber(found) => {
                write!(
                    f,
                    "“{found}” is not an amount; expected digits such as 1234.50"
                )
            }
            Self::TooPrecise(found, digits) => write!(
                f,
                "“{found}” has more than {digits} decimals; round it, or let the mapping round"
            ),
            Self::TooLarge(found) => {
                write!(
                    f,
                    "“{found}” is too large for one row; check the unit of the column"
                )
            }
        }
    }
}

impl std::error::Error for MoneyError {}

impl Currency {
    /// The currency of an ISO 4217 code, upper or lower case.
    ///
    /// # Errors
    /// [`MoneyError::UnknownCurrency`] for anything that ISO 4217 does not list.
    pub fn parse(code: &str) -> Result<Self, MoneyError> {
        let upper = code.trim().to_ascii_uppercase();
        let unknown = || MoneyError::UnknownCurrency(code.to_owned());
        let bytes: [u8; 3] = upper.as_bytes().try_into().map_err(|_| unknown())?;
        if let Some((_, exponent)) = OTHER_EXPONENTS.iter().find(|(c, _)| *c == upper) {
            return Ok(Self {
                code: bytes,
                exponent: *exponent,
            });
        }
        if TWO_DECIMALS.split(' ').any(|c| c == upper) {
            return Ok(Self {
                code: bytes,
                exponent: 2,
            });
        }
        Err(unknown())
    }

    /// The three letters.
    #[must_use]
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.code).unwrap_or("???")
    }

    /// Decimals of the minor unit: JPY 0, USD 2, KWD 3.
    #[must_use]
    pub fn exponent(self) -> u32 {
        u32::from(self.exponent)
    }

    /// Decimals that an amount may carry: those of the minor unit and four more.
    #[must_use]
    pub fn scale(self) -> u32 {
        self.exponent() + SUB_MINOR_DIGITS
    }

    /// Units in one major unit: 1,000,000 for EUR.
    #[must_use]
    pub fn units_per_major(self) -> i64 {
        10_i64.pow(self.scale())
    }

    /// Every code known here, in alphabetical order.
    #[must_use]
    pub fn all() -> Vec<Self> {
        let mut codes: Vec<&str> = TWO_DECIMALS
            .split(' ')
            .chain(OTHER_EXPONENTS.iter().map(|(code, _)| *code))
            .collect();
        codes.sort_unstable();
        codes
            .into_iter()
            .filter_map(|code| Self::parse(code).ok())
            .collect()
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl Serialize for Currency {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

/// Reads a plain decimal (`-110.70`, no grouping, no exponent) as an integer of 10^-`scale`.
///
/// Trailing zeros beyond `scale` are harmless. The fast path of every importer goes through
/// here or agrees with it.
///
/// # Errors
/// [`MoneyError::NotANumber`], [`MoneyError::TooPrecise`] or [`MoneyError::TooLarge`].
pub fn parse_decimal(text: &str, scale: u32) -> Result<i128, MoneyError> {
    let not_a_number = || MoneyError::NotANumber(text.to_owned());
    let (negative, digits) = match text.as_bytes() {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        all => (false, all),
    };
    let (whole, fraction) = match digits.iter().position(|b| *b == b'.') {
        Some(dot) => (&digits[..dot], &digits[dot + 1..]),
        None => (digits, &digits[..0]),
    };
    if whole.is_empty() && fraction.is_empty() {
        return Err(not_a_number());
    }
    let kept = fraction.len().min(scale as usize);
    if fraction[kept..].iter().any(|b| *b != b'0') {
        return Err(if fraction.iter().all(u8::is_ascii_digit) {
            MoneyError::TooPrecise(text.to_owned(), scale)
        } else {
            not_a_number()
        });
    }
    let mut value: i128 = 0;
    for byte in whole.iter().chain(&fraction[..kept]) {
        if !byte.is_ascii_digit() {
            return Err(not_a_number());
        }
        value = value
            .checked_mul(10)
            .and_then(|v| v.checked_add(i128::from(byte - b'0')))
            .ok_or_else(|| MoneyError::TooLarge(text.to_owned()))?;
    }
    let missing = scale - u32::try_from(kept).unwrap_or(scale);
    value = 10_i128
        .checked_pow(missing)
        .and_then(|factor| value.checked_mul(factor))
        .ok_or_else(|| MoneyError::TooLarge(text.to_owned()))?;
    Ok(if negative { -value } else { value })
}

/// `units` of 10^-`scale` as a decimal text with at least `keep` decimals and no
/// superfluous zeros after those.
#[must_use]
pub fn format_decimal(units: i128, scale: u32, keep: u32) -> String {
    let sign = if units < 0 { "-" } else { "" };
    let digits = format!(
        "{:0width$}",
        units.unsigned_abs(),
        width = scale as usize + 1
    );
    let (whole, fraction) = digits.split_at(digits.len() - scale as usize);
    let mut end = fraction.len();
    while end > keep as usize && fraction.as_bytes()[end - 1] == b'0' {
        end -= 1;
    }
    if end == 0 {
        format!("{sign}{whole}")
    } else {
        format!("{sign}{whole}.{}", &fraction[..end])
    }
}

/// Digits in groups of three: `12345.60` → `12,345.60`; a leading `-` becomes a true minus.
#[must_use]
pub fn grouped(decimal: &str) -> String {
    let (negative, digits) = match decimal.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, decimal),
    };
    let (whole, fraction) = digits
        .split_once('.')
        .map_or((digits, None), |(w, f)| (w, Some(f)));
    let mut out = String::with_capacity(decimal.len() + 8);
    if negative {
        out.push('\u{2212}');
    }
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(fraction) = fraction {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

/// Divides, rounding half to even: the only rounding that money knows. `divisor` is positive.
#[must_use]
pub fn divide_half_even(value: i128, divisor: i128) -> i128 {
    let quotient = value.div_euclid(divisor);
    let remainder = value.rem_euclid(divisor);
    match (remainder * 2).cmp(&divisor.abs()) {
        std::cmp::Ordering::Less => quotient,
        std::cmp::Ordering::Greater => quotient + divisor.signum(),
        std::cmp::Ordering::Equal if quotient % 2 == 0 => quotient,
        std::cmp::Ordering::Equal => quotient + divisor.signum(),
    }
}

/// Splits `total` over `weights` so that the parts sum to it exactly: floors first, then one
/// unit each to the largest remainders (ties to the earlier part).
///
/// Weights that are not finite or are negative count as zero; with no positive weight the
/// first part takes all.
#[must_use]
pub fn largest_remainder(total: i128, weights: &[f64]) -> Vec<i128> {
    if weights.is_empty() {
        return Vec::new();
    }
    let clean: Vec<f64> = weights
        .iter()
        .map(|w| if w.is_finite() && *w > 0.0 { *w } else { 0.0 })
        .collect();
    let sum: f64 = clean.iter().sum();
    if sum <= 0.0 {
        let mut parts = vec![0; clean.len()];
        parts[0] = total;
        return parts;
    }
    let magnitude = total.unsigned_abs();
    let mut parts = Vec::with_capacity(clean.len());
    let mut remainders = Vec::with_capacity(clean.len());
    let mut given: i128 = 0;
    for (index, weight) in clean.iter().enumerate() {
        let exact = magnitude as f64 * (weight / sum);
        let floor = exact.floor();
        parts.push(floor as i128);
        given += floor as i128;
        remainders.push((exact - floor, index));
    }
    remainders.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    // Floats carry 53 bits, so for huge totals the floors may miss by more than one a part,
    // in either direction; the cycle hands out whatever is left.
    let mut left = magnitude as i128 - given;
    let step = left.signum();
    let count = remainders.len() as i128;
    if left.abs() > count {
        let each = left / count;
        for part in &mut parts {
            *part += each;
        }
        left -= each * count;
    }
    for (_, index) in remainders.iter().cycle().take(left.unsigned_abs() as usize) {
        parts[*index] += step;
    }
    if total < 0 {
        for part in &mut parts {
            *part = -*part;
        }
    }
    parts
}

/// Splits `total` over integer `weights` so that the parts sum to it exactly, every step in
/// integers: floors first, then one unit each to the largest remainders (ties to the earlier
/// part). Negative weights count as zero; with no positive weight the first part takes all.
///
/// Weights so large that their product with the total would leave the integers are halved
/// together until it does not: the parts still sum to the total.
#[must_use]
pub fn split(total: i128, weights: &[i128]) -> Vec<i128> {
    let mut parts = vec![0; weights.len()];
    let mut weights: Vec<i128> = weights.iter().map(|w| (*w).max(0)).collect();
    let magnitude = total.saturating_abs();
    let largest = i128::MAX / magnitude.max(1) / (weights.len() as i128).max(1);
    while weights.iter().any(|w| *w > largest) {
        for weight in &mut weights {
            *weight /= 2;
        }
    }
    let sum: i128 = weights.iter().sum();
    if sum == 0 {
        if let Some(first) = parts.first_mut() {
            *first = total;
        }
        return parts;
    }
    let mut left = magnitude;
    let mut remainders: Vec<(i128, usize)> = Vec::with_capacity(weights.len());
    for (at, weight) in weights.iter().enumerate() {
        parts[at] = magnitude * weight / sum;
        left -= parts[at];
        remainders.push((magnitude * weight % sum, at));
    }
    remainders.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    for (_, at) in remainders.into_iter().take(left as usize) {
        parts[at] += 1;
    }
    if total < 0 {
        for part in &mut parts {
            *part = -*part;
        }
    }
    parts
}

/// Rounds parts to multiples of `unit` so that they sum to `total`, a multiple next to their sum:
/// each becomes one of its two neighbours, those with the largest remainders the upper one (ties
/// to the earlier part). Multiples stay as they are.
#[must_use]
pub fn rounded_parts(parts: &[i128], unit: i128, total: i128) -> Vec<i128> {
    let mut out: Vec<i128> = parts.iter().map(|p| p.div_euclid(unit) * unit).collect();
    let mut remainders: Vec<(i128, usize)> = (parts.iter().enumerate())
        .map(|(at, part)| (part.rem_euclid(unit), at))
        .filter(|(remainder, _)| *remainder > 0)
        .collect();
    remainders.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    let left = (total - out.iter().sum::<i128>()) / unit;
    for (_, at) in remainders.into_iter().take(left.max(0) as usize) {
        out[at] += unit;
    }
    out
}

/// An exact amount of one currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Money {
    units: i128,
    currency: Currency,
}

impl Money {
    /// Nothing, in a currency.
    #[must_use]
    pub fn zero(currency: Currency) -> Self {
        Self { units: 0, currency }
    }

    /// `units` of 1/10,000 of the minor unit.
    #[must_use]
    pub fn from_units(units: i128, currency: Currency) -> Self {
        Self { units, currency }
    }

    /// A plain decimal of the major unit: `parse("12.345", EUR)`.
    ///
    /// # Errors
    /// See [`parse_decimal`].
    pub fn parse(text: &str, currency: Currency) -> Result<Self, MoneyError> {
        Ok(Self {
            units: parse_decimal(text.trim(), currency.scale())?,
            currency,
        })
    }

    /// The estimate as an amount, posted once to 1/10,000 of the minor unit, half to even.
    /// The estimate's own type stays a float; this is the door of the ledger (named).
    #[must_use]
    pub fn post_estimate(major: f64, currency: Currency) -> Self {
        let scaled = major * currency.units_per_major() as f64;
        let units = if scaled.is_finite() {
            scaled.round_ties_even() as i128
        } else {
            0
        };
        Self { units, currency }
    }

    /// Units of 1/10,000 of the minor unit.
    #[must_use]
    pub fn units(self) -> i128 {
        self.units
    }

    /// The currency inside.
    #[must_use]
    pub fn currency(self) -> Currency {
        self.currency
    }

    /// The sum, or nothing where the currencies differ or the sum leaves its bounds.
    #[must_use]
    pub fn checked_add(self, other: Self) -> Option<Self> {
        if self.currency != other.currency {
            return None;
        }
        Some(Self {
            units: self.units.checked_add(other.units)?,
            currency: self.currency,
        })
    }

    /// Rounded to the minor unit, half to even, for showing or paying.
    #[must_use]
    pub fn rounded_to_minor(self) -> Self {
        let unit = 10_i128.pow(SUB_MINOR_DIGITS);
        Self {
            units: divide_half_even(self.units, unit) * unit,
            currency: self.currency,
        }
    }

    /// As an estimate of the major unit (for charts and ratios; never back into money).
    #[must_use]
    pub fn to_estimate(self) -> f64 {
        self.units as f64 / self.currency.units_per_major() as f64
    }

    /// The decimal text of the wire: exact, at least the minor unit's decimals.
    #[must_use]
    pub fn to_decimal(self) -> String {
        format_decimal(self.units, self.currency.scale(), self.currency.exponent())
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.to_decimal(), self.currency)
    }
}

impl FromStr for Money {
    type Err = MoneyError;

    /// `"12.50 EUR"`.
    fn from_str(text: &str) -> Result<Self, MoneyError> {
        let (amount, code) = text
            .rsplit_once(' ')
            .ok_or_else(|| MoneyError::NotANumber(text.to_owned()))?;
        Self::parse(amount, Currency::parse(code)?)
    }
}

impl Serialize for Money {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn eur() -> Currency {
        Currency::parse("EUR").unwrap()
    }

    #[test]
    fn exponents_follow_iso_4217() {
        for (code, exponent) in [("JPY", 0), ("USD", 2), ("KWD", 3), ("CLF", 4), ("eur", 2)] {
            assert_eq!(
                Currency::parse(code).unwrap().exponent(),
                exponent,
                "{code}"
            );
        }
        for bad in ["", "EU", "EURO", "XYZ", "12A", "€"] {
            assert!(Currency::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn three_decimal_prices_stay_exact() {
        let price = Money::parse("0.125", eur()).unwrap();
        assert_eq!(price.units(), 125_000);
        assert_eq!(price.to_decimal(), "0.125");
        assert_eq!(
            Money::parse("-110.7", eur()).unwrap().to_decimal(),
            "-110.70"
        );
        assert_eq!(
            Money::parse("5", Currency::parse("JPY").unwrap())
                .unwrap()
                .to_decimal(),
            "5"
        );
    }

    #[test]
    fn more_than_four_digits_below_the_minor_unit_is_refused() {
        assert!(Money::parse("1.234567", eur()).is_ok());
        assert_eq!(
            Money::parse("1.2345678", eur()),
            Err(MoneyError::TooPrecise("1.2345678".into(), 6))
        );
        assert!(Money::parse("1.23456700", eur()).is_ok());
        for bad in [
            "",
            "-",
            ".",
            "1e3",
            "NaN",
            "inf",
            "1,5",
            "1.2.3",
            "--1",
            "1.2x",
            "1.2345678x",
        ] {
            assert!(
                matches!(Money::parse(bad, eur()), Err(MoneyError::NotANumber(_))),
                "{bad}"
            );
        }
        assert!(matches!(
            Money::parse(&"9".repeat(60), eur()),
            Err(MoneyError::TooLarge(_))
        ));
    }

    #[test]
    fn rounding_is_half_to_even() {
        for (text, rounded) in [
            ("0.005", "0.00"),
            ("0.015", "0.02"),
            ("-0.005", "0.00"),
            ("-0.015", "-0.02"),
            ("1.2351", "1.24"),
        ] {
            let money = Money::parse(text, eur()).unwrap().rounded_to_minor();
            assert_eq!(money.to_decimal(), rounded, "{text}");
        }
    }

    proptest! {
        #[test]
        fn text_round_trips(units in -10_i128.pow(24)..10_i128.pow(24)) {
            let money = Money::from_units(units, eur());
            prop_assert_eq!(money.to_string().parse::<Money>().unwrap(), money);
        }

        #[test]
        fn parts_sum_to_the_total(total in -10_i128.pow(22)..10_i128.pow(22),
                                  weights in prop::collection::vec(0.0_f64..1e6, 1..20)) {
            prop_assert_eq!(largest_remainder(total, &weights).iter().sum::<i128>(), total);
        }

        #[test]
        fn integer_parts_sum_to_the_total_and_keep_their_quota(
            total in -10_i128.pow(22)..10_i128.pow(22),
            weights in prop::collection::vec(-5..10_i128.pow(20), 1..20),
        ) {
            let parts = split(total, &weights);
            prop_assert_eq!(parts.iter().sum::<i128>(), total);
            let sum: i128 = weights.iter().map(|w| (*w).max(0)).sum();
            for (part, weight) in parts.iter().zip(&weights) {
                let exact = total as f64 * ((*weight).max(0) as f64 / sum.max(1) as f64);
                prop_assert!(sum == 0 || (*part as f64 - exact).abs() <= 1.0 + 1e-9 * exact.abs());
            }
        }
    }

    #[test]
    fn digits_are_grouped_in_threes() {
        for (decimal, text) in [
            ("12345.60", "12,345.60"),
            ("-918936.61", "−918,936.61"),
            ("999", "999"),
            ("0", "0"),
        ] {
            assert_eq!(grouped(decimal), text);
        }
    }

    #[test]
    fn odd_weights_lose_nothing() {
        assert_eq!(largest_remainder(7, &[0.0, f64::NAN, -1.0]), vec![7, 0, 0]);
        assert_eq!(largest_remainder(10, &[1.0, 1.0, 1.0]), vec![4, 3, 3]);
        assert!(largest_remainder(10, &[]).is_empty());
        assert_eq!(split(7, &[0, -3]), vec![7, 0]);
        assert_eq!(split(-10, &[1, 1, 1]), vec![-4, -3, -3]);
        assert_eq!(split(20_000, &[45, 15]), vec![15_000, 5_000]);
        assert_eq!(split(10, &[i128::MAX, i128::MAX]), vec![5, 5]);
        assert!(split(10, &[]).is_empty());
    }
}
