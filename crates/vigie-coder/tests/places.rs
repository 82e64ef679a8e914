//! Where a claim stands, when its own clause does not name the place: towns named before, capitals, nouns that point
//! back, paragraphs that return to the subject.
#![allow(clippy::unwrap_used, missing_docs)]

use std::sync::LazyLock;

use vigie_coder::{Coder, Passage, builtin};
use vigie_model::Days;

static CODER: LazyLock<Coder> = LazyLock::new(|| builtin::coder().unwrap());

/// Event and place of each claim of a text, in the order of the text.
fn places(text: &str) -> Vec<(String, String)> {
    let passage = Passage { id: "p", text, published: Days::parse("2024-11-30"), lang: Some("fr"), ..Passage::default() };
    let mut claims = CODER.code(&passage).claims;
    claims.sort_by_key(|c| c.quote.start);
    claims.iter().map(|c| (c.event.to_string(), c.place.as_ref().map_or("-".to_string(), |p| p.name.clone()))).collect()
}

/// The place of the last claim.
fn last(text: &str) -> String {
    places(text).pop().unwrap().1
}

#[test]
fn a_capital_letter_without_its_accent_is_read_with_it() {
    assert_eq!(last("A Saraqeb, les rebelles ont tué deux civils."), "Saraqib");
    assert_eq!(last("L'armée a bombardé Alep. A Saraqeb, les rebelles ont tué deux civils."), "Saraqib");
}

#[test]
fn a_town_named_earlier_in_the_sentence_is_the_town() {
    assert_eq!(last("L'armée a bombardé Alep. À Saraqeb, les rebelles contrôlent la ville."), "Saraqib");
    assert_eq!(last("L'armée a bombardé Alep. Vendredi, les rebelles contrôlaient la ville."), "Aleppo");
}

#[test]
fn a_town_named_after_the_last_claim_is_the_town() {
    let text = "L'armée syrienne a bombardé Alep. Saraqeb a connu une nuit agitée. Les rebelles ont quitté la ville.";
    assert_eq!(last(text), "Saraqib");
    // A capital that does something is a government, no town.
    let text = "L'armée syrienne a bombardé Alep. Paris a condamné l'attaque. Les rebelles ont quitté la ville.";
    assert_eq!(last(text), "Aleppo");
}

#[test]
fn the_capital_is_that_of_the_country_named_or_at_issue() {
    assert_eq!(last("Des combats ont éclaté dans la capitale malienne."), "Bamako");
    assert_eq!(last("Au Yémen, les Houthis contrôlent la capitale et le nord du pays."), "Sanaa");
    assert_eq!(last("En Syrie, des combats ont éclaté à l'ouest de la capitale."), "Damascus");
    // Of a region it is the town told of it.
    let text = "Les paramilitaires ont bombardé El-Facher vendredi. Le chef-lieu du Darfour-Nord est tombé dimanche.";
    assert_eq!(last(text), "El Fasher");
    // `capitale économique` is none.
    assert_ne!(last("Au Yémen, les Houthis ont bombardé la capitale économique."), "Sanaa");
}

#[test]
fn an_embassy_lies_in_no_country_of_its_own() {
    assert_eq!(last("À Mossoul, les jihadistes ont attaqué le consulat de Turquie."), "Mosul");
}

#[test]
fn where_people_flee_to_is_not_where_the_story_stands() {
    let text = "L'armée a bombardé Alep. Des milliers d'habitants ont fui vers Tabqa. Les tirs ont tué deux civils.";
    assert_eq!(last(text), "Aleppo");
}

#[test]
fn a_distance_moves_no_story() {
    let text = "L'armée syrienne a bombardé Alep. Un civil a été tué à cent kilomètres de Homs. Trois soldats ont été tués.";
    assert_eq!(last(text), "Aleppo");
    let text = "L'armée syrienne a bombardé Alep. Un civil a été tué près de Homs. Trois soldats ont été tués.";
    assert_eq!(last(text), "Homs");
}

#[test]
fn a_town_inside_the_region_told_is_where_the_story_goes_on() {
    let text = "L'armée s'est retirée de l'Etat shan. Un officier est porté disparu à Lashio. Deux soldats ont été tués.";
    assert_eq!(last(text), "Lashio");
}

#[test]
fn a_relative_clause_on_those_attacked_tells_where() {
    let text = "L'armée a bombardé Alep. Les rebelles ont attaqué des femmes qui récoltaient le blé à Saraqeb.";
    assert_eq!(last(text), "Saraqib");
}

#[test]
fn a_new_paragraph_returns_to_what_was_told_first() {
    let text = "Les rebelles sont entrés à Alep vendredi, selon l'OSDH. L'armée a bombardé Saraqeb.\n\n\
                Les tirs ont tué deux civils.";
    assert_eq!(last(text), "Aleppo");
    let text = "L'armée a mené des raids en Syrie vendredi. Les rebelles ont bombardé Saraqeb.\n\nLes tirs ont tué deux civils.";
    assert_eq!(last(text), "Syria");
}

#[test]
fn the_displaced_whom_the_un_counts_are_those_of_the_country() {
    let text = "Les rebelles ont bombardé Hama, en Syrie. Plus de 48.000 personnes ont été déplacées, selon l'ONU.";
    assert_eq!(last(text), "Syria");
    let text = "Les rebelles ont bombardé Hama, en Syrie. Plus de 48.000 personnes ont été déplacées à Homs, selon l'ONU.";
    assert_eq!(last(text), "Homs");
}

#[test]
fn a_village_that_no_list_knows_is_its_own_place() {
    let text = "En Syrie, l'armée a bombardé Hama. Une attaque contre le village de Karkoudja a tué deux civils.";
    assert_eq!(last(text), "Karkoudja");
}

#[test]
fn a_building_lies_in_the_town_told_last() {
    let told = "La Syrie est en guerre et les combats font rage dans le pays. L'OSDH s'inquiète du sort d'Alep.";
    assert_eq!(last(&format!("{told} Les rebelles se sont emparés de l'aéroport.")), "Aleppo");
    // Any building, or that of another state, says nothing.
    assert_ne!(last("Les combats font rage en Syrie. À Paris, un ministre s'inquiète. Des soldats ont pris le palais."), "Paris");
}

#[test]
fn many_localities_or_positions_lie_in_no_one_town() {
    let told = "L'armée syrienne a bombardé Alep.";
    assert_eq!(last(&format!("{told} Les rebelles ont pris 40 localités.")), "-");
    assert_eq!(last(&format!("{told} Les rebelles ont pris plusieurs positions.")), "-");
    assert_eq!(last(&format!("{told} Les rebelles ont pris plusieurs quartiers.")), "Aleppo");
}

#[test]
fn inhabitants_of_a_village_that_no_list_knows_are_there() {
    assert_eq!(last("L'armée a bombardé Alep. Des habitants de Kafrouka ont fui."), "Kafrouka");
}

#[test]
fn what_stands_before_a_verb_of_saying_is_where_they_speak() {
    let text = "À Téhéran, les médias iraniens ont annoncé la mort d'un général, tué à Saraqeb.";
    assert_eq!(last(text), "Saraqib");
    assert_eq!(last("À Saraqeb, l'OSDH a recensé la mort de douze civils."), "Saraqib");
}

#[test]
fn an_attack_in_a_country_is_of_no_town_told_before() {
    let told = "Les rebelles ont pris Alep.";
    assert_eq!(last(&format!("{told} L'aviation russe bombarde des groupes rebelles en Syrie.")), "Syria");
    assert_eq!(last(&format!("{told} L'aviation russe bombarde des groupes rebelles.")), "Aleppo");
    // And the story stays where it stood.
    let text = format!("{told} L'aviation russe bombarde des groupes rebelles en Syrie. Douze civils ont été tués.");
    assert_eq!(last(&text), "Aleppo");
}

#[test]
fn a_total_goes_on_counting_where_the_total_before_it_stood() {
    let text = "Plus de 80 personnes ont été tuées depuis jeudi à Saraqeb. Cinq femmes figurent au nombre des victimes.";
    assert_eq!(last(text), "Saraqib");
}
