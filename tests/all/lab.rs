//! Tests the lab. The airport must conform everywhere except where it deliberately breaks a rule.

mod conforming;
mod server;
mod tasks;
