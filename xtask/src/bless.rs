//! `cargo xtask bless`: new snapshots, and floors that only rise.

use anyhow::{Context, Result, bail};

use crate::readme;
use crate::run::{build_vigie, cargo, command, output, root, run};

/// Accepts the snapshots of the day and raises floors where scores rose.
///
/// # Errors
/// When a test fails for another reason than a snapshot, or the corpus cannot be scored.
pub(crate) fn bless() -> Result<()> {
    println!("Snapshots: those that differ are written; read the diff before you commit it.");
    let mut tests = cargo(&["test", "--workspace", "--quiet"]);
    tests.env("INSTA_UPDATE", "always");
    run(tests)?;
    println!("\nFloors: raised where the score of the day, rounded down to hundredths, is higher.");
    let file = root().join("corpus/scores.toml");
    let mut floors = std::fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
    let vigie = build_vigie()?.to_string_lossy().into_owned();
    for lang in languages(&floors)? {
        let gold = format!("corpus/gold/{lang}/dev.jsonl");
        let Some(scored) = output(command(&vigie, &["eval", &gold, "--format", "json"])) else {
            bail!("`vigie eval {gold}` failed");
        };
        let figures: serde_json::Value = serde_json::from_str(scored.trim()).context("`vigie eval` printed no JSON")?;
        floors = raise(&floors, &lang, &figures);
    }
    println!("\nREADME: what the program makes of its dispatch.");
    readme::bless()?;
    std::fs::write(&file, floors).with_context(|| format!("cannot write {}", file.display()))?;
    run(command("git", &["diff", "--stat"]))
}

fn languages(floors: &str) -> Result<Vec<String>> {
    let table: toml::Table = toml::from_str(floors).context("corpus/scores.toml is no TOML")?;
    Ok(table.keys().cloned().collect())
}

/// The file with the floors of one language raised; comments, order and ceilings stay.
fn raise(floors: &str, lang: &str, figures: &serde_json::Value) -> String {
    let mut inside = false;
    let mut out = String::new();
    for line in floors.lines() {
        if line.starts_with('[') {
            inside = line.trim() == format!("[{lang}]");
        }
        let raised = line.split_once(" = ").filter(|_| inside).and_then(|(key, value)| {
            let floor: f64 = value.trim().parse().ok()?;
            let have = (figure(figures, key.trim())? * 100.0).floor() / 100.0;
            if have > floor {
                println!("  [{lang}] {key}: {floor:.2} -> {have:.2}");
            }
            (have > floor).then(|| format!("{key} = {have:.2}"))
        });
        out.push_str(raised.as_deref().unwrap_or(line));
        out.push('\n');
    }
    out
}

/// A figure by the key of its floor; `None` for a ceiling.
fn figure(figures: &serde_json::Value, key: &str) -> Option<f64> {
    let (name, rate) = key.trim_matches('"').split_once('.').unwrap_or((key.trim_matches('"'), "f1"));
    figures["fields"][name].as_f64().or_else(|| figures[name][rate].as_f64())
}

#[cfg(test)]
mod tests {
    use super::raise;

    #[test]
    fn floors_rise_and_never_fall() {
        let floors = "# why\n[fr]\nfound = 0.40\nplace = 0.90\nmost_claims_on_empty = 0\n[en]\nfound = 0.10\n";
        let figures = serde_json::json!({"found": {"f1": 0.857}, "fields": {"place": 0.5}});
        assert_eq!(
            raise(floors, "fr", &figures),
            "# why\n[fr]\nfound = 0.85\nplace = 0.90\nmost_claims_on_empty = 0\n[en]\nfound = 0.10\n"
        );
    }
}
