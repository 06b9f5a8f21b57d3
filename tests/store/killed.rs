//! A real process that is killed in the middle of its work.

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

use hookproof::__private::store::{Bounds, Status, Store};

use crate::kinds::{Folder, answered, at, credential, draft, settled};

/// Names the file of the store to the process that is killed.
const FILE: &str = "HOOKPROOF_TEST_STORE";

#[tokio::test]
async fn what_a_killed_process_acknowledged_is_kept() {
    let folder = Folder::new("killed");
    let (mut made, mut finished) = (Vec::new(), Vec::new());
    for round in 1..=3 {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "killed::works_until_it_is_killed", "--nocapture", "--test-threads", "1"])
            .env(FILE, folder.file())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut heard = 0;
        for line in BufReader::new(child.stdout.take().unwrap()).lines() {
            let line = line.unwrap();
            // The harness says something of its own first.
            let Some((what, number)) = line.split_once(' ') else { continue };
            let Ok(number) = number.parse::<u64>() else { continue };
            match what {
                "made" => made.push(number),
                "finished" => finished.push(number),
                _ => continue,
            }
            heard += 1;
            if heard == 150 * round {
                child.kill().unwrap();
            }
        }
        child.wait().unwrap();
        assert!(heard >= 150 * round, "the process ended by itself");
        let store = Store::open(folder.file(), Bounds::default()).await.unwrap();
        for number in &made {
            let delivery = store.recall(*number).await.unwrap().unwrap();
            assert!(delivery.body.starts_with(b"{\"event\""));
            assert_ne!(delivery.status, Status::Sending);
        }
        for number in &finished {
            let delivery = store.recall(*number).await.unwrap().unwrap();
            assert_eq!((delivery.status, delivery.attempts.len()), (Status::Succeeded, 1));
        }
        assert!(!finished.is_empty());
        store.close().await.unwrap();
    }
}

/// Does nothing unless it is that process.
#[tokio::test]
#[expect(clippy::disallowed_methods, reason = "how a test speaks to its own child")]
async fn works_until_it_is_killed() {
    let Ok(file) = std::env::var(FILE) else { return };
    let store = Store::open(file, Bounds::default()).await.unwrap();
    let account = store.account("truv", &credential("key"));
    let mut out = std::io::stdout();
    // Ends by itself should nobody kill it.
    for _ in 0..2_000 {
        let (made, commit) = store.add(&account, (0..8).map(|_| draft(&account, "a")).collect());
        commit.done().await.unwrap();
        for delivery in made {
            writeln!(out, "made {}", delivery.number).unwrap();
        }
        let mut commits = Vec::new();
        for delivery in store.claim(at(0), at(60), 6) {
            let attempt = answered(&delivery, 200, 1);
            let number = delivery.number;
            let settled = settled(delivery, &attempt, Status::Succeeded);
            commits.push((number, store.settle(&account, settled, Some(&attempt))));
        }
        for (number, commit) in commits {
            commit.done().await.unwrap();
            writeln!(out, "finished {number}").unwrap();
        }
    }
}
