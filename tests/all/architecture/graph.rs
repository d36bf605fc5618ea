//! Finds out which file imports which, and where imports form a cycle.

use std::collections::{BTreeMap, BTreeSet};

use super::source::{Path, Source};

/// All source files of the crate; the keys are paths below `src`.
pub struct Crate {
    pub files: BTreeMap<String, Source>,
    modules: BTreeMap<Path, String>,
}

pub type Imports = BTreeMap<String, BTreeSet<String>>;

/// Returns the module of a file. For example, `a/b.rs` is the module `["a", "b"]`, and the crate root is empty.
fn module_of(file: &str) -> Path {
    match file.trim_end_matches(".rs") {
        "lib" => Vec::new(),
        path => path.split('/').map(str::to_owned).collect(),
    }
}

pub fn is_inside(file: &str, other: &str) -> bool {
    let (file, other) = (module_of(file), module_of(other));
    file.len() > other.len() && file.starts_with(&other)
}

impl Crate {
    pub fn parse<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let files: BTreeMap<String, Source> =
            files.into_iter().map(|(path, text)| (path.to_owned(), Source::parse(text))).collect();
        let modules = files.keys().map(|file| (module_of(file), file.clone())).collect();
        Self { files, modules }
    }

    /// Returns the imports of every file. A re-export (`pub use`) counts as an import from the file that defines the
    /// name.
    pub fn imports(&self) -> Imports {
        let imported = |(file, source): (&String, &Source)| {
            let found = source.paths.iter().filter_map(|path| self.file_of(file, path)).filter(|other| other != file);
            (file.clone(), found.collect())
        };
        self.files.iter().map(imported).collect()
    }

    /// Iterates over the paths that refer to other crates, after resolving aliases.
    pub fn outside<'a>(&'a self, file: &'a str) -> impl Iterator<Item = Path> + 'a {
        self.files[file].paths.iter().filter_map(|path| match self.absolute(file, path, 0) {
            Absolute::Inside(_) => None,
            Absolute::Outside(path) => Some(path),
        })
    }

    fn file_of(&self, file: &str, path: &[String]) -> Option<String> {
        let mut file = file.to_owned();
        let mut path = path.to_vec();
        // No chain of re-exports may be longer than 8.
        for _ in 0..8 {
            let Absolute::Inside(absolute) = self.absolute(&file, &path, 0) else { return None };
            let length = (0..=absolute.len()).rev().find(|length| self.modules.contains_key(&absolute[..*length]))?;
            let owner = &self.modules[&absolute[..length]];
            let Some(name) = absolute.get(length) else { return Some(owner.clone()) };
            if length == 0 {
                let defined = self.files.iter().find(|(_, source)| source.macros.contains(name));
                return Some(defined.map_or(owner, |(file, _)| file).clone());
            }
            let Some(exported) = self.files[owner].exports.get(name) else { return Some(owner.clone()) };
            path = exported.iter().chain(&absolute[length + 1..]).cloned().collect();
            file.clone_from(owner);
        }
        None
    }

    /// Paths into other crates are returned unchanged.
    fn absolute(&self, file: &str, path: &[String], depth: u8) -> Absolute {
        let (first, rest) = path.split_first().expect("a path");
        let module = module_of(file);
        let source = &self.files[file];
        match first.as_str() {
            "crate" | "airside" => Absolute::Inside(rest.to_vec()),
            "self" | "super" => {
                let ups = path.iter().take_while(|segment| *segment == "super").count();
                let base = &module[..module.len().saturating_sub(ups)];
                let rest = path[ups..].iter().filter(|segment| *segment != "self");
                Absolute::Inside(base.iter().chain(rest).cloned().collect())
            }
            name if source.modules.contains(name) => Absolute::Inside(module.iter().chain(path).cloned().collect()),
            name => match source.names.get(name) {
                Some(named) if depth < 8 && named[0] != *name => {
                    let path: Path = named.iter().chain(rest).cloned().collect();
                    self.absolute(file, &path, depth + 1)
                }
                _ => Absolute::Outside(path.to_vec()),
            },
        }
    }
}

enum Absolute {
    Inside(Path),
    Outside(Path),
}

/// Returns the groups of files that import each other, directly or through other files.
pub fn cycles(imports: &Imports) -> Vec<Vec<String>> {
    let reached: BTreeMap<&String, BTreeSet<&String>> =
        imports.keys().map(|file| (file, reach(imports, file))).collect();
    let groups: BTreeSet<Vec<String>> = imports
        .keys()
        .filter(|file| reached[file].contains(file))
        .map(|file| reached[file].iter().filter(|other| reached[**other].contains(file)).map(|other| (*other).clone()))
        .map(Iterator::collect)
        .collect();
    groups.into_iter().collect()
}

fn reach<'a>(imports: &'a Imports, file: &String) -> BTreeSet<&'a String> {
    let mut open: Vec<&String> = imports[file].iter().collect();
    let mut reached = BTreeSet::new();
    while let Some(next) = open.pop() {
        if reached.insert(next) {
            open.extend(&imports[next]);
        }
    }
    reached
}
