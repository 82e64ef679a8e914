//! `vigie review`: decisions of people about claims.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use clap::{Args, Subcommand};
use vigie_model::{Act, Claim, EventCode, Modality, TimeRef};
use vigie_observatory::review::Ruling;

use super::{StoreArgs, now};
use crate::show::{Outcome, plain};
use crate::world::WorldArgs;

/// What is decided.
#[derive(Debug, Clone, Subcommand)]
pub(crate) enum ReviewCommand {
    /// The claim was read rightly
    Accept(OneArgs),
    /// The claim was read wrongly: from now on it no longer counts
    Refuse(OneArgs),
    /// Put a corrected claim in the place of one that was read wrongly; both are kept
    Correct(CorrectArgs),
    /// Two claims tell the same incident
    Link(TwoArgs),
    /// Two claims do not tell the same incident
    Unlink(TwoArgs),
    /// The decisions there are
    List(ListArgs),
}

/// Who decides, why, and in which record.
#[derive(Debug, Clone, Args)]
pub(crate) struct WhoArgs {
    /// Why; it stays in the record
    #[arg(long, value_name = "TEXT")]
    pub(crate) reason: String,
    /// Who decides
    #[arg(long, value_name = "NAME", env = "VIGIE_REVIEWER")]
    pub(crate) by: String,
    #[command(flatten)]
    pub(crate) store: StoreArgs,
    #[command(flatten)]
    pub(crate) world: WorldArgs,
}

/// A decision about one claim.
#[derive(Debug, Clone, Args)]
pub(crate) struct OneArgs {
    /// Id of the claim
    pub(crate) claim: String,
    #[command(flatten)]
    pub(crate) who: WhoArgs,
}

/// A decision about two claims.
#[derive(Debug, Clone, Args)]
pub(crate) struct TwoArgs {
    /// Id of one claim
    pub(crate) claim: String,
    /// Id of the other
    pub(crate) other: String,
    #[command(flatten)]
    pub(crate) who: WhoArgs,
}

/// A correction.
#[derive(Debug, Clone, Args)]
#[command(after_help = "\
Examples:
  vigie review correct c-0a1b2c3d4e5f6071 --set event=attack.shelling --reason \"rockets, not aircraft\" --by L.D.
  vigie review correct c-0a1b2c3d4e5f6071 --with claim.json --reason \"two places were mixed up\" --by L.D.

--set takes event, modality, start, end, low, high (of the first count); an empty value means unknown.
--with takes a whole claim, as `vigie claims --format jsonl` writes it.")]
pub(crate) struct CorrectArgs {
    /// Id of the claim
    pub(crate) claim: String,
    /// Change one field: KEY=VALUE; may be given several times
    #[arg(long = "set", value_name = "KEY=VALUE", required_unless_present = "with")]
    pub(crate) set: Vec<String>,
    /// File with the claim as it should read
    #[arg(long, value_name = "FILE")]
    pub(crate) with: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) who: WhoArgs,
}

/// Which record.
#[derive(Debug, Clone, Args)]
pub(crate) struct ListArgs {
    #[command(flatten)]
    pub(crate) store: StoreArgs,
    #[command(flatten)]
    pub(crate) world: WorldArgs,
}

/// Runs the command.
pub(crate) fn run(command: &ReviewCommand) -> Result<Outcome> {
    match command {
        ReviewCommand::Accept(args) => decide(Act::Accept, &args.claim, None, None, &args.who),
        ReviewCommand::Refuse(args) => decide(Act::Refuse, &args.claim, None, None, &args.who),
        ReviewCommand::Link(args) => decide(Act::Link, &args.claim, Some(args.other.clone()), None, &args.who),
        ReviewCommand::Unlink(args) => decide(Act::Unlink, &args.claim, Some(args.other.clone()), None, &args.who),
        ReviewCommand::Correct(args) => {
            let before = args.who.store.open(&args.who.world)?.claim(&args.claim)?.claim;
            let mut claim = match &args.with {
                Some(path) => {
                    let text = fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))?;
                    serde_json::from_str::<Claim>(&text).with_context(|| format!("{} holds no claim", path.display()))?
                }
                None => before.clone(),
            };
            for change in &args.set {
                set(&mut claim, change)?;
            }
            if claim.quote != before.quote || claim.document != before.document {
                bail!("a correction keeps the quote and the document: refuse the claim instead");
            }
            decide(Act::Correct, &args.claim, None, Some(claim), &args.who)
        }
        ReviewCommand::List(args) => {
            let observatory = args.store.open(&args.world)?;
            for d in observatory.record().decisions(vigie_model::Instant::MAX)? {
                let other = d.other.as_ref().map_or_else(String::new, |o| format!(" {o}"));
                let instead = d.instead.as_ref().map_or_else(String::new, |c| format!(" by {}", c.id));
                println!("{} {} {} {}{other}{instead} by {}: {}", d.n, d.at, d.act, d.claim, plain(&d.by), plain(&d.reason));
            }
            Ok(Outcome::Done)
        }
    }
}

fn decide(act: Act, claim: &str, other: Option<String>, instead: Option<Claim>, who: &WhoArgs) -> Result<Outcome> {
    let mut observatory = who.store.open(&who.world)?;
    let ruling = Ruling { act, claim: claim.to_owned(), other, instead, by: who.by.clone(), reason: who.reason.clone() };
    let decision = observatory.decide(ruling, now())?;
    observatory.refresh(&mut |_, _| {})?;
    let instead = decision.instead.map_or_else(String::new, |c| format!("; the corrected claim is {}", c.id));
    println!("decision {}: {act} {claim}{instead}", decision.n);
    Ok(Outcome::Done)
}

/// Changes one field of a claim.
fn set(claim: &mut Claim, change: &str) -> Result<()> {
    let Some((key, value)) = change.split_once('=') else { bail!("{change:?} is no KEY=VALUE") };
    let number = || -> Result<Option<u64>> {
        Ok(if value.is_empty() { None } else { Some(value.parse().with_context(|| format!("{value:?} is no number"))?) })
    };
    match key {
        "event" => claim.event = EventCode::named(value).with_context(|| format!("{value:?} is no event code"))?,
        "modality" => {
            claim.modality = Modality::named(value).context("modality is asserted, denied, planned or possible")?;
        }
        "start" | "end" => {
            let day = if value.is_empty() {
                None
            } else {
                Some(value.parse::<jiff::civil::Date>().with_context(|| format!("{value:?} is no day: write YYYY-MM-DD"))?)
            };
            let of = |text: &Option<String>| text.as_deref().and_then(|t| t.parse().ok());
            let time = claim.time.as_ref();
            let mut days = vigie_model::Days { start: time.and_then(|t| of(&t.start)), end: time.and_then(|t| of(&t.end)) };
            if key == "start" {
                days.start = day;
            } else {
                days.end = day;
            }
            claim.time = (!days.is_unknown()).then(|| TimeRef {
                start: days.start.map(|d| d.to_string()),
                end: days.end.map(|d| d.to_string()),
                edtf: days.edtf(),
                prec: days.precision(),
                mention: None,
            });
        }
        "low" | "high" => {
            let count = claim.counts.first_mut().context("the claim counts nothing")?;
            if key == "low" {
                count.low = number()?;
            } else {
                count.high = number()?;
            }
        }
        _ => bail!("{key:?} cannot be set: event, modality, start, end, low, high can; --with takes a whole claim"),
    }
    Ok(())
}
