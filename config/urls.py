from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("portal.urls")),
    path("", include("brgs.urls")),
    path("", include("accounts.urls")),
    path("admin/", admin.site.urls),
]

handler500 = "config.errors.server_error"
