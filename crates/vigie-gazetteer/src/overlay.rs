//! Places that a theatre adds to the table or corrects in it.

use std::collections::BTreeMap;

use vigie_text::PhraseIndex;

use crate::GazetteerError;
use crate::gazetteer::{Form, Gazetteer, PlaceIndex};
use crate::key::Keys;
use crate::layout::SLUG;
use crate::row::PlaceKind;

/// A row of `places.tsv` of a theatre.
#[derive(Debug, Clone, PartialEq)]
pub struct Extra {
    /// `geonames:N` or `vigie:slug`. It replaces the place of that id, and any other of the same name and kind there.
    pub id: String,
    /// English canonical name.
    pub name: String,
    /// What it is.
    pub kind: PlaceKind,
    /// Degrees north, WGS 84.
    pub lat: f64,
    /// Degrees east, WGS 84.
    pub lon: f64,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// First-level region by English name (`Aleppo Governorate` or `Aleppo`) or by id; empty when unknown.
    pub region: String,
    /// Further English names, French, Arabic.
    pub aliases: Vec<String>,
}

/// Extra places, indexed.
#[derive(Debug, Clone, Default)]
pub(crate) struct Overlay {
    rows: Vec<Extra>,
    /// For each row, the place of the table that it replaces and its region.
    ties: Vec<(Option<u32>, Option<u32>)>,
    /// Place of the table, number of the overlay that replaces it; sorted.
    instead: Vec<(u32, u32)>,
    names: Option<PhraseIndex>,
    lists: Vec<Vec<(PlaceIndex, Form)>>,
}

/// Places of one name in one country are one place where they are both regions or both settlements, and settlements
/// lie as near as this: two tables give one town two points.
const SAME_KM: f64 = 10.0;

/// Rows by country and name. What is said of a place that stands in the table under another id must not be
/// kept in two places.
struct Named<'r> {
    rows: &'r [Extra],
    at: BTreeMap<[u8; 2], BTreeMap<&'r str, usize>>,
}

impl<'r> Named<'r> {
    fn of(rows: &'r [Extra]) -> Self {
        let mut at: BTreeMap<[u8; 2], BTreeMap<&str, usize>> = BTreeMap::new();
        for (n, row) in rows.iter().enumerate() {
            if let Ok(country) = row.country.as_bytes().try_into() {
                at.entry(country).or_default().entry(row.name.as_str()).or_insert(n);
            }
        }
        Self { rows, at }
    }

    /// The row that means the same as a place of the table under another id.
    fn same(&self, base: &Gazetteer, n: u32) -> Option<usize> {
        let here = self.at.get(&base.record(n).country)?;
        let place = base.place(PlaceIndex(n))?;
        let at = *here.get(place.name())?;
        let row = &self.rows[at];
        let (lat, lon) = ((place.lat() - row.lat).to_radians(), (place.lon() - row.lon).to_radians());
        let km = 6371.0 * lat.hypot(lon * row.lat.to_radians().cos());
        let settled = place.kind().is_settlement() && row.kind.is_settlement() && km < SAME_KM;
        (settled || place.kind().is_division() && row.kind.is_division()).then_some(at)
    }
}

impl Overlay {
    pub(crate) fn build(base: &Gazetteer, rows: Vec<Extra>) -> Result<Self, GazetteerError> {
        let keys = Keys::new();
        let offset = base.base_len();
        let mut wanted: BTreeMap<u32, usize> = BTreeMap::new();
        let mut slugs: BTreeMap<&str, usize> = BTreeMap::new();
        for (at, row) in rows.iter().enumerate() {
            match row.id.strip_prefix("geonames:").and_then(|n| n.parse().ok()) {
                Some(number) => drop(wanted.insert(number, at)),
                None => drop(slugs.insert(&row.id, at)),
            }
        }
        let mut ties: Vec<(Option<u32>, Option<u32>)> =
            rows.iter().map(|r| (None, base.region_named(&r.region, &r.country))).collect();
        let named = Named::of(&rows);
        let mut instead = Vec::new();
        for n in 0..offset {
            let id = base.record(n).id;
            let row = if id & SLUG == 0 {
                wanted.get(&id).copied()
            } else if slugs.is_empty() {
                None
            } else {
                base.place(PlaceIndex(n)).and_then(|p| slugs.get(p.id().as_str()).copied())
            };
            if let Some(at) = row.or_else(|| named.same(base, n)) {
                ties[at].0 = ties[at].0.filter(|_| row.is_none()).or(Some(n));
                instead.push((n, offset + at as u32));
            }
        }
        let mut phrases: BTreeMap<String, Vec<(PlaceIndex, Form)>> = BTreeMap::new();
        for (at, row) in rows.iter().enumerate() {
            let place = PlaceIndex(offset + at as u32);
            for (n, name) in std::iter::once(&row.name).chain(&row.aliases).enumerate() {
                let form = if n == 0 { Form::Name } else { Form::Listed };
                for key in keys.of(name) {
                    let list = phrases.entry(key).or_default();
                    if !list.iter().any(|p| p.0 == place) {
                        list.push((place, form));
                    }
                }
            }
        }
        let (mut lists, mut index) = (Vec::new(), Vec::new());
        for (key, list) in phrases {
            index.push((key, lists.len() as u64));
            lists.push(list);
        }
        let bytes = PhraseIndex::build(index).map_err(|source| GazetteerError::Names { source })?;
        let names = Some(PhraseIndex::open(bytes).map_err(|source| GazetteerError::Names { source })?);
        Ok(Self { rows, ties, instead, names, lists })
    }

    pub(crate) fn take(&mut self) -> Vec<Extra> {
        std::mem::take(&mut self.rows)
    }

    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    pub(crate) fn get(&self, at: u32) -> Option<&Extra> {
        self.rows.get(at as usize)
    }

    pub(crate) fn names(&self) -> Option<&PhraseIndex> {
        self.names.as_ref()
    }

    pub(crate) fn places(&self, value: u64) -> Vec<(PlaceIndex, Form)> {
        usize::try_from(value).ok().and_then(|n| self.lists.get(n)).cloned().unwrap_or_default()
    }

    pub(crate) fn instead_of(&self, base: u32) -> Option<u32> {
        let at = self.instead.binary_search_by_key(&base, |i| i.0).ok()?;
        Some(self.instead[at].1)
    }

    pub(crate) fn replaced(&self, at: u32) -> Option<u32> {
        self.ties.get(at as usize)?.0
    }

    pub(crate) fn region(&self, at: u32) -> Option<u32> {
        self.ties.get(at as usize)?.1
    }
}
