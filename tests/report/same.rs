//! Equal runs, byte for byte.

use hookproof::report::{Format, Paint, human};

use crate::{fixed, fixed_anew};

/// With a seed, a salt and a time all is fixed but how long the run took: `duration_ms` of the JSON report, and
/// what other formats make of it.
#[tokio::test]
async fn runs_of_one_seed_salt_and_time_write_the_same_bytes() {
    for name in ["", "ascii-only", "trusts-unsigned", "processes-twice"] {
        let (one, two) = tokio::join!(fixed_anew(name), fixed_anew(name));
        for format in Format::ALL {
            assert_eq!(format.write(&one), format.write(&two), "{name} {format}");
        }
        assert_eq!(human(&one, Paint::Coloured), human(&two, Paint::Coloured), "{name}");
    }
}

#[tokio::test]
async fn nothing_but_the_duration_differs_in_the_json_report() {
    let one = fixed("").await;
    let mut two = one.clone();
    two.duration_ms += 1;
    let (one, two) = (Format::Json.write(&one), Format::Json.write(&two));
    let differing: Vec<_> = one.lines().zip(two.lines()).filter(|(one, two)| one != two).collect();
    assert_eq!(differing, [("  \"duration_ms\": 1234,", "  \"duration_ms\": 1235,")]);
}
