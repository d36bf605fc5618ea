//! Compares the conditions under which exams were taken with the expected conditions.
//!
//! An exam taken under different conditions still counts, but the report points out the differences.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::{AnswerKeyItem, GradedExam};
use crate::class::exam::code::{StartCode, parse_code};
use crate::class::exam::form::ExamForm;
use crate::class::exam::sitting::{limit_text, questions_text};
use crate::say;
use crate::scenario::index::Category;
use crate::sorting::sort_by_key;

const MOST_KINDS: usize = 3;

/// The conditions that must match before scores can be compared.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Conditions {
    pub seed: u64,
    pub minutes: Option<u32>,
    pub count: usize,
    pub code: Option<String>,
    pub questions: String,
    pub kinds: String,
}

/// The conditions that the teacher expects. A field that is `None` accepts any value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Expected {
    pub form: Option<ExamForm>,
    pub seed: Option<u64>,
    pub minutes: Option<Option<u32>>,
    pub count: Option<usize>,
    pub code: Option<Option<String>>,
    /// The digest of the questions, as in [`Conditions`]. Teachers can't specify the digest on the command line.
    pub questions: Option<String>,
    /// The kinds of case that the questions belong to, if the questions were chosen individually.
    pub kinds: String,
}

impl Expected {
    /// Parses conditions in any order, such as `form=A,seed=3,minutes=20,count=10,code=K7Q`. `minutes=none` means no
    /// time limit, and `form=custom` means that the questions were chosen individually.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut expected = Self::default();
        let mut names = BTreeSet::new();
        for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
            let wrong = || {
                say!(
                    "`{}` isn't a valid exam setting; type, for example, form=A,seed=3,minutes=20,count=10,code=K7Q. If students get different forms, leave out the form",
                    part
                )
            };
            let (name, value) = part.split_once('=').ok_or_else(wrong)?;
            if !names.insert(name.trim().to_lowercase()) {
                return Err(say!("it contains `{}` twice; type each setting only once", name.trim()));
            }
            match (name.trim().to_lowercase().as_str(), value.trim()) {
                ("form", "A" | "a") => expected.form = Some(ExamForm::A),
                ("form", "B" | "b") => expected.form = Some(ExamForm::B),
                ("form", "custom") => expected.form = Some(ExamForm::Custom),
                ("seed", number) => expected.seed = Some(number.parse().map_err(|_| wrong())?),
                ("minutes", "none") => expected.minutes = Some(None),
                ("minutes", number) => expected.minutes = Some(Some(number.parse().map_err(|_| wrong())?)),
                ("count", number) => {
                    expected.count = Some(number.parse().ok().filter(|count| *count > 0).ok_or_else(wrong)?);
                }
                ("code", "none") => expected.code = Some(None),
                ("code", code) => expected.code = Some(Some(parse_code(code)?)),
                ("form", _) => return Err(wrong()),
                (other, _) => {
                    return Err(say!("`{}` isn't an exam setting. Allowed: form, seed, minutes, count, code", other));
                }
            }
        }
        if expected == Self::default() {
            return Err(say!(
                "it contains no exam setting; type, for example, form=A,seed=3,minutes=20,count=10,code=K7Q"
            )
            .to_owned());
        }
        Ok(expected)
    }

    fn most_common<'a>(graded_exams: impl Iterator<Item = &'a GradedExam>) -> Self {
        let mut counts: BTreeMap<&Conditions, usize> = BTreeMap::new();
        for paper in graded_exams {
            *counts.entry(&paper.conditions).or_default() += 1;
        }
        let Some((common, _)) = counts.into_iter().max_by_key(|(_, count)| *count) else { return Self::default() };
        Self {
            form: None,
            seed: Some(common.seed),
            minutes: Some(common.minutes),
            count: Some(common.count),
            code: Some(common.code.clone()),
            questions: Some(common.questions.clone()),
            kinds: common.kinds.clone(),
        }
    }

    fn completed_with(&self, common: Self) -> Self {
        let stated = self.clone();
        Self {
            form: stated.form.or(common.form),
            seed: stated.seed.or(common.seed),
            minutes: stated.minutes.or(common.minutes),
            count: stated.count.or(common.count),
            code: stated.code.or(common.code),
            questions: stated.questions.or(common.questions),
            kinds: common.kinds,
        }
    }

    /// Returns the conditions as text, such as `form A, seed 3, 20 minutes`.
    pub fn text(&self) -> String {
        let form = self.form.map(|form| match form {
            ExamForm::Custom if !self.kinds.is_empty() => format!("{} ({})", form.title(), self.kinds),
            form => form.title(),
        });
        let count = self.count.map(questions_text);
        let seed = self.seed.map(|seed| say!("seed {}", seed));
        let minutes = self.minutes.map(limit_text);
        let code = self.code.clone().map(code_text);
        let parts: Vec<String> = [form, count, seed, minutes, code].into_iter().flatten().collect();
        parts.join(", ")
    }

    fn differences(&self, paper: &GradedExam) -> Vec<String> {
        let Conditions { seed, minutes, count, code, questions, .. } = &paper.conditions;
        let instead = |is: String, expected: String| say!("{} instead of {}", is, expected);
        let form = self.form.filter(|form| *form != paper.form);
        let short = |form: ExamForm| if form == ExamForm::Custom { form.title() } else { form.to_string() };
        let form = form.map(|form| instead(paper.form.title(), short(form)));
        let seeds = self.seed.filter(|expected| expected != seed);
        let seeds = seeds.map(|expected| instead(say!("seed {}", seed), expected.to_string()));
        let times = self.minutes.filter(|expected| expected != minutes);
        let times = times.map(|expected| instead(limit_text(*minutes), limit_text(expected)));
        let counts = self.count.filter(|expected| expected != count);
        let counts = counts.map(|expected| instead(questions_text(*count), expected.to_string()));
        let codes = self.code.clone().filter(|expected| expected != code);
        let codes = codes.map(|expected| instead(code_text(code.clone()), code_text(expected)));
        // A different number of questions implies different questions, so the report mentions only the number.
        let others = self.questions.as_ref().filter(|expected| *expected != questions && counts.is_none());
        let others = others.map(|_| say!("other questions").to_owned());
        let day = code.as_deref().and_then(StartCode::parse).and_then(|code| code.mismatch(paper.begun));
        [form, counts, others, seeds, times, codes, day].into_iter().flatten().collect()
    }
}

/// Lists the kinds of case that the questions belong to, such as `expired credentials, incident`. Returns an empty
/// string if there are more than three kinds of case.
pub(super) fn kinds_text(items: &[&AnswerKeyItem]) -> String {
    let kinds: Vec<&str> =
        Category::all().filter(|kind| items.iter().any(|item| item.category == *kind)).map(Category::title).collect();
    if kinds.len() > MOST_KINDS { String::new() } else { kinds.join(", ") }
}

fn code_text(code: Option<String>) -> String {
    code.map_or_else(|| say!("no start code").to_owned(), |code| say!("start code {}", code))
}

/// Returns the exams that the class was meant to take, sorted by form and then by how many seats took them. A class can
/// take two exams with individually chosen questions, for example as a pre-test and a post-test. However, if several
/// seats have the same set of questions, a set that only one seat has is treated as a mistake.
pub(super) fn planned<'a>(graded_exams: &[&'a GradedExam]) -> Vec<(ExamForm, &'a str)> {
    let mut counts: BTreeMap<(ExamForm, &str), usize> = BTreeMap::new();
    for paper in graded_exams {
        *counts.entry(paper.exam()).or_default() += 1;
    }
    let mut exams: Vec<((ExamForm, &str), usize)> = counts.into_iter().collect();
    sort_by_key(&mut exams, |((form, code), count)| (*form, Reverse(*count), *code));
    let is_planned = |(index, ((form, _), count)): (usize, &((ExamForm, &str), usize))| {
        let of_form = || exams.iter().filter(|((other, _), _)| other == form);
        let is_pair = of_form().count() <= 2 && of_form().all(|(_, count)| *count == 1);
        let is_first = exams.iter().position(|((other, _), _)| other == form) == Some(index);
        is_first || is_pair || *count > 1
    };
    let planned = exams.iter().enumerate().filter(|exam| is_planned(*exam));
    planned.map(|(_, (exam, _))| *exam).collect()
}

/// Returns the expected conditions for each form, and the exams that were taken under different conditions. If the
/// teacher doesn't specify a condition, the most common value among the exams that meet the specified conditions is
/// expected.
pub(super) fn compare<'a>(
    graded_exams: &[&'a GradedExam], stated: Option<&Expected>,
) -> (Vec<Expected>, Vec<(&'a GradedExam, Vec<String>)>) {
    let nothing = Expected::default();
    let stated = stated.unwrap_or(&nothing);
    let fits = |paper: &&GradedExam| stated.differences(paper).is_empty();
    let fitting: Vec<&GradedExam> = graded_exams.iter().copied().filter(fits).collect();
    let common: Vec<((ExamForm, &str), Expected)> = planned(graded_exams)
        .into_iter()
        .map(|exam| {
            let of_exam = |exams: &[&'a GradedExam]| -> Vec<&'a GradedExam> {
                exams.iter().copied().filter(|graded| graded.exam() == exam).collect()
            };
            let (all, fitting) = (of_exam(graded_exams), of_exam(&fitting));
            let common = Expected::most_common(if fitting.is_empty() { all } else { fitting }.into_iter());
            (exam, stated.completed_with(Expected { form: Some(exam.0), ..common }))
        })
        .collect();
    let find = |paper: &GradedExam| {
        let same = common.iter().find(|(exam, _)| *exam == paper.exam());
        same.or_else(|| common.iter().find(|((form, _), _)| *form == paper.form)).map(|(_, expected)| expected)
    };
    let differs = |paper: &&'a GradedExam| {
        Some((*paper, find(paper)?.differences(paper))).filter(|(_, differences)| !differences.is_empty())
    };
    let others = graded_exams.iter().filter_map(differs).collect();
    let is_stated = |((form, _), _): &((ExamForm, &str), Expected)| stated.form.is_none_or(|stated| stated == *form);
    let mut expected: Vec<Expected> = common.iter().filter(|one| is_stated(one)).map(|(_, one)| one.clone()).collect();
    if expected.is_empty() && *stated != nothing {
        expected.push(stated.clone());
    }
    (expected, others)
}
