//! Names in French, English and Arabic lead to the right place of the world table.

use vigie_gazetteer::gazetteer::CountryCode;
use vigie_gazetteer::{Asked, Context, Gazetteer, PlaceRef, Reason, Refusal, Verdict, resolve};
use vigie_text::Tokenizer;

fn world() -> Gazetteer {
    Gazetteer::world().expect("the table was compiled with the program")
}

/// Settles the longest name at the start of a text.
fn settle(table: &Gazetteer, text: &str, context: &Context) -> Option<Verdict> {
    for elision in [true, false] {
        let tokenizer = Tokenizer { elision, ..Tokenizer::default() };
        let s = tokenizer.sentence(text, 0, text.len());
        if let Some(name) = table.longest_at(|i| s.phrase_plain(i), 0).filter(|n| n.tokens == s.len()) {
            let candidates: Vec<_> = table.candidates(&name).collect();
            return Some(resolve(table, &candidates, context));
        }
    }
    None
}

fn place<'g>(table: &'g Gazetteer, text: &str, context: &Context) -> Option<PlaceRef<'g>> {
    settle(table, text, context)?.place.and_then(|p| table.place(p))
}

#[track_caller]
#[expect(clippy::panic, reason = "the name is told")]
fn check(text: &str, context: &Context, name: &str, lat: f64, lon: f64) {
    let table = world();
    let found = place(&table, text, context).unwrap_or_else(|| panic!("{text}: no place"));
    let known = found.name() == name || found.aliases().any(|a| a == name);
    assert!(known, "{text}: {} ({}), not {name}", found.name(), found.country().as_str());
    let near = (found.lat() - lat).abs() < 1.5 && (found.lon() - lon).abs() < 1.5;
    assert!(near, "{text}: {} at {}, {}", found.id(), found.lat(), found.lon());
}

#[test]
fn usual_names_in_three_languages() {
    let anywhere = Context::default();
    for (text, name, lat, lon) in [
        ("Alep", "Aleppo", 36.2, 37.16),
        ("حلب", "Aleppo", 36.2, 37.16),
        ("Londres", "London", 51.5, -0.1),
        ("Le Caire", "Cairo", 30.05, 31.25),
        ("القاهرة", "Cairo", 30.05, 31.25),
        ("Khartoum", "Khartoum", 15.55, 32.53),
        ("الخرطوم", "Khartoum", 15.55, 32.53),
        ("Damas", "Damascus", 33.51, 36.29),
        ("دمشق", "Damascus", 33.51, 36.29),
        ("Lattaquié", "Latakia", 35.53, 35.79),
        ("Idleb", "Idlib", 35.93, 36.63),
        ("إدلب", "Idlib", 35.93, 36.63),
        ("Kiev", "Kyiv", 50.45, 30.52),
        ("Kyiv", "Kyiv", 50.45, 30.52),
        ("Moscou", "Moscow", 55.75, 37.6),
        ("موسكو", "Moscow", 55.75, 37.6),
        ("Hama", "Hama", 35.13, 36.75),
        ("حماة", "Hama", 35.13, 36.75),
        ("Deir ez-Zor", "Deir ez-Zor", 35.33, 40.14),
        ("Deir Ezzor", "Deir ez-Zor", 35.33, 40.14),
        ("دير الزور", "Deir ez-Zor", 35.33, 40.14),
        ("Raqqa", "Raqqa", 35.95, 39.0),
        ("الرقة", "Raqqa", 35.95, 39.0),
        ("Kobané", "Kobani", 36.89, 38.35),
        ("Palmyre", "Palmyra", 34.55, 38.27),
        ("Mossoul", "Mosul", 36.33, 43.12),
        ("Bagdad", "Baghdad", 33.34, 44.4),
        ("Beyrouth", "Beirut", 33.89, 35.5),
        ("Jérusalem", "Jerusalem", 31.77, 35.22),
        ("Naplouse", "Nablus", 32.22, 35.25),
        ("Gaza", "Gaza City", 31.5, 34.46),
        ("Hodeïda", "Hodeidah", 14.8, 42.95),
        ("Sanaa", "Sanaa", 15.35, 44.2),
        ("Sana'a", "Sanaa", 15.35, 44.2),
        ("صنعاء", "Sanaa", 15.35, 44.2),
        ("El-Facher", "El Fasher", 13.63, 25.35),
        ("الفاشر", "El Fasher", 13.63, 25.35),
        ("Mogadiscio", "Mogadishu", 2.04, 45.34),
        ("Tombouctou", "Timbuktu", 16.77, -3.0),
        ("N'Djamena", "N'Djamena", 12.1, 15.05),
        ("Kharkiv", "Kharkiv", 49.98, 36.25),
        ("Marioupol", "Mariupol", 47.1, 37.55),
        ("Bakhmout", "Bakhmut", 48.6, 38.0),
        ("باخموت", "Bakhmut", 48.6, 38.0),
        ("Kaboul", "Kabul", 34.53, 69.17),
        ("Téhéran", "Tehran", 35.69, 51.42),
        ("Bruxelles", "Brussels", 50.85, 4.35),
        ("Pékin", "Beijing", 39.9, 116.4),
        ("Goma", "Goma", -1.68, 29.22),
        ("Bunia", "Bunia", 1.56, 30.25),
        ("Gao", "Gao", 16.27, -0.04),
        ("Kidal", "Kidal", 18.44, 1.41),
        ("Nord-Kivu", "North Kivu", -0.56, 28.7),
        ("North Kivu", "North Kivu", -0.56, 28.7),
        ("Haut-Karabakh", "Nagorno-Karabakh", 39.8, 46.7),
        ("Donbass", "Donbas", 48.2, 38.2),
        ("Darfour", "Darfur", 13.5, 24.5),
        ("bande de Gaza", "Gaza Strip", 31.4, 34.3),
        ("قطاع غزة", "Gaza Strip", 31.4, 34.3),
        ("Syrie", "Syria", 35.0, 38.0),
        ("سوريا", "Syria", 35.0, 38.0),
        ("États-Unis", "United States", 39.8, -98.5),
        ("République démocratique du Congo", "Democratic Republic of the Congo", -2.5, 23.5),
    ] {
        check(text, &anywhere, name, lat, lon);
    }
}

#[test]
fn small_places_of_a_country_in_focus() {
    for (country, text, name, lat, lon) in [
        ("SY", "Saraqeb", "Saraqib", 35.86, 36.8),
        ("SY", "Khan Cheikhoun", "Khan Shaykhun", 35.44, 36.65),
        ("SY", "Tal Rifaat", "Tell Rifaat", 36.47, 37.1),
        ("SY", "Maaret al-Noomane", "Maarat al-Numan", 35.64, 36.68),
        ("ML", "Tinzaouatène", "Tinzaouaten", 19.95, 2.97),
        ("LB", "عين الحلوة", "Ain al-Hilweh", 33.54, 35.38),
        ("SY", "خان شيخون", "Khan Shaykhun", 35.44, 36.65),
        ("HT", "Saint-Marc", "Saint-Marc", 19.1, -72.7),
        ("BF", "Djibo", "Djibo", 14.1, -1.63),
        ("UA", "Pokrovsk", "Pokrovsk", 48.28, 37.18),
        ("MM", "Lashio", "Lashio", 22.93, 97.75),
    ] {
        check(text, &Context::in_focus(&[country]), name, lat, lon);
    }
}

#[test]
fn a_country_in_focus_goes_before_a_larger_namesake() {
    check("Tripoli", &Context::default(), "Tripoli", 32.89, 13.18);
    check("Tripoli", &Context::in_focus(&["LB", "LY"]), "Tripoli", 34.43, 35.85);
    check("Alexandria", &Context::default(), "Alexandria", 31.2, 29.9);
    check("Alexandria", &Context::in_focus(&["US"]), "Alexandria", 38.8, -77.05);
    check("Georgia", &Context::default(), "Georgia", 42.0, 43.5);
    check("Georgia", &Context::in_focus(&["US"]), "Georgia", 32.5, -83.2);
}

#[test]
fn a_capital_overshadows_small_namesakes_everywhere() {
    check("Paris", &Context::in_focus(&["US"]), "Paris", 48.85, 2.35);
    check("Moscow", &Context::in_focus(&["US"]), "Moscow", 55.75, 37.6);
}

#[test]
fn the_kind_asked_for_decides_between_city_and_region() {
    for (text, city, region) in [
        ("Alep", "Aleppo", "Aleppo Governorate"),
        ("Homs", "Homs", "Homs Governorate"),
        ("حلب", "Aleppo", "Aleppo Governorate"),
        ("Kharkiv", "Kharkiv", "Kharkiv Oblast"),
        ("Donetsk", "Donetsk", "Donetsk Oblast"),
        ("Gao", "Gao", "Gao Region"),
        ("Kaduna", "Kaduna", "Kaduna State"),
        ("Kunduz", "Kunduz", "Kunduz Province"),
    ] {
        let table = world();
        let plain = place(&table, text, &Context::default());
        assert_eq!(plain.map(|p| p.name()), Some(city), "{text}");
        let asked = Context { asked: Some(Asked::Region), ..Context::default() };
        let verdict = settle(&table, text, &asked).expect("the name is known");
        assert_eq!(verdict.place.and_then(|p| table.place(p)).map(|p| p.name()), Some(region), "{text}");
        assert_eq!(verdict.reasons.first(), Some(&Reason::KindAsked(Asked::Region)), "{text}");
    }
}

#[test]
fn a_place_said_to_hold_it_decides() {
    let table = world();
    let ohio = place(&table, "Ohio", &Context::default()).expect("Ohio is known").index();
    let inside = Context { within: Some(ohio), ..Context::default() };
    let found = place(&table, "Dublin", &inside).expect("Dublin is known");
    assert_eq!((found.country().as_str(), found.region().map(|r| r.name())), ("US", Some("Ohio")));
}

#[test]
fn everyday_words_need_a_feature_word() {
    let table = world();
    let verdict = settle(&table, "Ali", &Context::in_focus(&["IN"])).expect("the name is known");
    assert_eq!(verdict.place, None);
    assert!(verdict.refused.iter().all(|r| r.1 == Refusal::EverydayWord));
    let asked = Context { asked: Some(Asked::Settlement), ..Context::default() };
    assert!(place(&table, "Police", &asked).is_some());
}

#[test]
fn small_places_of_countries_not_at_issue_are_refused() {
    let table = world();
    let verdict = settle(&table, "Saraqib", &Context::in_focus(&["UA"])).expect("the name is known");
    assert!(
        verdict.place.is_some_and(|p| table.place(p).and_then(|p| p.population()).is_some_and(|n| n >= 15_000))
            || !verdict.refused.is_empty()
    );
}

#[test]
fn regions_hold_their_cities() {
    let table = world();
    for (city, country, region) in [
        ("Aleppo", "SY", "Aleppo Governorate"),
        ("Goma", "CD", "North Kivu"),
        ("Bakhmut", "UA", "Donetsk Oblast"),
        ("El Fasher", "SD", "North Darfur"),
        ("Marseille", "FR", "Provence-Alpes-Côte-d’Azur"),
    ] {
        let found = place(&table, city, &Context::in_focus(&[country])).expect("the city is known");
        assert_eq!(found.region().map(|r| r.name()), Some(region), "{city}");
    }
}

#[test]
fn country_codes_of_places_are_two_letters() {
    let table = world();
    assert!(table.places().all(|p| p.country().is_empty() || CountryCode::new(p.country().as_str()) == p.country()));
    assert!(table.note().licence.contains("CC BY 4.0"));
}
