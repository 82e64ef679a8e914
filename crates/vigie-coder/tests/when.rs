//! When it happened: which time of a text dates a claim, and which days it takes from others.
//!
//! One line a claim: `event · days`, the days in EDTF, `-` where the text says none.
#![allow(clippy::unwrap_used, missing_docs)]

use std::sync::LazyLock;

use vigie_coder::{Coder, Passage, builtin};
use vigie_model::Days;

static CODER: LazyLock<Coder> = LazyLock::new(|| builtin::coder().unwrap());

/// The claims of a text that appeared on Saturday 30 November 2024, in its order.
fn dated(text: &str) -> Vec<String> {
    let passage = Passage { id: "p", text, published: Days::parse("2024-11-30"), lang: Some("fr"), ..Passage::default() };
    let mut claims = CODER.code(&passage).claims;
    claims.sort_by_key(|c| c.quote.start);
    claims.iter().map(|c| format!("{} · {}", c.event, c.time.as_ref().map_or("-", |t| t.edtf.as_str()))).collect()
}

#[test]
fn the_day_of_the_lead_is_that_of_the_dead_the_burnt_and_the_taken() {
    let text = "Des hommes armés ont attaqué le village de Saraqeb jeudi, selon l'OSDH.\n\nSelon une source locale, \
                l'attaque a fait douze morts. Des maisons ont été incendiées à Saraqeb. Cinq femmes ont été enlevées.";
    let claims = dated(text);
    assert!(claims.len() >= 4 && claims.iter().all(|c| c.ends_with("· 2024-11-28")), "{claims:?}");
}

#[test]
fn a_day_told_later_is_that_of_the_lead_too() {
    let text = "Au moins douze personnes ont été tuées à Saraqeb. Des hommes armés ont attaqué Saraqeb jeudi, selon l'OSDH.";
    assert_eq!(dated(text), ["casualties · 2024-11-28", "attack.armed · 2024-11-28"]);
}

#[test]
fn where_towns_change_hands_no_day_is_shared() {
    let text = "Des hommes armés ont attaqué Saraqeb jeudi. Les rebelles ont pris Khan Cheikhoun. \
                L'aviation a bombardé Idleb.";
    assert_eq!(dated(text), ["attack.armed · 2024-11-28", "territory.capture · -", "attack.airstrike · -"]);
}

#[test]
fn another_strike_elsewhere_has_no_day_of_the_first() {
    let text = "Une frappe a tué douze personnes à Saraqeb jeudi. L'OSDH signale aussi des frappes sur Rastan.";
    assert_eq!(dated(text), ["attack.airstrike · 2024-11-28", "attack.airstrike · -"]);
}

#[test]
fn a_town_says_where_in_its_country_the_attack_was() {
    let text = "La Syrie a subi une attaque jeudi. Deux bombes ont explosé à Alep.";
    assert!(dated(text).iter().all(|c| c.ends_with("· 2024-11-28")), "{:?}", dated(text));
}

#[test]
fn who_takes_a_town_and_who_leaves_it_do_so_on_one_day() {
    let text = "Les rebelles ont pris Saraqeb jeudi. L'armée syrienne s'est retirée de Saraqeb, selon l'OSDH.";
    assert_eq!(dated(text), ["territory.capture · 2024-11-28", "territory.withdraw · 2024-11-28"]);
}

#[test]
fn the_sequel_tells_the_day_of_the_event() {
    assert_eq!(dated("Au lendemain de l'attaque contre Saraqeb, la ville est calme."), ["attack.armed · 2024-11-29"]);
    assert_eq!(dated("Une semaine après l'attaque contre Saraqeb, la ville est calme."), ["attack.armed · 2024-11-23"]);
    assert_eq!(
        dated("Au lendemain de l'attaque du 7 octobre contre Saraqeb, la ville est calme."),
        ["attack.armed · 2024-10-07"]
    );
}

#[test]
fn the_day_of_a_saying_is_not_that_of_the_deed() {
    assert_eq!(dated("Le maire a reconnu, jeudi soir, que les rebelles étaient entrés dans Saraqeb."), ["territory.advance · -"]);
    assert_eq!(dated("Le groupe a revendiqué jeudi une attaque contre Saraqeb."), ["attack.armed · -"]);
    assert_eq!(dated("Un bilan publié jeudi fait état de douze morts à Saraqeb."), ["casualties · ../2024-11-28"]);
    let within = "En 24 heures, l'armée syrienne affirme avoir mené douze frappes sur Alep.";
    assert_eq!(dated(within), ["attack.airstrike · 2024-11-29/2024-11-30"]);
    // What is done while it is said is of the same day.
    assert_eq!(dated("Jeudi, l'armée syrienne affirmait repousser l'assaut contre Saraqeb."), ["territory.repel · 2024-11-28"]);
}

#[test]
fn the_small_hours_are_those_of_the_night_told() {
    let text = "Des hommes armés ont attaqué Saraqeb dans la nuit de jeudi à vendredi, a annoncé samedi l'OSDH. \
                Vers 2 heures du matin, ils ont ouvert le feu sur un poste de police.";
    assert_eq!(dated(text), ["attack.armed · 2024-11-28/2024-11-29", "attack.armed · 2024-11-29"]);
}

#[test]
fn a_stretch_runs_from_the_day_of_its_beginning() {
    let since = "Plus de 200 personnes ont été tuées à Alep depuis le début de l'offensive, le 27 novembre.";
    assert_eq!(dated(since), ["casualties · 2024-11-27/2024-11-30"]);
    // Undated, it is still no one's day.
    let text = "Une frappe a tué douze personnes à Alep jeudi. Plus de 200 personnes ont été tuées depuis le début de la guerre.";
    assert_eq!(dated(text), ["attack.airstrike · 2024-11-28", "casualties · ../2024-11-30"]);
    let begun = "L'offensive lancée mercredi par les rebelles à Alep continue. Au moins 327 personnes ont péri.";
    assert_eq!(dated(begun), ["attack.battle · 2024-11-27", "casualties · 2024-11-27/2024-11-30"]);
}

#[test]
fn so_many_days_of_an_attack_end_with_the_day_told() {
    let after = "Les rebelles se sont emparés jeudi du camp de Saraqeb, après trois jours d'assaut.";
    assert!(dated(after).contains(&"attack.armed · 2024-11-26/2024-11-28".to_string()), "{:?}", dated(after));
    let rank = "Au deuxième jour de leur assaut contre Saraqeb, les rebelles ont pris la ville.";
    assert!(dated(rank).contains(&"attack.armed · 2024-11-29/2024-11-30".to_string()), "{:?}", dated(rank));
}

#[test]
fn an_attack_since_which_something_holds_is_of_its_own_day() {
    let text = "Les habitants d'Alep sont inquiets depuis l'attaque des rebelles, jeudi 7 novembre.";
    assert_eq!(dated(text), ["attack.armed · 2024-11-07"]);
    let launched = "Une semaine après le lancement de l'offensive sur Alep, la ville est calme.";
    assert_eq!(dated(launched), ["attack.battle · 2024-11-23"]);
}

#[test]
fn an_earlier_number_stands_as_it_was_put() {
    let text = "Le bilan à Alep s'élève depuis mercredi à 412 morts, selon l'OSDH, qui en comptait 327 la veille.";
    assert_eq!(dated(text), ["casualties · 2024-11-27/2024-11-30", "casualties · 2024-11-27/2024-11-29"]);
}

#[test]
fn an_attack_that_opens_a_sentence_with_a_relative_is_the_one_just_told() {
    let text = "Un camion piégé a explosé à Alep jeudi. Un attentat qui n'a pas été revendiqué.";
    assert!(dated(text).iter().all(|c| c.ends_with("· 2024-11-28")), "{:?}", dated(text));
}

#[test]
fn the_relative_clause_of_an_event_noun_dates_it() {
    let text = "Les rebelles ont pris Saraqeb vendredi, loin de l'attaque contre Idleb qui avait fait douze morts le 4 novembre.";
    assert_eq!(dated(text), ["territory.capture · 2024-11-29", "attack.armed · 2024-11-04"]);
}

#[test]
fn hours_later_it_is_still_that_day() {
    let text = "Des hommes armés ont attaqué Saraqeb jeudi. Quelques heures plus tard, des drones ont bombardé Idleb.";
    assert_eq!(dated(text), ["attack.armed · 2024-11-28", "attack.drone · 2024-11-28"]);
}

#[test]
fn a_count_as_of_a_day_has_no_beginning() {
    assert_eq!(
        dated("Au 25 novembre, plus de 48.000 personnes avaient fui Alep, selon l'ONU."),
        ["displacement · ../2024-11-25"]
    );
    assert_eq!(
        dated("Douze personnes enlevées le 4 novembre à Alep sont encore retenues."),
        ["abduction · 2024-11-04/2024-11-30"]
    );
}

#[test]
fn how_rare_it_is_does_not_say_when() {
    let text = "Jeudi, une frappe a fait douze morts à Alep, la pire depuis 2016.";
    assert_eq!(dated(text), ["attack.airstrike · 2024-11-28"]);
}

#[test]
fn the_day_of_a_participle_is_that_of_its_noun() {
    let text = "Douze civils ont péri à Saraqeb, une ville conquise jeudi par les rebelles.";
    assert!(dated(text).contains(&"casualties · ../2024-11-30".to_string()), "{:?}", dated(text));
}

#[test]
fn what_goes_on_is_of_no_one_day() {
    let text = "Une frappe a tué douze personnes à Alep jeudi. Les frappes sur Alep vont se poursuivre.";
    assert!(dated(text).iter().skip(1).all(|c| c.ends_with("· -")), "{:?}", dated(text));
    assert_eq!(dated("Trente personnes sont retenues en otage à Alep."), ["abduction · ../2024-11-30"]);
}

#[test]
fn what_is_done_little_by_little_goes_on_to_the_report() {
    let told = "Les rebelles sont entrés vendredi dans Saraqeb.";
    let last = |text: &str| dated(text).pop().unwrap();
    assert_eq!(last(&format!("{told} Ils ont peu à peu pris la ville.")), "territory.capture · 2024-11-29/2024-11-30");
    assert_eq!(last(&format!("{told} Ils ont pris la ville.")), "territory.capture · 2024-11-29");
}
