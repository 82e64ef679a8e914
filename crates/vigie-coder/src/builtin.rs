//! The packs and theatres that the program was built with.

use vigie_gazetteer::{Extra, Gazetteer, PlaceKind};
use vigie_pack::Pack;
use vigie_pack::blob::PackError;
use vigie_pack::theatre::Theatre;

use crate::coder::Coder;

include!(concat!(env!("OUT_DIR"), "/builtin.rs"));

/// What can be wrong when a coder is put together.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BuiltinError {
    /// A compiled pack or theatre cannot be opened.
    #[error("a compiled pack cannot be opened")]
    Pack {
        /// What the reader found.
        #[source]
        source: PackError,
    },
    /// The gazetteer cannot be opened or does not take the places of the theatres.
    #[error("the gazetteer cannot be opened")]
    Gazetteer {
        /// What the reader found.
        #[source]
        source: vigie_gazetteer::GazetteerError,
    },
}

/// The packs of the program, opened.
///
/// # Errors
/// Never, unless the program was built with a broken pack.
pub fn packs() -> Result<Vec<Pack>, BuiltinError> {
    PACKS.iter().map(|bytes| Pack::from_bytes(bytes).map_err(|source| BuiltinError::Pack { source })).collect()
}

/// The theatres of the program, opened.
///
/// # Errors
/// Never, unless the program was built with a broken theatre.
pub fn theatre() -> Result<Theatre, BuiltinError> {
    Theatre::from_bytes(THEATRE).map_err(|source| BuiltinError::Pack { source })
}

/// The gazetteer of the program with the places of a theatre.
///
/// # Errors
/// When the places of the theatre cannot be indexed.
pub fn gazetteer(base: Gazetteer, theatre: &Theatre) -> Result<Gazetteer, BuiltinError> {
    base.with_extra(theatre.places.iter().map(extra)).map_err(|source| BuiltinError::Gazetteer { source })
}

/// The coder of the program.
///
/// # Errors
/// Never, unless the program was built with broken data.
///
/// ```
/// use vigie_coder::{Passage, builtin};
/// let coder = builtin::coder().unwrap();
/// let text = "Au moins 277 personnes ont été tuées à Alep, selon l'OSDH.";
/// let coded = coder.code(&Passage { text, lang: Some("fr"), ..Passage::default() });
/// assert_eq!(coded.claims[0].counts[0].low, Some(277));
/// ```
pub fn coder() -> Result<Coder, BuiltinError> {
    let theatre = theatre()?;
    let world = Gazetteer::world().map_err(|source| BuiltinError::Gazetteer { source })?;
    let gazetteer = gazetteer(world, &theatre)?;
    Ok(Coder::new(packs()?, theatre, gazetteer))
}

/// A row of a theatre's places.tsv as the gazetteer takes it.
fn extra(place: &vigie_pack::ExtraPlace) -> Extra {
    Extra {
        id: place.id.clone(),
        name: place.name.clone(),
        kind: PlaceKind::from_word(&place.kind).unwrap_or(PlaceKind::Site),
        lat: place.lat,
        lon: place.lon,
        country: place.country.clone(),
        region: place.admin1.clone(),
        aliases: place.names.all().map(str::to_string).collect(),
    }
}
