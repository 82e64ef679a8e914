//! Taking documents in: the only way by which anything but a decision comes into
//! the record.

use std::collections::BTreeSet;

use rusqlite::{OptionalExtension, params};
use vigie_model::{Act, Claim, Entry, Instant, Knowing};

use super::SqliteRecord;
use super::fault::Trouble;
use super::row::{self, COLUMNS, JOINS, Key};
use crate::record::{Bucket, Taken, Taking};

/// The number of the first claim of a reading is that of the reading, shifted by so many bits.
pub(super) const SHIFT: u32 = 20;

/// A claim of a document that the record holds.
struct Held {
    n: i64,
    entry: Entry,
    /// A person put it in.
    by_person: bool,
    /// The decision that ended it; `None` = no decision did.
    ended_by: Option<Act>,
}

impl Held {
    /// Whether a coder that reads the same adds nothing: it stands, or a person ended just that.
    fn is_same(&self, claim: &Claim) -> bool {
        (self.entry.gone.is_none() || self.ended_by.is_some()) && self.entry.claim == *claim
    }

    /// Whether a person said how the claim of that id is to be read, so that no coder reads it otherwise.
    fn settles(&self, claim: &Claim) -> bool {
        let put_in = self.by_person && self.entry.gone.is_none();
        (put_in || self.ended_by == Some(Act::Correct)) && self.entry.claim.id == claim.id
    }
}

/// When a reading counts as known, and what that rests on.
#[derive(Clone, Copy)]
pub(super) struct Since {
    pub(super) known: Instant,
    pub(super) knowing: Knowing,
}

impl SqliteRecord {
    pub(super) fn take_all(&self, batch: &[Taking], now: Instant) -> Result<Vec<Taken>, Trouble> {
        let mut stale = BTreeSet::new();
        let taken = batch.iter().map(|taking| self.take_one(taking, now, &mut stale)).collect::<Result<Vec<_>, _>>()?;
        self.mark(&stale)?;
        Ok(taken)
    }

    fn take_one(&self, taking: &Taking, now: Instant, stale: &mut BTreeSet<Bucket>) -> Result<Taken, Trouble> {
        let Some(document) = self.document_number(&taking.document.id)? else {
            return self.take_new(taking, stale);
        };
        let sql = "INSERT INTO visit (document, at) VALUES (?1, ?2)";
        self.conn.prepare_cached(sql)?.execute(params![document, now.millis()])?;
        if self.last_coder(document)?.as_deref() == Some(&taking.coder) {
            return Ok(Taken::Revisit);
        }
        self.recode(document, taking, now, stale)
    }

    fn take_new(&self, taking: &Taking, stale: &mut BTreeSet<Bucket>) -> Result<Taken, Trouble> {
        let head = &taking.document;
        let sql = "INSERT INTO document (hash, name, outlet, published, lang, received, known, knowing, day, signature) \
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
        self.conn.prepare_cached(sql)?.execute(params![
            Key::document(&head.id),
            head.name,
            head.outlet,
            head.published,
            head.lang,
            head.received.millis(),
            head.known.millis(),
            head.knowing.as_str(),
            head.day().and_then(|day| row::day(&day.to_string())),
            taking.signature
        ])?;
        let document = self.conn.last_insert_rowid();
        self.conn.prepare_cached("INSERT INTO bytes VALUES (?1, ?2)")?.execute(params![document, taking.bytes])?;
        let words = plain_words(&taking.search);
        self.conn.prepare_cached("INSERT INTO text (rowid, words) VALUES (?1, ?2)")?.execute(params![document, words])?;
        self.note_likeness(document, &taking.alike, stale)?;

        let since = Since { known: head.known, knowing: head.knowing };
        let reading = self.add_reading(document, Some(&taking.coder), since)?;
        self.add_claims(reading, &taking.claims, head.outlet.as_deref())?;
        stale.extend(taking.claims.iter().flat_map(Bucket::of));
        Ok(Taken::New { claims: taking.claims.len() })
    }

    /// Another coder read a document that is there. What both read is left as it is; what a
    /// person decided stays decided.
    fn recode(&self, document: i64, taking: &Taking, now: Instant, stale: &mut BTreeSet<Bucket>) -> Result<Taken, Trouble> {
        let (outlet, known): (Option<String>, i64) = self
            .conn
            .prepare_cached("SELECT outlet, known FROM document WHERE n = ?1")?
            .query_row([document], |row| Ok((row.get(0)?, row.get(1)?)))?;
        // Nothing ends before it began, whatever the clock says.
        let now = now.max(Instant::from_millis(known));
        let mut held = self.held(document)?;
        let settled = |claim: &&Claim| held.iter().any(|h| h.settles(claim));
        let settled: BTreeSet<String> = taking.claims.iter().filter(settled).map(|c| c.id.clone()).collect();
        let mut added: Vec<&Claim> = Vec::new();
        let mut kept = 0;
        for claim in &taking.claims {
            if settled.contains(&claim.id) {
                kept += 1;
            } else if let Some(at) = held.iter().position(|h| h.is_same(claim)) {
                held.swap_remove(at);
                kept += 1;
            } else {
                added.push(claim);
            }
        }
        let reading = self.add_reading(document, Some(&taking.coder), Since { known: now, knowing: Knowing::Received })?;
        let superseded: Vec<Held> = held.into_iter().filter(|h| h.entry.gone.is_none() && !h.by_person).collect();
        for old in &superseded {
            let sql = "INSERT INTO gone (claim, at, reading) VALUES (?1, ?2, ?3)";
            self.conn.prepare_cached(sql)?.execute(params![old.n, now.max(old.entry.known).millis(), reading])?;
        }
        self.add_claims(reading, added.iter().copied(), outlet.as_deref())?;
        stale.extend(added.iter().copied().chain(superseded.iter().map(|h| &h.entry.claim)).flat_map(Bucket::of));
        Ok(Taken::Recoded { kept, superseded: superseded.len(), added: added.len() })
    }

    /// All claims of a document, also those that stand no longer, the latest first.
    fn held(&self, document: i64) -> Result<Vec<Held>, Trouble> {
        let sql = format!(
            "SELECT {COLUMNS}, r.coder IS NULL, (SELECT act FROM decision WHERE n = g.decision) FROM reading r \
             CROSS JOIN claim c ON c.n BETWEEN r.n << {SHIFT} AND ((r.n + 1) << {SHIFT}) - 1 \
             CROSS JOIN document d ON d.n = r.document {JOINS} WHERE r.document = ?1 ORDER BY c.n DESC"
        );
        let mut find = self.conn.prepare_cached(&sql)?;
        let mut rows = find.query([document])?;
        let mut held = Vec::new();
        while let Some(row) = rows.next()? {
            held.push(Held {
                n: row.get(14)?,
                entry: self.entry(row)?,
                by_person: row.get(15)?,
                ended_by: row.get::<_, Option<String>>(16)?.and_then(|act| Act::named(&act)),
            });
        }
        Ok(held)
    }

    /// Adds a reading of a document; `coder` is `None` for a person.
    pub(super) fn add_reading(&self, document: i64, coder: Option<&str>, since: Since) -> Result<i64, Trouble> {
        let coder = coder.map(|c| self.word(c)).transpose()?;
        let sql = "INSERT INTO reading (document, coder, known, knowing) VALUES (?1, ?2, ?3, ?4)";
        let values = params![document, coder, since.known.millis(), since.knowing.as_str()];
        self.conn.prepare_cached(sql)?.execute(values)?;
        Ok(self.conn.last_insert_rowid())
    }

    /// Adds the claims of a reading, and who takes part in them.
    pub(super) fn add_claims<'a>(
        &self,
        reading: i64,
        claims: impl IntoIterator<Item = &'a Claim>,
        outlet: Option<&str>,
    ) -> Result<(), Trouble> {
        let mut parties = BTreeSet::new();
        for (n, claim) in (reading << SHIFT..).zip(claims) {
            if n >> SHIFT != reading {
                return Err(Trouble::row(format!("document {} holds more than {} claims", claim.document, 1 << SHIFT)));
            }
            self.add_claim(n, claim)?;
            for actor in claim.actors.iter().chain(&claim.targets) {
                parties.insert(self.word(&actor.id)?);
            }
            for source in &claim.sources {
                parties.insert(self.word(&source.id)?);
            }
        }
        if let Some(outlet) = outlet {
            parties.insert(self.word(&outlet.to_lowercase())?);
        }
        let mut add = self.conn.prepare_cached("INSERT INTO party (who, reading) VALUES (?1, ?2)")?;
        for who in parties {
            add.execute([who, reading])?;
        }
        Ok(())
    }

    /// Number of a document; `None` = the record does not hold it.
    pub(super) fn document_number(&self, id: &str) -> Result<Option<i64>, Trouble> {
        let mut find = self.conn.prepare_cached("SELECT n FROM document WHERE hash = ?1")?;
        Ok(find.query_row([Key::document(id)], |row| row.get(0)).optional()?)
    }

    /// The coder that read a document last.
    pub(super) fn last_coder(&self, document: i64) -> Result<Option<String>, Trouble> {
        let sql = "SELECT coder FROM reading WHERE document = ?1 AND coder IS NOT NULL ORDER BY n DESC LIMIT 1";
        let coder: Option<i64> = self.conn.prepare_cached(sql)?.query_row([document], |row| row.get(0)).optional()?;
        coder.map(|n| Ok(self.text(n)?.to_string())).transpose()
    }

    /// Marks buckets as changed since they were derived.
    pub(super) fn mark<'a>(&self, buckets: impl IntoIterator<Item = &'a Bucket>) -> Result<(), Trouble> {
        let mut mark = self.conn.prepare_cached("INSERT OR IGNORE INTO stale (kind, key) VALUES (?1, ?2)")?;
        for bucket in buckets {
            mark.execute([bucket.kind.as_str(), bucket.key.as_str()])?;
        }
        Ok(())
    }
}

/// The words of a text, parted by blanks, so that the index cuts what is asked and what is kept at the same places.
pub(super) fn plain_words(text: &str) -> String {
    text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ")
}
