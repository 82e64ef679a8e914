//! Tolls in the layout of the Syrian monitors (methods N6): one dated sentence, a table of categories, what the
//! figures do not include, and estimates apart from what is documented.

use vigie_model::{Bounds, Counted, Toll};

use super::compose::{Block, Cell, Writer};

impl Writer<'_> {
    /// The tolls of the dead, each with its categories; open bounds and ranges below, apart.
    pub(super) fn tolls_by_category(&mut self, blocks: &mut Vec<Block>) {
        let facts = self.facts;
        let dead = |t: &&Toll| t.of == Counted::Killed && t.who.is_none() && t.side.is_none();
        let (documented, estimated): (Vec<&Toll>, Vec<&Toll>) =
            facts.tolls.iter().filter(dead).partition(|t| is_documented(t.bounds));
        blocks.push(Block::Heading(self.words.phrase("page", "tolls").to_owned()));
        if documented.is_empty() {
            blocks.push(Block::About(self.words.phrase("page", "nothing").to_owned()));
        }
        for toll in documented {
            self.by_category(blocks, toll);
        }
        blocks.push(Block::About(self.words.phrase("page", "exclusions").to_owned()));
        if !estimated.is_empty() {
            blocks.push(Block::Heading(self.words.phrase("page", "estimates").to_owned()));
            for toll in estimated {
                self.by_category(blocks, toll);
            }
        }
    }

    fn by_category(&mut self, blocks: &mut Vec<Block>, toll: &Toll) {
        let Some(sentence) = self.toll_sentence(toll) else { return };
        blocks.push(Block::Sentences(vec![sentence]));
        let mut rows: Vec<Vec<Cell>> = Vec::with_capacity(toll.parts.len());
        for part in &toll.parts {
            let who = part.who.map_or("unspecified", |who| who.as_str());
            let class = self.words.phrase("who", who).to_owned();
            let side = part.side.as_ref().map(|id| format!(" ({})", self.parties(std::slice::from_ref(id)))).unwrap_or_default();
            let range = self.words.range(part.bounds).unwrap_or_default();
            let figure = self.cell(range.clone(), &part.claims).unwrap_or_else(|| Self::bare(range));
            rows.push(vec![Self::bare(format!("{class}{side}")), figure]);
        }
        if !rows.is_empty() {
            self.table(blocks, &["of_them", "figure"], rows);
        }
    }
}

/// Whether somebody counted so many, and not more or fewer.
fn is_documented(bounds: Bounds) -> bool {
    bounds.low().is_some() && bounds.low() == bounds.high()
}
