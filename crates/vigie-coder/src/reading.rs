//! One passage being read, sentence by sentence, and what each leaves for the next.
//!
//! The order of the stages stands here once: [`Reading::parse`] up to the
//! clauses, for claims and for `vigie parse`; then who speaks, drafts, claims.

use vigie_model::{Claim, CodedPassage, Days, EventCode, Modality};
use vigie_text::{CharOffsets, Sentence};

use crate::assemble::{Assembler, Settled, Story, Told, Whence};
use crate::clauses::{Clauses, clauses};
use crate::coder::{Coder, Language};
use crate::denial::denial;
use crate::drafts::drafts;
use crate::frames::is_belligerent;
use crate::grammar::{Function, Word};
use crate::groups::{Found, Group, groups};
use crate::incident::Dated;
use crate::mentions::{NameHit, Names, names};
use crate::numbers::{Quantity, quantities};
use crate::passage::dateline;
use crate::resolve::{Located, Party, Scene};
use crate::speech::{Attribution, attributions};
use crate::times::{Anchor, Time, story_after, times};
use crate::trace::Trace;
use crate::wire::source;
use crate::words::Words;

/// A text shorter than this, in bytes, is a sentence or two, and is read wherever it plays.
const SHORT: usize = 400;

/// Sentences over which a quotation runs at most.
const LONGEST_QUOTATION: usize = 8;

pub(crate) struct Prepared<'t, 'p> {
    pub(crate) sentence: Sentence<'t>,
    pub(crate) words: Words<'p>,
    pub(crate) names: Vec<NameHit>,
}

impl<'p> Prepared<'_, 'p> {
    /// What was found in the sentence before its groups.
    pub(crate) fn found<'f>(&'f self, quantities: &'f [Quantity], times: &'f [Time]) -> Found<'f, 'p> {
        Found { sentence: &self.sentence, words: &self.words, quantities, times, names: &self.names }
    }
}

/// One sentence, analysed up to its clauses.
pub(crate) struct Parsed<'p> {
    /// What its times are reckoned from.
    pub(crate) anchor: Anchor,
    /// Every number, those of dates and hours too, and articles.
    pub(crate) numbers: Vec<Quantity>,
    /// Its numbers that are no part of a time.
    pub(crate) quantities: Vec<Quantity>,
    pub(crate) times: Vec<Time>,
    pub(crate) groups: Vec<Group<'p>>,
    pub(crate) clauses: Clauses,
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

    /// Looks words and names up in the sentences of a block, and learns which countries are at issue.
    pub(crate) fn prepare<'t>(&mut self, sentences: Vec<Sentence<'t>>) -> Vec<Prepared<'t, 'c>> {
        let world = self.names();
        let prepare = |sentence| {
            let words = Words::look_up(&sentence, &self.language.pack.lexicon);
            let names = names(&sentence, &words, world);
            Prepared { sentence, words, names }
        };
        let prepared: Vec<Prepared<'t, 'c>> = sentences.into_iter().map(prepare).collect();
        self.focus(&prepared);
        prepared
    }

    /// Stages 2 to 5 of one sentence: numbers, times, groups, clauses.
    pub(crate) fn parse(&self, prepared: &Prepared<'_, 'c>) -> Parsed<'c> {
        let language = self.language;
        let anchor = self.anchor();
        let times = times(&prepared.sentence, &prepared.words, &language.pack, &anchor);
        let numbers = quantities(&prepared.sentence, &prepared.words, &language.pack);
        let dated = |q: &&Quantity| times.iter().any(|t| q.number.0 < t.last && t.first < q.number.1);
        let quantities: Vec<Quantity> = numbers.iter().filter(|q| !dated(q)).copied().collect();
        let found = prepared.found(&quantities, &times);
        let groups = groups(&found, &language.pack, &language.grammar);
        let clauses = clauses(&found, &groups, &language.grammar);
        Parsed { anchor, numbers, quantities, times, groups, clauses }
    }

    /// What a parsed sentence is read against.
    pub(crate) fn scene<'a>(&self, found: &'a Found<'a, 'c>, groups: &'a [Group<'c>]) -> Scene<'a, 'c> {
        Scene {
            pack: &self.language.pack,
            grammar: &self.language.grammar,
            theatre: &self.coder.theatre,
            gazetteer: &self.coder.gazetteer,
            states: &self.coder.states,
            found,
            groups,
        }
    }

    pub(crate) fn block(&mut self, sentences: Vec<Sentence<'_>>, out: &mut CodedPassage, mut trace: Option<&mut Trace>) {
        let mut prepared = self.prepare(sentences);
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
        let parsed = self.parse(prepared);
        let Parsed { anchor, times, clauses, .. } = &parsed;
        let found = prepared.found(&parsed.quantities, times);
        let scene = self.scene(&found, &parsed.groups);
        let towns = self.see(&scene);
        scene.reporters(&mut self.story.memory);
        let attributions = attributions(&scene, clauses, &self.story.memory);
        let drafted = drafts(&scene, clauses, &language.rules, &self.story.memory, trace.is_some());
        let assembler = Assembler { scene: &scene, clauses, attributions: &attributions, anchor: *anchor };
        let mut settled: Vec<Settled> = Vec::new();
        for draft in drafted.drafts {
            if let Some(mut done) = assembler.settle(draft, &self.story) {
                done.actors.extend(assembler.doers_of_sequel(&done, &settled));
                self.told(&done);
                self.dated.push(Dated::new(&done, &self.coder.gazetteer));
                settled.push(done);
            }
        }
        let denied = denial(&scene, clauses, &attributions, &settled, self.story.before.as_ref());
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
            trace.sentence(&scene, clauses, &attributions, &drafted.refused, &settled, &out.claims[first_claim..]);
        }
        self.named_late(&scene, &attributions, &mut out.claims, first_claim);
        self.remember(&scene, &settled, &attributions);
        if let Some(town) = towns.into_iter().next_back() {
            self.story.narrow_to(&self.coder.gazetteer, &town);
            self.story.memory.town = Some(town);
            self.story.memory.town_later = settled.iter().all(|s| !s.stands);
        }
        self.story.days = story_after(times, anchor);
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
                placed: done.whence != Whence::Carried,
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
