//! Which token may follow which, and what the tokens then are.
//!
//! The table is .NET's; where it is surprising, so is .NET.

/// A piece of the text that means something.
#[derive(Copy, Clone, PartialEq, Eq)]
pub(super) enum Token {
    End,
    /// A number of one or two digits.
    Number(After),
    /// A number of three or more digits.
    Year(After),
    /// The name of a month.
    Month(After),
    /// A number with 年, 月 or 日.
    DateSuffix,
    /// A number with 時, 分 or 秒.
    TimeSuffix,
    Weekday,
    Zone,
    Era,
    /// A number with the `T` before a time. It leaves the table: the rest is read as ISO 8601.
    LocalTime,
}

/// What stands after a number or a month.
#[derive(Copy, Clone, PartialEq, Eq)]
pub(super) enum After {
    End,
    HalfDay,
    Space,
    DateSeparator,
    TimeSeparator,
}

/// What the tokens since the last date or time are. Letters stand for them: a Number, a Month's name, a Year.
#[derive(Copy, Clone, PartialEq, Eq)]
pub(super) enum State {
    Begin,
    N,
    Nn,
    /// The tokens belong to a date; `Sep` for a separator at the end.
    DateNSep,
    DateNn,
    DateNnSep,
    DateM,
    DateMn,
    DateNm,
    DateMnSep,
    DateY,
    DateYn,
    DateYnSep,
    DateYm,
    DateYmSep,
    /// Numbers with suffixes, and a number before them.
    DateSuffixed,
    DateNSuffixed,
    TimeSuffixed,
    /// The tokens belong to a time.
    TimeNSep,
    TimeNnSep,
}

/// A whole date or time, named after its tokens.
#[derive(Copy, Clone, PartialEq, Eq)]
pub(super) enum Outcome {
    DateNn,
    DateNnn,
    DateMn,
    DateNm,
    DateMnn,
    DateYnn,
    DateNny,
    DateYmn,
    DateYn,
    DateYm,
    DateSuffixed,
    DateSuffixedN,
    DateNSuffixed,
    DateNnSuffixed,
    TimeN,
    TimeNn,
    TimeNnn,
    TimeSuffixed,
}

/// What a token leads to.
#[derive(Copy, Clone, PartialEq, Eq)]
pub(super) enum Step {
    To(State),
    Done(Outcome),
}

/// Returns what a token leads to, and `None` where it must not stand.
#[expect(clippy::match_same_arms, reason = "the arms are a table in the order of the states")]
pub(super) fn next(state: State, token: Token) -> Option<Step> {
    use {After as A, Outcome as O, State as S, Token as T};
    let to = |state| Some(Step::To(state));
    let done = |outcome| Some(Step::Done(outcome));
    match token {
        T::Weekday | T::Zone | T::Era => return passed_over(state, token).and_then(to),
        T::TimeSuffix => return takes_time_suffix(state).then_some(Step::To(S::TimeSuffixed)),
        T::LocalTime => return None,
        _ => {}
    }
    match (state, token) {
        (S::Begin, T::End) => to(S::Begin),
        (S::Begin, T::Number(A::HalfDay)) => done(O::TimeN),
        (S::Begin, T::Number(A::Space)) => to(S::N),
        (S::Begin, T::Number(A::DateSeparator)) => to(S::DateNSep),
        (S::Begin, T::Number(A::TimeSeparator)) => to(S::TimeNSep),
        (S::Begin, T::Month(A::Space | A::DateSeparator)) => to(S::DateM),
        (S::Begin, T::Year(A::Space | A::DateSeparator)) => to(S::DateY),
        (S::Begin, T::DateSuffix) => to(S::DateSuffixed),

        (S::N | S::DateNSep, T::Number(A::End)) => done(O::DateNn),
        (S::N, T::Number(A::HalfDay)) => done(O::TimeNn),
        (S::N, T::Number(A::Space)) => to(S::Nn),
        (S::DateNSep, T::Number(A::Space)) => to(S::DateNn),
        (S::N | S::DateNSep, T::Number(A::DateSeparator)) => to(S::DateNnSep),
        (S::N | S::DateNSep, T::Month(A::End)) => done(O::DateNm),
        (S::N, T::Month(A::Space)) => to(S::DateNm),
        (S::DateNSep, T::Month(A::Space)) => to(S::DateMn),
        (S::N | S::DateNSep, T::Month(A::DateSeparator)) => to(S::DateMnSep),
        (S::N | S::DateNSep, T::Year(A::Space)) => to(S::DateYn),
        (S::N | S::DateNSep, T::Year(A::DateSeparator)) => to(S::DateYnSep),
        (S::N | S::DateNSep, T::Year(A::End)) => done(O::DateYn),
        (S::N, T::DateSuffix) => to(S::DateNSuffixed),

        (S::Nn | S::DateNn, T::End) => done(O::DateNn),
        (S::Nn, T::Number(A::HalfDay)) => done(O::TimeNnn),
        (S::DateNn, T::Number(A::HalfDay)) => done(O::TimeN),
        (S::DateNnSep, T::Number(A::HalfDay)) => done(O::DateNnn),
        (S::Nn | S::DateNn | S::DateNnSep, T::Number(A::End | A::Space)) => done(O::DateNnn),
        (S::Nn | S::DateNn | S::DateNnSep, T::Month(A::End | A::Space)) => done(O::DateMnn),
        (S::Nn | S::DateNn | S::DateNnSep, T::Year(A::End | A::Space)) => done(O::DateNny),
        (S::DateNn | S::DateNnSep, T::DateSuffix) => done(O::DateSuffixed),

        (S::DateM, T::Number(A::End)) => done(O::DateMn),
        (S::DateM, T::Number(A::Space)) => to(S::DateMn),
        (S::DateM, T::Number(A::DateSeparator)) => to(S::DateMnSep),
        (S::DateM, T::Year(A::Space)) => to(S::DateYm),
        (S::DateM, T::Year(A::DateSeparator)) => to(S::DateYmSep),
        (S::DateM, T::Year(A::End)) => done(O::DateYm),

        (S::DateMn, T::End) => done(O::DateMn),
        (S::DateNm, T::End) => done(O::DateNm),
        (S::DateMn | S::DateNm, T::Number(A::End | A::HalfDay | A::Space)) => done(O::DateMnn),
        (S::DateMnSep, T::Number(A::End | A::Space)) => done(O::DateMnn),
        (S::DateMn | S::DateNm | S::DateMnSep, T::Year(A::End | A::Space)) => done(O::DateYmn),
        (S::DateMn | S::DateNm, T::DateSuffix) => done(O::DateSuffixed),

        (S::DateY, T::Number(A::End)) => done(O::DateYn),
        (S::DateY, T::Number(A::Space)) => to(S::DateYn),
        (S::DateY, T::Number(A::DateSeparator)) => to(S::DateYnSep),
        (S::DateY, T::Month(A::End)) => done(O::DateYm),
        (S::DateY, T::Month(A::Space)) => to(S::DateYm),
        (S::DateY, T::Month(A::DateSeparator)) => to(S::DateYmSep),
        (S::DateY, T::DateSuffix) => to(S::DateYm),

        (S::DateYn, T::End) => done(O::DateYn),
        (S::DateYm, T::End) => done(O::DateYm),
        (S::DateYn | S::DateYnSep, T::Number(A::End | A::HalfDay | A::Space)) => done(O::DateYnn),
        (S::DateYn | S::DateYnSep, T::Month(A::End | A::Space)) => done(O::DateYmn),
        (S::DateYm | S::DateYmSep, T::Number(A::End | A::HalfDay | A::Space)) => done(O::DateYmn),

        (S::DateSuffixed, T::End) => done(O::DateSuffixed),
        (S::DateSuffixed, T::Number(A::End)) => done(O::DateSuffixedN),
        (S::DateSuffixed, T::Number(A::HalfDay)) => done(O::TimeN),
        (S::DateSuffixed | S::TimeSuffixed, T::Number(A::Space)) => to(S::TimeNSep),
        (S::DateSuffixed | S::TimeSuffixed, T::DateSuffix) => to(S::DateSuffixed),
        (S::DateNSuffixed, T::End) => done(O::DateNSuffixed),
        (S::DateNSuffixed, T::Number(A::End | A::HalfDay | A::Space)) => done(O::DateNnSuffixed),
        (S::DateNSuffixed, T::DateSuffix) => to(S::DateNSuffixed),
        (S::TimeSuffixed, T::End | T::Number(A::End | A::HalfDay)) => done(O::TimeSuffixed),
        (S::TimeSuffixed, T::Number(A::DateSeparator)) => to(S::DateNSep),

        (
            S::Nn | S::DateNn | S::DateMn | S::DateNm | S::DateSuffixed | S::DateNSuffixed,
            T::Number(A::TimeSeparator),
        ) => to(S::TimeNSep),
        (S::TimeNSep, T::Number(A::TimeSeparator)) => to(S::TimeNnSep),
        (S::TimeNSep, T::Number(A::End | A::HalfDay | A::Space)) => done(O::TimeNn),
        (S::TimeNSep, T::Month(A::End)) => done(O::DateNm),
        (S::TimeNSep, T::Month(A::Space)) => to(S::DateNm),
        (S::TimeNnSep, T::Number(A::End | A::HalfDay | A::Space)) => done(O::TimeNnn),
        _ => None,
    }
}

/// Returns the state after a token that counts for nothing there.
fn passed_over(state: State, token: Token) -> Option<State> {
    use State as S;
    // In the middle of a date a zone is refused; before a date begins, and in a time, it may stand.
    let takes_zone = matches!(state, S::Begin | S::N | S::Nn | S::TimeSuffixed | S::TimeNSep | S::TimeNnSep);
    match (token, state) {
        (Token::Weekday, S::TimeNSep) => None,
        (Token::Zone, _) if !takes_zone => None,
        (_, S::DateYnSep) => Some(S::DateYn),
        (_, S::DateYmSep) => Some(S::DateYm),
        _ => Some(state),
    }
}

fn takes_time_suffix(state: State) -> bool {
    use State as S;
    matches!(
        state,
        S::Begin
            | S::Nn
            | S::DateNn
            | S::DateMn
            | S::DateNm
            | S::DateSuffixed
            | S::DateNSuffixed
            | S::TimeSuffixed
            | S::TimeNSep
            | S::TimeNnSep
    )
}
