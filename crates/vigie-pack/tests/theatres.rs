//! Every fault of a theatre: text in, `path:line:column: message` out.
#![allow(clippy::unwrap_used, clippy::panic)]

use vigie_pack::{Files, Theatre, compile_theatres, theatre::covers};

const FILES: [(&str, &str); 9] = [
    ("x/theatre.toml", "id = \"x\"\ntitle = \"X\"\nlicence = \"CC0-1.0\"\ncountries = [\"SY\"]\n"),
    (
        "x/countries.tsv",
        "iso2\ten\tfr\tadj_fr\tcapital_fr\tlat\tlon\tseen\nSY\tSyria\tSyrie\tsyrien|syrienne\tDamas\t35.0\t38.5\tpress\n",
    ),
    (
        "x/actors.tsv",
        "id\tname\tkind\tcountry\ten\tfr\thostile_fr\tgeneric\tseen\n\
         hts\tHTS\tgroup\tSY\tHTS\tHTC\tterroristes\trebels\tpress\n\
         sdf\tSDF\tcoalition\tSY\tSDF\tFDS\t\t\tpress\n",
    ),
    ("x/sources.tsv", "id\tname\tkind\tcountry\tactor\ten\tfr\tseen\nsana\tSANA\tagency\tSY\thts\tSANA\tSana\tpress\n"),
    (
        "x/people.tsv",
        "id\tname\trole\tactor\tsource\tfrom\tto\ten\tfr\tseen\njo\tJo\tchief\thts\tsana\t2024-01-01\t2024-12-08\tJo\tJo\tpress\n",
    ),
    ("x/camps.tsv", "who\tcamp\tfrom\tto\tseen\nsana\tgovernment\t\t2024-12-08\tpress\n"),
    ("x/alliances.tsv", "a\tb\tkind\tfrom\tto\tseen\nhts\tsdf\tally\t\t\tpress\n"),
    (
        "x/places.tsv",
        "id\tname\tkind\tlat\tlon\tprec\tcountry\tadmin1\ten\tfr\tseen\nvigie:hq\tHQ\tbase\t36.1\t37.2\t1\tSY\tAleppo\tHQ\tQG\tpress\n",
    ),
    ("x/roads.tsv", "road\torder\tplace\tseen\nM5\t2\tvigie:hq\tpress\nM5\t1\tgeonames:170063\tpress\n"),
];

fn read(files: &Files) -> (Theatre, Vec<String>) {
    let (theatre, out) = compile_theatres(files, &[]);
    (theatre.unwrap(), out.iter().map(|d| d.to_string().lines().next().unwrap().to_string()).collect())
}

fn files() -> Files {
    FILES.iter().map(|(p, t)| ((*p).to_string(), (*t).to_string())).collect()
}

/// The faults of the good theatre with one stretch of one file replaced.
fn with(file: &str, from: &str, to: &str) -> Vec<String> {
    let mut files = files();
    let text = files.get_mut(&format!("x/{file}")).unwrap();
    assert!(text.contains(from), "{from}");
    *text = text.replacen(from, to, 1);
    read(&files).1
}

#[test]
fn a_good_theatre_is_read() {
    let (theatre, out) = read(&files());
    assert_eq!(out, Vec::<String>::new());
    assert_eq!(theatre.roads[0].places, ["geonames:170063", "vigie:hq"]);
    assert_eq!(theatre.countries[0].demonyms.of("fr"), ["syrien", "syrienne"]);
    assert_eq!(theatre.actors[0].names.all().collect::<Vec<_>>(), ["HTS", "HTC"]);
    assert_eq!(theatre.people[0].source.as_deref(), Some("sana"));
    assert_eq!(theatre.languages().collect::<Vec<_>>(), ["en", "fr"]);
    let people = &theatre.people[0];
    assert!(covers(people.from.as_deref(), people.to.as_deref(), "2024-12-08"));
    assert!(!covers(people.from.as_deref(), people.to.as_deref(), "2024-12-09"));
}

#[test]
fn a_row_without_a_name_in_a_language_is_listed() {
    let mut files = files();
    let text = files["x/actors.tsv"].replace("\tFDS\t", "\t\t");
    files.insert("x/actors.tsv".into(), text);
    let missing: Vec<_> = read(&files).0.missing_names().into_iter().map(|m| (m.what, m.id, m.lang)).collect();
    assert_eq!(missing, [("actor", "sdf".to_string(), "fr".to_string())]);
}

#[test]
fn faults_of_a_theatre() {
    for (file, from, to, want) in [
        ("theatre.toml", "\"x\"", "\"y\"", "x/theatre.toml:1:1: the id is not the name of the folder"),
        ("theatre.toml", "\"SY\"", "\"Syria\"", "x/theatre.toml:4:15: Syria is no country code"),
        ("theatre.toml", "\"SY\"", "\"SX\"", "x/theatre.toml:4:15: unknown country SX"),
        ("countries.tsv", "\nSY", "\nsy", "x/countries.tsv:2:1: sy is no country code"),
        ("countries.tsv", "35.0", "95.0", "x/countries.tsv:2:38: lat is no angle"),
        ("countries.tsv", "38.5", "east", "x/countries.tsv:2:43: lon is no angle"),
        ("countries.tsv", "adj_fr", "adj_fra", "x/countries.tsv:1:1: unknown column adj_fra"),
        ("actors.tsv", "kind", "sort", "x/actors.tsv:1:1: no column kind"),
        ("actors.tsv", "group", "gruop", "x/actors.tsv:2:9: unknown kind gruop"),
        ("actors.tsv", "rebels", "rebel", "x/actors.tsv:2:38: unknown common noun rebel"),
        ("actors.tsv", "group\tSY", "group\tSX", "x/actors.tsv:2:15: unknown country SX"),
        ("actors.tsv", "group\tSY", "group\tsy", "x/actors.tsv:2:15: sy is no country code"),
        ("actors.tsv", "\nsdf", "\nhts", "x/actors.tsv:3:1: hts is the id of another actor"),
        ("actors.tsv", "\nsdf", "\nSDF", "x/actors.tsv:3:1: SDF is no id"),
        ("actors.tsv", "sdf\tSDF", "sdf\t", "x/actors.tsv:3:5: no name"),
        ("actors.tsv", "FDS", "FDS|HTC", "x/actors.tsv:3:30: HTC is also a name of hts"),
        ("actors.tsv", "FDS", "FDS|…", "x/actors.tsv:3:30: … holds no word"),
        ("actors.tsv", "\tFDS", "", "x/actors.tsv:3:1: 8 cells where the header has 9"),
        ("sources.tsv", "hts", "htx", "x/sources.tsv:2:21: unknown actor htx"),
        ("people.tsv", "hts\tsana", "htx\tsana", "x/people.tsv:2:13: unknown actor htx"),
        ("people.tsv", "hts\tsana", "hts\tsama", "x/people.tsv:2:17: unknown actor or source sama"),
        ("people.tsv", "2024-01-01", "2024-13-01", "x/people.tsv:2:22: 2024-13-01 is no day"),
        ("people.tsv", "2024-01-01", "2024", "x/people.tsv:2:22: 2024 is no day"),
        ("people.tsv", "2024-01-01", "2025-01-01", "x/people.tsv:2:33: the period ends before it starts"),
        ("camps.tsv", "sana", "sama", "x/camps.tsv:2:1: unknown actor or source sama"),
        ("camps.tsv", "sana", "", "x/camps.tsv:2:1: no actor or source"),
        ("alliances.tsv", "sdf", "sdx", "x/alliances.tsv:2:5: unknown actor sdx"),
        ("alliances.tsv", "ally", "friend", "x/alliances.tsv:2:9: unknown kind friend"),
        ("places.tsv", "36.1", "361", "x/places.tsv:2:18: lat is no angle"),
        ("places.tsv", "37.2\t1", "37.2\t9", "x/places.tsv:2:28: no step of precision"),
        ("places.tsv", "base", "bunker", "x/places.tsv:2:13: unknown kind bunker"),
        ("roads.tsv", "vigie:hq", "vigie:hx", "x/roads.tsv:2:6: unknown place vigie:hx"),
        ("roads.tsv", "vigie:hq", "Aleppo", "x/roads.tsv:2:6: Aleppo is no place id"),
        ("roads.tsv", "M5\t1", "M5\t2", "x/roads.tsv:3:4: M5 has two places at 2"),
        ("roads.tsv", "M5\t1", "M5\tone", "x/roads.tsv:3:4: not a whole number"),
    ] {
        let out = with(file, from, to);
        assert_eq!(out[0], want, "{to}");
        // Only a row that is not there at all makes its id unknown elsewhere.
        let gone = ["kind", "\nsdf", "\tFDS"].contains(&from);
        assert!(gone || out.len() == 1, "{out:?}");
    }
}

#[test]
fn faults_of_the_folders() {
    let mut files = files();
    files.remove("x/theatre.toml");
    files.insert("x/actor.tsv".into(), String::new());
    files.insert("README.md".into(), String::new());
    assert_eq!(read(&files).1, ["x/actor.tsv: no file of a theatre", "x/theatre.toml: the file is missing"]);
    assert_eq!(compile_theatres(&Files::new(), &[]).1[0].to_string().lines().next().unwrap(), "theatres: no theatre");
}
