//! The backlog, month by month.

use super::{commit, read_count};
use crate::App;
use crate::host::Job;
use crate::wire::{BacklogEdit, Done, Error, IdArgs};
use crate::workspace::Workspace;
use ninefold_domain::calendar::Month;
use ninefold_domain::record::BacklogMonth;
use ninefold_store::{Change, Key, Record};

impl App {
    pub(crate) fn backlog_save(&self, edit: &BacklogEdit, _: &Job<'_>) -> Result<Done, Error> {
        self.with(|w| {
            let was = match edit.id.as_str() {
                "" => None,
                text => Some(known(w, text)?),
            };
            let backlog = read_backlog(edit)?;
            let month = backlog.month;
            if was != Some(month) && w.backlog.iter().any(|b| b.month == month) {
                return Err(Error::invalid(
                    "month",
                    format!("the backlog of {month} is there already"),
                )
                .hint("open that month to change it"));
            }
            let mut changes = vec![Change::Put(Record::Backlog(backlog))];
            // Under another month it is another record.
            if let Some(was) = was.filter(|was| *was != month) {
                changes.push(Change::Delete(Key::Backlog(was)));
            }
            let label = format!("Set the backlog of {month}");
            commit(
                w,
                &*self.host,
                "backlog.save",
                label,
                changes,
                &month.to_string(),
            )
        })
    }

    pub(crate) fn backlog_delete(&self, args: &IdArgs, _: &Job<'_>) -> Result<Done, Error> {
        self.with(|w| {
            let month = known(w, &args.id)?;
            let label = format!("Deleted the backlog of {month}");
            let change = Change::Delete(Key::Backlog(month));
            commit(w, &*self.host, "backlog.delete", label, vec![change], "")
        })
    }
}

fn known(w: &Workspace, text: &str) -> Result<Month, Error> {
    w.backlog
        .iter()
        .map(|b| b.month)
        .find(|m| m.to_string() == text.trim())
        .ok_or_else(|| Error::not_found("the backlog of this month"))
}

fn read_backlog(edit: &BacklogEdit) -> Result<BacklogMonth, Error> {
    let month: Month =
        edit.month
            .parse()
            .map_err(|e: ninefold_domain::calendar::CalendarError| {
                Error::invalid("month", e.to_string())
            })?;
    let needed = |text: &str, field: &str| {
        read_count(text, field)?.ok_or_else(|| {
            Error::invalid(field, "how many? expected a whole number such as 40".into())
        })
    };
    let open = needed(&edit.open, "open")?;
    let open_resilience = needed(&edit.open_resilience, "openResilience")?;
    if open_resilience > open {
        return Err(Error::invalid(
            "openResilience",
            format!("{open_resilience} is more than the {open} items that are open in all"),
        ));
    }
    Ok(BacklogMonth {
        month,
        open,
        open_resilience,
        customer_incidents: read_count(&edit.customer_incidents, "customerIncidents")?,
    })
}
