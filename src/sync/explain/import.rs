//! The import step: which source attributes were read, and what was computed.

use super::value::{Entries, Json};
use super::{Status, View};
use crate::value::Value;
use serde::Serialize;

#[derive(Debug, Serialize)]
pub(super) struct Import {
    step: &'static str,
    pub(super) status: Status,
    pub(super) attributes: Entries,
    pub(super) computed: Entries,
    /// Attributes that the rules name and the object does not have.
    pub(super) missing: Vec<String>,
    /// What the object is called is not shown, nor its id.
    #[serde(skip)]
    pub(super) hides_display: bool,
    #[serde(skip)]
    pub(super) hides_id: bool,
}

impl Import {
    pub(super) fn new(view: &View<'_, '_, '_>) -> Self {
        let mut import = Self {
            step: "import",
            status: match (&view.detail.course, &view.decision.unreadable) {
                (Some(_), _) => Status::Ok,
                (None, Some(_)) => Status::Failed,
                (None, None) => Status::NotReached,
            },
            attributes: Entries::default(),
            computed: Entries::default(),
            missing: Vec::new(),
            hides_display: false,
            hides_id: false,
        };
        let Some(course) = &view.detail.course else { return import };
        let computed =
            course.computed_soft_deleted().then_some(course.object.state.is_soft_deleted).flatten();
        let row = course.row_of_sync(view.arena);
        let (id, display) = (view.decision.source_id.as_deref(), course.display(view.arena));
        let is =
            |value: Value<'_>, name: Option<&str>| matches!(value, Value::Text(text) if Some(text) == name);
        // What a mapping reads may differ from it, as the name of a guest does.
        import.hides_display =
            course.display_key(view.arena).is_some_and(|key| view.redaction.hides_key(key));
        for slot in &course.object.slots {
            let value = row.get(slot.slot).copied().unwrap_or(Value::Null);
            let hidden = view.redaction.hides_slot(slot.slot);
            let shown = Json::shown(value, hidden);
            import.hides_display |= hidden && is(value, display);
            import.hides_id |= hidden && is(value, id);
            if computed == Some(slot.slot) {
                import.computed.0.push((slot.name.clone(), shown));
            } else if value.is_null() {
                import.missing.push(slot.name.clone());
            } else {
                import.attributes.0.push((slot.name.clone(), shown));
            }
        }
        import.missing.sort_unstable();
        import
    }
}
