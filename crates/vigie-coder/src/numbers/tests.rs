#![allow(clippy::unwrap_used)]

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use proptest::prelude::*;
use vigie_model::Bound;
use vigie_pack::{Files, Pack, Severity};

use super::{Quantity, Role, Side, bound_at, quantities};
use crate::Words;

/// The tables that numbers need, from the French pack.
fn pack() -> &'static Pack {
    static PACK: OnceLock<Pack> = OnceLock::new();
    PACK.get_or_init(|| {
        let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../packs/fr"));
        let paths = ["pack.toml", "fold.tsv", "lexicon/number.tsv", "lexicon/bound.tsv"];
        let read = |p: &&str| (p.to_string(), std::fs::read_to_string(root.join(p)).unwrap());
        let files: Files = paths.iter().map(read).collect();
        let (pack, faults) = vigie_pack::compile(&files);
        let mine = |path: &str| path.ends_with("number.tsv") || path.ends_with("bound.tsv");
        let faults: Vec<_> = faults.iter().filter(|d| d.severity == Severity::Error && mine(&d.path)).collect();
        assert!(faults.is_empty(), "{faults:?}");
        let mut pack = pack.unwrap();
        pack.lexicon.open().unwrap();
        // Swiss papers group with an apostrophe.
        pack.strategies.group.push("'".into());
        pack
    })
}

fn read(text: &str) -> Vec<(String, Quantity)> {
    let pack = pack();
    let sentence = pack.tokenizer().sentence(text, 0, text.len());
    let words = Words::look_up(&sentence, &pack.lexicon);
    let found = quantities(&sentence, &words, pack);
    found.into_iter().map(|q| (sentence.slice(q.number.0, q.number.1).to_string(), q)).collect()
}

/// `text@kind low..high bound`, several with `; ` between.
fn show(text: &str) -> String {
    let limit = |l: Option<u64>| l.map_or(String::new(), |n| n.to_string());
    let one = |(text, q): &(String, Quantity)| {
        let kind = match (q.article, q.ordinal, q.fraction) {
            (true, ..) => "article ",
            (_, true, _) => "ordinal ",
            (_, _, true) => "share ",
            _ => "",
        };
        let count = if q.is_count() {
            format!("{}..{}", limit(q.low), limit(q.high))
        } else {
            q.value.map_or("-".into(), |v| v.to_string())
        };
        format!("{text} = {kind}{count} {}", q.bound)
    };
    read(text).iter().map(one).collect::<Vec<_>>().join("; ")
}

#[track_caller]
fn table(rows: &[(&str, &str)]) {
    let wrong: Vec<_> = rows.iter().filter(|(text, want)| show(text) != *want).collect();
    for (text, want) in &wrong {
        eprintln!("{text}\n  want {want}\n  got  {}", show(text));
    }
    assert!(wrong.is_empty(), "{} of {} rows", wrong.len(), rows.len());
}

#[test]
fn every_row_has_a_known_role_bound_and_side() {
    for row in &pack().numbers {
        assert!(Role::named(&row.role).is_some(), "{row:?}");
    }
    for row in &pack().bounds {
        assert!(Bound::named(&row.bound).is_some(), "{row:?}");
        assert!(["before", "after", "open", "close", "between", "from"].contains(&row.side.as_str()), "{row:?}");
    }
}

#[test]
fn digits() {
    table(&[
        ("277 morts", "277 = 277..277 exact"),
        ("14 000 hommes", "14 000 = 14000..14000 exact"),
        ("14\u{a0}000 hommes", "14\u{a0}000 = 14000..14000 exact"),
        ("14\u{202f}000 hommes", "14\u{202f}000 = 14000..14000 exact"),
        ("6.200 hommes", "6.200 = 6200..6200 exact"),
        ("1.250.000 déplacés", "1.250.000 = 1250000..1250000 exact"),
        ("1'250'000 déplacés", "1'250'000 = 1250000..1250000 exact"),
        ("1’250 déplacés", "1’250 = 1250..1250 exact"),
        ("1 414 021 100.", "1 414 021 100 = 1414021100..1414021100 exact"),
        ("2,5 millions de personnes", "2,5 millions = 2500000..2500000 exact"),
        ("1.5 million de personnes", "1.5 million = 1500000..1500000 exact"),
        ("30,4", "30,4 = 30.4 exact"),
        ("6 700,54", "6 700,54 = 6700.54 exact"),
        ("6.700,54", "6.700,54 = 6700.54 exact"),
        ("1,25 million", "1,25 million = 1250000..1250000 exact"),
        ("10 000 combattants et 300 chars", "10 000 = 10000..10000 exact; 300 = 300..300 exact"),
        ("en 2024 12 civils", "2024 = 2024..2024 exact; 12 = 12..12 exact"),
        ("en 2024 120 civils", "2024 = 2024..2024 exact; 120 = 120..120 exact"),
        ("423 0000", "423 = 423..423 exact; 0000 = 0..0 exact"),
        ("1, 234", "1 = 1..1 exact; 234 = 234..234 exact"),
        ("20 000", "20 000 = 20000..20000 exact"),
        ("20  000", "20 = 20..20 exact; 000 = 0..0 exact"),
        ("10 mille", "10 mille = 10000..10000 exact"),
        ("2millions", "2millions = 2000000..2000000 exact"),
        ("100k", "100k = 100000..100000 exact"),
        ("3M d'euros, 3 m de haut", "3M = 3000000..3000000 exact; 3 = 3..3 exact"),
        ("un million 200 000", "un million 200 000 = 1200000..1200000 exact"),
        ("27 novembre 2024", "27 = 27..27 exact; 2024 = 2024..2024 exact"),
        ("17/05/2018", "17 = 17..17 exact; 05 = 5..5 exact; 2018 = 2018..2018 exact"),
        ("des F-16 et des S-300, le M23", ""),
        ("99999999999999999999 morts", ""),
        ("999 999 999 999 999 999 999 morts", ""),
    ]);
}

#[test]
fn words() {
    table(&[
        ("Vingt-deux soldats", "Vingt-deux = 22..22 exact"),
        ("vingt deux soldats", "vingt deux = 22..22 exact"),
        ("vingt-et-un soldats", "vingt-et-un = 21..21 exact"),
        ("trente et une femmes", "trente et une = 31..31 exact"),
        ("soixante et onze", "soixante et onze = 71..71 exact"),
        ("soixante-dix-sept", "soixante-dix-sept = 77..77 exact"),
        ("quatre-vingts civils", "quatre-vingts = 80..80 exact"),
        ("quatre-vingt-dix-neuf", "quatre-vingt-dix-neuf = 99..99 exact"),
        ("septante-trois", "septante-trois = 73..73 exact"),
        ("huitante et un", "huitante et un = 81..81 exact"),
        ("octante", "octante = 80..80 exact"),
        ("nonante-neuf", "nonante-neuf = 99..99 exact"),
        ("deux cent mille", "deux cent mille = 200000..200000 exact"),
        ("mille deux cents", "mille deux cents = 1200..1200 exact"),
        ("mille milliards", "mille milliards = 1000000000000..1000000000000 exact"),
        ("un milliard deux cents millions", "un milliard deux cents millions = 1200000000..1200000000 exact"),
        ("un million et demi", "un million et demi = 1500000..1500000 exact"),
        ("3 millions et demi de réfugiés", "3 millions et demi = 3500000..3500000 exact"),
        ("un demi-million de réfugiés", "un demi-million = 500000..500000 exact"),
        ("une demi-douzaine d'hommes", "une demi-douzaine = 6..6 about"),
        ("deux virgule cinq millions", "deux virgule cinq millions = 2500000..2500000 exact"),
        ("un quart de million", "un quart de million = 250000..250000 about"),
        ("deux cent virgule trois", "deux cent virgule trois = 200.3 exact"),
        ("un civil a été tué", "un = article 1..1 exact"),
        ("Une femme et deux enfants", "Une = article 1..1 exact; deux = 2..2 exact"),
        ("d'un million", "un million = 1000000..1000000 exact"),
        ("douze cents", "douze cents = 1200..1200 exact"),
        ("deux trois", "deux = 2..2 exact; trois = 3..3 exact"),
        ("zéro", "zéro = 0..0 exact"),
        ("les Deux-Sèvres", ""),
        ("l'un des chefs, quelqu'un, un peu partout", ""),
        ("placé en quarantaine", ""),
        (
            "mille milliards de milliards",
            "mille milliards = 1000000000000..1000000000000 exact; milliards = 2000000000.. at_least",
        ),
    ]);
}

#[test]
fn vague() {
    table(&[
        ("une vingtaine de morts", "une vingtaine = 20..20 about"),
        ("une dizaine", "une dizaine = 10..10 about"),
        ("la centaine de corps", "centaine = 100..100 about"),
        ("une bonne quinzaine de", "une bonne quinzaine = 15..15 about"),
        ("plus d'une petite centaine", "une petite centaine = 100.. more_than"),
        ("quelques petites dizaines", "quelques petites dizaines = 20.. at_least"),
        ("une femme et une vingtaine d'hommes", "une = article 1..1 exact; une vingtaine = 20..20 about"),
        ("deux douzaines", "deux douzaines = 24..24 about"),
        ("des dizaines de morts", "des dizaines = 20.. at_least"),
        ("des centaines", "des centaines = 200.. at_least"),
        ("des milliers", "des milliers = 2000.. at_least"),
        ("Dizaines de morts", "Dizaines = 20.. at_least"),
        ("des dizaines de milliers", "des dizaines de milliers = 20000.. at_least"),
        ("des centaines de milliers de déplacés", "des centaines de milliers = 200000.. at_least"),
        ("des millions", "des millions = 2000000.. at_least"),
        ("plusieurs frappes", "plusieurs = 2.. at_least"),
        ("plusieurs dizaines", "plusieurs dizaines = 20.. at_least"),
        ("plusieurs centaines de milliers", "plusieurs centaines de milliers = 200000.. at_least"),
        ("quelques dizaines", "quelques dizaines = 20.. at_least"),
        ("quelques hommes", "quelques = 2.. at_least"),
        ("quelques-uns", ""),
        ("quelque 200 hommes", "200 = 200..200 about"),
        ("quelques 200 hommes", "200 = 200..200 about"),
        ("une poignée de combattants", "une poignée = 2.. at_least"),
        ("une poignée de main", ""),
        ("un millier de", "un millier = 1000..1000 about"),
        ("une dizaine de milliers", "une dizaine de milliers = 10000..10000 about"),
        ("une centaine de millions", "une centaine de millions = 100000000..100000000 about"),
        ("plus d'une centaine", "une centaine = 100.. more_than"),
        ("au moins une dizaine", "une dizaine = 10.. at_least"),
        ("moins d’une vingtaine", "une vingtaine = ..20 less_than"),
        ("des villages", ""),
        ("de nombreux civils", ""),
        ("deux milliers", "deux milliers = 2000..2000 about"),
    ]);
}

#[test]
fn bounds() {
    table(&[
        ("au moins 277 morts", "277 = 277.. at_least"),
        ("Au moins deux civils", "deux = 2.. at_least"),
        ("pas moins de 20", "20 = 20.. at_least"),
        ("au moins de 18 nationalités", "18 = 18.. at_least"),
        ("au minimum 20", "20 = 20.. at_least"),
        ("plus de 240", "240 = 240.. more_than"),
        ("plus d’un million", "un million = 1000000.. more_than"),
        ("un peu plus de 1 000", "1 000 = 1000.. more_than"),
        ("moins de 30", "30 = ..30 less_than"),
        ("au plus 30", "30 = ..30 at_most"),
        ("jusqu'à 30 000 soldats", "30 000 = ..30000 at_most"),
        ("pas plus de dix", "dix = ..10 at_most"),
        ("près de 400", "400 = 400..400 about"),
        ("environ 400", "400 = 400..400 about"),
        ("quasi 400", "400 = 400..400 about"),
        ("presque 400", "400 = 400..400 about"),
        ("à peine 400", "400 = 400..400 about"),
        ("autour de 400", "400 = 400..400 about"),
        ("de l'ordre de 400", "400 = 400..400 about"),
        ("aux alentours de 400", "400 = 400..400 about"),
        ("400 environ", "400 = 400..400 about"),
        ("400 au moins ont fui", "400 = 400.. at_least"),
        ("400 ou plus", "400 = 400.. at_least"),
        ("400 au total", "400 = 400..400 exact"),
        ("une trentaine au moins", "une trentaine = 30.. at_least"),
        ("au moins un mort", "un = article 1.. at_least"),
        ("10, au moins 3", "10 = 10..10 exact; 3 = 3.. at_least"),
        ("au moins 25 morts et 31 blessés", "25 = 25.. at_least; 31 = 31..31 exact"),
    ]);
    let found = read("au moins 25 morts et 31 blessés");
    assert_eq!((found[0].1.first, found[0].1.last, found[0].1.number), (0, 3, (2, 3)));
    assert!(found[0].1.own_bound && !found[1].1.own_bound);
    let extended = found[1].1.with_bound(Bound::AtLeast);
    assert_eq!((extended.low, extended.high, extended.bound), (Some(31), None, Bound::AtLeast));
    assert_eq!(found[0].1.with_bound(Bound::About), found[0].1);
}

#[test]
fn a_bound_after_the_noun_can_be_asked_for() {
    let pack = pack();
    let text = "dix morts au moins";
    let sentence = pack.tokenizer().sentence(text, 0, text.len());
    let words = Words::look_up(&sentence, &pack.lexicon);
    assert_eq!(bound_at(&words, pack, 2, Side::After), Some((2, Bound::AtLeast)));
    assert_eq!(bound_at(&words, pack, 1, Side::After), None);
}

#[test]
fn ranges() {
    table(&[
        ("entre 10 et 15 morts", "10 et 15 = 10..15 range"),
        ("de 10 à 15 morts", "10 à 15 = 10..15 range"),
        ("10 à 15 morts", "10 à 15 = 10..15 range"),
        ("10-15 morts", "10-15 = 10..15 range"),
        ("10–15 morts", "10–15 = 10..15 range"),
        ("10 ou 15 morts", "10 ou 15 = 10..15 range"),
        ("un ou deux morts", "un ou deux = 1..2 range"),
        ("deux-trois morts", "deux-trois = 2..3 range"),
        ("entre vingt et trente", "vingt et trente = 20..30 range"),
        ("entre vingt et un et trente", "vingt et un et trente = 21..30 range"),
        ("2 à 3 millions", "2 à 3 millions = 2000000..3000000 range"),
        ("2,5 à 3 millions", "2,5 à 3 millions = 2500000..3000000 range"),
        ("2 à 2,5 millions", "2 à 2,5 millions = 2000000..2500000 range"),
        ("deux à trois cents", "deux à trois cents = 200..300 range"),
        ("deux à trois cent mille", "deux à trois cent mille = 200000..300000 range"),
        ("cinq à dix mille", "cinq à dix mille = 5000..10000 range"),
        ("10 à 15 000 hommes", "10 à 15 000 = 10000..15000 range"),
        ("200 à 300 000", "200 à 300 000 = 200000..300000 range"),
        ("entre 500 et 1 000", "500 et 1 000 = 500..1000 range"),
        ("20 000 à 30 000", "20 000 à 30 000 = 20000..30000 range"),
        ("une à deux dizaines", "une à deux dizaines = 10..20 range"),
        ("entre mille et mille cinq cents", "mille et mille cinq cents = 1000..1500 range"),
        ("entre deux attaques", "deux = 2..2 exact"),
        ("est passé de 12 à 20 morts", "12 = 12..12 exact; 20 = 20..20 exact"),
        ("20 à 3 km", "20 = 20..20 exact; 3 = 3..3 exact"),
        ("2024-11-30", "2024 = 2024..2024 exact; 11 = 11..11 exact; 30 = 30..30 exact"),
        ("environ 10 à 15", "10 à 15 = 10..15 range"),
        ("des dizaines ou des centaines", "des dizaines = 20.. at_least; des centaines = 200.. at_least"),
        ("dix et quinze", "dix = 10..10 exact; quinze = 15..15 exact"),
    ]);
    let range = &read("entre 10 et 15 morts")[0].1;
    assert_eq!((range.first, range.last, range.value), (0, 4, None));
}

#[test]
fn what_counts_nothing() {
    table(&[
        ("la moitié de la ville", "moitié = share 0.5 exact"),
        ("plus de la moitié", "moitié = share 0.5 exact"),
        ("un quart", "un quart = share 0.25 exact"),
        ("les trois quarts", "trois quarts = share 0.75 exact"),
        ("80 % du territoire", "80 % = share 0.8 exact"),
        ("80% du territoire", "80% = share 0.8 exact"),
        ("quatre-vingts pour cent", "quatre-vingts pour cent = share 0.8 exact"),
        ("10 à 15 %", "10 à 15 % = share - range"),
        ("deux cinquièmes", "deux cinquièmes = share 0.4 exact"),
        ("3/4 des maisons", "3/4 = share 0.75 exact"),
        ("une demi-heure", "une demi = share 0.5 exact"),
        ("le deuxième jour", "deuxième = ordinal 2 exact"),
        ("la vingt-cinquième brigade", "vingt-cinquième = ordinal 25 exact"),
        ("le vingt et unième jour", "vingt et unième = ordinal 21 exact"),
        ("le 1er décembre, la 27e brigade", "1er = ordinal 1 exact; 27e = ordinal 27 exact"),
        ("les deux premières frappes", "deux = 2..2 exact; premières = ordinal 1 exact"),
        ("un deuxième soldat", "un = article 1..1 exact; deuxième = ordinal 2 exact"),
        ("la résolution 2254, n° 3, numéro un", "2254 = ordinal 2254 exact; 3 = ordinal 3 exact; un = ordinal 1 exact"),
        ("deux centième", "deux centième = ordinal 200 exact"),
    ]);
    let half = &read("moins de deux tiers")[0].1;
    assert_eq!((half.fraction, half.bound, half.value), (true, Bound::LessThan, Some(2.0 / 3.0)));
}

/// Rows of a suite: `"text": …` followed by `"value": …`, one pair a line.
fn suite(path: &Path) -> Vec<(String, f64)> {
    let file = std::fs::read_to_string(path).unwrap();
    let mut rows = Vec::new();
    let mut text = String::new();
    for line in file.lines() {
        let line = line.trim().trim_end_matches(',');
        if let Some(t) = line.strip_prefix("\"text\": \"") {
            text = t.trim_end_matches('"').to_string();
        } else if let Some(v) = line.strip_prefix("\"value\": ") {
            rows.push((text.clone(), v.parse().unwrap()));
        }
    }
    rows
}

/// How many rows are read as exactly one number over the whole text; the others.
fn score(rows: &[(String, f64)]) -> (usize, Vec<String>) {
    let right = |(text, value): &&(String, f64)| {
        let found = read(text);
        let [(number, quantity)] = found.as_slice() else { return false };
        number == text && quantity.value.is_some_and(|v| (v - value).abs() < 1e-9)
    };
    let wrong: Vec<_> = rows.iter().filter(|r| !right(r)).map(|r| format!("{} = {}: {}", r.0, r.1, show(&r.0))).collect();
    (rows.len() - wrong.len(), wrong)
}

#[test]
fn suites_of_numbers_in_words() {
    let Some(folder) = std::env::var_os("VIGIE_BENCH").map(PathBuf::from) else {
        eprintln!("VIGIE_BENCH is not set: no suite was read");
        return;
    };
    for name in ["fr", "fr_BE", "fr_CH"] {
        let rows = suite(&folder.join(format!("numbers/{name}.json")));
        let (right, wrong) = score(&rows);
        eprintln!("{name}: {right}/{}", rows.len());
        assert!(rows.len() == 496 && wrong.is_empty(), "{wrong:#?}");
    }
    for name in ["duckling/numeral-fr.json", "duckling/ordinal-fr.json"] {
        let rows = suite(&folder.join(name));
        let (right, wrong) = score(&rows);
        eprintln!("{name}: {right}/{} {wrong:#?}", rows.len());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]
    #[test]
    fn random_numbers_are_ordered(parts in prop::collection::vec((any::<prop::sample::Index>(), 0..8_u8), 0..14)) {
        static SURFACES: OnceLock<Vec<String>> = OnceLock::new();
        let surfaces = SURFACES.get_or_init(|| {
            let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../packs/fr/lexicon"));
            let cells = |p: &str| -> Vec<String> {
                let text = std::fs::read_to_string(root.join(p)).unwrap();
                text.lines().filter(|l| !l.starts_with('#')).map(|l| l.split('\t').next().unwrap().to_string()).collect()
            };
            let digits = ["7", "000", "250", "12", "2024", "99999999999999999999", "0", ",", ".", "%", "/", "-", "morts", "M", "e"];
            digits.iter().map(ToString::to_string).chain(cells("number.tsv")).chain(cells("bound.tsv")).collect()
        });
        let mut text = String::new();
        for (index, gap) in parts {
            text.push_str(index.get(surfaces.as_slice()).as_str());
            text.push_str(["", "-", " ", " ", " ", "\u{a0}", ", ", " "][gap as usize]);
        }
        let mut last = 0;
        for (_, q) in read(&text) {
            prop_assert!(q.first >= last && q.first <= q.number.0 && q.number.0 < q.number.1 && q.number.1 <= q.last, "{} {:?}", text, q);
            if let (Some(low), Some(high)) = (q.low, q.high) {
                prop_assert!(low <= high, "{} {:?}", text, q);
            }
            last = q.last;
        }
    }

    #[test]
    fn any_text_is_read(text in "\\PC{0,80}") {
        read(&text);
    }
}
