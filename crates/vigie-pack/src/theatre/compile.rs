//! Reads and checks the tables of all theatres.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;
use serde::Deserialize;
use vigie_text::Tokenizer;

use super::cells::{Cells, is_country_code, is_day, is_place_id, is_slug, owned};
use super::{
    Actor, Alliance, Camp, Country, ExtraPlace, NameIndex, NameSense, Named, Names, Person, Road, Source, Theatre, TheatreInfo,
};
use crate::diagnostic::Diagnostic;
use crate::nearest::guess;
use crate::table::Table;
use crate::{Files, Pack};

/// The language of canonical names, whatever the texts are written in.
const CANONICAL: &str = "en";
const ACTOR_KINDS: &[&str] = &[
    "army",
    "airforce",
    "navy",
    "government",
    "police",
    "group",
    "militia",
    "coalition",
    "company",
    "gang",
    "peacekeepers",
    "person",
];
const SOURCE_KINDS: &[&str] = &["agency", "media", "monitor", "ministry", "un", "ngo", "official", "army", "group"];
const PLACE_KINDS: &[&str] =
    &["city", "town", "village", "district", "region", "province", "base", "road", "border", "water", "site"];
const ALLIANCE_KINDS: &[&str] = &["ally", "backs", "part-of"];
const GENERIC: &[&str] = &["rebels", "jihadists", "militia", "separatists", "attackers", "group"];
const TABLES: &[&str] = &[
    "theatre.toml",
    "countries.tsv",
    "actors.tsv",
    "sources.tsv",
    "people.tsv",
    "camps.tsv",
    "alliances.tsv",
    "places.tsv",
    "roads.tsv",
];

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Manifest {
    id: String,
    title: String,
    licence: String,
    countries: Vec<String>,
}

/// Compiles the files of all theatres (`syria/actors.tsv`) into one, whose
/// names are not opened yet. `packs` say how the names of their languages are
/// cut and folded. Rows with a fault are reported and left out; nothing is
/// made when there is no theatre at all.
pub fn compile_theatres(files: &Files, packs: &[&Pack]) -> (Option<Theatre>, Vec<Diagnostic>) {
    let mut out = Vec::new();
    let folders: BTreeSet<&str> = files.keys().filter_map(|p| p.split_once('/')).map(|p| p.0).collect();
    if folders.is_empty() {
        out.push(Diagnostic::error("theatres", 0, 0, "no theatre", "a theatre is a folder with a file theatre.toml"));
        return (None, out);
    }
    let mut reader = Reader {
        files,
        tokenizers: packs.iter().map(|p| (p.code.as_str(), p.tokenizer())).collect(),
        generic: packs.iter().flat_map(|p| &p.lexicon.classes).filter_map(|c| c.strip_prefix("armed.")).collect(),
        theatre: Theatre::default(),
        at: 0,
        names: BTreeMap::new(),
        owners: FxHashMap::default(),
        ids: FxHashMap::default(),
        references: Vec::new(),
        out: &mut out,
    };
    for folder in folders {
        reader.folder(folder);
    }
    reader.check_references();
    let (mut theatre, names) = (reader.theatre, reader.names);
    for (lang, names) in names {
        match NameIndex::build(&lang, names) {
            Ok(index) => theatre.names.push(index),
            Err(fault) => {
                let hint = "report this: the index could not be written";
                out.push(Diagnostic::error("theatres", 0, 0, fault.to_string(), hint));
                return (None, out);
            }
        }
    }
    (Some(theatre), out)
}

/// The key of a name: its tokens, folded, without accents, one space between.
/// Unlike a word of the lexicon a name keeps the marks inside it (`u . s . army`),
/// not those before and after.
pub fn name_key(name: &str, tokenizer: &Tokenizer) -> String {
    let s = tokenizer.sentence(name, 0, name.len());
    let word = |i: &usize| s.phrase_word(*i).is_some();
    let (Some(first), Some(last)) = ((0..s.len()).find(word), (0..s.len()).rfind(word)) else { return String::new() };
    (first..=last).map(|i| s.plain(i)).collect::<Vec<_>>().join(" ")
}

/// What an id must be the id of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Kind {
    Actor,
    Source,
    ActorOrSource,
    Person,
    Country,
    Place,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Actor => "actor",
            Self::Source => "source",
            Self::ActorOrSource => "actor or source",
            Self::Person => "person",
            Self::Country => "country",
            Self::Place => "place",
        }
    }
}

struct Reader<'a> {
    files: &'a Files,
    tokenizers: Vec<(&'a str, Tokenizer)>,
    generic: Vec<&'a str>,
    theatre: Theatre,
    /// Place of the folder at hand in the list of theatres.
    at: u16,
    names: BTreeMap<String, BTreeMap<String, Vec<NameSense>>>,
    /// Whose a name is, by theatre, kind, language and key: place and id.
    owners: FxHashMap<(u16, Kind, String, String), String>,
    /// Where an id was given first.
    ids: FxHashMap<(Kind, String), (String, usize)>,
    /// Ids to be found once all tables are read, with what to say otherwise.
    references: Vec<(Kind, String, Diagnostic)>,
    out: &'a mut Vec<Diagnostic>,
}

impl<'a> Reader<'a> {
    fn folder(&mut self, folder: &'a str) {
        self.at = self.theatre.theatres.len() as u16;
        for path in self.files.keys().filter(|p| p.split_once('/').is_some_and(|p| p.0 == folder)) {
            let file = path.split_once('/').map_or("", |p| p.1);
            if !TABLES.contains(&file) && file.strip_suffix(".md").is_none() {
                let hint = format!("{}files of a theatre: {}", guess(file, TABLES.iter().copied()), TABLES.join(" "));
                self.out.push(Diagnostic::error(path, 0, 0, "no file of a theatre", hint).warning());
            }
        }
        let info = self.manifest(folder);
        self.theatre.theatres.push(info);
        self.countries(&format!("{folder}/countries.tsv"));
        self.actors(&format!("{folder}/actors.tsv"));
        self.sources(&format!("{folder}/sources.tsv"));
        self.people(&format!("{folder}/people.tsv"));
        self.camps(&format!("{folder}/camps.tsv"));
        self.alliances(&format!("{folder}/alliances.tsv"));
        self.places(&format!("{folder}/places.tsv"));
        self.roads(&format!("{folder}/roads.tsv"));
    }

    fn manifest(&mut self, folder: &str) -> TheatreInfo {
        let path = format!("{folder}/theatre.toml");
        let Some(text) = self.files.get(&path) else {
            let hint = "write: id, title, licence, countries";
            self.out.push(Diagnostic::error(&path, 0, 0, "the file is missing", hint));
            return TheatreInfo { id: folder.to_string(), ..TheatreInfo::default() };
        };
        let manifest: Manifest = match toml::from_str(text) {
            Ok(manifest) => manifest,
            Err(fault) => {
                let span = fault.span().unwrap_or(0..0);
                self.out.push(Diagnostic::at(&path, text, span, fault.message(), "see theatres/README.md"));
                Manifest { id: folder.to_string(), ..Manifest::default() }
            }
        };
        if manifest.id != folder {
            let hint = format!("write: id = \"{folder}\"");
            self.out.push(Diagnostic::error(&path, 1, 1, "the id is not the name of the folder", hint));
        }
        for code in &manifest.countries {
            let start = text.find(&format!("\"{code}\"")).map_or(0, |at| at + 1);
            let fault = |m: String, h: &str| Diagnostic::at(&path, text, start..start + code.len(), m, h);
            if is_country_code(code) {
                let fault = fault(format!("unknown country {code}"), "countries stand in world/countries.tsv");
                self.references.push((Kind::Country, code.clone(), fault));
            } else {
                self.out.push(fault(format!("{code} is no country code"), "write two capitals of ISO 3166-1"));
            }
        }
        TheatreInfo { id: folder.to_string(), title: manifest.title, licence: manifest.licence, countries: manifest.countries }
    }

    fn table(&mut self, path: &str, columns: &[&str], by_language: &[&str]) -> Table<'a> {
        match self.files.get(path) {
            Some(text) => Table::read_by_language(path, text, columns, by_language, self.out),
            None => Table::default(),
        }
    }

    fn countries(&mut self, path: &str) {
        let table = self.table(path, &["iso2", "lat", "lon", "seen"], &["", "adj_", "capital_"]);
        for row in &table.rows {
            let cells = Cells { path, table: &table, row };
            let iso2 = cells.text("iso2");
            if !is_country_code(iso2) {
                self.out.push(cells.fault("iso2", format!("{iso2} is no country code"), "write two capitals of ISO 3166-1"));
                continue;
            }
            if !self.new_id(&cells, Kind::Country, "iso2") {
                continue;
            }
            let Some((lat, lon)) = self.point(&cells) else { continue };
            let at = self.theatre.countries.len() as u32;
            let names = self.names(&cells, "", Named::Country(at), Some(Kind::Country));
            let demonyms = self.names(&cells, "adj_", Named::Demonym(at), None);
            let capitals = self.names(&cells, "capital_", Named::Capital(at), None);
            let english = |n: &Names| n.of(CANONICAL).first().cloned().unwrap_or_default();
            self.theatre.countries.push(Country {
                iso2: iso2.to_string(),
                en: english(&names),
                adj_en: english(&demonyms),
                capital_en: english(&capitals),
                names,
                demonyms,
                capitals,
                lat,
                lon,
            });
        }
    }

    fn actors(&mut self, path: &str) {
        let table = self.table(path, &["id", "name", "kind", "country", "generic", "seen"], &["", "hostile_"]);
        for row in &table.rows {
            let cells = Cells { path, table: &table, row };
            if !(self.new_id(&cells, Kind::Actor, "id") && self.slug(&cells) && self.one_of(&cells, "kind", ACTOR_KINDS)) {
                continue;
            }
            let generic: Vec<_> = cells.text("generic").split_whitespace().map(str::to_string).collect();
            for word in &generic {
                if !GENERIC.contains(&word.as_str()) && !self.generic.contains(&word.as_str()) {
                    let known = GENERIC.iter().copied().chain(self.generic.iter().copied());
                    let hint = format!("{}write {}, or X of a class armed.X", guess(word, known), GENERIC.join(" "));
                    self.out.push(cells.fault("generic", format!("unknown common noun {word}"), hint).warning());
                }
            }
            let named = Named::Actor(self.theatre.actors.len() as u32);
            let actor = Actor {
                id: cells.owned("id"),
                name: cells.owned("name"),
                kind: cells.owned("kind"),
                country: self.country(&cells),
                generic,
                names: self.names(&cells, "", named, Some(Kind::Actor)),
                hostile: self.names(&cells, "hostile_", named, None),
                theatre: self.at,
            };
            self.theatre.actors.push(actor);
        }
    }

    fn sources(&mut self, path: &str) {
        let table = self.table(path, &["id", "name", "kind", "country", "actor", "seen"], &[""]);
        for row in &table.rows {
            let cells = Cells { path, table: &table, row };
            if !(self.new_id(&cells, Kind::Source, "id") && self.slug(&cells) && self.one_of(&cells, "kind", SOURCE_KINDS)) {
                continue;
            }
            let named = Named::Source(self.theatre.sources.len() as u32);
            let source = Source {
                id: cells.owned("id"),
                name: cells.owned("name"),
                kind: cells.owned("kind"),
                country: self.country(&cells),
                actor: self.reference(&cells, "actor", Kind::Actor),
                names: self.names(&cells, "", named, Some(Kind::Source)),
                theatre: self.at,
            };
            self.theatre.sources.push(source);
        }
    }

    fn people(&mut self, path: &str) {
        let table = self.table(path, &["id", "name", "role", "actor", "source", "from", "to", "seen"], &[""]);
        for row in &table.rows {
            let cells = Cells { path, table: &table, row };
            if !(self.new_id(&cells, Kind::Person, "id") && self.slug(&cells)) {
                continue;
            }
            let Some((from, to)) = self.period(&cells) else { continue };
            let named = Named::Person(self.theatre.people.len() as u32);
            let person = Person {
                id: cells.owned("id"),
                name: cells.owned("name"),
                role: cells.owned("role"),
                actor: self.reference(&cells, "actor", Kind::Actor),
                source: self.reference(&cells, "source", Kind::ActorOrSource),
                from,
                to,
                names: self.names(&cells, "", named, Some(Kind::Person)),
                theatre: self.at,
            };
            self.theatre.people.push(person);
        }
    }

    fn camps(&mut self, path: &str) {
        let table = self.table(path, &["who", "camp", "from", "to", "seen"], &[]);
        for row in &table.rows {
            let cells = Cells { path, table: &table, row };
            let Some((from, to)) = self.period(&cells) else { continue };
            let Some(who) = self.needed(&cells, "who", Kind::ActorOrSource) else { continue };
            self.theatre.camps.push(Camp { who, camp: cells.owned("camp"), from, to, theatre: self.at });
        }
    }

    fn alliances(&mut self, path: &str) {
        let table = self.table(path, &["a", "b", "kind", "from", "to", "seen"], &[]);
        for row in &table.rows {
            let cells = Cells { path, table: &table, row };
            let Some((from, to)) = self.period(&cells) else { continue };
            if !self.one_of(&cells, "kind", ALLIANCE_KINDS) {
                continue;
            }
            let (a, b) = (self.needed(&cells, "a", Kind::Actor), self.needed(&cells, "b", Kind::Actor));
            if let (Some(a), Some(b)) = (a, b) {
                self.theatre.alliances.push(Alliance { a, b, kind: cells.owned("kind"), from, to });
            }
        }
    }

    fn places(&mut self, path: &str) {
        let columns = ["id", "name", "kind", "lat", "lon", "prec", "country", "admin1", "seen"];
        let table = self.table(path, &columns, &[""]);
        for row in &table.rows {
            let cells = Cells { path, table: &table, row };
            let id = cells.text("id");
            if !is_place_id(id) {
                self.out.push(cells.fault("id", format!("{id} is no place id"), "write geonames:N or vigie:slug"));
                continue;
            }
            if !(self.new_id(&cells, Kind::Place, "id") && self.one_of(&cells, "kind", PLACE_KINDS)) {
                continue;
            }
            let Some((lat, lon)) = self.point(&cells) else { continue };
            let Some(prec) = cells.text("prec").parse().ok().filter(|p| (1..=7).contains(p)) else {
                self.out.push(cells.fault("prec", "no step of precision", "write 1 (exact) to 7 (sea)"));
                continue;
            };
            let names = Names(table.languages("").into_iter().map(|(c, l)| (l.to_string(), owned(row, c))).collect());
            let place = ExtraPlace {
                id: id.to_string(),
                name: cells.owned("name"),
                kind: cells.owned("kind"),
                lat,
                lon,
                prec,
                country: self.country(&cells),
                admin1: cells.owned("admin1"),
                names,
                theatre: self.at,
            };
            self.theatre.places.push(place);
        }
    }

    fn roads(&mut self, path: &str) {
        let table = self.table(path, &["road", "order", "place", "seen"], &[]);
        let mut roads: BTreeMap<&str, BTreeMap<u32, String>> = BTreeMap::new();
        for row in &table.rows {
            let cells = Cells { path, table: &table, row };
            let Ok(order) = cells.text("order").parse() else {
                self.out.push(cells.fault("order", "not a whole number", "number the places along the road: 1, 2, 3"));
                continue;
            };
            let id = cells.text("place");
            if !is_place_id(id) {
                self.out.push(cells.fault("place", format!("{id} is no place id"), "write geonames:N or vigie:slug"));
                continue;
            }
            // Whether GeoNames has the number is the gazetteer's to say.
            if id.starts_with("vigie:") && self.needed(&cells, "place", Kind::Place).is_none() {
                continue;
            }
            if roads.entry(cells.text("road")).or_default().insert(order, id.to_string()).is_some() {
                let message = format!("{} has two places at {order}", cells.text("road"));
                self.out.push(cells.fault("order", message, "number the places along the road: 1, 2, 3"));
            }
        }
        for (road, places) in roads {
            let places = places.into_values().collect();
            self.theatre.roads.push(Road { id: road.to_string(), places, theatre: self.at });
        }
    }

    /// The names of a row in the columns with a prefix, indexed as well.
    /// `owned` = a name of two rows of this kind is worth a warning.
    fn names(&mut self, cells: &Cells<'_, 'a>, prefix: &str, named: Named, own: Option<Kind>) -> Names {
        let mut names = Vec::new();
        for (column, lang) in cells.table.languages(prefix) {
            let default = Tokenizer::default();
            let tokenizer = self.tokenizers.iter().find(|t| t.0 == lang).map_or(&default, |t| &t.1);
            for name in cells.row.names(column) {
                let key = name_key(name, tokenizer);
                let fault = |message: String, hint: &str| {
                    let mut fault = cells.row.fault(cells.path, column, message, hint).warning();
                    let before = cells.row.cell(column).find(name).map_or("", |at| &cells.row.cell(column)[..at]);
                    fault.column += before.chars().count();
                    fault.length = name.chars().count();
                    fault
                };
                if key.is_empty() {
                    self.out.push(fault(format!("{name} holds no word"), "a name has letters or digits"));
                    continue;
                }
                if let Some(kind) = own {
                    let id = cells.row.cell(0);
                    let owner = self.owners.entry((self.at, kind, lang.to_string(), key.clone()));
                    let owner = owner.or_insert_with(|| id.to_string());
                    if owner != id {
                        let hint = "a name of two rows decides nothing; the engine keeps both";
                        self.out.push(fault(format!("{name} is also a name of {owner}"), hint));
                    }
                }
                let sense = NameSense { named, hostile: prefix == "hostile_", theatre: self.at };
                let senses = self.names.entry(lang.to_string()).or_default().entry(key).or_default();
                // Its own name stays when its enemies use it too.
                if !senses.iter().any(|s| s.named == named) {
                    senses.push(sense);
                }
            }
            names.push((lang.to_string(), owned(cells.row, column)));
        }
        Names(names)
    }

    fn slug(&mut self, cells: &Cells<'_, 'a>) -> bool {
        let id = cells.text("id");
        let good = is_slug(id);
        if !good {
            self.out.push(cells.fault("id", format!("{id} is no id"), "write small letters, digits and hyphens"));
        }
        if cells.text("name").is_empty() {
            self.out.push(cells.fault("name", "no name", "write the canonical English name"));
            return false;
        }
        good
    }

    fn one_of(&mut self, cells: &Cells<'_, 'a>, column: &str, all: &[&str]) -> bool {
        let text = cells.text(column);
        let good = all.contains(&text);
        if !good {
            let hint = format!("{}one of: {}", guess(text, all.iter().copied()), all.join(" "));
            self.out.push(cells.fault(column, format!("unknown {column} {text}"), hint));
        }
        good
    }

    /// Whether an id is given for the first time. Asked before all else, so that a
    /// row with another fault does not make its id unknown elsewhere.
    fn new_id(&mut self, cells: &Cells<'_, 'a>, kind: Kind, column: &str) -> bool {
        let id = cells.owned(column);
        if let Some((path, line)) = self.ids.get(&(kind, id.clone())) {
            let hint = format!("see {path}:{line}; put all names of one {} into one row", kind.name());
            let message = format!("{id} is the id of another {}", kind.name());
            self.out.push(cells.fault(column, message, hint));
            return false;
        }
        self.ids.insert((kind, id), (cells.path.to_string(), cells.row.line));
        true
    }

    fn country(&mut self, cells: &Cells<'_, 'a>) -> String {
        let code = cells.text("country");
        if !code.is_empty() && !is_country_code(code) {
            self.out.push(cells.fault("country", format!("{code} is no country code"), "write two capitals of ISO 3166-1"));
            return String::new();
        }
        self.reference(cells, "country", Kind::Country).unwrap_or_default()
    }

    /// An id that some row must have; `None` when the cell is empty.
    fn reference(&mut self, cells: &Cells<'_, 'a>, column: &str, kind: Kind) -> Option<String> {
        let id = cells.text(column);
        if id.is_empty() {
            return None;
        }
        let fault = cells.fault(column, format!("unknown {} {id}", kind.name()), "");
        self.references.push((kind, id.to_string(), fault));
        Some(id.to_string())
    }

    fn needed(&mut self, cells: &Cells<'_, 'a>, column: &str, kind: Kind) -> Option<String> {
        let id = self.reference(cells, column, kind);
        if id.is_none() {
            self.out.push(cells.fault(column, format!("no {}", kind.name()), "write its id"));
        }
        id
    }

    fn check_references(&mut self) {
        let has_countries = !self.theatre.countries.is_empty();
        for (kind, id, mut fault) in std::mem::take(&mut self.references) {
            let is = |k: Kind| self.ids.contains_key(&(k, id.clone()));
            let known = match kind {
                Kind::ActorOrSource => is(Kind::Actor) || is(Kind::Source),
                // Without the table of countries only the form of a code is known.
                Kind::Country => !has_countries || is(kind),
                _ => is(kind),
            };
            if known {
                continue;
            }
            let fits = |k: Kind| k == kind || (kind == Kind::ActorOrSource && matches!(k, Kind::Actor | Kind::Source));
            let candidates = self.ids.keys().filter(|k| fits(k.0)).map(|k| k.1.as_str());
            if kind != Kind::Country {
                fault.hint = format!("{}some theatre must have a row with this id", guess(&id, candidates));
            } else if fault.hint.is_empty() {
                fault.hint = "countries stand in world/countries.tsv".to_string();
            }
            self.out.push(fault);
        }
    }

    fn point(&mut self, cells: &Cells<'_, 'a>) -> Option<(f64, f64)> {
        let mut degrees = |column: &str, limit: f64| {
            let value = cells.text(column).parse::<f64>().ok().filter(|v| v.abs() <= limit);
            if value.is_none() {
                let hint = format!("write decimal degrees between -{limit} and {limit}");
                self.out.push(cells.fault(column, format!("{column} is no angle"), hint));
            }
            value
        };
        let (lat, lon) = (degrees("lat", 90.0), degrees("lon", 180.0));
        Some((lat?, lon?))
    }

    fn period(&mut self, cells: &Cells<'_, 'a>) -> Option<(Option<String>, Option<String>)> {
        for column in ["from", "to"] {
            let text = cells.text(column);
            if !text.is_empty() && !is_day(text) {
                self.out.push(cells.fault(column, format!("{text} is no day"), "write YYYY-MM-DD, or nothing"));
                return None;
            }
        }
        let (from, to) = (cells.text("from"), cells.text("to"));
        if !from.is_empty() && !to.is_empty() && to < from {
            self.out.push(cells.fault("to", "the period ends before it starts", "from is the first day, to the last"));
            return None;
        }
        let day = |t: &str| (!t.is_empty()).then(|| t.to_string());
        Some((day(from), day(to)))
    }
}
