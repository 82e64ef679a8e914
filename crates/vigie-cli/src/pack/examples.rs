//! `vigie pack test`: does every rule read what it must, and leave what it must?

use std::io::{self, Write};
use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use vigie_coder::{Coder, Language, Passage};
use vigie_model::{ActorRef, Claim, Count, Days};
use vigie_pack::theatre::Theatre;
use vigie_pack::{Rule, Want};

use crate::eval::fold;
use crate::show::{Outcome, plain};
use crate::world::WorldArgs;

/// Options of `vigie pack test`.
#[derive(Debug, Clone, Args)]
#[command(after_help = "\
An accept holds when a claim has everything that it wants; a reject holds when no claim comes of the rule.
Examples are read as they stand: no text is refused for being about something else.")]
pub(crate) struct TestArgs {
    /// A pack, or a folder of packs; by default the packs in the program
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
    /// Run only the rules whose id begins so
    #[arg(long, value_name = "PREFIX", default_value = "")]
    rule: String,
    #[command(flatten)]
    world: WorldArgs,
}

pub(super) fn run(args: &TestArgs) -> Result<Outcome> {
    let mut coder = super::coder(&args.world, args.folder.as_deref())?;
    super::open_gates(&mut coder);
    let mut out = io::stdout().lock();
    let mut failed = 0;
    for language in &coder.languages {
        let (mut rules, mut accepts, mut rejects) = (0, [0; 2], [0; 2]);
        for rule in language.pack.rules.iter().filter(|r| r.id.starts_with(&args.rule)) {
            rules += 1;
            for accept in &rule.accepts {
                let published = accept.published.as_deref().and_then(Days::parse);
                let claims = read(&coder, language, &accept.text, published);
                let missing = accept.want.iter().find(|want| !claims.iter().any(|c| holds(want, c, &coder.theatre)));
                accepts[usize::from(missing.is_some())] += 1;
                if let Some(want) = missing {
                    // What the rule itself made says most.
                    let own: Vec<&Claim> = claims.iter().filter(|c| c.rule == rule.id).collect();
                    let got = if own.is_empty() { claims.iter().collect() } else { own };
                    line(&mut out, rule, &accept.text, &wanted(want), &got)?;
                }
            }
            for reject in &rule.rejects {
                let claims = read(&coder, language, &reject.text, None);
                let own: Vec<&Claim> = claims.iter().filter(|c| c.rule == rule.id).collect();
                rejects[usize::from(!own.is_empty())] += 1;
                if !own.is_empty() {
                    line(&mut out, rule, &reject.text, &format!("nothing ({})", reject.why), &own)?;
                }
            }
        }
        failed += accepts[1] + rejects[1];
        writeln!(
            out,
            "{}: {rules} rules; accepts {} of {} hold, rejects {} of {} hold",
            language.pack.code,
            accepts[0],
            accepts[0] + accepts[1],
            rejects[0],
            rejects[0] + rejects[1]
        )?;
    }
    Ok(Outcome::unless(failed > 0))
}

fn read(coder: &Coder, language: &Language, text: &str, published: Option<Days>) -> Vec<Claim> {
    let passage = Passage { id: "example", text, published, lang: Some(&language.pack.code), ..Passage::default() };
    coder.code(&passage).claims
}

fn line(out: &mut impl Write, rule: &Rule, text: &str, wanted: &str, got: &[&Claim]) -> io::Result<()> {
    let got: Vec<String> = got.iter().map(|c| told(c)).collect();
    let got = if got.is_empty() { "nothing".to_string() } else { got.join("; ") };
    writeln!(out, "{} ({}:{}): “{}” wanted {wanted}; got {got}", rule.id, rule.place.0, rule.place.1, plain(text))
}

/// Whether a claim has everything that is wanted. An empty text wants nothing there.
fn holds(want: &Want, claim: &Claim, theatre: &Theatre) -> bool {
    let party = |wanted: &Option<String>, have: &[ActorRef]| {
        named(wanted.as_deref(), have.iter().map(|a| (a.id.as_str(), a.name.as_str())), theatre)
    };
    let day = |wanted: &Option<String>, have: Option<&String>| {
        wanted.as_ref().is_none_or(|w| if w.is_empty() { have.is_none() } else { have == Some(w) })
    };
    let time = claim.time.as_ref();
    want.event.is_none_or(|e| e == claim.event)
        && want.modality.is_none_or(|m| m == claim.modality)
        && party(&want.actor, &claim.actors)
        && party(&want.target, &claim.targets)
        && named(want.source.as_deref(), claim.sources.iter().map(|s| (s.id.as_str(), s.name.as_str())), theatre)
        && place(want.place.as_deref(), claim)
        && day(&want.start, time.and_then(|t| t.start.as_ref()))
        && day(&want.end, time.and_then(|t| t.end.as_ref()))
        && counts(want, &claim.counts)
}

/// Whether one of the parties bears the name, as its canonical name or as another name of the theatre.
fn named<'a>(wanted: Option<&str>, have: impl Iterator<Item = (&'a str, &'a str)>, theatre: &Theatre) -> bool {
    let Some(wanted) = wanted else { return true };
    let mut have = have.peekable();
    if wanted.is_empty() {
        return have.peek().is_none();
    }
    let wanted = fold(wanted);
    have.any(|(id, name)| {
        let actor = theatre.actors.iter().filter(|a| a.id == id).flat_map(|a| a.names.all());
        let source = theatre.sources.iter().filter(|s| s.id == id).flat_map(|s| s.names.all());
        [name].into_iter().chain(actor).chain(source).any(|n| fold(n) == wanted)
    })
}

fn place(wanted: Option<&str>, claim: &Claim) -> bool {
    match (wanted, &claim.place) {
        (None, _) => true,
        (Some(""), place) => place.is_none(),
        (Some(wanted), Some(place)) => place.aliases.iter().chain([&place.name]).any(|n| fold(n) == fold(wanted)),
        (Some(_), None) => false,
    }
}

/// Whether one count has everything that is wanted of a count.
fn counts(want: &Want, counts: &[Count]) -> bool {
    let asked = want.of.is_some() || want.who.is_some() || want.low.is_some() || want.high.is_some() || want.bound.is_some();
    let fits = |c: &Count| {
        want.of.is_none_or(|of| of == c.of)
            && want.who.is_none_or(|who| Some(who) == c.who)
            && want.low.is_none_or(|low| Some(low) == c.low)
            && want.high.is_none_or(|high| Some(high) == c.high)
            && want.bound.is_none_or(|bound| bound == c.bound)
    };
    !asked || counts.iter().any(fits)
}

/// What is wanted, in a line.
fn wanted(want: &Want) -> String {
    let text = |key: &str, value: Option<&str>| value.map(|v| format!("{key} {}", if v.is_empty() { "none" } else { v }));
    let number = |key: &str, value: Option<u64>| value.map(|v| format!("{key} {v}"));
    let parts = [
        want.event.map(|e| e.to_string()),
        text("actor", want.actor.as_deref()),
        text("target", want.target.as_deref()),
        text("place", want.place.as_deref()),
        want.of.map(|v| format!("of {v}")),
        want.who.map(|v| format!("who {v}")),
        number("low", want.low),
        number("high", want.high),
        want.bound.map(|v| format!("bound {v}")),
        want.modality.map(|v| v.to_string()),
        text("source", want.source.as_deref()),
        text("start", want.start.as_deref()),
        text("end", want.end.as_deref()),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// A claim, in a line.
pub(super) fn told(claim: &Claim) -> String {
    let names = |list: &[ActorRef]| list.iter().map(|a| a.name.as_str()).collect::<Vec<_>>().join("+");
    let side = |n: Option<u64>| n.map_or_else(|| "?".to_string(), |n| n.to_string());
    let count = |c: &Count| {
        let who = c.who.map_or_else(String::new, |w| format!(" {w}"));
        format!("{} {}..{} {}{who}", c.of, side(c.low), side(c.high), c.bound)
    };
    let day = |d: Option<&String>| d.map_or_else(|| "?".to_string(), Clone::clone);
    let time = claim.time.as_ref().map(|t| format!("{}..{}", day(t.start.as_ref()), day(t.end.as_ref())));
    let sources: Vec<&str> = claim.sources.iter().map(|s| s.name.as_str()).collect();
    let parts = [
        ("", Some(claim.event.to_string())),
        ("actor ", Some(names(&claim.actors))),
        ("target ", Some(names(&claim.targets))),
        ("place ", claim.place.as_ref().map(|p| p.name.clone())),
        ("", Some(claim.counts.iter().map(count).collect::<Vec<_>>().join(", "))),
        ("", time),
        ("by ", Some(sources.join("+"))),
        ("", Some(claim.modality.to_string()).filter(|m| m != "asserted")),
        ("rule ", Some(claim.rule.clone())),
    ];
    let parts = parts.into_iter().filter_map(|(head, text)| text.filter(|t| !t.is_empty()).map(|t| format!("{head}{t}")));
    parts.collect::<Vec<_>>().join(", ")
}
