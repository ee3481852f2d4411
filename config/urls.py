from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("portal.urls")),
    path("", include("news.urls")),
    path("", include("feedback.urls")),
    path("", include("attendance.urls")),
    path("", include("events.urls")),
    path("", include("questions.urls")),
    path("", include("resources.urls")),
    path("", include("chapters.urls")),
    path("", include("brgs.urls")),
    # After the groups, whose page of settings stands in the place of a notice.
    path("", include("notices.urls")),
    path("", include("accounts.urls")),
    path("admin/", admin.site.urls),
]

handler400 = "config.errors.bad_request"
handler404 = "config.errors.not_found"
# Asked for by django-allauth, when somebody has tried too often.
handler429 = "accounts.sign_in.too_many"
handler500 = "config.errors.server_error"
