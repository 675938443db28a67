//! Roles of the rate card.

use super::{commit, name, read_rate, verb};
use crate::App;
use crate::host::Job;
use crate::wire::{Done, Error, IdArgs, RoleEdit};
use ninefold_domain::id::RoleId;
use ninefold_domain::record::{Role, RoleGroup};
use ninefold_store::{Change, Key, Record};

impl App {
    pub(crate) fn role_save(&self, edit: &RoleEdit, _: &Job<'_>) -> Result<Done, Error> {
        self.with(|w| {
            let id = match edit.id.as_str() {
                "" => RoleId(self.host.new_id()),
                text => w.roles[w.role(text)?].id,
            };
            let role = Role {
                id,
                name: name(&edit.name, "name")?,
                group: read_group(&edit.group)?,
                rate: read_rate(&edit.rate, "rate", w.methods.currency)?,
            };
            if w.roles
                .iter()
                .any(|r| r.id != id && r.name.eq_ignore_ascii_case(&role.name))
            {
                return Err(Error::invalid(
                    "name",
                    format!("there is a role {} already", role.name),
                ));
            }
            let label = format!("{} role {}", verb(&edit.id), role.name);
            commit(
                w,
                &*self.host,
                "role.save",
                label,
                vec![Change::Put(Record::Role(role))],
                &id.to_string(),
            )
        })
    }

    pub(crate) fn role_delete(&self, args: &IdArgs, _: &Job<'_>) -> Result<Done, Error> {
        self.with(|w| {
            let role = w.roles[w.role(&args.id)?].clone();
            let change = Change::Delete(Key::Role(role.id));
            commit(
                w,
                &*self.host,
                "role.delete",
                format!("Deleted role {}", role.name),
                vec![change],
                "",
            )
        })
    }
}

fn read_group(text: &str) -> Result<RoleGroup, Error> {
    Ok(match text {
        "support" => RoleGroup::Support,
        "engineering" => RoleGroup::Engineering,
        "management" => RoleGroup::Management,
        "communications" => RoleGroup::Communications,
        "sales" => RoleGroup::Sales,
        "other" => RoleGroup::Other,
        _ => {
            return Err(Error::invalid(
                "group",
                format!(
                    "“{text}” is not a group; expected support, engineering, management, communications, sales or other"
                ),
            ));
        }
    })
}
