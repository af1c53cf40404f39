//! What the paths of pages name.

/// What a path names where it fits a pattern: `:name` stands for one part of it, `:name?` for one or none at the end.
pub fn named<'a>(pattern: &'static str, path: &'a str) -> Option<Vec<(&'static str, &'a str)>> {
    let (mut parts, mut named) = (parts(path), Vec::new());
    for wanted in self::parts(pattern) {
        match (wanted.strip_prefix(':'), parts.next()) {
            (Some(name), Some(part)) => named.push((name.trim_end_matches('?'), part)),
            (Some(name), None) if name.ends_with('?') => {}
            (None, Some(part)) if part == wanted => {}
            _ => return None,
        }
    }
    parts.next().is_none().then_some(named)
}

fn parts(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter(|part| !part.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_fits_or_not_and_names_its_parts() {
        let goals = "/relationships/:id/goals/:goal?/:step?";
        assert_eq!(named("/", "/"), Some(vec![]));
        assert_eq!(named("/mentors", "/mentors/"), Some(vec![]));
        assert_eq!(named("/mentors/:id", "/mentors/7"), Some(vec![("id", "7")]));
        assert_eq!(named(goals, "/relationships/7/goals"), Some(vec![("id", "7")]));
        let all = vec![("id", "7"), ("goal", "8"), ("step", "edit")];
        assert_eq!(named(goals, "/relationships/7/goals/8/edit"), Some(all));
        for (pattern, path) in [
            ("/", "/mentors"),
            ("/mentors", "/"),
            ("/mentors", "/mentor"),
            ("/mentors/:id", "/mentors"),
            ("/mentors/:id", "/mentors/7/question"),
            (goals, "/relationships/7/meetings"),
            (goals, "/relationships/7/goals/8/edit/9"),
        ] {
            assert_eq!(named(pattern, path), None, "{pattern} {path}");
        }
    }
}
