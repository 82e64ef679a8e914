//! The situation report: one set of figures, three languages, every sentence with its source.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{good, record};

fn sitrep(lang: &str, format: &str, more: &[&str]) -> String {
    let args =
        ["sitrep", "--on", "2024-11-30", "--since", "2024-11-27", "--known-at", "2024-12-08", "--lang", lang, "--format", format];
    good(record(), &[&args[..], more].concat())
}

/// Numbers from 3 on, each once: one and two may be words.
fn numbers(report: &Value) -> BTreeSet<u64> {
    let text = report["blocks"].to_string().replace(['\u{202f}', '\u{a0}'], "");
    text.split(|c: char| !c.is_ascii_digit()).filter_map(|n| n.parse().ok()).filter(|n| *n > 2).collect()
}

#[test]
fn three_languages_tell_the_same_numbers() {
    let json = |lang| -> Value { serde_json::from_str(&sitrep(lang, "json", &[])).unwrap() };
    let [fr, en, ar] = ["fr", "en", "ar"].map(json);
    assert_eq!(fr["figures"], en["figures"]);
    assert_eq!(fr["figures"], ar["figures"]);
    let said = numbers(&en["report"]);
    assert!(said.len() > 20, "{said:?}");
    // The version and the hash of the figures stand in the last block of each, the same in all.
    assert_eq!(numbers(&fr["report"]), said);
    assert_eq!(numbers(&ar["report"]), said);
    assert_eq!((&fr["report"]["direction"], &ar["report"]["direction"]), (&Value::from("ltr"), &Value::from("rtl")));
}

#[test]
fn every_sentence_has_a_note_and_a_claim() {
    for lang in ["fr", "en", "ar"] {
        let report: Value = serde_json::from_str(&sitrep(lang, "json", &[])).unwrap();
        let notes = report["report"]["notes"].as_array().unwrap().len() as u64;
        let mut sentences = 0;
        for block in report["report"]["blocks"].as_array().unwrap() {
            let told = block["sentences"].as_array().into_iter().flatten();
            let rows = block["table"]["rows"].as_array().into_iter().flatten();
            for cell in told.chain(rows.filter_map(|row| row.as_array()?.last())) {
                assert!(!cell["claims"].as_array().unwrap().is_empty(), "{cell}");
                let numbers = cell["notes"].as_array().unwrap();
                assert!(!numbers.is_empty() && numbers.iter().all(|n| (1..=notes).contains(&n.as_u64().unwrap())), "{cell}");
                sentences += 1;
            }
        }
        assert!(sentences > 30, "{sentences}");
    }
}

#[test]
fn the_same_record_gives_the_same_bytes() {
    for format in ["md", "html", "json"] {
        assert!(sitrep("ar", format, &[]) == sitrep("ar", format, &[]), "{format}");
    }
}

#[test]
fn no_sentence_of_ours_takes_a_side() {
    let banned = [
        ("fr", &["martyr", "terroriste", "libéré", "régime", "massacre", "barbare", "tragi"][..]),
        ("en", &["martyr", "terrorist", "liberated", "regime", "massacre", "brutal", "tragic"]),
        ("ar", &["شهيد", "شهداء", "إرهاب", "تحرير حلب", "النظام", "مجزرة"]),
    ];
    for (lang, words) in banned {
        let report: Value = serde_json::from_str(&sitrep(lang, "json", &[])).unwrap();
        let text = report["report"]["blocks"].to_string().to_lowercase();
        for word in words {
            assert!(!text.contains(word), "{lang}: {word}");
        }
    }
}

#[test]
fn a_report_has_every_part_and_leaves_no_noun_untranslated() {
    let parts = [
        "Highlights",
        "Key figures",
        "Changes of control",
        "Control on",
        "What sides disagree about",
        "Incidents",
        "People and aid",
        "What is not known",
        "Corrections",
        "How this was made",
        "Sources",
    ];
    let english = sitrep("en", "md", &["--number", "4", "--next", "7"]);
    let at: Vec<usize> =
        parts.iter().map(|p| english.find(&format!("## {p}")).unwrap_or_else(|| panic!("{p}: {english}"))).collect();
    assert!(at.is_sorted(), "{at:?}");
    assert!(
        english.contains("no. 4") && english.contains("7 December 2024") && english.contains("Information cut-off"),
        "{english}"
    );
    assert!(english.contains("the record goes back to 27 November 2024"), "{english}");
    for (lang, foreign) in
        [("fr", "Governorate"), ("fr", "rebels"), ("fr", "witnesses"), ("fr", "| Syria"), ("ar", "rebels"), ("ar", "civilians")]
    {
        assert!(!sitrep(lang, "md", &[]).contains(foreign), "{lang}: {foreign}");
    }
    assert!(english.contains("Damascus: no holder is assessed."), "{english}");
    let html = sitrep("ar", "html", &["--arabic-digits"]);
    assert!(html.contains("dir=\"rtl\"") && html.contains('٢'), "{html}");
    let french = sitrep("fr", "md", &["--layout", "sohr"]);
    assert!(
        french.contains("327 tués") && french.contains("44 ") && french.contains("ne comprennent ni les détenus"),
        "{french}"
    );
    let at = |words: &str| french.find(words).unwrap_or_else(|| panic!("{words}: {french}"));
    assert!(at("Bilans, tels que documentés") < at("sauf si une ligne le dit"));
}
