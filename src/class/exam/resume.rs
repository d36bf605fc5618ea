//! Checks whether the exam in a file is the exam that the student wants to take.
//!
//! If the exams differ, the error message names the option that differs.

use super::sitting::{ExamPaper, limit_text, questions_text};
use crate::say;
use crate::scenario::library::Library;
use crate::sorting::sort_by;

#[derive(Debug)]
pub(super) struct Refusal {
    /// The reason, which is printed after the name of the file.
    pub why: String,
    pub hint: String,
}

/// Compares the questions regardless of their order. The order depends on the correct answers, which may have been
/// corrected since the exam began.
fn has_same_questions(kept: &ExamPaper, asked: &ExamPaper) -> bool {
    let [mut kept, mut asked] = [kept, asked].map(|paper| paper.items.clone());
    sort_by(&mut kept, Ord::cmp);
    sort_by(&mut asked, Ord::cmp);
    kept == asked
}

/// If the questions that are no longer in the open packs are the only difference, leaves them out, so that the student
/// can continue. Returns a sentence that names them.
pub(super) fn leave_out_missing(kept: &mut ExamPaper, asked: &ExamPaper, library: &Library) -> Option<String> {
    let is_missing = |id: &&String| library.scenario(id).is_none();
    let missing: Vec<&str> = kept.items.iter().filter(is_missing).map(String::as_str).collect();
    let rest = ExamPaper { items: kept.items.iter().filter(|id| !is_missing(id)).cloned().collect(), ..kept.clone() };
    let sentence =
        say!("The exam continues without these questions, which are no longer in the packs: {}.", missing.join(", "));
    if missing.is_empty() || !has_same_questions(&rest, asked) {
        return None;
    }
    *kept = rest;
    Some(sentence)
}

/// The hint suggests starting again only if the file contains a different exam. If only an option differs, the student
/// must be able to resume the exam.
pub(super) fn refuse_other(kept: &ExamPaper, asked: &ExamPaper) -> Result<(), Refusal> {
    let refuse = |why: String, hint: String| Err(Refusal { why, hint });
    if (&kept.form, &kept.seat) != (&asked.form, &asked.seat) {
        let hint = say!(
            "choose a different file with --out, or start again with --force, which renames the old file and keeps it"
        );
        return refuse(
            say!("already contains the exam of seat {} ({})", kept.seat, kept.form.title()),
            hint.to_owned(),
        );
    }
    let counts = [kept, asked].map(|paper| questions_text(paper.items.len()));
    let limits = [kept, asked].map(|paper| limit_text(paper.minutes));
    let (why, hint) = if kept.seed != asked.seed {
        (say!("has the seed {} instead of {}", kept.seed, asked.seed), format!("--seed {}", kept.seed))
    } else if !has_same_questions(kept, asked) {
        // Several options can determine the questions, and the file doesn't record which of them were used.
        return if counts[0] == counts[1] {
            let hint = say!("ask your teacher which command and which packs the exam was started with");
            refuse(
                say!("contains different questions from the ones that your options select").to_owned(),
                hint.to_owned(),
            )
        } else {
            let count = format!("--count {}", kept.items.len());
            let hint =
                say!("use the options that the exam was started with: {} or the same --kinds, --ids and --pack", count);
            refuse(say!("has {} instead of {}", counts[0], counts[1]), hint)
        };
    } else if kept.minutes != asked.minutes {
        let hint = kept.minutes.map_or_else(
            || say!("leave out --minutes and --extra").to_owned(),
            |minutes| say!("type {} without --extra", format!("--minutes {minutes}")),
        );
        return refuse(say!("has {} instead of {}", limits[0], limits[1]), hint);
    } else if let Some(code) = asked.code.as_ref().filter(|code| kept.code.as_ref() != Some(code)) {
        match &kept.code {
            Some(begun) => (say!("has the start code {} instead of {}", begun, code), format!("--code {begun}")),
            None => (say!("began without a start code").to_owned(), say!("leave out --code").to_owned()),
        }
    } else {
        return Ok(());
    };
    refuse(why, say!("use the options that the exam was started with: {}", hint))
}
