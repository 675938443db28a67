//! Quantities ready to be drawn.

use super::stream::{draw, unit};
use super::table::Table;
use crate::distribution::{Distribution, LogPosterior, normal_cdf};
use std::sync::Arc;

/// Shapes of PERT that are told apart where there are more.
const SHAPES: f64 = 1_024.0;

/// A quantity ready to be drawn.
#[derive(Debug, Clone)]
pub enum Quantity {
    Fixed(f64),
    Table(Arc<Table>),
    /// `low` + `width` × a draw of a table that others use too.
    Stretched {
        table: Arc<Table>,
        low: f64,
        width: f64,
    },
    /// exp(μ + σz), for models of so many processes that each cannot have a table.
    Lognormal {
        mu: f64,
        sigma: f64,
    },
    /// Parameters once a draw of the outer layer, then lognormal.
    Fitted {
        of: LogPosterior,
        spread: Arc<Table>,
    },
    /// Which of them holds, once a draw of the outer layer, by a number that parts of the same
    /// voices share: cumulated probabilities.
    Pool(Vec<(f64, Quantity)>),
}

/// Makes quantities, sharing the tables of equal shapes.
#[derive(Debug, Default)]
pub struct Tables {
    shared: bool,
    shapes: std::collections::BTreeMap<u64, Arc<Table>>,
}

impl Tables {
    /// No tables yet. Where there are so many quantities that each cannot have one, they are
    /// shared between equal shapes of PERT, and shapes are rounded to 1/1024.
    pub fn new(shared: bool) -> Self {
        Self {
            shared,
            ..Self::default()
        }
    }

    /// The quantity of a distribution.
    pub fn quantity(&mut self, of: &Distribution) -> Quantity {
        match of {
            Distribution::Fixed(x) => Quantity::Fixed(*x),
            Distribution::Lognormal(d) if self.shared => Quantity::Lognormal {
                mu: d.mu,
                sigma: d.sigma,
            },
            Distribution::Pert(d) => {
                let (low, high) = d.range();
                if !self.shared {
                    return Quantity::Table(Arc::new(Table::of(of)));
                }
                let mode = ((d.shape().0 - 1.0) / 4.0 * SHAPES).round() / SHAPES;
                let table = self.shapes.entry(mode.to_bits()).or_insert_with(|| {
                    let unit = crate::distribution::Pert::new(0.0, mode, 1.0);
                    Arc::new(Table::of(&Distribution::Pert(unit)))
                });
                Quantity::Stretched {
                    table: table.clone(),
                    low,
                    width: high - low,
                }
            }
            Distribution::Fitted(d) => Quantity::Fitted {
                of: d.posterior(),
                spread: Arc::new(Table::of_spread(|p| d.posterior().sigma_exceeded(p))),
            },
            Distribution::Pool(parts) => {
                let mut upto = 0.0;
                let parts = parts.iter().map(|(share, d)| {
                    upto += share;
                    (upto, self.quantity(d))
                });
                Quantity::Pool(parts.collect())
            }
            other => Quantity::Table(Arc::new(Table::of(other))),
        }
    }
}

/// A quantity in one draw of the outer layer.
#[derive(Debug, Clone, Copy)]
pub enum Known<'a> {
    Fixed(f64),
    Table(&'a Table),
    Stretched(&'a Table, f64, f64),
    Lognormal(f64, f64, &'a Table),
}

impl Known<'_> {
    #[inline]
    /// The value of 32 random bits.
    pub fn draw(self, bits: u32) -> f64 {
        match self {
            Self::Fixed(x) => x,
            Self::Table(table) => table.draw(bits),
            Self::Stretched(table, low, width) => low + width * table.draw(bits),
            Self::Lognormal(mu, sigma, normal) => (mu + sigma * normal.draw(bits)).exp(),
        }
    }
}

impl Quantity {
    /// Whether every year has the same distribution.
    pub fn is_known(&self) -> bool {
        !matches!(self, Self::Fitted { .. } | Self::Pool(_))
    }

    /// Where the parameters that these bits choose stand in their distribution, 0 to 1, ordered by
    /// the mean that they give the quantity; of a pool, which estimate holds. Missing where every
    /// year has the same distribution.
    pub fn level(&self, who: u64, bits: u64, normal: &Table) -> Option<f64> {
        match self {
            Self::Fitted { of, spread } => {
                let sigma = spread.draw(bits as u32);
                let center =
                    of.center + sigma / of.weight.sqrt() * normal.draw((bits >> 32) as u32);
                // ln E X = center + σ²/2, about normal: any cut of it tells high from low.
                let variance = of.spread * of.spread;
                let scale =
                    (variance / of.weight + variance * variance / (2.0 * of.freedom)).sqrt();
                let off = center - of.center + 0.5 * (sigma * sigma - variance);
                (scale > 0.0).then(|| normal_cdf(off / scale))
            }
            Self::Pool(_) => Some(unit(who)),
            _ => None,
        }
    }

    /// As [`level`](Self::level), of what the voice that `who` chooses leaves open. In the middle
    /// where it leaves nothing open and another voice does.
    pub fn level_within(&self, who: u64, bits: u64, normal: &Table) -> Option<f64> {
        let Self::Pool(parts) = self else {
            return self.level(who, bits, normal);
        };
        if parts.iter().all(|(_, voice)| voice.is_known()) {
            return None;
        }
        let voice = &parts[at(parts, who)].1;
        let inner = draw(bits, 1);
        Some(voice.level(inner, inner, normal).unwrap_or(0.5))
    }

    /// Whether all of its voices are certain.
    pub fn is_fixed(&self) -> bool {
        match self {
            Self::Fixed(_) => true,
            Self::Pool(parts) => parts.iter().all(|(_, voice)| voice.is_fixed()),
            _ => false,
        }
    }

    /// The quantity with the parameters that `bits` choose; of a pool, those of the voice that
    /// `who` chooses.
    pub fn known<'a>(&'a self, who: u64, bits: u64, normal: &'a Table) -> Known<'a> {
        match self {
            Self::Fixed(x) => Known::Fixed(*x),
            Self::Table(table) => Known::Table(table),
            Self::Stretched { table, low, width } => Known::Stretched(table, *low, *width),
            Self::Lognormal { mu, sigma } => Known::Lognormal(*mu, *sigma, normal),
            Self::Fitted { of, spread } => {
                let sigma = spread.draw(bits as u32);
                let center =
                    of.center + sigma / of.weight.sqrt() * normal.draw((bits >> 32) as u32);
                Known::Lognormal(center, sigma, normal)
            }
            Self::Pool(parts) => {
                // A pool within a pool is of voices of its own.
                let inner = draw(bits, 1);
                parts[at(parts, who)].1.known(inner, inner, normal)
            }
        }
    }
}

/// The voice that these bits choose.
fn at(parts: &[(f64, Quantity)], who: u64) -> usize {
    let u = unit(who);
    let at = parts.partition_point(|(upto, _)| *upto < u);
    at.min(parts.len() - 1)
}
