//! Rows in the four formats of an answer: a table for people, lines of JSON, CSV, `GeoJSON`.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::{Value, json};
use vigie_observatory::export::harmless;

use super::AnswerFormat;
use crate::show::{Style, padded, plain, wrapped};

/// Something that an answer has many of.
pub(crate) trait Shown: Serialize {
    /// Columns that the first cell takes, for ids that must not be broken; 0 = its share.
    const FIRST: usize = 0;

    /// Heads of the columns, each with its share of the width.
    const COLUMNS: &'static [(&'static str, usize)];

    /// What stands in the columns; an empty cell is unknown.
    fn cells(&self) -> Vec<String>;

    /// A line below the row: the words that it rests on; empty = none.
    fn below(&self) -> String {
        String::new()
    }

    /// East and north in degrees; `None` = no place is told.
    fn point(&self) -> Option<[f64; 2]>;

    /// Its id, for maps.
    fn id(&self) -> String;
}

/// Writes rows as they come, in one of the formats.
pub(crate) struct Sheet<W: Write> {
    out: W,
    style: Style,
    format: AnswerFormat,
    rows: usize,
}

impl<W: Write> Sheet<W> {
    /// Begins an answer.
    pub(crate) fn begin<S: Shown>(mut out: W, style: Style, format: AnswerFormat) -> io::Result<Self> {
        match format {
            AnswerFormat::Table | AnswerFormat::Jsonl => {}
            AnswerFormat::Csv => {
                let heads: Vec<String> = S::COLUMNS.iter().map(|(head, _)| head.replace(' ', "_")).collect();
                csv_line(&mut out, &heads)?;
            }
            AnswerFormat::Geojson => out.write_all(b"{\"type\":\"FeatureCollection\",\"features\":[")?,
        }
        Ok(Self { out, style, format, rows: 0 })
    }

    /// Writes a row.
    pub(crate) fn row<S: Shown>(&mut self, row: &S) -> io::Result<()> {
        match self.format {
            AnswerFormat::Table => self.table_row(row)?,
            AnswerFormat::Jsonl => {
                serde_json::to_writer(&mut self.out, row)?;
                self.out.write_all(b"\n")?;
            }
            AnswerFormat::Csv => csv_line(&mut self.out, &row.cells())?,
            AnswerFormat::Geojson => {
                self.out.write_all(if self.rows == 0 { b"\n" } else { b",\n" })?;
                let six = |x: f64| (x * 1e6).round() / 1e6;
                let geometry =
                    row.point().map_or(Value::Null, |[x, y]| json!({"type": "Point", "coordinates": [six(x), six(y)]}));
                let feature = json!({"type": "Feature", "id": row.id(), "geometry": geometry, "properties": row});
                serde_json::to_writer(&mut self.out, &feature)?;
            }
        }
        self.rows += 1;
        Ok(())
    }

    fn table_row<S: Shown>(&mut self, row: &S) -> io::Result<()> {
        let widths = widths(S::COLUMNS, S::FIRST, self.style.width);
        if self.rows == 0 {
            let line: String = S::COLUMNS.iter().zip(&widths).map(|((head, _), width)| padded(head, width + 2)).collect();
            writeln!(self.out, "{}", self.style.dim(line.trim_end()))?;
        }
        let cells: Vec<Vec<String>> =
            row.cells().iter().zip(&widths).map(|(cell, width)| wrapped(&plain(cell), *width)).collect();
        for line in 0..cells.iter().map(Vec::len).max().unwrap_or(1) {
            let mut text = String::new();
            for (at, (cell, width)) in cells.iter().zip(&widths).enumerate() {
                let words = padded(cell.get(line).map_or("", String::as_str), width + 2);
                text.push_str(&if at == 0 && line == 0 { self.style.bold(&words) } else { words });
            }
            writeln!(self.out, "{}", text.trim_end())?;
        }
        let below = plain(&row.below());
        if !below.is_empty() {
            for line in wrapped(&below, self.style.width.saturating_sub(4)) {
                writeln!(self.out, "    {}", self.style.dim(&line))?;
            }
        }
        Ok(())
    }

    /// Ends an answer; says so where there was nothing to say.
    pub(crate) fn end(mut self, nothing: &str) -> io::Result<()> {
        match self.format {
            AnswerFormat::Table if self.rows == 0 => writeln!(self.out, "{nothing}")?,
            AnswerFormat::Geojson => self.out.write_all(b"\n]}\n")?,
            _ => {}
        }
        self.out.flush()
    }
}

/// Columns up to this share hold days, numbers and single words: they keep their width, the others share what is left.
const NARROW: usize = 13;

/// The width shared out among columns, two blanks between them.
fn widths(columns: &[(&str, usize)], first: usize, width: usize) -> Vec<usize> {
    let keeps = |at: usize, share: usize| at == 0 && first > 0 || share <= NARROW;
    let own = |at: usize, head: &str, share: usize| if at == 0 && first > 0 { first } else { share.max(head.len()) };
    let all = || columns.iter().enumerate().map(|(at, (head, share))| (at, *head, *share));
    let kept: usize = all().filter(|(at, _, share)| keeps(*at, *share)).map(|(at, head, share)| own(at, head, share)).sum();
    let shares: usize = all().filter(|(at, _, share)| !keeps(*at, *share)).map(|(.., share)| share).sum();
    let room = width.saturating_sub(2 * columns.len() + kept);
    all()
        .map(
            |(at, head, share)| {
                if keeps(at, share) { own(at, head, share) } else { (room * share / shares.max(1)).max(head.len()).max(4) }
            },
        )
        .collect()
}

fn csv_line(out: &mut impl Write, cells: &[String]) -> io::Result<()> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
    writer.write_record(cells.iter().map(|cell| harmless(cell)))?;
    writer.flush()
}
