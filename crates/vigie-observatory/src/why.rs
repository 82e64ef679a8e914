//! Why the record says what it says: the whole derivation of one figure as a
//! tree, from the derived value down to quotes.

use std::collections::BTreeMap;

use serde::Serialize;
use vigie_model::{Entry, Fate, Input};
use vigie_reconcile::control;
use vigie_store::{Ask, Bucket, BucketKind};

use crate::ask::Question;
use crate::fault::Fault;
use crate::observatory::Observatory;

/// A node of a derivation.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Node {
    /// `toll`, `control`, `incident`, `dispute`, `claim`, `document`, `decision`.
    pub kind: &'static str,
    /// Id of what is explained.
    pub id: String,
    /// What it says, in one line.
    pub says: String,
    /// What became of it in the value above; `None` at the root.
    pub fate: Option<Fate>,
    /// The rule that decided; `None` = none did.
    pub rule: Option<String>,
    /// Why, as a key.
    pub reason: Option<String>,
    /// What it rests on.
    pub below: Vec<Node>,
}

impl Node {
    fn new(kind: &'static str, id: &str, says: String) -> Self {
        Self { kind, id: id.to_owned(), says, fate: None, rule: None, reason: None, below: Vec::new() }
    }
}

impl Observatory {
    /// The derivation of a toll, a dispute, an incident, a claim or a document, as the record stood.
    ///
    /// # Errors
    /// [`Fault::UnknownId`] when nothing has that id.
    pub fn why(&self, id: &str, question: &Question) -> Result<Node, Fault> {
        let unknown = || Fault::UnknownId { id: id.to_owned() };
        match id.split(['-', ':']).next() {
            Some("c") => self.claim_node(&self.claim(id)?),
            Some("sha256") => {
                let document = self.record.document(id)?.ok_or_else(unknown)?;
                let ask = Ask { document: Some(id.to_owned()), ..Ask::default() };
                let mut node = Node::new("document", id, document_line(&document));
                for entry in self.entries(&ask)? {
                    node.below.push(self.claim_node(&entry)?);
                }
                Ok(node)
            }
            Some("VG") => {
                let ask = Ask { incidents: vec![id.to_owned()], known_at: Some(question.at()), ..Ask::default() };
                let found = self.incidents_of(&ask, question)?;
                let incident = found.first().ok_or_else(unknown)?;
                let says = format!("{} · {} · {}", incident.event, incident.standing, incident.because);
                let mut node = Node::new("incident", id, says);
                let entries = self.by_id(incident.claims.iter().map(|l| l.claim.clone()))?;
                for linked in &incident.claims {
                    if let Some(entry) = entries.get(&linked.claim) {
                        let mut below = self.claim_node(entry)?;
                        below.reason = Some(linked.reasons.join(", "));
                        node.below.push(below);
                    }
                }
                Ok(node)
            }
            Some("t") => {
                let toll = self.tolls(question)?.into_iter().find(|t| t.id == id).ok_or_else(unknown)?;
                let says = format!(
                    "{} {}: {} to {}, {}",
                    toll.of,
                    toll.place.as_ref().map_or("", |p| p.name.as_str()),
                    bound(toll.bounds.low()),
                    bound(toll.bounds.high()),
                    toll.agreement
                );
                let mut node = Node::new("toll", id, says);
                node.below = self.input_nodes(&toll.inputs)?;
                Ok(node)
            }
            Some("d") => {
                let dispute = self.disputes(question)?.into_iter().find(|d| d.id == id).ok_or_else(unknown)?;
                let mut node = Node::new("dispute", id, dispute.kind.to_string());
                for side in &dispute.sides {
                    let entries = self.by_id(side.claims.iter().cloned())?;
                    let names: Vec<String> = side.origins.iter().map(|id| self.name_of(id)).collect();
                    let camps = if side.camps.is_empty() { "no camp".to_owned() } else { side.camps.join(", ") };
                    let mut below = Node::new("side", &names.join(", "), camps);
                    for entry in entries.values() {
                        below.below.push(self.claim_node(entry)?);
                    }
                    node.below.push(below);
                }
                Ok(node)
            }
            _ => Err(unknown()),
        }
    }

    /// Why a place is held as it is, on a day, as the record stood.
    ///
    /// # Errors
    /// When the name of the place means nothing.
    pub fn why_held(&self, place: &str, question: &Question) -> Result<Vec<Node>, Fault> {
        let asked = Question { place: Some(place.to_owned()), ..question.clone() };
        let places = self.places()?;
        let mut nodes = Vec::new();
        for stretch in self.control(&asked)? {
            let name = places.get(&stretch.place).map_or(stretch.place.as_str(), |p| p.name.as_str());
            let by: Vec<String> = stretch.holders.iter().chain(&stretch.against).map(|id| self.name_of(id)).collect();
            let says = format!("{name}: {} {} {} since {}", stretch.layer, stretch.status, by.join(", "), stretch.from);
            let mut node = Node::new("control", &stretch.place, says);
            node.rule = Some(stretch.rule.clone());
            let bucket = Bucket { kind: BucketKind::Control, key: stretch.place.clone() };
            let entries = self.record.bucket(&bucket)?;
            node.below = self.input_nodes(&control::bearing(&stretch, &entries, &self.knowledge, question.at()))?;
            nodes.push(node);
        }
        Ok(nodes)
    }

    /// The name that the theatres give an actor or source; a common noun has its id for a name.
    fn name_of(&self, id: &str) -> String {
        let source = self.theatre.sources.iter().find(|s| s.id == id).map(|s| s.name.clone());
        let actor = || self.theatre.actors.iter().find(|a| a.id == id).map(|a| a.name.clone());
        source.or_else(actor).unwrap_or_else(|| id.replace('-', " "))
    }

    fn input_nodes(&self, inputs: &[Input]) -> Result<Vec<Node>, Fault> {
        let entries = self.by_id(inputs.iter().map(|i| i.claim.clone()))?;
        let mut nodes = Vec::with_capacity(inputs.len());
        for input in inputs {
            let Some(entry) = entries.get(&input.claim) else { continue };
            let mut node = self.claim_node(entry)?;
            node.fate = Some(input.fate);
            node.rule = Some(input.rule.clone());
            node.reason = Some(input.by.as_ref().map_or_else(|| input.reason.clone(), |by| format!("{} {by}", input.reason)));
            nodes.push(node);
        }
        Ok(nodes)
    }

    fn by_id(&self, ids: impl Iterator<Item = String>) -> Result<BTreeMap<String, Entry>, Fault> {
        let claims: Vec<String> = ids.collect();
        if claims.is_empty() {
            return Ok(BTreeMap::new());
        }
        let ask = Ask { claims, ..Ask::default() };
        Ok(self.entries(&ask)?.into_iter().map(|e| (e.claim.id.clone(), e)).collect())
    }

    fn claim_node(&self, entry: &Entry) -> Result<Node, Fault> {
        let origin = self.knowledge.origin(entry);
        let claim = &entry.claim;
        let gone = entry.gone.map_or_else(String::new, |gone| format!(" (stands no longer since {gone})"));
        let says = format!("{}: “{}”{gone}", origin.name, claim.quote.text);
        let mut node = Node::new("claim", &claim.id, says);
        node.rule = Some(claim.rule.clone());
        let document = self.record.document(&claim.document)?;
        let line = document.as_ref().map_or_else(String::new, document_line);
        node.below.push(Node::new("document", &claim.document, line));
        for decision in self.record.decisions(vigie_model::Instant::MAX)?.iter().filter(|d| d.claim == claim.id) {
            let says = format!("{} by {} on {}: {}", decision.act, decision.by, decision.at, decision.reason);
            node.below.push(Node::new("decision", &decision.n.to_string(), says));
        }
        Ok(node)
    }
}

fn bound(number: Option<u64>) -> String {
    number.map_or_else(|| "?".to_owned(), |n| n.to_string())
}

fn document_line(document: &vigie_model::Document) -> String {
    let facts = [Some(document.name.clone()), document.outlet.clone(), document.published.clone()];
    let mut facts: Vec<String> = facts.into_iter().flatten().collect();
    facts.push(format!("known {} ({})", document.known, document.knowing));
    if let Some(of) = &document.copy_of {
        facts.push(format!("copy of {of}"));
    }
    facts.join(" · ")
}
