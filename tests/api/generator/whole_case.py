"""Run by the generated client's own Python: what a council's program would do, start to end.

Says what it met as JSON, for the test to judge.
"""

import json
import sys
from typing import Any

from generated import AuthenticatedClient
from generated.api.cases import case_permitted
from generated.api.commands import open_case, take_step
from generated.api.feed import feed
from generated.api.views import case_decision_log
from generated.models import Done, OpenCase, Page, PermittedNow, Problem, TakeStep

ADDRESS, TOKEN = sys.argv[1:]
OPENING = OpenCase.from_dict(
    {
        "procedure": "north-west-routes",
        "provider": {"id": "1-101646247", "name": "Acme Care Ltd"},
        "services": [{"id": "1-119204301", "name": "Elm House", "type": "care home"}],
        "reason": "Three alerts in one week.",
    }
)


def main(client: AuthenticatedClient) -> dict[str, Any]:
    """Open, look, decide, be refused, read the log, follow the feed."""
    opened = open_case.sync(client=client, body=OPENING, idempotency_key="open-1")
    assert isinstance(opened, Done)
    seen = case_permitted.sync(opened.case, client=client)
    assert isinstance(seen, PermittedNow)
    version = f'"v{seen.version}"'
    step = TakeStep(step="escalate_urgently", reason="Insulin was missed.", seen=seen.digest)
    done = take_step.sync(opened.case, client=client, body=step, if_match=version)
    assert isinstance(done, Done)
    stale = take_step.sync(opened.case, client=client, body=step, if_match=version)
    assert isinstance(stale, Problem)
    again = TakeStep(step="escalate_urgently", reason="Once more.")
    now = f'"v{done.version}"'
    refused = take_step.sync(opened.case, client=client, body=again, if_match=now)
    assert isinstance(refused, Problem)
    log = case_decision_log.sync(opened.case, client=client, min_position=done.position)
    assert isinstance(log, Page)
    followed = json.loads(feed.sync_detailed(client=client).content)
    return {
        "permitted": [one.step for one in seen.steps if one.permitted],
        "stale": stale.to_dict(),
        "refused": refused.to_dict(),
        "decisions": [row.to_dict()["sentence"] for row in log.rows],
        "feed": [one["type"] for one in followed],
    }


with AuthenticatedClient(base_url=ADDRESS, token=TOKEN) as ours:
    sys.stdout.write(json.dumps(main(ours)))
