from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.core.checks import Error, Tags, register

ISSUER_LENGTH = SocialAccount._meta.get_field("provider").max_length


@register(Tags.security)
def second_factor_of_staff(app_configs, **kwargs):
    """Whoever curates for real people signs in with two factors."""
    if settings.STAFF_NEED_SECOND_FACTOR or settings.DEBUG or settings.DEMO:
        return []
    words = "Staff could curate without a second factor."
    return [Error(words, hint="Set STAFF_NEED_SECOND_FACTOR to True.", id="accounts.E001")]


@register(Tags.security)
def provider_is_whole(app_configs, **kwargs):
    """A provider is named in full, or not at all."""
    needed = ("OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET")
    missing = [name for name in needed if not getattr(settings, name)]
    if not missing or len(missing) == len(needed):
        return []
    words = f"Sign-in through the provider is only half set up: {' and '.join(missing)} missing."
    return [Error(words, hint=f"Set {', '.join(needed)}, or none of them.", id="accounts.E002")]


@register(Tags.security)
def issuer_can_be_trusted(app_configs, **kwargs):
    """The issuer is spoken to over https, but on this machine, and fits its column."""
    issuer = settings.OIDC_ISSUER
    if len(issuer) > ISSUER_LENGTH:
        words = f"OIDC_ISSUER is longer than {ISSUER_LENGTH} characters."
        return [Error(words, id="accounts.E003")]
    if issuer and not issuer.startswith("https://") and not settings.INSECURE_LOOPBACK:
        return [Error("OIDC_ISSUER must begin with https://.", id="accounts.E004")]
    return []
