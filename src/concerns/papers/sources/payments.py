from collections.abc import Iterator

from concerns.events import PaymentAgreed, PaymentMade, PaymentsWithheld
from concerns.papers.material import Material
from concerns.papers.sources.source import Asked, Row, source


@source(
    "Payments agreed, made and withheld",
    date="Date",
    what="What",
    amount="Amount",
    terms="On what terms",
    by="By",
)
def payments(given: Material, _: Asked) -> Iterator[Row]:
    """Money, in pounds and pence."""
    for fact in given.facts:
        match fact:
            case PaymentAgreed():
                what, amount, terms = f"agreed: {fact.option}", _pounds(fact.amount), fact.agreement
            case PaymentMade():
                what, amount, terms = f"paid: {fact.option}", _pounds(fact.amount), ""
            case PaymentsWithheld():
                what, amount, terms = f"withheld until {fact.until}", "", fact.reason
            case _:
                continue
        told = {"what": what, "amount": amount, "terms": terms, "by": str(fact.by)}
        yield Row((fact,), {"date": fact.occurred.in_words, **told})


def _pounds(pence: int) -> str:
    return f"£{pence // 100:,}.{pence % 100:02}"
