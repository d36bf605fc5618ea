//! Implements the lab, which consists of a prompt, a server on the loopback address, and a simulated airport that
//! responds to HTTP requests.
//!
//! This module contains the [`airport`] and its messages ([`message`]). The module also parses curl command lines
//! ([`curl`]) and the bytes that arrive on a connection. The caller supplies the passwords, the seed and the time.
//! Status codes come only from the ruling engine.

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
