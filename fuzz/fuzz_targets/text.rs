//! Any bytes, taken as a document: decode, code, and hold the claims to the
//! laws of `crates/vigie-coder/tests/laws.rs`.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use vigie_coder::{Coder, Passage, builtin};
use vigie_model::Days;

static CODER: LazyLock<Coder> = LazyLock::new(|| builtin::coder().expect("the built-in data opens"));

fuzz_target!(|bytes: &[u8]| {
    let Some(decoded) = vigie_text::decode(bytes) else { return };
    let text = decoded.text.as_ref();
    let published = if bytes.len() % 3 == 0 { None } else { Days::parse("2024-11-30") };
    let lang = if bytes.len() % 2 == 0 { Some("fr") } else { None };
    let passage = Passage { id: "fuzz", text, published, lang, ..Passage::default() };
    let (coded, _) = CODER.explain(&passage);
    let letters: Vec<char> = text.chars().collect();
    for claim in &coded.claims {
        let quote = &claim.quote;
        assert!(quote.start < quote.end && quote.end <= letters.len(), "quote out of range: {quote:?}");
        assert!(letters[quote.start..quote.end].iter().copied().eq(quote.text.chars()), "quote is not its slice: {quote:?}");
        for actor in claim.actors.iter().chain(&claim.targets) {
            if let Some([start, end]) = actor.span {
                assert!(start < end && end <= letters.len(), "span out of range: {actor:?}");
                assert!(letters[start..end].iter().copied().eq(actor.mention.chars()), "mention is not its slice: {actor:?}");
            }
        }
        for count in &claim.counts {
            if let (Some(low), Some(high)) = (count.low, count.high) {
                assert!(low <= high, "low above high: {count:?}");
            }
        }
    }
    assert_eq!(CODER.code(&passage), coded, "coding twice differs");
});
