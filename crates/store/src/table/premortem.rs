//! Pre-mortem sessions and what people put into them.

pub(crate) const VERSION_3: &str = "";
