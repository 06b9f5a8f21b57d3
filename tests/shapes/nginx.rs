//! Behind nginx, as most consumers are.

use std::net::{Ipv4Addr, TcpListener};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use hookproof::Outage;

use crate::campaign::everywhere;
use crate::consumer::Consumer;
use crate::tool::Folder;
use crate::tools::is_there;
use crate::{passes, verifier};

/// Number of ports to try, in case another process gets one first.
const TRIES: usize = 5;

/// An nginx in front of a consumer; it stops when this is dropped.
pub(crate) struct Nginx {
    pub(crate) base: String,
    folder: Folder,
}

/// Returns the path of nginx; `None`, with a message, if it is missing. On CI that is a failure.
#[track_caller]
fn program() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    // A user's PATH need not hold where Debian puts it.
    let mut places = std::env::split_paths(&path).chain(["/usr/sbin".into()]).map(|folder| folder.join("nginx"));
    places.find(|place| place.exists()).or_else(|| {
        // It says that it is missing, and fails on CI.
        is_there("nginx", "a consumer behind nginx").then(|| "nginx".into())
    })
}

impl Nginx {
    /// Starts one that forwards requests to these servers; `None` without nginx.
    pub(crate) fn start(upstream: &[&str]) -> Option<Self> {
        let program = program()?;
        let folder = Folder::new("nginx");
        std::fs::create_dir_all(folder.path("logs")).unwrap();
        let servers: Vec<String> = upstream.iter().map(|base| base.replace("http://", "server ")).collect();
        let servers = servers.join("; ");
        let mut said = String::new();
        for _ in 0..TRIES {
            // It cannot be asked which port it got, so it is given one that was free a moment before.
            let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap().port();
            std::fs::write(folder.path("nginx.conf"), configuration(port, &servers)).unwrap();
            // It goes into the background once its port is bound.
            let started = command(&program, &folder).output().unwrap();
            if started.status.success() {
                return Some(Self { base: format!("http://127.0.0.1:{port}"), folder });
            }
            said = String::from_utf8_lossy(&started.stderr).into_owned();
        }
        panic!("nginx does not start: {said}")
    }
}

fn command(program: &PathBuf, folder: &Folder) -> Command {
    let mut command = Command::new(program);
    command.arg("-p").arg(folder.whole()).args(["-c", "nginx.conf", "-e", "logs/error.log"]).stdin(Stdio::null());
    command
}

impl Drop for Nginx {
    fn drop(&mut self) {
        if let Some(program) = program() {
            let _ = command(&program, &self.folder).args(["-s", "stop"]).output();
        }
    }
}

/// The configuration from the first page of the manual, with other paths.
fn configuration(port: u16, servers: &str) -> String {
    format!(
        "worker_processes 2;
        pid logs/nginx.pid;
        events {{ worker_connections 512; }}
        http {{
            access_log off;
            client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi;
            scgi_temp_path scgi;
            upstream app {{ {servers}; }}
            server {{
                listen 127.0.0.1:{port};
                location / {{
                    proxy_pass http://app;
                    proxy_set_header Host $host;
                    proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
                }}
            }}
        }}
        "
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn passes_with_a_count_of_all_effects() {
    everywhere(|provider, seed| async move {
        let consumer = Consumer::correct(provider.clone()).await;
        let Some(nginx) = Nginx::start(&[&consumer.base]) else { return };
        let verifier = verifier(&provider, seed).effects_at(format!("{}/effects", nginx.base));
        passes(&verifier.outage(consumer.outage()).run(&format!("{}/hook", nginx.base)).await);
    })
    .await;
}

/// While the consumer is gone nginx answers 502, and the provider delivers again.
#[tokio::test(flavor = "multi_thread")]
async fn an_outage_is_answered_by_nginx() {
    let provider = hookproof::providers::truv();
    let consumer = Consumer::correct(provider.clone()).await;
    let Some(nginx) = Nginx::start(&[&consumer.base]) else { return };
    let conf = nginx.folder.path("nginx.conf");
    let right = std::fs::read_to_string(&conf).unwrap();
    // Nothing listens on port 1 of the loopback interface.
    let wrong = right.replace(&consumer.base.replace("http://", ""), "127.0.0.1:1");
    let reload = {
        let folder = nginx.folder.whole().to_owned();
        move |text: &str| {
            std::fs::write(folder.join("nginx.conf"), text).unwrap();
            let mut reload = Command::new(program().unwrap());
            reload.arg("-p").arg(&folder).args(["-c", "nginx.conf", "-e", "logs/error.log", "-s", "reload"]);
            if reload.status().unwrap().success() { Ok(()) } else { Err("nginx was not reloaded".to_owned()) }
        }
    };
    let verifier = verifier(&provider, 0).only(["retry-asks-again"]).effects_at(consumer.effects());
    let verifier = verifier.outage(move |outage| {
        let done = reload(if outage == Outage::Start { &wrong } else { &right });
        async move {
            // Workers with the old configuration may take a moment to go.
            hookproof::__private::clock::sleep(std::time::Duration::from_millis(300)).await;
            done
        }
    });
    passes(&verifier.run(&format!("{}/hook", nginx.base)).await);
}
