//! Our own CSV: one incident a row, with bounds, standing and origins, and a row of HXL tags
//! under the heads when it is wanted (HXL 1.1; methods §6).

use std::io::{self, Write};

use vigie_model::{Counted, Who};

use super::{Row, Rows, csv, joined, number};

/// Heads of the columns and their HXL tags.
const COLUMNS: [(&str, &str); 27] = [
    ("id", "#event+id"),
    ("event", "#event+type"),
    ("start", "#date+start"),
    ("end", "#date+end"),
    ("known", "#date+reported"),
    ("country", "#country+code"),
    ("place_id", "#loc+code"),
    ("place", "#loc+name"),
    ("place_ar", "#loc+name+i_ar"),
    ("place_relation", "#loc+relation"),
    ("lat", "#geo+lat"),
    ("lon", "#geo+lon"),
    ("place_precision", "#geo+precision"),
    ("actors", "#group+name+first"),
    ("targets", "#group+name+second"),
    ("killed_low", "#affected+killed+min"),
    ("killed_best", "#affected+killed"),
    ("killed_high", "#affected+killed+max"),
    ("killed_civilians_low", "#affected+killed+civilians+min"),
    ("killed_civilians_high", "#affected+killed+civilians+max"),
    ("injured_low", "#affected+injured+min"),
    ("injured_high", "#affected+injured+max"),
    ("agreement", "#meta+agreement"),
    ("standing", "#meta+grade"),
    ("origins", "#meta+source"),
    ("documents", "#meta+documents+num"),
    ("quote", "#description"),
];

/// Writes the table. An empty cell is unknown, never zero.
///
/// # Errors
/// When `out` refuses.
pub fn write<W: Write>(out: W, rows: &Rows, hxl: bool) -> io::Result<()> {
    let heads = std::iter::once(COLUMNS.iter().map(|(head, _)| (*head).to_owned()).collect());
    let tags = hxl.then(|| COLUMNS.iter().map(|(_, tag)| (*tag).to_owned()).collect());
    csv(out, heads.chain(tags).chain(rows.rows.iter().map(cells)))
}

fn cells(row: &Row) -> Vec<String> {
    let incident = &row.incident;
    let place = incident.place.as_ref();
    let killed = row.toll(Counted::Killed);
    let injured = row.toll(Counted::Injured);
    let civilians = killed.and_then(|t| t.parts.iter().find(|p| p.who == Some(Who::Civilians)).map(|p| p.bounds));
    let alone = row.tolls.iter().find(|t| t.of == Counted::Killed && t.who == Some(Who::Civilians)).map(|t| t.bounds);
    let civilians = civilians.or(alone).unwrap_or_default();
    let documents: std::collections::BTreeSet<&str> = row.entries.iter().map(|e| e.witness.as_str()).collect();
    let arabic = |name: &&String| name.chars().any(|c| matches!(c, '\u{600}'..='\u{6ff}'));
    let degrees = |x: f64| format!("{x:.6}").trim_end_matches('0').trim_end_matches('.').to_owned();
    vec![
        incident.id.clone(),
        incident.event.to_string(),
        incident.start.clone().unwrap_or_default(),
        incident.end.clone().unwrap_or_default(),
        incident.known.to_string(),
        place.map_or_else(String::new, |p| p.country.clone()),
        place.map_or_else(String::new, |p| p.id.clone()),
        place.map_or_else(String::new, |p| p.name.clone()),
        place.and_then(|p| p.aliases.iter().find(arabic).cloned()).unwrap_or_default(),
        place.and_then(|p| p.relation).map_or_else(String::new, |r| r.to_string()),
        place.map_or_else(String::new, |p| degrees(p.lat)),
        place.map_or_else(String::new, |p| degrees(p.lon)),
        place.map_or_else(String::new, |p| p.prec.to_string()),
        joined(&row.names(&incident.actors)),
        joined(&row.names(&incident.targets)),
        number(killed.and_then(|t| t.bounds.low())),
        number(killed.and_then(|t| t.bounds.best())),
        number(killed.and_then(|t| t.bounds.high())),
        number(civilians.low()),
        number(civilians.high()),
        number(injured.and_then(|t| t.bounds.low())),
        number(injured.and_then(|t| t.bounds.high())),
        killed.or(injured).map_or_else(String::new, |t| t.agreement.to_string()),
        incident.standing.to_string(),
        joined(&incident.origins),
        documents.len().to_string(),
        row.entries.first().map_or_else(String::new, |e| e.claim.quote.text.clone()),
    ]
}
