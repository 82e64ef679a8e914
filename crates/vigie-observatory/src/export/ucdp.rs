//! The record in the columns of UCDP GED, for tools that read those (methods U1–U6). Ids of
//! UCDP's own conflicts, dyads and actors stay empty: they are mapped by hand or not at all.

use std::io::{self, Write};

use jiff::civil::Date;
use vigie_model::{Counted, Days, Who};

use super::{Row, Rows, csv, joined, number};

/// Names and order of the 49 columns.
const COLUMNS: [&str; 49] = [
    "id",
    "relid",
    "year",
    "active_year",
    "code_status",
    "type_of_violence",
    "conflict_dset_id",
    "conflict_new_id",
    "conflict_name",
    "dyad_dset_id",
    "dyad_new_id",
    "dyad_name",
    "side_a_dset_id",
    "side_a_new_id",
    "side_a",
    "side_b_dset_id",
    "side_b_new_id",
    "side_b",
    "number_of_sources",
    "source_article",
    "source_office",
    "source_date",
    "source_headline",
    "source_original",
    "where_prec",
    "where_coordinates",
    "where_description",
    "adm_1",
    "adm_2",
    "latitude",
    "longitude",
    "geom_wkt",
    "priogrid_gid",
    "country",
    "country_id",
    "region",
    "event_clarity",
    "date_prec",
    "date_start",
    "date_end",
    "deaths_a",
    "deaths_b",
    "deaths_civilians",
    "deaths_unknown",
    "best",
    "high",
    "low",
    "gwnoa",
    "gwnob",
];

/// Writes the incidents with at least one death, as UCDP's unit asks for.
///
/// # Errors
/// When `out` refuses.
pub fn write<W: Write>(out: W, rows: &Rows) -> io::Result<()> {
    let heads = std::iter::once(COLUMNS.iter().map(|c| (*c).to_owned()).collect());
    csv(out, heads.chain(rows.rows.iter().filter_map(cells)))
}

fn cells(row: &Row) -> Option<Vec<String>> {
    let incident = &row.incident;
    let toll = row.toll(Counted::Killed)?;
    let day = |text: &Option<String>| text.as_deref().and_then(|t| t.parse::<Date>().ok());
    let days = Days { start: day(&incident.start), end: day(&incident.end) };
    let place = incident.place.as_ref();
    let civilians = toll.parts.iter().find(|p| p.who == Some(Who::Civilians)).and_then(|p| p.bounds.best().or(p.bounds.low()));
    let best = toll.bounds.best().or(toll.bounds.low());
    // UCDP's best is the sum of its parts (methods U2): what no source gives a side to is unknown.
    let unknown = best.map(|all| all.saturating_sub(civilians.unwrap_or(0)));
    let offices: Vec<String> = row.entries.iter().filter_map(|e| e.outlet.clone()).collect();
    let dates: Vec<String> = row.entries.iter().filter_map(|e| e.published.clone()).collect();
    let (a, b) = (row.names(&incident.actors), row.names(&incident.targets));
    let mut cells = vec![String::new(); COLUMNS.len()];
    let mut set = |column: &str, value: String| {
        if let Some(at) = COLUMNS.iter().position(|c| *c == column) {
            cells[at] = value;
        }
    };
    set("id", incident.id.clone());
    set("relid", incident.id.clone());
    set("year", days.start.or(days.end).map_or_else(String::new, |d| d.year().to_string()));
    set("code_status", "candidate".to_owned());
    set("side_a", joined(&a));
    set("side_b", joined(&b));
    set("dyad_name", if a.is_empty() || b.is_empty() { String::new() } else { format!("{} - {}", joined(&a), joined(&b)) });
    set("number_of_sources", incident.origins.len().to_string());
    set("source_office", joined(&unique(offices)));
    set("source_date", joined(&unique(dates)));
    set("source_original", joined(&incident.origins));
    set("where_prec", place.map_or_else(String::new, |p| p.prec.to_string()));
    set("where_coordinates", place.map_or_else(String::new, |p| p.name.clone()));
    set("where_description", place.map_or_else(String::new, |p| p.mention.clone()));
    set("latitude", place.map_or_else(String::new, |p| format!("{:.6}", p.lat)));
    set("longitude", place.map_or_else(String::new, |p| format!("{:.6}", p.lon)));
    set("geom_wkt", place.map_or_else(String::new, |p| format!("POINT ({:.6} {:.6})", p.lon, p.lat)));
    set("country", place.map_or_else(String::new, |p| p.country.clone()));
    set("event_clarity", "1".to_owned());
    set("date_prec", days.precision().to_string());
    set("date_start", incident.start.clone().unwrap_or_default());
    set("date_end", incident.end.clone().unwrap_or_default());
    set("deaths_civilians", number(civilians));
    set("deaths_unknown", number(unknown));
    set("best", number(best));
    set("high", number(toll.bounds.high()));
    set("low", number(toll.bounds.low()));
    Some(cells)
}

fn unique(mut items: Vec<String>) -> Vec<String> {
    items.sort();
    items.dedup();
    items
}
