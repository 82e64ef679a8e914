//! Entries made by hand, in the order in which one would say them.

use vigie_model::{
    ActorRef, Bound, Claim, Count, Counted, Entry, EventCode, Grade, Knowing, Modality, PlaceRef, Quote, Scope, SourceRef,
    TimeRef, Who,
};

/// A claim of a document that appeared on a day; where it stands in the text makes it another claim.
pub(crate) fn told(document: &str, at: usize, published: &str) -> Told {
    Told(Entry {
        claim: Claim {
            id: format!("c-{document}-{at:03}"),
            document: document.to_owned(),
            lang: "und".to_owned(),
            quote: Quote { text: String::new(), start: at * 100, end: at * 100 },
            event: EventCode::Casualties,
            modality: Modality::Asserted,
            actors: Vec::new(),
            targets: Vec::new(),
            place: None,
            time: None,
            counts: Vec::new(),
            sources: Vec::new(),
            rule: "by-hand".to_owned(),
            grade: Grade::Sure,
        },
        outlet: None,
        published: (!published.is_empty()).then(|| published.to_owned()),
        known: "2025-01-01T00:00:00Z".parse().expect("an instant"),
        knowing: Knowing::Received,
        gone: None,
        witness: document.to_owned(),
    })
}

/// An entry on its way.
#[derive(Debug, Clone)]
pub(crate) struct Told(pub(crate) Entry);

impl Told {
    pub(crate) fn by(mut self, source: &str) -> Self {
        let source =
            SourceRef { id: source.to_owned(), name: source.to_owned(), mention: source.to_owned(), verb: String::new() };
        self.0.claim.sources.push(source);
        self
    }

    pub(crate) fn in_outlet(mut self, outlet: &str) -> Self {
        self.0.outlet = Some(outlet.to_owned());
        self
    }

    pub(crate) fn copy_of(mut self, witness: &str) -> Self {
        witness.clone_into(&mut self.0.witness);
        self
    }

    pub(crate) fn event(mut self, event: EventCode) -> Self {
        self.0.claim.event = event;
        self
    }

    pub(crate) fn modality(mut self, modality: Modality) -> Self {
        self.0.claim.modality = modality;
        self
    }

    pub(crate) fn place(mut self, id: &str, prec: u8) -> Self {
        self.0.claim.place = Some(PlaceRef {
            id: id.to_owned(),
            name: id.to_owned(),
            aliases: Vec::new(),
            mention: id.to_owned(),
            lat: 0.0,
            lon: 0.0,
            country: "SY".to_owned(),
            kind: if prec >= 6 { "country" } else { "city" }.to_owned(),
            prec,
            relation: None,
            part: None,
        });
        self
    }

    pub(crate) fn days(mut self, start: &str, end: &str) -> Self {
        let day = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let prec = if start == end { 1 } else { 4 };
        self.0.claim.time =
            Some(TimeRef { start: day(start), end: day(end), edtf: format!("{start}/{end}"), prec, mention: None });
        self
    }

    pub(crate) fn against(mut self, side: &str) -> Self {
        let id = side.to_owned();
        self.0.claim.targets.push(ActorRef { id: id.clone(), name: id.clone(), mention: id, span: None });
        self
    }

    pub(crate) fn known(mut self, at: &str) -> Self {
        self.0.known = at.parse().expect("an instant");
        self
    }

    /// So many people killed.
    pub(crate) fn killed(self, n: u64) -> Self {
        self.counts(n, Who::People, None)
    }

    pub(crate) fn counts(self, n: u64, who: Who, part_of: Option<usize>) -> Self {
        self.count(Counted::Killed, n, Bound::Exact, who, part_of)
    }

    pub(crate) fn count(mut self, of: Counted, n: u64, bound: Bound, who: Who, part_of: Option<usize>) -> Self {
        let low = (!matches!(bound, Bound::AtMost | Bound::LessThan)).then_some(n);
        let high = (!matches!(bound, Bound::AtLeast | Bound::MoreThan)).then_some(n);
        let mention = format!("{n} {who}");
        self.0.claim.counts.push(Count {
            of,
            low,
            high,
            bound,
            who: Some(who),
            mention,
            scope: None,
            since: None,
            sub_of: part_of,
        });
        self
    }

    /// The counts are a running total since a day; unknown when empty.
    pub(crate) fn since(mut self, day: &str) -> Self {
        for count in &mut self.0.claim.counts {
            count.scope = Some(Scope::Cumulative);
            count.since = (!day.is_empty()).then(|| day.to_owned());
        }
        self
    }

    /// The counts are new ones only.
    pub(crate) fn more(mut self) -> Self {
        for count in &mut self.0.claim.counts {
            count.scope = Some(Scope::Incremental);
        }
        self
    }
}
