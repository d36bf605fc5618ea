//! The airport that answers requests: a pure function, the prompt, and the server on loopback.
//!
//! Owns the [`airport`], its messages ([`message`]), and the parsing of curl command lines ([`curl`]) and of bytes
//! from a connection. Passwords, the seed and the time are passed in. Must not decide a status; the ruling engine does
//! that.

pub mod airport;
pub mod curl;
pub mod message;
pub mod proof;
pub mod served;
pub mod server;
pub mod session;
pub mod shell_words;
pub mod wire;
