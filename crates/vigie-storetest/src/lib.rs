//! What every record must do: one suite, run on whatever implements [`vigie_store::Record`].
