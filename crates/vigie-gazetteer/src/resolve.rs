//! Which of several places of one name is meant, and why.
//!
//! Candidates are compared fact by fact, in a fixed order; the first fact in
//! which they differ decides, and is the reason kept. There are no weights.
//!
//! 1. it is of the kind that the text asks for (*the province of …*)
//! 2. it lies in the region or country that the text says (*…, in Syria*)
//! 3. it is a state, a continent, a known area or water, or a region of a country
//!    in focus, by its full name
//! 4. its country is in focus, the earlier the better
//! 5. it lies within 60 km of a place already settled
//! 6. it comes from a theatre whose country is in focus
//! 7. the name is its own, not a rare spelling or a short form
//! 8. it is a capital
//! 9. more people live there

use std::cmp::Ordering;

use crate::gazetteer::{Candidate, CountryCode, Form, Gazetteer, PlaceIndex, PlaceRef};
use crate::row::PlaceKind;

/// Places of fewer people, in no country at issue, are refused.
pub const SMALL: u32 = 15_000;

/// Rare spellings count outside the countries at issue only for places of this size.
pub const LARGE: u32 = 300_000;

/// A capital, or a place of this many people, overshadows far smaller ones of its name.
pub const GREAT: u32 = 1_000_000;

/// Places of fewer people are overshadowed by a great one of the same name.
pub const OVERSHADOWED: u32 = 100_000;

/// Two places this near to each other are taken to belong together, in km.
pub const NEAR_KM: f64 = 60.0;

/// What the text asks for by a feature word beside the name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Asked {
    /// City, town, village, camp.
    Settlement,
    /// Province, governorate, oblast, state.
    Region,
    /// District, county, department.
    District,
    /// State, country.
    Country,
    /// Airport, base, hill, crossing: the name may be that of the town beside it.
    Site,
    /// Sea, river, strait, lake.
    Water,
}

impl Asked {
    /// Whether a place of this kind is one.
    pub fn fits(self, kind: PlaceKind) -> bool {
        match self {
            Self::Settlement => kind.is_settlement() || kind == PlaceKind::Site,
            Self::Region => matches!(kind, PlaceKind::Region | PlaceKind::District | PlaceKind::Area),
            Self::District => kind.is_division(),
            Self::Country => kind == PlaceKind::Country,
            Self::Site => matches!(kind, PlaceKind::Site | PlaceKind::Base | PlaceKind::Border | PlaceKind::Road),
            Self::Water => kind == PlaceKind::Water,
        }
    }
}

/// What is known of the passage when a name is settled.
#[derive(Debug, Clone, Default)]
pub struct Context {
    /// Kind asked for by a feature word.
    pub asked: Option<Asked>,
    /// Region, country or place that the text says it lies in or beside.
    pub within: Option<PlaceIndex>,
    /// Countries at issue, most telling first: said beside the name, of places
    /// settled before, of the dateline, of the theatre.
    pub focus: Vec<CountryCode>,
    /// Places settled before in the passage.
    pub settled: Vec<PlaceIndex>,
}

impl Context {
    /// A context in which only these countries are at issue.
    pub fn in_focus(countries: &[&str]) -> Self {
        Self { focus: countries.iter().map(|c| CountryCode::new(c)).collect(), ..Self::default() }
    }
}

/// The fact that decided against the next best candidate, or that stands alone.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// No other place has this name.
    Only,
    /// Of the kind asked for.
    KindAsked(Asked),
    /// In the region, country or neighbourhood that the text says.
    Within(PlaceIndex),
    /// A state, continent, area or water, or a region of a country in focus.
    StateOrRegion,
    /// Its country is in focus, at this rank (0 = first).
    InFocus(usize),
    /// Near a place settled before.
    NearSettled(PlaceIndex),
    /// Added by a theatre.
    Theatre,
    /// The name is its canonical one or one that is shown.
    OwnName,
    /// Capital of its country.
    Capital,
    /// More people than the next best.
    People {
        /// Of the place chosen.
        here: u32,
        /// Of the next best.
        next: u32,
    },
    /// Equal in every fact: the earlier one in the table.
    Order,
}

/// Why a candidate was not considered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Refusal {
    /// Fewer than [`SMALL`] people, and no country at issue holds it.
    SmallAndFar,
    /// The name is a common word or a name of people, and no feature word stands beside it.
    EverydayWord,
    /// A rare spelling, of a place neither large nor in a country at war that is at issue.
    RareSpelling,
    /// A capital or a place of more than [`GREAT`] people has the same name.
    Overshadowed,
    /// A city of the same name, in its country or beside it, stands for it.
    CityOfThatName,
}

/// What was settled.
#[derive(Debug, Clone, Default)]
pub struct Verdict {
    /// The place meant, if any.
    pub place: Option<PlaceIndex>,
    /// How the name belongs to it.
    pub form: Option<Form>,
    /// Facts that hold for it, the deciding one first.
    pub reasons: Vec<Reason>,
    /// Candidates refused, and why.
    pub refused: Vec<(PlaceIndex, Refusal)>,
    /// Candidates that lost to the place chosen.
    pub others: Vec<PlaceIndex>,
}

/// The facts of one candidate, each the greater the better.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact that holds or does not")]
struct Facts {
    at: PlaceIndex,
    form: Form,
    kind: PlaceKind,
    country: CountryCode,
    kind_fits: u8,
    within: bool,
    state: bool,
    focus: Option<usize>,
    near: Option<PlaceIndex>,
    theatre: bool,
    capital: bool,
    people: u32,
    /// How many places have the name.
    crowd: usize,
}

/// Settles a name: the best candidate that is not refused.
///
/// ```
/// use vigie_gazetteer::{Context, Gazetteer, resolve};
/// let world = Gazetteer::world().unwrap();
/// let words = ["tripoli"];
/// let name = world.names_at(|i| words.get(i).copied(), 0)[0];
/// let candidates: Vec<_> = world.candidates(&name).collect();
/// let country = |context: &Context| {
///     let place = resolve(&world, &candidates, context).place.unwrap();
///     world.place(place).unwrap().country().as_str().to_string()
/// };
/// assert_eq!(country(&Context::default()), "LY");
/// assert_eq!(country(&Context::in_focus(&["LB"])), "LB");
/// ```
pub fn resolve(gazetteer: &Gazetteer, candidates: &[Candidate], context: &Context) -> Verdict {
    let mut verdict = Verdict::default();
    let mut facts: Vec<Facts> = Vec::with_capacity(candidates.len());
    for candidate in candidates {
        let Some(place) = gazetteer.place(candidate.place) else { continue };
        let own = gather(gazetteer, place, *candidate, context, candidates.len());
        match refused(&own, *candidate, context, place) {
            Some(why) => verdict.refused.push((candidate.place, why)),
            None => facts.push(own),
        }
    }
    if context.asked.is_none() {
        let cities: Vec<_> = facts.iter().filter(|f| f.kind.is_settlement() && f.people >= SMALL / 3).copied().collect();
        let apart =
            |a: PlaceIndex, b: PlaceIndex| gazetteer.place(a).zip(gazetteer.place(b)).map_or(f64::MAX, |(a, b)| a.km_to(&b));
        facts.retain(|f| {
            // What a theatre calls by the bare name is meant by it.
            let stands = f.kind.is_division()
                && !f.within
                && !(f.theatre && f.form.is_exact())
                && cities
                    .iter()
                    .any(|c| exactness(c.form) >= exactness(f.form) && (c.country == f.country || apart(c.at, f.at) <= NEAR_KM));
            if stands {
                verdict.refused.push((f.at, Refusal::CityOfThatName));
            }
            !stands
        });
    }
    let great = |f: &Facts| f.kind.is_settlement() && f.form.is_exact() && f.kind_fits > 0 && (f.capital || f.people >= GREAT);
    if facts.iter().any(great) {
        facts.retain(|f| {
            let shaded = f.kind.is_settlement() && !great(f) && !f.within && f.near.is_none() && f.people < OVERSHADOWED;
            if shaded {
                verdict.refused.push((f.at, Refusal::Overshadowed));
            }
            !shaded
        });
    }
    facts.sort_by(|a, b| compare(b, a).0);
    let Some(best) = facts.first().copied() else { return verdict };
    verdict.place = Some(best.at);
    verdict.form = Some(best.form);
    verdict.others = facts.iter().skip(1).map(|f| f.at).collect();
    verdict.reasons = reasons(&best, facts.get(1), context);
    verdict
}

fn gather(gazetteer: &Gazetteer, place: PlaceRef<'_>, candidate: Candidate, context: &Context, crowd: usize) -> Facts {
    let (kind, country) = (place.kind(), place.country());
    let focus = context.focus.iter().position(|c| *c == country && !c.is_empty());
    let exact = candidate.form.is_exact();
    let near = context.settled.iter().copied().find(|n| {
        gazetteer.place(*n).is_some_and(|p| {
            (p.kind().is_settlement() || p.kind() == PlaceKind::Site) && *n != candidate.place && p.km_to(&place) <= NEAR_KM
        })
    });
    Facts {
        at: candidate.place,
        form: candidate.form,
        kind,
        country,
        kind_fits: context.asked.map_or(1, |a| if a.fits(kind) { 2 } else { 0 }),
        within: context.within.and_then(|w| gazetteer.place(w)).is_some_and(|w| lies_within(place, w)),
        state: exact && matches!(kind, PlaceKind::Country | PlaceKind::Continent | PlaceKind::Area | PlaceKind::Water)
            || exact && kind == PlaceKind::Region && focus.is_some(),
        focus,
        near,
        theatre: place.is_extra() && focus.is_some(),
        capital: place.is_capital(),
        people: place.population().unwrap_or(0),
        crowd,
    }
}

/// Whether a place lies in another one: the region that holds it, its country,
/// or for any other place its neighbourhood ([`NEAR_KM`]).
pub fn lies_within(place: PlaceRef<'_>, holder: PlaceRef<'_>) -> bool {
    match holder.kind() {
        PlaceKind::Country => {
            !holder.country().is_empty() && place.country() == holder.country() && place.kind() != PlaceKind::Country
        }
        // A theatre may list a region anew, for names that the gazetteer lacks.
        PlaceKind::Region => place
            .region()
            .is_some_and(|region| region == holder || region.name() == holder.name() && region.country() == holder.country()),
        PlaceKind::Continent | PlaceKind::Water => false,
        PlaceKind::Area | PlaceKind::District => place.country() == holder.country() && place.km_to(&holder) <= 4.0 * NEAR_KM,
        _ => place != holder && place.km_to(&holder) <= NEAR_KM,
    }
}

fn refused(facts: &Facts, candidate: Candidate, context: &Context, place: PlaceRef<'_>) -> Option<Refusal> {
    let asked = context.asked.is_some_and(|a| a.fits(facts.kind) || a == Asked::Site);
    let at_issue = asked || facts.within || facts.focus.is_some();
    if candidate.everyday && !asked && !facts.within && !place.is_extra() {
        return Some(Refusal::EverydayWord);
    }
    if facts.kind == PlaceKind::District && !at_issue && facts.crowd > 1 {
        return Some(Refusal::SmallAndFar);
    }
    if facts.kind.is_settlement() && !at_issue && facts.people < SMALL && !facts.capital {
        return Some(Refusal::SmallAndFar);
    }
    let local = facts.focus.is_some() && place.at_war();
    if facts.form == Form::Other && !asked && !facts.within && !local && facts.people < LARGE {
        return Some(Refusal::RareSpelling);
    }
    None
}

fn exactness(form: Form) -> u8 {
    match form {
        Form::Name | Form::Listed => 2,
        Form::Other => 1,
        Form::Short => 0,
    }
}

/// How two candidates compare, and the fact in which they differ.
fn compare(a: &Facts, b: &Facts) -> (Ordering, usize) {
    let rank = |f: &Facts| f.focus.map_or(usize::MAX, |n| n);
    let steps = [
        a.kind_fits.cmp(&b.kind_fits),
        a.within.cmp(&b.within),
        a.state.cmp(&b.state),
        rank(b).cmp(&rank(a)),
        a.near.is_some().cmp(&b.near.is_some()),
        a.theatre.cmp(&b.theatre),
        exactness(a.form).cmp(&exactness(b.form)),
        a.capital.cmp(&b.capital),
        a.people.cmp(&b.people),
        b.at.cmp(&a.at),
    ];
    let at = steps.iter().position(|s| *s != Ordering::Equal).unwrap_or(steps.len());
    (steps.get(at).copied().unwrap_or(Ordering::Equal), at)
}

fn reasons(best: &Facts, next: Option<&Facts>, context: &Context) -> Vec<Reason> {
    let held = [
        context.asked.filter(|_| best.kind_fits == 2).map(Reason::KindAsked),
        context.within.filter(|_| best.within).map(Reason::Within),
        best.state.then_some(Reason::StateOrRegion),
        best.focus.map(Reason::InFocus),
        best.near.map(Reason::NearSettled),
        best.theatre.then_some(Reason::Theatre),
        best.form.is_exact().then_some(Reason::OwnName),
        best.capital.then_some(Reason::Capital),
        next.filter(|n| n.people < best.people).map(|n| Reason::People { here: best.people, next: n.people }),
        next.map(|_| Reason::Order),
    ];
    let decided = next.map(|n| compare(best, n).1);
    let mut out = Vec::new();
    match decided {
        None => out.push(Reason::Only),
        Some(at) => out.extend(held.get(at).cloned().flatten()),
    }
    for (at, reason) in held.into_iter().enumerate().take(8) {
        if Some(at) != decided {
            out.extend(reason);
        }
    }
    out
}
