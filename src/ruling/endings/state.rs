//! Outcomes that depend on the resource: whether it exists, whether the request's preconditions are met, and whether
//! the state of the resource allows the action.

use super::super::Certainty;
use super::super::source;
use super::Ending;

pub(in super::super) const ABSENT: Ending =
    Ending::new(404, Certainty::Definition, "Check the address.", list![source::NOT_FOUND, source::GONE_UNKNOWN]);

/// A change with `If-Match` fails if the resource doesn't exist. Without `If-Match`, the request might have created the
/// resource.
pub(in super::super) const ABSENT_AND_CONDITIONAL: Ending = Ending {
    certainty: Certainty::Debatable,
    citations: list![source::NOT_FOUND, source::PRECONDITION_FAILED, source::PRECONDITIONS_LAST],
    ..ABSENT
}
.also(&[412]);

/// A server may require a precondition, such as `If-None-Match: *`, in a request that would create the resource.
pub(in super::super) const ABSENT_AND_UNCONDITIONAL: Ending = Ending {
    certainty: Certainty::Debatable,
    citations: list![source::NOT_FOUND, source::PRECONDITION_REQUIRED],
    ..ABSENT
}
.also(&[428]);

pub(in super::super) const ABSENT_IN_CONFLICT: Ending = Ending {
    certainty: Certainty::Debatable,
    citations: list![source::NOT_FOUND, source::CONFLICT, source::PARENT_MISSING],
    ..ABSENT
}
.also(&[409]);

/// A request that would create the resource can also change a locked collection.
pub(in super::super) const ABSENT_AND_LOCKED: Ending =
    Ending { certainty: Certainty::Debatable, citations: list![source::NOT_FOUND, source::LOCKED], ..ABSENT }
        .also(&[423]);

pub(in super::super) const GONE: Ending = Ending::new(
    410,
    Certainty::Definition,
    "Remove the link: the resource is gone permanently.",
    list![source::GONE, source::NOT_FOUND],
)
.also(&[404]);

pub(in super::super) const PRECONDITION_FAILED: Ending = Ending::new(
    412,
    Certainty::Definition,
    "Fetch the current version and decide again.",
    list![source::PRECONDITION_FAILED, source::CONDITION_NOT_MET, source::ALREADY_APPLIED, source::PRECONDITIONS_LAST,],
)
.also(&[200, 204]);

pub(in super::super) const TAKEN: Ending = Ending {
    certainty: Certainty::Must,
    citations: list![source::NOT_CHANGED, source::PRECONDITION_FAILED, source::PRECONDITIONS_LAST],
    ..PRECONDITION_FAILED
}
.also(&[]);

pub(in super::super) const TAKEN_IN_CONFLICT: Ending = Ending {
    certainty: Certainty::Debatable,
    citations: list![source::NOT_CHANGED, source::PRECONDITIONS_LAST, source::CONFLICT],
    ..PRECONDITION_FAILED
}
.also(&[409]);

/// A gateway may check the content before the request reaches the server that evaluates the precondition.
pub(in super::super) const PRECONDITION_FAILED_WITH_FAULTY_CONTENT: Ending = Ending {
    certainty: Certainty::Debatable,
    citations: list![
        source::CONDITIONS_BEFORE_CONTENT,
        source::PRECONDITION_FAILED,
        source::BAD_REQUEST,
        source::UNPROCESSABLE,
    ],
    ..PRECONDITION_FAILED
}
.also(&[400, 422]);

pub(in super::super) const NOT_MODIFIED: Ending =
    Ending::new(304, Certainty::Must, "Use the stored copy.", list![source::NOT_CHANGED, source::PRECONDITIONS_LAST]);

/// For `If-Modified-Since`, a 304 is recommended but not required (RFC 9110 section 13.1.3).
pub(in super::super) const NOT_MODIFIED_SINCE: Ending = Ending {
    certainty: Certainty::Definition,
    citations: list![source::NOT_MODIFIED_SINCE, source::PRECONDITIONS_LAST],
    ..NOT_MODIFIED
};

pub(in super::super) const PRECONDITION_REQUIRED: Ending = Ending::new(
    428,
    Certainty::Definition,
    "Fetch the current version and send the request again with `If-Match`.",
    list![source::PRECONDITION_REQUIRED, source::BAD_REQUEST, source::FORBIDDEN],
)
.also(&[403, 400]);

pub(in super::super) const PRECONDITION_REQUIRED_IN_CONFLICT: Ending = Ending {
    certainty: Certainty::Debatable,
    citations: list![source::PRECONDITION_REQUIRED, source::CONFLICT, source::BAD_REQUEST, source::FORBIDDEN],
    ..PRECONDITION_REQUIRED
}
.also(&[403, 400, 409]);

pub(in super::super) const PRECONDITION_REQUIRED_AND_LOCKED: Ending = Ending {
    citations: list![source::PRECONDITION_REQUIRED, source::LOCKED, source::CONFLICT, source::FORBIDDEN],
    ..PRECONDITION_REQUIRED_IN_CONFLICT
}
.also(&[403, 400, 409, 423]);

/// If a server detects the conflict before it processes the content, the server answers 409 and ignores the
/// precondition (RFC 9110 section 13.2.1).
pub(in super::super) const PRECONDITION_FAILED_IN_CONFLICT: Ending = Ending {
    certainty: Certainty::Debatable,
    citations: list![
        source::PRECONDITION_FAILED,
        source::PRECONDITIONS_LAST,
        source::CONFLICT,
        source::ALREADY_APPLIED,
    ],
    ..PRECONDITION_FAILED
}
.also(&[409, 200, 204]);

pub(in super::super) const CONFLICT: Ending = Ending::new(
    409,
    Certainty::Debatable,
    "Change the state, then send the request again.",
    list![source::CONFLICT, source::FORBIDDEN],
)
.also(&[403]);

/// RFC 4918 defines 423 for locked resources, not for locked accounts.
pub(in super::super) const LOCKED: Ending = Ending::new(
    423,
    Certainty::Definition,
    "Send the lock token, or wait until the lock is released.",
    list![source::LOCKED, source::CONFLICT],
)
.also(&[409]);

/// A server can detect a lock before it processes the content, so it checks for locks before it evaluates the
/// precondition.
pub(in super::super) const LOCKED_BEFORE_PRECONDITION: Ending = Ending {
    certainty: Certainty::Debatable,
    citations: list![source::LOCKED, source::PRECONDITIONS_LAST, source::PRECONDITION_FAILED, source::CONFLICT],
    ..LOCKED
}
.also(&[412, 409]);

/// The response is the same whether or not an account exists, for example when a user requests a password reset.
pub(in super::super) const SAME_FOR_EVERY_ACCOUNT: Ending = Ending::new(
    200,
    Certainty::Convention,
    "Read the email that the server sends: the response is the same with and without an account.",
    list![source::POST_STATUS, source::SUCCESS],
)
.also(&[202, 204]);
