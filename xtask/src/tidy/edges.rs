//! Which crate may depend on which.

use std::collections::{BTreeMap, BTreeSet};

use super::Tree;

/// One row of `xtask/edges.toml`.
#[derive(Debug)]
struct Level {
    level: i64,
    uses: BTreeSet<String>,
}

/// The dependencies between crates are those of `xtask/edges.toml`, and all point down.
pub(crate) fn edges(tree: &Tree) -> Vec<String> {
    let file = "xtask/edges.toml";
    let table: toml::Table = match toml::from_str(tree.text(file)) {
        Ok(table) => table,
        Err(fault) => return vec![format!("{file}: {}", fault.message())],
    };
    let mut faults = Vec::new();
    let mut levels: BTreeMap<&str, Level> = BTreeMap::new();
    let names = |v: Option<&toml::Value>| -> BTreeSet<String> {
        v.and_then(toml::Value::as_array).into_iter().flatten().filter_map(|x| x.as_str().map(str::to_string)).collect()
    };
    for (name, row) in table.get("crates").and_then(toml::Value::as_table).into_iter().flatten() {
        let level = row.get("level").and_then(toml::Value::as_integer).unwrap_or(-1);
        levels.insert(name, Level { level, uses: names(row.get("uses")) });
    }
    let arrows = |key: &str| -> BTreeSet<(String, String)> {
        names(table.get(key)).iter().filter_map(|x| x.split_once(" -> ").map(|(a, b)| (a.to_string(), b.to_string()))).collect()
    };
    let beside = arrows("beside");
    let allowed = arrows("allowed");
    let banned = names(table.get("banned_below"));
    for name in tree.crates() {
        let path = format!("crates/{name}/Cargo.toml");
        let Some(own) = levels.get(name) else {
            faults.push(format!("{file}: {name} has no row"));
            continue;
        };
        let manifest: toml::Table = toml::from_str(tree.text(&path)).unwrap_or_default();
        let keys = |kind: &str| -> BTreeSet<String> {
            manifest.get(kind).and_then(toml::Value::as_table).into_iter().flatten().map(|(k, _)| k.clone()).collect()
        };
        let all: BTreeSet<String> = keys("dependencies").union(&keys("build-dependencies")).cloned().collect();
        let ours: BTreeSet<String> = all.iter().filter(|n| n.starts_with("vigie-")).cloned().collect();
        for to in ours.difference(&own.uses) {
            faults.push(format!("{path}: {name} depends on {to}, and {file} does not say so"));
        }
        for to in own.uses.difference(&ours) {
            faults.push(format!("{file}: {name} does not depend on {to}"));
        }
        for to in &ours {
            let below = levels.get(to.as_str()).is_some_and(|l| l.level < own.level);
            if !below && !beside.contains(&(name.to_string(), to.clone())) {
                faults.push(format!("{path}: {to} is not below {name}"));
            }
        }
        if own.level <= 2 {
            for to in all.intersection(&banned).filter(|to| !allowed.contains(&(name.to_string(), (*to).clone()))) {
                faults.push(format!("{path}: {to} has no place in a crate of level {}", own.level));
            }
        }
    }
    for name in levels.keys().filter(|n| !tree.crates().contains(*n)) {
        faults.push(format!("{file}: there is no crates/{name}"));
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::edges;
    use crate::tidy::Tree;

    #[test]
    fn an_arrow_that_points_up_is_a_fault() {
        let rows = "banned_below = [\"tokio\"]\n[crates]\nvigie-a = { level = 0, uses = [\"vigie-b\"] }\nvigie-b = { level = 1, uses = [] }\n";
        let tree = Tree::of(&[
            ("xtask/edges.toml", rows),
            ("crates/vigie-a/Cargo.toml", "[dependencies]\nvigie-b.workspace = true\n"),
            ("crates/vigie-b/Cargo.toml", "[dependencies]\ntokio = \"1\"\n"),
        ]);
        assert_eq!(
            edges(&tree),
            [
                "crates/vigie-a/Cargo.toml: vigie-b is not below vigie-a",
                "crates/vigie-b/Cargo.toml: tokio has no place in a crate of level 1"
            ]
        );
    }

    #[test]
    fn an_arrow_that_nobody_announced_is_a_fault() {
        let rows = "[crates]\nvigie-a = { level = 0, uses = [] }\nvigie-b = { level = 1, uses = [] }\n";
        let tree = Tree::of(&[
            ("xtask/edges.toml", rows),
            ("crates/vigie-a/Cargo.toml", ""),
            ("crates/vigie-b/Cargo.toml", "[dependencies]\nvigie-a.workspace = true\n"),
        ]);
        assert_eq!(edges(&tree), ["crates/vigie-b/Cargo.toml: vigie-b depends on vigie-a, and xtask/edges.toml does not say so"]);
    }
}
