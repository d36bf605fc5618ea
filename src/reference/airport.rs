//! The airport as it should be, and where the picture leaks.

use super::Row;

pub(super) const CHECKPOINTS_LEAD: &str = "Every checkpoint with its status and with what has to hang on its sign.";

pub(super) const CHECKPOINTS: &[Row] = &[
    ("Public hall", "200. Nobody asks for papers.", ""),
    (
        "ID podium",
        "401: nothing shown, wrong photo, expired, torn, cancelled, a pass of another airport. The sign names the \
         papers that are accepted: WWW-Authenticate.",
        "RFC 9110 sections 11.4 and 15.5.2",
    ),
    (
        "Rotating code too old",
        "401 with stale=true and the new code; nobody is asked again who they are.",
        "RFC 7616 section 3.3",
    ),
    (
        "Secondary check",
        "401: the pass is fine, the proof is too weak or too old for this flight.",
        "RFC 9470 section 3",
    ),
    (
        "Gate scanner",
        "403: the pass is valid and not for this gate, this class, this crew room.",
        "RFC 9110 section 11.4 paragraph 5",
    ),
    (
        "Lounge door",
        "403 with a sign that names the missing voucher: insufficient_scope.",
        "RFC 6750 sections 3 and 3.1",
    ),
    (
        "Runway fence, closed road, curfew",
        "403, landside: nobody is asked for papers.",
        "RFC 9110 section 15.5.4 paragraph 2",
    ),
    (
        "Unmarked door",
        "404: there is no door, in just the words used for a wall.",
        "RFC 9110 section 15.5.4 paragraph 3",
    ),
    ("Illegible form", "400: the form, not the person.", "RFC 9110 section 15.5.1"),
    ("Exit-only lane", "405, and the sign says what the lane is for: Allow.", "RFC 9110 section 15.5.6"),
    ("The shuttle that you booked", "407: it checks a ticket of its own.", "RFC 9110 section 15.5.8"),
    ("Guards hired by the airport", "401 or 403, as the airport's own: a gateway.", "RFC 9110 section 3.7"),
    ("Gate already closed", "409; 403 is used as well.", "RFC 9110 section 15.5.10"),
    ("Queue barrier", "429: next entry in five minutes.", "RFC 6585 section 4"),
    ("Court order", "451, with the name of who blocks.", "RFC 7725 sections 3 and 4"),
    ("Airport Wi-Fi", "511, literally.", "RFC 6585 section 6"),
    ("Fog", "503: reopens at two.", "RFC 9110 section 15.6.4"),
    ("Scout without papers", "An ok status: a CORS preflight.", "WHATWG Fetch"),
];

pub(super) const LEAKS_LEAD: &str =
    "Landside and airside are a picture. It is right for the two commonest cases, and it leaks in these places.";

pub(super) const LEAKS: &[Row] = &[
    ("403 needs no identity", "It can meet you in the car park.", "RFC 9110 section 15.5.4 paragraph 2"),
    (
        "401 can meet you airside",
        "Known and valid, and still 401: step-up, stale nonce, another realm.",
        "RFC 9470 section 3",
    ),
    ("There is no airside", "Every request shows its papers again.", "RFC 9110 section 16.4.2"),
    ("Real security looks for objects", "In many places nobody checks a name. So this course says ID podium.", ""),
    (
        "A boarding pass is three papers in one",
        "Identity, permission and destination are apart in HTTP.",
        "RFC 9110 sections 7.1 and 11.4",
    ),
    ("An airport need not say which ID it takes", "HTTP has to: the challenge.", "RFC 9110 section 15.5.2"),
    (
        "403 is not final and not personal",
        "You may come back as somebody else, or later.",
        "RFC 9110 section 15.5.4 paragraph 2",
    ),
    ("One airport, one airside; one server, many realms", "You can be in and out at once.", "RFC 9110 section 11.5"),
    ("The order of a building is fixed", "In HTTP only preconditions are ordered.", "RFC 9110 section 13.2.1"),
    ("Anonymous can be somebody", "Some systems give rights to visitors without a name.", "RFC 3744 section 3"),
    ("404 may stand for either side", "It also covers not being willing to disclose.", "RFC 9110 section 15.5.5"),
    (
        "Identity may be checked before the airport",
        "A failed TLS handshake has no status at all.",
        "RFC 9440 section 2.4",
    ),
    ("Forms and cookies go round the podium", "They are mechanisms of the application.", "RFC 9110 section 11.4"),
    ("Valid or merely adequate can be taste", "A suspended account, an expired password.", "RFC 9110 section 11.4"),
    ("Somebody else may stop you", "A proxy with 407, a network with 511.", "RFC 9110 section 15.5.8"),
    (
        "A traveller has one passport",
        "A server may offer several schemes, and the client picks.",
        "RFC 9110 section 11.4",
    ),
    (
        "People understand a shrug",
        "Programs act on the code alone: browsers prompt on 401 and never on 403.",
        "WHATWG Fetch",
    ),
    (
        "Neighbouring specifications disagree",
        "Two of them answer insufficient rights with 401.",
        "RFC 7662 section 2.3",
    ),
];

/// A scenario that shows each leak, in the order of [`LEAKS`].
pub(super) const LEAKS_SHOWN: &[&str] = &[
    "policy-freight-http",
    "edge-step-up-http",
    "expired-parcel-http",
    "policy-ferrybus-airport",
    "not-owner-suitcase-airport",
    "missing-lounge-http",
    "policy-sundial-http",
    "edge-reading-room-http",
    "edge-etag-stranger-http",
    "incident-space-http",
    "edge-secret-project-http",
    "edge-no-certificate-http",
    "edge-login-page-http",
    "edge-on-hold-http",
    "edge-hotel-http",
    "edge-scheme-http",
    "incident-git-erase-http",
    "edge-terms-http",
];
