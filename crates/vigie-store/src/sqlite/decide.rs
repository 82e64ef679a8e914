//! Decisions of people.

use std::ops::ControlFlow;

use rusqlite::{Row, params};
use vigie_model::{Act, Claim, Decision, Entry, Instant, Knowing};

use super::SqliteRecord;
use super::fault::Trouble;
use super::row::{Key, claim_id};
use super::take::{SHIFT, Since};
use crate::record::{Ask, Bucket, StoreError};

/// The last version of a claim.
struct Latest {
    n: i64,
    entry: Entry,
    /// A person ended it.
    ended_by_person: bool,
}

impl SqliteRecord {
    pub(super) fn add_decision(&self, mut decision: Decision) -> Result<Decision, Trouble> {
        require(&decision)?;
        let claim = self.latest(&decision.claim)?;
        let revived = decision.act == Act::Accept && claim.ended_by_person;
        if let Some(since) = claim.entry.gone.filter(|_| !revived) {
            return Err(StoreError::Gone { claim: decision.claim, since }.into());
        }
        let mut touched = vec![claim.entry.claim.clone()];
        if let Some(other) = &decision.other {
            let other = self.latest(other)?.entry;
            if let Some(since) = other.gone {
                return Err(StoreError::Gone { claim: other.claim.id, since }.into());
            }
            touched.push(other.claim);
        }
        decision.n = self.insert(&decision)?;

        // Nothing ends before it began.
        let at = decision.at.max(claim.entry.known).max(claim.entry.gone.unwrap_or(Instant::MIN));
        if matches!(decision.act, Act::Refuse | Act::Correct) {
            let sql = "INSERT INTO gone (claim, at, decision) VALUES (?1, ?2, ?3)";
            self.conn.prepare_cached(sql)?.execute(params![claim.n, at.millis(), decision.n.cast_signed()])?;
        }
        if let Some(instead) = &decision.instead {
            if instead.document != claim.entry.claim.document {
                let what = "a corrected claim of the same document";
                return Err(StoreError::Undecided { claim: decision.claim, what }.into());
            }
            self.put_in(&claim, instead, at)?;
            touched.push((**instead).clone());
        } else if revived {
            self.put_in(&claim, &claim.entry.claim, at)?;
        }
        self.mark(&touched.iter().flat_map(Bucket::of).collect::<Vec<_>>())?;
        Ok(decision)
    }

    /// A person adds a claim beside another of the same document.
    fn put_in(&self, beside: &Latest, claim: &Claim, at: Instant) -> Result<(), Trouble> {
        let (document, outlet): (i64, Option<String>) = self
            .conn
            .prepare_cached("SELECT d.n, d.outlet FROM reading r JOIN document d ON d.n = r.document WHERE r.n = ?1")?
            .query_row([beside.n >> SHIFT], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let reading = self.add_reading(document, None, Since { known: at, knowing: Knowing::Received })?;
        self.add_claims(reading, [claim], outlet.as_deref())
    }

    fn insert(&self, decision: &Decision) -> Result<u64, Trouble> {
        let instead = decision.instead.as_ref().map(serde_json::to_string).transpose();
        let sql = "INSERT INTO decision (at, by, act, claim, other, instead, reason) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        self.conn.prepare_cached(sql)?.execute(params![
            decision.at.millis(),
            decision.by,
            decision.act.as_str(),
            Key::claim(&decision.claim),
            decision.other.as_deref().map(Key::claim),
            instead.map_err(|e| Trouble::row(e.to_string()))?,
            decision.reason
        ])?;
        Ok(self.conn.last_insert_rowid().cast_unsigned())
    }

    /// The version of a claim that stands, else the one that was added last.
    fn latest(&self, id: &str) -> Result<Latest, Trouble> {
        let ask = Ask { claims: vec![id.to_owned()], ..Ask::default() };
        let mut versions = Vec::new();
        self.each_numbered(&self.drive(&ask)?, &mut |n, entry| {
            versions.push((entry.gone.is_none(), n, entry));
            Ok(ControlFlow::Continue(()))
        })?;
        let last = versions.into_iter().max_by_key(|(stands, n, _)| (*stands, *n));
        let (_, n, entry) = last.ok_or_else(|| StoreError::NoSuchClaim { claim: id.to_owned() })?;
        let sql = "SELECT count(*) FROM gone WHERE claim = ?1 AND decision IS NOT NULL";
        let ended_by_person: i64 = self.conn.prepare_cached(sql)?.query_row([n], |row| row.get(0))?;
        Ok(Latest { n, entry, ended_by_person: ended_by_person > 0 })
    }

    pub(super) fn decisions_until(&self, known_at: Instant) -> Result<Vec<Decision>, Trouble> {
        let sql = "SELECT n, at, by, act, claim, other, instead, reason FROM decision WHERE at <= ?1 ORDER BY n";
        let mut find = self.conn.prepare_cached(sql)?;
        let mut rows = find.query([known_at.millis()])?;
        let mut decisions = Vec::new();
        while let Some(row) = rows.next()? {
            decisions.push(read(row)?);
        }
        Ok(decisions)
    }
}

/// What a decision must say.
fn require(decision: &Decision) -> Result<(), Trouble> {
    let pair = matches!(decision.act, Act::Link | Act::Unlink);
    let missing = [
        (decision.reason.trim().is_empty(), "a reason"),
        (decision.by.trim().is_empty(), "the name of whoever decided"),
        (decision.act == Act::Correct && decision.instead.is_none(), "the corrected claim"),
        (decision.act != Act::Correct && decision.instead.is_some(), "the act `correct`: it holds a corrected claim"),
        (pair && decision.other.is_none(), "the second claim"),
        (!pair && decision.other.is_some(), "the act `link` or `unlink`: it names two claims"),
    ];
    match missing.into_iter().find(|(missing, _)| *missing) {
        Some((_, what)) => Err(StoreError::Undecided { claim: decision.claim.clone(), what }.into()),
        None => Ok(()),
    }
}

fn read(row: &Row<'_>) -> Result<Decision, Trouble> {
    let n: i64 = row.get(0)?;
    let fault = |what: &str| Trouble::row(format!("decision {n}: {what}"));
    let act: String = row.get(3)?;
    let instead: Option<String> = row.get(6)?;
    let instead = instead.map(|json| serde_json::from_str(&json)).transpose();
    let other = row.get_ref(5)? != rusqlite::types::ValueRef::Null;
    Ok(Decision {
        n: n.cast_unsigned(),
        at: Instant::from_millis(row.get(1)?),
        by: row.get(2)?,
        act: Act::named(&act).ok_or_else(|| fault(&format!("`{act}` is no act")))?,
        claim: claim_id(row, 4)?,
        other: if other { Some(claim_id(row, 5)?) } else { None },
        instead: instead.map_err(|e| fault(&e.to_string()))?,
        reason: row.get(7)?,
    })
}
