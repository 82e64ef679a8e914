//! The words of a report in one language: phrases from `phrases/`, days,
//! numbers, and the names that a theatre gives to actors and sources.

use toml::{Table, Value};
use vigie_model::{Bounds, PlaceRef};
use vigie_pack::theatre::{Country, Names, Theatre};

/// Languages with their phrases, by code.
const PHRASES: [(&str, &str); 3] = [
    ("ar", include_str!("../../phrases/ar.toml")),
    ("en", include_str!("../../phrases/en.toml")),
    ("fr", include_str!("../../phrases/fr.toml")),
];

/// Codes of the languages that a report can be written in.
pub fn languages() -> impl Iterator<Item = &'static str> {
    PHRASES.iter().map(|(code, _)| *code)
}

/// The words of one language.
#[derive(Debug, Clone)]
pub struct Words<'t> {
    /// Code of the language.
    pub lang: &'static str,
    phrases: Table,
    theatre: &'t Theatre,
    eastern: bool,
}

impl<'t> Words<'t> {
    /// The words of a language; `None` when there are no phrases in it. `eastern` = with the
    /// digits of the Arabic script.
    pub fn of(lang: &str, theatre: &'t Theatre, eastern: bool) -> Option<Self> {
        let (lang, text) = PHRASES.iter().find(|(code, _)| *code == lang)?;
        Some(Self { lang, phrases: text.parse().ok()?, theatre, eastern })
    }

    /// `ltr` or `rtl`.
    pub fn direction(&self) -> &str {
        self.phrase("page", "direction")
    }

    fn value(&self, section: &str, key: &str) -> Option<&Value> {
        self.phrases.get(section)?.get(key)
    }

    /// A phrase as it stands; empty when there is none, which a test excludes for every key that is used.
    pub fn phrase(&self, section: &str, key: &str) -> &str {
        self.value(section, key).and_then(Value::as_str).unwrap_or_default()
    }

    /// A phrase with its blanks filled.
    pub fn fill(&self, section: &str, key: &str, blanks: &[(&str, &str)]) -> String {
        filled(self.phrase(section, key), blanks)
    }

    /// A day written out; what is no day is given back as it is.
    pub fn day(&self, iso: &str) -> String {
        let mut parts = iso.splitn(3, '-');
        let year = parts.next().unwrap_or_default();
        let (month, day) = (parts.next().and_then(|m| m.parse::<usize>().ok()), parts.next().and_then(|d| d.parse::<u64>().ok()));
        let months = self.value("date", "months").and_then(Value::as_array);
        let name = month.and_then(|m| months?.get(m.checked_sub(1)?)?.as_str());
        match (name, day) {
            (Some(name), Some(day)) => {
                let first = self.phrase("date", "first");
                let day = if day == 1 && !first.is_empty() { first.to_owned() } else { self.digits(&day.to_string()) };
                filled(self.phrase("date", "form"), &[("d", &day), ("month", name), ("y", &self.digits(year))])
            }
            _ => iso.to_owned(),
        }
    }

    /// An instant as a day and a time of day in UTC; what is no instant is given back as it is.
    pub fn instant(&self, iso: &str) -> String {
        let Some((day, time)) = iso.split_once('T') else { return iso.to_owned() };
        let minutes = self.digits(time.get(..5).unwrap_or(time));
        self.fill("date", "instant", &[("day", &self.day(day)), ("time", &minutes)])
    }

    /// Days from one to the other; an open side is said to be open.
    pub fn days(&self, start: Option<&str>, end: Option<&str>) -> String {
        match (start, end) {
            (Some(a), Some(b)) if a == b => self.fill("join", "on", &[("day", &self.day(a))]),
            (Some(a), Some(b)) => self.fill("join", "from_to", &[("from", &self.day(a)), ("to", &self.day(b))]),
            (Some(a), None) => self.fill("join", "from", &[("from", &self.day(a))]),
            (None, Some(b)) => self.fill("join", "until", &[("to", &self.day(b))]),
            (None, None) => self.phrase("join", "undated").to_owned(),
        }
    }

    /// A number in the digits that are wanted, thousands parted from five digits on.
    pub fn number(&self, number: u64) -> String {
        let plain = number.to_string();
        let mut out = String::new();
        for (at, digit) in plain.chars().enumerate() {
            if at > 0 && plain.len() > 4 && (plain.len() - at).is_multiple_of(3) {
                out.push('\u{202f}');
            }
            out.push(digit);
        }
        self.digits(&out)
    }

    fn digits(&self, text: &str) -> String {
        if !self.eastern {
            return text.to_owned();
        }
        let eastern = |c: char| c.to_digit(10).and_then(|d| char::from_u32('٠' as u32 + d)).unwrap_or(c);
        text.chars().map(eastern).collect()
    }

    /// So many of something, in the form that the number asks for.
    pub fn count(&self, what: &str, number: u64) -> String {
        self.counted(what, number, &self.number(number))
    }

    fn counted(&self, what: &str, number: u64, shown: &str) -> String {
        let form = match number {
            0 | 1 => 0,
            2 => 1,
            _ => match number % 100 {
                3..=10 => 2,
                11..=99 => 3,
                _ => 4,
            },
        };
        let forms = self.value("count", what).and_then(Value::as_array);
        // A form without a blank is the number itself: it stands only for the number alone.
        let forms: Vec<&str> = forms.into_iter().flatten().filter_map(Value::as_str).collect();
        let plain = shown == self.number(number);
        let own = forms.get(form).copied().unwrap_or_default();
        let phrase = if own.contains("{n}") || plain && number > 0 { own } else { forms.last().copied().unwrap_or_default() };
        filled(phrase, &[("n", shown)])
    }

    /// Low to high of something; `None` when nothing bounds it.
    pub fn bounds(&self, what: &str, bounds: Bounds) -> Option<String> {
        let number = bounds.high().or(bounds.low())?;
        let shown = self.range(bounds)?;
        Some(self.counted(what, number, &shown))
    }

    /// Low to high, alone.
    pub fn range(&self, bounds: Bounds) -> Option<String> {
        Some(match (bounds.low(), bounds.high()) {
            (Some(a), Some(b)) if a == b => self.number(a),
            (Some(a), Some(b)) => self.fill("join", "range", &[("low", &self.number(a)), ("high", &self.number(b))]),
            (Some(a), None) => self.fill("join", "at_least", &[("low", &self.number(a))]),
            (None, Some(b)) => self.fill("join", "at_most", &[("high", &self.number(b))]),
            (None, None) => return None,
        })
    }

    /// Things in a row: `a, b and c`.
    pub fn list(&self, items: &[String]) -> String {
        match items {
            [] => String::new(),
            [one] => one.clone(),
            [rest @ .., last] => {
                format!("{}{}{last}", rest.join(self.phrase("join", "comma")), self.phrase("join", "and"))
            }
        }
    }

    /// The name of an actor or source in this language, with its article: that of a theatre, else the common noun of
    /// the phrases, else `fallback`, which an outlet has.
    pub fn party(&self, id: &str, fallback: &str) -> String {
        let of = |names: &Names| names.of(self.lang).first().cloned();
        let actor = self.theatre.actors.iter().find(|a| a.id == id);
        let source = self.theatre.sources.iter().find(|s| s.id == id);
        let named = source.and_then(|s| of(&s.names)).or_else(|| actor.and_then(|a| of(&a.names)));
        let noun = || Some(self.phrase("party", id)).filter(|noun| !noun.is_empty()).map(str::to_owned);
        let shown =
            named.or_else(noun).unwrap_or_else(|| if fallback.is_empty() { id.replace('-', " ") } else { fallback.to_owned() });
        if shown.is_empty() { self.phrase("join", "outlet").to_owned() } else { format!("{}{shown}", self.article(&shown)) }
    }

    fn article(&self, name: &str) -> &str {
        let table = |key: &str| self.value("article", key).and_then(Value::as_table);
        let lower = name.to_lowercase();
        let first = lower.split([' ', '\'', '’']).next().unwrap_or_default();
        let by_first = table("first").and_then(|t| t.get(first)).and_then(Value::as_str);
        let by_last = table("last").and_then(|t| {
            let ends = |end: &str| name.ends_with(end) && !name[..name.len() - end.len()].ends_with(char::is_alphanumeric);
            t.iter().find(|(end, _)| ends(end)).and_then(|(_, article)| article.as_str())
        });
        by_first.or(by_last).unwrap_or_default()
    }

    /// The name of a place in this language: that of a theatre, else an alias in the script or with a first word of
    /// the language, else its canonical one.
    pub fn place(&self, place: &PlaceRef) -> String {
        let country = country_of(self.theatre, place).and_then(|c| c.names.of(self.lang).first());
        let own = self.theatre.places.iter().find(|p| p.id == place.id).and_then(|p| p.names.of(self.lang).first());
        let rtl = self.direction() == "rtl";
        let first_words = self.value("place", "first_words").and_then(Value::as_array);
        let first_words: Vec<&str> = first_words.into_iter().flatten().filter_map(Value::as_str).collect();
        let mut aliases = place.aliases.iter();
        let alias = aliases.find(|a| {
            rtl && a.chars().any(|c| matches!(c, '\u{600}'..='\u{6ff}')) || first_words.iter().any(|word| a.starts_with(word))
        });
        country.or(own).or(alias).unwrap_or(&place.name).clone()
    }
}

/// The country that a place is as a whole; `None` = it is a place within one.
pub(super) fn country_of<'t>(theatre: &'t Theatre, place: &PlaceRef) -> Option<&'t Country> {
    theatre.countries.iter().find(|c| c.iso2 == place.country && c.en == place.name)
}

fn filled(phrase: &str, blanks: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(phrase.len() + 32);
    let mut rest = phrase;
    while let Some((before, behind)) = rest.split_once('{') {
        out.push_str(before);
        let Some((key, after)) = behind.split_once('}') else {
            out.push('{');
            rest = behind;
            continue;
        };
        out.push_str(blanks.iter().find(|(name, _)| *name == key).map_or("", |(_, value)| value));
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn keys(table: &Table, at: &str, out: &mut BTreeSet<String>) {
        for (key, value) in table {
            match value {
                // Articles are facts of a language: each has its own.
                Value::Table(_) if key == "article" => {}
                Value::Table(inner) => keys(inner, &format!("{at}{key}."), out),
                _ => {
                    out.insert(format!("{at}{key}"));
                }
            }
        }
    }

    #[test]
    fn every_language_has_every_phrase() {
        let mut all: Vec<BTreeSet<String>> = Vec::new();
        for (code, text) in PHRASES {
            let mut own = BTreeSet::new();
            keys(&text.parse::<Table>().unwrap_or_else(|e| panic!("{code}: {e}")), "", &mut own);
            all.push(own);
        }
        for other in &all[1..] {
            assert_eq!(all[0].symmetric_difference(other).collect::<Vec<_>>(), Vec::<&String>::new());
        }
    }

    #[test]
    fn blanks_are_the_same_in_every_language() {
        let blanks = |text: &str| -> BTreeSet<String> {
            text.split('{').skip(1).filter_map(|p| p.split_once('}')).map(|(k, _)| k.to_owned()).collect()
        };
        let tables: Vec<Table> = PHRASES.iter().map(|(_, text)| text.parse().expect("a table")).collect();
        for section in ["page", "sentence", "join"] {
            for (key, value) in tables[0][section].as_table().expect("a section") {
                let own = blanks(value.as_str().unwrap_or_default());
                for other in &tables[1..] {
                    assert_eq!(own, blanks(other[section][key].as_str().unwrap_or_default()), "{section}.{key}");
                }
            }
        }
    }

    #[test]
    fn arabic_counts_by_the_last_two_digits() {
        let theatre = Theatre::default();
        let words = Words::of("ar", &theatre, true).expect("Arabic");
        let said: Vec<String> = [1, 2, 7, 12, 100, 103].iter().map(|n| words.count("killed", *n)).collect();
        assert_eq!(said, ["قتيل واحد", "قتيلان", "٧ قتلى", "١٢ قتيلا", "١٠٠ قتيل", "١٠٣ قتلى"]);
    }

    #[test]
    fn an_open_side_is_said_to_be_open() {
        let theatre = Theatre::default();
        let words = Words::of("fr", &theatre, false).expect("French");
        let open = Bounds::new(Some(277), None, None).expect("in order");
        assert_eq!(words.bounds("killed", open).as_deref(), Some("au moins 277 tués"));
        assert_eq!(words.day("2024-11-30"), "30 novembre 2024");
        assert_eq!(words.bounds("killed", Bounds::default()), None);
    }
}
