//! Splits Rust source code into words, punctuation and groups, and leaves out comments and literals.

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Token {
    Word(String),
    Sign(char),
    /// The opening bracket of a group and the tokens inside the brackets.
    Group(char, Vec<Token>),
    Literal,
}

impl Token {
    pub fn word(&self) -> Option<String> {
        match self {
            Self::Word(word) => Some(word.clone()),
            _ => None,
        }
    }

    pub fn is(&self, sign: char) -> bool {
        *self == Self::Sign(sign)
    }
}

/// Splits source code, which must be valid Rust, into tokens.
pub fn tokens(text: &str) -> Vec<Token> {
    let characters: Vec<char> = text.chars().collect();
    let mut at = 0;
    group(&characters, &mut at)
}

/// Reads the tokens of a group, and moves `at` past the closing bracket.
fn group(text: &[char], at: &mut usize) -> Vec<Token> {
    let mut tokens = Vec::new();
    while let Some(&first) = text.get(*at) {
        let rest = &text[*at..];
        *at += 1;
        match first {
            ')' | ']' | '}' => break,
            '(' | '[' | '{' => tokens.push(Token::Group(first, group(text, at))),
            '/' if rest.starts_with(&['/', '/']) => *at += rest.iter().take_while(|sign| **sign != '\n').count() - 1,
            '/' if rest.starts_with(&['/', '*']) => *at += comment(rest) - 1,
            sign if sign.is_whitespace() => {}
            sign => {
                let (token, length) = token(sign, rest);
                *at += length - 1;
                tokens.push(token);
            }
        }
    }
    tokens
}

fn token(first: char, rest: &[char]) -> (Token, usize) {
    let word = rest.iter().take_while(|sign| sign.is_alphanumeric() || **sign == '_').count();
    let prefix: String = rest[..word].iter().collect();
    let hashes = rest[word..].iter().take_while(|sign| **sign == '#').count();
    match rest.get(word + hashes) {
        Some('"') if matches!(prefix.as_str(), "r" | "br" | "cr") => {
            let start = word + hashes + 1;
            let end: Vec<char> = ['"'].into_iter().chain((0..hashes).map(|_| '#')).collect();
            (Token::Literal, start + find(&rest[start..], &end) + end.len())
        }
        Some('"') if hashes == 0 && matches!(prefix.as_str(), "" | "b" | "c") => {
            (Token::Literal, word + quoted(&rest[word..], '"'))
        }
        // A lifetime has no closing quotation mark after its first letter.
        Some('\'') if hashes == 0 && matches!(prefix.as_str(), "" | "b") => match &rest[word + 1..] {
            ['\\', ..] | [_, '\'', ..] => (Token::Literal, word + quoted(&rest[word..], '\'')),
            _ => (Token::Sign('\''), 1),
        },
        _ if first.is_ascii_digit() => (Token::Literal, word),
        _ if word > 0 => (Token::Word(prefix), word),
        _ => (Token::Sign(first), 1),
    }
}

fn quoted(text: &[char], quote: char) -> usize {
    let mut at = 1;
    while text.get(at).is_some_and(|sign| *sign != quote) {
        at += if text[at] == '\\' { 2 } else { 1 };
    }
    at + 1
}

/// Returns the length of a block comment, which may contain other block comments.
fn comment(text: &[char]) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < text.len() {
        let step = match text[at..] {
            ['/', '*', ..] => 1,
            ['*', '/', ..] => -1,
            _ => 0,
        };
        depth += step;
        at += if step == 0 { 1 } else { 2 };
        if depth == 0 {
            break;
        }
    }
    at
}

fn find(text: &[char], end: &[char]) -> usize {
    text.windows(end.len()).position(|window| window == end).unwrap_or(text.len())
}
