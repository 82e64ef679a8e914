//! What a claim takes from other clauses, other sentences and other paragraphs:
//! who speaks on, where the story stands, what stands under a condition.
//!
//! A rule's own examples stand in the rule; here stand the cases that no single
//! rule decides. One line a claim: `event · actors · place · sources`.
#![allow(clippy::unwrap_used, missing_docs)]

use std::sync::LazyLock;

use vigie_coder::{Coder, Passage, builtin};
use vigie_model::Days;

static CODER: LazyLock<Coder> = LazyLock::new(|| builtin::coder().unwrap());

/// The claims of a text, one line each, in the order of the text.
fn told(text: &str) -> Vec<String> {
    let passage = Passage { id: "p", text, published: Days::parse("2024-11-30"), lang: Some("fr"), ..Passage::default() };
    let join = |names: Vec<&str>| if names.is_empty() { "-".to_string() } else { names.join(", ") };
    let line = |c: &vigie_model::Claim| {
        let actors = join(c.actors.iter().map(|a| a.name.as_str()).collect());
        let sources = join(c.sources.iter().map(|s| s.name.as_str()).collect());
        let place = c.place.as_ref().map_or("-", |p| p.name.as_str());
        format!("{} · {actors} · {place} · {sources}", c.event)
    };
    let mut claims = CODER.code(&passage).claims;
    claims.sort_by_key(|c| c.quote.start);
    claims.iter().map(line).collect()
}

#[test]
fn a_condition_tells_no_fact() {
    let said = "L'armée syrienne a dit que si les rebelles prenaient Saraqeb, elle frapperait Alep.";
    assert!(told(said).iter().all(|c| !c.contains("Saraqib")), "{:?}", told(said));
    assert!(told("Si les rebelles prenaient Alep, la guerre serait finie.").is_empty());
    assert_eq!(told("Même si les rebelles ont pris Alep, la guerre continue.").len(), 1);
}

#[test]
fn a_region_that_only_says_where_a_town_lies_is_not_the_place() {
    let text = "Après l'attaque des rebelles contre Saraqeb, dans la province d'Idleb, on compte au moins 15 morts.";
    assert!(told(text).iter().all(|c| c.contains("Saraqib")), "{:?}", told(text));
}

#[test]
fn a_new_paragraph_returns_to_the_town_of_the_story() {
    let text = "Les rebelles sont entrés à Alep vendredi. Ils ont pris la citadelle d'Alep, selon l'OSDH. \
                L'armée a bombardé Saraqeb.\n\nLes rebelles contrôlent la moitié de la ville.";
    let claims = told(text);
    assert!(claims.last().unwrap().contains("Aleppo"), "{claims:?}");
}

#[test]
fn an_army_is_not_the_organisation_told_before() {
    let text = "Les rebelles ont pris Saraqeb, selon l'OSDH. L'armée a affirmé avoir repris Saraqeb.";
    let claims = told(text);
    assert!(claims[0].ends_with("SOHR"), "{claims:?}");
    assert!(claims[1].ends_with("Syrian army"), "{claims:?}");
}

#[test]
fn an_organisation_told_before_goes_on_speaking() {
    let text = "Les rebelles ont pris Saraqeb, selon l'OSDH. L'armée a bombardé Alep, a ajouté l'ONG.";
    assert!(told(text).iter().all(|c| c.ends_with("SOHR")), "{:?}", told(text));
}

#[test]
fn nobody_speaks_for_ever() {
    let text = "Les rebelles ont pris Saraqeb, selon l'OSDH. Il pleut. Il neige. Il vente. L'armée a bombardé Alep.";
    assert!(told(text).last().unwrap().ends_with("· -"), "{:?}", told(text));
}

#[test]
fn who_relays_stands_beside_who_says() {
    let text = "L'armée russe a annoncé que son aviation bombardait les rebelles à Alep, selon les agences russes.";
    let claims = told(text);
    assert_eq!(claims.len(), 1, "{claims:?}");
    assert!(claims[0].contains("Russian air force"), "{claims:?}");
    assert!(claims[0].ends_with("Russian army, Russian agencies"), "{claims:?}");
}

#[test]
fn a_ministry_that_names_its_country_needs_no_other_mention_of_it() {
    let text = "Une frappe a tué deux personnes à Alep, selon le ministère turc de la Défense.";
    assert!(told(text).iter().all(|c| c.ends_with("Turkish defence ministry")), "{:?}", told(text));
}

#[test]
fn a_weapon_with_a_nationality_is_no_victim() {
    let claims = told("L'armée russe a abattu 337 drones ukrainiens au-dessus de Belgorod.");
    assert_eq!(claims.len(), 1, "{claims:?}");
    assert!(claims[0].starts_with("territory.repel"), "{claims:?}");
}

#[test]
fn where_the_reporter_stands_is_not_where_it_happened() {
    let claims = told("En direct de Washington, notre journaliste explique que les rebelles ont attaqué Saraqeb.");
    assert!(claims.iter().all(|c| !c.contains("Washington")), "{claims:?}");
    assert!(!claims.is_empty());
}

#[test]
fn one_person_who_flees_is_no_displacement() {
    assert!(told("La présidence a démenti que Bachar al-Assad ait fui Damas.").iter().all(|c| !c.starts_with("displacement")));
    assert!(told("Des milliers d'habitants ont fui Damas.").iter().any(|c| c.starts_with("displacement")));
}

#[test]
fn a_bare_denial_denies_what_was_told_before() {
    let next = told("Les rebelles ont pris Saraqeb, selon l'OSDH. L'armée syrienne dément.");
    assert_eq!(next.len(), 2, "{next:?}");
    assert!(next[1].starts_with("territory.capture") && next[1].ends_with("Saraqib · Syrian army"), "{next:?}");
    let relative = told("Le M23 a pris Goma, ce que dément l'armée congolaise.");
    assert_eq!(relative.len(), 2, "{relative:?}");
    assert!(relative[1].ends_with("FARDC") && !relative[0].ends_with("FARDC"), "{relative:?}");
    // A denial that says what it denies is a claim by itself, and who says a thing does not deny it.
    assert_eq!(told("Les rebelles ont pris Saraqeb, selon l'OSDH. L'armée syrienne a démenti la chute d'Alep.").len(), 2);
    assert_eq!(told("Les rebelles ont pris Saraqeb, selon l'OSDH. L'armée syrienne ne dément pas.").len(), 1);
    assert_eq!(told("Les rebelles ont pris Saraqeb, selon l'OSDH. L'armée syrienne refuse.").len(), 1);
}

#[test]
fn who_is_accused_did_it() {
    let text = told("L'Ukraine accuse la Russie d'avoir bombardé un hôpital de Kiev.");
    assert!(text[0].contains("Russian army · Kyiv · Ukrainian government"), "{text:?}");
}

#[test]
fn a_participle_after_a_comma_shares_no_auxiliary_without_an_object_of_its_own() {
    let dead = told("L'agence Sana a annoncé la mort de deux soldats, tués jeudi à Alep.");
    assert!(dead.iter().all(|c| !c.contains("SANA · Aleppo")), "{dead:?}");
    let both = told("Les rebelles ont pris Saraqeb, bombardé Idleb et tué dix soldats.");
    assert!(both.iter().any(|c| c.starts_with("attack.shelling · rebels")), "{both:?}");
}
