//! What leaves the record, in the tongues that others read already.
//!
//! Everything comes from one set of [`Rows`]: incidents with their entries and the toll of each.
//! [`table`] writes our own CSV with a row of HXL tags, [`acled`] and [`ucdp`] the
//! columns of those projects (it is not their data, and says so), [`geojson`] and [`prov`] what
//! their names say, [`package`] the description that stands beside.

pub mod acled;
pub mod geojson;
pub mod package;
pub mod prov;
pub mod table;
pub mod ucdp;

use std::collections::BTreeMap;
use std::io::{self, Write};

use vigie_model::{Counted, Entry, Incident, Toll};
use vigie_reconcile::tolls;
use vigie_store::Ask;

use crate::ask::Question;
use crate::fault::Fault;
use crate::observatory::Observatory;

/// An incident with what it rests on.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The incident.
    pub incident: Incident,
    /// Its entries, the founding one first.
    pub entries: Vec<Entry>,
    /// Its own tolls: of this one event, never of a period.
    pub tolls: Vec<Toll>,
}

impl Row {
    /// The toll of something that is counted over everybody.
    pub fn toll(&self, of: Counted) -> Option<&Toll> {
        self.tolls.iter().find(|t| t.of == of && t.who.is_none())
    }

    /// Names of the actors on a side.
    pub(crate) fn names(&self, ids: &[String]) -> Vec<String> {
        let all = || self.entries.iter().flat_map(|e| e.claim.actors.iter().chain(&e.claim.targets));
        ids.iter().map(|id| all().find(|a| a.id == *id).map_or_else(|| id.clone(), |a| a.name.clone())).collect()
    }
}

/// What an export holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Rows {
    /// Incidents, by their first day.
    pub rows: Vec<Row>,
    /// What was asked for, in words, for whoever reads the file.
    pub filter: String,
    /// As the record stood at; empty = as it stands.
    pub known_at: String,
}

/// Gathers what a question asks for.
///
/// # Errors
/// When a name means nothing or the record refuses.
pub fn gather(observatory: &Observatory, question: &Question) -> Result<Rows, Fault> {
    let mut rows = Vec::new();
    for incident in observatory.incidents(question)? {
        let claims = incident.claims.iter().map(|l| l.claim.clone()).collect();
        let ask = Ask { claims, ..Ask::default() };
        let mut found: BTreeMap<String, Entry> =
            observatory.entries(&ask)?.into_iter().map(|e| (e.claim.id.clone(), e)).collect();
        let entries: Vec<Entry> = incident.claims.iter().filter_map(|l| found.remove(&l.claim)).collect();
        let mut own = tolls::tolls(&entries, observatory.knowledge(), None);
        own.retain(|toll| !toll.aggregate);
        rows.push(Row { incident, entries, tolls: own });
    }
    Ok(Rows { rows, filter: filter(question), known_at: question.known_at.map_or_else(String::new, |at| at.to_string()) })
}

/// What a question asks for, as `key=value`, in a fixed order.
fn filter(question: &Question) -> String {
    let parts = [
        ("since", question.since.map(|d| d.to_string())),
        ("on", question.on.map(|d| d.to_string())),
        ("place", question.place.clone()),
        ("actor", question.actor.clone()),
        ("source", question.source.clone()),
        ("country", question.country.clone()),
        ("bbox", question.bbox.map(|b| b.map(|x| x.to_string()).join(","))),
        ("document", question.document.clone()),
        ("event", Some(question.events.join("+")).filter(|e| !e.is_empty())),
        ("grade", question.grade.map(|g| g.to_string())),
        ("standing", question.standing.map(|s| s.to_string())),
        ("words", question.words.clone()),
    ];
    let told: Vec<String> = parts.into_iter().filter_map(|(key, value)| Some(format!("{key}={}", value?))).collect();
    told.join(" ")
}

/// A cell that no spreadsheet takes for a formula: what begins with `= + - @`, a tab or
/// a line end gets an apostrophe in front, unless it is a number.
pub fn harmless(cell: &str) -> String {
    let risky = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) && cell.parse::<f64>().is_err();
    let one_line = cell.replace(['\r', '\n'], " ");
    if risky { format!("'{one_line}") } else { one_line }
}

/// Writes rows as CSV (RFC 4180), every cell harmless.
pub(crate) fn csv<W: Write>(out: W, rows: impl IntoIterator<Item = Vec<String>>) -> io::Result<()> {
    let mut writer = csv::WriterBuilder::new().flexible(true).terminator(csv::Terminator::CRLF).from_writer(out);
    for row in rows {
        writer.write_record(row.iter().map(|cell| harmless(cell)))?;
    }
    writer.flush()
}

/// `a; b` would break tables that part cells by semicolons: names are parted by ` | `.
pub(crate) fn joined(items: &[String]) -> String {
    items.join(" | ").replace(';', ",")
}

pub(crate) fn number(n: Option<u64>) -> String {
    n.map_or_else(String::new, |n| n.to_string())
}

#[cfg(test)]
mod tests {
    use super::harmless;

    #[test]
    fn no_cell_is_a_formula() {
        assert_eq!(harmless("=HYPERLINK(\"x\")"), "'=HYPERLINK(\"x\")");
        assert_eq!(harmless("-12.5"), "-12.5");
        assert_eq!(harmless("+33 Alpha"), "'+33 Alpha");
        assert_eq!(harmless("@x\ny"), "'@x y");
    }
}
