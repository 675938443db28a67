//! A Backstage catalog: a component for each service, with its owner, its tier as a label, what
//! it leans on, and the requirements that are about it.

use super::slug::{Slugs, slug};
use super::{Export, Sheet, clipped, one, one_line, yaml};
use ninefold_domain::id::ServiceId;
use serde_json::{Map, Value, json};
use std::collections::HashMap;

/// Whose a service is that nobody owns: Backstage demands an owner.
const NOBODY: &str = "unknown";

pub(super) fn write(sheet: &Sheet<'_>) -> Export {
    let mut slugs = Slugs::default();
    let names: HashMap<ServiceId, String> = sheet
        .services
        .iter()
        .map(|s| (s.id, slugs.of(&s.name)))
        .collect();
    let mut skipped = Vec::new();
    let mut written = 0;
    let mut documents = Vec::with_capacity(sheet.services.len());
    for (at, service) in sheet.services.iter().enumerate() {
        let Some(name) = names.get(&service.id) else {
            continue;
        };
        let own: Vec<String> = sheet
            .entries
            .iter()
            .filter(|e| e.requirement.service == service.id)
            .map(|e| e.requirement.label())
            .collect();
        written += own.len();
        let owner = match service.owner.as_deref().map(str::trim) {
            Some(owner) if !owner.is_empty() => slug(owner),
            _ => {
                skipped.push(format!(
                    "{} has no owner, and Backstage demands one: it is written as {NOBODY}",
                    service.name
                ));
                NOBODY.into()
            }
        };
        let mut leans: Vec<&String> = service
            .dependencies
            .iter()
            .map(|d| d.on)
            .chain(
                service
                    .redundancies
                    .iter()
                    .flat_map(|g| g.of.iter().copied()),
            )
            .filter_map(|on| names.get(&on))
            .collect();
        leans.sort_unstable();
        leans.dedup();
        let mut metadata = Map::new();
        metadata.insert("name".into(), json!(name));
        metadata.insert(
            "title".into(),
            json!(clipped(&one_line(&service.name), 200)),
        );
        if let Some(tier) = service.tier {
            metadata.insert("labels".into(), json!({"tier": format!("tier-{tier}")}));
        }
        // What the names, references and rules of a catalog cannot say: so that it comes back as
        // it was.
        let mut annotations = Map::new();
        annotations.insert("ninefold-id".into(), json!(service.id.to_string()));
        if let Some(entry) = sheet.catalog.get(at) {
            for (key, value) in [
                ("ninefold-service", &entry.service),
                ("ninefold-owner", &entry.owner),
                ("ninefold-target", &entry.target),
                ("ninefold-depends-on", &entry.depends_on),
            ] {
                if !value.is_empty() {
                    annotations.insert(key.into(), json!(value));
                }
            }
        }
        if !own.is_empty() {
            annotations.insert("ninefold-requirements".into(), json!(own.join(", ")));
        }
        metadata.insert("annotations".into(), Value::Object(annotations));
        let mut spec = Map::new();
        spec.insert("type".into(), json!("service"));
        spec.insert("lifecycle".into(), json!("production"));
        spec.insert("owner".into(), json!(owner));
        if !leans.is_empty() {
            let refs: Vec<String> = leans.iter().map(|n| format!("component:{n}")).collect();
            spec.insert("dependsOn".into(), json!(refs));
        }
        documents.push(json!({
            "apiVersion": "backstage.io/v1alpha1",
            "kind": "Component",
            "metadata": metadata,
            "spec": spec,
        }));
    }
    if documents.is_empty() {
        return Export::default();
    }
    Export {
        skipped,
        ..one("catalog-info.yaml", yaml::documents(&documents), written)
    }
}
