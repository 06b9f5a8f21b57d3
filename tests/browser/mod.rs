//! A real browser for tests: Chromium, spoken to over the pipe of its DevTools protocol.
//!
//! A test target takes it with `#[path = "../browser/mod.rs"] mod browser;`. Every call waits for its answer and
//! blocks the thread: a server of the same test needs a runtime with another one.

#[path = "../tools/mod.rs"]
pub(crate) mod tools;

use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use tools::is_there;

/// How long the browser may take for an answer, on a machine that is busy with other tests.
const PATIENCE: Duration = Duration::from_mins(1);

const AUDIT: &str = include_str!("audit.js");

/// What the browser shows is light or dark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scheme {
    Light,
    Dark,
}

impl Scheme {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// A browser with one page; it ends when this is dropped.
#[derive(Debug)]
pub(crate) struct Browser {
    process: Child,
    pipe: ChildStdin,
    heard: Receiver<Value>,
    folder: PathBuf,
    session: String,
    last: u64,
    loaded: Vec<String>,
    complaints: Vec<String>,
    requests: Vec<String>,
}

impl Browser {
    /// Starts it; `None`, and a loud line, where it is missing, so that `what` cannot be judged.
    #[track_caller]
    pub(crate) fn start(what: &str) -> Option<Self> {
        static STARTED: AtomicU32 = AtomicU32::new(0);
        if !is_there("chromium", what) {
            return None;
        }
        let name = format!("browser-{}-{}", std::process::id(), STARTED.fetch_add(1, Ordering::Relaxed));
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        std::fs::create_dir_all(&folder).unwrap();
        // It reads from descriptor 3 and writes to 4, which the shell makes of the pipes that it has.
        let mut process = Command::new("sh")
            .args(["-c", "exec chromium \"$@\" 3<&0 4>&1 </dev/null >/dev/null", "chromium"])
            .args(["--headless", "--remote-debugging-pipe", "--no-startup-window", "--no-first-run"])
            .args(["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars"])
            .arg(format!("--user-data-dir={}", folder.join("profile").display()))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(File::create(folder.join("said.txt")).unwrap())
            .spawn()
            .unwrap();
        let pipe = process.stdin.take().unwrap();
        let mut said = BufReader::new(process.stdout.take().unwrap());
        let (tell, heard) = channel();
        thread::spawn(move || {
            let mut message = Vec::new();
            while said.read_until(0, &mut message).is_ok_and(|length| length > 0) {
                let Ok(told) = serde_json::from_slice(message.strip_suffix(b"\0").unwrap_or(&message)) else { return };
                if tell.send(told).is_err() {
                    return;
                }
                message.clear();
            }
        });
        let mut browser = Self {
            process,
            pipe,
            heard,
            folder,
            session: String::new(),
            last: 0,
            loaded: Vec::new(),
            complaints: Vec::new(),
            requests: Vec::new(),
        };
        let target = browser.call("Target.createTarget", &json!({"url": "about:blank"}))["targetId"].clone();
        let attached = browser.call("Target.attachToTarget", &json!({"targetId": target, "flatten": true}));
        attached["sessionId"].as_str().unwrap().clone_into(&mut browser.session);
        for domain in ["Page", "Runtime", "Log", "Network"] {
            browser.call(&format!("{domain}.enable"), &json!({}));
        }
        browser.call("Page.setLifecycleEventsEnabled", &json!({"enabled": true}));
        Some(browser)
    }

    /// Sets the size of the window in CSS pixels, and day or night. What is narrower than a tablet is a phone.
    pub(crate) fn show(&mut self, width: u32, height: u32, scheme: Scheme) {
        let metrics = json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600});
        self.call("Emulation.setDeviceMetricsOverride", &metrics);
        let features = json!([{"name": "prefers-color-scheme", "value": scheme.name()}]);
        self.call("Emulation.setEmulatedMedia", &json!({"features": features}));
    }

    /// Opens an address, and waits until everything of it is there.
    #[track_caller]
    pub(crate) fn open(&mut self, url: &str) {
        // So that an address that differs by its fragment only is opened anew, too.
        self.navigate("about:blank");
        self.complaints.clear();
        self.requests.clear();
        self.navigate(url);
    }

    #[track_caller]
    fn navigate(&mut self, url: &str) {
        self.loaded.clear();
        let begun = self.call("Page.navigate", &json!({"url": url}));
        assert!(begun.get("errorText").is_none(), "{url}: {begun}");
        let loader = begun["loaderId"].as_str().unwrap().to_owned();
        while !self.loaded.contains(&loader) {
            let told = self.hear(url);
            self.note(&told);
        }
    }

    /// What a script comes to, be it a promise; a script that throws fails the test.
    #[track_caller]
    pub(crate) fn run(&mut self, script: &str) -> Value {
        let asked = json!({
            "expression": script, "awaitPromise": true, "returnByValue": true, "userGesture": true,
        });
        let mut said = self.call("Runtime.evaluate", &asked);
        let thrown = &said["exceptionDetails"];
        assert!(thrown.is_null(), "{}\n{script}", thrown["exception"]["description"]);
        said["result"]["value"].take()
    }

    /// Looks whether what is open reads well, shown this wide and by day or night, and says what there is of it.
    #[track_caller]
    pub(crate) fn audit(&mut self, what: &str, width: u32, scheme: Scheme) -> (Value, String) {
        let found = self.run(AUDIT);
        let place = format!("{what}, {width} px, {scheme:?}: {found:#}");
        assert_eq!(found["scheme"], scheme.name(), "{place}");
        assert_eq!(found["width"], width, "{place}");
        assert_eq!(found["wider"], json!([]), "nothing is wider than the screen, {place}");
        assert_eq!(found["faint"], json!([]), "every text has contrast, {place}");
        assert_eq!(found["unnamed"], json!([]), "every control has a name, {place}");
        assert_eq!(found["pwned"], Value::Null, "{place}");
        (found, place)
    }

    /// Waits until a condition holds.
    #[track_caller]
    pub(crate) fn wait_for(&mut self, condition: &str) {
        let script = "new Promise((resolve, reject) => {
            const until = performance.now() + PATIENCE;
            const look = () => {
                if (CONDITION) resolve();
                else if (performance.now() > until) reject(new Error('in vain'));
                else setTimeout(look, 10);
            };
            look();
        })";
        let patience = (PATIENCE / 2).as_millis().to_string();
        self.run(&script.replace("PATIENCE", &patience).replace("CONDITION", condition));
    }

    /// Clicks into the middle of the first element that fits; one that is not to be seen there fails the test.
    #[track_caller]
    pub(crate) fn click(&mut self, selector: &str) {
        let script = "(() => {
            const element = document.querySelector(SELECTOR);
            if (!element) throw new Error('nothing fits');
            element.scrollIntoView({ block: 'center', behavior: 'instant' });
            const box = element.getBoundingClientRect();
            const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
            const hit = document.elementFromPoint(x, y);
            if (!hit || !element.contains(hit)) throw new Error(`behind ${hit && hit.outerHTML.slice(0, 80)}`);
            return { x, y };
        })()";
        let at = self.run(&script.replace("SELECTOR", &json!(selector).to_string()));
        for (kind, button) in [("mouseMoved", "none"), ("mousePressed", "left"), ("mouseReleased", "left")] {
            let event = json!({"type": kind, "x": at["x"], "y": at["y"], "button": button, "clickCount": 1});
            self.call("Input.dispatchMouseEvent", &event);
        }
    }

    /// Types a text where the focus is.
    pub(crate) fn type_text(&mut self, text: &str) {
        for letter in text.chars() {
            let event = json!({"type": "char", "text": letter.to_string()});
            self.call("Input.dispatchKeyEvent", &event);
        }
    }

    /// Presses a key by its name in the DOM: `Enter`, `Escape`, `Tab`, or a letter.
    pub(crate) fn press(&mut self, key: &str) {
        let code = match key {
            "Tab" => 9,
            "Enter" => 13,
            "Escape" => 27,
            "Home" => 36,
            "Delete" => 46,
            _ => 0,
        };
        let text = match key {
            "Enter" => "\r",
            letter if letter.chars().count() == 1 => letter,
            _ => "",
        };
        for kind in ["keyDown", "keyUp"] {
            let mut event = json!({"type": kind, "key": key, "windowsVirtualKeyCode": code});
            if kind == "keyDown" && !text.is_empty() {
                event["text"] = text.into();
            }
            self.call("Input.dispatchKeyEvent", &event);
        }
    }

    /// Writes what is in the window as a PNG, for people to look at.
    pub(crate) fn screenshot(&mut self, path: &Path) {
        let shot = self.call("Page.captureScreenshot", &json!({"format": "png"}));
        let image = STANDARD.decode(shot["data"].as_str().unwrap()).unwrap();
        std::fs::write(path, image).unwrap();
    }

    /// What the page has complained of since it was opened: its console, exceptions, what was blocked or not found.
    pub(crate) fn complaints(&mut self) -> &[String] {
        self.catch_up();
        &self.complaints
    }

    /// What the page has asked for since it was opened, itself the first.
    pub(crate) fn requests(&mut self) -> &[String] {
        self.catch_up();
        &self.requests
    }

    /// Whatever happened has been told before the answer to this.
    fn catch_up(&mut self) {
        self.call("Runtime.evaluate", &json!({"expression": "0"}));
    }

    /// Calls a method of the protocol, and takes what it answers.
    #[track_caller]
    fn call(&mut self, method: &str, params: &Value) -> Value {
        self.last += 1;
        let id = self.last;
        let mut message = json!({"id": id, "method": method, "params": params});
        if !self.session.is_empty() {
            message["sessionId"] = self.session.as_str().into();
        }
        let mut bytes = message.to_string().into_bytes();
        bytes.push(0);
        self.pipe.write_all(&bytes).unwrap_or_else(|error| panic!("{method}: {error}\n{}", self.said()));
        loop {
            let mut told = self.hear(method);
            if told["id"] == id {
                assert!(told.get("error").is_none(), "{method}: {}", told["error"]);
                return told["result"].take();
            }
            self.note(&told);
        }
    }

    /// The next message of the browser, waited for because of this.
    #[track_caller]
    fn hear(&self, cause: &str) -> Value {
        self.heard.recv_timeout(PATIENCE).unwrap_or_else(|error| panic!("{cause}: {error}\n{}", self.said()))
    }

    /// Keeps what a test may want to know of what happened.
    fn note(&mut self, told: &Value) {
        let params = &told["params"];
        match told["method"].as_str().unwrap_or_default() {
            "Runtime.consoleAPICalled" => self.complaints.push(params["args"].to_string()),
            "Runtime.exceptionThrown" => self.complaints.push(params["exceptionDetails"].to_string()),
            "Log.entryAdded" => self.complaints.push(params["entry"].to_string()),
            "Page.lifecycleEvent" if params["name"] == "load" => {
                self.loaded.extend(params["loaderId"].as_str().map(str::to_owned));
            }
            "Network.requestWillBeSent" => {
                self.requests.extend(params["request"]["url"].as_str().map(str::to_owned));
            }
            _ => {}
        }
    }

    /// What the process has said, for whoever has to find out why it does not answer.
    fn said(&self) -> String {
        std::fs::read_to_string(self.folder.join("said.txt")).unwrap_or_default()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // Asked to go it takes its children along; the end of its pipe says that it has gone.
        let asked = self.pipe.write_all(b"{\"id\":0,\"method\":\"Browser.close\"}\0");
        if asked.is_ok() {
            while self.heard.recv_timeout(Duration::from_secs(5)).is_ok() {}
        }
        let _ = self.process.kill();
        let _ = self.process.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}
