//! The two cookies: the refresh token of a session, and which browser registered.

use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::{HttpRequest, HttpResponse};

use crate::config::Config;
use crate::http::{Answer, Failure};

/// The refresh token.
pub const REFRESH: &str = "refresh";
/// The secret of the browser that registered.
pub const REGISTRATION: &str = "registration";

/// A cookie that scripts cannot read and other sites cannot send; over https no other host can set it either.
pub fn secret(config: &Config, name: &str, value: String, lives: chrono::Duration) -> Cookie<'static> {
    Cookie::build(full_name(config, name), value)
        .path("/")
        .http_only(true)
        .secure(config.is_https())
        .same_site(SameSite::Strict)
        .max_age(Duration::seconds(lives.num_seconds()))
        .finish()
}

/// Takes the cookie away.
pub fn gone(config: &Config, name: &str) -> Cookie<'static> {
    secret(config, name, String::new(), chrono::Duration::zero())
}

/// The answer, with the cookie.
pub fn add(mut answer: HttpResponse, cookie: &Cookie<'_>) -> Answer<HttpResponse> {
    answer.add_cookie(cookie).map_err(Failure::internal)?;
    Ok(answer)
}

/// What the browser sent back.
pub fn read(config: &Config, request: &HttpRequest, name: &str) -> Option<String> {
    request.cookie(&full_name(config, name)).map(|cookie| cookie.value().to_owned())
}

fn full_name(config: &Config, name: &str) -> String {
    if config.is_https() { format!("__Host-{name}") } else { name.to_owned() }
}
