//! What the programme matches people on.

use domain::criteria::HeldIn;
use reqwest::Method;

use crate::support::TestApp;

#[tokio::test]
async fn everybody_can_read_the_default_programme() {
    let app = TestApp::new().await;
    let criteria = app.client().criteria().await.unwrap();
    let keys: Vec<_> = criteria.items.iter().map(|criterion| criterion.key.as_str()).collect();
    assert_eq!(
        keys,
        ["skills", "topics", "sectors", "career-stage", "languages", "place", "format", "availability"]
    );
    assert_eq!(criteria.items, content::programme().unwrap().criteria);
    assert_eq!(criteria.countries.len(), 249);
    let in_profile = criteria.items.iter().filter(|criterion| criterion.held_in == HeldIn::Profile);
    assert_eq!(
        in_profile.map(|criterion| criterion.key.as_str()).collect::<Vec<_>>(),
        ["languages", "place"]
    );
}

#[tokio::test]
async fn who_has_them_need_not_get_them_again() {
    let app = TestApp::new().await;
    let nobody = app.nobody();
    let first = nobody.get("/api/v1/criteria").await;
    assert_eq!((first.status, first.header("cache-control")), (200, "no-cache"));
    let tag = first.header("etag").to_owned();
    let again = |tag: String| {
        nobody.send(Method::GET, "/api/v1/criteria", |request| request.header("if-none-match", tag))
    };
    let same = again(tag.clone()).await;
    assert_eq!((same.status, same.body.len(), same.header("etag")), (304, 0, tag.as_str()));
    assert_eq!(again("\"other\"".to_owned()).await.status, 200);
}

#[tokio::test]
async fn a_later_start_leaves_them_alone() {
    let app = TestApp::new().await;
    app.in_database(async |tx| {
        cairn::execute!(tx, "UPDATE criteria SET name = 'Crafts' WHERE key = 'skills'").unwrap();
        cairn::execute!(tx, "UPDATE criterion_options SET retired = TRUE WHERE key = 'rust'").unwrap();
    })
    .await;
    let db = app.db().await;
    cairn::app::open_criteria(&db).await.unwrap();
    db.close().await;
    let found = app.in_database(async |tx| {
        cairn::fetch_one!(
            tx,
            (String, i64),
            "SELECT name, (SELECT COUNT(*) FROM criteria) FROM criteria WHERE key = 'skills'"
        )
        .unwrap()
    });
    assert_eq!(found.await, ("Crafts".to_owned(), 8));
}
