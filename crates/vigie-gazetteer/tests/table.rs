//! Damaged tables give errors; the overlay goes before the table; tables are read with their faults.

use proptest::prelude::*;
use vigie_gazetteer::{Context, Extra, Gazetteer, GazetteerError, Note, PlaceKind, compile, read_rows, resolve};

const ROWS: &str = "geonames:163843\tcountry\t35\t38\tSY\t\t16906283\tw\tSyria\tSyrie|سوريا\t\n\
vigie:sy-id\tregion\t35.8\t36.6\tSY\t\t900000\tw\tIdlib Governorate\tGouvernorat d'Idleb\tIdlib~|Idleb~\n\
geonames:169389\tcity\t35.93\t36.63\tSY\tvigie:sy-id\t98791\tw\tIdlib\tIdleb|إدلب\t\n\
geonames:171705\ttown\t35.86\t36.8\tSY\tvigie:sy-id\t21200\tw\tSaraqib\tSaraqeb\t\n";

fn small() -> Vec<u8> {
    compile(read_rows("rows", ROWS).expect("the rows are whole"), &["Syrie".into()], &Note::default()).expect("they fit")
}

/// Asks everything that can be asked.
fn exercise(table: &Gazetteer) {
    for words in [["idleb"], ["syria"], ["إدلب"], ["x"]] {
        for name in table.names_at(|i| words.get(i).copied(), 0) {
            let candidates: Vec<_> = table.candidates(&name).collect();
            let _ = resolve(table, &candidates, &Context::in_focus(&["SY"]));
        }
    }
    for place in table.places().take(64) {
        let _ = (
            place.id(),
            place.name().len(),
            place.aliases().count(),
            place.lat(),
            place.region().map(|r| r.kind()),
            place.population(),
        );
    }
    let _ = table.note();
}

proptest! {
    #[test]
    fn changed_bytes_never_panic(at in 0usize..2000, byte: u8) {
        let mut bytes = small();
        let at = at % bytes.len();
        bytes[at] = byte;
        if let Ok(table) = Gazetteer::open(bytes) {
            exercise(&table);
        }
    }

    #[test]
    fn cut_bytes_are_an_error(keep in 0usize..2000) {
        let mut bytes = small();
        let keep = keep % bytes.len();
        bytes.truncate(keep);
        prop_assert!(Gazetteer::open(bytes).is_err());
    }

    #[test]
    fn any_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(Gazetteer::open(bytes).is_err());
    }

    #[test]
    fn any_text_of_a_table_never_panics(text in "\\PC{0,80}") {
        let _ = read_rows("rows", &text);
        let _ = vigie_gazetteer::cod::read_table("cod", &text, "SY");
        let _ = vigie_gazetteer::cod::read_table("cod", &format!("ADM1_EN,lat,lon\n{text}"), "SY");
        let _ = vigie_gazetteer::geonames::read_dump("dump", &text, &vigie_gazetteer::geonames::Choice::default());
    }

    /// Damage below the checksum, as a forger would do it, outside the index of names.
    #[test]
    fn records_and_texts_are_checked_at_each_access(at in 64usize..300, byte: u8) {
        let mut bytes = small();
        bytes[at] = byte;
        if let Ok(table) = Gazetteer::open_trusted(bytes) {
            exercise(&table);
        }
    }
}

#[test]
fn equal_rows_give_equal_bytes() {
    assert_eq!(small(), small());
}

#[test]
fn the_world_is_whole() {
    let table = Gazetteer::open(vigie_gazetteer::WORLD).expect("the checksum holds");
    assert!(table.len() > 50_000);
}

#[test]
fn extra_places_replace_and_add() {
    let extra = |id: &str, name: &str, alias: &str, lat, lon| Extra {
        id: id.into(),
        name: name.into(),
        kind: PlaceKind::Town,
        lat,
        lon,
        country: "SY".into(),
        region: "Idlib Governorate".into(),
        aliases: vec![alias.into()],
    };
    let table = Gazetteer::open(small()).expect("whole");
    let before = table.len();
    let table = table
        .with_extra([
            extra("geonames:171705", "Saraqeb", "سراقب", 35.86, 36.8),
            extra("vigie:qaminas", "Qaminas", "قميناس", 35.9, 36.69),
        ])
        .expect("the names can be indexed");
    assert_eq!(table.len(), before + 2);
    for (word, name) in [("saraqib", "Saraqeb"), ("سراقب", "Saraqeb"), ("qaminas", "Qaminas")] {
        let words = [word];
        let found = table.longest_at(|i| words.get(i).copied(), 0).expect("the name is known");
        let candidates: Vec<_> = table.candidates(&found).collect();
        assert_eq!(candidates.len(), 1);
        let place =
            resolve(&table, &candidates, &Context::in_focus(&["SY"])).place.and_then(|p| table.place(p)).expect("settled");
        assert_eq!((place.name(), place.region().map(|r| r.name())), (name, Some("Idlib Governorate")));
    }
}

#[test]
fn faults_of_a_table_name_line_and_column() {
    let fault = read_rows("places.tsv", "# head\ngeonames:1\tcity\t95\t0\tSY\t\t\t\tX\t\t\n").expect_err("95 degrees north");
    assert_eq!(fault.to_string(), "places.tsv:2:3: latitude is not within -90 and 90 degrees");
    let fault = vigie_gazetteer::cod::read_table("syr.csv", "ADM1_EN,lat,lon\nIdleb,35.8,x\n", "SY").expect_err("no number");
    assert_eq!(fault.to_string(), "syr.csv:2:3: longitude is not within -180 and 180 degrees");
    let fault = vigie_gazetteer::geonames::read_dump("SY.txt", "1\tx\n", &vigie_gazetteer::geonames::Choice::default())
        .expect_err("two columns");
    assert!(matches!(fault, GazetteerError::Cell { line: 1, column: 3, .. }));
}
