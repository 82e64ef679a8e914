//! The files of a pack to begin with.

use crate::Files;
use crate::check::TABLES;

/// The files of a pack for a language: every table with its header, the few
/// rows that its one rule needs, and that rule. It compiles; its words are
/// English and wait to be replaced.
///
/// ```
/// let files = vigie_pack::new::new_pack("sw", "Kiswahili");
/// let (pack, faults) = vigie_pack::compile(&files);
/// assert!(faults.is_empty());
/// assert_eq!(pack.map(|p| p.rules.len()), Some(1));
/// ```
pub fn new_pack(code: &str, name: &str) -> Files {
    let mut files = Files::new();
    for shape in &TABLES {
        let rows = ROWS.iter().filter(|r| r.0 == shape.path).map(|r| r.1).collect::<String>();
        files.insert(shape.path.to_string(), format!("{}\n{rows}", shape.columns.join("\t")));
    }
    let quoted = |text: &str| toml::Value::String(text.to_string()).to_string();
    let manifest = MANIFEST.replace("CODE", &quoted(code)).replace("NAME", &quoted(name));
    files.insert("pack.toml".to_string(), manifest);
    files.insert("rules/territory.toml".to_string(), RULE.replace("CODE", code));
    files
}

const MANIFEST: &str = r#"code = CODE
name = NAME
# Unicode script name; ltr or rtl.
script = "Latin"
direction = "ltr"
maintainers = []
licence = "CC-BY-4.0"

[strategies]
# Named in crates/vigie-pack/src/pack.rs; what is left out is not done.
elision = false
names_capitalised = true
weekday = "most-recent"
decimal = "."
group = [","]
date_order = "dmy"
"#;

const ROWS: [(&str, &str); 4] = [
    (
        "morphology/paradigm.tsv",
        "regular\tlemma\te\tpress\nregular\tinf\te\tpress\nregular\tpast.s\ted\tpress\nregular\tpp.ms\ted\tpress\n",
    ),
    ("lexicon/verb.tsv", "capture\tregular\thave\tverb.capture\tpress\n"),
    ("lexicon/noun.tsv", "rebel\t\tm\tarmed.rebels\tpress\ntown\t\tm\tlocality.town\tpress\n"),
    ("lexicon/function.tsv", "the\tdet.def\tpress\n"),
];

const RULE: &str = r#"[[rule]]
id    = "CODE.territory.capture"
says  = "Somebody takes a place, part of it, or a number of places."
event = "territory.capture"
match = "actor:subject? <verb.capture> place:object<place|locality>"
seen  = "press"

[[rule.accepts]]
text = "The rebels captured Homs."
want = { event = "territory.capture", actor = "rebels", place = "Homs" }

[[rule.rejects]]
text = "The rebels captured attention."
why  = "what is taken is no place"
"#;
