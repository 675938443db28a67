//! Revenue rows, summed exactly by stream and minute while they stream by.

use crate::report::Report;
use crate::series::MinuteSeries;
use ninefold_domain::money::Currency;

/// One stream. Its name may occur again with another currency.
#[derive(Debug)]
pub struct StreamRevenue {
    /// Its name.
    pub name: String,
    /// Its currency.
    pub currency: Currency,
    /// Its exact sums.
    pub minutes: MinuteSeries,
}

/// What a set of revenue files holds.
#[derive(Debug)]
pub struct Revenue {
    /// Streams, by name and currency.
    pub streams: Vec<StreamRevenue>,
    /// Counts, sums, findings, notes.
    pub report: Report,
}
