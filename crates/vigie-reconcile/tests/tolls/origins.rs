//! Which voices are independent, each case named as a fact.

use vigie_model::Entry;
use vigie_reconcile::{Knowledge, origins};

use crate::told::{Told, told};

/// The voices as `leader: who speaks with it`.
fn voices(entries: &[Told], knowledge: &Knowledge) -> Vec<String> {
    let entries: Vec<&Entry> = entries.iter().map(|t| &t.0).collect();
    origins::independent(&entries, knowledge).iter().map(|v| format!("{}: {}", v.origin.id, v.origins.join(" "))).collect()
}

#[test]
fn two_carriers_of_one_speaker_are_one_voice() {
    let carried = [told("a", 0, "").in_outlet("One").by("monitor"), told("b", 0, "").in_outlet("Two").by("monitor")];
    assert_eq!(voices(&carried, &Knowledge::default()), ["monitor: monitor"]);
}

#[test]
fn outlets_that_name_nobody_are_two_voices_unless_they_print_one_dispatch() {
    let apart = [told("a", 0, "").in_outlet("One"), told("b", 0, "").in_outlet("Two")];
    assert_eq!(voices(&apart, &Knowledge::default()), ["one: one", "two: two"]);
    let copied = [told("a", 0, "").in_outlet("One"), told("b", 0, "").in_outlet("Two").copy_of("a")];
    assert_eq!(voices(&copied, &Knowledge::default()), ["one: one two"]);
    // Elsewhere the second has it of itself as well.
    let both = [copied[0].clone(), copied[1].clone(), told("c", 0, "").in_outlet("Two")];
    assert_eq!(voices(&both, &Knowledge::default()), ["two: one two"]);
}

#[test]
fn who_speaks_for_one_actor_is_one_voice_with_it() {
    let mut knowledge = Knowledge::default();
    knowledge.speaks("ministry", "army");
    knowledge.speaks("command", "army");
    let told = [
        told("a", 0, "").by("ministry"),
        told("b", 0, "").by("army"),
        told("c", 0, "").by("command"),
        told("d", 0, "").by("monitor"),
    ];
    assert_eq!(voices(&told, &knowledge), ["army: army command ministry", "monitor: monitor"]);
}

#[test]
fn who_quotes_another_is_no_witness_beside_it_and_joins_none_whom_it_quotes() {
    let told =
        [told("a", 0, "").by("monitor").by("agency"), told("b", 0, "").by("army").by("agency"), told("c", 0, "").by("agency")];
    assert_eq!(voices(&told, &Knowledge::default()), ["army: agency army", "monitor: monitor"]);
}

#[test]
fn two_that_quote_each_other_are_one_voice() {
    let told = [told("a", 0, "").by("monitor").by("agency"), told("b", 0, "").by("agency").by("monitor")];
    assert_eq!(voices(&told, &Knowledge::default()), ["agency: agency monitor"]);
}

#[test]
fn an_outlet_that_gives_the_figure_of_its_speaker_in_the_same_text_is_no_second_voice() {
    let same = [told("a", 0, "").in_outlet("One").killed(242), told("a", 1, "").in_outlet("One").by("monitor").killed(242)];
    assert_eq!(voices(&same, &Knowledge::default()), ["monitor: monitor one"]);
    let other = [told("a", 0, "").in_outlet("One").killed(250), told("a", 1, "").in_outlet("One").by("monitor").killed(242)];
    assert_eq!(voices(&other, &Knowledge::default()), ["monitor: monitor", "one: one"]);
}
