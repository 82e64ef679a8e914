//! `vigie claims`, `incidents`, `tolls`, `control`, `disputes`, `sources`: questions to the record.

use std::collections::BTreeMap;
use std::io::{self, BufWriter, StdoutLock};
use std::ops::ControlFlow;

use anyhow::Result;
use vigie_model::{Entry, Toll};
use vigie_observatory::Observatory;

use super::sheet::{Sheet, Shown};
use super::shown::{DisputeRow, IncidentRow, Named, StretchRow, WitnessRow};
use super::{AnswerFormat, AskArgs};
use crate::show::{Outcome, Style};

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum What {
    Claims,
    Incidents,
    Tolls,
    Control,
    Disputes,
    Sources,
}

/// Names for ids, from the theatres and the record.
pub(crate) fn named(observatory: &Observatory) -> Result<Named> {
    let theatre = observatory.theatre();
    let mut parties: BTreeMap<String, String> = theatre.actors.iter().map(|a| (a.id.clone(), a.name.clone())).collect();
    parties.extend(theatre.sources.iter().map(|s| (s.id.clone(), s.name.clone())));
    Ok(Named { parties, places: observatory.places()? })
}

fn sheet<S: Shown>(format: AnswerFormat) -> io::Result<Sheet<BufWriter<StdoutLock<'static>>>> {
    Sheet::begin::<S>(BufWriter::new(io::stdout().lock()), Style::of_stdout(), format)
}

/// Runs one of the questions.
pub(crate) fn run(what: What, args: &AskArgs) -> Result<Outcome> {
    let observatory = args.store.open(&args.world)?;
    let question = args.filter.question();
    let format = args.format;
    let named = named(&observatory)?;
    match what {
        What::Claims => {
            let mut out = sheet::<Entry>(format)?;
            let mut failed = None;
            observatory.claims(&question, &mut |entry| match out.row(&entry) {
                Ok(()) => ControlFlow::Continue(()),
                Err(fault) => {
                    failed = Some(fault);
                    ControlFlow::Break(())
                }
            })?;
            if let Some(fault) = failed {
                return Err(fault.into());
            }
            out.end("no claim")?;
        }
        What::Incidents => {
            let mut out = sheet::<IncidentRow<'_>>(format)?;
            for incident in &observatory.incidents(&question)? {
                out.row(&IncidentRow { incident, named: &named })?;
            }
            out.end("no incident")?;
        }
        What::Tolls => {
            let mut out = sheet::<Toll>(format)?;
            let page = question.page;
            let tolls = observatory.tolls(&question)?;
            let limit = page.limit.map_or(usize::MAX, |n| n as usize);
            for toll in tolls.iter().skip(page.after as usize).take(limit) {
                out.row(toll)?;
            }
            out.end("no toll")?;
        }
        What::Control => {
            let mut out = sheet::<StretchRow<'_>>(format)?;
            let asked_history = question.place.is_some() && question.on.is_none();
            let stretches = if asked_history { observatory.history(&question)? } else { observatory.control(&question)? };
            for stretch in &stretches {
                out.row(&StretchRow { stretch, named: &named })?;
            }
            out.end("nothing is known of who holds what")?;
        }
        What::Disputes => {
            let mut out = sheet::<DisputeRow<'_>>(format)?;
            for dispute in &observatory.disputes(&question)? {
                let quote = |at: usize| -> Result<String> {
                    let first = dispute.sides[at].claims.first();
                    Ok(first.map(|id| observatory.claim(id)).transpose()?.map_or_else(String::new, |e| e.claim.quote.text))
                };
                out.row(&DisputeRow { dispute, named: &named, quotes: [quote(0)?, quote(1)?] })?;
            }
            out.end("no dispute")?;
        }
        What::Sources => {
            let mut out = sheet::<WitnessRow<'_>>(format)?;
            for witness in &observatory.sources(&question)? {
                out.row(&WitnessRow { witness, named: &named })?;
            }
            out.end("nobody was heard")?;
        }
    }
    remark(&observatory)?;
    Ok(Outcome::Done)
}

/// Says, for every answer that rests on it, that *known* counts from publication.
pub(crate) fn remark(observatory: &Observatory) -> Result<()> {
    if observatory.rests_on_publication()? {
        eprintln!(
            "vigie: documents of this record were taken --as-published: for them, known counts from the day of publication"
        );
    }
    Ok(())
}
