//! `vigie explain`: how each claim came about.
//!
//! The tool with which rules get written: every stage of every sentence, the
//! rule behind each claim, and the rules that were asked and refused.

use std::io::{self, BufWriter, Write};

use anyhow::Result;
use clap::{Args, ValueEnum};
use serde_json::json;
use vigie_coder::trace::{ClaimTrace, SentenceTrace};
use vigie_coder::{Coder, Trace};
use vigie_model::CodedPassage;

use crate::input::{Document, InputArgs, Inputs, Item};
use crate::show::{Outcome, Style, plain, wrapped};
use crate::world::WorldArgs;

/// How the trace is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people
    Text,
    /// One object a passage, one a line
    Json,
}

/// Options of `vigie explain`.
#[derive(Debug, Clone, Args)]
#[command(after_help = "\
Examples:
  vigie explain dispatch.txt --published 2024-11-30
  vigie explain dispatch.txt --claim c-0f3a             one claim, by the beginning of its id
  vigie explain dispatch.txt --refused | less           with every rule that was asked and refused
  echo 'Les rebelles ont pris Saraqeb.' | vigie explain --lang fr

The ids of claims stand in the output of `vigie code --format jsonl`, and in the text that this writes.")]
pub(crate) struct ExplainArgs {
    #[command(flatten)]
    pub(crate) input: InputArgs,
    #[command(flatten)]
    pub(crate) show: ShowArgs,
    #[command(flatten)]
    pub(crate) world: WorldArgs,
}

/// What of a trace is shown.
#[derive(Debug, Clone, Args)]
pub(crate) struct ShowArgs {
    /// Show only the sentence of this claim (its id, or the beginning of it), with all that was refused
    #[arg(long, value_name = "ID")]
    pub(crate) claim: Option<String>,
    /// Show the rules that were asked and refused in every sentence, and why
    #[arg(long)]
    pub(crate) refused: bool,
    /// How the trace is written
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: Format,
}

/// Runs the command.
pub(crate) fn run(args: &ExplainArgs) -> Result<Outcome> {
    let coder = args.world.coder()?;
    let mut out = BufWriter::new(io::stdout().lock());
    let (mut wrong, mut shown) = (false, 0);
    for item in Inputs::new(&args.input) {
        match item {
            Item::Text(document) => shown += passage(&mut out, &coder, &document, &args.show)?,
            Item::Fault(fault) => {
                wrong = true;
                eprintln!("vigie: {fault}");
            }
            Item::Remark(remark) => eprintln!("vigie: {remark}"),
        }
        out.flush()?;
    }
    if let Some(id) = args.show.claim.as_deref().filter(|_| shown == 0) {
        wrong = true;
        eprintln!(
            "vigie: no claim {id} comes of this input; `vigie code --format jsonl` gives the ids (same --published, same text)"
        );
    }
    Ok(Outcome::unless(wrong))
}

/// Explains a passage; how many sentences were shown.
pub(crate) fn passage(out: &mut impl Write, coder: &Coder, document: &Document, show: &ShowArgs) -> Result<usize> {
    let (mut coded, mut trace) = coder.explain(&document.passage());
    coded.notes.splice(0..0, document.notes.iter().cloned());
    if let Some(id) = &show.claim {
        trace.sentences.retain(|s| s.claims.iter().any(|c| c.id.starts_with(id.as_str())));
        if trace.sentences.is_empty() {
            return Ok(0);
        }
        coded.claims.retain(|c| c.id.starts_with(id.as_str()));
    } else if !show.refused {
        trace.sentences.iter_mut().for_each(|s| s.refused.clear());
    }
    match show.format {
        Format::Json => {
            let all = json!({
                "id": coded.id, "lang": coded.lang, "claims": coded.claims, "notes": coded.notes, "sentences": trace.sentences,
            });
            serde_json::to_writer(&mut *out, &all)?;
            writeln!(out)?;
        }
        Format::Text => text(out, Style::of_stdout(), coder, document, &coded, &trace)?,
    }
    Ok(trace.sentences.len())
}

fn claims(n: usize) -> String {
    if n == 1 { "1 claim".to_string() } else { format!("{n} claims") }
}

fn words(n: usize) -> String {
    if n == 1 { "1 word".to_string() } else { format!("{n} words") }
}

fn text(
    out: &mut impl Write,
    style: Style,
    coder: &Coder,
    document: &Document,
    coded: &CodedPassage,
    trace: &Trace,
) -> io::Result<()> {
    let lang = if coded.lang.is_empty() { "language not found" } else { &coded.lang };
    writeln!(out, "{}", style.bold(&format!("{} · {lang} · {}", plain(&coded.id), claims(coded.claims.len()))))?;
    for note in &coded.notes {
        writeln!(out, "  note: {}", plain(note))?;
    }
    if trace.outside {
        writeln!(out, "  not read: it names no armed group, and no country of a theatre often enough")?;
    } else if trace.sentences.is_empty() && coded.notes.is_empty() {
        for language in coder.languages.iter().filter(|l| coded.lang.is_empty() || l.pack.code == coded.lang) {
            let found = language.gate.anchors(&document.text);
            writeln!(
                out,
                "  not read: as {}, the text has {} of conflict, {} that may be of one, {} of other matters (lexicon/anchor.tsv)",
                language.pack.code,
                words(found.conflict),
                words(found.weak),
                words(found.counter)
            )?;
        }
    }
    for (at, sentence) in trace.sentences.iter().enumerate() {
        sentence_text(out, style, at + 1, sentence, coded)?;
    }
    writeln!(out)
}

fn sentence_text(
    out: &mut impl Write,
    style: Style,
    number: usize,
    sentence: &SentenceTrace,
    coded: &CodedPassage,
) -> io::Result<()> {
    writeln!(out)?;
    for (at, line) in wrapped(&plain(&sentence.text), style.width.saturating_sub(5)).iter().enumerate() {
        let head = if at == 0 { format!("{number:>3}. ") } else { " ".repeat(5) };
        writeln!(out, "{head}{}", style.bold(line))?;
    }
    let parts = [
        ("numbers", &sentence.numbers),
        ("times", &sentence.times),
        ("names", &sentence.names),
        ("groups", &sentence.groups),
        ("predicates", &sentence.predicates),
        ("speakers", &sentence.speakers),
    ];
    for (head, lines) in parts.iter().filter(|p| !p.1.is_empty()) {
        for (at, line) in lines.iter().enumerate() {
            part(out, style, if at == 0 { head } else { "" }, &plain(line))?;
        }
    }
    for claim in &sentence.claims {
        claim_text(out, style, claim, coded)?;
    }
    for refused in &sentence.refused {
        let line = format!("“{}” is not {}: {}", plain(&refused.words), refused.rule, plain(&refused.why));
        part(out, style, "refused", &line)?;
    }
    Ok(())
}

fn claim_text(out: &mut impl Write, style: Style, claim: &ClaimTrace, coded: &CodedPassage) -> io::Result<()> {
    let made = coded.claims.iter().find(|c| c.id == claim.id);
    let event = made.map_or_else(String::new, |c| format!(" {} · {}", c.event, c.grade));
    part(out, style, "claim", &format!("{}{event}", claim.id))?;
    part(out, style, "", &format!("“{}”", plain(&claim.quote)))?;
    part(out, style, "", &format!("rule {}: {}", claim.rule, claim.says))?;
    for note in &claim.notes {
        part(out, style, "", note)?;
    }
    Ok(())
}

/// A line under its heading, wrapped behind it.
fn part(out: &mut impl Write, style: Style, head: &str, text: &str) -> io::Result<()> {
    for (at, line) in wrapped(text, style.width.saturating_sub(17)).iter().enumerate() {
        let head = if at == 0 { head } else { "" };
        let indent = if at == 0 { "" } else { "  " };
        writeln!(out, "     {} {indent}{line}", style.dim(&format!("{head:<11}")))?;
    }
    Ok(())
}
