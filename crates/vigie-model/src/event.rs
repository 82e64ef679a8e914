//! Event codes and bounds: the closed lists of the annotation guide.

use serde::{Deserialize, Serialize};

macro_rules! codes {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $code:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum $name { $($(#[$doc])* #[serde(rename = $code)] $variant),+ }
        impl $name {
            /// Every value, in the order of the guide.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            /// The name on the wire.
            pub const fn as_str(self) -> &'static str { match self { $(Self::$variant => $code),+ } }
            /// The value of a name on the wire; `None` for any other text.
            pub fn named(name: &str) -> Option<Self> { match name { $($code => Some(Self::$variant),)+ _ => None } }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str(self.as_str()) }
        }
    };
}
pub(crate) use codes;

codes! {
    /// What kind of thing a claim says (annotation guide, 22 codes).
    EventCode {
        /// An actor takes or retakes a place, part of it, or a number of places.
        Capture = "territory.capture",
        /// An actor holds a place: a state.
        Hold = "territory.hold",
        /// An actor leaves, loses or hands over a place.
        Withdraw = "territory.withdraw",
        /// An actor reaches, approaches or enters a place without holding it yet.
        Advance = "territory.advance",
        /// An actor pushes an attack back, or holds a line.
        Repel = "territory.repel",
        /// A place is besieged or encircled.
        Siege = "territory.siege",
        /// Clashes, fighting, an offensive.
        Battle = "attack.battle",
        /// Aircraft strike.
        Airstrike = "attack.airstrike",
        /// Drones strike.
        Drone = "attack.drone",
        /// Artillery, mortars, rockets, missiles.
        Shelling = "attack.shelling",
        /// Explosive devices without a suicide.
        Bombing = "attack.bombing",
        /// Suicide attack.
        Suicide = "attack.suicide",
        /// Shooting, raid on foot, ambush, massacre, execution, knife.
        Armed = "attack.armed",
        /// Kidnapping, hostage taking, enforced disappearance, and the release of captives.
        Abduction = "abduction",
        /// Arrest, detention.
        Arrest = "arrest",
        /// A toll.
        Casualties = "casualties",
        /// People flee, are displaced or evacuated.
        Displacement = "displacement",
        /// Troops, reinforcements or arms sent.
        Deployment = "deployment",
        /// Ceasefire, truce, deal, prisoner exchange.
        Agreement = "agreement",
        /// Demonstration, riot.
        Protest = "protest",
        /// Damage, looting, infrastructure hit, where no attack is told.
        Destruction = "destruction",
        /// Humanitarian aid, access, blockade of aid.
        Aid = "aid",
    }
}

impl EventCode {
    /// The part before the dot: `territory`, `attack`, or the whole code.
    pub fn family(self) -> &'static str {
        let code = self.as_str();
        code.split_once('.').map_or(code, |(family, _)| family)
    }
}

codes! {
    /// How firmly a number is given. `MoreThan` and `LessThan` exclude the
    /// number itself, the others include it (methods R8).
    Bound {
        /// The number itself.
        Exact = "exact",
        /// Thereabouts.
        About = "about",
        /// That many or more.
        AtLeast = "at_least",
        /// That many or fewer.
        AtMost = "at_most",
        /// More than that many.
        MoreThan = "more_than",
        /// Fewer than that many.
        LessThan = "less_than",
        /// Between two numbers, both included.
        Range = "range",
    }
}
