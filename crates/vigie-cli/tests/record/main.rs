//! The commands that keep and ask a record: what they write, what they refuse, and how they end.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic)]

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use serde_json::Value;

mod ill;
mod sitrep;

const TOLL: &str = "Au moins 277 personnes ont été tuées à Alep, selon l'OSDH.";

/// What a run of the program gave.
struct Run {
    code: i32,
    out: String,
    err: String,
}

/// Runs the program in a folder, its record there as well.
fn vigie(folder: &Path, args: &[&str], input: &str) -> Run {
    let mut child = Command::new(env!("CARGO_BIN_EXE_vigie"))
        .args(args)
        .current_dir(folder)
        .env("COLUMNS", "160")
        .env("NO_COLOR", "1")
        .env("VIGIE_STORE", "r.vigie")
        .env("VIGIE_REVIEWER", "L.D.")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let bytes = input.as_bytes().to_vec();
    let writer = std::thread::spawn(move || {
        // A program that needs no input may be gone before it is written.
        let _ = stdin.write_all(&bytes);
    });
    let done = child.wait_with_output().unwrap();
    writer.join().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Run { code: done.status.code().unwrap(), out: text(&done.stdout), err: text(&done.stderr) }
}

/// What a run wrote that must succeed.
fn good(folder: &Path, args: &[&str]) -> String {
    let run = vigie(folder, args, "");
    assert_eq!(run.code, 0, "{args:?}: {}{}", run.out, run.err);
    run.out
}

fn rows(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {line}"))).collect()
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

/// A passage of a `.jsonl` file.
fn passage(id: &str, published: &str, text: &str) -> String {
    format!("{}\n", serde_json::json!({"id": id, "lang": "fr", "outlet": "agence", "published": published, "text": text}))
}

/// The dispatches of the story of the corpus, as lines.
fn story() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus/gold/fr/dev.jsonl");
    let mut lines = String::new();
    for mut row in rows(&fs::read_to_string(path).unwrap()) {
        if row["story"] == "nw-syria-2024" {
            row.as_object_mut().unwrap().remove("claims");
            lines.push_str(&row.to_string());
            lines.push('\n');
        }
    }
    lines
}

/// A record of the story that tests ask and do not change.
fn record() -> &'static Path {
    static RECORD: OnceLock<tempfile::TempDir> = OnceLock::new();
    let made = RECORD.get_or_init(|| {
        let f = folder();
        fs::write(f.path().join("story.jsonl"), story()).unwrap();
        good(f.path(), &["take", "story.jsonl", "--as-published"]);
        f
    });
    made.path()
}

/// The first id of an answer.
fn first_id(command: &str, key: &str) -> String {
    let all = rows(&good(record(), &[command, "--format", "jsonl"]));
    let row = &all[0];
    row.get("claim").and_then(|c| c.get(key)).or_else(|| row.get(key)).unwrap().as_str().unwrap().to_owned()
}

fn claims(folder: &Path) -> Vec<Value> {
    rows(&good(folder, &["claims", "--format", "jsonl"]))
}

fn id_of(entry: &Value) -> String {
    entry.pointer("/claim/id").or_else(|| entry.get("id")).unwrap().as_str().unwrap().to_owned()
}

#[test]
fn a_folder_a_line_file_and_standard_input_are_taken() {
    let f = folder();
    fs::create_dir(f.path().join("in")).unwrap();
    fs::write(f.path().join("in/a.txt"), TOLL).unwrap();
    fs::write(f.path().join("in/b.txt"), "L'armée syrienne a repris lundi le village de Khanasser.").unwrap();
    fs::write(f.path().join("p.jsonl"), passage("x", "2024-11-30", "Les rebelles ont pris Saraqeb samedi, selon l'OSDH."))
        .unwrap();
    let out = good(f.path(), &["take", "in", "p.jsonl", "--published", "2024-11-30", "--format", "jsonl"]);
    let verdicts: Vec<Value> = rows(&out).into_iter().map(|r| r["verdict"].clone()).collect();
    assert_eq!(verdicts, ["taken", "taken", "taken"]);
    let run = vigie(f.path(), &["take", "-", "--published", "2024-11-30"], "Quatre civils ont été tués à Idleb samedi.");
    assert!(run.out.starts_with("1 taken with 1 claims"), "{}", run.out);
}

#[test]
fn a_second_take_finds_everything_there() {
    let f = folder();
    fs::write(f.path().join("a.txt"), TOLL).unwrap();
    good(f.path(), &["take", "a.txt", "--published", "2024-11-30"]);
    let before = good(f.path(), &["claims", "--format", "jsonl"]);
    let again = good(f.path(), &["take", "a.txt", "--published", "2024-11-30", "--format", "jsonl"]);
    assert_eq!(rows(&again)[0]["verdict"], "already there");
    assert_eq!(good(f.path(), &["claims", "--format", "jsonl"]), before);
    let info: Value = serde_json::from_str(&good(f.path(), &["record", "info", "--format", "json"])).unwrap();
    assert_eq!((&info["documents"], &info["revisits"]), (&Value::from(1), &Value::from(1)));
}

#[test]
fn what_cannot_be_taken_is_told_with_its_line_and_the_rest_is_taken() {
    let f = folder();
    fs::write(f.path().join("p.jsonl"), format!("{}{{\"id\":\n{{\"id\":\"c\"}}\n", passage("a", "2024-11-30", TOLL))).unwrap();
    let run = vigie(f.path(), &["take", "p.jsonl", "none.txt"], "");
    assert_eq!(run.code, 1);
    for told in ["p.jsonl:2: not JSON", "p.jsonl:3: the passage has no \"text\"", "none.txt: no such file or folder"] {
        assert!(run.err.contains(told), "{told}: {}", run.err);
    }
    assert!(run.out.starts_with("1 taken with 1 claims") && run.out.contains("3 refused"), "{}", run.out);
}

#[test]
fn as_published_needs_a_day_and_says_how_to_give_one() {
    let f = folder();
    fs::write(f.path().join("a.txt"), TOLL).unwrap();
    let run = vigie(f.path(), &["take", "a.txt", "--as-published"], "");
    assert_eq!(run.code, 1);
    assert!(run.err.contains("give --published"), "{}", run.err);
    assert!(run.out.contains("1 refused"), "{}", run.out);
    good(f.path(), &["take", "a.txt", "--as-published", "--published", "2024-11-30"]);
    let asked = vigie(f.path(), &["claims"], "");
    assert!(asked.err.contains("--as-published"), "an answer that rests on it says so: {}", asked.err);
}

#[test]
fn a_document_of_the_future_is_taken_with_a_note() {
    let f = folder();
    fs::write(f.path().join("a.txt"), TOLL).unwrap();
    let run = vigie(f.path(), &["take", "a.txt", "--published", "2999-01-01"], "");
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.out.contains("in the future") && run.out.contains("1 taken"), "{}", run.out);
}

#[test]
fn without_a_published_day_claims_keep_no_day() {
    let f = folder();
    fs::write(f.path().join("a.txt"), "Les rebelles ont pris Saraqeb vendredi, selon l'OSDH.").unwrap();
    good(f.path(), &["take", "a.txt"]);
    let all = claims(f.path());
    assert!(!all.is_empty());
    for entry in &all {
        let time = entry.pointer("/claim/time").or_else(|| entry.get("time")).unwrap_or(&Value::Null);
        assert!(time.is_null() || time["start"].is_null() && time["end"].is_null(), "{entry}");
        assert!(entry["published"].is_null());
    }
}

#[test]
fn an_answer_for_an_instant_tells_nothing_of_what_came_later() {
    let at = |known: &str| good(record(), &["claims", "--known-at", known, "--format", "jsonl"]).lines().count();
    let (before, evening, later) = (at("2024-11-26"), at("2024-11-30"), at("2024-12-08"));
    assert_eq!(before, 0);
    assert!(evening > 0 && later > evening, "{evening} and {later}");
    let control = good(record(), &["control", "--place", "Homs", "--on", "2024-12-08", "--known-at", "2024-11-30"]);
    assert!(control.contains("nothing is known"), "{control}");
}

/// Every number that stands in a position of a map.
fn positions(collection: &Value) -> Vec<[f64; 2]> {
    let features = collection["features"].as_array().unwrap();
    features
        .iter()
        .filter(|f| !f["geometry"].is_null())
        .map(|f| {
            assert_eq!(f["geometry"]["type"], "Point");
            let at = f["geometry"]["coordinates"].as_array().unwrap();
            assert_eq!(at.len(), 2);
            [at[0].as_f64().unwrap(), at[1].as_f64().unwrap()]
        })
        .collect()
}

#[test]
fn every_question_answers_in_every_format() {
    for command in ["claims", "incidents", "tolls", "control", "disputes", "sources"] {
        let ask = |format: &str| good(record(), &[command, "--format", format]);
        let lines = rows(&ask("jsonl"));
        assert!(!lines.is_empty(), "{command}");
        let table = ask("csv");
        assert_eq!(table.matches("\r\n").count(), lines.len() + 1, "{command}: a head and a line each");
        for cell in table.lines().flat_map(|line| line.split(',')) {
            let cell = cell.trim_start_matches('"');
            let risky = cell.starts_with(['=', '+', '-', '@']) && cell.parse::<f64>().is_err();
            assert!(!risky, "{command}: {cell}");
        }
        let map: Value = serde_json::from_str(&ask("geojson")).unwrap();
        assert_eq!(map["type"], "FeatureCollection");
        let features = map["features"].as_array().unwrap();
        assert_eq!(features.len(), lines.len(), "{command}");
        assert!(features.iter().all(|f| f["type"] == "Feature" && f.get("geometry").is_some() && f["properties"].is_object()));
        for [east, north] in positions(&map) {
            assert!((30.0..60.0).contains(&east) && (30.0..40.0).contains(&north), "{command}: {east} {north}");
            for degrees in [east, north] {
                let decimals = degrees.to_string().split_once('.').map_or(0, |(_, d)| d.len());
                assert!(decimals <= 6, "{command}: {degrees}");
            }
        }
        assert!(!ask("table").contains('\u{1b}'), "{command}: no colours where no terminal is");
    }
}

#[test]
fn what_begins_like_a_formula_stays_text() {
    let f = folder();
    let text = "-Deux civils ont été tués à Alep, selon l'OSDH.";
    fs::write(f.path().join("p.jsonl"), passage("=cmd", "2024-11-30", text).replace("agence", "=HYPERLINK(1)")).unwrap();
    good(f.path(), &["take", "p.jsonl"]);
    for args in [&["sources", "--format", "csv"][..], &["claims", "--format", "csv"], &["export", "--format", "csv"]] {
        let out = good(f.path(), args);
        assert!(out.lines().all(|line| !line.starts_with('=') && !line.contains(",=") && !line.contains(",\"=")), "{out}");
    }
}

#[test]
fn filters_narrow_an_answer() {
    let count = |more: &[&str]| good(record(), &[&["claims", "--format", "jsonl"], more].concat()).lines().count();
    let all = count(&[]);
    let document = first_id("claims", "document");
    for narrower in [
        &["--place", "Alep"][..],
        &["--actor", "HTS"],
        &["--source", "OSDH"],
        &["--event", "territory"],
        &["--words", "citadelle"],
        &["--bbox", "36.5,34.5,36.9,34.9"],
        &["--document", &document],
        &["--grade", "sure"],
        &["--country", "sy"],
        &["--limit", "3"],
    ] {
        let some = count(narrower);
        assert!(some > 0 && some < all, "{narrower:?}: {some} of {all}");
    }
    assert_eq!(count(&["--bbox", "-70,-50,-60,-40"]), 0);
    let wrong = vigie(record(), &["claims", "--bbox", "1,2,3"], "");
    assert_eq!(wrong.code, 2);
    assert!(wrong.err.contains("west, south, east, north"), "{}", wrong.err);
    let held = good(record(), &["control", "--bbox", "36.5,34.5,36.9,34.9", "--format", "jsonl"]);
    assert!(held.lines().count() < good(record(), &["control", "--format", "jsonl"]).lines().count(), "{held}");
}

#[test]
fn every_figure_opens_to_its_quotes() {
    for (command, key) in [("claims", "id"), ("tolls", "id"), ("disputes", "id"), ("incidents", "id"), ("claims", "document")] {
        let id = first_id(command, key);
        let out = good(record(), &["why", &id]);
        assert!(out.contains(&id) && out.contains('“') && out.contains("sha256:"), "{id}: {out}");
        let json: Value = serde_json::from_str(&good(record(), &["why", &id, "--format", "json"])).unwrap();
        assert_eq!(json[0]["id"], id.as_str());
    }
    let held = good(record(), &["why", "Alep", "--on", "2024-12-01"]);
    assert!(held.contains("Aleppo: assessed held HTS") && held.contains("neutral origin"), "{held}");
    assert!(held.lines().all(|line| line.trim_end() == line || line.contains("sha256")), "{held}");
}

#[test]
fn an_unknown_id_or_name_is_told_what_to_write() {
    for id in ["c-0000000000000000", "t-0000000000000000", "d-0000000000000000", "VG-SY-00000000000000000000000000", "sha256:00"]
    {
        let run = vigie(record(), &["why", id], "");
        assert_eq!(run.code, 1);
        assert!(run.err.contains("knows nothing of") && run.err.contains("ids begin with"), "{}", run.err);
    }
    for (args, told) in [
        (["claims", "--place", "Alepp"], "Alep"),
        (["control", "--place", "Sarakib"], "Sara"),
        (["claims", "--actor", "Hayat Tahrir al-Shamm"], "Hayat Tahrir al-Sham"),
        (["claims", "--event", "territory.captur"], "territory.capture"),
    ] {
        let run = vigie(record(), &args, "");
        assert_eq!(run.code, 1, "{}", run.out);
        assert!(run.err.contains("did you mean") && run.err.contains(told), "{args:?}: {}", run.err);
    }
}

#[test]
fn people_accept_refuse_correct_link_and_unlink() {
    let f = folder();
    let text = "Quatre civils ont été tués samedi à Alep par une frappe aérienne, selon l'OSDH.";
    let other = "Une frappe aérienne a touché samedi Alep, selon l'Unicef.";
    fs::write(f.path().join("p.jsonl"), passage("a", "2024-11-30", text) + &passage("b", "2024-11-30", other)).unwrap();
    good(f.path(), &["take", "p.jsonl", "--as-published"]);
    let all = claims(f.path());
    let airstrikes: Vec<String> = all.iter().filter(|e| e.to_string().contains("attack.airstrike")).map(id_of).collect();
    let [one, two] = &airstrikes[..] else { panic!("two air strikes: {all:?}") };
    let decide = |args: &[&str]| good(f.path(), &[&["review"], args, &["--reason", "read again"]].concat());
    assert!(decide(&["accept", one]).contains("accept"));
    assert!(decide(&["unlink", one, two]).contains("unlink"));
    let apart = good(f.path(), &["incidents", "--event", "attack.airstrike", "--format", "jsonl"]).lines().count();
    assert!(decide(&["link", one, two]).contains("link"));
    let together = good(f.path(), &["incidents", "--event", "attack.airstrike", "--format", "jsonl"]).lines().count();
    assert_eq!((apart, together), (2, 1));
    let corrected = decide(&["correct", one, "--set", "event=attack.shelling"]);
    let new = corrected.trim_end().rsplit(' ').next().unwrap().to_owned();
    assert!(new.starts_with("c-"), "{corrected}");
    assert!(claims(f.path()).iter().any(|e| id_of(e) == new && e.to_string().contains("attack.shelling")));
    let gone = vigie(f.path(), &["review", "refuse", one, "--reason", "again"], "");
    assert_eq!(gone.code, 1);
    assert!(gone.err.contains("stands no longer"), "{}", gone.err);
    decide(&["refuse", two]);
    assert!(!claims(f.path()).iter().any(|e| id_of(e) == *two));
    assert!(good(f.path(), &["why", two]).contains("refuse by L.D."), "what was refused can be looked at");
    let list = good(f.path(), &["review", "list"]);
    assert_eq!(list.lines().count(), 5, "{list}");
    assert!(list.lines().all(|line| line.contains("by L.D.: read again")), "{list}");
}

#[test]
fn a_decision_needs_a_claim_and_a_reason() {
    let f = folder();
    fs::write(f.path().join("a.txt"), TOLL).unwrap();
    good(f.path(), &["take", "a.txt", "--published", "2024-11-30"]);
    let id = id_of(&claims(f.path())[0]);
    for (args, told) in [
        (vec!["accept", "c-0000000000000000", "--reason", "x"], "no claim c-0000000000000000"),
        (vec!["refuse", &id, "--reason", "  "], "needs a reason"),
        (vec!["correct", &id, "--set", "event=battle", "--reason", "x"], "no event code"),
        (vec!["correct", &id, "--set", "start=30/11", "--reason", "x"], "write YYYY-MM-DD"),
        (vec!["correct", &id, "--set", "colour=red", "--reason", "x"], "cannot be set"),
    ] {
        let run = vigie(f.path(), &[&["review"], &args[..]].concat(), "");
        assert_eq!(run.code, 1, "{args:?}");
        assert!(run.err.contains(told), "{args:?}: {}", run.err);
    }
    assert_eq!(good(f.path(), &["review", "list"]), "");
}

#[test]
fn a_route_tells_who_holds_each_place_and_where_nothing_is_known() {
    let args = ["route", "Damas", "Alep", "--on", "2024-12-05", "--known-at", "2024-12-08", "--format", "jsonl"];
    let stops = rows(&good(record(), &args));
    let names: Vec<&str> = stops.iter().map(|s| s["name"].as_str().unwrap()).collect();
    assert_eq!((names[0], names[names.len() - 1]), ("Damascus", "Aleppo"));
    for place in ["Homs", "Hama", "Saraqib"] {
        assert!(names.contains(&place), "{place}: {names:?}");
    }
    let aleppo = stops.last().unwrap();
    assert_eq!(aleppo["assessed"]["holders"][0], "hts");
    assert!(aleppo["origins"].as_array().unwrap().contains(&Value::from("sohr")));
    let nowhere = vigie(record(), &["route", "Damas", "Marseille"], "");
    assert_eq!(nowhere.code, 1);
    assert!(nowhere.err.contains("Marseille"), "{}", nowhere.err);
}

#[test]
fn what_is_derived_again_answers_the_same() {
    let f = folder();
    fs::write(f.path().join("story.jsonl"), story()).unwrap();
    good(f.path(), &["take", "story.jsonl", "--as-published"]);
    let ask =
        || ["incidents", "tolls", "control", "disputes", "sources"].map(|what| good(f.path(), &[what, "--format", "jsonl"]));
    let before = ask();
    let derived = good(f.path(), &["record", "derive", "--again"]);
    assert!(derived.ends_with("buckets derived\n") && !derived.starts_with("0 "), "{derived}");
    assert!(ask() == before, "answers changed");
    assert_eq!(good(f.path(), &["record", "check"]), "the record is whole\n");
}

#[test]
fn a_package_describes_the_files_beside_it() {
    let out = folder();
    let to = out.path().join("x");
    let formats = "geojson,csv,hxl,acled-csv,ucdp-csv,jsonl,prov";
    good(record(), &["export", "--format", formats, "--out", to.to_str().unwrap(), "--on", "2024-11-30"]);
    let package: Value = serde_json::from_slice(&fs::read(to.join("datapackage.json")).unwrap()).unwrap();
    let files = package["resources"].as_array().unwrap();
    assert_eq!(files.len(), 7);
    assert_eq!(package["vigie"]["filter"], "on=2024-11-30");
    for file in files {
        let bytes = fs::read(to.join(file["path"].as_str().unwrap())).unwrap();
        assert_eq!(file["bytes"], bytes.len(), "{file}");
        assert_eq!(file["hash"].as_str().unwrap(), vigie_coder::document_id(&bytes), "{file}");
        assert!(file["rows"].as_u64().unwrap() > 0, "{file}");
    }
    let text = |name: &str| fs::read_to_string(to.join(name)).unwrap();
    let table = |text: &str| -> Vec<Vec<String>> {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
        reader.records().map(|r| r.unwrap().iter().map(str::to_owned).collect()).collect()
    };
    let acled = text("incidents-acled.csv");
    let (comment, data) = acled.split_once('\n').unwrap();
    assert!(comment.starts_with("# Not ACLED data"), "{comment}");
    assert!(table(data).iter().all(|row| row.len() == 31), "ACLED has 31 columns");
    let ucdp = table(&text("incidents-ucdp.csv"));
    assert!(ucdp.len() > 1 && ucdp.iter().all(|row| row.len() == 49), "UCDP has 49 columns");
    let hxl = table(&text("incidents-hxl.csv"));
    assert!(hxl[1].iter().all(|tag| tag.starts_with('#')), "{:?}", hxl[1]);
    assert_eq!(table(&text("incidents.csv")).len() + 1, hxl.len());
    assert!(!positions(&serde_json::from_str(&text("incidents.geojson")).unwrap()).is_empty());
    assert!(rows(&text("claims.jsonl")).len() > 10);
    let prov: Value = serde_json::from_str(&text("provenance.json")).unwrap();
    for key in ["prefix", "entity", "agent", "wasDerivedFrom", "wasAttributedTo"] {
        assert!(prov[key].as_object().is_some_and(|o| !o.is_empty()), "{key}");
    }
    let two = vigie(record(), &["export", "--format", "csv,prov"], "");
    assert_eq!(two.code, 1);
    assert!(two.err.contains("give --out"), "{}", two.err);
}
