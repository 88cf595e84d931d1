//! What the generators share: numbers, names, and the loop that writes one object a line.
use std::fmt::Write as _;
use std::io::Write;

/// Numbers that look random, the same in every run.
pub struct Rng(pub u64);
impl Rng {
    /// The numbers of object `i` depend on nothing but the seed and `i`.
    pub fn of(seed: u64, i: u64) -> Self {
        let mut rng = Self(seed.wrapping_mul(0xD134_2543_DE82_EF95) ^ i.wrapping_mul(0xA24B_AED4_963E_E407));
        rng.next();
        rng
    }
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }
    pub fn below(&mut self, n: u64) -> u64 {
        ((self.next() as u128 * n as u128) >> 64) as u64
    }
    pub fn pct(&mut self, p: u64) -> bool {
        self.below(100) < p
    }
    pub fn pick<'a>(&mut self, v: &[&'a str]) -> &'a str {
        v[self.below(v.len() as u64) as usize]
    }
    pub fn uuid(&mut self, s: &mut String) {
        let (a, b) = (self.next(), self.next());
        write!(s, "{:08x}-{:04x}-4{:03x}-a{:03x}-{:012x}", a >> 32, (a >> 16) & 0xffff, a & 0xfff, b >> 52, b & 0xffff_ffff_ffff).unwrap();
    }
}

/// Given names, and how they are written in ASCII.
pub const GIVEN: &[(&str, &str)] = &[
    ("James", "James"), ("Mary", "Mary"), ("Robert", "Robert"), ("Patricia", "Patricia"), ("Jean", "Jean"), ("Marie", "Marie"), ("Pierre", "Pierre"),
    ("Anna", "Anna"), ("Hans", "Hans"), ("Julia", "Julia"), ("Carlos", "Carlos"), ("Elena", "Elena"), ("Marco", "Marco"), ("Giulia", "Giulia"),
    ("Emma", "Emma"), ("Lucas", "Lucas"), ("Oliver", "Oliver"), ("Sofia", "Sofia"), ("Noah", "Noah"), ("Liam", "Liam"), ("Al", "Al"), ("Bo", "Bo"),
    ("Katherine", "Katherine"), ("Alexander", "Alexander"), ("Jean-Pierre", "Jean-Pierre"), ("Mary Ann", "MaryAnn"), ("J. Paul", "JPaul"), ("D'Arcy", "DArcy"),
    ("Zoé", "Zoe"), ("Chloé", "Chloe"), ("René", "Rene"), ("François", "Francois"), ("Jürgen", "Jurgen"), ("Käthe", "Kathe"), ("Åsa", "Asa"),
    ("Søren", "Soren"), ("Łukasz", "Lukasz"), ("José", "Jose"), ("Ana María", "AnaMaria"), ("Íñigo", "Inigo"),
];
/// Family names, and how they are written in ASCII.
pub const SUR: &[(&str, &str)] = &[
    ("Smith", "Smith"), ("Johnson", "Johnson"), ("Williams", "Williams"), ("Brown", "Brown"), ("Jones", "Jones"), ("Miller", "Miller"), ("Davis", "Davis"),
    ("Dupont", "Dupont"), ("Martin", "Martin"), ("Bernard", "Bernard"), ("Dubois", "Dubois"), ("Schmidt", "Schmidt"), ("Fischer", "Fischer"),
    ("Weber", "Weber"), ("Rossi", "Rossi"), ("Russo", "Russo"), ("Ferrari", "Ferrari"), ("de la Cruz", "delaCruz"), ("van den Berg", "vandenBerg"),
    ("O'Brien", "OBrien"), ("Lee", "Lee"), ("Ng", "Ng"), ("Nakamura", "Nakamura"), ("Kowalski", "Kowalski"), ("Anderson-Lopez", "Anderson-Lopez"),
    ("Thompson", "Thompson"), ("Petersen", "Petersen"), ("Lindqvist", "Lindqvist"), ("Novak", "Novak"), ("Horvat", "Horvat"),
    ("Müller", "Muller"), ("García", "Garcia"), ("Núñez", "Nunez"), ("Sørensen", "Sorensen"), ("Çelik", "Celik"), ("Lefèvre", "Lefevre"),
    ("Bjørk Ñandú", "BjorkNandu"), ("Škvorecký", "Skvorecky"), ("Žižek", "Zizek"), ("Groß", "Gross"),
];

/// `gen N [SEED]`: writes N objects as NDJSON. Each depends on the seed and its number only, so a smaller N is a prefix of a bigger one.
pub fn write_objects(object: impl Fn(u64, u64, &mut String)) {
    let a: Vec<String> = std::env::args().collect();
    let n: u64 = a[1].parse().unwrap();
    let seed: u64 = a.get(2).map(|s| s.parse().unwrap()).unwrap_or(42);
    let mut out = std::io::BufWriter::with_capacity(1 << 20, std::io::stdout().lock());
    let mut s = String::new();
    for i in 0..n {
        s.clear();
        object(seed, i, &mut s);
        out.write_all(s.as_bytes()).unwrap();
    }
}
