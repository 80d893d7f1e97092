"""Sealing a backup with a key, so that whoever finds the file cannot read it: the age format, which other programs open too.

What is sealed goes through in pieces, whatever its size. A public key is enough to seal, so the machine that makes the backups
need not hold what opens them.
"""

from pathlib import Path

from pyrage import DecryptError, IdentityError, RecipientError, decrypt_io, encrypt_io, x25519

from kpi.errors import KpiError

SEALED = ".age"
"""What the name of a sealed file ends in."""
_SECRET, _PUBLIC = "AGE-SECRET-KEY-", "age1"


def new_key() -> tuple[str, str]:
    """The text of a new key file, and the public key that may be given away."""
    identity = x25519.Identity.generate()
    public = str(identity.to_public())
    return f"# public key: {public}\n{identity}\n", public


def seal(source: Path, target: Path, key: str) -> None:
    """Writes `source` to `target` so that only the secret key of `key`, a secret or a public one, opens it.

    KpiError `backup_key_unusable`. OSError.
    """
    recipient = _recipient(key)
    with source.open("rb") as plain, target.open("wb") as sealed:
        encrypt_io(plain, sealed, [recipient])


def unseal(source: Path, target: Path, key: str) -> None:
    """Opens what was sealed. KpiError `backup_key_unusable`, `backup_not_opened` where key and file do not belong together."""
    try:
        identity = x25519.Identity.from_str(_line(key, _SECRET))
    except IdentityError as error:
        raise KpiError("backup_key_unusable") from error
    try:
        with source.open("rb") as sealed, target.open("wb") as plain:
            decrypt_io(sealed, plain, [identity])
    except (DecryptError, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise
        # What was changed or cut off is found where it is read, and comes as an error of no file system.
        raise KpiError("backup_not_opened", path=str(source)) from error


def _recipient(key: str) -> x25519.Recipient:
    try:
        if public := _line(key, _PUBLIC):
            return x25519.Recipient.from_str(public)
        return x25519.Identity.from_str(_line(key, _SECRET)).to_public()
    except (IdentityError, RecipientError) as error:
        raise KpiError("backup_key_unusable") from error


def _line(key: str, beginning: str) -> str:
    """The first line of a key file that begins so; empty if there is none."""
    return next((line.strip() for line in key.splitlines() if line.strip().startswith(beginning)), "")
