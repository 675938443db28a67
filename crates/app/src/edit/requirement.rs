//! Requirements: written, drafted, accepted, signed, retired.

use super::{commit, name, no_choice, optional, service_of, verb};
use crate::App;
use crate::host::Job;
use crate::requirements::{
    Drafts, all_evidence, asked, draft_blank, draft_risks, draft_targets, flags_of, standing,
};
use crate::text::{form_share, read_number, read_share, ungrouped};
use crate::views::requirements::{flag_rows, form_text};
use crate::views::risks::Register;
use crate::wire::{
    Done, DraftArgs, Drafted, Error, IdArgs, RequirementCheck, RequirementEdit, RetireArgs,
    SignArgs,
};
use crate::workspace::{Workspace, read_id};
use ninefold_domain::calendar::LocalDay;
use ninefold_domain::id::{IncidentId, OptionId, RequirementId, RiskId, TechniqueId};
use ninefold_domain::record::Incident;
use ninefold_domain::requirement::draft::{WINDOW_DAYS, usual_sli};
use ninefold_domain::requirement::ears::Ears;
use ninefold_domain::requirement::flags::Flag;
use ninefold_domain::requirement::{
    Answer, Expectations, Hours, Period, Requirement, Scenario, SignOff, Sli, Slo, SloWindow,
    Status, TestScenario,
};
use ninefold_store::{Change, Key, Record};

/// Longest times that a requirement may name, in minutes: a year.
const LONGEST: f64 = 527_040.0;
/// Longest rolling window in days.
const MOST_DAYS: u32 = 3_660;

const PERIODS: [(Period, &str); 4] = [
    (Period::Week, "week"),
    (Period::Month, "month"),
    (Period::Quarter, "quarter"),
    (Period::Year, "year"),
];

const HOURS: [(Hours, &str); 3] = [
    (Hours::Unsaid, "unsaid"),
    (Hours::Always, "always"),
    (Hours::ServiceHours, "service-hours"),
];

const ANSWERS: [(Answer, &str); 3] = [
    (Answer::Unsaid, "unsaid"),
    (Answer::Yes, "yes"),
    (Answer::No, "no"),
];

fn key_of<T: PartialEq + Copy>(all: &[(T, &'static str)], value: T) -> &'static str {
    all.iter().find(|(v, _)| *v == value).map_or("", |(_, k)| k)
}

fn of_key<T: Copy>(
    all: &[(T, &'static str)],
    key: &str,
    field: &str,
    expected: &str,
) -> Result<T, Error> {
    let key = if key.is_empty() { "unsaid" } else { key };
    let found = all.iter().find(|(_, k)| *k == key);
    found
        .map(|(v, _)| *v)
        .ok_or_else(|| no_choice(field, key, expected))
}

impl App {
    /// A requirement by hand for a service, before anything is typed.
    pub(crate) fn requirement_blank(
        &self,
        args: &IdArgs,
        _: &Job<'_>,
    ) -> Result<RequirementEdit, Error> {
        self.with(|w| {
            let service = service_of(w, &args.id, "service")?;
            let blank = draft_blank(w, service, RequirementId(0))?;
            Ok(RequirementEdit {
                id: String::new(),
                ..requirement_edit(w, &blank)
            })
        })
    }

    /// How a typed requirement reads, without saving it.
    pub(crate) fn requirement_check(
        &self,
        edit: &RequirementEdit,
        _: &Job<'_>,
    ) -> Result<RequirementCheck, Error> {
        self.with(|w| {
            let ears = Ears::parse(&edit.statement);
            let form = match &ears {
                Ok(ears) => form_text(ears),
                Err(error) => error.to_string(),
            };
            let before = known(w, &edit.id)?;
            let read = read_requirement(w, edit, RequirementId(0), before.as_ref());
            Ok(match read {
                Ok(requirement) => {
                    let scales = crate::requirements::Scales::of(w);
                    let worth = scales.worth(&asked(w, &requirement));
                    let mut now = scales.bare_evidence();
                    now.cost = worth.map(|(cost, _)| cost);
                    now.avoided = worth.map(|(_, avoided)| avoided);
                    RequirementCheck {
                        form,
                        reads: ears.is_ok(),
                        flags: flag_rows(w, &flags_of(w, &requirement, &now)),
                        problem: String::new(),
                        field: String::new(),
                    }
                }
                Err(error) => RequirementCheck {
                    form,
                    reads: ears.is_ok(),
                    flags: vec![],
                    problem: error.message,
                    field: error.field,
                },
            })
        })
    }

    pub(crate) fn requirement_save(
        &self,
        edit: &RequirementEdit,
        _: &Job<'_>,
    ) -> Result<Done, Error> {
        self.with(|w| {
            let before = known(w, &edit.id)?;
            let id = before
                .as_ref()
                .map_or_else(|| RequirementId(self.host.new_id()), |r| r.id);
            let typed = read_requirement(w, edit, id, before.as_ref())?;
            let mut requirement = match &before {
                Some(before) => before.changed_to(typed),
                None => typed,
            };
            if requirement.status == Status::Draft {
                let mut scales = crate::requirements::Scales::of(w);
                requirement.evidence = Some(scales.evidence(&asked(w, &requirement)));
            }
            let label = format!("{} {}", verb(&edit.id), requirement.label());
            save(self, w, "requirement.save", label, requirement)
        })
    }

    pub(crate) fn requirement_delete(&self, args: &IdArgs, _: &Job<'_>) -> Result<Done, Error> {
        self.with(|w| {
            let requirement = w.requirement(&args.id)?;
            let label = format!("Deleted {}", requirement.label());
            let change = Change::Delete(Key::Requirement(requirement.id));
            commit(
                w,
                &*self.host,
                "requirement.delete",
                label,
                vec![change],
                "",
            )
        })
    }

    /// Drafts requirements from risks or from targets; all of them are one change.
    pub(crate) fn requirements_draft(
        &self,
        args: &DraftArgs,
        _: &Job<'_>,
    ) -> Result<Drafted, Error> {
        self.with(|w| {
            let drafts = match args.from.as_str() {
                "risks" => {
                    let risks = if args.risks.is_empty() {
                        too_big(w)?
                    } else {
                        let read = args.risks.iter().map(|id| w.risk(id).map(|r| r.id));
                        read.collect::<Result<Vec<RiskId>, Error>>()?
                    };
                    if risks.is_empty() {
                        return Err(Error::invalid(
                            "risks",
                            "no risk takes more than a quarter of its budget; choose risks to \
                             draft from"
                                .into(),
                        ));
                    }
                    draft_risks(w, &risks, || self.host.new_id())?
                }
                "targets" => {
                    let option: Option<OptionId> = match args.option.as_str() {
                        "" => None,
                        id => Some(w.tier_option(id)?.id),
                    };
                    let services = args
                        .services
                        .iter()
                        .map(|id| service_of(w, id, "services"))
                        .collect::<Result<Vec<_>, Error>>()?;
                    draft_targets(w, option, &services, || self.host.new_id())?
                }
                other => return Err(no_choice("from", other, "risks or targets")),
            };
            self.keep_drafts(w, drafts, "requirements.draft")
        })
    }

    /// Commits drafts as one change. Without any, nothing is changed and the answer says why.
    pub(crate) fn keep_drafts(
        &self,
        w: &mut Workspace,
        drafts: Drafts,
        command: &str,
    ) -> Result<Drafted, Error> {
        let labels: Vec<String> = drafts.requirements.iter().map(Requirement::label).collect();
        let ids = drafts
            .requirements
            .iter()
            .map(|r| r.id.to_string())
            .collect();
        let label = match labels.as_slice() {
            [] => "Nothing to draft".to_owned(),
            [one] => format!("Drafted {one}"),
            [first, .., last] => format!("Drafted {first} to {last}"),
        };
        let done = if labels.is_empty() {
            Done {
                id: String::new(),
                label,
                skipped: vec![],
            }
        } else {
            let changes = drafts
                .requirements
                .into_iter()
                .map(|r| Change::Put(Record::Requirement(Box::new(r))))
                .collect();
            commit(w, &*self.host, command, label, changes, "")?
        };
        Ok(Drafted {
            done,
            labels,
            ids,
            skipped: drafts.skipped,
        })
    }

    /// Takes a requirement as agreed, on the evidence of today.
    pub(crate) fn requirement_accept(&self, args: &IdArgs, _: &Job<'_>) -> Result<Done, Error> {
        self.with(|w| {
            let at = position(w, &args.id)?;
            if let Some(why) = not_acceptable(w, at) {
                return Err(
                    Error::conflict(format!("{} {why}", w.requirements[at].label()))
                        .hint("change it first, then accept it"),
                );
            }
            let mut requirement = w.requirements[at].clone();
            requirement.accept(all_evidence(w)[at].clone());
            let label = format!("Accepted {}", requirement.label());
            save(self, w, "requirement.accept", label, requirement)
        })
    }

    pub(crate) fn requirement_sign(&self, args: &SignArgs, _: &Job<'_>) -> Result<Done, Error> {
        self.with(|w| {
            let mut requirement = w.requirement(&args.id)?.clone();
            let at = self.host.now();
            let signature = optional(&args.by).map(|by| SignOff { by, at });
            let (part, what) = match args.part.as_str() {
                "product" => (&mut requirement.product, "the product"),
                "technical" => (&mut requirement.technical, "the engineers"),
                other => return Err(no_choice("part", other, "product or technical")),
            };
            *part = signature.clone();
            let label = match signature {
                Some(signature) => {
                    format!("{} signed {} for {what}", signature.by, requirement.label())
                }
                None => format!("Took the signature for {what} off {}", requirement.label()),
            };
            save(self, w, "requirement.sign", label, requirement)
        })
    }

    pub(crate) fn requirement_retire(&self, args: &RetireArgs, _: &Job<'_>) -> Result<Done, Error> {
        self.with(|w| {
            let mut requirement = w.requirement(&args.id)?.clone();
            let label = if args.retired {
                requirement.status = Status::Retired;
                format!("Retired {}", requirement.label())
            } else {
                requirement.status = Status::Draft;
                format!("Took {} back as a draft", requirement.label())
            };
            save(self, w, "requirement.retire", label, requirement)
        })
    }
}

fn save(
    app: &App,
    w: &mut Workspace,
    command: &str,
    label: String,
    requirement: Requirement,
) -> Result<Done, Error> {
    let id = requirement.id.to_string();
    let change = Change::Put(Record::Requirement(Box::new(requirement)));
    commit(w, &*app.host, command, label, vec![change], &id)
}

fn known(w: &Workspace, id: &str) -> Result<Option<Requirement>, Error> {
    match id {
        "" => Ok(None),
        id => w.requirement(id).cloned().map(Some),
    }
}

/// The position of a requirement, by its id or its label.
pub(crate) fn position(w: &Workspace, id: &str) -> Result<usize, Error> {
    let id = w.requirement(id)?.id;
    let found = w.requirements.iter().position(|r| r.id == id);
    found.ok_or_else(|| Error::not_found("this requirement"))
}

/// Why a requirement cannot be accepted as it is now.
pub(crate) fn not_acceptable(w: &Workspace, at: usize) -> Option<String> {
    let stands = standing(w, at);
    match stands.status {
        Status::Retired => return Some("is retired".into()),
        Status::Accepted | Status::Verified => return Some("is accepted already".into()),
        Status::Draft | Status::Failed | Status::Stale => {}
    }
    let blocking: Vec<_> = stands.flags.into_iter().filter(Flag::blocks).collect();
    let rows = flag_rows(w, &blocking);
    let reasons: Vec<String> = rows.into_iter().map(|f| f.reason).collect();
    (!reasons.is_empty()).then(|| format!("cannot be accepted: {}", reasons.join("; ")))
}

/// Risks that take more than a quarter of the budget of a service that they reach, largest loss
/// first.
fn too_big(w: &Workspace) -> Result<Vec<RiskId>, Error> {
    let register = Register::of(w, "", "")?;
    let mut found: Vec<(f64, RiskId)> = register
        .ranked
        .iter()
        .filter(|stand| stand.too_big)
        .map(|stand| (register.losses[stand.risk], register.risk(stand.risk).id))
        .collect();
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    Ok(found.into_iter().map(|(_, id)| id).collect())
}

/// Minutes for the form.
fn minutes_form(value: Option<f64>) -> String {
    value.map_or(String::new(), |v| v.to_string())
}

/// A requirement for the form.
pub(crate) fn requirement_edit(w: &Workspace, r: &Requirement) -> RequirementEdit {
    let slo = r.slo.as_ref();
    let (window, window_days, window_from) = match slo.map(|s| s.window) {
        None => ("rolling", WINDOW_DAYS.to_string(), String::new()),
        Some(SloWindow::Rolling { days }) => ("rolling", days.to_string(), String::new()),
        Some(SloWindow::Calendar { period, from, .. }) => (
            key_of(&PERIODS, period),
            WINDOW_DAYS.to_string(),
            from.to_string(),
        ),
    };
    let usual = w
        .services
        .iter()
        .find(|s| s.id == r.service)
        .map(usual_sli)
        .unwrap_or_default();
    let sli = slo.map_or(&usual, |s| &s.sli);
    let incident = |id: &IncidentId| {
        let known = w.incidents.iter().find(|i| i.id == *id);
        known.map_or_else(|| id.to_string(), Incident::label)
    };
    RequirementEdit {
        id: r.id.to_string(),
        title: r.title.clone(),
        service: r.service.to_string(),
        statement: r.statement.clone(),
        source: r.scenario.source.clone(),
        stimulus: r.scenario.stimulus.clone(),
        environment: r.scenario.environment.clone(),
        artifact: r.scenario.artifact.clone(),
        response: r.scenario.response.clone(),
        measure: r.scenario.measure.clone(),
        target: slo.map_or(String::new(), |s| form_share(s.target)),
        window: window.into(),
        window_days,
        window_from,
        sli: sli.description.clone(),
        sli_source: sli.source.clone(),
        good: sli.good.clone(),
        total: sli.total.clone(),
        rto: minutes_form(r.rto),
        rpo: minutes_form(r.rpo),
        risks: r.risks.iter().map(ToString::to_string).collect(),
        incidents: r.incidents.iter().map(incident).collect(),
        techniques: r.techniques.iter().map(ToString::to_string).collect(),
        hours: key_of(&HOURS, r.expectations.hours).into(),
        regions: r.expectations.regions.clone(),
        channels: r.expectations.channels.clone(),
        perceivable: key_of(&ANSWERS, r.expectations.perceivable).into(),
        wanted: key_of(&ANSWERS, r.expectations.wanted).into(),
        expectation_notes: r.expectations.notes.clone(),
        owner: r.owner.clone().unwrap_or_default(),
        test_title: r.test.title.clone(),
        given: r.test.given.clone(),
        when: r.test.when.clone(),
        outcome: r.test.then.clone(),
        probe: r.test.probe.clone(),
        fault: r.test.fault.clone(),
        wait: if r.test.wait_minutes == 0.0 {
            String::new()
        } else {
            r.test.wait_minutes.to_string()
        },
        notes: r.notes.clone(),
    }
}

/// Lines without those that are empty.
fn lines(typed: &[String]) -> Vec<String> {
    typed
        .iter()
        .map(|line| line.trim().to_owned())
        .filter(|line| !line.is_empty())
        .collect()
}

/// Minutes as typed; empty is none.
fn read_minutes(text: &str, field: &str, least: f64) -> Result<Option<f64>, Error> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let minutes = read_number(text, field, least)?;
    if minutes > LONGEST {
        return Err(Error::invalid(
            field,
            format!("“{text}” is more than a year of minutes; expected minutes such as 15"),
        ));
    }
    Ok(Some(minutes))
}

/// A URL as typed; empty is none.
fn read_url(text: &str, field: &str) -> Result<String, Error> {
    let url = text.trim();
    let plain = |rest: &str| !rest.is_empty() && !rest.contains(char::is_whitespace);
    let read = url
        .strip_prefix("http://")
        .or_else(|| url.strip_prefix("https://"));
    if url.is_empty() || read.is_some_and(plain) {
        return Ok(url.to_owned());
    }
    Err(Error::invalid(
        field,
        format!("“{text}” is not a web address; expected one such as https://shop.example/health"),
    ))
}

fn read_slo(w: &Workspace, edit: &RequirementEdit) -> Result<Option<Slo>, Error> {
    if edit.target.trim().is_empty() {
        return Ok(None);
    }
    let target = read_share(&edit.target, "target")?;
    if target < 0.5 {
        return Err(Error::invalid(
            "target",
            format!(
                "“{}” is below 50 %; expected a target such as 99.9 %",
                edit.target
            ),
        ));
    }
    let window = match edit.window.as_str() {
        "" | "rolling" => {
            let days: Option<u32> = ungrouped(&edit.window_days).and_then(|t| t.parse().ok());
            SloWindow::Rolling {
                days: days
                    .filter(|d| (1..=MOST_DAYS).contains(d))
                    .ok_or_else(|| {
                        Error::invalid(
                            "windowDays",
                            format!(
                                "“{}” is not a number of days; expected 1 to {MOST_DAYS}, such as 30",
                                edit.window_days
                            ),
                        )
                    })?,
            }
        }
        period => SloWindow::Calendar {
            period: of_key(
                &PERIODS,
                period,
                "window",
                "rolling, week, month, quarter or year",
            )?,
            zone: w.methods.zone,
            from: edit
                .window_from
                .parse::<LocalDay>()
                .map_err(|e| Error::invalid("windowFrom", e.to_string()))?,
        },
    };
    Ok(Some(Slo {
        sli: Sli {
            description: edit.sli.trim().to_owned(),
            source: edit.sli_source.trim().to_owned(),
            good: edit.good.trim().to_owned(),
            total: edit.total.trim().to_owned(),
        },
        target,
        window,
    }))
}

/// Incidents by their ids or by what their source calls them.
fn read_incidents(
    w: &Workspace,
    typed: &[String],
    before: Option<&Requirement>,
) -> Result<Vec<IncidentId>, Error> {
    let mut found = Vec::new();
    for (n, text) in typed.iter().enumerate() {
        let text = text.trim();
        if text.is_empty() {
            continue;
        }
        let same = |i: &&Incident| i.id.to_string() == text || i.label().eq_ignore_ascii_case(text);
        let mut named = w.incidents.iter().filter(same);
        let id = match (named.next(), named.next()) {
            (Some(one), None) => one.id,
            // One that was deleted, or whose import was undone, may stay named.
            (None, _) => text
                .parse::<IncidentId>()
                .ok()
                .filter(|id| before.is_some_and(|r| r.incidents.contains(id)))
                .ok_or_else(|| {
                    Error::invalid(
                        &format!("incidents.{n}"),
                        format!("“{text}” is no incident of this workspace"),
                    )
                })?,
            (Some(_), Some(_)) => {
                return Err(Error::invalid(
                    &format!("incidents.{n}"),
                    format!("several incidents are called “{text}”; name one by its id"),
                ));
            }
        };
        if !found.contains(&id) {
            found.push(id);
        }
    }
    Ok(found)
}

fn read_requirement(
    w: &Workspace,
    edit: &RequirementEdit,
    id: RequirementId,
    before: Option<&Requirement>,
) -> Result<Requirement, Error> {
    let service = service_of(w, &edit.service, "service")?;
    let blank = match before {
        Some(before) => before.clone(),
        None => draft_blank(w, service, id)?,
    };
    // A risk or a technique that is gone may stay named, until somebody takes it out.
    let risks = edit
        .risks
        .iter()
        .map(|text| {
            let id: RiskId = read_id(text)?;
            let kept = before.is_some_and(|r| r.risks.contains(&id));
            if kept {
                return Ok(id);
            }
            w.risk(text).map(|r| r.id)
        })
        .collect::<Result<Vec<RiskId>, Error>>()?;
    let techniques = edit
        .techniques
        .iter()
        .map(|text| {
            let id: TechniqueId = read_id(text)?;
            let kept = before.is_some_and(|r| r.techniques.contains(&id));
            if kept {
                return Ok(id);
            }
            w.technique(text).map(|t| t.id)
        })
        .collect::<Result<Vec<TechniqueId>, Error>>()?;
    let statement = edit.statement.split_whitespace().collect::<Vec<_>>();
    let tier = match before {
        Some(before) if before.service == service => before.tier,
        _ => w
            .services
            .iter()
            .find(|s| s.id == service)
            .and_then(|s| s.tier),
    };
    Ok(Requirement {
        title: name(&edit.title, "title")?,
        statement: statement.join(" "),
        scenario: Scenario {
            source: edit.source.trim().to_owned(),
            stimulus: edit.stimulus.trim().to_owned(),
            environment: edit.environment.trim().to_owned(),
            artifact: edit.artifact.trim().to_owned(),
            response: edit.response.trim().to_owned(),
            measure: edit.measure.trim().to_owned(),
        },
        service,
        tier,
        slo: read_slo(w, edit)?,
        rto: read_minutes(&edit.rto, "rto", f64::MIN_POSITIVE)?,
        rpo: read_minutes(&edit.rpo, "rpo", 0.0)?,
        risks,
        incidents: read_incidents(w, &edit.incidents, before)?,
        techniques,
        expectations: Expectations {
            hours: of_key(
                &HOURS,
                &edit.hours,
                "hours",
                "unsaid, always or service-hours",
            )?,
            regions: edit.regions.trim().to_owned(),
            channels: lines(&edit.channels),
            perceivable: of_key(
                &ANSWERS,
                &edit.perceivable,
                "perceivable",
                "unsaid, yes or no",
            )?,
            wanted: of_key(&ANSWERS, &edit.wanted, "wanted", "unsaid, yes or no")?,
            notes: edit.expectation_notes.trim().to_owned(),
        },
        owner: optional(&edit.owner),
        test: TestScenario {
            title: edit.test_title.trim().to_owned(),
            given: lines(&edit.given),
            when: lines(&edit.when),
            then: lines(&edit.outcome),
            probe: read_url(&edit.probe, "probe")?,
            fault: read_url(&edit.fault, "fault")?,
            wait_minutes: read_minutes(&edit.wait, "wait", 0.0)?.unwrap_or(0.0),
        },
        notes: edit.notes.trim().to_owned(),
        ..blank
    })
}
