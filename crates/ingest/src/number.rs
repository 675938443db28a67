//! Numbers as people and programs write them, exactly: a decimal is an integer and the place
//! of its point. No value passes through a float on its way to money, except where the file
//! itself holds floats.

use crate::mapping::DecimalMark;
use crate::source::decode;
use ninefold_domain::money::{Currency, divide_half_even, format_decimal};

/// `mantissa` × 10^-`scale`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Decimal {
    pub(crate) mantissa: i128,
    pub(crate) scale: u32,
}

/// Why a number is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NumberError {
    NotANumber,
    NotFinite,
    TooPrecise,
    TooLarge,
    /// A currency sign that is not the row's.
    OtherCurrency,
}

/// Signs that stand before or behind amounts, each with the currencies that use it and the one
/// that it means where nothing else is said. A dollar, a yen sign or a krone is nobody's in
/// particular.
const GLYPHS: &[(&str, &[&str], Option<&str>)] = &[
    ("€", &["EUR"], Some("EUR")),
    (
        "£",
        &[
            "GBP", "EGP", "FKP", "GIP", "LBP", "SDG", "SHP", "SSP", "SYP",
        ],
        Some("GBP"),
    ),
    (
        "$",
        &[
            "USD", "CAD", "AUD", "NZD", "SGD", "HKD", "TWD", "MXN", "ARS", "BBD", "BMD", "BND",
            "BRL", "BSD", "BZD", "CLP", "COP", "CUP", "DOP", "FJD", "GYD", "JMD", "KYD", "LRD",
            "NAD", "NIO", "SBD", "SRD", "TTD", "UYU", "XCD",
        ],
        None,
    ),
    ("¥", &["JPY", "CNY"], None),
    ("₹", &["INR"], Some("INR")),
    ("₩", &["KRW", "KPW"], Some("KRW")),
    ("₺", &["TRY"], Some("TRY")),
    ("₽", &["RUB"], Some("RUB")),
    ("₴", &["UAH"], Some("UAH")),
    ("₫", &["VND"], Some("VND")),
    ("₪", &["ILS"], Some("ILS")),
    ("zł", &["PLN"], Some("PLN")),
    ("kr", &["SEK", "NOK", "DKK", "ISK"], None),
];

/// Codes that are looked for in headers: common ones, none of which is a word of another meaning,
/// as ALL and TRY are.
const HEADER_CODES: &[&str] = &[
    "EUR", "USD", "GBP", "CHF", "JPY", "CNY", "CAD", "AUD", "NZD", "SEK", "NOK", "DKK", "PLN",
    "CZK", "HUF", "INR", "BRL", "MXN", "SGD", "HKD", "ZAR", "KRW", "ILS",
];

/// A currency sign or code that stands at an amount, or in a header over amounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sign {
    /// Index in the table of signs.
    Glyph(usize),
    Code(Currency),
}

impl Sign {
    /// Whether an amount in a currency can carry it.
    pub(crate) fn fits(self, currency: Currency) -> bool {
        match self {
            Self::Glyph(at) => GLYPHS[at].1.contains(&currency.code()),
            Self::Code(code) => code == currency,
        }
    }

    /// The currency that it means where nothing else is said; nothing where it belongs to several.
    pub(crate) fn alone(self) -> Option<Currency> {
        match self {
            Self::Glyph(at) => Currency::parse(GLYPHS[at].2?).ok(),
            Self::Code(code) => Some(code),
        }
    }

    /// The sign at an amount.
    pub(crate) fn of_amount(text: &str) -> Option<Self> {
        let blank_or_sign =
            |c: char| is_blank(c) || matches!(c, '(' | ')' | '+' | '-' | '\u{2212}');
        let (sign, rest) = split_sign(text.trim_matches(blank_or_sign))?;
        rest.contains(|c: char| c.is_ascii_digit()).then_some(sign)
    }

    /// What a header says of the amounts below it: `Loss (€)`, `amount_eur`. A code says more than
    /// a sign; two of a sort contradict each other and say nothing.
    pub(crate) fn of_header(header: &str) -> Option<Self> {
        let mut codes: Vec<Self> = Vec::new();
        let mut glyphs: Vec<Self> = Vec::new();
        for word in header.split(|c: char| !c.is_alphanumeric()) {
            let known = HEADER_CODES.iter().find(|c| c.eq_ignore_ascii_case(word));
            if let Some(code) = known.and_then(|code| Currency::parse(code).ok()) {
                codes.push(Self::Code(code));
            }
            let letters = |glyph: &str| glyph.starts_with(char::is_alphabetic);
            let known = |(glyph, ..): &(&str, _, _)| letters(glyph) && *glyph == word;
            glyphs.extend(GLYPHS.iter().position(known).map(Self::Glyph));
        }
        for (at, (glyph, ..)) in GLYPHS.iter().enumerate() {
            if !glyph.starts_with(char::is_alphabetic) && header.contains(glyph) {
                glyphs.push(Self::Glyph(at));
            }
        }
        codes.dedup();
        match (codes.as_slice(), glyphs.as_slice()) {
            ([one], _) | ([], [one]) => Some(*one),
            _ => None,
        }
    }
}

impl std::fmt::Display for Sign {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Glyph(at) => f.write_str(GLYPHS[*at].0),
            Self::Code(code) => f.write_str(code.code()),
        }
    }
}

/// What may stand around the digits of a number.
#[derive(Debug, Clone, Copy)]
enum Dress {
    /// Nothing but a minus.
    Bare,
    /// What amounts in this currency carry.
    In(Currency),
    /// What amounts in any currency carry.
    Any,
}

impl Dress {
    fn is_money(self) -> bool {
        !matches!(self, Self::Bare)
    }
}

impl Decimal {
    /// A whole number.
    pub(crate) fn whole(value: i64) -> Self {
        Self {
            mantissa: i128::from(value),
            scale: 0,
        }
    }

    /// Reads a number with the stated decimal mark. Thousands may be grouped by the other mark,
    /// by blanks or by apostrophes, always in threes. With a currency, its sign or code may
    /// stand before or behind, parentheses mean minus, and `k`, `m`, `bn` the zeros left out.
    pub(crate) fn parse(
        text: &[u8],
        mark: DecimalMark,
        currency: Option<Currency>,
    ) -> Result<Self, NumberError> {
        Self::dressed(text, mark, currency.map_or(Dress::Bare, Dress::In))
    }

    /// As [`Self::parse`], for an amount whose currency is not known yet: any sign will do.
    pub(crate) fn parse_amount(text: &[u8], mark: DecimalMark) -> Result<Self, NumberError> {
        Self::dressed(text, mark, Dress::Any)
    }

    fn dressed(text: &[u8], mark: DecimalMark, dress: Dress) -> Result<Self, NumberError> {
        let point = match mark {
            DecimalMark::Point => b'.',
            DecimalMark::Comma => b',',
        };
        match plain(text, point) {
            Some(decimal) => Ok(decimal),
            None => dressed(&decode(text), point, dress),
        }
    }

    /// The shortest decimal that reads back as the float.
    pub(crate) fn from_f64(value: f64) -> Result<Self, NumberError> {
        if !value.is_finite() {
            return Err(NumberError::NotFinite);
        }
        // Below 10^15 a decimal that divides back to the float is its shortest one, because
        // decimals of up to 15 digits are told apart by f64.
        const SCALE: u32 = 6;
        let scaled = (value * 1e6).round();
        if scaled.abs() < 1e15 && scaled / 1e6 == value {
            return Ok(Self {
                mantissa: scaled as i128,
                scale: SCALE,
            });
        }
        plain(format!("{value}").as_bytes(), b'.').ok_or(NumberError::TooLarge)
    }

    /// As [`Self::from_f64`], for what was written with fewer digits.
    pub(crate) fn from_f32(value: f32) -> Result<Self, NumberError> {
        if !value.is_finite() {
            return Err(NumberError::NotFinite);
        }
        plain(format!("{value}").as_bytes(), b'.').ok_or(NumberError::TooLarge)
    }

    /// The exact product.
    pub(crate) fn times(self, other: Self) -> Result<Self, NumberError> {
        let (a, b) = (self.trimmed(), other.trimmed());
        Ok(Self {
            mantissa: a
                .mantissa
                .checked_mul(b.mantissa)
                .ok_or(NumberError::TooLarge)?,
            scale: a.scale + b.scale,
        })
    }

    /// The value as an integer of 10^-`scale`, and whether it had to be rounded (half to even),
    /// which is refused unless `round`.
    pub(crate) fn to_scale(self, scale: u32, round: bool) -> Result<(i128, bool), NumberError> {
        if self.scale <= scale {
            // Nearly every number is small; 128-bit powers and products are slow.
            if let (Ok(small), Some(factor)) = (
                i64::try_from(self.mantissa),
                10_i64.checked_pow(scale - self.scale),
            ) && let Some(units) = small.checked_mul(factor)
            {
                return Ok((i128::from(units), false));
            }
            let units = 10_i128
                .checked_pow(scale - self.scale)
                .and_then(|factor| self.mantissa.checked_mul(factor));
            return units
                .map(|units| (units, false))
                .ok_or(NumberError::TooLarge);
        }
        let trimmed = self.trimmed();
        if trimmed.scale <= scale {
            return trimmed.to_scale(scale, round);
        }
        if !round {
            return Err(NumberError::TooPrecise);
        }
        let units = match 10_i128.checked_pow(trimmed.scale - scale) {
            Some(divisor) => divide_half_even(trimmed.mantissa, divisor),
            // More digits than an i128 holds: nothing of it is left.
            None => 0,
        };
        Ok((units, true))
    }

    /// As [`Self::to_scale`], for one row's amount.
    pub(crate) fn to_units(self, scale: u32, round: bool) -> Result<(i64, bool), NumberError> {
        let (units, rounded) = self.to_scale(scale, round)?;
        let units = i64::try_from(units).map_err(|_| NumberError::TooLarge)?;
        Ok((units, rounded))
    }

    /// As a float, for shares.
    pub(crate) fn to_f64(self) -> f64 {
        // Both parts are exact up to 2^53 and 10^22, and the quotient is rounded once.
        if self.mantissa.unsigned_abs() <= 1 << 53 && self.scale <= 22 {
            return self.mantissa as f64 / 10_f64.powi(self.scale as i32);
        }
        format_decimal(self.mantissa, self.scale, 0)
            .parse()
            .unwrap_or(f64::NAN)
    }

    /// The value over a hundred.
    pub(crate) fn hundredth(self) -> Self {
        Self {
            scale: self.scale + 2,
            ..self
        }
    }

    pub(crate) fn is_zero(self) -> bool {
        self.mantissa == 0
    }

    pub(crate) fn is_negative(self) -> bool {
        self.mantissa < 0
    }

    fn trimmed(mut self) -> Self {
        while self.scale > 0 && self.mantissa % 10 == 0 {
            self.mantissa /= 10;
            self.scale -= 1;
        }
        self
    }
}

/// What the amounts of a column say about their decimal mark. Where all that have one have three
/// digits behind it, as `1.234` has, it can be a decimal mark or group thousands.
#[derive(Debug, Default, Clone)]
pub(crate) struct MarkEvidence {
    /// First amount that can only be read with a decimal point.
    point: Option<String>,
    /// First amount that can only be read with a decimal comma.
    comma: Option<String>,
    /// First amount that means another number with either.
    either: Option<String>,
}

impl MarkEvidence {
    pub(crate) fn watch(&mut self, text: &[u8]) {
        let read = |mark| Decimal::parse_amount(text, mark).map(Decimal::trimmed);
        let slot = match (read(DecimalMark::Point), read(DecimalMark::Comma)) {
            (Ok(point), Ok(comma)) if point != comma => &mut self.either,
            (Ok(_), Err(_)) => &mut self.point,
            (Err(_), Ok(_)) => &mut self.comma,
            _ => return,
        };
        if slot.is_none() {
            *slot = Some(decode(text).into_owned());
        }
    }

    /// The same in a format that has numbers of its own, which are written with a point: one that
    /// could be read either way by its point alone may be such a number, and decides nothing.
    pub(crate) fn watch_beside_numbers(&mut self, text: &[u8]) {
        let mut alone = Self::default();
        alone.watch(text);
        if alone.either.is_none() || text.contains(&b',') {
            self.watch(text);
        }
    }

    /// What two columns say together.
    pub(crate) fn and(&self, other: &Self) -> Self {
        let or = |a: &Option<String>, b: &Option<String>| a.clone().or_else(|| b.clone());
        Self {
            point: or(&self.point, &other.point),
            comma: or(&self.comma, &other.comma),
            either: or(&self.either, &other.either),
        }
    }

    /// Whether an amount shows a decimal point, which is the usual mark.
    pub(crate) fn shows_point(&self) -> bool {
        self.point.is_some()
    }

    /// An amount that means another number with either mark, where no other amount decides.
    pub(crate) fn open(&self) -> Option<&str> {
        match (&self.point, &self.comma) {
            (None, None) => self.either.as_deref(),
            _ => None,
        }
    }

    /// An amount that shows a decimal comma, where none shows a point.
    pub(crate) fn comma(&self) -> Option<&str> {
        match self.point {
            None => self.comma.as_deref(),
            Some(_) => None,
        }
    }
}

/// Whether an amount that no decimal point fits reads with a decimal comma.
#[must_use]
pub fn needs_decimal_comma(text: &str) -> bool {
    let mut evidence = MarkEvidence::default();
    evidence.watch(text.as_bytes());
    evidence.comma.is_some()
}

/// Whether thousands are grouped as in India: `1,23,456.50`.
fn is_in_lakhs(text: &str) -> bool {
    let digits = text.trim_matches(|c: char| !c.is_ascii_digit());
    let whole = digits.split('.').next().unwrap_or_default();
    let groups: Vec<&str> = whole.split(',').collect();
    let [first, middle @ .., last] = groups.as_slice() else {
        return false;
    };
    let plain = |group: &&str| group.bytes().all(|byte| byte.is_ascii_digit());
    !middle.is_empty()
        && (1..=2).contains(&first.len())
        && middle.iter().all(|group| group.len() == 2)
        && last.len() == 3
        && groups.iter().all(plain)
}

/// What is expected in place of a text that is no number.
pub(crate) fn expected_digits(found: &str, mark: DecimalMark) -> &'static str {
    match mark {
        _ if is_in_lakhs(found) => {
            "thousands grouped by threes, such as 123,456.50, or not at all; this groups lakhs"
        }
        DecimalMark::Point => "digits such as 1234.50",
        DecimalMark::Comma => "digits such as 1234,50",
    }
}

/// `-1234.50` and nothing else.
fn plain(bytes: &[u8], point: u8) -> Option<Decimal> {
    let (negative, digits) = match bytes {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        all => (false, all),
    };
    let mut mantissa: i128 = 0;
    let mut small: u64 = 0;
    let mut scale = 0;
    let mut seen_point = false;
    let mut seen_digit = false;
    // Up to 18 digits fit a u64, which is much quicker than an i128.
    let short = digits.len() <= 18;
    for byte in digits {
        if byte.is_ascii_digit() {
            seen_digit = true;
            scale += u32::from(seen_point);
            if short {
                small = small * 10 + u64::from(byte - b'0');
            } else {
                mantissa = mantissa
                    .checked_mul(10)?
                    .checked_add(i128::from(byte - b'0'))?;
            }
        } else if *byte == point && !seen_point {
            seen_point = true;
        } else {
            return None;
        }
    }
    if short {
        mantissa = i128::from(small);
    }
    seen_digit.then_some(Decimal {
        mantissa: if negative { -mantissa } else { mantissa },
        scale,
    })
}

/// Powers of ten, for scales of amounts.
pub(crate) const POWERS: [i64; 11] = {
    let mut powers = [1; 11];
    let mut index = 1;
    while index < powers.len() {
        powers[index] = powers[index - 1] * 10;
        index += 1;
    }
    powers
};

/// Digits with at most one mark among them, from `at` on: value, digits behind the mark,
/// position behind.
#[inline]
pub(crate) fn short_number(text: &[u8], at: usize, mark: u8) -> Option<((i64, u32), usize)> {
    let mut end = at;
    let mut value: i64 = 0;
    let mut digits = |from: usize| {
        let mut end = from;
        while let Some(digit) = text.get(end).map(|byte| byte.wrapping_sub(b'0'))
            && digit < 10
        {
            value = value.wrapping_mul(10).wrapping_add(i64::from(digit));
            end += 1;
        }
        end
    };
    end = digits(end);
    let mut count = end - at;
    let mut places = 0;
    if text.get(end) == Some(&mark) {
        let from = end + 1;
        end = digits(from);
        places = end - from;
        count += places;
    }
    // Up to 18 digits an i64 has not wrapped.
    (1..=18)
        .contains(&count)
        .then_some(((value, places as u32), end))
}

fn is_blank(c: char) -> bool {
    // Blanks, the no-break space and its narrow form that French amounts are grouped by.
    c.is_whitespace() || matches!(c, '\u{a0}' | '\u{202f}' | '\u{2009}')
}

/// A number with grouping, signs or parentheses around it.
fn dressed(text: &str, point: u8, dress: Dress) -> Result<Decimal, NumberError> {
    let mut rest = text.trim_matches(is_blank);
    let lower = rest
        .trim_start_matches(['+', '-', '\u{2212}'])
        .to_lowercase();
    if ["nan", "inf", "infinity", "∞", "#num!", "#div/0!"].contains(&lower.as_str()) {
        return Err(NumberError::NotFinite);
    }
    let mut negative = false;
    if let Some(inside) = rest.strip_prefix('(').and_then(|r| r.strip_suffix(')')) {
        if !dress.is_money() {
            return Err(NumberError::NotANumber);
        }
        negative = true;
        rest = inside.trim_matches(is_blank);
    }
    // A minus and a currency sign may stand in either order, on either side, once each.
    let mut signed = negative;
    let mut marked = false;
    let mut dashed = false;
    loop {
        let before = rest;
        if !signed {
            let behind = if marked || dress.is_money() {
                rest.strip_suffix(['-', '\u{2212}'])
            } else {
                None
            };
            if let Some(r) = rest.strip_prefix(['-', '\u{2212}']).or(behind) {
                (rest, negative, signed, dashed) = (r, true, true, true);
            } else if let Some(r) = rest.strip_prefix('+') {
                (rest, signed) = (r, true);
            }
        }
        if !marked
            && dress.is_money()
            && let Some((sign, r)) = split_sign(rest)
        {
            if let Dress::In(currency) = dress
                && !sign.fits(currency)
            {
                return Err(NumberError::OtherCurrency);
            }
            (rest, marked) = (r, true);
        }
        rest = rest.trim_matches(is_blank);
        if rest.len() == before.len() {
            break;
        }
    }
    // Spreadsheets write nothing of a currency as a dash beside its sign: `- €`.
    if rest.is_empty() && marked && dashed {
        return Ok(Decimal::whole(0));
    }
    let (rest, zeros) = match dress.is_money() {
        true => magnitude(rest),
        false => (rest, 0),
    };
    let digits = ungrouped(rest, point).ok_or(NumberError::NotANumber)?;
    let decimal = plain(digits.as_bytes(), b'.').ok_or_else(|| {
        // Only digits and a point are left: it can only be too long.
        if digits.bytes().any(|b| b.is_ascii_digit()) {
            NumberError::TooLarge
        } else {
            NumberError::NotANumber
        }
    })?;
    let decimal = decimal.times(Decimal::whole(10_i64.pow(zeros)))?;
    Ok(Decimal {
        mantissa: if negative {
            -decimal.mantissa
        } else {
            decimal.mantissa
        },
        ..decimal
    })
}

/// Takes `k`, `m`, `mn` or `bn` off an amount: the digits, and how many zeros it stands for.
fn magnitude(text: &str) -> (&str, u32) {
    const WORDS: [(&str, u32); 6] = [
        ("k", 3),
        ("mn", 6),
        ("mio", 6),
        ("m", 6),
        ("bn", 9),
        ("b", 9),
    ];
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let word = &text[digits.len()..];
    let known = WORDS.iter().find(|(w, _)| w.eq_ignore_ascii_case(word));
    match known {
        Some((_, zeros)) => (digits.trim_end_matches(is_blank), *zeros),
        None => (text, 0),
    }
}

/// Takes a currency sign or code off either side.
fn split_sign(text: &str) -> Option<(Sign, &str)> {
    for (at, (glyph, ..)) in GLYPHS.iter().enumerate() {
        if let Some(rest) = text.strip_prefix(glyph).or(text.strip_suffix(glyph)) {
            return Some((Sign::Glyph(at), rest));
        }
    }
    let bytes = text.as_bytes();
    let code = |piece: &[u8]| piece.iter().all(u8::is_ascii_alphabetic);
    let (code, rest) = if bytes.len() > 3 && code(&bytes[..3]) {
        text.split_at(3)
    } else if bytes.len() > 3 && code(&bytes[bytes.len() - 3..]) {
        let (rest, code) = text.split_at(text.len() - 3);
        (code, rest)
    } else {
        return None;
    };
    Some((Sign::Code(Currency::parse(code).ok()?), rest))
}

/// Digits with a point, the grouping taken out; nothing where the groups are not threes.
fn ungrouped(text: &str, point: u8) -> Option<String> {
    let point = char::from(point);
    let (whole, fraction) = match text.split_once(point) {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (text, None),
    };
    let other = if point == '.' { ',' } else { '.' };
    let group = whole.chars().find(|c| !c.is_ascii_digit());
    let mut out = String::with_capacity(text.len());
    match group {
        None => out.push_str(whole),
        Some(mark) if mark == other || mark == '\'' || mark == '’' || is_blank(mark) => {
            for (index, part) in whole.split(mark).enumerate() {
                let right = if index == 0 {
                    // Nobody groups what has no thousands: the mark in 0.125 is a decimal mark.
                    (1..=3).contains(&part.len()) && !part.starts_with('0')
                } else {
                    part.len() == 3
                };
                if !right || !part.bytes().all(|b| b.is_ascii_digit()) {
                    return None;
                }
                out.push_str(part);
            }
        }
        Some(_) => return None,
    }
    if let Some(fraction) = fraction {
        if !fraction.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        out.push('.');
        out.push_str(fraction);
    }
    (!out.is_empty() && out != ".").then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ninefold_domain::money::{MoneyError, parse_decimal};
    use proptest::prelude::*;

    fn eur() -> Option<Currency> {
        Some(Currency::parse("EUR").unwrap())
    }

    fn read(text: &str, mark: DecimalMark) -> Result<i128, NumberError> {
        Decimal::parse(text.as_bytes(), mark, eur())?
            .to_scale(6, false)
            .map(|(units, _)| units)
    }

    #[test]
    fn amounts_as_people_write_them() {
        use DecimalMark::{Comma, Point};
        for (text, mark, units) in [
            ("1234.50", Point, 1_234_500_000),
            ("1,234.50", Point, 1_234_500_000),
            ("1.234,50", Comma, 1_234_500_000),
            ("1 234,50", Comma, 1_234_500_000),
            ("1\u{202f}234,50 €", Comma, 1_234_500_000),
            ("1'234.50", Point, 1_234_500_000),
            ("-110.7 €", Point, -110_700_000),
            ("€-110.7", Point, -110_700_000),
            ("-€ 110.7", Point, -110_700_000),
            ("110,70- EUR", Comma, -110_700_000),
            ("(5.00)", Point, -5_000_000),
            ("\u{2212}5", Point, -5_000_000),
            ("EUR 5", Point, 5_000_000),
            (" 5 ", Point, 5_000_000),
            ("€1.2k", Point, 1_200_000_000),
            ("1,2 k €", Comma, 1_200_000_000),
            ("(€3 M)", Point, -3_000_000_000_000),
            ("EUR 2bn", Point, 2_000_000_000_000_000),
            (".5", Point, 500_000),
            // Nothing, as a spreadsheet keeps books.
            ("-   €", Comma, 0),
            ("€ -", Point, 0),
            ("5.", Point, 5_000_000),
            ("1.23456700", Point, 1_234_567),
        ] {
            assert_eq!(read(text, mark), Ok(units), "{text}");
        }
    }

    #[test]
    fn what_is_no_number_is_refused_by_name() {
        use DecimalMark::{Comma, Point};
        use NumberError as E;
        for (text, mark, why) in [
            ("", Point, E::NotANumber),
            ("-", Point, E::NotANumber),
            ("1e3", Point, E::NotANumber),
            ("1.234,50", Point, E::NotANumber),
            ("1,234.50", Comma, E::NotANumber),
            ("5,50", Point, E::NotANumber),
            ("1,23,456", Point, E::NotANumber),
            ("12 34", Point, E::NotANumber),
            ("--5", Point, E::NotANumber),
            ("0x10", Point, E::NotANumber),
            ("NaN", Point, E::NotFinite),
            ("-inf", Point, E::NotFinite),
            ("Infinity", Point, E::NotFinite),
            ("5 USD", Point, E::OtherCurrency),
            ("¥5", Point, E::OtherCurrency),
            ("0.0000001", Point, E::TooPrecise),
            (&"9".repeat(60), Point, E::TooLarge),
            (&"9".repeat(37), Point, E::TooLarge),
        ] {
            assert_eq!(read(text, mark), Err(why), "{text}");
        }
        // Without a currency a number is a number only.
        assert!(Decimal::parse("5 €".as_bytes(), Point, None).is_err());
        assert!(Decimal::parse(b"(5)", Point, None).is_err());
        assert!(Decimal::parse(b"5k", Point, None).is_err());
    }

    #[test]
    fn a_sign_belongs_to_its_currencies() {
        let of = |code| Some(Currency::parse(code).unwrap());
        for (text, yes, no) in [
            ("$1,200.00", "CAD", "EUR"),
            ("£3.00", "GBP", "EUR"),
            ("¥5", "CNY", "USD"),
            ("5 kr", "SEK", "EUR"),
            ("-€ 15.00", "EUR", "GBP"),
            ("(usd 5)", "USD", "AUD"),
        ] {
            let read = |code| Decimal::parse(text.as_bytes(), DecimalMark::Point, of(code));
            assert!(read(yes).is_ok(), "{text} in {yes}");
            assert_eq!(read(no), Err(NumberError::OtherCurrency), "{text} in {no}");
            assert!(Decimal::parse_amount(text.as_bytes(), DecimalMark::Point).is_ok());
        }
        for (text, alone) in [
            ("€5", Some("EUR")),
            ("5 £", Some("GBP")),
            ("-USD 5", Some("USD")),
            ("$5", None),
            ("5", None),
            ("some", None),
        ] {
            let sign = Sign::of_amount(text).and_then(Sign::alone);
            assert_eq!(sign, alone.and_then(of), "{text}");
        }
    }

    #[test]
    fn a_column_of_amounts_decides_its_mark_or_leaves_it_open() {
        let of = |amounts: &[&str]| {
            let mut evidence = MarkEvidence::default();
            for amount in amounts {
                evidence.watch(amount.as_bytes());
            }
            evidence
        };
        for open in [
            &["1.234", "5.678", "1.000"][..],
            &["1,234"],
            &["7", "€ 90.125", "12"],
        ] {
            assert_eq!(of(open).comma(), None, "{open:?}");
            assert!(of(open).open().is_some(), "{open:?}");
        }
        for point in [
            &["1.234", "5.6"][..],
            &["1.234", "0.125"],
            &["1,234.50", "1,234"],
        ] {
            assert_eq!((of(point).open(), of(point).comma()), (None, None));
            assert!(of(point).shows_point(), "{point:?}");
        }
        for comma in [&["1.234", "1.250,50"][..], &["1.234.567"], &["0,125"]] {
            assert!(of(comma).comma().is_some(), "{comma:?}");
            assert_eq!(of(comma).open(), None, "{comma:?}");
        }
        assert_eq!(of(&["1", "200", "?"]).open(), None);
        assert!(needs_decimal_comma("1.250,50"));
        assert!(!needs_decimal_comma("1,23,456.50"));
    }

    #[test]
    fn a_header_names_the_currency_below_it() {
        for (header, said) in [
            ("GTV Loss (€)", Some("€")),
            ("amount_eur", Some("EUR")),
            ("Amount ($ USD)", Some("USD")),
            ("Belopp (kr)", Some("kr")),
            ("amount", None),
            ("EUR to USD", None),
            ("all", None),
            ("Try again", None),
            ("krona", None),
        ] {
            let found = Sign::of_header(header).map(|sign| sign.to_string());
            assert_eq!(found.as_deref(), said, "{header}");
        }
    }

    #[test]
    fn rounding_is_half_to_even_and_told() {
        let five = |text| Decimal::parse(str::as_bytes(text), DecimalMark::Point, None).unwrap();
        assert_eq!(five("0.0000005").to_scale(6, true), Ok((0, true)));
        assert_eq!(five("0.0000015").to_scale(6, true), Ok((2, true)));
        assert_eq!(five("-0.0000025").to_scale(6, true), Ok((-2, true)));
        assert_eq!(five("0.5").to_scale(6, true), Ok((500_000, false)));
    }

    #[test]
    fn products_are_exact() {
        let of = |text| Decimal::parse(str::as_bytes(text), DecimalMark::Point, None).unwrap();
        let product = of("-7").times(of("0.125")).unwrap();
        assert_eq!(product.to_scale(6, false), Ok((-875_000, false)));
        assert_eq!(
            of("9999999999999999999").times(of("99999999999999999999")),
            Err(NumberError::TooLarge)
        );
    }

    proptest! {
        #[test]
        fn the_domain_agrees(text in "[+-]?[0-9]{0,20}\\.?[0-9]{0,9}") {
            let ours = Decimal::parse(text.as_bytes(), DecimalMark::Point, None)
                .and_then(|decimal| decimal.to_scale(6, false))
                .map(|(units, _)| units);
            match parse_decimal(&text, 6) {
                Ok(units) => prop_assert_eq!(ours, Ok(units)),
                Err(MoneyError::TooPrecise(..)) =>
                    prop_assert_eq!(ours, Err(NumberError::TooPrecise)),
                Err(MoneyError::TooLarge(_)) => prop_assert_eq!(ours, Err(NumberError::TooLarge)),
                Err(_) => prop_assert_eq!(ours, Err(NumberError::NotANumber)),
            }
        }

        #[test]
        fn floats_become_the_decimal_they_print_as(units in -10_i64.pow(14)..10_i64.pow(14),
                                                   scale in 0_u32..9) {
            let text = format_decimal(i128::from(units), scale, 0);
            let value: f64 = text.parse().unwrap();
            let decimal = Decimal::from_f64(value).unwrap();
            let exact = Decimal { mantissa: i128::from(units), scale };
            prop_assert_eq!(decimal.to_scale(12, false), exact.to_scale(12, false));
        }
    }

    #[test]
    fn odd_floats() {
        assert_eq!(Decimal::from_f64(f64::NAN), Err(NumberError::NotFinite));
        assert_eq!(
            Decimal::from_f64(f64::INFINITY),
            Err(NumberError::NotFinite)
        );
        assert_eq!(Decimal::from_f64(1e308), Err(NumberError::TooLarge));
        let tenth = Decimal::from_f64(0.1 + 0.2).unwrap();
        assert_eq!(tenth.to_scale(6, false), Err(NumberError::TooPrecise));
        assert_eq!(tenth.to_scale(6, true), Ok((300_000, true)));
    }
}
