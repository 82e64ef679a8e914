//! What must be known of a conflict to reconcile claims about it: who stands in
//! which camp, who belongs to whom, who speaks for whom. Filled from a theatre;
//! nothing is guessed where it is silent.
//!
//! Two questions about two parties are kept apart. [`Knowledge::same_side`]: do they hold a
//! place together? Whoever is not of one side excludes the other as a holder. [`Knowledge::opposed`]: is it known
//! that they are of different camps? Where no camp is known, nobody is opposed.

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
    allies: FxHashMap<String, Vec<Dated<String>>>,
    wholes: FxHashMap<String, Vec<Dated<String>>>,
    meanings: FxHashMap<String, Vec<String>>,
}

/// Kinds of sources that belong to nobody, as theatres name them.
const IMPARTIAL: [&str; 6] = ["agency", "media", "monitor", "ngo", "un", "witness"];

fn holds<T>((_, from, to): &Dated<T>, on: Date) -> bool {
    from.is_none_or(|f| f <= on) && to.is_none_or(|t| on <= t)
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

    /// Two actors fight side by side between two days (both included), whatever their camps.
    pub fn allied(&mut self, a: &str, b: &str, from: Option<Date>, to: Option<Date>) {
        self.allies.entry(a.to_owned()).or_default().push((b.to_owned(), from, to));
        self.allies.entry(b.to_owned()).or_default().push((a.to_owned(), from, to));
    }

    /// An actor is part of another between two days (both included): allied with it, and
    /// in its camp where none of its own is known.
    pub fn part_of(&mut self, part: &str, whole: &str, from: Option<Date>, to: Option<Date>) {
        self.wholes.entry(part.to_owned()).or_default().push((whole.to_owned(), from, to));
        self.allied(part, whole, from, to);
    }

    /// A common noun (the id that claims give it: `rebels`, `militia`) may mean an actor.
    pub fn may_mean(&mut self, noun: &str, actor: &str) {
        self.meanings.entry(noun.to_owned()).or_default().push(actor.to_owned());
    }

    /// Whether an id stands for a common noun that may mean several actors.
    pub fn is_common(&self, id: &str) -> bool {
        self.meanings.contains_key(id)
    }

    /// Whether an id is a party of the conflict: it has a kind, a camp, or means somebody who has.
    pub fn is_party(&self, id: &str) -> bool {
        self.kinds.contains_key(id) || self.camps.contains_key(id) || self.meanings.contains_key(id)
    }

    /// The camp of an actor or source on a day; without a day, the only camp it ever
    /// stood in. Where it has none of its own: the camp of the actor that it speaks for, of what it
    /// is part of; for a common noun, the camp of all whom it may mean, if they have one.
    /// `None` = neutral, or not known.
    pub fn camp_of(&self, who: &str, on: Option<Date>) -> Option<&str> {
        self.camp_within(who, on, 4)
    }

    /// `steps` ends a circle of parts.
    fn camp_within(&self, who: &str, on: Option<Date>, steps: u8) -> Option<&str> {
        let steps = steps.checked_sub(1)?;
        if let Some(own) = self.camps.get(who) {
            let found = match on {
                Some(day) => own.iter().find(|dated| holds(dated, day)).map(|(camp, ..)| camp.as_str()),
                None => own.first().map(|(camp, ..)| camp.as_str()).filter(|c| own.iter().all(|(camp, ..)| camp == c)),
            };
            if found.is_some() {
                return found;
            }
        }
        if let Some(actor) = self.speaks_for.get(who) {
            return self.camp_within(actor, on, steps);
        }
        let whole = self.wholes.get(who).into_iter().flatten().find(|dated| on.is_none_or(|day| holds(dated, day)));
        if let Some((whole, ..)) = whole {
            return self.camp_within(whole, on, steps);
        }
        let mut camps = self.meanings.get(who)?.iter().filter_map(|actor| self.camp_within(actor, on, steps));
        let first = camps.next()?;
        camps.all(|camp| camp == first).then_some(first)
    }

    /// Whether two actors stand on one side on a day: they are one, one name may mean both, they are
    /// allied, or their camp is one. Holders that are not of one side exclude one another.
    ///
    /// ```
    /// # use vigie_reconcile::Knowledge;
    /// let day = "2024-11-30".parse().unwrap();
    /// let mut known = Knowledge::default();
    /// known.camp("north", "league", None, None);
    /// known.part_of("first-brigade", "north", None, None);
    /// known.camp("south", "union", None, None);
    /// known.may_mean("rebels", "north");
    /// assert!(known.same_side("first-brigade", "rebels", day));
    /// assert!(!known.same_side("first-brigade", "south", day));
    /// // Nothing is known of the east: it holds nothing together with the north, and is not its enemy.
    /// assert!(!known.same_side("east", "north", day) && !known.opposed("east", "north", day));
    /// ```
    pub fn same_side(&self, a: &str, b: &str, on: Date) -> bool {
        if a == b {
            return true;
        }
        let mean = |noun: &str, actor: &str| self.meanings.get(noun).is_some_and(|all| all.iter().any(|m| m == actor));
        if mean(a, b) || mean(b, a) {
            return true;
        }
        if self.allies.get(a).is_some_and(|all| all.iter().any(|dated| dated.0 == b && holds(dated, on))) {
            return true;
        }
        match (self.camp_of(a, Some(on)), self.camp_of(b, Some(on))) {
            (Some(x), Some(y)) => x == y,
            _ => match (self.meanings.get(a), self.meanings.get(b)) {
                (Some(all), Some(others)) => all.iter().any(|m| others.contains(m)),
                _ => false,
            },
        }
    }

    /// Whether it is known that two actors are of different camps on a day, and not allied.
    pub fn opposed(&self, a: &str, b: &str, on: Date) -> bool {
        self.camp_of(a, Some(on)).is_some() && self.camp_of(b, Some(on)).is_some() && !self.same_side(a, b, on)
    }

    /// Whether a source is, speaks for, or stands on the side of an actor on a day (methods T4).
    pub fn sides_with(&self, source: &str, actor: &str, on: Date) -> bool {
        self.same_side(self.speaks_for.get(source).map_or(source, String::as_str), actor, on) || self.same_side(source, actor, on)
    }

    /// Whether an entry is said by somebody who belongs to no side: an agency, a monitor, an aid organisation,
    /// a newspaper, without a camp on the day. An outlet of which nothing is known counts as a newspaper; a named
    /// speaker of whom nothing is known does not (methods T3, T4).
    pub fn neutral(&self, entry: &Entry, on: Date) -> bool {
        let named = entry.claim.sources.first();
        let origin = named.map_or_else(|| self.origin(entry).id, |source| source.id.clone());
        let impartial = match self.kind_of(&origin) {
            Some(kind) => IMPARTIAL.contains(&kind),
            None => named.is_none(),
        };
        impartial && !self.speaks_for.contains_key(&origin) && self.camp_of(&origin, Some(on)).is_none()
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

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().expect("a day")
    }

    fn known() -> Knowledge {
        let mut known = Knowledge::default();
        known.camp("north", "league", None, Some(day("2024-12-08")));
        known.camp("north", "union", Some(day("2024-12-09")), None);
        known.camp("south", "union", None, None);
        known.camp("hills", "league", None, None);
        known.part_of("brigade", "hills", None, Some(day("2024-12-31")));
        known.allied("coast", "south", Some(day("2024-12-01")), None);
        known.speaks("ministry", "south");
        known.kind("ministry", "ministry");
        known.kind("wire", "agency");
        known.may_mean("rebels", "north");
        known.may_mean("rebels", "hills");
        known
    }

    #[test]
    fn sides_are_dated() {
        let known = known();
        assert!(!known.same_side("north", "south", day("2024-12-08")));
        assert!(known.same_side("north", "south", day("2024-12-09")));
        assert!(!known.same_side("coast", "south", day("2024-11-30")));
        assert!(known.same_side("coast", "south", day("2024-12-01")));
    }

    #[test]
    fn a_part_stands_where_its_whole_stands_while_it_is_part() {
        let known = known();
        assert_eq!(known.camp_of("brigade", Some(day("2024-12-31"))), Some("league"));
        assert_eq!(known.camp_of("brigade", Some(day("2025-01-01"))), None);
    }

    #[test]
    fn a_common_noun_has_a_camp_while_all_whom_it_means_have_one() {
        let known = known();
        assert_eq!(known.camp_of("rebels", Some(day("2024-12-01"))), Some("league"));
        assert_eq!(known.camp_of("rebels", Some(day("2024-12-10"))), None);
        assert!(known.same_side("rebels", "north", day("2024-12-10")));
    }

    #[test]
    fn parts_that_are_parts_of_each_other_have_no_camp_and_end() {
        let mut known = Knowledge::default();
        known.part_of("a", "b", None, None);
        known.part_of("b", "a", None, None);
        assert_eq!(known.camp_of("a", None), None);
    }

    #[test]
    fn whoever_speaks_for_a_party_sides_with_it() {
        let known = known();
        assert!(known.sides_with("ministry", "south", day("2024-11-30")));
        assert!(!known.sides_with("ministry", "north", day("2024-11-30")));
        assert!(!known.sides_with("wire", "south", day("2024-11-30")));
    }
}
