//! The model of Ninefold, true without a computer: no files, no clock, no ambient randomness,
//! no database, no drawing. Everything here is a function of its arguments.

pub mod analysis;
pub mod availability;
pub mod calendar;
pub mod change;
pub mod cost;
pub mod counterfactual;
pub mod distribution;
pub mod exchange;
pub mod growth;
pub mod hours;
pub mod id;
pub mod impact;
pub mod law;
mod learned;
pub mod ledger;
pub mod level;
pub mod longrun;
pub mod methods;
pub mod money;
pub mod observed;
pub mod outage;
pub mod pair;
pub mod phase;
pub mod premortem;
pub mod random;
pub mod record;
pub mod requests;
pub mod requirement;
pub mod risk;
pub mod saved;
pub mod score;
pub mod signs;
pub mod simulate;
pub mod slope;
pub mod stats;
pub mod structure;
pub mod targets;
pub mod techniques;
pub mod tiers;
pub mod time;
pub mod timelines;
pub mod velocity;

#[cfg(test)]
mod worlds;
