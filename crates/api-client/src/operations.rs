//! Every operation of the API, one line each.

use domain::accounts::{
    ChangeEmail, ChangePassword, ChangeRoles, ConfirmEmail, DeleteAccount, ForgottenPassword, JudgePassword,
    Me, PasswordStrength, Register, ResetPassword, Session, SignIn, SignedIn, VerifyEmail,
};
use domain::conversations::{Block, Conversation, MarkRead, Message, NewReport, WriteMessage};
use domain::criteria::Criteria;
use domain::goals::{
    ExportFormat, Goal, GoalBrief, GoalChanges, GoalComment, GoalPage, GoalRow, GoalStarts, GoalText,
    GoalVersion, LetGo, NewGoal, NewGoalComment, ProgressEntry, SaveMilestones, TimelineItem, WriteProgress,
};
use domain::ids::{
    ActionItemId, AgendaPointId, ConversationId, GoalCommentId, GoalId, LetterId, MeetingId, MessageId,
    MilestoneId, ParticipantId, ProgressEntryId, RelationshipId, ReportId, RequestId, SessionId,
};
use domain::meetings::{
    ActionItem, AgendaPoint, CalendarAddress, CancelMeeting, ConfirmMeeting, EditActionItem, EditMeeting,
    Meeting, MeetingPage, NewActionItem, NewAgendaPoint, Notes, ProposeMeeting, RecordMeeting, SharedNotes,
};
use domain::mentors::{Mentor, MentorCard, MentorList};
use domain::notifications::{News, NotificationList, NotificationSettings, ReadNotifications};
use domain::office::{
    AuditEntry, DecideReport, OfficeLetter, OfficeOverview, OfficePerson, OfficePersonPage,
    OfficeRelationship, Report, ReportRow, Suspend,
};
use domain::page::Page;
use domain::people::PersonProfile;
use domain::profiles::{ContactDetails, Markdown, Offer, PhotoUrls, Preferences, Profile, Rendered};
use domain::relationships::{
    Journey, NotYet, Plan, Reflection, Relationship, RelationshipRow, Sharing, WithdrawRelationship,
};
use domain::requests::{
    Accept, AskForMore, Decline, MarkSeen, Request, RequestRow, RequestText, SendRequest,
};
use domain::resources::{Resource, ResourceRow, SuggestedResources};
use domain::settings::Settings;
use domain::tools::{self, ConfirmWorksheet, ToolList, Worksheet, WriteAnswer};
use domain::workflows::Workflows;

use crate::Versioned;
use crate::json;
use crate::transport::{Answer, Call, Client, Error, Load};

const JSON: &str = "application/json";
const PHOTO: &str = "me/photo";
const EXPORT: &str = "me/export";
pub(crate) const EVENTS: &str = "events";

fn load<T: serde::Serialize>(body: &T) -> Result<Load, Error> {
    let text = json::write(body).ok_or(Error::Unreadable)?;
    Ok(Load { body: Some((JSON, text.into_bytes())), ..Load::default() })
}

/// `name(arguments) = METHOD "path": Body => Answer;` with body and answer where there are any.
macro_rules! operations {
    ($($(#[$doc:meta])* $name:ident($($arg:ident: $type:ty),*) = $method:ident $path:literal $(: $body:ty)? $(=> $answer:ty)?;)*) => {
        impl Client {$(
            $(#[$doc])*
            pub fn $name(&self $(, $arg: $type)* $(, body: &$body)?) -> Call<operations!(@answer $($answer)?)> {
                let load = operations!(@load $(body $body)?);
                self.call(stringify!($method), format!($path), load, Answer::read)
            }
        )*}

        const OPERATIONS: &[(&str, &str)] = &[$((stringify!($method), $path)),*];
    };
    (@answer) => { () };
    (@answer $answer:ty) => { $answer };
    (@load) => { Ok(Load::default()) };
    (@load $body:ident $type:ty) => { load($body) };
}

/// `get, put: Document = "path";` where what is put names the version that was read.
macro_rules! documents {
    ($($(#[$doc:meta])* $get:ident, $put:ident: $document:ty = $path:literal;)*) => {
        impl Client {$(
            $(#[$doc])*
            pub fn $get(&self) -> Call<Versioned<$document>> {
                self.call("GET", $path.to_owned(), Ok(Load::default()), Answer::versioned)
            }

            $(#[$doc])*
            #[doc = "Replaces it if it is still at this version (else 412 `stale_version`)."]
            pub fn $put(&self, document: &$document, version: &str) -> Call<Versioned<$document>> {
                let load = load(document).map(|load| Load { version: Some(version.to_owned()), ..load });
                self.call("PUT", $path.to_owned(), load, Answer::versioned)
            }
        )*}

        const DOCUMENTS: &[&str] = &[$($path),*];
    };
}

/// Operations whose answer has a version, or that must not happen twice:
/// `name(arguments; version) = METHOD "path": Body => Answer;` sends If-Match, `; key` sends an Idempotency-Key.
macro_rules! careful_operations {
    ($($(#[$doc:meta])* $name:ident($($arg:ident: $type:ty),* $(; $with:ident)?) = $method:ident $path:literal $(: $body:ty)? => $answer:ident $(<$inner:ty>)?;)*) => {
        impl Client {$(
            $(#[$doc])*
            pub fn $name(&self $(, $arg: $type)* $(, $with: &str)? $(, body: &$body)?) -> Call<$answer $(<$inner>)?> {
                let load = operations!(@load $(body $body)?);
                $(let load = load.map(|load| Load { $with: Some($with.to_owned()), ..load });)?
                self.call(stringify!($method), format!($path), load, careful_operations!(@read $answer))
            }
        )*}

        const CAREFUL: &[(&str, &str)] = &[$((stringify!($method), $path)),*];
    };
    (@read Versioned) => { Answer::versioned };
    (@read $answer:ident) => { Answer::read };
}

/// Method and path of every operation, as in the OpenAPI document but for a query after the path.
pub fn operations() -> impl Iterator<Item = (&'static str, &'static str)> {
    let documents = DOCUMENTS.iter().flat_map(|path| [("GET", *path), ("PUT", *path)]);
    let others = [
        ("PUT", PHOTO),
        ("GET", EXPORT),
        ("GET", EVENTS),
        ("GET", "meetings/{id}/invitation"),
        ("GET", "relationships/{id}/tools/{tool}/markdown"),
        ("GET", "relationships/{id}/goals/export"),
        ("GET", "calendar/{secret}.ics"),
    ];
    OPERATIONS.iter().chain(CAREFUL).copied().chain(documents).chain(others)
}

operations! {
    // accounts
    /// Asks to join. The answer is the same whether or not the address is known.
    register() = POST "auth/register": Register;
    /// Confirms an address by the link of a letter and signs in.
    verify_email() = POST "auth/verify-email": VerifyEmail => SignedIn;
    /// Signs in.
    sign_in() = POST "auth/login": SignIn => SignedIn;
    /// Goes on with the session of the cookie.
    refresh() = POST "auth/refresh" => SignedIn;
    /// Ends this session.
    sign_out() = POST "auth/logout";
    /// Asks for a letter with a link for a new password.
    forgotten_password() = POST "auth/password/forgot": ForgottenPassword;
    /// Sets a new password by the link of a letter, ends all sessions and signs in.
    reset_password() = POST "auth/password/reset": ResetPassword => SignedIn;
    /// Judges a password while it is typed.
    judge_password() = POST "auth/password/strength": JudgePassword => PasswordStrength;
    /// Confirms a new address by the link of a letter.
    confirm_email() = POST "auth/confirm-email": ConfirmEmail;
    /// The signed-in participant.
    me() = GET "me" => Me;
    /// Changes the password; all other sessions end.
    change_password() = PUT "me/password": ChangePassword;
    /// Asks to change the address; the old one counts until the new one is confirmed.
    change_email() = PUT "me/email": ChangeEmail;
    /// Takes roles up or lays them down.
    change_roles() = PUT "me/roles": ChangeRoles => Me;
    /// The sessions of the account, the last used first.
    sessions() = GET "me/sessions" => Page<Session>;
    /// Ends one session.
    end_session(id: SessionId) = DELETE "me/sessions/{id}";
    /// Ends all sessions, this one too.
    sign_out_everywhere() = DELETE "me/sessions";
    /// Deletes the account at once and for good.
    delete_account() = DELETE "me": DeleteAccount;

    // profiles
    /// Takes the photo away.
    remove_photo() = DELETE "me/photo";
    /// Renders Markdown as its writer sees it.
    render_markdown() = POST "markdown": Markdown => Rendered;

    // criteria
    /// The criteria of the programme, and the countries.
    criteria() = GET "criteria" => Criteria;

    // mentors; `query` is `MentorQuery::to_query`
    /// Mentors, the closest first.
    mentors(query: &str) = GET "mentors?{query}" => MentorList;
    /// The page of one mentor, with the match by the query or the saved preferences.
    mentor(id: ParticipantId, query: &str) = GET "mentors/{id}?{query}" => Mentor;

    // bookmarks; `page` is empty or `cursor=…`
    /// The mentors whom the participant keeps in mind, the latest first.
    bookmarks(page: &str) = GET "me/bookmarks?{page}" => Page<MentorCard>;
    /// Keeps a mentor in mind.
    add_bookmark(id: ParticipantId) = PUT "me/bookmarks/{id}";
    /// Lets a mentor go.
    remove_bookmark(id: ParticipantId) = DELETE "me/bookmarks/{id}";

    // people
    /// The profile of somebody with whom the participant shares a thread, a request or a relationship.
    person(id: ParticipantId) = GET "participants/{id}" => PersonProfile;
    /// Whom the participant has blocked, the latest first.
    blocks(page: &str) = GET "me/blocks?{page}" => Page<Block>;
    /// Blocks somebody.
    block(id: ParticipantId) = PUT "me/blocks/{id}";
    /// Lifts a block.
    unblock(id: ParticipantId) = DELETE "me/blocks/{id}";
    /// Reports a message or a person to the coordinators.
    report() = POST "reports": NewReport;

    // conversations
    /// The conversations of the participant, the one with the newest line first.
    conversations(page: &str) = GET "conversations?{page}" => Page<Conversation>;
    /// One conversation.
    conversation(id: ConversationId) = GET "conversations/{id}" => Conversation;
    /// The lines of a conversation, the newest first.
    messages(id: ConversationId, page: &str) = GET "conversations/{id}/messages?{page}" => Page<Message>;
    /// Changes a message that is not older than ten minutes.
    edit_message(id: MessageId) = PUT "messages/{id}": WriteMessage => Message;
    /// Says how far the participant has read.
    mark_read(id: ConversationId) = PUT "conversations/{id}/read": MarkRead;

    // requests; `page` may begin with `side=mentor` or `side=mentee`, and `which=open` or `which=answered`
    /// The requests of the participant.
    requests(page: &str) = GET "requests?{page}" => Page<RequestRow>;
    /// Says which wording the mentor has looked at.
    mark_request_seen(id: RequestId) = PUT "requests/{id}/seen": MarkSeen;
    /// Three mentors like this one who are free.
    similar_mentors(id: ParticipantId) = GET "mentors/{id}/similar" => Page<MentorCard>;
    /// The state machines as data.
    workflows() = GET "workflows" => Workflows;

    // relationships
    /// The relationships of the participant, the latest first.
    relationships(page: &str) = GET "relationships?{page}" => Page<RelationshipRow>;
    /// One relationship: all that its dashboard shows.
    relationship(id: RelationshipId) = GET "relationships/{id}" => Relationship;

    /// Ends a relationship before its goals are reached.
    withdraw_relationship(id: RelationshipId) = POST "relationships/{id}/withdraw": WithdrawRelationship => Relationship;
    /// Asks to complete a relationship.
    complete_relationship(id: RelationshipId) = POST "relationships/{id}/complete": Reflection => Relationship;
    /// Completes a relationship that the other has asked to complete.
    confirm_completion(id: RelationshipId) = POST "relationships/{id}/confirm-completion": Reflection => Relationship;
    /// Walks on instead.
    not_yet(id: RelationshipId) = POST "relationships/{id}/not-yet": NotYet => Relationship;
    /// Wishes to stay in touch, or agrees to it.
    stay_in_touch(id: RelationshipId) = POST "relationships/{id}/stay-in-touch" => Relationship;
    /// Stays in touch no longer.
    part_ways(id: RelationshipId) = POST "relationships/{id}/part-ways" => Relationship;
    /// Wishes for a new journey, or agrees to it: then it begins.
    new_journey(id: RelationshipId) = POST "relationships/{id}/new-journey" => Relationship;
    /// Says no to what the other wishes.
    decline_wish(id: RelationshipId) = POST "relationships/{id}/decline-wish" => Relationship;
    /// A journey in numbers.
    journey(id: RelationshipId) = GET "relationships/{id}/journey" => Journey;

    // meetings
    /// The meetings of a relationship, the latest first.
    meetings(id: RelationshipId, page: &str) = GET "relationships/{id}/meetings?{page}" => Page<Meeting>;
    /// Chooses one of the times.
    confirm_meeting(id: MeetingId) = POST "meetings/{id}/confirm": ConfirmMeeting => Meeting;
    /// Offers other times.
    propose_others(id: MeetingId) = POST "meetings/{id}/propose": ProposeMeeting => Meeting;
    /// Calls a meeting off.
    cancel_meeting(id: MeetingId) = POST "meetings/{id}/cancel": CancelMeeting => Meeting;
    /// Says that it took place.
    meeting_held(id: MeetingId) = POST "meetings/{id}/held" => Meeting;
    /// Says that it did not take place.
    meeting_missed(id: MeetingId) = POST "meetings/{id}/missed" => Meeting;
    /// Adds something to talk about.
    add_point(id: MeetingId) = POST "meetings/{id}/agenda": NewAgendaPoint => AgendaPoint;
    /// Takes something off the agenda.
    remove_point(id: MeetingId, point: AgendaPointId) = DELETE "meetings/{id}/agenda/{point}";
    /// Adds something that was agreed.
    add_action_item(id: MeetingId) = POST "meetings/{id}/action-items": NewActionItem => ActionItem;
    /// Takes away what was agreed.
    remove_action_item(id: ActionItemId) = DELETE "action-items/{id}";
    /// Whether there is a calendar address.
    calendar_address() = GET "me/calendar" => CalendarAddress;
    /// Makes a new calendar address; the old one is good for nothing any more.
    renew_calendar_address() = POST "me/calendar" => CalendarAddress;
    /// Gives the calendar address up.
    remove_calendar_address() = DELETE "me/calendar";

    // goals; `page` may begin with `state=…` and `side=…` for all goals, with `goal=…` for the timeline
    /// The goals of a relationship, the one that changed last first.
    goals(id: RelationshipId, page: &str) = GET "relationships/{id}/goals?{page}" => Page<GoalBrief>;
    /// All goals of the participant, the one that changed last first.
    my_goals(page: &str) = GET "me/goals?{page}" => Page<GoalRow>;
    /// Where new goals of a relationship can start from.
    goal_starts(id: RelationshipId) = GET "relationships/{id}/goals/starts" => GoalStarts;
    /// Throws a draft away.
    discard_goal(id: GoalId) = DELETE "goals/{id}";
    /// Lays the stone of a milestone.
    lay_milestone(id: MilestoneId) = POST "milestones/{id}/done" => Goal;
    /// Takes the stone of a milestone up again.
    take_up_milestone(id: MilestoneId) = POST "milestones/{id}/undone" => Goal;
    /// The progress that was written down, the latest first.
    progress(id: GoalId, page: &str) = GET "goals/{id}/progress?{page}" => Page<ProgressEntry>;
    /// Takes away what one has written down.
    remove_progress(id: ProgressEntryId) = DELETE "progress/{id}";
    /// Says something about a part of a goal.
    comment_on_goal(id: GoalId) = POST "goals/{id}/comments": NewGoalComment => GoalComment;
    /// Takes back what one has said about a goal.
    remove_goal_comment(id: GoalId, comment: GoalCommentId) = DELETE "goals/{id}/comments/{comment}";
    /// The versions of a goal, the latest first, each with what changed in it.
    goal_history(id: GoalId, page: &str) = GET "goals/{id}/history?{page}" => Page<GoalVersion>;
    /// What has changed since a version.
    goal_changes(id: GoalId, since: i64) = GET "goals/{id}/changes?since={since}" => GoalChanges;
    /// What happened in a journey, the latest first.
    timeline(id: RelationshipId, page: &str) = GET "relationships/{id}/timeline?{page}" => Page<TimelineItem>;
    // resources
    /// The library; `query` as in a `ResourceQuery`.
    resources(query: &str) = GET "resources?{query}" => Page<ResourceRow>;
    /// What helps the participant now; `about` is empty or `relationship=…`.
    suggested_resources(about: &str) = GET "resources/suggested?{about}" => SuggestedResources;
    /// A guide or a video.
    resource(slug: &str) = GET "resources/{slug}" => Resource;
    /// Keeps a guide or a video in mind.
    bookmark_resource(slug: &str) = PUT "resources/{slug}/bookmark";
    /// Lets a guide or a video go.
    forget_resource(slug: &str) = DELETE "resources/{slug}/bookmark";
    /// Marks a guide or a video as read.
    mark_resource_read(slug: &str) = PUT "resources/{slug}/read";
    /// Marks a guide or a video as not read.
    mark_resource_unread(slug: &str) = DELETE "resources/{slug}/read";

    // tools
    /// The tools of a relationship.
    tools(id: RelationshipId) = GET "relationships/{id}/tools" => ToolList;
    /// A worksheet.
    worksheet(id: RelationshipId, tool: &str) = GET "relationships/{id}/tools/{tool}" => Worksheet;
    /// Confirms what both have written.
    confirm_worksheet(id: RelationshipId, tool: &str) = POST "relationships/{id}/tools/{tool}/confirm": ConfirmWorksheet => Worksheet;

    // notifications
    /// What is new, the latest first.
    notifications(page: &str) = GET "notifications?{page}" => NotificationList;
    /// Marks notifications as read.
    read_notifications() = POST "notifications/read": ReadNotifications;
    /// How much is new.
    news() = GET "me/news" => News;
    /// Switches off letters of a kind by the link of a letter; `query` is `token=…&kind=…`.
    unsubscribe(query: &str) = POST "unsubscribe?{query}";

    // office
    /// What waits for the coordinators, and the programme in numbers.
    office() = GET "office" => OfficeOverview;
    /// The participants.
    office_people(page: &str) = GET "office/people?{page}" => Page<OfficePerson>;
    /// One participant.
    office_person(id: ParticipantId) = GET "office/people/{id}" => OfficePersonPage;
    /// Suspends a participant.
    suspend(id: ParticipantId) = POST "office/people/{id}/suspend": Suspend;
    /// Reinstates a participant.
    reinstate(id: ParticipantId) = POST "office/people/{id}/reinstate";
    /// Makes a participant a coordinator.
    make_coordinator(id: ParticipantId) = POST "office/people/{id}/make-coordinator";
    /// Relationships, the latest first; `page` can name `which=idle` or `which=withdrawn`.
    office_relationships(page: &str) = GET "office/relationships?{page}" => Page<OfficeRelationship>;
    /// Reports: those that nobody has decided about first, of these the oldest first.
    office_reports(page: &str) = GET "office/reports?{page}" => Page<ReportRow>;
    /// Letters and what became of them, the latest first.
    office_letters(page: &str) = GET "office/letters?{page}" => Page<OfficeLetter>;
    /// Tries a letter again.
    retry_letter(id: LetterId) = POST "office/letters/{id}/retry";
    /// What coordinators did, the latest first.
    audit(page: &str) = GET "office/audit?{page}" => Page<AuditEntry>;
}

careful_operations! {
    /// Asks a mentor something: begins the conversation of the two, or goes on in it.
    ask_mentor(id: ParticipantId; key) = POST "mentors/{id}/questions": WriteMessage => Conversation;
    /// Writes a message.
    write_message(id: ConversationId; key) = POST "conversations/{id}/messages": WriteMessage => Message;
    /// Sends a request to a mentor.
    send_request(; key) = POST "requests": SendRequest => Versioned<Request>;
    /// One request.
    request(id: RequestId) = GET "requests/{id}" => Versioned<Request>;
    /// Changes what is asked for.
    edit_request(id: RequestId; version) = PUT "requests/{id}": RequestText => Versioned<Request>;
    /// Asks the mentee for more.
    ask_for_more(id: RequestId) = POST "requests/{id}/ask-for-more": AskForMore => Versioned<Request>;
    /// Says yes: a relationship begins.
    accept_request(id: RequestId; version) = POST "requests/{id}/accept": Accept => Versioned<Request>;
    /// Says no.
    decline_request(id: RequestId; version) = POST "requests/{id}/decline": Decline => Versioned<Request>;
    /// Takes a request back.
    withdraw_request(id: RequestId) = POST "requests/{id}/withdraw" => Versioned<Request>;
    /// Which contact details the other sees.
    sharing(id: RelationshipId) = GET "relationships/{id}/sharing" => Versioned<Sharing>;
    /// Changes which contact details the other sees.
    save_sharing(id: RelationshipId; version) = PUT "relationships/{id}/sharing": Sharing => Versioned<Sharing>;
    /// How the two have planned a relationship.
    plan(id: RelationshipId) = GET "relationships/{id}/plan" => Versioned<Plan>;
    /// Changes how the two have planned it.
    save_plan(id: RelationshipId; version) = PUT "relationships/{id}/plan": Plan => Versioned<Plan>;
    /// Offers times for a meeting.
    propose_meeting(id: RelationshipId; key) = POST "relationships/{id}/meetings": ProposeMeeting => Meeting;
    /// Writes down that the two have met.
    record_meeting(id: RelationshipId; key) = POST "relationships/{id}/meetings/record": RecordMeeting => Meeting;
    /// One meeting with all that belongs to it.
    meeting(id: MeetingId) = GET "meetings/{id}" => Versioned<MeetingPage>;
    /// Changes where the two meet.
    edit_meeting(id: MeetingId; version) = PUT "meetings/{id}": EditMeeting => Versioned<Meeting>;
    /// Writes the notes of both.
    save_notes(id: MeetingId; version) = PUT "meetings/{id}/notes": Notes => Versioned<SharedNotes>;
    /// Writes the notes of the reader alone.
    save_private_notes(id: MeetingId; version) = PUT "meetings/{id}/private-notes": Notes => Versioned<Notes>;
    /// Changes what was agreed.
    edit_action_item(id: ActionItemId; version) = PUT "action-items/{id}": EditActionItem => Versioned<ActionItem>;
    /// Drafts a goal.
    draft_goal(id: RelationshipId; key) = POST "relationships/{id}/goals": NewGoal => Goal;
    /// One goal with all that its page shows.
    goal(id: GoalId) = GET "goals/{id}" => Versioned<GoalPage>;
    /// Changes what a goal says.
    edit_goal(id: GoalId; version) = PUT "goals/{id}": GoalText => Versioned<Goal>;
    /// Changes the milestones of a goal, and their order.
    save_milestones(id: GoalId; version) = PUT "goals/{id}/milestones": SaveMilestones => Versioned<Goal>;
    /// Begins to walk towards a goal.
    activate_goal(id: GoalId; version) = POST "goals/{id}/activate" => Versioned<Goal>;
    /// Confirms a goal as it stands.
    agree_goal(id: GoalId; version) = POST "goals/{id}/agree" => Versioned<Goal>;
    /// Says that a goal is reached.
    achieve_goal(id: GoalId) = POST "goals/{id}/achieve" => Versioned<Goal>;
    /// Lets a goal go.
    let_go_of_goal(id: GoalId) = POST "goals/{id}/let-go": LetGo => Versioned<Goal>;
    /// Walks towards a goal again.
    reopen_goal(id: GoalId) = POST "goals/{id}/reopen" => Versioned<Goal>;
    /// Writes down where a goal stands.
    record_progress(id: GoalId; key) = POST "goals/{id}/progress": WriteProgress => ProgressEntry;
    /// Corrects what one has written down.
    correct_progress(id: ProgressEntryId; version) = PUT "progress/{id}": WriteProgress => Versioned<ProgressEntry>;
    /// Writes an answer.
    write_answer(id: RelationshipId, tool: &str, question: &str; version) = PUT "relationships/{id}/tools/{tool}/answers/{question}": WriteAnswer => Versioned<tools::Answer>;
    /// One report.
    office_report(id: ReportId) = GET "office/reports/{id}" => Versioned<Report>;
    /// Decides about a report.
    decide_report(id: ReportId; version) = POST "office/reports/{id}/decide": DecideReport => Versioned<Report>;
}

documents! {
    /// What others may see.
    profile, save_profile: Profile = "me/profile";
    /// How to be reached outside Cairn.
    contact, save_contact: ContactDetails = "me/contact";
    /// What a mentor can help with.
    offer, save_offer: Offer = "me/offer";
    /// What a mentee looks for.
    preferences, save_preferences: Preferences = "me/preferences";
    /// What also comes by letter.
    notification_settings, save_notification_settings: NotificationSettings = "me/notification-settings";
    /// How the programme is run.
    settings, save_settings: Settings = "office/settings";
}

impl Client {
    /// Sets the photo: the bytes of a JPEG, PNG or WebP file and its media type.
    pub fn set_photo(&self, media_type: &'static str, bytes: Vec<u8>) -> Call<PhotoUrls> {
        let load = Load { body: Some((media_type, bytes)), ..Load::default() };
        self.call("PUT", PHOTO.to_owned(), Ok(load), Answer::read)
    }

    /// A meeting as a calendar file (iCalendar).
    pub fn invitation(&self, id: MeetingId) -> Call<Vec<u8>> {
        self.file(format!("meetings/{id}/invitation"))
    }

    /// A worksheet as Markdown.
    pub fn worksheet_markdown(&self, id: RelationshipId, tool: &str) -> Call<Vec<u8>> {
        self.file(format!("relationships/{id}/tools/{tool}/markdown"))
    }

    /// The goals of a relationship with their milestones and progress: a table or data for programs.
    pub fn goals_export(&self, id: RelationshipId, format: ExportFormat) -> Call<Vec<u8>> {
        self.file(format!("relationships/{id}/goals/export?format={}", format.as_str()))
    }

    /// Everything about the participant: a ZIP file.
    pub fn export(&self) -> Call<Vec<u8>> {
        self.file(EXPORT.to_owned())
    }

    fn file(&self, path: String) -> Call<Vec<u8>> {
        self.call("GET", path, Ok(Load::default()), Answer::bytes)
    }
}
