//! Who acts and to whom it is done, when the clause does not name them: whose a position is, whose deed a speaker tells,
//! whom a common noun means, who only helps.
#![allow(clippy::unwrap_used, missing_docs)]

use std::sync::LazyLock;

use vigie_coder::{Coder, Passage, builtin};
use vigie_model::Days;

static CODER: LazyLock<Coder> = LazyLock::new(|| builtin::coder().unwrap());

/// `actors -> targets` of the last claim of a text.
fn sides(text: &str) -> String {
    let passage = Passage { id: "p", text, published: Days::parse("2024-11-30"), lang: Some("fr"), ..Passage::default() };
    let mut claims = CODER.code(&passage).claims;
    claims.sort_by_key(|c| c.quote.start);
    let join = |of: &[vigie_model::ActorRef]| of.iter().map(|a| a.name.as_str()).collect::<Vec<_>>().join(", ");
    let last = claims.last().unwrap();
    format!("{} -> {}", join(&last.actors), join(&last.targets))
}

#[test]
fn soldiers_who_die_are_those_to_whom_it_is_done() {
    assert_eq!(sides("Treize militaires maliens ont péri dans le nord du Mali."), " -> Malian army");
    assert_eq!(sides("Les combats ont coûté la vie à vingt soldats ukrainiens."), " -> Ukrainian army");
    assert_eq!(sides("Dix personnes sont mortes à Alep."), " -> ");
}

#[test]
fn a_position_or_a_weapon_is_its_owners() {
    assert_eq!(sides("L'armée russe a bombardé des positions ukrainiennes."), "Russian army -> Ukrainian army");
    assert_eq!(sides("La Russie a abattu 37 drones ukrainiens."), "Russian army -> Ukrainian army");
    assert_eq!(sides("L'aviation israélienne a bombardé des positions du Hezbollah."), "Israeli air force -> Hezbollah");
    // The missile is the means, and a town is no army's.
    assert_eq!(sides("Un missile russe a frappé un immeuble de Kiev."), "Russian army -> ");
}

#[test]
fn an_infinitive_under_a_verb_of_saying_is_the_speakers_own_deed() {
    let text = "Le ministère russe de la Défense affirme avoir bombardé un dépôt à Kharkiv.";
    assert_eq!(sides(text), "Russian army -> ");
}

#[test]
fn who_helps_does_not_lead() {
    let text = "L'armée syrienne a lancé une offensive à Hama appuyée par l'aviation russe.";
    assert!(sides(text).starts_with("Syrian army ->"), "{}", sides(text));
}

#[test]
fn the_army_in_a_land_that_has_none_is_that_of_the_other_side() {
    let text = "À Gaza, le Hamas a tiré des roquettes. Des tirs ont visé le nord d'Israël. L'armée a bombardé la bande de Gaza.";
    assert!(sides(text).starts_with("Israeli army"), "{}", sides(text));
}

#[test]
fn assailants_of_whom_nobody_was_told_are_nobody() {
    assert_eq!(sides("Les assaillants ont incendié un village du Mali."), " -> ");
    assert!(sides("Des hommes armés ont attaqué un village du Mali.").starts_with("gunmen"));
    assert!(sides("Le Jnim a attaqué un village du Mali. Les assaillants ont tué dix civils.").starts_with("JNIM"));
}

#[test]
fn common_words_show_no_country() {
    let text = "Les talibans ont pris Kunduz, en Afghanistan. Les forces loyalistes se sont repliées sur l'aéroport.";
    assert!(!sides(text).contains("Syrian"), "{}", sides(text));
}

#[test]
fn who_marches_is_a_protester() {
    assert_eq!(sides("À Damas, des milliers de manifestants ont défilé contre le régime."), "protesters -> ");
}

#[test]
fn hostages_in_a_story_of_one_group_are_its_own() {
    let text = "Le Hamas a attaqué un village du sud d'Israël. Dix civils ont été enlevés.";
    assert!(sides(text).starts_with("Hamas ->"), "{}", sides(text));
    let text = "Le Hamas a attaqué un village du sud d'Israël. Dix prisonniers palestiniens ont été libérés.";
    assert!(!sides(text).starts_with("Hamas"), "{}", sides(text));
}

#[test]
fn who_attacked_is_who_then_came_in() {
    assert_eq!(sides("Les rebelles sont entrés dans Alep après deux attentats-suicides."), "rebels -> ");
    assert_eq!(sides("Douze civils ont été tués après deux attentats-suicides."), " -> ");
}

#[test]
fn allied_groups_are_others_than_the_group_told() {
    assert!(sides("Le groupe HTS et des formations alliées ont pris Saraqeb.").starts_with("allied groups, HTS ->"));
}
