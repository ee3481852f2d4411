import io
import re

import pytest
from django import forms
from django.core.files.storage import InMemoryStorage, default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms.widgets import ClearableFileInput
from PIL import Image

from content.pictures import (
    BANNER,
    EMBLEM,
    EVENT,
    PHOTO,
    PURPOSES,
    Picture,
    PictureField,
    PictureRefused,
    PicturesFormMixin,
    copied,
    read,
    remove,
    replace,
    store,
    variant,
)
from tests.content.picture_files import quarters, saved

PNG = saved(quarters(), "PNG")


@pytest.fixture(autouse=True)
def storage(settings):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    }


def stored(folder):
    return sorted(default_storage.listdir(folder)[1]) if default_storage.exists(folder) else []


def upload(content=PNG, name="me at home.png"):
    return SimpleUploadedFile(name, content, "image/png")


@pytest.mark.parametrize("purpose", PURPOSES.values(), ids=PURPOSES.keys())
def test_stores_every_size_under_a_random_name(purpose):
    name = store(upload(), purpose)
    *smaller, large = purpose.widths
    assert re.fullmatch(rf"{purpose.folder}/[A-Za-z0-9]{{22}}\.webp", name)
    assert variant(name, large) == name
    for width in smaller:
        assert variant(name, width) == name.replace(".webp", f"-{width}.webp")
    for width in purpose.widths:
        with default_storage.open(variant(name, width)) as file:
            assert Image.open(file).size == purpose.size(width, (160, 120))


def test_the_same_upload_gets_another_name_each_time():
    assert len({store(upload(), PHOTO) for _time in range(5)}) == 5


def test_stores_a_picture_that_was_read_before():
    picture = read(upload(), EMBLEM)
    name = store(picture)
    assert name.startswith("emblems/")
    assert default_storage.open(name).read() == picture.files[192]


def test_a_copy_has_files_of_its_own_in_every_size():
    name = store(upload(), EVENT)
    copy = copied(name)
    assert copy != name
    for width in EVENT.widths:
        both = [default_storage.open(variant(each, width)).read() for each in (name, copy)]
        assert both[0] == both[1]
    remove(name)
    assert stored("events") == sorted(variant(copy, width).split("/")[1] for width in EVENT.widths)


@pytest.mark.parametrize("name", ["", None, f"events/{'gone':0<22}.webp"])
def test_of_no_picture_there_is_no_copy(name):
    assert copied(name) == ""


def test_stores_nothing_of_an_upload_that_is_refused():
    with pytest.raises(PictureRefused):
        store(upload(b"GIF89a"), PHOTO)
    assert stored("photos") == []


def test_keeps_no_half_of_a_picture_when_the_disk_is_full(monkeypatch):
    save = InMemoryStorage._save

    def full(storage, name, content):
        if "-96" not in name:
            raise OSError("no space left")
        return save(storage, name, content)

    monkeypatch.setattr(InMemoryStorage, "_save", full)
    with pytest.raises(OSError, match="no space left"):
        store(upload(), PHOTO)
    assert stored("photos") == []


def test_removes_every_size_and_nothing_else():
    kept, name = store(upload(), PHOTO), store(upload(), PHOTO)
    remove(name)
    assert stored("photos") == sorted(variant(kept, width).split("/")[1] for width in (96, 256))


def test_removing_what_is_gone_or_never_was_is_no_error():
    name = store(upload(), PHOTO)
    remove(name)
    remove(name)
    remove("")
    remove(None)


@pytest.mark.parametrize(
    "name",
    [
        "photos/../../etc/passwd.webp",
        "photos/short.webp",
        f"videos/{'a' * 22}.webp",
        f"photos/{'a' * 22}-96.webp",
        f"photos/{'a' * 22}.webp\n",
        f"/photos/{'a' * 22}.webp",
    ],
)
def test_touches_no_file_but_a_stored_picture(name):
    with pytest.raises(ValueError, match="not the name of a stored picture"):
        remove(name)
    with pytest.raises(ValueError, match="not the name of a stored picture"):
        variant(name, 96)


def test_knows_no_other_width_than_those_of_the_purpose():
    with pytest.raises(ValueError, match="photos have no width of 192"):
        variant(f"photos/{'a' * 22}.webp", 192)


@pytest.mark.django_db
def test_a_new_picture_replaces_the_old_when_the_transaction_commits(
    django_capture_on_commit_callbacks,
):
    old = store(upload(), PHOTO)
    with django_capture_on_commit_callbacks(execute=True):
        new = replace(old, read(upload(), PHOTO))
        assert default_storage.exists(old)
    assert default_storage.exists(new)
    assert len(stored("photos")) == 2


@pytest.mark.django_db
def test_clearing_removes_the_picture_when_the_transaction_commits(
    django_capture_on_commit_callbacks,
):
    old = store(upload(), PHOTO)
    with django_capture_on_commit_callbacks() as callbacks:
        assert replace(old, False) == ""
    assert len(stored("photos")) == 2
    for callback in callbacks:
        callback()
    assert stored("photos") == []


def test_no_new_picture_keeps_the_old():
    old = store(upload(), PHOTO)
    assert replace(old, None) == old
    assert replace(None, None) == ""


# The form field


class BannerForm(forms.Form):
    banner = PictureField(BANNER, required=False)


def test_the_field_comes_to_a_picture_of_its_purpose():
    form = BannerForm({}, {"banner": upload()})
    assert form.is_valid()
    assert form.cleaned_data["banner"] == read(upload(), BANNER)


def test_the_field_says_why_it_refuses():
    form = BannerForm({}, {"banner": upload(b"GIF89a", "photo.png")})
    assert form.errors == {
        "banner": ["Choose a picture in JPEG, PNG or WebP format. This file is none of them."]
    }


def test_the_field_may_be_left_empty_or_cleared():
    form = BannerForm({}, {})
    assert form.is_valid()
    assert form.cleaned_data["banner"] is None
    form = BannerForm({"banner-clear": "on"}, {})
    assert form.is_valid()
    assert form.cleaned_data["banner"] is False


def test_a_required_field_asks_for_a_picture():
    with pytest.raises(forms.ValidationError, match="This field is required"):
        PictureField(PHOTO).clean(None)


def test_the_field_offers_the_three_kinds_and_says_the_limits():
    field = BannerForm()["banner"]
    assert isinstance(field.field.widget, ClearableFileInput)
    assert 'accept="image/jpeg,image/png,image/webp"' in str(field)
    assert field.help_text == "JPEG, PNG or WebP, at most 5 MB and 24 megapixels."


class Row:
    photo = ""
    saved = False


class RowForm(forms.Form):
    """The least of a ModelForm: puts nothing on the row by itself."""

    def __init__(self, row, *args):
        super().__init__(*args)
        self.instance = row

    def save(self, commit=True):
        self.instance.saved = commit
        return self.instance


class PhotoForm(PicturesFormMixin, RowForm):
    photo = PictureField(PHOTO, required=False)
    name = forms.CharField()


@pytest.mark.django_db
def test_a_form_of_a_row_stores_its_picture_when_it_is_saved():
    form = PhotoForm(Row(), {"name": "Ana"}, {"photo": upload()})
    assert form.is_valid()
    assert form.cleaned_data == {"name": "Ana"}
    assert isinstance(form.pictures["photo"], Picture)
    assert stored("photos") == []
    row = form.save(commit=False)
    assert (row.saved, default_storage.exists(row.photo)) == (False, True)


def test_a_form_of_a_row_with_an_error_stores_nothing():
    form = PhotoForm(Row(), {}, {"photo": upload()})
    assert list(form.errors) == ["name"]
    assert stored("photos") == []


def test_a_form_of_a_row_without_a_new_picture_keeps_the_old():
    row = Row()
    row.photo = f"photos/{'a' * 22}.webp"
    form = PhotoForm(row, {"name": "Ana"}, {})
    assert form.is_valid()
    assert form.save().photo == f"photos/{'a' * 22}.webp"


def test_reads_an_upload_kept_on_disk(tmp_path):
    path = tmp_path / "upload"
    path.write_bytes(PNG)
    with path.open("rb") as file:
        assert read(file, PHOTO) == read(io.BytesIO(PNG), PHOTO)
