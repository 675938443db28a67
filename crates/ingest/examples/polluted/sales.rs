//! One sales table, and how it is written down.

/// Numbers that look random and are the same everywhere (SplitMix64).
pub struct Dice(u64);

impl Dice {
    /// Dice that fall the same way for the same seed.
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5851_f42d_4c95_7f2d)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `ways`.
    pub fn below(&mut self, ways: usize) -> usize {
        (self.next() % ways as u64) as usize
    }

    /// One of several.
    pub fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }

    /// So many different numbers below `limit`, ascending.
    pub fn some(&mut self, count: usize, limit: usize) -> Vec<usize> {
        let mut found: Vec<usize> = Vec::new();
        while found.len() < count.min(limit) {
            let next = self.below(limit);
            if !found.contains(&next) {
                found.push(next);
            }
        }
        found.sort_unstable();
        found
    }
}

/// The columns of the table.
pub const HEADER: [&str; 8] = [
    "order", "sold_at", "product", "quantity", "amount", "currency", "store", "note",
];

const PRODUCTS: [&str; 12] = [
    "Desk lamp",
    "Chair, oak",
    "Screen 24\" wide",
    "Cable 2 m",
    "Tea \"Earl Grey\"",
    "Mug; blue",
    "Notebook A5",
    "Café crème",
    "Pencil | soft",
    "Shelf, small, white",
    "Rug 'Atlas'",
    "Größe L shirt",
];
const STORES: [&str; 4] = ["Lisbon", "Porto", "Web shop", "Évora"];
const NOTES: [&str; 8] = [
    "",
    "",
    "",
    "gift wrap",
    "call before, please",
    "left at the door\nby the neighbour",
    "paid by \"voucher\"",
    "second order",
];

/// A number of sales, of which every figure differs.
pub fn sales(dice: &mut Dice, rows: usize) -> Vec<Vec<String>> {
    (0..rows)
        .map(|n| {
            let quantity = dice.below(9) + 1;
            let cents = quantity * (dice.below(9_000) + 99);
            let minute = n * 17 + dice.below(17);
            vec![
                format!("S-{}", 10_001 + n),
                format!(
                    "2026-03-{:02} {:02}:{:02}:00",
                    1 + minute / 1_440,
                    minute / 60 % 24,
                    minute % 60
                ),
                dice.one(&PRODUCTS).to_owned(),
                quantity.to_string(),
                format!("{}.{:02}", cents / 100, cents % 100),
                "EUR".to_owned(),
                dice.one(&STORES).to_owned(),
                dice.one(&NOTES).to_owned(),
            ]
        })
        .collect()
}

/// How a quote inside quotes is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Escape {
    /// Twice.
    Doubled,
    /// With a backslash before it.
    Backslash,
}

/// How a table is written down.
#[derive(Debug, Clone)]
pub struct Dialect {
    /// Between cells.
    pub delimiter: &'static str,
    /// Around cells that need it.
    pub quote: char,
    /// How a quote inside is written.
    pub escape: Escape,
    /// Between rows.
    pub end: &'static str,
    /// Quotes around every cell.
    pub always: bool,
}

impl Default for Dialect {
    fn default() -> Self {
        Self {
            delimiter: ",",
            quote: '"',
            escape: Escape::Doubled,
            end: "\n",
            always: false,
        }
    }
}

impl Dialect {
    /// A cell as it is written.
    pub fn cell(&self, text: &str) -> String {
        let first = self.delimiter.chars().next().unwrap_or(',');
        let needs = self.always
            || text.contains(first)
            || text.contains(self.quote)
            || text.contains(['\n', '\r']);
        if !needs {
            return text.to_owned();
        }
        let quote = self.quote.to_string();
        let inside = match self.escape {
            Escape::Doubled => text.replace(self.quote, &quote.repeat(2)),
            Escape::Backslash => text
                .replace('\\', "\\\\")
                .replace(self.quote, &format!("\\{quote}")),
        };
        format!("{quote}{inside}{quote}")
    }

    /// A row as it is written, without its end.
    pub fn row(&self, cells: &[String]) -> String {
        let cells: Vec<String> = cells.iter().map(|cell| self.cell(cell)).collect();
        cells.join(self.delimiter)
    }
}
