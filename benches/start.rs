//! What a person waits for: from the start of the process to the first delivery, and the whole demonstration.
//!
//! With `--gate` (after `--`) it fails when the first takes 50 ms or the second 3 s.

#![expect(clippy::disallowed_methods, reason = "a benchmark asks the clock")]
#![expect(clippy::print_stdout, reason = "a benchmark prints what it measured")]
#![expect(clippy::unwrap_used, reason = "a benchmark may end early")]

use std::io::Read;
use std::net::{Ipv4Addr, TcpListener};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

fn main() {
    let first = median(15, first_delivery);
    let demo = median(5, || run(&["demo"]));
    let nothing = median(15, || run(&["--version"]));
    println!("start of the process to the first byte of a delivery  {first:>8.1?} (goal: under 50 ms), median of 15");
    println!("demo of Truv against the correct consumer             {demo:>8.1?} (goal: under 3 s), median of 5");
    println!("a process that does nothing                           {nothing:>8.1?}");
    if std::env::args().any(|argument| argument == "--gate") {
        assert!(first < Duration::from_millis(50), "the first delivery has become later: {first:?}");
        assert!(demo < Duration::from_secs(3), "the demonstration has become slower: {demo:?}");
    }
}

fn hookproof(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hookproof"));
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// Until the first byte of the first delivery is read.
fn first_delivery() -> Duration {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let url = format!("http://{}/hook", listener.local_addr().unwrap());
    let start = Instant::now();
    let mut process = hookproof(&["verify", "truv", &url, "--secret", "s3cret"]).spawn().unwrap();
    let (mut stream, _) = listener.accept().unwrap();
    stream.read_exact(&mut [0]).unwrap();
    let elapsed = start.elapsed();
    process.kill().unwrap();
    process.wait().unwrap();
    elapsed
}

/// A whole process, which must end well.
fn run(arguments: &[&str]) -> Duration {
    let start = Instant::now();
    assert!(hookproof(arguments).status().unwrap().success(), "{arguments:?}");
    start.elapsed()
}

fn median(times: usize, measure: impl Fn() -> Duration) -> Duration {
    let mut measured: Vec<Duration> = std::iter::repeat_with(measure).take(times).collect();
    measured.sort();
    measured[times / 2]
}
