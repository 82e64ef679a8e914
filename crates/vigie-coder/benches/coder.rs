//! How fast the coder reads: `cargo bench -p vigie-coder`.
//!
//! Three questions, each asked on one core: sentences a second of news of
//! conflicts; megabytes a second of text that holds no word of conflict, beside
//! a bare scan for the same words in the same run; time to open packs,
//! theatres and gazetteer. The last lines give the ratios, which hold across
//! machines where the figures do not. What was measured when is in
//! `docs/performance.md`.
#![allow(missing_docs, clippy::unwrap_used)]

use std::hint::black_box;
use std::path::Path;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use divan::Bencher;
use divan::counter::{BytesCount, ItemsCount};
use vigie_coder::{Coder, Passage, builtin};
use vigie_gazetteer::Gazetteer;
use vigie_model::Days;

static CODER: LazyLock<Coder> = LazyLock::new(|| builtin::coder().unwrap());

/// The French development dispatches, the texts without war left out.
static NEWS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus/gold/fr/dev.jsonl");
    let rows = std::fs::read_to_string(path).unwrap();
    let rows = rows.lines().map(|l| serde_json::from_str::<serde_json::Value>(l).unwrap());
    rows.filter(|r| !r["claims"].as_array().unwrap().is_empty()).map(|r| r["text"].as_str().unwrap().to_string()).collect()
});

/// Sentences of everyday life, none of which holds a word of conflict.
const EVERYDAY: [&str; 24] = [
    "Le marché du samedi s'étend de la mairie jusqu'au canal et les maraîchers y vendent leurs premières fraises.",
    "La bibliothèque municipale propose cet automne des ateliers de reliure pour les enfants et leurs parents.",
    "Selon la météo, le soleil reviendra demain sur la côte et les températures gagneront trois degrés.",
    "Une boulangère de la rue Pasteur a inventé une brioche aux noix que ses clients viennent chercher de loin.",
    "Le conseil municipal a voté la rénovation de la piscine, dont le toit laissait passer la pluie.",
    "Les vendanges ont débuté tôt cette année, car le printemps avait été doux et sec.",
    "Au théâtre, la compagnie donne une comédie de Molière dans un décor de cartons et de lampions.",
    "L'entreprise familiale fabrique des chaises depuis 1921 et emploie une quarantaine de menuisiers.",
    "Pour la recette, il faut 250 grammes de farine, quatre œufs, du beurre et une pincée de sel.",
    "Le nouveau tramway reliera la gare à l'université en douze minutes à partir du mois de mars.",
    "Les chercheurs ont observé que ces oiseaux reviennent nicher au même endroit chaque année.",
    "Le jardin botanique ouvre ses serres tous les jours, sauf le lundi, de neuf heures à dix-huit heures.",
    "La maire a inauguré mercredi une passerelle en bois qui enjambe la rivière près du moulin.",
    "Un habitant a retrouvé dans son grenier des cartes postales envoyées par son arrière-grand-mère.",
    "Le festival de jazz accueille vingt-cinq groupes sur trois scènes installées au bord du lac.",
    "Les élèves de l'école primaire ont planté une haie de noisetiers au fond de la cour.",
    "Le prix du pain reste stable, tandis que celui du café a augmenté de six pour cent en un an.",
    "La coopérative livre chaque semaine deux cents paniers de légumes aux familles du canton.",
    "Un télescope amateur a permis de photographier les anneaux de Saturne avec une netteté rare.",
    "L'orchestre répète le jeudi soir dans la salle des fêtes, sous la conduite d'une jeune cheffe.",
    "Les fromagers de la vallée demandent depuis longtemps une appellation pour leur tomme.",
    "Le sentier longe la falaise, traverse une hêtraie et descend vers une plage de galets.",
    "Près de 1 200 coureurs se sont élancés dans la course de relais, malgré un vent soutenu.",
    "La restauratrice a passé six mois à nettoyer le retable avec des cotons-tiges et de la patience.",
];

/// Eight megabytes of articles of some 3,000 bytes, no two the same.
static NEUTRAL: LazyLock<Vec<String>> = LazyLock::new(|| {
    let mut articles = Vec::new();
    let (mut bytes, mut at) = (0, 0);
    while bytes < 8_000_000 {
        let mut article = String::new();
        while article.len() < 3_000 {
            article.push_str(EVERYDAY[(at * 7 + at / EVERYDAY.len()) % EVERYDAY.len()]);
            article.push(if at % 5 == 0 { '\n' } else { ' ' });
            at += 1;
        }
        bytes += article.len();
        articles.push(article);
    }
    articles
});

/// The anchor words of the pack in a scanner of their own.
static SCAN: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let anchors = CODER.languages.iter().flat_map(|l| &l.pack.anchors);
    let words = anchors.filter(|a| matches!(a.domain.as_str(), "conflict" | "force" | "weak")).map(|a| a.surface.as_str());
    AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .match_kind(MatchKind::LeftmostLongest)
        .kind(Some(AhoCorasickKind::DFA))
        .build(words)
        .unwrap()
});

fn passage(text: &str) -> Passage<'_> {
    Passage { text, published: Days::parse("2024-11-30"), document: "sha256:0", ..Passage::default() }
}

fn code_news() -> usize {
    NEWS.iter().map(|t| CODER.code(&passage(t)).claims.len()).sum()
}

fn code_neutral() -> usize {
    NEUTRAL.iter().map(|t| CODER.code(&passage(t)).claims.len()).sum()
}

fn scan_neutral() -> usize {
    NEUTRAL.iter().map(|t| SCAN.find_iter(t).count()).sum()
}

fn open_all() -> Coder {
    builtin::coder().unwrap()
}

fn sentence_count() -> usize {
    NEWS.iter().map(|t| CODER.language_of(&passage(t)).map_or(0, |l| l.sentences(t).count())).sum()
}

fn bytes(texts: &[String]) -> usize {
    texts.iter().map(String::len).sum()
}

#[divan::bench]
fn news_of_conflicts(bencher: Bencher<'_, '_>) {
    bencher.counter(ItemsCount::new(sentence_count())).bench(code_news);
}

#[divan::bench(sample_count = 20)]
fn text_without_conflict(bencher: Bencher<'_, '_>) {
    bencher.counter(BytesCount::new(bytes(&NEUTRAL))).bench(code_neutral);
}

#[divan::bench(sample_count = 20)]
fn bare_scan_of_the_same(bencher: Bencher<'_, '_>) {
    bencher.counter(BytesCount::new(bytes(&NEUTRAL))).bench(scan_neutral);
}

#[divan::bench(sample_count = 20)]
fn open_packs_theatres_and_gazetteer() -> Coder {
    open_all()
}

#[divan::bench(sample_count = 20)]
fn open_the_gazetteer() -> Gazetteer {
    Gazetteer::world().unwrap()
}

/// The shortest of a number of runs: what the work takes when nothing disturbs it.
fn shortest<T>(runs: usize, work: impl Fn() -> T) -> Duration {
    let one = || {
        let began = Instant::now();
        black_box(work());
        began.elapsed()
    };
    (0..runs).map(|_| one()).min().unwrap_or_default()
}

fn main() {
    divan::main();
    // Listing and testing benches measure nothing.
    if std::env::args().any(|a| a == "--list" || a == "--test") {
        return;
    }
    assert!(code_news() > 0, "the news gives no claim: the bench measures nothing");
    assert_eq!(code_neutral(), 0, "the everyday text gives claims");
    let anchored: Vec<_> = EVERYDAY.iter().filter(|s| CODER.languages.iter().any(|l| l.gate.any(s))).collect();
    assert!(anchored.is_empty(), "these everyday sentences hold an anchor: {anchored:#?}");
    let (sentences, claims) = (sentence_count(), code_news());
    let news = shortest(20, code_news).as_secs_f64();
    let size = bytes(&NEUTRAL) as f64 / 1e6;
    // In turn, so that a machine that slows down slows both.
    let pairs: Vec<(Duration, Duration)> = (0..20).map(|_| (shortest(1, code_neutral), shortest(1, scan_neutral))).collect();
    let neutral = pairs.iter().map(|p| p.0).min().unwrap_or_default().as_secs_f64();
    let scan = pairs.iter().map(|p| p.1).min().unwrap_or_default().as_secs_f64();
    let start = shortest(20, open_all).as_secs_f64();
    println!();
    println!("news of conflicts      {:>9.0} sentences/s  ({sentences} sentences, {claims} claims)", sentences as f64 / news);
    println!("                       {:>9.1} MB/s", bytes(&NEWS) as f64 / 1e6 / news);
    println!("text without conflict  {:>9.0} MB/s", size / neutral);
    println!("bare scan of the same  {:>9.0} MB/s", size / scan);
    println!("start                  {:>9.1} ms", start * 1e3);
    println!("ratio: coder to bare scan on text without conflict {:.2}", scan / neutral);
    println!("ratio: start to one second of reading {start:.4}");
}
