//! What is typed about the signs: from where they warn and alarm, and the growth phase.

use super::{commit, no_choice};
use crate::App;
use crate::host::Job;
use crate::text::{read_number, read_share};
use crate::views::settings::sign_name;
use crate::wire::{Done, Error, PhaseAnswerEdit, ThresholdEdit};
use ninefold_domain::methods::{Methods, PhaseAnswer, SignKind, SignUnit, Threshold};
use ninefold_domain::phase::question;
use ninefold_store::{Change, Record};
use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::Error as KeyError;

/// The most days, services or slope that a threshold may be: beyond, nothing would ever warn.
const MOST: f64 = 10_000.0;

impl App {
    pub(crate) fn threshold_save(&self, edit: &ThresholdEdit, _: &Job<'_>) -> Result<Done, Error> {
        self.with(|w| {
            let sign = read_sign(&edit.sign)?;
            let typed = read_threshold(edit, sign)?;
            let mut thresholds = w.methods.thresholds.clone();
            thresholds.retain(|t| t.sign != sign);
            let label = match typed {
                Some(threshold) => {
                    thresholds.push(threshold);
                    format!("Set the thresholds of “{}”", sign_name(sign))
                }
                None => format!("Took the default thresholds of “{}”", sign_name(sign)),
            };
            thresholds.sort_by_key(|t| t.sign);
            let methods = Methods {
                thresholds,
                ..w.methods.clone()
            };
            let change = Change::Put(Record::Methods(methods));
            commit(
                w,
                &*self.host,
                "threshold.save",
                label,
                vec![change],
                &edit.sign,
            )
        })
    }

    pub(crate) fn phase_answer(&self, edit: &PhaseAnswerEdit, _: &Job<'_>) -> Result<Done, Error> {
        self.with(|w| {
            let key = edit.question.trim();
            let mut phase = w.methods.phase.clone();
            let known = phase.iter().any(|p| p.question == key);
            phase.retain(|p| p.question != key);
            let asked = question(key);
            let label = match (asked, edit.answer.trim()) {
                // Also one that only a later version asks can be taken back.
                (None, "") if known => "Took back an answer about the growth phase".to_owned(),
                (None, _) => {
                    let message = format!("there is no question “{key}”");
                    return Err(Error::invalid("question", message));
                }
                (Some(asked), "") => format!("Took back the answer to “{}”", asked.text),
                (Some(asked), answer) => {
                    let choice = asked.choice(answer).ok_or_else(|| {
                        let keys: Vec<&str> = asked.answers.iter().map(|c| c.key).collect();
                        no_choice("answer", answer, &keys.join(", "))
                    })?;
                    phase.push(PhaseAnswer {
                        question: key.to_owned(),
                        answer: choice.key.to_owned(),
                    });
                    format!("Answered “{}”", asked.text)
                }
            };
            phase.sort_by(|a, b| a.question.cmp(&b.question));
            let methods = Methods {
                phase,
                ..w.methods.clone()
            };
            let change = Change::Put(Record::Methods(methods));
            commit(w, &*self.host, "phase.answer", label, vec![change], key)
        })
    }
}

/// A sign by its key.
fn read_sign(key: &str) -> Result<SignKind, Error> {
    SignKind::deserialize(key.into_deserializer())
        .map_err(|_: KeyError| Error::invalid("sign", format!("there is no sign “{key}”")))
}

/// Thresholds as typed; nothing where both are empty.
fn read_threshold(edit: &ThresholdEdit, sign: SignKind) -> Result<Option<Threshold>, Error> {
    if edit.warn.trim().is_empty() && edit.alarm.trim().is_empty() {
        return Ok(None);
    }
    let usual = Threshold::default_of(sign);
    let read = |text: &str, field: &str, usual: f64| -> Result<f64, Error> {
        if text.trim().is_empty() {
            return Ok(usual);
        }
        if sign.unit() == SignUnit::Share {
            return read_share(text, field);
        }
        let value = read_number(text, field, 0.0)?;
        if value > MOST {
            return Err(Error::invalid(
                field,
                format!("“{text}” is more than {MOST}; expected 0 to {MOST}"),
            ));
        }
        Ok(value)
    };
    let warn = read(&edit.warn, "warn", usual.warn)?;
    let alarm = read(&edit.alarm, "alarm", usual.alarm)?;
    if sign.lower_is_worse() && alarm > warn {
        return Err(Error::invalid(
            "alarm",
            "lower is worse here: an alarm does not come before its warning".into(),
        ));
    }
    if !sign.lower_is_worse() && alarm < warn {
        return Err(Error::invalid(
            "alarm",
            "higher is worse here: an alarm does not come before its warning".into(),
        ));
    }
    let threshold = Threshold { sign, warn, alarm };
    // The default typed in is the default: it moves with it.
    Ok((threshold != usual).then_some(threshold))
}
