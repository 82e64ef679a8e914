//! Claims as a person likes to read them: who says, what, where, when, how
//! many, how sure; below each claim the words that it rests on.

use std::io::{self, Write};

use vigie_model::{ActorRef, Bound, Claim, CodedPassage, Count, Modality, Part, Relation};

use crate::input::Document;
use crate::show::{Style, padded, plain, wrapped};

/// Below this many columns, a claim is a list, not a row.
const NARROW: usize = 84;

/// Writes a passage.
pub(crate) fn write(out: &mut impl Write, style: Style, document: &Document, coded: &CodedPassage) -> io::Result<()> {
    let days = document.published.map(vigie_model::Days::edtf);
    let facts = [Some(plain(&coded.id)), document.outlet.as_deref().map(plain), days, Some(coded.lang.clone())];
    let facts: Vec<String> = facts.into_iter().flatten().filter(|f| !f.is_empty()).collect();
    let number = match coded.claims.len() {
        0 => "no claim".to_string(),
        1 => "1 claim".to_string(),
        n => format!("{n} claims"),
    };
    writeln!(out, "{} {}", style.bold(&facts.join(" · ")), style.dim(&format!("— {number}")))?;
    for note in &coded.notes {
        writeln!(out, "  note: {}", plain(note))?;
    }
    let columns = Columns::of(style.width);
    if let Some(columns) = columns.as_ref().filter(|_| !coded.claims.is_empty()) {
        let heads = ["who says", "what", "where", "when", "how many", ""];
        let line: String = heads.iter().zip(columns.0).map(|(head, width)| padded(head, width + 2)).collect();
        writeln!(out, "  {}", style.dim(line.trim_end()))?;
    }
    for claim in &coded.claims {
        match &columns {
            Some(columns) => row(out, style, columns, claim)?,
            None => list(out, style, claim)?,
        }
    }
    writeln!(out)
}

/// Columns of a row, two blanks between them.
struct Columns([usize; 6]);

impl Columns {
    fn of(width: usize) -> Option<Self> {
        if width < NARROW {
            return None;
        }
        let (when, sure) = (10, 8);
        let rest = width - 2 - when - sure - 5 * 2;
        let (who, place, many) = (rest * 20 / 100, rest * 20 / 100, rest * 22 / 100);
        Some(Self([who, rest - who - place - many, place, when, many, sure]))
    }
}

fn row(out: &mut impl Write, style: Style, columns: &Columns, claim: &Claim) -> io::Result<()> {
    let (event, parties) = what(claim);
    let mut middle = wrapped(&event, columns.0[1]);
    if !parties.is_empty() {
        middle.extend(wrapped(&parties, columns.0[1]));
    }
    let cells = [
        wrapped(&who(claim), columns.0[0]),
        middle,
        wrapped(&place(claim), columns.0[2]),
        when(claim),
        claim.counts.iter().flat_map(|c| wrapped(&count(c), columns.0[4])).collect(),
        vec![claim.grade.to_string()],
    ];
    for line in 0..cells.iter().map(Vec::len).max().unwrap_or(1) {
        let mut text = String::from("  ");
        for (at, (cell, width)) in cells.iter().zip(columns.0).enumerate() {
            let words = padded(cell.get(line).map_or("", String::as_str), width + 2);
            text.push_str(&if at == 1 && line == 0 { style.bold(&words) } else { words });
        }
        writeln!(out, "{}", text.trim_end())?;
    }
    quote(out, style, claim)
}

fn list(out: &mut impl Write, style: Style, claim: &Claim) -> io::Result<()> {
    let (event, parties) = what(claim);
    writeln!(out, "  {} {}", style.bold(&event), style.dim(claim.grade.as_str()))?;
    let counts: Vec<String> = claim.counts.iter().map(count).collect();
    let facts = [
        ("who says", who(claim)),
        ("what", parties),
        ("where", place(claim)),
        ("when", when(claim).join(" ")),
        ("how many", counts.join(", ")),
    ];
    for (head, text) in facts.iter().filter(|f| !f.1.is_empty()) {
        for (at, line) in wrapped(text, style.width.saturating_sub(14)).iter().enumerate() {
            writeln!(out, "    {} {line}", style.dim(&padded(if at == 0 { head } else { "" }, 9)))?;
        }
    }
    quote(out, style, claim)
}

fn quote(out: &mut impl Write, style: Style, claim: &Claim) -> io::Result<()> {
    for line in wrapped(&format!("“{}”", plain(&claim.quote.text)), style.width.saturating_sub(4)) {
        writeln!(out, "    {}", style.dim(&line))?;
    }
    Ok(())
}

pub(crate) fn who(claim: &Claim) -> String {
    let names: Vec<&str> = claim.sources.iter().map(|s| s.name.as_str()).collect();
    if names.is_empty() { "the outlet".to_string() } else { plain(&names.join(", after ")) }
}

/// The event with its modality, and who does it to whom.
pub(crate) fn what(claim: &Claim) -> (String, String) {
    let event = match claim.modality {
        Modality::Asserted => claim.event.to_string(),
        other => format!("{} ({other})", claim.event),
    };
    let names = |list: &[ActorRef]| plain(&list.iter().map(|a| a.name.as_str()).collect::<Vec<_>>().join(", "));
    let (actors, targets) = (names(&claim.actors), names(&claim.targets));
    let parties = if targets.is_empty() { actors } else { format!("{actors} → {targets}").trim_start().to_string() };
    (event, parties)
}

pub(crate) fn place(claim: &Claim) -> String {
    let Some(place) = &claim.place else { return String::new() };
    let part = match place.part {
        Some(Part::Half) => "half of ",
        Some(Part::Most) => "most of ",
        Some(Part::Some) => "part of ",
        Some(Part::District) => "a district of ",
        Some(Part::Localities) => "localities in ",
        Some(Part::Whole) => "all of ",
        None => "",
    };
    let relation = match place.relation {
        Some(Relation::Near) => "near ",
        Some(Relation::Gates) => "at the gates of ",
        Some(Relation::NorthOf) => "north of ",
        Some(Relation::SouthOf) => "south of ",
        Some(Relation::EastOf) => "east of ",
        Some(Relation::WestOf) => "west of ",
        Some(Relation::Countryside) => "countryside of ",
        Some(Relation::Toward) => "toward ",
        None => "",
    };
    let country =
        if place.country.is_empty() || place.kind == "country" { String::new() } else { format!(" ({})", place.country) };
    format!("{part}{relation}{}{country}", plain(&place.name))
}

pub(crate) fn when(claim: &Claim) -> Vec<String> {
    let Some(time) = &claim.time else { return Vec::new() };
    match (&time.start, &time.end) {
        (Some(start), Some(end)) if start == end => vec![start.clone()],
        (Some(start), Some(end)) => vec![start.clone(), format!("{end:>10}")],
        (Some(start), None) => vec!["from".to_string(), start.clone()],
        (None, Some(end)) => vec!["up to".to_string(), end.clone()],
        (None, None) => Vec::new(),
    }
}

pub(crate) fn count(count: &Count) -> String {
    let number = |n: Option<u64>| n.map_or_else(String::new, grouped);
    let (low, high) = (number(count.low), number(count.high));
    let said = match count.bound {
        Bound::Exact => {
            if low.is_empty() {
                high
            } else {
                low
            }
        }
        Bound::About => format!("about {}", if low.is_empty() { high } else { low }),
        Bound::AtLeast => format!("at least {low}"),
        Bound::MoreThan => format!("more than {low}"),
        Bound::AtMost => format!("at most {high}"),
        Bound::LessThan => format!("less than {high}"),
        Bound::Range => format!("{low} to {high}"),
    };
    let who = count.who.map_or_else(String::new, |w| format!(" {w}"));
    let part = if count.sub_of.is_some() { "of these " } else { "" };
    format!("{part}{said}{who} {}", count.of)
}

/// `25 000` for 25000, with a narrow blank that no line breaks at.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) && digits.len() > 4 {
            out.push('\u{202f}');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn thousands_are_parted_from_five_digits_on() {
        assert_eq!([grouped(277), grouped(2024), grouped(25_000)], ["277", "2024", "25\u{202f}000"]);
    }
}
