//! The example of the README is what the program prints, letter for letter.

use anyhow::{Context, Result, bail};

use crate::run::{build_vigie, command, output, root};

/// The dispatch that the README shows.
const SAMPLE: &str = "corpus/samples/idleb.txt";
const OPEN: &str = "```text\n";
const CLOSE: &str = "\n```";

/// Compares the README with what the program makes of its dispatch.
///
/// # Errors
/// When they differ.
pub(crate) fn check() -> Result<()> {
    let (readme, printed) = (read("README.md")?, printed()?);
    let Some((_, shown, _)) = cut(&readme) else { bail!("README.md holds no block ```text") };
    if shown != printed {
        bail!("README.md shows\n\n{shown}\n\nwhere the program prints\n\n{printed}\n\n`cargo xtask bless` writes what it prints");
    }
    let quoted = words(readme.lines().filter_map(|l| l.strip_prefix('>')).collect::<Vec<_>>().join(" ").as_str());
    let dispatch = read(SAMPLE)?;
    let first = words(dispatch.lines().next().unwrap_or(""));
    if !quoted.contains(&first) {
        bail!("README.md does not quote the first paragraph of {SAMPLE}");
    }
    Ok(())
}

/// Writes what the program makes of the dispatch into the README.
///
/// # Errors
/// When the program or the file cannot be used.
pub(crate) fn bless() -> Result<()> {
    let readme = read("README.md")?;
    let Some((before, _, after)) = cut(&readme) else { bail!("README.md holds no block ```text") };
    std::fs::write(root().join("README.md"), format!("{before}{}{after}", printed()?)).context("cannot write README.md")
}

fn printed() -> Result<String> {
    let vigie = build_vigie()?.to_string_lossy().into_owned();
    let mut code = command(&vigie, &["code", SAMPLE]);
    code.env_remove("COLUMNS").stdin(std::process::Stdio::null());
    let text = output(code).with_context(|| format!("`vigie code {SAMPLE}` failed"))?;
    Ok(text.trim_end().lines().map(str::trim_end).collect::<Vec<_>>().join("\n"))
}

fn read(path: &str) -> Result<String> {
    std::fs::read_to_string(root().join(path)).with_context(|| format!("cannot read {path}"))
}

/// What stands before, in and after the first block `text`.
fn cut(readme: &str) -> Option<(&str, &str, &str)> {
    let from = readme.find(OPEN)? + OPEN.len();
    let to = from + readme[from..].find(CLOSE)?;
    Some((&readme[..from], &readme[from..to], &readme[to..]))
}

/// Words with one space between, without the marks of emphasis.
fn words(text: &str) -> String {
    text.replace('*', "").split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::{cut, words};

    #[test]
    fn the_block_is_cut_out() {
        assert_eq!(cut("a\n```text\nb\nc\n```\nd"), Some(("a\n```text\n", "b\nc", "\n```\nd")));
    }

    #[test]
    fn line_ends_and_emphasis_are_no_words() {
        assert_eq!(words("*a  b\nc*"), "a b c");
    }
}
