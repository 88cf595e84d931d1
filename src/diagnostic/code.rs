//! The table of diagnostic codes.
//!
//! A code is never renamed or reused. Its paragraph is what `explain-code` prints.

use super::Severity::{self, Error, Warning};

/// A kind of finding, or of failure of one mapping for one object.
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// The stable kebab-case name, e.g. `unknown-function`.
    pub name: &'static str,
    /// How bad a finding of this kind is.
    pub severity: Severity,
    /// What it means and what to do, in a paragraph.
    pub explanation: &'static str,
}

impl Code {
    /// Tells whether strict checking refuses what is reported here as a warning.
    #[must_use]
    pub fn is_leniency(&self) -> bool {
        const LENIENCIES: [&Code; 7] = [
            &LAX_ESCAPE,
            &NAME_CASE,
            &CONCATENATION_OPERATOR,
            &DATE_WITHOUT_CDATE,
            &PRESENCE_TEST_IN_SWITCH,
            &CONDITION_AS_KEY,
            &THREE_ARGUMENT_FORMAT,
        ];
        LENIENCIES.contains(&self)
    }
}

impl Code {
    /// Tells whether the finding keeps a population from being synced, and no object from being mapped.
    #[must_use]
    pub fn concerns_sync_only(&self) -> bool {
        [&NO_MATCHING_ATTRIBUTE, &ROLES_WITH_SYNC_ALL].contains(&self)
    }

    /// Returns the kind of `spec:expressions-1.11` that this is for an expression that stands alone.
    #[must_use]
    pub fn error_kind(&self) -> &'static str {
        match self.name {
            "lax-escape" | "concatenation-operator" => SYNTAX.name,
            "date-without-cdate" => TYPE.name,
            "presence-test-in-switch" | "condition-as-key" => POSITION.name,
            "three-argument-format" => ARITY.name,
            name => name,
        }
    }
}

macro_rules! codes {
    ($($constant:ident = $name:literal, $severity:ident, $explanation:literal;)+) => {
        $(#[doc = $explanation]
        pub(crate) const $constant: Code = Code { name: $name, severity: $severity, explanation: $explanation };)+
        /// All codes, in the order of the table.
        pub static CODES: &[&Code] = &[$(&$constant),+];
    };
}

codes! {
    // The rule file itself.
    UNREADABLE_FILE = "unreadable-file", Error, "The file cannot be read, or it is not UTF-8 text. Check the path and the encoding.";
    YAML = "yaml", Error, "The file is not YAML, or it uses more aliases, depth or size than a rule file needs. A value that holds `: `, ` #`, or one of `[ ] { } ,` inside braces must stand in quotes.";
    WRONG_TYPE = "wrong-type", Error, "A key holds another kind of value than it takes, e.g. a text where a list is wanted.";
    UNKNOWN_KEY = "unknown-key", Error, "A rule file has a fixed set of keys, so that a mistyped one is not silently without effect.";
    MISSING_KEY = "missing-key", Error, "A key that every rule file must have is not there.";
    DUPLICATE_KEY = "duplicate-key", Error, "A key stands twice in one mapping; only one of the two could have effect.";
    UNSUPPORTED_VERSION = "unsupported-version", Error, "The only version of the rule format is 1.";
    INVALID_CHOICE = "invalid-choice", Error, "A key takes one of a few words, and this is none of them.";
    // Expressions: the kinds of spec § 1.11.
    SYNTAX = "syntax", Error, "The text is not an expression, a clause or a value of the language.";
    TOO_LONG = "too-long", Error, "An expression may have at most 10,000 characters.";
    UNKNOWN_FUNCTION = "unknown-function", Error, "There is no function of this name. `scopemap functions` lists all.";
    UNKNOWN_IDENTIFIER = "unknown-identifier", Error, "A bare word is neither a function call nor one of the few identifiers; texts stand in double quotes, attributes in brackets.";
    ARITY = "arity", Error, "A function got fewer or more arguments than it takes, or a combination of arguments that means nothing.";
    POSITION = "position", Error, "A function or flow marker stands where it is not allowed.";
    TYPE = "type", Error, "A value cannot be converted to what a parameter needs.";
    OUT_OF_RANGE = "out-of-range", Error, "An index, length, count or date lies outside the allowed range.";
    INVALID_DATE = "invalid-date", Error, "A text is no date, or a date function got nothing.";
    INVALID_VALUE = "invalid-value", Error, "A value is of the right kind, but not one of those allowed.";
    REGEX = "regex", Error, "A pattern does not compile, names a group that it does not have, or took too many steps.";
    NOT_UNIQUE = "not-unique", Error, "Every candidate of `SelectUniqueValue` is taken.";
    ROLES = "roles", Error, "`SingleAppRoleAssignment` got more than one role assignment.";
    NO_DEFAULT_DOMAIN = "no-default-domain", Error, "`DefaultDomain` has no configured domain; give one with --default-domain.";
    CUSTOM = "custom", Error, "The rule itself raised an error with `Error()`.";
    UNSUPPORTED_PATTERN = "unsupported-pattern", Error, "The pattern is valid .NET, but uses a construct that scopemap refuses rather than evaluate differently.";
    // Leniencies of spec § 1.9: they run, and are errors with --strict.
    LAX_ESCAPE = "lax-escape", Warning, "A backslash before anything but a quote or a backslash keeps both characters. Write two backslashes to say so plainly.";
    NAME_CASE = "name-case", Warning, "Names are case-sensitive in Entra; write the name as the reference spells it.";
    CONCATENATION_OPERATOR = "concatenation-operator", Warning, "`&` appears in one example of Entra's documentation and in no grammar; Append and Join are portable.";
    DATE_WITHOUT_CDATE = "date-without-cdate", Warning, "Entra's date functions want `CDate` around a date text; here the text is converted as `CDate` does.";
    PRESENCE_TEST_IN_SWITCH = "presence-test-in-switch", Warning, "Switch over `IsPresent`, `IsNull` or `IsNullOrEmpty` is discouraged in Entra; Switch over the value with the empty key, or IIF, says the same.";
    CONDITION_AS_KEY = "condition-as-key", Warning, "A key of `Switch` is a comparison: Switch compares its source with values, and runs no conditions. The Switch over conditions belongs to Entra Connect; nest IIF instead.";
    THREE_ARGUMENT_FORMAT = "three-argument-format", Warning, "`FormatDateTime` has four arguments today; the three of older documentation still run. Leave an empty slot for `dateTimeStyles`.";
    IIF_NULL_TEST = "iif-null-test", Warning, "Entra's reference lists `IsPresent`, `IsNullOrEmpty` and a comparison with `\"\"` as conditions of `IIF` that it does not support: there the test fails where the attribute has no value. Here they run by their definition. `Switch([country], [country], \"\", \"Other\")` says the same and is portable.";
    // Source and target attributes.
    UNKNOWN_SOURCE_ATTRIBUTE = "unknown-source-attribute", Error, "The source object has no such attribute. Entra's user and group attributes are known; declare others under `source: attributes:`, or set `directory: custom`.";
    UNKNOWN_TARGET_ATTRIBUTE = "unknown-target-attribute", Error, "The application has no such attribute: it is neither in the file's target table nor in the SCIM schema.";
    BAD_TARGET_PATH = "bad-target-path", Error, "A target is a SCIM attribute path: `userName`, `name.givenName`, `emails[type eq \"work\"].value`, or `urn:…:User:department`.";
    READ_ONLY_TARGET = "read-only-target", Error, "The server maintains this attribute; it must not be mapped.";
    UNFILTERED_MULTIVALUED = "unfiltered-multivalued", Error, "A multi-valued attribute holds several elements; a path to a sub-attribute must say which one.";
    REQUIRED_TARGET_UNMAPPED = "required-target-unmapped", Error, "The application requires this target, and no mapping fills it: every create would fail.";
    DUPLICATE_TARGET = "duplicate-target", Error, "Two mappings write the same target attribute; one would overwrite the other.";
    COMPLEX_AS_SCALAR = "complex-as-scalar", Error, "The target is a complex attribute; map its sub-attributes.";
    FILTER_ATTRIBUTE_MAPPED = "filter-attribute-mapped", Error, "The filter of the path already sets this sub-attribute.";
    INVALID_BOOLEAN = "invalid-boolean", Error, "A boolean target takes true or false, in any letter case.";
    INVALID_INTEGER = "invalid-integer", Error, "An integer target takes a whole number.";
    MULTI_VALUED_SOURCE = "multi-valued-source", Error, "Several values reached a target that takes one. Use Join, Item or another attribute.";
    MISSING_REQUIRED = "missing-required", Error, "A required target got no value, so no request can be sent for the object.";
    EXPRESSION_ERROR = "expression-error", Error, "An expression failed for this object. The attribute is left out; on a required or matching target the object fails.";
    VALUE_SOURCE = "value-source", Error, "A mapping has exactly one of `source`, `constant` and `expression`, or none of them.";
    // Combinations of a mapping's properties, spec § 1.10.
    NO_MATCHING_ATTRIBUTE = "no-matching-attribute", Error, "No mapping has a matching precedence (`match: 1`), so existing accounts cannot be recognised and would be created again. `map` does without; a sync does not.";
    MATCHING_PRECEDENCE_DUPLICATE = "matching-precedence-duplicate", Error, "Two matching attributes have the same precedence; the order in which they are tried would be undefined.";
    MATCHING_DEFAULT_VALUE = "matching-default-value", Error, "A default value on a matching attribute links every object without a value to one account.";
    MATCHING_CONSTANT = "matching-constant", Error, "A constant, or a mapping without a source, cannot identify an object.";
    MATCHING_REFERENCE_OR_LIST = "matching-reference-or-list", Error, "References and multi-valued attributes cannot be matching attributes.";
    MATCHING_NOT_FILTERABLE = "matching-not-filterable", Warning, "Objects are matched by a query that filters on the target attribute. It is an error where the application's table says `filterable: false`.";
    UNIQUE_ON_MATCHING = "unique-on-matching", Error, "`SelectUniqueValue` gives a value that no account has, so it cannot find the account of an object.";
    UNIQUE_APPLY_ALWAYS = "unique-apply-always", Error, "`SelectUniqueValue` must apply only during creation; on an update the value that the account has counts as taken.";
    REMOVE_REQUIRED = "remove-required", Error, "A required or matching target must not be cleared, so null cannot flow to it.";
    NULL_FLOW_ON_LIST = "null-flow-on-list", Error, "Clearing a multi-valued attribute by null flow is not supported.";
    DEFAULT_ON_CONSTANT = "default-on-constant", Warning, "A constant always has a value; its default value is never used.";
    PRIMARY_TWICE = "primary-twice", Error, "Two elements of one attribute are made primary; only one may be. Two constants are refused when the rules are loaded; where the values say so, the object fails in profile `rfc`.";
    REFERENCE_CONSTANT = "reference-constant", Error, "A reference target takes the id of a source object, which is translated to the target's id; a fixed text is none.";
    REFERENCE_EXPRESSION = "reference-expression", Error, "An expression on a reference target may only pass a source attribute through.";
    MEMBERS_EXPRESSION = "members-expression", Error, "`members` takes a direct mapping.";
    SWITCH_ON_REFERENCE = "switch-on-reference", Error, "`Switch` must not be used on a reference attribute such as `manager`.";
    ROLES_DIRECT = "roles-direct", Error, "Role assignments become roles by `SingleAppRoleAssignment`, `AppRoleAssignmentsComplex` or `AssertiveAppRoleAssignmentsComplex`.";
    ROLES_WITH_SYNC_ALL = "roles-with-sync-all", Error, "Role functions work only when the scope mode is `assigned`. `map` shows what they give; a sync does without assignments.";
    UNRESOLVED_REFERENCE = "unresolved-reference", Warning, "A reference names a source object that is not linked to any target resource, e.g. because it is out of scope. The value is left out.";
    DEFERRED_REFERENCE = "deferred-reference", Warning, "A reference names a source object that this run creates; the target gives its id with the answer. The next run sends it.";
    // Scoping.
    UNKNOWN_OPERATOR = "unknown-operator", Error, "There is no scoping operator of this name.";
    UNSUPPORTED_OPERATOR = "unsupported-operator", Error, "Entra documents this operator as not supported.";
    UNSUPPORTED_ATTRIBUTE = "unsupported-attribute", Error, "This attribute cannot be used in a scoping filter: references, role assignments, userType and dates.";
    INVALID_OPERAND = "invalid-operand", Error, "The operator needs a value, or another kind of value.";
    INVALID_REGEX = "invalid-regex", Error, "The value is not a .NET regular expression.";
    EMPTY_GROUP = "empty-group", Error, "A scoping filter without clauses would let everybody through.";
    MULTI_VALUED_ATTRIBUTE = "multi-valued-attribute", Error, "Scoping on a list is not supported: the object is left alone and reported, never treated as out of scope.";
    OPERATOR_SPELLING = "operator-spelling", Warning, "The operator is understood, but Entra spells it differently.";
    EXTRA_OPERAND = "extra-operand", Warning, "The operator takes no value; the one given has no effect.";
    REGEX_LIMIT = "regex-limit", Error, "The pattern took too many steps on this object's value.";
}
