use super::RequestText;
use crate::text::tidy;

impl RequestText {
    /// As it is kept.
    pub fn tidied(self) -> Self {
        self.each(tidy)
    }

    /// With every text changed so.
    pub fn each(self, change: impl Fn(&str) -> String) -> Self {
        Self { support: change(&self.support), goal: change(&self.goal), why: change(&self.why), ..self }
    }
}
