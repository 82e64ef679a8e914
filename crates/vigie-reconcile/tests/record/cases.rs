//! The cases of the methods, each as a small scenario of its own.

use crate::scenario::check;

/// Camps, kinds and speakers that the cases share.
const PARTIES: &str = r#"
title = "a case"
[camps]
league = ["north", "brigade"]
union = ["south", "militia"]
east = ["east"]
[kinds]
agency = ["wire"]
monitor = ["monitor"]
ministry = ["ministry", "foreign-ministry"]
witness = ["residents"]
army = ["north", "south", "east"]
[speaks]
ministry = "south"
[common]
rebels = ["north"]
"#;

/// A claim of day `n` in June 2024, known that day: `capture north town 3 by wire`, and what else the table says.
fn said(lines: &[&str]) -> String {
    let mut text = PARTIES.to_owned();
    for (n, line) in lines.iter().enumerate() {
        let (words, more) = line.split_once(';').unwrap_or((line, ""));
        let words: Vec<&str> = words.split_whitespace().collect();
        let [event, who, day, by] = words[..] else { panic!("event, who, day, by: {line}") };
        let family = if ["battle", "airstrike", "shelling", "armed"].contains(&event) { "attack" } else { "territory" };
        let who = who.split('+').filter(|w| *w != "-").map(|w| format!("\"{w}\"")).collect::<Vec<_>>().join(", ");
        text += &format!(
            "\n[[claim]]\nid = \"c{n}\"\nknown = \"2024-06-{day}T12:00Z\"\nevent = \"{family}.{event}\"\nwho = [{who}]\n\
             place = \"town\"\non = \"2024-06-{day}\"\nby = \"{by}\"\n{}\n",
            more.replace(';', "\n")
        );
    }
    text
}

/// What is answered for the town on a day of June 2024 with everything known.
fn answers(lines: &[&str], day: &str, is: &[&str]) {
    let mut text = said(lines);
    text += &format!("\n[[control]]\nplace = \"town\"\non = \"2024-06-{day}\"\nknown = \"2024-07-30\"\nis = {is:?}\n");
    check(&text);
}

const HELD: &str = "hold south 01 wire";
const STILL: &str = "held south since 2024-06-01 (T3-neutral)";

// Wikipedia's three cases of what is not contested (methods §5).

#[test]
fn sporadic_clashes_make_no_town_contested() {
    answers(&[HELD, "battle north+south 02 wire", "battle north+south 05 monitor", "battle - 09 ministry"], "10", &[STILL]);
}

#[test]
fn a_raid_that_is_over_in_hours_makes_no_town_contested() {
    answers(&[HELD, "advance north 02 wire", "withdraw north 02 monitor"], "02", &[STILL]);
    answers(&[HELD, "advance north 02 wire", "repel south 02 monitor"], "02", &[STILL]);
}

#[test]
fn one_report_of_a_firefight_or_of_cells_makes_no_town_contested() {
    answers(&[HELD, "armed north 02 wire", "battle rebels 03 passer-by"], "03", &[STILL]);
}

#[test]
fn clashes_alone_tell_nothing_of_a_town() {
    answers(&["battle north+south 02 wire"], "02", &[]);
}

// The change rule (methods T3).

#[test]
fn a_neutral_origin_changes_the_holder() {
    answers(&[HELD, "capture north 03 wire"], "03", &["held north since 2024-06-03 (T3-neutral)"]);
    answers(&[HELD, "capture north 03 wire"], "02", &[STILL]);
}

#[test]
fn the_winners_own_word_is_a_claim() {
    answers(&[HELD, "capture north 03 north"], "03", &[STILL, "claimed north since 2024-06-03 (T3-own-claim)"]);
}

#[test]
fn two_of_the_winners_camp_are_not_two_origins() {
    let both = "claimed brigade+north since 2024-06-04 (T3-own-claim)";
    answers(&[HELD, "capture north 03 north", "capture brigade 04 brigade"], "04", &[STILL, both]);
}

#[test]
fn a_second_origin_of_another_camp_within_a_week_changes_the_holder() {
    let lines = [HELD, "capture north 03 north", "capture north 09 east"];
    answers(&lines, "09", &["held north since 2024-06-09 (T3-two-origins)"]);
    let lines = [HELD, "capture north 03 north", "capture north 11 east"];
    answers(&lines, "11", &[STILL, "claimed north since 2024-06-03 (T3-own-claim)"]);
}

#[test]
fn the_loser_admits() {
    answers(&[HELD, "capture north 03 ministry"], "03", &["held north since 2024-06-03 (T3-admission)"]);
}

#[test]
fn a_speaker_of_whom_nothing_is_known_is_not_neutral() {
    answers(&[HELD, "capture north 03 somebody"], "03", &[STILL, "claimed north since 2024-06-03 (T3-one-origin)"]);
}

#[test]
fn residents_are_of_no_side_and_a_ministry_without_a_known_camp_is_not_neutral() {
    answers(&[HELD, "capture north 03 residents"], "03", &["held north since 2024-06-03 (T3-neutral)"]);
    answers(&[HELD, "capture north 03 foreign-ministry"], "03", &[STILL, "claimed north since 2024-06-03 (T3-one-origin)"]);
}

#[test]
fn a_denial_by_the_loser_keeps_both() {
    let lines = [HELD, "capture north 03 north", "capture north 03 ministry; modality = 'denied'"];
    answers(&lines, "04", &[STILL, "claimed north since 2024-06-03 (T3-own-claim)"]);
}

#[test]
fn a_neutral_denial_ends_a_claim() {
    answers(&[HELD, "capture north 03 north", "capture north 04 wire; modality = 'denied'"], "04", &[STILL]);
}

#[test]
fn what_may_be_or_is_planned_changes_nothing() {
    answers(
        &[HELD, "capture north 03 wire; modality = 'possible'", "capture north 04 wire; modality = 'planned'"],
        "05",
        &[STILL],
    );
}

#[test]
fn what_is_near_moves_no_town() {
    for relation in ["countryside", "near", "gates", "toward", "north_of"] {
        answers(&[HELD, &format!("capture north 03 wire; relation = '{relation}'")], "03", &[STILL]);
    }
}

#[test]
fn fifty_localities_paint_none() {
    answers(&[HELD, "capture north 03 wire; localities = 50"], "03", &[STILL]);
    answers(&[HELD, "capture north 03 wire; part = 'localities'"], "03", &[STILL]);
}

#[test]
fn a_province_is_held_and_not_entered_and_a_country_is_no_place_to_hold() {
    answers(&["capture north 03 wire; prec = 4"], "03", &["held north since 2024-06-03 (T3-neutral)"]);
    answers(&["advance north 03 wire; prec = 4", "siege north 03 wire; prec = 4"], "03", &[]);
    answers(&["hold north 03 wire; prec = 6", "capture north 03 wire; prec = 7"], "03", &[]);
}

// Parts.

#[test]
fn districts_taken_while_the_other_is_there_make_a_town_contested() {
    for part in ["district", "half", "most", "some"] {
        let line = format!("capture north 03 wire; part = '{part}'");
        answers(&[HELD, &line], "03", &["contested north+south against north since 2024-06-03 (T3-neutral)"]);
    }
}

#[test]
fn a_part_never_makes_a_town_held() {
    answers(&["hold north 03 wire; part = 'most'"], "03", &["entered against north since 2024-06-03 (T3-neutral)"]);
    answers(&[HELD, "capture north 03 north; part = 'half'"], "03", &[STILL]);
}

#[test]
fn of_two_who_contest_a_town_the_one_that_stays_holds_it() {
    let lines = [HELD, "capture north 03 wire; part = 'half'", "withdraw south 05 wire"];
    answers(&lines, "05", &["held north since 2024-06-05 (T3-neutral)"]);
    let lines = [HELD, "capture north 03 wire; part = 'half'", "withdraw north 05 wire"];
    answers(&lines, "05", &["held south since 2024-06-05 (T3-neutral)"]);
}

// Leaving, entering, falling.

#[test]
fn a_town_that_was_left_keeps_its_holder_until_a_successor_is_known() {
    let lines = [HELD, "withdraw south 03 wire"];
    answers(&lines, "04", &[STILL, "withdrawn south since 2024-06-03 (T3-neutral)"]);
    answers(&[HELD, "withdraw south 03 wire", "capture north 05 wire"], "05", &["held north since 2024-06-05 (T3-neutral)"]);
}

#[test]
fn a_town_that_its_holder_admits_to_have_left_is_the_claimants_in_either_order() {
    answers(
        &[HELD, "capture north 03 north", "withdraw south 04 ministry"],
        "04",
        &["held north since 2024-06-04 (T3-admission)"],
    );
    answers(
        &[HELD, "withdraw south 03 ministry", "capture north 04 north"],
        "04",
        &["held north since 2024-06-04 (T3-admission)"],
    );
}

#[test]
fn a_town_that_fell_is_theirs_who_alone_are_inside() {
    answers(&[HELD, "advance north 03 wire", "capture - 03 monitor"], "03", &["held north since 2024-06-03 (T3-fell)"]);
    answers(&[HELD, "capture - 03 monitor"], "03", &[STILL, "withdrawn south since 2024-06-03 (T3-neutral)"]);
}

#[test]
fn who_so_far_held_a_town_does_not_hold_it_on_the_day_on_which_it_was_taken() {
    // The text tells the capture first.
    answers(&["capture north 03 wire", "hold south 03 wire"], "03", &["held north since 2024-06-03 (T3-neutral)"]);
}

// Sides.

#[test]
fn a_common_noun_becomes_a_name() {
    answers(&["capture rebels 03 wire", "hold north 05 monitor"], "06", &["held north since 2024-06-05 (T3-neutral)"]);
    answers(&["capture north 03 wire", "hold rebels 05 monitor"], "06", &["held north since 2024-06-03 (T3-neutral)"]);
}

#[test]
fn a_town_changes_hands_within_a_camp_when_it_is_taken_from_its_holder_by_name() {
    answers(&["hold north 02 wire", "capture brigade 03 wire"], "03", &["held north since 2024-06-02 (T3-neutral)"]);
    let from = "capture brigade 03 wire; from = ['north']";
    answers(&["hold north 02 wire", from], "03", &["held brigade since 2024-06-03 (T3-neutral)"]);
}

#[test]
fn two_of_two_sides_who_hold_together_share() {
    answers(&["hold east+south 03 wire"], "03", &["shared east+south since 2024-06-03 (T3-neutral)"]);
    answers(&["hold east+south 03 wire", "hold south 04 wire"], "04", &["shared east+south since 2024-06-03 (T3-neutral)"]);
    answers(&["hold militia+south 03 wire"], "03", &["held militia+south since 2024-06-03 (T3-neutral)"]);
}

// Days.

#[test]
fn without_a_day_it_was_so_when_the_text_appeared() {
    let text = said(&[])
        + "[[claim]]\nid = \"c\"\nknown = \"2024-06-09\"\nevent = \"territory.capture\"\nwho = [\"north\"]\nplace = \"town\"\nby = \"wire\"\n";
    let held = "[[control]]\nplace = \"town\"\non = \"2024-06-08\"\nknown = \"2024-06-10\"\nis = ";
    check(&format!("{text}published = \"2024-06-08\"\n{held}[\"held north since 2024-06-08 (T3-neutral)\"]\n"));
    // Received on the ninth and without a date: nothing is invented.
    check(&format!("{text}{held}[]\n"));
}

#[test]
fn a_place_of_which_nobody_spoke_for_thirty_days_is_stale_until_somebody_does() {
    answers(&[HELD], "30", &[STILL]);
    let mut text = said(&[HELD]);
    text += "[[claim]]\nid = \"late\"\nknown = \"2024-08-01\"\nevent = \"territory.hold\"\nwho = [\"south\"]\nplace = \"town\"\non = \"2024-08-01\"\nby = \"wire\"\n";
    for (on, known, is) in [
        ("2024-07-02", "2024-07-02", "held south since 2024-06-01 (T3-neutral) stale"),
        ("2024-08-01", "2024-08-01", "held south since 2024-08-01 (T3-neutral)"),
        ("2024-07-02", "2024-08-01", "held south since 2024-06-01 (T3-neutral) stale"),
    ] {
        text += &format!("[[control]]\nplace = \"town\"\non = \"{on}\"\nknown = \"{known}\"\nis = [\"{is}\"]\n");
    }
    check(&text);
}

// Disputes.

fn disputed(lines: &[&str], is: &[&str]) {
    check(&(said(lines) + &format!("\n[[disputes]]\nknown = \"2024-07-30\"\nis = {is:?}\n")));
}

#[test]
fn two_who_are_said_to_hold_one_place_on_one_day_are_disputed() {
    let both = "holder town 2024-06-03..2024-06-03: north [league] c0 | ministry [union] c1";
    disputed(&["hold north 03 north", "hold south 03 ministry"], &[both]);
    // One origin says that the place is divided, or changed hands.
    disputed(&["hold north 03 wire", "hold south 03 wire"], &[]);
    // Of one side.
    disputed(&["hold north 03 wire", "hold brigade 03 monitor"], &[]);
}

#[test]
fn a_claim_and_its_denial_are_disputed() {
    let is = "denial town 2024-06-03..2024-06-04: wire [] c0 | ministry [union] c1";
    disputed(&["withdraw south 03 wire", "withdraw south 04 ministry; modality = 'denied'"], &[is]);
    // What was denied before it happened was another thing.
    disputed(&["withdraw south 02 ministry; modality = 'denied'", "withdraw south 04 wire"], &[]);
    disputed(&["withdraw south 03 wire", "withdraw south 08 ministry; modality = 'denied'"], &[]);
}

#[test]
fn a_capture_against_an_attack_pushed_back_is_disputed_for_three_days() {
    let is = "capture town 2024-06-03..2024-06-06: north [league] c0 | ministry [union] c1";
    disputed(&["capture north 03 north", "repel south 06 ministry"], &[is]);
    disputed(&["capture north 03 north", "repel south 07 ministry"], &[]);
    disputed(&["capture north 03 north", "repel south 06 ministry; relation = 'near'"], &[]);
}
