"""The whole API with an identity provider that it meets over HTTP."""

from datetime import UTC, datetime

from councils_at_work import Council
from provider_at_work import new_key, provider_at_work, signed
from starlette.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from concerns.procedures.procedure import Procedure


def test_tokens_of_a_provider(
    settings: Settings, procedures: dict[str, Procedure], council: Council
) -> None:
    """Design 13: it starts while the provider is away, and asks only when a token comes."""
    key = new_key("one")
    with provider_at_work() as provider:
        theirs = settings.model_copy(update={"token_issuer": provider.issuer})
        claims = provider.claims(datetime.now(UTC), authority=council.authority)
        bearer = {"Authorization": f"Bearer {signed(key, claims)}"}
        provider.publishes(key)
        provider.fails()
        with TestClient(create_app(theirs, known=procedures)) as client:
            assert provider.asked == []
            away = client.get("/v1/rag", headers=bearer)
            assert away.status_code == 503
            assert away.headers["retry-after"]
            assert client.get("/v1/development/jwks").status_code == 404
        provider.instead = {}
        with TestClient(create_app(theirs, known=procedures)) as client:
            assert client.get("/v1/rag", headers=bearer).status_code == 200
            ours = {"Authorization": f"Bearer {council.token()}"}
            assert client.get("/v1/rag", headers=ours).json()["reason"] == "issuer"
