//! Where a text plays: the countries at issue, and whether a war that a theatre knows is fought there.

use rustc_hash::FxHashMap;
use vigie_gazetteer::CountryCode;
use vigie_pack::theatre::Named;

use crate::reading::{Prepared, Reading};

impl Reading<'_, '_> {
    /// Whether the text names an armed group, or a country or a place of a theatre as often as the gate asks: an attack in
    /// the street of a country at peace is no armed conflict.
    pub(crate) fn in_theatre(&self, prepared: &[Prepared<'_, '_>]) -> bool {
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
}
