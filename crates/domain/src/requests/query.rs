use super::{Side, Which};
use crate::page::PageQuery;
use crate::problem::FieldError;

/// Which page of which requests: `side=mentor&which=answered&limit=20&cursor=…`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestsQuery {
    /// What the reader is to them: those that the reader sent unless it says `mentor`.
    pub as_mentor: bool,
    /// Those that are open unless it says otherwise.
    pub which: Which,
    /// Which page.
    pub page: PageQuery,
}

impl RequestsQuery {
    /// Reads a query string (without `?`). Errors name the parameter.
    pub fn parse(query: &str) -> Result<Self, Vec<FieldError>> {
        let (mut as_mentor, mut which, mut errors) = (false, Which::Open, Vec::new());
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            match (&*name, &*value) {
                ("side", side) if side == Side::Mentor.as_str() => as_mentor = true,
                ("side", side) if side == Side::Mentee.as_str() => as_mentor = false,
                ("which", "open") => which = Which::Open,
                ("which", "answered") => which = Which::Answered,
                ("side" | "which", _) => {
                    errors.push(FieldError::new(format!("/{name}"), "unknown_value"));
                }
                _ => {}
            }
        }
        match PageQuery::parse(query) {
            Ok(page) if errors.is_empty() => Ok(Self { as_mentor, which, page }),
            Ok(_) => Err(errors),
            Err(more) => Err(errors.into_iter().chain(more).collect()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_says_which_requests() {
        let plain = RequestsQuery::parse("").unwrap();
        assert_eq!((plain.as_mentor, plain.which, plain.page.limit), (false, Which::Open, 20));
        let all = RequestsQuery::parse("side=mentor&which=answered&limit=5").unwrap();
        assert_eq!((all.as_mentor, all.which, all.page.limit), (true, Which::Answered, 5));
        let errors = RequestsQuery::parse("side=clock&which=all&limit=0").unwrap_err();
        let pointers: Vec<_> = errors.iter().map(|error| error.pointer.as_str()).collect();
        assert_eq!(pointers, ["/side", "/which", "/limit"]);
    }
}
