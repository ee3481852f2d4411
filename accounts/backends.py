from allauth.account.auth_backends import AuthenticationBackend

from .models import User


class AccountBackend(AuthenticationBackend):
    """Signs in by e-mail or employee id, and loads a person with their region at once.

    The class above makes an unknown account cost as much time as a wrong password.
    """

    def _authenticate(self, request, login=None, username=None, email=None, password=None):
        person = User.objects.with_login(login or username or email or "").first()
        return self._check_password(person, password)

    def get_user(self, user_id):
        # Asked with each request: without sorting one row.
        user = next(iter(User.objects.select_related("region").filter(pk=user_id)), None)
        return user if user and self.user_can_authenticate(user) else None
