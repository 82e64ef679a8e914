//! Any bytes, taken as each thing that the gazetteer reads: a compiled table,
//! rows of the recipe, a GeoNames dump with its names, an OCHA table. What is
//! read is asked everything that can be asked.
#![no_main]

use libfuzzer_sys::fuzz_target;
use vigie_gazetteer::geonames::{Choice, add_names, read_dump};
use vigie_gazetteer::{Context, Gazetteer, Note, Row, cod, compile, read_rows, resolve};

fuzz_target!(|bytes: &[u8]| {
    let Some((kind, rest)) = bytes.split_first() else { return };
    match kind % 5 {
        0 => {
            if let Ok(table) = Gazetteer::open(rest.to_vec()) {
                ask(&table);
            }
        }
        // Past the checksum, as one who forges a table would go. Only the index of names is taken on
        // trust there: it is kept whole.
        1 => forged(rest),
        2 => text(rest, |t| read_rows("rows.tsv", t).unwrap_or_default()),
        3 => text(rest, |t| {
            let (dump, names) = t.split_once("===\n").unwrap_or((t, ""));
            let mut rows = read_dump("SY.txt", dump, &Choice::default()).unwrap_or_default();
            let _ = add_names("alternateNamesV2.txt", names, &mut rows);
            rows
        }),
        _ => text(rest, |t| cod::read_table("adm.csv", t, "SY").unwrap_or_default()),
    }
});

fn text(bytes: &[u8], read: impl Fn(&str) -> Vec<Row>) {
    let rows = read(&String::from_utf8_lossy(bytes));
    let everyday = ["or".to_string()];
    let note = Note::default();
    let Ok(table) = compile(rows, &everyday, &note) else { return };
    let table = Gazetteer::open(table).expect("what was compiled can be opened");
    ask(&table);
}

/// A small table of which the records, texts and postings are overwritten.
fn forged(rest: &[u8]) {
    const ROWS: &str = "geonames:163843\tcountry\t35\t38\tSY\t\t16906283\tw\tSyria\tSyrie|سوريا\t\n\
vigie:sy-id\tregion\t35.8\t36.6\tSY\t\t900000\tw\tIdlib Governorate\tGouvernorat d'Idleb\tIdlib~|Idleb~\n\
geonames:169389\tcity\t35.93\t36.63\tSY\tvigie:sy-id\t98791\tw\tIdlib\tIdleb|إدلب\t\n\
geonames:169390\ttown\t35.8\t36.6\tSY\tvigie:sy-id\t9000\tw\tIdlib\tIdleb|إدلب\t\n\
geonames:171705\ttown\t35.86\t36.8\tSY\tvigie:sy-id\t21200\tw\tSaraqib\tSaraqeb\t\n";
    let rows = read_rows("rows.tsv", ROWS).expect("the rows are whole");
    let mut table = compile(rows, &["Syrie".to_string()], &Note::default()).expect("they fit");
    let at = |n: usize| u32::from_le_bytes([table[n], table[n + 1], table[n + 2], table[n + 3]]) as usize;
    // Offset and length of the three sections before the index of names.
    let (from, to) = (at(24), at(40) + at(44));
    for change in rest.chunks_exact(3) {
        let spot = from + (usize::from(change[0]) | usize::from(change[1]) << 8) % (to - from);
        table[spot] = change[2];
    }
    if let Ok(table) = Gazetteer::open_trusted(table) {
        ask(&table);
    }
}

fn ask(table: &Gazetteer) {
    for words in [["idleb", "governorate"], ["syria", "x"], ["إدلب", ""], ["saraqib", "idlib"], ["a", "b"]] {
        for start in 0..2 {
            for name in table.names_at(|i| words.get(i).copied(), start) {
                let candidates: Vec<_> = table.candidates(&name).collect();
                let _ = resolve(table, &candidates, &Context::in_focus(&["SY"]));
                let _ = resolve(table, &candidates, &Context::default());
            }
        }
    }
    let mut before = None;
    for place in table.places().take(64) {
        let _ = (place.id(), place.name().len(), place.aliases().count(), place.country(), place.kind().word());
        let _ = (place.region().map(|r| r.name().len()), place.population(), place.is_capital(), place.at_war());
        if let Some(before) = &before {
            let _ = place.km_to(before);
        }
        before = Some(place);
    }
    let _ = (table.note(), table.len(), table.name_count());
}
