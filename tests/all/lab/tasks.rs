//! Checks that each task can be solved in several ways, and that each wrong attempt gets its own reply.

use std::collections::BTreeSet;

use airside::document::Document;
use airside::lab::airport::identity::Passenger;
use airside::lab::session::{LabReply, LabSession, tasks};
use airside::reference::tasks::file;
use airside::render::plain::render;

const NOW: u64 = 1_795_417_455;

fn open(task: &str) -> LabSession {
    let mut session = LabSession::new(7, &[]);
    let number = tasks().iter().position(|one| one.id == task).expect("a task") + 1;
    session.run_line(&format!("task {number}"), NOW);
    session
}

/// Types a line, which may start with a prediction, as in `401: curl /security`. The placeholders `{ana}` and `{ben}`
/// are replaced with passwords, and `{t0}` with the first token issued.
fn type_line(session: &mut LabSession, line: &str) -> LabReply {
    let (predicted, line) = match line.split_once(": curl ") {
        Some((code, rest)) if code.len() == 3 => (code.to_owned(), format!("curl {rest}")),
        _ => ("?".to_owned(), line.to_owned()),
    };
    let airport = &session.airport;
    let [ana, ben] = Passenger::ALL.map(|passenger| airport.password(passenger).to_owned());
    let mut line = line.replace("{ana}", &ana).replace("{ben}", &ben);
    for (place, token) in airport.tokens.iter().enumerate() {
        line = line.replace(&format!("{{t{place}}}"), &token.text);
    }
    assert!(!line.contains("{t"), "{line}");
    let reply = session.run_line(&line, NOW);
    if session.prompt().starts_with('$') || session.is_pasting() { reply } else { session.run_line(&predicted, NOW) }
}

#[test]
fn a_command_goes_on_after_a_backslash() {
    let mut session = open("read-401");
    for line in ["curl -i \\", "  -X GET \\"] {
        assert_eq!(session.run_line(line, NOW).document, Document::default());
        assert_eq!(session.prompt(), "> ");
    }
    session.run_line("/security", NOW);
    assert_eq!(said("read-401", &session.run_line("401", NOW)), "read-it");
    let whole = session.run_line("curl -H 'A: b\\\\' /security\\\\", NOW);
    assert_ne!(whole.document, Document::default(), "an even number of backslashes isn't a continuation");
}

#[test]
fn only_codes_that_are_swapped_are_called_so() {
    for (path, is_swapped) in [("1", false), ("2", true), ("4", false), ("5", false)] {
        let mut session = open("judge-airlines");
        let reply = type_line(&mut session, &format!("curl -u ana:nope /airlines/{path}"));
        assert_eq!(reply.strip.expect("a strip").wrong, is_swapped, "{path}");
    }
}

fn text(document: &Document) -> String {
    render(document, 10_000).join("\n")
}

fn said(task: &str, reply: &LabReply) -> String {
    let task = tasks().iter().find(|one| one.id == task).expect("a task");
    let shown = text(&reply.document);
    let all = task.wrong.iter().chain(&task.steps).chain(&file().common);
    let plain = |text: &str| airside::document::Text::from(text).to_string();
    all.filter(|one| shown.contains(&plain(&one.text))).map(|one| one.id.clone()).next().unwrap_or(shown)
}

/// The last line of each attempt must complete the task.
fn accepts(task: &str, ways: &[&[&str]]) {
    assert!(ways.len() >= 3, "{task}");
    for way in ways {
        let mut session = open(task);
        let (last, lines) = way.split_last().expect("a line");
        for line in lines {
            let reply = type_line(&mut session, line);
            assert_eq!(reply.finished, None, "{task}: {line}\n{}", text(&reply.document));
        }
        let reply = type_line(&mut session, last);
        assert_eq!(reply.finished, Some(task), "{way:?}\n{}", text(&reply.document));
    }
}

/// The last line of each attempt must be recognised as the given mistake.
fn names(task: &str, ways: &[(&str, &[&str])]) {
    let mut named = BTreeSet::new();
    for (id, way) in ways {
        let mut session = open(task);
        let mut last = LabReply::default();
        for line in *way {
            assert_eq!(last.finished, None, "{id}");
            last = type_line(&mut session, line);
        }
        assert_eq!(last.finished, None, "{way:?}");
        assert_eq!(said(task, &last), *id, "{way:?}");
        named.insert((*id).to_owned());
    }
    let all: BTreeSet<String> =
        tasks().iter().find(|one| one.id == task).expect("a task").wrong.iter().map(|one| one.id.clone()).collect();
    assert!(all.len() >= 5, "{task}");
    assert_eq!(named, all, "{task}: every wrong way is tested");
}

const ANA: &str = "curl -d user=ana -d password={ana} /desk/login";
const BEN: &str = "curl -d user=ben -d password={ben} /desk/login";

#[test]
fn a_401_is_read() {
    accepts(
        "read-401",
        &[
            &["curl -i /security", "answer Basic security"],
            &["401: curl localhost/gate/24", "answer scheme=Bearer realm=\"gates\""],
            &["curl -u ana:wrong http://localhost/security", "answer basic \"security\""],
            &["curl -d user=ana -d password=no /desk/login", "answer Basic, desk"],
            &["curl -X POST /supervisor", "answer Bearer gates"],
            &["curl /security", "answer the scheme is Basic and the realm is security."],
            &["curl /security", "answer the realm is security, and its scheme is Basic"],
        ],
    );
    names(
        "read-401",
        &[
            ("public", &["curl /"]),
            ("let-in", &["curl -u ana:{ana} /security"]),
            ("closed", &["curl /runway"]),
            ("no-permission", &[ANA, "curl --oauth2-bearer $TOKEN /gate/27"]),
            ("hidden", &["curl /lounge"]),
            ("no-challenge", &["curl /airlines/1"]),
            ("broken-challenge", &["curl /airlines/5"]),
            ("airline-403", &["curl -u ana:no /airlines/2"]),
            ("error-in-200", &["curl /airlines/4"]),
            ("nothing-to-read", &["answer Basic security"]),
            ("swapped", &["curl /security", "answer security Basic"]),
            ("swapped", &["curl /security", "answer scheme is security, realm is Basic"]),
            ("wrong-scheme", &["curl /security", "answer Digest security"]),
            ("wrong-realm", &["curl /security", "answer Basic lobby"]),
        ],
    );
}

#[test]
fn a_401_is_turned_into_a_200() {
    accepts(
        "turn-401-into-200",
        &[
            &["curl /security", "200: curl -u ana:{ana} /security"],
            &["curl /security", "curl http://ben:{ben}@localhost/security"],
            &["curl -I /security", "curl --user ben:{ben} -I /security"],
            &["curl /gate/24", ANA, "curl --oauth2-bearer $TOKEN /gate/24"],
            &["curl /gate/24", ANA, "curl -H \"Authorization: Bearer $TOKEN\" /gate/24"],
            &["curl /gate/24", "curl -c jar -d user=ana -d password={ana} /desk/login", "curl -b jar /gate/24"],
            &["curl -d user=ana -d password=no /desk/login", "curl -u ana:{ana} -X POST /desk/login"],
        ],
    );
    names(
        "turn-401-into-200",
        &[
            ("same-again", &["curl /security", "curl /security"]),
            ("wrong-password", &["curl -u ana:no /security"]),
            ("unknown-user", &["curl -u eve:{ana} /security"]),
            ("other-scheme", &["curl --oauth2-bearer x /security"]),
            ("unreadable", &["curl -H 'Authorization: Basic ana' /security"]),
            ("bad-token", &["curl --oauth2-bearer bp-1234 /gate/24"]),
            ("in-the-url", &["curl '/security?user=ana&password={ana}'"]),
            ("other-door", &["curl /gate/24", "curl -u ana:{ana} /security"]),
            ("public", &["curl /"]),
            ("no-401-before", &["curl -u ana:{ana} /security"]),
            ("no-permission", &["curl /gate/27", ANA, "curl --oauth2-bearer $TOKEN /gate/27"]),
            ("closed", &["curl -u ana:{ana} /runway"]),
        ],
    );
}

#[test]
fn a_403_comes_with_valid_credentials() {
    accepts(
        "get-403",
        &[
            &[ANA, "403: curl --oauth2-bearer $TOKEN /gate/27"],
            &[BEN, "curl -H 'Authorization: Bearer {t0}' /gate/24"],
            &["curl -c jar -d user=ben -d password={ben} /desk/login", "curl -b jar -I /gate/24"],
            &["curl -u ana:{ana} -X POST /desk/login", "curl -b token=$TOKEN /gate/31"],
            &[
                "curl --json '{\"user\": \"ana\", \"password\": \"{ana}\"}' /desk/login",
                "curl --oauth2-bearer $TOKEN /gate/27",
            ],
        ],
    );
    names(
        "get-403",
        &[
            ("no-credentials", &["curl /gate/24"]),
            ("invalid-credentials", &["curl -u ana:no /security"]),
            ("closed", &["curl -u ana:{ana} /runway"]),
            ("policy", &["curl '/curfew?hour=2'"]),
            ("airline-403", &["curl -u ana:no /airlines/2"]),
            ("401-for-scope", &[ANA, "curl --oauth2-bearer $TOKEN /airlines/3"]),
            ("wrong-order", &["curl /gate/31"]),
            ("hidden", &[ANA, "curl --oauth2-bearer $TOKEN /lounge"]),
            ("allowed", &["curl -u ana:{ana} /security"]),
            ("public", &["curl /"]),
            ("login-failed", &["curl -d user=ana -d password=no /desk/login"]),
        ],
    );
}

#[test]
fn another_login_does_not_help() {
    accepts(
        "log-in-again",
        &[
            &[ANA, "curl --oauth2-bearer $TOKEN /gate/27", ANA, "curl --oauth2-bearer $TOKEN /gate/27"],
            &[
                BEN, "curl --oauth2-bearer $TOKEN /gate/24", "curl -u ben:{ben} -X POST /desk/login",
                "curl -I --oauth2-bearer {t1} /gate/24",
            ],
            &[
                "curl -c jar -d user=ana -d password={ana} /desk/login", "curl -b jar /gate/27",
                "curl -c jar -d user=ana -d password={ana} /desk/login", "curl -b jar /gate/27",
            ],
            &[BEN, ANA, "curl --oauth2-bearer {t1} /gate/31", ANA, "curl --oauth2-bearer {t2} /gate/31"],
        ],
    );
    let refused = [ANA, "curl --oauth2-bearer $TOKEN /gate/27"];
    let after = |rest: &[&'static str]| [&refused[..], rest].concat();
    names(
        "log-in-again",
        &[
            ("same-token", &after(&["curl --oauth2-bearer $TOKEN /gate/27"])),
            ("other-user", &after(&[BEN, "curl --oauth2-bearer $TOKEN /gate/27"])),
            ("other-door", &after(&[ANA, "curl --oauth2-bearer $TOKEN /gate/31"])),
            ("supervisor", &after(&["curl --oauth2-bearer $TOKEN -d reason=late /supervisor"])),
            ("not-logged-in", &after(&["curl /gate/27"])),
            ("login-failed", &after(&["curl -d user=ana -d password=no /desk/login"])),
            ("allowed", &after(&["curl --oauth2-bearer $TOKEN /gate/24"])),
            ("closed", &after(&["curl /runway"])),
        ],
    );
}

#[test]
fn the_supervisor_grants_the_scope() {
    accepts(
        "ask-supervisor",
        &[
            &[
                ANA,
                "curl --oauth2-bearer $TOKEN -d reason=late -d gate=27 /supervisor",
                "curl --oauth2-bearer $TOKEN /gate/27",
            ],
            &[
                BEN,
                "curl --oauth2-bearer $TOKEN --data-urlencode 'reason=missed connection' /supervisor",
                "curl --oauth2-bearer $TOKEN /gate/24",
            ],
            &[
                ANA,
                "curl --oauth2-bearer $TOKEN --json '{\"reason\": \"late\", \"gate\": 27}' /supervisor",
                "curl -I -b token=$TOKEN /gate/27",
            ],
            &[
                ANA,
                "curl --oauth2-bearer $TOKEN -X POST '/supervisor?reason=late&gate=31'",
                "curl --oauth2-bearer $TOKEN /gate/31",
            ],
        ],
    );
    names(
        "ask-supervisor",
        &[
            ("no-reason", &[ANA, "curl --oauth2-bearer $TOKEN -X POST /supervisor"]),
            ("no-token", &["curl -d reason=late /supervisor"]),
            ("wrong-method", &[ANA, "curl --oauth2-bearer $TOKEN '/supervisor?reason=late'"]),
            (
                "old-token",
                &[ANA, "curl --oauth2-bearer {t0} -d reason=late /supervisor", "curl --oauth2-bearer {t0} /gate/27"],
            ),
            (
                "other-gate",
                &[
                    ANA,
                    "curl --oauth2-bearer {t0} -d reason=late -d gate=31 /supervisor",
                    "curl --oauth2-bearer $TOKEN /gate/27",
                ],
            ),
            ("no-new-scope", &[ANA, "curl --oauth2-bearer $TOKEN -d reason=late -d gate=24 /supervisor"]),
            ("own-gate", &[ANA, "curl --oauth2-bearer $TOKEN /gate/24"]),
            ("other-user", &[ANA, "curl --oauth2-bearer $TOKEN /gate/27", BEN, "curl --oauth2-bearer $TOKEN /gate/27"]),
            ("closed", &["curl /runway"]),
        ],
    );
}

#[test]
fn the_hidden_door_is_found() {
    accepts(
        "find-hidden-door",
        &[
            &["curl -u ana:{ana} /lounge", "curl -u ben:{ben} /lounge"],
            &["curl -u ben:{ben} /lounge", "404: curl /lounge"],
            &[BEN, ANA, "curl --oauth2-bearer {t0} /lounge", "curl --oauth2-bearer {t1} /lounge"],
            &["curl -I -u ben:no /lounge", "curl -I -u ben:{ben} /lounge"],
        ],
    );
    names(
        "find-hidden-door",
        &[
            ("nothing-there", &["curl /secret"]),
            ("same-identity", &["curl /lounge", "curl -u ana:{ana} /lounge"]),
            ("different-request", &["curl -I /lounge", "curl -u ben:{ben} /lounge"]),
            ("closed", &["curl /runway"]),
            ("no-permission", &[ANA, "curl --oauth2-bearer $TOKEN /gate/27"]),
            ("asks-to-log-in", &["curl /gate/24"]),
            ("on-the-map", &["curl /"]),
        ],
    );
}

#[test]
fn a_ticket_is_damaged() {
    accepts(
        "damage-ticket",
        &[
            &[ANA, "401: curl --oauth2-bearer {t0}x /gate/24"],
            &[ANA, "curl --oauth2-bearer $TOKEN /gate/24", "401: curl -b token=x{t0} /gate/24"],
            &["401: curl -u ana:x{ana} /security"],
            &["curl -u ana:{ana} /security", "401: curl -u anna:{ana} /security"],
            &[BEN, "401: curl -H 'Authorization: Bearer {t0}.' /supervisor -X POST"],
        ],
    );
    names(
        "damage-ticket",
        &[
            ("predicted-403", &[ANA, "403: curl --oauth2-bearer {t0}x /gate/24"]),
            ("predicted-other", &[ANA, "curl --oauth2-bearer {t0}x /gate/24"]),
            ("nothing-sent", &["401: curl /gate/24"]),
            ("undamaged", &["curl -u ana:{ana} /security"]),
            ("wrong-gate", &[ANA, "401: curl --oauth2-bearer $TOKEN /gate/27"]),
            ("made-up", &[ANA, "401: curl --oauth2-bearer 0000 /gate/24"]),
            ("airline", &["401: curl -u ana:x{ana} /airlines/2"]),
            ("closed", &["401: curl -u ana:x{ana} /runway"]),
            ("hidden", &["401: curl -u ana:x{ana} /lounge"]),
        ],
    );
}

#[test]
fn the_airlines_are_judged() {
    let show = [
        "curl /airlines/1", "curl -u ana:no /airlines/2", ANA, "curl --oauth2-bearer $TOKEN /airlines/3",
        "curl /airlines/4", "curl /airlines/5",
    ];
    let name = |order: [usize; 5]| {
        let names = [
            "answer 1 challenge-missing", "answer 2 403-for-password", "answer 3 401-for-scope",
            "answer 4 error-in-200", "answer 5 challenge-broken",
        ];
        [&show[..], &order.map(|place| names[place])].concat()
    };
    accepts(
        "judge-airlines",
        &[
            &name([0, 1, 2, 3, 4]),
            &name([4, 3, 2, 1, 0]),
            &[
                "curl -I -u eve:x /airlines/1", "answer 1: challenge-missing", "curl -u eve:x /airlines/2",
                "answer 2: 403-for-password", BEN, "curl -b token=$TOKEN /airlines/3", "answer 3. 401-for-scope",
                "curl -u ana:no /airlines/4", "answer 4 error-in-200", "curl -H 'Authorization: Basic %' /airlines/5",
                "answer 5 CHALLENGE-BROKEN",
            ],
        ],
    );
    let after = |line: &'static str| [&show[..], &[line]].concat();
    names(
        "judge-airlines",
        &[
            ("not-seen", &["answer 1 challenge-missing"]),
            ("conforming", &["curl /airlines/2"]),
            ("header-exists", &after("answer 5 challenge-missing")),
            ("header-missing", &after("answer 1 challenge-broken")),
            ("codes-swapped", &after("answer 2 401-for-scope")),
            ("code-is-right", &after("answer 1 403-for-password")),
            ("challenge-is-right", &after("answer 3 challenge-broken")),
            ("not-a-200", &after("answer 3 error-in-200")),
            ("look-at-body", &after("answer 4 challenge-missing")),
            ("not-an-airline", &["curl /runway"]),
        ],
    );
}

#[test]
fn the_checks_are_ordered() {
    let order = "curl -X PUT -u ana:{ana} -d '[\"closed\", \"credentials\", \"permission\"]' /gate/31/checks";
    accepts(
        "order-checks",
        &[
            &[ANA, order, "curl /gate/31", "403: curl --oauth2-bearer $TOKEN /gate/31"],
            &[ANA, order, "curl --oauth2-bearer $TOKEN /gate/31", "401: curl /gate/31"],
            &[
                "curl /gate/31",
                BEN,
                "curl -X PUT --oauth2-bearer $TOKEN -d '{\"checks\": [\"credentials\", \"closed\", \"permission\"]}' /gate/31/checks",
                "curl -u ana:x /gate/31",
                "curl -b token=$TOKEN /gate/31",
            ],
            &[
                ANA,
                "curl --oauth2-bearer $TOKEN -d reason=x -d gate=31 /supervisor",
                "curl -X PUT --oauth2-bearer $TOKEN --json '[\"credentials\", \"permission\", \"closed\"]' /gate/31/checks",
                "curl -I /gate/31",
                "200: curl -I --oauth2-bearer $TOKEN /gate/31",
            ],
        ],
    );
    names(
        "order-checks",
        &[
            (
                "permission-first",
                &["curl -X PUT -u ana:{ana} -d '[\"closed\", \"permission\", \"credentials\"]' /gate/31/checks"],
            ),
            ("not-a-list", &["curl -X PUT -u ana:{ana} -d 'closed, credentials, permission' /gate/31/checks"]),
            ("needs-login", &["curl -X PUT -d '[]' /gate/31/checks"]),
            ("wrong-method", &["curl -u ana:{ana} -d '[]' /gate/31/checks"]),
            ("not-ordered", &[ANA, "curl --oauth2-bearer $TOKEN /gate/31"]),
            ("other-gate", &["curl /gate/24"]),
            ("other-person", &[order, "curl /gate/31", "curl --oauth2-bearer bp-none /gate/31"]),
        ],
    );
}

const SOUND: &str = "HTTP/1.1 401 Unauthorized\nWWW-Authenticate: Basic realm=\"orders\"\n";

#[test]
fn a_server_of_ones_own_is_judged() {
    let verbose = "> GET /orders HTTP/1.1\n> Host: localhost\n> \n< HTTP/1.1 401 Unauthorized\n< WWW-Authenticate: Bearer realm=\"x\"\n< ";
    let raw = format!("GET /orders HTTP/1.1\nHost: x\n\n{SOUND}");
    let har = r#"{"log":{"version":"1.2","creator":{"name":"x","version":"1"},"entries":[{"request":{"method":"GET","url":"http://localhost/a","headers":[]},"response":{"status":401,"headers":[{"name":"WWW-Authenticate","value":"Basic realm=\"a\""}]}}]}}"#;
    let bearer = "GET /orders HTTP/1.1\nAuthorization: Bearer abc\n\nHTTP/1.1 403 Forbidden\nWWW-Authenticate: Bearer error=\"insufficient_scope\", scope=\"a\"\n";
    let lines = |text: &'static str| text.lines().chain(["."]).collect::<Vec<_>>();
    let leak = |text: String| -> &'static str { text.leak() };
    let ways: Vec<Vec<&str>> = vec![
        [vec!["paste credentials=absent"], lines(SOUND)].concat(),
        [vec!["paste"], lines(verbose)].concat(),
        [vec!["paste"], lines(leak(raw))].concat(),
        [vec!["paste"], lines(har)].concat(),
        [vec!["paste"], lines(bearer)].concat(),
        [vec!["paste credentials=valid permission=role refusal=none"], lines("HTTP/1.1 403 Forbidden\n")].concat(),
    ];
    accepts("fix-your-server", &ways.iter().map(Vec::as_slice).collect::<Vec<_>>());
    let wrong = |id: &'static str, first: &'static str, text: &'static str| (id, [vec![first], lines(text)].concat());
    let ways = [
        wrong("airport", "paste", "HTTP/1.1 401 Unauthorized\nServer: airside\nWWW-Authenticate: Basic realm=\"x\"\n"),
        wrong("unreadable", "paste", "hello"),
        wrong("not-refused", "paste", "GET / HTTP/1.1\nHost: x\n\nHTTP/1.1 200 OK\n"),
        wrong("no-challenge", "paste", "HTTP/1.1 401 Unauthorized\n"),
        wrong("broken-challenge", "paste", "HTTP/1.1 401 Unauthorized\nWWW-Authenticate: Basic\n"),
        wrong("wrong-code", "paste credentials=absent refusal=none scheme=basic", "HTTP/1.1 403 Forbidden\n"),
        wrong(
            "arguable",
            "paste credentials=valid permission=role",
            "HTTP/1.1 401 Unauthorized\nWWW-Authenticate: Basic realm=\"x\"\n",
        ),
        wrong("depends", "paste", "HTTP/1.1 403 Forbidden\n"),
    ];
    names("fix-your-server", &ways.iter().map(|(id, lines)| (*id, lines.as_slice())).collect::<Vec<_>>());
}

#[test]
fn each_request_of_a_task_waits_for_a_prediction_and_a_wrong_one_names_its_misconception() {
    let mut session = open("read-401");
    session.run_line("curl /security", NOW);
    assert!(session.airport.tokens.is_empty() && !session.prompt().starts_with('$'));
    session.run_line("maybe", NOW);
    let shown = text(&session.run_line("403", NOW).document);
    assert!(shown.contains("Not quite") && shown.contains("Not true: 403 is always decided before 401."), "{shown}");
    // An unknown path gets an ordinary 404, because there is nothing to hide.
    session.run_line("curl /nowhere", NOW);
    let shown = text(&session.run_line("403", NOW).document);
    assert!(shown.contains("404") && !shown.contains("Not true:"), "{shown}");
    assert!(text(&session.run_line("free", NOW).document).contains("predict"));
    assert!(text(&session.run_line("curl /runway", NOW).document).contains("HTTP/1.1 403 Forbidden"));
}

#[test]
fn tasks_follow_each_other_and_what_was_done_is_not_asked_again() {
    let mut session = LabSession::new(1, &["turn-401-into-200".to_owned()]);
    assert_eq!(session.task().map(|(number, _)| number), Some(1));
    type_line(&mut session, "curl /security");
    let reply = session.run_line("answer Basic security", NOW);
    assert_eq!((reply.finished, session.task().map(|(number, _)| number)), (Some("read-401"), Some(3)));
    let all: Vec<String> = tasks().iter().map(|task| task.id.clone()).collect();
    assert_eq!(LabSession::new(1, &all).task(), None);
    assert_eq!(tasks().len(), 10);
}

#[test]
fn no_line_makes_the_prompt_panic() {
    let mut session = LabSession::new(1, &[]);
    for line in [
        "", " ", "curl", "task", "task x", "task 99", "answer", "hint", "judge", "paste a=b", "snippet",
        "snippet nginx", "logins", "tasks", "help", "é 'x", "curl 'é",
    ] {
        assert!(!session.run_line(line, NOW).is_over, "{line}");
    }
    session.run_line("free", NOW);
    for line in
        ["judge", "curl /é", "curl -b 'token=é' /gate/24", "curl -d '\u{0}' /supervisor", "judge", "answer x", "hint"]
    {
        session.run_line(line, u64::MAX);
    }
    assert!(session.run_line("quit", NOW).is_over);
}

#[test]
fn a_task_that_asks_for_a_prediction_doesnt_give_the_code() {
    for task in tasks() {
        let lines: Vec<&str> =
            std::iter::once(task.title.as_str()).chain(task.text.iter().map(String::as_str)).collect();
        if lines.iter().any(|line| line.to_lowercase().contains("predict")) {
            let claims = lines.iter().filter(|line| ["401", "403", "404"].iter().any(|code| line.contains(code)));
            // If a task asks for a prediction, its text may mention a code only as the article's claim.
            assert_eq!(claims.filter(|line| !line.contains("The article says")).count(), 0, "{}: {lines:?}", task.id);
        }
    }
}
