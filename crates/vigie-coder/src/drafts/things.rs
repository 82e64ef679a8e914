//! Numbers of things and people that a deed bears: villages taken, drones shot down, people held.
//!
//! The dead, wounded and missing are tolls and stand in `casualties`.

use vigie_model::{Bound, Counted, EventCode};

use super::{Builder, Draft, DraftCount};
use crate::clauses::Predicate;
use crate::frames::Frame;
use crate::grammar::{Function, Word};
use crate::groups::Body;
use crate::tolls::{number, who};

impl Builder<'_, '_> {
    /// Numbers of what is taken, fired, sent, driven out.
    pub(super) fn count_things(&self, draft: &mut Draft, found: &Frame, p: &Predicate, counted: Option<&str>) {
        let mut groups = found.counts.clone();
        if p.noun {
            groups.push(p.group);
        }
        groups.extend(found.place);
        groups.extend(&found.targets);
        if groups.is_empty()
            || matches!(
                draft.event,
                EventCode::Arrest
                    | EventCode::Displacement
                    | EventCode::Abduction
                    | EventCode::Deployment
                    | EventCode::Destruction
                    | EventCode::Capture
            )
        {
            groups.extend(p.all(Function::Object));
        }
        groups.sort_unstable();
        groups.dedup();
        for group in groups {
            let Some(n) = self.scene.noun(group) else { continue };
            let article = n.quantity.is_some_and(|q| self.scene.found.quantities[q].article);
            // `intercepter un missile`, `126 drones et un missile`: one thing of those that are counted.
            let piece = self.scene.head_is(n, "weapon") && (draft.event == EventCode::Repel || !draft.counts.is_empty());
            if article && !piece && !matches!(draft.event, EventCode::Arrest | EventCode::Abduction) {
                continue;
            }
            let numbered = number(self.scene, n).or_else(|| {
                let single = matches!(draft.event, EventCode::Arrest | EventCode::Abduction)
                    && n.plural == Some(false)
                    && (n.unknown_name || n.names.iter().any(|i| self.scene.found.names[*i].person().is_some()));
                single.then_some((Some(1), Some(1), Bound::Exact))
            });
            let Some((low, high, bound)) = numbered else { continue };
            let own = p.noun && group == p.group;
            if self.scene.head_is(n, "measure") {
                continue;
            }
            // `des raids sur plusieurs secteurs`: where they fell, and no count.
            let several = low == Some(2) && high.is_none();
            if several && !own && draft.event.family() == "attack" && self.scene.head_is(n, "locality") {
                continue;
            }
            let is = |pattern: &str| self.scene.head_is(n, pattern);
            let people = who(self.scene, n);
            let of = if own {
                if draft.event.family() != "attack" || draft.event == EventCode::Battle {
                    continue;
                }
                Counted::Strikes
            } else if let Some(of) = counted.and_then(Counted::named).filter(|of| *of != Counted::Strikes) {
                match of {
                    // `des milliers de familles`: nobody says how many people they are.
                    Counted::Displaced | Counted::Returned if is("people.person.household") => Counted::Other,
                    // `45 maisons et 34 véhicules`: each by its own noun.
                    Counted::Vehicles | Counted::Other if people.is_none() && n.head.is_some() => {
                        if is("weapon.vehicle") || is("thing.vehicle") { Counted::Vehicles } else { Counted::Other }
                    }
                    Counted::Displaced | Counted::Detained | Counted::Abducted | Counted::Returned | Counted::Fighters
                        if people.is_none() && n.head.is_some() =>
                    {
                        if is("weapon.vehicle") || is("thing.vehicle") {
                            Counted::Vehicles
                        } else {
                            Counted::Other
                        }
                    }
                    _ => of,
                }
            } else if is("locality.town") || is("locality.village") {
                Counted::Localities
            } else if is("weapon.vehicle") || is("thing.vehicle") || is("weapon.air") {
                Counted::Vehicles
            } else if people.is_some() && draft.event.family() == "attack" {
                continue;
            } else {
                Counted::Other
            };
            draft.counts.push(DraftCount {
                of,
                who: if matches!(of, Counted::Localities | Counted::Vehicles | Counted::Strikes) { None } else { people },
                low,
                high,
                bound,
                tokens: (n.start, self.scene.groups[group].last),
                part_of: None,
                more: false,
            });
            self.sub_counts(draft, group, of);
        }
    }

    /// `environ 70 localités, dont une vingtaine vendredi`.
    fn sub_counts(&self, draft: &mut Draft, group: usize, of: Counted) {
        let whole = draft.counts.len() - 1;
        let mut opener = false;
        for at in group + 1..self.scene.groups.len().min(group + 9) {
            match &self.scene.groups[at].body {
                Body::Joint(Word::RelativeOf) => opener = true,
                Body::Noun(n) if opener || n.prep == Some(Function::Among) => {
                    let Some((low, high, bound)) = number(self.scene, n) else {
                        opener |= n.prep == Some(Function::Among);
                        continue;
                    };
                    let who = who(self.scene, n).filter(|_| draft.counts[whole].who.is_some());
                    draft.counts.push(DraftCount {
                        of,
                        who,
                        low,
                        high,
                        bound,
                        tokens: (n.start, self.scene.groups[at].last),
                        part_of: Some(whole),
                        more: false,
                    });
                    draft.groups.push(at);
                    draft.core.push(at);
                    return;
                }
                Body::Mark(',' | '(') | Body::Adverb(_) | Body::Time(_) => {}
                Body::Noun(n) if n.prep.is_some() => {}
                // `70 localités sont passées aux mains des assaillants, dont une vingtaine`: the verb of the whole itself.
                Body::Verb(_) if !opener && at == draft.group => {}
                _ => return,
            }
        }
    }
}
