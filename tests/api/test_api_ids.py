import time
from uuid import RFC_4122

from concerns.ids import new_id


def test_ids_sort_in_the_order_in_which_they_were_made() -> None:
    """RFC 9562, 5.7: version 7, and the milliseconds of their making in front."""
    before = time.time_ns() // 1_000_000
    made = []
    for _ in range(50):
        made.append(new_id())
        time.sleep(0.00001)
    after = time.time_ns() // 1_000_000
    assert made == sorted(made)
    assert len(set(made)) == len(made)
    assert {(one.version, one.variant) for one in made} == {(7, RFC_4122)}
    assert all(before <= one.int >> 80 <= after for one in made)
