from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


def an_upload(size=(300, 300)):
    """A plain photo as a browser sends it."""
    file = BytesIO()
    Image.new("RGB", size, "teal").save(file, "PNG")
    return SimpleUploadedFile("me.png", file.getvalue(), "image/png")
