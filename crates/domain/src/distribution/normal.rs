//! The standard normal distribution.

use statrs::function::erf::erfc_inv;

/// 2/√π ∫ e^(−t²) from `x` ≥ 0.46875 upwards, by the rational approximations of Cody (1969), near
/// 1e-16 of itself. The library's own jumps by 5e-12 from one piece to the next, too much for the
/// third differences that [`crate::law`] takes.
fn erfc_beyond(x: f64) -> f64 {
    if x > 26.6 {
        return 0.0;
    }
    let fraction = if x <= 4.0 {
        let top = [
            2.153_115_354_744_038_5e-8,
            0.564_188_496_988_670_1,
            8.883_149_794_388_377,
            66.119_190_637_141_63,
            298.635_138_197_400_1,
            881.952_221_241_769,
            1_712.047_612_634_070_7,
            2_051.078_377_826_071_6,
            1_230.339_354_797_997_2,
        ];
        let bottom = [
            1.0,
            15.744_926_110_709_835,
            117.693_950_891_312_5,
            537.181_101_862_009_9,
            1_621.389_574_566_690_3,
            3_290.799_235_733_459_7,
            4_362.619_090_143_247,
            3_439.367_674_143_721_6,
            1_230.339_354_803_749_5,
        ];
        horner(&top, x) / horner(&bottom, x)
    } else {
        let y = 1.0 / (x * x);
        let top = [
            1.631_538_713_730_209_7e-2,
            0.305_326_634_961_232_36,
            0.360_344_899_949_804_45,
            0.125_781_726_111_229_26,
            1.608_378_514_874_227_5e-2,
            6.587_491_615_298_378e-4,
        ];
        let bottom = [
            1.0,
            2.568_520_192_289_822,
            1.872_952_849_923_460_4,
            0.527_905_102_951_428_5,
            6.051_834_131_244_132e-2,
            2.335_204_976_268_691_8e-3,
        ];
        (std::f64::consts::FRAC_2_SQRT_PI * 0.5 - y * horner(&top, y) / horner(&bottom, y)) / x
    };
    // e^(−x²) in two factors: rounding x² would cost x² times the last digit.
    let whole = (x * 16.0).trunc() / 16.0;
    (-whole * whole).exp() * (-(x - whole) * (x + whole)).exp() * fraction
}

/// A polynomial, highest power first.
fn horner(coefficients: &[f64], x: f64) -> f64 {
    coefficients.iter().fold(0.0, |sum, c| sum * x + c)
}

/// Distribution function of the standard normal distribution.
#[must_use]
pub fn normal_cdf(z: f64) -> f64 {
    let x = z.abs() * std::f64::consts::FRAC_1_SQRT_2;
    if x >= 0.468_75 {
        let beyond = 0.5 * erfc_beyond(x);
        return if z < 0.0 { beyond } else { 1.0 - beyond };
    }
    let y = x * x;
    let top = [
        0.185_777_706_184_603_15,
        3.161_123_743_870_565_6,
        113.864_154_151_050_16,
        377.485_237_685_302,
        3_209.377_589_138_469_4,
    ];
    let bottom = [
        1.0,
        23.601_290_952_344_122,
        244.024_637_934_444_17,
        1_282.616_526_077_372_3,
        2_844.236_833_439_171,
    ];
    let within = z * std::f64::consts::FRAC_1_SQRT_2 * horner(&top, y) / horner(&bottom, y);
    0.5 + 0.5 * within
}

/// The `z` that a standard normal variable stays below with probability `p`; infinite at 0 and 1.
#[must_use]
pub fn normal_quantile(p: f64) -> f64 {
    if p > 0.5 {
        -normal_quantile(1.0 - p)
    } else if p <= 0.0 {
        f64::NEG_INFINITY
    } else {
        -std::f64::consts::SQRT_2 * erfc_inv(2.0 * p)
    }
}
