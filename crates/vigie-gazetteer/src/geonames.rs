//! Rows from a `GeoNames` dump: `SY.txt` or `allCountries.txt`, with the names of
//! `alternateNamesV2.txt` (format: the readme of the `GeoNames` export server).

use std::collections::{BTreeMap, BTreeSet};

use crate::GazetteerError;
use crate::row::{PlaceKind, Row, degrees};

/// What of a dump is taken.
#[derive(Debug, Clone, Default)]
pub struct Choice {
    /// Countries of which every place is taken; empty = all.
    pub whole: BTreeSet<String>,
    /// Elsewhere, places of this many people or more.
    pub population: u32,
}

/// Reads the 19 columns of a dump. Populated places, first- and second-level
/// divisions, countries, airports, bases and waters are taken.
///
/// # Errors
/// At the first line with too few columns or a number that is none.
///
/// ```
/// use vigie_gazetteer::geonames::{Choice, read_dump};
/// let line = "170063\tAleppo\tAleppo\tAlep,Halab,حلب\t36.20124\t37.16117\tP\tPPLA\tSY\t\t09\t\t\t\t2098210\t\t392\tAsia/Damascus\t2024-01-01";
/// let rows = read_dump("SY.txt", line, &Choice::default()).unwrap();
/// assert_eq!((rows[0].id.as_str(), rows[0].name.as_str()), ("geonames:170063", "Aleppo"));
/// ```
pub fn read_dump(file: &str, text: &str, choice: &Choice) -> Result<Vec<Row>, GazetteerError> {
    let mut rows = Vec::new();
    let mut regions: BTreeMap<(String, String), String> = BTreeMap::new();
    let mut ties = Vec::new();
    for (at, line) in text.lines().enumerate() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let cells: Vec<&str> = line.split('\t').collect();
        let fault = |column: usize, fault: &str| GazetteerError::Cell {
            file: file.to_string(),
            line: at + 1,
            column,
            fault: fault.to_string(),
        };
        if cells.len() < 15 {
            return Err(fault(cells.len() + 1, "a line of a GeoNames dump has 19 columns"));
        }
        let Some(kind) = kind_of(cells[6], cells[7], cells[14]) else { continue };
        let population: u64 = if cells[14].is_empty() {
            0
        } else {
            cells[14].parse().map_err(|_| fault(15, "population is not a whole number"))?
        };
        let whole = choice.whole.is_empty() || choice.whole.contains(cells[8]);
        let settlement = kind.is_settlement() || matches!(kind, PlaceKind::Site | PlaceKind::Base | PlaceKind::Water);
        if settlement && !whole && population < u64::from(choice.population) {
            continue;
        }
        let number: u32 = cells[0].parse().map_err(|_| fault(1, "the id is not a whole number"))?;
        let id = format!("geonames:{number}");
        let key = (cells[8].to_string(), cells[10].to_string());
        if kind == PlaceKind::Region {
            regions.insert(key.clone(), id.clone());
        }
        ties.push(key);
        rows.push(Row {
            id,
            kind,
            lat: degrees(cells[4], 90.0).ok_or_else(|| fault(5, "latitude is not within -90 and 90 degrees"))?,
            lon: degrees(cells[5], 180.0).ok_or_else(|| fault(6, "longitude is not within -180 and 180 degrees"))?,
            country: cells[8].to_string(),
            region: String::new(),
            population: u32::try_from(population).unwrap_or(u32::MAX),
            capital: cells[7] == "PPLC",
            at_war: whole && !choice.whole.is_empty(),
            name: cells[1].to_string(),
            listed: Vec::new(),
            other: cells[3].split(',').chain([cells[2]]).filter(|n| readable(n) && *n != cells[1]).map(str::to_string).collect(),
            short: short_form(kind, cells[1]),
        });
    }
    for (row, key) in rows.iter_mut().zip(&ties) {
        if row.kind != PlaceKind::Region && row.kind != PlaceKind::Country {
            row.region = regions.get(key).cloned().unwrap_or_default();
        }
    }
    Ok(rows)
}

/// Adds the English, French and Arabic names of `alternateNamesV2.txt`. A
/// preferred English name becomes the name of the place.
///
/// # Errors
/// At the first line with fewer than four columns.
///
/// ```
/// use vigie_gazetteer::geonames::{Choice, add_names, read_dump};
/// let line = "169577\tAr Raqqah\tAr Raqqah\t\t35.95283\t39.00788\tP\tPPLA\tSY\t\t04\t\t\t\t531952\t\t\tAsia/Damascus\t2024-01-01";
/// let mut rows = read_dump("SY.txt", line, &Choice::default()).unwrap();
/// add_names("names", "1\t169577\ten\tRaqqa\t1\n2\t169577\tfr\tRaqqa\n3\t169577\tar\tالرقة", &mut rows).unwrap();
/// assert_eq!((rows[0].name.as_str(), rows[0].listed.as_slice()), ("Raqqa", ["الرقة".to_string()].as_slice()));
/// ```
pub fn add_names(file: &str, text: &str, rows: &mut [Row]) -> Result<(), GazetteerError> {
    let by_id: BTreeMap<u32, usize> =
        rows.iter().enumerate().filter_map(|(n, r)| Some((r.id.strip_prefix("geonames:")?.parse().ok()?, n))).collect();
    for (at, line) in text.lines().enumerate() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let cells: Vec<&str> = line.split('\t').collect();
        if cells.len() < 4 {
            let fault = "a line of alternate names has at least four columns".to_string();
            return Err(GazetteerError::Cell { file: file.to_string(), line: at + 1, column: cells.len() + 1, fault });
        }
        let historic = cells.get(7).is_some_and(|c| *c == "1") || cells.get(6).is_some_and(|c| *c == "1");
        let Some(row) = cells[1].parse().ok().and_then(|id: u32| by_id.get(&id)).and_then(|n| rows.get_mut(*n)) else { continue };
        if !matches!(cells[2], "en" | "fr" | "ar") || cells[3] == row.name {
            continue;
        }
        if cells[2] == "en" && cells.get(4).is_some_and(|c| *c == "1") && !historic {
            let former = std::mem::replace(&mut row.name, cells[3].to_string());
            row.other.push(former);
            row.listed.retain(|n| *n != row.name);
        } else if historic {
            row.other.push(cells[3].to_string());
        } else if !row.listed.iter().any(|n| n == cells[3]) {
            row.listed.push(cells[3].to_string());
        }
    }
    Ok(())
}

fn kind_of(class: &str, code: &str, population: &str) -> Option<PlaceKind> {
    Some(match (class, code) {
        ("A", "PCLI" | "PCL" | "PCLD" | "PCLF" | "PCLS" | "PCLIX" | "TERR") => PlaceKind::Country,
        ("A", "ADM1") => PlaceKind::Region,
        ("A", "ADM2") => PlaceKind::District,
        ("P", "PPLH" | "PPLQ" | "PPLW") => return None,
        ("P", _) => match population.parse::<u64>().unwrap_or(0) {
            50_000.. => PlaceKind::City,
            5_000.. => PlaceKind::Town,
            _ => PlaceKind::Village,
        },
        ("S", "AIRB" | "AIRP" | "MILB" | "INSM") | ("L", "MILB") => PlaceKind::Base,
        ("S", "CMPRF" | "CSTM" | "DAM" | "PS" | "HSP") | ("L", "CMP" | "CMPRF") => PlaceKind::Site,
        ("L", "RGN" | "CONT") | ("A", "ZN") => PlaceKind::Area,
        ("H", "SEA" | "GULF" | "STRT" | "LK" | "STM" | "OCN") => PlaceKind::Water,
        _ => return None,
    })
}

/// A name in Latin or Arabic letters, not a code.
fn readable(name: &str) -> bool {
    let letters = || name.chars().filter(|c| c.is_alphabetic());
    letters().count() > 2
        && (letters().all(|c| c < '\u{250}' || ('\u{1e00}'..'\u{1f00}').contains(&c)) && letters().any(char::is_lowercase)
            || letters().all(|c| ('\u{600}'..'\u{700}').contains(&c)))
}

/// *Aleppo* for *Aleppo Governorate*.
pub(crate) fn short_form(kind: PlaceKind, name: &str) -> Vec<String> {
    const WORDS: &[&str] =
        &[" Governorate", " Province", " Oblast", " Region", " State", " District", " Department", " Prefecture", " Wilayah"];
    if !kind.is_division() {
        return Vec::new();
    }
    let end = WORDS.iter().find_map(|w| name.strip_suffix(w));
    let start = ["Muḩāfaz̧at ", "Muhafazat ", "Wilāyat ", "Province of ", "Région de ", "Province de "]
        .iter()
        .find_map(|w| name.strip_prefix(w));
    end.or(start).map(str::to_string).into_iter().collect()
}
