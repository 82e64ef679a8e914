//! Measuring by hand: how long a checked opening of the world table takes.

fn main() -> Result<(), vigie_gazetteer::GazetteerError> {
    for _ in 0..3 {
        let start = std::time::Instant::now();
        let table = vigie_gazetteer::Gazetteer::open(vigie_gazetteer::WORLD)?;
        println!("{} places opened and checked in {:?}", table.len(), start.elapsed());
    }
    Ok(())
}
