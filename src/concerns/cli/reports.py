"""What a verification found, for people."""

from rich.console import Console

from concerns.verifying.finding import MOST, Report


def print_report(out: Console, report: Report) -> None:
    """What was read, what was found, each finding on a line, and what was not checked."""
    out.print(
        f"{report.origin}: {report.facts} facts read from their bytes, {report.checkpoints} "
        f"checkpoints, {report.anchors} anchors, {report.receipts} receipts."
    )
    out.print("Nothing was found." if report.clean else "Found:")
    for one in report.findings.kept:
        out.print(f"  {one}")
        for note in one.notes:
            out.print(note.decode(errors="replace"))
    for code, count in report.findings.counts.items():
        if count > MOST:
            out.print(f"  {code}: {count - MOST} more like these")
    if report.not_checked:
        out.print("Not checked:")
    for words in report.not_checked:
        out.print(f"  {words}")
