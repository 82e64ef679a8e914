//! Which texts are read: what words and names must stand in a text before a
//! claim is looked for.
#![allow(clippy::unwrap_used, missing_docs)]

use std::sync::LazyLock;

use vigie_coder::{Coder, Passage, builtin};

static CODER: LazyLock<Coder> = LazyLock::new(|| builtin::coder().unwrap());

/// Whether a claim comes of a text. A text of a few hundred bytes or more is judged by more than one word.
fn read(text: &str) -> bool {
    assert!(text.len() >= 400, "a short text is judged otherwise: {}", text.len());
    !CODER.code(&Passage { id: "p", text, lang: Some("fr"), ..Passage::default() }).claims.is_empty()
}

#[test]
fn a_war_told_in_weak_words_is_read_where_names_of_its_countries_stand() {
    let text = "Au Soudan, les combats ont repris samedi dans la capitale. Khartoum se réveille au son des tirs et des \
                explosions. Plus de 400 personnes ont été tuées au Soudan depuis le début des violences. Les soldats \
                fouillent les maisons une à une et les habitants manquent d'eau, de pain et de médicaments. Les files \
                s'allongent devant les boulangeries encore ouvertes, et les hôpitaux de la ville n'ont plus de lits.";
    assert!(read(text));
}

#[test]
fn a_word_of_another_matter_closes_no_text_that_names_a_war() {
    let text = "Deux missiles ont touché un complexe hôtelier d'Odessa, dans le sud de l'Ukraine, dans la nuit de jeudi à \
                vendredi. Plus de vingt personnes ont été tuées par ces frappes. Les secours ont fouillé les décombres \
                toute la matinée. La façade du bâtiment est éventrée sur neuf étages, et des voitures ont brûlé dans la \
                rue. À Kiev, le président a promis une riposte. Les habitants d'Odessa, eux, déposent des fleurs.";
    assert!(read(text));
}

#[test]
fn a_flood_in_a_country_at_war_is_not_read() {
    let text = "Des inondations ont fait au moins 21 morts et une centaine de blessés en Afghanistan. Les pluies tombent \
                depuis trois jours sur le nord de l'Afghanistan, et les rescapés cherchent leurs proches dans les décombres. \
                Des maisons ont été détruites par dizaines, des familles évacuées. À Kaboul, les autorités promettent des \
                tentes et du pain aux sinistrés. Le bilan des victimes pourrait encore s'alourdir, selon les secours.";
    assert!(!read(text));
}

#[test]
fn a_crime_in_a_country_at_peace_is_not_read() {
    let text = "Un homme armé d'un couteau a blessé trois passants jeudi soir dans une rue commerçante de Bordeaux. Il a été \
                arrêté par des policiers en patrouille. Les victimes ont été évacuées vers l'hôpital, et leurs jours ne sont \
                pas en danger. Le suspect, âgé de 32 ans, a été placé en garde à vue. Le procureur de la République a ouvert \
                une enquête pour tentative de meurtre. Les commerçants du quartier se disent choqués par cette attaque.";
    assert!(!read(text));
}
