//! Reads `{"id","dct","text"}` lines and prints the time expressions of each.

use std::io::{BufRead, Write};

use vigie_coder::Words;
use vigie_coder::times::{Anchor, claim_days, story_after, times};
use vigie_model::Days;

fn load(folder: &std::path::Path, below: &str, files: &mut vigie_pack::Files) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{below}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            load(&entry.path(), &format!("{name}/"), files)?;
        } else if let Ok(text) = std::fs::read_to_string(entry.path()) {
            files.insert(name, text);
        }
    }
    Ok(())
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut files = vigie_pack::Files::new();
    load(std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../packs/fr")), "", &mut files)?;
    let (pack, faults) = vigie_pack::compile(&files);
    for fault in faults.iter().filter(|f| f.path.contains("time.tsv") || f.path.contains("calendar")) {
        eprintln!("{fault:?}");
    }
    let mut pack = pack.ok_or("no pack")?;
    pack.lexicon.open()?;
    let (tokenizer, abbreviations) = (pack.tokenizer(), pack.abbreviations());
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let passage: serde_json::Value = serde_json::from_str(&line?)?;
        let text = passage["text"].as_str().unwrap_or("");
        let published = passage["dct"].as_str().or(passage["published"].as_str()).and_then(Days::parse);
        let mut anchor = Anchor { published, story: None };
        let mut rows = Vec::new();
        let at = |byte: u32| text[..byte as usize].chars().count();
        for range in vigie_text::sentences(text, &abbreviations) {
            let sentence = tokenizer.sentence(text, range.start, range.end);
            let words = Words::look_up(&sentence, &pack.lexicon);
            let found = times(&sentence, &words, &pack, &anchor);
            for t in &found {
                let days = claim_days(t, &anchor);
                let (start, end) = (sentence.tokens[t.first].start, sentence.tokens[t.last - 1].end);
                rows.push(serde_json::json!({
                    "start": at(start), "end": at(end), "text": sentence.slice(t.first, t.last), "type": t.kind.as_str(),
                    "value": t.value, "from": days.start.map(|d| d.to_string()), "to": days.end.map(|d| d.to_string()),
                    "relation": format!("{:?}", t.relation), "rule": pack.times.patterns[t.rule].id,
                }));
            }
            anchor.story = story_after(&found, &anchor);
        }
        writeln!(out, "{}", serde_json::json!({"id": passage["id"], "times": rows}))?;
    }
    Ok(())
}
