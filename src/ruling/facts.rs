//! Defines the facts that can be stated about a request, and sets of such facts.
//!
//! Each fact has a name, a short question and a one-line description. Each value of a fact has a name, an answer to the
//! question and a one-line description. [`super::procedure`] determines what follows from a fact.

pub trait FactValue: Copy {
    const FACT: FactName;

    fn index(self) -> usize;
}

macro_rules! vocabulary {
    ($(
        $(#[$doc:meta])*
        $fact:ident $field:ident $name:literal $question:literal $meaning:literal {
            $( $value:ident $value_name:literal $answer:literal $value_meaning:literal, )+
        }
    )+) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
            #[repr(u8)]
            pub enum $fact {
                #[default]
                $($value,)+
            }

            impl $fact {
                /// All values, starting with the default value.
                pub const ALL: &'static [Self] = &[$(Self::$value,)+];

                pub const fn name(self) -> &'static str {
                    match self { $(Self::$value => $value_name,)+ }
                }
            }

            impl FactValue for $fact {
                const FACT: FactName = FactName::$fact;

                fn index(self) -> usize {
                    self as usize
                }
            }
        )+

        /// The facts of one request. By default, the facts describe an ordinary request that gets a 200 response.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
        pub struct Facts {
            $( $(#[$doc])* pub $field: $fact, )+
        }

        named! {
            /// A fact. Its name is used in packs and arguments.
            #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
            #[repr(u8)]
            pub enum FactName { $( $(#[$doc])* $fact = $name, )+ }
        }

        impl FactName {
            /// Returns a short question about the fact. [`Facts::answer`] returns the answer.
            pub const fn question(self) -> &'static str {
                match self { $(Self::$fact => $question,)+ }
            }

            /// Returns a one-line description of the fact.
            pub const fn meaning(self) -> &'static str {
                match self { $(Self::$fact => $meaning,)+ }
            }

            /// Returns the names of the values, starting with the default value.
            pub const fn values(self) -> &'static [&'static str] {
                match self { $(Self::$fact => &[$($value_name,)+],)+ }
            }

            /// Returns the answer to the question for each value, in the order of [`FactName::values`].
            pub const fn answers(self) -> &'static [&'static str] {
                match self { $(Self::$fact => &[$($answer,)+],)+ }
            }

            /// Returns a one-line description of each value, in the order of [`FactName::values`].
            pub const fn meanings(self) -> &'static [&'static str] {
                match self { $(Self::$fact => &[$($value_meaning,)+],)+ }
            }
        }

        impl Facts {
            /// Returns the index of a fact's value in [`FactName::values`].
            pub const fn index(&self, fact: FactName) -> usize {
                match fact { $(FactName::$fact => self.$field as usize,)+ }
            }

            /// Returns a copy of the facts in which one fact has the value at `index`. An index that is out of range
            /// has no effect.
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
    /// See RFC 9110 section 3.7 and RFC 6585 section 6.
    Responder responder "responder" "Who sends the response?" "Which server or intermediary sends the response." {
        Origin "origin" "The server itself." "The server that owns the resource.",
        Gateway "gateway" "A gateway in front of the server."
            "A reverse proxy or API gateway that stands in for the server.",
        Proxy "proxy" "A proxy that the client chose." "A forward proxy that the client is configured to use.",
        Network "network" "The network, which requires its own login."
            "An intercepting network, such as hotel Wi-Fi, that requires a login first.",
    }
    /// See RFC 9110 section 15.6.4.
    Service service "service" "Is the service up?" "Whether the service can respond to requests at all." {
        Up "up" "Yes." "The service works.",
        Down "down" "No: it is overloaded or under maintenance." "The service is overloaded or under maintenance.",
        ReadOnly "read-only" "Read-only, but this request would change data."
            "The service is a read-only copy or in maintenance, and the request would change something.",
        BackendLogin "backend-login" "No: the backend refuses the gateway's own credentials."
            "The backend refuses the gateway's own credentials (not the client's).",
    }
    Endpoint endpoint "endpoint" "What was requested?" "What kind of resource the request is for." {
        Resource "resource" "An ordinary resource." "A page, a file or an API resource.",
        Login "login" "A login." "A login handler that takes a name and a password as form or JSON fields.",
        Confirmation "confirmation" "A second check for a user who is already logged in."
            "A logged-in user must enter the password or a code again; `credentials` means that second check.",
        Token "token" "A token, from an OAuth token endpoint."
            "An OAuth token endpoint; `credentials` are the client's own, and `grant` is what it trades for a token.",
        Introspection "introspection" "Information about a token, from an introspection endpoint."
            "An OAuth introspection endpoint; `grant` is the token that the request asks about.",
        Revocation "revocation" "The revocation of a token." "An OAuth revocation endpoint; `grant` is the token to revoke.",
    }
    Client client "client" "What sends the request?" "What kind of client sends the request." {
        Program "program" "A program." "A program that reads status codes.",
        Browser "browser" "A browser with a user in front of it." "A browser that shows the response to a user.",
        Script "script" "A script on a web page from another origin."
            "A script on a web page from another origin. It can read only what CORS allows it to read.",
    }
    /// See RFC 9110 section 15.5.1.
    Message message "message" "Can the request be read?" "Whether the request is well formed and complete, no matter who sends it." {
        WellFormed "well-formed" "Yes." "The server can read the request.",
        Malformed "malformed" "No: its syntax is broken." "The syntax or framing of the request is broken.",
        Incomplete "incomplete" "Yes, but a required field is missing or wrong."
            "The syntax is valid, but a required field or parameter is missing or has a wrong value.",
    }
    /// See RFC 9110 section 7.4.
    Authority authority "authority" "Is this server responsible for that address?"
        "Whether the request reached a server that is responsible for its target." {
        Right "right" "Yes." "The server is responsible for the target.",
        Misdirected "misdirected" "No: the request came to the wrong server or connection."
            "The request came to the wrong server or over the wrong connection.",
    }
    /// See RFC 9110 section 9.1.
    Method method "method" "Does the method work here?" "Whether the resource supports the method for anyone." {
        Supported "supported" "Yes." "The resource supports the method.",
        Unsupported "unsupported" "No: this resource doesn't support it for anyone."
            "The server knows the method, but this resource doesn't support it for anyone.",
        Unknown "unknown" "No: the server doesn't know it." "The server doesn't know the method.",
    }
    /// See the WHATWG Fetch standard.
    Preflight preflight "preflight" "Is it a CORS preflight?"
        "Whether a browser is asking in advance for permission to send a script's real request." {
        No "no" "No." "An ordinary request.",
        Yes "yes" "Yes, and a preflight never carries credentials." "A CORS preflight, which never carries credentials.",
    }
    /// See RFC 6455 section 4.2.2.
    Upgrade upgrade "upgrade" "Does it open a WebSocket?" "Whether the request is a WebSocket handshake, and whether the server can complete it or requires it." {
        None "none" "No." "An ordinary request.",
        WebSocket "websocket" "Yes." "The request is a WebSocket handshake that the server can complete.",
        Subprotocol "subprotocol" "Yes, but only with a subprotocol that the server doesn't support."
            "A WebSocket handshake that offers no subprotocol the server supports.",
        Version "version" "Yes, but in a version that the server doesn't support."
            "A WebSocket handshake in a version that the server doesn't support.",
        Required "required" "No, but the resource serves only WebSockets."
            "An ordinary request for a resource that serves only WebSockets.",
    }
    /// A refusal that doesn't depend on identity (RFC 9110 section 15.5.4, paragraph 2).
    Refusal refusal "refusal" "Refused no matter who asks?" "A reason to refuse the request that doesn't depend on who asks." {
        None "none" "No." "There is no such reason.",
        Address "address" "Yes: this network address isn't allowed." "The network address of the client isn't allowed.",
        Country "country" "Yes: the service isn't offered in this country."
            "The business has chosen not to serve this country.",
        Firewall "firewall" "Yes: a firewall or bot filter stops it."
            "A firewall considers the request an attack, or a bot filter requires a puzzle to be solved first.",
        Nobody "nobody" "Yes: it is closed to everyone." "The resource is closed to everyone.",
        Origin "origin" "Yes: requests from this web origin aren't accepted."
            "`Origin`, `Referer` or `Sec-Fetch-Site` shows a source that the server doesn't accept.",
        Insecure "insecure" "Yes: it came over plain http, and the server accepts only https."
            "The request came over plain http, and the server accepts only https.",
        Csrf "csrf" "Yes: the anti-forgery (CSRF) token is missing or wrong."
            "The anti-forgery (CSRF) token is missing or wrong.",
        Hours "hours" "Yes: it isn't allowed at this time." "The request came at a time when it isn't allowed.",
        Legal "legal" "Yes: a legal demand blocks it." "A legal demand, such as a court order, blocks the resource.",
        Rate "rate" "Yes: too many requests came in a short time." "Too many requests came in a short time.",
        Quota "quota" "Yes: the quota is used up." "A quota (per period or for a number of uses) has run out. For full storage, WebDAV has status 507.",
    }
    Order order "order" "Is the order of the checks fixed?" "Whether the server completes the checks above, and looks up the resource, before it checks the login." {
        Open "open" "No: the server may check the login first." "The order isn't fixed, so either kind of check may determine the response.",
        Fixed "fixed" "Yes: the login is checked later." "The server checks the login only after the checks above this one, and after looking up the resource.",
    }
    /// See RFC 9110 section 11.4, paragraph 3.
    Protected protected "protected" "Does it need a login?" "Whether this method requires authentication on this resource." {
        Yes "yes" "Yes." "Authentication is required.",
        No "no" "No: it is public." "The resource is public for this method.",
    }
    /// See RFC 9110 section 11.4.
    Scheme scheme "scheme" "How are credentials sent?" "How credentials are sent to this resource." {
        Basic "basic" "In `Authorization`, as Basic." "A name and a password in `Authorization` (RFC 7617).",
        Bearer "bearer" "In `Authorization`, as a bearer token." "A bearer token, normally in `Authorization` (RFC 6750).",
        Digest "digest" "In `Authorization`, as Digest." "A digest of the password in `Authorization` (RFC 7616).",
        Dpop "dpop" "In `Authorization`, as a DPoP token with a proof."
            "A token in `Authorization`, with a separate proof of possession (RFC 9449).",
        Negotiate "negotiate" "In `Authorization`, as Negotiate." "Kerberos or NTLM in `Authorization`, in one or more round trips.",
        Signature "signature" "In `Authorization`, as a signature over the request."
            "A signature over the request in `Authorization`, such as AWS Signature Version 4.",
        Other "other" "In `Authorization`, under another scheme." "Any other scheme in `Authorization`.",
        Cookie "cookie" "In a session cookie." "A session cookie.",
        Form "form" "In the fields of a form or JSON body." "Fields of a form or JSON body.",
        Key "key" "As an API key or a signature outside `Authorization`."
            "An API key or a signature in a header field of its own, or a key in the query string.",
        Certificate "certificate" "As a TLS client certificate." "A TLS client certificate (RFC 9440).",
        SignedUrl "signed-url" "As a secret in the URL." "A signature in the query string, or the secret of a one-time link.",
    }
    Layer layer "layer" "Which login is checked?" "Which login is checked when there is a gate in front of an application." {
        Single "single" "The only one." "There is only one login.",
        Gate "gate" "The login of the gate in front." "The gate in front of the application checks a login of its own.",
        Application "application" "The login of the application behind the gate."
            "The gate let the request through, and the application checks a login of its own.",
    }
    Credentials credentials "credentials" "Valid credentials?"
        "What the server found out when it checked the credentials for this resource." {
        Valid "valid" "Yes." "The credentials are valid for this resource.",
        Absent "absent" "No: none were sent." "None were sent.",
        Anonymous "anonymous" "No: none were sent, so the client is treated as a user called anonymous."
            "No credentials were sent. The server treats the client as a guest user and checks the guest's `permission`.",
        Malformed "malformed" "No: they can't be read." "The credentials can't be read, or the field is empty.",
        WrongTarget "wrong-target" "No: they were made for another address than the requested one."
            "The credentials were made for another address. For example, the `uri` in a Digest isn't the requested one.",
        UnknownUser "unknown-user" "No: there is no such user or key." "There is no such user, client or key.",
        WrongSecret "wrong-secret" "No: the password or secret is wrong." "The user exists, but the password or secret is wrong.",
        Expired "expired" "No: they have expired." "The credentials were valid but have expired.",
        NotYetValid "not-yet-valid" "No: they aren't valid yet." "The credentials will be valid later, or one of the clocks is wrong.",
        Revoked "revoked" "No: they were revoked or used up."
            "The credentials were revoked before they expired, or they had already been used.",
        BadSignature "bad-signature" "No: the signature doesn't match." "Their signature doesn't match, or a DPoP proof is missing or invalid.",
        WrongAudience "wrong-audience" "No: they were issued for, or by, another service."
            "The credentials were issued for another service, or by an issuer that this service doesn't accept.",
        WrongRealm "wrong-realm" "No: they belong to another realm of this server."
            "The credentials belong to another realm of the same server.",
        UnsupportedScheme "unsupported-scheme" "No: they were sent with a scheme, or in a part of the request, that this server doesn't accept."
            "The credentials were sent with a scheme, or in a part of the request, that this server doesn't accept.",
        StaleNonce "stale-nonce" "No: the nonce is missing or out of date."
            "The credentials are correct apart from the nonce, which is missing or out of date.",
        Partial "partial" "No: only the first step of several is complete." "Only the first step of a multi-step login is complete.",
        Duplicate "duplicate" "No: they were sent twice, or in two different ways." "The credentials were sent twice, or in two ways at once.",
        WrongCertificate "wrong-certificate" "No: the client certificate doesn't match."
            "The credentials are bound to another client certificate, or the certificate itself isn't accepted.",
        Unverifiable "unverifiable" "Unknown: the server can't check them at the moment."
            "The server can't check the credentials at the moment, for example because the directory is unreachable.",
    }
    /// See RFC 6749 section 5.2, RFC 7662 section 2.3 and RFC 7009 section 2.2.
    Grant grant "grant" "Is the grant or token in the body valid?"
        "At an OAuth endpoint: whether the code, password or token in the body is valid." {
        Valid "valid" "Yes." "The code, password or token in the body is valid.",
        Invalid "invalid" "No." "The code, password or token in the body is wrong, expired or revoked.",
    }
    /// See RFC 9470.
    Strength strength "strength" "Is the login strong and recent enough?"
        "Whether the login behind valid credentials is good enough for this action." {
        Sufficient "sufficient" "Yes." "The login is good enough.",
        TooWeak "too-weak" "No: this action needs a stronger login." "This action needs a stronger login, such as a second factor.",
        TooOld "too-old" "No: this action needs a more recent login." "This action needs a more recent login.",
    }
    Permission permission "permission" "Allowed to do this?" "Whether the user or client is allowed to do this, once the credentials are valid." {
        Granted "granted" "Yes." "It is allowed.",
        Role "role" "No: the role doesn't include it." "The role doesn't include this permission.",
        Scope "scope" "No: the token lacks the scope." "The token lacks the required scope.",
        Owner "owner" "No: it belongs to someone else." "The resource belongs to someone else.",
        Tenant "tenant" "No: it belongs to another customer." "The resource belongs to another customer of the same service.",
        Method "method" "No: this account is only allowed to read it."
            "The account is allowed to read the resource, but not to use this method on it.",
        Suspended "suspended" "No: the account is suspended." "The account is suspended.",
        Locked "locked" "No: the account is locked after failed logins." "The account is locked after failed logins.",
        Unverified "unverified" "No: the email address was never confirmed." "The email address was never confirmed.",
        PasswordChange "password-change" "No: the password must be changed first." "The password must be changed first.",
        Terms "terms" "No: the new terms must be accepted first." "The new terms must be accepted first.",
        Plan "plan" "No: the customer's plan doesn't include it." "The customer's plan doesn't include it.",
        Credit "credit" "No: the balance is too low." "The balance of the account is too low.",
    }
    /// See RFC 9110 section 15.5.4, paragraph 3.
    Hidden hidden "hidden" "Must the resource's existence stay secret?" "What must be kept secret from anyone without access." {
        No "no" "No." "Nothing needs to stay secret.",
        Resource "resource" "Yes: nobody without access may learn that the resource exists."
            "Nobody without access may learn that the resource exists.",
        Account "account" "Yes: nobody may learn that the account exists."
            "The response must not reveal that the account exists, or what state it is in.",
    }
    /// See RFC 9110 sections 15.5.5 and 15.5.11.
    Exists exists "exists" "Does the resource exist?" "Whether anything exists at that address." {
        Yes "yes" "Yes." "The resource exists.",
        No "no" "No." "Nothing is there, and the request doesn't create anything.",
        Gone "gone" "No: it is gone permanently." "The resource is known to be gone permanently.",
    }
    /// See RFC 9110 section 13.
    Precondition precondition "precondition" "Are the request's conditions met?"
        "Whether the request's conditions, such as `If-Match`, are met." {
        Holds "holds" "Yes, or there are none." "The conditions are met, or the request has none.",
        Fails "fails" "No." "`If-Match` or `If-Unmodified-Since` isn't met.",
        Taken "taken" "No: there is already a version that `If-None-Match` rules out."
            "`If-None-Match` isn't met, and the method is neither GET nor HEAD.",
        Unchanged "unchanged" "No: according to `If-None-Match`, the client's copy is current."
            "`If-None-Match` isn't met, and the method is GET or HEAD.",
        Unmodified "unmodified" "No: according to `If-Modified-Since`, the client's copy is current."
            "`If-Modified-Since` isn't met, and the method is GET or HEAD.",
        Required "required" "There are no conditions, but the server requires one."
            "The server requires a condition, such as `If-Match`, but the request has none.",
    }
    /// See RFC 9110 section 15.5.10 and RFC 4918 section 11.3.
    State state "state" "Does the resource's state allow the action?" "Whether the current state of the resource allows the action." {
        Ready "ready" "Yes." "The state allows the action.",
        Conflict "conflict" "No." "The action conflicts with the current state.",
        Locked "locked" "No: it has a WebDAV lock."
            "The resource has a WebDAV lock, and the request lacks its token. A locked account is `permission=locked`.",
    }
}

impl Scheme {
    /// Returns whether the credentials are sent in `Authorization`, so that RFC 9110 section 11 applies.
    pub(crate) const fn is_in_framework(self) -> bool {
        matches!(
            self,
            Self::Basic | Self::Bearer | Self::Digest | Self::Dpop | Self::Negotiate | Self::Signature | Self::Other
        )
    }

    /// Returns whether a browser can add credentials of this kind to a script's request on its own.
    pub(crate) const fn is_sent_by_browser(self) -> bool {
        matches!(self, Self::Basic | Self::Digest | Self::Negotiate | Self::Cookie | Self::Certificate)
    }
}

/// The error for an unknown fact or value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnknownFact {
    #[error("unknown fact `{name}`")]
    Name { name: String },
    #[error("fact `{}` has no value `{value}`", fact.name())]
    Value { fact: FactName, value: String },
}

impl UnknownFact {
    /// Returns the accepted alternatives: either the names of all facts, or the values of the fact.
    pub fn allowed(&self) -> Vec<&'static str> {
        match self {
            Self::Name { .. } => FactName::NAMES.to_vec(),
            Self::Value { fact, .. } => fact.values().to_vec(),
        }
    }
}

impl Facts {
    pub const fn value(&self, fact: FactName) -> &'static str {
        fact.values()[self.index(fact)]
    }

    /// Returns the answer to [`FactName::question`].
    ///
    /// ```
    /// use airside::ruling::{FactName, Facts};
    ///
    /// let facts = Facts::default().with("credentials", "wrong-audience")?;
    /// let fact = FactName::Credentials;
    /// assert_eq!(
    ///     format!("{} {}", fact.question(), facts.answer(fact)),
    ///     "Valid credentials? No: they were issued for, or by, another service."
    /// );
    /// # Ok::<(), airside::ruling::UnknownFact>(())
    /// ```
    pub const fn answer(&self, fact: FactName) -> &'static str {
        fact.answers()[self.index(fact)]
    }

    pub fn with(self, name: &str, value: &str) -> Result<Self, UnknownFact> {
        let fact = FactName::find(name).ok_or_else(|| UnknownFact::Name { name: name.to_owned() })?;
        let index = fact
            .values()
            .iter()
            .position(|known| *known == value)
            .ok_or_else(|| UnknownFact::Value { fact, value: value.to_owned() })?;
        Ok(self.with_index(fact, index))
    }

    pub(crate) fn difference(&self, other: &Self) -> Vec<FactName> {
        FactName::ALL.into_iter().filter(|fact| self.index(*fact) != other.index(*fact)).collect()
    }

    /// Returns every fact whose value isn't the default, together with the value.
    pub fn stated(&self) -> Vec<(FactName, &'static str)> {
        let default = Self::default();
        self.difference(&default).into_iter().map(|fact| (fact, self.value(fact))).collect()
    }
}
