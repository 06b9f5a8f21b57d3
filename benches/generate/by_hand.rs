//! The fill written by hand: typed structs, the same variety of ids, times, optional members and strings.

use serde::Serialize;

#[derive(Serialize)]
pub(crate) struct Person {
    id: String,
    customer_reference_id: String,
    first_name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    middle_name: Option<String>,
    last_name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_of_birth: Option<String>,
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    addresses: Option<Vec<Address>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    contacts: Option<Vec<Contact>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status_reasons: Option<Vec<Reason>>,
    created_at: String,
    updated_at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    closed_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "as_map")]
    metadata: Option<Vec<(String, String)>>,
}

#[derive(Serialize)]
struct Address {
    id: String,
    r#type: &'static str,
    address1: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    address2: Option<String>,
    city: String,
    state: String,
    country: &'static str,
    zip5: String,
    created_at: String,
    updated_at: String,
}

#[derive(Serialize)]
struct Contact {
    id: String,
    r#type: &'static str,
    value: String,
    created_at: String,
    updated_at: String,
}

#[derive(Serialize)]
struct Reason {
    reason_code: String,
    reason_code_message: String,
}

#[expect(clippy::ref_option, reason = "serde calls it with a reference to the field")]
fn as_map<S: serde::Serializer>(pairs: &Option<Vec<(String, String)>>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(pairs.iter().flatten().map(|(name, value)| (name, value)))
}

/// SplitMix64, as fast as they come.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        usize::try_from((u128::from(self.bits()) * bound as u128) >> 64).unwrap()
    }

    fn coin<T>(&mut self, write: impl FnOnce(&mut Self) -> T) -> Option<T> {
        (self.bits() & 1 == 1).then(|| write(self))
    }
}

/// A person of Orum.
pub(crate) fn person(dice: &mut Dice) -> Person {
    Person {
        id: id(dice),
        customer_reference_id: text(dice, 1, 255),
        first_name: text(dice, 0, usize::MAX),
        middle_name: dice.coin(|dice| text(dice, 0, usize::MAX)),
        last_name: text(dice, 0, usize::MAX),
        date_of_birth: dice.coin(|dice| format!("{}-{}-{}", digits(dice, 4), digits(dice, 2), digits(dice, 2))),
        status: ["created", "verified", "rejected", "restricted", "closed"][dice.below(5)],
        addresses: dice.coin(|dice| (0..dice.below(2)).map(|_| address(dice)).collect()),
        contacts: dice.coin(|dice| (0..=dice.below(2)).map(|_| contact(dice)).collect()),
        status_reasons: dice.coin(|dice| (0..dice.below(5)).map(|_| reason(dice)).collect()),
        created_at: time(dice),
        updated_at: time(dice),
        closed_at: dice.coin(time),
        metadata: dice.coin(|dice| {
            let count = if dice.bits() & 1 == 1 { 1 + dice.below(3) } else { 0 };
            (0..count).map(|_| (text(dice, 3, 12), text(dice, 0, 50))).collect()
        }),
    }
}

fn address(dice: &mut Dice) -> Address {
    Address {
        id: id(dice),
        r#type: ["home", "legal"][dice.below(2)],
        address1: text(dice, 0, 255),
        address2: dice.coin(|dice| text(dice, 0, 255)),
        city: text(dice, 0, 255),
        state: (0..2).map(|_| char::from(b'A' + u8::try_from(dice.below(26)).unwrap())).collect(),
        country: "US",
        zip5: digits(dice, 5),
        created_at: time(dice),
        updated_at: time(dice),
    }
}

fn contact(dice: &mut Dice) -> Contact {
    let r#type = ["email", "phone"][dice.below(2)];
    Contact { id: id(dice), r#type, value: text(dice, 0, usize::MAX), created_at: time(dice), updated_at: time(dice) }
}

fn reason(dice: &mut Dice) -> Reason {
    Reason { reason_code: text(dice, 0, usize::MAX), reason_code_message: text(dice, 0, usize::MAX) }
}

fn id(dice: &mut Dice) -> String {
    let mut bytes = [0; 16];
    bytes[..8].copy_from_slice(&dice.bits().to_le_bytes());
    bytes[8..].copy_from_slice(&dice.bits().to_le_bytes());
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    let mut out = String::with_capacity(36);
    for (at, byte) in bytes.into_iter().enumerate() {
        if matches!(at, 4 | 6 | 8 | 10) {
            out.push('-');
        }
        out.push(char::from(b"0123456789abcdef"[usize::from(byte >> 4)]));
        out.push(char::from(b"0123456789abcdef"[usize::from(byte & 15)]));
    }
    out
}

fn digits(dice: &mut Dice, count: usize) -> String {
    (0..count).map(|_| char::from(b'0' + u8::try_from(dice.below(10)).unwrap())).collect()
}

fn time(dice: &mut Dice) -> String {
    let mut text = *b"2000-00-00T00:00:00.000000";
    let (month, day, second) = (1 + dice.below(12), 1 + dice.below(28), dice.below(86_400));
    put(&mut text[2..4], dice.below(38));
    put(&mut text[5..7], month);
    put(&mut text[8..10], day);
    put(&mut text[11..13], second / 3600);
    put(&mut text[14..16], second / 60 % 60);
    put(&mut text[17..19], second % 60);
    put(&mut text[20..26], dice.below(1_000_000));
    let mut out = String::with_capacity(32);
    out.push_str(std::str::from_utf8(&text[..[19, 23, 26, 23][dice.below(4)]]).unwrap());
    out.push_str(if dice.below(8) == 0 { "+02:00" } else { "Z" });
    out
}

fn put(place: &mut [u8], mut number: usize) {
    for digit in place.iter_mut().rev() {
        *digit = b'0' + u8::try_from(number % 10).unwrap();
        number /= 10;
    }
}

/// Mostly short words, now and then long, one in eight foreign, a few with what JSON escapes.
fn text(dice: &mut Dice, min: usize, max: usize) -> String {
    let fate = dice.below(64);
    let wanted = match fate {
        0..=1 => 0,
        2..=5 => 20 + dice.below(45),
        6 => 65 + dice.below(191),
        7 if max < 1000 => max,
        8 => min,
        _ => 2 + dice.below(16),
    };
    let length = wanted.min(max).max(min);
    let mut out = String::with_capacity(length + 4);
    match fate {
        56..=63 => out.extend("Łukasz Żółć 日本語の名前 🦀🚀".chars().skip(dice.below(8)).take(length)),
        52..=55 => out.extend("\"quoted\" back\\slash\n\t".chars().take(length)),
        _ => {
            let mut bits = 0;
            for at in 0..length {
                if at % 12 == 0 {
                    bits = dice.bits();
                }
                out.push(char::from(b"abcdefghijklmnopqrstuvwxyz aeion"[usize::try_from(bits & 31).unwrap()]));
                bits >>= 5;
            }
        }
    }
    out
}
