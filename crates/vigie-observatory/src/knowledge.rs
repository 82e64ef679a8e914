//! From a theatre to what the reconciler must know: camps, and who speaks for whom.

use jiff::civil::Date;
use vigie_pack::theatre::Theatre;
use vigie_reconcile::Knowledge;

/// Speakers whom language packs name by what they are, where they belong to no side. An official, a soldier or a lawyer of whom
/// nothing more is said may stand anywhere, and is left out.
const BYSTANDERS: [(&str, &str); 11] = [
    ("witnesses", "witness"),
    ("relatives", "witness"),
    ("rescue-workers", "witness"),
    ("medical-source", "witness"),
    ("journalist", "media"),
    ("local-media", "media"),
    ("afp-journalist", "agency"),
    ("humanitarian-source", "ngo"),
    ("human-rights-group", "ngo"),
    ("local-ngo", "ngo"),
    ("un-official", "un"),
];

/// What the reconciler must know, out of the theatres.
pub fn knowledge(theatre: &Theatre) -> Knowledge {
    let mut known = Knowledge::default();
    for (speaker, kind) in BYSTANDERS {
        known.kind(speaker, kind);
    }
    let day = |text: &Option<String>| text.as_deref().and_then(|t| t.parse::<Date>().ok());
    for camp in &theatre.camps {
        known.camp(&camp.who, &camp.camp, day(&camp.from), day(&camp.to));
    }
    for source in &theatre.sources {
        known.kind(&source.id, &source.kind);
        if let Some(actor) = &source.actor {
            known.speaks(&source.id, actor);
        }
    }
    // An actor that is quoted speaks for itself.
    for actor in &theatre.actors {
        known.kind(&actor.id, &actor.kind);
        actor.generic.iter().for_each(|noun| known.may_mean(noun, &actor.id));
    }
    for alliance in &theatre.alliances {
        let (from, to) = (day(&alliance.from), day(&alliance.to));
        match alliance.kind.as_str() {
            "part-of" => known.part_of(&alliance.a, &alliance.b, from, to),
            _ => known.allied(&alliance.a, &alliance.b, from, to),
        }
    }
    known
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_state_agency_stands_where_its_government_stands() {
        let theatre = vigie_coder::builtin::theatre().expect("the theatres of the program");
        let known = super::knowledge(&theatre);
        let day = "2024-11-30".parse().ok();
        assert_eq!(known.camp_of("sana", day), known.camp_of("syrian-government", day));
        assert_eq!(known.camp_of("sohr", day), None);
    }
}
