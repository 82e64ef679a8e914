//! Codes passages (jsonl on standard input) for the developer: `jsonl` or `explain`.
#![allow(missing_docs, clippy::unwrap_used)]
use std::io::{BufRead, Write};
use vigie_coder::{Passage, builtin};
use vigie_model::Days;
fn main() {
    let coder = builtin::coder().unwrap();
    let explain = std::env::args().nth(1).is_some_and(|a| a == "explain");
    let out = std::io::stdout();
    let mut out = std::io::BufWriter::new(out.lock());
    for line in std::io::stdin().lock().lines() {
        let v: serde_json::Value = serde_json::from_str(&line.unwrap()).unwrap();
        let get = |k: &str| v.get(k).and_then(|x| x.as_str());
        let passage = Passage {
            id: get("id").unwrap_or(""),
            text: get("text").unwrap_or(""),
            published: get("published").and_then(Days::parse),
            lang: get("lang"),
            outlet: None,
            document: "",
        };
        if explain {
            let (coded, trace) = coder.explain(&passage);
            writeln!(out, "{}", serde_json::to_string_pretty(&trace).unwrap()).unwrap();
            for c in coded.claims {
                writeln!(out, "{}", serde_json::to_string(&c).unwrap()).unwrap();
            }
        } else {
            writeln!(out, "{}", serde_json::to_string(&coder.code(&passage)).unwrap()).unwrap();
        }
    }
}
