//! The programme office: addresses of lists, how a person stands, settings that are being changed, decisions.

use domain::accounts::{Me, Role};
use domain::office::{Decision, LetterState, OfficePerson, PeopleQuery, Report};
use domain::problem::{FieldError, Problem};
use domain::settings::Settings;
use validator::Validate;

/// Takes part in the office.
pub fn coordinates(me: &Me) -> bool {
    me.roles.contains(&Role::Coordinator)
}

/// Takes part in nothing but the office.
pub fn only_coordinates(me: &Me) -> bool {
    me.roles == [Role::Coordinator]
}

/// How many have said how much the programme has helped, and their mean from "1.0" to "5.0"; nothing while they are few.
pub fn helped(ratings: &[u32]) -> Option<(u32, String)> {
    let count: u32 = ratings.iter().sum();
    let points: u32 = (1..).zip(ratings).map(|(rating, said)| rating * said).sum();
    let tenths = (points * 10 + count / 2).checked_div(count)?;
    Some((count, format!("{}.{}", tenths / 10, tenths % 10)))
}

/// The query of an address: what is empty is left out.
fn query_of(pairs: &[(&str, &str)]) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    for (name, value) in pairs.iter().filter(|(_, value)| !value.is_empty()) {
        query.append_pair(name, value);
    }
    query.finish()
}

/// Which people are looked for, as it stands in an address.
pub fn people_query(query: &PeopleQuery) -> String {
    let suspended = if query.suspended { "true" } else { "" };
    query_of(&[("text", &query.text), ("role", role_word(query.role)), ("suspended", suspended)])
}

/// A role as it stands in an address; empty for any.
pub const fn role_word(role: Option<Role>) -> &'static str {
    match role {
        None => "",
        Some(Role::Mentor) => "mentor",
        Some(Role::Mentee) => "mentee",
        Some(Role::Coordinator) => "coordinator",
    }
}

/// The role of a word in an address; none for any.
pub fn role_of(word: &str) -> Option<Role> {
    let roles = [Role::Mentor, Role::Mentee, Role::Coordinator];
    roles.into_iter().find(|role| role_word(Some(*role)) == word)
}

/// Which letters are looked for, as it stands in an address.
pub fn letters_query(state: Option<LetterState>) -> String {
    query_of(&[("state", state.map_or("", LetterState::as_str))])
}

/// Which relationships an address asks for: `idle`, `withdrawn`, or all of them.
pub fn which_relationships(query: &str) -> &'static str {
    let which = form_urlencoded::parse(query.trim_start_matches('?').as_bytes())
        .filter(|(name, _)| name == "which")
        .last();
    let which = which.map(|(_, word)| word).unwrap_or_default();
    ["idle", "withdrawn"].into_iter().find(|known| *known == which).unwrap_or_default()
}

/// The query that asks for these relationships.
pub fn relationships_query(which: &str) -> String {
    query_of(&[("which", which)])
}

/// The query of one more page, or of a first one that is so long.
pub fn page_query(query: &str, name: &str, value: &str) -> String {
    let page = query_of(&[(name, value)]);
    if query.is_empty() { page } else { [query, &page].join("&") }
}

/// How a participant stands: the one thing to know first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Signed out, and cannot sign in.
    Suspended,
    /// A mentor who takes no requests just now.
    Paused,
    /// A mentor without a free place.
    Full,
    /// A mentor with so many free places, of so many.
    Free(u8, u8),
    /// Walks with somebody.
    Walking,
    /// Nothing to say.
    Here,
}

impl Standing {
    /// How this participant stands.
    pub fn of(person: &OfficePerson) -> Self {
        let free = person.places.saturating_sub(person.taken);
        if person.suspended_at.is_some() {
            Self::Suspended
        } else if !person.roles.contains(&Role::Mentor) {
            if person.relationships > 0 { Self::Walking } else { Self::Here }
        } else if person.paused {
            Self::Paused
        } else if free == 0 {
            Self::Full
        } else {
            Self::Free(free, person.places)
        }
    }
}

/// A setting of the programme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    /// After how many days a request expires.
    RequestDays,
    /// After which days there is a reminder.
    ReminderDays,
    /// How many requests a mentee can have open.
    OpenRequests,
    /// How many conversations a person can begin a day.
    ConversationsADay,
    /// For how many months a relationship is planned.
    PlannedMonths,
    /// After how many quiet days the two of a relationship are asked how it goes.
    IdleDays,
    /// How many days before the day of a goal or a milestone the mentee is reminded.
    DueDays,
}

impl Setting {
    /// All settings, in the order of the page.
    pub const ALL: [Self; 7] = [
        Self::RequestDays,
        Self::ReminderDays,
        Self::OpenRequests,
        Self::ConversationsADay,
        Self::PlannedMonths,
        Self::IdleDays,
        Self::DueDays,
    ];

    /// Where its value is in the body.
    pub const fn pointer(self) -> &'static str {
        match self {
            Self::RequestDays => "/request_days",
            Self::ReminderDays => "/reminder_days",
            Self::OpenRequests => "/open_requests",
            Self::ConversationsADay => "/conversations_a_day",
            Self::PlannedMonths => "/planned_months",
            Self::IdleDays => "/idle_days",
            Self::DueDays => "/due_days",
        }
    }

    /// Its code, as the audit trail says it.
    pub fn code(self) -> &'static str {
        self.pointer().trim_start_matches('/')
    }

    /// Its value as it is written into a field.
    pub fn of(self, settings: &Settings) -> String {
        match self {
            Self::RequestDays => settings.request_days.to_string(),
            Self::ReminderDays => days_in_words(&settings.reminder_days),
            Self::OpenRequests => settings.open_requests.to_string(),
            Self::ConversationsADay => settings.conversations_a_day.to_string(),
            Self::PlannedMonths => settings.planned_months.to_string(),
            Self::IdleDays => settings.idle_days.to_string(),
            Self::DueDays => settings.due_days.to_string(),
        }
    }

    /// Puts into `settings` what was typed. What is no number becomes 0, which no setting takes.
    fn put(self, settings: &mut Settings, typed: &str) {
        let number = || typed.trim().parse().unwrap_or(0);
        match self {
            Self::RequestDays => settings.request_days = number(),
            Self::ReminderDays => settings.reminder_days = days(typed),
            Self::OpenRequests => settings.open_requests = number(),
            Self::ConversationsADay => settings.conversations_a_day = number(),
            Self::PlannedMonths => settings.planned_months = number(),
            Self::IdleDays => settings.idle_days = number(),
            Self::DueDays => settings.due_days = number(),
        }
    }
}

fn days(typed: &str) -> Vec<u8> {
    let parts = typed.split(|sign: char| sign == ',' || sign.is_whitespace());
    parts.filter(|part| !part.is_empty()).map(|part| part.parse().unwrap_or(0)).collect()
}

fn days_in_words(days: &[u8]) -> String {
    days.iter().map(u8::to_string).collect::<Vec<_>>().join(", ")
}

/// Settings that are being changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SettingsDraft {
    saved: Settings,
    typed: [String; 7],
}

impl SettingsDraft {
    /// Nothing is changed yet.
    pub fn new(saved: Settings) -> Self {
        let typed = Setting::ALL.map(|setting| setting.of(&saved));
        Self { saved, typed }
    }

    /// What stands in the field.
    pub fn typed(&self, setting: Setting) -> &str {
        &self.typed[setting as usize]
    }

    /// Something was typed into the field.
    pub fn set(&mut self, setting: Setting, typed: String) {
        self.typed[setting as usize] = typed;
    }

    /// The settings as they are to be saved.
    pub fn settings(&self) -> Settings {
        let mut settings = self.saved.clone();
        for setting in Setting::ALL {
            setting.put(&mut settings, self.typed(setting));
        }
        settings
    }

    /// The value that is saved, where another one was typed.
    pub fn before(&self, setting: Setting) -> Option<String> {
        let saved = setting.of(&self.saved);
        (setting.of(&self.settings()) != saved).then_some(saved)
    }

    /// How many settings are changed.
    pub fn changes(&self) -> u32 {
        Setting::ALL.into_iter().map(|setting| u32::from(self.before(setting).is_some())).sum()
    }

    /// What cannot be saved, by the settings' own rules. Of reminders there is one thing to say, whatever is wrong.
    pub fn wrong(&self) -> Vec<FieldError> {
        let errors = self.settings().validate().err().map(|errors| Problem::from(errors).errors);
        let told = |error: FieldError| match error.pointer.as_str() {
            "/reminder_days" => FieldError::new("/reminder_days", "rising_days"),
            _ => error,
        };
        errors.unwrap_or_default().into_iter().map(told).collect()
    }

    /// The values whose effect is said: those typed, or those saved where nothing can come of what was typed.
    pub fn in_effect(&self, setting: Setting) -> Settings {
        let wrong = self.wrong().iter().any(|error| error.pointer == setting.pointer());
        if wrong { self.saved.clone() } else { self.settings() }
    }

    /// Others have been saved meanwhile: what was typed here stays, to be compared with them.
    pub fn told(&mut self, saved: Settings) {
        let changed = Setting::ALL.map(|setting| self.before(setting).is_some());
        for (setting, changed) in Setting::ALL.into_iter().zip(changed) {
            if !changed {
                self.set(setting, setting.of(&saved));
            }
        }
        self.saved = saved;
    }

    /// As it was before anything was typed.
    pub fn put_back(&mut self) {
        *self = Self::new(self.saved.clone());
    }
}

/// What can be decided about a report.
pub fn decisions(report: &Report) -> Vec<Decision> {
    let possible = |decision: &Decision| match decision {
        Decision::NothingWrong => true,
        Decision::SpokenWith => report.summary.reported.id.is_some(),
        Decision::MessageRemoved => report.summary.about_message,
    };
    Decision::ALL.iter().copied().filter(possible).collect()
}

/// Whether words to whom was reported go with this decision; nobody reads words that stay unsent.
pub const fn takes_words(report: &Report, decision: Decision) -> bool {
    report.summary.reported.id.is_some() && !matches!(decision, Decision::NothingWrong)
}

/// What is missing for a decision, beside the body's own rules: to speak with somebody takes words.
pub fn missing_words(decision: Option<Decision>, words: &str) -> Vec<FieldError> {
    match decision {
        None => vec![FieldError::new("/decision", "required")],
        Some(Decision::SpokenWith) if words.trim().is_empty() => vec![FieldError::new("/words", "required")],
        Some(_) => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use domain::ids::{ParticipantId, ReportId};
    use domain::office::ReportRow;
    use domain::people::Person;

    use super::*;

    fn somebody(roles: &[Role]) -> OfficePerson {
        OfficePerson {
            person: Person::default(),
            roles: roles.to_vec(),
            suspended_at: None,
            paused: false,
            places: 2,
            taken: 0,
            relationships: 0,
            open_requests: 0,
            reports: 0,
            joined_at: DateTime::UNIX_EPOCH,
            last_active_on: None,
        }
    }

    fn report(reported: Person, about_message: bool) -> Report {
        Report {
            summary: ReportRow {
                id: ReportId::new(DateTime::UNIX_EPOCH, &[1; 10]),
                reporter: Person::default(),
                reported,
                about_message,
                words: String::new(),
                at: DateTime::UNIX_EPOCH,
                decision: None,
            },
            messages: Vec::new(),
            reports_about: 1,
            answer: String::new(),
            decided_at: None,
        }
    }

    #[test]
    fn what_helped_is_told_as_a_mean() {
        assert_eq!(helped(&[]), None);
        assert_eq!(helped(&[0, 0, 0, 0, 5]), Some((5, "5.0".to_owned())));
        assert_eq!(helped(&[1, 0, 0, 2, 3]), Some((6, "4.0".to_owned())));
        assert_eq!(helped(&[0, 1, 2, 8, 14]), Some((25, "4.4".to_owned())));
    }

    #[test]
    fn lists_live_in_the_address() {
        let everything = PeopleQuery { text: "thu hà".into(), role: Some(Role::Mentor), suspended: true };
        for query in [PeopleQuery::default(), everything] {
            assert_eq!(PeopleQuery::parse(&people_query(&query)), Ok(query));
        }
        assert_eq!(people_query(&PeopleQuery::default()), "");
        assert_eq!(
            LetterState::wanted(&letters_query(Some(LetterState::Failed))),
            Ok(Some(LetterState::Failed))
        );
        assert_eq!(letters_query(None), "");
        assert_eq!(which_relationships(&relationships_query("idle")), "idle");
        assert_eq!((which_relationships(""), which_relationships("which=all")), ("", ""));
        assert_eq!(relationships_query(""), "");
        assert_eq!(page_query("", "limit", "20"), "limit=20");
        assert_eq!(page_query("role=mentor", "cursor", "a b"), "role=mentor&cursor=a+b");
        assert_eq!(role_of("mentee"), Some(Role::Mentee));
        assert_eq!(role_of(""), None);
    }

    #[test]
    fn the_first_thing_to_know_of_somebody_comes_first() {
        let mut mentor = somebody(&[Role::Mentor, Role::Mentee]);
        assert_eq!(Standing::of(&mentor), Standing::Free(2, 2));
        mentor.taken = 3;
        assert_eq!(Standing::of(&mentor), Standing::Full);
        mentor.paused = true;
        assert_eq!(Standing::of(&mentor), Standing::Paused);
        mentor.suspended_at = Some(DateTime::UNIX_EPOCH);
        assert_eq!(Standing::of(&mentor), Standing::Suspended);
        let mut mentee = somebody(&[Role::Mentee]);
        assert_eq!(Standing::of(&mentee), Standing::Here);
        mentee.relationships = 1;
        assert_eq!(Standing::of(&mentee), Standing::Walking);
    }

    #[test]
    fn a_change_counts_until_it_is_saved_or_put_back() {
        let mut draft = SettingsDraft::new(Settings::default());
        assert_eq!(draft.typed(Setting::ReminderDays), "3, 7, 12");
        draft.set(Setting::ReminderDays, " 3 7,12".into());
        assert_eq!(draft.changes(), 0);
        draft.set(Setting::RequestDays, "21".into());
        draft.set(Setting::ReminderDays, "3, 10".into());
        assert_eq!((draft.changes(), draft.before(Setting::RequestDays).as_deref()), (2, Some("14")));
        let saved = draft.settings();
        assert_eq!((saved.request_days, saved.reminder_days.as_slice()), (21, &[3, 10][..]));
        assert_eq!(draft.wrong(), []);
        draft.put_back();
        assert_eq!(draft, SettingsDraft::new(Settings::default()));
    }

    #[test]
    fn what_cannot_be_saved_is_told_by_the_own_rules() {
        let mut draft = SettingsDraft::new(Settings::default());
        draft.set(Setting::RequestDays, "soon".into());
        draft.set(Setting::OpenRequests, "300".into());
        draft.set(Setting::ReminderDays, "7, 3".into());
        let wrong: Vec<_> =
            draft.wrong().into_iter().map(|error| (error.pointer, error.code, error.max)).collect();
        let expected = [
            ("/open_requests", "range", Some(50)),
            ("/reminder_days", "rising_days", None),
            ("/request_days", "range", Some(60)),
        ];
        assert_eq!(wrong, expected.map(|(pointer, code, max)| (pointer.to_owned(), code.to_owned(), max)));
        assert_eq!(draft.in_effect(Setting::RequestDays).request_days, 14);
        draft.set(Setting::ReminderDays, "1 2 3 4 5 6".into());
        assert!(draft.wrong().contains(&FieldError::new("/reminder_days", "rising_days")));
    }

    #[test]
    fn what_was_typed_outlives_what_somebody_else_has_saved() {
        let mut draft = SettingsDraft::new(Settings::default());
        draft.set(Setting::RequestDays, "21".into());
        draft.told(Settings { request_days: 10, planned_months: 6, ..Settings::default() });
        assert_eq!(draft.before(Setting::RequestDays).as_deref(), Some("10"));
        assert_eq!((draft.typed(Setting::PlannedMonths), draft.changes()), ("6", 1));
        draft.told(Settings { request_days: 21, planned_months: 6, ..Settings::default() });
        assert_eq!(draft.changes(), 0);
    }

    #[test]
    fn only_what_is_possible_can_be_decided() {
        let marek =
            Person { id: Some(ParticipantId::new(DateTime::UNIX_EPOCH, &[1; 10])), ..Person::default() };
        let message = report(marek.clone(), true);
        assert_eq!(decisions(&message), Decision::ALL);
        assert_eq!(decisions(&report(marek, false)), [Decision::NothingWrong, Decision::SpokenWith]);
        let gone = report(Person::default(), true);
        assert_eq!(decisions(&gone), [Decision::NothingWrong, Decision::MessageRemoved]);
        assert!(takes_words(&message, Decision::MessageRemoved));
        assert!(!takes_words(&message, Decision::NothingWrong));
        assert!(!takes_words(&gone, Decision::MessageRemoved));
        assert_eq!(missing_words(Some(Decision::SpokenWith), " ")[0].pointer, "/words");
        assert_eq!(missing_words(None, "")[0].pointer, "/decision");
        assert_eq!(missing_words(Some(Decision::NothingWrong), ""), []);
    }

    #[test]
    fn settings_are_named_as_in_the_audit_trail() {
        assert_eq!(Setting::ALL.map(|setting| setting as usize), [0, 1, 2, 3, 4, 5, 6]);
        assert_eq!(Setting::ConversationsADay.code(), "conversations_a_day");
    }

    #[test]
    fn coordinators_are_told_apart() {
        let me = |roles: &[Role]| Me {
            id: ParticipantId::new(DateTime::UNIX_EPOCH, &[1; 10]),
            email: "ilse@sample.example".to_owned(),
            new_email: None,
            display_name: "Ilse Brandt".to_owned(),
            roles: roles.to_vec(),
            time_zone: "Europe/Berlin".to_owned(),
            photo: None,
            completeness: domain::profiles::Completeness {
                parts: Vec::new(),
                search_open: false,
                listed: false,
            },
            joined_at: DateTime::UNIX_EPOCH,
        };
        let (only, both) = (me(&[Role::Coordinator]), me(&[Role::Mentee, Role::Coordinator]));
        assert!(coordinates(&only) && only_coordinates(&only));
        assert!(coordinates(&both) && !only_coordinates(&both));
        assert!(!coordinates(&me(&[Role::Mentee])));
    }
}
