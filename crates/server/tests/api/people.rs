//! The profile of somebody with whom one has something to do.

use domain::ids::ParticipantId;
use domain::problem::Code;

use crate::support::profiles::options;
use crate::support::{TestApp, code};

const SKILL: &str = "giving-feedback";

#[tokio::test]
async fn the_two_of_a_thread_see_each_other() {
    let app = TestApp::talkative().await;
    let noor = app.mentee("Noor Haddad", &[SKILL]).await;
    let wanjiru = app.mentor("Wanjiru Mwangi", &[SKILL]).await;
    let tomas = app.mentee("Tomas Berg", &[SKILL]).await;
    noor.edit_profile(|profile| {
        profile.headline = "Nurse, noor@leeds.example".to_owned();
        profile.organisation = "www.leeds.example".to_owned();
        profile.about = "Call **+44 113 496 0000** or [see](https://leeds.example)".to_owned();
    })
    .await;
    assert_eq!(
        code(wanjiru.client.person(noor.me.id).await),
        Code::NotFound,
        "there is nothing between them"
    );
    noor.ask(&wanjiru, "Is it you?").await.unwrap();
    let seen = wanjiru.client.person(noor.me.id).await.unwrap();
    assert_eq!((seen.person.id, seen.person.headline.as_str()), (Some(noor.me.id), "Nurse, •••"));
    assert_eq!(
        (seen.organisation.as_str(), seen.country.as_str(), seen.city.as_str()),
        ("•••", "GB", "Leeds")
    );
    assert_eq!(seen.about_html, "<p>Call <strong>•••</strong> or see</p>\n");
    assert_eq!((&seen.languages, seen.listed), (&options(&["en"]), false));
    assert!(noor.client.person(wanjiru.me.id).await.unwrap().listed);

    let stranger = ParticipantId::new(app.clock.now(), &[7; 10]);
    for (who, whom) in [(&tomas, noor.me.id), (&tomas, wanjiru.me.id), (&noor, stranger), (&noor, noor.me.id)]
    {
        assert_eq!(code(who.client.person(whom).await), Code::NotFound);
    }
    assert_eq!(app.nobody().get(&format!("/api/v1/participants/{}", noor.me.id)).await.status, 401);

    app.let_walk(&wanjiru, &noor, true).await;
    let whole = wanjiru.client.person(noor.me.id).await.unwrap();
    assert_eq!(whole.person.headline, "Nurse, noor@leeds.example");
    assert!(whole.about_html.contains("+44 113 496 0000") && whole.about_html.contains("href"));
    app.set_suspended(&noor, true).await;
    assert_eq!(wanjiru.client.person(noor.me.id).await.unwrap(), seen, "while one is suspended, it rests");
}

#[tokio::test]
async fn who_blocked_or_is_blocked_sees_nobody() {
    let app = TestApp::talkative().await;
    let noor = app.mentee("Noor Haddad", &[SKILL]).await;
    let wanjiru = app.mentor("Wanjiru Mwangi", &[SKILL]).await;
    noor.ask(&wanjiru, "Is it you?").await.unwrap();
    noor.client.block(wanjiru.me.id).await.unwrap();
    assert_eq!(code(noor.client.person(wanjiru.me.id).await), Code::NotFound);
    assert_eq!(code(wanjiru.client.person(noor.me.id).await), Code::NotFound);
    noor.client.unblock(wanjiru.me.id).await.unwrap();
    wanjiru.client.person(noor.me.id).await.unwrap();
}
