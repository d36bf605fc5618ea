//! Measures how many rulings the engine makes per second.
//!
//! `cargo bench --bench ruling` rules on every 50,021st set of facts on all cores; `-- --stride N` rules on every Nth.
//! The tests rule on one set from each group of sets that get the same questions and answers. The benchmark, in
//! contrast, rules on individual sets.

#![allow(clippy::print_stdout, missing_docs, reason = "a bench prints its figures")]

use std::hint::black_box;
use std::thread;
use std::time::Instant;

use airside::ruling::{FactName, Facts, rule};

/// Decodes a number in mixed radix, in which each digit is the index of one fact's value.
fn set(mut number: u64) -> Facts {
    FactName::ALL.into_iter().fold(Facts::default(), |facts, fact| {
        let values = fact.values().len() as u64;
        let digit = usize::try_from(number % values).unwrap_or(0);
        number /= values;
        facts.with_index(fact, digit)
    })
}

/// Rules on every `stride`th set, starting at `first`. Returns the number of rulings, and how many of them were 401 and
/// 403.
fn walk(first: u64, product: u64, stride: u64) -> (u64, u64, u64) {
    let (mut count, mut unauthorized, mut forbidden) = (0, 0, 0);
    let mut number = first;
    while number < product {
        let ruling = rule(black_box(&set(number)));
        count += 1;
        unauthorized += u64::from(ruling.status == 401);
        forbidden += u64::from(ruling.status == 403);
        number += stride;
    }
    (count, unauthorized, forbidden)
}

fn main() {
    let product: u64 = FactName::ALL.iter().map(|fact| fact.values().len() as u64).product();
    let mut arguments = std::env::args().skip_while(|argument| argument != "--stride");
    let stride = arguments.nth(1).and_then(|stride| stride.parse().ok()).filter(|stride| *stride > 0).unwrap_or(50_021);
    let cores = thread::available_parallelism().map_or(1, usize::from) as u64;
    let start = Instant::now();
    let shares: Vec<_> =
        (0..cores).map(|core| thread::spawn(move || walk(core * stride, product, stride * cores))).collect();
    let sums = shares
        .into_iter()
        .filter_map(|share| share.join().ok())
        .fold((0, 0, 0), |sum: (u64, u64, u64), share| (sum.0 + share.0, sum.1 + share.1, sum.2 + share.2));
    let seconds = start.elapsed().as_secs_f64();
    #[allow(clippy::cast_precision_loss, reason = "a rate")]
    let rate = sums.0 as f64 / seconds / 1e6;
    println!("{} of {product} sets on {cores} cores in {seconds:.1} s: {rate:.1} million a second", sums.0);
    println!("{} are 401, {} are 403", sums.1, sums.2);
}
