//! The backlog, a row a month.

use crate::error::Error;
use crate::row::{self, Fields, Row};
use ninefold_domain::calendar::Month;
use ninefold_domain::record::BacklogMonth;
use rusqlite::types::Value;

pub(crate) const VERSION_2: &str = "
CREATE TABLE backlog (
    checksum INTEGER NOT NULL,
    month TEXT NOT NULL PRIMARY KEY,
    open INTEGER NOT NULL,
    open_resilience INTEGER NOT NULL,
    customer_incidents INTEGER
) STRICT, WITHOUT ROWID;
";

/// A month as the key it is: years have four digits, so the order of the text is that of time.
pub(crate) fn key(month: Month) -> Value {
    Value::Text(month.to_string())
}

impl Row for BacklogMonth {
    const TABLE: &'static str = "backlog";
    const COLUMNS: &'static [&'static str] =
        &["month", "open", "open_resilience", "customer_incidents"];

    fn bind(&self) -> Vec<Value> {
        vec![
            key(self.month),
            i64::from(self.open).into(),
            i64::from(self.open_resilience).into(),
            row::opt(self.customer_incidents.map(i64::from)),
        ]
    }

    fn read(fields: &mut Fields<'_, '_>) -> Result<Self, Error> {
        Ok(Self {
            month: fields.name()?,
            open: fields.narrow()?,
            open_resilience: fields.narrow()?,
            customer_incidents: fields.opt_narrow()?,
        })
    }
}
