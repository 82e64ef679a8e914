//! Tolls: what many claims say together of a number of killed, injured, missing … (methods R3–R9, C1–C8, U1–U3).
//!
//! Of a scope (what is counted, where, of which event or since which day) each
//! origin has one figure, its latest; the older ones are superseded and never added. What independent
//! origins say is set side by side: low, best, high, and whether they agree. Parts stand below their
//! total and never add to it. Every figure that bears on a toll is among its inputs, with what became of it and why.
//!
//! Nothing here says which figure is true, and nothing is inferred of who was a civilian. What stood at an
//! instant is chosen by the caller, who passes the entries of that instant.
//! Read `figure` for what a figure is, `scope` for what is compared with what, `weigh` for how.

mod check;
mod dispute;
mod figure;
mod scope;
pub mod sums;
mod weigh;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use jiff::civil::Date;
use rustc_hash::{FxHashMap, FxHashSet};
use sha2::{Digest, Sha256};
use vigie_model::{Bounds, Counted, Dispute, Entry, Fate, Flag, Input, Modality, OriginFigure, Toll, TollPart, Who};

use crate::knowledge::Knowledge;
use crate::origins::{self, Voice};
use figure::{Class, Figure, Said, sum};
use scope::Group;
use weigh::Word;

/// The tolls of some entries, in order of (place, what is counted, first day, who, side).
///
/// The entries are those that stood at one instant; their order changes nothing. With `on`, events that begin
/// after that day and totals that run further are left out, as if nobody had told them yet.
pub fn tolls(entries: &[Entry], knowledge: &Knowledge, on: Option<Date>) -> Vec<Toll> {
    derive(entries, knowledge, on).into_iter().map(|d| d.toll).collect()
}

/// Where independent voices leave no number that fits all (methods R9), in order of their tolls.
pub fn disputes(entries: &[Entry], knowledge: &Knowledge, on: Option<Date>) -> Vec<Dispute> {
    derive(entries, knowledge, on).into_iter().flat_map(|d| d.disputes).collect()
}

/// The scopes that an entry bears on, as `what is counted|id of the place`, in order, each once; nothing stands behind the
/// bar where no place is told. Two entries bear on one toll only when they share one.
pub fn bucket_of(entry: &Entry) -> Vec<String> {
    let place = entry.claim.place.as_ref().map_or("", |p| &p.id);
    let counted = entry.claim.counts.iter().filter(|c| figure::is_toll(c.of)).map(|c| format!("{}|{place}", c.of));
    counted.collect::<BTreeSet<_>>().into_iter().collect()
}

/// A toll, and what is disputed about it.
struct Derived {
    toll: Toll,
    disputes: Vec<Dispute>,
}

fn derive(entries: &[Entry], knowledge: &Knowledge, on: Option<Date>) -> Vec<Derived> {
    let groups = scope::groups(entries, knowledge, on);
    let mut derived: Vec<Derived> = groups.iter().flat_map(|group| Reckoning::of(group, knowledge).tolls()).collect();
    let key = |t: &Toll| (t.place.as_ref().map(|p| p.id.clone()), t.of, t.start.clone(), t.who, t.side.clone(), t.id.clone());
    derived.sort_by_cached_key(|d| key(&d.toll));
    derived
}

/// The work on one scope.
struct Reckoning<'g, 'e> {
    group: &'g Group<'e>,
    knowledge: &'g Knowledge,
    voices: Vec<Voice>,
    /// Of each figure its voice, or why it does not count.
    heard: Vec<Result<usize, Input>>,
    /// Classes of which a figure counts.
    classes: BTreeSet<Class<'e>>,
    flags: Vec<Flag>,
}

/// The figure by which a voice stands, in one class.
#[derive(Clone, Copy)]
struct Standing<'g, 'e> {
    voice: usize,
    figure: &'g Figure<'e>,
    /// What it says of the class: of a part, less than the figure.
    said: Said,
    /// How many other numbers the voice has given up.
    superseded: usize,
    /// The figure, or a repetition of it, where it tells its parts.
    parted: Option<&'g Figure<'e>>,
}

impl Standing<'_, '_> {
    fn word(&self) -> Word {
        Word { said: self.said, as_of: self.figure.as_of }
    }
}

/// What the same voices say beside a figure.
struct Beside<'e> {
    /// Who gives a figure of a class that is not only an addition.
    whole: FxHashSet<(usize, Class<'e>)>,
    /// Who gives such a figure that is not one person.
    many: FxHashSet<(usize, Class<'e>)>,
    /// Of each text and voice, how many of one class it counts at least.
    classes: FxHashMap<(&'e str, usize), u64>,
}

impl<'e> Beside<'e> {
    fn of(figures: &[Figure<'e>], heard: &[Result<usize, Input>]) -> Self {
        let mut beside = Self { whole: FxHashSet::default(), many: FxHashSet::default(), classes: FxHashMap::default() };
        let (more, lone) = (figures.iter().any(|f| f.more), figures.iter().any(Figure::is_lone));
        for (figure, heard) in figures.iter().zip(heard).filter(|(f, _)| !f.more) {
            let Ok(voice) = heard else { continue };
            if more {
                beside.whole.insert((*voice, figure.class));
            }
            if lone && !figure.said.is_one() {
                beside.many.insert((*voice, figure.class));
            }
            if figure.class != Class::ALL && figure.class.side.is_none() {
                let most = beside.classes.entry((&figure.entry.claim.document, *voice)).or_default();
                *most = figure.said.range().0.max(*most);
            }
        }
        beside
    }

    /// Whether a voice counts more of a class in the same text than this figure allows for all: then it is an older one
    /// that the text restates, or one of something else.
    fn more_of_a_class(&self, voice: usize, all: &Figure<'_>) -> bool {
        let most = self.classes.get(&(all.entry.claim.document.as_str(), voice));
        most.is_some_and(|most| *most > all.said.range().1)
    }
}

/// What became of a figure.
fn input(figure: &Figure<'_>, fate: Fate, rule: &str, reason: &str, by: Option<&Figure<'_>>) -> Input {
    Input {
        claim: figure.entry.claim.id.clone(),
        fate,
        rule: rule.to_owned(),
        reason: reason.to_owned(),
        by: by.map(|f| f.entry.claim.id.clone()),
    }
}

fn flag(what: &str, figures: &[&Figure<'_>]) -> Flag {
    let claims: BTreeSet<&String> = figures.iter().map(|f| &f.entry.claim.id).collect();
    Flag { what: what.to_owned(), claims: claims.into_iter().cloned().collect() }
}

impl<'g, 'e> Reckoning<'g, 'e> {
    fn of(group: &'g Group<'e>, knowledge: &'g Knowledge) -> Self {
        let figures = &group.figures;
        let mut entries: Vec<(usize, &Entry)> = figures.iter().map(|f| (f.at, f.entry)).collect();
        entries.sort_unstable_by_key(|e| e.0);
        entries.dedup_by_key(|e| e.0);
        let told: Vec<&Entry> = entries.iter().map(|e| e.1).collect();
        let voices = origins::independent(&told, knowledge);
        let mut speaks = vec![0; told.len()];
        for (voice, at) in voices.iter().enumerate().flat_map(|(v, voice)| voice.entries.iter().map(move |at| (v, *at))) {
            speaks[at] = voice;
        }
        let voice_of = |f: &Figure<'_>| entries.binary_search_by_key(&f.at, |e| e.0).map_or(0, |at| speaks[at]);
        let heard = figures.iter().map(|f| Ok(voice_of(f))).collect();
        let mut work = Self { group, knowledge, voices, heard, classes: BTreeSet::new(), flags: Vec::new() };
        work.leave_out();
        let counted = work.group.figures.iter().zip(&work.heard).filter(|(_, heard)| heard.is_ok());
        work.classes = counted.map(|(f, _)| f.class).collect();
        work
    }

    /// Sets aside what does not count by itself, then what does not beside other figures of its voice.
    fn leave_out(&mut self) {
        let figures = &self.group.figures;
        let out = |figure, rule, reason| Err(input(figure, Fate::Excluded, rule, reason, None));
        let asserted: BTreeSet<Class<'_>> = figures.iter().filter(|f| f.asserted()).map(|f| f.class).collect();
        let mislabelled = check::mislabelled(figures, &self.heard, self.knowledge);
        for (nth, figure) in figures.iter().enumerate() {
            if figure.entry.claim.modality == Modality::Denied {
                self.heard[nth] = out(figure, "R9", "denied");
            } else if !figure.asserted() && asserted.contains(&figure.class) {
                self.heard[nth] = out(figure, "R9", "not-asserted");
            } else if figure.is_year() {
                self.flags.push(flag("figure-is-year", &[figure]));
                self.heard[nth] = out(figure, "R7", "figure-is-year");
            } else if mislabelled.contains(&nth) {
                self.flags.push(flag("mislabelled", &[figure]));
                self.heard[nth] = out(figure, "R7", "mislabelled");
            } else if !figure.asserted() {
                self.flags.push(flag("not-asserted", &[figure]));
            }
        }
        let beside = Beside::of(figures, &self.heard);
        let mut kept: FxHashMap<(usize, Class<'_>, Said, &str), &Figure<'_>> = FxHashMap::default();
        let copies = figures.iter().any(|f| f.entry.witness != f.entry.claim.document);
        for (nth, figure) in figures.iter().enumerate() {
            let Ok(voice) = self.heard[nth] else { continue };
            if figure.more && beside.whole.contains(&(voice, figure.class)) {
                self.flags.push(flag("addition-not-added", &[figure]));
                self.heard[nth] = out(figure, "R4", "addition");
            } else if figure.class == Class::ALL && beside.more_of_a_class(voice, figure) {
                self.heard[nth] = out(figure, "R7", "below-its-part");
            } else if figure.is_lone() && beside.many.contains(&(voice, figure.class)) {
                self.heard[nth] = out(figure, "R3", "one-of-many");
            } else if copies {
                let first = *kept.entry((voice, figure.class, figure.said, &figure.entry.witness)).or_insert(figure);
                // Said twice in one text is no copy.
                if first.entry.claim.document != figure.entry.claim.document {
                    self.heard[nth] = Err(input(figure, Fate::Excluded, "R2", "copy", Some(first)));
                }
            }
        }
    }

    /// The toll of all, with every other class below it; where nobody gives one, a toll of each class.
    fn tolls(mut self) -> Vec<Derived> {
        let classes = self.classes.clone();
        if classes.contains(&Class::ALL) {
            return vec![self.toll(Class::ALL, &classes)];
        }
        classes.iter().map(|class| self.toll(*class, &BTreeSet::new())).collect()
    }

    fn toll(&mut self, class: Class<'e>, below: &BTreeSet<Class<'e>>) -> Derived {
        let mut inputs: Vec<Input> = Vec::new();
        let odd_in_scope = self.flags.len();
        for (figure, heard) in self.group.figures.iter().zip(&self.heard) {
            // What does not count is shown with its class; with every class where nothing of its own counts.
            if let Err(out) = heard
                && (!below.is_empty() || figure.class == class || !self.classes.contains(&figure.class))
            {
                inputs.push(out.clone());
            }
        }
        let standing = self.standing(class, &mut inputs);
        let parts = self.rows(class, below, &standing, &mut inputs);

        for s in &standing {
            inputs.push(input(s.figure, Fate::Used, "R5", "latest", None));
        }
        inputs.sort_unstable();
        inputs.dedup();

        // R5: the latest figure of an origin that tells its parts.
        let main = standing
            .iter()
            .filter(|s| s.parted.is_some())
            .max_by_key(|s| (s.figure.as_of, s.said.low, Reverse(&self.voices[s.voice].origin.id)));
        let words: Vec<Word> = standing.iter().map(Standing::word).collect();
        let bounds = weigh::bounds(&words, main.and_then(|s| s.said.number()));
        let mut told: Vec<TollPart> = parts.iter().map(|(class, row)| part(*class, row, main.map(|m| m.voice))).collect();
        // Parts of things are no classes, and what they leave is not told.
        if let Some(parted) = main.and_then(|main| main.parted).filter(|_| self.group.of != Counted::Localities) {
            told.extend(rest(bounds, parted));
        }
        let latest = standing.iter().filter_map(|s| s.figure.as_of).max();
        // Where an unsure figure runs on with totals that say so, it is sure.
        let all_unsure = self.group.figures.iter().all(|f| f.unsure);
        for s in &standing {
            let said = [(s.said.about, "approximate"), (all_unsure, "scope-unsure")];
            self.flags.extend(said.iter().filter(|(so, _)| *so).map(|(_, what)| flag(what, &[s.figure])));
        }
        self.flags.extend(check::parts(&standing, &parts));
        let mut flags = self.flags.split_off(odd_in_scope);
        let bears = |claim: &String| inputs.binary_search_by(|i| i.claim.cmp(claim)).is_ok();
        flags.extend(self.flags.iter().filter(|flag| flag.claims.iter().any(bears)).cloned());
        flags.sort_unstable();
        flags.dedup();
        let toll = Toll {
            id: id(&self.group.key, class),
            of: self.group.of,
            who: class.who,
            side: class.side.map(str::to_owned),
            place: self.group.place.cloned(),
            start: self.group.start.map(|d| d.to_string()),
            end: if self.group.aggregate { latest } else { self.group.end }.map(|d| d.to_string()),
            as_of: latest.map(|d| d.to_string()),
            aggregate: self.group.aggregate,
            bounds,
            agreement: weigh::agreement(&words),
            origins: standing.iter().map(|s| self.origin_figure(s)).collect(),
            parts: told,
            flags,
            inputs,
        };
        let disputes = dispute::of(self, &toll, &standing, &parts);
        Derived { toll, disputes }
    }

    /// The latest figure of each voice in a class, in order of the voices; what it repeats and supersedes goes to the inputs.
    fn standing(&mut self, class: Class<'e>, inputs: &mut Vec<Input>) -> Vec<Standing<'g, 'e>> {
        let group = self.group;
        let mut chains: BTreeMap<usize, Vec<&'g Figure<'e>>> = BTreeMap::new();
        for (figure, heard) in group.figures.iter().zip(&self.heard).filter(|(f, _)| f.class == class) {
            if let Ok(voice) = heard {
                chains.entry(*voice).or_default().push(figure);
            }
        }
        let mut standing = Vec::new();
        for (voice, mut chain) in chains {
            let Some(latest) = chain.pop() else { continue };
            let mut own = Standing { voice, figure: latest, said: latest.said, superseded: 0, parted: None };
            own.parted = Some(latest).filter(|f| !f.parts.is_empty());
            // From the latest back: what takes the place of each.
            let mut next = latest;
            let mut given_up = FxHashSet::default();
            let mut documents = FxHashSet::from_iter([latest.entry.claim.document.as_str()]);
            for older in chain.into_iter().rev() {
                let document = older.entry.claim.document.as_str();
                if older.said == latest.said && older.as_of == latest.as_of {
                    inputs.push(input(older, Fate::Used, "R3", "repeats", Some(latest)));
                    own.parted = own.parted.or(Some(older).filter(|f| !f.parts.is_empty()));
                    continue;
                }
                given_up.insert(older.said);
                if !documents.insert(document) {
                    // Whoever tells a newer figure in the same text restates the older one.
                    inputs.push(input(older, Fate::Superseded, "R3", "restated", Some(next)));
                    continue;
                }
                let reason = if older.origin == next.origin { "later-same-origin" } else { "later-same-voice" };
                inputs.push(input(older, Fate::Superseded, "R3", reason, Some(next)));
                if next.said.range().1 < older.said.range().0 {
                    self.flags.push(flag("falls", &[older, next]));
                }
                next = older;
            }
            given_up.remove(&latest.said);
            own.superseded = given_up.len();
            standing.push(own);
        }
        standing
    }

    /// What each voice says of each class below a toll: the parts of its latest figure, and what it says of a class alone.
    /// Parts of older figures are superseded with them.
    fn rows(
        &mut self,
        class: Class<'e>,
        below: &BTreeSet<Class<'e>>,
        totals: &[Standing<'g, 'e>],
        inputs: &mut Vec<Input>,
    ) -> BTreeMap<Class<'e>, Vec<Standing<'g, 'e>>> {
        let mut rows: BTreeMap<Class<'e>, Vec<Standing<'g, 'e>>> = BTreeMap::new();
        for (total, parted) in totals.iter().filter_map(|total| Some((total, total.parted?))) {
            for (class, said) in by_class(parted) {
                rows.entry(class).or_default().push(Standing { figure: parted, said, ..*total });
            }
        }
        for other in below.iter().filter(|c| **c != class) {
            // Within the toll of all, people of one side are a part without a class.
            let class = Class { who: other.who.or(Some(Who::People)), side: other.side };
            for own in self.standing(*other, inputs) {
                let time = |s: &Standing<'_, '_>| (s.figure.as_of, s.figure.spoken);
                let row = rows.entry(class).or_default();
                let total = totals.iter().find(|total| total.voice == own.voice);
                let told = row.iter_mut().find(|s| s.voice == own.voice);
                // What a voice said of a class goes with its older total.
                if let Some(newer) = told.as_deref().or(total).filter(|newer| time(newer) > time(&own)) {
                    inputs.push(input(own.figure, Fate::Superseded, "R3", "later-same-origin", Some(newer.figure)));
                    continue;
                }
                inputs.push(input(own.figure, Fate::Used, "R5", "part", None));
                match told {
                    Some(part) => *part = own,
                    None => row.push(own),
                }
            }
        }
        rows.retain(|_, row| !row.is_empty());
        for row in rows.values_mut() {
            row.sort_by_key(|s| s.voice);
        }
        rows
    }

    fn origin_figure(&self, s: &Standing<'_, '_>) -> OriginFigure {
        let origin = self.knowledge.origin(s.figure.entry);
        OriginFigure {
            origin: origin.id,
            name: origin.name,
            bounds: Bounds::new(s.said.low, s.said.number(), s.said.high).unwrap_or_default(),
            as_of: s.figure.as_of.map(|d| d.to_string()),
            claim: s.figure.entry.claim.id.clone(),
            superseded: s.superseded,
        }
    }
}

/// The parts of a figure by class; those of one class that lie beside one another are one.
fn by_class<'e>(figure: &Figure<'e>) -> BTreeMap<Class<'e>, Said> {
    let mut classes: BTreeMap<Class<'e>, Said> = BTreeMap::new();
    let add = |a: Option<u64>, b: Option<u64>| a.zip(b).map(|(a, b)| a.saturating_add(b));
    for part in &figure.parts {
        let beside = |said: &Said| Said {
            low: add(said.low, part.said.low),
            high: add(said.high, part.said.high),
            about: said.about || part.said.about,
        };
        match classes.get_mut(&part.class) {
            Some(said) if !part.nested => *said = beside(said),
            Some(_) => {}
            None => {
                classes.insert(part.class, part.said);
            }
        }
    }
    classes
}

fn part(class: Class<'_>, row: &[Standing<'_, '_>], main: Option<usize>) -> TollPart {
    let words: Vec<Word> = row.iter().map(Standing::word).collect();
    let best = row.iter().find(|s| Some(s.voice) == main).and_then(|s| s.said.number());
    let claims: BTreeSet<&String> = row.iter().map(|s| &s.figure.entry.claim.id).collect();
    TollPart {
        who: class.who,
        side: class.side.map(str::to_owned),
        bounds: weigh::bounds(&words, best),
        claims: claims.into_iter().cloned().collect(),
    }
}

/// What the parts of a figure leave of it: nobody specifies who they were.
fn rest(toll: Bounds, set: &Figure<'_>) -> Option<TollPart> {
    let beside = || set.parts.iter().filter(|p| !p.nested);
    let sum_of = |side: fn(Said) -> Option<u64>| beside().try_fold(0u64, |sum, p| Some(sum.saturating_add(side(p.said)?)));
    let best = toll.best()?.checked_sub(sum(&set.parts))?;
    // Parts and total may be told by different voices where several speak; then only the best is a difference of one text.
    let own = |side: Option<u64>, said: Option<u64>| side.filter(|_| side == said);
    let low = own(toll.low(), set.said.low).zip(sum_of(|s| s.high)).map(|(total, parts)| total.saturating_sub(parts));
    let high = own(toll.high(), set.said.high).zip(sum_of(|s| s.low)).map(|(total, parts)| total.saturating_sub(parts));
    let bounds = Bounds::new(low.filter(|low| *low <= best), Some(best), high.filter(|high| best <= *high))?;
    let part = TollPart { who: None, side: None, bounds, claims: vec![set.entry.claim.id.clone()] };
    (high != Some(0)).then_some(part)
}

/// `t-` and 16 hexadecimal digits: the same for the same scope and class.
fn id(key: &str, class: Class<'_>) -> String {
    let who = class.who.map_or("", Who::as_str);
    short_hash("t-", &format!("{key}|{who}|{}", class.side.unwrap_or_default()))
}

/// A letter and 16 hexadecimal digits of the SHA-256 of a text.
fn short_hash(prefix: &str, text: &str) -> String {
    let mut id = prefix.to_owned();
    for byte in &Sha256::digest(text)[..8] {
        let _ = write!(id, "{byte:02x}");
    }
    id
}
