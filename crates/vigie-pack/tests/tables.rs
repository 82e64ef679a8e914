//! Every fault of the tables of a pack: text in, `path:line:column: message` out.
#![allow(clippy::unwrap_used, clippy::panic)]

use proptest::prelude::*;
use vigie_pack::check::TABLES;
use vigie_pack::fmt::{canonical, plain, table};
use vigie_pack::new::new_pack;
use vigie_pack::{Files, Severity, compile, compile_theatres};

/// The faults of a good pack with one file replaced.
fn with(path: &str, text: &str) -> Vec<String> {
    let mut files = new_pack("xx", "X");
    files.insert("fold.tsv".into(), "from\tto\tseen\nœ\toe\tpress\n".into());
    files.insert(path.into(), text.into());
    compile(&files).1.iter().map(|d| d.to_string().lines().next().unwrap().to_string()).collect()
}

fn rows(path: &str, rows: &str) -> Vec<String> {
    let shape = TABLES.iter().find(|t| t.path == path).unwrap();
    with(path, &format!("{}\n{rows}", shape.columns.join("\t")))
}

#[test]
fn faults_of_the_manifest() {
    assert_eq!(with("pack.toml", "name = \"X\"\n"), ["pack.toml:1:1: no language code"]);
    assert_eq!(with("pack.toml", "code = \"XX\"\n")[0], "pack.toml:1:9: unknown code XX");
    assert_eq!(with("pack.toml", "code = \"xx\"\ndirection = \"left\"\n"), ["pack.toml:2:14: unknown direction left"]);
    assert!(
        with("pack.toml", "code = \"xx\"\n[strategies]\nelisions = true\n")[0]
            .starts_with("pack.toml:3:1: unknown field `elisions`")
    );
    assert!(with("pack.toml", "code = \n")[0].starts_with("pack.toml:1:"));
    assert_eq!(compile(&Files::new()).1[0].to_string().lines().next().unwrap(), "pack.toml: the file is missing");
}

#[test]
fn faults_of_any_table() {
    let path = "lexicon/abbreviation.tsv";
    assert_eq!(with(path, "word\tseen\n"), ["lexicon/abbreviation.tsv:1:1: the header names other columns"]);
    assert_eq!(rows(path, "dr\n"), ["lexicon/abbreviation.tsv:2:1: 1 cells where the header has 2"]);
    assert_eq!(rows(path, "dr\t\n"), ["lexicon/abbreviation.tsv:2:4: nothing says where this was seen"]);
    assert_eq!(rows(path, "mme\tpress\ndr\tpress\n"), ["lexicon/abbreviation.tsv:3:1: stands after mme"]);
    assert_eq!(rows(path, "# x\ndr\tpress\ndr\tafp\n"), ["lexicon/abbreviation.tsv:4:1: the row stands twice, first on line 3"]);
}

#[test]
fn faults_of_words() {
    let noun = "lexicon/noun.tsv";
    let rebel = "rebel\t\tm\tarmed.rebels\tpress\ntown\t\tm\tlocality.town\tpress\n";
    assert_eq!(rows(noun, &format!("coup\t\tx\tnoun.other\tpress\n{rebel}")), ["lexicon/noun.tsv:2:7: unknown gender"]);
    assert_eq!(
        rows(noun, &format!("raid\t\tm\tnoun.striek.air\tpress\n{}", rebel.split_once('\n').unwrap().1)),
        ["lexicon/noun.tsv:2:9: no rule asks for class noun.striek.air, and the engine gives it no meaning"]
    );
    assert_eq!(
        rows(noun, &format!("{rebel}voeu\t\tm\tnoun.other\tpress\nvœu\t\tm\tnoun.toll\tpress\n")),
        ["lexicon/noun.tsv:5:1: vœu is voeu after folding, which is noun.other"]
    );
    assert_eq!(
        rows(noun, &format!("{rebel}u.n. post\t\tm\tlocality.position\tpress\n")),
        ["lexicon/noun.tsv:4:1: u.n. post is never found: a mark stands inside"]
    );
    assert_eq!(
        rows("lexicon/verb.tsv", "capture\tregula\thave\tverb.capture\tpress\n")[0],
        "lexicon/verb.tsv:2:9: unknown paradigm regula"
    );
    assert_eq!(
        rows("lexicon/verb.tsv", "capture\tregular\thad\tverb.capture\tpress\n")[0],
        "lexicon/verb.tsv:2:17: unknown auxiliary"
    );
    assert_eq!(
        rows("lexicon/expression.tsv", "take\tthe town\tverb.capture\tpress\n"),
        ["lexicon/expression.tsv:2:1: take is no lemma of lexicon/verb.tsv"]
    );
    assert_eq!(
        rows("lexicon/source.tsv", "witness\t\twitnesses\tpress\n"),
        ["lexicon/source.tsv:2:1: witness is no lemma of lexicon/noun.tsv"]
    );
    assert_eq!(rows("fold.tsv", "oe\to\tpress\n"), ["fold.tsv:2:1: one letter is folded at a time"]);
    assert_eq!(
        rows("morphology/paradigm.tsv", "regular\tinf\t\tpress\nregular\tpast.q\ted\tpress\n"),
        ["morphology/paradigm.tsv:3:9: unknown feature past.q"]
    );
}

#[test]
fn one_form_has_one_value() {
    assert_eq!(
        rows("lexicon/number.tsv", "six\t6\tunit\t\t\tpress\nsix\t7\tunit\t\t\tpress\n"),
        ["lexicon/number.tsv:3:5: six is 6 on line 2, here 7"]
    );
    // The long and the short scale are told apart by region.
    assert_eq!(
        rows("lexicon/number.tsv", "billion\t9\tscale\t\tUS\tpress\nbillion\t12\tscale\t\tFR\tpress\n"),
        Vec::<String>::new()
    );
    assert_eq!(rows("lexicon/number.tsv", "six\tvi\tunit\t\t\tpress\n"), ["lexicon/number.tsv:2:5: not a whole number"]);
    assert_eq!(
        rows("lexicon/bound.tsv", "at least\tat_least\tbefore\tpress\nat least\tat_most\tbefore\tpress\n"),
        ["lexicon/bound.tsv:3:10: at least is at_least on line 2, here at_most"]
    );
    assert_eq!(
        rows("lexicon/calendar.tsv", "may\tmonth\t05\tpress\nmay\tmonth\t06\tpress\n"),
        ["lexicon/calendar.tsv:3:11: may is 05 on line 2, here 06"]
    );
}

#[test]
fn files_are_missing_or_too_many() {
    let mut files = new_pack("xx", "X");
    files.remove("lexicon/bound.tsv");
    files.remove("rules/territory.toml");
    files.insert("lexicon/verbs.tsv".into(), String::new());
    files.insert("NOTES.md".into(), String::new());
    let out = compile(&files).1;
    assert!(out.iter().all(|d| d.severity == Severity::Warning));
    let lines: Vec<_> = out.iter().map(|d| format!("{}: {}", d.path, d.message)).collect();
    assert_eq!(lines, ["lexicon/bound.tsv: the file is missing", "rules: no rule", "lexicon/verbs.tsv: no file of a pack"]);
    assert!(out[2].hint.starts_with("did you mean lexicon/verb.tsv?"));
}

#[test]
fn a_file_is_brought_into_its_form() {
    assert_eq!(canonical("lexicon/noun.tsv", "# a \r\nh\ts\r\nb \t1\n\n# c\na\t1\nb\t1"), "# a\n# c\nh\ts\na\t1\nb\t1\n");
    // Numbers stand in the order of their author, an empty cell at the end of a row stays.
    assert_eq!(canonical("lexicon/number.tsv", "h\ts\nb\t\na\t1\n"), "h\ts\nb\t\na\t1\n");
    assert_eq!(canonical("rules/a.toml", "\n[[rule]]  \n\n\n\nid = 1"), "[[rule]]\n\nid = 1\n");
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "\\PC{0,60}",
        "([a-zéا'-]{0,6}[\t\n #=?|.]){0,30}",
        "(surface|lemma|verb\\.kill|noun|seen|press|\t|\n|=|é|œ|-){0,40}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_rows_compile_or_are_refused(at in 0..TABLES.len(), rows in text()) {
        let mut files = new_pack("xx", "X");
        files.insert(TABLES[at].path.into(), format!("{}\n{rows}", TABLES[at].columns.join("\t")));
        let (_, out) = compile(&files);
        prop_assert!(out.iter().all(|d| !d.to_string().is_empty()));
    }

    #[test]
    fn any_files_compile_or_are_refused(at in 0..TABLES.len(), table in text(), toml in text(), rules in text()) {
        let mut files = new_pack("xx", "X");
        files.insert(TABLES[at].path.into(), table);
        files.insert("rules/b.toml".into(), rules);
        let _ = compile(&files);
        files.insert("pack.toml".into(), toml);
        let _ = compile(&files);
    }

    #[test]
    fn any_rule_compiles_or_is_refused(
        key in "(id|event|match|before|counts|noun_count|accepts|rejects|seen)",
        value in "(\"[^\"\\\\\\x00-\\x1f]{0,30}\"|[0-9]{1,30}|true|\\[\\]|\\[\"x\"\\]|\\{ a = 1 \\}|\"[a-z<>|:? .]{0,40}\")",
    ) {
        let mut files = new_pack("xx", "X");
        let rule = files["rules/territory.toml"].clone();
        let lines: Vec<_> = rule.lines().map(|l| if l.starts_with(&key) { format!("{key} = {value}") } else { l.to_string() }).collect();
        files.insert("rules/territory.toml".into(), lines.join("\n"));
        for d in compile(&files).1 {
            prop_assert!(!d.to_string().is_empty());
        }
    }

    #[test]
    fn any_theatre_compiles_or_is_refused(file in "(theatre.toml|countries.tsv|actors.tsv|people.tsv|places.tsv|roads.tsv|camps.tsv)", table in text()) {
        let mut files = Files::new();
        files.insert(format!("x/{file}"), table);
        let _ = compile_theatres(&files, &[]);
    }

    #[test]
    fn the_form_of_a_form_is_itself(text in text(), sorted: bool) {
        let once = table(&text, sorted);
        prop_assert_eq!(table(&once, sorted), once);
        let once = plain(&text);
        prop_assert_eq!(plain(&once), once);
    }
}

#[test]
fn a_comment_behind_blanks_is_a_comment() {
    let text = " # two words\nlemma\tseen\n  # of a row\tpress\nb\tpress\na\tpress\n";
    let once = vigie_pack::fmt::table(text, true);
    assert_eq!(once, "# two words\n# of a row\tpress\nlemma\tseen\na\tpress\nb\tpress\n");
    assert_eq!(vigie_pack::fmt::table(&once, true), once);
}
