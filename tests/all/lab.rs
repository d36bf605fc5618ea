//! The lab: the airport conforms everywhere but where it is meant not to.

mod conforming;
mod server;
mod tasks;
