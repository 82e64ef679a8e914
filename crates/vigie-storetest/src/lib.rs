//! What every record must do: one suite, run on whatever implements
//! [`vigie_store::Record`].
//!
//! Each behaviour is one function, named as the fact that it holds, in the file
//! of its subject; it gets an empty record and panics where the fact does not
//! hold. All texts are invented. Read [`made`] for how documents are made, then
//! [`taking`].
//!
//! ```
//! vigie_storetest::suite(|| vigie_store::SqliteRecord::in_memory().expect("a record"));
//! ```

// The functions are tests: they panic, and say so nowhere.
#![allow(clippy::missing_panics_doc, clippy::unwrap_used, clippy::panic)]
// Nothing is gained by saving an allocation in a test.
#![allow(clippy::assigning_clones, clippy::cloned_ref_to_slice_refs)]

pub mod asking;
pub mod buckets;
pub mod control;
pub mod copies;
pub mod deciding;
pub mod incidents;
pub mod made;
pub mod paging;
pub mod recoding;
pub mod taking;
pub mod times;
pub mod whole;

use vigie_store::Record;

/// Runs the behaviours that are listed, each on a record of its own.
macro_rules! behaviours {
    ($($subject:ident { $($fact:ident,)+ })+) => {
        /// Runs every behaviour on records that `make` makes: each time a new, empty one.
        ///
        /// # Panics
        /// Where a record does not do what it must.
        pub fn suite<R: Record>(make: impl Fn() -> R) {
            $($(
                println!("{}", stringify!($fact));
                $subject::$fact(&mut make());
            )+)+
        }

        /// Names of all behaviours.
        pub const FACTS: &[&str] = &[$($(stringify!($fact)),+),+];
    };
}

behaviours! {
    taking {
        a_new_document_is_kept_as_it_came,
        the_same_bytes_are_a_revisit,
        a_document_twice_in_one_batch_is_new_once,
        a_document_without_claims_is_kept,
        a_batch_is_taken_wholly_or_not_at_all,
        a_claim_comes_back_as_it_was,
        a_place_told_otherwise_stays_as_each_claim_told_it,
    }
    recoding {
        another_coder_supersedes_and_both_are_kept,
        what_both_coders_read_stays,
        a_claim_of_the_same_id_that_reads_otherwise_is_another_version,
        a_coder_that_reads_nothing_is_noted,
        a_coder_that_comes_back_reads_anew,
    }
    times {
        entries_stand_from_known_until_gone,
        what_was_answered_for_an_instant_stays_the_answer,
        a_document_known_since_its_publication_is_known_then,
        documents_are_listed_as_known_at_an_instant,
        signatures_are_found_between_two_days,
        nothing_ends_before_it_began,
    }
    copies {
        a_document_alike_is_a_copy_of_the_earlier_one,
        witnesses_are_the_same_in_every_order_of_arrival,
        a_chain_of_copies_ends_at_its_first,
        a_new_witness_makes_buckets_stale,
        a_likeness_to_nothing_is_refused,
    }
    deciding {
        decisions_are_numbered_and_kept,
        a_refused_claim_stands_no_longer,
        a_corrected_claim_is_replaced_in_one_step,
        accepting_a_refused_claim_lets_it_stand_again,
        decisions_about_what_is_not_there_are_refused,
        decisions_about_what_is_gone_are_refused,
        a_decision_says_what_it_must,
        no_coder_undoes_a_decision,
        no_coder_reads_otherwise_what_a_person_corrected,
        what_was_refused_may_be_read_otherwise,
        links_are_decided_between_two_claims,
    }
    asking {
        entries_come_in_order,
        by_place_country_and_box,
        by_box_across_the_line_of_180_degrees,
        by_event,
        by_actor_that_does_or_suffers_it,
        by_source_or_outlet,
        by_days_of_the_world,
        by_document_and_claim,
        by_words_of_the_document,
        by_count_and_grade,
        everything_that_is_set_must_hold,
        places_are_listed_once_each,
        whoever_is_shown_rows_may_ask_on,
    }
    paging {
        pages_of_entries_make_the_whole,
        pages_of_documents_make_the_whole,
        whoever_has_enough_is_shown_no_more,
    }
    buckets {
        a_document_makes_its_buckets_stale,
        a_bucket_holds_what_bears_on_it,
        a_claim_without_a_place_lies_with_its_family,
        a_revisit_makes_nothing_stale,
        deriving_ends_staleness,
        a_decision_makes_its_buckets_stale,
    }
    control {
        stretches_are_found_by_day_and_instant,
        a_history_is_all_stretches_of_a_place,
        deriving_again_replaces_what_was_there,
        an_unsound_stretch_is_refused,
        forgetting_drops_what_is_derived_and_nothing_else,
    }
    incidents {
        links_come_with_their_entries,
        one_entry_that_fits_brings_the_whole_incident,
        incidents_are_asked_for_by_id,
        entries_are_asked_for_by_incident,
        pages_count_incidents,
        links_hold_at_an_instant,
        a_link_of_a_superseded_claim_keeps_its_entry,
        an_unsound_link_is_refused,
        tombstones_are_listed_since_an_instant,
    }
    whole {
        counts_count,
        a_sound_record_has_no_fault,
        bytes_that_are_not_those_of_the_hash_are_found,
        an_empty_record_answers,
    }
}
