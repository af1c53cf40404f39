use std::sync::LazyLock;

use actix_web::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY};
use actix_web::{HttpRequest, HttpResponse, delete, get, put, web};
use domain::problem::Code;
use domain::profiles::{MOST_PHOTO_BYTES, PhotoUrls};

use super::{picture, store, urls};
use crate::app::App;
use crate::auth::Actor;
use crate::changes::worker::commit;
use crate::http::{Answer, Turns, bytes_up_to, content_type, json, no_content};
use crate::{problems, random};

/// Two pictures are unpacked at once: each can take a few hundred megabytes.
static UNPACKING: LazyLock<Turns> = LazyLock::new(|| Turns::new(2, 16));

problems!(PictureProblems: NotAPhoto, PhotoTooLarge);

/// Set my photo
///
/// A JPEG, PNG or WebP file of at most 5 MB and 40 megapixels. The upright square in its middle is kept, in two sizes;
/// whatever else the file says (place, time, camera) is not. The addresses are new each time.
#[utoipa::path(
    operation_id = "set_photo",
    tag = "photos",
    security(("access_token" = [])),
    request_body(content(("image/jpeg"), ("image/png"), ("image/webp")), description = "The file"),
    responses((status = 200, description = "Where the photo is", body = PhotoUrls), PictureProblems)
)]
#[put("/me/photo")]
pub(crate) async fn set_photo(
    app: web::Data<App>,
    actor: Actor,
    request: HttpRequest,
    payload: web::Payload,
) -> Answer<HttpResponse> {
    let kind = content_type(&request).unwrap_or_default();
    if !["image/jpeg", "image/png", "image/webp"].contains(&kind.as_str()) {
        return Err(Code::UnsupportedMediaType.into());
    }
    let file = bytes_up_to(payload.into_inner(), MOST_PHOTO_BYTES, app.config.patience).await?;
    let turn = UNPACKING.take().await?;
    let unpack = move || {
        let _turn = turn;
        picture::photo(&file)
    };
    // A file at which the decoder breaks is no photo.
    let photo = web::block(unpack).await.unwrap_or(Err(Code::NotAPhoto))?;
    let token = random::secret();
    let mut tx = app.db.write().await?;
    store::set(&mut tx, actor.participant, &token, &photo).await?;
    commit(&app, tx, actor.participant).await?;
    Ok(json(&urls(&token)))
}

/// Remove my photo
///
/// Its addresses are gone. Doing it again changes nothing.
#[utoipa::path(
    operation_id = "remove_photo",
    tag = "photos",
    security(("access_token" = [])),
    responses((status = 204, description = "There is no photo now"))
)]
#[delete("/me/photo")]
pub(crate) async fn remove_photo(app: web::Data<App>, actor: Actor) -> Answer<HttpResponse> {
    let mut tx = app.db.write().await?;
    store::remove(&mut tx, actor.participant).await?;
    commit(&app, tx, actor.participant).await?;
    Ok(no_content())
}

/// A photo
///
/// For whoever has its address, which cannot be guessed and changes with the photo.
#[utoipa::path(
    operation_id = "get_photo",
    tag = "photos",
    params(
        ("token" = String, Path, description = "From the photo's address", example = "JxKq0dYtW3n8s6Vb2uPzLr5cHg7AeFm9oTiXwQy4R1M"),
        ("size" = String, Path, description = "`small` (192 pixels) or `large` (512 pixels)", pattern = "^(small|large)$", example = "small"),
    ),
    responses((status = 200, description = "The picture", content((Vec<u8> = "image/jpeg"), (Vec<u8> = "image/svg+xml"))))
)]
#[get("/photos/{token}/{size}")]
pub(crate) async fn get_photo(
    app: web::Data<App>,
    address: web::Path<(String, String)>,
) -> Answer<HttpResponse> {
    let (token, size) = address.into_inner();
    let mut tx = app.db.read().await?;
    let picture = match size.as_str() {
        "small" => store::small(&mut tx, &token).await?,
        "large" => store::large(&mut tx, &token).await?,
        _ => None,
    };
    let picture = picture.ok_or(Code::NotFound)?;
    Ok(HttpResponse::Ok()
        .content_type(picture.content_type)
        .insert_header((CACHE_CONTROL, "private, max-age=31536000, immutable"))
        // A drawn portrait is a document of its own when it is opened by itself: it may run nothing.
        .insert_header((CONTENT_SECURITY_POLICY, "default-src 'none'; style-src 'unsafe-inline'; sandbox"))
        .body(picture.bytes))
}
