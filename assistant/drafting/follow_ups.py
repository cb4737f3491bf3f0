"""What a person is likely to ask next, as questions that can be tapped: the other places, conditions, validity."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.decide.topic import Topic
from assistant.drafting import phrases
from assistant.reading.model import Understanding
from index.documents.library import Library

MOST = 3


def follow_ups(understood: Understanding, topics: Sequence[Topic], library: Library) -> list[str]:
    """At most three questions; none after a refusal, a profile, or an answer about several places."""
    regions = list(dict.fromkeys(topic.region for topic in topics if topic.calculations))
    if understood.refusal or understood.profile or len(regions) != 1 or len(topics) > 1:
        return []
    (region,) = regions
    intents = topics[0].intents
    cities = dict.fromkeys(d.region for d in library.documents.values() if d.region_level == "city")
    asked = []
    if "eligibility" not in intents:
        asked.append(phrases.FOLLOW_CONDITIONS.format(region=region))
    if "validity" not in intents:
        asked.append(phrases.FOLLOW_VALID.format(region=region))
    asked += [phrases.FOLLOW_PLACE.format(region=city) for city in cities if city != region]
    return asked[:MOST]
