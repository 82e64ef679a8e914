//! Bytes to text.
//!
//! UTF-8 is taken as it is. Anything else is decoded by the encoding that its
//! bytes suggest (Windows-1252 for French, Windows-1256 for Arabic …), and the
//! caller is told. Bytes that are no text at all are refused.

use std::borrow::Cow;

/// A text, and what had to be done to read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded<'a> {
    /// The text, without a leading byte order mark.
    pub text: Cow<'a, str>,
    /// Name of the encoding that was assumed; `None` when the bytes are UTF-8.
    pub assumed: Option<&'static str>,
    /// Byte offset of the first byte that is not UTF-8, when there is one.
    pub invalid_at: Option<usize>,
}

/// Decodes bytes. `None` when they hold so many zero or control bytes that
/// they cannot be text.
///
/// ```
/// let d = vigie_text::decode(b"tu\xe9 \xe0 Alep").unwrap();
/// assert_eq!(d.text, "tué à Alep");
/// assert_eq!(d.assumed, Some("windows-1252"));
/// assert!(vigie_text::decode(&[0u8; 64]).is_none());
/// ```
pub fn decode(bytes: &[u8]) -> Option<Decoded<'_>> {
    if let Some((encoding, skip)) = encoding_rs::Encoding::for_bom(bytes) {
        let (text, _) = encoding.decode_without_bom_handling(&bytes[skip..]);
        let assumed = (encoding != encoding_rs::UTF_8).then(|| encoding.name());
        return Some(Decoded { text, assumed, invalid_at: None });
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => (!is_binary(bytes)).then_some(Decoded { text: Cow::Borrowed(text), assumed: None, invalid_at: None }),
        Err(fault) => {
            if is_binary(bytes) {
                return None;
            }
            // A detector needs a sample, not the whole archive.
            let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
            let from = fault.valid_up_to().saturating_sub(4096);
            detector.feed(&bytes[from..bytes.len().min(from + 65_536)], true);
            let encoding = detector.guess(None, chardetng::Utf8Detection::Deny);
            // Only the single-byte encodings of the languages read here are
            // believed; a guess of anything else is bytes gone wrong.
            let encoding = match encoding.name() {
                "windows-1252" | "windows-1256" | "ISO-8859-6" | "windows-1250" => encoding,
                _ => encoding_rs::WINDOWS_1252,
            };
            let (text, _) = encoding.decode_without_bom_handling(bytes);
            Some(Decoded { text, assumed: Some(encoding.name()), invalid_at: Some(fault.valid_up_to()) })
        }
    }
}

/// More than one control byte in ten of the first 4,096 is no text.
fn is_binary(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(4096)];
    let control = head.iter().filter(|b| **b < 9 || (**b > 13 && **b < 32)).count();
    let zero: usize = head.iter().map(|b| usize::from(*b == 0)).sum();
    control * 10 > head.len() || zero * 50 > head.len()
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn empty_bytes_are_an_empty_text() {
        assert_eq!(decode(b"").map(|d| d.text.into_owned()), Some(String::new()));
    }

    #[test]
    fn utf16_is_read_by_its_mark() {
        let d = decode(b"\xff\xfeA\x00b\x00").map(|d| d.text.into_owned());
        assert_eq!(d.as_deref(), Some("Ab"));
    }
}
