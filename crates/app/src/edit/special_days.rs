//! Days unlike others: sales, holidays. They are part of the choices, each changed on its own.

use super::{commit, name, verb};
use crate::App;
use crate::host::Job;
use crate::wire::{Done, Error, IdArgs, SpecialDaysEdit};
use crate::workspace::Workspace;
use ninefold_domain::calendar::{CalendarError, LocalDay};
use ninefold_domain::methods::{Methods, SpecialDays};
use ninefold_store::{Change, Record};

/// The most days at once: a whole year and what people add to it.
const MOST_DAYS: i64 = 400;

/// What tells special days apart, so that a form finds them again: first day and name.
pub(crate) fn special_days_id(days: &SpecialDays) -> String {
    format!("{} {}", days.from, days.name)
}

impl App {
    pub(crate) fn special_days_save(
        &self,
        edit: &SpecialDaysEdit,
        _: &Job<'_>,
    ) -> Result<Done, Error> {
        self.with(|w| {
            let at = match edit.id.as_str() {
                "" => None,
                id => Some(position(w, id)?),
            };
            let days = read_special_days(edit)?;
            let id = special_days_id(&days);
            let label = format!("{} special days {}", verb(&edit.id), days.name);
            let mut list = w.methods.special_days.clone();
            let taken = |(i, other): (usize, &SpecialDays)| {
                Some(i) != at && special_days_id(other).eq_ignore_ascii_case(&id)
            };
            if list.iter().enumerate().any(taken) {
                return Err(Error::invalid(
                    "name",
                    format!("{} from {} is there already", days.name, days.from),
                ));
            }
            match at {
                Some(at) => list[at] = days,
                None => list.push(days),
            }
            set(self, w, "special-days.save", label, list, &id)
        })
    }

    pub(crate) fn special_days_delete(&self, args: &IdArgs, _: &Job<'_>) -> Result<Done, Error> {
        self.with(|w| {
            let mut list = w.methods.special_days.clone();
            let gone = list.remove(position(w, &args.id)?);
            let label = format!("Deleted special days {}", gone.name);
            set(self, w, "special-days.delete", label, list, "")
        })
    }
}

fn position(w: &Workspace, id: &str) -> Result<usize, Error> {
    w.methods
        .special_days
        .iter()
        .position(|d| special_days_id(d) == id)
        .ok_or_else(|| Error::not_found("these special days"))
}

/// Puts the list in the order of its days, so that it does not depend on when each was typed.
fn set(
    app: &App,
    w: &mut Workspace,
    command: &str,
    label: String,
    mut list: Vec<SpecialDays>,
    id: &str,
) -> Result<Done, Error> {
    list.sort_by(|a, b| (a.from, a.until, &a.name).cmp(&(b.from, b.until, &b.name)));
    let methods = Methods {
        special_days: list,
        ..w.methods.clone()
    };
    let change = Change::Put(Record::Methods(methods));
    commit(w, &*app.host, command, label, vec![change], id)
}

fn read_special_days(edit: &SpecialDaysEdit) -> Result<SpecialDays, Error> {
    let day = |text: &str, field: &str| -> Result<LocalDay, Error> {
        text.parse()
            .map_err(|e: CalendarError| Error::invalid(field, e.to_string()))
    };
    let from = day(&edit.from, "from")?;
    let until = match edit.until.trim() {
        "" => from,
        text => day(text, "until")?,
    };
    if until < from {
        return Err(Error::invalid(
            "until",
            format!("{until} is before {from}, on which it begins"),
        ));
    }
    if (until.0 - from.0).num_days() >= MOST_DAYS {
        return Err(Error::invalid(
            "until",
            format!("{from} to {until} is more than {MOST_DAYS} days; check the year"),
        ));
    }
    if !edit.off_baseline && !edit.holiday {
        return Err(Error::invalid(
            "offBaseline",
            "what is special about these days? choose at least one of the two".into(),
        ));
    }
    Ok(SpecialDays {
        name: name(&edit.name, "name")?,
        from,
        until,
        off_baseline: edit.off_baseline,
        holiday: edit.holiday,
    })
}
