//! A file in whole or in part (RFC 9110, 14): players ask for the part that they need next.

use actix_web::http::StatusCode;
use actix_web::http::header::{
    ACCEPT_RANGES, ByteRangeSpec, CACHE_CONTROL, CONTENT_RANGE, CONTENT_TYPE, ETAG, Header as _, HeaderValue,
    IF_RANGE, RANGE, Range,
};
use actix_web::{HttpRequest, HttpResponse, ResponseError as _};
use domain::problem::Code;

use super::library::File;
use crate::http::{Answer, Failure, not_modified};

/// The library changes with the programme only; a day old is good enough.
const CACHING: &str = "public, max-age=86400";

/// Which part of a file is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Whole,
    /// From here to there, both included.
    Bytes(usize, usize),
    /// One that the file does not have.
    Missing,
}

/// Gives the file, or the part of it that is asked for.
pub(super) fn answer(request: &HttpRequest, file: &File) -> Answer<HttpResponse> {
    let size = file.bytes.len();
    let mut answer = HttpResponse::Ok();
    answer
        .insert_header((CONTENT_TYPE, file.content_type))
        .insert_header((CACHE_CONTROL, CACHING))
        .insert_header((ETAG, file.etag.as_str()))
        .insert_header((ACCEPT_RANGES, "bytes"));
    if not_modified(request, &file.etag) {
        return Ok(answer.status(StatusCode::NOT_MODIFIED).finish());
    }
    Ok(match part(request, file) {
        Part::Whole => answer.body(file.bytes.clone()),
        Part::Bytes(from, to) => answer
            .status(StatusCode::PARTIAL_CONTENT)
            .insert_header((CONTENT_RANGE, format!("bytes {from}-{to}/{size}")))
            .body(file.bytes.slice(from..=to)),
        Part::Missing => {
            let mut answer = Failure::from(Code::NoSuchRange).error_response();
            answer.headers_mut().insert(
                CONTENT_RANGE,
                HeaderValue::try_from(format!("bytes */{size}")).map_err(Failure::internal)?,
            );
            answer
        }
    })
}

/// A part is given for one range; several, or what cannot be read, get the whole. So does who has a part of another file.
fn part(request: &HttpRequest, file: &File) -> Part {
    let headers = request.headers();
    let same = headers.get(IF_RANGE).is_none_or(|seen| seen.as_bytes() == file.etag.as_bytes());
    if !headers.contains_key(RANGE) || !same {
        return Part::Whole;
    }
    let Ok(Range::Bytes(ranges)) = Range::parse(request) else { return Part::Whole };
    match ranges.as_slice() {
        [range] => within(range, file.bytes.len()),
        _ => Part::Whole,
    }
}

fn within(range: &ByteRangeSpec, size: usize) -> Part {
    let found = u64::try_from(size).ok().and_then(|size| range.to_satisfiable_range(size));
    let found = found.and_then(|(from, to)| Some((usize::try_from(from).ok()?, usize::try_from(to).ok()?)));
    found.map_or(Part::Missing, |(from, to)| Part::Bytes(from, to))
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use actix_web::body::MessageBody as _;
    use actix_web::test::TestRequest;

    use super::*;

    fn asked(headers: &[(&'static str, &str)]) -> (u16, Option<String>, Vec<u8>) {
        let file = File::of(Cow::Borrowed(b"0123456789".as_slice()), "video/webm");
        let headers = headers.iter().map(|(name, value)| (*name, value.replace("TAG", &file.etag)));
        let request = headers.fold(TestRequest::get(), TestRequest::insert_header);
        let answer = answer(&request.to_http_request(), &file).unwrap();
        let range = answer.headers().get(CONTENT_RANGE).map(|range| range.to_str().unwrap().to_owned());
        let status = answer.status().as_u16();
        (status, range, answer.into_body().try_into_bytes().unwrap().to_vec())
    }

    #[test]
    fn a_player_gets_the_part_that_it_asks_for() {
        for (range, status, said, body) in [
            ("bytes=0-3", 206, "bytes 0-3/10", "0123"),
            ("bytes=4-", 206, "bytes 4-9/10", "456789"),
            ("bytes=-2", 206, "bytes 8-9/10", "89"),
            ("bytes=-99", 206, "bytes 0-9/10", "0123456789"),
            ("bytes=8-99", 206, "bytes 8-9/10", "89"),
            ("bytes=9-9", 206, "bytes 9-9/10", "9"),
            ("bytes=10-", 416, "bytes */10", ""),
            ("bytes=99-100", 416, "bytes */10", ""),
            ("bytes=-0", 416, "bytes */10", ""),
        ] {
            let expected = (status, Some(said.to_owned()), body.as_bytes().to_vec());
            assert_eq!(asked(&[("range", range)]), expected, "{range}");
        }
    }

    #[test]
    fn everything_else_is_the_whole_file() {
        let whole = (200, None, b"0123456789".to_vec());
        assert_eq!(asked(&[]), whole);
        for range in ["bytes=0-1,4-5", "pages=1-2", "bytes=a-b", "bytes=5-2", "nonsense"] {
            assert_eq!(asked(&[("range", range)]), whole, "{range}");
        }
        let if_range = |tag: &str| asked(&[("range", "bytes=0-1"), ("if-range", tag)]);
        assert_eq!(if_range("\"another\""), whole, "the part would be of another file");
        assert_eq!(if_range("TAG").0, 206);
        assert_eq!(asked(&[("if-none-match", "TAG")]), (304, None, Vec::new()));
    }
}
