//! Tests the lab. The airport must follow the specification everywhere except where it deliberately breaks a rule.

mod conforming;
mod server;
mod tasks;
