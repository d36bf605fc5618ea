//! What is believed of a learner: a pure fold over answers.
//!
//! Must not know where events are kept, nor the clock.

pub mod measure;
