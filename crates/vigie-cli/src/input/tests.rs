//! Every kind of bad input is told with its place, and the rest is read.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::fs;
use std::path::PathBuf;

use super::*;

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.0.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        path
    }

    /// What reading these gives, with the folder's own path taken off.
    fn read(&self, inputs: &[PathBuf]) -> Vec<String> {
        let args = InputArgs { inputs: inputs.to_vec(), ..InputArgs::default() };
        let lead = format!("{}/", self.0.path().display());
        let told = |item: Item| match item {
            Item::Text(d) => format!("text {} “{}” {:?}", d.id, d.text.chars().take(30).collect::<String>(), d.notes),
            Item::Fault(fault) => format!("fault {fault}"),
            Item::Remark(remark) => format!("remark {remark}"),
        };
        Inputs::new(&args).map(told).map(|line| line.replace(&lead, "")).collect()
    }
}

#[test]
fn a_file_that_is_missing_empty_or_no_text_is_a_fault_and_the_rest_is_read() {
    let f = Folder::new();
    let inputs = [
        f.0.path().join("none.txt"),
        f.file("empty.txt", b" \n"),
        f.file("picture.txt", &[0_u8; 300]),
        f.file("good.txt", "Alep".as_bytes()),
        f.file("empty.jsonl", b""),
        f.file("binary.jsonl", &[0_u8, 1, 2, 3].repeat(99)),
    ];
    assert_eq!(
        f.read(&inputs),
        [
            "fault none.txt: no such file or folder",
            "fault empty.txt: is empty",
            "fault picture.txt: is no text: it holds too many control bytes",
            "text good.txt “Alep” []",
            "fault empty.jsonl: is empty",
            "fault binary.jsonl: is no text: it holds too many control bytes",
        ]
    );
}

#[test]
fn bytes_that_are_not_utf8_are_read_and_told() {
    let f = Folder::new();
    let note = "not UTF-8 from byte 2 on: read as windows-1252";
    assert_eq!(
        f.read(&[f.file("old.txt", b"tu\xe9 \xe0 Alep")]),
        [format!("remark old.txt: {note}"), format!("text old.txt “tué à Alep” [\"{note}\"]")]
    );
}

#[test]
fn a_broken_line_is_told_with_its_number_and_the_next_is_read() {
    let f = Folder::new();
    let lines = concat!(
        "{\"id\":\"a\",\"text\":\"Alep\",\"title\":\"x\"}\n",
        "{\"id\":\"b\",\"text\":\n",
        "\n",
        "[1]\n",
        "{\"id\":\"c\"}\n",
        "{\"id\":\"d\",\"text\":7}\n",
        "{\"id\":5,\"text\":\"Homs\",\"lang\":[]}\n",
        "{\"text\":\"Hama\"}",
    );
    assert_eq!(
        f.read(&[f.file("p.jsonl", lines.as_bytes())]),
        [
            "text a “Alep” []",
            "fault p.jsonl:2: not JSON at column 0: EOF while parsing a value",
            "fault p.jsonl:4: no passage: write {\"id\": …, \"text\": …} on each line",
            "fault p.jsonl:5: the passage has no \"text\"",
            "fault p.jsonl:6: \"text\" is no string",
            "fault p.jsonl:7: \"lang\" is no string and is not used",
            "text 5 “Homs” [\"\\\"lang\\\" is no string and is not used\"]",
            "text p.jsonl:8 “Hama” []",
        ]
    );
}

#[test]
fn a_date_that_is_none_is_told_and_the_passage_is_read() {
    let f = Folder::new();
    let line = "{\"id\":\"a\",\"text\":\"Alep\",\"published\":\"30/11/2024\"}";
    let read = f.read(&[f.file("p.jsonl", line.as_bytes())]);
    assert_eq!(read[0], "fault p.jsonl:1: \"published\" is no day: 30/11/2024; write YYYY-MM-DD");
    assert!(read[1].starts_with("text a"), "{read:?}");
}

#[test]
fn a_day_may_carry_its_hour() {
    let edtf = |text| published(text).map(Days::edtf);
    assert_eq!(edtf("2024-11-30T08:15:00Z").as_deref(), Some("2024-11-30"));
    assert_eq!(edtf("2024-11").as_deref(), Some("2024-11"));
    assert_eq!(edtf("2024-13-01"), None);
    assert_eq!(edtf("24-11-30"), None);
    assert_eq!(edtf(""), None);
}

#[test]
fn a_folder_is_walked_in_order_and_other_files_are_counted() {
    let f = Folder::new();
    f.file("d/b.txt", b"two");
    f.file("d/a/z.md", b"one");
    f.file("d/c.jsonl", b"{\"id\":\"three\",\"text\":\"3\"}\n");
    f.file("d/x.png", b"no");
    f.file("d/.hidden.txt", b"no");
    assert_eq!(
        f.read(&[f.0.path().join("d")]),
        [
            "remark d: 1 other file is passed over (read are .txt .md .text .jsonl .ndjson)",
            "text a/z.md “one” []",
            "text b.txt “two” []",
            "text three “3” []",
        ]
    );
}

#[test]
fn utf16_passages_are_read() {
    let f = Folder::new();
    let bytes: Vec<u8> = "\u{feff}{\"id\":\"a\",\"text\":\"حلب\"}\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(f.read(&[f.file("p.jsonl", &bytes)]), ["text a “حلب” []"]);
}

#[test]
fn the_document_of_a_file_is_the_hash_of_its_bytes() {
    let f = Folder::new();
    let args = InputArgs { inputs: vec![f.file("a.txt", b"\xef\xbb\xbfabc")], ..InputArgs::default() };
    let Some(Item::Text(document)) = Inputs::new(&args).next() else { panic!("the file is a text") };
    assert_eq!(document.text, "abc");
    assert_eq!(document.hash, vigie_coder::document_id(b"\xef\xbb\xbfabc"));
}
