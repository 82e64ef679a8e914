use std::sync::LazyLock;

use proptest::prelude::*;
use vigie_model::Days;
use vigie_pack::{Files, Pack};

use super::{Anchor, Relation, Time, claim_days, story_after, times};
use crate::words::Words;

static PACK: LazyLock<Pack> = LazyLock::new(|| {
    fn load(folder: &std::path::Path, below: &str, files: &mut Files) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            let name = format!("{below}{}", entry.file_name().to_string_lossy());
            if entry.file_type().unwrap().is_dir() {
                load(&entry.path(), &format!("{name}/"), files);
            } else {
                files.insert(name, std::fs::read_to_string(entry.path()).unwrap());
            }
        }
    }
    let mut files = Files::new();
    load(std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../packs/fr")), "", &mut files);
    let (pack, faults) = vigie_pack::compile(&files);
    let ours: Vec<_> = faults.iter().filter(|f| f.path.contains("calendar.tsv") || f.path.contains("time.tsv")).collect();
    assert!(ours.is_empty(), "{ours:?}");
    let mut pack = pack.unwrap();
    pack.lexicon.open().unwrap();
    pack
});

fn read(text: &str, anchor: &Anchor) -> Vec<(Time, String, String)> {
    let sentence = PACK.tokenizer().sentence(text, 0, text.len());
    let words = Words::look_up(&sentence, &PACK.lexicon);
    let slice = |t: &Time| (sentence.slice(t.first, t.last).to_string(), sentence.slice(t.outer_first, t.outer_last).to_string());
    times(&sentence, &words, &PACK, anchor)
        .into_iter()
        .map(|t| {
            let (inner, outer) = slice(&t);
            (t, inner, outer)
        })
        .collect()
}

fn at(published: &str) -> Anchor {
    Anchor { published: Days::parse(published), ..Anchor::default() }
}

/// Text, day of publication, then `expression=value=days of a claim` for each expression.
const CASES: &[(&str, &str, &str)] = &[
    ("Alep est tombée samedi 30 novembre.", "2024-12-02", "samedi 30 novembre=2024-11-30=2024-11-30"),
    ("le 30/11/2024", "2024-12-02", "le 30/11/2024=2024-11-30=2024-11-30"),
    ("le 2024-11-30", "2024-12-02", "le 2024-11-30=2024-11-30=2024-11-30"),
    ("le 30 nov. 2024", "2024-12-02", "le 30 nov. 2024=2024-11-30=2024-11-30"),
    ("le 1er janvier", "2024-11-30", "le 1er janvier=2024-01-01=2024-01-01"),
    (
        "les 27 et 28 novembre",
        "2024-11-30",
        "les 27=2024-11-27=2024-11-27/2024-11-28 ; 28 novembre=2024-11-28=2024-11-27/2024-11-28",
    ),
    ("du 27 au 30 novembre", "2024-12-02", "27=2024-11-27=2024-11-27/2024-11-30 ; 30 novembre=2024-11-30=2024-11-27/2024-11-30"),
    (
        "entre lundi et mercredi",
        "2024-11-30",
        "lundi=2024-11-25=2024-11-25/2024-11-27 ; mercredi=2024-11-27=2024-11-25/2024-11-27",
    ),
    (
        "entre dimanche et jeudi",
        "2025-01-31",
        "dimanche=2025-01-26=2025-01-26/2025-01-30 ; jeudi=2025-01-30=2025-01-26/2025-01-30",
    ),
    ("lundi soir", "2024-11-30", "lundi soir=2024-11-25TEV=2024-11-25"),
    ("dans la nuit de lundi à mardi", "2025-03-11", "la nuit de lundi à mardi=2025-03-10TNI=2025-03-10/2025-03-11"),
    ("dans la nuit du 26 au 27", "2024-11-30", "la nuit du 26 au 27=2024-11-26TNI=2024-11-26/2024-11-27"),
    (
        "dans la nuit du 26 au 27 novembre 2024",
        "2024-12-30",
        "la nuit du 26 au 27 novembre 2024=2024-11-26TNI=2024-11-26/2024-11-27",
    ),
    ("la nuit dernière", "2024-11-30", "la nuit dernière=2024-11-29TNI=2024-11-29/2024-11-30"),
    ("cette nuit", "2024-11-30", "cette nuit=2024-11-30TNI=2024-11-29/2024-11-30"),
    ("au cours de la nuit", "2024-12-01", "la nuit=2024-12-01TNI=2024-11-30/2024-12-01"),
    ("hier", "2024-11-30", "hier=2024-11-29=2024-11-29"),
    ("avant-hier", "2024-11-30", "avant-hier=2024-11-28=2024-11-28"),
    ("aujourd'hui", "2024-11-30", "aujourd'hui=2024-11-30=2024-11-30"),
    ("demain", "2024-11-30", "demain=2024-12-01=2024-12-01"),
    ("ce matin", "2024-11-30", "ce matin=2024-11-30TMO=2024-11-30"),
    ("mardi dernier", "2024-11-30", "mardi dernier=2024-11-26=2024-11-26"),
    ("mercredi dernier", "2024-11-27", "mercredi dernier=2024-11-20=2024-11-20"),
    ("mercredi", "2024-11-27", "mercredi=2024-11-27=2024-11-27"),
    ("lundi prochain", "2024-11-30", "lundi prochain=2024-12-02=2024-12-02"),
    ("la semaine dernière", "2024-11-30", "la semaine dernière=2024-W47=2024-11-18/2024-11-24"),
    ("le mois dernier", "2024-11-30", "le mois dernier=2024-10=2024-10"),
    ("au cours du mois dernier", "2024-11-30", "mois dernier=2024-10=2024-10"),
    ("l'an dernier", "2024-11-30", "l'an dernier=2023=2023"),
    ("l'année dernière", "2024-11-30", "l'année dernière=2023=2023"),
    ("cette année", "2024-11-30", "cette année=2024=2024"),
    ("cette semaine", "2024-11-30", "cette semaine=2024-W48=2024-11-25/2024-12-01"),
    ("ce jeudi", "2024-11-30", "ce jeudi=2024-11-28=2024-11-28"),
    ("il y a trois jours", "2024-11-30", "trois jours=P3D=2024-11-27"),
    ("il y a deux semaines", "2024-11-30", "deux semaines=P2W=2024-11-13/2024-11-19"),
    ("il y a deux mois", "2024-11-30", "deux mois=P2M=2024-09"),
    ("il y a dix ans", "2024-11-30", "dix ans=P10Y=2014"),
    ("la veille", "2024-12-08", "la veille=2024-12-07=2024-12-07"),
    ("l'avant-veille", "2024-12-08", "l'avant-veille=2024-12-06=2024-12-06"),
    ("le lendemain", "2024-12-08", "le lendemain=2024-12-09=2024-12-09"),
    ("ce jour-là", "2024-12-08", "ce jour-là=2024-12-08=2024-12-08"),
    ("début décembre", "2024-12-20", "début décembre=2024-12=2024-12-01/2024-12-10"),
    ("fin 2023", "2024-11-30", "fin 2023=2023=2023-09-01/2023-12-31"),
    ("mi-mars", "2024-11-30", "mi-mars=2024-03=2024-03-11/2024-03-20"),
    ("depuis début juillet", "2025-07-28", "début juillet=2025-07=2025-07-01/2025-07-28"),
    ("en janvier", "2024-11-30", "janvier=2024-01=2024-01"),
    ("en décembre", "2024-11-30", "décembre=2023-12=2023-12"),
    ("en 2011", "2024-11-30", "2011=2011=2011"),
    ("depuis 2014", "2024-11-30", "2014=2014=2014-01-01/2024-11-30"),
    ("depuis mai 2024", "2025-04-14", "mai 2024=2024-05=2024-05-01/2025-04-14"),
    ("depuis mercredi", "2024-11-30", "mercredi=2024-11-27=2024-11-27/2024-11-30"),
    ("depuis trois semaines", "2024-11-30", "trois semaines=P3W=2024-11-09/2024-11-30"),
    ("depuis le mois de décembre", "2021-01-15", "le mois de décembre=2020-12=2020-12-01/2021-01-15"),
    ("depuis le week-end", "2014-06-11", "le week-end=2014-W23-WE=2014-06-07/2014-06-11"),
    ("en deux jours", "2024-11-29", "deux jours=P2D=2024-11-27/2024-11-29"),
    ("en 48 heures", "2024-11-30", "48 heures=PT48H=2024-11-28/2024-11-30"),
    ("en 24 heures", "2024-11-30", "24 heures=PT24H=2024-11-29/2024-11-30"),
    ("ces dernières 24 heures", "2024-11-30", "ces dernières 24 heures=PT24H=2024-11-29/2024-11-30"),
    ("ces derniers jours", "2024-11-30", "ces derniers jours=PXD=../2024-11-30"),
    ("au cours des dernières semaines", "2024-11-30", "dernières semaines=PXW=../2024-11-30"),
    ("les trois derniers jours", "2024-11-30", "les trois derniers jours=P3D=2024-11-27/2024-11-30"),
    ("pendant deux heures", "2024-11-30", "deux heures=PT2H="),
    ("dans les prochains jours", "2024-11-30", "les prochains jours=PXD=2024-11-30/.."),
    ("dans trois jours", "2024-11-30", "trois jours=P3D=2024-12-03"),
    ("chaque jour", "2024-11-30", "chaque jour=P1D="),
    ("tous les lundis", "2024-11-30", "tous les lundis=XXXX-WXX-1="),
    ("tous les jours", "2024-11-30", "tous les jours=P1D="),
    ("par semaine", "2024-11-30", "semaine=P1W="),
    ("le mercredi", "2024-11-30", "le mercredi=XXXX-WXX-3="),
    ("les années 1990", "2024-11-30", "les années 1990=199=1990-01-01/1999-12-31"),
    ("le XXe siècle", "2024-11-30", "le XXe siècle=19=1901-01-01/2000-12-31"),
    ("printemps 2023", "2024-11-30", "printemps 2023=2023-SP=2023-03-01/2023-05-31"),
    ("cet été", "2024-11-30", "cet été=2024-SU=2024-06-01/2024-08-31"),
    ("l'hiver dernier", "2024-11-30", "l'hiver dernier=2023-WI=2023-12-01/2024-02-29"),
    ("la semaine du 6 octobre 2024", "2024-11-30", "la semaine du 6 octobre 2024=2024-W40=2024-09-30/2024-10-06"),
    ("la première quinzaine d'avril", "2024-11-30", "la première quinzaine d'avril=2024-04=2024-04-01/2024-04-15"),
    ("à l'aube", "2024-11-30", "l'aube=2024-11-30TMO=2024-11-30"),
    ("samedi vers 20h30", "2024-11-30", "samedi=2024-11-30=2024-11-30 ; 20h30=2024-11-30T20:30=2024-11-30"),
    ("à 14 heures", "2024-11-30", "14 heures=2024-11-30T14:00=2024-11-30"),
    ("à la mi-journée", "2024-11-30", "la mi-journée=2024-11-30TMI=2024-11-30"),
    ("vers midi", "2024-11-30", "midi=2024-11-30T12:00=2024-11-30"),
    ("Vers 0 h 40, jeudi", "2024-11-30", "0 h 40=2024-11-28T00:40=2024-11-28 ; jeudi=2024-11-28=2024-11-28"),
    ("un an", "2024-11-30", "un an=P1Y="),
    ("un an et demi", "2024-11-30", "un an et demi=P18M="),
    ("un quart de siècle", "2024-11-30", "un quart de siècle=P25Y="),
    ("une demi-heure", "2024-11-30", "une demi-heure=PT30M="),
    ("dix-huit mois", "2024-11-30", "dix-huit mois=P18M="),
    ("quelque 30,4 secondes", "2024-11-30", "quelque 30,4 secondes=PT30.4S="),
    ("un homme âgé de 30 ans", "2024-11-30", ""),
    ("un garçon de 12 ans", "2024-11-30", ""),
    ("Layla, 47 ans, a fui.", "2024-11-30", ""),
    ("une peine de dix ans", "2024-11-30", "dix ans=P10Y="),
    ("une trêve de 60 jours", "2024-11-30", "60 jours=P60D="),
    ("les attentats du 11-Septembre", "2024-11-30", "11-Septembre=2001-09-11=2001-09-11"),
    ("le 7 octobre 2023", "2024-11-30", "le 7 octobre 2023=2023-10-07=2023-10-07"),
    ("Noël", "2024-11-30", "Noël=2024-12-25=2024-12-25"),
    ("le ramadan", "2024-11-30", "le ramadan=2024-03-11/2024-04-09=2024-03-11/2024-04-09"),
    ("désormais", "2024-11-30", "désormais=PRESENT_REF="),
    ("récemment", "2024-11-30", "récemment=PAST_REF="),
    ("Le sommet se tiendra lundi.", "2024-11-27", "lundi=2024-12-02=2024-12-02"),
    ("La réunion aura lieu le 15 janvier.", "2024-11-30", "le 15 janvier=2025-01-15=2025-01-15"),
    ("Il a été tué le 15 janvier.", "2024-11-30", "le 15 janvier=2024-01-15=2024-01-15"),
    ("jusqu'au 2 décembre", "2024-11-30", "2 décembre=2024-12-02=../2024-12-02"),
    ("avant le 15 novembre", "2024-11-30", "le 15 novembre=2024-11-15=../2024-11-14"),
    ("après le 15 novembre", "2024-11-30", "le 15 novembre=2024-11-15=2024-11-15/2024-11-30"),
    ("2 000 personnes ont fui.", "2024-11-30", ""),
    ("3.000 soldats", "2024-11-30", ""),
    ("Il compte 2014 hommes.", "2024-11-30", ""),
    ("Il a été blessé.", "2024-11-30", ""),
    ("au 37, rue de la Libération", "2024-11-30", ""),
    ("trente morts et 12 blessés", "2024-11-30", ""),
    ("Le président Mars a parlé.", "2024-11-30", ""),
    ("le 29 février", "2024-11-30", "le 29 février=2024-02-29=2024-02-29"),
    ("lundi 29 février", "2024-11-30", "lundi 29 février=2016-02-29=2016-02-29"),
    ("le 27", "2024-11-30", ""),
    ("octobre 98", "1999-05-23", "octobre 98=1998-10=1998-10"),
    ("hier à 18h30", "2024-11-30", "hier=2024-11-29=2024-11-29 ; 18h30=2024-11-29T18:30=2024-11-29"),
    ("3 heures du matin", "2024-11-30", "3 heures du matin=2024-11-30T03:00=2024-11-30"),
    ("lundi dans la soirée", "2024-11-30", "lundi dans la soirée=2024-11-25TEV=2024-11-25"),
    ("en début de soirée", "2024-11-30", "début de soirée=2024-11-30TEV=2024-11-30"),
    ("la matinée de jeudi", "2024-11-30", "la matinée de jeudi=2024-11-28TMO=2024-11-28"),
    ("la journée de vendredi", "2024-11-30", "la journée de vendredi=2024-11-29TDT=2024-11-29"),
    ("vendredi en fin d'après-midi", "2024-11-30", "vendredi en fin d'après-midi=2024-11-29TAF=2024-11-29"),
    ("le matin même", "2024-11-30", "le matin même=2024-11-30TMO=2024-11-30"),
    ("le même jour", "2024-11-30", "le même jour=2024-11-30=2024-11-30"),
    ("fin de l'année dernière", "2024-11-30", "fin de l'année dernière=2023=2023-09-01/2023-12-31"),
    ("la fin du mois de mars", "2024-11-30", "la fin du mois de mars=2024-03=2024-03-21/2024-03-31"),
    ("janvier et mars 2012", "2024-11-30", "janvier=2012-01=2012-01 ; mars 2012=2012-03=2012-03"),
    ("entre 2011 et 2014", "2024-11-30", "2011=2011=2011-01-01/2014-12-31 ; 2014=2014=2011-01-01/2014-12-31"),
    (
        "du mercredi 3 avril au samedi 6 avril",
        "2002-04-03",
        "mercredi 3 avril=2002-04-03=2002-04-03/2002-04-06 ; samedi 6 avril=2002-04-06=2002-04-03/2002-04-06",
    ),
    ("de 2012 à 2016", "2024-11-30", "2012=2012=2012-01-01/2016-12-31 ; 2016=2016=2012-01-01/2016-12-31"),
    ("(2013)", "2024-11-30", "2013=2013=2013"),
    ("deux semaines plus tard", "2024-11-30", "deux semaines=P2W="),
    ("en l'espace de quatre jours", "2025-01-20", "quatre jours=P4D=2025-01-16/2025-01-20"),
    ("d'ici à dix ans", "2024-11-30", "dix ans=P10Y="),
    ("jeudi et vendredi", "2024-11-30", "jeudi=2024-11-28=2024-11-28 ; vendredi=2024-11-29=2024-11-29"),
    ("dans une seconde frappe", "2024-11-30", ""),
    ("du 27 au 30 octobre", "2024-12-02", "27=2024-10-27=2024-10-27/2024-10-30 ; 30 octobre=2024-10-30=2024-10-27/2024-10-30"),
    ("premier mars 2024", "2024-11-30", "premier mars 2024=2024-03-01=2024-03-01"),
    ("le 28 novembre 2024 au soir", "2024-12-02", "le 28 novembre 2024 au soir=2024-11-28TEV=2024-11-28"),
    ("depuis des mois", "2024-11-30", "des mois=PXM=../2024-11-30"),
    ("il y a quelques mois", "2024-11-30", "quelques mois=PXM=../2024-11-30"),
    ("toutes les deux semaines", "2024-11-30", "toutes les deux semaines=P2W="),
    ("dans la nuit de samedi à dimanche", "2025-07-28", "la nuit de samedi à dimanche=2025-07-26TNI=2025-07-26/2025-07-27"),
    (
        "dans la nuit du samedi 30 novembre au dimanche 1er décembre",
        "2024-12-02",
        "la nuit du samedi 30 novembre au dimanche 1er décembre=2024-11-30TNI=2024-11-30/2024-12-01",
    ),
    (
        "dans le courant de la semaine prochaine",
        "2024-11-30",
        "le courant de la semaine prochaine=2024-W49=2024-12-02/2024-12-08",
    ),
    (
        "vendredi 29 novembre à 18 h",
        "2024-11-30",
        "vendredi 29 novembre=2024-11-29=2024-11-29 ; 18 h=2024-11-29T18:00=2024-11-29",
    ),
    ("à partir de lundi", "2024-11-30", "lundi=2024-11-25=2024-11-25/2024-11-30"),
];

#[test]
fn expressions_have_their_extent_value_and_days() {
    let mut wrong = Vec::new();
    for (text, published, wanted) in CASES {
        let anchor = at(published);
        let got: Vec<_> = read(text, &anchor)
            .iter()
            .map(|(t, inner, _)| format!("{inner}={}={}", t.value, claim_days(t, &anchor).edtf()))
            .collect();
        let got = got.join(" ; ");
        if got != *wanted {
            wrong.push(format!("{text} ({published})\n  want {wanted}\n  have {got}"));
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn each_pattern_reads_what_it_accepts_and_leaves_what_it_refuses() {
    let mut wrong = Vec::new();
    for (rule, pattern) in PACK.times.patterns.iter().enumerate() {
        for text in &pattern.accepts {
            let found = read(text, &at("2024-11-30"));
            if !found.iter().any(|(t, ..)| t.rule == rule) {
                let have: Vec<_> = found.iter().map(|(t, i, _)| (i, &PACK.times.patterns[t.rule].id)).collect();
                wrong.push(format!("{} should read {text}: {have:?}", pattern.id));
            }
        }
        for text in &pattern.refuses {
            if read(text, &at("2024-11-30")).iter().any(|(t, ..)| t.rule == rule) {
                wrong.push(format!("{} should leave {text}", pattern.id));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_story_is_carried_within_a_text() {
    let mut anchor = at("2024-12-05");
    let first = read("Lundi, les rebelles ont pris la ville.", &anchor);
    let first: Vec<_> = first.into_iter().map(|f| f.0).collect();
    anchor.story = story_after(&first, &anchor);
    anchor.deed = anchor.story;
    let next = read("La veille, l'armée avait quitté ses positions.", &anchor);
    assert_eq!(next[0].0.value, "2024-12-01");
    assert!(next[0].0.narrative);
}

#[test]
fn the_preposition_is_outside_and_tells_the_relation() {
    let cases = [
        ("au moins 277 morts depuis mercredi", "depuis mercredi", Relation::Since),
        ("jusqu'au 2 décembre", "jusqu'au 2 décembre", Relation::Until),
        ("202 morts en 48 heures", "en 48 heures", Relation::Within),
        ("il y a trois jours", "il y a trois jours", Relation::Ago),
        ("trois jours plus tôt", "trois jours plus tôt", Relation::Before),
        ("pendant deux heures", "pendant deux heures", Relation::During),
        ("avant lundi", "avant lundi", Relation::Before),
        ("à partir du 8 mars", "à partir du 8 mars", Relation::Since),
    ];
    for (text, outer, relation) in cases {
        let found = read(text, &at("2024-11-30"));
        let last = found.last().unwrap();
        assert_eq!((last.2.as_str(), last.0.relation), (outer, relation), "{text}");
    }
}

#[test]
fn a_month_of_publication_does_not_make_up_a_day() {
    let found = read("mercredi", &at("2024-11"));
    assert_eq!((found[0].0.value.as_str(), found[0].0.days), ("XXXX-WXX-3", Days::parse("2024-11")));
}

#[test]
fn without_a_day_of_publication_nothing_is_made_up() {
    for text in ["hier", "mercredi", "le 27 novembre", "novembre", "la semaine dernière", "depuis trois jours", "la veille"] {
        let found = read(text, &Anchor::default());
        assert_eq!(found.len(), 1, "{text}");
        assert_eq!(found[0].0.days, None, "{text}");
    }
}

proptest! {
    #[test]
    fn any_row_of_words_of_time_is_read_without_fault(
        picks in prop::collection::vec((any::<prop::sample::Index>(), 0u32..12), 0..24),
        year in 1i16..=9999,
        story in prop::option::of(1i16..=9999),
    ) {
        let words: Vec<&str> = include_str!("../../../../packs/fr/lexicon/calendar.tsv")
            .lines()
            .filter(|l| !l.starts_with('#'))
            .filter_map(|l| l.split('\t').next())
            .collect();
        let figures = ["1", "27", "2024", "9999", "99", "30/11/2024", "0001-01-01", "12:30", "3 000", ",", ".", "trois mille"];
        let text: Vec<&str> = picks
            .iter()
            .map(|(i, f)| if *f < 4 { figures[i.index(figures.len())] } else { words[i.index(words.len())] })
            .collect();
        let text = text.join(" ");
        let anchor = Anchor {
            published: Days::parse(&format!("{year:04}-01-31")),
            story: story.and_then(|y| Days::parse(&format!("{y:04}-12-31"))),
            deed: None,
        };
        let mut last = 0;
        let mut all = Vec::new();
        for (time, inner, outer) in read(&text, &anchor) {
            prop_assert!(time.first >= last && time.last > time.first);
            prop_assert!(time.outer_first <= time.first && time.outer_last >= time.last);
            prop_assert!(!time.value.is_empty() && outer.contains(&inner));
            let days = claim_days(&time, &anchor);
            if let (Some(a), Some(b)) = (days.start, days.end) {
                prop_assert!(a <= b, "{} {:?}", text, time);
            }
            last = time.last;
            all.push(time);
        }
        let _ = story_after(&all, &anchor);
    }
}
