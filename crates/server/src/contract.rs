//! The OpenAPI document as it is served, and what all operations have in common in it.

use std::sync::OnceLock;

use actix_web::http::header::{CACHE_CONTROL, LOCATION};
use actix_web::{HttpResponse, get};
use domain::problem::Code;
use utoipa::openapi::path::{HttpMethod, Operation, Parameter, ParameterIn, PathItem};
use utoipa::openapi::request_body::RequestBody;
use utoipa::openapi::schema::{ArrayItems, Schema, SchemaType, Type};
use utoipa::openapi::{Content, OpenApi, Ref, RefOr, Response, ResponseBuilder};
use utoipa_swagger_ui::SwaggerUi;

use crate::routes;

/// The document as text, made once.
pub fn document() -> &'static str {
    static TEXT: OnceLock<String> = OnceLock::new();
    TEXT.get_or_init(|| routes::openapi().to_pretty_json().unwrap_or_default() + "\n")
}

/// The OpenAPI 3.1 document.
#[get("/api/v1/openapi.json")]
pub(crate) async fn openapi_json() -> HttpResponse {
    HttpResponse::Ok()
        .content_type("application/json")
        .insert_header((CACHE_CONTROL, "no-cache"))
        .body(document())
}

/// Declares the problems that an operation can answer with, besides those that all have in common:
/// `problems!(RegisterProblems: TooManyRequests, …)`, then `responses(…, RegisterProblems)`.
#[macro_export]
macro_rules! problems {
    ($name:ident: $($code:ident),+ $(,)?) => {
        struct $name;
        impl utoipa::IntoResponses for $name {
            fn responses() -> std::collections::BTreeMap<String, utoipa::openapi::RefOr<utoipa::openapi::Response>> {
                $crate::contract::responses(&[$(domain::problem::Code::$code),+])
            }
        }
    };
}

/// One response for each status, which names the codes.
pub fn responses(codes: &[Code]) -> std::collections::BTreeMap<String, RefOr<Response>> {
    let mut found = std::collections::BTreeMap::new();
    for code in codes {
        add(&mut found, *code);
    }
    found
}

fn add(found: &mut std::collections::BTreeMap<String, RefOr<Response>>, code: Code) {
    let line = format!("`{}`: {}", code.as_str(), code.title());
    match found.get_mut(&code.status().to_string()) {
        Some(RefOr::T(known)) if known.description.contains(&format!("`{}`", code.as_str())) => {}
        Some(RefOr::T(known)) => known.description = format!("{}\n\n{line}", known.description),
        _ => {
            let body = Content::new(Some(RefOr::Ref(Ref::from_schema_name("Problem"))));
            let response =
                ResponseBuilder::new().description(line).content("application/problem+json", body).build();
            found.insert(code.status().to_string(), RefOr::T(response));
        }
    }
}

/// Lists all problem codes where integrators look first: in the description of the document.
pub fn list_problem_codes(document: &mut OpenApi) {
    let rows = Code::ALL
        .iter()
        .map(|code| format!("| `{}` | {} | {} |\n", code.as_str(), code.status(), code.title()));
    let table = rows.collect::<Vec<_>>().concat();
    let description = document.info.description.get_or_insert_default();
    *description =
        format!("{description}\n\n## Problem codes\n\n| code | status | meaning |\n|---|---|---|\n{table}");
}

/// Lets each page (`Page_X`) name its items (`X`), which are written out there otherwise.
pub fn name_items(document: &mut OpenApi) {
    let components = document.components.get_or_insert_default();
    let named: Vec<String> = components.schemas.keys().cloned().collect();
    for (page, schema) in &mut components.schemas {
        let item = page.strip_prefix("Page_").filter(|item| named.iter().any(|name| name == item));
        let (Some(item), RefOr::T(Schema::Object(schema))) = (item, schema) else { continue };
        if let Some(RefOr::T(Schema::Array(items))) = schema.properties.get_mut("items") {
            items.items = ArrayItems::RefOrSchema(Box::new(RefOr::Ref(Ref::from_schema_name(item))));
        }
    }
}

/// Says of parameters that can be left out only that: an address holds no null.
pub fn without_null(document: &mut OpenApi) {
    for item in document.paths.paths.values_mut() {
        let parameters = operations_mut(item).flat_map(|operation| operation.parameters.iter_mut().flatten());
        for parameter in parameters {
            let RefOr::T(Parameter { schema: Some(RefOr::T(schema)), .. }) = parameter else { continue };
            let kind = match schema {
                Schema::Object(object) => &mut object.schema_type,
                Schema::Array(array) => &mut array.schema_type,
                _ => continue,
            };
            if let SchemaType::Array(kinds) = kind {
                kinds.retain(|kind| *kind != Type::Null);
                if let [only] = kinds.as_slice() {
                    *kind = SchemaType::Type(only.clone());
                }
            }
        }
    }
}

/// Says of each operation that asks for no token that it asks for none.
pub fn state_security(document: &mut OpenApi) {
    for item in document.paths.paths.values_mut() {
        for operation in operations_mut(item) {
            operation.security.get_or_insert_default();
        }
    }
}

/// Adds to each operation the problems that its shape brings with it: a body, a version, an id, a token.
pub fn describe_common_problems(document: &mut OpenApi) {
    for item in document.paths.paths.values_mut() {
        for operation in operations_mut(item) {
            for code in common_codes(operation) {
                add(&mut operation.responses.responses, code);
            }
        }
    }
}

fn common_codes(operation: &Operation) -> Vec<Code> {
    let mut codes = vec![Code::Internal, Code::Unavailable];
    let is_json = |body: &RefOr<RequestBody>| matches!(body, RefOr::T(body) if body.content.contains_key("application/json"));
    let json = operation.request_body.as_ref().is_some_and(is_json);
    if operation.request_body.is_some() {
        codes.extend([
            Code::MalformedRequest,
            Code::RequestTimeout,
            Code::BodyTooLarge,
            Code::UnsupportedMediaType,
        ]);
    }
    if json {
        codes.extend([Code::MalformedJson, Code::InvalidFields]);
    }
    if operation.security.is_some() {
        codes.push(Code::Unauthenticated);
    }
    for parameter in operation.parameters.iter().flatten() {
        let RefOr::T(parameter) = parameter else { continue };
        match parameter.parameter_in {
            ParameterIn::Path => codes.push(Code::NotFound),
            ParameterIn::Header if parameter.name == "If-Match" => {
                codes.extend([Code::StaleVersion, Code::VersionRequired]);
            }
            _ => {}
        }
    }
    codes
}

/// The operations of a path, by method.
pub fn operations(item: &PathItem) -> impl Iterator<Item = (HttpMethod, &Operation)> {
    let all = [
        (HttpMethod::Get, &item.get),
        (HttpMethod::Put, &item.put),
        (HttpMethod::Post, &item.post),
        (HttpMethod::Delete, &item.delete),
        (HttpMethod::Patch, &item.patch),
    ];
    all.into_iter().filter_map(|(method, operation)| operation.as_ref().map(|operation| (method, operation)))
}

fn operations_mut(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    [&mut item.get, &mut item.put, &mut item.post, &mut item.delete, &mut item.patch].into_iter().flatten()
}

/// The style element that the explorer's script writes, so that the policy can let it through and nothing else.
pub const EXPLORER_STYLE: &str = "'sha256-RL3ie0nH+Lzz2YNqQN83mnU0J1ot4QL7b99vMdIX99w='";

/// The explorer at /api/docs/.
pub fn explorer() -> SwaggerUi {
    let options = utoipa_swagger_ui::Config::from("/api/v1/openapi.json")
        .try_it_out_enabled(true)
        .persist_authorization(false);
    SwaggerUi::new("/api/docs/{_:.*}").config(options)
}

/// The address that people type.
#[get("/api/docs")]
pub(crate) async fn explorer_without_slash() -> HttpResponse {
    HttpResponse::PermanentRedirect().insert_header((LOCATION, "/api/docs/")).finish()
}
