//! Revenue streams and the services that carry them.

use super::{commit, name, service_of};
use crate::App;
use crate::host::Job;
use crate::text::read_share;
use crate::wire::{Done, Error, StreamEdit};
use ninefold_domain::record::Dependence;
use ninefold_store::{Change, Record};

impl App {
    pub(crate) fn stream_save(&self, edit: &StreamEdit, _: &Job<'_>) -> Result<Done, Error> {
        self.with(|w| {
            let mut stream = w.streams[w.stream(&edit.id)?].clone();
            stream.name = name(&edit.name, "name")?;
            let taken = w
                .streams
                .iter()
                .any(|s| s.id != stream.id && s.name.eq_ignore_ascii_case(&stream.name));
            if taken {
                return Err(Error::invalid(
                    "name",
                    format!("there is a stream {} already", stream.name),
                ));
            }
            stream.dependences = Vec::new();
            for (i, share) in edit.dependences.iter().enumerate() {
                let field = format!("dependences.{i}");
                let service = service_of(w, &share.service, &format!("{field}.service"))?;
                if stream.dependences.iter().any(|d| d.service == service) {
                    return Err(Error::invalid(
                        &format!("{field}.service"),
                        "this service is listed twice".into(),
                    ));
                }
                stream.dependences.push(Dependence {
                    service,
                    share: read_share(&share.share, &format!("{field}.share"))?,
                });
            }
            let label = format!("Changed stream {}", stream.name);
            commit(
                w,
                &*self.host,
                "stream.save",
                label,
                vec![Change::Put(Record::Stream(stream))],
                &edit.id,
            )
        })
    }
}
