//! What a text counts: which numbers stand in one claim, and what they count.
#![allow(clippy::unwrap_used, missing_docs)]

use std::sync::LazyLock;

use vigie_coder::{Coder, Passage, builtin};
use vigie_model::Days;

static CODER: LazyLock<Coder> = LazyLock::new(|| builtin::coder().unwrap());

/// What a text counts: the low numbers of its first claim with counts.
fn counted(text: &str) -> Vec<u64> {
    let passage = Passage { id: "p", text, published: Days::parse("2024-11-30"), lang: Some("fr"), ..Passage::default() };
    let claims = CODER.code(&passage).claims;
    claims.iter().find(|c| !c.counts.is_empty()).map(|c| c.counts.iter().filter_map(|k| k.low).collect()).unwrap_or_default()
}

#[test]
fn the_parts_of_a_toll_stand_before_or_after_its_verb() {
    assert_eq!(counted("Au moins 43 civils, dont 19 femmes et neuf enfants, ont été tués à Alep."), [43, 19, 9]);
    assert_eq!(counted("327 personnes ont péri à Alep, dont 44 civils, selon l'OSDH."), [327, 44]);
    assert_eq!(counted("Soixante et un habitants d'Alep ont été blessés, parmi lesquels douze enfants."), [61, 12]);
    assert_eq!(counted("Vingt personnes ont été tuées à Alep et trois femmes ont été blessées à Idleb."), [20]);
}

#[test]
fn a_number_may_stand_apart_from_what_it_counts() {
    assert_eq!(counted("Cela porte à 198 le nombre de personnes tuées à Alep."), [198]);
    assert_eq!(counted("Le nombre de morts à Alep dépasse 200 après des frappes."), [200]);
    assert_eq!(counted("Douze décès ont été recensés à Alep."), [12]);
    assert!(counted("Le nombre de frappes sur Alep dépasse 200.").is_empty());
}

/// One line a claim that counts or is a toll: `event of number, of number`.
fn lines(text: &str) -> Vec<String> {
    let passage = Passage { id: "p", text, published: Days::parse("2024-11-30"), lang: Some("fr"), ..Passage::default() };
    let mut claims = CODER.code(&passage).claims;
    claims.sort_by_key(|c| c.quote.start);
    let count = |k: &vigie_model::Count| format!("{} {}", k.of, k.low.or(k.high).unwrap_or(0));
    claims
        .iter()
        .map(|c| format!("{} {}", c.event, c.counts.iter().map(count).collect::<Vec<_>>().join(", ")).trim_end().to_string())
        .collect()
}

#[test]
fn two_clauses_of_harm_side_by_side_are_one_statement() {
    assert_eq!(lines("Au moins deux civils ont péri à Alep."), ["casualties killed 2"]);
    let one = "casualties killed 1, injured 2";
    assert_eq!(lines("Un soldat syrien a péri, deux de ses camarades ont été blessés."), [one]);
    let both = "casualties killed 200, injured 400";
    assert_eq!(lines("Plus de 200 soldats syriens ont été tués et plus de 400 blessés, a affirmé l'OSDH."), [both]);
}

#[test]
fn a_number_counts_again_what_was_counted() {
    let day = lines("Le bilan s'élève à 412 morts à Alep, selon l'OSDH, qui en comptait 327 la veille.");
    assert_eq!(day, ["casualties killed 412", "casualties killed 327"]);
    let before = lines("Au moins 120 civils ont été tués à Alep, selon l'OSDH. L'ONG en avait dénombré 89 jeudi.");
    assert_eq!(before, ["casualties killed 120", "casualties killed 89"]);
    // Without a day of its own it only stands beside the other number.
    assert_eq!(
        lines("L'OSDH fait état de 60 morts à Alep, contre 40 dans un premier temps."),
        ["casualties killed 60, killed 40"]
    );
    assert_eq!(lines("L'OSDH fait état de 60 morts à Alep, contre 40 jeudi."), ["casualties killed 60", "casualties killed 40"]);
    // A number with a noun of its own counts that, and nothing is counted where nothing was.
    assert_eq!(lines("L'armée syrienne a perdu 60 hommes, contre 40 chars."), ["casualties killed 60"]);
    assert!(lines("L'OSDH en avait dénombré 89 à Alep jeudi.").is_empty());
}

#[test]
fn killed_or_wounded_are_one_toll() {
    assert_eq!(lines("L'armée syrienne a tué ou blessé trente rebelles."), ["casualties killed 30"]);
}

#[test]
fn the_number_of_bodies_is_that_of_the_dead() {
    assert_eq!(lines("Les corps de quinze secouristes ont été retrouvés à Alep après les frappes.")[0], "casualties killed 15");
}

#[test]
fn who_gives_a_number_is_no_part_of_it() {
    let said = lines("Les combats d'Alep ont fait 14 morts, dont des femmes et des enfants, d'après un responsable local.");
    assert!(
        said.contains(&"casualties killed 14".to_string()) || said.contains(&"attack.battle killed 14".to_string()),
        "{said:?}"
    );
}

#[test]
fn each_thing_of_a_row_is_counted_by_its_own_noun() {
    assert_eq!(lines("Quarante-cinq maisons et 34 véhicules ont été incendiés à Alep."), ["destruction other 45, vehicles 34"]);
    assert_eq!(lines("L'armée ukrainienne a intercepté un missile russe à Kiev."), ["territory.repel other 1"]);
    assert_eq!(lines("Des milliers de familles ont fui Alep."), ["displacement other 2000"]);
    // Where bombs fell is a place and no count.
    assert_eq!(lines("L'aviation russe a mené des raids sur plusieurs quartiers d'Alep."), ["attack.airstrike"]);
}

#[test]
fn wounded_whom_nobody_numbers_are_a_toll() {
    assert_eq!(lines("Les affrontements ont fait de nombreux blessés à Alep.").last().unwrap(), "casualties");
    assert!(lines("L'explosion n'a pas fait de victimes à Alep.").iter().all(|c| !c.starts_with("casualties")));
}
