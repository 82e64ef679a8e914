//! Measuring by hand: reads JSON-free passages, one a line `id<TAB>text` (with
//! `\n` written as a space), and prints `id start end lat lon id name` for each
//! capitalised name that resolves; offsets are characters.

use std::io::BufRead;

use vigie_gazetteer::{Context, Gazetteer, PlaceKind, resolve};
use vigie_text::token::Case;
use vigie_text::{CharOffsets, Tokenizer};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let start = std::time::Instant::now();
    let table = Gazetteer::world()?;
    let elision = std::env::args().nth(1).as_deref() == Some("fr");
    let caseless = std::env::args().nth(1).as_deref() == Some("ar");
    let quiet = std::env::args().nth(2).as_deref() == Some("quiet");
    let tokenizer = Tokenizer { elision, ..Tokenizer::default() };
    eprintln!("opened in {:?}", start.elapsed());
    let (mut tokens, mut found) = (0usize, 0usize);
    let mut spent = std::time::Duration::ZERO;
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        let Some((id, text)) = line.split_once('\t') else { continue };
        let s = tokenizer.sentence(text, 0, text.len());
        let offsets = CharOffsets::new(text);
        tokens += s.len();
        let begin = std::time::Instant::now();
        let mut context = Context::default();
        let mut hits = Vec::new();
        // Two rounds: the countries of the first round are the focus of the second.
        for round in 0..2 {
            let mut counts: std::collections::BTreeMap<_, usize> = std::collections::BTreeMap::new();
            hits.clear();
            let mut at = 0;
            while at < s.len() {
                let mut step = 1;
                if caseless || s.tokens[at].case != Case::Lower {
                    context.within = None;
                    if s.tokens[at].case != Case::Lower {
                        // *Paris, Texas*: the region or country after a comma holds the place.
                        let after = table.longest_at(|i| s.phrase_plain(i), at).map_or(at + 1, |n| at + n.tokens);
                        if s.tokens.get(after).is_some_and(|t| t.is(',')) {
                            context.within = table.longest_at(|i| s.phrase_plain(i), after + 1).and_then(|n| {
                                let all: Vec<_> = table.candidates(&n).filter(|c| c.form.is_exact()).collect();
                                let place = resolve(&table, &all, &context).place.and_then(|p| table.place(p))?;
                                matches!(place.kind(), PlaceKind::Country | PlaceKind::Region).then_some(place.index())
                            });
                        }
                    }
                    for name in table.names_at(|i| s.phrase_plain(i), at).iter().rev() {
                        let candidates: Vec<_> = table.candidates(name).collect();
                        let verdict = resolve(&table, &candidates, &context);
                        if let Some(place) = verdict.place.and_then(|p| table.place(p)) {
                            *counts.entry(place.country()).or_default() += 1;
                            hits.push((at, at + name.tokens, place.index()));
                            step = name.tokens;
                            break;
                        }
                    }
                }
                at += step;
            }
            if round == 0 {
                let mut order: Vec<_> = counts.into_iter().filter(|c| !c.0.is_empty()).collect();
                order.sort_by_key(|c| (std::cmp::Reverse(c.1), c.0));
                context.focus = order.into_iter().map(|c| c.0).collect();
            }
        }
        spent += begin.elapsed();
        found += hits.len();
        if !quiet {
            for (a, b, place) in &hits {
                let Some(place) = table.place(*place) else { continue };
                let (from, to) = (s.tokens[*a].start as usize, s.tokens[b - 1].end as usize);
                println!(
                    "{id}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}",
                    offsets.chars(from),
                    offsets.chars(to),
                    place.lat(),
                    place.lon(),
                    place.id(),
                    place.name(),
                    place.country().as_str(),
                    &text[from..to]
                );
            }
        }
    }
    eprintln!("{tokens} tokens, {found} places, {spent:?} for look-up and choice");
    Ok(())
}
