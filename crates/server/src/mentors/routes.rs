use actix_web::{HttpRequest, HttpResponse, get, web};
use domain::ids::ParticipantId;
use domain::masking::mask;
use domain::mentors::{Held, Mentor, MentorCard, MentorList, MentorQuery, Wanted};
use domain::problem::{Code, FieldError, Problem};
use matching::Scale;

use super::{store, worker};
use crate::app::App;
use crate::auth::Actor;
use crate::changes::worker::welcome_back;
use crate::criteria::Catalogue;
use crate::http::{Answer, Id, json, ready_json};
use crate::problems;
use crate::profiles::markdown::{Sight, render};

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
        ("id" = ParticipantId, Path, description = "The mentor", example = "019b7679-e000-7000-8000-000000000001"),
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
    drop(tx);
    if record.id != reader.id && !record.is_listed(today) {
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
        answer_hours: None,
    }))
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
