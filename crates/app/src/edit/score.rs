//! Verdicts on incidents and risks, and what a risk learns from them.

use super::{commit, no_choice};
use crate::App;
use crate::host::Job;
use crate::views::score::learned;
use crate::wire::{Done, Error, IdArgs, MatchEdit};
use ninefold_domain::score::{RiskMatch, Verdict};
use ninefold_store::{Change, Key, Record};

impl App {
    /// Confirms or rejects that an incident was a risk, or takes a verdict back.
    pub(crate) fn match_save(&self, edit: &MatchEdit, _: &Job<'_>) -> Result<Done, Error> {
        self.with(|w| {
            let risk = w.risk(&edit.risk)?;
            let incident = &w.incidents[w.incident(&edit.incident)?];
            let id = RiskMatch::id_of(risk.id, incident.id);
            let verdict = match edit.verdict.as_str() {
                "confirmed" => Some(Verdict::Confirmed),
                "rejected" => Some(Verdict::Rejected),
                "" => None,
                other => {
                    return Err(no_choice(
                        "verdict",
                        other,
                        "confirmed, rejected or nothing",
                    ));
                }
            };
            let (name, label) = (&risk.name, incident.label());
            let (label, change) = match verdict {
                Some(verdict) => {
                    let words = match verdict {
                        Verdict::Confirmed => format!("{label} was {name}"),
                        Verdict::Rejected => format!("{label} was not {name}"),
                    };
                    let record = RiskMatch {
                        id,
                        risk: risk.id,
                        incident: incident.id,
                        verdict,
                        decided: self.host.now(),
                    };
                    (words, Change::Put(Record::Match(record)))
                }
                None => {
                    if !w.matches.iter().any(|m| m.id == id) {
                        return Err(Error::not_found("this verdict"));
                    }
                    let words = format!("Took back what was said of {label} and {name}");
                    (words, Change::Delete(Key::Match(id)))
                }
            };
            commit(
                w,
                &*self.host,
                "match.save",
                label,
                vec![change],
                &edit.risk,
            )
        })
    }

    /// Takes what the matched incidents say into a risk.
    pub(crate) fn risk_learn(&self, args: &IdArgs, _: &Job<'_>) -> Result<Done, Error> {
        self.with(|w| {
            let risk = w.risk(&args.id)?;
            let learned = learned(w, risk).map_err(|why| Error::conflict(why.into()))?;
            let label = format!("Updated {} from its incidents", risk.name);
            let change = Change::Put(Record::Risk(learned));
            commit(w, &*self.host, "risk.learn", label, vec![change], &args.id)
        })
    }
}
