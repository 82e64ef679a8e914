//! What of a pair is right, and the sums over all passages.

use std::collections::{BTreeMap, BTreeSet};

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

use super::pair::pairs;
use super::{Coded, CodedRow, GoldClaim, GoldRow, Name, Number};

/// The fields of a claim that are scored, in the order of the report.
pub(crate) const FIELDS: [&str; 7] = ["actor", "target", "place", "time", "counts", "sources", "modality"];

/// Words that do not tell two names apart.
const DROPPED: [&str; 12] =
    ["the", "al", "el", "city", "province", "governorate", "region", "district", "of", "state", "oblast", ""];

/// A name as it is compared: without case, accents and marks, and without words
/// that say only what kind of place or that it is the one.
pub(crate) fn fold(name: &str) -> String {
    let bare: String = name.nfkd().filter(|c| canonical_combining_class(*c) == 0).collect();
    let plain: String =
        bare.replace('ß', "ss").to_lowercase().chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    let words: Vec<&str> = plain.split_whitespace().filter(|w| !DROPPED.contains(w)).collect();
    if words.is_empty() { plain.trim().to_string() } else { words.join(" ") }
}

/// Precision, recall and F1, each from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Rates {
    /// Share of the coded that is right.
    pub(crate) precision: f64,
    /// Share of the gold that is there.
    pub(crate) recall: f64,
    /// Their harmonic mean.
    pub(crate) f1: f64,
}

impl Rates {
    fn of(hits: f64, gold: usize, coded: usize) -> Self {
        let share = |of: usize| if of == 0 { 0.0 } else { hits / of as f64 };
        let (precision, recall) = (share(coded), share(gold));
        let sum = precision + recall;
        Self { precision, recall, f1: if sum > 0.0 { 2.0 * precision * recall / sum } else { 0.0 } }
    }
}

/// Claims of one event code or rule.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// Pairs with the same event code.
    pub(crate) found: usize,
    /// Gold claims.
    pub(crate) gold: usize,
    /// Coded claims.
    pub(crate) coded: usize,
}

impl Tally {
    /// As rates.
    pub(crate) fn rates(self) -> Rates {
        Rates::of(self.found as f64, self.gold, self.coded)
    }
}

/// A pair with a field that is not right.
#[derive(Debug, Clone)]
pub(crate) struct Wrong {
    /// Id of the passage.
    pub(crate) id: String,
    /// `event`, or one of [`FIELDS`].
    pub(crate) field: &'static str,
    /// As annotated.
    pub(crate) gold: GoldClaim,
    /// As coded.
    pub(crate) coded: Coded,
}

/// Everything that is reported.
#[derive(Debug, Clone, Default)]
pub(crate) struct Figures {
    /// Passages.
    pub(crate) passages: usize,
    /// Passages in which nothing is to be found.
    pub(crate) empty: usize,
    /// Claims coded in these.
    pub(crate) on_empty: usize,
    /// All claims.
    pub(crate) all: Tally,
    family: usize,
    credit: f64,
    sums: [f64; 7],
    /// By event code.
    pub(crate) events: BTreeMap<String, Tally>,
    /// By rule; gold claims have none.
    pub(crate) rules: BTreeMap<String, Tally>,
    /// Gold claims without a pair, with the id of their passage.
    pub(crate) missed: Vec<(String, GoldClaim)>,
    /// Coded claims without a pair, with the id of their passage.
    pub(crate) spurious: Vec<(String, Coded)>,
    /// What is wrong in pairs.
    pub(crate) wrong: Vec<Wrong>,
}

impl Figures {
    /// Adds a passage.
    pub(crate) fn add(&mut self, gold: &GoldRow, coded: &CodedRow) {
        self.passages += 1;
        if gold.claims.is_empty() {
            self.empty += 1;
            self.on_empty += coded.claims.len();
        }
        self.all.gold += gold.claims.len();
        self.all.coded += coded.claims.len();
        for claim in &gold.claims {
            self.events.entry(claim.event.clone()).or_default().gold += 1;
        }
        for claim in &coded.claims {
            self.events.entry(claim.event.clone()).or_default().coded += 1;
            self.rules.entry(claim.rule.clone()).or_default().coded += 1;
        }
        let pairs = pairs(gold, coded);
        for pair in &pairs {
            let (g, c) = (&gold.claims[pair.gold], &coded.claims[pair.coded]);
            self.family += usize::from(pair.family);
            let wrong = |field| Wrong { id: gold.id.clone(), field, gold: g.clone(), coded: c.clone() };
            if !pair.same {
                self.wrong.push(wrong("event"));
                continue;
            }
            self.all.found += 1;
            self.events.entry(g.event.clone()).or_default().found += 1;
            self.rules.entry(c.rule.clone()).or_default().found += 1;
            let right = fields(g, c);
            for (at, share) in right.iter().enumerate() {
                self.sums[at] += share;
                if *share < 1.0 {
                    self.wrong.push(wrong(FIELDS[at]));
                }
            }
            self.credit += right.iter().sum::<f64>() / right.len() as f64;
        }
        let left = |n: usize, used: BTreeSet<usize>| (0..n).filter(move |i| !used.contains(i));
        let golds = left(gold.claims.len(), pairs.iter().map(|p| p.gold).collect());
        self.missed.extend(golds.map(|i| (gold.id.clone(), gold.claims[i].clone())));
        let codeds = left(coded.claims.len(), pairs.iter().map(|p| p.coded).collect());
        self.spurious.extend(codeds.map(|i| (gold.id.clone(), coded.claims[i].clone())));
    }

    /// Pairs with the same event code.
    pub(crate) fn found(&self) -> Rates {
        self.all.rates()
    }

    /// Pairs of one family.
    pub(crate) fn family(&self) -> Rates {
        Rates::of(self.family as f64, self.all.gold, self.all.coded)
    }

    /// Found pairs, each counted as the mean of its fields.
    pub(crate) fn claim(&self) -> Rates {
        Rates::of(self.credit, self.all.gold, self.all.coded)
    }

    /// The share of the found pairs whose field is right, in the order of [`FIELDS`].
    pub(crate) fn fields(&self) -> [f64; 7] {
        self.sums.map(|sum| if self.all.found == 0 { 0.0 } else { sum / self.all.found as f64 })
    }
}

/// How far each field of a coded claim is right, from 0 to 1, in the order of [`FIELDS`].
fn fields(gold: &GoldClaim, coded: &Coded) -> [f64; 7] {
    let time = coded.time.clone().unwrap_or_default();
    let modality = |m: &Option<String>| m.clone().unwrap_or_else(|| "asserted".to_string());
    [
        names(gold.actor.as_deref(), &coded.actors),
        names(gold.target.as_deref(), &coded.targets),
        place(gold, coded),
        whether((&gold.start, &gold.end) == (&time.start, &time.end)),
        overlap(&counts(gold.counts.as_deref().unwrap_or(&[])), &counts(&coded.counts)),
        names(gold.sources.as_deref(), &coded.sources),
        whether(modality(&gold.modality) == modality(&coded.modality)),
    ]
}

fn whether(right: bool) -> f64 {
    if right { 1.0 } else { 0.0 }
}

/// F1 of two sets; two empty ones agree.
fn overlap<T: Ord>(gold: &BTreeSet<T>, coded: &BTreeSet<T>) -> f64 {
    if gold.is_empty() && coded.is_empty() {
        return 1.0;
    }
    if gold.is_empty() || coded.is_empty() {
        return 0.0;
    }
    2.0 * gold.intersection(coded).count() as f64 / (gold.len() + coded.len()) as f64
}

fn names(gold: Option<&[String]>, coded: &[Name]) -> f64 {
    let coded: BTreeSet<String> = coded.iter().map(|n| fold(&n.name)).collect();
    let wanted = |name: &String| {
        let alternatives: Vec<String> = name.split('|').map(fold).collect();
        let hit = alternatives.iter().find(|a| coded.contains(*a)).or(alternatives.first());
        hit.cloned().unwrap_or_default()
    };
    overlap(&gold.unwrap_or(&[]).iter().map(wanted).collect(), &coded)
}

fn place(gold: &GoldClaim, coded: &Coded) -> f64 {
    let wanted = gold.place.as_deref().filter(|p| !p.is_empty());
    match (wanted, &coded.place) {
        (None, None) => 1.0,
        (Some(wanted), Some(place)) => {
            let have: BTreeSet<String> = place.aliases.iter().chain([&place.name]).map(|n| fold(n)).collect();
            whether(wanted.split('|').any(|w| have.contains(&fold(w))))
        }
        _ => 0.0,
    }
}

/// What is counted between which numbers; an exact number stands for both.
fn counts(list: &[Number]) -> BTreeSet<(Option<String>, Option<u64>, Option<u64>)> {
    let key = |n: Option<f64>| n.map(f64::to_bits);
    list.iter()
        .map(|c| {
            let exact = c.bound.as_deref() == Some("exact");
            (c.of.clone(), key(c.low), key(c.high.or(c.low.filter(|_| exact))))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::{Place, Span, Time};
    use super::*;

    fn close(a: f64, b: f64) -> bool {
        (a - b).abs() < 1e-9
    }

    #[test]
    fn names_are_compared_without_case_accents_and_kinds() {
        assert_eq!(fold("The Governorate of Ḥalab"), "halab");
        assert_eq!(fold("Al-Bab"), "bab");
        assert_eq!(fold("حَلَب"), "حلب");
        assert_eq!(fold("The State"), "the state");
    }

    #[test]
    fn one_of_two_names_is_two_thirds() {
        let coded = [Name { name: "hts".into() }];
        assert!(close(names(Some(&["HTS".into(), "rebels".into()]), &coded), 2.0 / 3.0));
        assert!(close(names(Some(&["jihadists|HTS".into()]), &coded), 1.0));
        assert!(close(names(None, &coded), 0.0));
    }

    #[test]
    fn an_exact_number_is_its_own_upper_limit() {
        let one = |low, high, bound: &str| Number { of: Some("killed".into()), low, high, bound: Some(bound.into()) };
        assert_eq!(counts(&[one(Some(3.0), None, "exact")]), counts(&[one(Some(3.0), Some(3.0), "range")]));
        assert_ne!(counts(&[one(Some(3.0), None, "at_least")]), counts(&[one(Some(3.0), None, "exact")]));
    }

    #[test]
    fn a_found_pair_counts_as_the_mean_of_its_fields() {
        let text = "Les rebelles ont pris Alep.";
        let claim = GoldClaim {
            quote: text.into(),
            event: "territory.capture".into(),
            actor: Some(vec!["rebels".into()]),
            place: Some("Aleppo".into()),
            start: Some("2024-11-29".into()),
            end: Some("2024-11-29".into()),
            ..GoldClaim::default()
        };
        let gold = GoldRow { id: "a".into(), text: text.into(), lang: None, outlet: None, published: None, claims: vec![claim] };
        let coded = Coded {
            quote: Span { text: text.into(), start: 0, end: 27 },
            event: "territory.capture".into(),
            actors: vec![Name { name: "Rebels".into() }, Name { name: "HTS".into() }],
            place: Some(Place { name: "Halab".into(), aliases: vec!["Alep".into(), "ALEPPO".into()] }),
            time: Some(Time { start: Some("2024-11-28".into()), end: Some("2024-11-29".into()) }),
            ..Coded::default()
        };
        let spare = Coded { quote: Span { start: 100, end: 120, ..Span::default() }, event: "aid".into(), ..Coded::default() };
        let mut figures = Figures::default();
        figures.add(&gold, &CodedRow { id: "a".into(), claims: vec![coded, spare] });
        assert!(close(figures.found().precision, 0.5) && close(figures.found().recall, 1.0));
        // Right: target, place, counts, sources, modality; actor by two thirds; time not.
        let mean = (5.0 + 2.0 / 3.0) / 7.0;
        assert!(close(figures.claim().recall, mean), "{:?}", figures.claim());
        assert!(close(figures.claim().f1, 2.0 * mean / 3.0));
        assert_eq!((figures.missed.len(), figures.spurious.len(), figures.wrong.len()), (0, 1, 2));
    }
}
