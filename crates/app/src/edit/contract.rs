//! Contract tiers: what their customers pay, and what they get back for a bad month.

use super::{MOST, commit, name, read_amount, service_of, verb};
use crate::App;
use crate::host::Job;
use crate::text::read_share;
use crate::wire::{BandEdit, ContractEdit, Done, Error, IdArgs};
use crate::workspace::Workspace;
use ninefold_domain::id::ContractId;
use ninefold_domain::record::{Contract, CreditBand};
use ninefold_store::{Change, Key, Record};

impl App {
    pub(crate) fn contract_save(&self, edit: &ContractEdit, _: &Job<'_>) -> Result<Done, Error> {
        self.with(|w| {
            let id = match edit.id.as_str() {
                "" => ContractId(self.host.new_id()),
                text => w.contract(text)?.id,
            };
            let contract = read_contract(w, edit, id)?;
            let label = format!("{} contract {}", verb(&edit.id), contract.name);
            commit(
                w,
                &*self.host,
                "contract.save",
                label,
                vec![Change::Put(Record::Contract(contract))],
                &id.to_string(),
            )
        })
    }

    pub(crate) fn contract_delete(&self, args: &IdArgs, _: &Job<'_>) -> Result<Done, Error> {
        self.with(|w| {
            let contract = w.contract(&args.id)?;
            let label = format!("Deleted contract {}", contract.name);
            let change = Change::Delete(Key::Contract(contract.id));
            commit(w, &*self.host, "contract.delete", label, vec![change], "")
        })
    }
}

fn read_contract(w: &Workspace, edit: &ContractEdit, id: ContractId) -> Result<Contract, Error> {
    let contract_name = name(&edit.name, "name")?;
    if w.contracts
        .iter()
        .any(|c| c.id != id && c.name.eq_ignore_ascii_case(&contract_name))
    {
        return Err(Error::invalid(
            "name",
            format!("there is a contract {contract_name} already"),
        ));
    }
    Ok(Contract {
        id,
        name: contract_name,
        service: service_of(w, &edit.service, "service")?,
        fee: read_amount(
            &edit.fee,
            "fee",
            w.methods.currency,
            0.0..=MOST,
            "a fee; expected 0 to 1,000,000,000,000",
        )?,
        bands: read_bands(&edit.bands)?,
    })
}

fn read_bands(edits: &[BandEdit]) -> Result<Vec<CreditBand>, Error> {
    if edits.is_empty() {
        return Err(Error::invalid(
            "bands",
            "what is owed, and below which availability? at least one band is needed".into(),
        ));
    }
    let mut bands: Vec<CreditBand> = Vec::new();
    for (i, edit) in edits.iter().enumerate() {
        let field = format!("bands.{i}.below");
        let below = read_share(&edit.below, &field)?;
        if bands.iter().any(|b| b.below == below) {
            return Err(Error::invalid(
                &field,
                format!("“{}” is listed twice", edit.below),
            ));
        }
        bands.push(CreditBand {
            below,
            credit: read_share(&edit.credit, &format!("bands.{i}.credit"))?,
        });
    }
    // A worse month that is owed less is a slip of the pen.
    let milder = |a: &CreditBand, b: &CreditBand| a.below < b.below && a.credit < b.credit;
    let wrong = (0..bands.len()).find(|i| bands.iter().any(|other| milder(&bands[*i], other)));
    if let Some(i) = wrong {
        return Err(Error::invalid(
            &format!("bands.{i}.credit"),
            "a lower availability is owed less than a higher one here; expected at least as much"
                .into(),
        ));
    }
    Ok(bands)
}
