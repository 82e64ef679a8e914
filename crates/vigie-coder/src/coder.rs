//! The engine: one passage in, its claims out.

use vigie_gazetteer::Gazetteer;
use vigie_model::CodedPassage;
use vigie_pack::Pack;
use vigie_pack::theatre::Theatre;
use vigie_text::{Abbreviations, CharOffsets, Sentence, Tokenizer, sentences};

use crate::assemble::Story;
use crate::frames::Rules;
use crate::gate::{Gate, Opening};
use crate::grammar::Grammar;
use crate::heading::blocks;
use crate::incident::shared;
use crate::passage::{Passage, date_line};
use crate::reading::Reading;
use crate::resolve::States;
use crate::trace::Trace;
use crate::wire::{document_id, time_ref};

/// Bytes from which a language is told: more than a hundred words.
const HEAD: usize = 800;

/// A language, ready to read.
#[derive(Debug)]
pub struct Language {
    /// The pack.
    pub pack: Pack,
    /// How it cuts and folds words.
    pub tokenizer: Tokenizer,
    /// Its classes.
    pub grammar: Grammar,
    /// Its rules.
    pub rules: Rules,
    /// Its anchors.
    pub gate: Gate,
    pub(crate) abbreviations: Abbreviations,
    bare_capitals: Vec<(char, char)>,
}

impl Language {
    /// Makes an opened pack ready.
    pub fn new(pack: Pack) -> Self {
        let grammar = Grammar::new(&pack);
        Self {
            tokenizer: pack.tokenizer(),
            rules: Rules::new(&pack, &grammar),
            gate: Gate::new(&pack),
            abbreviations: pack.abbreviations(),
            bare_capitals: crate::capitals::bare_letters(&pack.strategies.bare_capitals),
            grammar,
            pack,
        }
    }

    /// The sentences of a text, cut into tokens.
    pub fn sentences<'t>(&'t self, text: &'t str) -> impl Iterator<Item = Sentence<'t>> + 't {
        sentences(text, &self.abbreviations).map(|r| self.sentence(text, r.start, r.end))
    }

    /// The bytes `start..end` of a text, cut into tokens.
    pub(crate) fn sentence<'t>(&self, text: &'t str, start: usize, end: usize) -> Sentence<'t> {
        let mut sentence = self.tokenizer.sentence(text, start, end);
        crate::capitals::restore(&mut sentence, &self.bare_capitals, &self.pack.lexicon);
        sentence
    }
}

/// Languages, theatres and places, ready to read texts. Reading is pure: the
/// same passage gives the same claims, whatever was read before.
#[derive(Debug)]
pub struct Coder {
    /// The languages, in the order of their codes.
    pub languages: Vec<Language>,
    /// The theatres.
    pub theatre: Theatre,
    /// The gazetteer, with the places of the theatres.
    pub gazetteer: Gazetteer,
    pub(crate) states: States,
}

impl Coder {
    /// A coder from opened packs and theatres and a gazetteer. The gazetteer is
    /// taken as it is: give it the places of the theatres first.
    pub fn new(mut packs: Vec<Pack>, theatre: Theatre, gazetteer: Gazetteer) -> Self {
        packs.sort_by(|a, b| a.code.cmp(&b.code));
        let states = States::new(&gazetteer, &theatre);
        Self { languages: packs.into_iter().map(Language::new).collect(), theatre, gazetteer, states }
    }

    /// The language of a code.
    pub fn language(&self, code: &str) -> Option<&Language> {
        self.languages.iter().find(|l| l.pack.code == code)
    }

    /// The language of a text: the one that was said, or the one whose closed
    /// classes make up most of its first words. `None` when none does.
    pub fn language_of(&self, passage: &Passage<'_>) -> Option<&Language> {
        if let Some(code) = passage.lang {
            return self.language(code);
        }
        let mut end = passage.text.len().min(HEAD);
        while !passage.text.is_char_boundary(end) {
            end -= 1;
        }
        let head = &passage.text[..end];
        let share = |l: &Language| {
            let s = l.tokenizer.sentence(head, 0, head.len());
            let words = (0..s.len()).filter(|i| !s.tokens[*i].is_mark()).count().max(1);
            let known = (0..s.len()).filter(|i| s.phrase_word(*i).is_some_and(|w| !l.pack.lexicon.get(w).is_empty())).count();
            known * 100 / words
        };
        self.languages.iter().map(|l| (share(l), l)).filter(|x| x.0 >= 30).max_by_key(|x| x.0).map(|x| x.1)
    }

    /// Reads a passage.
    pub fn code(&self, passage: &Passage<'_>) -> CodedPassage {
        self.read(passage, None)
    }

    /// Reads a passage and keeps how each claim came about.
    pub fn explain(&self, passage: &Passage<'_>) -> (CodedPassage, Trace) {
        let mut trace = Trace::default();
        let coded = self.read(passage, Some(&mut trace));
        (coded, trace)
    }

    fn read(&self, passage: &Passage<'_>, mut trace: Option<&mut Trace>) -> CodedPassage {
        let mut out = CodedPassage {
            id: passage.id.to_string(),
            lang: passage.lang.unwrap_or("").to_string(),
            claims: Vec::new(),
            notes: Vec::new(),
        };
        // The gate of any language that may read the text comes first: it costs one scan.
        let candidates = || self.languages.iter().filter(|l| passage.lang.is_none_or(|c| c == l.pack.code));
        if let Some(code) = passage.lang.filter(|c| self.language(c).is_none()) {
            out.notes.push(format!("no pack reads the language {code}"));
            return out;
        }
        if passage.text.trim().is_empty() {
            out.notes.push("the text is empty".to_string());
            return out;
        }
        if !candidates().any(|l| l.gate.any(passage.text)) {
            return out;
        }
        let Some(language) = self.language_of(passage) else {
            out.notes.push("no pack reads the language of this text; name it if you know better".to_string());
            return out;
        };
        out.lang.clone_from(&language.pack.code);
        let Opening::Open { names: names_needed } = language.gate.opens(passage.text) else {
            if let Some(trace) = trace.as_mut() {
                trace.gate = Some(language.gate.anchors(passage.text));
            }
            return out;
        };
        let document =
            if passage.document.is_empty() { document_id(passage.text.as_bytes()) } else { passage.document.to_string() };
        let mut reading = Reading {
            coder: self,
            language,
            document,
            published: passage.published,
            story: Story::default(),
            dated: Vec::new(),
            offsets: CharOffsets::new(passage.text),
            text: passage.text,
            paragraph_end: 0,
            head: true,
            names_needed,
        };
        let mut from = 0;
        if let Some((days, end)) = date_line(passage.text) {
            let sharper = passage.published.is_none_or(|p| p.precision() > days.precision());
            if sharper {
                reading.published = Some(days);
            }
            from = end;
        }
        blocks(language, passage.text, from, |block| reading.block(block, &mut out, trace.as_deref_mut()));
        for (at, days) in shared(&reading.dated, reading.published) {
            if let Some(claim) = out.claims.get_mut(at) {
                claim.time = time_ref(days, None);
                if let Some(trace) = trace.as_deref_mut() {
                    trace.note(&claim.id, "days of the incident");
                }
            }
        }
        out
    }
}
