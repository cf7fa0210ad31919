from __future__ import annotations

from reppu.cli.tests.test_commands import write_x_export


def test_two_months_are_compared(reppu, tmp_path):
    for month, posts in ((7, 8), (8, 10)):
        assert reppu("import", write_x_export(tmp_path, [100] * posts, month), "--json").code == 0
    ran = reppu("compare", "posts", "--between", "2026-07,2026-08", "--json")
    document = ran.document()
    assert (document["metric"], document["corrected"]) == ("posts", None)
    (row,) = document["rows"]
    assert (row["first"], row["second"], row["verdict"]) == ("2026-07", "2026-08", "up")
    assert row["difference"] == {"value": 2, "low": 2, "high": 2, "n": 18, "state": "ok"}
    shown = reppu("compare", "posts", "--between", "2026-07,2026-08").out
    assert "2026-07" in shown and "2026-08" in shown and "higher" in shown


def test_wrong_arguments_of_compare_say_what_is_expected(reppu):
    assert reppu("compare", "posts", "--between", "2026-07,2026-08", "--since", "2026-01-01").code == 2
    ran = reppu("compare", "posts")
    assert ran.code == 1
    assert "There is nothing to compare with." in ran.err


def test_what_has_moved_names_the_import(reppu, tmp_path):
    reppu("import", write_x_export(tmp_path / "a", [100] * 8))
    then = reppu("status", "--json").document()["position"]
    later = reppu("import", write_x_export(tmp_path / "b", [150] * 8), "--json", "--as-of", "2026-09-05")
    assert later.code == 0, later.out
    document = reppu("metrics", "impressions", "--moved-since", str(then), "--json").document()
    (row,) = document["rows"]
    assert (row["before"]["value"], row["now"]["value"]) == (800, 1200)
    (move,) = row["moved_by"]
    assert (move["entries"][0]["kind"], move["before"], move["after"]) == ("import", 800, 1200)
    shown = reppu("metrics", "impressions", "--moved-since", str(then)).out
    assert "1,200" in shown and str(move["entries"][0]["entry_no"]) in shown
    assert "No number has moved" in reppu("metrics", "impressions", "--moved-since", "2100-01-01").out
    assert reppu("metrics", "impressions", "--moved-since", "1", "--csv").code == 2


def test_a_metric_of_ones_own_is_defined_listed_used_and_taken_back(reppu, tmp_path):
    reppu("import", write_x_export(tmp_path, [100] * 12))
    ran = reppu(
        "metrics", "define", "likes_per_thousand", "1000 * likes / impressions", "--title", "Tykkäykset tuhannesta"
    )
    assert ran.code == 0, ran.err
    assert "likes_per_thousand" in {one["metric"] for one in reppu("metrics", "--json").document()["metrics"]}
    (row,) = reppu("metrics", "likes_per_thousand", "--json").document()["rows"]
    assert row["n"] == 12 and row["value"] > 0
    assert "Tykkäykset tuhannesta" in reppu("metrics", "likes_per_thousand").out
    mixed = reppu("metrics", "define", "per_hour", "engagements / hours_spent")
    assert mixed.code == 1 and "--mixed" in mixed.err
    assert reppu("metrics", "define", "per_hour", "engagements / hours_spent", "--mixed").code == 0
    assert reppu("metrics", "define", "alone").code == 2
    assert reppu("metrics", "posts", "extra").code == 2
