//! What must be known of a conflict to reconcile claims about it: who stands in
//! which camp, who speaks for whom. Filled from a theatre; nothing is guessed
//! where it is silent.

use jiff::civil::Date;
use rustc_hash::FxHashMap;
use vigie_model::Entry;

/// A stretch of days, both included; `None` leaves a side open.
type Dated<T> = (T, Option<Date>, Option<Date>);

/// Who stands where, dated.
#[derive(Debug, Clone, Default)]
pub struct Knowledge {
    camps: FxHashMap<String, Vec<Dated<String>>>,
    speaks_for: FxHashMap<String, String>,
    kinds: FxHashMap<String, String>,
}

/// Who says a claim, for the purpose of counting independent witnesses (methods R1, U4).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Origin {
    /// Id of the source: the nearest speaker; the outlet, in lower case, where nobody is named.
    pub id: String,
    /// Its name.
    pub name: String,
}

impl Knowledge {
    /// An actor or source stands in a camp between two days (both included).
    pub fn camp(&mut self, who: &str, camp: &str, from: Option<Date>, to: Option<Date>) {
        self.camps.entry(who.to_owned()).or_default().push((camp.to_owned(), from, to));
    }

    /// A source speaks for an actor, and stands where the actor stands.
    pub fn speaks(&mut self, source: &str, actor: &str) {
        self.speaks_for.insert(source.to_owned(), actor.to_owned());
    }

    /// A source is of a kind: `agency`, `monitor`, `army`, `witness` …
    pub fn kind(&mut self, source: &str, kind: &str) {
        self.kinds.insert(source.to_owned(), kind.to_owned());
    }

    /// The kind of a source; `None` = not known.
    pub fn kind_of(&self, source: &str) -> Option<&str> {
        self.kinds.get(source).map(String::as_str)
    }

    /// The actor that a source speaks for; `None` = for itself.
    pub fn actor_of(&self, source: &str) -> Option<&str> {
        self.speaks_for.get(source).map(String::as_str)
    }

    /// The camp of an actor or source on a day; without a day, the only camp it ever
    /// stood in. `None` = neutral, or not known.
    pub fn camp_of(&self, who: &str, on: Option<Date>) -> Option<&str> {
        let own = self.camps.get(who).or_else(|| self.camps.get(self.speaks_for.get(who)?))?;
        let Some(day) = on else {
            let first = own.first()?;
            return own.iter().all(|(camp, ..)| *camp == first.0).then_some(first.0.as_str());
        };
        own.iter()
            .find(|(_, from, to)| from.is_none_or(|f| f <= day) && to.is_none_or(|t| day <= t))
            .map(|(camp, ..)| camp.as_str())
    }

    /// Who says an entry: the nearest speaker, else the outlet (methods R1).
    pub fn origin(&self, entry: &Entry) -> Origin {
        if let Some(source) = entry.claim.sources.first() {
            return Origin { id: source.id.clone(), name: source.name.clone() };
        }
        let name = entry.outlet.clone().unwrap_or_default();
        // An outlet that nobody knows is its own witness: its cluster of copies.
        let id = if name.is_empty() { entry.witness.clone() } else { name.to_lowercase() };
        Origin { id, name }
    }
}
