"""What django-allauth and Django's passwords are told, alike in every deployment."""

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.AccountBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "employee_id", "legal_name", "preferred_name"]},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
# Seconds for which the link in a mail can set a password.
PASSWORD_RESET_TIMEOUT = 4 * 3600

ACCOUNT_ADAPTER = "notices.account_mail.MailingAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email", "username"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = "employee_id"
ACCOUNT_FORMS = {
    "login": "accounts.forms.SignInForm",
    "reset_password": "accounts.forms.PasswordForgottenForm",
    "user_token": "accounts.forms.PasswordLink",
    "reset_password_from_key": "accounts.forms.NewPasswordForm",
    "change_password": "accounts.forms.PasswordChangeForm",
    "reauthenticate": "accounts.forms.ConfirmForm",
}
# E-mail addresses are HR's, so nobody proves or changes one here, and the one table is ours:
# Django's own tokens, for allauth's would copy addresses into another.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# Per account first. Per address only generously: a hospital signs in from one address.
ACCOUNT_RATE_LIMITS = {
    "login": "600/m/ip",
    "login_failed": "10/15m/key,500/15m/ip",
    "reauthenticate": "10/15m/user",
    "change_password": "10/15m/user",
    "reset_password": "5/15m/key,500/15m/ip",
    "reset_password_from_key": "100/15m/ip",
}

SOCIALACCOUNT_ADAPTER = "accounts.adapters.IdentityAdapter"

MFA_ADAPTER = "accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "accounts.second_factor.SecondStepForm",
    "reauthenticate": "accounts.second_factor.ConfirmByCodeForm",
    "activate_totp": "accounts.second_factor.SetUpForm",
}

SESSION_ENGINE = "accounts.sessions"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
# "Keep me signed in" lasts two weeks. Without it, and through the provider, a session ends with
# the browser, or after so many minutes without a request.
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
IDLE_MINUTES = 15
