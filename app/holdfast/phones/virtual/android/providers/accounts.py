"""Which account a new contact or group goes into, and when the phone refuses one."""

from __future__ import annotations

from holdfast.phones.virtual.android.providers.context import Account, Context, Default
from holdfast.phones.virtual.android.providers.errors import ProviderError, illegal
from holdfast.phones.virtual.android.providers.provider import Value, Values
from holdfast.phones.virtual.android.providers.uris import Uri

_NAME, _TYPE = "account_name", "account_type"


def with_account(context: Context, uri: Uri, values: Values) -> dict[str, Value]:
    """The values with their account filled in; raises `ProviderError` where it may not be."""
    own = dict(values)
    for column in (_NAME, _TYPE):
        if not own.get(column) and uri.parameters.get(column):
            own[column] = uri.parameters[column]
    if bool(own.get(_NAME)) != bool(own.get(_TYPE)):
        raise _with_uri("Must specify both or neither of ACCOUNT_NAME and ACCOUNT_TYPE", uri)
    if context.profile.default_account_rule:
        _apply_default(context.default_account(), uri, own)
    return own


def _apply_default(default: Account | Default, uri: Uri, own: dict[str, Value]) -> None:
    if own.get(_NAME):
        return
    if _NAME in own or _TYPE in own:
        if isinstance(default, Account):
            raise illegal(
                "Cannot write contacts to local accounts when default account is set to cloud"
            )
    elif default is Default.UNKNOWN:
        raise _with_uri("Must specify ACCOUNT_NAME and ACCOUNT_TYPE", uri)
    elif isinstance(default, Account):
        own[_NAME], own[_TYPE] = default.name, default.type


def _with_uri(message: str, uri: Uri) -> ProviderError:
    return illegal(
        f"{message}; URI: {uri.text}, calling user: com.android.shell,"
        " calling package is one of: [com.android.shell]"
    )
