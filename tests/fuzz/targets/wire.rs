//! Sends bytes to the lab over a connection.
//!
//! The lab must send a response that can be parsed and judged.

#![no_main]

use airside::inspect::exchange::parse as parse_exchange;
use airside::lab::airport::{Airport, airport, passwords};
use airside::lab::wire::{LONGEST_BODY, LONGEST_HEAD, WireState, parse, refusal, write};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let whole = parse(bytes);
    // A request must be recognised regardless of how its bytes are split.
    for length in (0..bytes.len()).step_by(7) {
        match parse(&bytes[..length]) {
            WireState::Partial | WireState::Expecting => {}
            WireState::Ready(early) => assert_eq!(whole, WireState::Ready(early)),
            WireState::Refused(_) => assert!(matches!(whole, WireState::Refused(_))),
        }
    }
    let response = match whole {
        WireState::Partial | WireState::Expecting => return assert!(bytes.len() <= LONGEST_HEAD + 400 * LONGEST_BODY),
        WireState::Refused(status) => refusal(status, 1_795_417_455),
        WireState::Ready(request) => {
            assert!(request.body.len() <= LONGEST_BODY);
            let state = Airport::new(1, passwords(1), ["localhost".to_owned()]);
            let (_, response, events) = airport(state, &request, 1_795_417_455);
            assert!(!events.is_empty());
            response
        }
    };
    let written = String::from_utf8(write(&response)).expect("text");
    let exchanges = parse_exchange("fuzz", &written).expect("a response");
    assert_eq!((exchanges.len(), exchanges[0].response.status), (1, response.status));
});
