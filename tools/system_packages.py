"""Sees to what the tests need that pip cannot bring: a Chromium, a font with Chinese characters, LibreOffice, two web servers,
PostgreSQL, and the Open XML validator, which npm brings.

On Debian as root they are installed; elsewhere the program says exactly what is missing and exits 1.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tools import ooxml_validator
from tools.browser import chromium
from tools.postgres import postgres_programs

FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts", "/System/Library/Fonts")
OFFICE = tuple(f"libreoffice-{part}-nogui" for part in ("writer", "calc", "impress"))
PROXIES = ("nginx", "caddy")
"""What the administrator's guide puts in front of the server."""
CHINESE_FONTS = ("NotoSansCJK*", "NotoSansSC*", "SourceHanSans*", "wqy-*", "PingFang*", "STHeiti*", "DroidSansFallback*")


def has_chinese_font() -> bool:
    """Whether a font file that draws Chinese lies in one of the usual folders."""
    folders = [folder for name in FONT_FOLDERS if (folder := Path(name).expanduser()).is_dir()]
    return any(next(folder.rglob(pattern), None) for folder in folders for pattern in CHINESE_FONTS)


def office() -> str | None:
    """Where LibreOffice is, or None: the reports' files are opened and recalculated with it."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def missing() -> list[str]:
    """The Debian packages that would bring what is not there."""
    browser = [] if chromium() else ["chromium"]
    font = [] if has_chinese_font() else ["fonts-noto-cjk"]
    proxies = [name for name in PROXIES if not shutil.which(name) and not Path("/usr/sbin", name).exists()]
    postgres = [] if postgres_programs() else ["postgresql"]
    return browser + font + ([] if office() else list(OFFICE)) + proxies + postgres + _npm()


def _npm() -> list[str]:
    """What brings the validator, where it is not there yet and this machine can run it."""
    wanted = ooxml_validator.exists_here() and not ooxml_validator.is_installed()
    return ["nodejs", "npm"] if wanted and not shutil.which("npm") else []


def install(packages: list[str]) -> None:
    """Install Debian packages, as root."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update", "-q"], ["install", "-q", "-y", "--no-install-recommends", *packages]):
        subprocess.run(["apt-get", *command], env=environment, check=True, stdin=subprocess.DEVNULL)


def main() -> None:
    """Install what is missing if we may, else say what to install."""
    packages = missing()
    if packages and shutil.which("apt-get") and os.geteuid() == 0:
        print(f"Installing {' '.join(packages)} …", flush=True)
        install(packages)
        packages = missing()
    if packages:
        sys.exit(
            f"The tests need: {', '.join(packages)}.\n"
            f"  Debian, Ubuntu:  sudo apt-get install {' '.join(packages)}\n"
            "  Elsewhere:       Chromium or Google Chrome, LibreOffice, nginx, Caddy, PostgreSQL and npm on the PATH, and"
            " a font with Chinese characters (Noto Sans CJK, say)."
        )
    bring_validator()


def bring_validator() -> None:
    """Installs the Open XML validator, or says why not; where there is none for the machine its tests are left out."""
    if not ooxml_validator.exists_here():
        print("The Open XML validator is for Linux on x86-64 only; office files are not held against the standard here.")
        return
    if ooxml_validator.is_installed():
        return
    print("Installing the Open XML validator …", flush=True)
    try:
        ooxml_validator.install()
    except ooxml_validator.CannotInstall as error:
        sys.exit(
            f"The tests need the Open XML validator, and npm could not bring it:\n{error}\n"
            f"  Where npm may fetch packages:  npm ci --prefix {ooxml_validator.FOLDER}"
        )


if __name__ == "__main__":
    main()
