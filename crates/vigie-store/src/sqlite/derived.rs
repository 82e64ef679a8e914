//! What was derived: stretches of control, links of incidents, and which
//! buckets wait to be derived.
//!
//! A bucket is replaced as a whole, and of that only what differs is written: a
//! new claim changes little of what is known of a place.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::sync::Arc;

use rusqlite::{OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};
use vigie_model::{Entry, EventCode, Fate, Input, Instant, Layer, Link, Linked, Status, Stretch, Tombstone};

use super::SqliteRecord;
use super::entries::Turn;
use super::fault::Trouble;
use super::row::{COLUMNS, JOINS, Key, claim_id, day, instant};
use super::take::SHIFT;
use crate::bucket::PlaceKey;
use crate::record::{Ask, Bucket, BucketKind, Derivation, Page, StoreError};

/// What the columns of a stretch do not tell.
#[derive(Serialize, Deserialize)]
struct Body {
    status: Status,
    holders: Vec<String>,
    against: Vec<String>,
    from: String,
    to: Option<String>,
    reported: String,
    rule: String,
    /// Claim, fate, rule, reason, and the claim that took its place.
    inputs: Vec<(String, Fate, String, String, Option<String>)>,
}

/// A stretch as its row.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct StretchRow {
    layer: &'static str,
    first: i64,
    last: Option<i64>,
    known: i64,
    until: Option<i64>,
    body: String,
}

impl StretchRow {
    fn of(stretch: &Stretch) -> Result<Self, String> {
        let number = |text: &str| day(text).ok_or_else(|| format!("`{text}` is no day"));
        let row = Self {
            layer: stretch.layer.as_str(),
            first: number(&stretch.from)?,
            last: stretch.to.as_deref().map(number).transpose()?,
            known: stretch.known.millis(),
            until: stretch.until.map(Instant::millis),
            body: serde_json::to_string(&Body::of(stretch)).map_err(|e| e.to_string())?,
        };
        if row.last.is_some_and(|last| last < row.first) {
            return Err(format!("a stretch ends on {} before it begins", stretch.to.as_deref().unwrap_or_default()));
        }
        if stretch.until.is_some_and(|until| until <= stretch.known) {
            return Err(format!("a stretch was never known: from {} on", stretch.known));
        }
        Ok(row)
    }
}

impl Body {
    fn of(stretch: &Stretch) -> Self {
        let input = |i: &Input| (i.claim.clone(), i.fate, i.rule.clone(), i.reason.clone(), i.by.clone());
        Self {
            status: stretch.status,
            holders: stretch.holders.clone(),
            against: stretch.against.clone(),
            from: stretch.from.clone(),
            to: stretch.to.clone(),
            reported: stretch.reported.clone(),
            rule: stretch.rule.clone(),
            inputs: stretch.inputs.iter().map(input).collect(),
        }
    }

    fn into_stretch(self, place: String, layer: Layer, known: Instant, until: Option<Instant>) -> Stretch {
        let input = |(claim, fate, rule, reason, by)| Input { claim, fate, rule, reason, by };
        Stretch {
            place,
            layer,
            status: self.status,
            holders: self.holders,
            against: self.against,
            from: self.from,
            to: self.to,
            known,
            until,
            reported: self.reported,
            rule: self.rule,
            inputs: self.inputs.into_iter().map(input).collect(),
        }
    }
}

/// The columns of a stretch `s` with its place `p`.
const STRETCH: &str = "p.text, s.layer, s.known, s.until, s.body";

pub(super) fn read_stretch(row: &Row<'_>) -> Result<Stretch, Trouble> {
    let place: String = row.get(0)?;
    let fault = |what: &str| Trouble::row(format!("a stretch of {place}: {what}"));
    let layer = Layer::named(row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?).ok_or_else(|| fault("its layer"))?;
    let known = Instant::from_millis(row.get(2)?);
    let body = row.get_ref(4)?.as_str().map_err(rusqlite::Error::from)?;
    let body: Body = serde_json::from_str(body).map_err(|e| fault(&e.to_string()))?;
    let until = instant(row, 3)?;
    Ok(body.into_stretch(place, layer, known, until))
}

/// Record time of the range index: whole minutes, the ends of what is representable for ever.
fn minute(millis: i64) -> i32 {
    i32::try_from(millis.div_euclid(60_000)).unwrap_or(if millis < 0 { i32::MIN } else { i32::MAX })
}

/// What a link says beside its incident, its claim and since when.
#[derive(Debug, Clone, PartialEq, Eq)]
struct LinkRow {
    until: Option<i64>,
    reasons: String,
}

/// Incident, claim, known.
type LinkKey = (String, String, i64);

impl SqliteRecord {
    pub(super) fn stale_buckets(&self, limit: usize) -> Result<Vec<Bucket>, Trouble> {
        let mut find = self.conn.prepare_cached("SELECT kind, key FROM stale ORDER BY kind, key LIMIT ?1")?;
        let mut rows = find.query([i64::try_from(limit).unwrap_or(i64::MAX)])?;
        let mut buckets = Vec::new();
        while let Some(row) = rows.next()? {
            let kind: String = row.get(0)?;
            let kind = BucketKind::named(&kind).ok_or_else(|| Trouble::row(format!("`{kind}` is no kind of bucket")))?;
            buckets.push(Bucket { kind, key: row.get(1)? });
        }
        Ok(buckets)
    }

    pub(super) fn replace_derived(&self, derived: &[(Bucket, Derivation)]) -> Result<(), Trouble> {
        for (bucket, derivation) in derived {
            self.replace_stretches(bucket, &derivation.stretches)?;
            self.replace_links(bucket, &derivation.links)?;
            self.replace_tombstones(bucket, &derivation.tombstones)?;
            let sql = "DELETE FROM stale WHERE kind = ?1 AND key = ?2";
            self.conn.prepare_cached(sql)?.execute([bucket.kind.as_str(), bucket.key.as_str()])?;
        }
        Ok(())
    }

    fn replace_stretches(&self, bucket: &Bucket, stretches: &[Stretch]) -> Result<(), Trouble> {
        let unsound = |what: String| Trouble::from(StoreError::Derivation { key: bucket.key.clone(), what });
        if bucket.kind != BucketKind::Control {
            return if stretches.is_empty() { Ok(()) } else { Err(unsound("a stretch of no place".to_owned())) };
        }
        let place = self.word(&bucket.key)?;
        let mut new = BTreeSet::new();
        for stretch in stretches {
            if stretch.place != bucket.key {
                return Err(unsound(format!("a stretch of {}", stretch.place)));
            }
            if !new.insert(StretchRow::of(stretch).map_err(unsound)?) {
                return Err(unsound(format!("twice the same stretch from {}", stretch.from)));
            }
        }
        let sql = "SELECT n, layer, first, last, known, until, body FROM stretch WHERE place = ?1";
        let mut find = self.conn.prepare_cached(sql)?;
        let mut rows = find.query([place])?;
        let mut over = Vec::new();
        while let Some(row) = rows.next()? {
            let layer: String = row.get(1)?;
            let old = StretchRow {
                layer: Layer::named(&layer).map_or("", Layer::as_str),
                first: row.get(2)?,
                last: row.get(3)?,
                known: row.get(4)?,
                until: row.get(5)?,
                body: row.get(6)?,
            };
            if !new.remove(&old) {
                over.push(row.get::<_, i64>(0)?);
            }
        }
        drop(rows);
        for n in over {
            self.conn.prepare_cached("DELETE FROM stretch_time WHERE n = ?1")?.execute([n])?;
            self.conn.prepare_cached("DELETE FROM stretch WHERE n = ?1")?.execute([n])?;
        }
        for row in new {
            self.add_stretch(place, &row)?;
        }
        Ok(())
    }

    fn add_stretch(&self, place: i64, row: &StretchRow) -> Result<(), Trouble> {
        let sql = "INSERT INTO stretch (place, layer, first, last, known, until, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        let values = params![place, row.layer, row.first, row.last, row.known, row.until, row.body];
        self.conn.prepare_cached(sql)?.execute(values)?;
        let n = self.conn.last_insert_rowid();
        let ever = i64::from(i32::MAX);
        let time = params![n, row.first, row.last.unwrap_or(ever), minute(row.known), row.until.map_or(i32::MAX, minute)];
        self.conn.prepare_cached("INSERT INTO stretch_time VALUES (?1, ?2, ?3, ?4, ?5)")?.execute(time)?;
        Ok(())
    }

    fn replace_links(&self, bucket: &Bucket, links: &[Link]) -> Result<(), Trouble> {
        let unsound = |what: String| Trouble::from(StoreError::Derivation { key: bucket.key.clone(), what });
        if bucket.kind != BucketKind::Incidents {
            return if links.is_empty() { Ok(()) } else { Err(unsound("a link of no incident".to_owned())) };
        }
        let number = self.word(&bucket.key)?;
        let mut new: BTreeMap<LinkKey, LinkRow> = BTreeMap::new();
        for link in links {
            if link.until.is_some_and(|until| until <= link.known) {
                return Err(unsound(format!("{} was never linked to {}", link.linked.claim, link.incident)));
            }
            let key = (link.incident.clone(), link.linked.claim.clone(), link.known.millis());
            let row = LinkRow { until: link.until.map(Instant::millis), reasons: link.linked.reasons.join(" ") };
            if new.insert(key, row).is_some() {
                return Err(unsound(format!("{} linked twice to {}", link.linked.claim, link.incident)));
            }
        }
        let alive: BTreeSet<String> = links.iter().map(|l| l.incident.clone()).collect();
        self.drop_other_links(number, &mut new)?;
        self.drop_other_incidents(number, &alive)?;
        // Links of one incident come one after the other.
        let mut last: Option<(String, i64)> = None;
        for ((incident, claim, known), row) in new {
            let of = match last.take().filter(|(id, _)| *id == incident) {
                Some((_, of)) => of,
                None => {
                    self.incident_number(&incident, number)?.ok_or_else(|| unsound(format!("{incident} is of another bucket")))?
                }
            };
            last = Some((incident, of));
            let version = self.version_at(&claim, known)?;
            let version = version.ok_or_else(|| unsound(format!("the record holds no claim {claim}")))?;
            let sql = "INSERT INTO link (incident, claim, known, until, reasons) VALUES (?1, ?2, ?3, ?4, ?5)";
            let values = params![of, version, known, row.until, self.word(&row.reasons)?];
            self.conn.prepare_cached(sql)?.execute(values)?;
        }
        Ok(())
    }

    /// Drops the links of a bucket that are not among the new ones, and takes from the new ones those that are there.
    fn drop_other_links(&self, bucket: i64, new: &mut BTreeMap<LinkKey, LinkRow>) -> Result<(), Trouble> {
        let sql = "SELECT i.id, c.id, l.known, l.until, l.reasons, l.incident, l.claim FROM incident i \
                   JOIN link l ON l.incident = i.n JOIN claim c ON c.n = l.claim WHERE i.bucket = ?1";
        let mut find = self.conn.prepare_cached(sql)?;
        let mut rows = find.query([bucket])?;
        let mut over: Vec<[i64; 3]> = Vec::new();
        while let Some(row) = rows.next()? {
            let key = (row.get(0)?, claim_id(row, 1)?, row.get(2)?);
            let old = LinkRow { until: row.get(3)?, reasons: self.text(row.get(4)?)?.to_string() };
            if new.get(&key) == Some(&old) {
                new.remove(&key);
            } else {
                over.push([row.get(5)?, row.get(6)?, key.2]);
            }
        }
        drop(rows);
        let mut delete = self.conn.prepare_cached("DELETE FROM link WHERE incident = ?1 AND claim = ?2 AND known = ?3")?;
        for link in over {
            delete.execute(link)?;
        }
        Ok(())
    }

    fn drop_other_incidents(&self, bucket: i64, alive: &BTreeSet<String>) -> Result<(), Trouble> {
        let mut find = self.conn.prepare_cached("SELECT n, id FROM incident WHERE bucket = ?1")?;
        let of_bucket =
            find.query_map([bucket], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<Vec<(i64, String)>, _>>()?;
        let mut delete = self.conn.prepare_cached("DELETE FROM incident WHERE n = ?1")?;
        for (n, _) in of_bucket.iter().filter(|(_, id)| !alive.contains(id)) {
            delete.execute([n])?;
        }
        Ok(())
    }

    /// Number of an incident, made where there is none; `None` = another bucket has it.
    fn incident_number(&self, id: &str, bucket: i64) -> Result<Option<i64>, Trouble> {
        let mut find = self.conn.prepare_cached("SELECT n, bucket FROM incident WHERE id = ?1")?;
        let found: Option<(i64, i64)> = find.query_row([id], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
        if let Some((n, of)) = found {
            return Ok((of == bucket).then_some(n));
        }
        self.conn.prepare_cached("INSERT INTO incident (id, bucket) VALUES (?1, ?2)")?.execute(params![id, bucket])?;
        Ok(Some(self.conn.last_insert_rowid()))
    }

    /// The version of a claim that a link since an instant means: the last one known by then, else the first.
    fn version_at(&self, claim: &str, known: i64) -> Result<Option<i64>, Trouble> {
        let sql = format!(
            "SELECT c.n FROM claim c JOIN reading r ON r.n = c.n >> {SHIFT} WHERE c.id = ?1 \
             ORDER BY r.known <= ?2 DESC, CASE WHEN r.known <= ?2 THEN -c.n ELSE c.n END LIMIT 1"
        );
        Ok(self.conn.prepare_cached(&sql)?.query_row(params![Key::claim(claim), known], |row| row.get(0)).optional()?)
    }

    fn replace_tombstones(&self, bucket: &Bucket, tombstones: &[Tombstone]) -> Result<(), Trouble> {
        let number = self.word(&bucket.key)?;
        self.conn.prepare_cached("DELETE FROM tombstone WHERE bucket = ?1")?.execute([number])?;
        let sql = "INSERT INTO tombstone (id, at, reason, merged_into, bucket) VALUES (?1, ?2, ?3, ?4, ?5)";
        let mut add = self.conn.prepare_cached(sql)?;
        for stone in tombstones {
            add.execute(params![stone.id, stone.at.millis(), stone.reason, stone.merged_into, number])?;
        }
        Ok(())
    }

    pub(super) fn drop_derived(&self) -> Result<(), Trouble> {
        for table in ["stretch_time", "stretch", "link", "incident", "tombstone"] {
            self.conn.execute(&format!("DELETE FROM {table}"), [])?;
        }
        let sql = "SELECT DISTINCT c.event, p.id, p.country, p.kind FROM claim c LEFT JOIN place p ON p.n = c.place";
        let mut find = self.conn.prepare(sql)?;
        let mut rows = find.query([])?;
        let mut all = BTreeSet::new();
        while let Some(row) = rows.next()? {
            let event = self.text(row.get(0)?)?;
            let event = EventCode::named(&event).ok_or_else(|| Trouble::row(format!("`{event}` is no event code")))?;
            let place: Option<[String; 3]> = match row.get(1)? {
                Some(id) => Some([id, row.get(2)?, row.get(3)?]),
                None => None,
            };
            let place = place.as_ref().map(|[id, country, kind]| PlaceKey { id, country, kind });
            all.extend(Bucket::at(event, place));
        }
        self.mark(&all)
    }

    pub(super) fn stretches_on(&self, on: &str, known_at: Instant) -> Result<Vec<Stretch>, Trouble> {
        // What is no day is in no stretch.
        let Some(on) = day(on) else { return Ok(Vec::new()) };
        let sql = format!(
            "SELECT {STRETCH} FROM stretch_time t CROSS JOIN stretch s ON s.n = t.n CROSS JOIN word p ON p.n = s.place \
             WHERE t.first <= ?1 AND t.last >= ?1 AND t.known <= ?2 AND t.until >= ?2 \
             AND s.known <= ?3 AND (s.until IS NULL OR s.until > ?3) ORDER BY p.text, s.layer, s.first, s.body"
        );
        self.stretches(&sql, params![on, minute(known_at.millis()), known_at.millis()])
    }

    pub(super) fn stretches_of(&self, place: &str, known_at: Instant) -> Result<Vec<Stretch>, Trouble> {
        let Some(place) = self.known_word(place)? else { return Ok(Vec::new()) };
        let sql = format!(
            "SELECT {STRETCH} FROM stretch s JOIN word p ON p.n = s.place \
             WHERE s.place = ?1 AND s.known <= ?2 AND (s.until IS NULL OR s.until > ?2) ORDER BY s.first, s.layer, s.body"
        );
        self.stretches(&sql, params![place, known_at.millis()])
    }

    fn stretches(&self, sql: &str, values: impl rusqlite::Params) -> Result<Vec<Stretch>, Trouble> {
        let mut find = self.conn.prepare_cached(sql)?;
        let mut rows = find.query(values)?;
        let mut stretches = Vec::new();
        while let Some(row) = rows.next()? {
            stretches.push(read_stretch(row)?);
        }
        Ok(stretches)
    }

    pub(super) fn links_that_fit(
        &self,
        ask: &Ask,
        page: Page,
        each: &mut dyn FnMut(Link, Entry) -> ControlFlow<()>,
    ) -> Result<(), Trouble> {
        let at = ask.known_at.unwrap_or(Instant::MAX);
        let mut turn = Turn::of(page);
        for incident in self.incidents_that_fit(&Ask { known_at: Some(at), ..ask.clone() }, at)? {
            match turn.next() {
                Some(true) => {}
                Some(false) => continue,
                None => break,
            }
            if self.each_link(&incident, at, each)?.is_break() {
                break;
            }
        }
        Ok(())
    }

    /// Ids of the incidents that hold at an instant with an entry that fits, in order.
    fn incidents_that_fit(&self, ask: &Ask, at: Instant) -> Result<BTreeSet<Arc<str>>, Trouble> {
        let sql = "SELECT i.id FROM link l JOIN incident i ON i.n = l.incident \
                   WHERE l.claim = ?1 AND l.known <= ?2 AND (l.until IS NULL OR l.until > ?2)";
        let mut of_claim = self.conn.prepare_cached(sql)?;
        let mut found: BTreeSet<Arc<str>> = BTreeSet::new();
        self.each_numbered(&self.drive(ask)?, &mut |n, entry| {
            if ask.fits(&entry) {
                for id in of_claim.query_map(params![n, at.millis()], |row| row.get(0))? {
                    let id: Arc<str> = id?;
                    // An id that is asked for must not let in the other incidents of its claims.
                    if ask.incidents.is_empty() || ask.incidents.iter().any(|i| **i == *id) {
                        found.insert(id);
                    }
                }
            }
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(found)
    }

    /// The links of an incident at an instant, in order of (known, claim).
    fn each_link(
        &self,
        incident: &str,
        at: Instant,
        each: &mut dyn FnMut(Link, Entry) -> ControlFlow<()>,
    ) -> Result<ControlFlow<()>, Trouble> {
        let sql = format!(
            "SELECT {COLUMNS}, l.known, l.until, l.reasons FROM incident i CROSS JOIN link l ON l.incident = i.n \
             CROSS JOIN claim c ON c.n = l.claim CROSS JOIN reading r ON r.n = c.n >> {SHIFT} \
             CROSS JOIN document d ON d.n = r.document {JOINS} \
             WHERE i.id = ?1 AND l.known <= ?2 AND (l.until IS NULL OR l.until > ?2) ORDER BY l.known, c.id"
        );
        let mut find = self.conn.prepare_cached(&sql)?;
        let mut rows = find.query(params![incident, at.millis()])?;
        while let Some(row) = rows.next()? {
            let entry = self.entry(row)?;
            let reasons = self.text(row.get(17)?)?;
            let reasons = reasons.split(' ').filter(|r| !r.is_empty()).map(str::to_owned).collect();
            let link = Link {
                incident: incident.to_owned(),
                linked: Linked { claim: entry.claim.id.clone(), reasons },
                known: Instant::from_millis(row.get(15)?),
                until: instant(row, 16)?,
            };
            if each(link, entry).is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    pub(super) fn tombstones_since(&self, since: Instant) -> Result<Vec<Tombstone>, Trouble> {
        let sql = "SELECT id, at, reason, merged_into FROM tombstone WHERE at >= ?1 ORDER BY at, id";
        let mut find = self.conn.prepare_cached(sql)?;
        let read = |row: &Row<'_>| {
            let at = Instant::from_millis(row.get(1)?);
            Ok(Tombstone { id: row.get(0)?, at, reason: row.get(2)?, merged_into: row.get(3)? })
        };
        Ok(find.query_map([since.millis()], read)?.collect::<Result<Vec<_>, _>>()?)
    }
}
