"""Where an app below calls apps above it, which it cannot import."""

# The one way up through the layers: the functions that are told, inside the transaction.
ON_MEMBERSHIP_ENDED = [
    "chapters.actions.leave_with_group",
    "chapters.actions.withdraw_with_group",
    "events.actions.end_answers_with_membership",
]
# Before ended memberships are deleted: what they still hide stays hidden.
ON_MEMBERSHIPS_FORGOTTEN = [
    "events.actions.hide_with_forgotten",
    "attendance.actions.hide_with_forgotten",
]
ON_PERSON_DEACTIVATED = [
    "brgs.actions.end_terms_of_deactivated",
    "chapters.actions.end_terms_of_deactivated",
    "chapters.actions.withdraw_of_gone",
    "events.actions.end_answers_of_gone",
]
ON_PERSON_ERASED = ON_PERSON_DEACTIVATED
ON_OFFICE_ENDED = []
# What apps above know for an event's page: each gives what the template finds under a name.
ON_EVENT_PAGE = ["attendance.own.on_event_page"]
# What is asked about the viewer in the statement that loads them, with every request.
VIEWERS_KNOW = [
    "notices.unread.with_unread",
    "brgs.posts.with_posts",
    "chapters.posts.with_posts",
]
