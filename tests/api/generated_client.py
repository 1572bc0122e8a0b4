"""A client made from the API's description alone, in an environment that is not ours.

The generator pins older versions of what we use ourselves, so it is installed apart, from
`generator/client.lock` with its hashes. The first run needs the package index; later ones do not.
"""

import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

HERE = Path(__file__).with_name("generator")
LOCK = HERE / "client.lock"


def generator() -> Path:
    """The Python of an environment with the generator in it, kept beside our own."""
    digest = sha256(LOCK.read_bytes()).hexdigest()[:12]
    place = Path(sys.prefix) / f"client-generator-{digest}"
    python, whole = place / "bin" / "python", place / "whole"
    if not whole.exists():
        _run(sys.executable, "-m", "venv", "--clear", str(place))
        pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        _run(*pip, "--require-hashes", "-r", str(LOCK))
        whole.touch()
    return python


def generate(description: Path, folder: Path) -> str:
    """Make the client in a folder; gives what the generator had to say."""
    make = [str(generator().with_name("openapi-python-client")), "generate", "--meta", "none"]
    config = ["--config", str(HERE / "generator.yaml")]
    return _run(*make, *config, "--path", str(description), "--output-path", str(folder))


def drive(folder: Path, address: str, token: str) -> str:
    """A whole case, by the client in a folder; gives what it met, as JSON."""
    script = str(HERE / "whole_case.py")
    return _run(str(generator()), script, address, token, path=str(folder))


def _run(*command: str, path: str = "") -> str:
    done = subprocess.run(
        command,
        env={**os.environ, "PYTHONPATH": path},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout
