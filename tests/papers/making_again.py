"""Make one paper from recorded samples, and say the digests of its two forms; run by a test."""

import hashlib
import sys
from pathlib import Path

TESTS = Path(__file__).parents[1]
sys.path += [str(TESTS), str(TESTS / "procedures")]

from paper_samples import every_fact  # noqa: E402
from paper_stories import defined, recorded  # noqa: E402

from concerns.papers.formats import laid_out  # noqa: E402
from concerns.papers.making import make  # noqa: E402
from concerns.procedures.reader import library  # noqa: E402


def main() -> None:
    """A log of every kind of decision, with corrections and an annulment in it."""
    definition = defined("derby")["crm_decision_log"]
    paper = make("crm_decision_log", definition, recorded(every_fact()), library()["derby"])
    for digest in (hashlib.sha256(laid_out(paper, form)) for form in ("html", "pdf")):
        sys.stdout.write(digest.hexdigest() + "\n")


if __name__ == "__main__":
    main()
