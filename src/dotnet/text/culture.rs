//! The cultures that `ToLower` and `ToUpper` take, as far as casing can tell them apart.

/// The longest culture name, in characters.
const LONGEST_NAME: usize = 85;

/// The longest language part of a name, in characters: what ICU has room for.
const LONGEST_LANGUAGE: usize = 11;

/// The languages that pair `i` with `İ` and `ı` with `I`; ICU reads three-letter codes as their two-letter
/// ones.
const TURKIC_LANGUAGES: [&str; 4] = ["tr", "az", "tur", "aze"];

/// The languages of the cultures that .NET lists (`CultureInfo.GetCultures`, ICU 72).
const LISTED_LANGUAGES: &str = "\
    af ak am ar as az be bg bm bn bo br bs ca ce cs cv cy da de dz ee el en eo es et eu fa ff fi fo fr \
    fy ga gd gl gu gv ha he hi hr hu hy ia id ig ii is it ja jv ka ki kk kl km kn ko ks ku kw ky lb lg \
    ln lo lt lu lv mg mi mk ml mn mr ms mt my nb nd ne nl nn no om or os pa pl ps pt qu rm rn ro ru rw \
    sa sc sd se sg si sk sl sn so sq sr su sv sw ta te tg th ti tk to tr tt ug uk ur uz vi wo xh yi yo \
    zh zu agq asa ast bas bem bez bgc bho brx ccp ceb cgg chr ckb dav dje doi dsb dua dyo ebu ewo fil \
    fur gsw guz haw hsb jgo jmc kab kam kde kea kgp khq kkj kln kok ksb ksf ksh lag lkt lrc luo luy mai \
    mas mer mfe mgh mgo mni mua mzn naq nmg nnh nus nyn pcm raj rof rwk sah saq sat sbp seh ses shi smn \
    teo twq tzm vai vun wae xog yav yrl yue zgh";

/// What a culture means for casing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Culture {
    /// `İ` and `ı` have no counterpart.
    Invariant,
    /// `i` and `İ`, `ı` and `I` are pairs.
    Turkic,
    /// `İ` becomes `i` and `ı` becomes `I`, but not the other way round.
    Other,
}

impl Culture {
    /// The culture of a name such as `en-US`; `None` where .NET knows no such culture.
    ///
    /// Empty is the invariant culture, and so are ICU's names for its root and what is private. With ICU, .NET takes every
    /// name of the right form, be there such a language or not: letters and digits, parted by single hyphens or, once, an
    /// underscore; what stands behind a NUL does not count.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        let name = name.split('\0').next().unwrap_or_default();
        let is = |other: &str| name.eq_ignore_ascii_case(other);
        if ["", "c", "und", "root"].into_iter().any(is) {
            return Some(Self::Invariant);
        }
        let well_formed = (2..=LONGEST_NAME).contains(&name.len())
            && name.matches('_').count() <= 1
            && name
                .split(['-', '_'])
                .all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric()));
        let language = name.split(['-', '_']).next().filter(|language| language.len() <= LONGEST_LANGUAGE)?;
        let language_is = |other: &&str| language.eq_ignore_ascii_case(other);
        if !well_formed || language_is(&"und") {
            return None;
        }
        Some(match name.get(..2) {
            Some("x-" | "X-") => Self::Invariant,
            _ if TURKIC_LANGUAGES.iter().any(language_is) => Self::Turkic,
            _ => Self::Other,
        })
    }

    /// Tells whether a name is the empty one, or has a language that .NET lists.
    pub(crate) fn is_listed(name: &str) -> bool {
        let language = name.split(['-', '_']).next().unwrap_or_default();
        name.is_empty() || LISTED_LANGUAGES.split(' ').any(|listed| listed.eq_ignore_ascii_case(language))
    }
}
