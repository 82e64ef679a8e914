//! What people decide.

use vigie_model::{Act, Claim, EventCode, Instant};
use vigie_store::{Ask, Record, StoreError, Taken, Taking};

use crate::made::{at, claim, decision, entries, hour, ids, report, take, town};

fn one(record: &mut impl Record) -> (Taking, Claim) {
    let taking = report("dawn", 1, EventCode::Capture, "Tarn");
    take(record, std::slice::from_ref(&taking), 1);
    let claim = taking.claims[0].clone();
    (taking, claim)
}

/// Numbers rise from 1; all of it comes back; an instant leaves out what was decided later.
pub fn decisions_are_numbered_and_kept(record: &mut impl Record) {
    let (_, claim) = one(record);
    let mut told: Vec<_> = [2, 4].map(|n| decision(Act::Accept, &claim, n)).into();
    for (n, decision) in (1..).zip(&mut told) {
        let kept = record.decide(decision.clone()).unwrap();
        decision.n = n;
        assert_eq!(kept, *decision);
    }
    assert_eq!(record.decisions(hour(9)).unwrap(), told);
    assert_eq!(record.decisions(hour(3)).unwrap(), told[..1]);
    assert_eq!(ids(record, &at(9)), [claim.id], "to accept ends nothing");
}

/// It goes at the instant of the decision and is not lost.
pub fn a_refused_claim_stands_no_longer(record: &mut impl Record) {
    let (_, claim) = one(record);
    record.decide(decision(Act::Refuse, &claim, 4)).unwrap();
    assert_eq!(ids(record, &at(3)), [claim.id.clone()]);
    assert_eq!(ids(record, &at(4)), [""; 0]);
    assert_eq!(entries(record, &Ask::default())[0].gone, Some(hour(4)));
}

/// One goes and the other comes in the same instant, in the same document.
pub fn a_corrected_claim_is_replaced_in_one_step(record: &mut impl Record) {
    let (taking, wrong) = one(record);
    let right = claim(&taking, 0, EventCode::Advance, Some(town("Elm")));
    let mut correct = decision(Act::Correct, &wrong, 4);
    correct.instead = Some(Box::new(right.clone()));
    let kept = record.decide(correct).unwrap();
    assert_eq!(record.decisions(hour(4)).unwrap(), [kept]);
    assert_eq!(ids(record, &at(3)), [wrong.id]);
    let after = entries(record, &at(4));
    assert_eq!(after.iter().map(|e| (&e.claim, e.known)).collect::<Vec<_>>(), [(&right, hour(4))]);
}

/// A later decision about the same claim counts instead, and the time between stays as it was.
pub fn accepting_a_refused_claim_lets_it_stand_again(record: &mut impl Record) {
    let (_, claim) = one(record);
    record.decide(decision(Act::Refuse, &claim, 4)).unwrap();
    record.decide(decision(Act::Accept, &claim, 7)).unwrap();
    let standing: Vec<usize> = [3, 5, 7].into_iter().map(|n| ids(record, &at(n)).len()).collect();
    assert_eq!(standing, [1, 0, 1]);
    record.decide(decision(Act::Refuse, &claim, 9)).unwrap();
    assert_eq!(ids(record, &at(9)), [""; 0]);
}

/// Both for the claim and for the second one.
pub fn decisions_about_what_is_not_there_are_refused(record: &mut impl Record) {
    let (taking, there) = one(record);
    let nothing = claim(&taking, 77, EventCode::Hold, None);
    let refused = record.decide(decision(Act::Refuse, &nothing, 2));
    assert!(matches!(refused, Err(StoreError::NoSuchClaim { claim }) if claim == nothing.id));
    let mut link = decision(Act::Link, &there, 2);
    link.other = Some(nothing.id.clone());
    assert!(matches!(record.decide(link), Err(StoreError::NoSuchClaim { claim }) if claim == nothing.id));
    assert_eq!(record.decisions(Instant::MAX).unwrap(), [], "nothing is kept of what is refused");
}

/// The fault says since when.
pub fn decisions_about_what_is_gone_are_refused(record: &mut impl Record) {
    let (taking, claim) = one(record);
    let again = Taking { coder: "coder 2".to_owned(), claims: Vec::new(), ..taking };
    take(record, &[again], 6);
    for act in [Act::Accept, Act::Refuse] {
        let refused = record.decide(decision(act, &claim, 8));
        assert!(matches!(refused, Err(StoreError::Gone { since, .. }) if since == hour(6)), "{act}: {refused:?}");
    }
    assert_eq!(record.counts().unwrap().decisions, 0);
}

/// A reason, a name, and what the act needs.
pub fn a_decision_says_what_it_must(record: &mut impl Record) {
    let (taking, wrong) = one(record);
    let mut faulty: Vec<_> =
        [Act::Refuse, Act::Refuse, Act::Correct, Act::Link, Act::Correct, Act::Refuse].map(|act| decision(act, &wrong, 2)).into();
    faulty[0].reason = " ".to_owned();
    faulty[1].by.clear();
    let mut elsewhere = claim(&taking, 0, EventCode::Hold, None);
    elsewhere.document = "sha256:another".to_owned();
    faulty[4].instead = Some(Box::new(elsewhere));
    faulty[5].other = Some(wrong.id.clone());
    for decision in faulty {
        let refused = record.decide(decision);
        assert!(matches!(refused, Err(StoreError::Undecided { .. })), "{refused:?}");
    }
    assert_eq!(record.counts().unwrap().decisions, 0);
    assert_eq!(ids(record, &at(9)), [wrong.id]);
}

/// What a person put in stays, what a person ended stays ended.
pub fn no_coder_undoes_a_decision(record: &mut impl Record) {
    let mut taking = report("dawn", 1, EventCode::Capture, "Tarn");
    taking.claims.push(claim(&taking, 20, EventCode::Battle, None));
    take(record, std::slice::from_ref(&taking), 1);
    let right = claim(&taking, 0, EventCode::Advance, Some(town("Elm")));
    let mut correct = decision(Act::Correct, &taking.claims[0], 4);
    correct.instead = Some(Box::new(right.clone()));
    record.decide(correct).unwrap();
    record.decide(decision(Act::Refuse, &taking.claims[1], 5)).unwrap();
    taking.coder = "coder 2".to_owned();
    assert_eq!(take(record, &[taking], 6), [Taken::Recoded { kept: 2, superseded: 0, added: 0 }]);
    assert_eq!(ids(record, &at(9)), [right.id]);
}

/// The id stands for the words and what they were read as: that was settled.
pub fn no_coder_reads_otherwise_what_a_person_corrected(record: &mut impl Record) {
    for (document, new_id) in [("dawn", false), ("dusk", true)] {
        let mut taking = report(document, 1, EventCode::Capture, "Tarn");
        take(record, std::slice::from_ref(&taking), 1);
        let mut right = taking.claims[0].clone();
        right.place = Some(town("Elm"));
        if new_id {
            right.id = "c-00000000000000aa".to_owned();
        }
        let mut correct = decision(Act::Correct, &taking.claims[0], 4);
        correct.instead = Some(Box::new(right.clone()));
        record.decide(correct).unwrap();
        taking.coder = "coder 2".to_owned();
        taking.claims[0].place = Some(town("Oak"));
        assert_eq!(take(record, &[taking.clone()], 6), [Taken::Recoded { kept: 1, superseded: 0, added: 0 }]);
        let ask = Ask { document: Some(taking.document.id), ..at(9) };
        assert_eq!(entries(record, &ask).into_iter().map(|e| e.claim).collect::<Vec<_>>(), [right]);
    }
}

/// What was refused is one reading; another may be right.
pub fn what_was_refused_may_be_read_otherwise(record: &mut impl Record) {
    let (mut taking, wrong) = one(record);
    record.decide(decision(Act::Refuse, &wrong, 4)).unwrap();
    taking.coder = "coder 2".to_owned();
    taking.claims[0].place = Some(town("Oak"));
    assert_eq!(take(record, &[taking.clone()], 6), [Taken::Recoded { kept: 0, superseded: 0, added: 1 }]);
    assert_eq!(entries(record, &at(6)).into_iter().map(|e| e.claim).collect::<Vec<_>>(), taking.claims);
}

/// Both claims are named; neither ends.
pub fn links_are_decided_between_two_claims(record: &mut impl Record) {
    let batch = [("dawn", 1), ("noon", 2)].map(|(t, n)| report(t, n, EventCode::Battle, "Tarn"));
    take(record, &batch, 2);
    for act in [Act::Link, Act::Unlink] {
        let mut link = decision(act, &batch[0].claims[0], 3);
        link.other = Some(batch[1].claims[0].id.clone());
        let kept = record.decide(link.clone()).unwrap();
        assert_eq!(kept.other, link.other);
    }
    assert_eq!(ids(record, &at(9)).len(), 2);
}
