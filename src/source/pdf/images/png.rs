//! Pixels → PNG (ISO 15948), made smaller until they fit.

use flate2::write::ZlibEncoder;
use flate2::{Compression, Crc};
use std::borrow::Cow;
use std::io::Write;

/// Samples of one byte, row by row.
pub(super) struct Plane {
    pub(super) width: usize,
    pub(super) height: usize,
    /// 1, or 3 that stand side by side.
    pub(super) channels: usize,
    pub(super) data: Vec<u8>,
}

/// A picture, and how opaque it is.
pub(super) struct Png {
    pub(super) color: Plane,
    pub(super) alpha: Option<Plane>,
}

impl Plane {
    /// One colour all over; a picture is as large as its mask then.
    pub(super) fn of_color(color: [u8; 3]) -> Plane {
        Plane { width: 1, height: 1, channels: 3, data: color.to_vec() }
    }

    /// The same with other sides: each pixel is the mean of those that it covers.
    fn resized(&self, width: usize, height: usize) -> Cow<'_, [u8]> {
        if (width, height) == (self.width, self.height) {
            return Cow::Borrowed(&self.data);
        }
        let channels = self.channels;
        let covered = |at: usize, of: usize, own: usize| {
            let from = at * own / of;
            from..((at + 1) * own / of).max(from + 1)
        };
        let mut out = Vec::with_capacity(width * height * channels);
        for row in 0..height {
            let rows = covered(row, height, self.height);
            for col in 0..width {
                let cols = covered(col, width, self.width);
                let count = rows.len() * cols.len();
                for channel in 0..channels {
                    let samples = rows.clone().flat_map(|y| {
                        let begin = (y * self.width + cols.start) * channels + channel;
                        self.data.iter().skip(begin).step_by(channels).take(cols.len())
                    });
                    let sum: usize = samples.map(|&sample| usize::from(sample)).sum();
                    out.push((sum / count) as u8);
                }
            }
        }
        Cow::Owned(out)
    }
}

impl Png {
    /// The file in at most so many bytes, with about so many pixels or as few as it
    /// takes; none where that would be fewer than `least` a side.
    pub(super) fn within(&self, bytes: usize, wanted: (f64, f64), least: usize) -> Option<Vec<u8>> {
        let largest = self.alpha.iter().fold(&self.color, |most, alpha| {
            if alpha.width * alpha.height > most.width * most.height { alpha } else { most }
        });
        let (own_width, own_height) = (largest.width, largest.height);
        let is_sound = |it: &Plane| it.data.len() == it.width * it.height * it.channels;
        if own_width * own_height == 0
            || ![&self.color].into_iter().chain(&self.alpha).all(is_sound)
        {
            return None;
        }
        let times = (own_width as f64 / wanted.0).min(own_height as f64 / wanted.1);
        let mut divisor = (times as usize).clamp(1, own_width.min(own_height));
        loop {
            let side = |own: usize| (own / divisor).max(1);
            let file = self.encoded(side(own_width), side(own_height))?;
            if file.len() <= bytes {
                return Some(file);
            }
            divisor *= 2;
            if own_width.max(own_height) / divisor < least {
                return None;
            }
        }
    }

    fn encoded(&self, width: usize, height: usize) -> Option<Vec<u8>> {
        let color = self.color.resized(width, height);
        let alpha = self.alpha.as_ref().map(|alpha| alpha.resized(width, height));
        let channels = self.color.channels;
        let kind = match (channels, &alpha) {
            (1, None) => 0,
            (1, Some(_)) => 4,
            (_, None) => 2,
            (_, Some(_)) => 6,
        };
        let mut packed = ZlibEncoder::new(Vec::new(), Compression::default());
        let mut before = vec![0; width * (channels + usize::from(alpha.is_some()))];
        let mut line = Vec::with_capacity(before.len() + 1);
        for row in 0..height {
            let own = color.get(row * width * channels..(row + 1) * width * channels)?;
            let samples: Vec<u8> = match &alpha {
                None => own.to_vec(),
                Some(alpha) => {
                    let opaque = alpha.get(row * width..(row + 1) * width)?;
                    let pixels = own.chunks_exact(channels).zip(opaque);
                    pixels
                        .flat_map(|(color, opaque)| color.iter().chain([opaque]))
                        .copied()
                        .collect()
                }
            };
            // Up: what is as above becomes zero.
            line.clear();
            line.push(2);
            line.extend(samples.iter().zip(&before).map(|(own, above)| own.wrapping_sub(*above)));
            packed.write_all(&line).ok()?;
            before = samples;
        }
        let mut head = Vec::new();
        head.extend(u32::try_from(width).ok()?.to_be_bytes());
        head.extend(u32::try_from(height).ok()?.to_be_bytes());
        head.extend([8, kind, 0, 0, 0]);
        let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
        chunk(&mut file, *b"IHDR", &head)?;
        chunk(&mut file, *b"IDAT", &packed.finish().ok()?)?;
        chunk(&mut file, *b"IEND", &[])?;
        Some(file)
    }
}

fn chunk(file: &mut Vec<u8>, name: [u8; 4], data: &[u8]) -> Option<()> {
    file.extend(u32::try_from(data.len()).ok()?.to_be_bytes());
    let mut sum = Crc::new();
    sum.update(&name);
    sum.update(data);
    file.extend(name);
    file.extend(data);
    file.extend(sum.sum().to_be_bytes());
    Some(())
}

#[cfg(test)]
mod tests {
    use super::{Plane, Png};
    use flate2::read::ZlibDecoder;
    use std::io::Read;

    /// A file's sides, its kind of colours, and its lines with their filters.
    fn seen(file: &[u8]) -> (u32, u32, u8, Vec<u8>) {
        let number = |at: usize| u32::from_be_bytes(file[at..at + 4].try_into().unwrap());
        assert_eq!((&file[12..16], &file[37..41]), (b"IHDR".as_slice(), b"IDAT".as_slice()));
        let (length, mut lines) = (number(33) as usize, Vec::new());
        ZlibDecoder::new(&file[41..41 + length]).read_to_end(&mut lines).unwrap();
        (number(16), number(20), file[25], lines)
    }

    fn gray(width: usize, height: usize, data: &[u8]) -> Plane {
        Plane { width, height, channels: 1, data: data.to_vec() }
    }

    #[test]
    fn a_line_is_what_it_differs_from_the_one_above() {
        let png = Png { color: gray(2, 2, &[1, 2, 5, 2]), alpha: None };
        let file = png.within(1000, (2.0, 2.0), 1).unwrap();
        assert_eq!(seen(&file), (2, 2, 0, vec![2, 1, 2, 2, 4, 0]));
        // IEND ends every PNG in the same way: the sum is that of the standard.
        assert_eq!(file[file.len() - 8..], *b"IEND\xae\x42\x60\x82");
    }

    #[test]
    fn pixels_beyond_what_is_wanted_become_their_mean() {
        let png = Png { color: gray(4, 2, &[0, 10, 20, 20, 10, 20, 30, 50]), alpha: None };
        assert_eq!(seen(&png.within(1000, (2.0, 1.0), 1).unwrap()).3, [2, 10, 30]);
    }

    #[test]
    fn a_colour_is_as_large_as_its_mask() {
        let png = Png { color: Plane::of_color([7, 8, 9]), alpha: Some(gray(2, 1, &[255, 0])) };
        let file = png.within(1000, (2.0, 1.0), 1).unwrap();
        assert_eq!(seen(&file), (2, 1, 6, vec![2, 7, 8, 9, 255, 7, 8, 9, 0]));
    }

    #[test]
    fn what_does_not_fit_is_made_smaller_or_left_out() {
        let noise: Vec<u8> = (0..64 * 64u32).map(|it| (it * it % 251) as u8).collect();
        let png = Png { color: gray(64, 64, &noise), alpha: None };
        let file = png.within(600, (64.0, 64.0), 8).unwrap();
        assert!(file.len() <= 600 && seen(&file).0 < 64);
        assert_eq!(png.within(60, (64.0, 64.0), 8), None);
        let broken = Png { color: gray(64, 64, &noise[1..]), alpha: None };
        assert_eq!(broken.within(60_000, (64.0, 64.0), 8), None);
    }
}
