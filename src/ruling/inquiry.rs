//! Reads facts, and records every question about a fact in a trace.
//!
//! The fields of [`Inquiry`] and [`Trace`] are private to this file, and the procedure receives nothing but an
//! `Inquiry`. The compiler therefore guarantees that a fact can't affect the preferred status unless the trace contains it.

use super::facts::{
    Authority, Client, Credentials, Endpoint, Exists, FactName, Facts, Grant, Hidden, Layer, Message, Method, Order,
    Permission, Precondition, Preflight, Protected, Refusal, Responder, Scheme, Service, State, Strength, Upgrade,
};
use super::{Ruling, Step};

/// The questions that the procedure asked, in order. There is at most one question about each fact.
#[derive(Clone, Copy)]
pub struct Trace {
    facts: Facts,
    order: [Option<FactName>; FactName::ALL.len()],
    asked: u32,
    /// The facts that can have added a conforming status.
    considered: u32,
}

impl Trace {
    pub fn facts(&self) -> impl Iterator<Item = FactName> + Clone {
        self.order.iter().copied().map_while(|fact| fact)
    }

    pub fn iter(&self) -> impl Iterator<Item = Step> + Clone {
        self.facts().map(|fact| Step { fact, value: self.facts.value(fact), answer: self.facts.answer(fact) })
    }

    /// Returns whether a fact can have affected the ruling. A fact that the trace doesn't list can only have added a
    /// conforming status.
    pub const fn asked(&self, fact: FactName) -> bool {
        (self.asked | self.considered) & 1 << fact as u32 != 0
    }

    pub(super) const fn consider(&mut self, fact: FactName) {
        self.considered |= 1 << fact as u32;
    }

    fn push(&mut self, fact: FactName) {
        if self.asked & 1 << fact as u32 == 0
            && let Some(slot) = self.order.get_mut(self.asked.count_ones() as usize)
        {
            *slot = Some(fact);
            self.asked |= 1 << fact as u32;
        }
    }
}

impl PartialEq for Trace {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl Eq for Trace {}

impl std::fmt::Debug for Trace {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_list().entries(self.iter()).finish()
    }
}

impl Ruling {
    /// Returns all facts of the request, but with the usual value of one fact.
    pub(super) fn facts_with_usual(&self, fact: FactName) -> Facts {
        self.trace.facts.with_index(fact, 0)
    }
}

pub(super) struct Inquiry(Trace);

impl Inquiry {
    pub(super) const fn new(facts: &Facts) -> Self {
        Self(Trace { facts: *facts, order: [None; FactName::ALL.len()], asked: 0, considered: 0 })
    }

    pub(super) const fn trace(&self) -> &Trace {
        &self.0
    }
}

macro_rules! questions {
    ($($field:ident: $fact:ident,)+) => {
        impl Inquiry {
            $(
                pub(super) fn $field(&mut self) -> $fact {
                    self.0.push(FactName::$fact);
                    self.0.facts.$field
                }
            )+
        }
    };
}

questions! {
    responder: Responder,
    service: Service,
    endpoint: Endpoint,
    client: Client,
    message: Message,
    authority: Authority,
    method: Method,
    preflight: Preflight,
    upgrade: Upgrade,
    refusal: Refusal,
    order: Order,
    protected: Protected,
    scheme: Scheme,
    layer: Layer,
    credentials: Credentials,
    grant: Grant,
    strength: Strength,
    permission: Permission,
    hidden: Hidden,
    exists: Exists,
    precondition: Precondition,
    state: State,
}
