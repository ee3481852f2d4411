"""Sign-in through the organization's OpenID provider, named by OIDC_ISSUER in the environment.

OpenID Connect Core 1.0 leaves much to the client. Here everything is checked: the issuer is the
configured one (also in the provider's own description, Discovery 1.0 section 4.3), the ID token
is signed with one of its keys, is meant for us, is in time, and answers this very request (nonce);
what the userinfo endpoint adds is about the same subject. Of all that, nothing is stored but the
issuer and the subject.
"""

import secrets
import time
from functools import wraps

import jwt
from allauth.account.internal.decorators import login_not_required
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import Http404
from django.urls import reverse
from requests import RequestException

from . import confirm
from .claims import vouched

# Only signatures that need the provider's private key; with HS256 our own secret would do.
SIGNATURES = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"]
REQUIRED_CLAIMS = ["iss", "sub", "aud", "exp", "iat"]
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")
# Clocks of two machines differ.
LEEWAY_SECONDS = 60
SUBJECT_LENGTH = SocialAccount._meta.get_field("uid").max_length


def is_on():
    """Whether the environment names a provider in full; half of one is an error of the checks."""
    return bool(settings.OIDC_ISSUER and settings.OIDC_CLIENT_ID and settings.OIDC_CLIENT_SECRET)


def app():
    """The trusted provider as django-allauth's kind of row, never stored."""
    return SocialApp(
        provider=OpenIDConnectProvider.id,
        provider_id="provider",
        name=settings.OIDC_NAME,
        client_id=settings.OIDC_CLIENT_ID,
        secret=settings.OIDC_CLIENT_SECRET,
        settings={"oauth_pkce_enabled": True},
    )


class TrustedAdapter(OpenIDConnectOAuth2Adapter):
    """Speaks with the provider; whatever that answers, OAuth2Error or RequestException at worst."""

    state = None

    @property
    def openid_config(self):
        if not hasattr(self, "_openid_config"):
            self._openid_config = self._description()
        return self._openid_config

    def get_callback_url(self, request, app):
        return request.build_absolute_uri(reverse("openid_connect_callback"))

    def parse_token(self, data):
        if not isinstance(data, dict) or not isinstance(data.get("access_token"), str):
            raise OAuth2Error("no access token")
        return SocialToken(token=data["access_token"])

    def complete_login(self, request, app, token, response):
        """The identity, after every check on what the provider sent."""
        id_token = self._checked(response.get("id_token"))
        if self.state.get("process") == confirm.CONFIRM:
            self._check_sign_in_is_new(id_token.get("auth_time"))
            confirm.take(request, id_token["sub"], self.state)
        userinfo = self._userinfo(token.token, id_token["sub"])
        identity = SocialAccount(provider=settings.OIDC_ISSUER, uid=id_token["sub"], extra_data={})
        login = SocialLogin(account=identity, provider=self.get_provider())
        login.vouched = vouched(id_token, userinfo)
        return login

    def _description(self):
        config = self._fetch(f"{settings.OIDC_ISSUER.rstrip('/')}/.well-known/openid-configuration")
        if config.get("issuer") != settings.OIDC_ISSUER:
            raise OAuth2Error("the provider describes another issuer than OIDC_ISSUER")
        if not all(isinstance(config.get(name), str) for name in ENDPOINTS):
            raise OAuth2Error("the provider's description lacks an endpoint")
        return config

    def _checked(self, id_token):
        """The claims of an ID token, by the list in section 3.1.3.7 of OpenID Connect Core."""
        try:
            claims = jwt.decode(
                id_token,
                self._signing_key(id_token),
                algorithms=SIGNATURES,
                issuer=settings.OIDC_ISSUER,
                audience=settings.OIDC_CLIENT_ID,
                leeway=LEEWAY_SECONDS,
                options={"require": REQUIRED_CLAIMS},
            )
        except jwt.PyJWTError as error:
            raise OAuth2Error("the ID token is not valid") from error
        self._check_recipient(claims)
        if not secrets.compare_digest(str(claims.get("nonce")), self.state["nonce"]):
            raise OAuth2Error("the ID token answers another request")
        if not 0 < len(claims["sub"]) <= SUBJECT_LENGTH:
            raise OAuth2Error("the subject is empty or too long")
        return claims

    def _check_recipient(self, claims):
        several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
        if claims.get("azp", None if several else settings.OIDC_CLIENT_ID) != (
            settings.OIDC_CLIENT_ID
        ):
            raise OAuth2Error("the ID token is meant for another client")

    def _check_sign_in_is_new(self, auth_time):
        """Section 2 demands the claim where `max_age` was asked for, in seconds since 1970."""
        if isinstance(auth_time, bool) or not isinstance(auth_time, int | float):
            raise OAuth2Error("the ID token does not say when the person signed in")
        if not -LEEWAY_SECONDS <= time.time() - auth_time <= confirm.CONFIRMED_SECONDS:
            raise OAuth2Error("the sign-in at the provider is not a new one")

    def _signing_key(self, id_token):
        kid = jwt.get_unverified_header(id_token).get("kid")
        keys = [
            key
            for key in jwt.PyJWKSet.from_dict(self._fetch(self.openid_config["jwks_uri"]))
            if kid in (None, key.key_id)
        ]
        if not keys:
            raise OAuth2Error("no key of the provider is named by the ID token")
        return keys[0]

    def _userinfo(self, access_token, subject):
        """What the provider adds to the ID token; section 5.3.2 demands the same subject."""
        url = self.openid_config.get("userinfo_endpoint")
        if not url:
            return {}
        userinfo = self._fetch(url, headers={"Authorization": f"Bearer {access_token}"})
        if userinfo.get("sub") != subject:
            raise OAuth2Error("userinfo is about another subject")
        return userinfo

    def _fetch(self, url, **kwargs):
        with get_adapter().get_requests_session() as session:
            answer = session.get(url, **kwargs)
            answer.raise_for_status()
            data = answer.json()
        if not isinstance(data, dict):
            raise OAuth2Error("the provider did not answer with an object")
        return data


class TrustedProvider(OpenIDConnectProvider):
    """The provider with fixed addresses. What a link to the sign-in says changes nothing."""

    def get_login_url(self, request, **kwargs):
        return reverse("openid_connect_login")

    def get_callback_url(self):
        return reverse("openid_connect_callback")

    def get_oauth2_adapter(self, request):
        return TrustedAdapter(request, self.app.provider_id)

    def get_redirect_from_request_kwargs(self, request):
        """Only where to go afterwards; the caller may choose no scope, process or parameter."""
        kwargs = super().get_redirect_from_request_kwargs(request)
        nonce = secrets.token_urlsafe(16)
        return {
            "process": AuthProcess.LOGIN,
            "next_url": kwargs.get("next_url"),
            "auth_params": {"nonce": nonce},
            "nonce": nonce,
        }


class _Callback(OAuth2CallbackView):
    def _get_state(self, request, provider):
        state, response = super()._get_state(request, provider)
        self.adapter.state = state
        return state, response


def _answering(view_class):
    """The view, 404 without a provider, and a page instead of an error when it fails."""

    @login_not_required
    @wraps(view_class.dispatch)
    def view(request):
        if not is_on():
            raise Http404
        adapter = TrustedAdapter(request, app().provider_id)
        try:
            return view_class.adapter_view(adapter)(request)
        except (OAuth2Error, RequestException) as error:
            return _failed(request, adapter, error, adapter.state)

    return view


def _failed(request, adapter, error, state):
    """The page for an answer that is not good, or for none; see `IdentityAdapter` for a state."""
    context = {"state": state or {}}
    provider = adapter.get_provider()
    return render_authentication_error(request, provider, exception=error, extra_context=context)


def leave_to_confirm(request, next_url):
    """Send somebody who is signed in to the provider, to sign in there anew and come back."""
    adapter = TrustedAdapter(request, app().provider_id)
    nonce = secrets.token_urlsafe(16)
    try:
        return adapter.get_provider().redirect(
            request,
            process=confirm.CONFIRM,
            next_url=next_url,
            auth_params={"nonce": nonce, "max_age": "0"},
            nonce=nonce,
        )
    except (OAuth2Error, RequestException) as error:
        return _failed(request, adapter, error, {"process": confirm.CONFIRM, "next": next_url})


login = _answering(OAuth2LoginView)
callback = _answering(_Callback)
