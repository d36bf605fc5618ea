//! Tests damaged inputs in every format.
//!
//! Every input must be parsed or rejected without a panic. `AIRSIDE_RUNS` sets the number of inputs.

use airside::inspect::exchange::parse;
use airside::inspect::matrix::judge;
use airside::inspect::{machine, report};
use airside::random::Random;

const SAMPLES: &[&str] = &[
    "### REQUEST\nGET /a?access_token=x HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer eyJhbGciOiJub25lIn0.eyJleHAiOjE2MDAwMDAwMDB9.x\r\n\r\n### RESPONSE\nHTTP/1.1 403 Forbidden\r\nDate: Mon, 23 Nov 2026 07:04:15 GMT\r\nWWW-Authenticate: Bearer realm=\"a\\\"b\", error=\"insufficient_scope\", Basic realm=x, Negotiate YII=\r\n folded\r\n\r\n{\"error\":{\"code\":401}}\n",
    "* Connected\n> GET / HTTP/2\n> Host: h\n> Cookie: a=b\n> \n< HTTP/2 401 \n< www-authenticate: Basic\n< \n{ [3 bytes data]\nabc* Closing\n",
    "== Info: x\n=> Send header, 83 bytes (0x53)\n0000: GET / HTTP/1.1\n0010: Host: h\n0019: \n<= Recv header, 26 bytes (0x1a)\n0000: HTTP/1.1 401 Unauthorized\n<= Recv header, 2 bytes (0x2)\n0000: \n<= Recv data, 3 bytes (0x3)\n0000: abc\n",
    "{\"log\":{\"version\":\"1.2\",\"entries\":[{\"request\":{\"method\":\"GET\",\"url\":\"https://h/a\",\"headers\":[{\"name\":\"X-Api-Key\",\"value\":\"k\"}]},\"response\":{\"status\":401,\"headers\":[{\"name\":\"WWW-Authenticate\",\"value\":\"Digest a=b\"}],\"content\":{\"text\":\"x\"}}}]}}",
    "1.2.3.4 - ana [23/Nov/2026:07:04:15 +0000] \"GET /x HTTP/1.1\" 401 12 \"-\" \"curl\"\n[2026-11-23T07:04:15.000Z] \"GET /y HTTP/1.1\" 403 - rbac_access_denied_matched_policy[none] \"-\"\n",
    "### ROW none GET https://h/x\nHTTP/1.1 401 Unauthorized\nWWW-Authenticate: Bearer realm=\"x\"\n\n### ROW privileged GET https://h/x\nHTTP/1.1 200 OK\n\nok\n### ROW low-privileged GET https://h/x\nHTTP/1.1 401 Unauthorized\n\n",
];

const PIECES: &[&str] = &[
    "\n", "\r\n\r\n", "\"", "\\", "=", ",", " ", ":", "HTTP/1.1 401 x", "< ", "> ", "\u{1b}[31m", "\u{0}", "é",
    "\u{feff}", "{", "]", "%", "Bearer ", "0040: ", "### ROW a b c", "GET / HTTP/1.1",
];

fn mutate(text: &str, random: &mut Random) -> String {
    let mut characters: Vec<char> = text.chars().collect();
    for _ in 0..=random.below(6) {
        let length = characters.len();
        if length == 0 {
            break;
        }
        let at = random.below(length);
        match random.below(5) {
            0 => {
                characters.remove(at);
            }
            1 => {
                let end = (at + random.below(40)).min(length);
                characters.drain(at..end);
            }
            2 => {
                let piece = PIECES[random.below(PIECES.len())];
                characters.splice(at..at, piece.chars());
            }
            3 => {
                let end = (at + random.below(60)).min(length);
                let copy: Vec<char> = characters[at..end].to_vec();
                let to = random.below(length);
                characters.splice(to..to, copy);
            }
            _ => characters[at] = u32::try_from(random.below(0x110)).ok().and_then(char::from_u32).unwrap_or('x'),
        }
    }
    characters.into_iter().collect()
}

#[test]
fn damaged_inputs_are_read_or_rejected() {
    let runs: usize = std::env::var("AIRSIDE_RUNS").ok().and_then(|r| r.parse().ok()).unwrap_or(5_000);
    let mut random = Random(11);
    for _ in 0..runs {
        let sample = SAMPLES[random.below(SAMPLES.len())];
        let text = mutate(sample, &mut random);
        if let Ok(exchanges) = parse("x", &text) {
            assert!(!exchanges.is_empty());
            let matrix = judge(&exchanges, &[], 1_795_600_000);
            for inspection in &matrix.inspections {
                assert!(inspection.questions.len() <= 3);
            }
            if random.below(8) == 0 {
                let _ = (report::document(&matrix), machine::to_json(&matrix), machine::to_sarif(&matrix, "x"));
            }
        }
    }
}
