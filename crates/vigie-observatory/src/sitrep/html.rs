//! A report as one HTML page that needs nothing else: no script, no request, ready to print.

use std::fmt::Write;

use super::compose::{Block, Cell, Report};

const STYLE: &str = "body{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a;background:#fff}\
h1{font-size:1.6rem}h2{font-size:1.15rem;margin-top:2rem;border-bottom:1px solid #bbb}\
table{border-collapse:collapse;width:100%}th,td{text-align:start;vertical-align:top;padding:.3rem .5rem;border-bottom:1px solid #ddd}\
.about{color:#444}.notes{font-size:.85rem;overflow-wrap:anywhere}a{color:#0b4a8f;text-decoration:none}\
@media print{body{max-width:none;margin:0}h2{break-after:avoid}tr{break-inside:avoid}}\
@media(prefers-color-scheme:dark){body{color:#eee;background:#121212}.about{color:#bbb}a{color:#8fc1ff}h2{border-color:#555}th,td{border-color:#333}}";

/// Writes a report as HTML.
pub fn write(report: &Report) -> String {
    let title = escaped(&report.title);
    let mut out = format!(
        "<!doctype html>\n<html lang=\"{}\" dir=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" \
         content=\"width=device-width\">\n<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n",
        escaped(&report.lang),
        escaped(&report.direction)
    );
    for block in &report.blocks {
        match block {
            Block::Heading(text) => {
                let _ = writeln!(out, "<h2>{}</h2>", escaped(text));
            }
            Block::About(text) => {
                let _ = writeln!(out, "<p class=\"about\">{}</p>", escaped(text));
            }
            Block::Sentences(cells) => {
                out.push_str("<ul>\n");
                for cell in cells {
                    let _ = writeln!(out, "<li>{}</li>", sentence(cell, &report.direction));
                }
                out.push_str("</ul>\n");
            }
            Block::Table { head, rows } => {
                out.push_str("<table>\n<thead><tr>");
                for h in head {
                    let _ = write!(out, "<th scope=\"col\">{}</th>", escaped(h));
                }
                out.push_str("</tr></thead>\n<tbody>\n");
                for row in rows {
                    out.push_str("<tr>");
                    for cell in row {
                        let _ = write!(out, "<td>{}</td>", sentence(cell, &report.direction));
                    }
                    out.push_str("</tr>\n");
                }
                out.push_str("</tbody>\n</table>\n");
            }
        }
    }
    if !report.notes.is_empty() {
        let _ = write!(out, "<h2>{}</h2>\n<ol class=\"notes\">\n", escaped(&report.notes_head));
        for (at, note) in report.notes.iter().enumerate() {
            let _ = writeln!(out, "<li id=\"n{}\">{}</li>", at + 1, escaped(note));
        }
        out.push_str("</ol>\n");
    }
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

fn sentence(cell: &Cell, direction: &str) -> String {
    // A name in another script must not turn the line around, not even where the line begins with it.
    let mut out = format!("<bdi dir=\"{}\">{}</bdi>", escaped(direction), escaped(&cell.text));
    for n in &cell.notes {
        let _ = write!(out, " <a href=\"#n{n}\">[{n}]</a>");
    }
    out
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_a_source_wrote_cannot_become_markup() {
        assert_eq!(super::escaped("<script>\"&"), "&lt;script&gt;&quot;&amp;");
    }
}
