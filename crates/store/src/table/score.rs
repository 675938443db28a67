//! Which incidents were which risks: what forecasts are scored by.

pub(crate) const VERSION_3: &str = "";
