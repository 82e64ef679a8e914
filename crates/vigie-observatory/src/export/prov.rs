//! PROV-JSON: which claims an incident was derived from, which documents those
//! were quoted from, and who said them (W3C PROV; methods H7).

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::Rows;
use crate::observatory::Observatory;

/// The provenance of the incidents.
pub fn document(observatory: &Observatory, rows: &Rows) -> Value {
    let mut entities = BTreeMap::new();
    let mut agents = BTreeMap::new();
    let (mut derived, mut attributed, mut primary) = (Map::new(), Map::new(), Map::new());
    let software = "vigie:software";
    agents.insert(software.to_owned(), json!({"prov:type": "prov:SoftwareAgent", "vigie:version": env!("CARGO_PKG_VERSION")}));
    for row in &rows.rows {
        let incident = format!("vigie:{}", row.incident.id);
        entities.insert(incident.clone(), json!({"prov:type": "vigie:Incident", "vigie:standing": row.incident.standing}));
        for entry in &row.entries {
            let claim = format!("vigie:{}", entry.claim.id);
            let source = format!("vigie:{}", entry.claim.document.replace(':', "-"));
            let origin = observatory.knowledge().origin(entry);
            let speaker = format!("vigie:source-{}", slug(&origin.id));
            entities.insert(
                claim.clone(),
                json!({"prov:type": "vigie:Claim", "prov:value": entry.claim.quote.text, "vigie:rule": entry.claim.rule}),
            );
            entities.insert(
                source.clone(),
                json!({"prov:type": "vigie:Document", "vigie:sha256": entry.claim.document, "vigie:outlet": entry.outlet}),
            );
            agents.insert(speaker.clone(), json!({"prov:type": "prov:Agent", "prov:label": origin.name}));
            let n = derived.len();
            derived.insert(format!("_:d{n}"), json!({"prov:generatedEntity": incident, "prov:usedEntity": claim}));
            primary.insert(
                format!("_:p{n}"),
                json!({"prov:generatedEntity": claim, "prov:usedEntity": source, "prov:type": "prov:PrimarySource"}),
            );
            attributed.insert(format!("_:a{n}"), json!({"prov:entity": claim, "prov:agent": speaker}));
        }
        let n = attributed.len();
        attributed.insert(format!("_:s{n}"), json!({"prov:entity": incident, "prov:agent": software}));
    }
    derived.extend(primary);
    json!({
        "prefix": {"prov": "http://www.w3.org/ns/prov#", "vigie": "urn:vigie:"},
        "entity": entities,
        "agent": agents,
        "wasDerivedFrom": derived,
        "wasAttributedTo": attributed,
    })
}

fn slug(text: &str) -> String {
    text.chars().map(|c| if c.is_alphanumeric() || c == '-' { c } else { '-' }).collect()
}
