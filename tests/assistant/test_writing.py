"""A place is named where it changes, and where nothing that was said names it."""

from assistant.drafting.draft import DraftSentence
from assistant.writing import place_once


def said(text, region="绍兴", **more):
    return DraftSentence(text, "claim", (1,), region, **more)


def test_the_place_in_front_falls_away_where_the_sentence_before_named_it():
    assert place_once(said("绍兴：奖励10万元。"), "绍兴").text == "奖励10万元。"
    assert place_once(said("绍兴：奖励10万元。"), "").text == "绍兴：奖励10万元。"
    assert place_once(said("绍兴：奖励10万元。"), "长沙").text == "绍兴：奖励10万元。"


def test_a_model_names_places_as_it_likes():
    assert place_once(said("绍兴：奖励10万元。", by_model=True), "绍兴").text == "绍兴：奖励10万元。"
