//! The built-in packs as the program carries them: without the spaces that make them readable, which are a fifth of
//! them, and with a card for each scenario, so that none of their text is read before one of them is shown.
//!
//! Owns the squeezing and the cards, both of which the compiler makes. Must not know what a pack means beyond its
//! headings. Pure: text in, cards out.

use super::outline::Heading;
use super::{Cell, Pool, Skin};

/// A pack that comes with the program.
#[derive(Debug)]
pub struct BuiltIn {
    /// The name of its file.
    pub name: &'static str,
    /// Its text.
    pub text: &'static str,
    pub(super) names: &'static str,
    pub(super) id: Span,
    pub(super) cards: &'static [Card],
}

impl BuiltIn {
    /// The id of the pack.
    #[must_use]
    pub fn id(&self) -> &'static str {
        self.id.of(self.names)
    }

    /// The heading of each scenario, in order.
    pub fn headings(&self) -> impl Iterator<Item = Heading> {
        let name = |span: Span| span.of(self.names).into();
        self.cards.iter().map(move |card| Heading {
            id: name(card.id),
            cell: card.cell,
            skin: card.skin,
            pool: card.pool,
            situation: name(card.situation),
            twin: card.twin.map(name),
        })
    }

    /// The text of the scenario of that number, from 0.
    #[must_use]
    pub fn scenario(&self, number: usize) -> Option<&'static str> {
        self.cards.get(number).map(|card| card.body.of(self.text))
    }
}

/// A piece of a text: the bytes before which it begins and ends.
#[derive(Clone, Copy, Debug)]
pub(super) struct Span {
    from: usize,
    to: usize,
}

impl Span {
    const fn of(self, text: &str) -> &str {
        text.split_at(self.to).0.split_at(self.from).1
    }
}

/// What a heading is made of. The names stand apart from the text, close together: whoever looks for a scenario
/// then touches a few pages of memory and not all of them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Card {
    id: Span,
    cell: Cell,
    skin: Skin,
    pool: Pool,
    situation: Span,
    twin: Option<Span>,
    body: Span,
}

impl Card {
    const BLANK: Self = {
        let nothing = Span { from: 0, to: 0 };
        Self {
            id: nothing,
            cell: Cell::Edge,
            skin: Skin::Wire,
            pool: Pool::Practice,
            situation: nothing,
            twin: None,
            body: nothing,
        }
    };
}

/// A text on its way through.
struct Sieve<'a> {
    bytes: &'a [u8],
    at: usize,
    quoted: bool,
    escaped: bool,
}

impl<'a> Sieve<'a> {
    const fn new(text: &'a str) -> Self {
        Self { bytes: text.as_bytes(), at: 0, quoted: false, escaped: false }
    }

    /// The next byte that stays; nothing at the end.
    const fn next(&mut self) -> Option<u8> {
        while self.at < self.bytes.len() {
            let byte = self.bytes[self.at];
            self.at += 1;
            if self.quoted {
                self.quoted = self.escaped || byte != b'"';
                self.escaped = !self.escaped && byte == b'\\';
                return Some(byte);
            }
            if !byte.is_ascii_whitespace() {
                self.quoted = byte == b'"';
                return Some(byte);
            }
        }
        None
    }
}

/// How many bytes are left.
pub(super) const fn length(text: &str) -> usize {
    let (mut sieve, mut left) = (Sieve::new(text), 0);
    while sieve.next().is_some() {
        left += 1;
    }
    left
}

/// What is left of the text; `LENGTH` is what [`length`] says.
pub(super) const fn squeeze<const LENGTH: usize>(text: &str) -> [u8; LENGTH] {
    let (mut sieve, mut squeezed, mut to) = (Sieve::new(text), [b' '; LENGTH], 0);
    while let Some(byte) = sieve.next() {
        squeezed[to] = byte;
        to += 1;
    }
    squeezed
}

/// What a walk over a squeezed pack meets.
enum Part {
    /// A scenario begins here.
    Begins(usize),
    /// A field of the pack or of a scenario whose value is text: its name and its value.
    Field(Span, Span),
    /// A scenario ended before here.
    Ends(usize),
}

/// A walk over a squeezed pack. The only objects in its lists are the scenarios.
struct Walk<'a> {
    bytes: &'a [u8],
    at: usize,
    depth: usize,
    key: Span,
}

impl<'a> Walk<'a> {
    /// How deep in brackets the fields of the pack stand.
    const PACK: usize = 1;
    /// How deep those of a scenario do.
    const SCENARIO: usize = 3;

    const fn new(text: &'a str) -> Self {
        Self { bytes: text.as_bytes(), at: 0, depth: 0, key: Span { from: 0, to: 0 } }
    }

    const fn next(&mut self) -> Option<Part> {
        while self.at < self.bytes.len() {
            let byte = self.bytes[self.at];
            self.at += 1;
            match byte {
                b'"' => {
                    let text = self.quoted();
                    if self.at < self.bytes.len() && self.bytes[self.at] == b':' {
                        self.key = text;
                    } else if self.depth == Self::PACK || self.depth == Self::SCENARIO {
                        return Some(Part::Field(self.key, text));
                    }
                }
                b'{' | b'[' => {
                    self.depth += 1;
                    if self.depth == Self::SCENARIO && byte == b'{' {
                        return Some(Part::Begins(self.at - 1));
                    }
                }
                b'}' | b']' => {
                    self.depth -= 1;
                    if self.depth + 1 == Self::SCENARIO && byte == b'}' {
                        return Some(Part::Ends(self.at));
                    }
                }
                _ => {}
            }
        }
        None
    }

    /// The text up to the next quotation mark, which is gone over.
    const fn quoted(&mut self) -> Span {
        let from = self.at;
        while self.bytes[self.at] != b'"' {
            self.at += if self.bytes[self.at] == b'\\' { 2 } else { 1 };
        }
        self.at += 1;
        Span { from, to: self.at - 1 }
    }
}

/// The cards of a pack on their way, and how much room they need.
pub(super) struct Outline<const CARDS: usize, const NAMES: usize> {
    pub cards: [Card; CARDS],
    pub cards_needed: usize,
    pub names: [u8; NAMES],
    pub names_needed: usize,
    pub id: Span,
}

impl<const CARDS: usize, const NAMES: usize> Outline<CARDS, NAMES> {
    /// Outlines a squeezed pack. What there is no room for is only counted: with no room at all it says how much
    /// is needed.
    ///
    /// # Panics
    /// On a word that no cell, skin or pool has, which is while compiling.
    pub(super) const fn of(text: &str) -> Self {
        let mut outline = Self {
            cards: [Card::BLANK; CARDS],
            cards_needed: 0,
            names: [b' '; NAMES],
            names_needed: 0,
            id: Card::BLANK.id,
        };
        let (mut walk, mut card, mut within) = (Walk::new(text), Card::BLANK, false);
        while let Some(part) = walk.next() {
            match part {
                Part::Begins(at) => {
                    (card, within) = (Card::BLANK, true);
                    card.body.from = at;
                }
                Part::Field(key, value) => {
                    let (key, value) = (key.of(text), value.of(text));
                    if within {
                        outline.note(&mut card, key, value);
                    } else if same(key, "id") {
                        outline.id = outline.keep(value);
                    }
                }
                Part::Ends(at) => {
                    within = false;
                    card.body.to = at;
                    if card.situation.to == 0 {
                        card.situation = card.id;
                    }
                    if outline.cards_needed < CARDS {
                        outline.cards[outline.cards_needed] = card;
                    }
                    outline.cards_needed += 1;
                }
            }
        }
        outline
    }

    #[expect(clippy::expect_used, reason = "it stops the compiler, and never the program")]
    const fn note(&mut self, card: &mut Card, key: &str, value: &str) {
        if same(key, "id") {
            card.id = self.keep(value);
        } else if same(key, "cell") {
            card.cell = Cell::find(value).expect("a cell");
        } else if same(key, "skin") {
            card.skin = Skin::find(value).expect("a skin");
        } else if same(key, "pool") {
            card.pool = Pool::find(value).expect("a pool");
        } else if same(key, "situation") {
            card.situation = self.keep(value);
        } else if same(key, "twin") {
            card.twin = Some(self.keep(value));
        }
    }

    /// Puts a name with the others.
    const fn keep(&mut self, name: &str) -> Span {
        let (from, bytes) = (self.names_needed, name.as_bytes());
        self.names_needed += bytes.len();
        if self.names_needed <= NAMES {
            self.names.split_at_mut(from).1.split_at_mut(bytes.len()).0.copy_from_slice(bytes);
        }
        Span { from, to: self.names_needed }
    }
}

/// Whether two texts are the same; for the compiler, which cannot say `==` of them yet.
pub(super) const fn same(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let mut at = 0;
    while at < one.len() && at < other.len() && one[at] == other[at] {
        at += 1;
    }
    at == one.len() && at == other.len()
}

/// The text that these bytes are; the walk and the sieve take and leave whole characters.
pub(super) const fn text(bytes: &'static [u8]) -> &'static str {
    match str::from_utf8(bytes) {
        Ok(text) => text,
        Err(_) => "",
    }
}

/// A file of the folder of scenarios as a [`BuiltIn`].
macro_rules! pack {
    ($name:literal) => {{
        use $crate::scenario::packed::{BuiltIn, Outline, length, squeeze, text};
        const WRITTEN: &str = include_str!(concat!("../../scenarios/", $name));
        const SQUEEZED: &str = text(&squeeze::<{ length(WRITTEN) }>(WRITTEN));
        const NEEDED: Outline<0, 0> = Outline::of(SQUEEZED);
        const OUTLINE: &Outline<{ NEEDED.cards_needed }, { NEEDED.names_needed }> = &Outline::of(SQUEEZED);
        BuiltIn { name: $name, text: SQUEEZED, names: text(&OUTLINE.names), id: OUTLINE.id, cards: &OUTLINE.cards }
    }};
}

pub(crate) use pack;

#[cfg(test)]
mod tests {
    use super::{Outline, Pool, length, squeeze};

    #[test]
    fn cards_are_found_wherever_a_field_stands_and_nothing_inside_is_taken_for_one() {
        const TEXT: &str = concat!(
            r#"{"authors":["id"],"id":"p","scenarios":[{"title":"a \"{\" [ b","facts":{"id":"no","#,
            r#""cell":"no"},"pool":"form-a","cell":"none","skin":"wire","id":"one"},"#,
            r#"{"id":"two","cell":"edge","skin":"airport","situation":"é","twin":"one"}]}"#,
        );
        const NEEDED: Outline<0, 0> = Outline::of(TEXT);
        const OUTLINE: Outline<{ NEEDED.cards_needed }, { NEEDED.names_needed }> = Outline::of(TEXT);
        let names = str::from_utf8(&OUTLINE.names).expect("text");
        assert_eq!((OUTLINE.id.of(names), names), ("p", "ponetwoéone"));
        let [one, two] = OUTLINE.cards;
        assert_eq!((one.id.of(names), one.situation.of(names), one.pool), ("one", "one", Pool::FormA));
        assert_eq!((two.situation.of(names), two.twin.map(|twin| twin.of(names))), ("é", Some("one")));
        assert!(one.body.of(TEXT).starts_with(r#"{"title""#) && one.body.of(TEXT).ends_with(r#""id":"one"}"#));
        assert!(two.body.of(TEXT).starts_with(r#"{"id":"two""#) && two.body.of(TEXT).ends_with('}'));
    }

    #[test]
    fn only_spaces_between_values_go() {
        const TEXT: &str = "{ \"a b\" : [ 1 ,\n  \"c \\\" d \\\\\" , \"é\" ] }\n";
        let squeezed = squeeze::<{ length(TEXT) }>(TEXT);
        assert_eq!(str::from_utf8(&squeezed), Ok("{\"a b\":[1,\"c \\\" d \\\\\",\"é\"]}"));
    }
}
