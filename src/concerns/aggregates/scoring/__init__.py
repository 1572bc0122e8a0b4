"""Apply a tool of the procedure: each advises, and what is not answered stays unanswered."""

from collections.abc import Callable, Mapping
from typing import Any

from concerns.aggregates.scoring import criteria, indicators, levels, sample, thresholds
from concerns.aggregates.situation import Situation

Given = dict[str, Any]
"""What the officer filled in, by name."""

TOOLS: Mapping[str, Callable[[str, Given, Situation], dict[str, object]]] = {
    "RiskScored": indicators.apply,
    "CriteriaScored": criteria.apply,
    "LevelsAssessed": levels.apply,
    "OutcomeChosen": levels.choose,
    "SampleAssessed": sample.apply,
    "ThresholdsTested": thresholds.apply,
}
"""What applies a tool, by the fact that is left. Each takes from `given` what it has read."""
