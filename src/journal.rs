//! The learner's append-only log: one JSON line per event, flushed before the screen moves on.
