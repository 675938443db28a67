//! Repairs of whole groups of problems: what becomes of every row that is refused for one reason
//! in one field. A row with a value put in its place is tried again; one that is left out is
//! counted with the reason that somebody gave.

use crate::mapping::Field;
use crate::report::Code;
use crate::row::{Plan, Reject};
use serde::{Deserialize, Serialize};

/// What becomes of the rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Repair {
    /// The field has this value in them; an empty one is none.
    Set(String),
    /// They stay out, for this reason.
    LeaveOut(String),
}

/// The repair of one group of problems.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fix {
    /// Why the rows are refused.
    pub code: Code,
    /// The field that is to blame, where one is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<Field>,
    /// What becomes of them.
    #[serde(flatten)]
    pub repair: Repair,
}

/// A repair, and how many rows it reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fixed {
    /// The repair.
    pub fix: Fix,
    /// Rows.
    pub count: u64,
}

/// The repairs of an import, and what they did so far.
#[derive(Default)]
pub(crate) struct Fixes {
    fixes: Vec<Fix>,
    counts: Vec<u64>,
    /// The plan under the repairs that the last such row needed.
    plan: Option<Patched>,
}

/// A plan under some of the repairs.
struct Patched {
    file: u32,
    tried: Vec<usize>,
    plan: Plan,
}

impl Fixes {
    pub(crate) fn new(fixes: &[Fix]) -> Self {
        Self {
            fixes: fixes.to_vec(),
            counts: vec![0; fixes.len()],
            plan: None,
        }
    }

    /// The repair that a refused row asks for, unless it has been tried on it.
    pub(crate) fn of(&self, reject: &Reject, tried: &[usize]) -> Option<usize> {
        let fits = |fix: &Fix| fix.code == reject.code && fix.field == reject.field;
        let at = self.fixes.iter().position(fits)?;
        (!tried.contains(&at)).then_some(at)
    }

    pub(crate) fn repair(&self, at: usize) -> &Repair {
        &self.fixes[at].repair
    }

    /// Notes that repairs decided what became of a row. One whose value another replaced, or whose
    /// row was left out in the end, decided nothing.
    pub(crate) fn count(&mut self, tried: &[usize]) {
        for (n, at) in tried.iter().enumerate() {
            let decided = !tried[n + 1..].iter().any(|later| {
                let (before, after) = (&self.fixes[*at], &self.fixes[*later]);
                matches!(after.repair, Repair::LeaveOut(_)) || before.field == after.field
            });
            self.counts[*at] += u64::from(decided);
        }
    }

    /// The plan with the values that these repairs put in.
    pub(crate) fn plan(&mut self, plan: &Plan, tried: &[usize]) -> &Plan {
        let known = self
            .plan
            .take()
            .filter(|last| last.file == plan.file && last.tried == tried);
        let patched = known.unwrap_or_else(|| {
            let mut patched = plan.clone();
            for at in tried {
                let fix = &self.fixes[*at];
                if let (Some(field), Repair::Set(value)) = (fix.field, &fix.repair) {
                    patched.set(field, value);
                }
            }
            Patched {
                file: plan.file,
                tried: tried.to_vec(),
                plan: patched,
            }
        });
        &self.plan.insert(patched).plan
    }

    /// What they did.
    pub(crate) fn done(self) -> Vec<Fixed> {
        let counted = self.fixes.into_iter().zip(self.counts);
        counted.map(|(fix, count)| Fixed { fix, count }).collect()
    }
}
