//! How a claim is written in its row, and read from it.
//!
//! The row holds each thing once: names and coordinates of a place stand in
//! `place`, codes and rules in `word`, document and instants in the reading.

use std::borrow::Cow;

use rusqlite::Row;
use rusqlite::types::{ToSqlOutput, Value, ValueRef};
use rusqlite::{ToSql, params};
use serde::{Deserialize, Serialize};
use vigie_model::{
    ActorRef, Claim, Count, Days, Entry, EventCode, Grade, Instant, Knowing, Modality, Part, PlaceRef, Quote, Relation,
    SourceRef, TimeRef,
};

use super::SqliteRecord;
use super::fault::Trouble;

/// A hexadecimal name as its bytes; a name of another form as it is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Key(Form);

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Form {
    Bytes(Vec<u8>),
    Text(String),
}

const CLAIM: (&str, usize) = ("c-", 8);
const DOCUMENT: (&str, usize) = ("sha256:", 32);

impl Key {
    pub(super) fn claim(id: &str) -> Self {
        Self::of(CLAIM, id)
    }

    pub(super) fn document(id: &str) -> Self {
        Self::of(DOCUMENT, id)
    }

    fn of((prefix, length): (&str, usize), name: &str) -> Self {
        let digits = name.strip_prefix(prefix).filter(|d| d.len() == 2 * length);
        let bytes = digits.and_then(|d| d.as_bytes().chunks(2).map(|pair| Some(hex(pair[0])? << 4 | hex(pair[1])?)).collect());
        Self(bytes.map_or_else(|| Form::Text(name.to_owned()), Form::Bytes))
    }
}

impl ToSql for Key {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match &self.0 {
            Form::Bytes(bytes) => ToSqlOutput::Borrowed(ValueRef::Blob(bytes)),
            Form::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
        })
    }
}

impl From<Key> for Value {
    fn from(key: Key) -> Self {
        match key.0 {
            Form::Bytes(bytes) => Self::Blob(bytes),
            Form::Text(text) => Self::Text(text),
        }
    }
}

/// Only lower case: the name that comes back must be the one that was given.
const fn hex(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    }
}

fn name_of(prefix: &str, value: ValueRef<'_>) -> Result<String, Trouble> {
    match value {
        ValueRef::Blob(bytes) => {
            let mut name = String::with_capacity(prefix.len() + 2 * bytes.len());
            name.push_str(prefix);
            for byte in bytes {
                for nibble in [byte >> 4, byte & 15] {
                    name.push(char::from(b"0123456789abcdef"[usize::from(nibble)]));
                }
            }
            Ok(name)
        }
        ValueRef::Text(text) => Ok(String::from_utf8_lossy(text).into_owned()),
        _ => Err(Trouble::row("a name is neither text nor bytes")),
    }
}

/// The id of a claim in a column.
pub(super) fn claim_id(row: &Row<'_>, column: usize) -> Result<String, Trouble> {
    name_of(CLAIM.0, row.get_ref(column)?)
}

/// The id of a document in a column.
pub(super) fn document_id(row: &Row<'_>, column: usize) -> Result<String, Trouble> {
    name_of(DOCUMENT.0, row.get_ref(column)?)
}

/// An instant in a column; `None` = NULL.
pub(super) fn instant(row: &Row<'_>, column: usize) -> Result<Option<Instant>, Trouble> {
    Ok(row.get::<_, Option<i64>>(column)?.map(Instant::from_millis))
}

/// What an instant rests on, in a column.
pub(super) fn knowing(row: &Row<'_>, column: usize) -> Result<Knowing, Trouble> {
    let name = row.get_ref(column)?.as_str().map_err(rusqlite::Error::from)?;
    Knowing::named(name).ok_or_else(|| Trouble::row(format!("`{name}` is nothing that an instant rests on")))
}

/// The days since 1970 of an ISO day; `None` for any other text.
pub(super) fn day(text: &str) -> Option<i64> {
    let day = Days::parse(text)?.start?;
    Some(Instant::start_of(day).millis().div_euclid(86_400_000))
}

/// The ISO day of the days since 1970.
pub(super) fn day_text(days: i64) -> String {
    Instant::from_millis(days * 86_400_000).day().map_or_else(String::new, |day| day.to_string())
}

/// A code point of a text as a column holds it.
fn point(n: usize) -> Result<i64, Trouble> {
    i64::try_from(n).map_err(|_| Trouble::row(format!("no text has a code point {n}")))
}

/// What only the claim tells.
#[derive(Serialize, Deserialize)]
struct Body<'a> {
    quote: Cow<'a, str>,
    lang: Cow<'a, str>,
    #[serde(default = "asserted", skip_serializing_if = "is_asserted")]
    modality: Modality,
    #[serde(default, skip_serializing_if = "is_empty")]
    actors: Cow<'a, [ActorRef]>,
    #[serde(default, skip_serializing_if = "is_empty")]
    targets: Cow<'a, [ActorRef]>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    place: Option<Told<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    time: Option<Cow<'a, TimeRef>>,
    #[serde(default, skip_serializing_if = "is_empty")]
    counts: Cow<'a, [Count]>,
    #[serde(default, skip_serializing_if = "is_empty")]
    sources: Cow<'a, [SourceRef]>,
    #[serde(default = "sure", skip_serializing_if = "is_sure")]
    grade: Grade,
}

/// What a claim says of a place.
#[derive(Serialize, Deserialize)]
struct Told<'a> {
    mention: Cow<'a, str>,
    prec: u8,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    relation: Option<Relation>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    part: Option<Part>,
}

const fn asserted() -> Modality {
    Modality::Asserted
}

const fn sure() -> Grade {
    Grade::Sure
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "the shape that serde asks for")]
fn is_asserted(modality: &Modality) -> bool {
    *modality == Modality::Asserted
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "the shape that serde asks for")]
fn is_sure(grade: &Grade) -> bool {
    *grade == Grade::Sure
}

fn is_empty<T: Clone>(list: &[T]) -> bool {
    list.is_empty()
}

/// The columns from which [`SqliteRecord::entry`] reads, of claim `c`, reading `r`, document `d`, its witness `w`
/// and the end `g` of the claim.
pub(super) const COLUMNS: &str = "c.id, c.event, c.rule, c.place, c.start, c.end, c.body, r.known, r.knowing, g.at, \
                                  d.hash, d.outlet, d.published, w.hash, c.n";

/// Joins that add to `c`, `r` and `d` what [`COLUMNS`] needs.
pub(super) const JOINS: &str = "LEFT JOIN gone g ON g.claim = c.n \
                                LEFT JOIN copy k ON k.document = d.n LEFT JOIN document w ON w.n = k.witness";

/// The order of entries.
pub(super) const ORDER: &str = "r.known, d.hash, c.start, c.id, c.n";

impl SqliteRecord {
    /// Adds a claim as number `n`. Inside of a write.
    pub(super) fn add_claim(&self, n: i64, claim: &Claim) -> Result<(), Trouble> {
        let place = claim.place.as_ref().map(|p| self.place_number(p)).transpose()?;
        let days = |pick: fn(&TimeRef) -> &Option<String>| claim.time.as_ref().and_then(|t| day(pick(t).as_deref()?));
        let body = Body {
            quote: Cow::Borrowed(&claim.quote.text),
            lang: Cow::Borrowed(&claim.lang),
            modality: claim.modality,
            actors: Cow::Borrowed(&claim.actors),
            targets: Cow::Borrowed(&claim.targets),
            place: claim.place.as_ref().map(|p| Told {
                mention: Cow::Borrowed(&p.mention),
                prec: p.prec,
                relation: p.relation,
                part: p.part,
            }),
            time: claim.time.as_ref().map(Cow::Borrowed),
            counts: Cow::Borrowed(&claim.counts),
            sources: Cow::Borrowed(&claim.sources),
            grade: claim.grade,
        };
        let body = serde_json::to_string(&body).map_err(|e| Trouble::row(e.to_string()))?;
        let sql = "INSERT INTO claim (n, id, event, rule, place, first, last, start, end, body) \
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
        self.conn.prepare_cached(sql)?.execute(params![
            n,
            Key::claim(&claim.id),
            self.word(claim.event.as_str())?,
            self.word(&claim.rule)?,
            place,
            days(|t| &t.start),
            days(|t| &t.end),
            point(claim.quote.start)?,
            point(claim.quote.end)?,
            body
        ])?;
        Ok(())
    }

    /// Reads an entry from [`COLUMNS`].
    pub(super) fn entry(&self, row: &Row<'_>) -> Result<Entry, Trouble> {
        let id = claim_id(row, 0)?;
        let fault = |what: &dyn std::fmt::Display| Trouble::row(format!("claim {id}: {what}"));
        let body = row.get_ref(6)?.as_str().map_err(rusqlite::Error::from)?;
        let body: Body<'_> = serde_json::from_str(body).map_err(|e| fault(&e))?;
        let event = self.text(row.get(1)?)?;
        let event = EventCode::named(&event).ok_or_else(|| fault(&format!("`{event}` is no event code")))?;
        let place = match (row.get::<_, Option<i64>>(3)?, body.place) {
            (Some(n), Some(told)) => {
                let place = self.place(n)?;
                Some(PlaceRef {
                    id: place.id.clone(),
                    name: place.name.clone(),
                    aliases: place.aliases.clone(),
                    mention: told.mention.into_owned(),
                    lat: place.lat,
                    lon: place.lon,
                    country: place.country.clone(),
                    kind: place.kind.clone(),
                    prec: told.prec,
                    relation: told.relation,
                    part: told.part,
                })
            }
            (None, None) => None,
            _ => return Err(fault(&"its place is told by half")),
        };
        let at = |column: usize| row.get::<_, i64>(column).map(|n| usize::try_from(n).unwrap_or(0));
        let document = document_id(row, 10)?;
        let witness = if row.get_ref(13)? == ValueRef::Null { document.clone() } else { document_id(row, 13)? };
        let known = instant(row, 7)?.ok_or_else(|| fault(&"nobody knows since when it stands"))?;
        let claim = Claim {
            document,
            lang: body.lang.into_owned(),
            quote: Quote { text: body.quote.into_owned(), start: at(4)?, end: at(5)? },
            event,
            modality: body.modality,
            actors: body.actors.into_owned(),
            targets: body.targets.into_owned(),
            place,
            time: body.time.map(Cow::into_owned),
            counts: body.counts.into_owned(),
            sources: body.sources.into_owned(),
            rule: self.text(row.get(2)?)?.to_string(),
            grade: body.grade,
            id,
        };
        Ok(Entry {
            claim,
            outlet: row.get(11)?,
            published: row.get(12)?,
            known,
            knowing: knowing(row, 8)?,
            gone: instant(row, 9)?,
            witness,
        })
    }
}
