"""Quality assurance: what is tested, what was found, whether improvement is real and lasting."""

from pydantic import Field

from concerns.events.fact import Decision, Fact, Text


class QualityAssuranceStrategyAgreed(Decision):
    name = "quality-assurance-strategy-agreed/1"
    sentence = "{by} agreed the quality assurance strategy: {reason}"
    tests: tuple[Text, ...] = Field(min_length=1)


class QualityTested(Fact):
    name = "quality-tested/1"
    sentence = "{by} tested {test}; passed: {passed}: {findings}"
    test: Text
    passed: bool
    findings: Text


class ImprovementVerified(Decision):
    name = "improvement-verified/1"
    sentence = "{by} verified that improvement is attained and sustainable: {reason}"
    attained: bool
    sustainable: bool
    feedback: Text
    """What adults who use the service, and their carers, say of the difference."""


class ImprovementNotVerified(Decision):
    name = "improvement-not-verified/1"
    sentence = "{by} found improvement not attained or not sustainable: {reason}"
