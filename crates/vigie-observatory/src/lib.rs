//! Use cases: take in, ask, review, report, export. The one door for every front end.
