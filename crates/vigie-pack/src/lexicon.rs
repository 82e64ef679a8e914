//! The words of a language, all forms, in one index.

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use vigie_text::{PhraseError, PhraseIndex};

use crate::feature::Features;

/// A class of words (`verb.capture`), by its place in [`Lexicon::classes`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ClassId(pub u16);

/// A dictionary form, by its place in [`Lexicon::lemmas`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct LemmaId(pub u32);

/// Which table a word comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Pos {
    /// verb.tsv
    Verb,
    /// noun.tsv
    Noun,
    /// adjective.tsv
    Adjective,
    /// function.tsv
    Function,
    /// number.tsv; [`Sense::row`] is the place in `Pack::numbers`.
    Number,
    /// bound.tsv; [`Sense::row`] is the place in `Pack::bounds`.
    Bound,
    /// calendar.tsv; [`Sense::row`] is the place in `Pack::calendar`.
    Calendar,
}

/// One meaning of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sense {
    /// Table.
    pub pos: Pos,
    /// Class.
    pub class: ClassId,
    /// Dictionary form.
    pub lemma: LemmaId,
    /// Features of the form.
    pub features: Features,
    /// The word is used for much else (`?` after its class).
    pub weak: bool,
    /// Row of the table that the word belongs to, for numbers, bounds, calendar.
    pub row: u32,
}

/// All forms, indexed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Lexicon {
    /// Names of classes, without the `?`.
    pub classes: Vec<String>,
    /// Dictionary forms.
    pub lemmas: Vec<String>,
    senses: Vec<Sense>,
    lists: Vec<(u32, u16)>,
    #[serde(skip)]
    index: Option<PhraseIndex>,
    bytes: Vec<u8>,
}

/// Collects forms; [`LexiconBuilder::finish`] indexes them.
#[derive(Debug, Default)]
pub struct LexiconBuilder {
    classes: Vec<String>,
    class_ids: FxHashMap<String, ClassId>,
    lemmas: Vec<String>,
    lemma_ids: FxHashMap<String, LemmaId>,
    forms: FxHashMap<String, Vec<Sense>>,
}

/// How a sense is used: two rows that differ in it are two senses.
const MANNER: Features = Features::REFLEXIVE.with(Features::WITH_BE);

impl LexiconBuilder {
    /// The id of a class, made when it is new; whether its name ends with `?`.
    pub fn class(&mut self, name: &str) -> (ClassId, bool) {
        let (name, weak) = name.strip_suffix('?').map_or((name, false), |n| (n, true));
        if let Some(id) = self.class_ids.get(name) {
            return (*id, weak);
        }
        let id = ClassId(self.classes.len() as u16);
        self.classes.push(name.to_string());
        self.class_ids.insert(name.to_string(), id);
        (id, weak)
    }

    /// The id of a dictionary form, made when it is new.
    pub fn lemma(&mut self, lemma: &str) -> LemmaId {
        if let Some(id) = self.lemma_ids.get(lemma) {
            return *id;
        }
        let id = LemmaId(self.lemmas.len() as u32);
        self.lemmas.push(lemma.to_string());
        self.lemma_ids.insert(lemma.to_string(), id);
        id
    }

    /// Adds a meaning to a form (a phrase key); the same meaning twice is kept once.
    pub fn add(&mut self, key: String, sense: Sense) {
        if key.is_empty() {
            return;
        }
        let senses = self.forms.entry(key).or_default();
        match senses.iter_mut().find(|s| {
            s.pos == sense.pos
                && s.class == sense.class
                && s.lemma == sense.lemma
                && s.row == sense.row
                && s.features.0 & MANNER.0 == sense.features.0 & MANNER.0
        }) {
            // One form of one lemma may be two cells of the paradigm.
            Some(same) if same.features.any(Features::FINITE) == sense.features.any(Features::FINITE) => {
                same.features = same.features.with(sense.features);
            }
            Some(same) if *same == sense => {}
            _ => senses.push(sense),
        }
    }

    /// Indexes what was added.
    ///
    /// # Errors
    /// When the index cannot be written.
    pub fn finish(self) -> Result<Lexicon, PhraseError> {
        let mut forms: Vec<_> = self.forms.into_iter().collect();
        forms.sort_by(|a, b| a.0.cmp(&b.0));
        let (mut senses, mut lists, mut rows) = (Vec::new(), Vec::new(), Vec::new());
        for (key, list) in forms {
            rows.push((key, lists.len() as u64));
            lists.push((senses.len() as u32, list.len() as u16));
            senses.extend(list);
        }
        let bytes = PhraseIndex::build(rows)?;
        Ok(Lexicon { classes: self.classes, lemmas: self.lemmas, senses, lists, index: None, bytes })
    }
}

impl Lexicon {
    /// Makes the index ready; to be called after compiling.
    ///
    /// # Errors
    /// When the bytes of the index are no index.
    pub fn open(&mut self) -> Result<(), PhraseError> {
        if self.index.is_none() {
            self.index = Some(PhraseIndex::open(std::mem::take(&mut self.bytes))?);
        }
        Ok(())
    }

    /// Whether [`Lexicon::open`] was called.
    pub fn is_open(&self) -> bool {
        self.index.is_some()
    }

    /// Calls `found` with the number of tokens and the meanings of every phrase
    /// that begins at token `start`, shortest first.
    pub fn for_each_at<'a, 'w>(
        &'a self,
        word: impl Fn(usize) -> Option<&'w str>,
        start: usize,
        mut found: impl FnMut(usize, &'a [Sense]),
    ) {
        if let Some(index) = &self.index {
            for m in index.matches(word, start) {
                found(m.tokens, self.list(m.value));
            }
        }
    }

    /// The meanings of one phrase key.
    pub fn get(&self, key: &str) -> &[Sense] {
        self.index.as_ref().and_then(|i| i.get(key)).map_or(&[], |v| self.list(v))
    }

    fn list(&self, value: u64) -> &[Sense] {
        let Some(&(start, len)) = self.lists.get(value as usize) else { return &[] };
        self.senses.get(start as usize..start as usize + len as usize).unwrap_or(&[])
    }

    /// Name of a class.
    pub fn class(&self, id: ClassId) -> &str {
        self.classes.get(id.0 as usize).map_or("", String::as_str)
    }

    /// A dictionary form.
    pub fn lemma(&self, id: LemmaId) -> &str {
        self.lemmas.get(id.0 as usize).map_or("", String::as_str)
    }

    /// Number of forms.
    pub fn len(&self) -> usize {
        self.lists.len()
    }

    /// Whether it holds no form.
    pub fn is_empty(&self) -> bool {
        self.lists.is_empty()
    }
}
