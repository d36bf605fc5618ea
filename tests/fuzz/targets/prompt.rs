//! Types lines at the prompt of the lab. No line may cause a panic, and each line must get a printable reply.

#![no_main]

use airside::lab::session::LabSession;
use airside::render::plain::render;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let mut session = LabSession::new(1, &[]);
    for (number, line) in (0_u64..).zip(text.lines().take(40)) {
        let reply = session.run_line(line, number * 60);
        render(&reply.document, 60);
        if reply.is_over {
            return;
        }
    }
});
