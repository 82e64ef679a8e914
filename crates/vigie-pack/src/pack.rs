//! A language pack, compiled.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use vigie_text::{Abbreviations, FoldTable, Tokenizer, phrase_key};

use crate::Files;
use crate::check::check;
use crate::diagnostic::{Diagnostic, place_of};
use crate::feature::Features;
use crate::lexicon::{ClassId, LemmaId, Lexicon, LexiconBuilder, Pos, Sense};
use crate::pattern::{Known, Sets, is_class};
use crate::rule::{Rule, read_rules};
use crate::table::{Row, Table};
use crate::time::TimeGrammar;

/// Named ways of doing things that a language asks for in `pack.toml`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Strategies {
    /// How number words are put together, for example `vigesimal-additive`.
    pub numbers: String,
    /// An apostrophe ends a token.
    pub elision: bool,
    /// Names begin with a capital: a word without one is no place.
    pub names_capitalised: bool,
    /// Accented letters that a capital often stands for without its accent.
    pub bare_capitals: String,
    /// Which day a weekday means: `most-recent`.
    pub weekday: String,
    /// The mark before decimals.
    pub decimal: String,
    /// The marks that group digits by three.
    pub group: Vec<String>,
    /// Order of day, month, year in figures: `dmy`, `mdy`, `ymd`.
    pub date_order: String,
}

/// A row of number.tsv.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NumberWord {
    /// The number, or the denominator of a fraction.
    pub value: i64,
    /// `unit teen ten hundred scale vague fraction ordinal` …
    pub role: String,
}

/// A row of bound.tsv.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoundWord {
    /// `at_least`, `about` … as in the claim.
    pub bound: String,
    /// `before` or `after` the number.
    pub side: String,
}

/// A row of calendar.tsv.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarWord {
    /// `weekday month unit deictic part season` …
    pub kind: String,
    /// What it stands for.
    pub value: String,
}

/// Words after a verb that make it another predicate (`prendre` + `le contrôle`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expression {
    /// The words that must follow, folded.
    pub rest: Vec<String>,
    /// The class of the whole.
    pub class: ClassId,
    /// Used for much else.
    pub weak: bool,
}

/// A row of source.tsv: who is meant by an unnamed speaker.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpeakerRow {
    /// The head noun, as a lemma.
    pub head: LemmaId,
    /// A word that must stand in the same group, folded; empty = none.
    pub with: String,
    /// The plain English name.
    pub source: String,
}

/// A row of anchor.tsv.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Anchor {
    /// The words, folded, without the star.
    pub surface: String,
    /// Any ending may follow.
    pub open: bool,
    /// `conflict`, `weak`, or a domain that speaks against.
    pub domain: String,
}

/// A language pack, compiled.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Pack {
    /// ISO 639-1 code.
    pub code: String,
    /// The language's own name.
    pub name: String,
    /// Unicode script name.
    pub script: String,
    /// `ltr` or `rtl`.
    pub direction: String,
    /// Named strategies.
    pub strategies: Strategies,
    /// All forms.
    pub lexicon: Lexicon,
    /// Number words, by [`Sense::row`].
    pub numbers: Vec<NumberWord>,
    /// Words of bounds, by [`Sense::row`].
    pub bounds: Vec<BoundWord>,
    /// Words of the calendar, by [`Sense::row`].
    pub calendar: Vec<CalendarWord>,
    /// How words of the calendar stand together.
    pub times: TimeGrammar,
    /// Multi-word predicates by the lemma of their verb.
    pub expressions: Vec<(LemmaId, Vec<Expression>)>,
    /// Unnamed speakers.
    pub speakers: Vec<SpeakerRow>,
    /// Words that show what a text is about.
    pub anchors: Vec<Anchor>,
    /// Rules, by file and line.
    pub rules: Vec<Rule>,
    folds: Vec<(char, String)>,
    abbreviations: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Manifest {
    code: String,
    name: String,
    script: String,
    direction: String,
    maintainers: Vec<String>,
    licence: String,
    strategies: Strategies,
    sets: BTreeMap<String, String>,
}

impl Pack {
    /// How this language cuts and folds words.
    pub fn tokenizer(&self) -> Tokenizer {
        Tokenizer { fold: FoldTable::new(self.folds.iter().cloned()), elision: self.strategies.elision }
    }

    /// Dots that end no sentence.
    pub fn abbreviations(&self) -> Abbreviations {
        Abbreviations(self.abbreviations.clone())
    }

    /// The expressions that a verb may head.
    pub fn expressions_of(&self, verb: LemmaId) -> &[Expression] {
        match self.expressions.binary_search_by_key(&verb, |e| e.0) {
            Ok(at) => &self.expressions[at].1,
            Err(_) => &[],
        }
    }
}

/// Compiles the files of one pack (paths below its folder) into a pack whose
/// lexicon is not opened yet. What is wrong is reported; rows with a fault are
/// left out, so one bad row does not hide the next.
pub fn compile(files: &Files) -> (Option<Pack>, Vec<Diagnostic>) {
    let mut out = Vec::new();
    let manifest = match files.get("pack.toml").map(|t| toml::from_str::<Manifest>(t)) {
        Some(Ok(m)) if !m.code.is_empty() => m,
        Some(Ok(_)) => {
            out.push(Diagnostic::error("pack.toml", 1, 1, "no language code", "write: code = \"xx\""));
            return (None, out);
        }
        Some(Err(fault)) => {
            let (line, column) = fault.span().map_or((1, 1), |s| place_of(&files["pack.toml"], s.start));
            out.push(Diagnostic::error("pack.toml", line, column, fault.message(), "see packs/README.md"));
            return (None, out);
        }
        None => {
            out.push(Diagnostic::error("pack.toml", 0, 0, "the file is missing", "vigie pack new CODE makes one"));
            return (None, out);
        }
    };
    let letters = |c: &str| (2..=3).contains(&c.len()) && c.bytes().all(|b| b.is_ascii_lowercase());
    let toml = files.get("pack.toml").map_or("", String::as_str);
    for (good, key, value, hint) in [
        (letters(&manifest.code), "code", &manifest.code, "write the two letters of ISO 639-1, or the three of ISO 639-3"),
        (["", "ltr", "rtl"].contains(&manifest.direction.as_str()), "direction", &manifest.direction, "write ltr or rtl"),
    ] {
        if !good {
            let start = toml.find(&format!("\"{value}\"")).map_or(0, |at| at + 1);
            let message = format!("unknown {key} {value}");
            out.push(Diagnostic::at("pack.toml", toml, start..start + value.len(), message, hint));
        }
    }
    let folds = read_folds(files, &mut out);
    let tokenizer = Tokenizer { fold: FoldTable::new(folds.clone()), elision: manifest.strategies.elision };
    let mut compiler = Compiler { files, tokenizer: tokenizer.clone(), builder: LexiconBuilder::default(), out: &mut out };
    compiler.nouns();
    compiler.adjectives();
    compiler.functions();
    let paradigms = compiler.paradigms();
    compiler.verbs(&paradigms);
    let numbers = compiler.numbers();
    let bounds = compiler.bounds();
    let calendar = compiler.calendar();
    let times = TimeGrammar::compile(files, &calendar, compiler.out);
    let expressions = compiler.expressions();
    let speakers = compiler.speakers();
    let anchors = compiler.anchors();
    let abbreviations = compiler.abbreviations();
    let builder = compiler.builder;
    let lexicon = match builder.finish() {
        Ok(lexicon) => lexicon,
        Err(fault) => {
            out.push(Diagnostic::error("lexicon", 0, 0, fault.to_string(), "report this: the index could not be written"));
            return (None, out);
        }
    };
    let sets = read_sets(toml, &manifest.sets, &lexicon.classes, &mut out);
    let known = Known { classes: &lexicon.classes, sets: &sets };
    let rules = read_rules(files, &manifest.code, known, &mut out);
    out.extend(check(files, &tokenizer));
    let pack = Pack {
        code: manifest.code,
        name: manifest.name,
        script: manifest.script,
        direction: manifest.direction,
        strategies: manifest.strategies,
        lexicon,
        numbers,
        bounds,
        calendar,
        times,
        expressions,
        speakers,
        anchors,
        rules,
        folds,
        abbreviations,
    };
    (Some(pack), out)
}

/// Names for several classes: `combatant = "people.soldier|people.fighter"`.
fn read_sets(toml: &str, written: &BTreeMap<String, String>, classes: &[String], out: &mut Vec<Diagnostic>) -> Sets {
    let mut sets = Sets::new();
    for (name, members) in written {
        let mut fault = |part: &str, message: String, hint: &str| {
            let start = toml.find(&format!("\n{name} ")).map_or(0, |at| at + 1);
            let at = toml[start..].find(part).map_or(start, |at| start + at);
            out.push(Diagnostic::at("pack.toml", toml, at..at + part.len(), message, hint));
        };
        if is_class(name, classes) {
            fault(name, format!("{name} is a class and cannot name a set"), "give the set a name of its own");
            continue;
        }
        let list: Vec<String> = members.split('|').map(|class| class.trim().to_string()).collect();
        for class in list.iter().filter(|class| !is_class(class, classes)) {
            fault(class, format!("unknown class {class}"), "a class is defined by the rows of lexicon/*.tsv that bear it");
        }
        sets.insert(name.clone(), list);
    }
    sets
}

fn read_folds(files: &Files, out: &mut Vec<Diagnostic>) -> Vec<(char, String)> {
    let path = "fold.tsv";
    let Some(text) = files.get(path) else { return Vec::new() };
    let table = Table::read(path, text, &["from", "to", "seen"], out);
    let mut rows = Vec::new();
    for row in &table.rows {
        let mut letters = row.cell(0).chars();
        match (letters.next(), letters.next()) {
            (Some(from), None) => rows.push((from, row.cell(1).to_string())),
            _ => out.push(row.fault(path, 0, "one letter is folded at a time", "write one row a letter")),
        }
    }
    rows.sort_by_key(|r| r.0);
    rows
}

struct Compiler<'a> {
    files: &'a Files,
    tokenizer: Tokenizer,
    builder: LexiconBuilder,
    out: &'a mut Vec<Diagnostic>,
}

/// A paradigm: the ending taken off, and the endings put on.
#[derive(Debug, Default)]
struct Paradigm {
    strip: String,
    endings: Vec<(Features, String)>,
}

impl<'a> Compiler<'a> {
    fn table(&mut self, path: &str, columns: &[&str]) -> Table<'a> {
        match self.files.get(path) {
            Some(text) => Table::read(path, text, columns, self.out),
            None => Table::default(),
        }
    }

    fn key(&self, surface: &str) -> String {
        phrase_key(surface, &self.tokenizer)
    }

    fn word(&mut self, surface: &str, pos: Pos, class: &str, lemma: &str, features: Features, row: u32) {
        let (class, weak) = self.builder.class(class);
        let lemma = self.builder.lemma(lemma);
        let key = self.key(surface);
        self.builder.add(key, Sense { pos, class, lemma, features, weak, row });
    }

    fn nouns(&mut self) {
        let path = "lexicon/noun.tsv";
        for row in self.table(path, &["lemma", "plural", "gender", "class", "seen"]).rows {
            let lemma = row.cell(0);
            let gender = match row.cell(2) {
                "f" => Features::FEMININE,
                "m" => Features::MASCULINE,
                "" | "mf" => Features::FEMININE.with(Features::MASCULINE),
                _ => {
                    self.out.push(row.fault(path, 2, "unknown gender", "write m, f or mf"));
                    continue;
                }
            };
            let plural = match row.cell(1) {
                "=" => lemma.to_string(),
                "" => format!("{lemma}s"),
                p => p.to_string(),
            };
            if plural == lemma {
                self.word(lemma, Pos::Noun, row.cell(3), lemma, gender.with(Features::SINGULAR).with(Features::PLURAL), 0);
            } else {
                self.word(lemma, Pos::Noun, row.cell(3), lemma, gender.with(Features::SINGULAR), 0);
                self.word(&plural, Pos::Noun, row.cell(3), lemma, gender.with(Features::PLURAL), 0);
            }
        }
    }

    fn adjectives(&mut self) {
        for row in self.table("lexicon/adjective.tsv", &["lemma", "fs", "mp", "fp", "class", "seen"]).rows {
            let lemma = row.cell(0);
            let fill = |cell: &str, before: &str, regular: String| match cell {
                "=" => before.to_string(),
                "" => regular,
                c => c.to_string(),
            };
            let end = |stem: &str, ending: &str| {
                if stem.ends_with(ending) { stem.to_string() } else { format!("{stem}{ending}") }
            };
            let fs = fill(row.cell(1), lemma, end(lemma, "e"));
            let mp = fill(row.cell(2), lemma, end(lemma, "s"));
            let fp = fill(row.cell(3), &fs, end(&fs, "s"));
            let forms = [
                (lemma.to_string(), Features::SINGULAR.with(Features::MASCULINE)),
                (fs, Features::SINGULAR.with(Features::FEMININE)),
                (mp, Features::PLURAL.with(Features::MASCULINE)),
                (fp, Features::PLURAL.with(Features::FEMININE)),
            ];
            for (form, features) in forms {
                self.word(&form, Pos::Adjective, row.cell(4), lemma, features, 0);
            }
        }
    }

    fn functions(&mut self) {
        for row in self.table("lexicon/function.tsv", &["surface", "class", "seen"]).rows {
            self.word(row.cell(0), Pos::Function, row.cell(1), row.cell(0), Features::default(), 0);
        }
    }

    fn paradigms(&mut self) -> FxHashMap<&'a str, Paradigm> {
        let path = "morphology/paradigm.tsv";
        let mut paradigms: FxHashMap<&str, Paradigm> = FxHashMap::default();
        for row in self.table(path, &["paradigm", "feature", "ending", "seen"]).rows {
            let paradigm = paradigms.entry(row.cell(0)).or_default();
            if row.cell(1) == "lemma" {
                paradigm.strip = row.cell(2).to_string();
            } else if let Some(features) = Features::named(row.cell(1)) {
                paradigm.endings.push((features, row.cell(2).to_string()));
            } else {
                self.out.push(row.fault(
                    path,
                    1,
                    format!("unknown feature {}", row.cell(1)),
                    "packs/README.md lists the features of verbs",
                ));
            }
        }
        paradigms
    }

    fn verbs(&mut self, paradigms: &FxHashMap<&str, Paradigm>) {
        let path = "lexicon/verb.tsv";
        for row in self.table(path, &["lemma", "paradigm", "aux", "class", "seen"]).rows {
            let lemma = row.cell(0);
            let Some(paradigm) = paradigms.get(row.cell(1)) else {
                self.out.push(row.fault(
                    path,
                    1,
                    format!("unknown paradigm {}", row.cell(1)),
                    "morphology/paradigm.tsv defines the paradigms; add its rows there",
                ));
                continue;
            };
            let aux = match row.cell(2) {
                "have" | "" => Features::default(),
                "be" => Features::WITH_BE,
                "refl" => Features::REFLEXIVE,
                _ => {
                    self.out.push(row.fault(path, 2, "unknown auxiliary", "write have, be or refl"));
                    continue;
                }
            };
            let Some(stem) = lemma.strip_suffix(paradigm.strip.as_str()) else {
                self.out.push(row.fault(
                    path,
                    0,
                    format!("{lemma} does not end in {}", paradigm.strip),
                    format!("paradigm {} takes off -{}", row.cell(1), paradigm.strip),
                ));
                continue;
            };
            for (features, ending) in &paradigm.endings {
                self.word(&format!("{stem}{ending}"), Pos::Verb, row.cell(3), lemma, features.with(aux), 0);
            }
        }
    }

    fn numbers(&mut self) -> Vec<NumberWord> {
        let path = "lexicon/number.tsv";
        let mut words = Vec::new();
        for row in self.table(path, &["surface", "value", "role", "gender", "region", "seen"]).rows {
            let Ok(value) = row.cell(1).parse() else {
                self.out.push(row.fault(path, 1, "not a whole number", "write digits only"));
                continue;
            };
            self.word(row.cell(0), Pos::Number, "number", row.cell(0), Features::default(), words.len() as u32);
            words.push(NumberWord { value, role: row.cell(2).to_string() });
        }
        words
    }

    fn bounds(&mut self) -> Vec<BoundWord> {
        let mut words = Vec::new();
        for row in self.table("lexicon/bound.tsv", &["surface", "bound", "side", "seen"]).rows {
            self.word(row.cell(0), Pos::Bound, "bound", row.cell(0), Features::default(), words.len() as u32);
            words.push(BoundWord { bound: row.cell(1).to_string(), side: row.cell(2).to_string() });
        }
        words
    }

    fn calendar(&mut self) -> Vec<CalendarWord> {
        let mut words = Vec::new();
        for row in self.table("lexicon/calendar.tsv", &["surface", "kind", "value", "seen"]).rows {
            self.word(row.cell(0), Pos::Calendar, "calendar", row.cell(0), Features::default(), words.len() as u32);
            words.push(CalendarWord { kind: row.cell(1).to_string(), value: row.cell(2).to_string() });
        }
        words
    }

    fn expressions(&mut self) -> Vec<(LemmaId, Vec<Expression>)> {
        let mut by_verb: FxHashMap<LemmaId, Vec<Expression>> = FxHashMap::default();
        for row in self.table("lexicon/expression.tsv", &["verb", "rest", "class", "seen"]).rows {
            let verb = self.builder.lemma(row.cell(0));
            let (class, weak) = self.builder.class(row.cell(2));
            let rest = self.key(row.cell(1)).split(' ').map(str::to_string).collect();
            by_verb.entry(verb).or_default().push(Expression { rest, class, weak });
        }
        let mut list: Vec<_> = by_verb.into_iter().collect();
        list.sort_by_key(|e| e.0);
        for (_, expressions) in &mut list {
            // The longest is tried first.
            expressions.sort_by(|a, b| b.rest.len().cmp(&a.rest.len()).then_with(|| a.rest.cmp(&b.rest)));
        }
        list
    }

    fn speakers(&mut self) -> Vec<SpeakerRow> {
        let rows = self.table("lexicon/source.tsv", &["head", "with", "source", "seen"]).rows;
        let row = |r: &Row<'_>, head| SpeakerRow { head, with: r.cell(1).to_string(), source: r.cell(2).to_string() };
        let mut list: Vec<_> = rows.iter().map(|r| row(r, self.builder.lemma(r.cell(0)))).collect();
        // A row that asks for a companion word is the narrower one.
        list.sort_by(|a, b| (a.head, a.with.is_empty(), &a.with).cmp(&(b.head, b.with.is_empty(), &b.with)));
        list
    }

    fn anchors(&mut self) -> Vec<Anchor> {
        let mut list = Vec::new();
        for row in self.table("lexicon/anchor.tsv", &["surface", "domain", "seen"]).rows {
            let surface = row.cell(0);
            let open = surface.ends_with('*');
            list.push(Anchor { surface: surface.trim_end_matches('*').to_lowercase(), open, domain: row.cell(1).to_string() });
        }
        list
    }

    fn abbreviations(&mut self) -> Vec<String> {
        let rows = self.table("lexicon/abbreviation.tsv", &["surface", "seen"]).rows;
        let mut list: Vec<_> = rows.iter().map(|r| r.cell(0).trim_end_matches('.').to_lowercase()).collect();
        list.sort();
        list.dedup();
        list
    }
}
