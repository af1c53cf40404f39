//! Every area, named once; and the document that describes them.

use actix_web::dev::ResourceDef;
use actix_web::{HttpRequest, HttpResponse, web};
use utoipa::OpenApi as _;
use utoipa::openapi::path::{HttpMethod, PathItem};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa_actix_web::service_config::ServiceConfig;
use utoipa_actix_web::{AppExt as _, scope};

use crate::{
    accounts, blocks, bookmarks, contract, conversations, criteria, goals, http, live, mail, meetings,
    mentors, notifications, observe, office, people, photos, profiles, relationships, reports, requests,
    resources, settings, tools, web_app, workflows,
};

/// Where the API lives.
pub const API: &str = "/api/v1";

/// The areas of the API. Addresses are tried in this order: the list of mentors, which is asked for most, comes first.
fn areas(config: &mut ServiceConfig<'_>) {
    config
        .configure(mentors::configure)
        .configure(accounts::sign_in::routes::configure)
        .configure(accounts::routes::configure)
        .configure(criteria::configure)
        .configure(profiles::configure)
        .configure(photos::configure)
        .configure(bookmarks::configure)
        .configure(people::configure)
        .configure(blocks::configure)
        .configure(conversations::configure)
        .configure(requests::configure)
        .configure(relationships::configure)
        .configure(meetings::configure)
        .configure(tools::configure)
        .configure(goals::configure)
        .configure(resources::configure)
        .configure(workflows::configure)
        .configure(notifications::configure)
        .configure(live::configure)
        .configure(reports::configure)
        .configure(settings::configure)
        .configure(office::configure);
}

/// All addresses of the server.
pub fn configure(config: &mut web::ServiceConfig) {
    config
        .service(observe::livez)
        .service(observe::readyz)
        .service(observe::metrics_page)
        .service(contract::openapi_json)
        .service(contract::explorer_without_slash)
        .service(contract::explorer());
    let mut api = ServiceConfig::new(config);
    api.service(scope::scope(API).configure(areas));
    config.default_service(web::to(anything_else));
}

/// The pages that show all letters.
pub fn configure_mailbox(config: &mut web::ServiceConfig) {
    config
        .service(mail::routes::mailbox)
        .service(mail::routes::html)
        .service(mail::routes::text)
        .service(mail::routes::calendar);
}

async fn anything_else(
    request: HttpRequest,
    operations: web::Data<Operations>,
    web_app: web::Data<web_app::WebApp>,
) -> HttpResponse {
    if request.path() == "/api" || request.path().starts_with("/api/") {
        http::unknown_api_path(&request, &operations)
    } else {
        web_app.answer(&request)
    }
}

/// The OpenAPI 3.1 document of the API.
pub fn openapi() -> utoipa::openapi::OpenApi {
    #[derive(utoipa::OpenApi)]
    #[openapi(
        info(
            title = "Cairn",
            description = "The REST API of the Cairn mentoring programme. Errors are problem details (RFC 9457) with stable codes.",
            license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0"),
        ),
        servers((url = "/", description = "This server")),
        components(schemas(domain::problem::Problem, domain::problem::FieldError))
    )]
    struct Document;

    let app = actix_web::App::new().into_utoipa_app().openapi(Document::openapi());
    let (_, mut document) = app.service(scope::scope(API).configure(areas)).split_for_parts();
    let scheme = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .bearer_format("JWT")
        .description(Some("The access token that signing in gives; it works for ten minutes."))
        .build();
    let components = document.components.get_or_insert_default();
    components.add_security_scheme("access_token", SecurityScheme::Http(scheme));
    contract::describe_common_problems(&mut document);
    contract::list_problem_codes(&mut document);
    contract::state_security(&mut document);
    contract::name_items(&mut document);
    contract::without_null(&mut document);
    document
}

/// Which methods each address of the API takes.
#[derive(Debug)]
pub struct Operations(Vec<(ResourceDef, Vec<&'static str>)>);

impl Operations {
    /// Reads them from the document.
    pub fn new(document: &utoipa::openapi::OpenApi) -> Self {
        let paths = document.paths.paths.iter();
        Self(paths.map(|(path, item)| (ResourceDef::new(path.as_str()), methods(item))).collect())
    }

    /// The methods that the address takes; none where there is no such address.
    pub fn methods_of(&self, path: &str) -> Vec<&'static str> {
        self.0
            .iter()
            .filter(|(known, _)| known.is_match(path))
            .flat_map(|(_, methods)| methods.iter().copied())
            .collect()
    }
}

fn methods(item: &PathItem) -> Vec<&'static str> {
    contract::operations(item)
        .map(|(method, _)| match method {
            HttpMethod::Get => "GET",
            HttpMethod::Put => "PUT",
            HttpMethod::Post => "POST",
            HttpMethod::Delete => "DELETE",
            HttpMethod::Patch => "PATCH",
            _ => "OPTIONS",
        })
        .collect()
}
