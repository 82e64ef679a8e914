//! What figures say together, each case named as a fact.

use vigie_model::{Agreement, Bound, Bounds, Counted, Entry, EventCode, Fate, Modality, Toll, Who};
use vigie_reconcile::tolls::sums;
use vigie_reconcile::{Knowledge, tolls};

use crate::told::{Told, told};

const LAND: (&str, u8) = ("geonames:1", 6);

/// A running total of a land since 1 November, as of a day.
fn total(document: &str, source: &str, as_of: &str) -> Told {
    told(document, 0, as_of).by(source).place(LAND.0, LAND.1).days("2024-11-01", as_of)
}

fn derived(told: &[Told]) -> Vec<Toll> {
    let entries: Vec<Entry> = told.iter().map(|t| t.0.clone()).collect();
    tolls::tolls(&entries, &Knowledge::default(), None)
}

fn one(told: &[Told]) -> Toll {
    let mut found = derived(told);
    assert_eq!(found.len(), 1, "{found:#?}");
    found.remove(0)
}

fn bounds(toll: &Toll) -> (Option<u64>, Option<u64>, Option<u64>) {
    (toll.bounds.low(), toll.bounds.best(), toll.bounds.high())
}

fn flags(toll: &Toll) -> Vec<&str> {
    toll.flags.iter().map(|f| f.what.as_str()).collect()
}

/// `claim fate rule reason by`, one line an input.
fn inputs(toll: &Toll) -> Vec<String> {
    let line = |i: &vigie_model::Input| format!("{} {} {} {}", i.claim, i.fate, i.rule, i.reason);
    toll.inputs.iter().map(line).collect()
}

#[test]
fn a_later_total_of_one_origin_takes_the_place_of_the_earlier_and_is_not_added() {
    let toll = one(&[
        total("a", "monitor", "2024-11-10").killed(100).since("2024-11-01"),
        total("b", "monitor", "2024-11-12").killed(130).since("2024-11-01"),
    ]);
    assert_eq!(bounds(&toll), (Some(130), Some(130), Some(130)));
    assert!(toll.aggregate);
    assert_eq!(toll.as_of.as_deref(), Some("2024-11-12"));
    assert_eq!(inputs(&toll), ["c-a-000 superseded R3 later-same-origin", "c-b-000 used R5 latest"]);
}

#[test]
fn a_total_that_falls_is_a_correction_and_is_used() {
    let toll = one(&[
        total("a", "monitor", "2024-11-10").killed(130).since("2024-11-01"),
        total("b", "monitor", "2024-11-12").killed(100).since("2024-11-01"),
    ]);
    assert_eq!(bounds(&toll), (Some(100), Some(100), Some(100)));
    assert_eq!(flags(&toll), ["falls"]);
}

#[test]
fn a_text_that_restates_its_older_figure_corrects_nothing() {
    let newer = total("b", "monitor", "2024-11-12").killed(130).since("2024-11-01");
    let mut older = told("b", 1, "2024-11-12").by("monitor").place(LAND.0, LAND.1).days("2024-11-01", "2024-11-12");
    older = older.killed(100).since("2024-11-01");
    let toll = one(&[newer, older]);
    assert_eq!(bounds(&toll), (Some(130), Some(130), Some(130)));
    assert!(flags(&toll).is_empty());
    assert_eq!(inputs(&toll), ["c-b-000 used R5 latest", "c-b-001 superseded R3 restated"]);
}

#[test]
fn between_origins_low_is_the_highest_low_and_high_the_highest_high() {
    let of = |document, source, low, bound| {
        total(document, source, "2024-11-10").count(Counted::Killed, low, bound, Who::People, None).since("2024-11-01")
    };
    let toll = one(&[of("a", "monitor", 100, Bound::AtLeast), of("b", "ministry", 120, Bound::Exact)]);
    assert_eq!((bounds(&toll), toll.agreement), ((Some(120), Some(120), Some(120)), Agreement::Range));
    let toll = one(&[of("a", "monitor", 130, Bound::AtLeast), of("b", "ministry", 120, Bound::Exact)]);
    // Somebody counts more than the only high: it is open above.
    assert_eq!((bounds(&toll), toll.agreement), ((Some(130), Some(130), None), Agreement::Conflict));
    let toll = one(&[of("a", "monitor", 120, Bound::Exact), of("b", "ministry", 120, Bound::Exact)]);
    assert_eq!((bounds(&toll), toll.agreement), ((Some(120), Some(120), Some(120)), Agreement::Agree));
}

#[test]
fn the_best_figure_is_that_of_the_latest_origin_that_tells_its_parts() {
    let parted = total("a", "monitor", "2024-11-10").killed(110).counts(30, Who::Civilians, Some(0)).since("2024-11-01");
    let whole = total("b", "ministry", "2024-11-10").killed(120).since("2024-11-01");
    let toll = one(&[parted, whole]);
    // 110 lies below what the other counts at least.
    assert_eq!(bounds(&toll), (Some(120), Some(120), Some(120)));
    let parted = total("a", "monitor", "2024-11-10").killed(120).counts(30, Who::Civilians, Some(0)).since("2024-11-01");
    let whole = total("b", "ministry", "2024-11-10").count(Counted::Killed, 140, Bound::AtMost, Who::People, None);
    let toll = one(&[parted, whole.since("2024-11-01")]);
    assert_eq!(bounds(&toll), (Some(120), Some(120), Some(140)));
}

#[test]
fn an_older_total_of_another_origin_bounds_from_below_only() {
    let toll = one(&[
        total("a", "monitor", "2024-11-10").killed(100).since("2024-11-01"),
        total("b", "ministry", "2024-11-20").killed(300).since("2024-11-01"),
    ]);
    assert_eq!((bounds(&toll), toll.agreement), ((Some(300), Some(300), Some(300)), Agreement::Range));
}

#[test]
fn a_round_number_does_not_contradict_the_firm_one_that_it_rounds() {
    let about =
        |n| total("b", "ministry", "2024-11-10").count(Counted::Killed, n, Bound::About, Who::People, None).since("2024-11-01");
    let firm = total("a", "monitor", "2024-11-10").killed(198).since("2024-11-01");
    let toll = one(&[firm.clone(), about(200)]);
    assert_eq!((bounds(&toll), toll.agreement), ((Some(198), Some(198), Some(198)), Agreement::Range));
    assert_eq!(flags(&toll), ["approximate"]);
    assert_eq!(one(&[firm, about(400)]).agreement, Agreement::Conflict);
}

#[test]
fn parts_never_add_to_their_total_and_leave_a_rest_that_nobody_specifies() {
    let toll = one(&[total("a", "monitor", "2024-11-10").killed(327).counts(44, Who::Civilians, Some(0)).since("2024-11-01")]);
    assert_eq!(toll.bounds.best(), Some(327));
    let parts: Vec<(Option<Who>, Bounds)> = toll.parts.iter().map(|p| (p.who, p.bounds)).collect();
    assert_eq!(parts, [(Some(Who::Civilians), Bounds::exactly(44)), (None, Bounds::exactly(283))]);
}

#[test]
fn parts_of_an_older_figure_go_with_it() {
    let toll = one(&[
        total("a", "monitor", "2024-11-10").killed(100).counts(40, Who::Civilians, Some(0)).since("2024-11-01"),
        total("b", "monitor", "2024-11-12").killed(130).since("2024-11-01"),
    ]);
    assert!(toll.parts.is_empty());
}

#[test]
fn officers_lie_within_the_soldiers_where_the_parts_would_be_too_many() {
    let told =
        total("a", "monitor", "2024-11-10").killed(153).counts(99, Who::Fighters, Some(0)).counts(54, Who::Soldiers, Some(0));
    let toll = one(&[told.count(Counted::Killed, 4, Bound::AtLeast, Who::Soldiers, Some(0)).since("2024-11-01")]);
    assert!(flags(&toll).is_empty());
    assert!(toll.parts.iter().any(|p| p.who == Some(Who::Soldiers) && p.bounds == Bounds::exactly(54)));
}

#[test]
fn parts_above_their_total_are_flagged() {
    let told =
        total("a", "monitor", "2024-11-10").killed(50).counts(40, Who::Civilians, Some(0)).counts(30, Who::Soldiers, Some(0));
    assert_eq!(flags(&one(&[told.since("2024-11-01")])), ["parts-exceed-total"]);
    let told = total("a", "monitor", "2024-11-10").killed(80).counts(20, Who::Civilians, Some(0));
    let told = told.counts(15, Who::Women, Some(0)).counts(9, Who::Children, Some(0)).since("2024-11-01");
    assert_eq!(flags(&one(&[told])), ["children-and-women-exceed-civilians"]);
}

#[test]
fn a_figure_for_one_class_is_a_part_where_somebody_counts_all() {
    let civilians = total("b", "hospital", "2024-11-10").counts(44, Who::Civilians, None).since("2024-11-01");
    let alone = one(std::slice::from_ref(&civilians));
    assert_eq!((alone.who, alone.bounds), (Some(Who::Civilians), Bounds::exactly(44)));
    let all = total("a", "monitor", "2024-11-10").killed(327).since("2024-11-01");
    let toll = one(&[all, civilians]);
    assert_eq!((toll.who, toll.bounds), (None, Bounds::exactly(327)));
    assert_eq!(toll.parts.len(), 1);
    // Who counts a class only bounds that class.
    assert_eq!((toll.parts[0].bounds.low(), toll.parts[0].bounds.best()), (Some(44), Some(44)));
}

#[test]
fn nobody_becomes_a_civilian() {
    let toll = one(&[total("a", "monitor", "2024-11-10").killed(100).counts(60, Who::Fighters, Some(0)).since("2024-11-01")]);
    assert!(toll.parts.iter().all(|p| p.who != Some(Who::Civilians)));
}

#[test]
fn totals_since_other_days_are_other_tolls() {
    let month = total("a", "monitor", "2024-11-20").killed(500).since("2024-11-01");
    let day = told("b", 0, "2024-11-20").by("monitor").place(LAND.0, LAND.1).days("2024-11-19", "2024-11-20").killed(40);
    let found = derived(&[month, day.since("2024-11-19")]);
    assert_eq!(found.iter().map(|t| t.bounds.best()).collect::<Vec<_>>(), [Some(500), Some(40)]);
}

#[test]
fn a_bare_toll_of_a_land_runs_and_says_that_it_is_unsure() {
    let toll =
        one(&[told("a", 0, "2024-11-30").by("monitor").place(LAND.0, LAND.1).days("2024-11-30", "2024-11-30").killed(327)]);
    assert!(toll.aggregate);
    assert_eq!(flags(&toll), ["scope-unsure"]);
    // Beside totals that say since when, it is one of them.
    let sure = total("b", "monitor", "2024-11-28").killed(300).since("2024-11-01");
    let unsure = told("a", 0, "2024-11-30").by("monitor").place(LAND.0, LAND.1).days("2024-11-30", "2024-11-30").killed(327);
    let toll = one(&[sure, unsure]);
    assert_eq!((toll.bounds.best(), flags(&toll).len()), (Some(327), 0));
}

#[test]
fn an_event_in_a_town_is_no_part_of_the_total_of_its_land() {
    let strike = told("a", 0, "2024-11-10").by("monitor").place("geonames:2", 1).days("2024-11-10", "2024-11-10");
    let strike = strike.event(EventCode::Airstrike).killed(16);
    let found = derived(&[strike, total("a", "monitor", "2024-11-10").killed(327).since("2024-11-01")]);
    assert_eq!(found.len(), 2);
    assert_eq!(found.iter().map(|t| t.aggregate).collect::<Vec<_>>(), [true, false]);
}

#[test]
fn an_event_has_its_own_days_and_is_told_as_of_another() {
    let strike = |start, end| told("a", 0, "2024-11-14").by("monitor").place("geonames:2", 1).days(start, end).killed(16);
    let days = |told: Told| {
        let toll = one(&[told.event(EventCode::Airstrike)]);
        (toll.start, toll.end, toll.as_of)
    };
    let day = |text: &str| Some(text.to_owned());
    assert_eq!(days(strike("2024-11-10", "2024-11-11")), (day("2024-11-10"), day("2024-11-11"), day("2024-11-14")));
    // A first day that nobody tells is none.
    assert_eq!(days(strike("", "2024-11-11")), (None, day("2024-11-11"), day("2024-11-14")));
}

#[test]
fn two_kinds_of_attack_in_one_town_on_one_day_are_two_events() {
    let at =
        |n, event| told("a", n, "2024-11-10").by("monitor").place("geonames:2", 1).days("2024-11-10", "2024-11-10").event(event);
    let found = derived(&[at(0, EventCode::Airstrike).killed(5), at(1, EventCode::Suicide).killed(7)]);
    assert_eq!(found.len(), 2);
}

#[test]
fn others_are_not_added_to_whom_they_are_added_to() {
    let at = |n| told("a", n, "2024-11-10").by("monitor").place("geonames:2", 1).days("2024-11-10", "2024-11-10");
    let toll = one(&[at(0).killed(5), at(1).killed(3).more()]);
    assert_eq!(toll.bounds, Bounds::exactly(5));
    assert_eq!(flags(&toll), ["addition-not-added"]);
}

#[test]
fn a_figure_for_all_below_one_for_a_class_in_the_same_text_is_an_older_one() {
    let at = |n| told("a", n, "2024-11-10").by("monitor").place("geonames:2", 1).days("2024-11-10", "2024-11-10");
    let toll = one(&[at(0).counts(61, Who::Civilians, None), at(1).killed(7)]);
    assert_eq!((toll.who, toll.bounds), (Some(Who::Civilians), Bounds::exactly(61)));
    assert_eq!(inputs(&toll), ["c-a-000 used R5 latest", "c-a-001 excluded R7 below-its-part"]);
}

#[test]
fn one_person_told_alone_contradicts_nobody_and_takes_no_place() {
    let at =
        |document, n, source| told(document, n, "2024-11-10").by(source).place("geonames:2", 1).days("2024-11-10", "2024-11-10");
    let toll = one(&[at("a", 0, "monitor").killed(20), at("b", 0, "agency").killed(1)]);
    assert_eq!((toll.bounds, toll.agreement), (Bounds::exactly(20), Agreement::Range));
    let toll = one(&[at("a", 0, "monitor").killed(20), at("b", 0, "monitor").killed(1)]);
    assert_eq!(toll.bounds, Bounds::exactly(20));
    assert_eq!(inputs(&toll), ["c-a-000 used R5 latest", "c-b-000 excluded R3 one-of-many"]);
    assert_eq!(one(&[at("b", 0, "agency").killed(1)]).bounds, Bounds::exactly(1));
}

#[test]
fn what_may_be_counts_only_where_nobody_says_more() {
    let may = total("a", "monitor", "2024-11-10").modality(Modality::Possible).killed(90).since("2024-11-01");
    let toll = one(std::slice::from_ref(&may));
    assert_eq!((toll.bounds.best(), flags(&toll)), (Some(90), vec!["not-asserted"]));
    let toll = one(&[may, total("b", "ministry", "2024-11-10").killed(40).since("2024-11-01")]);
    assert_eq!((toll.bounds.best(), toll.origins.len()), (Some(40), 1));
    assert!(toll.inputs.iter().any(|i| i.fate == Fate::Excluded && i.reason == "not-asserted"));
}

#[test]
fn a_number_that_is_the_year_of_the_text_is_left_out() {
    let year = total("a", "monitor", "2024-11-10").killed(2024).since("2024-11-01");
    let toll = one(&[year, total("b", "ministry", "2024-11-10").killed(40).since("2024-11-01")]);
    assert_eq!((toll.bounds.best(), flags(&toll)), (Some(40), vec!["figure-is-year"]));
}

#[test]
fn a_copy_is_no_second_figure() {
    let toll = one(&[
        total("a", "monitor", "2024-11-10").killed(100).since("2024-11-01"),
        total("b", "monitor", "2024-11-10").killed(100).since("2024-11-01").copy_of("a"),
    ]);
    assert_eq!(inputs(&toll), ["c-a-000 used R5 latest", "c-b-000 excluded R2 copy"]);
}

#[test]
fn a_day_asked_for_does_not_know_the_totals_of_later_days() {
    let told = [
        total("a", "monitor", "2024-11-10").killed(100).since("2024-11-01").0,
        total("b", "monitor", "2024-11-12").killed(130).since("2024-11-01").0,
    ];
    let on = |day: &str| tolls::tolls(&told, &Knowledge::default(), day.parse().ok())[0].bounds.best();
    assert_eq!([on("2024-11-11"), on("2024-11-12")], [Some(100), Some(130)]);
}

#[test]
fn disjoint_tolls_are_disputed_with_the_camps_of_the_day() {
    let mut knowledge = Knowledge::default();
    knowledge.camp("ministry", "government", None, None);
    let told = [
        total("a", "monitor", "2024-11-10").killed(200).since("2024-11-01").0,
        total("b", "ministry", "2024-11-10").killed(80).since("2024-11-01").0,
        total("c", "hospital", "2024-11-10").count(Counted::Killed, 150, Bound::AtLeast, Who::People, None).since("2024-11-01").0,
    ];
    let found = tolls::disputes(&told, &knowledge, None);
    assert_eq!(found.len(), 1, "{found:#?}");
    let origins: Vec<&[String]> = found[0].sides.iter().map(|s| &s.origins[..]).collect();
    assert_eq!(origins, [&["hospital".to_owned(), "monitor".to_owned()][..], &["ministry".to_owned()]]);
    assert_eq!(found[0].sides[1].camps, ["government"]);
    assert!(tolls::disputes(&told[..1], &knowledge, None).is_empty());
}

#[test]
fn more_of_a_class_than_another_counts_of_all_is_disputed() {
    let told = [
        total("a", "monitor", "2024-11-10").killed(242).since("2024-11-01").0,
        total("b", "army", "2024-11-10").counts(400, Who::Fighters, None).since("2024-11-01").0,
    ];
    let found = tolls::disputes(&told, &Knowledge::default(), None);
    assert_eq!(found.len(), 1);
    assert_eq!(tolls::tolls(&told, &Knowledge::default(), None)[0].bounds, Bounds::exactly(242));
}

#[test]
fn only_disjoint_events_are_summed_and_the_rest_is_listed() {
    let event = |document: &str, place: &str, prec, day: &str, n| {
        told(document, 0, day).by("monitor").place(place, prec).days(day, day).event(EventCode::Airstrike).killed(n)
    };
    let found = derived(&[
        event("a", "geonames:2", 1, "2024-11-10", 16),
        event("b", "geonames:3", 1, "2024-11-10", 4),
        event("c", "geonames:4", 4, "2024-11-10", 7),
        total("d", "monitor", "2024-11-10").killed(327).since("2024-11-01"),
    ]);
    let sum = sums::over(&found);
    assert_eq!((sum.bounds, sum.added.len()), (Bounds::exactly(20), 2));
    let mut reasons: Vec<&str> = sum.held_out.iter().map(|h| h.reason.as_str()).collect();
    reasons.sort_unstable();
    assert_eq!(reasons, ["aggregate", "overlaps"]);
}

#[test]
fn an_aggregate_adds_what_is_not_recorded_and_never_less_than_nothing() {
    let recorded = Bounds::new(Some(80), Some(87), Some(90)).expect("bounds");
    let rest = sums::Remainder::of(Bounds::exactly(120), recorded);
    assert_eq!((rest.added.low(), rest.added.best(), rest.added.high()), (Some(30), Some(33), Some(40)));
    assert_eq!(sums::Remainder::of(Bounds::exactly(50), recorded).added.best(), Some(0));
}

#[test]
fn entries_that_share_no_bucket_bear_on_no_toll_together() {
    let told = total("a", "monitor", "2024-11-10").killed(16).count(Counted::Injured, 3, Bound::Exact, Who::People, None);
    assert_eq!(tolls::bucket_of(&told.0), ["injured|geonames:1", "killed|geonames:1"]);
    assert!(
        tolls::bucket_of(&total("a", "monitor", "2024-11-10").count(Counted::Strikes, 3, Bound::Exact, Who::People, None).0)
            .is_empty()
    );
}
