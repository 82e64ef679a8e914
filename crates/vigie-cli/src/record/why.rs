//! `vigie why`: the whole derivation of one figure, as a tree down to quotes.

use std::io::{self, BufWriter, Write};

use anyhow::Result;
use clap::{Args, ValueEnum};
use vigie_observatory::why::Node;

use super::shown::said;
use super::{FilterArgs, StoreArgs};
use crate::show::{Outcome, Style, plain, wrapped};
use crate::world::WorldArgs;

/// How the derivation is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// A tree
    Tree,
    /// One object
    Json,
}

/// Options of `vigie why`.
#[derive(Debug, Clone, Args)]
#[command(after_help = "\
Examples:
  vigie why c-0a1b2c3d4e5f6071              a claim: its quote, document, speaker, rule, decisions
  vigie why t-0a1b2c3d4e5f6071              a toll: claims used, superseded, excluded, and why
  vigie why VG-SY-01JDXHGB00…               an incident: why its claims are thought to tell the same
  vigie why Alep --on 2024-12-01            who holds a place, and by which rule")]
pub(crate) struct WhyArgs {
    /// Id of a claim, toll, dispute, incident or document; or the name of a place
    #[arg(value_name = "ID")]
    pub(crate) id: String,
    #[command(flatten)]
    pub(crate) filter: FilterArgs,
    /// How the derivation is written
    #[arg(long, value_name = "FORMAT", default_value = "tree")]
    pub(crate) format: Format,
    #[command(flatten)]
    pub(crate) store: StoreArgs,
    #[command(flatten)]
    pub(crate) world: WorldArgs,
}

/// Runs the command.
pub(crate) fn run(args: &WhyArgs) -> Result<Outcome> {
    let observatory = args.store.open(&args.world)?;
    let question = args.filter.question();
    let is_id = ["c-", "t-", "d-", "VG-", "sha256:"].iter().any(|head| args.id.starts_with(head));
    let nodes = if is_id { vec![observatory.why(&args.id, &question)?] } else { observatory.why_held(&args.id, &question)? };
    let mut out = BufWriter::new(io::stdout().lock());
    match args.format {
        Format::Json => {
            serde_json::to_writer_pretty(&mut out, &nodes)?;
            out.write_all(b"\n")?;
        }
        Format::Tree if nodes.is_empty() => writeln!(out, "nothing is known of who holds {}", plain(&args.id))?,
        Format::Tree => {
            let style = Style::of_stdout();
            for node in &nodes {
                tree(&mut out, style, node, 0)?;
            }
        }
    }
    out.flush()?;
    Ok(Outcome::Done)
}

/// Writes a node and what is below it, each level two blanks further in.
fn tree(out: &mut impl Write, style: Style, node: &Node, level: usize) -> io::Result<()> {
    let fate = node.fate.map_or_else(String::new, |f| format!("{f}: "));
    let because: Vec<&str> = [node.rule.as_deref(), node.reason.as_deref()].into_iter().flatten().collect();
    let indent = "  ".repeat(level);
    let head = format!("{fate}{} {}", node.kind, plain(&node.id));
    let because = said(&plain(&because.join(" · ")));
    let line = format!("{indent}{} {}", style.bold(&head), style.dim(&because));
    writeln!(out, "{}", if because.is_empty() { line.trim_end() } else { &line })?;
    for line in wrapped(&plain(&node.says), style.width.saturating_sub(indent.len() + 4)) {
        writeln!(out, "{indent}    {line}")?;
    }
    node.below.iter().try_for_each(|below| tree(out, style, below, level + 1))
}
