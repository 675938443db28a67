//! Requirements and how they are verified.

pub(crate) const VERSION_3: &str = "";
