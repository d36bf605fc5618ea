//! Outcomes that depend on the resource: whether it exists, whether the request's preconditions are met, and whether
//! the state of the resource allows the action.

use super::super::Certainty;
use super::Ending;

pub(in super::super) const ABSENT: Ending = ending!(404 Definition "Check the address.", [NOT_FOUND, GONE_UNKNOWN]);

/// A change with `If-Match` fails if the resource doesn't exist. Without `If-Match`, the request might have created the
/// resource.
pub(in super::super) const ABSENT_AND_CONDITIONAL: Ending =
    ending!(from ABSENT, as Debatable [NOT_FOUND, PRECONDITION_FAILED, PRECONDITIONS_LAST] also [412]);

pub(in super::super) const ABSENT_IN_CONFLICT: Ending =
    ending!(from ABSENT, as Debatable [NOT_FOUND, CONFLICT, PARENT_MISSING] also [409]);

pub(in super::super) const GONE: Ending =
    ending!(410 Definition "Remove the link: the resource is gone permanently.", [GONE, NOT_FOUND] also [404]);

pub(in super::super) const PRECONDITION_FAILED: Ending = ending!(412 Definition
    "Fetch the current version and decide again.",
    [PRECONDITION_FAILED, CONDITION_NOT_MET, ALREADY_APPLIED, PRECONDITIONS_LAST] also [200, 204]);

pub(in super::super) const TAKEN: Ending =
    ending!(from PRECONDITION_FAILED, as Must [NOT_CHANGED, PRECONDITION_FAILED, PRECONDITIONS_LAST] also []);

pub(in super::super) const TAKEN_IN_CONFLICT: Ending =
    ending!(from PRECONDITION_FAILED, as Debatable [NOT_CHANGED, PRECONDITIONS_LAST, CONFLICT] also [409]);

/// A gateway may check the content before the request reaches the server that evaluates the precondition.
pub(in super::super) const PRECONDITION_FAILED_WITH_FAULTY_CONTENT: Ending = ending!(from PRECONDITION_FAILED,
    as Debatable
    [CONDITIONS_BEFORE_CONTENT, PRECONDITION_FAILED, BAD_REQUEST, UNPROCESSABLE] also [400, 422]);

pub(in super::super) const NOT_MODIFIED: Ending =
    ending!(304 Must "Use the stored copy.", [NOT_CHANGED, PRECONDITIONS_LAST]);

/// For `If-Modified-Since`, a 304 is recommended but not required (RFC 9110 section 13.1.3).
pub(in super::super) const NOT_MODIFIED_SINCE: Ending =
    ending!(from NOT_MODIFIED, as Definition [NOT_MODIFIED_SINCE, PRECONDITIONS_LAST]);

pub(in super::super) const PRECONDITION_REQUIRED: Ending = ending!(428 Definition
    "Fetch the current version and send the request again with `If-Match`.",
    [PRECONDITION_REQUIRED, BAD_REQUEST, FORBIDDEN] also [403, 400]);

pub(in super::super) const CONFLICT: Ending =
    ending!(409 Debatable "Change the state, then send the request again.", [CONFLICT, FORBIDDEN] also [403]);

/// RFC 4918 defines 423 for locked resources, not for locked accounts.
pub(in super::super) const LOCKED: Ending =
    ending!(423 Definition "Send the lock token, or wait until the lock is released.", [LOCKED, CONFLICT] also [409]);

/// A server can detect a lock before it processes the content, so it checks for locks before it evaluates the
/// precondition.
pub(in super::super) const LOCKED_BEFORE_PRECONDITION: Ending =
    ending!(from LOCKED, as Debatable [LOCKED, PRECONDITIONS_LAST, PRECONDITION_FAILED, CONFLICT] also [412, 409]);

/// The response is the same whether or not an account exists, for example when a user requests a password reset.
pub(in super::super) const SAME_FOR_EVERY_ACCOUNT: Ending = ending!(200 Convention
    "Read the email that the server sends: the response is the same with and without an account.",
    [POST_STATUS, SUCCESS] also [202, 204]);
