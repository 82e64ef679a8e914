//! The record in the columns of ACLED, for tools that read those (methods A1–A6).
//! It is this record's own data, never ACLED's, and the file says so.

use std::io::{self, Write};

use vigie_model::{Counted, EventCode};

use super::{Row, Rows, csv, joined};

/// Names and order of ACLED's 31 columns.
const COLUMNS: [&str; 31] = [
    "event_id_cnty",
    "event_date",
    "year",
    "time_precision",
    "disorder_type",
    "event_type",
    "sub_event_type",
    "actor1",
    "assoc_actor_1",
    "inter1",
    "actor2",
    "assoc_actor_2",
    "inter2",
    "interaction",
    "civilian_targeting",
    "iso",
    "region",
    "country",
    "admin1",
    "admin2",
    "admin3",
    "location",
    "latitude",
    "longitude",
    "geo_precision",
    "source",
    "source_scale",
    "notes",
    "fatalities",
    "tags",
    "timestamp",
];

/// Disorder type, event type and sub-event type of an event code; `None` = ACLED codes no such event.
pub fn kind(event: EventCode) -> Option<[&'static str; 3]> {
    const VIOLENCE: &str = "Political violence";
    const REMOTE: &str = "Explosions/Remote violence";
    const STRATEGIC: &str = "Strategic developments";
    Some(match event {
        EventCode::Capture => [VIOLENCE, "Battles", "Non-state actor overtakes territory"],
        EventCode::Withdraw => [STRATEGIC, STRATEGIC, "Non-violent transfer of territory"],
        EventCode::Battle | EventCode::Repel | EventCode::Advance | EventCode::Siege => [VIOLENCE, "Battles", "Armed clash"],
        EventCode::Airstrike | EventCode::Drone => [VIOLENCE, REMOTE, "Air/drone strike"],
        EventCode::Shelling => [VIOLENCE, REMOTE, "Shelling/artillery/missile attack"],
        EventCode::Bombing => [VIOLENCE, REMOTE, "Remote explosive/landmine/IED"],
        EventCode::Suicide => [VIOLENCE, REMOTE, "Suicide bomb"],
        EventCode::Armed | EventCode::Casualties => [VIOLENCE, "Violence against civilians", "Attack"],
        EventCode::Abduction => [VIOLENCE, "Violence against civilians", "Abduction/forced disappearance"],
        EventCode::Arrest => [STRATEGIC, STRATEGIC, "Arrests"],
        EventCode::Agreement => [STRATEGIC, STRATEGIC, "Agreement"],
        EventCode::Destruction => [STRATEGIC, STRATEGIC, "Looting/property destruction"],
        EventCode::Protest => ["Demonstrations", "Protests", "Peaceful protest"],
        EventCode::Deployment => [STRATEGIC, STRATEGIC, "Other"],
        EventCode::Hold | EventCode::Displacement | EventCode::Aid => return None,
    })
}

/// Writes the incidents that ACLED would code. The first line is a comment that says what this is.
///
/// # Errors
/// When `out` refuses.
pub fn write<W: Write>(mut out: W, rows: &Rows) -> io::Result<()> {
    writeln!(
        out,
        "# Not ACLED data. Incidents of a Vigie record in the columns of ACLED. fatalities = lower bound, with 10, 12 and 100 for \
         tens, dozens and hundreds; empty = unknown, not 0. civilian_targeting, inter, assoc, region and admin are left empty where \
         no source says them. known_at={} {}\r",
        if rows.known_at.is_empty() { "now" } else { &rows.known_at },
        rows.filter
    )?;
    let heads = std::iter::once(COLUMNS.iter().map(|c| (*c).to_owned()).collect());
    csv(out, heads.chain(rows.rows.iter().filter_map(cells)))
}

fn cells(row: &Row) -> Option<Vec<String>> {
    let incident = &row.incident;
    let [disorder, event, sub] = kind(incident.event)?;
    let place = incident.place.as_ref();
    // ACLED has no open days: an incident without a first day cannot stand in its columns.
    let date = incident.start.clone().or_else(|| incident.end.clone())?;
    let name = |names: &[String], at: usize| row.names(names).get(at).cloned().unwrap_or_default();
    let rest = |names: &[String]| joined(&row.names(names).into_iter().skip(1).collect::<Vec<_>>());
    let killed = row.toll(Counted::Killed);
    let time = match (&incident.start, &incident.end) {
        (Some(a), Some(b)) if a == b => "1",
        (Some(a), Some(b)) => precision(a, b),
        _ => "3",
    };
    let geo = place.map_or("", |p| match p.prec {
        1 => "1",
        2 | 3 => "2",
        _ => "3",
    });
    let notes = format!(
        "[{}] {}{}",
        incident.standing,
        row.entries.first().map_or("", |e| e.claim.quote.text.as_str()),
        killed.map_or_else(String::new, |t| format!(
            " [killed {}–{}; {}]",
            t.bounds.low().map_or_else(|| "?".to_owned(), |n| n.to_string()),
            t.bounds.high().map_or_else(|| "?".to_owned(), |n| n.to_string()),
            t.agreement
        ))
    );
    let mut cells = vec![String::new(); COLUMNS.len()];
    let mut set = |column: &str, value: String| {
        if let Some(at) = COLUMNS.iter().position(|c| *c == column) {
            cells[at] = value;
        }
    };
    set("event_id_cnty", incident.id.clone());
    set("year", date.get(..4).unwrap_or_default().to_owned());
    set("event_date", date);
    set("time_precision", time.to_owned());
    set("disorder_type", disorder.to_owned());
    set("event_type", event.to_owned());
    set("sub_event_type", sub.to_owned());
    set("actor1", name(&incident.actors, 0));
    set("assoc_actor_1", rest(&incident.actors));
    set("actor2", name(&incident.targets, 0));
    set("assoc_actor_2", rest(&incident.targets));
    set("country", place.map_or_else(String::new, |p| p.country.clone()));
    set("location", place.map_or_else(String::new, |p| p.name.clone()));
    set("latitude", place.map_or_else(String::new, |p| format!("{:.4}", p.lat)));
    set("longitude", place.map_or_else(String::new, |p| format!("{:.4}", p.lon)));
    set("geo_precision", geo.to_owned());
    set("source", row.incident.origins.join("; "));
    set("notes", notes);
    set("fatalities", fatalities(row).map_or_else(String::new, |n| n.to_string()));
    set("timestamp", (incident.known.millis() / 1000).to_string());
    Some(cells)
}

/// The lower bound, with ACLED's figures for vague words (methods A3).
fn fatalities(row: &Row) -> Option<u64> {
    let low = row.toll(Counted::Killed)?.bounds.low()?;
    let vague = row.entries.iter().flat_map(|e| &e.claim.counts).find(|c| c.of == Counted::Killed && c.low == Some(low));
    let has_digit = vague.is_none_or(|c| c.mention.chars().any(char::is_numeric));
    Some(match low {
        20 if !has_digit => 10,
        24 if !has_digit => 12,
        200 if !has_digit => 100,
        low => low,
    })
}

/// Week or like period 2, month 3 (methods A6).
fn precision(start: &str, end: &str) -> &'static str {
    let days = vigie_model::Days { start: start.parse().ok(), end: end.parse().ok() };
    if days.precision() <= 3 { "2" } else { "3" }
}
