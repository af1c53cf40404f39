use super::{ExportFormat, GoalState};
use crate::ids::GoalId;
use crate::page::PageQuery;
use crate::problem::FieldError;
use crate::requests::Side;

/// Which page of which goals of a participant: `state=active&side=mentee&limit=20&cursor=…`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GoalsQuery {
    /// Those in this state only.
    pub state: Option<GoalState>,
    /// Those of relationships in which the reader is this only.
    pub side: Option<Side>,
    /// Which page.
    pub page: PageQuery,
}

/// Which page of the timeline of a journey: `goal=…&limit=20&cursor=…`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimelineQuery {
    /// What belongs to this goal only.
    pub goal: Option<GoalId>,
    /// Which page.
    pub page: PageQuery,
}

impl GoalsQuery {
    /// Reads a query string (without `?`). Errors name the parameter.
    pub fn parse(query: &str) -> Result<Self, Vec<FieldError>> {
        let (mut state, mut side, mut errors) = (None, None, Vec::new());
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            match &*name {
                "state" => match value.parse() {
                    Ok(known) => state = Some(known),
                    Err(_) => errors.push(unknown(&name)),
                },
                "side" => match value.parse() {
                    Ok(known @ (Side::Mentor | Side::Mentee)) => side = Some(known),
                    _ => errors.push(unknown(&name)),
                },
                _ => {}
            }
        }
        page(query, errors).map(|page| Self { state, side, page })
    }
}

impl TimelineQuery {
    /// Reads a query string (without `?`). Errors name the parameter.
    pub fn parse(query: &str) -> Result<Self, Vec<FieldError>> {
        let (mut goal, mut errors) = (None, Vec::new());
        for (name, value) in form_urlencoded::parse(query.as_bytes()).filter(|(name, _)| name == "goal") {
            match value.parse() {
                Ok(id) => goal = Some(id),
                Err(_) => errors.push(unknown(&name)),
            }
        }
        page(query, errors).map(|page| Self { goal, page })
    }
}

/// In which form goals are downloaded: `format=csv`. Errors name the parameter.
pub fn export_format(query: &str) -> Result<ExportFormat, FieldError> {
    let asked = asked(query, "format").ok_or_else(|| FieldError::new("/format", "required"))?;
    asked.parse().map_err(|_| unknown("format"))
}

/// Since which version the changes of a goal are asked for: `since=3`. Errors name the parameter.
pub fn since(query: &str) -> Result<i64, FieldError> {
    let asked = asked(query, "since").ok_or_else(|| FieldError::new("/since", "required"))?;
    let version = asked.parse().map_err(|_| FieldError::new("/since", "number"))?;
    if (1..=1_000_000_000).contains(&version) { Ok(version) } else { Err(FieldError::new("/since", "range")) }
}

fn asked(query: &str, name: &str) -> Option<String> {
    let mut pairs = form_urlencoded::parse(query.as_bytes());
    pairs.find(|(found, _)| found == name).map(|(_, value)| value.into_owned())
}

fn unknown(name: &str) -> FieldError {
    FieldError::new(format!("/{name}"), "unknown_value")
}

fn page(query: &str, errors: Vec<FieldError>) -> Result<PageQuery, Vec<FieldError>> {
    match PageQuery::parse(query) {
        Ok(page) if errors.is_empty() => Ok(page),
        Ok(_) => Err(errors),
        Err(more) => Err(errors.into_iter().chain(more).collect()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_says_which_goals() {
        let plain = GoalsQuery::parse("").unwrap();
        assert_eq!((plain.state, plain.side, plain.page.limit), (None, None, 20));
        let some = GoalsQuery::parse("state=let_go&side=mentor&limit=5").unwrap();
        assert_eq!((some.state, some.side, some.page.limit), (Some(GoalState::LetGo), Some(Side::Mentor), 5));
        let errors = GoalsQuery::parse("state=lost&side=clock&limit=0").unwrap_err();
        let pointers: Vec<_> = errors.iter().map(|error| error.pointer.as_str()).collect();
        assert_eq!(pointers, ["/state", "/side", "/limit"]);
    }

    #[test]
    fn a_query_says_in_which_form_and_since_when() {
        assert_eq!(export_format("format=json"), Ok(ExportFormat::Json));
        assert_eq!(export_format("format=xls"), Err(FieldError::new("/format", "unknown_value")));
        assert_eq!(export_format(""), Err(FieldError::new("/format", "required")));
        assert_eq!(since("since=3"), Ok(3));
        for (query, code) in [("", "required"), ("since=a", "number"), ("since=0", "range")] {
            assert_eq!(since(query), Err(FieldError::new("/since", code)), "{query}");
        }
    }

    #[test]
    fn a_query_says_which_part_of_the_timeline() {
        assert_eq!(TimelineQuery::parse("").unwrap().goal, None);
        let id = "019b76da-a800-7000-8000-000000000014";
        let some = TimelineQuery::parse(&format!("goal={id}")).unwrap();
        assert_eq!(some.goal.map(|goal| goal.to_string()).as_deref(), Some(id));
        let errors = TimelineQuery::parse("goal=mine").unwrap_err();
        assert_eq!(errors, [FieldError::new("/goal", "unknown_value")]);
    }
}
