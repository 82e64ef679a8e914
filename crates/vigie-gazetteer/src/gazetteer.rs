//! The table: opened without parsing, asked by token.

use std::borrow::Cow;

use vigie_text::PhraseIndex;

use crate::GazetteerError;
use crate::checksum::checksum;
use crate::key::{settle, unsettled};
use crate::layout::{FLAG_CAPITAL, FLAG_WAR, HEADER, MAGIC, NO_REGION, RECORD, Record, SLUG, VERSION, u32_at, u64_at};
use crate::overlay::{Extra, Overlay};
use crate::row::PlaceKind;

/// Number of a place in one gazetteer; it means nothing in another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PlaceIndex(pub(crate) u32);

/// How a name belongs to a place; the better form comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Form {
    /// The English canonical name.
    Name,
    /// A name that the table shows: English variant, French, Arabic.
    Listed,
    /// A further spelling.
    Other,
    /// The name of a region without its generic word.
    Short,
}

impl Form {
    pub(crate) fn bits(self) -> u8 {
        match self {
            Self::Name => 0,
            Self::Listed => 1,
            Self::Other => 2,
            Self::Short => 3,
        }
    }

    pub(crate) fn from_bits(bits: u32) -> Self {
        match bits & 3 {
            0 => Self::Name,
            1 => Self::Listed,
            2 => Self::Other,
            _ => Self::Short,
        }
    }

    /// Whether the name is the canonical one or one that is shown.
    pub fn is_exact(self) -> bool {
        self <= Self::Listed
    }
}

/// A name that begins at a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NameMatch {
    /// How many tokens it takes.
    pub tokens: usize,
    /// The name is also a common word or a name of people.
    pub everyday: bool,
    base: Option<u64>,
    extra: Option<u64>,
}

/// One place that a name can mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Candidate {
    /// The place.
    pub place: PlaceIndex,
    /// How the name belongs to it.
    pub form: Form,
    /// The name is also a common word or a name of people.
    pub everyday: bool,
}

/// All places, with an overlay of places that a theatre adds.
#[derive(Debug, Clone)]
pub struct Gazetteer {
    bytes: Cow<'static, [u8]>,
    places: u32,
    sections: [(usize, usize); 5],
    names: PhraseIndex,
    overlay: Overlay,
}

const RECORDS: usize = 0;
const TEXTS: usize = 1;
const POSTINGS: usize = 2;
const NAMES: usize = 3;
const NOTE: usize = 4;

/// Longest name, in tokens, that look-up follows when words must be settled first.
const LOOK: usize = 8;

impl Gazetteer {
    /// Opens a table and checks that its bytes are whole (about one millisecond
    /// for the world). Damaged bytes give an error, never a panic.
    ///
    /// # Errors
    /// When the bytes are no table of this version, or are damaged.
    pub fn open(bytes: impl Into<Cow<'static, [u8]>>) -> Result<Self, GazetteerError> {
        let bytes = bytes.into();
        if checksum(bytes.get(24..).unwrap_or(&[])) != u64_at(&bytes, 16) {
            Self::header(&bytes)?;
            return Err(GazetteerError::Damaged { part: "checksum" });
        }
        Self::open_trusted(bytes)
    }

    /// Opens a table that is known to be whole, as [`crate::WORLD`] inside the
    /// program is: only the header is read.
    ///
    /// # Errors
    /// When the header is not that of a table of this version.
    pub fn open_trusted(bytes: impl Into<Cow<'static, [u8]>>) -> Result<Self, GazetteerError> {
        let bytes = bytes.into();
        let (places, sections) = Self::header(&bytes)?;
        let (from, length) = sections[NAMES];
        let names = match &bytes {
            Cow::Borrowed(all) => Cow::Borrowed(all.get(from..from + length).unwrap_or(&[])),
            Cow::Owned(all) => Cow::Owned(all.get(from..from + length).unwrap_or(&[]).to_vec()),
        };
        let names = PhraseIndex::open(names).map_err(|source| GazetteerError::Names { source })?;
        Ok(Self { bytes, places, sections, names, overlay: Overlay::default() })
    }

    /// The table inside the program.
    ///
    /// # Errors
    /// Never, unless the program was built with a broken table.
    pub fn world() -> Result<Self, GazetteerError> {
        Self::open_trusted(crate::WORLD)
    }

    fn header(bytes: &[u8]) -> Result<(u32, [(usize, usize); 5]), GazetteerError> {
        if bytes.get(..8) != Some(MAGIC) || u32_at(bytes, 8) != VERSION {
            return Err(GazetteerError::Header { expected: VERSION });
        }
        let mut sections = [(0, 0); 5];
        let mut end = HEADER;
        for (n, section) in sections.iter_mut().enumerate() {
            *section = (u32_at(bytes, 24 + n * 8) as usize, u32_at(bytes, 28 + n * 8) as usize);
            if section.0 != end {
                return Err(GazetteerError::Damaged { part: "section table" });
            }
            end = section.0 + section.1;
        }
        if end != bytes.len() {
            return Err(GazetteerError::Damaged { part: "length" });
        }
        let places = u32_at(bytes, 12);
        if sections[RECORDS].1 != places as usize * RECORD {
            return Err(GazetteerError::Damaged { part: "records" });
        }
        Ok((places, sections))
    }

    /// Adds places that go before those of the table: a row with the id of a
    /// known place replaces its names and point, any other row is a new place.
    /// Rows added before are kept.
    ///
    /// # Errors
    /// When the names cannot be indexed.
    pub fn with_extra(mut self, rows: impl IntoIterator<Item = Extra>) -> Result<Self, GazetteerError> {
        let mut all = self.overlay.take();
        all.extend(rows);
        self.overlay = Overlay::default();
        let overlay = Overlay::build(&self, all)?;
        self.overlay = overlay;
        Ok(self)
    }

    /// Number of places, those of the overlay included.
    pub fn len(&self) -> usize {
        self.places as usize + self.overlay.len()
    }

    /// Whether it holds no place.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Number of names that can be looked up in the table itself.
    pub fn name_count(&self) -> usize {
        self.names.len()
    }

    /// Licence, sources and recipe, as compiled in.
    pub fn note(&self) -> crate::Note {
        let text = std::str::from_utf8(self.section(NOTE)).unwrap_or("");
        let mut parts = text.split('\u{1f}').map(|p| p.trim().to_string());
        let mut next = || parts.next().unwrap_or_default();
        crate::Note { licence: next(), sources: next(), recipe: next() }
    }

    fn section(&self, n: usize) -> &[u8] {
        let (from, length) = self.sections[n];
        self.bytes.get(from..from + length).unwrap_or(&[])
    }

    /// Every name that begins at token `start`, shortest first. `word` gives the
    /// folded token without accents ([`vigie_text::Sentence::phrase_plain`]), or
    /// `None` where no name may go on.
    pub fn names_at<'a>(&'a self, word: impl Fn(usize) -> Option<&'a str>, start: usize) -> Vec<NameMatch> {
        let mut out = Vec::new();
        let strange = (start..start + LOOK).map_while(&word).any(unsettled);
        if strange {
            let words: Vec<String> = (start..start + LOOK).map_while(&word).map(|w| settle(w).into_owned()).collect();
            self.collect_settled(&words, &mut out);
        } else {
            self.collect(word, start, &mut out);
        }
        out
    }

    fn collect<'a>(&'a self, word: impl Fn(usize) -> Option<&'a str>, start: usize, out: &mut Vec<NameMatch>) {
        for found in self.names.matches(&word, start) {
            out.push(NameMatch { tokens: found.tokens, everyday: found.value & 2 != 0, base: Some(found.value), extra: None });
        }
        let Some(extra) = self.overlay.names() else { return };
        for found in extra.matches(&word, start) {
            add_extra(out, found.tokens, found.value);
        }
    }

    /// The same for words owned here: phrases are looked up whole, length by length.
    fn collect_settled(&self, words: &[String], out: &mut Vec<NameMatch>) {
        let mut phrase = String::new();
        for (n, word) in words.iter().enumerate() {
            if n > 0 {
                phrase.push(' ');
            }
            phrase.push_str(word);
            if let Some(value) = self.names.get(&phrase) {
                out.push(NameMatch { tokens: n + 1, everyday: value & 2 != 0, base: Some(value), extra: None });
            }
            if let Some(value) = self.overlay.names().and_then(|x| x.get(&phrase)) {
                add_extra(out, n + 1, value);
            }
        }
    }

    /// The longest name that begins at token `start`.
    pub fn longest_at<'a>(&'a self, word: impl Fn(usize) -> Option<&'a str>, start: usize) -> Option<NameMatch> {
        self.names_at(word, start).pop()
    }

    /// The places that a name can mean, those of the overlay first.
    pub fn candidates(&self, name: &NameMatch) -> impl Iterator<Item = Candidate> + '_ {
        let everyday = name.everyday;
        let extra = name.extra.map(|v| self.overlay.places(v)).unwrap_or_default();
        let seen: Vec<PlaceIndex> = extra.iter().map(|e| e.0).collect();
        let base = name.base.into_iter().flat_map(move |value| self.posting(value));
        let base = base.filter_map(move |packed| {
            let place = self.overlay.instead_of(packed >> 2).map_or(PlaceIndex(packed >> 2), PlaceIndex);
            (!seen.contains(&place)).then_some((place, Form::from_bits(packed)))
        });
        extra.into_iter().chain(base).map(move |(place, form)| Candidate { place, form, everyday })
    }

    fn posting(&self, value: u64) -> impl Iterator<Item = u32> + '_ {
        let postings = self.section(POSTINGS);
        let payload = value >> 2;
        let (single, from, count) = if value & 1 == 0 {
            (u32::try_from(payload).ok(), 0, 0)
        } else {
            let from = usize::try_from(payload).unwrap_or(usize::MAX).saturating_mul(4);
            let room = postings.len().saturating_sub(from.saturating_add(4)) / 4;
            (None, from.saturating_add(4), (u32_at(postings, from) as usize).min(room))
        };
        single.into_iter().chain((0..count).map(move |n| u32_at(postings, from + n * 4))).filter(|p| p >> 2 < self.places)
    }

    /// The place of a number; `None` for a number of another gazetteer.
    pub fn place(&self, at: PlaceIndex) -> Option<PlaceRef<'_>> {
        ((at.0 as usize) < self.len()).then_some(PlaceRef { gazetteer: self, at })
    }

    /// The place of an id (`geonames:N`, `vigie:slug`); walks the whole table.
    pub fn place_by_id(&self, id: &str) -> Option<PlaceRef<'_>> {
        (0..self.len() as u32).rev().map(|n| PlaceRef { gazetteer: self, at: PlaceIndex(n) }).find(|p| p.id() == id)
    }

    /// Every place, in the order of the table.
    pub fn places(&self) -> impl Iterator<Item = PlaceRef<'_>> {
        (0..self.len() as u32).map(|n| PlaceRef { gazetteer: self, at: PlaceIndex(n) })
    }

    /// Region by English name or short form within a country, for `admin1` of theatre rows.
    pub(crate) fn region_named(&self, name: &str, country: &str) -> Option<u32> {
        let key = crate::key::Keys::new().of(name).into_iter().next()?;
        let value = self.names.get(&key)?;
        self.posting(value).map(|p| p >> 2).find(|n| {
            let r = self.record(*n);
            r.kind == PlaceKind::Region && r.country == *country.as_bytes()
        })
    }

    pub(crate) fn base_len(&self) -> u32 {
        self.places
    }

    pub(crate) fn record(&self, at: u32) -> Record {
        Record::read(self.section(RECORDS), at as usize * RECORD)
    }

    fn text(&self, from: u32, length: usize) -> &str {
        let from = from as usize;
        self.section(TEXTS).get(from..from.saturating_add(length)).and_then(|b| std::str::from_utf8(b).ok()).unwrap_or("")
    }

    fn slug(&self, from: u32) -> &str {
        let texts = self.section(TEXTS).get(from as usize..).unwrap_or(&[]);
        let end = texts.iter().position(|b| *b == b'|').unwrap_or(0);
        texts.get(..end).and_then(|b| std::str::from_utf8(b).ok()).unwrap_or("")
    }
}

fn add_extra(out: &mut Vec<NameMatch>, tokens: usize, value: u64) {
    if let Some(known) = out.iter_mut().find(|m| m.tokens == tokens) {
        known.extra = Some(value);
        known.everyday = false;
    } else {
        let at = out.iter().position(|m| m.tokens > tokens).unwrap_or(out.len());
        out.insert(at, NameMatch { tokens, everyday: false, base: None, extra: Some(value) });
    }
}

/// A place of a gazetteer.
#[derive(Debug, Clone, Copy)]
pub struct PlaceRef<'g> {
    gazetteer: &'g Gazetteer,
    at: PlaceIndex,
}

impl PartialEq for PlaceRef<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.at == other.at && std::ptr::eq(self.gazetteer, other.gazetteer)
    }
}

impl<'g> PlaceRef<'g> {
    fn extra(&self) -> Option<&'g Extra> {
        self.gazetteer.overlay.get(self.at.0.checked_sub(self.gazetteer.places)?)
    }

    /// The record; for a place of the overlay, that of the place it replaces.
    fn record(&self) -> Option<Record> {
        if self.at.0 < self.gazetteer.places {
            return Some(self.gazetteer.record(self.at.0));
        }
        self.gazetteer.overlay.replaced(self.at.0 - self.gazetteer.places).map(|n| self.gazetteer.record(n))
    }

    /// Its number in this gazetteer.
    pub fn index(&self) -> PlaceIndex {
        self.at
    }

    /// `geonames:N` or `vigie:slug`.
    pub fn id(&self) -> String {
        match (self.extra(), self.record()) {
            (Some(extra), _) => extra.id.clone(),
            (None, Some(r)) if r.id & SLUG != 0 => format!("vigie:{}", self.gazetteer.slug(r.id & !SLUG)),
            (None, Some(r)) => format!("geonames:{}", r.id),
            (None, None) => String::new(),
        }
    }

    fn text(&self) -> &'g str {
        self.record().map_or("", |r| self.gazetteer.text(r.text, usize::from(r.text_len)))
    }

    /// English canonical name.
    pub fn name(&self) -> &'g str {
        match self.extra() {
            Some(extra) => &extra.name,
            None => self.text().split('|').next().unwrap_or(""),
        }
    }

    /// Names worth showing beside the first: English variants, French, Arabic.
    pub fn aliases(&self) -> impl Iterator<Item = &'g str> + use<'g> {
        let name = self.name();
        let own = self.extra().map(|e| e.aliases.as_slice()).unwrap_or_default();
        let skip = usize::from(self.extra().is_none());
        own.iter().map(String::as_str).chain(self.text().split('|').skip(skip)).filter(move |a| *a != name && !a.is_empty())
    }

    /// Degrees north, WGS 84.
    pub fn lat(&self) -> f64 {
        self.extra().map_or_else(|| f64::from(self.record().map_or(0, |r| r.lat)) / 1e5, |e| e.lat)
    }

    /// Degrees east, WGS 84.
    pub fn lon(&self) -> f64 {
        self.extra().map_or_else(|| f64::from(self.record().map_or(0, |r| r.lon)) / 1e5, |e| e.lon)
    }

    /// ISO 3166-1 alpha-2; empty for areas of several countries.
    pub fn country(&self) -> CountryCode {
        let code = match self.extra() {
            Some(e) => e.country.as_bytes().try_into().unwrap_or([0, 0]),
            None => self.record().map_or([0, 0], |r| r.country),
        };
        CountryCode(code)
    }

    /// What it is.
    pub fn kind(&self) -> PlaceKind {
        self.extra().map_or_else(|| self.record().map_or(PlaceKind::Site, |r| r.kind), |e| e.kind)
    }

    /// People; `None` = unknown. For a region, those of its listed towns.
    pub fn population(&self) -> Option<u32> {
        self.record().map(|r| r.population).filter(|p| *p > 0)
    }

    /// The first-level region that holds it.
    pub fn region(&self) -> Option<PlaceRef<'g>> {
        let at = match (self.extra(), self.record()) {
            (Some(_), None) => self.gazetteer.overlay.region(self.at.0 - self.gazetteer.places)?,
            (_, Some(r)) if r.region != NO_REGION => u32::from(r.region),
            _ => return None,
        };
        let at = self.gazetteer.overlay.instead_of(at).unwrap_or(at);
        self.gazetteer.place(PlaceIndex(at))
    }

    /// Seat of the government of a country.
    pub fn is_capital(&self) -> bool {
        self.record().is_some_and(|r| r.flags & FLAG_CAPITAL != 0)
    }

    /// In a country at war, where every listed place counts.
    pub fn at_war(&self) -> bool {
        self.extra().is_some() || self.record().is_some_and(|r| r.flags & FLAG_WAR != 0)
    }

    /// Added by a theatre.
    pub fn is_extra(&self) -> bool {
        self.extra().is_some()
    }

    /// Kilometres to another place along the ground, within half a percent.
    pub fn km_to(&self, other: &PlaceRef<'_>) -> f64 {
        let (a, b) = (self.lat().to_radians(), other.lat().to_radians());
        let d = (other.lon() - self.lon()).to_radians();
        let half = ((b - a) / 2.0).sin().powi(2) + a.cos() * b.cos() * (d / 2.0).sin().powi(2);
        2.0 * 6371.0088 * half.sqrt().min(1.0).asin()
    }
}

/// ISO 3166-1 alpha-2 code of a country, or empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CountryCode([u8; 2]);

impl CountryCode {
    /// A code from two letters; anything else is the empty code.
    ///
    /// ```
    /// use vigie_gazetteer::gazetteer::CountryCode;
    /// assert_eq!(CountryCode::new("SY").as_str(), "SY");
    /// assert_eq!(CountryCode::new("Syria").as_str(), "");
    /// ```
    pub fn new(code: &str) -> Self {
        Self(code.as_bytes().try_into().unwrap_or([0, 0]))
    }

    /// The two letters, or an empty text.
    pub fn as_str(&self) -> &str {
        if self.0[0] == 0 { "" } else { std::str::from_utf8(&self.0).unwrap_or("") }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0[0] == 0
    }
}
