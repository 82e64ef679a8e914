//! What comes again and again, kept once: words and places, and their numbers.
//!
//! Rows of both are only added, so what is remembered here stays true until a
//! transaction is undone.

use std::cell::RefCell;
use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension, Row, params};
use rustc_hash::FxHashMap;
use vigie_model::PlaceRef;

use super::SqliteRecord;
use super::fault::Trouble;

/// Words and places that were met since the record was opened.
#[derive(Default)]
pub(super) struct Names {
    numbers: RefCell<FxHashMap<Arc<str>, i64>>,
    words: RefCell<FxHashMap<i64, Arc<str>>>,
    rows: RefCell<FxHashMap<i64, Arc<Place>>>,
    versions: RefCell<FxHashMap<Arc<str>, Vec<i64>>>,
}

/// A place without what one claim says of it.
#[derive(Debug, PartialEq)]
pub(super) struct Place {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) aliases: Vec<String>,
    pub(super) lat: f64,
    pub(super) lon: f64,
    pub(super) country: String,
    pub(super) kind: String,
}

impl Place {
    fn is_of(&self, place: &PlaceRef) -> bool {
        self.id == place.id
            && self.name == place.name
            && self.aliases == place.aliases
            && self.lat.to_bits() == place.lat.to_bits()
            && self.lon.to_bits() == place.lon.to_bits()
            && self.country == place.country
            && self.kind == place.kind
    }

    fn read(row: &Row<'_>) -> Result<Self, Trouble> {
        let aliases: String = row.get("aliases")?;
        Ok(Self {
            id: row.get("id")?,
            name: row.get("name")?,
            aliases: serde_json::from_str(&aliases).map_err(|e| Trouble::row(format!("names of a place: {e}")))?,
            lat: row.get("lat")?,
            lon: row.get("lon")?,
            country: row.get("country")?,
            kind: row.get("kind")?,
        })
    }
}

impl Names {
    /// Forgets everything: numbers may have been given that are undone.
    pub(super) fn forget(&self) {
        self.numbers.borrow_mut().clear();
        self.words.borrow_mut().clear();
        self.rows.borrow_mut().clear();
        self.versions.borrow_mut().clear();
    }

    fn remember(&self, n: i64, text: &str) -> Arc<str> {
        let text: Arc<str> = text.into();
        self.numbers.borrow_mut().insert(text.clone(), n);
        self.words.borrow_mut().insert(n, text.clone());
        text
    }
}

impl SqliteRecord {
    /// Number of a word; `None` = no row has it.
    pub(super) fn known_word(&self, text: &str) -> Result<Option<i64>, Trouble> {
        if let Some(n) = self.names.numbers.borrow().get(text) {
            return Ok(Some(*n));
        }
        let mut find = self.conn.prepare_cached("SELECT n FROM word WHERE text = ?1")?;
        let found: Option<i64> = find.query_row([text], |row| row.get(0)).optional()?;
        Ok(found.inspect(|n| {
            self.names.remember(*n, text);
        }))
    }

    /// Number of a word, which is given one where it has none. Inside of a write.
    pub(super) fn word(&self, text: &str) -> Result<i64, Trouble> {
        if let Some(n) = self.known_word(text)? {
            return Ok(n);
        }
        self.conn.prepare_cached("INSERT INTO word (text) VALUES (?1)")?.execute([text])?;
        let n = self.conn.last_insert_rowid();
        self.names.remember(n, text);
        Ok(n)
    }

    /// Numbers of those words that have one, for a list inside of a statement.
    pub(super) fn known_words<'a>(&self, texts: impl IntoIterator<Item = &'a str>) -> Result<String, Trouble> {
        let mut numbers = Vec::new();
        for text in texts {
            numbers.extend(self.known_word(text)?.map(|n| n.to_string()));
        }
        Ok(numbers.join(","))
    }

    /// The word of a number.
    pub(super) fn text(&self, n: i64) -> Result<Arc<str>, Trouble> {
        if let Some(text) = self.names.words.borrow().get(&n) {
            return Ok(text.clone());
        }
        let mut find = self.conn.prepare_cached("SELECT text FROM word WHERE n = ?1")?;
        let text: String = find.query_row([n], |row| row.get(0))?;
        Ok(self.names.remember(n, &text))
    }

    /// Number of the row that holds a place as it is told; made where there is none. Inside of a write.
    pub(super) fn place_number(&self, place: &PlaceRef) -> Result<i64, Trouble> {
        let versions = self.place_versions(&place.id)?;
        for n in versions {
            if self.place(n)?.is_of(place) {
                return Ok(n);
            }
        }
        let aliases = serde_json::to_string(&place.aliases).map_err(|e| Trouble::row(e.to_string()))?;
        let sql = "INSERT INTO place (id, name, aliases, lat, lon, country, kind) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        self.conn.prepare_cached(sql)?.execute(params![
            place.id,
            place.name,
            aliases,
            place.lat,
            place.lon,
            place.country,
            place.kind
        ])?;
        let n = self.conn.last_insert_rowid();
        self.conn
            .prepare_cached("INSERT INTO place_box VALUES (?1, ?2, ?2, ?3, ?3)")?
            .execute(params![n, place.lon, place.lat])?;
        self.names.versions.borrow_mut().remove(place.id.as_str());
        Ok(n)
    }

    fn place_versions(&self, id: &str) -> Result<Vec<i64>, Trouble> {
        if let Some(versions) = self.names.versions.borrow().get(id) {
            return Ok(versions.clone());
        }
        let mut find = self.conn.prepare_cached("SELECT n FROM place WHERE id = ?1 ORDER BY n")?;
        let found = find.query_map([id], |row| row.get(0))?.collect::<Result<Vec<i64>, _>>()?;
        self.names.versions.borrow_mut().insert(id.into(), found.clone());
        Ok(found)
    }

    /// The place of a number.
    pub(super) fn place(&self, n: i64) -> Result<Arc<Place>, Trouble> {
        if let Some(place) = self.names.rows.borrow().get(&n) {
            return Ok(place.clone());
        }
        let place = Arc::new(one_place(&self.conn, n)?);
        self.names.rows.borrow_mut().insert(n, place.clone());
        Ok(place)
    }

    pub(super) fn all_places(&self) -> Result<Vec<PlaceRef>, Trouble> {
        let mut all = self.conn.prepare_cached("SELECT * FROM place ORDER BY id, n DESC")?;
        let mut rows = all.query([])?;
        let mut places: Vec<PlaceRef> = Vec::new();
        while let Some(row) = rows.next()? {
            let Place { id, name, aliases, lat, lon, country, kind } = Place::read(row)?;
            // Of two rows of one id, the later one is from the later gazetteer.
            if places.last().is_some_and(|p| p.id == id) {
                continue;
            }
            let mention = String::new();
            places.push(PlaceRef { id, name, aliases, mention, lat, lon, country, kind, prec: 0, relation: None, part: None });
        }
        Ok(places)
    }
}

fn one_place(conn: &Connection, n: i64) -> Result<Place, Trouble> {
    let mut find = conn.prepare_cached("SELECT * FROM place WHERE n = ?1")?;
    let mut rows = find.query([n])?;
    let row = rows.next()?.ok_or_else(|| Trouble::row(format!("place {n} is missing")))?;
    Place::read(row)
}
