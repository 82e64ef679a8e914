//! `GeoJSON` (RFC 7946): incidents as features. An incident without a place has no geometry; a
//! point that stands for an area says how large the doubt is.

use serde_json::{Map, Value, json};
use vigie_model::{Counted, PlaceRef};

use super::{Row, Rows};

/// The incidents as a `FeatureCollection`.
pub fn collection(rows: &Rows) -> Value {
    let points: Vec<&PlaceRef> = rows.rows.iter().filter_map(|r| r.incident.place.as_ref()).collect();
    let bound = |of: fn(&PlaceRef) -> f64, pick: fn(f64, f64) -> f64| points.iter().map(|p| of(p)).reduce(pick);
    let edges = [bound(|p| p.lon, f64::min), bound(|p| p.lat, f64::min), bound(|p| p.lon, f64::max), bound(|p| p.lat, f64::max)];
    let mut out = Map::new();
    out.insert("type".to_owned(), json!("FeatureCollection"));
    if let [Some(west), Some(south), Some(east), Some(north)] = edges {
        out.insert("bbox".to_owned(), json!([rounded(west), rounded(south), rounded(east), rounded(north)]));
    }
    out.insert("features".to_owned(), rows.rows.iter().map(feature).collect());
    Value::Object(out)
}

/// Six decimals are a tenth of a metre; more would only pretend (methods H4).
fn rounded(degrees: f64) -> f64 {
    (degrees * 1e6).round() / 1e6
}

/// How far from the point the event may have been, in metres, by UCDP's step of precision;
/// `None` = the whole country or more.
pub fn radius_m(prec: u8) -> Option<u32> {
    match prec {
        1 => Some(2_000),
        2 => Some(25_000),
        3 => Some(50_000),
        4 => Some(150_000),
        5 => Some(300_000),
        _ => None,
    }
}

fn feature(row: &Row) -> Value {
    let incident = &row.incident;
    let place = incident.place.as_ref();
    let geometry = place.map_or(Value::Null, |p| json!({"type": "Point", "coordinates": [rounded(p.lon), rounded(p.lat)]}));
    let bounds =
        |of: Counted| row.toll(of).map(|t| json!({"low": t.bounds.low(), "best": t.bounds.best(), "high": t.bounds.high()}));
    json!({
        "type": "Feature",
        "id": incident.id,
        "geometry": geometry,
        "properties": {
            "event": incident.event,
            "start": incident.start,
            "end": incident.end,
            "place": place.map(|p| &p.name),
            "place_id": place.map(|p| &p.id),
            "country": place.map(|p| &p.country),
            "relation": place.and_then(|p| p.relation),
            "precision": place.map(|p| p.prec),
            "radius_m": place.and_then(|p| radius_m(p.prec)),
            "exact": place.is_some_and(|p| p.prec == 1 && p.relation.is_none()),
            "actors": row.names(&incident.actors),
            "targets": row.names(&incident.targets),
            "killed": bounds(Counted::Killed),
            "injured": bounds(Counted::Injured),
            "standing": incident.standing,
            "because": incident.because,
            "origins": incident.origins,
            "claims": incident.claims.iter().map(|l| &l.claim).collect::<Vec<_>>(),
            "known": incident.known,
        },
    })
}
