//! Records and disks that are ill, and two programs at once: each is told, and nothing is lost.

use std::fs;
use std::process::{Command, Stdio};

use serde_json::Value;

use super::{TOLL, folder, good, passage, story, vigie};

#[test]
fn a_file_that_is_no_record_is_left_as_it_is() {
    let f = folder();
    let write = |bytes: &[u8]| fs::write(f.path().join("r.vigie"), bytes).unwrap();
    fs::write(f.path().join("a.txt"), TOLL).unwrap();
    write(b"Dear diary, this is a letter and no record of anything at all, nor was it ever meant to be one.");
    for args in [&["claims"][..], &["take", "a.txt"], &["record", "check"]] {
        let run = vigie(f.path(), args, "");
        assert_eq!(run.code, 1, "{args:?}");
        assert!(run.err.contains("r.vigie: this file is no record of Vigie"), "{}", run.err);
    }
    assert!(fs::read(f.path().join("r.vigie")).unwrap().starts_with(b"Dear diary"));
    fs::remove_file(f.path().join("r.vigie")).unwrap();
    let none = vigie(f.path(), &["claims"], "");
    assert_eq!(none.code, 1);
    assert!(none.err.contains("there is no record; `vigie take FILE` makes one"), "{}", none.err);
}

#[test]
fn a_record_of_a_newer_program_and_a_damaged_one_are_refused() {
    let f = folder();
    fs::write(f.path().join("story.jsonl"), story()).unwrap();
    good(f.path(), &["take", "story.jsonl", "--as-published"]);
    let path = f.path().join("r.vigie");
    let whole = fs::read(&path).unwrap();
    assert!(!f.path().join("r.vigie-wal").exists() || fs::metadata(f.path().join("r.vigie-wal")).unwrap().len() == 0);
    // The version stands at byte 60 of the head of the file, most significant byte first.
    let mut newer = whole.clone();
    newer[60..64].copy_from_slice(&999_u32.to_be_bytes());
    fs::write(&path, &newer).unwrap();
    let run = vigie(f.path(), &["claims"], "");
    assert_eq!(run.code, 1);
    assert!(run.err.contains("has version 999"), "{}", run.err);
    fs::write(&path, &whole[..whole.len() / 2]).unwrap();
    let run = vigie(f.path(), &["record", "check"], "");
    assert_eq!(run.code, 1, "{}", run.out);
    assert!(run.err.contains("damaged") || run.out.contains("ill: "), "{}{}", run.out, run.err);
    fs::write(&path, &whole).unwrap();
    assert_eq!(good(f.path(), &["record", "check"]), "the record is whole\n");
}

#[cfg(unix)]
#[test]
fn a_record_that_may_not_be_written_can_be_asked() {
    use std::os::unix::fs::PermissionsExt;
    let f = folder();
    fs::write(f.path().join("a.txt"), TOLL).unwrap();
    assert_eq!(vigie(f.path(), &["take", "a.txt", "--published", "2024-11-30"], "").code, 0);
    let mode = |path: &str, mode| fs::set_permissions(f.path().join(path), fs::Permissions::from_mode(mode)).unwrap();
    mode("r.vigie", 0o444);
    mode(".", 0o555);
    let asked = vigie(f.path(), &["claims"], "");
    mode(".", 0o755);
    assert_eq!(asked.code, 0, "{}", asked.err);
    assert!(asked.out.contains("277"), "{}", asked.out);
}

#[cfg(unix)]
#[test]
fn a_folder_that_may_not_be_written_is_told() {
    use std::os::unix::fs::PermissionsExt;
    let f = folder();
    let closed = f.path().join("closed");
    fs::create_dir(&closed).unwrap();
    fs::write(f.path().join("a.txt"), TOLL).unwrap();
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o555)).unwrap();
    let may_write = fs::write(closed.join("probe"), "").is_ok();
    let run = vigie(f.path(), &["take", "a.txt", "--store", "closed/r.vigie"], "");
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o755)).unwrap();
    if may_write {
        // The superuser may write everywhere: then there is nothing to refuse.
        assert_eq!(run.code, 0, "{}", run.err);
    } else {
        assert_eq!(run.code, 1);
        assert!(run.err.contains("closed/r.vigie"), "{}", run.err);
    }
    let nowhere = vigie(f.path(), &["take", "a.txt", "--store", "a.txt/r.vigie"], "");
    assert_eq!(nowhere.code, 1);
    assert!(nowhere.err.contains("a.txt"), "{}", nowhere.err);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told() {
    let f = folder();
    fs::write(f.path().join("a.txt"), TOLL).unwrap();
    good(f.path(), &["take", "a.txt", "--published", "2024-11-30"]);
    let mut run = Command::new(env!("CARGO_BIN_EXE_vigie"));
    run.args(["export", "--format", "csv"]).current_dir(f.path()).env("VIGIE_STORE", "r.vigie");
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let done = run.stdout(full).stderr(Stdio::piped()).spawn().unwrap().wait_with_output().unwrap();
    assert_eq!(done.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&done.stderr).contains("No space left"), "{:?}", done.stderr);
}

#[test]
fn two_takes_at_once_lose_nothing() {
    let f = folder();
    let half = |n: usize| {
        let one = |k: usize| {
            passage(
                &format!("{n}-{k}"),
                "2024-11-30",
                &format!("Au moins {} personnes ont été tuées à Alep, selon l'OSDH.", 10 + 300 * n + k),
            )
        };
        fs::write(f.path().join(format!("{n}.jsonl")), (0..250).map(one).collect::<String>()).unwrap();
        let mut take = Command::new(env!("CARGO_BIN_EXE_vigie"));
        take.args(["take", &format!("{n}.jsonl"), "--store", "r.vigie", "--as-published"]).current_dir(f.path());
        take.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    };
    let both = [half(0), half(1)];
    for child in both {
        let done = child.wait_with_output().unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    }
    let info: Value = serde_json::from_str(&good(f.path(), &["record", "info", "--format", "json"])).unwrap();
    assert_eq!((&info["documents"], &info["revisits"]), (&Value::from(500), &Value::from(0)));
    assert_eq!(good(f.path(), &["record", "check"]), "the record is whole\n");
}
