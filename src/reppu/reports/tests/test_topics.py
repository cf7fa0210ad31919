"""Words that recur in posts."""

from __future__ import annotations

from reppu.reports.topics import FEWEST_POSTS, MOST_TOPICS, topics_of


def many(*texts: str, times: int = FEWEST_POSTS) -> list[str | None]:
    return [text for text in texts for _time in range(times)]


def labels(texts: list[str | None]) -> list[str]:
    return [topic.label for topic in topics_of(texts)]


def test_forms_of_a_word_that_begin_alike_are_one_topic_named_by_the_commonest():
    texts = (
        many("Vesitorni avataan", times=6) + many("Vesitornilla tapahtuu", times=5) + many("aivan muuta asiaa", times=9)
    )
    (topic,) = topics_of(texts)
    assert topic.label == "vesitorni"
    assert topic.posts == frozenset(range(11))


def test_words_that_hold_sentences_together_links_and_names_are_no_topics():
    texts = many("Tämä on myös että joka https://vesi.example/uutiset @naapuri", "och detta från with their") + many(
        "x", times=40
    )
    assert labels(texts) == []


def test_a_word_of_few_posts_or_of_nearly_all_is_left_out():
    texts = many("putkirikko", times=FEWEST_POSTS - 1) + many("vesijohto", times=60)
    assert labels(texts) == []


def test_hashtags_and_bold_letters_are_words():
    texts = many("#kaivot", "𝗸𝗮𝗶𝘃𝗼𝘁 kesällä", times=5) + many("muuta", times=3) + many("sitä tätä", times=9)
    assert "kaivot" in labels(texts)


def test_words_that_always_come_together_are_one_and_there_are_no_more_than_a_page_holds():
    texts = many("hauskaa juhannusta") + many("toinen", times=30)
    assert len([label for label in labels(texts) if label in ("hauskaa", "juhannusta")]) == 1
    words = [f"aihe{letter * 3}" for letter in "abcdefghijklmnop"]
    assert len(topics_of(many(*words))) == MOST_TOPICS


def test_no_posts_have_no_topics():
    assert topics_of([]) == ()
    assert topics_of([None, ""]) == ()
