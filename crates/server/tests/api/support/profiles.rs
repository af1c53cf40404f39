use api_client::{Client, Versioned};
use domain::accounts::Role;
use domain::criteria::{Importance, OptionKey};
use domain::profiles::{Offer, Preference, Preferences, Profile};
use reqwest::header::HeaderMap;
use reqwest::{Method, RequestBuilder};
use serde_json::Value;

use super::{PASSWORD, Person, TestApp, login};

/// Options by their keys.
pub(crate) fn options(keys: &[&str]) -> Vec<OptionKey> {
    keys.iter().map(|key| key.parse().unwrap()).collect()
}

/// A preference.
pub(crate) fn preference(criterion: &str, keys: &[&str], importance: Importance) -> Preference {
    Preference { criterion: criterion.parse().unwrap(), options: options(keys), importance }
}

impl Person {
    /// Edits the profile.
    pub(crate) async fn edit_profile(&self, edit: impl FnOnce(&mut Profile)) -> Versioned<Profile> {
        let Versioned { mut value, version } = self.client.profile().await.unwrap();
        edit(&mut value);
        self.client.save_profile(&value, &version).await.unwrap()
    }

    /// Edits the offer.
    pub(crate) async fn edit_offer(&self, edit: impl FnOnce(&mut Offer)) -> Versioned<Offer> {
        let Versioned { mut value, version } = self.client.offer().await.unwrap();
        edit(&mut value);
        self.client.save_offer(&value, &version).await.unwrap()
    }

    /// Edits the preferences.
    pub(crate) async fn edit_preferences(
        &self,
        edit: impl FnOnce(&mut Preferences),
    ) -> Versioned<Preferences> {
        let Versioned { mut value, version } = self.client.preferences().await.unwrap();
        edit(&mut value);
        self.client.save_preferences(&value, &version).await.unwrap()
    }
}

impl Person {
    /// A mentor is in the list from now on, in Nairobi and with these skills.
    pub(crate) async fn offers(&self, skills: &[&str]) {
        self.edit_profile(|profile| {
            profile.headline = String::from("Leads wards");
            profile.about = String::from("Twelve years of **wards**.");
            profile.country = String::from("KE");
            profile.city = String::from("Nairobi");
            profile.time_zone = String::from("Africa/Nairobi");
            profile.languages = options(&["en", "sw"]);
        })
        .await;
        self.edit_offer(|offer| {
            offer.help = String::from("First teams");
            offer.options.insert("skills".parse().unwrap(), options(skills));
        })
        .await;
    }

    /// A mentee may search from now on, in Leeds and for these skills.
    pub(crate) async fn looks_for(&self, skills: &[&str]) {
        self.edit_profile(|profile| {
            profile.country = String::from("GB");
            profile.city = String::from("Leeds");
            profile.languages = options(&["en"]);
        })
        .await;
        self.edit_preferences(|preferences| {
            preferences.criteria = vec![preference("skills", skills, Importance::Essential)];
        })
        .await;
    }
}

impl TestApp {
    /// A mentor in Nairobi with these skills, who is in the list.
    pub(crate) async fn mentor(&self, name: &str, skills: &[&str]) -> Person {
        let mentor = self.join(name, &[Role::Mentor]).await;
        mentor.offers(skills).await;
        mentor
    }

    /// A mentee in Leeds who looks for these skills and may search.
    pub(crate) async fn mentee(&self, name: &str, skills: &[&str]) -> Person {
        let mentee = self.join(name, &[Role::Mentee]).await;
        mentee.looks_for(skills).await;
        mentee
    }

    /// A caller of this person that is no typed client.
    pub(crate) async fn raw(&self, person: &Person) -> Raw {
        let signed_in = self.client().sign_in(&login(&person.email, PASSWORD)).await.unwrap();
        Raw { origin: self.origin.clone(), token: Some(signed_in.access_token) }
    }

    /// A caller who is nobody.
    pub(crate) fn nobody(&self) -> Raw {
        Raw { origin: self.origin.clone(), token: None }
    }

    /// A client of somebody with this address and the usual password.
    pub(crate) async fn signed_in(&self, email: &str) -> Client {
        let client = self.client();
        let signed_in = client.sign_in(&login(email, PASSWORD)).await.unwrap();
        client.set_token(Some(signed_in.access_token));
        client
    }
}

/// Sends what a typed client would not.
pub(crate) struct Raw {
    origin: String,
    token: Option<String>,
}

/// What came back.
pub(crate) struct Answer {
    /// The status.
    pub(crate) status: u16,
    /// The headers.
    pub(crate) headers: HeaderMap,
    /// The body.
    pub(crate) body: Vec<u8>,
}

impl Raw {
    /// Sends a request to an address such as `/api/v1/me`.
    pub(crate) async fn send(
        &self,
        method: Method,
        address: &str,
        fill: impl FnOnce(RequestBuilder) -> RequestBuilder,
    ) -> Answer {
        let request = reqwest::Client::new().request(method, format!("{}{address}", self.origin));
        let request = match &self.token {
            Some(token) => request.bearer_auth(token),
            None => request,
        };
        let answer = fill(request).send().await.unwrap();
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        Answer { status, headers, body: answer.bytes().await.unwrap().to_vec() }
    }

    /// Gets an address.
    pub(crate) async fn get(&self, address: &str) -> Answer {
        self.send(Method::GET, address, |request| request).await
    }

    /// Puts a document over any version that it has now.
    pub(crate) async fn put(&self, address: &str, body: &Value) -> Answer {
        let version = self.get(address).await.headers["etag"].clone();
        let body = body.to_string();
        self.send(Method::PUT, address, |request| {
            request.header("if-match", version).header("content-type", "application/json").body(body)
        })
        .await
    }
}

impl Answer {
    /// The body as JSON.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    /// The header as text.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// Pointer and code of each field that was refused.
    pub(crate) fn errors(&self) -> Vec<String> {
        assert_eq!(self.status, 422, "{}", String::from_utf8_lossy(&self.body));
        let problem = self.json();
        let errors = problem["errors"].as_array().unwrap().iter();
        errors
            .map(|error| {
                format!("{} {}", error["pointer"].as_str().unwrap(), error["code"].as_str().unwrap())
            })
            .collect()
    }
}
