//! What comes of a session: techniques on and off, and risks of the register.

use super::table::cluster_of;
use crate::App;
use crate::edit::no_choice;
use crate::host::Job;
use crate::requirements::draft_risks;
use crate::text;
use crate::views::premortem::{fits, weight};
use crate::views::risks::kinds;
use crate::views::score::learned;
use crate::wire::{Done, Drafted, Error, IdArgs, MitigationEdit};
use crate::workspace::Workspace;
use ninefold_domain::distribution::{Estimate, Weighted};
use ninefold_domain::id::RiskId;
use ninefold_domain::premortem::{Cluster, Meeting, Mitigation};
use ninefold_domain::risk::{Risk, RiskSource};
use ninefold_store::{Change, Record};

/// Characters of a failure mode that is made of cards.
const MODE: usize = 400;

impl App {
    pub(crate) fn premortem_mitigation(
        &self,
        edit: &MitigationEdit,
        _: &Job<'_>,
    ) -> Result<Done, Error> {
        self.change(&edit.session, "premortem.mitigation", &[], |w, meeting| {
            let cluster = cluster_of(meeting, &edit.cluster)?;
            let technique = w.technique(&edit.technique)?;
            if edit.state != "none" && !fits(cluster, technique) {
                return Err(Error::invalid(
                    "technique",
                    format!("{} is not for this kind of failure", technique.name),
                )
                .hint("choose another, or change which risks it is for under Tiers"));
            }
            let on = match edit.state.as_str() {
                "on" => Some(true),
                "off" => Some(false),
                "none" => None,
                other => return Err(no_choice("state", other, "on, off or none")),
            };
            let mut mitigations = cluster.mitigations.clone();
            let known = mitigations.iter().position(|m| m.technique == technique.id);
            match (known, on) {
                (Some(at), Some(on)) => mitigations[at].on = on,
                (Some(at), None) => {
                    mitigations.remove(at);
                }
                (None, Some(on)) => mitigations.push(Mitigation {
                    technique: technique.id,
                    on,
                }),
                (None, None) => {}
            }
            let label = match on {
                Some(true) => format!("{} on for {}", technique.name, cluster.title),
                Some(false) => format!("{} off for {}", technique.name, cluster.title),
                None => format!("{} taken from {}", technique.name, cluster.title),
            };
            let id = cluster.id.to_string();
            let changed = Cluster {
                mitigations,
                ..cluster.clone()
            };
            Ok((vec![Change::Put(Record::Cluster(changed))], label, id))
        })
    }

    /// Brings every cluster that somebody estimated into the register: new risks once, those that
    /// it has by now as the session sees them.
    pub(crate) fn premortem_risks(&self, args: &IdArgs, _: &Job<'_>) -> Result<Done, Error> {
        let mut without = Vec::new();
        let mut done = self.change(&args.id, "premortem.risks", &[], |w, meeting| {
            let (mut changes, mut made, mut renewed) = (Vec::new(), 0, 0);
            let mut names: Vec<String> = Vec::new();
            for cluster in meeting.roots() {
                // A risk would say what others estimate.
                if !meeting.shows_judgements(cluster.id, None) {
                    without.push(format!("{}: not all have estimated it", cluster.title));
                    continue;
                }
                let known = known_risk(w, meeting, cluster);
                let fresh = || RiskId(self.host.new_id());
                let Some(mut risk) = risk_of(w, meeting, cluster, known, fresh) else {
                    without.push(format!("{}: nobody has estimated it", cluster.title));
                    continue;
                };
                // Two clusters of the same words are two risks.
                while names.iter().any(|n| n.eq_ignore_ascii_case(&risk.name)) {
                    risk.name.push_str(" (again)");
                }
                names.push(risk.name.clone());
                match known {
                    None => made += 1,
                    Some(known) if *known != risk => renewed += 1,
                    Some(_) => {}
                }
                if cluster.risk != Some(risk.id) {
                    changes.push(Change::Put(Record::Cluster(Cluster {
                        risk: Some(risk.id),
                        ..cluster.clone()
                    })));
                }
                changes.push(Change::Put(Record::Risk(risk)));
            }
            let count = |n| text::counted(n, "risk", "risks");
            let label = match (made, renewed) {
                (0, 0) => format!("The register has the risks of {}", meeting.session.name),
                (0, n) => format!("Brought {} up to date", count(n)),
                (n, 0) => format!("{} from {}", count(n), meeting.session.name),
                (n, m) => format!(
                    "{} from {}, {m} brought up to date",
                    count(n),
                    meeting.session.name
                ),
            };
            Ok((changes, label, String::new()))
        })?;
        done.skipped.extend(without);
        Ok(done)
    }
}

impl App {
    /// Drafts a requirement, with its test scenario, for each cluster of a session, after bringing
    /// the clusters into the register.
    pub(crate) fn premortem_requirements(
        &self,
        args: &IdArgs,
        job: &Job<'_>,
    ) -> Result<Drafted, Error> {
        let left = self.premortem_risks(args, job)?.skipped;
        self.with(|w| {
            let meeting = w.meeting(&args.id)?;
            let risks: Vec<RiskId> = meeting.roots().filter_map(|c| c.risk).collect();
            let mut drafts = draft_risks(w, &risks, || self.host.new_id())?;
            drafts.skipped.extend(left);
            self.keep_drafts(w, drafts, "premortem.requirements")
        })
    }
}

/// The risk of the register that a cluster is: the one it is linked to, or the one of its name on
/// its service. A risk is one cluster of a session: the one that is linked to it, else the first
/// of its name.
pub(crate) fn known_risk<'w>(
    w: &'w Workspace,
    meeting: &Meeting<'_>,
    cluster: &Cluster,
) -> Option<&'w Risk> {
    let linked = |c: &Cluster| w.risks.iter().find(|r| Some(r.id) == c.risk);
    linked(cluster).or_else(|| {
        let is_named =
            |c: &Cluster, r: &Risk| r.service == c.service && r.name.eq_ignore_ascii_case(&c.title);
        let risk = w.risks.iter().find(|r| is_named(cluster, r))?;
        let mut roots = meeting.roots();
        let owner = roots.find(|c| c.risk == Some(risk.id)).or_else(|| {
            let mut roots = meeting.roots();
            roots.find(|c| linked(c).is_none() && is_named(c, risk))
        });
        owner.filter(|c| c.id == cluster.id).map(|_| risk)
    })
}

/// The risk that a cluster comes to. What the register says beyond the estimates (its name,
/// people on it, streams, common causes) stays as it is there; a risk that was updated from its
/// matched incidents stays so.
pub(crate) fn risk_of(
    w: &Workspace,
    meeting: &Meeting<'_>,
    cluster: &Cluster,
    known: Option<&Risk>,
    fresh: impl FnOnce() -> RiskId,
) -> Option<Risk> {
    let pooled = meeting.pooled(cluster.id, weight(w))?;
    let blank = || Risk {
        id: fresh(),
        name: free_name(w, &cluster.title),
        service: cluster.service,
        failure_mode: mode(meeting, cluster),
        category: cluster.category,
        frequency: Estimate::fixed(0.0),
        dispersion: 1.0,
        detect: Estimate::fixed(0.0),
        repair: Estimate::fixed(0.0),
        one_length: false,
        users: Estimate::fixed(1.0),
        streams: vec![],
        people: Estimate::fixed(1.0),
        per_event: Estimate::fixed(0.0),
        common_cause: None,
        source: RiskSource::PreMortem,
        notes: String::new(),
    };
    let base = known.cloned().unwrap_or_else(blank);
    let people = Risk {
        service: cluster.service,
        category: cluster.category,
        frequency: pooled.frequency.estimate,
        detect: pooled.detect.estimate,
        repair: pooled.repair.estimate,
        users: pooled.users.estimate,
        source: RiskSource::PreMortem,
        ..base.clone()
    };
    let is_scored = base.source == RiskSource::Scored && cluster.risk == Some(base.id);
    let scored = |risk: Risk| {
        if !is_scored {
            return risk;
        }
        // What the matched incidents said stands: it is taken into what people say now. Where they
        // cannot be asked any more, what the register has is better than forgetting it.
        learned(w, &risk).unwrap_or_else(|_| Risk {
            frequency: base.frequency.clone(),
            detect: base.detect.clone(),
            repair: base.repair.clone(),
            source: base.source,
            ..risk
        })
    };
    let heard = (!cluster.history.is_empty())
        .then(|| kinds(w))
        .and_then(|kinds| kinds.iter().find(|k| k.key == cluster.history))
        .map(|kind| kind.alone(w));
    // What the register learned from incidents is one voice among those of people, and stays the
    // same one however often this is done. What a score put there is no voice: it holds people’s.
    let before = |theirs: &Estimate| match theirs {
        Estimate::Learned { .. } | Estimate::Fitted(_) if is_scored => None,
        theirs => taught(theirs),
    };
    // The history that somebody chose, else the one that the register has.
    let one_length = heard.as_ref().is_some_and(|h| h.one_length);
    let quantities = match heard {
        Some(h) => [h.frequency, h.detect, h.repair, h.users].map(Some),
        None => [&base.frequency, &base.detect, &base.repair, &base.users].map(before),
    };
    let learned_before = quantities.iter().any(Option::is_some);
    let mut said = quantities.into_iter();
    let mut beside = |ours: Estimate| {
        let history = said.next().flatten();
        if !learned_before {
            return ours;
        }
        // One of them is right about all of it, so each speaks of every quantity: where history
        // says nothing of one, with it goes what any of the people may say.
        let estimate = history.unwrap_or_else(|| ours.clone());
        let mut of = ours.voices();
        of.push(Weighted {
            weight: 1.0,
            estimate,
        });
        Estimate::Pooled { of }
    };
    let mut risk = Risk {
        frequency: beside(people.frequency),
        detect: beside(people.detect),
        repair: beside(people.repair),
        users: beside(people.users),
        ..base.clone()
    };
    risk.service = cluster.service;
    risk.category = cluster.category;
    // Without a voice of history nothing is left of its one length.
    risk.one_length = learned_before && (one_length || risk.one_length);
    risk.source = if learned_before {
        RiskSource::Both
    } else {
        RiskSource::PreMortem
    };
    Some(scored(risk))
}

/// What was learned from incidents in an estimate, if anything.
fn taught(estimate: &Estimate) -> Option<Estimate> {
    match estimate {
        Estimate::Learned { .. } | Estimate::Fitted(_) => Some(estimate.clone()),
        Estimate::Pooled { of } => of.iter().find_map(|w| taught(&w.estimate)),
        Estimate::Fixed { .. } | Estimate::Interval { .. } | Estimate::ThreePoint { .. } => None,
    }
}

/// A name that no risk of the register has.
fn free_name(w: &Workspace, title: &str) -> String {
    let taken = |name: &str| w.risks.iter().any(|r| r.name.eq_ignore_ascii_case(name));
    let mut name = title.to_owned();
    let mut n = 2;
    while taken(&name) {
        name = format!("{title} ({n})");
        n += 1;
    }
    name
}

/// How it fails: what the cards say beyond the title.
fn mode(meeting: &Meeting<'_>, cluster: &Cluster) -> String {
    let mut mode = String::new();
    for card in meeting.cards_in(cluster.id) {
        if card.text.eq_ignore_ascii_case(&cluster.title) {
            continue;
        }
        if mode.chars().count() + card.text.chars().count() > MODE {
            break;
        }
        if !mode.is_empty() {
            mode.push_str("; ");
        }
        mode.push_str(&card.text);
    }
    mode
}
