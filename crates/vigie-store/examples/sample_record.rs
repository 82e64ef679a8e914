//! Writes a small record with some of everything that a record can hold, from invented text: the file that is kept in
//! `corpus/databases` for each version of the tables.
//!
//! ```text
//! cargo run -p vigie-store --example sample_record -- FILE
//! ```
#![allow(clippy::unwrap_used)]

use vigie_model::{Act, EventCode};
use vigie_store::{Bucket, BucketKind, Derivation, Record, SqliteRecord, Taking};
use vigie_storetest::made::{claim, dead, decision, hour, link, report, stretch, take, town};

const TEXTS: [(&str, EventCode, &str); 8] = [
    ("the blue column entered tarn at dawn", EventCode::Capture, "Tarn"),
    ("the blue column entered tarn at dawn, the wire says", EventCode::Capture, "Tarn"),
    ("green guard: tarn is ours", EventCode::Hold, "Tarn"),
    ("shells fell on elm", EventCode::Shelling, "Elm"),
    ("seven dead in elm", EventCode::Casualties, "Elm"),
    ("shells on elm, says the mayor", EventCode::Shelling, "Elm"),
    ("people leave elm", EventCode::Displacement, "Elm"),
    ("حريق في تارن", EventCode::Destruction, "Tarn"),
];

fn main() {
    let path = std::env::args().nth(1).expect("the name of the file to write");
    let mut record = SqliteRecord::open(&path).unwrap();
    let mut batch: Vec<Taking> = Vec::new();
    for ((text, event, place), known) in TEXTS.into_iter().zip(1..) {
        batch.push(report(text, known, event, place));
    }
    batch[4].claims[0].counts.push(dead(7));
    let original = batch[0].document.id.clone();
    batch[1].alike.push(original);
    take(&mut record, &batch, 8);
    take(&mut record, &batch[..1], 9);

    let mut again = Taking { coder: "coder 2".to_owned(), ..batch[6].clone() };
    again.claims[0].place = Some(town("Oak"));
    take(&mut record, &[again], 10);

    record.decide(decision(Act::Refuse, &batch[7].claims[0], 11)).unwrap();
    let mut correct = decision(Act::Correct, &batch[2].claims[0], 12);
    correct.instead = Some(Box::new(claim(&batch[2], 0, EventCode::Repel, Some(town("Tarn")))));
    record.decide(correct).unwrap();
    let [one, two] = [&batch[3].claims[0], &batch[5].claims[0]];
    let mut same = decision(Act::Link, one, 13);
    same.other = Some(two.id.clone());
    record.decide(same).unwrap();

    let tarn = Bucket { kind: BucketKind::Control, key: "made:Tarn".to_owned() };
    let held = stretch("made:Tarn", ("2030-01-01", None), 1, None);
    let elm = Bucket { kind: BucketKind::Incidents, key: "attack|made:Elm".to_owned() };
    let links = vec![link("VG-XA-ELM", one, 4, None), link("VG-XA-ELM", two, 6, None)];
    record
        .derive(&[
            (tarn, Derivation { stretches: vec![held], ..Derivation::default() }),
            (elm, Derivation { links, ..Derivation::default() }),
        ])
        .unwrap();
    println!("{:?}, last known {}", record.counts().unwrap(), hour(13));
    drop(record);

    // As small as it can be: the repository keeps it for ever.
    let conn = rusqlite::Connection::open(&path).unwrap();
    conn.execute_batch("PRAGMA journal_mode = DELETE; PRAGMA page_size = 1024; VACUUM;").unwrap();
}
