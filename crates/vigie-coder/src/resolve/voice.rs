//! Whose voice: a speaker named here, or one heard before to whom the words point back.

use std::sync::Arc;

use vigie_pack::theatre::Theatre;
use vigie_pack::{Features, LemmaId, Pos};

use super::{Memory, PartyKind, Scene, Speaker};
use crate::grammar::{Det, Function, NounUse, Word};
use crate::groups::{Body, NounGroup};

/// Voices that a passage is kept in mind of; further back nobody points.
const KEPT: usize = 8;

/// Who says something, with the words by which a later sentence may point back.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Voice {
    /// Who says it first, then who says it too or hands it on. Empty: the outlet itself.
    pub speakers: Vec<Speaker>,
    /// Nouns by which it was called (*source*, *military source*).
    pub nouns: Vec<LemmaId>,
    /// Several people, when the words say.
    pub plural: Option<bool>,
    /// Feminine, when the words say.
    pub feminine: Option<bool>,
    /// Capitalised words of the mention, folded: `M. Martin` is the Jean Martin heard before.
    pub names: Vec<String>,
    /// A monitor, a relief agency, an agency of the UN.
    pub organisation: bool,
}

impl Voice {
    /// The outlet itself: nobody else says it.
    pub fn outlet() -> Self {
        Self::default()
    }

    /// Whether nobody but the outlet speaks.
    pub fn is_outlet(&self) -> bool {
        self.speakers.is_empty()
    }

    /// Whether it is that of a group that takes part in the war, not of an office of one.
    fn is_group(&self) -> bool {
        self.speakers.first().is_some_and(|s| s.party.as_ref().is_some_and(|p| p.kind == PartyKind::Group && p.id == s.id))
    }

    /// The same voice under other words.
    fn again(&self, mention: &str, verb: &str) -> Self {
        let mut voice = self.clone();
        if let Some(first) = voice.speakers.first_mut() {
            first.verb = verb.to_string();
            if !mention.is_empty() {
                first.mention = mention.to_string();
            }
        }
        voice
    }
}

impl Memory {
    /// Keeps who spoke last.
    pub fn hear(&mut self, mut voice: Voice, theatre: &Theatre) {
        let Some(first) = voice.speakers.first() else {
            // The reporter of the outlet, whose name may come again.
            if !voice.names.is_empty() {
                self.heard.push(Arc::new(voice));
            }
            return;
        };
        let known = theatre.sources.iter().any(|s| s.id == first.id && matches!(s.kind.as_str(), "monitor" | "ngo" | "un"));
        // Who is called otherwise now may still be called as before.
        if let Some(same) = self.heard.iter().position(|h| h.speakers.first().is_some_and(|s| s.id == first.id)) {
            let old = self.heard.remove(same);
            for noun in &old.nouns {
                if !voice.nouns.contains(noun) {
                    voice.nouns.push(*noun);
                }
            }
            for name in &old.names {
                if !voice.names.contains(name) {
                    voice.names.push(name.clone());
                }
            }
            voice.organisation |= old.organisation;
        }
        voice.organisation |= known;
        self.heard.push(Arc::new(voice));
        if self.heard.len() > KEPT {
            self.heard.remove(0);
        }
    }

    /// The voice heard last.
    pub fn last_heard(&self) -> Option<&Voice> {
        self.heard.last().map(Arc::as_ref)
    }
}

impl<'p> Scene<'_, 'p> {
    /// The voice of a group: who speaks in it, or to whom heard before it points.
    pub fn voice(&self, at: usize, memory: &Memory, verb: &str) -> Option<Voice> {
        let recent = || memory.heard.iter().rev();
        let Some(n) = self.noun(at) else {
            // Inverted pronoun (`a-t-il ajouté`): the speaker goes on.
            let pronoun = self.groups.get(at).and_then(|g| g.verb()).and_then(|v| v.inverted);
            return Self::pronoun_voice(pronoun, memory).map(|v| v.again("", verb));
        };
        if n.pronoun == Some(Word::DemonstrativePronoun)
            && let Some(one) = self.one_of(at, memory, verb)
        {
            return Some(one);
        }
        if let Some(pronoun) = n.pronoun {
            return Self::pronoun_voice(Some(pronoun), memory).map(|v| v.again("", verb));
        }
        let at = self.office(at);
        let n = self.noun(at)?;
        if self.speaker_row(at, n).is_some_and(|row| row == OUTLET) {
            return Some(Voice { names: self.names_of(at), ..Voice::outlet() });
        }
        let mention = self.found.sentence.slice(n.start, self.end_of(at));
        if let Some(told) = self.told_before(at, n, memory).filter(|_| self.known_beside(at, memory).is_none()) {
            return Some(told.again(mention, verb));
        }
        // `M. Martin`, heard before by his whole name.
        if n.unknown_name && self.speaker_row(at, n).is_none() {
            let name = self.family_name(at);
            if let Some(told) = recent().find(|v| name.as_ref().is_some_and(|n| v.names.contains(n))) {
                return Some(told.again(mention, verb));
            }
        }
        // `X, en direct de Y`: the reporter of the outlet.
        let reports = |g: usize| self.groups[g].is_mark(',') && self.noun(g + 1).is_some_and(|b| b.prep == Some(Function::As));
        if n.unknown_name && self.chain(at).last().is_some_and(|l| l + 2 < self.groups.len() && reports(l + 1)) {
            return Some(Voice { names: self.names_of(at), ..Voice::outlet() });
        }
        if let Some(speaker) = self.speaker(at, memory, verb) {
            if speaker.name == OUTLET {
                return Some(Voice { names: self.names_of(at), ..Voice::outlet() });
            }
            return Some(Voice {
                nouns: self.called(at),
                plural: n.plural,
                feminine: Self::feminine(n),
                names: self.names_of(at),
                organisation: self.head_is(n, "speaker.org"),
                speakers: vec![speaker],
            });
        }
        // `selon un bilan provisoire`: a text that nobody signs.
        self.head_is(n, "speaker.text").then(Voice::outlet)
    }

    /// `des riverains ont barré la route, raconte l'un d'eux`: one of the people of the sentence.
    fn one_of(&self, at: usize, memory: &Memory, verb: &str) -> Option<Voice> {
        let people = (0..at).find(|g| {
            self.noun(*g).is_some_and(|n| {
                n.plural == Some(true) && n.prep.is_none() && n.names.is_empty() && self.head_use(n, NounUse::People)
                    || self.chain(*g).skip(1).any(|c| self.noun(c).is_some_and(|n| self.head_is(n, "speaker.person")))
            })
        })?;
        let speaker = self.speaker(people, memory, verb)?;
        Some(Voice { speakers: vec![speaker], plural: Some(false), ..Voice::default() })
    }

    /// Whom a pronoun means, as one who speaks: the last voice of its number.
    fn pronoun_voice(pronoun: Option<Word>, memory: &Memory) -> Option<&Voice> {
        let (plural, feminine) = match pronoun {
            // `on`, `nous`: nobody in particular.
            Some(Word::Person { plural: None, feminine: None }) => return None,
            Some(Word::Person { plural, feminine }) => (plural, feminine),
            _ => (None, None),
        };
        let agrees = |a: Option<bool>, b: Option<bool>| a.is_none() || b.is_none() || a == b;
        // An organisation changes its gender with its noun (`l'Observatoire`, `l'ONG`).
        let fits = |v: &&Voice| agrees(plural, v.plural) && (v.organisation || agrees(feminine, v.feminine));
        memory.heard.iter().rev().map(Arc::as_ref).find(fits).or(memory.last_heard())
    }

    /// `le porte-parole de l'armée dans la province, le lieutenant X`: the office that stands before a name beside it.
    fn office(&self, at: usize) -> usize {
        let named = self.noun(at).is_some_and(|n| {
            n.prep.is_none()
                && n.quantity.is_none()
                && n.det != Some(Det::Indefinite)
                && (n.unknown_name || n.names.iter().any(|i| self.found.names[*i].person().is_some()))
        });
        if !named || at < 2 || !self.groups[at - 1].is_mark(',') {
            return at;
        }
        let holds = |g: usize| {
            self.noun(g).is_some_and(|n| {
                matches!(n.prep, None | Some(Function::According | Function::By | Function::Near))
                    && self.head_is(n, "speaker.person")
            })
        };
        for g in (at.saturating_sub(5)..at - 1).rev() {
            if holds(g) {
                return g;
            }
            if !self.noun(g).is_some_and(|n| n.prep.is_some()) {
                break;
            }
        }
        at
    }

    /// The reporters of the outlet that a sentence names.
    pub fn reporters(&self, memory: &mut Memory) {
        for at in 0..self.groups.len() {
            let reports = |n: &&NounGroup<'p>| self.head_is(n, "people.journalist");
            let Some(n) = self.noun(at).filter(reports) else { continue };
            if !self.speaker_row(at, n).is_some_and(|row| row == OUTLET) {
                continue;
            }
            // `X, journaliste de …` or `le journaliste X`.
            let name =
                at.checked_sub(2).filter(|b| self.groups[at - 1].is_mark(',') && self.noun(*b).is_some_and(|n| n.unknown_name));
            let mut names = self.names_of(at);
            names.extend(name.and_then(|b| self.family_name(b)));
            if !names.is_empty() {
                memory.hear(Voice { names, ..Voice::outlet() }, self.theatre);
            }
        }
    }

    /// Whom heard before a group means that names nobody itself.
    pub(super) fn told_before<'m>(&self, at: usize, n: &NounGroup<'p>, memory: &'m Memory) -> Option<&'m Voice> {
        let points = matches!(n.det, Some(Det::Definite | Det::Demonstrative | Det::Possessive));
        if !points || !n.names.is_empty() || n.unknown_name {
            return None;
        }
        let recent = || memory.heard.iter().rev().map(Arc::as_ref).filter(|v| !v.is_outlet());
        // `le bureau de l'ONU`, `l'armée` are nobody told before: a body of their own, or one that they name.
        let names_another = self
            .chain(at)
            .skip(1)
            .any(|g| self.noun(g).is_some_and(|c| !c.names.is_empty() || c.unknown_name || self.speaker_row(g, c).is_some()));
        let armed = self.head_use(n, NounUse::Armed) && !self.head_is(n, "armed.group");
        if armed || names_another {
            return None;
        }
        // `la source médicale` says itself who speaks.
        let vague = self.is_vague(n) && !self.qualified_row(at, n);
        // The same noun again: `cette source`, `le ministère`, `l'élu`.
        let alone = self.chain(at).count() == 1 || n.det == Some(Det::Demonstrative);
        let lemmas: Vec<LemmaId> = Self::lemmas(n).chain(self.first_noun(n.start).filter(|_| n.senses.is_empty())).collect();
        // `la même source` is whoever spoke last.
        if alone && self.head_is(n, "speaker.person.vague.any") && vague {
            return recent().next();
        }
        if alone
            && n.det != Some(Det::Possessive)
            && let Some(told) = recent().find(|v| lemmas.iter().any(|l| v.nouns.contains(l)))
        {
            return Some(told);
        }
        if !alone || n.det == Some(Det::Possessive) {
            return None;
        }
        if self.head_is(n, "armed.group") {
            let fits = |v: &&Voice| v.is_group() || vague && v.organisation;
            return recent().find(fits);
        }
        if !vague {
            return None;
        }
        if self.head_is(n, "speaker.org") {
            return recent().find(|v| v.organisation).or_else(|| recent().next());
        }
        recent().next()
    }

    /// A noun that says nothing of who speaks: its complement or the text before does (`responsable`, `source`, `ONG`).
    pub(super) fn is_vague(&self, n: &NounGroup<'_>) -> bool {
        ["speaker.person.vague", "speaker.org.vague", "speaker.media.vague", "speaker.text"].iter().any(|c| self.head_is(n, c))
    }

    /// Token after the complements of a group.
    pub(super) fn end_of(&self, at: usize) -> usize {
        self.chain(at).last().map_or(self.groups[at].last, |g| self.groups[g].last)
    }

    /// The first noun of a group by itself: of `source militaire` also `source`.
    pub(super) fn first_noun(&self, start: usize) -> impl Iterator<Item = LemmaId> {
        let words = self.found.words;
        let begins = start..(start + 3).min(self.found.sentence.len());
        let senses = begins
            .map(|i| words.senses(i))
            .find(|s| s.iter().any(|x| x.pos == Pos::Noun) && self.grammar.word(s).is_none())
            .unwrap_or(&[]);
        senses.iter().filter(|s| s.pos == Pos::Noun).map(|s| s.lemma)
    }

    /// Whether the noun of a group is feminine.
    fn feminine(n: &NounGroup<'_>) -> Option<bool> {
        let gender = |senses: &[vigie_pack::Sense]| {
            let of = |g| senses.iter().any(|s| s.pos == Pos::Noun && s.features.any(g));
            match (of(Features::FEMININE), of(Features::MASCULINE)) {
                (true, false) => Some(true),
                (false, true) => Some(false),
                _ => None,
            }
        };
        gender(n.senses)
    }

    /// Every noun by which a group calls who speaks.
    fn called(&self, at: usize) -> Vec<LemmaId> {
        let Some(n) = self.noun(at) else { return Vec::new() };
        let mut nouns: Vec<LemmaId> = Vec::new();
        // `le bilan du ministère` is also that of `le ministère`.
        let offices = self.chain(at).skip(1).filter_map(|g| self.noun(g));
        let offices = offices.filter(|c| {
            self.head_use(c, NounUse::Speaker)
                || self.head_use(c, NounUse::Government)
                || c.senses.is_empty() && !c.names.is_empty()
        });
        for lemma in std::iter::once(n).chain(offices).flat_map(|c| Self::lemmas(c).chain(self.first_noun(c.start))) {
            if !nouns.contains(&lemma) {
                nouns.push(lemma);
            }
        }
        nouns
    }

    /// Capitalised words of a group, its complements and the name beside it, folded.
    fn names_of(&self, at: usize) -> Vec<String> {
        let sentence = self.found.sentence;
        let last = self.chain(at).last().unwrap_or(at);
        let beside = self.noun(last + 2).filter(|b| {
            self.groups[last + 1].is_mark(',')
                && b.prep.is_none()
                && (b.unknown_name || b.names.iter().any(|i| self.found.names[*i].person().is_some()))
        });
        let end = beside.map_or(self.groups[last].last, |_| self.groups[last + 2].last);
        let start = self.groups[at].first;
        (start..end)
            .filter(|i| *i > 0 && sentence.tokens[*i].case != vigie_text::Case::Lower && !sentence.tokens[*i].is_mark())
            .map(|i| sentence.word(i).to_string())
            .filter(|w| w.chars().count() > 2)
            .collect()
    }

    /// The last capitalised word of a group.
    fn family_name(&self, at: usize) -> Option<String> {
        let sentence = self.found.sentence;
        (self.groups[at].first..self.groups[at].last)
            .rev()
            .find(|i| sentence.tokens[*i].case != vigie_text::Case::Lower && !sentence.tokens[*i].is_mark())
            .map(|i| sentence.word(i).to_string())
            .filter(|w| w.chars().count() > 2)
    }

    /// The body told before a group in its own sentence: whose `leur porte-parole` is.
    pub(super) fn owner(&self, at: usize, memory: &Memory) -> Option<Speaker> {
        let mut any = None;
        for g in (0..at).rev() {
            let Some(n) = self.noun(g).filter(|n| n.pronoun.is_none()) else { continue };
            let Some((id, name, party)) = self.named_speaker(n, memory).or_else(|| {
                let party = self.body_party(g, n, (n.start, self.groups[g].last), memory)?;
                Some((party.id.clone(), party.name.clone(), Some(party)))
            }) else {
                continue;
            };
            let found = Speaker { id, name, mention: String::new(), verb: String::new(), party };
            // The subject owns rather than what stands behind a preposition.
            if n.prep.is_none() && !matches!(self.groups.get(g.wrapping_sub(1)).map(|b| &b.body), Some(Body::Verb(_))) {
                return Some(found);
            }
            any.get_or_insert(found);
        }
        any
    }
}

/// What the table of speakers says of the one who publishes.
pub(super) const OUTLET: &str = "outlet";
