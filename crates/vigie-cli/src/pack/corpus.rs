//! `vigie pack unused` and `vigie pack diff`: what a corpus says of a pack.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, BufWriter, Write};
use std::num::NonZeroUsize;
use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use vigie_coder::{Coder, Language};
use vigie_model::Claim;
use vigie_text::phrase_key;

use super::examples::told;
use crate::input::{InputArgs, Inputs};
use crate::show::{Outcome, Style, plain, wrapped};
use crate::work::{Done, in_order, jobs};
use crate::world::WorldArgs;

/// Options of `vigie pack unused`.
#[derive(Debug, Clone, Args)]
#[command(after_help = "\
Example:
  vigie pack unused corpus/ --packs packs

A word that no text reaches may be rare, misspelt, or hidden by folding; a rule that none reaches may
be narrower than it looks. `vigie pack explain TEXT` shows what becomes of a text.")]
pub(crate) struct UnusedArgs {
    #[command(flatten)]
    input: InputArgs,
    /// List the rules only
    #[arg(long)]
    rules: bool,
    /// How many texts are read at a time; by default as many as there are cores
    #[arg(long, short, value_name = "N")]
    jobs: Option<NonZeroUsize>,
    #[command(flatten)]
    world: WorldArgs,
}

/// Options of `vigie pack diff`.
#[derive(Debug, Clone, Args)]
#[command(after_help = "\
Example:
  git worktree add ../before main && vigie pack diff ../before/packs packs corpus/

A claim is the same when passage, words, event and everything else of it are; a claim that reads
otherwise than before is one lost and one gained. The exit code is 0 whatever the difference.")]
pub(crate) struct DiffArgs {
    /// A pack, or a folder of packs, as it was
    #[arg(value_name = "OLD")]
    old: PathBuf,
    /// The same as it is
    #[arg(value_name = "NEW")]
    new: PathBuf,
    #[command(flatten)]
    input: InputArgs,
    /// How many texts are read at a time; by default as many as there are cores
    #[arg(long, short, value_name = "N")]
    jobs: Option<NonZeroUsize>,
    /// Read theatres from this folder instead of those in the program
    #[arg(long, value_name = "DIR")]
    theatres: Option<PathBuf>,
    /// Use this gazetteer instead of the one in the program
    #[arg(long, value_name = "FILE")]
    gazetteer: Option<PathBuf>,
}

/// Words and rules met in one text.
#[derive(Default)]
struct Met {
    lang: String,
    lemmas: BTreeSet<u32>,
    rules: BTreeSet<String>,
    note: Option<String>,
}

pub(super) fn unused(args: &UnusedArgs) -> Result<Outcome> {
    super::nothing_named(&args.input)?;
    let coder = super::coder(&args.world, None)?;
    let mut met: BTreeMap<String, (usize, Met)> = BTreeMap::new();
    let mut wrong = false;
    in_order(
        Inputs::new(&args.input),
        jobs(args.jobs),
        |document| {
            let mut met = Met::default();
            let read = coder.stages(&document.passage(), |stages| {
                let sentence = stages.scene.found.sentence;
                for m in (0..sentence.len()).flat_map(|at| stages.scene.found.words.at(at)) {
                    met.lemmas.extend(m.senses.iter().map(|s| s.lemma.0));
                }
            });
            match read {
                Ok(language) => met.lang.clone_from(&language.pack.code),
                Err(note) => met.note = Some(note),
            }
            met.rules = coder.code(&document.passage()).claims.into_iter().map(|c| c.rule).collect();
            met
        },
        |done| {
            match done {
                Done::Text(document, Met { note: Some(note), .. }) => {
                    wrong = true;
                    eprintln!("vigie: {}: {note}", document.place);
                }
                Done::Text(_, one) => {
                    let (texts, all) = met.entry(one.lang.clone()).or_default();
                    *texts += 1;
                    all.lemmas.extend(one.lemmas);
                    all.rules.extend(one.rules);
                }
                Done::Fault(fault) => {
                    wrong = true;
                    eprintln!("vigie: {fault}");
                }
                Done::Remark(remark) => eprintln!("vigie: {remark}"),
            }
            Ok(())
        },
    )?;
    let mut out = BufWriter::new(io::stdout().lock());
    for (lang, (texts, met)) in &met {
        if let Some(language) = coder.language(lang) {
            report(&mut out, language, *texts, met, args.rules)?;
        }
    }
    out.flush()?;
    Ok(Outcome::unless(wrong))
}

fn report(out: &mut impl Write, language: &Language, texts: usize, met: &Met, rules_only: bool) -> Result<()> {
    let (pack, style) = (&language.pack, Style::of_stdout());
    let rules: Vec<_> = pack.rules.iter().filter(|r| !met.rules.contains(&r.id)).collect();
    writeln!(out, "{}", style.bold(&format!("{}: {texts} texts", pack.code)))?;
    writeln!(out, "{} of {} rules not reached", rules.len(), pack.rules.len())?;
    for rule in rules {
        writeln!(out, "  {} ({}:{})", rule.id, rule.place.0, rule.place.1)?;
    }
    if rules_only {
        return Ok(());
    }
    let mut by_class: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut unused = 0;
    for (at, lemma) in pack.lexicon.lemmas.iter().enumerate().filter(|(at, _)| !met.lemmas.contains(&(*at as u32))) {
        let senses = pack.lexicon.get(&phrase_key(lemma, &language.tokenizer));
        let class = senses.iter().find(|s| s.lemma.0 as usize == at).map_or("other", |s| pack.lexicon.class(s.class));
        by_class.entry(if class.is_empty() { "other" } else { class }).or_default().push(lemma);
        unused += 1;
    }
    writeln!(out, "{unused} of {} words not reached", pack.lexicon.lemmas.len())?;
    for (class, lemmas) in by_class {
        writeln!(out, "  {class} ({})", lemmas.len())?;
        for line in wrapped(&lemmas.join(", "), style.width.saturating_sub(4)) {
            writeln!(out, "    {}", style.dim(&line))?;
        }
    }
    Ok(())
}

pub(super) fn diff(args: &DiffArgs) -> Result<Outcome> {
    super::nothing_named(&args.input)?;
    let world = WorldArgs { packs: None, theatres: args.theatres.clone(), gazetteer: args.gazetteer.clone() };
    let (old, new) = (super::coder(&world, Some(&args.old))?, super::coder(&world, Some(&args.new))?);
    let mut out = BufWriter::new(io::stdout().lock());
    let (mut wrong, mut texts, mut kept, mut lost, mut gained) = (false, 0, 0, 0, 0);
    let claims = |coder: &Coder, passage: &vigie_coder::Passage<'_>| coder.code(passage).claims;
    in_order(
        Inputs::new(&args.input),
        jobs(args.jobs),
        |document| (claims(&old, &document.passage()), claims(&new, &document.passage())),
        |done| {
            match done {
                Done::Text(document, (before, after)) => {
                    texts += 1;
                    let goes = |claim: &Claim, others: &[Claim]| !others.iter().any(|o| same(claim, o));
                    let (minus, plus): (Vec<_>, Vec<_>) = (
                        before.iter().filter(|c| goes(c, &after)).collect(),
                        after.iter().filter(|c| goes(c, &before)).collect(),
                    );
                    kept += after.len() - plus.len();
                    for (sign, list) in [("-", &minus), ("+", &plus)] {
                        for claim in list {
                            writeln!(out, "{sign} {} “{}” {}", plain(&document.id), plain(&claim.quote.text), told(claim))?;
                        }
                    }
                    lost += minus.len();
                    gained += plus.len();
                }
                Done::Fault(fault) => {
                    wrong = true;
                    eprintln!("vigie: {fault}");
                }
                Done::Remark(remark) => eprintln!("vigie: {remark}"),
            }
            Ok(())
        },
    )?;
    writeln!(out, "{texts} texts: {lost} claims lost, {gained} gained, {kept} as before")?;
    out.flush()?;
    Ok(Outcome::unless(wrong))
}

/// Whether two claims say the same in the same words. Rule and id may differ.
fn same(a: &Claim, b: &Claim) -> bool {
    let but_rule = |claim: &Claim| Claim { id: String::new(), rule: String::new(), ..claim.clone() };
    a.quote.start == b.quote.start && a.event == b.event && but_rule(a) == but_rule(b)
}
