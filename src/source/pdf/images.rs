//! Pictures and scans as files that a browser shows.
//!
//! Nothing is read from them: they are for a person who looks at a page, and are kept
//! only when somebody asked to look. A JPEG stays as it is; all else is decoded and
//! becomes PNG, as small as the budget of its page asks.

mod png;

use super::bounds;
use super::drawing::Image as Placed;
use super::ink::color_of;
use crate::geom::Rect;
use crate::source::limits;
use hayro_interpret::hayro_syntax::Filter;
use hayro_interpret::hayro_syntax::object::{Array, Name, Stream};
use hayro_interpret::kurbo::Affine;
use hayro_interpret::{Image, ImageData, LumaData};
use png::{Plane, Png};
use std::sync::Arc;

/// Keeps the pictures of one page.
pub(super) struct Keeper {
    /// How many bytes they may still come to.
    bytes: usize,
    /// How many pixels may still be decoded.
    pixels: u64,
}

/// Pixels for each point that are worth keeping, 200 to the inch: small print of a scan
/// is legible.
const PIXELS_PER_POINT: f64 = 2.8;

/// A picture that is narrower than this when it fits would show nothing.
const PIXELS_MIN: usize = 24;

impl Keeper {
    pub(super) fn new(bytes: usize) -> Keeper {
        Keeper { bytes, pixels: limits::PIXELS_PER_PAGE }
    }

    /// A picture with its place; without its data where that would be too much.
    pub(super) fn keep(&mut self, image: &Image<'_, '_>, to_page: &Affine, clip: Rect) -> Placed {
        // hayro places pixels; a picture is as wide as all of them.
        let (width, height) = (f64::from(image.width()), f64::from(image.height()));
        let placed = *to_page * Affine::scale_non_uniform(width, height);
        let [a, b, c, d, e, f] = placed.as_coeffs();
        let size = (a.hypot(b) * PIXELS_PER_POINT, c.hypot(d) * PIXELS_PER_POINT);
        let data = self.data_of(image, size);
        self.bytes -= data.as_ref().map_or(0, |(_, data)| data.len());
        let (media, data) = data.unwrap_or_default();
        let matrix = [a, b, c, d, e, f].map(|it| it as f32);
        Placed { matrix, clip, media, data: Arc::from(data) }
    }

    fn data_of(
        &mut self,
        image: &Image<'_, '_>,
        size: (f64, f64),
    ) -> Option<(&'static str, Vec<u8>)> {
        let stream = match image {
            Image::Stencil(stencil) => stencil.stream(),
            Image::Raster(raster) => raster.stream(),
        };
        if let Some(jpeg) = plain_jpeg(stream).filter(|it| it.len() <= self.bytes) {
            return Some(("image/jpeg", jpeg));
        }
        self.afford(stream, u64::from(image.width()) * u64::from(image.height()))?;
        let hint = Some((rounded(size.0), rounded(size.1)));
        let mut seen = None;
        match image {
            Image::Stencil(stencil) => stencil.with_stencil(
                |luma, paint| seen = Some((Plane::of_color(color_of(paint)), Some(plane(luma)))),
                hint,
            ),
            Image::Raster(raster) => {
                raster.with_rgba(|data, alpha| seen = Some((colors(data), alpha.map(plane))), hint)
            }
        }
        let (color, alpha) = seen?;
        let png = Png { color, alpha }.within(self.bytes, size, PIXELS_MIN)?;
        Some(("image/png", png))
    }

    /// Whether a picture may be decoded: what it has of pixels, and what it inflates to.
    fn afford(&mut self, stream: &Stream<'_>, pixels: u64) -> Option<()> {
        let mask = stream.dict().get::<Stream<'_>>(b"SMask".as_slice());
        let of_mask = mask.as_ref().map_or(Some(0), |mask| {
            let side = |key: &[u8]| mask.dict().get::<u32>(key).map(u64::from);
            Some(side(b"Width")? * side(b"Height")?)
        });
        let pixels = pixels.max(pixels_of_jpx(stream)).saturating_add(of_mask?);
        self.pixels = self.pixels.checked_sub(pixels)?;
        let is_bounded = bounds::inflates_within_limit(stream)
            && mask.is_none_or(|mask| bounds::inflates_within_limit(&mask));
        is_bounded.then_some(())
    }
}

fn rounded(length: f64) -> u32 {
    // Saturates, and is 0 where the numbers of the file overflow.
    (length as u32).max(1)
}

fn plane(luma: LumaData) -> Plane {
    Plane { width: luma.width as usize, height: luma.height as usize, channels: 1, data: luma.data }
}

fn colors(data: ImageData) -> Plane {
    match data {
        ImageData::Luma(luma) => plane(luma),
        ImageData::Rgb(rgb) => Plane {
            width: rgb.width as usize,
            height: rgb.height as usize,
            channels: 3,
            data: rgb.data,
        },
    }
}

/// The bytes of a JPEG that a browser shows as the page does: grey or RGB, nothing
/// masked and no colour turned round.
fn plain_jpeg(stream: &Stream<'_>) -> Option<Vec<u8>> {
    let dict = stream.dict();
    let is_alone = matches!(stream.filters()[..], [Filter::DctDecode]);
    let is_changed = [b"SMask".as_slice(), b"Mask", b"Decode", b"ImageMask"];
    if !is_alone || is_changed.iter().any(|key| dict.contains_key(*key)) {
        return None;
    }
    let space = dict.get::<Name<'_>>(b"ColorSpace".as_slice()).or_else(|| {
        let space = dict.get::<Array<'_>>(b"ColorSpace".as_slice())?;
        space.iter::<Name<'_>>().next()
    })?;
    let is_plain = matches!(
        space.as_ref(),
        b"DeviceGray" | b"DeviceRGB" | b"CalGray" | b"CalRGB" | b"ICCBased"
    );
    let data = stream.raw_data();
    let is_shown = is_plain && matches!(channels_of_jpeg(&data), Some(1 | 3));
    is_shown.then(|| data.into_owned())
}

/// How many components the frame of a JPEG has (ITU-T T.81, B.2.2).
fn channels_of_jpeg(data: &[u8]) -> Option<u8> {
    let mut rest = data.strip_prefix(&[0xFF, 0xD8])?;
    loop {
        let [0xFF, marker, high, low, ..] = *rest else { return None };
        match marker {
            0xC0..=0xC2 => return rest.get(9).copied(),
            // A scan before any frame, or frames that browsers do not know.
            0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF | 0xD8..=0xDA => return None,
            _ => rest = rest.get(2 + usize::from(u16::from_be_bytes([high, low]))..)?,
        }
    }
}

/// How many pixels a JPEG 2000 says that it has (ISO 15444-1, A.5.1), whatever the page
/// says; 0 for other pictures.
fn pixels_of_jpx(stream: &Stream<'_>) -> u64 {
    if !stream.filters().iter().any(|it| matches!(it, Filter::JpxDecode)) {
        return 0;
    }
    let data = stream.raw_data();
    let siz = data.windows(4).position(|it| it == [0xFF, 0x4F, 0xFF, 0x51]);
    let side = |at: usize| {
        let bytes = data.get(siz? + at..siz? + at + 4)?;
        Some(u64::from(u32::from_be_bytes(bytes.try_into().ok()?)))
    };
    // Xsiz and Ysiz stand behind SOC, the marker, its length and its capabilities.
    side(8).zip(side(12)).map_or(u64::MAX, |(width, height)| width.saturating_mul(height))
}

#[cfg(test)]
mod tests {
    use super::channels_of_jpeg;

    #[test]
    fn the_frame_of_a_jpeg_says_how_many_channels_it_has() {
        let check = |marker: u8, expected: Option<u8>| {
            let mut data = vec![0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 2, 0xFF, marker, 0, 17, 8];
            data.extend([0, 16, 0, 16, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1]);
            assert_eq!(channels_of_jpeg(&data), expected, "{marker:x}");
            // Cut anywhere, it is no JPEG that is shown.
            for end in 0..17 {
                assert_eq!(channels_of_jpeg(&data[..end]), None);
            }
        };
        check(0xC0, Some(3));
        check(0xC2, Some(3));
        check(0xC3, None);
        check(0xDA, None);
    }
}
