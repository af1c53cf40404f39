//! Photos: what is taken, what is given, and what is refused.

use std::io::Cursor;

use domain::accounts::Role;
use domain::problem::Code;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use reqwest::Method;

use crate::support::{TestApp, code};

/// Red above, blue below.
fn picture(format: ImageFormat) -> Vec<u8> {
    let colour = |_, y| if y < 40 { Rgb([255, 0, 0]) } else { Rgb([0, 0, 255]) };
    let mut file = Cursor::new(Vec::new());
    DynamicImage::from(RgbImage::from_fn(120, 80, colour)).write_to(&mut file, format).unwrap();
    file.into_inner()
}

#[tokio::test]
async fn a_photo_is_given_in_two_sizes_to_whoever_has_the_address() {
    let app = TestApp::new().await;
    let wanjiru = app.mentor("Wanjiru Mwangi", &["giving-feedback"]).await;
    for (kind, format) in [
        ("image/jpeg", ImageFormat::Jpeg),
        ("image/png", ImageFormat::Png),
        ("image/webp", ImageFormat::WebP),
    ] {
        let urls = wanjiru.client.set_photo(kind, picture(format)).await.unwrap();
        for (address, side) in [(&urls.small, 192), (&urls.large, 512)] {
            let answer = app.nobody().get(address).await;
            assert_eq!((answer.status, answer.header("content-type")), (200, "image/jpeg"));
            assert_eq!(answer.header("cache-control"), "private, max-age=31536000, immutable");
            assert!(answer.header("content-security-policy").contains("sandbox"));
            let photo = image::load_from_memory(&answer.body).unwrap();
            assert_eq!((photo.width(), photo.height()), (side, side));
        }
    }
    let me = wanjiru.client.me().await.unwrap();
    let noor = app.mentee("Noor Haddad", &["giving-feedback"]).await;
    let found = noor.client.mentors("").await.unwrap();
    assert!(me.photo.is_some() && found.items[0].photo == me.photo);
}

#[tokio::test]
async fn the_address_goes_with_the_photo() {
    let app = TestApp::new().await;
    let noor = app.noor().await.client;
    let first = noor.set_photo("image/png", picture(ImageFormat::Png)).await.unwrap();
    let second = noor.set_photo("image/png", picture(ImageFormat::Png)).await.unwrap();
    assert_ne!(first, second);
    assert_eq!(app.nobody().get(&first.small).await.status, 404);
    assert!(app.nobody().get(&second.small).await.body.starts_with(b"\xFF\xD8"));
    noor.remove_photo().await.unwrap();
    noor.remove_photo().await.unwrap();
    assert_eq!(app.nobody().get(&second.large).await.status, 404);
    assert_eq!(noor.me().await.unwrap().photo, None);
    for address in ["/api/v1/photos/x/small", "/api/v1/photos/x/huge"] {
        let answer = app.nobody().get(address).await;
        assert_eq!((answer.status, answer.json()["code"].as_str()), (404, Some("not_found")));
    }
}

#[tokio::test]
async fn what_is_no_photo_is_refused() {
    let app = TestApp::new().await;
    let noor = app.join("Noor Haddad", &[Role::Mentee]).await;
    let png = picture(ImageFormat::Png);
    for bad in [
        b"hello".to_vec(),
        Vec::new(),
        png[..60].to_vec(),
        b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec(),
    ] {
        assert_eq!(code(noor.client.set_photo("image/png", bad).await), Code::NotAPhoto);
    }
    let mut bomb = png.clone();
    bomb[16..24].copy_from_slice(&[0, 0, 0x75, 0x30, 0, 0, 0x75, 0x30]);
    let refused = code(noor.client.set_photo("image/png", bomb).await);
    assert!(matches!(refused, Code::NotAPhoto | Code::PhotoTooLarge), "{refused:?}");
    assert_eq!(code(noor.client.set_photo("image/svg+xml", png.clone()).await), Code::UnsupportedMediaType);
    let large = vec![0; 5 * 1024 * 1024 + 1];
    let answer = app.raw(&noor).await;
    let answer = answer.send(Method::PUT, "/api/v1/me/photo", |request| {
        request.header("content-type", "image/png").body(large)
    });
    assert_eq!(answer.await.status, 413);
    assert_eq!(noor.client.me().await.unwrap().photo, None);
    let nobody = app.client();
    assert_eq!(code(nobody.set_photo("image/png", png).await), Code::Unauthenticated);
}
