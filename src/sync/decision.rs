//! The decision table: from where an object stands to what is done with it.
//!
//! Source: `spec:mapping-4.4`.

/// Where an object stands.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "independent settings, each asked for by name")]
pub(crate) struct Situation {
    pub(crate) source: Presence,
    pub(crate) scope: InScope,
    pub(crate) link: LinkState,
    pub(crate) target: AtTarget,
    /// Another object has the same id, or the resource that this one is linked to.
    pub(crate) duplicate: bool,
    /// The rules map this kind of object.
    pub(crate) mapped: bool,
    /// The target object actions.
    pub(crate) create: bool,
    pub(crate) update: bool,
    pub(crate) delete: bool,
    /// An update would change something.
    pub(crate) differs: bool,
    /// A mapping fills `active`.
    pub(crate) active_mapped: bool,
    /// A mapping reads `IsSoftDeleted`.
    pub(crate) reads_soft_deleted: bool,
    /// The target can disable what it holds.
    pub(crate) soft_deletes: bool,
    pub(crate) skip_out_of_scope_deletions: bool,
}

/// Whether the source has the object.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(crate) enum Presence {
    /// It is there, be it disabled or in the recycle bin.
    Present,
    /// It is gone for good.
    Purged,
}

/// What scoping says.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(crate) enum InScope {
    Yes,
    No,
    /// It could not tell.
    Error,
}

/// The stored pair of a source object and a target resource.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum LinkState {
    /// There is none.
    None,
    /// The target resource is kept like the source object.
    Managed,
    /// The resource was disabled because its object left the scope; nothing is done to it any more.
    Released,
}

/// What the target has for the object.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(crate) enum AtTarget {
    /// Nobody asked.
    NotQueried,
    /// No matching attribute has a value to ask by.
    NoValue,
    NoMatch,
    OneMatch,
    SeveralMatches,
    /// The one match belongs to another source object, or another source object of this run has the same value.
    Taken,
    /// The linked resource, and its `active` is not false.
    Active,
    /// The linked resource, and its `active` is false.
    Inactive,
    /// The link leads nowhere (404).
    Gone,
}

/// What is done with an object.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum Action {
    /// A resource is created.
    Create,
    /// The resource is changed.
    Update,
    /// The resource is enabled again, and changed.
    Restore,
    /// The resource is disabled.
    Disable,
    /// The resource is deleted.
    Delete,
    /// A disabling that the accidental-deletion guard withholds.
    #[serde(rename = "StagedAction")]
    StagedAction,
    /// A deletion that the accidental-deletion guard withholds.
    #[serde(rename = "StagedDelete")]
    StagedDelete,
    /// Nothing.
    Skip,
    /// Nothing, and someone must look.
    Error,
}

impl Action {
    /// Tells whether the action takes something from a person.
    #[must_use]
    pub fn is_removal(self) -> bool {
        matches!(self, Action::Disable | Action::Delete)
    }

    /// Returns the word that reports print.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Action::Create => "create",
            Action::Update => "update",
            Action::Restore => "restore",
            Action::Disable => "disable",
            Action::Delete => "delete",
            Action::StagedAction => "StagedAction",
            Action::StagedDelete => "StagedDelete",
            Action::Skip => "skip",
            Action::Error => "error",
        }
    }
}

/// Why an action is taken: Entra's reason codes.
pub(crate) mod reason {
    pub(crate) const OBJECT_MAPPING_DISABLED: &str = "ObjectMappingDisabled";
    /// Stands for the code of the scoping error.
    pub(crate) const SCOPING_ERROR: &str = "ScopingError";
    pub(crate) const IMPORT_SKIPPED: &str = "ImportSkipped";
    pub(crate) const DUPLICATE_TARGET_ENTRIES: &str = "DuplicateTargetEntries";
    pub(crate) const DUPLICATE_SOURCE_ENTRIES: &str = "DuplicateSourceEntries";
    pub(crate) const ENTRY_EXPORT_ADD: &str = "EntryExportAdd";
    pub(crate) const CREATE_DISABLED: &str = "CreateDisabled";
    pub(crate) const ENTRY_EXPORT_UPDATE: &str = "EntryExportUpdate";
    pub(crate) const REDUNDANT_EXPORT: &str = "RedundantExport";
    pub(crate) const UPDATE_DISABLED: &str = "UpdateDisabled";
    pub(crate) const INVALID_ANCHOR: &str = "InvalidAnchor";
    pub(crate) const NOT_EFFECTIVELY_ENTITLED: &str = "NotEffectivelyEntitled";
    pub(crate) const SKIP_OUT_OF_SCOPE_DELETIONS: &str = "SkipOutOfScopeDeletions";
    pub(crate) const NO_DISABLE_MAPPING: &str = "NoDisableMapping";
    pub(crate) const ENTRY_EXPORT_DELETE: &str = "EntryExportDelete";
    pub(crate) const DELETE_DISABLED: &str = "DeleteDisabled";
    pub(crate) const NOT_MANAGED: &str = "NotManaged";
    pub(crate) const ALREADY_GONE: &str = "AlreadyGone";
    pub(crate) const IGNORED_BY_EXPRESSION: &str = "IgnoredByExpression";
    /// Only the target has the resource.
    pub(crate) const TARGET_ONLY: &str = "TargetOnly";
    /// An object of the source cannot be read, so nobody knows whether this one is gone.
    pub(crate) const SOURCE_INCOMPLETE: &str = "SourceIncomplete";
    /// The source object cannot be read.
    pub(crate) const UNREADABLE: &str = "Unreadable";

    /// Says what a reason means; empty for one that is the code of a failure, which has a message of its own.
    pub(crate) fn meaning(reason: &str) -> &'static str {
        match reason {
            OBJECT_MAPPING_DISABLED => "the rules do not map this kind of object",
            IMPORT_SKIPPED => "no matching attribute has a value, so no account can be looked up",
            DUPLICATE_TARGET_ENTRIES => "several target resources have the matching value",
            DUPLICATE_SOURCE_ENTRIES => {
                "another source object has the target resource, or the same matching value"
            }
            ENTRY_EXPORT_ADD => "no target resource matches",
            CREATE_DISABLED => "no target resource matches, and the actions do not have `create`",
            ENTRY_EXPORT_UPDATE => "the target resource differs",
            REDUNDANT_EXPORT => "the target resource is already as it should be",
            UPDATE_DISABLED => "the actions do not have `update`",
            INVALID_ANCHOR => "the target resource that it is linked to is gone",
            NOT_EFFECTIVELY_ENTITLED => "not in scope, and no target resource is linked",
            SKIP_OUT_OF_SCOPE_DELETIONS => "out of scope, and such objects are to be left alone",
            NO_DISABLE_MAPPING => {
                "out of scope, but no mapping reads `IsSoftDeleted`, so nothing can be disabled"
            }
            ENTRY_EXPORT_DELETE => "the target resource has no object in the source or in scope any more",
            DELETE_DISABLED => "the actions do not have `delete`",
            NOT_MANAGED => "the target resource was released when its object left the scope",
            ALREADY_GONE => "the target resource is gone already",
            IGNORED_BY_EXPRESSION => "an expression said `IgnoreObjectFlow`",
            TARGET_ONLY => "no source object belongs to the target resource",
            SOURCE_INCOMPLETE => {
                "not in the source, but an object of the source cannot be read and may be this one"
            }
            UNREADABLE => "the source object cannot be read",
            _ => "",
        }
    }
}

/// Decides: the first row that fits.
#[rustfmt::skip]
#[expect(clippy::match_same_arms, reason = "one row of the specification's table an arm")]
pub(crate) fn decide(s: &Situation) -> (Action, &'static str) {
    use Action::{Create, Delete, Disable, Error, Restore, Skip, Update};
    use AtTarget::{Active, Gone, Inactive, NoMatch, NoValue, OneMatch, SeveralMatches, Taken};
    use InScope::{No, Yes};
    use LinkState::{Managed, None, Released};
    use Presence::{Present, Purged};
    use reason::{
        ALREADY_GONE, CREATE_DISABLED, DELETE_DISABLED, DUPLICATE_SOURCE_ENTRIES, DUPLICATE_TARGET_ENTRIES, ENTRY_EXPORT_ADD,
        ENTRY_EXPORT_DELETE, ENTRY_EXPORT_UPDATE, IMPORT_SKIPPED, INVALID_ANCHOR, NOT_EFFECTIVELY_ENTITLED, NOT_MANAGED,
        NO_DISABLE_MAPPING, OBJECT_MAPPING_DISABLED, REDUNDANT_EXPORT, SCOPING_ERROR, SKIP_OUT_OF_SCOPE_DELETIONS,
        UPDATE_DISABLED,
    };
    match (s.source, s.scope, s.link, s.target) {
        _ if !s.mapped                                                              => (Skip, OBJECT_MAPPING_DISABLED),     //  1
        (Present, ..) if s.duplicate                                                => (Error, DUPLICATE_SOURCE_ENTRIES),   //  § 4.3
        (Purged, ..) if s.duplicate                                                 => (Skip, DUPLICATE_SOURCE_ENTRIES),    //  § 4.3
        (Present, InScope::Error, _, _)                                             => (Error, SCOPING_ERROR),              //  2
        (Present, Yes, None, NoValue)                                               => (Error, IMPORT_SKIPPED),             //  3
        (Present, Yes, None, SeveralMatches)                                        => (Error, DUPLICATE_TARGET_ENTRIES),   //  4
        (Present, Yes, None, Taken)                                                 => (Error, DUPLICATE_SOURCE_ENTRIES),   //  § 4.3
        (Present, Yes, None, NoMatch) if s.create                                   => (Create, ENTRY_EXPORT_ADD),          //  5
        (Present, Yes, None, NoMatch)                                               => (Skip, CREATE_DISABLED),             //  6
        (Present, Yes, None, OneMatch) if s.update && s.differs                     => (Update, ENTRY_EXPORT_UPDATE),       //  7
        (Present, Yes, None, OneMatch) if s.update                                  => (Skip, REDUNDANT_EXPORT),            //  8
        (Present, Yes, None, _)                                                     => (Skip, UPDATE_DISABLED),             //  9
        (Present, Yes, _, Gone)                                                     => (Error, INVALID_ANCHOR),             // 10
        (Present, Yes, _, Inactive) if s.update && s.active_mapped && s.differs     => (Restore, ENTRY_EXPORT_UPDATE),      // 11
        (Present, Yes, _, _) if s.update && s.differs                               => (Update, ENTRY_EXPORT_UPDATE),       // 12
        (Present, Yes, _, _) if s.update                                            => (Skip, REDUNDANT_EXPORT),            // 13
        (Present, Yes, _, _)                                                        => (Skip, UPDATE_DISABLED),             // 14
        (_, No, None, _)                                                            => (Skip, NOT_EFFECTIVELY_ENTITLED),    // 15
        (Present, No, Managed, Gone)                                                => (Skip, ALREADY_GONE),                // as 27
        (Present, No, Managed, _) if s.skip_out_of_scope_deletions                  => (Skip, SKIP_OUT_OF_SCOPE_DELETIONS), // 16
        (Present, No, Managed, Active) if s.reads_soft_deleted && s.update && s.differs => (Disable, ENTRY_EXPORT_UPDATE),  // 17
        (Present, No, Managed, _) if s.reads_soft_deleted && s.update               => (Skip, REDUNDANT_EXPORT),            // 18
        (Present, No, Managed, _) if s.reads_soft_deleted                           => (Skip, UPDATE_DISABLED),             // 19
        (Present, No, Managed, _) if s.soft_deletes                                 => (Skip, NO_DISABLE_MAPPING),          // 20
        (Present, No, Managed, _) if s.delete                                       => (Delete, ENTRY_EXPORT_DELETE),       // 21
        (Present, No, Managed, _)                                                   => (Skip, DELETE_DISABLED),             // 22
        (Present, No, Released, _)                                                  => (Skip, NOT_MANAGED),                 // 23
        (Purged, _, Managed, Gone)                                                  => (Skip, ALREADY_GONE),                // 27
        (Purged, _, Managed, _) if s.delete                                         => (Delete, ENTRY_EXPORT_DELETE),       // 24
        (Purged, _, Managed, _)                                                     => (Skip, DELETE_DISABLED),             // 25
        (Purged, _, Released | None, _)                                             => (Skip, NOT_MANAGED),                 // 26
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A linked, active object that is in scope, with everything allowed and nothing to change.
    const USUAL: Situation = Situation {
        source: Presence::Present,
        scope: InScope::Yes,
        link: LinkState::Managed,
        target: AtTarget::Active,
        duplicate: false,
        mapped: true,
        create: true,
        update: true,
        delete: true,
        differs: false,
        active_mapped: true,
        reads_soft_deleted: true,
        soft_deletes: true,
        skip_out_of_scope_deletions: false,
    };

    #[test]
    fn every_row_of_the_specification_decides_as_it_says() {
        use AtTarget::{Active, Gone, Inactive, NoMatch, NoValue, NotQueried, OneMatch, SeveralMatches};
        let new = |target| Situation { link: LinkState::None, target, differs: true, ..USUAL };
        let linked = |target, differs| Situation { target, differs, ..USUAL };
        let out = |link, target| Situation { scope: InScope::No, link, target, differs: true, ..USUAL };
        let managed = out(LinkState::Managed, Active);
        let no_mapping = Situation { reads_soft_deleted: false, ..managed };
        let group = Situation { soft_deletes: false, ..no_mapping };
        let purged = |link, target| Situation { source: Presence::Purged, ..out(link, target) };
        for (row, situation, expected) in [
            (1, Situation { mapped: false, ..managed }, "skip ObjectMappingDisabled"),
            (2, Situation { scope: InScope::Error, ..USUAL }, "error ScopingError"),
            (3, new(NoValue), "error ImportSkipped"),
            (4, new(SeveralMatches), "error DuplicateTargetEntries"),
            (5, new(NoMatch), "create EntryExportAdd"),
            (6, Situation { create: false, ..new(NoMatch) }, "skip CreateDisabled"),
            (7, new(OneMatch), "update EntryExportUpdate"),
            (8, Situation { differs: false, ..new(OneMatch) }, "skip RedundantExport"),
            (9, Situation { update: false, ..new(OneMatch) }, "skip UpdateDisabled"),
            (10, linked(Gone, true), "error InvalidAnchor"),
            (11, linked(Inactive, true), "restore EntryExportUpdate"),
            (12, linked(Active, true), "update EntryExportUpdate"),
            (13, linked(Active, false), "skip RedundantExport"),
            (14, Situation { update: false, ..linked(Active, true) }, "skip UpdateDisabled"),
            (15, out(LinkState::None, NotQueried), "skip NotEffectivelyEntitled"),
            (16, Situation { skip_out_of_scope_deletions: true, ..managed }, "skip SkipOutOfScopeDeletions"),
            (17, managed, "disable EntryExportUpdate"),
            (18, out(LinkState::Managed, Inactive), "skip RedundantExport"),
            (19, Situation { update: false, ..managed }, "skip UpdateDisabled"),
            (20, no_mapping, "skip NoDisableMapping"),
            (21, group, "delete EntryExportDelete"),
            (22, Situation { delete: false, ..group }, "skip DeleteDisabled"),
            (23, out(LinkState::Released, Active), "skip NotManaged"),
            (24, purged(LinkState::Managed, Active), "delete EntryExportDelete"),
            (25, Situation { delete: false, ..purged(LinkState::Managed, Active) }, "skip DeleteDisabled"),
            (26, purged(LinkState::Released, Active), "skip NotManaged"),
            (27, purged(LinkState::Managed, Gone), "skip AlreadyGone"),
        ] {
            let (action, reason) = decide(&situation);
            assert_eq!(format!("{} {reason}", action.as_str()), expected, "row {row}");
        }
    }
}
