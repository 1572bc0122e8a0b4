import os
import pwd
import shutil
import stat
import tempfile
from hashlib import sha256
from pathlib import Path

# PostgreSQL refuses to run as root. The first of these that the machine has runs it instead.
# We create no account: a development database should leave the machine as it found it.
_UNPRIVILEGED = ("pgserver", "postgres", "nobody")

# Where root keeps what the unprivileged user could not reach below a private folder such as
# /root. Only root may write here, so nobody can put something in our way.
_REACHABLE = Path("/var/lib/provider-concerns")
_OTHER_VERSIONS = shutil.ignore_patterns("pginstall", "__pycache__")


def server_user(cluster: Path) -> pwd.struct_passwd:
    """Decide who runs the server: ourselves, or as root the cluster's owner or a lesser account.

    Raises PermissionError if the cluster belongs to someone else, LookupError if root finds no
    account to use.
    """
    me = os.geteuid()
    owner = cluster.stat().st_uid if cluster.exists() else None
    if me != 0:
        if owner not in (None, me):
            raise PermissionError(
                f"{cluster} belongs to {pwd.getpwuid(owner).pw_name}: run this as that user, "
                "or set CONCERNS_DATABASE_URL to a server of your own."
            )
        return pwd.getpwuid(me)
    return pwd.getpwuid(owner) if owner else _lesser_account()


def cluster_folder(data: Path) -> Path:
    """Give the folder of the database below `data`, as a real path.

    It is data/pg. Where root runs us and the server's user could not get there, data/pg is a
    link to a folder under /var/lib/provider-concerns; no existing folder is opened to others.
    """
    cluster = data.resolve() / "pg"
    if os.geteuid() == 0 and not os.path.lexists(cluster):
        user = server_user(cluster)
        if not _may_enter(cluster.parent, user):
            cluster.symlink_to(_reachable() / _digest(cluster))
    return cluster.resolve()


def reachable_package(package: Path, user: pwd.struct_passwd) -> Path:
    """Give the wheel's folder at a place the user may enter, as a copy if need be.

    The copy has PostgreSQL 18 only, and the libraries it looks for beside the package.
    """
    if user.pw_uid == os.geteuid() or _may_enter(package / "pginstall18" / "bin", user):
        return package
    copy = _reachable() / f"programs-{_digest(package)}-{package.stat().st_mtime_ns}"
    if not copy.exists():
        with tempfile.TemporaryDirectory(dir=copy.parent) as workshop:
            half_done = Path(workshop) / "copy"
            shutil.copytree(package, half_done / package.name, ignore=_OTHER_VERSIONS)
            libraries = package.with_name(f"{package.name}.libs")
            if libraries.exists():
                shutil.copytree(libraries, half_done / libraries.name)
            _open_to_all(half_done)
            half_done.rename(copy)
    return copy / package.name


def give(folder: Path, user: pwd.struct_passwd) -> None:
    """Make a folder of ours private to the user."""
    folder.chmod(stat.S_IRWXU)
    if os.geteuid() != user.pw_uid:
        os.chown(folder, user.pw_uid, user.pw_gid)


def _lesser_account() -> pwd.struct_passwd:
    for name in _UNPRIVILEGED:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise LookupError(
        "PostgreSQL does not run as root, and this machine has no user named "
        f"{', '.join(_UNPRIVILEGED)}. Run as an ordinary user, or set CONCERNS_DATABASE_URL."
    )


def _reachable() -> Path:
    _REACHABLE.mkdir(parents=True, exist_ok=True)
    _REACHABLE.chmod(0o755)  # whatever the umask
    return _REACHABLE


def _open_to_all(copy: Path) -> None:
    """Let everyone read and run our copy of the programs, whatever the umask made of it."""
    for part in (copy, *copy.rglob("*")):
        mode = part.stat().st_mode
        part.chmod(mode | (0o555 if mode & stat.S_IXUSR else 0o444))


def _may_enter(folder: Path, user: pwd.struct_passwd) -> bool:
    """Whether the folder and all above it let this user through; said no when in doubt."""
    return all(_lets_through(part.stat(), user) for part in (folder, *folder.parents))


def _lets_through(part: os.stat_result, user: pwd.struct_passwd) -> bool:
    if part.st_uid == user.pw_uid:
        return bool(part.st_mode & stat.S_IXUSR)
    return bool(part.st_mode & stat.S_IXOTH)


def _digest(path: Path) -> str:
    return sha256(bytes(path)).hexdigest()[:16]
