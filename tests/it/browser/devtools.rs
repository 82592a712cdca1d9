//! As much of the DevTools protocol as the tests need, over a pair of pipes.

use serde_json::{Value as Json, json};
use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

/// What is not there by then does not come.
const PATIENCE: Duration = Duration::from_secs(30);

const PROGRAMS: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];

/// A browser that ends with its test.
pub(super) struct Browser {
    child: Child,
    to: File,
    from: Receiver<Json>,
    folder: PathBuf,
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Browser {
    /// Starts it with its profile and its downloads in a folder. Where there is none, says
    /// so; under CI that is a failure.
    pub(super) fn start(folder: &Path) -> Option<Browser> {
        let is_there = |name: &&&str| {
            let found = Command::new(name).arg("--version").stderr(Stdio::null()).output();
            found.is_ok_and(|it| it.status.success())
        };
        let Some(program) = PROGRAMS.iter().find(is_there).filter(|_| cfg!(unix)) else {
            assert_ne!(std::env::var("CI").as_deref(), Ok("true"), "CI needs Chromium");
            eprintln!("skipped: no Chromium");
            return None;
        };
        let (to, from) = (folder.join("to"), folder.join("from"));
        assert!(Command::new("mkfifo").args([&to, &from]).status().unwrap().success());
        let profile = format!("--user-data-dir={}", folder.join("profile").display());
        let line = "in=$1 out=$2; shift 2; exec \"$@\" 3<\"$in\" 4>\"$out\"";
        let child = Command::new("sh")
            .args(["-c", line, "sh"])
            .args([&to, &from])
            .args([program, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"])
            .args(["--disable-dev-shm-usage", "--remote-debugging-pipe", &profile, "about:blank"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // In the order in which the shell opens them.
        let to = File::options().write(true).open(to).unwrap();
        let from = File::open(from).unwrap();
        let (sender, receiver) = channel();
        std::thread::spawn(move || {
            for message in BufReader::new(from).split(0) {
                let Ok(message) = message else { return };
                let Ok(message) = serde_json::from_slice(&message) else { return };
                if sender.send(message).is_err() {
                    return;
                }
            }
        });
        Some(Browser { child, to, from: receiver, folder: folder.to_owned() })
    }

    /// Opens a file.
    pub(super) fn open(self, page: &Path) -> Tab {
        let mut tab = Tab { browser: self, session: None, number: 0, events: Vec::new() };
        let folder = tab.browser.folder.clone();
        let target = tab.call("Target.createTarget", json!({"url": "about:blank"}));
        let target = &target["targetId"];
        let attached =
            tab.call("Target.attachToTarget", json!({"targetId": target, "flatten": true}));
        tab.call(
            "Browser.setDownloadBehavior",
            json!({"behavior": "allow", "downloadPath": folder}),
        );
        tab.session = attached["sessionId"].as_str().map(str::to_owned);
        for domain in ["Page", "Runtime", "Log", "Network", "DOM", "Accessibility"] {
            tab.call(&format!("{domain}.enable"), json!({}));
        }
        tab.resize(1400, 900, "light");
        tab.navigate(page);
        tab
    }
}

/// A page in a browser.
pub(super) struct Tab {
    browser: Browser,
    session: Option<String>,
    number: u64,
    events: Vec<Json>,
}

impl Tab {
    /// Calls a method and gives what it returns.
    #[track_caller]
    fn call(&mut self, method: &str, params: Json) -> Json {
        self.number += 1;
        let mut message = json!({"id": self.number, "method": method, "params": params});
        if let Some(session) = &self.session {
            message["sessionId"] = session.as_str().into();
        }
        let mut bytes = message.to_string().into_bytes();
        bytes.push(0);
        self.browser.to.write_all(&bytes).unwrap();
        loop {
            let message = self.browser.from.recv_timeout(PATIENCE);
            let mut message =
                message.unwrap_or_else(|error| panic!("no answer to {method}: {error}"));
            if message["id"] == self.number {
                assert!(message["error"].is_null(), "{method}: {}", message["error"]);
                return message["result"].take();
            }
            self.events.push(message);
        }
    }

    /// What an expression gives.
    #[track_caller]
    pub(super) fn eval(&mut self, expression: &str) -> Json {
        let params = json!({"expression": expression, "returnByValue": true, "awaitPromise": true});
        let mut result = self.call("Runtime.evaluate", params);
        assert!(result["exceptionDetails"].is_null(), "{expression}: {result}");
        result["result"]["value"].take()
    }

    /// Waits until an expression is true.
    #[track_caller]
    pub(super) fn wait(&mut self, expression: &str) {
        let end = Instant::now() + PATIENCE;
        let params = json!({"expression": expression, "returnByValue": true});
        // What throws is not there yet: the page may be loading.
        while self.call("Runtime.evaluate", params.clone())["result"]["value"] != true {
            assert!(Instant::now() < end, "never: {expression}");
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Presses a key and lets it go.
    #[track_caller]
    pub(super) fn press(&mut self, key: &str) {
        let mut down = json!({"type": "keyDown", "key": key});
        if key.chars().count() == 1 {
            down["text"] = key.into();
        }
        if key == "Enter" {
            (down["text"], down["code"], down["windowsVirtualKeyCode"]) =
                ("\r".into(), "Enter".into(), 13.into());
        }
        if key == "Escape" {
            (down["code"], down["windowsVirtualKeyCode"]) = ("Escape".into(), 27.into());
        }
        self.call("Input.dispatchKeyEvent", down);
        self.call("Input.dispatchKeyEvent", json!({"type": "keyUp", "key": key}));
    }

    /// Types where the focus is.
    #[track_caller]
    pub(super) fn type_text(&mut self, text: &str) {
        self.call("Input.insertText", json!({"text": text}));
    }

    /// Clicks with the mouse into the middle of an element.
    #[track_caller]
    pub(super) fn click(&mut self, element: &str) {
        self.eval(&format!("{element}.scrollIntoView({{ block: 'center' }})"));
        let at = self.eval(&format!(
            "(() => {{ const it = {element}.getBoundingClientRect(); return [(it.left + it.right) / 2, (it.top + it.bottom) / 2]; }})()"
        ));
        for kind in ["mousePressed", "mouseReleased"] {
            let params =
                json!({"type": kind, "x": at[0], "y": at[1], "button": "left", "clickCount": 1});
            self.call("Input.dispatchMouseEvent", params);
        }
    }

    /// Gives an input a file.
    #[track_caller]
    pub(super) fn choose_file(&mut self, selector: &str, file: &Path) {
        let root = self.call("DOM.getDocument", json!({}));
        let found = self.call(
            "DOM.querySelector",
            json!({"nodeId": root["root"]["nodeId"], "selector": selector}),
        );
        let params = json!({"files": [file], "nodeId": found["nodeId"]});
        self.call("DOM.setFileInputFiles", params);
    }

    /// Opens another file in its place.
    #[track_caller]
    pub(super) fn go(&mut self, page: &Path) {
        self.eval("delete document.documentElement.dataset.ready");
        self.navigate(page);
    }

    #[track_caller]
    fn navigate(&mut self, page: &Path) {
        self.call("Page.navigate", json!({"url": format!("file://{}", page.display())}));
    }

    #[track_caller]
    pub(super) fn reload(&mut self) {
        self.eval("delete document.documentElement.dataset.ready");
        self.call("Page.reload", json!({}));
    }

    /// Gives the window a size and a scheme of colours.
    #[track_caller]
    pub(super) fn resize(&mut self, width: u32, height: u32, scheme: &str) {
        self.call(
            "Emulation.setDeviceMetricsOverride",
            json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false}),
        );
        let features = json!([{"name": "prefers-color-scheme", "value": scheme}]);
        self.call("Emulation.setEmulatedMedia", json!({"features": features}));
    }

    /// A picture (PNG) as base64.
    #[track_caller]
    pub(super) fn screenshot(&mut self) -> Vec<u8> {
        let shot = self.call("Page.captureScreenshot", json!({"format": "png"}));
        decoded(shot["data"].as_str().unwrap())
    }

    /// What can be used and has no name for a screen reader.
    #[track_caller]
    pub(super) fn unnamed(&mut self) -> Vec<String> {
        const USED: [&str; 8] =
            ["button", "textbox", "searchbox", "combobox", "tab", "tabpanel", "dialog", "region"];
        let tree = self.call("Accessibility.getFullAXTree", json!({}));
        let nodes = tree["nodes"].as_array().unwrap().clone();
        let is_unnamed = |node: &&Json| {
            let role = node["role"]["value"].as_str().unwrap_or_default();
            let name = node["name"]["value"].as_str().unwrap_or_default();
            node["ignored"] != true && USED.contains(&role) && name.trim().is_empty()
        };
        assert!(nodes.iter().any(|node| node["role"]["value"] == "button"));
        nodes.iter().filter(is_unnamed).map(ToString::to_string).collect()
    }

    /// Every request but those for files of this machine, for what the page made itself and
    /// for what stands in it.
    pub(super) fn requests(&mut self) -> Vec<String> {
        let sent = self.events.iter().filter(|it| it["method"] == "Network.requestWillBeSent");
        let urls = sent.filter_map(|it| it["params"]["request"]["url"].as_str());
        let own = |url: &&str| {
            !["file:", "blob:", "about:", "data:"].iter().any(|it| url.starts_with(it))
        };
        urls.filter(own).map(str::to_owned).collect()
    }

    /// Nothing was thrown, nothing complained, nothing was asked for elsewhere.
    #[track_caller]
    pub(super) fn is_quiet(&mut self) {
        self.eval("0");
        let loud: Vec<&Json> = self
            .events
            .iter()
            .filter(|it| {
                ["Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded"]
                    .iter()
                    .any(|method| it["method"] == *method)
            })
            .collect();
        assert!(loud.is_empty(), "{loud:?}");
        assert_eq!(self.requests(), Vec::<String>::new());
    }
}

/// Waits for something.
#[track_caller]
pub(super) fn until<T>(mut find: impl FnMut() -> Option<T>) -> T {
    let end = Instant::now() + PATIENCE;
    loop {
        if let Some(found) = find() {
            return found;
        }
        assert!(Instant::now() < end, "it never came");
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// RFC 4648, 4, without a look at what is wrong.
fn decoded(text: &str) -> Vec<u8> {
    let value = |byte: u8| match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' => 62,
        _ => 63,
    };
    let bytes: Vec<u8> = text.bytes().filter(|it| *it != b'=').map(value).collect();
    let mut out = Vec::new();
    for chunk in bytes.chunks(4) {
        let bits = chunk.iter().fold(0u32, |bits, value| bits << 6 | u32::from(*value));
        let bits = bits << (6 * (4 - chunk.len()));
        out.extend_from_slice(&bits.to_be_bytes()[1..chunk.len().max(1)]);
    }
    out
}
