"""Every page that answers without signing in, and why. All others are closed."""

PUBLIC_ROUTES = {
    "home": "The public face; an employee's home is another page at the same address.",
    "groups": "The directory is for visitors too.",
    "group": "A group's page is public; its people are not.",
    "events": "Events marked public are for visitors too.",
    "concerns": "Whoever wants to raise a concern must find the right channel.",
    "resource": "What a group offers to the public; the view asks about everything else.",
    "media": "Pictures of active groups are public; the view asks about every other one.",
    "livez": "A health check has no account.",
    "readyz": "A health check has no account.",
    "account_login": "The way in.",
    "account_logout": "Answers a second click after signing out with the way home.",
    "account_inactive": "Says that an account is closed.",
    "account_reset_password": "The way back in.",
    "account_reset_password_done": "The way back in.",
    "account_reset_password_from_key": "The way back in.",
    "account_reset_password_from_key_done": "The way back in.",
    "mfa_authenticate": "The second step of the way in.",
    "openid_connect_login": "The way in through the organization's provider.",
    "openid_connect_callback": "Where the provider sends people back.",
    "socialaccount_login_cancelled": "Says that signing in was broken off.",
}
