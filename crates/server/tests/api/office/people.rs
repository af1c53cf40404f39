//! Participants in the office: who is found, what their page shows, who is suspended, who becomes a coordinator.

use chrono::Duration;
use domain::accounts::{DeleteAccount, ForgottenPassword, ResetPassword, Role};
use domain::ids::ParticipantId;
use domain::office::{AuditAction, OfficePerson};
use domain::page::Page;
use domain::problem::Code;
use domain::requests::RequestState;

use super::{WORDS, deeds, state_of, suspend};
use crate::support::{PASSWORD, TestApp, code, login};

fn names(page: &Page<OfficePerson>) -> Vec<&str> {
    page.items.iter().map(|item| item.person.display_name.as_str()).collect()
}

#[tokio::test]
async fn people_are_found_by_name_role_and_state() {
    let mut app = TestApp::new().await;
    let marit = app.marit().await;
    let noor = app.noor().await;
    let asa = app.join("Asa Lind", &[Role::Mentor]).await;
    asa.edit_profile(|profile| profile.display_name = "Åsa_Lind Nooren".to_owned()).await;
    app.clock.advance(Duration::days(1));
    app.join("Wanjiru Mwangi", &[Role::Mentor, Role::Mentee]).await;
    let office = app.another_browser(&marit).await;
    let people = async |query: &str| office.office_people(query).await.unwrap();

    let all = people("").await;
    assert_eq!(names(&all)[0], "Wanjiru Mwangi", "who was here today comes first");
    assert_eq!(all.items.len(), 4);
    for (query, expected) in [
        ("text=noor&limit=1", 1),
        ("text=noor", 2),
        ("text=HADD+noo", 1),
        ("text=addad", 0),
        ("text=%C3%A5sa", 1),
        ("text=a%25", 0),
        ("text=asa_", 0),
        ("text=%C3%85sa_l", 1),
        ("text=%5C", 0),
        ("text=marit&role=coordinator", 1),
        ("role=mentor", 2),
        ("role=mentee", 3),
        ("role=mentor&text=wanjiru", 1),
        ("suspended=true", 0),
        ("suspended=false", 4),
    ] {
        assert_eq!(people(query).await.items.len(), expected, "{query}");
    }
    office.suspend(noor.me.id, &suspend()).await.unwrap();
    let suspended = people("suspended=true").await;
    assert_eq!(names(&suspended), ["Noor Haddad"]);
    assert_eq!(suspended.items[0].suspended_at, Some(app.clock.now()));

    let mut found = Vec::new();
    let mut page = people("limit=1").await;
    while let Some(cursor) = &page.next_cursor {
        found.extend(page.items);
        page = people(&format!("limit=1&cursor={cursor}")).await;
    }
    found.extend(page.items);
    let ids = |items: &[OfficePerson]| items.iter().map(|item| item.person.id).collect::<Vec<_>>();
    assert_eq!(ids(&found), ids(&all.items), "pages fit together");
    let of_asa = found.iter().find(|item| item.person.id == Some(asa.me.id)).unwrap();
    assert_eq!((of_asa.roles.as_slice(), of_asa.places, of_asa.paused), (&[Role::Mentor][..], 1, false));
}

#[tokio::test]
async fn a_persons_page_shows_parties_dates_and_states() {
    let mut app = TestApp::new().await;
    let marit = app.marit().await;
    let noor = app.noor().await;
    let wanjiru = app.join("Wanjiru Mwangi", &[Role::Mentor]).await;
    wanjiru.edit_profile(|profile| profile.headline = "Write to me@wanjiru.example".to_owned()).await;
    let line = app.thread(&noor, &wanjiru, &[(&noor, "My secret")]).await[0];
    app.request(&wanjiru, &noor, line, RequestState::Accepted).await;
    app.clock.advance(Duration::days(1));
    app.request(&wanjiru, &noor, line, RequestState::Pending).await;
    app.report(&wanjiru, &noor, None, "Call me at +44 113 496 0000").await;
    let marit_now = app.another_browser(&marit).await;
    marit_now.suspend(noor.me.id, &suspend()).await.unwrap();

    let page = marit_now.office_person(noor.me.id).await.unwrap();
    let summary = &page.summary;
    assert_eq!(summary.person.display_name, "Noor Haddad");
    assert_eq!((summary.relationships, summary.open_requests, summary.reports), (1, 1, 1));
    let threads: Vec<_> = page.threads.iter().map(|thread| (thread.state, thread.active)).collect();
    assert_eq!(threads, [(RequestState::Pending, false), (RequestState::Accepted, true)]);
    assert!(page.threads.iter().all(|thread| thread.with.id == Some(wanjiru.me.id)));
    assert_eq!(page.reports.len(), 1);
    assert_eq!(page.audit.len(), 1);
    assert_eq!(
        (page.audit[0].action, page.audit[0].coordinator.id),
        (AuditAction::Suspended, Some(marit.me.id))
    );
    let everything = serde_json::to_string(&page).unwrap();
    for hidden in ["leeds.example", "wanjiru.example", "496 0000", "My secret"] {
        assert!(!everything.contains(hidden), "{hidden} in {everything}");
    }
    let nobody = ParticipantId::new(app.clock.now(), &[7; 10]);
    assert_eq!(code(marit_now.office_person(nobody).await), Code::NotFound);
}

#[tokio::test]
async fn who_is_suspended_is_signed_out_at_once_and_stays_out() {
    let mut app = TestApp::new().await;
    let marit = app.marit().await;
    let noor = app.noor().await;
    app.client().forgotten_password(&ForgottenPassword { email: noor.email.clone() }).await.unwrap();
    let token = app.token_to(&noor.email).await;

    marit.client.suspend(noor.me.id, &suspend()).await.unwrap();
    assert_eq!(code(noor.client.me().await), Code::Unauthenticated);
    assert_eq!(code(noor.client.refresh().await), Code::SessionEnded);
    let sign_in = async |password| app.client().sign_in(&login(&noor.email, password)).await;
    assert_eq!(code(sign_in(PASSWORD).await), Code::AccountSuspended);
    assert_eq!(code(sign_in("not my password").await), Code::InvalidCredentials, "a stranger learns nothing");
    let reset = ResetPassword { token, password: "carry two stones up".to_owned() };
    assert_eq!(code(app.client().reset_password(&reset).await), Code::AccountSuspended);
    assert!(app.tells(WORDS).await, "she reads why");
    assert_eq!(state_of(marit.client.suspend(noor.me.id, &suspend()).await), "suspended");
    assert_eq!(state_of(marit.client.make_coordinator(noor.me.id).await), "suspended");

    marit.client.reinstate(noor.me.id).await.unwrap();
    assert_eq!(state_of(marit.client.reinstate(noor.me.id).await), "active");
    sign_in(PASSWORD).await.unwrap();
    let audit = marit.client.audit("").await.unwrap();
    assert_eq!(audit.items.len(), 2, "what was refused did not happen");
    let nobody = ParticipantId::new(app.clock.now(), &[7; 10]);
    assert_eq!(code(marit.client.suspend(nobody, &suspend()).await), Code::NotFound);
    assert_eq!(code(marit.client.reinstate(nobody).await), Code::NotFound);
    assert_eq!(code(marit.client.make_coordinator(nobody).await), Code::NotFound);
}

#[tokio::test]
async fn coordinators_make_coordinators_and_one_always_stays() {
    let mut app = TestApp::new().await;
    let marit = app.marit().await;
    let noor = app.noor().await;
    assert_eq!(code(marit.client.suspend(marit.me.id, &suspend()).await), Code::ToOneself);
    marit.client.make_coordinator(noor.me.id).await.unwrap();
    assert_eq!(state_of(marit.client.make_coordinator(noor.me.id).await), "coordinator");
    assert_eq!(noor.client.me().await.unwrap().roles, [Role::Mentee, Role::Coordinator]);
    let audit = noor.client.audit("").await.unwrap();
    assert_eq!(deeds(&audit), [(AuditAction::MadeCoordinator, Some("Noor Haddad"), None)]);

    // Both at once: who comes second is the last, or is no longer one.
    let (one, other) = (suspend(), suspend());
    let (first, second) =
        tokio::join!(marit.client.suspend(noor.me.id, &one), noor.client.suspend(marit.me.id, &other));
    let refused = [first, second].into_iter().filter_map(Result::err).collect::<Vec<_>>();
    assert_eq!(refused.len(), 1, "{refused:?}");
    let codes = [Code::LastCoordinator, Code::NotFound, Code::Unauthenticated];
    assert!(codes.contains(&refused[0].code().unwrap()), "{refused:?}");
    let stays = if marit.client.me().await.is_ok() { &marit } else { &noor };
    stays.client.office().await.unwrap();
    let delete = DeleteAccount { password: PASSWORD.to_owned() };
    assert_eq!(
        code(stays.client.delete_account(&delete).await),
        Code::LastCoordinator,
        "the other does not count"
    );
}
