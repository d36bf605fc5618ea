//! Defines all user actions, with their keys, their words in plain mode, their descriptions and their contexts.
//!
//! This table drives key dispatch, help, the prompts of plain mode, the manual page and the hint bar. Each screen
//! supplies its own labels for the hint bar. Keys are strings, so that only full-screen mode depends on the terminal
//! library.

mod overrides;

pub use overrides::{KeyError, Keys};

use crate::learner::Confidence;
use crate::say;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    Digit(u8),
    Commit(Confidence),
    Undo,
    Hint,
    /// Show the ruling without answering.
    Reveal,
    Skip,
    Next,
    Previous,
    Repeat,
    Left,
    Right,
    Up,
    Down,
    Focus,
    FocusBack,
    PageUp,
    PageDown,
    PreviousMatch,
    Top,
    Bottom,
    Select,
    /// Save the workbench's facts as a scenario template.
    Keep,
    Erase,
    End,
    HandIn,
    Search,
    /// Practise the kinds of case that the learner hasn't mastered yet.
    Practise,
    Report,
    /// List the cases that match the given words, in plain mode only.
    ListCases,
    OpenCase,
    /// Look up words in the reference, in plain mode only.
    LookUp,
    /// Show the learner's progress, in plain mode only.
    Progress,
    /// List everything that the learner can open, in plain mode only.
    Menu,
    /// Show or change the settings, in plain mode only.
    Settings,
    /// Go to the course, in plain mode only.
    Course,
    /// Return to an unfinished round outside the course, in plain mode only.
    Round,
    /// Show or hide the details of rulings, now and in later sessions.
    Details,
    Help,
    /// Close a dialog, or go back one screen.
    Escape,
    /// Return to the home screen or, if the home screen is open, leave the program.
    Quit,
    /// Leave the program immediately.
    Interrupt,
    Repaint,
    /// Suspend the program, like Ctrl-Z in a shell.
    Suspend,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Context {
    /// The home screen or a list.
    Home,
    Question,
    /// A question that asks which line decides the case.
    Marking,
    Ruling,
    Page,
    Bench,
    Slide,
    /// A slide shown while votes are being counted.
    Count,
    Exam,
    /// A page on which the teacher follows an exam or a vote.
    Watch,
    Line,
}

#[derive(Clone, Copy, Debug)]
pub struct Binding {
    pub action: Action,
    /// The name of the action in the settings file, or an empty string if the user can't change its keys.
    pub name: &'static str,
    /// The keys that trigger the action, such as `x`, `ctrl-x`, `f1` or `left`.
    pub keys: &'static [&'static str],
    pub words: &'static [&'static str],
    pub label: &'static str,
    pub contexts: &'static [Context],
}

use Context::{Bench, Count, Exam, Home, Line, Marking, Page, Question, Ruling, Slide, Watch};

const ALL: &[Context] = &[Home, Question, Marking, Ruling, Page, Bench, Slide, Count, Exam, Watch];
/// The contexts in which Enter and Space select an item or continue.
const NO_COUNT: &[Context] = &[Home, Question, Marking, Ruling, Page, Bench, Slide, Exam];
/// The contexts for keys that work everywhere, even while the user is typing a line of text.
const EVERYWHERE: &[Context] = &[Home, Question, Marking, Ruling, Page, Bench, Slide, Count, Exam, Watch, Line];
/// The contexts that show text rather than a question, so that no letter key submits an answer.
const TEXTS: &[Context] = &[Ruling, Page, Slide, Watch];
const ANSWERS: &[Context] = &[Question, Exam];
const COURSE: &[Context] = &[Question, Marking, Ruling, Page];
const LISTS: &[Context] = &[Home, Question, Bench, Count];
const DIGITS: &[Context] = &[Question, Marking, Count, Exam];
const NO_GUESS: &[Context] = &[Home, Marking, Ruling, Page, Bench, Slide, Count, Watch];

const NUMBERED: &str = "choose the answer or mark the line with that number";

macro_rules! bindings {
    ($(
        $action:ident $(($value:expr))? $name:literal [$($key:literal)*] [$($word:literal)*] $label:tt $contexts:expr;
    )+) => {
        /// All key bindings, in the order in which help lists them.
        pub const BINDINGS: &[Binding] = &[$(Binding {
            action: Action::$action$(($value))?,
            name: $name,
            keys: &[$($key),*],
            words: &[$($word),*],
            label: $label,
            contexts: $contexts,
        }),+];
    };
}

impl Binding {
    /// Returns the description of the action in the given context. The home screen and the workbench aren't available
    /// in exams and votes, so the descriptions there don't mention them.
    pub fn label_in(&self, context: Context) -> &'static str {
        match (self.action, context) {
            (Action::Quit, Slide | Count | Exam | Watch) => "leave; everything is saved",
            (Action::Undo, Exam) => "clear the answer; within one minute of handing in the exam, reopen it",
            (Action::Previous, Slide | Count) => "undo the last step",
            (Action::Next, Count | Watch) => "after a search: go to the next match",
            (Action::Digit(_), Count) => "type the number of votes",
            (Action::Left | Action::FocusBack, Count) => "go to the previous number",
            (Action::Right | Action::Focus, Count) => "go to the next number",
            (Action::Select, Count) => "count the votes",
            (Action::Erase, Count) => "delete a digit",
            (Action::End, Slide | Count) => "end the session and show the results",
            (Action::HandIn, Exam) => "hand in",
            _ => self.label,
        }
    }

    /// Returns whether help lists the binding in the given context. The key for the next page is also listed on screens
    /// where its only use is to move to the next search match.
    pub fn is_listed_in(&self, context: Context) -> bool {
        self.contexts.contains(&context) || self.name == "next" && matches!(context, Count | Watch)
    }

    pub fn is_for_class(&self) -> bool {
        self.contexts.iter().all(|context| matches!(context, Slide | Count | Exam | Watch))
    }
}

bindings! {
    Digit(1) "digit-1" ["1"] ["401" "1"] "choose 401, or the first answer" DIGITS;
    Digit(3) "digit-3" ["3"] ["403" "3"] "choose 403, or the third answer" DIGITS;
    Digit(0) "digit-0" ["0"] ["neither" "0"]
        "choose \"neither\", if that is one of the answers" &[Question, Count, Exam];
    Digit(2) "digit-2" ["2"] [] NUMBERED DIGITS;
    Digit(4) "digit-4" ["4"] [] NUMBERED DIGITS;
    Digit(5) "digit-5" ["5"] [] NUMBERED DIGITS;
    Digit(6) "digit-6" ["6"] [] NUMBERED DIGITS;
    Digit(7) "digit-7" ["7"] [] NUMBERED DIGITS;
    Digit(8) "digit-8" ["8"] [] NUMBERED DIGITS;
    Digit(9) "digit-9" ["9"] [] NUMBERED DIGITS;
    Commit(Confidence::Guess) "guess" ["g"] ["g" "guess"] "submit your answer as a guess" ANSWERS;
    Commit(Confidence::Fairly) "fairly" ["f"] ["f" "fairly" "fairly sure"] "submit your answer as fairly sure" ANSWERS;
    Commit(Confidence::Certain) "certain" ["c"] ["c" "certain"] "submit your answer as certain" ANSWERS;
    Undo "undo" ["u"] ["undo" "clear" "u"]
        "clear the choice, take back a test answer, or reset all facts"
            &[Question, Bench, Exam];
    Hint "hint" ["t"] ["hint" "t"] "show a hint (there are two)" &[Question];
    Reveal "reveal" ["r"] ["reveal"] "show the answer; the question then doesn't count" &[Question];
    Keep "keep" ["s"] [] "in the workbench: save these facts as a scenario to fill in" &[Bench];
    Skip "skip" ["s"] ["skip"] "skip the question" &[Question, Slide, Count];
    Next "next" ["n"] ["next" "n" ""] "continue" &[Ruling, Page, Bench, Slide, Exam];
    Previous "previous" ["p"] ["back" "p"]
        "go back to the previous question" &[Question, Ruling, Page, Slide, Count, Exam];
    Repeat "" [] ["repeat" "r"] "show the case or the page again" COURSE;
    PreviousMatch "previous-match" ["N"] [] "after a search: go to the previous match" ALL;
    Left "left" ["left" "h"] [] "move left, towards 401" LISTS;
    Right "right" ["right" "l"] [] "move right, towards 403" LISTS;
    Up "up" ["up" "k"] [] "move or scroll up" ALL;
    Down "down" ["down" "j"] [] "move or scroll down" ALL;
    Focus "next-row" ["tab"] [] "move to the next row" LISTS;
    FocusBack "previous-row" ["backtab"] [] "move to the previous row" LISTS;
    PageUp "page-up" ["pageup" "ctrl-u" "ctrl-b"] [] "scroll up by a page" EVERYWHERE;
    PageUp "" ["b"] [] "scroll up by a page" TEXTS;
    PageDown "page-down" ["pagedown" "ctrl-d" "ctrl-f"] [] "scroll down by a page" EVERYWHERE;
    PageDown "" ["f"] [] "scroll down by a page" TEXTS;
    Top "top" ["home"] [] "go to the start" ALL;
    Top "" ["g"] [] "go to the start" NO_GUESS;
    Bottom "bottom" ["end"] [] "go to the end" ALL;
    Bottom "" ["G"] [] "go to the end" NO_GUESS;
    Select "select" ["enter" "space"] [] "choose the selected item, or continue" NO_COUNT;
    Select "" ["enter" "space"] [] "scroll down by a page" &[Watch];
    Select "" ["enter"] [] "in class: count the votes" &[Count];
    Focus "" ["space"] [] "in class: go to the next number" &[Count];
    Erase "erase" ["backspace"] [] "in class: delete a digit" &[Count];
    End "results" ["e"] ["end"] "in class: end the session and show the results" &[Slide, Count];
    HandIn "hand-in" ["e"] ["hand in"] "in an exam: hand in" &[Exam];
    Search "search" ["/"] [] "search" ALL;
    Practise "practise" ["o"] ["practise" "o"] "practise your weakest kinds of case" &[Ruling, Page];
    Report "report" ["w"] ["report" "w"] "write a report about this case" &[Question, Marking, Ruling];
    ListCases "" [] ["cases"]
        "list the cases that contain certain words, for example: cases expired airport" &[Question, Ruling];
    OpenCase "" [] ["open"] "open a case from that list by its number, for example: open 2" &[Question, Ruling];
    LookUp "" [] ["reference"] "look something up, for example: reference WWW-Authenticate" COURSE;
    Progress "" [] ["progress" "stats"] "show your progress" COURSE;
    Menu "" [] ["menu" "home"] "list everything that you can open" COURSE;
    Settings "" [] ["settings"] "show the settings, or change one, for example: settings theme dark" COURSE;
    Course "" [] ["course"] "go to the course" COURSE;
    Round "" [] ["round"] "return to the round outside the course" COURSE;
    Details "details" ["d"] ["d"] "show or hide the details of every ruling" &[Ruling];
    Help "help" ["?" "f1"] ["help" "?"] "help" EVERYWHERE;
    Escape "escape" ["esc"] [] "go back one screen" EVERYWHERE;
    Quit "quit" ["q"] ["quit" "q" "exit"] "go to the home screen, or leave if you are already there" ALL;
    Interrupt "" ["ctrl-c"] [] "leave immediately; every answer is saved" EVERYWHERE;
    Repaint "repaint" ["ctrl-l"] [] "redraw the screen" EVERYWHERE;
    Suspend "suspend" ["ctrl-z"] [] "suspend; `fg` resumes" EVERYWHERE;
}

/// A character key is named after the character that it types. Other names are translated.
pub(crate) fn key_title(key: &str) -> &str {
    match key {
        "space" => say!("space"),
        "tab" => say!("tab"),
        "backtab" => say!("backtab"),
        "backspace" => say!("backspace"),
        "enter" => say!("enter"),
        "esc" => say!("esc"),
        "left" => say!("left"),
        "right" => say!("right"),
        "up" => say!("up"),
        "down" => say!("down"),
        "home" => say!("home"),
        "end" => say!("end"),
        "pageup" => say!("pageup"),
        "pagedown" => say!("pagedown"),
        other => other,
    }
}

/// Returns the action for a word typed in plain mode.
pub fn for_word(word: &str) -> Option<Action> {
    BINDINGS.iter().find(|binding| binding.words.contains(&word)).map(|binding| binding.action)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_does_two_things_in_one_place_and_no_word_does_two_things() {
        for (index, left) in BINDINGS.iter().enumerate() {
            for right in &BINDINGS[index + 1..] {
                let shared = left.contexts.iter().any(|context| right.contexts.contains(context));
                let key = left.keys.iter().find(|key| right.keys.contains(key));
                assert!(!shared || key.is_none(), "{key:?} is bound to {:?} and {:?}", left.action, right.action);
                let word = left.words.iter().find(|word| right.words.contains(word));
                assert_eq!(word, None, "{:?} and {:?}", left.action, right.action);
            }
        }
    }

    #[test]
    fn every_binding_can_be_reached_and_says_what_it_does() {
        for binding in BINDINGS {
            assert!(!binding.keys.is_empty() || !binding.words.is_empty());
            assert!(!binding.label.is_empty() && !binding.contexts.is_empty());
        }
        assert_eq!(Keys::default().action("g", Home), Some(Action::Top));
        assert_eq!(for_word("fairly"), Some(Action::Commit(Confidence::Fairly)));
    }
}
