//! Many texts on all cores, results in the order of the texts.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::sync_channel;
use std::sync::{Condvar, Mutex, PoisonError};

use anyhow::Result;

use crate::input::{Document, Fault, Item};

/// What came of an item.
pub(crate) enum Done<R> {
    /// A text, and what was made of it.
    Text(Box<Document>, R),
    /// Something that could not be used.
    Fault(Fault),
    /// Something that the caller should know and that is no fault.
    Remark(String),
}

/// How far the workers may run ahead of the output, in items for each of them.
const AHEAD: usize = 16;

struct Queue<I> {
    items: I,
    taken: usize,
    written: usize,
    stop: bool,
}

/// As many as there are cores, unless a number is asked for.
pub(crate) fn jobs(asked: Option<NonZeroUsize>) -> usize {
    asked.or_else(|| std::thread::available_parallelism().ok()).map_or(1, NonZeroUsize::get)
}

/// Runs `work` over the texts of `items` on `jobs` threads and hands what came
/// of each to `write`, in the order of the items. A text on which the work
/// breaks down is a fault of that text.
///
/// # Errors
/// When `write` fails; nothing is written after that.
pub(crate) fn in_order<R: Send>(
    items: impl Iterator<Item = Item> + Send,
    jobs: usize,
    work: impl Fn(&Document) -> R + Sync,
    mut write: impl FnMut(Done<R>) -> Result<()>,
) -> Result<()> {
    let queue = Mutex::new(Queue { items, taken: 0, written: 0, stop: false });
    let room = Condvar::new();
    let (send, receive) = sync_channel::<(usize, Done<R>)>(jobs * AHEAD);
    let lock = || queue.lock().unwrap_or_else(PoisonError::into_inner);
    std::thread::scope(|scope| {
        for _ in 0..jobs.max(1) {
            let send = send.clone();
            let (lock, room, work) = (&lock, &room, &work);
            scope.spawn(move || {
                loop {
                    let mut queue = lock();
                    while !queue.stop && queue.taken - queue.written >= jobs * AHEAD {
                        queue = room.wait(queue).unwrap_or_else(PoisonError::into_inner);
                    }
                    if queue.stop {
                        return;
                    }
                    let Some(item) = queue.items.next() else { return };
                    let at = queue.taken;
                    queue.taken += 1;
                    drop(queue);
                    if send.send((at, done(item, work))).is_err() {
                        return;
                    }
                }
            });
        }
        drop(send);
        let mut early: BTreeMap<usize, Done<R>> = BTreeMap::new();
        let mut next = 0;
        let mut result = Ok(());
        for (at, made) in &receive {
            early.insert(at, made);
            while let Some(made) = early.remove(&next) {
                next += 1;
                if result.is_ok() {
                    result = write(made);
                }
            }
            let mut queue = lock();
            queue.written = next;
            queue.stop = result.is_err();
            drop(queue);
            room.notify_all();
        }
        result
    })
}

fn done<R>(item: Item, work: &impl Fn(&Document) -> R) -> Done<R> {
    match item {
        Item::Text(document) => match catch_unwind(AssertUnwindSafe(|| work(&document))) {
            Ok(made) => Done::Text(document, made),
            Err(_) => Done::Fault(Fault {
                place: document.place.clone(),
                reason: "the program broke down on this text; please report it with the text".to_string(),
            }),
        },
        Item::Fault(fault) => Done::Fault(fault),
        Item::Remark(remark) => Done::Remark(remark),
    }
}

#[cfg(test)]
mod tests {
    use super::{Done, in_order};
    use crate::input::{Document, Item};

    #[test]
    fn results_come_in_the_order_of_the_texts() {
        let items = (0..500).map(|n| Item::Text(Box::new(Document { id: n.to_string(), ..Document::default() })));
        let mut seen = Vec::new();
        let slow = |d: &Document| {
            let n: u64 = d.id.parse().unwrap_or(0);
            std::thread::sleep(std::time::Duration::from_micros((n * 7919) % 300));
            n
        };
        let written = in_order(items, 4, slow, |done| {
            if let Done::Text(_, n) = done {
                seen.push(n);
            }
            Ok(())
        });
        assert!(written.is_ok());
        assert_eq!(seen, (0..500).collect::<Vec<_>>());
    }

    #[test]
    fn nothing_is_written_after_a_failure() {
        let items = (0..500).map(|n| Item::Remark(n.to_string()));
        let mut count = 0;
        let written = in_order(
            items,
            3,
            |_| (),
            |_: Done<()>| {
                count += 1;
                anyhow::bail!("full")
            },
        );
        assert!(written.is_err());
        assert_eq!(count, 1);
    }

    #[test]
    fn a_breakdown_is_a_fault_of_its_text() {
        let items = ["good", "bad"].map(|id| Item::Text(Box::new(Document { id: id.to_string(), ..Document::default() })));
        let mut faults = 0;
        let work = |d: &Document| assert_ne!(d.id, "bad", "on purpose");
        let written = in_order(items.into_iter(), 1, work, |done| {
            faults += usize::from(matches!(done, Done::Fault(_)));
            Ok(())
        });
        assert!(written.is_ok());
        assert_eq!(faults, 1);
    }
}
