import time

import jwt
import pytest
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric import rsa
from oidc_provider_mock import run_server_in_thread

from accounts import oidc
from tests import factories
from tests.accounts.provider import SIGN_IN, Provider
from tests.notices.post import go_round


@pytest.fixture
def ana(db):
    """An employee who has a password."""
    return factories.person(
        password=factories.PASSWORD,
        email="ana.lima@example.com",
        employee_id="E4711",
        legal_name="Ana Lima",
    )


@pytest.fixture
def sign_in(client):
    """Sign in by the form, and give back the answer."""

    def post(login, password=factories.PASSWORD, **more):
        return client.post("/accounts/login/", {"login": login, "password": password, **more})

    return post


@pytest.fixture
def clock(monkeypatch):
    """A clock that stands still until a test moves it on, in seconds."""

    class Clock:
        now = time.time()

        def moves(self, seconds):
            self.now += seconds

    clock = Clock()
    monkeypatch.setattr(time, "time", lambda: clock.now)
    return clock


@pytest.fixture
def letters(mailoutbox):
    """What was mailed, once the worker has been round."""

    def sent():
        go_round()
        return mailoutbox

    return sent


@pytest.fixture(scope="module")
def servers():
    """Two providers that listen for all tests of a file."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
        with run_server_in_thread() as first, run_server_in_thread() as second:
            yield first, second


@pytest.fixture
def provider(servers, settings, db):
    """The provider that the portal trusts."""
    provider = Provider(servers[0])
    settings.OIDC_ISSUER = provider.issuer
    settings.OIDC_CLIENT_ID = "portal"
    settings.OIDC_CLIENT_SECRET = "secret"
    return provider


@pytest.fixture
def linked(client, provider, ana):
    """Ana, who has come through the provider before."""
    SocialAccount.objects.create(user=ana, provider=provider.issuer, uid="s-1")
    return ana


@pytest.fixture
def forge(client, provider, linked, monkeypatch):
    """Have the provider answer with an ID token that a test has changed, then go back with it."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)

    shared = "secret" * 8

    def public_key(algorithm):
        if algorithm == "HS256":
            return jwt.algorithms.HMACAlgorithm.to_jwk(shared)
        return jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key())

    def go(
        signed_by_provider=True,
        algorithm="RS256",
        drop=(),
        userinfo=None,
        kid=None,
        door=SIGN_IN,
        **claims,
    ):
        if signed_by_provider:
            public = jwt.PyJWK.from_json(public_key(algorithm))
            monkeypatch.setattr(oidc.TrustedAdapter, "_signing_key", lambda *args: public)
        if userinfo:
            monkeypatch.setattr(oidc.TrustedAdapter, "_userinfo", userinfo)
        fetch = oidc.TrustedAdapter.get_access_token_data

        def changed(self, *args, **kwargs):
            data = fetch(self, *args, **kwargs)
            told = jwt.decode(data["id_token"], options={"verify_signature": False}) | claims
            told = {name: value for name, value in told.items() if name not in drop}
            secret = shared if algorithm == "HS256" else key
            token = jwt.encode(told, secret, algorithm, headers={"kid": kid} if kid else None)
            return data | {"id_token": token}

        monkeypatch.setattr(oidc.TrustedAdapter, "get_access_token_data", changed)
        provider.knows()
        return provider.lets_in(client, door=door)

    return go
