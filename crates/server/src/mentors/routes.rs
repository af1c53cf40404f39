use actix_web::{HttpRequest, HttpResponse, get, web};
use domain::ids::ParticipantId;
use domain::masking::mask;
use domain::mentors::{Held, Mentor, MentorCard, MentorList, MentorQuery, Wanted};
use domain::page::Page;
use domain::problem::{Code, FieldError, Problem};
use domain::requests::{DECLINE_RESTS, median_hours};
use matching::Scale;

use super::{store, worker};
use crate::app::App;
use crate::auth::Actor;
use crate::changes::worker::welcome_back;
use crate::criteria::Catalogue;
use crate::http::{Answer, Id, json, ready_json};
use crate::profiles::markdown::{Sight, render};
use crate::{pairs, problems, requests};

/// So many of the last answers say how long a mentor takes.
const ANSWERS: i64 = 50;

problems!(SearchProblems: InvalidFields, BadCursor, ProfileIncomplete);
problems!(MentorProblems: InvalidFields);

/// Find mentors
///
/// Everybody who is open, the closest match first. Without `want`, the saved preferences count; with `want=none`,
/// nothing does. Ask for the next page with the same query and `cursor`.
#[utoipa::path(
    operation_id = "find_mentors",
    tag = "mentors",
    security(("access_token" = [])),
    params(
        ("want" = Option<Vec<String>>, Query, description = "`criterion.option`, once for each option; or `none`", example = json!(["skills.leading-a-first-team", "languages.en"])),
        ("importance" = Option<Vec<String>>, Query, description = "`criterion.nice`, `.important` or `.essential`", example = json!(["skills.essential"])),
        ("exact" = Option<Vec<String>>, Query, description = "A criterion in which only full points are let through", example = json!(["languages"])),
        ("text" = Option<String>, Query, description = "Words that name, headline or story must hold, the last as a beginning", max_length = 200, example = "ward"),
        ("include_full" = Option<bool>, Query, description = "Mentors without a free place too", example = true),
        ("limit" = Option<u32>, Query, description = "How many mentors a page has: 1 to 100, else 20", minimum = 1, maximum = 100, example = 20),
        ("cursor" = Option<String>, Query, description = "`next_cursor` of the page before", max_length = 256),
    ),
    responses(
        (status = 200, description = "One page of the list", body = MentorList),
        SearchProblems,
    )
)]
#[get("/mentors")]
pub(crate) async fn find_mentors(
    app: web::Data<App>,
    actor: Actor,
    request: HttpRequest,
) -> Answer<HttpResponse> {
    let query = read_query(&request, &app.criteria)?;
    welcome_back(&app).await?;
    let reader = worker::reader(&app, actor.participant).await?;
    if !reader.search_open {
        return Err(Code::ProfileIncomplete.into());
    }
    let (criteria, today) = (query.criteria(&reader.preferences), app.clock.now().date_naive());
    let page = app.mentors.search(&reader, &query, &criteria, today).map_err(|_| Code::BadCursor)?;
    Ok(ready_json(page))
}

/// A mentor's page
///
/// The whole public profile, and the match by the query's criteria or the saved preferences. Mentors who are not
/// open are not there for others; oneself is, and sees what others would see.
#[utoipa::path(
    operation_id = "get_mentor",
    tag = "mentors",
    security(("access_token" = [])),
    params(
        ("id" = ParticipantId, Path, description = "The mentor", example = "019b76da-a800-7000-8000-000000000001"),
        ("want" = Option<Vec<String>>, Query, description = "As in the search", example = json!(["skills.leading-a-first-team"])),
        ("importance" = Option<Vec<String>>, Query, description = "As in the search", example = json!(["skills.essential"])),
        ("exact" = Option<Vec<String>>, Query, description = "As in the search", example = json!(["skills"])),
    ),
    responses((status = 200, description = "The mentor", body = Mentor), MentorProblems)
)]
#[get("/mentors/{id}")]
pub(crate) async fn get_mentor(
    app: web::Data<App>,
    actor: Actor,
    Id(id): Id<ParticipantId>,
    request: HttpRequest,
) -> Answer<HttpResponse> {
    let query = read_query(&request, &app.criteria)?;
    let reader = worker::reader(&app, actor.participant).await?;
    let today = app.clock.now().date_naive();
    let mut tx = app.db.read().await?;
    let record = store::one(&mut tx, id).await?.ok_or(Code::NotFound)?;
    let answers = requests::history::store::answers_of(&mut tx, id, ANSWERS).await?;
    drop(tx);
    let found = record.is_listed(today) && !reader.hidden.contains(&id);
    if record.id != reader.id && !found {
        return Err(Code::NotFound.into());
    }
    let criteria = query.criteria(&reader.preferences);
    let scale = Scale::new(app.criteria.matching(), &criteria, Some(&reader.place), today);
    let mut offered = record.offer.options.clone();
    let offer = app.criteria.keys().filter_map(|key| offered.remove_entry(key));
    Ok(json(&Mentor {
        card: MentorCard {
            minutes_ahead: reader.behind(&record.place(), today),
            bookmarked: reader.keeps(id),
            fit: scale.match_of(&record.entry()),
            ..record.card()
        },
        about_html: render(&record.profile.about, Sight::Masked),
        help: mask(&record.offer.help),
        experience: mask(&record.offer.experience),
        places: record.offer.places,
        offer: offer.map(|(criterion, options)| Held { criterion, options }).collect(),
        answer_hours: median_hours(answers.into_iter().map(|(sent, answered)| answered - sent).collect()),
    }))
}

/// Mentors like this one
///
/// Three who are open and have a free place, the most alike first, for whoever cannot begin with this one. Left out are
/// mentors to whom the caller cannot send a request just now.
#[utoipa::path(
    operation_id = "similar_mentors",
    tag = "mentors",
    security(("access_token" = [])),
    params(("id" = ParticipantId, Path, description = "The mentor", example = "019b76da-a800-7000-8000-000000000001")),
    responses((status = 200, description = "At most three mentors", body = Page<MentorCard>))
)]
#[get("/mentors/{id}/similar")]
pub(crate) async fn similar_mentors(
    app: web::Data<App>,
    actor: Actor,
    Id(id): Id<ParticipantId>,
) -> Answer<HttpResponse> {
    welcome_back(&app).await?;
    let reader = worker::reader(&app, actor.participant).await?;
    let now = app.clock.now();
    let mut tx = app.db.read().await?;
    let record = store::one(&mut tx, id).await?.ok_or(Code::NotFound)?;
    let tie = pairs::store::tie(&mut tx, reader.id, id).await?;
    let known = pairs::store::are_known(&mut tx, id, reader.id).await?;
    let in_the_way = pairs::store::mentors_in_the_way(&mut tx, reader.id, now - DECLINE_RESTS).await?;
    drop(tx);
    // Who has asked this mentor may ask for others like her, whether or not she is in the list.
    if tie.blocked || !(known || record.is_listed(now.date_naive())) {
        return Err(Code::NotFound.into());
    }
    let hidden = in_the_way.into_iter().map(|(mentor,)| ParticipantId(mentor)).chain([id]).collect();
    Ok(ready_json(app.mentors.similar(&reader, &record, &hidden, now.date_naive())))
}

fn read_query(request: &HttpRequest, criteria: &Catalogue) -> Answer<MentorQuery> {
    let query = MentorQuery::parse(request.query_string()).map_err(Problem::fields)?;
    let errors = unknown(&query, criteria);
    if errors.is_empty() { Ok(query) } else { Err(Problem::fields(errors).into()) }
}

/// What the query names and the programme does not have.
fn unknown(query: &MentorQuery, criteria: &Catalogue) -> Vec<FieldError> {
    let mut errors = Vec::new();
    let mut need = |there: bool, pointer: &str, code: &str| {
        if !there {
            errors.push(FieldError::new(pointer, code));
        }
    };
    if let Wanted::These(these) = &query.wanted {
        for (criterion, options) in these {
            need(criteria.has(criterion), "/want", "unknown_criterion");
            for option in options.iter().filter(|_| criteria.has(criterion)) {
                need(criteria.has_option(criterion, option), "/want", "unknown_option");
            }
        }
    }
    for (criterion, _) in &query.importance {
        need(criteria.has(criterion), "/importance", "unknown_criterion");
    }
    for criterion in &query.exact {
        need(criteria.has(criterion), "/exact", "unknown_criterion");
    }
    errors
}
