//! The stages before any event is known, sentence by sentence: what
//! `vigie parse` shows.
//!
//! The same function runs as for coding (`Reading::parse`), but no gate is asked
//! and a dateline is read like any other words, so that every number, time and
//! place of a text is reported. Read [`Coder::stages`] next.

use vigie_gazetteer::{Candidate, Context, resolve as settle};
use vigie_model::PlaceRef;
use vigie_text::{CharOffsets, Sentence};

use crate::assemble::Story;
use crate::clauses::Clauses;
use crate::coder::{Coder, Language};
use crate::heading::blocks;
use crate::numbers::Quantity;
use crate::passage::{Passage, date_line};
use crate::reading::{Parsed, Reading};
use crate::resolve::{Located, Scene};
use crate::times::{Anchor, story_after};

/// A place that the text names, settled.
#[derive(Debug, Clone, PartialEq)]
pub struct NamedPlace {
    /// Tokens of the mention, end exclusive.
    pub tokens: (usize, usize),
    /// The place.
    pub place: PlaceRef,
}

/// One sentence, analysed up to its clauses.
pub struct Stages<'a, 'p> {
    /// The language that it was read in.
    pub language: &'p Language,
    /// Words, names, times, and the quantities that are no part of a time.
    pub scene: Scene<'a, 'p>,
    /// Every number, those of dates and hours too, and articles.
    pub numbers: &'a [Quantity],
    /// What its times are reckoned from.
    pub anchor: Anchor,
    /// Its predicates and what hangs on them.
    pub clauses: &'a Clauses,
    /// The places that it names, countries too, in the order of the text.
    pub places: &'a [NamedPlace],
}

impl Coder {
    /// Reads a passage up to its clauses and calls `seen` with each sentence, in
    /// order. Nothing is passed over: no gate is asked.
    ///
    /// # Errors
    /// A note for the reader when no pack reads the language of the text.
    ///
    /// ```
    /// use vigie_coder::{Passage, builtin};
    /// let coder = builtin::coder().unwrap();
    /// let passage = Passage { text: "Il vit à Lyon.", lang: Some("fr"), ..Passage::default() };
    /// let mut places = Vec::new();
    /// coder.stages(&passage, |s| places.extend(s.places.iter().map(|p| p.place.name.clone()))).unwrap();
    /// assert_eq!(places, ["Lyon"]);
    /// ```
    pub fn stages(&self, passage: &Passage<'_>, mut seen: impl FnMut(&Stages<'_, '_>)) -> Result<&Language, String> {
        let language = match passage.lang {
            Some(code) => self.language(code).ok_or_else(|| format!("no pack reads the language {code}"))?,
            None => self
                .language_of(passage)
                .ok_or_else(|| "no pack reads the language of this text; name it if you know better".to_string())?,
        };
        let (sharper, from) = match date_line(passage.text) {
            Some((days, end)) => (Some(days), end),
            None => (None, 0),
        };
        let published = match (passage.published, sharper) {
            (Some(given), Some(said)) if given.precision() <= said.precision() => Some(given),
            (given, said) => said.or(given),
        };
        let mut reading = Reading {
            coder: self,
            language,
            document: String::new(),
            published,
            story: Story::default(),
            dated: Vec::new(),
            offsets: CharOffsets::new(""),
            text: passage.text,
            paragraph_end: 0,
            head: false,
            names_needed: None,
        };
        blocks(language, passage.text, from, |block| reading.stages(block, &mut seen));
        Ok(language)
    }
}

impl Reading<'_, '_> {
    fn stages(&mut self, sentences: Vec<Sentence<'_>>, seen: &mut impl FnMut(&Stages<'_, '_>)) {
        for p in &self.prepare(sentences) {
            let parsed = self.parse(p);
            let Parsed { anchor, numbers, times, clauses, .. } = &parsed;
            let found = p.found(&parsed.quantities, times);
            let scene = self.scene(&found, &parsed.groups);
            let places = self.named_places(&scene);
            self.see(&scene);
            seen(&Stages { language: self.language, scene, numbers, anchor: *anchor, clauses, places: &places });
            self.story.days = story_after(times, anchor);
            self.story.deed = self.story.days;
        }
    }

    /// Every name of a sentence that names a place, settled: inside its group
    /// where it stands in one, else by the countries at issue alone.
    fn named_places(&self, scene: &Scene<'_, '_>) -> Vec<NamedPlace> {
        let memory = &self.story.memory;
        let mut out = Vec::new();
        for (at, hit) in scene.found.names.iter().enumerate() {
            let Some(name) = hit.place.as_ref().filter(|_| hit.is_place() && hit.actor().is_none()) else { continue };
            let group = (0..scene.groups.len()).find_map(|g| scene.noun(g).filter(|n| n.names.contains(&at)).map(|n| (g, n)));
            let located = if let Some((g, n)) = group {
                scene.settle(g, n, at, memory)
            } else {
                let candidates: Vec<Candidate> = scene.gazetteer.candidates(name).collect();
                let context = Context { focus: memory.focus.clone(), settled: memory.settled.clone(), ..Context::default() };
                settle(scene.gazetteer, &candidates, &context).place.map(|place| Located {
                    unlisted: None,
                    place,
                    mention: scene.found.sentence.slice(hit.first, hit.last).to_string(),
                    tokens: (hit.first, hit.last),
                    relation: None,
                    part: None,
                })
            };
            let place = located.and_then(|l| self.place(&l));
            out.extend(place.map(|place| NamedPlace { tokens: (hit.first, hit.last), place }));
        }
        out
    }
}
