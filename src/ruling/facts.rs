//! The closed vocabulary of facts about one request, and sets of them.
//!
//! Owns names, values, defaults and the question each fact answers. Must not rule:
//! what a fact means for the answer is the business of [`super::procedure`].

/// How many facts the vocabulary has.
pub const FACT_COUNT: usize = 18;

macro_rules! vocabulary {
    ($(
        $(#[$doc:meta])*
        $fact:ident $field:ident $name:literal $question:literal {
            $( $(#[$value_doc:meta])* $value:ident $value_name:literal, )+
        }
    )+) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
            #[repr(u8)]
            pub enum $fact {
                #[default]
                $( $(#[$value_doc])* $value, )+
            }

            impl $fact {
                /// Every value, the default first.
                pub const ALL: &'static [Self] = &[$(Self::$value,)+];

                /// The word for this value in packs, arguments and screens.
                pub const fn name(self) -> &'static str {
                    match self { $(Self::$value => $value_name,)+ }
                }
            }
        )+

        /// The facts of one request. The default is an ordinary request that is answered with 200.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
        pub struct Facts {
            $( $(#[$doc])* pub $field: $fact, )+
        }

        /// The name of a fact.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[repr(u8)]
        pub enum FactName { $( $(#[$doc])* $fact, )+ }

        impl FactName {
            /// Every fact, in the order of the vocabulary.
            pub const ALL: [Self; FACT_COUNT] = [$(Self::$fact,)+];

            /// The word for this fact in packs, arguments and screens.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$fact => $name,)+ }
            }

            /// The question that this fact answers.
            pub const fn question(self) -> &'static str {
                match self { $(Self::$fact => $question,)+ }
            }

            /// The words for its values, the default first.
            pub const fn values(self) -> &'static [&'static str] {
                match self { $(Self::$fact => &[$($value_name,)+],)+ }
            }
        }

        impl Facts {
            /// The index, in [`FactName::values`], of the value that this set holds.
            pub const fn index(&self, fact: FactName) -> usize {
                match fact { $(FactName::$fact => self.$field as usize,)+ }
            }

            /// This set with one fact changed to the value at `index`; an index past the end leaves it as it was.
            pub fn with_index(mut self, fact: FactName, index: usize) -> Self {
                match fact {
                    $(FactName::$fact => if let Some(value) = $fact::ALL.get(index) { self.$field = *value; },)+
                }
                self
            }
        }
    };
}

vocabulary! {
    /// Who answers the request (RFC 9110 section 3.7; RFC 6585 section 6).
    Responder responder "responder" "Who answers the request?" {
        /// The server that owns the resource.
        Origin "origin",
        /// A reverse proxy or API gateway, which stands in for the origin.
        Gateway "gateway",
        /// A forward proxy that the client chose.
        Proxy "proxy",
        /// An intercepting network that wants a login of its own.
        Network "network",
    }
    /// Whether the service can answer at all (RFC 9110 section 15.6.4).
    Service service "service" "Is the service up?" {
        /// It can.
        Up "up",
        /// Overloaded or under maintenance.
        Down "down",
    }
    /// What kind of thing was asked for.
    Endpoint endpoint "endpoint" "What was asked for?" {
        /// An ordinary resource.
        Resource "resource",
        /// A login handler that takes form or JSON fields.
        Login "login",
        /// An OAuth token endpoint (RFC 6749 section 3.2).
        Token "token",
    }
    /// What sent the request.
    Client client "client" "What is asking?" {
        /// A program that reads status codes.
        Program "program",
        /// A browser with a person before it.
        Browser "browser",
    }
    /// Whether the message could be read (RFC 9110 section 15.5.1).
    Message message "message" "Can the message be read?" {
        /// It could.
        WellFormed "well-formed",
        /// Its syntax or framing is broken.
        Malformed "malformed",
    }
    /// Whether this server answers for the target (RFC 9110 section 7.4).
    Authority authority "authority" "Does this server answer for that target?" {
        /// It does.
        Right "right",
        /// The request came to the wrong server or connection.
        Misdirected "misdirected",
    }
    /// Whether the method can be used here (RFC 9110 section 9.1).
    Method method "method" "Can this method be used here?" {
        /// The resource supports it.
        Supported "supported",
        /// The server knows it, the resource does not support it.
        Unsupported "unsupported",
        /// The server does not know it.
        Unknown "unknown",
    }
    /// Whether this is a CORS preflight, which never carries credentials (WHATWG Fetch).
    Preflight preflight "preflight" "Is this a CORS preflight?" {
        /// An ordinary request.
        No "no",
        /// A preflight.
        Yes "yes",
    }
    /// A refusal that needs no identity (RFC 9110 section 15.5.4, paragraph 2).
    Refusal refusal "refusal" "Is it refused whoever asks?" {
        /// No such refusal.
        None "none",
        /// The source address is not allowed.
        Address "address",
        /// The country is not served, by choice of the business.
        Country "country",
        /// A firewall takes the request for an attack.
        Firewall "firewall",
        /// The resource is closed to everybody.
        Nobody "nobody",
        /// The Origin of a WebSocket handshake is not acceptable (RFC 6455 section 10.2).
        Origin "origin",
        /// The token against cross-site request forgery is missing or wrong.
        Csrf "csrf",
        /// Outside the opening hours.
        Hours "hours",
        /// A legal demand (RFC 7725).
        Legal "legal",
        /// Too many requests (RFC 6585 section 4).
        Rate "rate",
    }
    /// Whether this method on this resource needs authentication (RFC 9110 section 11.4, paragraph 3).
    Protected protected "protected" "Does this need a login?" {
        /// It does.
        Yes "yes",
        /// It is public.
        No "no",
    }
    /// How credentials travel here (RFC 9110 section 11.4).
    Scheme scheme "scheme" "How do credentials travel here?" {
        /// `Authorization: Basic` (RFC 7617).
        Basic "basic",
        /// `Authorization: Bearer` (RFC 6750).
        Bearer "bearer",
        /// `Authorization: Digest` (RFC 7616).
        Digest "digest",
        /// `Authorization: DPoP` with a proof (RFC 9449).
        Dpop "dpop",
        /// A session cookie.
        Cookie "cookie",
        /// Fields of a form or a JSON body.
        Form "form",
        /// A key in a header field of the service's own, or in the query.
        Key "key",
        /// A TLS client certificate (RFC 9440).
        Certificate "certificate",
    }
    /// What became of the credentials when they were checked for this resource.
    Credentials credentials "credentials" "What credentials came, and are they valid here?" {
        /// Valid for this resource.
        Valid "valid",
        /// None were sent.
        Absent "absent",
        /// They cannot be read.
        Malformed "malformed",
        /// No such user.
        UnknownUser "unknown-user",
        /// The user exists, the secret is wrong.
        WrongSecret "wrong-secret",
        /// They were valid and have run out.
        Expired "expired",
        /// They were valid and have been withdrawn.
        Revoked "revoked",
        /// The signature does not verify.
        BadSignature "bad-signature",
        /// Issued for another service.
        WrongAudience "wrong-audience",
        /// Good for another realm of this origin.
        WrongRealm "wrong-realm",
        /// Sent in a scheme that this server does not speak.
        UnsupportedScheme "unsupported-scheme",
        /// Correct, but the nonce is stale or missing.
        StaleNonce "stale-nonce",
        /// The first part of several.
        Partial "partial",
        /// Sent twice, or in two ways at once.
        Duplicate "duplicate",
        /// Bound to another client certificate, or the certificate itself is not accepted.
        WrongCertificate "wrong-certificate",
    }
    /// Whether the login behind valid credentials is good enough for this action (RFC 9470).
    Strength strength "strength" "Is the login strong and fresh enough?" {
        /// It is.
        Sufficient "sufficient",
        /// A stronger login is wanted.
        TooWeak "too-weak",
        /// A fresher login is wanted.
        TooOld "too-old",
    }
    /// Whether the known requester may do this.
    Permission permission "permission" "May this requester do it?" {
        /// Yes.
        Granted "granted",
        /// No: the role lacks the right.
        Role "role",
        /// No: the token lacks the scope.
        Scope "scope",
        /// No: it belongs to somebody else.
        Owner "owner",
        /// No: it belongs to another tenant.
        Tenant "tenant",
        /// No: may read, may not use this method.
        Method "method",
        /// No: the account is suspended.
        Suspended "suspended",
        /// No: the account is locked after failed attempts.
        Locked "locked",
        /// No: the address was never confirmed.
        Unverified "unverified",
        /// No: the password must be changed first.
        PasswordChange "password-change",
        /// No: the terms must be accepted first.
        Terms "terms",
        /// No: the customer's plan leaves it out.
        Plan "plan",
        /// No: the balance is too low.
        Credit "credit",
    }
    /// Whether this requester must not learn that the resource exists (RFC 9110 section 15.5.4, paragraph 3).
    Hidden hidden "hidden" "Must its existence stay hidden from this requester?" {
        /// It may be known.
        No "no",
        /// It must stay hidden.
        Yes "yes",
    }
    /// Whether anything is there (RFC 9110 sections 15.5.5 and 15.5.11).
    Exists exists "exists" "Is anything there?" {
        /// Yes.
        Yes "yes",
        /// No.
        No "no",
        /// It was, and is known to be gone for good.
        Gone "gone",
    }
    /// Whether the preconditions of the request hold (RFC 9110 section 13).
    Precondition precondition "precondition" "Do its preconditions hold?" {
        /// They hold, or there are none.
        Holds "holds",
        /// One fails.
        Fails "fails",
    }
    /// Whether the resource's present state allows the action (RFC 9110 section 15.5.10).
    State state "state" "Does its present state allow the action?" {
        /// It does.
        Ready "ready",
        /// It does not.
        Conflict "conflict",
    }
}

impl Scheme {
    /// Whether credentials travel in Authorization, so that the framework of RFC 9110 section 11 applies to them.
    pub const fn is_in_framework(self) -> bool {
        matches!(self, Self::Basic | Self::Bearer | Self::Digest | Self::Dpop)
    }
}

/// A fact or a value that the vocabulary does not have.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnknownFact {
    /// No fact has this name.
    #[error("unknown fact `{name}`")]
    Name {
        /// What was given.
        name: String,
    },
    /// The fact exists and has no such value.
    #[error("fact `{}` has no value `{value}`", fact.name())]
    Value {
        /// The fact.
        fact: FactName,
        /// What was given.
        value: String,
    },
}

impl UnknownFact {
    /// The words that would have been accepted instead.
    pub fn allowed(&self) -> Vec<&'static str> {
        match self {
            Self::Name { .. } => FactName::ALL.iter().map(|fact| fact.name()).collect(),
            Self::Value { fact, .. } => fact.values().to_vec(),
        }
    }
}

impl FactName {
    /// The fact of that name.
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|fact| fact.name() == name)
    }
}

impl Facts {
    /// The word for the value that this set holds.
    pub const fn value(&self, fact: FactName) -> &'static str {
        fact.values()[self.index(fact)]
    }

    /// This set with one fact changed.
    ///
    /// # Errors
    /// [`UnknownFact`] when the vocabulary has no such name or value.
    pub fn with(self, name: &str, value: &str) -> Result<Self, UnknownFact> {
        let fact = FactName::find(name).ok_or_else(|| UnknownFact::Name { name: name.to_owned() })?;
        let index = fact
            .values()
            .iter()
            .position(|known| *known == value)
            .ok_or_else(|| UnknownFact::Value { fact, value: value.to_owned() })?;
        Ok(self.with_index(fact, index))
    }

    /// The facts in which two sets differ.
    pub fn difference(&self, other: &Self) -> Vec<FactName> {
        FactName::ALL.into_iter().filter(|fact| self.index(*fact) != other.index(*fact)).collect()
    }

    /// The facts whose value is not the default, with that value.
    pub fn stated(&self) -> Vec<(FactName, &'static str)> {
        let default = Self::default();
        self.difference(&default).into_iter().map(|fact| (fact, self.value(fact))).collect()
    }
}
