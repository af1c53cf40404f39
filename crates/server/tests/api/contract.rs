//! The document, the server and the client say the same.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::support::TestApp;

const COMMITTED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../api-spec/openapi.json");

/// Browsers load these by themselves: from addresses that cannot be guessed, or they are for everybody.
const PICTURES: [&str; 4] = [
    "photos/{token}/{size}",
    "resources/{slug}/video",
    "resources/{slug}/captions",
    "resources/{slug}/poster",
];

pub(crate) fn document() -> Value {
    serde_json::from_str(cairn::contract::document()).unwrap()
}

/// Method and path below the API's own, with every operation.
pub(crate) fn operations(document: &Value) -> Vec<(String, String, Value)> {
    let paths = document["paths"].as_object().unwrap();
    let all = paths.iter().flat_map(|(path, item)| {
        let path = path.strip_prefix("/api/v1/").expect("every path is the API's").to_owned();
        let methods = item.as_object().unwrap().iter();
        let methods =
            methods.filter(|(name, _)| ["get", "put", "post", "delete", "patch"].contains(&name.as_str()));
        methods.map(move |(method, operation)| (method.to_uppercase(), path.clone(), operation.clone()))
    });
    all.collect()
}

#[tokio::test]
async fn the_served_document_is_the_committed_one() {
    let app = TestApp::new().await;
    let served =
        reqwest::get(format!("{}/api/v1/openapi.json", app.origin)).await.unwrap().text().await.unwrap();
    let committed = std::fs::read_to_string(COMMITTED).unwrap_or_default();
    assert!(served == committed, "api-spec/openapi.json is out of date: run `cargo xtask openapi`");
}

#[test]
fn the_client_knows_every_operation_and_no_other() {
    let documented: BTreeSet<(String, String)> = operations(&document())
        .into_iter()
        .map(|(method, path, _)| (method, path))
        .filter(|(_, path)| !PICTURES.contains(&path.as_str()))
        .collect();
    let without_query = |path: &str| path.split('?').next().unwrap().to_owned();
    let known: BTreeSet<(String, String)> =
        api_client::operations().map(|(method, path)| (method.to_owned(), without_query(path))).collect();
    let missing: Vec<_> = documented.difference(&known).collect();
    assert!(missing.is_empty(), "the client lacks {missing:?}");
    let unknown: Vec<_> = known.difference(&documented).collect();
    assert!(unknown.is_empty(), "the server lacks {unknown:?}");
}

#[test]
fn every_operation_is_described() {
    let operations = operations(&document());
    let ids: BTreeSet<&str> =
        operations.iter().map(|(_, _, operation)| operation["operationId"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), operations.len(), "operation ids are unique");
    for (method, path, operation) in &operations {
        assert!(
            operation["summary"].as_str().is_some_and(|text| text.len() > 5),
            "{method} {path} has no summary"
        );
        let responses = operation["responses"].as_object().unwrap();
        assert!(responses.keys().any(|status| status.starts_with('2')), "{method} {path} never succeeds");
        for (status, response) in responses {
            let described = response["description"].as_str().is_some_and(|text| !text.is_empty());
            assert!(described, "{method} {path} does not describe {status}");
            let problem = &response["content"]["application/problem+json"]["schema"]["$ref"];
            assert_eq!(
                status.as_str() >= "400",
                problem == "#/components/schemas/Problem",
                "{method} {path} {status}"
            );
        }
        let signed_in = operation["security"].as_array().is_some_and(|schemes| !schemes.is_empty());
        let open = path.starts_with("auth/")
            || ["criteria", "unsubscribe", "calendar/{secret}.ics"].contains(&path.as_str())
            || PICTURES.contains(&path.as_str());
        assert_eq!(signed_in, !open, "{method} {path} and its security");
    }
}

#[test]
fn words_are_documented_as_they_travel() {
    let document = document();
    let schemas = document["components"]["schemas"].as_object().unwrap();
    let words = schemas.values().filter_map(|schema| schema["enum"].as_array()).flatten();
    let words: Vec<&str> = words.map(|word| word.as_str().unwrap()).collect();
    assert!(words.contains(&domain::requests::RequestState::NeedsInfo.as_str()));
    let odd: Vec<_> = words.iter().filter(|word| word.contains(char::is_uppercase)).collect();
    assert!(odd.is_empty(), "these are names of the code: {odd:?}");
}
