//! The command `vigie`.
//!
//! One module a command; what they share is in [`input`] (files, folders and
//! standard input to texts), [`world`] (packs, theatres and gazetteer to a
//! coder), [`work`] (many texts on all cores, in order) and [`show`] (terminal).
//! Nothing here knows how a text is read: that is `vigie-coder`.

mod args;
mod code;
mod doctor;
mod eval;
mod explain;
mod gazetteer;
mod input;
mod pack;
mod parse;
mod record;
mod show;
mod table;
mod theatre;
mod work;
mod world;

use std::process::ExitCode;

fn main() -> ExitCode {
    match args::run() {
        Ok(done) => done.into(),
        Err(fault) if show::is_broken_pipe(&fault) => ExitCode::SUCCESS,
        Err(fault) => {
            show::fault(&fault);
            ExitCode::FAILURE
        }
    }
}
