//! Pre-mortems: people say what will have failed before it does, each on their own, and only then
//! together.
//!
//! Whatever a session holds is an ordinary record of the workspace. Nothing of it is deleted by
//! going back to an earlier step: a cluster that is merged into another keeps what was estimated
//! and voted for it, a card that is set aside stays, and what no longer fits is said
//! ([`Meeting::remarks`]).
//!
//! What must not be seen yet is a rule of its own: [`Meeting::shows_drafts_of`],
//! [`Meeting::shows_judgements`] and [`Meeting::tally`] decide it, so that no shell can forget to.

mod alike;
mod kind;
mod list;
mod meeting;
mod prompts;
mod record;

pub use alike::Subject;
pub use kind::likely_category;
pub use list::lines;
pub use meeting::{Given, Line, Meeting, Pooled, Records, Remark, Tallied};
pub use prompts::{LENSES, Prompt, REALITIES, prompt};
pub use record::{
    Ballot, Card, Cluster, Draft, Jot, Judgement, LENS_MINUTES, Mitigation, PLAN, Participant,
    Session, Step, WRITING,
};

#[cfg(test)]
mod tests;
