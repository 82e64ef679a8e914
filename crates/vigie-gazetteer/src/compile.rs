//! From rows to the bytes of a table.

use std::collections::BTreeMap;

use vigie_text::PhraseIndex;

use crate::GazetteerError;
use crate::checksum::checksum;
use crate::gazetteer::Form;
use crate::key::Keys;
use crate::layout::{FLAG_CAPITAL, FLAG_WAR, HEADER, MAGIC, NO_REGION, Record, SLUG, VERSION};
use crate::row::{PlaceKind, Row};

/// What a table says of itself; `vigie gazetteer info` shows it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Note {
    /// Licence and attribution.
    pub licence: String,
    /// Sources, with versions.
    pub sources: String,
    /// How it was made.
    pub recipe: String,
}

/// Most tokens that a name may have.
const LONGEST: usize = 8;

/// Compiles rows to a table. `everyday` are names that are also common words or
/// names of people: they count as places only after a feature word or inside
/// a place said (see [`crate::resolve()`]). Equal input gives equal bytes.
///
/// Rows of one id are one place: the first gives the facts, all give names.
///
/// # Errors
/// When there are more places or names than a table can number.
///
/// ```
/// use vigie_gazetteer::{Gazetteer, Note, compile, read_rows};
/// let rows = read_rows("rows", "geonames:170063\tcity\t36.2\t37.16\tSY\t\t2098210\tw\tAleppo\tAlep|حلب\tHalab").unwrap();
/// let bytes = compile(rows, &[], &Note::default()).unwrap();
/// let table = Gazetteer::open(bytes).unwrap();
/// let words = ["alep"];
/// let found = table.names_at(|i| words.get(i).copied(), 0);
/// let place = table.candidates(&found[0]).next().unwrap().place;
/// assert_eq!(table.place(place).unwrap().name(), "Aleppo");
/// ```
pub fn compile(rows: Vec<Row>, everyday: &[String], note: &Note) -> Result<Vec<u8>, GazetteerError> {
    let rows = merged(rows);
    let keys = Keys::new();
    let index_of: BTreeMap<&str, usize> = rows.iter().enumerate().map(|(n, r)| (r.id.as_str(), n)).collect();
    let mut texts = String::new();
    let mut records = Vec::with_capacity(rows.len() * crate::layout::RECORD);
    let mut names: BTreeMap<String, Vec<(u32, Form)>> = BTreeMap::new();
    for (at, row) in rows.iter().enumerate() {
        let place = u32::try_from(at).ok().filter(|n| *n < 1 << 24).ok_or(GazetteerError::TooLarge { what: "places" })?;
        let region = index_of.get(row.region.as_str()).and_then(|n| u16::try_from(*n).ok()).unwrap_or(NO_REGION);
        write_record(row, region, &mut texts, &mut records)?;
        let forms = std::iter::once((&row.name, Form::Name))
            .chain(row.listed.iter().map(|n| (n, Form::Listed)))
            .chain(row.other.iter().map(|n| (n, Form::Other)))
            .chain(row.short.iter().map(|n| (n, Form::Short)));
        for (name, form) in forms {
            for key in keys.of(name) {
                if key.len() < 2 || key.split(' ').count() > LONGEST {
                    continue;
                }
                let places = names.entry(key).or_default();
                match places.iter_mut().find(|p| p.0 == place) {
                    Some(known) => known.1 = known.1.min(form),
                    None => places.push((place, form)),
                }
            }
        }
    }
    let stop: std::collections::BTreeSet<String> = everyday.iter().flat_map(|n| keys.of(n)).collect();
    let mut postings: Vec<u8> = Vec::new();
    let mut phrases = Vec::with_capacity(names.len());
    for (key, places) in names {
        let everyday = u64::from(stop.contains(&key));
        let value = if let [(place, form)] = places[..] {
            u64::from(pack(place, form)) << 2 | everyday << 1
        } else {
            let at = (postings.len() / 4) as u64;
            postings.extend(
                u32::try_from(places.len()).map_err(|_| GazetteerError::TooLarge { what: "places of one name" })?.to_le_bytes(),
            );
            for (place, form) in places {
                postings.extend(pack(place, form).to_le_bytes());
            }
            at << 2 | everyday << 1 | 1
        };
        phrases.push((key, value));
    }
    let index = PhraseIndex::build(phrases).map_err(|source| GazetteerError::Names { source })?;
    let note = format!("{}\n\u{1f}{}\n\u{1f}{}\n", note.licence, note.sources, note.recipe);
    assemble(&records, texts.as_bytes(), &postings, &index, note.as_bytes(), rows.len())
}

fn pack(place: u32, form: Form) -> u32 {
    place << 2 | u32::from(form.bits())
}

/// Countries first, then regions, then the rest by population; one row an id.
fn merged(rows: Vec<Row>) -> Vec<Row> {
    let mut by_id: BTreeMap<String, usize> = BTreeMap::new();
    let mut out: Vec<Row> = Vec::with_capacity(rows.len());
    for row in rows {
        if let Some(at) = by_id.get(&row.id) {
            let known = &mut out[*at];
            known.listed.push(row.name);
            known.listed.extend(row.listed);
            known.other.extend(row.other);
            known.short.extend(row.short);
        } else {
            by_id.insert(row.id.clone(), out.len());
            out.push(row);
        }
    }
    let class = |k: PlaceKind| match k {
        PlaceKind::Country => 0,
        PlaceKind::Region => 1,
        PlaceKind::District => 2,
        _ => 3,
    };
    out.sort_by(|a, b| class(a.kind).cmp(&class(b.kind)).then(b.population.cmp(&a.population)).then_with(|| a.id.cmp(&b.id)));
    out
}

fn write_record(row: &Row, region: u16, texts: &mut String, records: &mut Vec<u8>) -> Result<(), GazetteerError> {
    let offset = |t: &String| u32::try_from(t.len()).ok().filter(|n| *n < SLUG).ok_or(GazetteerError::TooLarge { what: "texts" });
    let id = if let Some(number) = row.id.strip_prefix("geonames:").and_then(|n| n.parse::<u32>().ok()) {
        number
    } else {
        let at = offset(texts)?;
        texts.push_str(row.id.trim_start_matches("vigie:"));
        texts.push('|');
        at | SLUG
    };
    let text = offset(texts)?;
    let start = texts.len();
    texts.push_str(&row.name.replace('|', " "));
    for alias in row.listed.iter().filter(|a| **a != row.name) {
        if texts.len() - start + alias.len() > 1000 {
            break;
        }
        texts.push('|');
        texts.push_str(&alias.replace('|', " "));
    }
    let country: [u8; 2] = row.country.as_bytes().try_into().unwrap_or([0, 0]);
    Record {
        id,
        text,
        text_len: u16::try_from(texts.len() - start).map_err(|_| GazetteerError::TooLarge { what: "names of one place" })?,
        region,
        lat: hundred_thousandths(row.lat),
        lon: hundred_thousandths(row.lon),
        population: row.population,
        country,
        kind: row.kind,
        flags: (u8::from(row.capital) * FLAG_CAPITAL) | (u8::from(row.at_war) * FLAG_WAR),
    }
    .write(records);
    Ok(())
}

fn hundred_thousandths(degrees: f64) -> i32 {
    (degrees * 1e5).round() as i32
}

fn assemble(
    records: &[u8],
    texts: &[u8],
    postings: &[u8],
    names: &[u8],
    note: &[u8],
    places: usize,
) -> Result<Vec<u8>, GazetteerError> {
    let mut body = Vec::new();
    let mut sections = Vec::new();
    for part in [records, texts, postings, names, note] {
        let too_large = |_| GazetteerError::TooLarge { what: "bytes" };
        sections.extend(u32::try_from(HEADER + body.len()).map_err(too_large)?.to_le_bytes());
        sections.extend(u32::try_from(part.len()).map_err(too_large)?.to_le_bytes());
        body.extend_from_slice(part);
    }
    let mut tail = sections;
    tail.extend(body);
    let mut out = Vec::with_capacity(24 + tail.len());
    out.extend(MAGIC);
    out.extend(VERSION.to_le_bytes());
    out.extend((places as u32).to_le_bytes());
    out.extend(checksum(&tail).to_le_bytes());
    out.extend(tail);
    Ok(out)
}
