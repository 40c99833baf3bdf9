"""Preferences, and what of allauth is open."""

from __future__ import annotations

from expectations import EVERYBODY, Opens

ONESELF = Opens(EVERYBODY)

EXPECTED = {
    "choose": Opens(EVERYBODY, public=True, method="POST", data=lambda world: {"language": "en"}),
    "account_login": Opens(EVERYBODY, public=True),
    "account_inactive": Opens(EVERYBODY, public=True),
    "account_logout": Opens(EVERYBODY, public=True),
    "account_reauthenticate": ONESELF,
    "account_change_password": ONESELF,
    "mfa_index": ONESELF,
    "mfa_authenticate": Opens(EVERYBODY, public=True),
    "mfa_reauthenticate": ONESELF,
    "mfa_activate_totp": ONESELF,
    "mfa_deactivate_totp": ONESELF,
    "mfa_view_recovery_codes": Opens(frozenset(), refused=404),
    "mfa_generate_recovery_codes": ONESELF,
    "mfa_download_recovery_codes": Opens(frozenset(), refused=404),
    "mfa_list_webauthn": ONESELF,
    "mfa_add_webauthn": ONESELF,
    "mfa_reauthenticate_webauthn": ONESELF,
    "mfa_remove_webauthn": Opens(frozenset(), args=lambda world: (1,), refused=404),
    "mfa_edit_webauthn": Opens(frozenset(), args=lambda world: (1,), refused=404),
    "mfa_login_webauthn": Opens(EVERYBODY, public=True),
    "usersessions_list": ONESELF,
}
