"""Whose facts they are: the order of the ways in which a channel is found, one by one."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from reppu.lake.facade import Channel
from reppu.sources.channels import ChannelFinder, WaitForOthers
from reppu.sources.names import read_names
from reppu.sources.untold import Holding
from reppu.vocabulary.errors import ReppuError

VESI = Channel("x-vesi", "x", "Vesi", ("x:vesi",))
MUSEO = Channel("x-museo", "x", "Museo", ("x:museo",))
BARE = Channel("x", "x", "x", ())
PAGE = Channel("facebook-vesi", "facebook", "Vesi", ("facebook:1",))


def finder(
    channels: list[Channel],
    asked: str | list[str] | None = None,
    name: str = "export.csv",
    pattern: str | None = None,
    answers: dict[str, dict[str, Any]] | None = None,
    platform: str = "x",
    platforms: tuple[str, ...] = (),
    may_wait: bool = False,
) -> ChannelFinder:
    names = read_names(pattern, name, None)
    return ChannelFinder(
        channels,
        answers or {},
        [asked] if isinstance(asked, str) else asked or (),
        platform,
        platforms,
        names,
        "reppu import a.csv",
        may_wait,
        ("x", "facebook"),
    )


def actions(found: ChannelFinder) -> list[tuple[str, str]]:
    return [(kind, payload.get("action") or payload["answer"]["channel"]) for kind, payload in found.setup]


def test_an_account_inside_goes_before_what_the_person_says() -> None:
    found = finder([VESI, MUSEO], asked="x-museo")
    assert found.settle("x:vesi") == "x-vesi"
    assert found.setup == []


def test_an_unknown_account_goes_to_the_channel_that_the_person_names_while_that_has_none() -> None:
    found = finder([VESI, BARE], asked="x")
    assert found.settle("x:uusimuseo") == "x"
    assert actions(found) == [("channel", "account_added")]
    made = finder([VESI], asked="Museo")
    assert made.settle("x:uusimuseo", "UusiMuseo") == "x-museo"
    assert made.setup[0][1]["accounts"] == ["x:uusimuseo"]


def test_two_accounts_never_end_in_one_channel_by_one_answer() -> None:
    found = finder([VESI, MUSEO], asked="x-museo")
    assert found.settle("x:uusimuseo", "UusiMuseo") == "x-uusimuseo"
    assert any("reppu channels merge" in note.in_language("en") for note in found.notes)
    both = finder([], asked="vesi")
    assert [both.settle("x:yksi", "Yksi"), both.settle("x:kaksi", "Kaksi")] == ["x-vesi", "x-kaksi"]


def test_an_answer_of_another_platform_does_not_stop_a_file_that_tells_its_account() -> None:
    assert finder([VESI, PAGE], asked="facebook-vesi").settle("x:museo", "Museo") == "x-museo"


def test_an_unknown_account_makes_a_channel_with_its_name() -> None:
    found = finder([VESI])
    assert found.settle("x:EsimerkkiMuseo".lower(), "EsimerkkiMuseo") == "x-esimerkkimuseo"
    assert actions(found) == [("channel", "created")]
    assert found.setup[0][1]["accounts"] == ["x:esimerkkimuseo"]


def test_the_only_channel_without_an_account_takes_it() -> None:
    found = finder([VESI, BARE])
    assert found.settle("x:museo", "Museo") == "x"
    assert actions(found) == [("channel", "account_added")]
    assert len(found.notes) == 1


def test_two_channels_without_accounts_are_ambiguous() -> None:
    found = finder([BARE, Channel("x-2", "x", "x", ())])
    with pytest.raises(ReppuError, match="--channel x"):
        found.settle("x:museo")


def test_what_the_person_says_goes_before_the_name_of_the_file() -> None:
    pattern = r"daily_(?P<account>\w+)_\d+"
    assert finder([VESI, MUSEO], name="daily_museo_2022.csv", pattern=pattern).settle(None) == "x-museo"
    said = finder([VESI, MUSEO], asked="x-vesi", name="daily_museo_2022.csv", pattern=pattern)
    assert said.settle(None) == "x-vesi"
    assert ("mapping", "x-vesi") in actions(said)


def test_a_remembered_answer_goes_before_the_only_channel() -> None:
    first = finder([VESI, MUSEO], asked="x-museo", name="retki overview.csv")
    first.settle(None)
    answers = {payload["key"]: payload["answer"] for kind, payload in first.setup if kind == "mapping"}
    assert len(answers) == 1 and "retki" not in str(answers)
    assert finder([VESI, MUSEO], name="Retki overview (2).csv", answers=answers).settle(None) == "x-museo"
    with pytest.raises(ReppuError):
        finder([VESI, MUSEO], name="toinen overview.csv", answers=answers).settle(None)


def test_no_answer_is_remembered_for_a_name_that_anybody_s_file_has() -> None:
    found = finder([VESI, MUSEO], asked="x-museo", name="account_overview_analytics (1).csv")
    found.settle(None)
    assert found.setup == []


def test_the_only_channel_of_the_platform_is_it() -> None:
    assert finder([VESI, PAGE]).settle(None) == "x-vesi"
    assert finder([VESI, PAGE]).settle("x:") == "x-vesi"


def test_none_yet_is_made_under_the_name_of_the_platform() -> None:
    found = finder([PAGE])
    assert found.settle(None) == "x"
    assert found.setup[0][1]["accounts"] == []


def test_several_are_ambiguous_and_the_command_is_said() -> None:
    with pytest.raises(ReppuError) as caught:
        finder([VESI, MUSEO]).settle(None)
    words = caught.value.in_language("en")
    assert words.splitlines()[1:] == [
        "    reppu import a.csv --channel x-museo",
        "    reppu import a.csv --channel x-vesi",
    ]
    assert words.splitlines()[0].count("x-museo") == words.splitlines()[0].count("x-vesi") == 1
    assert "x-vesi" in caught.value.in_language("fi")


def test_more_channels_than_fit_on_a_page_get_one_command_with_a_place_to_fill_in() -> None:
    many = [Channel(f"x-{number:02}", "x", f"{number}", (f"x:{number}",)) for number in range(30)]
    with pytest.raises(ReppuError) as caught:
        finder(many).settle(None)
    words = caught.value.in_language("en")
    assert words.splitlines()[1:] == ["    reppu import a.csv --channel <x>"]
    assert "x-11, 18 more (reppu channels)" in words and "x-12" not in words


def test_what_channels_hold_tells_them_apart() -> None:
    held = {"x-museo": Holding(), "x-vesi": Holding(12, date(2026, 3, 31)), "x-talo": Holding(0, date(2025, 12, 5))}
    found = finder([VESI, MUSEO, Channel("x-talo", "x", "Talo", ())])
    found.holdings = lambda some: {one: held[one] for one in some}
    with pytest.raises(ReppuError) as caught:
        found.settle(None)
    assert (
        "x-museo (nothing yet), x-talo (no posts, numbers until 5 Dec 2025), x-vesi (12 posts, the last on 31 Mar 2026)"
        in caught.value.in_language("en")
    )
    assert "x-vesi (12 julkaisua, viimeinen 31.3.2026)" in caught.value.in_language("fi")


def test_an_answer_for_one_part_says_nothing_of_another() -> None:
    both = ("facebook", "instagram")
    kuvat = Channel("instagram-kuvat", "instagram", "Kuvat", ("instagram:9",))
    museum = Channel("facebook-museo", "facebook", "Museo", ("facebook:2",))
    one_each = finder([PAGE, kuvat], asked="facebook-vesi", platform="facebook", platforms=both)
    assert [one_each.settle("facebook:"), one_each.settle("instagram:")] == ["facebook-vesi", "instagram-kuvat"]
    one_each.refuse_open_parts()
    for asked in ("facebook-museo", "instagram-kuvat", "facebook-uusi", None):
        found = finder([PAGE, museum, kuvat], asked=asked, platform="facebook", platforms=both)
        found.settle("facebook:"), found.settle("instagram:")
        with pytest.raises(ReppuError, match="still open"):
            found.refuse_open_parts()
    answered = finder([PAGE, museum, kuvat], ["facebook-museo", "instagram-kuvat"], platform="facebook", platforms=both)
    assert [answered.settle("facebook:"), answered.settle("instagram:")] == ["facebook-museo", "instagram-kuvat"]
    answered.refuse_open_parts()


def test_a_word_with_another_platform_in_front_is_of_that_platform() -> None:
    with pytest.raises(ReppuError, match="another platform"):
        finder([VESI], asked="facebook-uusi").settle(None)
    assert finder([VESI], asked=["facebook-uusi", "x-uusi"]).settle(None) == "x-uusi"


def test_a_file_that_may_be_of_two_platforms_is_never_guessed() -> None:
    both = ("facebook", "instagram")
    untold = finder([PAGE], platform="facebook", platforms=both)
    assert untold.settle(None) is None
    with pytest.raises(ReppuError, match="facebook / instagram"):
        untold.refuse_open_parts()
    assert finder([PAGE], asked="facebook-vesi", platform="facebook", platforms=both).settle(None) == "facebook-vesi"
    made = finder([PAGE], asked="instagram-vesi", platform="facebook", platforms=both)
    assert made.settle(None) == "instagram-vesi"
    assert finder([PAGE], platform="facebook", platforms=both).settle("facebook:") == "facebook-vesi"


def test_an_ambiguous_file_waits_while_others_may_tell_more() -> None:
    with pytest.raises(WaitForOthers):
        finder([VESI, MUSEO], may_wait=True).settle(None)
    with pytest.raises(WaitForOthers):
        finder([], may_wait=True).settle(None)
    # the only channel may not stay the only one: a file that comes later may make another
    with pytest.raises(WaitForOthers):
        finder([VESI], may_wait=True).settle(None)
    assert finder([VESI], may_wait=False).settle(None) == "x-vesi"


def test_facts_of_a_merged_channel_go_to_the_one_that_survives() -> None:
    merged = [Channel("x-old", "x", "Old", ("x:old",), "x-vesi"), Channel("x-vesi", "x", "Vesi", ("x:vesi", "x:old"))]
    assert finder(merged).settle("x:old") == "x-vesi"
    assert finder(merged, asked="x-old").settle(None) == "x-vesi"


def test_one_account_is_settled_once_a_file() -> None:
    found = finder([])
    assert found.settle("x:vesi", "Vesi") == found.settle("x:vesi", "Vesi") == "x-vesi"
    assert len(found.setup) == 1
