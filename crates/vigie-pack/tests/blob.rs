//! Packs and theatres survive being written and read; damage is found.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::sync::LazyLock;

use proptest::prelude::*;
use vigie_pack::{Files, Named, Pack, PackError, Theatre, compile, compile_theatres};

fn files(list: &[(&str, &str)]) -> Files {
    list.iter().map(|(p, t)| ((*p).to_string(), (*t).to_string())).collect()
}

static PACK: LazyLock<Pack> = LazyLock::new(|| {
    let noun = "lemma\tplural\tgender\tclass\tseen\nrebelle\t\tm\tarmed.rebels\tpress\n";
    let toml = "code = \"fr\"\nname = \"F\"\nscript = \"Latin\"\ndirection = \"ltr\"\n[strategies]\nelision = true\n";
    compile(&files(&[("pack.toml", toml), ("fold.tsv", "from\tto\tseen\n’\t'\tpress\n"), ("lexicon/noun.tsv", noun)])).0.unwrap()
});

static THEATRE: LazyLock<Theatre> = LazyLock::new(|| {
    let actors = "id\tname\tkind\tcountry\tfr\thostile_fr\tgeneric\tseen\n\
                  hts\tHTS\tgroup\t\tHTS|Armée d'Alep|U.S. Army\tterroristes\trebels\tpress\n\
                  sdf\tSDF\tcoalition\t\tFDS\tterroristes\t\tpress\n";
    let toml = "id = \"syria\"\ntitle = \"S\"\nlicence = \"CC0-1.0\"\ncountries = []\n";
    compile_theatres(&files(&[("syria/theatre.toml", toml), ("syria/actors.tsv", actors)]), &[&PACK]).0.unwrap()
});

fn found(theatre: &Theatre, text: &str) -> Vec<(usize, Vec<(Named, bool)>)> {
    let sentence = PACK.tokenizer().sentence(text, 0, text.len());
    let mut list = Vec::new();
    theatre.for_each_name_at(
        "fr",
        |i| (i < sentence.len()).then(|| sentence.plain(i)),
        0,
        |tokens, senses| list.push((tokens, senses.iter().map(|s| (s.named, s.hostile)).collect())),
    );
    list
}

#[test]
fn a_pack_reads_as_it_was_written() {
    let bytes = PACK.to_bytes().unwrap();
    let pack = Pack::from_bytes(&bytes).unwrap();
    assert_eq!(pack.lexicon.get("rebelles").len(), 1);
    assert_eq!(pack.tokenizer().elision, PACK.tokenizer().elision);
    assert!(matches!(pack.to_bytes(), Err(PackError::Opened { what: "pack" })));
    assert_eq!(Pack::from_bytes(&bytes[..20]).unwrap_err().to_string(), "compiled pack is damaged");
    assert_eq!(Pack::from_bytes(b"PNG").unwrap_err().to_string(), "not a compiled pack");
    assert_eq!(Theatre::from_bytes(&bytes).unwrap_err().to_string(), "not a compiled theatre");
    let mut other = bytes;
    other[6] = 99;
    assert_eq!(Pack::from_bytes(&other).unwrap_err().to_string(), "compiled pack in format 99, this program reads format 1");
}

#[test]
fn names_are_found_without_accents_and_over_marks() {
    let theatre = Theatre::from_bytes(&THEATRE.to_bytes().unwrap()).unwrap();
    assert_eq!(found(&theatre, "ARMEE d’Alep"), [(3, vec![(Named::Actor(0), false)])]);
    assert_eq!(found(&theatre, "U.S. Army"), [(5, vec![(Named::Actor(0), false)])]);
    assert_eq!(found(&theatre, "Terroristes"), [(1, vec![(Named::Actor(0), true), (Named::Actor(1), true)])]);
    assert_eq!(found(&theatre, "armée"), []);
    assert_eq!(theatre.missing_names(), []);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_refused_or_read(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(Pack::from_bytes(&bytes).is_err());
        prop_assert!(Theatre::from_bytes(&bytes).is_err());
    }

    #[test]
    fn a_changed_byte_is_found(at in any::<prop::sample::Index>(), change in 1_u8..) {
        let mut bytes = PACK.to_bytes().unwrap();
        let at = at.index(bytes.len());
        bytes[at] ^= change;
        prop_assert!(Pack::from_bytes(&bytes).is_err());
    }

    #[test]
    fn a_cut_is_found(at in any::<prop::sample::Index>()) {
        let bytes = THEATRE.to_bytes().unwrap();
        prop_assert!(Theatre::from_bytes(&bytes[..at.index(bytes.len())]).is_err());
    }
}
