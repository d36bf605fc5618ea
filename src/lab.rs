//! Implements the lab, which consists of a simulated airport that answers HTTP requests, a prompt, and a server on the
//! loopback address.
//!
//! The module contains the [`airport`] and its messages ([`message`]). The module also parses curl command lines
//! ([`curl`]) and the bytes received on a connection. The caller supplies the passwords, the seed and the time. The
//! module must not choose a status itself, because the ruling engine does that.

mod address;
pub mod airport;
pub mod curl;
pub mod message;
pub mod request_log;
pub mod server;
pub mod session;
pub mod shell_words;
pub mod task_check;
pub mod wire;
