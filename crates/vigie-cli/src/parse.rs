//! `vigie parse`: what one stage finds in texts, before any event is known.

use std::io::{self, BufWriter, Write};
use std::num::NonZeroUsize;

use anyhow::Result;
use clap::{Args, ValueEnum};
use serde_json::{Value, json};
use vigie_coder::Coder;
use vigie_coder::stages::Stages;
use vigie_coder::times::claim_days;
use vigie_text::CharOffsets;

use crate::input::{Document, InputArgs, Inputs};
use crate::show::{Outcome, Style, padded, plain};
use crate::work::{Done, in_order, jobs};
use crate::world::WorldArgs;

/// A stage of the reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Stage {
    /// Numbers with their value and how firmly they are given
    Numbers,
    /// Times with their TIMEX3 value and the days they cover
    Times,
    /// Places with their id, point and precision
    Places,
    /// Predicates and what hangs on them
    Clauses,
}

/// How findings are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people, one finding a line
    Table,
    /// One passage a line
    Jsonl,
}

/// Options of `vigie parse`.
#[derive(Debug, Clone, Args)]
#[command(after_help = "\
Examples:
  vigie parse --stage times dispatch.txt --published 2024-11-30
  vigie parse --stage places passages.jsonl --format jsonl
  echo 'une vingtaine de morts' | vigie parse --stage numbers --lang fr

Offsets are characters (Unicode code points), end exclusive. Texts that are not about a conflict are
read as well. Numbers: start, end and text are those of the number alone; low and high are what its
bound (at least, about …) lets it be, and null where the text leaves a side open. Numbers of dates and
hours are listed too. The day of publication may be called \"published\" or \"dct\".")]
pub(crate) struct ParseArgs {
    /// Which stage to show
    #[arg(long, value_name = "STAGE")]
    pub(crate) stage: Stage,
    #[command(flatten)]
    pub(crate) input: InputArgs,
    /// How the findings are written
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub(crate) format: Format,
    /// How many texts are read at a time; by default as many as there are cores
    #[arg(long, short, value_name = "N")]
    pub(crate) jobs: Option<NonZeroUsize>,
    #[command(flatten)]
    pub(crate) world: WorldArgs,
}

impl Stage {
    fn name(self) -> &'static str {
        match self {
            Self::Numbers => "numbers",
            Self::Times => "times",
            Self::Places => "places",
            Self::Clauses => "clauses",
        }
    }
}

/// Runs the command.
pub(crate) fn run(args: &ParseArgs) -> Result<Outcome> {
    let coder = args.world.coder()?;
    let style = Style::of_stdout();
    let mut out = BufWriter::new(io::stdout().lock());
    let mut wrong = false;
    in_order(
        Inputs::new(&args.input),
        jobs(args.jobs),
        |document| findings(&coder, document, args.stage),
        |done| {
            let (document, found) = match done {
                Done::Text(document, found) => (document, found),
                Done::Fault(fault) => {
                    wrong = true;
                    eprintln!("vigie: {fault}");
                    return Ok(());
                }
                Done::Remark(remark) => {
                    eprintln!("vigie: {remark}");
                    return Ok(());
                }
            };
            let found = found.unwrap_or_else(|note| {
                wrong = true;
                eprintln!("vigie: {}: {note}", document.place);
                Vec::new()
            });
            match args.format {
                Format::Jsonl => {
                    serde_json::to_writer(&mut out, &json!({"id": document.id, args.stage.name(): found}))?;
                    out.write_all(b"\n")?;
                }
                Format::Table => table(&mut out, style, &document, &found)?,
            }
            out.flush()?;
            Ok(())
        },
    )?;
    Ok(Outcome::unless(wrong))
}

fn findings(coder: &Coder, document: &Document, stage: Stage) -> Result<Vec<Value>, String> {
    let offsets = CharOffsets::new(&document.text);
    let mut found = Vec::new();
    coder.stages(&document.passage(), |stages| match stage {
        Stage::Numbers => numbers(stages, &offsets, &mut found),
        Stage::Times => times(stages, &offsets, &mut found),
        Stage::Places => places(stages, &offsets, &mut found),
        Stage::Clauses => clauses(stages, &offsets, &mut found),
    })?;
    Ok(found)
}

/// Characters from the first token to the last, and the words.
fn extent(stages: &Stages<'_, '_>, offsets: &CharOffsets<'_>, first: usize, last: usize) -> (usize, usize, String) {
    let sentence = stages.scene.found.sentence;
    let start = sentence.tokens.get(first).map_or(sentence.end, |t| t.start as usize);
    let end = last.checked_sub(1).and_then(|l| sentence.tokens.get(l)).map_or(start, |t| t.end as usize);
    (offsets.chars(start), offsets.chars(end), sentence.slice(first, last).to_string())
}

fn numbers(stages: &Stages<'_, '_>, offsets: &CharOffsets<'_>, out: &mut Vec<Value>) {
    for q in stages.numbers {
        let (start, end, text) = extent(stages, offsets, q.number.0, q.number.1);
        let value = q.whole().map_or_else(|| json!(q.value), |n| json!(n));
        out.push(json!({
            "start": start, "end": end, "text": text, "value": value,
            "low": q.low, "high": q.high, "bound": q.bound.as_str(),
        }));
    }
}

fn times(stages: &Stages<'_, '_>, offsets: &CharOffsets<'_>, out: &mut Vec<Value>) {
    for t in stages.scene.found.times {
        let days = claim_days(t, &stages.anchor);
        let (start, end, text) = extent(stages, offsets, t.first, t.last);
        out.push(json!({
            "start": start, "end": end, "text": text, "type": t.kind.as_str(), "value": t.value,
            "from": days.start.map(|d| d.to_string()), "to": days.end.map(|d| d.to_string()),
        }));
    }
}

fn places(stages: &Stages<'_, '_>, offsets: &CharOffsets<'_>, out: &mut Vec<Value>) {
    for p in stages.places {
        let (start, end, text) = extent(stages, offsets, p.tokens.0, p.tokens.1);
        out.push(json!({
            "start": start, "end": end, "text": text, "id": p.place.id, "name": p.place.name,
            "lat": p.place.lat, "lon": p.place.lon, "prec": p.place.prec,
        }));
    }
}

fn clauses(stages: &Stages<'_, '_>, offsets: &CharOffsets<'_>, out: &mut Vec<Value>) {
    let (scene, clauses) = (&stages.scene, stages.clauses);
    let words = |group: usize| {
        scene.groups.get(group).map_or_else(|| (0, 0, String::new()), |g| extent(stages, offsets, g.first, g.last))
    };
    for p in &clauses.predicates {
        let (start, end, text) = words(p.group);
        let args: Vec<Value> = p
            .args
            .iter()
            .map(|a| {
                let (start, end, text) = words(a.group);
                json!({"function": format!("{:?}", a.function).to_lowercase(), "start": start, "end": end, "text": text})
            })
            .collect();
        let classes: Vec<_> = p.classes.iter().map(|c| scene.grammar.name(c.0)).collect();
        out.push(json!({
            "start": start, "end": end, "text": text, "classes": classes, "noun": p.noun,
            "form": format!("{:?}", p.form).to_lowercase(), "tense": format!("{:?}", p.tense).to_lowercase(),
            "passive": p.passive, "negated": p.negated, "clause": clauses.clause.get(p.group),
            "governor": p.governor.and_then(|g| clauses.predicates.get(g)).map(|g| words(g.group).2), "args": args,
        }));
    }
}

/// One finding a line under the id of the passage: the words, then what they mean.
fn table(out: &mut impl Write, style: Style, document: &Document, found: &[Value]) -> io::Result<()> {
    writeln!(out, "{}", style.bold(&plain(&document.id)))?;
    let room = (style.width / 3).clamp(16, 44);
    for one in found {
        let Some(cells) = one.as_object() else { continue };
        let text = plain(cells.get("text").and_then(Value::as_str).unwrap_or(""));
        let rest: Vec<String> = cells
            .iter()
            .filter(|(key, value)| !matches!(key.as_str(), "start" | "end" | "text" | "clause" | "noun") && !value.is_null())
            .map(|(key, value)| meaning(key, value))
            .filter(|cell| !cell.is_empty())
            .collect();
        writeln!(out, "  {}  {}", padded(&text, room), rest.join(&style.dim(" · ")))?;
    }
    if found.is_empty() {
        writeln!(out, "  {}", style.dim("nothing found"))?;
    }
    Ok(())
}

fn meaning(key: &str, value: &Value) -> String {
    match value {
        Value::String(text) => match key {
            "bound" | "type" | "value" | "id" | "name" | "form" | "tense" => text.clone(),
            _ => format!("{key} {}", plain(text)),
        },
        Value::Bool(true) => key.to_string(),
        Value::Number(number) => {
            if key == "value" {
                format!("= {number}")
            } else {
                format!("{key} {number}")
            }
        }
        Value::Array(list) => list
            .iter()
            .map(|one| match (one.get("function").and_then(Value::as_str), one.get("text").and_then(Value::as_str)) {
                (Some(function), Some(text)) => format!("{function}: {}", plain(text)),
                _ => one.as_str().unwrap_or("").to_string(),
            })
            .collect::<Vec<_>>()
            .join(" | "),
        Value::Bool(false) | Value::Null | Value::Object(_) => String::new(),
    }
}
