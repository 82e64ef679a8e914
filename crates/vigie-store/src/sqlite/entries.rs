//! Asking for entries.
//!
//! SQL narrows down which rows can fit and gives the order; what it means to
//! fit is [`Ask::fits`] alone.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use vigie_model::{Entry, EventCode};

use super::SqliteRecord;
use super::fault::Trouble;
use super::row::{COLUMNS, JOINS, Key, ORDER, day};
use super::take::{SHIFT, plain_words};
use crate::bucket::{COUNTRY, TERRITORY};
use crate::record::{Ask, Bucket, BucketKind, Page};

/// From which table a question begins, what it demands, and what is bound to its `?`.
pub(super) struct Drive {
    from: From,
    terms: Vec<String>,
    values: Vec<rusqlite::types::Value>,
}

/// The table that is walked first.
#[derive(Clone, Copy, PartialEq, Eq)]
enum From {
    /// Few claims, found by an index of their own.
    Claims,
    /// Readings of some documents, or all in the order of record time.
    Readings,
}

impl Drive {
    /// Begins from readings that fulfil a term.
    pub(super) fn readings(term: String) -> Self {
        Self { from: From::Readings, terms: vec![term], values: Vec::new() }
    }

    fn demand(&mut self, term: impl Into<String>) {
        self.terms.push(term.into());
    }

    /// The `?` of a value.
    fn bind(&mut self, value: impl Into<rusqlite::types::Value>) -> String {
        self.values.push(value.into());
        format!("?{}", self.values.len())
    }

    fn bind_all<'a>(&mut self, values: impl IntoIterator<Item = &'a str>) -> String {
        values.into_iter().map(|v| self.bind(v.to_owned())).collect::<Vec<_>>().join(",")
    }

    /// The rows as `c`, `r`, `d` and what belongs to them.
    fn tables(&self) -> String {
        match self.from {
            From::Claims => {
                format!("claim c CROSS JOIN reading r ON r.n = c.n >> {SHIFT} CROSS JOIN document d ON d.n = r.document {JOINS}")
            }
            From::Readings => format!(
                "reading r CROSS JOIN claim c ON c.n BETWEEN r.n << {SHIFT} AND ((r.n + 1) << {SHIFT}) - 1 \
                 CROSS JOIN document d ON d.n = r.document {JOINS}"
            ),
        }
    }

    fn demands(&self) -> String {
        if self.terms.is_empty() { "TRUE".to_owned() } else { self.terms.join(" AND ") }
    }
}

impl SqliteRecord {
    /// Entries of a question, in order.
    pub(super) fn each_entry(
        &self,
        drive: &Drive,
        each: &mut dyn FnMut(Entry) -> Result<ControlFlow<()>, Trouble>,
    ) -> Result<(), Trouble> {
        self.each_numbered(drive, &mut |_, entry| each(entry))
    }

    /// Entries of a question with the numbers of their claims, in order.
    pub(super) fn each_numbered(
        &self,
        drive: &Drive,
        each: &mut dyn FnMut(i64, Entry) -> Result<ControlFlow<()>, Trouble>,
    ) -> Result<(), Trouble> {
        let sql = format!("SELECT {COLUMNS} FROM {} WHERE {} ORDER BY {ORDER}", drive.tables(), drive.demands());
        let mut find = self.conn.prepare_cached(&sql)?;
        let mut rows = find.query(rusqlite::params_from_iter(&drive.values))?;
        while let Some(row) = rows.next()? {
            if each(row.get(14)?, self.entry(row)?)?.is_break() {
                break;
            }
        }
        Ok(())
    }

    pub(super) fn entries_that_fit(
        &self,
        ask: &Ask,
        page: Page,
        each: &mut dyn FnMut(Entry) -> ControlFlow<()>,
    ) -> Result<(), Trouble> {
        let mut turn = Turn::of(page);
        self.each_entry(&self.drive(ask)?, &mut |entry| {
            if !ask.fits(&entry) {
                return Ok(ControlFlow::Continue(()));
            }
            Ok(match turn.next() {
                Some(true) => each(entry),
                Some(false) => ControlFlow::Continue(()),
                None => ControlFlow::Break(()),
            })
        })
    }

    pub(super) fn entries_of(&self, bucket: &Bucket) -> Result<Vec<Entry>, Trouble> {
        let mut drive = Drive { from: From::Claims, terms: Vec::new(), values: Vec::new() };
        let (family, place) = match bucket.kind {
            BucketKind::Control => (TERRITORY, Some(bucket.key.as_str())),
            BucketKind::Incidents => bucket.key.split_once('|').map_or((bucket.key.as_str(), None), |(f, p)| (f, Some(p))),
        };
        match place.map(|p| (p, p.strip_prefix('|'))) {
            Some((_, Some(""))) | None => drive.demand("c.place IS NULL"),
            Some((_, Some(country))) => {
                let (country, kind) = (drive.bind(country.to_owned()), drive.bind(COUNTRY.to_owned()));
                drive.demand(format!("c.place IN (SELECT n FROM place WHERE country = {country} AND kind = {kind})"));
            }
            Some((place, None)) => {
                let id = drive.bind(place.to_owned());
                drive.demand(format!("c.place IN (SELECT n FROM place WHERE id = {id})"));
            }
        }
        let family = EventCode::ALL.iter().filter(|e| e.family() == family);
        drive.demand(format!("c.event IN ({})", self.known_words(family.map(|e| e.as_str()))?));
        let mut entries = Vec::new();
        self.each_entry(&drive, &mut |entry| {
            // Two gazetteers may tell one place as a town and as a country.
            if Bucket::of(&entry.claim).contains(bucket) {
                entries.push(entry);
            }
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(entries)
    }

    /// How to find the rows that can fit: all that fit are among them.
    pub(super) fn drive(&self, ask: &Ask) -> Result<Drive, Trouble> {
        let mut drive = Drive { from: From::Readings, terms: Vec::new(), values: Vec::new() };
        self.narrow_by_claim(ask, &mut drive)?;
        self.narrow_by_reading(ask, &mut drive)?;
        narrow_by_time(ask, &mut drive);
        Ok(drive)
    }

    /// By what has an index over claims: then the claims are found first.
    fn narrow_by_claim(&self, ask: &Ask, drive: &mut Drive) -> Result<(), Trouble> {
        if !ask.claims.is_empty() {
            let keys: Vec<String> = ask.claims.iter().map(|id| drive.bind(Key::claim(id))).collect();
            drive.demand(format!("c.id IN ({})", keys.join(",")));
            drive.from = From::Claims;
        }
        if !ask.incidents.is_empty() {
            let ids = drive.bind_all(ask.incidents.iter().map(String::as_str));
            let at = ask.known_at.map_or_else(String::new, |at| {
                let at = drive.bind(at.millis());
                format!("AND l.known <= {at} AND (l.until IS NULL OR l.until > {at})")
            });
            let links = format!("SELECT l.claim FROM incident i JOIN link l ON l.incident = i.n WHERE i.id IN ({ids}) {at}");
            drive.demand(format!("c.n IN ({links})"));
            drive.from = From::Claims;
        }
        let mut places = Vec::new();
        if !ask.places.is_empty() {
            let ids = drive.bind_all(ask.places.iter().map(String::as_str));
            places.push(format!("SELECT n FROM place WHERE id IN ({ids})"));
        }
        if let Some(country) = &ask.country {
            let country = drive.bind(country.clone());
            places.push(format!("SELECT n FROM place WHERE country = {country}"));
        }
        if let Some([west, south, east, north]) = ask.bbox {
            let [west, south, east, north] = [west, south, east, north].map(|deg| drive.bind(deg));
            // A box over the line of 180 degrees has its west in the east.
            places.push(format!(
                "SELECT n FROM place_box WHERE south <= {north} AND north >= {south} AND {west} <= {east} \
                 AND west <= {east} AND east >= {west} UNION ALL \
                 SELECT n FROM place_box WHERE south <= {north} AND north >= {south} AND {west} > {east} \
                 AND (west <= {east} OR east >= {west})"
            ));
        }
        for some in places {
            drive.demand(format!("c.place IN ({some})"));
            drive.from = From::Claims;
        }
        if !ask.events.is_empty() {
            drive.demand(format!("c.event IN ({})", self.known_words(ask.events.iter().map(|e| e.as_str()))?));
        }
        Ok(())
    }

    /// By what is known of a whole document or reading.
    fn narrow_by_reading(&self, ask: &Ask, drive: &mut Drive) -> Result<(), Trouble> {
        if let Some(document) = &ask.document {
            let key = drive.bind(Key::document(document));
            drive.demand(format!("r.document = (SELECT n FROM document WHERE hash = {key})"));
        }
        if let Some(words) = ask.words.as_deref().map(plain_words).filter(|w| !w.is_empty()) {
            let words: BTreeSet<String> = words.split(' ').map(|w| format!("\"{w}\"")).collect();
            let words = drive.bind(words.into_iter().collect::<Vec<_>>().join(" AND "));
            drive.demand(format!("r.document IN (SELECT rowid FROM text WHERE text MATCH {words})"));
        }
        for parties in [&ask.actors, &ask.sources].into_iter().filter(|p| !p.is_empty()) {
            let who = self.known_words(parties.iter().map(String::as_str))?;
            drive.demand(format!("r.n IN (SELECT reading FROM party WHERE who IN ({who}))"));
        }
        Ok(())
    }
}

/// By the two axes of time.
fn narrow_by_time(ask: &Ask, drive: &mut Drive) {
    if let Some(at) = ask.known_at {
        let at = drive.bind(at.millis());
        drive.demand(format!("r.known <= {at} AND (g.at IS NULL OR g.at > {at})"));
    }
    if let Some(since) = ask.since.as_deref().and_then(day) {
        let since = drive.bind(since);
        drive.demand(format!("(c.last IS NULL OR c.last >= {since})"));
    }
    if let Some(on) = ask.on.as_deref().and_then(day) {
        let on = drive.bind(on);
        drive.demand(format!("(c.first IS NULL OR c.first <= {on})"));
    }
}

/// Counts what passes, for a page.
pub(super) struct Turn {
    skip: u64,
    left: Option<u64>,
}

impl Turn {
    pub(super) fn of(page: Page) -> Self {
        Self { skip: page.after, left: page.limit }
    }

    /// Whether the next one is on the page; `None` = the page is full.
    pub(super) fn next(&mut self) -> Option<bool> {
        if self.left == Some(0) {
            return None;
        }
        if self.skip > 0 {
            self.skip -= 1;
            return Some(false);
        }
        self.left = self.left.map(|n| n - 1);
        Some(true)
    }
}
