//! Divides the interface into areas, which are listed in the order suggested for translating them.

/// A part of the interface that can be translated on its own.
#[derive(Clone, Copy, Debug)]
pub struct Area {
    /// The name of the area on the command line.
    pub name: &'static str,
    pub about: &'static str,
    modules: &'static [&'static str],
    uses: &'static [&'static str],
}

impl Area {
    fn has(&self, module: &str) -> bool {
        self.modules.iter().any(|name| *name == module || name.ends_with('/') && module.starts_with(name))
    }
}

/// The area for the text of scenarios, which isn't part of the catalogue.
pub const SCENARIOS: &str = "scenarios";

const REST: &str = "rest";

macro_rules! areas {
    ($($name:tt $about:literal [$($module:literal)*] $(uses [$($used:literal)*])?;)+) => {
        pub const AREAS: &[Area] = &[$(Area {
            name: $name,
            about: $about,
            modules: &[$($module),*],
            uses: &[$($($used),*)?],
        }),+];
    };
}

areas! {
    "answers" "Answers, confidence, kinds of case, headings of a question. Shown almost everywhere."
        ["document" "document/question" "learner" "learner/answer" "scenario" "i18n" "render/"
         "tui/controls/answers" "tui/controls/menu" "tui/screen/round" "tui/screen/round/asking" "tui/screen/review"];
    "keys" "What keys and words do, in the hint bar and in help, and messages of the full screen."
        ["keys" "keys/" "plain" "plain/answer" "tui" "tui/shell" "tui/shell/" "tui/events" "tui/line_editor"
         "tui/render" "tui/screen"];
    "errors" "Messages on the command line about wrong arguments, files and folders."
        ["cli" "cli/usage" "cli/environment" "cli/output" "cli/packs" "diagnostic" "error" "files" "settings"
         "store" "store/contents" "cli/args/"];
    "exam" "An exam at one seat: questions, saving, time, handing in."
        ["class/exam" "class/exam/" "plain/exam" "tui/screen/exam" "cli/run/exam"] uses ["answers" "keys" "errors"];
    "vote" "Votes by show of hands: the slides, the teacher's notes, the printed session."
        ["class/vote" "class/vote/" "plain/vote" "tui/screen/slide" "tui/screen/page" "cli/run/vote"
         "learner/diagnosis" "reference/misconceptions"] uses ["answers" "keys" "errors" "facts"];
    "facts" "How an answer is reached: each fact as a question, each value as its answer, the outcomes."
        ["document/trace" "ruling" "ruling/" "document/citation"];
    "worksheet" "Paper: test forms, the answer key, sentences to correct."
        ["class/worksheet" "class/export/item" "cli/run/worksheet" "reference/claims"]
        uses ["answers" "facts" "errors" "vote"];
    "handout" "The page for students."
        ["pages/handout" "reference/airport"] uses ["answers"];
    "guide" "The teacher's guide."
        ["pages/guide"] uses ["answers"];
    "report" "The report on a class, the table of seats during an exam, gradebooks."
        ["class/report" "class/report/" "class/watch" "cli/run/report" "cli/run/watch"]
        uses ["answers" "errors" "exam" "vote"];
    "export" "Quiz files for other systems, and messages about what a format can't carry."
        ["class/export" "class/export/" "cli/run/export" "cli/run/import" "class/import/" "class/import"]
        uses ["answers" "facts" "errors" "worksheet"];
    "course" "The course: its pages, feedback after an answer, progress."
        ["course/" "course" "document/feedback" "document/feedback/" "document/progress" "learner/" "pages/"
         "plain/course" "plain/course/asking" "plain/help" "plain/menu" "plain/settings" "plain/cases" "round/"
         "study" "study/" "tui/screen/home" "tui/screen/map" "tui/screen/progress" "tui/screen/settings"
         "tui/screen/plot" "tui/screen/kinds" "tui/screen/cases" "tui/screen/report" "document/report" "tui/render/"]
        uses ["answers" "keys" "errors" "facts"];
    "reference" "The reference, fact-checking the article, the workbench."
        ["reference" "reference/" "document/reference" "document/ruling" "document/scenario" "tui/screen/topics"
         "tui/screen/visitors" "tui/screen/workbench" "cli/run/reference" "cli/run/rule"] uses ["facts" "keys"];
    "tools" "The lab, and reading recorded requests."
        ["lab/" "inspect" "inspect/" "plain/lab" "plain/inspect" "tui/screen/lab" "tui/screen/paste"
         "reference/tasks"] uses ["facts" "keys"];
    REST "Everything else: commands for authors of packs and for scripts." [];
    SCENARIOS "The texts of the built-in cases." [];
}

pub fn find(name: &str) -> Option<&'static Area> {
    AREAS.iter().find(|area| area.name == name)
}

/// Returns the first area that contains a module.
pub fn of_module(module: &str) -> &'static str {
    AREAS.iter().find(|area| area.has(module)).map_or(REST, |area| area.name)
}

pub(crate) fn with_used(names: &[String]) -> Vec<&'static str> {
    let mut open: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut found: Vec<&'static str> = Vec::new();
    while let Some(area) = open.pop().and_then(find) {
        if !found.contains(&area.name) {
            found.push(area.name);
            open.extend(area.uses);
        }
    }
    found
}
