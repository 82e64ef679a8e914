//! What a record answers, set beside what a careful reader expects.

use std::collections::{BTreeMap, BTreeSet};

use vigie_model::{Bound, Bounds, Claim, Dispute, Entry, Instant, Layer, Status, Stretch, Toll};
use vigie_observatory::{Observatory, Question};
use vigie_store::{Ask, Page};

use super::annotated::slug;
use super::scenario::{self, Else, Held, Scenario};

/// One row at one pair: what it is, and what is answered otherwise.
pub(crate) struct Row {
    pub(crate) kind: &'static str,
    pub(crate) at: String,
    pub(crate) what: String,
    /// Empty = it holds.
    pub(crate) amiss: Vec<String>,
}

/// A record that is asked.
pub(crate) struct Asked<'s> {
    pub(crate) scenario: &'s Scenario,
    pub(crate) observatory: &'s Observatory,
    /// Name of the row of the corpus → document of the record.
    pub(crate) documents: BTreeMap<String, String>,
    entries: BTreeMap<String, Entry>,
    names: BTreeMap<String, String>,
}

fn question(on: &str, known_at: &str) -> Question {
    Question { on: on.parse().ok(), known_at: known_at.parse::<Instant>().ok(), ..Question::default() }
}

fn set(names: &[String]) -> BTreeSet<String> {
    names.iter().map(|name| slug(name)).collect()
}

fn list(names: &BTreeSet<String>) -> String {
    names.iter().map(String::as_str).collect::<Vec<_>>().join(", ")
}

/// Notes what differs.
#[allow(clippy::needless_pass_by_value, reason = "most of what is compared is made for it")]
fn differs<T: PartialEq + std::fmt::Debug>(amiss: &mut Vec<String>, what: &str, answered: T, expected: T) {
    if answered != expected {
        amiss.push(format!("{what} {answered:?} for {expected:?}"));
    }
}

impl<'s> Asked<'s> {
    pub(crate) fn new(scenario: &'s Scenario, observatory: &'s Observatory, documents: BTreeMap<String, String>) -> Self {
        let mut entries = BTreeMap::new();
        let each = &mut |entry: Entry| {
            entries.insert(entry.claim.id.clone(), entry);
            std::ops::ControlFlow::Continue(())
        };
        observatory.record().entries(&Ask::default(), Page::default(), each).expect("entries");
        let theatre = observatory.theatre();
        let sources = theatre.sources.iter().map(|s| (s.id.clone(), s.name.clone()));
        let names = sources.chain(theatre.actors.iter().map(|a| (a.id.clone(), a.name.clone()))).collect();
        Self { scenario, observatory, documents, entries, names }
    }

    /// Every row at every pair.
    pub(crate) fn rows(&self) -> Vec<Row> {
        let mut rows = Vec::new();
        self.control(&mut rows);
        self.tolls(&mut rows);
        self.disputes(&mut rows);
        self.routes(&mut rows);
        self.never(&mut rows);
        rows
    }

    fn name(&self, id: &str) -> String {
        slug(self.names.get(id).map_or(id, String::as_str))
    }

    /// Whether those who are answered are those who are expected: by name, or by a common noun that may mean one.
    fn are(&self, answered: &[String], expected: &[String]) -> bool {
        let means = |id: &str, name: &str| {
            let theatre = self.observatory.theatre();
            theatre.actors.iter().any(|a| slug(&a.name) == name && a.generic.iter().any(|noun| noun == id))
        };
        let expected = set(expected);
        let named: BTreeSet<String> = answered
            .iter()
            .map(|id| {
                expected.iter().find(|name| **name != self.name(id) && means(id, name)).cloned().unwrap_or_else(|| self.name(id))
            })
            .collect();
        named == expected
    }

    /// How the rules settle a doubt by now: `choice` or `other`; `None` = either reading may be followed.
    fn settled(&self, doubt: &str) -> Option<&str> {
        let doubt = self.scenario.doubt.iter().find(|d| d.id == doubt).unwrap_or_else(|| panic!("no doubt {doubt}"));
        doubt.settled.as_deref()
    }

    /// The readings of a row that the rules leave: the row itself (`None`), and what a doubt puts in its place.
    fn readings<'e>(&self, otherwise: &'e [Else]) -> Vec<Option<Vec<&'e Else>>> {
        let settled = |doubt: &str| self.settled(doubt);
        let mut groups: BTreeMap<&str, Vec<&Else>> = BTreeMap::new();
        for row in otherwise {
            groups.entry(row.doubt.as_str()).or_default().push(row);
        }
        let own = !groups.keys().any(|doubt| settled(doubt) == Some("other"));
        let others = groups.into_iter().filter(|(doubt, _)| settled(doubt) != Some("choice")).map(|(_, rows)| Some(rows));
        own.then_some(None).into_iter().chain(others).collect()
    }

    /// Whether a stretch is what is expected; what is unknown has none.
    fn held(&self, stretches: &[&Stretch], expected: &Held) -> bool {
        let same = |s: &&&Stretch| {
            let since = expected.since.as_ref().is_none_or(|day| *day == s.from);
            let who = self.are(&s.holders, &expected.holders) && self.are(&s.against, &expected.against);
            s.layer.as_str() == expected.layer && s.status.as_str() == expected.status && since && who
        };
        match expected.status.as_str() {
            "unknown" => !stretches.iter().any(|s| s.layer == Layer::Assessed && s.status != Status::Unknown),
            _ => stretches.iter().any(|s| same(&s)),
        }
    }

    fn shown(&self, stretch: &Stretch) -> String {
        let who = |ids: &[String]| ids.iter().map(|id| self.name(id)).collect::<Vec<_>>().join("+");
        let against = if stretch.against.is_empty() { String::new() } else { format!(" by {}", who(&stretch.against)) };
        format!("{} {}{against} since {} ({})", stretch.status.as_str(), who(&stretch.holders), stretch.from, stretch.rule)
    }

    /// What is answered where nothing of it is expected.
    fn control(&self, rows: &mut Vec<Row>) {
        for pair in &self.scenario.pair {
            let answered = self.observatory.control(&question(&pair.on, &pair.known_at)).expect("control");
            let of = |place: &str| answered.iter().filter(|s| s.place == place).collect::<Vec<&Stretch>>();
            let told = |stretches: &[&Stretch]| {
                let all: Vec<String> = stretches.iter().map(|s| self.shown(s)).collect();
                if all.is_empty() { "nothing".to_owned() } else { all.join("; ") }
            };
            let here = || self.scenario.control.iter().filter(|row| row.at.contains(&pair.id));
            for row in here() {
                let stretches = of(&row.place);
                let follows = self.readings(&row.otherwise).into_iter().any(|reading| match reading {
                    None => self.held(&stretches, &row.held),
                    Some(others) => others.iter().all(|other| other.none || self.held(&stretches, &other.held)),
                });
                let amiss = if follows { Vec::new() } else { vec![told(&stretches)] };
                let who = if row.held.holders.is_empty() { &row.held.against } else { &row.held.holders };
                rows.push(Row {
                    kind: "control",
                    at: pair.id.clone(),
                    what: format!("{}: {} {}", row.name, row.held.status, list(&set(who))),
                    amiss,
                });
            }
            for place in &pair.unsaid {
                let stretches = of(place);
                let amiss = if stretches.is_empty() { Vec::new() } else { vec![told(&stretches)] };
                rows.push(Row { kind: "control", at: pair.id.clone(), what: format!("{place}: unsaid"), amiss });
            }
            // Whatever else is answered: of other places, and of these.
            let mut expected: BTreeMap<&str, Vec<&Held>> = BTreeMap::new();
            for row in here() {
                let all = expected.entry(&row.place).or_default();
                all.push(&row.held);
                all.extend(row.otherwise.iter().map(|other| &other.held));
            }
            let beyond: Vec<String> = answered
                .iter()
                .filter(|s| s.status != Status::Unknown && !pair.unsaid.contains(&s.place))
                .filter(|s| match expected.get(s.place.as_str()) {
                    None => true,
                    Some(all) => s.layer == Layer::Claimed && !all.iter().any(|held| self.held(&[*s], held)),
                })
                .map(|s| format!("{}: {}", s.place, self.shown(s)))
                .collect();
            rows.push(Row { kind: "control", at: pair.id.clone(), what: "nothing else".to_owned(), amiss: beyond });
        }
    }

    fn tolls(&self, rows: &mut Vec<Row>) {
        for pair in &self.scenario.pair {
            let answered = self.observatory.tolls(&question(&pair.on, &pair.known_at)).expect("tolls");
            for row in self.scenario.toll.iter().filter(|row| row.at.contains(&pair.id)) {
                let settled = |doubt: &str| self.settled(doubt);
                let mut readings = Vec::new();
                if !row.otherwise.iter().any(|other| settled(&other.doubt) == Some("other")) {
                    readings.push(row.clone());
                }
                for other in row.otherwise.iter().filter(|other| settled(&other.doubt) != Some("choice")) {
                    let mut reading = row.clone();
                    reading.origins = other.origins.clone().unwrap_or(reading.origins);
                    reading.agreement = other.agreement.clone().unwrap_or(reading.agreement);
                    reading.flags = other.flags.clone().unwrap_or(reading.flags);
                    reading.since = other.since.clone().or(reading.since);
                    reading.low = other.low.or(reading.low);
                    reading.best = other.best.or(reading.best);
                    reading.high = other.high.or(reading.high);
                    readings.push(reading);
                }
                let amiss = readings
                    .iter()
                    .flat_map(|reading| answered.iter().filter_map(move |toll| self.toll(toll, reading)))
                    .min_by_key(Vec::len)
                    .unwrap_or_else(|| vec!["nothing".to_owned()]);
                let who = row.who.clone().unwrap_or_default();
                let what = format!("{} {who} {} {}", row.of, row.low.unwrap_or(0), row.origins.join(", "));
                rows.push(Row { kind: "toll", at: pair.id.clone(), what, amiss });
            }
        }
    }

    /// In what a toll differs; `None` = it counts something else.
    fn toll(&self, toll: &Toll, row: &scenario::Toll) -> Option<Vec<String>> {
        if toll.of.as_str() != row.of || !toll.aggregate && row.kind == "total" {
            return None;
        }
        let mut amiss = Vec::new();
        if let Some(place) = &row.place {
            differs(&mut amiss, "place", toll.place.as_ref().map_or("-", |p| p.id.as_str()), place.as_str());
        }
        differs(&mut amiss, "who", toll.who.map(vigie_model::Who::as_str), row.who.as_deref());
        if row.since.is_some() {
            differs(&mut amiss, "since", toll.start.as_deref(), row.since.as_deref());
        }
        differs(&mut amiss, "as of", toll.as_of.as_deref(), row.as_of.as_deref());
        let bounds = (toll.bounds.low(), toll.bounds.best(), toll.bounds.high());
        differs(&mut amiss, "bounds", bounds, (row.low, row.best, row.high));
        let origins: BTreeSet<String> = toll.origins.iter().map(|o| self.name(&o.origin)).collect();
        differs(&mut amiss, "origins", origins, set(&row.origins));
        differs(&mut amiss, "agreement", toll.agreement.as_str(), row.agreement.as_str());
        let counted = |who: Option<&str>, low: Option<u64>, high: Option<u64>| {
            let same = |b: Bounds| b.low() == low && b.high() == high;
            toll.parts.iter().any(|p| same(p.bounds) && (who.is_none() || p.who.map(vigie_model::Who::as_str) == who))
        };
        for part in &row.parts {
            if !counted(part.who.as_deref(), part.low, part.high) {
                let told: Vec<_> =
                    toll.parts.iter().map(|p| (p.who.map_or("-", |w| w.as_str()), p.bounds.low(), p.bounds.high())).collect();
                amiss.push(format!("parts {told:?} without {:?} {:?}", part.who, part.low));
            }
        }
        if let Some(rest) = row.unspecified.as_ref().filter(|rest| rest.low != Some(0)) {
            let rests: Vec<_> = toll.parts.iter().filter(|p| p.who.is_none()).map(|p| p.bounds.low()).collect();
            if !rests.contains(&rest.low) {
                amiss.push(format!("unspecified {rests:?} for {:?}", rest.low));
            }
        }
        let superseded: BTreeSet<u64> = toll
            .inputs
            .iter()
            .filter(|i| i.fate.as_str() == "superseded")
            .filter_map(|i| self.entries.get(&i.claim))
            .flat_map(|entry| said(&entry.claim, &row.of))
            .collect();
        for figure in row.supersedes.iter().filter_map(|figure| figure.low) {
            if !superseded.contains(&figure) {
                amiss.push(format!("{figure} is not superseded"));
            }
        }
        let flags: BTreeSet<&str> = toll.flags.iter().map(|f| f.what.as_str()).collect();
        differs(&mut amiss, "flags", flags, row.flags.iter().map(String::as_str).collect());
        Some(amiss)
    }

    /// Whether a claim rests on some words.
    fn rests_on(&self, claim: &str, doc: &str, words: &str) -> bool {
        let Some(entry) = self.entries.get(claim) else { return false };
        if self.documents.get(doc) != Some(&entry.claim.document) {
            return false;
        }
        let own = &entry.claim.quote;
        // The words of the one lie within those of the other, or begin or end in them.
        let text = self.observatory.record().bytes(&entry.claim.document).expect("the bytes").unwrap_or_default();
        let text = String::from_utf8_lossy(&text).into_owned();
        let Some(at) = text.find(words) else { return false };
        let start = text[..at].chars().count();
        own.start < start + words.chars().count() && start < own.end
    }

    fn disputes(&self, rows: &mut Vec<Row>) {
        for pair in &self.scenario.pair {
            let answered = self.observatory.disputes(&question(&pair.on, &pair.known_at)).expect("disputes");
            for row in self.scenario.dispute.iter().filter(|row| row.at.contains(&pair.id)) {
                let amiss = answered
                    .iter()
                    .flat_map(|dispute| [(dispute, 0, 1), (dispute, 1, 0)])
                    .filter_map(|(dispute, a, b)| self.dispute(dispute, (a, b), row))
                    .min_by_key(Vec::len)
                    .unwrap_or_else(|| vec!["nothing".to_owned()]);
                let what =
                    format!("{} {}: {} | {}", row.kind, row.name, row.first.origins.join(", "), row.second.origins.join(", "));
                rows.push(Row { kind: "dispute", at: pair.id.clone(), what, amiss });
            }
        }
    }

    /// In what a dispute differs; `None` = it is about something else.
    fn dispute(&self, dispute: &Dispute, sides: (usize, usize), row: &scenario::Dispute) -> Option<Vec<String>> {
        let touches = |side: usize, expected: &scenario::Side| {
            let mut pairs = dispute.sides[side].claims.iter().flat_map(|claim| expected.claims.iter().map(move |w| (claim, w)));
            pairs.any(|(claim, words)| self.rests_on(claim, &words.doc, &words.quote))
        };
        if !touches(sides.0, &row.first) || !touches(sides.1, &row.second) {
            return None;
        }
        let mut amiss = Vec::new();
        differs(&mut amiss, "kind", dispute.kind.as_str(), row.kind.as_str());
        differs(&mut amiss, "place", dispute.place.as_ref().map_or("-", |p| p.id.as_str()), row.place.as_str());
        if let Some([first, last]) = &row.days {
            // Contradictions that follow one another within three days are one dispute: its days may reach further.
            let told = (dispute.start.as_deref(), dispute.end.as_deref());
            let day = |text: &str| text.parse::<jiff::civil::Date>().ok();
            let from =
                |a: &str, b: &str| day(a).zip(day(b)).and_then(|(a, b)| a.until(b).ok()).map_or(i32::MAX, |s| s.get_days());
            let near = |(start, end): (&str, &str)| (0..=3).contains(&from(start, first)) && (0..=3).contains(&from(last, end));
            if !told.0.zip(told.1).is_some_and(near) {
                amiss.push(format!("days {told:?} for {first} to {last}"));
            }
        }
        for (n, (side, expected)) in [(sides.0, &row.first), (sides.1, &row.second)].into_iter().enumerate() {
            let side = &dispute.sides[side];
            if !self.are(&side.origins, &expected.origins) {
                amiss.push(format!("origins {:?} for {:?}", side.origins, expected.origins));
            }
            let allowed = |camps: &[String]| set(&side.camps) == set(camps);
            let other = row.otherwise.iter().any(|o| n == 1 && self.settled(&o.doubt) != Some("choice") && allowed(&o.camps));
            if !allowed(&expected.camps) && !other {
                amiss.push(format!("camps {:?} for {:?}", side.camps, expected.camps));
            }
        }
        Some(amiss)
    }

    fn routes(&self, rows: &mut Vec<Row>) {
        for route in &self.scenario.route {
            let at = format!("{}/{}", &route.on[5..], &route.known_at[5..]);
            let stops = self.observatory.route(&route.from, &route.to, &question(&route.on, &route.known_at)).expect("a route");
            for town in &route.towns {
                let stop = stops.iter().find(|stop| stop.place == town.place);
                let stretches: Vec<&Stretch> = stop.iter().flat_map(|s| s.assessed.iter().chain(&s.claimed)).collect();
                let follows = stop.is_some()
                    && self.readings(&town.otherwise).into_iter().any(|reading| match reading {
                        None => self.held(&stretches, &town.held),
                        Some(others) => others.iter().all(|other| other.none || self.held(&stretches, &other.held)),
                    });
                let told = stretches.iter().map(|s| self.shown(s)).collect::<Vec<_>>().join("; ");
                let amiss =
                    if follows { Vec::new() } else { vec![if stop.is_some() { told } else { "not on the way".to_owned() }] };
                rows.push(Row { kind: "route", at: at.clone(), what: format!("{}: {}", town.name, town.held.status), amiss });
            }
            let cut: BTreeSet<&str> = stops.iter().filter(|s| s.cut.is_some()).map(|s| s.place.as_str()).collect();
            for expected in &route.cut {
                let amiss = if cut.contains(expected.place.as_str()) { Vec::new() } else { vec![format!("cut at {cut:?}")] };
                rows.push(Row { kind: "route", at: at.clone(), what: format!("cut at {}", expected.name), amiss });
            }
        }
    }

    fn never(&self, rows: &mut Vec<Row>) {
        for pair in &self.scenario.pair {
            let asked = question(&pair.on, &pair.known_at);
            let control = self.observatory.control(&asked).expect("control");
            let tolls = self.observatory.tolls(&asked).expect("tolls");
            let disputes = self.observatory.disputes(&asked).expect("disputes");
            for row in self.scenario.never.iter().filter(|row| row.on.as_ref().is_none_or(|on| *on == pair.on)) {
                let place = row.place.as_deref();
                let amiss: Vec<String> = match row.what.as_str() {
                    "control" => control
                        .iter()
                        .filter(|s| place.is_none_or(|place| place == s.place) && s.layer == Layer::Assessed)
                        .filter(|s| row.status.as_ref().is_none_or(|status| *status == s.status.as_str()))
                        .filter(|s| row.holders.as_ref().is_none_or(|holders| self.are(&s.holders, holders)))
                        .map(|s| self.shown(s))
                        .collect(),
                    "dispute" => disputes.iter().filter(|d| self.is_never(d, row)).map(|d| self.sides(d)).collect(),
                    "toll" => tolls.iter().flat_map(|toll| self.odd(toll, row)).collect(),
                    "copy" => self.copies(row),
                    other => panic!("never {other}?"),
                };
                let words = [place, row.kind.as_deref(), row.status.as_deref(), row.quote.as_deref()];
                let flags = row.flags.iter().flatten().map(String::as_str);
                let what = words.into_iter().flatten().chain(flags).chain(row.sum.then_some("sum")).collect::<Vec<_>>().join(" ");
                rows.push(Row { kind: "never", at: pair.id.clone(), what: format!("{} {what}", row.what), amiss });
            }
        }
    }

    fn sides(&self, dispute: &Dispute) -> String {
        let words = |n: usize| {
            let claims = dispute.sides[n].claims.iter().filter_map(|c| self.entries.get(c));
            claims.map(|e| e.claim.quote.text.clone()).collect::<Vec<_>>().join(" + ")
        };
        format!("{}: {} | {}", dispute.kind.as_str(), words(0), words(1))
    }

    fn is_never(&self, dispute: &Dispute, row: &scenario::Never) -> bool {
        let from = |side: usize| {
            let mut claims = dispute.sides[side].claims.iter().filter_map(|claim| self.entries.get(claim));
            claims.any(|entry| row.docs.iter().any(|doc| self.documents.get(doc) == Some(&entry.claim.document)))
        };
        let mut claims = dispute.sides.iter().flat_map(|side| &side.claims);
        row.kind.as_ref().is_none_or(|kind| *kind == dispute.kind.as_str())
            && row.place.as_ref().is_none_or(|place| dispute.place.as_ref().is_some_and(|p| p.id == *place))
            && row.quote.as_ref().is_none_or(|words| claims.any(|claim| self.rests_on(claim, &row.docs[0], words)))
            && from(0)
            && from(1)
    }

    /// What a toll has that it must not have.
    fn odd(&self, toll: &Toll, row: &scenario::Never) -> Vec<String> {
        let here = |claim: &String| {
            self.entries.get(claim).is_some_and(|e| row.docs.iter().any(|doc| self.documents.get(doc) == Some(&e.claim.document)))
        };
        let wanted = |what: &String| row.flags.iter().flatten().any(|flag| flag == what);
        let flags = toll.flags.iter().filter(|f| wanted(&f.what) && f.claims.iter().any(here));
        let mut odd: Vec<String> =
            flags.map(|f| format!("{} of {:?}: {}", toll.of.as_str(), toll.bounds.low(), f.what)).collect();
        if row.sum {
            let told: BTreeSet<u64> = self
                .entries
                .values()
                .flat_map(|e| said(&e.claim, toll.of.as_str()))
                .flat_map(|n| [n, n.saturating_sub(1)])
                .collect();
            let bounds = [toll.bounds.low(), toll.bounds.best()];
            odd.extend(bounds.into_iter().flatten().filter(|n| !told.contains(n)).map(|n| format!("{n}, which nobody says")));
        }
        if let Some(words) = &row.quote {
            let used = toll.inputs.iter().filter(|i| i.fate.as_str() == "used" && toll.of.as_str() == "killed");
            let rests = used.filter(|i| row.docs.iter().any(|doc| self.rests_on(&i.claim, doc, words)));
            odd.extend(rests.map(|_| format!("{:?} killed", toll.bounds.low())));
        }
        odd
    }

    fn copies(&self, row: &scenario::Never) -> Vec<String> {
        let documents: Vec<&String> = row.docs.iter().filter_map(|doc| self.documents.get(doc)).collect();
        let copy =
            |id: &&&String| self.observatory.record().document(id).expect("a document").is_some_and(|d| d.copy_of.is_some());
        documents.iter().filter(copy).map(|id| format!("{id} is a copy")).collect()
    }
}

/// The numbers that a claim gives of something, as the least that they mean.
fn said(claim: &Claim, of: &str) -> Vec<u64> {
    let counts = claim.counts.iter().filter(|c| c.of.as_str() == of);
    counts.filter_map(|c| c.low.map(|low| low + u64::from(c.bound == Bound::MoreThan))).collect()
}
