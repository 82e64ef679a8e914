//! The engine: one passage in, its claims out.

use rustc_hash::FxHashMap;
use sha2::{Digest, Sha256};
use vigie_gazetteer::{CountryCode, Gazetteer, PlaceKind};
use vigie_model::{
    ActorRef, Claim, CodedPassage, Count, Days, EventCode, Grade, Modality, PlaceRef, Quote, Scope, SourceRef, TimeRef,
};
use vigie_pack::Pack;
use vigie_pack::theatre::{Named, Theatre};
use vigie_text::{Abbreviations, CharOffsets, Sentence, Tokenizer, sentences};

use crate::assemble::{Assembler, Settled, Story, Told, Whence};
use crate::clauses::{Clauses, clauses};
use crate::denial::denial;
use crate::drafts::drafts;
use crate::frames::{Rules, is_belligerent};
use crate::gate::{Gate, Opening};
use crate::grammar::{Function, Grammar, Word};
use crate::groups::{Found, Group, groups};
use crate::incident::{Dated, shared};
use crate::mentions::{NameHit, Names, names};
use crate::numbers::{Quantity, quantities};
use crate::passage::{Passage, date_line, dateline};
use crate::resolve::{Located, Party, Scene, Speaker, States, slug};
use crate::speech::{Attribution, attributions};
use crate::times::{Anchor, Time, story_after, times};
use crate::trace::Trace;
use crate::words::Words;

/// A text shorter than this, in bytes, is a sentence or two, and is read wherever it plays.
const SHORT: usize = 400;

/// Sentences over which a quotation runs at most.
const LONGEST_QUOTATION: usize = 8;

/// Sentences that are held in memory at once: more than any article has.
pub(crate) const BLOCK: usize = 400;

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
        crate::capitals::restore(&mut sentence, &self.pack.strategies.bare_capitals, &self.pack.lexicon);
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

/// One sentence, analysed up to its clauses.
#[derive(Debug)]
pub struct Analysed<'s, 'p> {
    /// The sentence.
    pub sentence: &'s Sentence<'s>,
    /// Its numbers that are no dates.
    pub quantities: Vec<Quantity>,
    /// Its times.
    pub times: Vec<Time>,
    /// Its groups.
    pub groups: Vec<Group<'p>>,
    /// Its clauses.
    pub clauses: Clauses,
}

pub(crate) struct Prepared<'t, 'p> {
    pub(crate) sentence: Sentence<'t>,
    pub(crate) words: Words<'p>,
    pub(crate) names: Vec<NameHit>,
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
        let mut end = passage.text.len().min(2000);
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
        let mut block: Vec<Sentence<'_>> = Vec::new();
        for range in sentences(&passage.text[from..], &language.abbreviations) {
            for cut in split_headings(language, passage.text, range.start + from, range.end + from) {
                block.push(cut);
            }
            if block.len() >= BLOCK {
                reading.block(std::mem::take(&mut block), &mut out, trace.as_deref_mut());
            }
        }
        reading.block(block, &mut out, trace.as_deref_mut());
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

/// `sha256:` and the hash of the bytes.
pub fn document_id(bytes: &[u8]) -> String {
    format!("sha256:{}", hex(&Sha256::digest(bytes)))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut s, b| {
        use std::fmt::Write;
        let _ = write!(s, "{b:02x}");
        s
    })
}

/// A heading that ran into the text: a capitalised closed-class word after a
/// small one, with no mark between, opens another sentence.
pub(crate) fn split_headings<'t>(language: &Language, text: &'t str, start: usize, end: usize) -> Vec<Sentence<'t>> {
    let whole = language.sentence(text, start, end);
    if !language.pack.strategies.names_capitalised {
        return vec![whole];
    }
    let mut cuts = Vec::new();
    for i in 3..whole.len().saturating_sub(3) {
        let (before, here, after) = (&whole.tokens[i - 1], &whole.tokens[i], &whole.tokens[i + 1]);
        let opens = here.case == vigie_text::Case::Capital
            && before.case == vigie_text::Case::Lower
            && !before.is_mark()
            && !here.glued
            && after.case == vigie_text::Case::Lower
            && !after.is_mark();
        if !opens {
            continue;
        }
        let senses = language.pack.lexicon.get(whole.word(i));
        let before_senses = language.pack.lexicon.get(whole.word(i - 1));
        let closed = language.grammar.word(senses).is_some_and(|w| {
            !matches!(
                w,
                crate::grammar::Word::Adverb
                    | crate::grammar::Word::Negation
                    | crate::grammar::Word::ObjectPronoun
                    | crate::grammar::Word::Reflexive
            )
        });
        let article =
            language.grammar.words(senses).any(|w| matches!(w, crate::grammar::Word::Det(crate::grammar::Det::Definite)));
        let hanging = language.grammar.word(before_senses).is_some();
        if closed && !article && !hanging {
            cuts.push(i);
        }
    }
    if cuts.is_empty() {
        return vec![whole];
    }
    let mut out = Vec::new();
    let mut from = start;
    for cut in cuts {
        let at = whole.tokens[cut].start as usize;
        out.push(language.sentence(text, from, at));
        from = at;
    }
    out.push(language.sentence(text, from, end));
    out
}

pub(crate) struct Reading<'c, 't> {
    pub(crate) coder: &'c Coder,
    pub(crate) language: &'c Language,
    pub(crate) document: String,
    pub(crate) published: Option<Days>,
    pub(crate) story: Story,
    pub(crate) dated: Vec<Dated>,
    pub(crate) offsets: CharOffsets<'t>,
    pub(crate) text: &'t str,
    pub(crate) paragraph_end: usize,
    pub(crate) head: bool,
    pub(crate) names_needed: Option<usize>,
}

impl<'c> Reading<'c, '_> {
    pub(crate) fn names(&self) -> Names<'c> {
        Names {
            pack: &self.language.pack,
            grammar: &self.language.grammar,
            theatre: &self.coder.theatre,
            gazetteer: &self.coder.gazetteer,
        }
    }

    fn block(&mut self, sentences: Vec<Sentence<'_>>, out: &mut CodedPassage, mut trace: Option<&mut Trace>) {
        let world = self.names();
        let mut prepared: Vec<Prepared<'_, 'c>> = Vec::with_capacity(sentences.len());
        for sentence in sentences {
            let words = Words::look_up(&sentence, &self.language.pack.lexicon);
            let names = names(&sentence, &words, world);
            prepared.push(Prepared { sentence, words, names });
        }
        self.focus(&prepared);
        if self.text.len() >= SHORT && !self.in_theatre(&prepared) {
            if let Some(trace) = trace {
                trace.outside = true;
            }
            return;
        }
        for at in 0..prepared.len() {
            self.sentence(&mut prepared[at], out, trace.as_deref_mut());
        }
    }

    /// Whether the text names an armed group, or a country or a place of a theatre as often as the gate asks: an attack in
    /// the street of a country at peace is no armed conflict.
    fn in_theatre(&self, prepared: &[Prepared<'_, '_>]) -> bool {
        let theatre = &self.coder.theatre;
        let fought = |iso: &str| theatre.theatres.iter().any(|t| t.countries.iter().any(|c| c == iso));
        let mut named = 0;
        for name in prepared.iter().flat_map(|p| &p.names) {
            let mut sure = false;
            let known = name.senses.iter().any(|s| match s.named {
                Named::Actor(n) => theatre.actors.get(n as usize).is_some_and(|a| {
                    let state = matches!(a.kind.as_str(), "army" | "airforce" | "navy" | "government" | "police" | "person");
                    sure |= !state && !s.hostile && (a.country.is_empty() || fought(&a.country));
                    !state || fought(&a.country)
                }),
                Named::Country(n) | Named::Demonym(n) | Named::Capital(n) => {
                    theatre.countries.get(n as usize).is_some_and(|c| fought(&c.iso2))
                }
                Named::Source(_) | Named::Person(_) => false,
            });
            let placed = || self.country_of(name.place.as_ref().filter(|_| name.senses.is_empty())?).map(|c| fought(&c));
            if sure {
                return true;
            }
            named += usize::from(known || placed() == Some(true));
            if self.names_needed.is_some_and(|needed| named >= needed) {
                return true;
            }
        }
        false
    }

    /// The country of a place name taken by itself.
    fn country_of(&self, name: &vigie_gazetteer::NameMatch) -> Option<String> {
        let gazetteer = &self.coder.gazetteer;
        let candidates: Vec<_> = gazetteer.candidates(name).collect();
        let place = vigie_gazetteer::resolve(gazetteer, &candidates, &vigie_gazetteer::Context::default()).place?;
        let country = gazetteer.place(place)?.country();
        (!country.is_empty()).then(|| country.as_str().to_string())
    }

    /// Countries at issue: those named most in the passage, by name, adjective, capital or army.
    pub(crate) fn focus(&mut self, prepared: &[Prepared<'_, '_>]) {
        let theatre = &self.coder.theatre;
        let mut counts: FxHashMap<String, (usize, usize)> = FxHashMap::default();
        let mut order = 0;
        for (p, name) in prepared.iter().flat_map(|p| p.names.iter().map(move |n| (p, n))) {
            // `forces loyalistes`: a name made of common words shows no country by itself.
            let common = name.last - name.first > 1
                && (name.first..name.last)
                    .all(|i| p.sentence.tokens[i].case == vigie_text::Case::Lower && !p.words.senses(i).is_empty());
            let iso = name.senses.iter().find_map(|s| match s.named {
                Named::Country(n) | Named::Demonym(n) | Named::Capital(n) => {
                    theatre.countries.get(n as usize).map(|c| c.iso2.clone())
                }
                Named::Actor(_) if common => None,
                Named::Actor(n) => theatre.actors.get(n as usize).map(|a| a.country.clone()).filter(|c| !c.is_empty()),
                _ => None,
            });
            let iso = iso.or_else(|| self.country_of(name.place.as_ref().filter(|_| name.senses.is_empty())?));
            if let Some(iso) = iso {
                order += 1;
                let entry = counts.entry(iso).or_insert((0, order));
                entry.0 += 1;
            }
        }
        let mut ranked: Vec<_> = counts.into_iter().collect();
        ranked.sort_by(|a, b| b.1.0.cmp(&a.1.0).then(a.1.1.cmp(&b.1.1)));
        self.story.memory.focus = ranked.into_iter().take(6).map(|r| CountryCode::new(&r.0)).collect();
    }

    pub(crate) fn anchor(&self) -> Anchor {
        Anchor { published: self.published, story: self.story.days, deed: self.story.deed }
    }

    fn sentence(&mut self, prepared: &mut Prepared<'_, 'c>, out: &mut CodedPassage, trace: Option<&mut Trace>) {
        let language = self.language;
        if self.head {
            self.head = false;
            self.strip_dateline(prepared);
        }
        self.paragraphs(prepared.sentence.start, prepared.sentence.end);
        let anchor = self.anchor();
        let times = times(&prepared.sentence, &prepared.words, &language.pack, &anchor);
        let quantities: Vec<Quantity> = quantities(&prepared.sentence, &prepared.words, &language.pack)
            .into_iter()
            .filter(|q| !times.iter().any(|t| q.number.0 < t.last && t.first < q.number.1))
            .collect();
        let found = Found {
            sentence: &prepared.sentence,
            words: &prepared.words,
            quantities: &quantities,
            times: &times,
            names: &prepared.names,
        };
        let groups = groups(&found, &language.pack, &language.grammar);
        let clauses = clauses(&found, &groups, &language.grammar);
        let scene = Scene {
            pack: &language.pack,
            grammar: &language.grammar,
            theatre: &self.coder.theatre,
            gazetteer: &self.coder.gazetteer,
            states: &self.coder.states,
            found: &found,
            groups: &groups,
        };
        let towns = self.see(&scene);
        scene.reporters(&mut self.story.memory);
        let attributions = attributions(&scene, &clauses, &self.story.memory);
        let drafted = drafts(&scene, &clauses, &language.rules, &self.story.memory, trace.is_some());
        let assembler = Assembler { scene: &scene, clauses: &clauses, attributions: &attributions, anchor };
        let mut settled: Vec<Settled> = Vec::new();
        for draft in drafted.drafts {
            if let Some(done) = assembler.settle(draft, &self.story) {
                self.told(&done);
                self.dated.push(Dated::new(&done, &self.coder.gazetteer));
                settled.push(done);
            }
        }
        let denied = denial(&scene, &clauses, &attributions, &settled, self.story.before.as_ref());
        self.story.before = settled.last().cloned();
        if let Some(done) = denied {
            self.dated.push(Dated::new(&done, &self.coder.gazetteer));
            settled.push(done);
        }
        let first_claim = out.claims.len();
        for done in &settled {
            out.claims.push(self.claim(done, &prepared.sentence));
        }
        if let Some(trace) = trace {
            trace.sentence(&scene, &clauses, &attributions, &drafted.refused, &settled, &out.claims[first_claim..]);
        }
        self.named_late(&scene, &attributions, &mut out.claims, first_claim);
        self.remember(&scene, &settled, &attributions);
        if let Some(town) = towns.into_iter().next_back() {
            self.story.narrow_to(&self.coder.gazetteer, &town);
            self.story.memory.town = Some(town);
            self.story.memory.town_later = settled.iter().all(|s| !s.stands);
        }
        self.story.days = story_after(&times, &anchor);
        let short = |s: &&Settled| s.time_tokens.is_some() && !s.since && !s.begun && s.days.precision() <= 2;
        let of_deeds = settled.iter().rev().find(short).map(|s| s.days);
        self.story.deed = of_deeds.or_else(|| assembler.told_days()).or(self.story.deed);
    }

    /// A dateline tells when and by whom the text appeared, and nothing of the war.
    fn strip_dateline(&mut self, prepared: &mut Prepared<'_, 'c>) {
        let language = self.language;
        let times = times(
            &prepared.sentence,
            &prepared.words,
            &language.pack,
            &Anchor { published: self.published, ..Anchor::default() },
        );
        let Some((cut, day)) = dateline(&prepared.sentence, &times) else { return };
        if let Some(day) = day
            && self.published.is_none_or(|p| p.precision() > 1)
        {
            self.published = Some(day);
        }
        let (start, end) = (prepared.sentence.tokens[cut].start as usize, prepared.sentence.end);
        prepared.sentence = language.sentence(prepared.sentence.text, start, end);
        prepared.words = Words::look_up(&prepared.sentence, &language.pack.lexicon);
        prepared.names = names(&prepared.sentence, &prepared.words, self.names());
    }

    /// Speech does not run over a blank line.
    fn paragraphs(&mut self, start: usize, end: usize) {
        let gap = self.text.get(self.paragraph_end..start).unwrap_or("");
        // A sentence that begins right behind the last one (a lead, a heading) has lost its line break.
        if self.paragraph_end > 0 && (gap.contains('\n') || gap.is_empty()) {
            self.story.open = None;
            self.story.quoting = false;
            self.story.back_to_topic(&self.coder.gazetteer);
        }
        self.paragraph_end = end;
    }

    /// Towns of the sentence, for *the town* in the next one.
    pub(crate) fn see(&mut self, scene: &Scene<'_, '_>) -> Vec<Located> {
        let mut towns = Vec::new();
        for g in 0..scene.groups.len() {
            let Some(n) = scene.noun(g) else { continue };
            if n.names.is_empty() {
                continue;
            }
            // `dans la région de Donetsk`: the noun before the name says what is named.
            let holder = g
                .checked_sub(1)
                .filter(|h| n.prep == Some(Function::Of) && scene.noun(*h).is_some_and(|h| scene.head_is(h, "locality")));
            if let Some(located) = scene.place(holder.unwrap_or(g), &self.story.memory) {
                let memory = &mut self.story.memory;
                memory.settled.retain(|p| *p != located.place);
                memory.settled.push(located.place);
                if memory.settled.len() > 12 {
                    memory.settled.remove(0);
                }
                let town = self.coder.gazetteer.place(located.place).is_some_and(|p| p.kind().is_settlement());
                let body = n.prep == Some(Function::Of)
                    && g > 0
                    && scene
                        .noun(g - 1)
                        .is_some_and(|h| scene.head_is(h, "armed") || scene.head_is(h, "gov") || scene.head_is(h, "speaker"));
                // `en direct de Washington`: where the reporter stands.
                let reporter = n.prep == Some(Function::As);
                // `Paris condamne`: a capital that does something is a government.
                let ruler = n.prep.is_none() && n.senses.is_empty() && self.coder.states.is_capital(located.place);
                if body || reporter || ruler {
                    continue;
                }
                if town {
                    towns.push(located);
                } else if self.coder.gazetteer.place(located.place).is_some_and(|p| p.kind().is_wide()) {
                    self.story.memory.area = Some(located);
                }
            }
        }
        towns
    }

    /// What a claim leaves for the next one.
    fn told(&mut self, done: &Settled) {
        if let Some(place) = done.place.as_ref().filter(|_| done.stands || self.story.memory.place.is_none()) {
            self.story.memory.place = Some(place.clone());
            self.story.memory.town_later = false;
            self.story.stood.push(place.clone());
        }
        // A state, a treaty or a move of troops is no deed whose day others share.
        use EventCode as E;
        let tells_days = !matches!(done.draft.event, E::Hold | E::Agreement | E::Aid | E::Deployment);
        if tells_days && (done.days.precision() <= 3 && done.time_tokens.is_some() || done.since) {
            self.story.last = Some(Told {
                days: if done.begun { Days { end: self.published.and_then(|p| p.end), ..done.days } } else { done.days },
                place: done.place.as_ref().map(|p| p.place),
                speaker: done.speakers.first().map(|s| s.name.clone()),
                since: done.since || done.begun,
                fled: done.draft.event == EventCode::Displacement,
            });
        }
        let tolls = matches!(done.draft.event, EventCode::Casualties).then(|| done.draft.counts.first()).flatten();
        if let Some(toll) = tolls {
            self.story.memory.toll = Some((toll.of, toll.who));
        }
        for party in done.targets.iter().chain(&done.actors).filter(|p| is_belligerent(p.kind)) {
            self.remember_party(party.clone());
        }
    }

    fn remember_party(&mut self, party: Party) {
        let parties = &mut self.story.memory.parties;
        parties.retain(|p| p.id != party.id);
        parties.push(party);
        if parties.len() > 16 {
            parties.remove(0);
        }
    }

    fn remember(&mut self, scene: &Scene<'_, '_>, settled: &[Settled], attributions: &[Attribution]) {
        let subjects: Vec<usize> =
            (0..scene.groups.len()).filter(|g| scene.noun(*g).is_some_and(|n| n.pronoun.is_none())).collect();
        let mut seen: Vec<Party> = Vec::new();
        for g in &subjects {
            let n = scene.noun(*g);
            let free = n.is_some_and(|n| n.prep.is_none());
            for party in scene.parties(*g, &self.story.memory).into_iter().filter(|p| is_belligerent(p.kind)) {
                if free { seen.push(party) } else { seen.insert(0, party) }
            }
        }
        if settled.iter().all(|s| s.actors.is_empty()) {
            for party in seen {
                self.remember_party(party);
            }
        } else {
            // The doers of the claims stay the latest.
            let doers: Vec<Party> = settled.iter().flat_map(|s| s.actors.clone()).filter(|p| is_belligerent(p.kind)).collect();
            for party in seen.into_iter().chain(doers) {
                self.remember_party(party);
            }
        }
        for heard in attributions.iter().filter(|a| !a.relays && !a.thinks) {
            self.story.memory.hear(heard.voice.clone(), &self.coder.theatre);
        }
        if let Some(last) = attributions.iter().rev().find(|a| !a.relays && !a.thinks) {
            self.story.open = Some(last.voice.clone());
            self.story.open_aside = last.aside;
            self.story.unattributed = 0;
        } else if !self.story.quoting {
            // Two sentences on, nobody can tell whose words they still are.
            self.story.unattributed += 1;
            if self.story.unattributed >= 2 {
                self.story.open = None;
            }
        }
        // A mark that nobody closes quotes nothing for long.
        self.story.quoted = if self.story.quoting { self.story.quoted + 1 } else { 0 };
        self.story.quoting = self.story.quoted < LONGEST_QUOTATION && quotes_at_end(scene.found.sentence, self.story.quoting);
    }

    /// `C'est ce qu'affirme X`, `« … . … », a dit X`: who is named last speaks in the sentences before too.
    fn named_late(&mut self, scene: &Scene<'_, '_>, attributions: &[Attribution], claims: &mut [Claim], first: usize) {
        let story = &mut self.story;
        let (quoting, mark) = (story.quoting, story.claims);
        if !quoting {
            story.claims.quotation = first;
        }
        story.claims.sentence = first;
        let closes = quoting && !quotes_at_end(scene.found.sentence, true);
        let points = scene.groups.first().and_then(|g| g.noun()).is_some_and(|n| n.pronoun == Some(Word::DemonstrativePronoun));
        let resumes = points && first == claims.len() && scene.groups.len() < 12;
        let from = if closes {
            mark.quotation
        } else if resumes {
            mark.sentence
        } else {
            return;
        };
        let Some(late) = attributions.iter().find(|a| !a.aside && !a.relays && !a.denies && !a.voice.is_outlet()) else { return };
        for claim in claims.get_mut(from..first).unwrap_or_default() {
            if claim.sources.is_empty() && claim.modality != Modality::Possible {
                claim.sources = late.voice.speakers.iter().map(source).collect();
            }
        }
    }

    fn claim(&self, done: &Settled, sentence: &Sentence<'_>) -> Claim {
        let (start, end) = done.quote;
        let quote = Quote {
            text: self.text.get(start..end).unwrap_or("").to_string(),
            start: self.offsets.chars(start),
            end: self.offsets.chars(end),
        };
        let actor = |p: &Party| ActorRef {
            id: p.id.clone(),
            name: p.name.clone(),
            mention: p.tokens.map_or_else(String::new, |t| sentence.slice(t.0, t.1).to_string()),
            span: p.tokens.and_then(|t| self.span(sentence, t)),
        };
        let actors: Vec<ActorRef> = done.actors.iter().map(actor).collect();
        let targets: Vec<ActorRef> = done.targets.iter().map(actor).collect();
        let place = done.place.as_ref().and_then(|l| self.place(l));
        let time = time_ref(done.days, done.time_tokens.map(|t| sentence.slice(t.0, t.1).to_string()));
        let toll = done.draft.event == EventCode::Casualties;
        let counts = done
            .draft
            .counts
            .iter()
            .map(|c| Count {
                of: c.of,
                low: c.low,
                high: c.high,
                bound: c.bound,
                who: c.who,
                mention: sentence.slice(c.tokens.0, c.tokens.1).to_string(),
                scope: if c.more { Some(Scope::Incremental) } else { (toll && done.since).then_some(Scope::Cumulative) },
                since: if toll && done.since { done.days.start.map(|d| d.to_string()) } else { None },
                sub_of: c.part_of,
            })
            .collect();
        let sources = done.speakers.iter().map(source).collect();
        let carried = matches!(done.whence, Whence::Pointed | Whence::Carried) || done.actors.iter().any(|p| p.tokens.is_none());
        let grade = if place.is_none() && actors.is_empty() && done.days.is_unknown() {
            Grade::Doubtful
        } else if carried {
            Grade::Likely
        } else {
            Grade::Sure
        };
        let rule = done.draft.rule.clone();
        let id = claim_id(&self.document, start, end, done.draft.event, &rule, done.draft.group);
        Claim {
            id,
            document: self.document.clone(),
            lang: self.language.pack.code.clone(),
            quote,
            event: done.draft.event,
            modality: done.modality,
            actors,
            targets,
            place,
            time,
            counts,
            sources,
            rule,
            grade,
        }
    }

    fn span(&self, sentence: &Sentence<'_>, tokens: (usize, usize)) -> Option<[usize; 2]> {
        let start = sentence.tokens.get(tokens.0)?.start as usize;
        let end = sentence.tokens.get(tokens.1.checked_sub(1)?)?.end as usize;
        Some([self.offsets.chars(start), self.offsets.chars(end)])
    }

    pub(crate) fn place(&self, located: &Located) -> Option<PlaceRef> {
        let p = self.coder.gazetteer.place(located.place)?;
        let by_kind = match p.kind() {
            PlaceKind::Country | PlaceKind::Continent => 6,
            PlaceKind::Region => 4,
            PlaceKind::District => 3,
            PlaceKind::Area | PlaceKind::Road => 5,
            PlaceKind::Water => 7,
            _ => 1,
        };
        let mut aliases: Vec<String> = Vec::new();
        for alias in p.aliases().filter(|a| *a != p.name()) {
            if !aliases.iter().any(|known| known == alias) {
                aliases.push(alias.to_string());
            }
        }
        let prec = if located.relation.is_some() && by_kind == 1 { 2 } else { by_kind };
        if let Some(name) = &located.unlisted {
            // The point is that of the country, and its precision says so.
            return Some(PlaceRef {
                id: format!("unlisted:{}-{}", p.country().as_str().to_lowercase(), slug(name)),
                name: name.clone(),
                aliases: Vec::new(),
                mention: located.mention.clone(),
                lat: p.lat(),
                lon: p.lon(),
                country: p.country().as_str().to_string(),
                kind: "unlisted".to_string(),
                prec: 6,
                relation: located.relation,
                part: located.part,
            });
        }
        Some(PlaceRef {
            id: p.id(),
            name: p.name().to_string(),
            aliases,
            mention: located.mention.clone(),
            lat: p.lat(),
            lon: p.lon(),
            country: p.country().as_str().to_string(),
            kind: p.kind().word().to_string(),
            prec,
            relation: located.relation,
            part: located.part,
        })
    }
}

/// The wire form of days; `None` when nothing is known.
fn time_ref(days: Days, mention: Option<String>) -> Option<TimeRef> {
    (!days.is_unknown()).then(|| TimeRef {
        start: days.start.map(|d| d.to_string()),
        end: days.end.map(|d| d.to_string()),
        edtf: days.edtf(),
        prec: days.precision(),
        mention,
    })
}

fn source(s: &Speaker) -> SourceRef {
    SourceRef { id: s.id.clone(), name: s.name.clone(), mention: s.mention.clone(), verb: s.verb.clone() }
}

/// Whether a quotation runs at the end of a sentence, given whether one ran at its beginning.
fn quotes_at_end(sentence: &Sentence<'_>, mut quoting: bool) -> bool {
    for token in &sentence.tokens {
        if token.is('«') || token.is('“') {
            quoting = true;
        } else if token.is('»') || token.is('”') {
            quoting = false;
        } else if token.is('"') {
            quoting = !quoting;
        }
    }
    quoting
}

/// `c-` and 16 hexadecimal digits of document, span, event and rule; the group
/// tells apart two claims of one rule at one span.
fn claim_id(document: &str, start: usize, end: usize, event: EventCode, rule: &str, group: usize) -> String {
    let mut hash = Sha256::new();
    hash.update(format!("{document}\n{start}\n{end}\n{event}\n{rule}\n{group}"));
    format!("c-{}", &hex(&hash.finalize())[..16])
}
