from django.urls import include, path

from . import feeds, views

urlpatterns = [
    path("news/", views.news, name="news"),
    path("news/feed/", feeds.news_feed, name="news-feed"),
    path("news/<int:number>/", views.news_item, name="news-item-short"),
    path("news/<int:number>-<slug:slug>/", views.news_item, name="news-item"),
    path("groups/<slug:slug>/news/", views.group_news, name="group-news"),
    path("groups/<slug:slug>/news/feed/", feeds.group_news_feed, name="group-news-feed"),
    path("", include("news.manage_urls")),
]
