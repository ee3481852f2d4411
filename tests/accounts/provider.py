"""A real OpenID provider on this machine, and a person who signs in there."""

from urllib.parse import parse_qs, urlsplit

import requests
from oidc_provider_mock import User

GOOD = {
    "email": "ana.lima@example.com",
    "email_verified": True,
    "employee_id": "E4711",
    "name": "Ana Lima",
}

SIGN_IN = "/accounts/oidc/login/"


class Provider:
    """What tests ask of the provider: who its people are, and to let one of them sign in."""

    def __init__(self, server):
        self.issuer = f"http://localhost:{server.server_port}"

    def knows(self, subject="s-1", without=(), **claims):
        """Have a person whose claims are good but for what is named."""
        told = {name: value for name, value in (GOOD | claims).items() if name not in without}
        answer = requests.put(f"{self.issuer}/users/{subject}", json=told, timeout=5)
        answer.raise_for_status()
        return User(sub=subject, claims=told)

    def lets_in(self, client, subject="s-1", door=SIGN_IN, **form):
        """Go through the whole sign-in; returns what the portal answers at the end."""
        return client.get(self.way_back(client, subject, door, **form))

    def way_back(self, client, subject="s-1", door=SIGN_IN, **form):
        """Sign in at the provider; returns the address that it sends the browser to."""
        leave = client.post(door, form)
        answer = requests.post(
            leave["Location"], data={"sub": subject}, allow_redirects=False, timeout=5
        )
        return answer.headers["Location"].removeprefix("http://testserver")


def asked(response):
    """The query of the address that the browser is sent to, each name once."""
    return {name: value for name, [value] in parse_qs(urlsplit(response["Location"]).query).items()}
