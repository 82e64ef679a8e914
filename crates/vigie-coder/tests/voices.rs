//! Who speaks: whom pronouns and bare nouns point back to, who hands on, who
//! speaks together, and where speech ends.
//!
//! One line a claim: `event · sources`.
#![allow(clippy::unwrap_used, missing_docs)]

use std::sync::LazyLock;

use vigie_coder::{Coder, Passage, builtin};
use vigie_model::Days;

static CODER: LazyLock<Coder> = LazyLock::new(|| builtin::coder().unwrap());

/// The claims of a text with their sources, in the order of the text.
fn said(text: &str) -> Vec<String> {
    let passage = Passage { id: "p", text, published: Days::parse("2024-11-30"), lang: Some("fr"), ..Passage::default() };
    let mut claims = CODER.code(&passage).claims;
    claims.sort_by_key(|c| c.quote.start);
    let line = |c: &vigie_model::Claim| {
        let names: Vec<&str> = c.sources.iter().map(|s| s.name.as_str()).collect();
        format!("{} · {}", c.event, if names.is_empty() { "-".to_string() } else { names.join(" + ") })
    };
    claims.iter().map(line).collect()
}

/// The sources of the last claim.
fn last(text: &str) -> String {
    said(text).last().and_then(|c| c.split(" · ").nth(1).map(str::to_string)).unwrap_or_default()
}

#[test]
fn a_noun_points_back_to_who_was_called_so() {
    let text = "Dix civils ont été tués à Alep, selon un élu local. Vingt autres ont péri à Idleb, selon une source militaire. \
                Des habitants ont fui Alep, d'après l'élu.";
    assert_eq!(last(text), "local official");
    let text = "Le ministère de la Santé du Hamas a annoncé la mort de dix civils à Gaza. L'armée israélienne a dit avoir frappé Rafah. \
                Un hôpital de Gaza a été bombardé, ajoute le ministère.";
    assert_eq!(last(text), "Hamas health ministry");
}

#[test]
fn the_same_source_is_who_spoke_last() {
    let text = "Dix civils ont été tués à Alep, selon une source militaire. Vingt autres ont péri à Idleb, a dit un officier. \
                Des hélicoptères ont bombardé Saraqeb, selon la même source.";
    assert_eq!(last(text), "military source");
}

#[test]
fn an_office_with_a_source_of_its_own_is_nobody_told_before() {
    let text = "L'armée israélienne a bombardé Tyr, a annoncé le Hezbollah. Dix civils ont été tués à Tyr, a indiqué le ministre libanais de la Santé.";
    assert_eq!(last(text), "Lebanese health ministry");
    let text =
        "Les rebelles ont pris Saraqeb, selon l'OSDH. Dix civils ont été tués à Alep, a dit un membre du conseil provincial.";
    assert_eq!(last(text), "local official");
}

#[test]
fn a_name_alone_is_that_of_the_office_told_with_it() {
    let text =
        "Dix civils ont été tués à Alep, a annoncé le gouverneur, Karim Zaloum. Des drones ont frappé la ville, selon M. Zaloum.";
    assert!(said(text).iter().all(|c| c.ends_with("local official")), "{:?}", said(text));
}

#[test]
fn an_office_speaks_and_not_the_rank_of_the_name_beside_it() {
    let text =
        "Le porte-parole de l'armée syrienne dans la province, le lieutenant Karim Zaloum, a confirmé la prise de Saraqeb.";
    assert_eq!(last(text), "Syrian army");
}

#[test]
fn a_possessive_is_of_the_body_of_the_sentence() {
    let text = "La Russie a abattu dix drones ukrainiens à Belgorod, a annoncé son ministère de la Défense.";
    assert_eq!(last(text), "Russian defence ministry");
}

#[test]
fn several_may_say_it_together() {
    assert_eq!(last("Les rebelles ont pris Saraqeb, selon un habitant et l'OSDH."), "witnesses + SOHR");
    assert_eq!(last("Selon l'OSDH, les rebelles ont pris Saraqeb et l'armée a fui."), "SOHR");
}

#[test]
fn who_hands_on_is_kept_while_that_voice_goes_on() {
    let text = "L'armée a repoussé les rebelles à Hama, selon une source militaire citée par l'agence Sana. \
                Elle a repris Saraqeb, a ajouté cette source.";
    assert_eq!(last(text), "military source + SANA");
    assert_eq!(last("Dix civils ont été tués à Alep, a annoncé l'ONU, citant une évaluation de l'OMS."), "UN + WHO");
}

#[test]
fn what_was_learned_has_the_source_that_it_was_learned_from() {
    assert_eq!(last("Dix civils ont été tués à Alep, a-t-on appris auprès d'un élu local."), "local official");
    assert_eq!(last("Dix civils ont été tués à Alep, a-t-on appris de source médicale."), "medical source");
}

#[test]
fn the_reporter_of_the_outlet_and_a_toll_that_nobody_signs_are_no_source() {
    assert_eq!(last("Des familles fuyaient Alep, a constaté notre correspondant."), "-");
    assert_eq!(last("Dix civils ont été tués à Alep, selon un bilan révisé."), "-");
}

#[test]
fn what_the_reader_knows_already_is_told_by_nobody() {
    let text = "Le bilan de l'attaque contre Saraqeb s'élève à dix morts, a annoncé l'OSDH.";
    assert_eq!(said(text), ["attack.armed · -", "casualties · SOHR"]);
    let text = "Au lendemain de la prise d'Alep par les rebelles, l'armée a bombardé Saraqeb, a annoncé l'OSDH.";
    assert_eq!(said(text), ["territory.capture · -", "attack.shelling · SOHR"]);
}

#[test]
fn a_source_beside_a_sentence_seldom_reaches_beyond_it() {
    let text = "Dix civils ont été tués à Alep, selon l'OSDH. L'armée a bombardé Saraqeb.";
    assert_eq!(last(text), "-");
    let text = "Les rebelles sont entrés à Alep, selon l'OSDH. Ils ont pris la citadelle.";
    assert_eq!(last(text), "SOHR");
    let text = "Dix civils ont été tués à Alep, a annoncé l'OSDH. L'armée a bombardé Saraqeb.";
    assert_eq!(last(text), "SOHR");
}

#[test]
fn who_is_named_last_speaks_in_all_of_a_quotation() {
    let text = "Une étudiante a été jointe. « Les rebelles ont pris Saraqeb. L'armée a fui Alep », raconte un habitant.";
    assert!(said(text).iter().all(|c| c.ends_with("witnesses")), "{:?}", said(text));
    let text = "Les rebelles ont pris la moitié d'Alep. C'est ce qu'affirme l'OSDH.";
    assert_eq!(last(text), "SOHR");
}

#[test]
fn a_verb_of_speech_that_tells_a_deed_has_no_speaker() {
    let text = "L'OSDH a annoncé que dix civils avaient été tués à Alep. Ils ont été repoussés par l'armée turque à Saraqeb.";
    assert_eq!(last(text), "SOHR");
}

#[test]
fn who_claims_a_deed_is_who_fights() {
    let text = "Hayat Tahrir al-Sham est entré à Alep, rapporte l'OSDH. Plus au sud, elle revendique la prise de Saraqeb.";
    assert_eq!(last(text), "HTS");
    let text =
        "Saraqeb est tombée aux mains des rebelles, selon l'OSDH. L'un de leurs commandants a revendiqué la prise d'Idleb.";
    assert_ne!(last(text), "SOHR");
}

#[test]
fn a_source_inside_an_apposition_bears_on_that_alone() {
    assert_eq!(last("Les rebelles, une centaine selon des experts, ont attaqué Saraqeb."), "-");
    assert_eq!(last("Les rebelles ont, selon des experts, attaqué Saraqeb."), "experts");
}

#[test]
fn an_aim_is_told_by_who_has_it_and_says_nothing_more() {
    assert_eq!(last("L'armée syrienne entend reprendre Saraqeb."), "Syrian army");
    let text = "Les rebelles sont sur le point de prendre Alep. Des milliers d'habitants ont fui la ville.";
    assert_eq!(last(text), "-");
}

#[test]
fn one_of_the_people_of_the_sentence_may_tell_it() {
    assert_eq!(last("Des habitants ont barré la route à Alep, raconte l'un d'eux."), "witnesses");
    assert_eq!(last("« Les rebelles ont pris Saraqeb », souffle un Syrien."), "witnesses");
}

#[test]
fn a_number_put_at_a_sum_is_nobodys_word() {
    let text = "L'armée américaine a dit avoir frappé Rakka. Cela porte à 198 le nombre de morts, a déclaré l'OSDH.";
    assert_eq!(last(text), "SOHR");
}

#[test]
fn speech_ends_where_a_lead_runs_into_the_text() {
    let text = "L'OSDH a annoncé la prise de Saraqeb par les rebelles.L'armée a bombardé Alep dans la nuit.";
    assert_eq!(last(text), "-");
}
