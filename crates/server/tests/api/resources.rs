//! The library over HTTP: open to everybody; what each marks is their own; films come in parts.

use chrono::Duration;
use domain::accounts::{DeleteAccount, Role};
use domain::problem::Code;
use domain::resources::{ResourceAudience, ResourceKind, ResourceStage};
use reqwest::Response;

use crate::support::meetings::record;
use crate::support::{PASSWORD, Person, TestApp, code};

const GUIDE: &str = "first-meeting";
const FILM: &str = "how-cairn-works";

async fn found(person: &Person, query: &str) -> Vec<String> {
    let page = person.client.resources(query).await.unwrap();
    page.items.into_iter().map(|row| row.slug).collect()
}

async fn helps(person: &Person, about: &str) -> Vec<String> {
    let suggested = person.client.suggested_resources(about).await.unwrap();
    suggested.items.into_iter().map(|row| row.slug).collect()
}

#[tokio::test]
async fn visitors_read_the_whole_library() {
    let app = TestApp::new().await;
    let visitor = app.client();
    let (mut slugs, mut cursor, mut stages) = (Vec::new(), String::new(), Vec::new());
    loop {
        let page = visitor.resources(&format!("limit=7{cursor}")).await.unwrap();
        assert!(page.items.iter().all(|row| !row.bookmarked && !row.read));
        stages.extend(page.items.iter().map(|row| row.stage));
        slugs.extend(page.items.into_iter().map(|row| row.slug));
        let Some(next) = page.next_cursor else { break };
        cursor = format!("&cursor={next}");
    }
    let all = visitor.resources("limit=100").await.unwrap();
    assert_eq!(all.items.iter().map(|row| row.slug.clone()).collect::<Vec<_>>(), slugs, "page by page");
    assert!(slugs.len() >= 16 && stages.is_sorted(), "in the order of the way");
    for slug in slugs {
        let resource = visitor.resource(&slug).await.unwrap();
        assert!(
            resource.html.starts_with("<p>") && resource.tool.is_none_or(|tool| tool.relationship.is_none())
        );
        assert!(resource.related.len() <= 3 && resource.related.iter().all(|related| related.slug != slug));
        assert_eq!(resource.bytes.is_some(), resource.row.kind == ResourceKind::Video);
    }
    let guide = visitor.resource(GUIDE).await.unwrap();
    for heading in &guide.headings {
        assert!(guide.html.contains(&format!("<h2 id=\"{}\">", heading.id)), "{}", heading.title);
    }
    assert_eq!(guide.tool.unwrap().key, "first-meeting");
    assert_eq!(code(visitor.resource("nothing").await), Code::NotFound);
    for error in [visitor.bookmark_resource(GUIDE).await, visitor.mark_resource_read(GUIDE).await] {
        assert_eq!(code(error), Code::Unauthenticated);
    }
    assert_eq!(code(visitor.suggested_resources("").await), Code::Unauthenticated);
}

#[tokio::test]
async fn who_is_signed_in_with_a_token_that_has_run_out_is_no_visitor() {
    let app = TestApp::new().await;
    let noor = app.mentee("Noor Haddad", &["giving-feedback"]).await;
    noor.client.set_token(Some("not a token".to_owned()));
    assert_eq!(code(noor.client.resources("").await), Code::Unauthenticated);
    assert_eq!(code(noor.client.resource(GUIDE).await), Code::Unauthenticated);
}

#[tokio::test]
async fn the_library_is_searched_and_narrowed() {
    let app = TestApp::new().await;
    let visitor = app.client();
    let page = visitor.resources("text=powerful+quest").await.unwrap();
    assert_eq!(page.items.first().unwrap().slug, "powerful-questions", "the closest first");
    assert!(visitor.resources("text=zebrafish").await.unwrap().items.is_empty());
    let narrowed = visitor.resources("stage=goals&audience=mentor&kind=guide&limit=100").await.unwrap().items;
    assert!(narrowed.len() > 3);
    for row in narrowed {
        assert_eq!((row.stage, row.kind), (ResourceStage::Goals, ResourceKind::Guide));
        assert_ne!(row.audience, ResourceAudience::Mentee);
    }
    let films = visitor.resources("kind=video").await.unwrap().items;
    assert!(films.iter().any(|row| row.slug == FILM) && films.iter().all(|row| row.seconds.is_some()));
    for (query, expected) in [
        ("stage=middle", Code::InvalidFields),
        ("limit=101", Code::InvalidFields),
        ("cursor=nothing", Code::BadCursor),
        ("text=zebrafish&cursor=first-meeting", Code::BadCursor),
    ] {
        assert_eq!(code(visitor.resources(query).await), expected, "{query}");
    }
}

#[tokio::test]
async fn marks_are_ones_own() {
    let app = TestApp::new().await;
    let noor = app.mentee("Noor Haddad", &["giving-feedback"]).await;
    let wanjiru = app.mentor("Wanjiru Mwangi", &["giving-feedback"]).await;
    let whole = found(&noor, "limit=100").await.len();
    for slug in [GUIDE, FILM] {
        noor.client.bookmark_resource(slug).await.unwrap();
        noor.client.bookmark_resource(slug).await.unwrap();
    }
    noor.client.mark_resource_read(GUIDE).await.unwrap();
    let mut kept = found(&noor, "bookmarked=true").await;
    kept.sort();
    assert_eq!(kept, [GUIDE, FILM]);
    assert_eq!(found(&noor, "bookmarked=true&unread=true").await, [FILM]);
    assert_eq!(found(&noor, "unread=true&limit=100").await.len(), whole - 1);
    let row = noor.client.resource(GUIDE).await.unwrap().row;
    assert!(row.bookmarked && row.read);
    let theirs = wanjiru.client.resource(GUIDE).await.unwrap().row;
    assert!(!theirs.bookmarked && !theirs.read && found(&wanjiru, "bookmarked=true").await.is_empty());
    assert_eq!(code(noor.client.bookmark_resource("nothing").await), Code::NotFound);
    assert_eq!(code(noor.client.mark_resource_read("nothing").await), Code::NotFound);

    let page = noor.client.resources("bookmarked=true&limit=1").await.unwrap();
    let cursor = page.next_cursor.unwrap();
    noor.client.forget_resource(&cursor).await.unwrap();
    let rest = found(&noor, &format!("bookmarked=true&limit=1&cursor={cursor}")).await;
    assert_eq!(rest.len(), 1, "who lets go of the last of a page still finds the next");
    for slug in [GUIDE, FILM, "nothing"] {
        noor.client.forget_resource(slug).await.unwrap();
        noor.client.mark_resource_unread(slug).await.unwrap();
    }
    let row = noor.client.resource(GUIDE).await.unwrap().row;
    assert!(!row.bookmarked && !row.read);
}

#[tokio::test]
async fn marks_can_be_taken_along_and_go_with_who_made_them() {
    let app = TestApp::talkative().await;
    let noor = app.mentee("Noor Haddad", &["giving-feedback"]).await;
    noor.client.bookmark_resource(GUIDE).await.unwrap();
    noor.client.mark_resource_read(FILM).await.unwrap();
    let mut archive =
        zip::ZipArchive::new(std::io::Cursor::new(noor.client.export().await.unwrap())).unwrap();
    let file = archive.by_name("cairn.json").unwrap();
    let everything: serde_json::Value = serde_json::from_reader(file).unwrap();
    let marks: Vec<_> = everything["resources"]
        .as_array()
        .unwrap()
        .iter()
        .map(|mark| (mark["slug"].as_str().unwrap(), mark["mark"].as_str().unwrap()))
        .collect();
    assert!(
        marks.len() == 2 && marks.contains(&(GUIDE, "bookmark")) && marks.contains(&(FILM, "read")),
        "{marks:?}"
    );
    assert_eq!(kept_marks(&app).await, 2);
    noor.client.delete_account(&DeleteAccount { password: PASSWORD.to_owned() }).await.unwrap();
    assert_eq!(kept_marks(&app).await, 0);
    app.letter_to(&noor.email).await;
}

async fn kept_marks(app: &TestApp) -> i64 {
    app.in_database(async |tx| {
        cairn::fetch_one!(tx, (i64,), "SELECT COUNT(*) FROM resource_marks").unwrap().0
    })
    .await
}

#[tokio::test]
async fn what_helps_follows_the_way() {
    let app = TestApp::talkative().await;
    let noor = app.mentee("Noor Haddad", &["giving-feedback"]).await;
    let wanjiru = app.mentor("Wanjiru Mwangi", &["giving-feedback"]).await;
    assert_eq!(helps(&noor, "").await[0], "finding-a-mentor-who-fits");
    assert_eq!(helps(&wanjiru, "").await[0], "a-profile-others-can-read-you-in");
    let request = noor.sends_request(&wanjiru).await.value.id;
    assert_eq!(helps(&noor, "").await[0], "asking-good-questions");
    assert_eq!(helps(&wanjiru, "").await[0], "answering-a-request");
    let id = wanjiru.accept(request).await.relationship.unwrap();
    let about = format!("relationship={id}");
    assert_eq!(helps(&noor, "").await, helps(&noor, &about).await);
    assert_eq!(helps(&wanjiru, &about).await[0], "the-mentors-role");
    assert_eq!(helps(&noor, &about).await[0], GUIDE);
    noor.client.mark_resource_read(GUIDE).await.unwrap();
    assert!(!helps(&noor, &about).await.contains(&GUIDE.to_owned()), "what is read is not suggested");
    let tool = |person: &Person| {
        let client = person.client.clone();
        async move { client.resource(GUIDE).await.unwrap().tool.unwrap().relationship }
    };
    assert_eq!((tool(&noor).await, tool(&wanjiru).await), (Some(id), Some(id)), "where its worksheet is");
    let mentors_only = noor.client.resource("the-mentors-role").await.unwrap();
    assert_eq!(mentors_only.tool.unwrap().relationship, None, "a worksheet that does not ask the reader");

    let yesterday = (app.clock.now() - Duration::days(1)).format("%Y-%m-%dT%H:%M").to_string();
    noor.client.record_meeting(id, "held", &record(&yesterday)).await.unwrap();
    assert_eq!(helps(&noor, &about).await[0], "smart-goals");
    let farid = app.mentor("Farid Benyamina", &["giving-feedback"]).await;
    assert_eq!(code(farid.client.suggested_resources(&about).await), Code::NotFound, "a stranger");
    assert_eq!(code(noor.client.suggested_resources("relationship=x").await), Code::InvalidFields);
    let both = app.join("Ines Duarte", &[Role::Mentor, Role::Mentee]).await;
    let both = helps(&both, "").await;
    assert!(
        both.contains(&"finding-a-mentor-who-fits".to_owned())
            && both.contains(&"a-profile-others-can-read-you-in".to_owned()),
        "{both:?}"
    );
    app.until("all is told", async || app.untold().await == 0).await;
}

async fn get(app: &TestApp, what: &str, headers: &[(&str, &str)]) -> Response {
    let request = reqwest::Client::new().get(format!("{}/api/v1/resources/{what}", app.origin));
    let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
    request.send().await.unwrap()
}

fn said(answer: &Response, name: &str) -> String {
    answer.headers().get(name).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default()
}

#[tokio::test]
async fn a_film_comes_in_parts_to_everybody() {
    let app = TestApp::new().await;
    let video = format!("{FILM}/video");
    let whole = get(&app, &video, &[]).await;
    assert_eq!((whole.status().as_u16(), said(&whole, "content-type").as_str()), (200, "video/webm"));
    assert_eq!(
        (said(&whole, "accept-ranges").as_str(), said(&whole, "x-content-type-options").as_str()),
        ("bytes", "nosniff")
    );
    assert!(said(&whole, "cache-control").starts_with("public, max-age="));
    let etag = said(&whole, "etag");
    let bytes = whole.bytes().await.unwrap();
    let size = bytes.len();
    assert_eq!(app.client().resource(FILM).await.unwrap().bytes, Some(size as u64));

    let part = get(&app, &video, &[("range", "bytes=1000-1999"), ("if-range", &etag)]).await;
    assert_eq!(part.status().as_u16(), 206);
    assert_eq!(said(&part, "content-range"), format!("bytes 1000-1999/{size}"));
    assert_eq!(part.bytes().await.unwrap(), bytes.slice(1000..2000));
    let beyond = get(&app, &video, &[("range", &format!("bytes={size}-"))]).await;
    assert_eq!((beyond.status().as_u16(), said(&beyond, "content-range")), (416, format!("bytes */{size}")));
    assert_eq!(said(&beyond, "content-type"), "application/problem+json");
    let problem: serde_json::Value = beyond.json().await.unwrap();
    assert_eq!(problem["code"], "no_such_range");
    assert_eq!(get(&app, &video, &[("if-none-match", &etag)]).await.status().as_u16(), 304);

    let captions = get(&app, &format!("{FILM}/captions"), &[]).await;
    assert_eq!(said(&captions, "content-type"), "text/vtt; charset=utf-8");
    assert!(captions.text().await.unwrap().starts_with("WEBVTT"));
    let poster = get(&app, &format!("{FILM}/poster"), &[]).await;
    assert_eq!((poster.status().as_u16(), said(&poster, "content-type").as_str()), (200, "image/webp"));
    for missing in [format!("{GUIDE}/video"), format!("{GUIDE}/poster"), "nothing/captions".to_owned()] {
        assert_eq!(get(&app, &missing, &[]).await.status().as_u16(), 404, "{missing}");
    }
    assert!(said(&get(&app, FILM, &[]).await, "content-security-policy").contains("media-src 'self'"));
}
