//! Files, folders and standard input to texts, one after the other.
//!
//! Whatever cannot be used becomes a [`Fault`] that says file, place and
//! reason; the reading goes on behind it. Lines are read one at a time, so a
//! long file of passages is never in memory as a whole.

use std::collections::VecDeque;
use std::fmt;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Cursor, IsTerminal, Read};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use serde_json::Value;
use vigie_coder::{Passage, document_id};
use vigie_model::Days;

/// A text longer than this, in bytes, is refused: offsets inside are 32 bits wide.
const LONGEST: usize = 1 << 30;

/// What a file holds, where its name does not tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum InputFormat {
    /// One text
    Text,
    /// One passage a line: {"id","text","published"?,"lang"?,"outlet"?}
    Jsonl,
}

/// What is to be read, and what is known about it.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct InputArgs {
    /// Texts (.txt .md .text), passages (.jsonl .ndjson), folders of these, or - for standard input
    #[arg(value_name = "FILE|FOLDER|-")]
    pub(crate) inputs: Vec<PathBuf>,
    /// Day (or month) on which the texts appeared, where they do not say: YYYY-MM-DD or YYYY-MM
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub(crate) published: Option<Days>,
    /// Who published the texts, where they do not say
    #[arg(long, value_name = "NAME")]
    pub(crate) outlet: Option<String>,
    /// Language of the texts, where they do not say (found from the words otherwise)
    #[arg(long, value_name = "CODE")]
    pub(crate) lang: Option<String>,
    /// What files and standard input hold, where a name does not tell
    #[arg(long, value_name = "FORMAT")]
    pub(crate) input_format: Option<InputFormat>,
}

fn day(text: &str) -> Result<Days, String> {
    published(text).ok_or_else(|| "write the day as YYYY-MM-DD, or the month as YYYY-MM".to_string())
}

/// A day or month; what stands behind a day (`T08:30:00Z`) is not looked at.
pub(crate) fn published(text: &str) -> Option<Days> {
    let text = text.trim();
    let day = text.split_once(['T', ' ']).map_or(text, |(day, _)| day);
    let year = day.split('-').next().is_some_and(|y| y.len() == 4 && y.bytes().all(|b| b.is_ascii_digit()));
    year.then(|| Days::parse(day)).flatten()
}

/// A text to be read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Document {
    /// The caller's id: of a plain file its name.
    pub(crate) id: String,
    /// The text.
    pub(crate) text: String,
    /// When it appeared.
    pub(crate) published: Option<Days>,
    /// Its language, when that is known.
    pub(crate) lang: Option<String>,
    /// Who published it, when that is known.
    pub(crate) outlet: Option<String>,
    /// The bytes as received, where they are not the UTF-8 of the text.
    pub(crate) raw: Option<Vec<u8>>,
    /// Hash of the bytes of a plain file; empty = to be made from the text.
    pub(crate) hash: String,
    /// Where it was read: `file`, or `file:line`.
    pub(crate) place: String,
    /// What had to be done to read it; told already as [`Item::Remark`] or [`Item::Fault`].
    pub(crate) notes: Vec<String>,
}

impl Document {
    /// The text as the coder takes it.
    pub(crate) fn passage(&self) -> Passage<'_> {
        Passage {
            id: &self.id,
            text: &self.text,
            published: self.published,
            lang: self.lang.as_deref(),
            outlet: self.outlet.as_deref(),
            document: &self.hash,
        }
    }
}

/// Something that could not be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    /// `file`, or `file:line`.
    pub(crate) place: String,
    /// Why, and where it helps, what to do.
    pub(crate) reason: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.reason)
    }
}

/// What the reading gives, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Item {
    /// A text.
    Text(Box<Document>),
    /// Something that could not be used.
    Fault(Fault),
    /// Something that the caller should know and that is no fault.
    Remark(String),
}

/// Reads what the arguments name, one text after the other.
pub(crate) struct Inputs {
    args: InputArgs,
    /// Paths to be read; whether each was found in a folder, below which its id begins.
    waiting: VecDeque<(PathBuf, Option<PathBuf>)>,
    lines: Option<Lines>,
    ready: VecDeque<Item>,
}

struct Lines {
    name: String,
    line: usize,
    reader: Box<dyn BufRead + Send>,
}

impl Inputs {
    /// Nothing is read before it is asked for. Without a path, standard input is read.
    pub(crate) fn new(args: &InputArgs) -> Self {
        let mut waiting: VecDeque<_> = args.inputs.iter().map(|p| (p.clone(), None)).collect();
        if waiting.is_empty() {
            waiting.push_back((PathBuf::from("-"), None));
        }
        Self { args: args.clone(), waiting, lines: None, ready: VecDeque::new() }
    }

    /// Whether nothing is given to read and nothing will come: no path, and a
    /// keyboard as standard input.
    pub(crate) fn is_nothing(args: &InputArgs) -> bool {
        args.inputs.is_empty() && io::stdin().is_terminal()
    }

    /// Bytes of the plain files that are named, for a progress bar; `None` when that is not known.
    pub(crate) fn bytes(args: &InputArgs) -> Option<u64> {
        let sizes = args.inputs.iter().map(|p| fs::metadata(p).ok().filter(fs::Metadata::is_file).map(|m| m.len()));
        sizes.sum::<Option<u64>>().filter(|n| *n > 0)
    }

    fn fault(&mut self, place: impl Into<String>, reason: impl Into<String>) {
        self.ready.push_back(Item::Fault(Fault { place: place.into(), reason: reason.into() }));
    }

    fn open(&mut self, path: &Path, folder: Option<&Path>) {
        let name = path.display().to_string();
        if path == Path::new("-") {
            if self.args.input_format == Some(InputFormat::Jsonl) {
                self.passages("-", Box::new(BufReader::new(io::stdin())));
            } else {
                let mut bytes = Vec::new();
                match io::stdin().lock().read_to_end(&mut bytes) {
                    Ok(_) => self.text("-", "-", bytes),
                    Err(fault) => self.fault("-", format!("cannot be read: {fault}")),
                }
            }
            return;
        }
        if path.is_dir() {
            self.folder(path, folder.unwrap_or(path));
            return;
        }
        let lines = match ending(path) {
            Some(Ending::Lines) => true,
            _ => self.args.input_format == Some(InputFormat::Jsonl),
        };
        if lines {
            match File::open(path) {
                Ok(file) => self.passages(&name, Box::new(BufReader::with_capacity(1 << 16, file))),
                Err(fault) => self.fault(name, unreadable(&fault)),
            }
            return;
        }
        match fs::read(path) {
            Ok(bytes) => {
                let below = folder.and_then(|f| path.strip_prefix(f).ok()).map(|p| p.to_string_lossy().replace('\\', "/"));
                let id = below.or_else(|| path.file_name().map(|n| n.to_string_lossy().into_owned())).unwrap_or_default();
                self.text(&name, &id, bytes);
            }
            Err(fault) => self.fault(name, unreadable(&fault)),
        }
    }

    /// Puts what a folder holds before everything else that waits, in the order of names.
    fn folder(&mut self, path: &Path, root: &Path) {
        let entries = match fs::read_dir(path) {
            Ok(entries) => entries,
            Err(fault) => return self.fault(path.display().to_string(), unreadable(&fault)),
        };
        let (mut found, mut skipped) = (Vec::new(), 0);
        for entry in entries.flatten() {
            if entry.file_name().to_string_lossy().starts_with('.') {
                continue;
            }
            let is_folder = entry.file_type().is_ok_and(|t| t.is_dir());
            if is_folder || ending(&entry.path()).is_some() {
                found.push(entry.path());
            } else {
                skipped += 1;
            }
        }
        found.sort();
        if skipped > 0 {
            let files = if skipped == 1 { "file is" } else { "files are" };
            let remark =
                format!("{}: {skipped} other {files} passed over (read are .txt .md .text .jsonl .ndjson)", path.display());
            self.ready.push_back(Item::Remark(remark));
        }
        for path in found.into_iter().rev() {
            self.waiting.push_front((path, Some(root.to_path_buf())));
        }
    }

    fn text(&mut self, name: &str, id: &str, bytes: Vec<u8>) {
        if bytes.iter().all(u8::is_ascii_whitespace) {
            return self.fault(name, "is empty");
        }
        if bytes.len() > LONGEST {
            return self.fault(name, "is longer than 1 GiB; cut it into passages, one a line (.jsonl)");
        }
        let hash = document_id(&bytes);
        let mut notes = Vec::new();
        let text = match vigie_text::decode(&bytes) {
            None => return self.fault(name, "is no text: it holds too many control bytes"),
            Some(decoded) => {
                if let Some(encoding) = decoded.assumed {
                    let at = decoded.invalid_at.map_or_else(String::new, |at| format!(" from byte {at} on"));
                    let note = format!("not UTF-8{at}: read as {encoding}");
                    self.ready.push_back(Item::Remark(format!("{name}: {note}")));
                    notes.push(note);
                }
                decoded.text.into_owned()
            }
        };
        let raw = (bytes != text.as_bytes()).then_some(bytes);
        if name == "-" && text.starts_with("{\"") && self.args.input_format.is_none() {
            let remark = "-: looks like passages but is read as one text; --input-format jsonl reads passages";
            self.ready.push_back(Item::Remark(remark.to_string()));
        }
        self.ready.push_back(Item::Text(Box::new(Document {
            id: id.to_string(),
            text,
            published: self.args.published,
            lang: self.args.lang.clone(),
            outlet: self.args.outlet.clone(),
            raw,
            hash,
            place: name.to_string(),
            notes,
        })));
    }

    fn passages(&mut self, name: &str, mut reader: Box<dyn BufRead + Send>) {
        let head = match reader.fill_buf() {
            Ok(head) => head,
            Err(fault) => return self.fault(name, unreadable(&fault)),
        };
        if head.is_empty() {
            return self.fault(name, "is empty");
        }
        if head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff") {
            let mut bytes = Vec::new();
            if let Err(fault) = reader.read_to_end(&mut bytes) {
                return self.fault(name, unreadable(&fault));
            }
            let text = vigie_text::decode(&bytes).map(|d| d.text.into_owned()).unwrap_or_default();
            reader = Box::new(Cursor::new(text.into_bytes()));
        } else if vigie_text::decode(head).is_none() {
            return self.fault(name, "is no text: it holds too many control bytes");
        }
        self.lines = Some(Lines { name: name.to_string(), line: 0, reader });
    }

    /// Reads the next line of the open file of passages; `false` at its end.
    fn line(&mut self) -> bool {
        let Some(lines) = &mut self.lines else { return false };
        let mut bytes = Vec::new();
        let read = (&mut lines.reader).take(LONGEST as u64 + 1).read_until(b'\n', &mut bytes);
        lines.line += 1;
        let place = format!("{}:{}", lines.name, lines.line);
        match read {
            Ok(0) => {
                self.lines = None;
                return false;
            }
            Ok(_) if bytes.len() > LONGEST => {
                self.lines = None;
                self.fault(place, "the line is longer than 1 GiB; the rest of the file is not read");
            }
            Ok(_) if bytes.iter().all(u8::is_ascii_whitespace) => {}
            Ok(_) => {
                let item = self.passage(place, &bytes);
                self.ready.extend(item);
            }
            Err(fault) => {
                self.lines = None;
                self.fault(place, unreadable(&fault));
            }
        }
        true
    }

    fn passage(&self, place: String, bytes: &[u8]) -> Vec<Item> {
        let refuse = |reason: String| vec![Item::Fault(Fault { place: place.clone(), reason })];
        let Some(decoded) = vigie_text::decode(bytes) else { return refuse("the line is no text".to_string()) };
        let mut row: Value = match serde_json::from_str(&decoded.text) {
            Ok(row) => row,
            Err(fault) => {
                let told = fault.to_string();
                let told = told.split(" at line").next().unwrap_or_default();
                return refuse(format!("not JSON at column {}: {told}", fault.column()));
            }
        };
        let Some(cells) = row.as_object_mut() else {
            return refuse("no passage: write {\"id\": …, \"text\": …} on each line".to_string());
        };
        let text = match cells.remove("text") {
            Some(Value::String(text)) => text,
            Some(Value::Null) | None => return refuse("the passage has no \"text\"".to_string()),
            Some(_) => return refuse("\"text\" is no string".to_string()),
        };
        let mut out = Vec::new();
        let mut notes = Vec::new();
        if let Some(encoding) = decoded.assumed {
            let note = format!("not UTF-8: read as {encoding}");
            out.push(Item::Remark(format!("{place}: {note}")));
            notes.push(note);
        }
        let mut word = |key: &str| match cells.remove(key) {
            Some(Value::String(word)) if !word.trim().is_empty() => Ok(Some(word)),
            Some(Value::Number(number)) => Ok(Some(number.to_string())),
            Some(Value::Null | Value::String(_)) | None => Ok(None),
            Some(_) => Err(format!("\"{key}\" is no string and is not used")),
        };
        let mut take = |key: &str| match word(key) {
            Ok(word) => word,
            Err(reason) => {
                notes.push(reason.clone());
                out.push(Item::Fault(Fault { place: place.clone(), reason }));
                None
            }
        };
        let (id, lang, outlet) = (take("id"), take("lang"), take("outlet"));
        let said = take("published").or_else(|| take("dct"));
        let day = said.as_deref().and_then(published);
        if let (Some(said), None) = (&said, day) {
            let reason = format!("\"published\" is no day: {}; write YYYY-MM-DD", crate::show::plain(said));
            notes.push(reason.clone());
            out.push(Item::Fault(Fault { place: place.clone(), reason }));
        }
        out.push(Item::Text(Box::new(Document {
            id: id.unwrap_or_else(|| place.clone()),
            text,
            published: day.or(self.args.published),
            lang: lang.or_else(|| self.args.lang.clone()),
            outlet: outlet.or_else(|| self.args.outlet.clone()),
            raw: None,
            hash: String::new(),
            place,
            notes,
        })));
        out
    }
}

impl Iterator for Inputs {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        loop {
            if let Some(item) = self.ready.pop_front() {
                return Some(item);
            }
            if self.lines.is_some() {
                self.line();
                continue;
            }
            let (path, folder) = self.waiting.pop_front()?;
            self.open(&path, folder.as_deref());
        }
    }
}

#[derive(PartialEq, Eq)]
enum Ending {
    Text,
    Lines,
}

fn ending(path: &Path) -> Option<Ending> {
    match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
        "txt" | "md" | "text" => Some(Ending::Text),
        "jsonl" | "ndjson" => Some(Ending::Lines),
        _ => None,
    }
}

fn unreadable(fault: &io::Error) -> String {
    match fault.kind() {
        io::ErrorKind::NotFound => "no such file or folder".to_string(),
        io::ErrorKind::PermissionDenied => "may not be read (permission denied)".to_string(),
        _ => format!("cannot be read: {fault}"),
    }
}

#[cfg(test)]
mod tests;
