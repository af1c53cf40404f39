use std::io::Cursor;

use domain::problem::Code;
use domain::profiles::MOST_PHOTO_PIXELS;
use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Rgb, RgbImage};

use super::Photo;

const SMALL: u32 = 192;
const LARGE: u32 = 512;
/// Of JPEG: hardly seen, and a tenth of the best.
const QUALITY: u8 = 85;

/// Makes the photo of a picture file: its upright middle, without anything that the file says besides.
pub(super) fn photo(file: &[u8]) -> Result<Photo, Code> {
    let reader = ImageReader::new(Cursor::new(file)).with_guessed_format().map_err(|_| Code::NotAPhoto)?;
    if !matches!(reader.format(), Some(ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP)) {
        return Err(Code::NotAPhoto);
    }
    // Reads the header only; the library's limit of 512 MiB holds for what comes then.
    let mut decoder = reader.into_decoder().map_err(|error| refusal(&error))?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MOST_PHOTO_PIXELS {
        return Err(Code::PhotoTooLarge);
    }
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let picture = DynamicImage::from_decoder(decoder).map_err(|error| refusal(&error))?;
    let large = upright_middle(picture, orientation);
    let small = large.resize_exact(SMALL, SMALL, FilterType::Lanczos3);
    Ok(Photo { content_type: "image/jpeg", small: jpeg(&small)?, large: jpeg(&large)? })
}

fn refusal(error: &ImageError) -> Code {
    if matches!(error, ImageError::Limits(_)) { Code::PhotoTooLarge } else { Code::NotAPhoto }
}

/// The square in the middle; it is the same whichever way the picture is turned.
fn upright_middle(picture: DynamicImage, orientation: Orientation) -> DynamicImage {
    let (width, height) = (picture.width(), picture.height());
    let side = width.min(height);
    let square = picture.crop_imm((width - side) / 2, (height - side) / 2, side, side);
    drop(picture);
    let mut large = square.resize_exact(LARGE, LARGE, FilterType::Lanczos3);
    large.apply_orientation(orientation);
    large
}

/// JPEG knows nothing transparent: the ground is white.
fn jpeg(picture: &DynamicImage) -> Result<Vec<u8>, Code> {
    let picture = picture.to_rgba8();
    let opaque = RgbImage::from_fn(picture.width(), picture.height(), |x, y| {
        let [red, green, blue, alpha] = picture.get_pixel(x, y).0;
        Rgb([red, green, blue].map(|channel| over_white(channel, alpha)))
    });
    let mut file = Vec::new();
    JpegEncoder::new_with_quality(&mut file, QUALITY).encode_image(&opaque).map_err(|_| Code::NotAPhoto)?;
    Ok(file)
}

fn over_white(channel: u8, alpha: u8) -> u8 {
    let (channel, alpha) = (u32::from(channel), u32::from(alpha));
    u8::try_from((channel * alpha + 255 * (255 - alpha)) / 255).unwrap_or(255)
}

#[cfg(test)]
mod tests {
    use image::{Rgba, RgbaImage};

    use super::*;

    fn file(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
        let mut file = Cursor::new(Vec::new());
        picture.write_to(&mut file, format).unwrap();
        file.into_inner()
    }

    /// Red above, blue below.
    fn red_over_blue(width: u32, height: u32) -> DynamicImage {
        let colour = |_, y| if y < height / 2 { Rgb([255, 0, 0]) } else { Rgb([0, 0, 255]) };
        DynamicImage::from(RgbImage::from_fn(width, height, colour))
    }

    fn is_red(picture: &DynamicImage, x: u32, y: u32) -> bool {
        let [red, _, blue] = picture.to_rgb8().get_pixel(x, y).0;
        red > 200 && blue < 60
    }

    /// With an EXIF block that says how the picture is turned and where it was taken.
    fn turned(jpeg: &[u8], orientation: u8) -> Vec<u8> {
        let mut exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
        exif.extend([orientation, 0, 0, 0, 0, 0, 0]);
        exif.extend(b"SECRET PLACE");
        let mut file = jpeg[..2].to_vec();
        file.extend([0xFF, 0xE1]);
        file.extend(u16::try_from(exif.len() + 2).unwrap().to_be_bytes());
        file.extend(exif);
        file.extend(&jpeg[2..]);
        file
    }

    #[test]
    fn each_kind_of_file_gives_two_squares() {
        for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
            let photo = photo(&file(&red_over_blue(300, 200), format)).unwrap();
            for (bytes, side) in [(&photo.small, SMALL), (&photo.large, LARGE)] {
                let picture = image::load_from_memory_with_format(bytes, ImageFormat::Jpeg).unwrap();
                assert_eq!((picture.width(), picture.height()), (side, side));
                assert!(is_red(&picture, side / 2, 5) && !is_red(&picture, side / 2, side - 5));
            }
        }
    }

    #[test]
    fn a_turned_picture_stands_upright_and_tells_nothing_else() {
        let jpeg = file(&red_over_blue(200, 300), ImageFormat::Jpeg);
        // 3: upside down; 6: the top is on the right.
        for (orientation, red_at) in [(1, (256, 5)), (3, (256, 506)), (6, (506, 256)), (8, (5, 256))] {
            let photo = photo(&turned(&jpeg, orientation)).unwrap();
            let picture = image::load_from_memory(&photo.large).unwrap();
            assert!(is_red(&picture, red_at.0, red_at.1), "orientation {orientation}");
            for bytes in [&photo.small, &photo.large] {
                assert!(!bytes.windows(6).any(|window| window == b"SECRET"));
                assert!(!bytes.windows(4).any(|window| window == b"Exif"));
            }
        }
    }

    #[test]
    fn what_is_transparent_becomes_white() {
        let clear = RgbaImage::from_pixel(10, 10, Rgba([0, 0, 0, 0]));
        let photo = photo(&file(&DynamicImage::from(clear), ImageFormat::Png)).unwrap();
        let picture = image::load_from_memory(&photo.large).unwrap().to_rgb8();
        assert!(picture.get_pixel(256, 256).0.iter().all(|channel| *channel > 250));
    }

    #[test]
    fn what_is_no_photo_is_refused() {
        let png = file(&red_over_blue(30, 30), ImageFormat::Png);
        for bad in [
            &b""[..],
            b"hello",
            b"<svg xmlns='http://www.w3.org/2000/svg'/>",
            b"GIF89a\x01\0\x01\0\0\0\0;",
            &png[..40],
            &[0xFF, 0xD8, 0xFF, 0xE0],
        ] {
            assert_eq!(photo(bad), Err(Code::NotAPhoto));
        }
    }

    #[test]
    fn a_picture_bomb_is_refused_before_it_is_unpacked() {
        let mut bomb = file(&red_over_blue(30, 30), ImageFormat::Png);
        bomb[16..24].copy_from_slice(&[0, 0, 0x75, 0x30, 0, 0, 0x75, 0x30]);
        let crc = crc(&bomb[12..29]);
        bomb[29..33].copy_from_slice(&crc.to_be_bytes());
        assert_eq!(photo(&bomb), Err(Code::PhotoTooLarge));
    }

    /// CRC-32 as PNG uses it.
    fn crc(bytes: &[u8]) -> u32 {
        !bytes.iter().fold(u32::MAX, |crc, byte| {
            (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
                if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 }
            })
        })
    }
}
