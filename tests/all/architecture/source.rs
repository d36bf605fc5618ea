//! Finds what one Rust file refers to and defines: the paths it names, its aliases, and its items.
//!
//! The search works on tokens, so it ignores comments and strings but includes code inside macros. Items under
//! `#[cfg(test)]` are skipped.

use std::collections::{BTreeMap, BTreeSet};

use super::token::{Token, tokens};

/// The segments of a path. For example, `crate::a::B` is `["crate", "a", "B"]`.
pub type Path = Vec<String>;

#[derive(Debug, Default)]
pub struct Source {
    /// Every path in the code, including the paths in `use` declarations.
    pub paths: Vec<Path>,
    /// The names that `use` declarations introduce, with their paths.
    pub names: BTreeMap<String, Path>,
    /// The names that `pub use` declarations introduce, with their paths.
    pub exports: BTreeMap<String, Path>,
    /// The modules that the file declares without a body, because their code is in other files.
    pub modules: BTreeSet<String>,
    /// The structs, enums, unions, traits and type aliases that the file defines.
    pub types: Vec<String>,
    /// The exported macros, which belong to the root of the crate.
    pub macros: BTreeSet<String>,
}

impl Source {
    pub fn parse(text: &str) -> Self {
        let mut source = Self::default();
        source.walk(&tokens(text), &[], false);
        source
    }

    /// Processes the tokens of a block. The parameter `inline` contains the names of the enclosing modules in the same
    /// file.
    fn walk(&mut self, tokens: &[Token], inline: &[String], associated: bool) {
        let mut associated_next = false;
        let mut at = 0;
        while at < tokens.len() {
            let rest = &tokens[at..];
            if is_test_only(rest) {
                at += end_of_item(rest);
                continue;
            }
            let keyword = word(rest, 0).unwrap_or_default();
            let next = word(rest, 1);
            match (keyword.as_str(), next) {
                ("use", Some(_)) => {
                    let end = rest.iter().position(|token| token.is(';')).unwrap_or(rest.len());
                    self.import(&rest[1..end], is_public(&tokens[..at]), inline);
                    at += end;
                    continue;
                }
                ("mod", Some(name)) => {
                    if let Some(Token::Group(_, body)) = rest.get(2) {
                        let inner: Vec<String> = inline.iter().cloned().chain([name]).collect();
                        self.walk(body, &inner, false);
                    } else {
                        self.modules.insert(name);
                    }
                    at += 3;
                    continue;
                }
                ("struct" | "enum" | "union" | "trait", Some(name)) => self.types.push(name),
                ("type", Some(name)) if !associated => self.types.push(name),
                ("macro_rules", _) if is_exported(&tokens[..at]) => self.macros.extend(word(rest, 2)),
                _ => {}
            }
            associated_next |= matches!(keyword.as_str(), "impl" | "trait");
            associated_next &= keyword != "fn";
            if let Token::Group(open, body) = &rest[0] {
                let is_body = *open == '{';
                self.walk(body, inline, is_body && associated_next);
                associated_next &= !is_body;
            }
            at += self.path(rest, &tokens[..at], inline).max(1);
        }
    }

    /// Records the path at the start of the tokens, if there is one, and returns its length in tokens.
    fn path(&mut self, tokens: &[Token], before: &[Token], inline: &[String]) -> usize {
        let Some(first) = word(tokens, 0) else { return 0 };
        let mut path = vec![first];
        let mut length = 1;
        while is_colons(&tokens[length..]) {
            let Some(segment) = word(tokens, length + 2) else { break };
            path.push(segment);
            length += 3;
        }
        // In `<T as Trait>::Name`, the part `::Name` isn't a separate path.
        let goes_on = before.len() >= 3 && is_colons(&before[before.len() - 2..]) && before[before.len() - 3].is('>');
        if path.len() > 1 && !goes_on {
            self.paths.push(from_this_file(path, inline));
        }
        length
    }

    fn import(&mut self, tree: &[Token], public: bool, inline: &[String]) {
        let mut found = Vec::new();
        expand(&[], tree, &mut found);
        for (path, name) in found {
            let path = from_this_file(path, inline);
            self.names.insert(name.clone(), path.clone());
            if public {
                self.exports.insert(name, path.clone());
            }
            self.paths.push(path);
        }
    }
}

/// Expands a `use` tree into its paths, each with its local name.
fn expand(stem: &[String], tree: &[Token], found: &mut Vec<(Path, String)>) {
    let mut path = stem.to_vec();
    let mut alias = None;
    let mut tokens = tree.iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            Token::Word(word) if word == "as" => alias = tokens.next().and_then(Token::word),
            Token::Word(word) => path.push(word.clone()),
            Token::Group(_, branches) => {
                for branch in branches.split(|token| token.is(',')).filter(|tree| !tree.is_empty()) {
                    expand(&path, branch, found);
                }
                return;
            }
            _ => {}
        }
    }
    if path.len() > 1 && path.last().is_some_and(|last| last == "self") {
        path.pop();
    }
    let name = alias.or_else(|| path.last().cloned()).unwrap_or_default();
    found.push((path, name));
}

/// Converts a path in an inline module to a path relative to the module of the file.
fn from_this_file(path: Path, inline: &[String]) -> Path {
    let ups = path.iter().take_while(|segment| *segment == "super").count().min(inline.len());
    let inside = inline[..inline.len() - ups].iter().cloned();
    let rest = path[ups..].iter().cloned();
    match path[0].as_str() {
        "super" if path.get(ups).is_some_and(|segment| segment == "super") => rest.collect(),
        "super" => ["self".to_owned()].into_iter().chain(inside).chain(rest).collect(),
        "self" => ["self".to_owned()].into_iter().chain(inside).chain(rest.skip(1)).collect(),
        _ => path,
    }
}

fn word(tokens: &[Token], at: usize) -> Option<String> {
    tokens.get(at).and_then(Token::word)
}

fn is_colons(tokens: &[Token]) -> bool {
    matches!(tokens, [first, second, ..] if first.is(':') && second.is(':'))
}

fn is_test_only(tokens: &[Token]) -> bool {
    let [hash, Token::Group('[', attribute), ..] = tokens else { return false };
    let [Token::Word(cfg), Token::Group('(', condition)] = attribute.as_slice() else { return false };
    let is_test = |token: Option<&Token>| matches!(token, Some(Token::Word(word)) if word == "test");
    let all_of = match condition.as_slice() {
        [Token::Word(all), Token::Group('(', parts)] if all == "all" => parts.as_slice(),
        one => one,
    };
    hash.is('#')
        && cfg == "cfg"
        && all_of.split(|token| token.is(',')).any(|part| part.len() == 1 && is_test(part.first()))
}

/// The length is in tokens and includes the attributes of the item.
fn end_of_item(tokens: &[Token]) -> usize {
    tokens
        .iter()
        .position(|token| token.is(';') || matches!(token, Token::Group('{', _)))
        .map_or(tokens.len(), |end| end + 1)
}

/// Returns whether the tokens before an item make the item visible outside its module.
fn is_public(before: &[Token]) -> bool {
    let before = match before {
        [before @ .., Token::Group('(', _)] => before,
        all => all,
    };
    matches!(before, [.., Token::Word(word)] if word == "pub")
}

fn is_exported(before: &[Token]) -> bool {
    let mut before = before;
    while let [rest @ .., Token::Sign('#'), Token::Group('[', attribute)] = before {
        if word(attribute, 0).is_some_and(|word| word == "macro_export") {
            return true;
        }
        before = rest;
    }
    false
}
