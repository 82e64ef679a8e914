//! The figures, for people and for programs.

use std::io::Write;

use anyhow::Result;
use serde_json::{Map, Value, json};

use super::score::{FIELDS, Figures, Rates, Tally, Wrong};
use super::{Coded, GoldClaim, Number};
use crate::show::plain;

/// Writes the figures as lines; of the errors the first `errors` of each kind.
pub(super) fn text(out: &mut impl Write, figures: &Figures, errors: usize) -> Result<()> {
    writeln!(out, "{} passages, {} gold claims, {} coded", figures.passages, figures.all.gold, figures.all.coded)?;
    for (name, rates) in [("found", figures.found()), ("family", figures.family()), ("claim", figures.claim())] {
        writeln!(out, "{name:8} P {:.3}  R {:.3}  F1 {:.3}", rates.precision, rates.recall, rates.f1)?;
    }
    let fields: Vec<String> = FIELDS.iter().zip(figures.fields()).map(|(name, share)| format!("{name} {share:.3}")).collect();
    writeln!(out, "fields   {}", fields.join("  "))?;
    writeln!(out, "empty    {} passages hold no claim; {} coded in them", figures.empty, figures.on_empty)?;
    for (event, tally) in &figures.events {
        writeln!(out, "  {event:22} gold {:4} coded {:4}  F1 {:.3}", tally.gold, tally.coded, tally.rates().f1)?;
    }
    if errors == 0 {
        return Ok(());
    }
    writeln!(out, "\nRULES (found of coded)")?;
    let mut rules: Vec<(&String, &Tally)> = figures.rules.iter().collect();
    rules.sort_by_key(|(_, t)| std::cmp::Reverse(t.coded - t.found));
    for (rule, tally) in rules {
        writeln!(out, "  {rule:40} {:4} of {:4}", tally.found, tally.coded)?;
    }
    writeln!(out, "\nMISSED ({})", figures.missed.len())?;
    for (id, claim) in figures.missed.iter().take(errors) {
        writeln!(out, "  {id} {}: “{}”", claim.event, plain(&claim.quote))?;
    }
    writeln!(out, "\nSPURIOUS ({})", figures.spurious.len())?;
    for (id, claim) in figures.spurious.iter().take(errors) {
        writeln!(out, "  {id} {} by {}: “{}”", claim.event, claim.rule, plain(&claim.quote.text))?;
    }
    writeln!(out, "\nWRONG FIELDS ({})", figures.wrong.len())?;
    for wrong in figures.wrong.iter().take(errors) {
        let (gold, coded) = values(wrong);
        writeln!(
            out,
            "  {} {}: gold {gold} coded {coded} by {} in “{}”",
            wrong.id,
            wrong.field,
            wrong.coded.rule,
            plain(&wrong.gold.quote)
        )?;
    }
    Ok(())
}

/// Writes the figures as one object.
pub(super) fn json(out: &mut impl Write, figures: &Figures, errors: usize) -> Result<()> {
    let fields: Map<String, Value> = FIELDS.iter().zip(figures.fields()).map(|(n, s)| ((*n).to_string(), json!(s))).collect();
    let tallies = |tally: &Tally| {
        let mut cells = rates(tally.rates());
        cells["gold"] = json!(tally.gold);
        cells["coded"] = json!(tally.coded);
        cells
    };
    let events: Map<String, Value> = figures.events.iter().map(|(event, t)| (event.clone(), tallies(t))).collect();
    let rules: Map<String, Value> =
        figures.rules.iter().map(|(rule, t)| (rule.clone(), json!({"found": t.found, "coded": t.coded}))).collect();
    let mut all = json!({
        "passages": figures.passages, "gold": figures.all.gold, "coded": figures.all.coded,
        "empty": figures.empty, "coded_on_empty": figures.on_empty,
        "found": rates(figures.found()), "family": rates(figures.family()), "claim": rates(figures.claim()),
        "fields": fields, "events": events, "rules": rules,
    });
    if errors > 0 {
        let missed = |(id, c): &(String, GoldClaim)| json!({"id": id, "event": c.event, "quote": c.quote});
        let spurious = |(id, c): &(String, Coded)| json!({"id": id, "event": c.event, "rule": c.rule, "quote": c.quote.text});
        let wrong = |w: &Wrong| {
            let (gold, coded) = values(w);
            json!({"id": w.id, "field": w.field, "gold": gold, "coded": coded, "rule": w.coded.rule, "quote": w.gold.quote})
        };
        all["missed"] = figures.missed.iter().take(errors).map(missed).collect();
        all["spurious"] = figures.spurious.iter().take(errors).map(spurious).collect();
        all["wrong"] = figures.wrong.iter().take(errors).map(wrong).collect();
    }
    serde_json::to_writer(&mut *out, &all)?;
    writeln!(out)?;
    Ok(())
}

fn rates(rates: Rates) -> Value {
    json!({"p": rates.precision, "r": rates.recall, "f1": rates.f1})
}

/// What was wanted of a field and what was coded, in words.
fn values(wrong: &Wrong) -> (String, String) {
    let (gold, coded) = (&wrong.gold, &wrong.coded);
    let listed = |list: Option<&Vec<String>>| format!("[{}]", list.map(|l| l.join(", ")).unwrap_or_default());
    let named = |list: &[super::Name]| format!("[{}]", list.iter().map(|n| n.name.as_str()).collect::<Vec<_>>().join(", "));
    let day = |day: Option<&String>| day.map_or("?", String::as_str).to_string();
    match wrong.field {
        "event" => (gold.event.clone(), coded.event.clone()),
        "actor" => (listed(gold.actor.as_ref()), named(&coded.actors)),
        "target" => (listed(gold.target.as_ref()), named(&coded.targets)),
        "sources" => (listed(gold.sources.as_ref()), named(&coded.sources)),
        "place" => {
            let place = coded.place.as_ref().map_or("none", |p| p.name.as_str());
            (gold.place.clone().unwrap_or_else(|| "none".to_string()), place.to_string())
        }
        "time" => {
            let time = coded.time.clone().unwrap_or_default();
            let span = |start: Option<&String>, end: Option<&String>| format!("{}..{}", day(start), day(end));
            (span(gold.start.as_ref(), gold.end.as_ref()), span(time.start.as_ref(), time.end.as_ref()))
        }
        "counts" => (numbers(gold.counts.as_deref().unwrap_or(&[])), numbers(&coded.counts)),
        _ => {
            let said = |m: &Option<String>| m.clone().unwrap_or_else(|| "asserted".to_string());
            (said(&gold.modality), said(&coded.modality))
        }
    }
}

fn numbers(list: &[Number]) -> String {
    let side = |n: Option<f64>| n.map_or_else(|| "?".to_string(), |n| n.to_string());
    let one = |n: &Number| format!("{} {}..{}", n.of.as_deref().unwrap_or("?"), side(n.low), side(n.high));
    format!("[{}]", list.iter().map(one).collect::<Vec<_>>().join(", "))
}
