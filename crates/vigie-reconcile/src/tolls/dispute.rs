//! Disputes about tolls (methods R9): voices whose figures leave no number that fits all.

use std::collections::{BTreeMap, BTreeSet};

use vigie_model::{Dispute, DisputeKind, Side, Toll};

use super::figure::Class;
use super::{Reckoning, Standing, short_hash, weigh};

/// The disputes about a toll and its parts, the toll itself first.
pub(super) fn of(
    work: &Reckoning<'_, '_>,
    toll: &Toll,
    standing: &[Standing<'_, '_>],
    rows: &BTreeMap<Class<'_>, Vec<Standing<'_, '_>>>,
) -> Vec<Dispute> {
    let mut found: Vec<Dispute> = split(standing).into_iter().map(|sides| dispute(work, toll, &sides)).collect();
    for row in rows.values() {
        if let Some(sides) = split(row) {
            found.push(dispute(work, toll, &sides));
        }
        // One voice counts more of a class than another counts of all, as of the same day or later.
        let above = |part: &Standing<'_, '_>, total: &Standing<'_, '_>| {
            part.voice != total.voice && part.figure.as_of <= total.figure.as_of && total.said.range().1 < part.said.range().0
        };
        let more: Vec<_> = row.iter().filter(|part| standing.iter().any(|total| above(part, total))).copied().collect();
        let less: Vec<_> = standing.iter().filter(|total| row.iter().any(|part| above(part, total))).copied().collect();
        if !more.is_empty() {
            found.push(dispute(work, toll, &[more, less]));
        }
    }
    found
}

/// Two sides that cannot both be right: whoever agrees with the lowest figure, and the others. `None` where a number fits all.
fn split<'g, 'e>(row: &[Standing<'g, 'e>]) -> Option<[Vec<Standing<'g, 'e>>; 2]> {
    let words: Vec<_> = row.iter().map(Standing::word).collect();
    let ranges = weigh::ranges(&words);
    let least = ranges.iter().map(|r| r.1).min()?;
    let (low, high): (Vec<_>, Vec<_>) = row.iter().zip(&ranges).partition(|(_, r)| r.0 <= least);
    let bare = |side: Vec<(&Standing<'g, 'e>, _)>| side.into_iter().map(|(s, _)| *s).collect::<Vec<_>>();
    (!high.is_empty()).then(|| [bare(low), bare(high)])
}

fn dispute(work: &Reckoning<'_, '_>, toll: &Toll, sides: &[Vec<Standing<'_, '_>>; 2]) -> Dispute {
    let mut told = sides.each_ref().map(|side| {
        let known = side.iter().map(|s| s.figure.entry.known).min();
        let first = side.iter().map(|s| (s.figure.spoken, &s.figure.entry.claim.id)).min();
        (first, known, side_of(work, side))
    });
    told.sort_by(|a, b| a.0.cmp(&b.0));
    let known = told.iter().filter_map(|t| t.1).max().unwrap_or(vigie_model::Instant::MAX);
    let sides = told.map(|t| t.2);
    let first = |side: &Side| side.claims.first().cloned().unwrap_or_default();
    let key = format!("{}|{}|{}|{}", DisputeKind::Toll, toll.id, first(&sides[0]), first(&sides[1]));
    Dispute {
        id: short_hash("d-", &key),
        kind: DisputeKind::Toll,
        place: toll.place.clone(),
        start: toll.start.clone(),
        end: toll.end.clone(),
        sides,
        known,
    }
}

fn side_of(work: &Reckoning<'_, '_>, side: &[Standing<'_, '_>]) -> Side {
    let origins: BTreeSet<String> = side.iter().map(|s| work.knowledge.origin(s.figure.entry).id).collect();
    let camp = |s: &Standing<'_, '_>| {
        let origin = work.knowledge.origin(s.figure.entry).id;
        work.knowledge.camp_of(&origin, s.figure.as_of).map(str::to_owned)
    };
    let camps: BTreeSet<String> = side.iter().filter_map(camp).collect();
    let claims: BTreeSet<String> = side.iter().map(|s| s.figure.entry.claim.id.clone()).collect();
    Side { origins: origins.into_iter().collect(), camps: camps.into_iter().collect(), claims: claims.into_iter().collect() }
}
