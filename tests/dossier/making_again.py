"""Make the dossier of recorded samples, and say the digests of its forms; run by a test."""

import hashlib
import sys
from pathlib import Path

TESTS = Path(__file__).parents[1]
sys.path += [str(TESTS), str(TESTS / "procedures"), str(TESTS / "dossier")]

from dossier_given import of_samples  # noqa: E402

from concerns.dossier.dossier import make  # noqa: E402
from concerns.dossier.paper import as_paper  # noqa: E402
from concerns.papers.formats import laid_out  # noqa: E402


def main() -> None:
    """The JSON, the page and the PDF."""
    known, decision = of_samples()
    made = make(known, decision, {})
    paper = as_paper(made)
    for body in (made.json, laid_out(paper, "html"), laid_out(paper, "pdf")):
        sys.stdout.write(hashlib.sha256(body).hexdigest() + "\n")


if __name__ == "__main__":
    main()
