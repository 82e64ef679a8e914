//! One place in words, before it is compiled.

use crate::GazetteerError;

/// What a place is. The order is that of the bytes in a table; new kinds go last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum PlaceKind {
    /// A state.
    Country,
    /// First-level division: governorate, oblast, province, state.
    Region,
    /// Division below a region.
    District,
    /// 50,000 people or more.
    City,
    /// 5,000 people or more.
    Town,
    /// Fewer, or unknown.
    Village,
    /// A stretch of land with a name but no administration: Darfur, Donbas.
    Area,
    /// Sea, river, strait, lake.
    Water,
    /// Africa, Europe and the like.
    Continent,
    /// Military base or airport used as one.
    Base,
    /// Road or crossroads.
    Road,
    /// Border crossing.
    Border,
    /// Camp, building, hill, and anything else with a point.
    Site,
}

const KINDS: &[(PlaceKind, &str)] = &[
    (PlaceKind::Country, "country"),
    (PlaceKind::Region, "region"),
    (PlaceKind::District, "district"),
    (PlaceKind::City, "city"),
    (PlaceKind::Town, "town"),
    (PlaceKind::Village, "village"),
    (PlaceKind::Area, "area"),
    (PlaceKind::Water, "water"),
    (PlaceKind::Continent, "continent"),
    (PlaceKind::Base, "base"),
    (PlaceKind::Road, "road"),
    (PlaceKind::Border, "border"),
    (PlaceKind::Site, "site"),
];

impl PlaceKind {
    /// The word used in tables and in the claim.
    pub fn word(self) -> &'static str {
        KINDS.iter().find(|k| k.0 == self).map_or("site", |k| k.1)
    }

    /// The kind that a word of a table means; `province` is a region, `airport` a base.
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "province" | "governorate" | "state" | "oblast" => Some(Self::Region),
            "airport" => Some(Self::Base),
            _ => KINDS.iter().find(|k| k.1 == word).map(|k| k.0),
        }
    }

    /// City, town or village.
    pub fn is_settlement(self) -> bool {
        matches!(self, Self::City | Self::Town | Self::Village)
    }

    /// Region or district.
    pub fn is_division(self) -> bool {
        matches!(self, Self::Region | Self::District)
    }

    /// A division or an area: a stretch of a country.
    pub fn is_wide(self) -> bool {
        self.is_division() || self == Self::Area
    }

    pub(crate) fn byte(self) -> u8 {
        KINDS.iter().position(|k| k.0 == self).and_then(|n| u8::try_from(n).ok()).unwrap_or(u8::MAX)
    }

    pub(crate) fn from_byte(byte: u8) -> Self {
        KINDS.get(usize::from(byte)).map_or(Self::Site, |k| k.0)
    }
}

/// One place, as read from a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// `geonames:N` or `vigie:slug`.
    pub id: String,
    /// What it is.
    pub kind: PlaceKind,
    /// Degrees north, WGS 84.
    pub lat: f64,
    /// Degrees east, WGS 84.
    pub lon: f64,
    /// ISO 3166-1 alpha-2, empty for areas of several countries.
    pub country: String,
    /// Id of the first-level region, empty when unknown.
    pub region: String,
    /// People; 0 = unknown.
    pub population: u32,
    /// Seat of the government of a country.
    pub capital: bool,
    /// In a country at war: every place of it is listed.
    pub at_war: bool,
    /// English canonical name.
    pub name: String,
    /// Names worth showing: English variants, French, Arabic.
    pub listed: Vec<String>,
    /// Further spellings, for look-up only.
    pub other: Vec<String>,
    /// Names without their generic word (*Aleppo* for *Aleppo Governorate*).
    pub short: Vec<String>,
}

/// Reads the rows that the recipe writes; `file` names them in errors.
///
/// Columns: id, kind, lat, lon, country, region, population, flags, name,
/// listed, other; `|` between names, `~` after a short form.
///
/// # Errors
/// At the first cell that cannot be used.
pub fn read_rows(file: &str, text: &str) -> Result<Vec<Row>, GazetteerError> {
    let mut rows = Vec::new();
    for (at, line) in text.lines().enumerate() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let cells: Vec<&str> = line.split('\t').collect();
        let cell = |n: usize| cells.get(n).copied().unwrap_or("");
        let fault = |column: usize, fault: &str| GazetteerError::Cell {
            file: file.to_string(),
            line: at + 1,
            column,
            fault: fault.to_string(),
        };
        let names = |n: usize| cell(n).split('|').map(str::trim).filter(|x| !x.is_empty()).map(str::to_string);
        let (short, other) = names(10).partition::<Vec<_>, _>(|n| n.ends_with('~'));
        rows.push(Row {
            id: known_id(cell(0)).ok_or_else(|| fault(1, "an id is geonames:NUMBER or vigie:slug"))?,
            kind: PlaceKind::from_word(cell(1)).ok_or_else(|| fault(2, "unknown kind of place"))?,
            lat: degrees(cell(2), 90.0).ok_or_else(|| fault(3, "latitude is not within -90 and 90 degrees"))?,
            lon: degrees(cell(3), 180.0).ok_or_else(|| fault(4, "longitude is not within -180 and 180 degrees"))?,
            country: cell(4).to_string(),
            region: cell(5).to_string(),
            population: match cell(6) {
                "" => 0,
                n => n.parse().map_err(|_| fault(7, "population is not a whole number"))?,
            },
            capital: cell(7).contains('c'),
            at_war: cell(7).contains('w'),
            name: if cell(8).is_empty() { return Err(fault(9, "a place has a name")) } else { cell(8).to_string() },
            listed: names(9).collect(),
            other,
            short: short.into_iter().map(|n| n.trim_end_matches('~').to_string()).collect(),
        });
    }
    Ok(rows)
}

fn known_id(id: &str) -> Option<String> {
    let number = id.strip_prefix("geonames:").is_some_and(|n| n.parse::<u32>().is_ok_and(|n| n < crate::layout::SLUG));
    let slug = id.strip_prefix("vigie:").is_some_and(|s| !s.is_empty() && !s.contains('|'));
    (number || slug).then(|| id.to_string())
}

/// Degrees within a limit on both sides of zero.
pub(crate) fn degrees(text: &str, limit: f64) -> Option<f64> {
    text.trim().parse::<f64>().ok().filter(|d| d.abs() <= limit)
}
