//! Every process that `run` started ends with it.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Stdio};

use crate::{Project, free_port, target};

/// Ends a run by a signal while its consumer starts. Returns the exit status, after all processes of it are gone.
fn ended_by(signal: &str) -> Option<i32> {
    let project = Project::new(&format!("signal-{signal}"));
    assert!(Command::new("mkfifo").arg(project.0.join("pipe")).status().unwrap().success());
    // The consumer and its child hold the pipe open. The child ignores requests to end.
    let processes = "; exec 3> pipe; (trap '' TERM; sleep 20; echo late >&3) & echo started >&3; sleep 20; wait #";
    let config = target("shop", "correct", free_port()).replace("exec python3", processes);
    project.write("hookproof.toml", &config);
    let mut run = project.command(&["run"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let mut pipe = BufReader::new(File::open(project.0.join("pipe")).unwrap());
    let mut line = String::new();
    pipe.read_line(&mut line).unwrap();
    assert_eq!(line, "started\n");
    let number = run.id().to_string();
    assert!(Command::new("kill").args(["-s", signal, &number]).status().unwrap().success());
    let status = run.wait().unwrap();
    // This returns when no process has the pipe open.
    pipe.read_to_string(&mut line).unwrap();
    assert_eq!(line, "started\n", "the processes ended by themselves");
    status.code()
}

#[test]
fn a_run_that_is_asked_to_end_ends_its_processes() {
    assert_eq!(ended_by("TERM"), Some(5));
    assert_eq!(ended_by("INT"), Some(5));
}

#[test]
fn a_run_that_is_killed_ends_its_processes() {
    assert_eq!(ended_by("KILL"), None);
}
