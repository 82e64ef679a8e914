//! Every fault of a rule: text in, `path:line:column: message` out.
#![allow(clippy::unwrap_used, clippy::panic)]

use vigie_pack::{Files, Pack, Severity, compile};

const GOOD: &str = r#"[[rule]]
id = "xx.territory.capture"
says = "Somebody takes a place."
event = "territory.capture"
match = "actor:subject? <verb.capture> place:object<place|armed>|at?"
seen = "press"

[[rule.accepts]]
text = "The rebels took Homs."
want = { event = "territory.capture", place = "Homs", low = 3 }

[[rule.rejects]]
text = "The rebels took the floor."
why = "no place"
"#;

fn files(rules: &str) -> Files {
    let noun = "lemma\tplural\tgender\tclass\tseen\narmy\tarmies\tm\tarmed.army\tpress\n";
    let verb = "lemma\tparadigm\taux\tclass\tseen\ntake\te\thave\tverb.capture\tpress\nkill\t0\thave\tverb.kill\tpress\n";
    let paradigm = "paradigm\tfeature\tending\tseen\ne\tlemma\te\tpress\ne\tinf\te\tpress\n0\tlemma\t\tpress\n0\tinf\t\tpress\n";
    [
        ("pack.toml", "code = \"xx\"\nname = \"X\"\nscript = \"Latin\"\ndirection = \"ltr\"\n"),
        ("lexicon/noun.tsv", noun),
        ("lexicon/verb.tsv", verb),
        ("morphology/paradigm.tsv", paradigm),
        ("rules/a.toml", rules),
    ]
    .into_iter()
    .map(|(p, t)| (p.to_string(), t.to_string()))
    .collect()
}

fn read(rules: &str) -> (Pack, Vec<String>) {
    let (pack, out) = compile(&files(rules));
    let lines = out.iter().filter(|d| d.path.starts_with("rules/")).map(|d| d.to_string().lines().next().unwrap().to_string());
    (pack.unwrap(), lines.collect())
}

/// The faults of the good rule with one stretch of text replaced.
fn with(from: &str, to: &str) -> Vec<String> {
    assert!(GOOD.contains(from), "{from}");
    read(&GOOD.replacen(from, to, 1)).1
}

#[test]
fn a_good_rule_is_read() {
    let (pack, out) = read(GOOD);
    assert_eq!(out, Vec::<String>::new());
    let rule = &pack.rules[0];
    assert_eq!(rule.place, ("rules/a.toml".to_string(), 1));
    assert!(rule.items[0].optional && rule.items[1].optional);
    assert_eq!(rule.items[1].alternatives[0].classes, ["place", "armed"]);
    assert_eq!(rule.items[1].alternatives[1].function, "at");
    assert_eq!(rule.accepts[0].want[0].low, Some(3));
}

#[test]
fn an_unknown_class_is_shown_with_the_nearest() {
    let (_, out) = compile(&files(&GOOD.replacen("<verb.capture>", "<verb.kil:passive>", 1)));
    assert_eq!(
        out.iter().find(|d| d.severity == Severity::Error).unwrap().to_string(),
        "rules/a.toml:5:26: unknown class verb.kil\n   \
         |  match = \"actor:subject? <verb.kil:passive> place:object<place|armed>|at?\"\n   \
         |                           ^^^^^^^^\n   \
         hint: did you mean verb.kill? a class is defined by the rows of lexicon/*.tsv that bear it"
    );
}

#[test]
fn faults_of_the_pattern() {
    for (from, to, want) in [
        ("actor:", "aktor:", "rules/a.toml:5:10: unknown role aktor"),
        ("subject?", "subjct?", "rules/a.toml:5:16: unknown function subjct"),
        ("<verb.capture>", "<verb.capture:past>", "rules/a.toml:5:39: unknown feature past"),
        ("<place|armed>", "<place|armd>", "rules/a.toml:5:59: unknown class armd"),
        ("<place|armed>", "<place:passive>", "rules/a.toml:5:52: a feature where a group is asked for"),
        ("<verb.capture> ", "", "rules/a.toml:5:10: no predicate"),
        ("<verb.capture>", "<verb.capture> <verb.kill>", "rules/a.toml:5:40: a second predicate"),
        ("<verb.capture>", "<verb.capture>?", "rules/a.toml:5:39: the predicate cannot be optional"),
        ("armed>|at?", "armed", "rules/a.toml:5:52: no closing >"),
        ("actor:subject?", "subject", "rules/a.toml:5:10: neither a predicate nor a role"),
        ("<verb.capture>", "<verb.استولى>", "rules/a.toml:5:31: a right-to-left letter in a pattern"),
        ("<verb.capture>", "<verb.évacuer>", "rules/a.toml:5:31: a letter that no class has"),
    ] {
        assert_eq!(with(from, to), [want], "{to}");
    }
}

#[test]
fn faults_of_the_keys() {
    for (from, to, want) in [
        ("territory.capture\"\nmatch", "territory.captur\"\nmatch", "rules/a.toml:4:10: unknown event code territory.captur"),
        ("xx.territory.capture", "xx.capture", "rules/a.toml:2:7: xx.capture is no rule id"),
        ("xx.territory.capture", "fr.territory.capture", "rules/a.toml:2:7: fr.territory.capture belongs to another language"),
        ("says = \"Somebody takes a place.\"\n", "", "rules/a.toml:1:1: no says"),
        ("seen = \"press\"", "seen = \"\"", "rules/a.toml:6:8: no seen"),
        ("event = \"territory.capture\"\n", "", "rules/a.toml:1:1: no event"),
        ("seen =", "scene = 1\nseen =", "rules/a.toml:6:1: unknown key scene"),
        ("seen =", "counts = \"dead\"\nseen =", "rules/a.toml:6:11: unknown counts dead"),
        ("seen =", "modality = \"perhaps\"\nseen =", "rules/a.toml:6:13: unknown modality perhaps"),
        ("seen =", "noun_count = 1\nseen =", "rules/a.toml:6:14: noun_count is neither true nor false"),
        ("seen =", "before = \"x\"\nseen =", "rules/a.toml:6:10: before is no list"),
        ("seen =", "before = [\"xx.territory.hold\"]\nseen =", "rules/a.toml:6:11: unknown rule xx.territory.hold"),
        (
            "seen =",
            "before = [\"xx.territory.capture\"]\nseen =",
            "rules/a.toml:2:7: before runs in a circle: xx.territory.capture -> xx.territory.capture",
        ),
        ("low = 3", "low = \"3\"", "rules/a.toml:10:61: low is no whole number"),
        ("low = 3", "bound = \"more\"", "rules/a.toml:10:64: unknown bound more"),
        ("low = 3", "start = \"friday\"", "rules/a.toml:10:64: friday is no day"),
        ("low = 3", "lo = 3", "rules/a.toml:10:55: unknown key lo"),
        ("why = \"no place\"", "", "rules/a.toml:12:1: no why"),
        (
            "want = { event = \"territory.capture\", place = \"Homs\", low = 3 }",
            "",
            "rules/a.toml:8:1: nothing is wanted of the text",
        ),
        ("want =", "published = \"soon\"\nwant =", "rules/a.toml:10:14: soon is no day"),
    ] {
        assert_eq!(with(from, to), [want], "{to}");
    }
}

#[test]
fn a_rule_without_examples_is_refused() {
    let (head, rest) = GOOD.split_once("[[rule.accepts]]").unwrap();
    let (accepts, rejects) = rest.split_once("[[rule.rejects]]").unwrap();
    assert_eq!(read(&format!("{head}[[rule.rejects]]{rejects}")).1, ["rules/a.toml:1:1: the rule accepts nothing"]);
    let (pack, out) = read(&format!("{head}[[rule.accepts]]{accepts}"));
    assert_eq!(out, ["rules/a.toml:1:1: the rule rejects nothing"]);
    assert!(pack.rules.is_empty());
}

#[test]
fn faults_between_rules() {
    let other = GOOD.replacen("xx.territory.capture", "xx.territory.hold", 1);
    let hold = other.replacen("event = \"territory.capture\"\n", "event = \"territory.hold\"\n", 1);
    assert_eq!(read(&format!("{GOOD}\n{GOOD}")).1, ["rules/a.toml:17:7: xx.territory.capture is the id of another rule"]);
    assert_eq!(
        read(&format!("{GOOD}\n{hold}")).1,
        ["rules/a.toml:17:7: xx.territory.hold and xx.territory.capture match the same and say different things"]
    );
    assert_eq!(
        read(&format!("{GOOD}\n{other}")).1,
        ["rules/a.toml:17:7: xx.territory.hold can never be reached: xx.territory.capture matches the same and says the same"]
    );
    let before = |text: &str, id: &str| text.replacen("seen =", &format!("before = [\"{id}\"]\nseen ="), 1);
    let wins = before(&hold, "xx.territory.capture");
    assert_eq!(read(&format!("{GOOD}\n{wins}")).1, Vec::<String>::new());
    assert_eq!(
        read(&format!("{}\n{wins}", before(GOOD, "xx.territory.hold"))).1,
        ["rules/a.toml:2:7: before runs in a circle: xx.territory.capture -> xx.territory.hold -> xx.territory.capture"]
    );
}

#[test]
fn a_fault_of_the_notation_is_placed() {
    assert_eq!(read("[[rule]]\nid = \n").1.len(), 1);
    assert!(read("[[rule]]\nid = \n").1[0].starts_with("rules/a.toml:2:"));
    assert_eq!(read("[[rules]]\nid = \"a\"\n").1, ["rules/a.toml:1:3: unknown key rules"]);
}

/// A pack whose pack.toml has sets, its rules, and what was found in pack.toml.
fn with_sets(sets: &str, rules: &str) -> (Pack, Vec<String>) {
    let mut files = files(rules);
    if let Some(manifest) = files.get_mut("pack.toml") {
        manifest.push_str(sets);
    }
    let (pack, out) = compile(&files);
    let lines = out.iter().filter(|d| d.path == "pack.toml").map(|d| d.to_string().lines().next().unwrap().to_string());
    (pack.unwrap(), lines.collect())
}

#[test]
fn a_set_stands_for_its_classes() {
    let (pack, faults) = with_sets("[sets]\ntaken = \"place|armed\"\n", &GOOD.replace("<place|armed>", "<taken>"));
    assert_eq!(faults, [""; 0]);
    let (same, _) = with_sets("", GOOD);
    assert_eq!(pack.rules[0].items, same.rules[0].items);
}

#[test]
fn a_set_of_unknown_classes_is_refused() {
    let (_, faults) = with_sets("[sets]\ntaken = \"place|armd\"\nplace = \"armed\"\n", GOOD);
    assert_eq!(faults, ["pack.toml:7:1: place is a class and cannot name a set", "pack.toml:6:16: unknown class armd"]);
}
