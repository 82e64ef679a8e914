//! Laws that hold for every text, whatever it says: nothing makes the coder
//! fail, every quote is the exact slice of the text, and reading is a pure
//! function of the passage.
//!
//! Nothing here is timed: a text that takes for ever shows as a test that does
//! not end.
#![allow(clippy::unwrap_used, missing_docs)]

use std::path::Path;
use std::sync::LazyLock;

use proptest::prelude::*;
use vigie_coder::{Coder, Passage, builtin};
use vigie_model::{CodedPassage, Days};

static CODER: LazyLock<Coder> = LazyLock::new(|| builtin::coder().unwrap());

/// Words of the French tables and names of the theatres: what news is made of.
static WORDS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut words = Vec::new();
    for table in ["verb", "noun", "adjective", "function", "source", "calendar", "number", "bound", "anchor"] {
        let text = std::fs::read_to_string(root.join(format!("packs/fr/lexicon/{table}.tsv"))).unwrap();
        words.extend(column(&text, 0));
    }
    for table in ["syria/actors", "syria/places", "syria/sources", "syria/people", "world/actors", "world/sources"] {
        let text = std::fs::read_to_string(root.join(format!("theatres/{table}.tsv"))).unwrap();
        let at = text.lines().find(|l| !l.starts_with('#')).unwrap().split('\t').position(|c| c == "fr").unwrap();
        words.extend(column(&text, at).flat_map(|cell| cell.split('|').map(str::to_string).collect::<Vec<_>>()));
    }
    words.retain(|w| !w.is_empty());
    words
});

/// A column of a table, without its header and its comments.
fn column(text: &str, at: usize) -> impl Iterator<Item = String> + '_ {
    let rows = text.lines().filter(|l| !l.starts_with('#') && !l.is_empty()).skip(1);
    rows.map(move |l| l.split('\t').nth(at).unwrap_or("").trim_matches('*').to_string())
}

fn passage(text: &str) -> Passage<'_> {
    Passage { id: "p", text, published: Days::parse("2024-11-30"), lang: Some("fr"), ..Passage::default() }
}

/// Codes a text and holds the result against the laws that need no expectation.
#[track_caller]
fn code(text: &str) -> CodedPassage {
    let coded = CODER.code(&passage(text));
    let letters: Vec<char> = text.chars().collect();
    for claim in &coded.claims {
        let quote = &claim.quote;
        assert!(quote.start < quote.end, "an empty quote: {claim:?}");
        assert!(quote.end <= letters.len(), "a quote beyond the text: {claim:?}");
        let slice: String = letters[quote.start..quote.end].iter().collect();
        assert_eq!(slice, quote.text, "a quote that is not the slice it names");
        for actor in claim.actors.iter().chain(&claim.targets) {
            if let Some([start, end]) = actor.span {
                let slice: String = letters[start..end].iter().collect();
                assert_eq!(slice, actor.mention, "a mention that is not the slice it names");
            }
        }
        for count in &claim.counts {
            assert!(text.contains(&count.mention), "a count that the text does not hold: {count:?}");
            if let (Some(low), Some(high)) = (count.low, count.high) {
                assert!(low <= high, "low above high: {count:?}");
            }
        }
        if let Some(place) = &claim.place {
            assert!(place.lat.abs() <= 90.0 && place.lon.abs() <= 180.0, "a point that is not on the globe: {place:?}");
            assert!((1..=7).contains(&place.prec), "{place:?}");
        }
        if let Some(time) = &claim.time {
            assert!(time.start.is_none() || time.end.is_none() || time.start <= time.end, "days in the wrong order: {time:?}");
            assert!((1..=5).contains(&time.prec), "{time:?}");
        }
    }
    let mut ids: Vec<&str> = coded.claims.iter().map(|c| c.id.as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), coded.claims.len(), "two claims of one id");
    coded
}

fn json(coded: &CodedPassage) -> String {
    serde_json::to_string(coded).unwrap()
}

/// Sentences of real shape, so that the laws are not held over empty results.
fn development_texts() -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus/gold/fr/dev.jsonl");
    let rows = std::fs::read_to_string(path).unwrap();
    rows.lines().map(|l| serde_json::from_str::<serde_json::Value>(l).unwrap()["text"].as_str().unwrap().to_string()).collect()
}

/// Words in any order, with the marks and gaps of a newspaper.
fn salad() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        12 => (0..WORDS.len()).prop_map(|i| WORDS[i].clone()),
        2 => (0..WORDS.len()).prop_map(|i| capitalised(&WORDS[i])),
        2 => (0u32..2_000_000).prop_map(|n| n.to_string()),
        3 => prop::sample::select(vec![",", ".", ":", "«", "»", "\"", "(", ")", "–", "\n\n", "?", ";", "…"]).prop_map(str::to_string),
        3 => prop::sample::select(vec!["l'", "d'", "qu'", "a", "ont", "été", "s'est", "de", "du", "à", "par", "selon", "et", "dont", "Alep", "M. "])
            .prop_map(str::to_string),
    ];
    prop::collection::vec(word, 1..60).prop_map(|words| words.join(" "))
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_words_in_any_order_are_survived(text in salad()) {
        code(&text);
    }

    #[test]
    fn any_characters_are_survived(text in "\\PC{0,200}") {
        code(&text);
        code(&format!("Au moins 12 soldats ont été tués à Alep {text} selon l'OSDH."));
    }

    #[test]
    fn any_cut_of_a_dispatch_is_survived(which in 0usize..45, from in 0usize..2000, length in 1usize..1500) {
        let texts = development_texts();
        let cut: String = texts[which % texts.len()].chars().skip(from).take(length).collect();
        code(&cut);
    }

    #[test]
    fn coding_twice_is_equal(text in salad()) {
        prop_assert_eq!(json(&code(&text)), json(&code(&text)));
    }

    #[test]
    fn explaining_gives_the_claims_of_coding(text in salad()) {
        let (explained, _) = CODER.explain(&passage(&text));
        prop_assert_eq!(json(&explained), json(&code(&text)));
    }

    #[test]
    fn what_was_read_before_changes_nothing(a in salad(), b in salad()) {
        let (a_first, b_second) = (json(&code(&a)), json(&code(&b)));
        let (b_first, a_second) = (json(&code(&b)), json(&code(&a)));
        prop_assert_eq!(a_first, a_second);
        prop_assert_eq!(b_first, b_second);
    }
}

#[test]
fn the_laws_hold_on_every_development_text_and_most_give_claims() {
    let texts = development_texts();
    let coded: Vec<CodedPassage> = texts.iter().map(|t| code(t)).collect();
    let telling = coded.iter().filter(|c| !c.claims.is_empty()).count();
    assert!(telling * 2 > texts.len(), "only {telling} of {} texts gave a claim", texts.len());
}

#[test]
fn a_second_coder_gives_the_same_claims() {
    let other = builtin::coder().unwrap();
    for text in development_texts().iter().rev() {
        assert_eq!(json(&other.code(&passage(text))), json(&code(text)));
    }
}

#[test]
fn threads_give_the_same_claims() {
    let texts = development_texts();
    let alone: Vec<String> = texts.iter().map(|t| json(&code(t))).collect();
    std::thread::scope(|scope| {
        let read = || texts.iter().map(|t| json(&CODER.code(&passage(t)))).collect::<Vec<_>>();
        let others: Vec<_> = (0..4).map(|_| scope.spawn(read)).collect();
        for other in others {
            assert_eq!(other.join().unwrap(), alone);
        }
    });
}

const CLAIM: &str = "Au moins 277 personnes ont été tuées à Alep, selon l'OSDH.";

#[test]
fn a_claim_is_read_between_marks_of_direction() {
    for mark in ['\u{200e}', '\u{200f}', '\u{202a}', '\u{202b}', '\u{202c}', '\u{202e}', '\u{2066}', '\u{2069}', '\u{feff}'] {
        let coded = code(&format!("{mark}{CLAIM}{mark} {mark}"));
        assert!(!coded.claims.is_empty(), "U+{:04X} hides the claim", mark as u32);
        code(&CLAIM.chars().flat_map(|c| [c, mark]).collect::<String>());
    }
}

#[test]
fn scripts_may_be_mixed() {
    for other in [
        "قُتل 277 شخصا في حلب",
        "Русская армия заявила",
        "在阿勒颇",
        "Ἀλέπ",
        "אלפו",
        "🛩️💥 👨‍👩‍👧‍👦",
        "a\u{301}\u{302}\u{303}",
        "ﷺ ﬁ ǆ ẞ",
    ] {
        assert!(!code(&format!("{other}. {CLAIM} {other}")).claims.is_empty(), "{other} hides the claim");
        code(&CLAIM.replace(' ', other));
        code(&CLAIM.replace('e', other));
    }
}

#[test]
fn a_hundred_thousand_nested_quotes_end() {
    let deep = 100_000;
    for (open, close) in [("« ", " »"), ("\"", "\""), ("“", "”"), ("(", ")"), ("selon ", ", a-t-il dit"), ("'", "'")] {
        code(&format!("{}{CLAIM}{}", open.repeat(deep), close.repeat(deep)));
        code(&format!("{CLAIM} {}", open.repeat(deep)));
    }
}

#[test]
fn a_line_of_two_megabytes_ends() {
    let long = |piece: &str| {
        let mut text = String::from(CLAIM);
        while text.len() < 2_000_000 {
            text.push_str(piece);
        }
        text
    };
    for piece in
        ["a", "1", "1 ", "tués ", "tués, ", "Alep ", "Alep-", "et ", "qui ", ".", "-", "'", "l'", " ", "\u{a0}", "\n", "é", "م"]
    {
        code(&long(piece));
    }
    code(&long(" et 12 soldats ont été tués à Alep par l'armée syrienne"));
    code(&long(" mercredi 27 novembre 2024 à 12 h 30 dans la nuit de lundi à mardi"));
    code(&long(" vingt et un mille trois cent quatre-vingt-dix-neuf"));
}

#[test]
fn a_text_of_many_sentences_keeps_every_quote() {
    let coded = code(&format!("{CLAIM}\n").repeat(2_000));
    assert_eq!(coded.claims.len(), 2_000);
}

#[test]
fn texts_of_nothing_give_nothing() {
    for text in ["", " ", "\n\n\n", "\u{feff}", "\0", "....", "date", "date 2024-11-30", "30 novembre 2024 —", "« »", "\u{200f}"]
    {
        assert!(code(text).claims.is_empty(), "{text:?} gives a claim");
    }
}

#[test]
fn days_without_end_are_survived() {
    for day in ["0001-01-01", "9999-12-31", "2024-02-29", "2024-11", "2024"] {
        for text in [
            CLAIM,
            "Depuis mercredi, 12 soldats ont été tués à Alep.",
            "Il y a 99999999999 ans, dans la nuit de lundi à mardi, 3 civils ont été tués.",
            "Dans 5000 siècles, l'armée syrienne bombardera Alep, mercredi prochain.",
        ] {
            CODER.code(&Passage { published: Days::parse(day), ..passage(text) });
        }
    }
}
