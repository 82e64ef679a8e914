//! Rows from an OCHA administrative table (COD-AB), saved as CSV or TSV.
//!
//! Columns are found by the heading: `ADM1_EN`, `ADM1_PCODE`, `ADM3_FR`,
//! `admin4Name_ar`, and a point in `lat`/`lon` (or `y`/`x`, `latitude`/
//! `longitude`). Every row is the place of its deepest named level.

use std::collections::BTreeMap;

use crate::GazetteerError;
use crate::geonames::short_form;
use crate::row::{PlaceKind, Row, degrees};

/// Names and code of one level, by column.
#[derive(Debug, Default, Clone)]
struct Level {
    english: Option<usize>,
    others: Vec<usize>,
    code: Option<usize>,
}

/// Reads a table of one country, given by ISO 3166-1 alpha-2.
///
/// # Errors
/// When the heading has no point or no name, or a cell is no number.
///
/// ```
/// let table = "ADM1_EN,ADM1_PCODE,ADM2_EN,ADM2_AR,ADM2_PCODE,lat,lon\n\
///              Idleb,SY07,\"Harim\",حارم,SY0703,36.2,36.52\n";
/// let rows = vigie_gazetteer::cod::read_table("syr_adm2.csv", table, "SY").unwrap();
/// assert_eq!((rows[0].id.as_str(), rows[0].name.as_str(), rows[0].lat), ("vigie:cod-sy0703", "Harim", 36.2));
/// ```
pub fn read_table(file: &str, text: &str, country: &str) -> Result<Vec<Row>, GazetteerError> {
    let mut lines = text.trim_start_matches('\u{feff}').lines().enumerate();
    let fault = |line: usize, column: usize, fault: &str| GazetteerError::Cell {
        file: file.to_string(),
        line,
        column,
        fault: fault.to_string(),
    };
    let Some((_, heading)) = lines.next() else { return Err(fault(1, 1, "the table is empty")) };
    let mark = if heading.contains('\t') {
        '\t'
    } else if heading.contains(';') {
        ';'
    } else {
        ','
    };
    let heading = cells(heading, mark);
    let (mut levels, mut lat, mut lon): (BTreeMap<u8, Level>, Option<usize>, Option<usize>) = (BTreeMap::new(), None, None);
    for (at, title) in heading.iter().enumerate() {
        let title = title.to_lowercase();
        match title.as_str() {
            "lat" | "latitude" | "y" | "center_lat" | "lat_y" => lat = Some(at),
            "lon" | "long" | "longitude" | "x" | "center_lon" | "lon_x" => lon = Some(at),
            _ => column(&title, at, &mut levels),
        }
    }
    let (Some(lat), Some(lon)) = (lat, lon) else { return Err(fault(1, 1, "no column of latitude and longitude")) };
    if levels.values().all(|l| l.english.is_none() && l.others.is_empty()) {
        return Err(fault(1, 1, "no column of names such as ADM1_EN"));
    }
    let mut rows = Vec::new();
    for (line, text) in lines.filter(|l| !l.1.trim().is_empty()) {
        let cells = cells(text, mark);
        let cell = |n: usize| cells.get(n).map_or("", |c| c.trim());
        let deepest = levels.iter().rev().find_map(|(depth, level)| {
            let names: Vec<String> = level
                .english
                .into_iter()
                .chain(level.others.iter().copied())
                .map(cell)
                .filter(|n| !n.is_empty())
                .map(str::to_string)
                .collect();
            (!names.is_empty()).then_some((*depth, level, names))
        });
        let Some((depth, level, mut names)) = deepest else { continue };
        let code = level
            .code
            .map(cell)
            .filter(|c| !c.is_empty())
            .map_or_else(|| format!("{}-{line}", country.to_lowercase()), str::to_lowercase);
        let name = names.remove(0);
        let kind = match depth {
            0 => PlaceKind::Country,
            1 => PlaceKind::Region,
            2 | 3 => PlaceKind::District,
            _ => PlaceKind::Village,
        };
        let region = levels.get(&1).filter(|_| depth > 1).and_then(|l| l.code).map(cell).filter(|c| !c.is_empty());
        rows.push(Row {
            id: format!("vigie:cod-{code}"),
            kind,
            lat: degrees(cell(lat), 90.0).ok_or_else(|| fault(line + 1, lat + 1, "latitude is not within -90 and 90 degrees"))?,
            lon: degrees(cell(lon), 180.0)
                .ok_or_else(|| fault(line + 1, lon + 1, "longitude is not within -180 and 180 degrees"))?,
            country: country.to_string(),
            region: region.map(|c| format!("vigie:cod-{}", c.to_lowercase())).unwrap_or_default(),
            population: 0,
            capital: false,
            at_war: true,
            short: short_form(kind, &name),
            name,
            listed: names,
            other: Vec::new(),
        });
    }
    Ok(rows)
}

/// Assigns a heading such as `adm2_en`, `admin2name_ar` or `adm2_pcode`.
fn column(title: &str, at: usize, levels: &mut BTreeMap<u8, Level>) {
    let Some(rest) = title.strip_prefix("admin").or_else(|| title.strip_prefix("adm")) else { return };
    let Some(depth) = rest.bytes().next().filter(u8::is_ascii_digit).map(|b| b - b'0') else { return };
    let level = levels.entry(depth).or_default();
    match rest[1..].trim_matches('_') {
        "en" | "name" | "name_en" | "nameen" => level.english = level.english.or(Some(at)),
        "pcode" | "code" | "pcod" => level.code = Some(at),
        "fr" | "ar" | "name_fr" | "name_ar" | "name1" | "altname" | "name_alt" | "ref" => level.others.push(at),
        _ => {}
    }
}

/// Cuts a line; a mark inside double quotes does not cut.
fn cells(line: &str, mark: char) -> Vec<String> {
    let (mut out, mut cell, mut quoted) = (Vec::new(), String::new(), false);
    let mut letters = line.chars().peekable();
    while let Some(c) = letters.next() {
        match c {
            '"' if quoted && letters.peek() == Some(&'"') => {
                cell.push('"');
                letters.next();
            }
            '"' => quoted = !quoted,
            c if c == mark && !quoted => out.push(std::mem::take(&mut cell)),
            c => cell.push(c),
        }
    }
    out.push(cell);
    out
}
