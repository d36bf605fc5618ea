//! Generates pseudo-random numbers. The same seed produces the same sequence on every machine.

/// `SplitMix64`, a small pseudo-random number generator (Steele, Lea and Flood 2014).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Random(pub u64);

impl Random {
    pub fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// Returns a random number below the bound, or 0 if the bound is 0.
    pub fn below(&mut self, bound: usize) -> usize {
        let bound = u64::try_from(bound).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.number() % bound).unwrap_or(0)
    }

    /// Returns a random number that is at least 0 and less than 1.
    pub fn share(&mut self) -> f64 {
        // A 32-bit integer can be converted to a floating-point number without loss.
        f64::from(u32::try_from(self.number() >> 32).unwrap_or(0)) / (f64::from(u32::MAX) + 1.0)
    }

    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for end in (1..items.len()).rev() {
            let pick = self.below(end + 1);
            items.swap(end, pick);
        }
    }
}
