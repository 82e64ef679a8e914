//! What is odd about figures (methods R7): one number for two classes, parts above their total.

use std::collections::{BTreeMap, BTreeSet};

use vigie_model::{Flag, Input, Who};

use super::figure::{Class, Figure, Over, Part, sum};
use super::{Standing, flag};
use crate::knowledge::Knowledge;

/// Smaller numbers are often equal by chance.
const TELLING: u64 = 20;

/// The figures whose class must be wrong, by their ranks.
///
/// A figure whose words name one side is thought to be mislabelled when its text
/// - gives the same number for fighters of every side, or for another class;
/// - leaves nobody but it and the civilians of the total, while it or another text of the same voice counts dead of others;
/// - tells as a part of it dead of a side that fights it.
///
/// ```text
/// 202 dead: 20 civilians and 182 insurgents, 61 of them soldiers     (182 are the dead of both sides)
/// ```
pub(super) fn mislabelled(figures: &[Figure<'_>], heard: &[Result<usize, Input>], knowledge: &Knowledge) -> BTreeSet<usize> {
    if !figures.iter().any(|f| f.labelled) {
        return BTreeSet::new();
    }
    let mut texts: BTreeMap<(&str, Option<usize>), Vec<usize>> = BTreeMap::new();
    for (nth, figure) in figures.iter().enumerate() {
        let voice = heard[nth].as_ref().ok().copied();
        texts.entry((&figure.entry.claim.document, voice)).or_default().push(nth);
    }
    let mut found = BTreeSet::new();
    for ((_, voice), text) in &texts {
        let labelled = |nth: &&usize| figures[**nth].labelled && figures[**nth].said.number() >= Some(TELLING);
        for nth in text.iter().filter(labelled) {
            let figure = &figures[*nth];
            let here = || text.iter().filter(|other| *other != nth).map(|other| &figures[*other]);
            let told = || figures.iter().zip(heard).filter(|(_, h)| h.as_ref().ok() == voice.as_ref()).map(|(f, _)| f);
            if same_number(figure, here())
                || (fills_total(figure, here()) && others_died(figure, told()))
                || has_foe(figure, knowledge)
            {
                found.insert(*nth);
            }
        }
    }
    found
}

/// The text has the same number for another class.
fn same_number<'f, 'e: 'f>(figure: &Figure<'_>, mut here: impl Iterator<Item = &'f Figure<'e>>) -> bool {
    let same = |class: Class<'_>, n: Option<u64>| n == figure.said.exactly() && n.is_some() && class != figure.class;
    here.any(|f| {
        let part = |p: &Part<'_>| p.class != Class { who: Some(Who::People), side: None } && same(p.class, p.said.exactly());
        (f.class != Class::ALL && same(f.class, f.said.exactly())) || f.parts.iter().any(part)
    })
}

/// With the civilians it makes up all the dead of the text.
fn fills_total<'f, 'e: 'f>(figure: &Figure<'_>, here: impl Iterator<Item = &'f Figure<'e>>) -> bool {
    let here: Vec<&Figure<'_>> = here.collect();
    let Some(total) = here.iter().find(|f| f.class == Class::ALL).and_then(|f| f.said.exactly()) else { return false };
    let is_civilian = |class: Class<'_>| class.who == Some(Who::Civilians);
    let alone = here.iter().filter(|f| is_civilian(f.class)).filter_map(|f| f.said.exactly());
    let parts = here.iter().flat_map(|f| &f.parts).filter(|p| is_civilian(p.class)).filter_map(|p| p.said.exactly());
    alone.chain(parts).max().zip(figure.said.exactly()).is_some_and(|(civilians, own)| civilians + own == total)
}

/// The voice counts armed dead who are not of this class, in the figure itself or in an earlier one of the same total.
fn others_died<'f, 'e: 'f>(figure: &Figure<'_>, mut told: impl Iterator<Item = &'f Figure<'e>>) -> bool {
    let armed = |class: Class<'_>| matches!(class.who, Some(Who::Soldiers | Who::Police | Who::Fighters));
    let other = |class: Class<'_>| armed(class) && class.who != figure.class.who;
    let earlier = |f: &Figure<'_>| matches!(f.over, Over::Since(_)) && f.as_of <= figure.as_of;
    figure.parts.iter().any(|p| other(p.class))
        || told.any(|f| earlier(f) && (other(f.class) || f.parts.iter().any(|p| other(p.class))))
}

/// A part of it belongs to a side that fights the side of the whole.
fn has_foe(figure: &Figure<'_>, knowledge: &Knowledge) -> bool {
    let Some((side, day)) = figure.class.side.zip(figure.as_of) else { return false };
    figure.parts.iter().filter_map(|p| p.class.side).any(|foe| knowledge.opposed(side, foe, day))
}

/// Parts that cannot be parts of their total.
pub(super) fn parts(totals: &[Standing<'_, '_>], rows: &BTreeMap<Class<'_>, Vec<Standing<'_, '_>>>) -> Vec<Flag> {
    let mut flags = Vec::new();
    for figure in totals.iter().filter_map(|total| total.parted) {
        let parts = &figure.parts;
        let number = |who| parts.iter().filter(|p| p.class.who == Some(who)).filter_map(|p| p.said.number()).max();
        if figure.said.high.is_some_and(|high| sum(parts) > high) {
            flags.push(flag("parts-exceed-total", &[figure]));
        }
        let young = number(Who::Children).unwrap_or(0) + number(Who::Women).unwrap_or(0);
        if number(Who::Civilians).is_some_and(|civilians| young > civilians) {
            flags.push(flag("children-and-women-exceed-civilians", &[figure]));
        }
    }
    for part in rows.values().flatten() {
        let bounds = |total: &&Standing<'_, '_>| total.figure.as_of >= part.figure.as_of;
        for total in totals.iter().filter(bounds).filter(|total| !std::ptr::eq(total.figure, part.figure)) {
            if total.said.range().1 < part.said.range().0 {
                flags.push(flag("part-exceeds-total", &[part.figure, total.figure]));
            }
        }
    }
    flags
}
