//! Which documents are copies of which (methods R2).

use vigie_model::EventCode;
use vigie_store::{Ask, Record, StoreError, Taking};

use crate::made::{entries, hour, report, take};

fn alike(taking: &Taking, others: &[&Taking]) -> Taking {
    Taking { alike: others.iter().map(|t| t.document.id.clone()).collect(), ..taking.clone() }
}

fn witness(record: &impl Record, of: &Taking) -> String {
    let ask = Ask { document: Some(of.document.id.clone()), ..Ask::default() };
    entries(record, &ask)[0].witness.clone()
}

fn copy_of(record: &impl Record, of: &Taking) -> Option<String> {
    record.document(&of.document.id).unwrap().unwrap().copy_of
}

/// One that is like no other is its own witness.
pub fn a_document_alike_is_a_copy_of_the_earlier_one(record: &mut impl Record) {
    let [one, two, three] = [("one", 1), ("two", 2), ("three", 3)].map(|(t, n)| report(t, n, EventCode::Hold, "Tarn"));
    take(record, &[one.clone(), alike(&two, &[&one]), three.clone()], 3);
    assert_eq!(copy_of(record, &two), Some(one.document.id.clone()));
    assert_eq!(witness(record, &two), one.document.id);
    assert_eq!(copy_of(record, &one), None);
    assert_eq!(witness(record, &one), one.document.id);
    assert_eq!(witness(record, &three), three.document.id);
    // Of two that are alike, the first.
    let four = report("four", 4, EventCode::Hold, "Tarn");
    take(record, &[alike(&four, &[&three, &one])], 4);
    assert_eq!(copy_of(record, &four), Some(one.document.id));
}

/// Likeness is told to whichever comes second; what follows is the same.
pub fn witnesses_are_the_same_in_every_order_of_arrival(record: &mut impl Record) {
    // a ~ b, b ~ c, a ~ d, known in the order a, b, c, d; three triples of texts, one for each order.
    for (set, order) in [[0, 1, 2, 3], [3, 2, 1, 0], [2, 0, 3, 1], [1, 3, 0, 2]].into_iter().enumerate() {
        let texts = ["a", "b", "c", "d"].map(|t| format!("{t} {set}"));
        let known = [1, 2, 3, 4];
        let all: Vec<Taking> = texts.iter().zip(known).map(|(t, n)| report(t, n, EventCode::Hold, "Tarn")).collect();
        let pairs = [(0, 1), (1, 2), (0, 3)];
        for (turn, now) in order.iter().enumerate() {
            let there = &order[..turn];
            let like = |n: &&usize| pairs.contains(&(**n, *now)) || pairs.contains(&(*now, **n));
            let others: Vec<&Taking> = there.iter().filter(like).map(|n| &all[*n]).collect();
            take(record, &[alike(&all[*now], &others)], 9);
        }
        let witnesses: Vec<String> = all.iter().map(|t| witness(record, t)).collect();
        assert_eq!(witnesses, vec![all[0].document.id.clone(); 4], "order {order:?}");
        let sources: Vec<Option<String>> = all.iter().map(|t| copy_of(record, t)).collect();
        let [a, b] = [0, 1].map(|n| Some(all[n].document.id.clone()));
        assert_eq!(sources, [None, a.clone(), b, a], "order {order:?}");
    }
}

/// The witness is the end of the chain, not the next link.
pub fn a_chain_of_copies_ends_at_its_first(record: &mut impl Record) {
    let [one, two, three] = [("one", 1), ("two", 2), ("three", 3)].map(|(t, n)| report(t, n, EventCode::Hold, "Tarn"));
    take(record, &[one.clone(), alike(&two, &[&one]), alike(&three, &[&two])], 3);
    assert_eq!(copy_of(record, &three), Some(two.document.id));
    assert_eq!(witness(record, &three), one.document.id);
}

/// What counts witnesses is to be counted again.
pub fn a_new_witness_makes_buckets_stale(record: &mut impl Record) {
    let late = report("late", 5, EventCode::Hold, "Tarn");
    let early = report("early", 1, EventCode::Battle, "Elm");
    take(record, std::slice::from_ref(&late), 5);
    let derived: Vec<_> = record.stale(99).unwrap().into_iter().map(|b| (b, vigie_store::Derivation::default())).collect();
    record.derive(&derived).unwrap();
    take(record, &[alike(&early, &[&late])], 6);
    let stale: Vec<String> = record.stale(99).unwrap().into_iter().map(|b| b.key).collect();
    assert_eq!(stale, ["made:Tarn", "attack|made:Elm", "territory|made:Tarn"]);
    assert_eq!(witness(record, &late), early.document.id);
}

/// A likeness to what the record does not hold is a fault of the caller.
pub fn a_likeness_to_nothing_is_refused(record: &mut impl Record) {
    let [one, two] = [("one", 1), ("two", 2)].map(|(t, n)| report(t, n, EventCode::Hold, "Tarn"));
    let refused = record.take(&[alike(&two, &[&one])], hour(2));
    assert!(matches!(refused, Err(StoreError::NoSuchDocument { document }) if document == one.document.id));
}
