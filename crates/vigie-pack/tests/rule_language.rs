//! The rules and rows of docs/rule-language.md are what they are said to be.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::BTreeMap;

use vigie_pack::check::TABLES;
use vigie_pack::{Files, Table, compile};

const DOC: &str = include_str!("../../../docs/rule-language.md");

/// The blocks between fences: what stands after the fence, and the text.
fn blocks() -> Vec<(&'static str, String)> {
    let mut list = Vec::new();
    let mut lines = DOC.lines();
    while let Some(line) = lines.next() {
        if let Some(kind) = line.strip_prefix("```") {
            let text: Vec<_> = lines.by_ref().take_while(|l| *l != "```").collect();
            list.push((kind, text.join("\n") + "\n"));
        }
    }
    list
}

#[test]
fn the_rules_compile() {
    let mut rules: BTreeMap<&str, String> = BTreeMap::new();
    let (french, _) = DOC.split_once("## Arabic").unwrap();
    let in_french = french.matches("```toml").count();
    let toml = blocks().into_iter().filter(|b| b.0 == "toml").enumerate();
    for (at, (_, text)) in toml {
        rules.entry(if at < in_french { "fr" } else { "ar" }).or_default().push_str(&text);
    }
    // One row for each class that the two languages ask for, in a table that holds any.
    let classes = "count.dead people.civilian armed.rebels locality.town weapon.air verb.kill verb.die verb.capture verb.besiege \
                   verb.withdraw verb.lose verb.strike noun.capture";
    let nouns: Vec<_> = classes.split(' ').map(|c| format!("{}\t=\tm\t{c}\tpress", c.replace('.', " "))).collect();
    let nouns = nouns.join("\n");
    for (code, rules) in rules {
        let mut files = Files::new();
        files.insert("pack.toml".into(), format!("code = \"{code}\"\n"));
        files.insert("lexicon/noun.tsv".into(), format!("lemma\tplural\tgender\tclass\tseen\n{nouns}"));
        files.insert("rules/all.toml".into(), rules.clone());
        let (pack, out) = compile(&files);
        let faults: Vec<_> = out.iter().filter(|d| d.path == "rules/all.toml").map(ToString::to_string).collect();
        assert_eq!(faults, Vec::<String>::new());
        assert_eq!(pack.unwrap().rules.len(), rules.matches("[[rule]]").count());
    }
}

#[test]
fn the_rows_fit_their_tables() {
    let mut out = Vec::new();
    for (path, text) in blocks().iter().filter_map(|b| Some((b.0.strip_prefix("tsv ")?, &b.1))) {
        let time = ["id", "pattern", "makes", "accepts", "refuses", "seen"];
        let columns = TABLES.iter().find(|t| t.path == path).map_or(&time[..], |t| t.columns);
        assert!(!Table::read(path, text, columns, &mut out).rows.is_empty(), "{path}");
    }
    assert_eq!(out, []);
}

#[test]
fn the_language_on_one_page_is_complete() {
    let page = DOC.split_once("## French").unwrap().0;
    for function in vigie_pack::pattern::FUNCTIONS {
        assert!(page.contains(function), "{function}");
    }
    for class in vigie_pack::pattern::BUILT_IN {
        assert!(page.contains(&format!("`{class}`")), "{class}");
    }
}
