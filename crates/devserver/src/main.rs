//! A loopback bridge over the command table, so that a browser can drive the UI with the real
//! core behind it. For tests and for developing the UI; never shipped.
//!
//! `POST /rpc/<command>` takes `{"args": …, "job": "…"}` and answers 200 with the result or 422
//! with the error; `GET /job/<job>` tells how far it is; `POST /cancel/<job>` asks it to stop.
//! Everything else is a file of the built UI.

mod bridge;
mod site;

use crate::bridge::Bridge;
use crate::site::Site;
use ninefold_app::{App, Job, SystemHost};
use serde_json::json;
use std::net::{Ipv4Addr, TcpListener};
use std::path::PathBuf;
use std::process::ExitCode;
use tiny_http::{Header, Method, Request, Response, Server};

const USAGE: &str =
    "usage: ninefold-devserver [--port N] [--ui DIR] [--home DIR] [--workspace FILE]";

/// Calls that run at the same time: one long import, its progress, its cancel, and the screens.
const WORKERS: usize = 6;
/// Servers that take turns at the port. One alone leaves a connection unanswered for ever where two
/// come in at once and one of its threads is free (tiny_http 0.12 counts that one for both): among
/// several, no one is ever down to its last thread with the connections that a browser opens.
const SERVERS: usize = 4;

#[derive(Debug, PartialEq)]
struct Options {
    /// 0 takes a free one.
    port: u16,
    ui: PathBuf,
    home: PathBuf,
    workspace: Option<PathBuf>,
}

impl Options {
    fn parse(mut args: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut options = Self {
            port: 4781,
            ui: PathBuf::from("ui/dist"),
            home: PathBuf::from("target/devserver-home"),
            workspace: None,
        };
        while let Some(option) = args.next() {
            let value = args
                .next()
                .ok_or_else(|| format!("{option} has no value; {USAGE}"))?;
            match option.as_str() {
                "--port" => {
                    options.port = value.parse().map_err(|_| {
                        format!("--port {value}: expected a number from 0 to 65535")
                    })?;
                }
                "--ui" => options.ui = value.into(),
                "--home" => options.home = value.into(),
                "--workspace" => options.workspace = Some(value.into()),
                _ => return Err(format!("there is no option {option}; {USAGE}")),
            }
        }
        Ok(options)
    }
}

fn main() -> ExitCode {
    match Options::parse(std::env::args().skip(1)).and_then(serve) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("ninefold-devserver: {problem}");
            ExitCode::FAILURE
        }
    }
}

fn serve(options: Options) -> Result<(), String> {
    let site = Site::at(&options.ui)?;
    let app = App::new(Box::new(SystemHost::default()), options.home);
    if let Some(file) = options.workspace {
        let path = std::path::absolute(&file).map_err(|e| format!("{}: {e}", file.display()))?;
        app.call("workspace.open", json!({ "path": path }), &Job::quiet())
            .map_err(|error| error.to_string())?;
    }
    let bridge = Bridge::over(app);
    let refused = |e: &dyn std::fmt::Display| {
        format!("127.0.0.1:{} cannot be listened on: {e}", options.port)
    };
    let listener =
        TcpListener::bind((Ipv4Addr::LOCALHOST, options.port)).map_err(|e| refused(&e))?;
    let servers = (0..SERVERS)
        .map(|_| {
            let listener = listener.try_clone().map_err(|e| refused(&e))?;
            Server::from_listener(listener, None).map_err(|e| refused(&e))
        })
        .collect::<Result<Vec<Server>, String>>()?;
    let address = listener.local_addr().map_err(|e| refused(&e))?;
    // Tests read this line to learn the port.
    println!("http://{address}/");
    std::thread::scope(|scope| {
        for server in &servers {
            for _ in 0..WORKERS {
                scope.spawn(|| {
                    while let Ok(request) = server.recv() {
                        answer(request, &bridge, &site);
                    }
                });
            }
        }
    });
    Ok(())
}

/// One answer: status, content type, body.
struct Answer {
    status: u16,
    content_type: &'static str,
    body: Vec<u8>,
}

impl Answer {
    fn json(status: u16, value: &serde_json::Value) -> Self {
        let body = value.to_string().into_bytes();
        Self {
            status,
            content_type: "application/json",
            body,
        }
    }

    fn text(status: u16, text: &str) -> Self {
        let body = text.as_bytes().to_vec();
        Self {
            status,
            content_type: "text/plain; charset=utf-8",
            body,
        }
    }
}

fn answer(mut request: Request, bridge: &Bridge, site: &Site) {
    let answer = respond(&mut request, bridge, site);
    let mut response = Response::from_data(answer.body).with_status_code(answer.status);
    let headers = [
        ("Content-Type", answer.content_type),
        ("Content-Security-Policy", site.policy()),
        ("X-Content-Type-Options", "nosniff"),
        ("Cache-Control", "no-store"),
    ];
    for (name, value) in headers {
        if let Ok(header) = Header::from_bytes(name, value) {
            response.add_header(header);
        }
    }
    // The browser may have gone meanwhile; nobody is left to tell.
    let _ = request.respond(response);
}

fn respond(request: &mut Request, bridge: &Bridge, site: &Site) -> Answer {
    let header = |name: &'static str| {
        request
            .headers()
            .iter()
            .find(|h| h.field.equiv(name))
            .map(|h| h.value.as_str())
    };
    // A page elsewhere may not reach the core: not through a name that was made to resolve to
    // this machine (Host), and not by sending a request across (Origin).
    let from_here = header("Host").is_some_and(is_local)
        && header("Origin").is_none_or(|o| o.strip_prefix("http://").is_some_and(is_local));
    if !from_here {
        return Answer::text(403, "this server answers pages of this machine only");
    }
    let path = request
        .url()
        .split(['?', '#'])
        .next()
        .unwrap_or_default()
        .to_owned();
    match (request.method().clone(), split(&path)) {
        (Method::Post, ("rpc", command)) => bridge.call(command, request.as_reader()),
        (Method::Get, ("job", job)) => bridge.progress(job),
        (Method::Post, ("cancel", job)) => bridge.cancel(job),
        (Method::Get | Method::Head, _) => site.file(&path),
        _ => Answer::text(
            405,
            "expected GET of a file or a job, or POST of a call or a cancel",
        ),
    }
}

/// `/rpc/overview` → `("rpc", "overview")`.
fn split(path: &str) -> (&str, &str) {
    path.trim_start_matches('/')
        .split_once('/')
        .unwrap_or_default()
}

/// Whether a host, with or without a port, names this machine.
fn is_local(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
        _ => host,
    };
    name.eq_ignore_ascii_case("localhost") || name == "127.0.0.1"
}

#[cfg(test)]
mod tests {
    use super::{Options, is_local, split};

    #[test]
    fn only_this_machine_is_local() {
        for host in ["localhost", "LOCALHOST:4781", "127.0.0.1", "127.0.0.1:80"] {
            assert!(is_local(host), "{host}");
        }
        for host in [
            "",
            "example.org",
            "127.0.0.1.example.org",
            "localhost.example.org:80",
            "[::1]:80",
            "127.0.0.1:x",
        ] {
            assert!(!is_local(host), "{host}");
        }
    }

    #[test]
    fn a_command_keeps_its_dots() {
        assert_eq!(split("/rpc/import.check"), ("rpc", "import.check"));
        assert_eq!(split("/index.html"), ("", ""));
    }

    #[test]
    fn options_are_read_or_named() {
        let parse = |args: &[&str]| Options::parse(args.iter().map(|a| (*a).to_owned()));
        assert_eq!(parse(&["--port", "0"]).unwrap().port, 0);
        assert!(parse(&["--port", "70000"]).unwrap_err().contains("70000"));
        assert!(
            parse(&["--port"])
                .unwrap_err()
                .contains("--port has no value")
        );
        assert!(parse(&["--prot", "1"]).unwrap_err().contains("--prot"));
    }
}
