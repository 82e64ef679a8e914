//! The gate: whether a text is about a conflict at all.
//!
//! One scan over the bytes with all anchor words of a pack at once decides, so
//! that a text without them costs next to nothing. Nothing is weighed: the
//! conditions are stated at [`Gate::opens`].

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use vigie_pack::Pack;

/// Anchor words, compiled. The default has none and lets every text through.
#[derive(Debug, Clone, Default)]
pub struct Gate {
    anchors: Option<AhoCorasick>,
    kinds: Vec<Kind>,
    counters: Option<AhoCorasick>,
    counter_open: Vec<bool>,
}

#[derive(Debug, Clone, Copy)]
struct Kind {
    domain: Domain,
    open: bool,
}

/// What an anchor shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Domain {
    Conflict,
    Force,
    Weak,
}

/// What the scan found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Anchors {
    /// Different words that show a conflict by themselves.
    pub conflict: usize,
    /// Different words that show it with another one.
    pub weak: usize,
    /// Those of the weak words that speak of fighting (*soldiers*, *strikes*) and not of harm, which a flood does as well.
    pub force: usize,
    /// Different words of other domains.
    pub counter: usize,
}

/// A text shorter than this, in bytes, is a sentence or two: one weak word is enough.
const SHORT: usize = 400;

impl Anchors {
    /// Whether words enough speak of war: two that show it alone, or one that no word of another domain speaks against.
    const fn sure(self) -> bool {
        self.conflict >= 2 || (self.conflict == 1 && self.counter == 0)
    }

    /// How many names of countries at war must stand beside these anchors; `None` where only an armed group will do.
    /// A sure text that speaks of fighting needs one, other sure texts two; a doubtful text that speaks of fighting much
    /// more than of anything else needs three: *soldiers*, *strikes* and *Gaza* all over, and a theatre named once.
    const fn names_needed(self) -> Option<usize> {
        let weight = 2 * self.conflict + self.weak;
        let clear = weight > 3 * self.counter;
        // A text with no word that shows a conflict alone says that it is no flood by two words of fighting.
        let fought = self.force >= if self.conflict == 0 { 2 } else { 1 };
        match self.sure() {
            true if clear && weight >= 4 && self.conflict + self.force >= 2 => Some(1),
            true => Some(2),
            false if clear && weight >= 6 && fought => Some(3),
            false => None,
        }
    }
}

impl Gate {
    /// Compiles the anchors of a pack.
    pub fn new(pack: &Pack) -> Self {
        let (mut words, mut kinds, mut against, mut counter_open) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for anchor in &pack.anchors {
            for surface in spellings(&anchor.surface) {
                let shown = match anchor.domain.as_str() {
                    "conflict" => Some(Domain::Conflict),
                    "force" => Some(Domain::Force),
                    "weak" => Some(Domain::Weak),
                    _ => None,
                };
                if let Some(domain) = shown {
                    kinds.push(Kind { domain, open: anchor.open });
                    words.push(surface);
                } else {
                    counter_open.push(anchor.open);
                    against.push(surface);
                }
            }
        }
        let build = |patterns: &[String], kind| {
            // A pack without anchors keeps no text out.
            (!patterns.is_empty()).then_some(())?;
            AhoCorasick::builder()
                .ascii_case_insensitive(true)
                .match_kind(MatchKind::LeftmostLongest)
                .kind(Some(kind))
                .build(patterns)
                .ok()
        };
        Self {
            anchors: build(&words, AhoCorasickKind::DFA),
            kinds,
            counters: build(&against, AhoCorasickKind::ContiguousNFA),
            counter_open,
        }
    }

    /// Whether the text holds any anchor: a single scan that stops at the first.
    pub fn any(&self, text: &str) -> bool {
        let Some(automaton) = &self.anchors else { return true };
        automaton.find_iter(text).any(|m| whole(text, m.start(), m.end(), self.kinds[m.pattern().as_usize()].open))
    }

    /// Counts the anchors of a text, each word once.
    pub fn anchors(&self, text: &str) -> Anchors {
        let mut out = Anchors::default();
        let Some(automaton) = &self.anchors else { return out };
        let mut seen = vec![false; self.kinds.len()];
        for m in automaton.find_iter(text) {
            let pattern = m.pattern().as_usize();
            let kind = self.kinds[pattern];
            if !seen[pattern] && whole(text, m.start(), m.end(), kind.open) {
                seen[pattern] = true;
                match kind.domain {
                    Domain::Conflict => out.conflict += 1,
                    Domain::Force | Domain::Weak => out.weak += 1,
                }
                out.force += usize::from(kind.domain == Domain::Force);
            }
        }
        if let Some(automaton) = self.counters.as_ref().filter(|_| out.conflict + out.weak > 0) {
            let mut seen = vec![false; self.counter_open.len()];
            for m in automaton.find_iter(text) {
                let pattern = m.pattern().as_usize();
                if !seen[pattern] && whole(text, m.start(), m.end(), self.counter_open[pattern]) {
                    seen[pattern] = true;
                    out.counter += 1;
                }
            }
        }
        out
    }

    /// Whether a text is to be read: it is closed when it names no conflict and has too few weak words, or when words of
    /// other domains outweigh both.
    pub fn opens(&self, text: &str) -> Opening {
        if self.anchors.is_none() {
            return Opening::Open { names: Some(2) };
        }
        if !self.any(text) {
            return Opening::Closed;
        }
        let found = self.anchors(text);
        let enough = if text.len() < SHORT { 1 } else { 4 };
        let foreign = found.counter > 2 * (2 * found.conflict + found.weak);
        match found.conflict {
            0 if found.weak < enough || found.weak <= found.counter => Opening::Closed,
            _ if foreign => Opening::Closed,
            _ if text.len() < SHORT => Opening::Open { names: Some(0) },
            _ => Opening::Open { names: found.names_needed() },
        }
    }
}

/// What the gate says of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opening {
    /// It is about something else.
    Closed,
    /// It is read when it names an armed group of a theatre, or so many times a country or a place where war is fought.
    Open {
        /// How many times; `None` where only an armed group will do.
        names: Option<usize>,
    },
}

/// A word as typed and as typeset: both apostrophes.
fn spellings(surface: &str) -> impl Iterator<Item = String> {
    let curly = surface.contains('\'').then(|| surface.replace('\'', "’"));
    [surface.to_string()].into_iter().chain(curly)
}

/// Whether a match is a whole word (or the beginning of one, where any ending may follow).
fn whole(text: &str, start: usize, end: usize, open: bool) -> bool {
    let before = text.get(..start).and_then(|t| t.chars().next_back()).is_none_or(|c| !c.is_alphanumeric());
    before && (open || text.get(end..).and_then(|t| t.chars().next()).is_none_or(|c| !c.is_alphanumeric()))
}
