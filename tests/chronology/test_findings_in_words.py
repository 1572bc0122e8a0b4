from concerns.chronology.findings import KnownItem


def test_when_something_was_known_is_said_in_words() -> None:
    """A reader need not know how the record writes an uncertain date."""
    item = KnownItem(item="deaths", text="Two residents die", since="../2004-11")
    assert str(item) == "Two residents die (known in or before November 2004)"
    assert str(item.model_copy(update={"since": None})) == "Two residents die"
