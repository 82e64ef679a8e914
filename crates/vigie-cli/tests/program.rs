//! The program as a whole: what it writes, what it says, how it ends.
#![allow(missing_docs, clippy::unwrap_used)]

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

const TOLL: &str = "Au moins 277 personnes ont été tuées à Alep, selon l'OSDH.";

/// Runs the program in a folder and shows exit code and both outputs.
fn vigie(folder: &Path, args: &[&str], input: &[u8]) -> String {
    let mut child = Command::new(env!("CARGO_BIN_EXE_vigie"))
        .args(args)
        .current_dir(folder)
        .env("COLUMNS", "100")
        .env("NO_COLOR", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let bytes = input.to_vec();
    let writer = std::thread::spawn(move || {
        // A program that needs no input may be gone before it is written.
        let _ = stdin.write_all(&bytes);
    });
    let done = child.wait_with_output().unwrap();
    writer.join().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim_end().to_string();
    format!("exit {}\n{}\n---\n{}", done.status.code().unwrap(), text(&done.stdout), text(&done.stderr))
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

#[test]
fn help_names_every_command() {
    insta::assert_snapshot!(vigie(folder().path(), &["--help"], b""));
}

#[test]
fn help_of_code_has_examples() {
    insta::assert_snapshot!(vigie(folder().path(), &["code", "--help"], b""));
}

#[test]
fn claims_as_a_table() {
    let args = ["code", "-", "--lang", "fr", "--published", "2024-11-30", "--outlet", "agence"];
    insta::assert_snapshot!(vigie(folder().path(), &args, TOLL.as_bytes()));
}

#[test]
fn a_passage_is_a_line_with_id_lang_claims_and_notes() {
    let out = vigie(folder().path(), &["code", "-", "--lang", "fr", "--format", "jsonl"], TOLL.as_bytes());
    let line = out.lines().nth(1).unwrap();
    let row: serde_json::Value = serde_json::from_str(line).unwrap();
    let keys: Vec<&String> = row.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["id", "lang", "claims", "notes"]);
    let quote = &row["claims"][0]["quote"];
    let slice: String = TOLL
        .chars()
        .skip(usize::try_from(quote["start"].as_u64().unwrap()).unwrap())
        .take(usize::try_from(quote["end"].as_u64().unwrap() - quote["start"].as_u64().unwrap()).unwrap())
        .collect();
    assert_eq!(quote["text"], slice);
}

#[test]
fn bad_input_is_told_and_the_rest_is_coded() {
    let f = folder();
    fs::write(f.path().join("p.jsonl"), "{\"id\":\"a\",\"text\":\"Rien.\"}\n{\"id\":\n{\"id\":\"c\"}\n").unwrap();
    let args = ["code", "p.jsonl", "none.txt", "--lang", "fr", "--format", "jsonl"];
    insta::assert_snapshot!(vigie(f.path(), &args, b""), @r#"
    exit 1
    {"id":"a","lang":"fr","claims":[],"notes":[]}
    ---
    vigie: p.jsonl:2: not JSON at column 0: EOF while parsing a value
    vigie: p.jsonl:3: the passage has no "text"
    vigie: none.txt: no such file or folder
    "#);
}

#[test]
fn one_core_and_many_write_the_same() {
    let f = folder();
    let line = |n: usize| format!("{{\"id\":\"{n}\",\"text\":\"{}\",\"published\":\"2024-11-30\"}}", TOLL.repeat(n % 7));
    let lines = (0..60).map(line).collect::<Vec<_>>().join(
        "
",
    );
    fs::write(f.path().join("p.jsonl"), lines).unwrap();
    let run = |jobs| vigie(f.path(), &["code", "p.jsonl", "--lang", "fr", "--format", "jsonl", "--jobs", jobs], b"");
    assert_eq!(run("1"), run("5"));
}

#[test]
fn wrong_usage_is_two() {
    insta::assert_snapshot!(vigie(folder().path(), &["code", "--published", "30/11/2024"], b""), @"
    exit 2

    ---
    error: invalid value '30/11/2024' for '--published <DAY>': write the day as YYYY-MM-DD, or the month as YYYY-MM

    For more information, try '--help'.
    ");
}

#[test]
fn numbers_in_words() {
    let args = ["parse", "--stage", "numbers", "--lang", "fr", "--format", "jsonl"];
    insta::assert_snapshot!(vigie(folder().path(), &args, "plus de deux cent quarante morts".as_bytes()), @r#"
    exit 0
    {"id":"-","numbers":[{"start":8,"end":26,"text":"deux cent quarante","value":240,"low":240,"high":null,"bound":"more_than"}]}
    ---
    "#);
}

#[test]
fn an_explanation_names_the_rule_and_what_it_says() {
    let out = vigie(folder().path(), &["explain", "--lang", "fr", "--published", "2024-11-30"], TOLL.as_bytes());
    assert!(out.starts_with("exit 0"), "{out}");
    assert!(out.contains("rule fr.casualties."), "{out}");
    assert!(out.contains("SOHR (selon)"), "{out}");
}

#[test]
fn a_score_below_its_floor_is_one() {
    let f = folder();
    let gold = format!(
        "{{\"id\":\"a\",\"lang\":\"fr\",\"published\":\"2024-11-30\",\"text\":\"{TOLL}\",\"claims\":[{{\"quote\":\"zzz\",\"event\":\"aid\"}}]}}\n"
    );
    fs::write(f.path().join("gold.jsonl"), gold).unwrap();
    fs::write(f.path().join("coded.jsonl"), "{\"id\":\"a\",\"claims\":[]}\n").unwrap();
    fs::write(f.path().join("scores.toml"), "[fr]\nfound = 0.8\n").unwrap();
    let args = ["eval", "gold.jsonl", "--coded", "coded.jsonl", "--floors", "scores.toml"];
    insta::assert_snapshot!(vigie(f.path(), &args, b""), @"
    exit 1
    1 passages, 1 gold claims, 0 coded
    found    P 0.000  R 0.000  F1 0.000
    family   P 0.000  R 0.000  F1 0.000
    claim    P 0.000  R 0.000  F1 0.000
    fields   actor 0.000  target 0.000  place 0.000  time 0.000  counts 0.000  sources 0.000  modality 0.000
    empty    0 passages hold no claim; 0 coded in them
      aid                    gold    1 coded    0  F1 0.000
    ---
    vigie: [fr] found is 0.000, below its floor 0.800
    ");
}

#[test]
fn a_fault_of_a_pack_is_shown_with_its_line() {
    let f = folder();
    assert!(vigie(f.path(), &["pack", "new", "sw", "--name", "Kiswahili"], b"").starts_with("exit 0"));
    let rules = f.path().join("packs/sw/rules/territory.toml");
    let text = fs::read_to_string(&rules).unwrap().replace("territory.capture\"\nmatch", "territory.captured\"\nmatch");
    fs::write(&rules, text).unwrap();
    let out = vigie(f.path(), &["pack", "check"], b"");
    assert!(out.starts_with("exit 1"), "{out}");
    assert!(out.contains("packs/sw/rules/territory.toml:4:10: unknown event code territory.captured"), "{out}");
    assert!(out.contains("^^^^^^^^^^^^^^^^^^"), "{out}");
}

#[test]
fn a_pack_is_not_overwritten() {
    let f = folder();
    fs::create_dir_all(f.path().join("packs/sw")).unwrap();
    insta::assert_snapshot!(vigie(f.path(), &["pack", "new", "sw"], b""), @"
    exit 1

    ---
    vigie: packs/sw is there already; nothing was written
    ");
}

#[test]
fn a_gazetteer_is_built_from_a_dump_and_found_in() {
    let f = folder();
    let dump =
        "169577\tAr Raqqah\tAr Raqqah\t\t35.95283\t39.00788\tP\tPPLA\tSY\t\t04\t\t\t\t531952\t\t\tAsia/Damascus\t2024-01-01\n";
    fs::write(f.path().join("SY.txt"), dump).unwrap();
    fs::write(f.path().join("alternateNamesV2.txt"), "1\t169577\ten\tRaqqa\t1\n2\t169577\tar\tالرقة\n").unwrap();
    let built = vigie(f.path(), &["gazetteer", "build", "SY.txt", "alternateNamesV2.txt", "-o", "sy.gaz"], b"");
    assert!(built.starts_with("exit 0\nsy.gaz: 1 places"), "{built}");
    let found = vigie(f.path(), &["gazetteer", "find", "الرقة", "--gazetteer", "sy.gaz"], b"");
    assert!(found.contains("geonames:169577") && found.contains("Raqqa"), "{found}");
}

#[test]
fn what_is_no_gazetteer_is_refused() {
    let f = folder();
    fs::write(f.path().join("x.gaz"), "no").unwrap();
    insta::assert_snapshot!(vigie(f.path(), &["code", "-", "--gazetteer", "x.gaz"], b"Rien."), @"
    exit 1

    ---
    vigie: x.gaz cannot be used; `vigie gazetteer build` makes a gazetteer
      because not a gazetteer of version 1
    ");
}

#[test]
fn the_doctor_finds_all_well() {
    let out = vigie(folder().path(), &["doctor"], b"");
    assert!(out.starts_with("exit 0") && out.contains("all is well"), "{out}");
}

#[test]
fn a_reader_that_goes_away_is_no_fault() {
    let f = folder();
    let lines = format!("{{\"id\":\"a\",\"text\":\"{TOLL}\",\"lang\":\"fr\"}}\n").repeat(2000);
    fs::write(f.path().join("p.jsonl"), lines).unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_vigie"))
        .args(["code", "p.jsonl", "--format", "jsonl"])
        .current_dir(f.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let done = child.wait_with_output().unwrap();
    assert_eq!((done.status.code(), String::from_utf8_lossy(&done.stderr).as_ref()), (Some(0), ""));
}
