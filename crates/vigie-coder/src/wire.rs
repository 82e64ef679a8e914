//! What was settled, in its wire form: claims with character offsets, ids, places and days.
//!
//! The last step of stage 7. Bytes end here: what leaves the coder counts characters.

use sha2::{Digest, Sha256};
use vigie_gazetteer::PlaceKind;
use vigie_model::{ActorRef, Claim, Count, Days, EventCode, Grade, PlaceRef, Quote, Scope, SourceRef, TimeRef};
use vigie_text::Sentence;

use crate::assemble::{Settled, Whence};
use crate::reading::Reading;
use crate::resolve::{Located, Party, Speaker, slug};

impl Reading<'_, '_> {
    pub(crate) fn claim(&self, done: &Settled, sentence: &Sentence<'_>) -> Claim {
        let (start, end) = done.quote;
        let quote = Quote {
            text: self.text.get(start..end).unwrap_or("").to_string(),
            start: self.offsets.chars(start),
            end: self.offsets.chars(end),
        };
        let actor = |p: &Party| ActorRef {
            id: p.id.clone(),
            name: p.name.clone(),
            mention: p.tokens.map_or_else(String::new, |t| sentence.slice(t.0, t.1).to_string()),
            span: p.tokens.and_then(|t| self.span(sentence, t)),
        };
        let actors: Vec<ActorRef> = done.actors.iter().map(actor).collect();
        let targets: Vec<ActorRef> = done.targets.iter().map(actor).collect();
        let place = done.place.as_ref().and_then(|l| self.place(l));
        let time = time_ref(done.days, done.time_tokens.map(|t| sentence.slice(t.0, t.1).to_string()));
        let toll = done.draft.event == EventCode::Casualties;
        let counts = done
            .draft
            .counts
            .iter()
            .map(|c| Count {
                of: c.of,
                low: c.low,
                high: c.high,
                bound: c.bound,
                who: c.who,
                mention: sentence.slice(c.tokens.0, c.tokens.1).to_string(),
                scope: if c.more { Some(Scope::Incremental) } else { (toll && done.since).then_some(Scope::Cumulative) },
                since: if toll && done.since { done.days.start.map(|d| d.to_string()) } else { None },
                sub_of: c.part_of,
            })
            .collect();
        let sources = done.speakers.iter().map(source).collect();
        let carried = matches!(done.whence, Whence::Pointed | Whence::Carried) || done.actors.iter().any(|p| p.tokens.is_none());
        let grade = if place.is_none() && actors.is_empty() && done.days.is_unknown() {
            Grade::Doubtful
        } else if carried {
            Grade::Likely
        } else {
            Grade::Sure
        };
        let rule = done.draft.rule.clone();
        let id = claim_id(&self.document, start, end, done.draft.event, &rule, done.draft.group);
        Claim {
            id,
            document: self.document.clone(),
            lang: self.language.pack.code.clone(),
            quote,
            event: done.draft.event,
            modality: done.modality,
            actors,
            targets,
            place,
            time,
            counts,
            sources,
            rule,
            grade,
        }
    }

    fn span(&self, sentence: &Sentence<'_>, tokens: (usize, usize)) -> Option<[usize; 2]> {
        let start = sentence.tokens.get(tokens.0)?.start as usize;
        let end = sentence.tokens.get(tokens.1.checked_sub(1)?)?.end as usize;
        Some([self.offsets.chars(start), self.offsets.chars(end)])
    }

    pub(crate) fn place(&self, located: &Located) -> Option<PlaceRef> {
        let p = self.coder.gazetteer.place(located.place)?;
        let by_kind = match p.kind() {
            PlaceKind::Country | PlaceKind::Continent => 6,
            PlaceKind::Region => 4,
            PlaceKind::District => 3,
            PlaceKind::Area | PlaceKind::Road => 5,
            PlaceKind::Water => 7,
            _ => 1,
        };
        let mut aliases: Vec<String> = Vec::new();
        for alias in p.aliases().filter(|a| *a != p.name()) {
            if !aliases.iter().any(|known| known == alias) {
                aliases.push(alias.to_string());
            }
        }
        let prec = if located.relation.is_some() && by_kind == 1 { 2 } else { by_kind };
        if let Some(name) = &located.unlisted {
            // The point is that of the country, and its precision says so.
            return Some(PlaceRef {
                id: format!("unlisted:{}-{}", p.country().as_str().to_lowercase(), slug(name)),
                name: name.clone(),
                aliases: Vec::new(),
                mention: located.mention.clone(),
                lat: p.lat(),
                lon: p.lon(),
                country: p.country().as_str().to_string(),
                kind: "unlisted".to_string(),
                prec: 6,
                relation: located.relation,
                part: located.part,
            });
        }
        Some(PlaceRef {
            id: p.id(),
            name: p.name().to_string(),
            aliases,
            mention: located.mention.clone(),
            lat: p.lat(),
            lon: p.lon(),
            country: p.country().as_str().to_string(),
            kind: p.kind().word().to_string(),
            prec,
            relation: located.relation,
            part: located.part,
        })
    }
}

/// The wire form of days; `None` when nothing is known.
pub(crate) fn time_ref(days: Days, mention: Option<String>) -> Option<TimeRef> {
    (!days.is_unknown()).then(|| TimeRef {
        start: days.start.map(|d| d.to_string()),
        end: days.end.map(|d| d.to_string()),
        edtf: days.edtf(),
        prec: days.precision(),
        mention,
    })
}

pub(crate) fn source(s: &Speaker) -> SourceRef {
    SourceRef { id: s.id.clone(), name: s.name.clone(), mention: s.mention.clone(), verb: s.verb.clone() }
}

/// `sha256:` and the hash of the bytes.
pub fn document_id(bytes: &[u8]) -> String {
    format!("sha256:{}", hex(&Sha256::digest(bytes)))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut s, b| {
        use std::fmt::Write;
        let _ = write!(s, "{b:02x}");
        s
    })
}

/// `c-` and 16 hexadecimal digits of document, span, event and rule; the group
/// tells apart two claims of one rule at one span.
fn claim_id(document: &str, start: usize, end: usize, event: EventCode, rule: &str, group: usize) -> String {
    let mut hash = Sha256::new();
    hash.update(format!("{document}\n{start}\n{end}\n{event}\n{rule}\n{group}"));
    format!("c-{}", &hex(&hash.finalize())[..16])
}
