//! From figures to a report in one language: headings, sentences, tables. Each
//! sentence ends in the numbers of its sources; one without a claim is not made (methods N2).

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use serde::Serialize;
use sha2::{Digest, Sha256};
use vigie_model::{Agreement, Bounds, Counted, Dispute, Document, Entry, Fate, Incident, Layer, Standing, Status, Stretch, Toll};

use super::facts::{Change, Facts, Record, is_highlight};
use super::words::Words;
use super::{Layout as TollLayout, Order, facts};
use crate::fault::Fault;
use crate::observatory::Observatory;

/// Highlights at most (methods N1).
const HIGHLIGHTS: usize = 6;
/// Rows of a table at most; what is left out is said.
const ROWS: usize = 60;

/// A sentence or a cell, with the numbers of the notes that it rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cell {
    /// The words.
    pub text: String,
    /// Numbers of notes, from 1, in order.
    pub notes: Vec<usize>,
    /// Ids of claims.
    pub claims: Vec<String>,
}

/// A piece of a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Block {
    /// A heading.
    Heading(String),
    /// What is said about the report itself.
    About(String),
    /// Sentences that rest on claims.
    Sentences(Vec<Cell>),
    /// A table.
    Table {
        /// Heads of the columns.
        head: Vec<String>,
        /// Rows.
        rows: Vec<Vec<Cell>>,
    },
}

/// A report in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Code of the language.
    pub lang: String,
    /// `ltr` or `rtl`.
    pub direction: String,
    /// Its title.
    pub title: String,
    /// Its pieces.
    pub blocks: Vec<Block>,
    /// Sources, by number from 1.
    pub notes: Vec<String>,
    /// Head of the notes.
    pub notes_head: String,
    /// SHA-256 of the figures.
    pub hash: String,
}

/// What a report is written with: its words and figures, and the notes so far.
pub(super) struct Writer<'a> {
    pub(super) words: &'a Words<'a>,
    pub(super) facts: &'a Facts,
    observatory: &'a Observatory,
    documents: BTreeMap<String, Document>,
    numbers: BTreeMap<(String, String), usize>,
    notes: Vec<String>,
    used: BTreeSet<String>,
}

/// Writes the report of some figures in the language of `words`.
///
/// # Errors
/// When the record refuses.
pub fn compose(observatory: &Observatory, order: &Order, facts: &Facts, words: &Words<'_>) -> Result<Report, Fault> {
    let mut documents = BTreeMap::new();
    for id in facts.entries.values().map(|e| e.claim.document.clone()).collect::<BTreeSet<_>>() {
        if let Some(document) = observatory.record().document(&id)? {
            documents.insert(id, document);
        }
    }
    let hash = hash_of(facts);
    let mut writer =
        Writer { words, facts, observatory, documents, numbers: BTreeMap::new(), notes: Vec::new(), used: BTreeSet::new() };
    let (title, mut blocks) = writer.head(order);
    writer.body(&mut blocks, order.layout);
    let about = writer.method(&hash);
    blocks.push(Block::Heading(words.phrase("page", "method").to_owned()));
    blocks.push(Block::About(about));
    Ok(Report {
        lang: words.lang.to_owned(),
        direction: words.direction().to_owned(),
        title,
        blocks,
        notes: writer.notes,
        notes_head: words.phrase("page", "notes").to_owned(),
        hash,
    })
}

/// The figures in one fixed form, hashed: equal figures have equal hashes in every language.
fn hash_of(facts: &Facts) -> String {
    let json = serde_json::to_vec(facts).unwrap_or_default();
    Sha256::digest(&json).iter().fold(String::new(), |mut hex, byte| {
        use std::fmt::Write;
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

impl Writer<'_> {
    fn page(&self, key: &str, blanks: &[(&str, &str)]) -> String {
        self.words.fill("page", key, blanks)
    }

    fn head(&self, order: &Order) -> (String, Vec<Block>) {
        let (words, facts) = (self.words, self.facts);
        let on = words.day(&facts.on);
        let number = order.number.map_or_else(String::new, |n| self.page("number", &[("n", &words.number(u64::from(n)))]));
        let title = self.page("title", &[("number", &number), ("on", &on)]);
        let mut lines = vec![if facts.since == facts.on {
            self.page("day", &[("on", &on)])
        } else {
            self.page("period", &[("from", &words.day(&facts.since)), ("to", &on)])
        }];
        if let Some(next) = order.next_days.and_then(|n| order.on.checked_add(n.days()).ok()) {
            lines.push(self.page("next", &[("next", &words.day(&next.to_string()))]));
        }
        lines.push(self.page("cutoff", &[("instant", &words.instant(&facts.known_at.to_string()))]));
        lines.push(self.page(
            "sources",
            &[
                ("documents", &words.count("documents", facts.heard.documents as u64)),
                ("origins", &words.count("origins", facts.heard.origins as u64)),
            ],
        ));
        if facts.heard.origins > 0 {
            let kinds = self.tallied("kind", &facts.heard.kinds);
            let languages = self.tallied("lang", &facts.heard.languages);
            lines.push(self.page("breakdown", &[("kinds", &kinds), ("languages", &languages)]));
        }
        if facts.as_published {
            lines.push(self.page("as_published", &[]));
        }
        lines.push(self.page("machine", &[]));
        (title, vec![Block::About(lines.join(" "))])
    }

    /// `agencies 2, monitors 1`: how many of each, by the names of a section.
    fn tallied(&self, section: &str, counts: &BTreeMap<String, usize>) -> String {
        let rest = self.words.phrase(section, "unknown");
        let mut named: Vec<(&str, usize)> = Vec::with_capacity(counts.len());
        let mut others = 0;
        for (key, n) in counts {
            match self.words.phrase(section, key) {
                "" if rest.is_empty() => named.push((key, *n)),
                "" => others += n,
                name => named.push((name, *n)),
            }
        }
        named.extend((others > 0).then_some((rest, others)));
        let items: Vec<String> = named.iter().map(|(name, n)| format!("{name} {}", self.words.number(*n as u64))).collect();
        items.join(self.words.phrase("join", "comma"))
    }

    fn body(&mut self, blocks: &mut Vec<Block>, layout: TollLayout) {
        let facts = self.facts;
        if facts.entries.is_empty() {
            blocks.push(Block::About(self.page("empty", &[])));
            return;
        }
        let highlights = self.highlights();
        self.sentences(blocks, "highlights", highlights);
        if layout == TollLayout::ByCategory {
            self.tolls_by_category(blocks);
        } else if facts.tolls.is_empty() {
            self.sentences(blocks, "figures", Vec::new());
        } else {
            blocks.push(Block::Heading(self.page("figures", &[])));
            blocks.push(Block::About(self.page("figures_note", &[])));
            let head = ["what", "where", "period", "figure", "best", "origin"];
            let rows = facts.tolls.iter().take(ROWS).map(|toll| self.toll_row(toll)).collect();
            self.table(blocks, &head, rows);
            self.left_out(blocks, facts.tolls.len());
        }
        if facts.changes.is_empty() {
            self.sentences(blocks, "changes", Vec::new());
        } else {
            blocks.push(Block::Heading(self.page("changes", &[])));
            let rows: Vec<Vec<Cell>> = facts.changes.iter().take(ROWS).map(|c| self.change_row(c)).collect();
            self.table(blocks, &["place", "before", "now", "since", "layer", "basis"], rows);
            self.left_out(blocks, facts.changes.len());
        }
        let control = facts.control.iter().filter_map(|s| self.status(s)).collect();
        let heading = self.page("control", &[("on", &self.words.day(&facts.on))]);
        self.under(blocks, heading, control);
        let disputes = facts.disputes.iter().take(ROWS).filter_map(|d| self.dispute(d)).collect();
        self.sentences(blocks, "disputes", disputes);
        self.left_out(blocks, facts.disputes.len());
        let incidents = facts.incidents.iter().take(ROWS).filter_map(|i| self.incident(i)).collect();
        self.sentences(blocks, "incidents", incidents);
        self.left_out(blocks, facts.incidents.len());
        let humanitarian = facts.humanitarian.iter().take(ROWS).filter_map(|e| self.humanitarian(e)).collect();
        self.sentences(blocks, "humanitarian", humanitarian);
        self.left_out(blocks, facts.humanitarian.len());
        let mut gaps: Vec<Cell> = facts.stale.iter().take(ROWS).filter_map(|s| self.stale(s)).collect();
        gaps.extend(facts.unassessed.iter().take(ROWS).filter_map(|s| self.unassessed(s)));
        if gaps.is_empty() {
            blocks.push(Block::Heading(self.page("gaps", &[])));
        } else {
            self.sentences(blocks, "gaps", gaps);
        }
        // What nobody spoke of can be no row.
        blocks.push(Block::About(self.page("gaps_note", &[])));
        let corrections = facts.corrections.iter().take(ROWS).filter_map(|e| self.correction(e)).collect();
        self.sentences(blocks, "corrections", corrections);
        self.left_out(blocks, facts.corrections.len());
    }

    /// A section of sentences. An empty one says that there is nothing: a reader of the next report knows where to look.
    fn sentences(&self, blocks: &mut Vec<Block>, heading: &str, cells: Vec<Cell>) {
        self.under(blocks, self.page(heading, &[]), cells);
    }

    fn under(&self, blocks: &mut Vec<Block>, heading: String, cells: Vec<Cell>) {
        blocks.push(Block::Heading(heading));
        blocks.push(if cells.is_empty() { Block::About(self.page("nothing", &[])) } else { Block::Sentences(cells) });
    }

    /// Says how much of a long list is not shown.
    fn left_out(&self, blocks: &mut Vec<Block>, all: usize) {
        if let Some(rest) = all.checked_sub(ROWS).filter(|n| *n > 0) {
            blocks.push(Block::About(self.page("more", &[("n", &self.words.number(rest as u64))])));
        }
    }

    pub(super) fn table(&self, blocks: &mut Vec<Block>, head: &[&str], rows: Vec<Vec<Cell>>) {
        let head = head.iter().map(|key| self.words.phrase("table", key).to_owned()).collect();
        blocks.push(Block::Table { head, rows });
    }

    /// A sentence that rests on claims; `None` when the record holds none of them.
    pub(super) fn cell<'c>(&mut self, text: String, claims: impl IntoIterator<Item = &'c String>) -> Option<Cell> {
        let (mut notes, mut kept) = (BTreeSet::new(), Vec::new());
        for id in claims {
            let Some(entry) = self.facts.entries.get(id) else { continue };
            notes.insert(self.note(entry));
            kept.push(id.clone());
            self.used.insert(id.clone());
        }
        (!kept.is_empty()).then(|| Cell { text, notes: notes.into_iter().collect(), claims: kept })
    }

    pub(super) fn bare(text: impl Into<String>) -> Cell {
        Cell { text: text.into(), notes: Vec::new(), claims: Vec::new() }
    }

    /// The number of the note of an entry: one for each origin in each document.
    fn note(&mut self, entry: &Entry) -> usize {
        let origin = self.observatory.knowledge.origin(entry);
        let key = (origin.id.clone(), entry.claim.document.clone());
        if let Some(number) = self.numbers.get(&key) {
            return *number;
        }
        let mut facts = vec![self.words.party(&origin.id, &origin.name)];
        if let Some(document) = self.documents.get(&entry.claim.document) {
            facts.extend(document.outlet.clone().filter(|o| *o != origin.name));
            facts.push(document.name.clone());
            facts.extend(document.published.as_deref().map(|d| self.words.day(d)));
        }
        facts.push(self.page("known", &[("instant", &self.words.instant(&entry.known.to_string()))]));
        facts.push(self.page("archived", &[("hash", &entry.claim.document)]));
        self.notes.push(facts.join(self.words.phrase("join", "comma")));
        let number = self.notes.len();
        self.numbers.insert(key, number);
        number
    }

    /// Who says some claims, each origin once, in the order of the notes.
    fn who<'c>(&self, claims: impl IntoIterator<Item = &'c String>) -> String {
        let mut seen = BTreeSet::new();
        let mut names = Vec::new();
        for entry in claims.into_iter().filter_map(|id| self.facts.entries.get(id)) {
            let origin = self.observatory.knowledge.origin(entry);
            if seen.insert(origin.id.clone()) {
                names.push(self.words.party(&origin.id, &origin.name));
            }
        }
        self.listed(names)
    }

    pub(super) fn parties(&self, ids: &[String]) -> String {
        self.listed(ids.iter().map(|id| self.words.party(id, self.named(id))).collect())
    }

    /// Names in a row; two bodies of one name are told once.
    fn listed(&self, names: Vec<String>) -> String {
        let mut once: Vec<String> = Vec::with_capacity(names.len());
        for name in names {
            if !once.contains(&name) {
                once.push(name);
            }
        }
        self.words.list(&once)
    }

    /// The name of an actor as the claims have it.
    fn named(&self, id: &str) -> &str {
        let all = self.facts.entries.values().flat_map(|e| e.claim.actors.iter().chain(&e.claim.targets));
        all.into_iter().find(|a| a.id == id).map_or("", |a| a.name.as_str())
    }

    fn place_name(&self, id: &str) -> String {
        self.facts.places.get(id).map_or_else(|| id.to_owned(), |p| self.words.place(p))
    }

    fn at(&self, place: Option<&vigie_model::PlaceRef>) -> String {
        place.map_or_else(
            || self.words.phrase("join", "nowhere").to_owned(),
            |p| self.words.fill("join", "in", &[("place", &self.words.place(p))]),
        )
    }

    fn highlights(&mut self) -> Vec<Cell> {
        let facts = self.facts;
        let mut cells = Vec::new();
        for change in facts.changes.iter().filter(|c| c.now.layer == Layer::Assessed) {
            cells.extend(self.status(&change.now));
        }
        cells.truncate(HIGHLIGHTS / 2);
        let total = facts.tolls.iter().find(|t| t.aggregate && t.of == Counted::Killed).or_else(|| facts.tolls.first());
        if let Some(toll) = total {
            cells.extend(self.toll_sentence(toll));
        }
        if let Some(record) = &facts.deadliest {
            let count = at_least(record.count).and_then(|b| self.words.bounds("killed", b)).unwrap_or_default();
            cells.extend(self.record(record, "deadliest", "deadliest_ever", &count));
        }
        if let Some(record) = &facts.most_changes {
            let count = self.words.count("places", record.count);
            cells.extend(self.record(record, "changes_since", "changes_ever", &count));
        }
        for incident in facts.incidents.iter().filter(|i| is_highlight(i)) {
            if cells.len() >= HIGHLIGHTS {
                break;
            }
            cells.extend(self.incident(incident));
        }
        cells.truncate(HIGHLIGHTS);
        cells
    }

    fn record(&mut self, record: &Record, since: &str, ever: &str, count: &str) -> Option<Cell> {
        let day = self.words.day(&record.day);
        let (key, blank, other) = match &record.since {
            Some(before) => (since, "since", before),
            None => (ever, "reaches", &record.reaches),
        };
        let text = self.words.fill("sentence", key, &[("day", &day), (blank, &self.words.day(other)), ("count", count)]);
        self.cell(text, &record.claims)
    }

    fn toll_claims(toll: &Toll) -> Vec<String> {
        toll.inputs.iter().filter(|i| i.fate == Fate::Used).map(|i| i.claim.clone()).collect()
    }

    /// What a toll counts, with the class of people where one is told.
    fn toll_count(&self, toll: &Toll) -> String {
        let counted = self.words.bounds(toll.of.as_str(), toll.bounds).unwrap_or_default();
        toll.who.map_or_else(|| counted.clone(), |who| format!("{counted} ({})", self.words.phrase("who", who.as_str())))
    }

    pub(super) fn toll_sentence(&mut self, toll: &Toll) -> Option<Cell> {
        let claims = Self::toll_claims(toll);
        let key = match toll.agreement {
            Agreement::Single => "toll_said",
            Agreement::Agree | Agreement::Range => "toll_according",
            Agreement::Conflict => "toll_conflict",
        };
        let period = match (toll.start.as_deref(), toll.end.as_deref()) {
            (Some(a), Some(b)) if a != b => {
                self.words.fill("join", "period_between", &[("from", &self.words.day(a)), ("to", &self.words.day(b))])
            }
            (_, Some(day)) | (Some(day), None) => self.words.fill("join", "period_day", &[("day", &self.words.day(day))]),
            (None, None) => String::new(),
        };
        let place = self.at(toll.place.as_ref());
        let blanks = [("count", self.toll_count(toll)), ("place", place), ("period", period), ("who", self.who(&claims))];
        let blanks: Vec<(&str, &str)> = blanks.iter().map(|(k, v)| (*k, v.as_str())).collect();
        let text = self.words.fill("sentence", key, &blanks);
        self.cell(text, &claims)
    }

    fn toll_row(&mut self, toll: &Toll) -> Vec<Cell> {
        let claims = Self::toll_claims(toll);
        let mut what = self.words.bounds(toll.of.as_str(), toll.bounds).unwrap_or_default();
        if let Some(who) = toll.who {
            what = format!("{what} ({})", self.words.phrase("who", who.as_str()));
        }
        let range = self.words.range(toll.bounds).unwrap_or_default();
        let best = toll.bounds.best().map_or_else(String::new, |n| self.words.number(n));
        let who = self.who(&claims);
        let origin = self.cell(who.clone(), &claims).unwrap_or_else(|| Self::bare(who));
        let place = toll.place.as_ref().map_or_else(String::new, |p| self.words.place(p));
        let days = self.words.days(toll.start.as_deref(), toll.end.as_deref());
        [what, place, days, range, best].into_iter().map(Self::bare).chain([origin]).collect()
    }

    fn status_words(&self, stretch: &Stretch) -> String {
        let holders = self.parties(if stretch.holders.is_empty() { &stretch.against } else { &stretch.holders });
        let status = self.words.phrase("status", stretch.status.as_str());
        if holders.is_empty() { status.to_owned() } else { format!("{holders} ({status})") }
    }

    fn stretch_claims(stretch: &Stretch) -> Vec<String> {
        stretch.inputs.iter().filter(|i| i.fate == Fate::Used).map(|i| i.claim.clone()).collect()
    }

    fn change_row(&mut self, change: &Change) -> Vec<Cell> {
        let claims = Self::stretch_claims(&change.now);
        let before = change.before.as_ref().map_or_else(
            || self.words.phrase("status", Status::Unknown.as_str()).to_owned(),
            |stretch| self.status_words(stretch),
        );
        let who = self.who(&claims);
        let basis = self.cell(who.clone(), &claims).unwrap_or_else(|| Self::bare(who));
        let layer = self.words.phrase("layer", change.now.layer.as_str()).to_owned();
        let place = self.words.place(&change.place);
        let cells = [place, before, self.status_words(&change.now), self.words.day(&change.now.from), layer];
        cells.into_iter().map(Self::bare).chain([basis]).collect()
    }

    fn status(&mut self, stretch: &Stretch) -> Option<Cell> {
        if stretch.status == Status::Unknown {
            return None;
        }
        let claims = Self::stretch_claims(stretch);
        let blanks = [
            ("place", self.place_name(&stretch.place)),
            ("holders", self.parties(&stretch.holders)),
            ("against", self.parties(&stretch.against)),
            ("day", self.words.day(&stretch.from)),
            ("who", self.who(&claims)),
        ];
        let blanks: Vec<(&str, &str)> = blanks.iter().map(|(k, v)| (*k, v.as_str())).collect();
        let text = self.words.fill("sentence", stretch.status.as_str(), &blanks);
        self.cell(text, &claims)
    }

    fn stale(&mut self, stretch: &Stretch) -> Option<Cell> {
        let claims = Self::stretch_claims(stretch);
        let blanks = [("place", self.place_name(&stretch.place)), ("day", self.words.day(&stretch.reported))];
        let blanks: Vec<(&str, &str)> = blanks.iter().map(|(k, v)| (*k, v.as_str())).collect();
        let text = self.words.fill("sentence", "stale", &blanks);
        self.cell(text, &claims)
    }

    fn unassessed(&mut self, stretch: &Stretch) -> Option<Cell> {
        let text = self.words.fill("sentence", "unknown", &[("place", &self.place_name(&stretch.place))]);
        self.cell(text, &Self::stretch_claims(stretch))
    }

    fn incident(&mut self, incident: &Incident) -> Option<Cell> {
        let claims: Vec<String> = incident.claims.iter().map(|l| l.claim.clone()).collect();
        let key = match incident.standing {
            Standing::Confirmed => "incident_plain",
            Standing::Fair => "incident_according",
            Standing::Weak | Standing::Discounted => "incident_said",
            Standing::Contested => "incident_contested",
        };
        let mut parties = String::new();
        if !incident.actors.is_empty() {
            parties.push_str(&self.words.fill("join", "by", &[("actors", &self.parties(&incident.actors))]));
        }
        if !incident.targets.is_empty() {
            parties.push_str(&self.words.fill("join", "against", &[("targets", &self.parties(&incident.targets))]));
        }
        let blanks = [
            ("event", self.words.phrase("event", incident.event.as_str()).to_owned()),
            ("place", self.at(incident.place.as_ref())),
            ("when", self.words.days(incident.start.as_deref(), incident.end.as_deref())),
            ("parties", parties),
            ("who", self.who(&claims)),
        ];
        let blanks: Vec<(&str, &str)> = blanks.iter().map(|(k, v)| (*k, v.as_str())).collect();
        let text = self.words.fill("sentence", key, &blanks);
        self.cell(text, &claims)
    }

    fn dispute(&mut self, dispute: &Dispute) -> Option<Cell> {
        let side = |at: usize| self.listed(dispute.sides[at].origins.iter().map(|id| self.words.party(id, "")).collect());
        let first = dispute.sides[0].claims.first().and_then(|id| self.facts.entries.get(id));
        let event = first.map_or("", |e| self.words.phrase("event", e.claim.event.as_str()));
        let place =
            dispute.place.as_ref().map_or_else(|| self.words.phrase("join", "nowhere").to_owned(), |p| self.words.place(p));
        let blanks = [
            ("place", place),
            ("when", self.words.days(dispute.start.as_deref(), dispute.end.as_deref())),
            ("event", event.to_owned()),
            ("one", side(0)),
            ("two", side(1)),
        ];
        let blanks: Vec<(&str, &str)> = blanks.iter().map(|(k, v)| (*k, v.as_str())).collect();
        let text = self.words.fill("sentence", dispute.kind.as_str(), &blanks);
        self.cell(text, dispute.sides.iter().flat_map(|s| &s.claims))
    }

    fn humanitarian(&mut self, entry: &Entry) -> Option<Cell> {
        let claim = &entry.claim;
        let count = claim.counts.iter().find(|c| c.sub_of.is_none()).and_then(|c| {
            let bounds = Bounds::new(c.low, None, c.high)?;
            Some(format!("{}{}", self.words.phrase("join", "comma"), self.words.bounds(c.of.as_str(), bounds)?))
        });
        let time = claim.time.as_ref();
        let blanks = [
            ("event", self.words.phrase("event", claim.event.as_str()).to_owned()),
            ("place", self.at(claim.place.as_ref())),
            ("when", self.words.days(time.and_then(|t| t.start.as_deref()), time.and_then(|t| t.end.as_deref()))),
            ("count", count.unwrap_or_default()),
            ("who", self.who([&claim.id])),
        ];
        let blanks: Vec<(&str, &str)> = blanks.iter().map(|(k, v)| (*k, v.as_str())).collect();
        let text = self.words.fill("sentence", "humanitarian", &blanks);
        self.cell(text, [&claim.id])
    }

    /// A claim that was given up; it is no longer among the entries, so its note is made here.
    fn correction(&mut self, entry: &Entry) -> Option<Cell> {
        let day = entry.gone?.day()?.to_string();
        let origin = self.observatory.knowledge.origin(entry);
        let who = self.words.party(&origin.id, &origin.name);
        let blanks = [("day", self.words.day(&day)), ("quote", entry.claim.quote.text.clone()), ("who", who)];
        let blanks: Vec<(&str, &str)> = blanks.iter().map(|(k, v)| (*k, v.as_str())).collect();
        let text = self.words.fill("sentence", "correction", &blanks);
        let note = self.note(entry);
        Some(Cell { text, notes: vec![note], claims: vec![entry.claim.id.clone()] })
    }

    fn method(&self, hash: &str) -> String {
        let claims = self.words.count("claims", self.used.len() as u64);
        self.page("method_text", &[("version", env!("CARGO_PKG_VERSION")), ("claims", &claims), ("hash", hash)])
    }
}

fn at_least(low: u64) -> Option<Bounds> {
    Bounds::new(Some(low), None, None)
}

/// Days after which a place is stale, for the page of methods.
pub const STALE_DAYS: i32 = facts::STALE_DAYS;
