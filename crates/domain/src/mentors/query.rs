//! A search as it stands in an address: the API's query and the web app's URL are the same text.
//!
//! `want=skills.rust&want=languages.de&importance=skills.essential&exact=languages&text=…&limit=20&cursor=…`

use super::WantedCriterion;
use crate::criteria::{CriterionKey, Importance, OptionKey};
use crate::page::{self, DEFAULT_LIMIT};
use crate::problem::FieldError;
use crate::profiles::Preference;
use crate::text::one_line;

/// The longest free text of a search, in characters.
pub const MAX_TEXT: usize = 200;
/// The most options that one search can want.
pub const MAX_WANTED: usize = 200;

/// Which criteria a search goes by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Wanted {
    /// The saved preferences (no `want` in the query).
    #[default]
    Saved,
    /// None: everybody (`want=none`).
    Nothing,
    /// These options, by criterion, in the order in which the criteria first appear.
    These(Vec<(CriterionKey, Vec<OptionKey>)>),
}

/// A search for mentors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MentorQuery {
    /// Which criteria count.
    pub wanted: Wanted,
    /// How much a criterion matters, where it is not as saved (else important).
    pub importance: Vec<(CriterionKey, Importance)>,
    /// Criteria in which only full points are let through.
    pub exact: Vec<CriterionKey>,
    /// Words that name, headline or story must hold.
    pub text: String,
    /// Mentors without a free place too.
    pub include_full: bool,
    /// How many mentors a page has.
    pub limit: u32,
    /// Where to go on.
    pub cursor: Option<String>,
}

impl Default for MentorQuery {
    fn default() -> Self {
        Self {
            wanted: Wanted::Saved,
            importance: Vec::new(),
            exact: Vec::new(),
            text: String::new(),
            include_full: false,
            limit: DEFAULT_LIMIT,
            cursor: None,
        }
    }
}

impl MentorQuery {
    /// Reads a query string (without `?`). Errors name the parameter: `/want`, `/limit` …
    pub fn parse(query: &str) -> Result<Self, Vec<FieldError>> {
        let mut found = Self::default();
        let mut errors = Vec::new();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            if let Err(code) = found.take(&name, &value) {
                errors.push(FieldError::new(format!("/{name}"), code));
            }
        }
        if errors.is_empty() { Ok(found) } else { Err(errors) }
    }

    fn take(&mut self, name: &str, value: &str) -> Result<(), &'static str> {
        match name {
            "want" if value == "none" => self.want_nothing(),
            "want" => self.want(value),
            "importance" => {
                let (criterion, importance) = value.split_once('.').ok_or("importance")?;
                let criterion = criterion.parse().map_err(|_| "importance")?;
                let importance = importance.parse().map_err(|_| "importance")?;
                self.importance.retain(|(known, _)| *known != criterion);
                self.importance.push((criterion, importance));
                Ok(())
            }
            "exact" => {
                let criterion = value.parse().map_err(|_| "exact")?;
                if !self.exact.contains(&criterion) {
                    self.exact.push(criterion);
                }
                Ok(())
            }
            "text" => self.set_text(value),
            "include_full" => value.parse().map(|yes| self.include_full = yes).map_err(|_| "boolean"),
            "limit" => page::limit(value).map(|limit| self.limit = limit),
            "cursor" => page::cursor(value).map(|cursor| self.cursor = Some(cursor)),
            _ => Ok(()),
        }
    }

    fn want_nothing(&mut self) -> Result<(), &'static str> {
        if matches!(self.wanted, Wanted::These(_)) {
            return Err("want");
        }
        self.wanted = Wanted::Nothing;
        Ok(())
    }

    fn want(&mut self, value: &str) -> Result<(), &'static str> {
        let (criterion, option) = value.split_once('.').ok_or("want")?;
        let criterion: CriterionKey = criterion.parse().map_err(|_| "want")?;
        let option: OptionKey = option.parse().map_err(|_| "want")?;
        let mut these = match std::mem::take(&mut self.wanted) {
            Wanted::Nothing => return Err("want"),
            Wanted::Saved => Vec::new(),
            Wanted::These(these) => these,
        };
        let full =
            these.iter().map(|(_, options): &(_, Vec<OptionKey>)| options.len()).sum::<usize>() >= MAX_WANTED;
        match these.iter_mut().find(|(known, _)| *known == criterion) {
            _ if full => {}
            Some((_, options)) if options.contains(&option) => {}
            Some((_, options)) => options.push(option),
            None => these.push((criterion, vec![option])),
        }
        self.wanted = Wanted::These(these);
        if full { Err("too_many") } else { Ok(()) }
    }

    fn set_text(&mut self, value: &str) -> Result<(), &'static str> {
        if value.chars().count() > MAX_TEXT {
            return Err("length");
        }
        one_line(value).map_err(|_| "forbidden_characters")?;
        value.trim().clone_into(&mut self.text);
        Ok(())
    }

    /// The criteria that this search goes by, for a mentee who saved these preferences.
    pub fn criteria(&self, saved: &[Preference]) -> Vec<WantedCriterion> {
        let saved_for = |criterion: &CriterionKey| saved.iter().find(|p| p.criterion == *criterion);
        let wanted = |criterion: &CriterionKey, options: &[OptionKey]| WantedCriterion {
            criterion: criterion.clone(),
            options: options.to_vec(),
            importance: (self.importance.iter().find(|(named, _)| named == criterion).map(|(_, i)| *i))
                .or_else(|| saved_for(criterion).map(|p| p.importance))
                .unwrap_or(Importance::Important),
            exact: self.exact.contains(criterion),
        };
        match &self.wanted {
            Wanted::Saved => saved.iter().map(|p| wanted(&p.criterion, &p.options)).collect(),
            Wanted::Nothing => Vec::new(),
            Wanted::These(these) => {
                these.iter().map(|(criterion, options)| wanted(criterion, options)).collect()
            }
        }
    }

    /// The query string that reads back as this search; empty for the plain list by saved preferences.
    pub fn to_query(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        match &self.wanted {
            Wanted::Saved => {}
            Wanted::Nothing => {
                query.append_pair("want", "none");
            }
            Wanted::These(these) => {
                for (criterion, option) in
                    these.iter().flat_map(|(c, options)| options.iter().map(move |o| (c, o)))
                {
                    query.append_pair("want", &format!("{criterion}.{option}"));
                }
            }
        }
        for (criterion, importance) in &self.importance {
            query.append_pair("importance", &format!("{criterion}.{}", importance.as_str()));
        }
        for criterion in &self.exact {
            query.append_pair("exact", criterion.as_str());
        }
        if !self.text.is_empty() {
            query.append_pair("text", &self.text);
        }
        if self.include_full {
            query.append_pair("include_full", "true");
        }
        if self.limit != DEFAULT_LIMIT {
            query.append_pair("limit", &self.limit.to_string());
        }
        if let Some(cursor) = &self.cursor {
            query.append_pair("cursor", cursor);
        }
        query.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_survives_its_address() {
        let text = "want=skills.rust&want=languages.de&want=place.KE%3ANairobi&importance=skills.essential&exact=languages&text=clean+code&include_full=true&limit=50";
        let query = MentorQuery::parse(text).unwrap();
        assert_eq!(MentorQuery::parse(&query.to_query()).unwrap(), query);
        assert_eq!(query.limit, 50);
        assert_eq!(MentorQuery::parse("want=none").unwrap().to_query(), "want=none");
        assert_eq!(MentorQuery::default().to_query(), "");
    }

    #[test]
    fn a_search_goes_by_its_own_criteria_or_the_saved_ones() {
        let saved = vec![Preference {
            criterion: "skills".parse().unwrap(),
            options: vec!["rust".parse().unwrap()],
            importance: Importance::Essential,
        }];
        let criteria = |query: &str| {
            let criteria = MentorQuery::parse(query).unwrap().criteria(&saved);
            let told = |c: WantedCriterion| {
                format!("{} {:?} {:?} {}", c.criterion, c.options, c.importance, c.exact)
            };
            criteria.into_iter().map(told).collect::<Vec<_>>()
        };
        assert_eq!(criteria(""), [r#"skills [OptionKey("rust")] Essential false"#]);
        assert_eq!(
            criteria("importance=skills.nice&exact=skills"),
            [r#"skills [OptionKey("rust")] Nice true"#]
        );
        assert_eq!(
            criteria("want=languages.de&want=skills.sql&exact=place"),
            [
                r#"languages [OptionKey("de")] Important false"#,
                r#"skills [OptionKey("sql")] Essential false"#
            ]
        );
        assert!(criteria("want=none").is_empty());
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        for (text, pointer, code) in [
            ("want=skills", "/want", "want"),
            ("want=Skills.x", "/want", "want"),
            ("want=none&want=skills.rust", "/want", "want"),
            ("importance=skills.huge", "/importance", "importance"),
            ("limit=0", "/limit", "range"),
            ("limit=-1", "/limit", "number"),
            ("limit=100000", "/limit", "range"),
            ("include_full=maybe", "/include_full", "boolean"),
            ("text=%00", "/text", "forbidden_characters"),
        ] {
            assert_eq!(MentorQuery::parse(text).unwrap_err(), vec![FieldError::new(pointer, code)], "{text}");
        }
    }
}
