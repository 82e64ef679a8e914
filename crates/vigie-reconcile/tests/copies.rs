//! How well copies of dispatches are found: a set made from the development texts of the corpus by a seeded
//! generator, each text cut, re-ordered, edited or given another beginning, among all the others and among texts
//! that quote from it. `cargo test -p vigie-reconcile --test copies -- --nocapture` prints the table of
//! `docs/record.md`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use jiff::civil::Date;
use proptest::prelude::*;
use vigie_reconcile::copies::{Index, Signature};

const DAY: Date = Date::constant(2024, 11, 30);

/// Numbers that look random and are the same on every machine.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % n
    }

    fn percent(&mut self, n: usize) -> bool {
        self.below(100) < n
    }

    fn shuffled<T>(&mut self, mut list: Vec<T>) -> Vec<T> {
        for at in (1..list.len()).rev() {
            list.swap(at, self.below(at + 1));
        }
        list
    }
}

struct Dispatch {
    id: String,
    published: String,
    text: String,
}

fn dispatches(lang: &str) -> Vec<Dispatch> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../../corpus/gold/{lang}/dev.jsonl"));
    let lines = std::fs::read_to_string(path).expect("the corpus is there");
    let read = |line: &str| {
        let row: serde_json::Value = serde_json::from_str(line).expect("a line of the corpus is JSON");
        let text = |key: &str| row[key].as_str().unwrap_or_default().to_lowercase();
        Dispatch { id: text("id"), published: text("published"), text: text("text") }
    };
    lines.lines().map(read).collect()
}

fn sentences(text: &str) -> Vec<String> {
    let ended = text.split_inclusive(['.', '!', '?', '؟', '\n']).map(str::trim);
    ended.filter(|s| s.split_whitespace().count() > 2).map(str::to_owned).collect()
}

fn words(text: &str) -> usize {
    text.split_whitespace().count()
}

/// The first sentences, up to a share of the words.
fn cut(text: &str, percent: usize) -> String {
    let mut kept = String::new();
    for sentence in sentences(text) {
        if words(&kept) * 100 >= words(text) * percent {
            break;
        }
        kept = format!("{kept} {sentence}");
    }
    kept
}

/// A share of the words replaced by words of the same language.
fn edited(text: &str, percent: usize, vocabulary: &[&str], dice: &mut Dice) -> String {
    let word = |w| if dice.percent(percent) { vocabulary[dice.below(vocabulary.len())] } else { w };
    text.split_whitespace().map(word).collect::<Vec<_>>().join(" ")
}

/// A text that carries sentences of another, up to a share of all its words.
fn quoting(own: &str, other: &str, percent: usize, dice: &mut Dice) -> String {
    let mut text = own.to_owned();
    for sentence in dice.shuffled(sentences(other)) {
        let longer = format!("{text} {sentence}");
        if (words(&longer) - words(own)) * 100 > words(&longer) * percent {
            break;
        }
        text = longer;
    }
    text
}

/// Of what kind a pair is, whether it should be found, and how it was.
#[derive(Default)]
struct Row {
    pairs: usize,
    found: usize,
    percents: Vec<u32>,
    off: u32,
}

/// Share of the shorter text's shingles in the longer one, exactly.
fn exact(a: &str, b: &str) -> u32 {
    let set = |text: &str| {
        let words: Vec<String> =
            text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_owned).collect();
        words.windows(3).map(<[String]>::to_vec).collect::<BTreeSet<_>>()
    };
    let (a, b) = (set(a), set(b));
    (100 * a.intersection(&b).count() / a.len().min(b.len()).max(1)) as u32
}

fn measured() -> BTreeMap<&'static str, Row> {
    let mut rows: BTreeMap<&'static str, Row> = BTreeMap::new();
    let mut dice = Dice(20_241_130);
    for lang in ["fr", "en", "ar"] {
        let list = dispatches(lang);
        let vocabulary: Vec<&str> = list.iter().flat_map(|d| d.text.split_whitespace()).collect();
        let mut index = Index::new(3);
        for d in &list {
            index.insert(&d.id, DAY, Signature::of(&d.text));
        }
        let mut note = |kind, d: &Dispatch, text: &str| {
            let row = rows.entry(kind).or_default();
            row.pairs += 1;
            let found = index.alike(DAY, &Signature::of(text));
            let exact = exact(&d.text, text);
            row.percents.push(exact);
            if let Some((_, like)) = found.iter().find(|(id, _)| *id == d.id) {
                row.found += 1;
                row.off = row.off.max(like.percent.abs_diff(exact));
            }
        };
        for (at, d) in list.iter().enumerate() {
            let other = &list[(at + 1 + dice.below(list.len() - 1)) % list.len()];
            let headline = sentences(&other.text).swap_remove(0);
            note("1 cut to 80 %", d, &cut(&d.text, 80));
            note("1 cut to 60 %", d, &cut(&d.text, 60));
            note("1 cut to 40 %", d, &cut(&d.text, 40));
            note("2 cut to 25 %", d, &cut(&d.text, 25));
            note("1 another beginning", d, &format!("{headline} {}", d.text));
            note("1 cut to 60 %, another beginning", d, &format!("{headline} {}", cut(&d.text, 60)));
            note("1 sentences re-ordered", d, &dice.shuffled(sentences(&d.text)).join(" "));
            note("1 3 % of the words changed", d, &edited(&d.text, 3, &vocabulary, &mut dice));
            note("1 6 % of the words changed", d, &edited(&d.text, 6, &vocabulary, &mut dice));
            note("2 10 % of the words changed", d, &edited(&d.text, 10, &vocabulary, &mut dice));
            note("1 cut to 60 %, 5 % changed", d, &edited(&cut(&d.text, 60), 5, &vocabulary, &mut dice));
            note("0 quotes from it, 15 % of the text", d, &quoting(&other.text, &d.text, 15, &mut dice));
            note("0 quotes from it, 30 % of the text", d, &quoting(&other.text, &d.text, 30, &mut dice));
            for b in &list[at + 1..] {
                let kind = if d.published == b.published { "0 others of the day" } else { "0 others" };
                note(kind, d, &b.text);
            }
        }
    }
    rows
}

#[test]
fn copies_are_found_and_other_dispatches_of_the_story_are_none() {
    let rows = measured();
    println!("| made | pairs | held by the longer, lowest – highest | found | estimate off by at most |");
    for (kind, row) in &rows {
        let (low, high) = (row.percents.iter().min().unwrap_or(&0), row.percents.iter().max().unwrap_or(&0));
        println!("| {} | {} | {low}–{high} % | {} | {} |", &kind[2..], row.pairs, row.found, row.off);
    }
    for (kind, row) in rows {
        let share = row.found * 1000 / row.pairs;
        match &kind[..1] {
            "0" => assert_eq!(row.found, 0, "{kind}: taken for copies"),
            "1" => assert!(share >= 985, "{kind}: found {} of {}", row.found, row.pairs),
            _ => assert!(share >= 850, "{kind}: found {} of {}", row.found, row.pairs),
        }
    }
}

#[test]
fn a_copy_outside_the_window_is_not_looked_for() {
    let text = &dispatches("fr")[0].text;
    let mut index = Index::new(3);
    index.insert("first", DAY, Signature::of(text));
    let found = |day: &str| index.alike(day.parse().expect("a day"), &Signature::of(text)).len();
    assert_eq!([found("2024-12-03"), found("2024-11-27"), found("2024-12-04"), found("2024-11-26")], [1, 1, 0, 0]);
    index.forget_before("2024-12-01".parse().expect("a day"));
    assert!(index.alike(DAY, &Signature::of(text)).is_empty());
}

#[test]
fn a_text_of_a_few_words_is_a_copy_of_its_like_only() {
    let of = |text| Signature::of(text);
    let short = of("more to follow on the fighting in the north");
    assert!(short.alike(&short).is_some());
    assert!(
        short
            .alike(&of("more to follow on the fighting in the north and in the south, an agency said on sunday evening"))
            .is_none()
    );
    assert!(of("").alike(&of("")).is_none());
}

#[test]
fn bytes_of_another_make_are_no_signature() {
    let bytes = Signature::of("three words here").as_bytes().to_vec();
    assert!(Signature::from_bytes(&bytes[..bytes.len() - 1]).is_none());
    assert!(Signature::from_bytes(&[]).is_none());
    let newer: Vec<u8> = [2].into_iter().chain(bytes[1..].iter().copied()).collect();
    assert!(Signature::from_bytes(&newer).is_none());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_has_a_signature_that_reads_back(text in "\\PC{0,400}") {
        let signature = Signature::of(&text);
        prop_assert!(signature.as_bytes().len() <= 512);
        prop_assert_eq!(Signature::from_bytes(signature.as_bytes()), Some(signature));
    }

    #[test]
    fn likeness_is_symmetric_and_the_order_of_insertion_changes_nothing(
        picks in prop::collection::vec((0..20usize, 0..4usize), 2..12),
        order in any::<u64>(),
    ) {
        let list = dispatches("en");
        let texts: Vec<(String, Signature)> = picks
            .iter()
            .enumerate()
            .map(|(n, (of, share))| (format!("d{n}"), Signature::of(&cut(&list[*of].text, 25 * (share + 1)))))
            .collect();
        let mut first = Index::new(3);
        let mut second = Index::new(3);
        for (id, s) in &texts {
            first.insert(id, DAY, s.clone());
        }
        for (id, s) in Dice(order).shuffled(texts.clone()) {
            second.insert(&id, DAY, s);
        }
        for (id, s) in &texts {
            prop_assert_eq!(first.alike(DAY, s), second.alike(DAY, s));
            for (other, like) in first.alike(DAY, s) {
                let other = &texts.iter().find(|t| t.0 == other).expect("it was put in").1;
                prop_assert_eq!(other.alike(s), Some(like), "{}", id);
            }
        }
    }
}
