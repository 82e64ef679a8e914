//! Other programs, run from the root of the repository, their output shown as
//! it comes.

use std::io::{BufRead, BufReader, IsTerminal, Read, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::Mutex;

use anyhow::{Context, Result, bail};

/// The root of the repository.
pub(crate) fn root() -> PathBuf {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    here.parent().map_or(here.clone(), PathBuf::from)
}

/// A command that runs in the root.
pub(crate) fn command(program: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(root());
    command
}

/// The cargo that runs this chore.
pub(crate) fn cargo(arguments: &[&str]) -> Command {
    // Not the `cargo` of the environment variable: that one is a toolchain's own, which cannot choose another.
    command("cargo", arguments)
}

/// Runs a command to its end.
///
/// # Errors
/// When it cannot be started or ends with a fault.
pub(crate) fn run(mut command: Command) -> Result<()> {
    let shown = show(&command);
    let status = command.status().with_context(|| format!("cannot start: {shown}"))?;
    if !status.success() {
        bail!("{shown}\nended with {status}");
    }
    Ok(())
}

/// Runs a command to its end, shows what it prints, and returns it too, fault or none.
///
/// # Errors
/// When it cannot be started.
pub(crate) fn run_and_read(mut command: Command) -> Result<(bool, String)> {
    let shown = show(&command);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().with_context(|| format!("cannot start: {shown}"))?;
    let text = Mutex::new(String::new());
    let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
    std::thread::scope(|scope| {
        scope.spawn(|| copy(stdout, std::io::stdout(), &text));
        copy(stderr, std::io::stderr(), &text);
    });
    let status = child.wait().with_context(|| format!("cannot wait for: {shown}"))?;
    let text = text.into_inner().unwrap_or_default();
    if !status.success() {
        eprintln!("{shown}\nended with {status}");
    }
    Ok((status.success(), text))
}

/// What a command prints, without showing it; `None` when it cannot be run or ends with a fault.
pub(crate) fn output(mut command: Command) -> Option<String> {
    let out = command.stderr(Stdio::null()).output().ok()?;
    out.status.success().then(|| String::from_utf8_lossy(&out.stdout).into_owned())
}

/// Whether a cargo command such as `fmt` is there.
pub(crate) fn has(subcommand: &str) -> bool {
    output(cargo(&[subcommand, "--version"])).is_some()
}

/// The option that keeps colours through a pipe, where they will be seen.
pub(crate) fn colour() -> &'static str {
    if std::io::stdout().is_terminal() { "always" } else { "never" }
}

fn copy(from: Option<impl Read>, mut to: impl Write, text: &Mutex<String>) {
    let Some(from) = from else { return };
    let mut reader = BufReader::new(from);
    let mut line = Vec::new();
    while reader.read_until(b'\n', &mut line).is_ok_and(|n| n > 0) {
        // A closed output is no reason to stop the work that prints.
        let _ = to.write_all(&line);
        if let Ok(mut text) = text.lock() {
            text.push_str(&String::from_utf8_lossy(&line));
        }
        line.clear();
    }
}

fn show(command: &Command) -> String {
    let words = command.get_args().map(|a| a.to_string_lossy().into_owned());
    std::iter::once(command.get_program().to_string_lossy().into_owned()).chain(words).collect::<Vec<_>>().join(" ")
}

/// Path of the built program, as cargo says it.
///
/// # Errors
/// When it does not build.
pub(crate) fn build_vigie() -> Result<PathBuf> {
    build(&[])
}

/// Builds the program as it is released, and says where it is.
///
/// # Errors
/// When it does not build.
pub(crate) fn build_release() -> Result<PathBuf> {
    build(&["--release"])
}

fn build(how: &[&str]) -> Result<PathBuf> {
    let mut build = cargo(&["build", "--package", "vigie-cli", "--bin", "vigie", "--message-format", "json-render-diagnostics"]);
    build.args(how);
    let out = build.stderr(Stdio::inherit()).output().context("cannot start cargo")?;
    if !out.status.success() {
        bail!("the program does not build: the fault is above");
    }
    let lines = String::from_utf8_lossy(&out.stdout).into_owned();
    let messages = lines.lines().filter_map(|l| serde_json::from_str::<serde_json::Value>(l).ok());
    messages
        .filter(|m| m["target"]["name"] == "vigie")
        .find_map(|m| m["executable"].as_str().map(PathBuf::from))
        .context("cargo built the program and did not say where")
}
